"""Materials, utilities, packaging, and what was added to fuels and agriculture: recomputed by hand, and plausible."""

from __future__ import annotations

import csv
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from footprint.inventory.reader import read_method, read_package
from footprint.units import conversion_factor, parse_unit
from shared import REPOSITORY

INVENTORIES = REPOSITORY / "inventories"
EXTENSIONS = ("cn-materials", "cn-utilities", "cn-packaging")
GRID, COAL_POWER, HYDROPOWER, DELIVERY = 0.5777, 0.9240, 0.0141, 0.0327

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def processes(package: str) -> dict[str, Row]:
    return {row["code"]: row for row in rows(INVENTORIES / package / "processes.csv")}


def exchanges(package: str, code: str) -> dict[str, float]:
    """Amounts of one dataset by flow, in the unit of the row."""
    return {row["flow"]: float(row["amount"]) for row in rows(INVENTORIES / package / "exchanges.csv") if row["process"] == code}


@cache
def scores() -> dict[str, float]:
    """Carbon footprint (AR6) of every shipped dataset, in kg CO2e per its reference output, by NumPy alone."""
    packages = {path.parent.name: read_package(path.parent) for path in INVENTORIES.glob("*/datapackage.json")}
    factors = read_method(INVENTORIES / "methods" / "ipcc-ar6-gwp100").factors
    datasets = {f"{name}/{code}": dataset for name, package in packages.items() for code, dataset in package.datasets.items()}
    index = {code: number for number, code in enumerate(datasets)}
    technosphere, burden = np.zeros((len(index), len(index))), np.zeros(len(index))
    for code, dataset in datasets.items():
        column = index[code]
        technosphere[column, column] = dataset.reference.base
        for exchange in dataset.exchanges:
            if exchange.kind == "technosphere":
                technosphere[index[exchange.flow], column] -= exchange.amount.base
            elif exchange.kind == "elementary":
                counted = [
                    factor.base for category, factor in factors.get(exchange.flow, {}).items() if category not in ("aircraft", "unsplit")
                ]
                burden[column] += sum(counted) * exchange.amount.base
    per_base = np.linalg.solve(technosphere.T, burden)
    return {code: float(per_base[index[code]] * dataset.reference.base) for code, dataset in datasets.items()}


def per_kilogram(code: str) -> float:
    package, _, name = code.partition("/")
    row = processes(package)[name]
    return scores()[code] / (float(row["amount"]) * conversion_factor(parse_unit(row["unit"]), parse_unit("kg")))


@pytest.mark.parametrize("package", [*EXTENSIONS, "cn-agriculture"])
def test_what_has_an_assumed_part_is_for_trying_out_and_nothing_else_is(package: str) -> None:
    for row in processes(package).values():
        if "Data quality: " in row["comment"]:
            assert (row["status"] == "demo") == row["comment"].startswith("assumed: "), row["code"]


@pytest.mark.parametrize("package", EXTENSIONS)
def test_every_dataset_says_how_well_it_fits_in_technology_geography_and_time(package: str) -> None:
    for row in processes(package).values():
        _, found, words = row["comment"].partition("Data quality: ")
        assert found, row["code"]
        assert [part.split()[0] for part in words.rstrip(".").split(", ")] == ["technology", "geography", "time"], row["code"]


@pytest.mark.parametrize("package", EXTENSIONS)
def test_a_single_figure_names_the_place_where_it_stands(package: str) -> None:
    for code, row in processes(package).items():
        if row["status"] == "literature" and list(exchanges(package, code)) == ["CO2e, GWP set not stated"]:
            assert any(place in row["source"] for place in ("table D.0.1", "CPCD, ID ", ", ID 1")), row


def test_heating_values_in_recipes_are_those_of_the_guideline() -> None:
    sys.path.insert(0, str(INVENTORIES))
    try:
        from recipes import HEATING_VALUES
    finally:
        sys.path.remove(str(INVENTORIES))
    table = {
        row["product"]: (float(row["value"]), row["unit"])
        for row in rows(INVENTORIES / "cn-fuels" / "flow_properties.csv")
        if row["property"] == "lower_heating_value"
    }
    for fuel, (value, unit, _) in HEATING_VALUES.items():
        assert table[fuel.replace("-", " ")] == (float(value), f"GJ/{unit}")


