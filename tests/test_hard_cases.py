"""Cases that once gave a wrong number, each with its answer by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import footprint as fp
from footprint.engine import check_structure, prove, solve
from footprint.engine.errors import IllConditionedLoop
from footprint.errors import ProblemsFound
from footprint.inventory import shipped_folder
from footprint.model import read_text
from systems import make_system

CO2 = "carbon dioxide, fossil"
EMITS = 'emissions: {co2: {flow: "carbon dioxide, fossil", amount: 80 kg}}'
GRID = "cn-electricity/national-average-2024"


def text(works: str, flow: str = "main", declared: str = "1 t", flows: str = "{}") -> str:
    return f"""footprint: product-model/1
product: {{name: Product, flow: {flow}, declared_unit: {declared}}}
period: {{start: 2024-01-01, end: 2024-12-31}}
inventories: {{cn-electricity: "2024.1"}}
flows: {flows}
processes:
  works:
    {works}
"""


def value(model: str) -> float:
    return fp.calculate(read_text(model)).value


def codes(model: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        value(model)
    return [finding.code for finding in caught.value.findings if finding.severity == "error"]


def test_avoided_products_count_only_with_substitution() -> None:
    credit = f"avoided: {{power: {{amount: 100 kWh, from: {GRID}}}}}"
    by_mass = f"outputs: {{main: 4 t, power: 1 t}}\n    allocation: {{by: mass, why: test, {credit}}}\n    {EMITS}"
    assert value(text(by_mass)) == pytest.approx(64 / 4)
    assert value(text(by_mass, flow="power")) == pytest.approx(16)
    substituted = (
        f"outputs: {{main: 4 t, power: 100 kWh}}\n    allocation: {{by: substitution, main: main, why: test, {credit}}}\n    {EMITS}"
    )
    assert value(text(substituted)) == pytest.approx((80 - 57.77) / 4)


def test_the_product_that_substitution_gives_away_has_no_footprint() -> None:
    credit = f"avoided: {{power: {{amount: 100 kWh, from: {GRID}}}}}"
    works = f"outputs: {{main: 4 t, power: 100 kWh}}\n    allocation: {{by: substitution, main: main, why: test, {credit}}}\n    {EMITS}"
    assert codes(text(works, flow="power", declared="1 kWh")) == ["S205"]


def test_prices_that_are_all_zero_are_refused() -> None:
    key = "allocation: {by: economic, why: test, prices: {main: 0 CNY/t, side: 0 CNY/t}}"
    works = f"outputs: {{main: 1 t, side: 1 t}}\n    {key}\n    {EMITS}"
    assert "S206" in codes(text(works))


def test_a_property_of_another_flow_does_not_leak_through_the_name_of_the_exchange() -> None:
    flows = "{power: {lower_heating_value: 40 MJ/kg, source: test}, other: {density: 1 kg/L, source: test}}"
    works = f"outputs: {{main: 1 t}}\n    inputs: {{power: {{product: other, amount: 9 kg, from: {GRID}}}}}"
    assert codes(text(works, flows=flows)) == ["S103"]


def test_an_uptake_shared_by_price_needs_the_carbon_of_the_products() -> None:
    removal = 'removals: {air: {flow: "carbon dioxide, uptake", amount: 100 kg}}'
    works = f"outputs: {{main: 1 t, side: 1 t}}\n    allocation: {{by: mass, why: test}}\n    {EMITS}\n    {removal}"
    assert codes(text(works)) == ["S204"]


@pytest.mark.parametrize("unit", ["g CO2e", "t CO2e"])
def test_a_method_that_counts_in_grams_or_tonnes_gives_kilograms_all_the_same(unit: str, tmp_path: Path) -> None:
    shutil.copytree(shipped_folder("inventories") / "methods" / "ipcc-ar6-gwp100", tmp_path / "methods" / "own")
    path = tmp_path / "methods" / "own" / "datapackage.json"
    about = json.loads(path.read_text())
    about["name"] = "own"
    for category in about["categories"]:
        category["unit"] = unit
    path.write_text(json.dumps(about))
    model = text(f"outputs: {{main: 1 t}}\n    {EMITS}").replace("inventories:", "method: own\ninventories:")
    assert fp.calculate(read_text(model), inventories=[tmp_path]).value == pytest.approx(80.0)


@pytest.mark.parametrize("used", ["0.9999999999 t", "0.999999999999999 t"])
def test_a_process_that_eats_nearly_all_it_makes_is_refused(used: str) -> None:
    works = f"outputs: {{main: 1 t}}\n    inputs: {{own: {{product: main, amount: {used}}}}}\n    {EMITS}"
    with pytest.raises(IllConditionedLoop) as caught:
        value(text(works))
    assert caught.value.values["exchanges"] == ["works/inputs/own"]


def test_the_numerical_error_knows_what_cancelled_on_the_diagonal() -> None:
    system = make_system([1.0], {(0, 0): 1 - 1e-7}, {(CO2, 0): 80.0})
    check_structure(system)
    solution = solve(system)
    exact = 80.0 / (1 - (1 - 1e-7))
    assert abs(solution.total - exact) <= prove(system, solution).numerical_error


def test_a_product_whose_emissions_and_removals_balance_has_a_footprint_of_nothing() -> None:
    flows = 'co2: {flow: "carbon dioxide, fossil", amount: 2.2 kg}, luc: {flow: "carbon dioxide, land use change", amount: 2.2 kg}'
    more = 'more: {flow: "carbon dioxide, fossil", amount: 6.5 kg}'
    removal = 'removals: {stored: {flow: "carbon dioxide, removal", amount: 10.9 kg}}'
    result = fp.calculate(read_text(text(f"outputs: {{main: 3 t}}\n    emissions: {{{flows}, {more}}}\n    {removal}")))
    assert abs(result.value) <= result.numerical_error < 1e-12
