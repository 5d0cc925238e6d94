"""Units and dimensions of the shipped data packages, as footprint itself reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from footprint.inventory.reader import read_method, read_package
from footprint.units import parse_unit
from shared import REPOSITORY

INVENTORIES = REPOSITORY / "inventories"
PACKAGES = sorted(path.parent for path in INVENTORIES.glob("*/datapackage.json"))
METHODS = sorted(path.parent for path in INVENTORIES.glob("methods/*/datapackage.json"))
FLOWS = read_package(INVENTORIES / "elementary-flows").flows


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.name))
def test_an_emission_is_counted_in_the_dimension_of_its_flow(package: Path) -> None:
    read = read_package(package)
    flows = {**FLOWS, **read.flows}
    for dataset in read.datasets.values():
        for exchange in dataset.exchanges:
            if exchange.kind == "elementary":
                assert exchange.amount.dimension == flows[exchange.flow].unit.dimension, exchange


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.name))
def test_an_input_is_counted_in_the_dimension_of_its_supplier(package: Path) -> None:
    packages = {path.name: read_package(path) for path in PACKAGES}
    for dataset in packages[package.name].datasets.values():
        for exchange in dataset.exchanges:
            if exchange.kind == "technosphere":
                name, _, code = exchange.flow.partition("/")
                supplier = packages[name].datasets[code]
                assert exchange.amount.dimension == supplier.reference.dimension, exchange


@pytest.mark.parametrize("method", METHODS, ids=lambda path: str(path.name))
def test_a_factor_turns_its_flow_into_carbon_dioxide_equivalents(method: Path) -> None:
    score = parse_unit("kg CO2e").dimension
    for flow, factors in read_method(method).factors.items():
        for category, factor in factors.items():
            assert factor.dimension * FLOWS[flow].unit.dimension == score, (flow, category)


def test_heating_values_and_carbon_contents_of_fuels_bridge_the_dimensions_they_name() -> None:
    for product, properties in read_package(INVENTORIES / "cn-fuels").properties.items():
        heat, carbon = properties["lower_heating_value"].amount, properties["carbon_content"].amount
        assert carbon.dimension / heat.dimension == parse_unit("t/GJ").dimension, product
        assert carbon.base / heat.base == pytest.approx(properties["carbon_content_per_energy"].amount.base, rel=1e-12), product