@pytest.mark.parametrize("package", [*EXTENSIONS, "cn-agriculture"])
def test_what_burns_a_fuel_takes_the_supply_of_the_same_energy(package: str) -> None:
    heat_of = {"upstream/natural-gas-as-nm3": 0.038931, "upstream/diesel": 42.652}
    for code in processes(package):
        found = exchanges(package, code)
        for flow, amount in found.items():
            if flow.endswith("-per-gj"):
                fuel = flow.rpartition("/")[2].removesuffix("-per-gj")
                supply = {"natural-gas": "upstream/natural-gas-as-nm3", "diesel": "upstream/diesel"}.get(fuel, "upstream/coal")
                heating_value = heat_of.get(supply) or {"anthracite": 25.024, "bituminous-coal": 23.736}[fuel]
                assert found[supply] * heating_value == pytest.approx(amount, rel=1e-12), code
            elif flow == "cets-steel-2025/enterprise/diesel":
                assert found["upstream/diesel"] == amount, code


@pytest.mark.parametrize(("fuel", "efficiency"), [("coal", 0.80), ("natural-gas", 0.92), ("diesel", 0.88)])
def test_a_boiler_burns_no_more_and_no_less_than_its_efficiency_needs(fuel: str, efficiency: float) -> None:
    burnt = [amount for flow, amount in exchanges("cn-utilities", f"steam-{fuel}").items() if flow.endswith("-per-gj")]
    assert burnt == [pytest.approx(1 / efficiency, rel=1e-12)]
    assert scores()[f"cn-utilities/steam-{fuel}"] > scores()[f"cn-utilities/heat-{fuel}"]


def test_steam_of_coal_is_the_sum_of_its_parts() -> None:
    coal = 1 / 0.80
    parts = coal * 0.02618 * 44 / 12 * 1000, coal / 23.736 * 1000 * 0.08, 8 * GRID, 0.37 * 0.168
    assert scores()["cn-utilities/steam-coal"] == pytest.approx(sum(parts), rel=1e-12)


def test_quicklime_is_stone_fuel_and_power_and_close_to_the_market_average() -> None:
    heat = (125 - 30 * 0.1229) * 0.0293076
    stone = 1.75 * (2.174 + 440)
    fuel = heat * 0.02749 * 44 / 12 * 1000 + heat / 25.024 * 1000 * 0.08
    assert scores()["cn-materials/quicklime"] == pytest.approx(stone + fuel + 30 * GRID, rel=1e-12)
    assert scores()["cn-materials/quicklime"] == pytest.approx(scores()["cn-materials/quicklime-market-average"], rel=0.05)
    pure = 1000 * 44.01 / 56.08
    assert 0.93 * pure < 1.75 * 440 < pure


ALLOYS = [
    ("ferrosilicon", 8500, 1910, 0.007),
    ("ferrochrome", 3200, 810, 0.348),
    ("ferromanganese-furnace", 2600, 710, 0.275),
    ("silicomanganese-furnace", 4200, 990, 0.092),
]


@pytest.mark.parametrize(("code", "electricity", "total", "stays"), ALLOYS)
def test_ferro_alloys_follow_their_energy_limits_and_keep_carbon_in_the_alloy(
    code: str, electricity: int, total: int, stays: float
) -> None:
    found = exchanges("cn-materials", code)
    coke = (total - 0.1229 * electricity) * 0.0293076
    assert found["national-average-2024"] == electricity
    assert found["metallurgical-coke"] == pytest.approx(coke / 28.435 * 1000, rel=1e-12)
    carbon_in = found["metallurgical-coke"] * 0.8365577
    carbon_out = found["carbon dioxide, fossil"] * 12 / 44 + stays * 1000 * 12 / 44
    assert carbon_out == pytest.approx(carbon_in, rel=1e-12)


def test_the_furnace_alone_is_below_the_whole_alloy() -> None:
    for alloy in ("ferromanganese", "silicomanganese"):
        assert scores()[f"cn-materials/{alloy}-furnace"] / 1000 < scores()[f"cn-materials/{alloy}"]


def test_aluminium_differs_only_by_its_power() -> None:
    base = scores()["cn-materials/aluminium-primary"]
    assert scores()["cn-materials/aluminium-primary-coal-power"] - base == pytest.approx(13500 * (COAL_POWER - GRID), rel=1e-9)
    assert base - scores()["cn-materials/aluminium-primary-hydropower"] == pytest.approx(13500 * (GRID - HYDROPOWER - DELIVERY), rel=1e-9)
    assert 1.889 < exchanges("cn-materials", "aluminium-primary")["alumina"] < 1.96
    assert scores()["cn-materials/aluminium-secondary"] < 0.1 * base


def test_vanadium_pentoxide_is_dominated_by_the_choice_of_the_slag() -> None:
    slag = scores()["cn-materials/vanadium-slag"]
    assert slag == pytest.approx(1.32 / 0.1226 * 1700 + 0.54 / 0.1226 * 1000 * GRID, rel=1e-12)
    with_iron, without = scores()["cn-materials/vanadium-pentoxide"], scores()["cn-materials/vanadium-pentoxide-slag-free"]
    assert with_iron - without == pytest.approx(1.35 * slag, rel=1e-12)
    soda = exchanges("cn-materials", "vanadium-pentoxide")["soda-ash"]
    assert exchanges("cn-materials", "vanadium-pentoxide")["carbon dioxide, fossil"] == pytest.approx(soda * 44.01 / 105.99, rel=0.05)


def test_fertiliser_by_product_is_its_nutrients() -> None:
    found = scores()
    assert found["cn-agriculture/urea-fertiliser"] == pytest.approx(0.46 * 7.76, rel=1e-12)
    assert found["cn-agriculture/compound-fertiliser"] == pytest.approx(0.15 * (7.76 + 2.33 + 0.66) + 0.05 * GRID, rel=1e-12)
    assert found["cn-agriculture/diesel-field-work"] == pytest.approx(42.652 * 0.0202 * 44 / 12 + 0.65086, rel=1e-12)
    assert found["cn-agriculture/diesel-field-work"] == pytest.approx(found["cn-utilities/diesel-engine"], rel=1e-12)


def test_supplies_of_liquid_fuels_are_of_one_size() -> None:
    supplies = {code: per_kilogram(f"cn-fuels/upstream/{code}") for code in ("diesel", "gasoline", "kerosene", "fuel-oil")}
    assert max(supplies.values()) / min(supplies.values()) < 1.15
    assert 0.2 < per_kilogram("cn-fuels/upstream/lpg") < 0.5 < per_kilogram("cn-fuels/upstream/lng") < 1


def test_packaging_is_above_its_material() -> None:
    found = scores()
    assert found["cn-packaging/pe-film"] == pytest.approx(1.02 * found["uslci-cn/polyethylene-ldpe"] + 0.6 * GRID, rel=1e-12)
    assert found["cn-packaging/wooden-pallet"] == pytest.approx(22 * 0.26950416 + 0.4 * 2.375 + 1.5 * GRID, rel=1e-12)
    assert per_kilogram("cn-packaging/glass-bottle-recycled") < per_kilogram("cn-packaging/glass-bottle")
    assert found["cn-packaging/aluminium-can"] < found["cn-materials/aluminium-primary"] / 1000


@pytest.mark.parametrize("package", EXTENSIONS)
def test_every_footprint_is_positive_and_none_is_beyond_what_such_goods_have(package: str) -> None:
    for code, row in processes(package).items():
        score = scores()[f"{package}/{code}"]
        assert score > 0, code
        if row["unit"] in ("kg", "t"):
            assert per_kilogram(f"{package}/{code}") < 32, code


def test_minerals_are_cheap_and_furnaces_are_not() -> None:
    for code in (
        "sand",
        "clay",
        "gravel",
        "sandstone",
        "gypsum",
        "quartz-sand",
        "feldspar",
        "limestone-powder",
        "sea-salt",
        "steel-scrap-sorted",
    ):
        assert per_kilogram(f"cn-materials/{code}") < 0.06, code
    for code in ("pig-iron", "quicklime", "soda-ash", "flat-glass"):
        assert 1 < per_kilogram(f"cn-materials/{code}") < 3, code
