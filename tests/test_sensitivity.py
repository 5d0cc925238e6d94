"""Exact sensitivities against differences of whole calculations, on loops, shares, carbon balances, formulas and shipped models."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import footprint as fp
from footprint.errors import ProblemsFound
from footprint.insight.dependence.errors import DependenceDisagrees, UnknownSum
from footprint.insight.sensitivity import (
    Sensitivity,
    entry_sensitivities,
    factor_sensitivities,
    sensitivities,
    sensitivity,
)
from footprint.model import ProductModel, read_text
from footprint.units import Amount, parse_amount, parse_unit
from shared import REPOSITORY

EXAMPLES = Path(__file__).parent / "models"
HEAD = "footprint: product-model/1\nperiod: {start: 2024-01-01, end: 2024-12-31}\n"

RICH = (
    HEAD
    + """
product: {name: Board, flow: board, declared_unit: 2 item, mass_per_declared_unit: 30 kg}
inventories: {cn-electricity: "2024.1", cn-transport: "2024.1"}
flows:
  board: {biogenic_carbon_content: 0.4 kg/kg, source: test}
  dust: {biogenic_carbon_content: 0.45 kg/kg, lower_heating_value: 16 MJ/kg, source: test}
parameters:
  wood_rate: {value: 1.3 kg/kg, uncertainty: {kind: lognormal, gsd2: 1.1}}
  moisture: 12 %
  effort: "= (1 + moisture)**1.5 / sqrt(wood_rate) + log(wood_rate)"
  least: "= max(0.8 * wood_rate, 1 kg/kg)"
  distance: 150 km
processes:
  sawing:
    outputs: {board: "= 900 kg * exp(-moisture)", dust: 80 kg}
    allocation: {by: economic, why: test, prices: {board: "= 2 CNY/kg * wood_rate", dust: 0.3 CNY/kg}}
    inputs:
      wood: {amount: "= 1 t * wood_rate * least / (1 kg/kg)", product: wood}
      power: {amount: "= 100 kWh * effort", from: cn-electricity/national-average-2024}
      haul: {amount: "= 1 t * wood_rate * distance", from: cn-transport/road-heavy-diesel}
      heat: 700 MJ
      glue: {amount: 3 kg, declared: 2.5 kg CO2e/kg, source: test}
    emissions: {n2o: {flow: "nitrous oxide", amount: 3 g}}
  forest:
    outputs: {wood: 1 t}
    inputs: {dust: {amount: 30 kg, product: dust}}
    removals: {uptake: {flow: "carbon dioxide, uptake", amount: 1.7 t}}
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: 11 kg}}
  boiler:
    outputs: {heat: 3000 MJ}
    inputs: {wood: {amount: 90 kg, product: wood}, power: {amount: 5 kWh, from: cn-electricity/national-average-2024}}
    emissions: {methane: {flow: "methane, biogenic", amount: 40 g}}
"""
)


def result_of(text: str, **named: Any) -> fp.Footprint:
    return fp.calculate(read_text(text), **named)


@functools.cache
def rich() -> fp.Footprint:
    return result_of(RICH)


def derivative(model: ProductModel, found: Sensitivity, sum_name: str, inventories: Sequence[Path] = ()) -> float:
    """Differentiate whole calculations by a parameter or an exchange, with two step widths (Richardson)."""
    unit = parse_unit(found.unit)

    def at(value: float) -> float:
        answer = fp.calculate(model, inventories, overrides={found.name: Amount(value, unit)}).sums[sum_name]
        assert answer is not None
        return answer

    def central(step: float) -> float:
        return (at(found.value + step) - at(found.value - step)) / (2 * step)

    step = 2e-3 * abs(found.value)
    return (4 * central(step / 2) - central(step)) / 3


def agrees(result: fp.Footprint, found: Sensitivity, expected: float) -> bool:
    scale = result.calculation.proof.scale / abs(found.value)
    return abs(found.derivative - expected) <= 1e-6 * max(abs(expected), 1e-3 * scale)


@pytest.mark.parametrize("sum_name", ["excl_uptake", "iso_net"])
def test_every_parameter_and_every_amount_of_a_model_with_everything_has_the_derivative_of_differences(sum_name: str) -> None:
    result = rich()
    checked = 0
    for found in sensitivities(result, sum=sum_name):
        if found.kind in ("parameter", "amount"):
            assert agrees(result, found, derivative(result.model, found, sum_name)), found
            checked += 1
    assert checked == 23


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("flows/board/biogenic_carbon_content", "biogenic_carbon_content: 0.4 kg/kg", "biogenic_carbon_content: {} kg/kg"),
        ("flows/dust/biogenic_carbon_content", "biogenic_carbon_content: 0.45 kg/kg", "biogenic_carbon_content: {} kg/kg"),
        ("product/mass_per_declared_unit", "mass_per_declared_unit: 30 kg", "mass_per_declared_unit: {} kg"),
        ("factor:declared:sawing/inputs/glue", "declared: 2.5 kg CO2e/kg", "declared: {} kg CO2e/kg"),
    ],
)
@pytest.mark.parametrize("sum_name", ["excl_uptake", "incl_uptake", "iso_net"])
def test_properties_and_factors_that_the_model_states_do_too(name: str, old: str, new: str, sum_name: str) -> None:
    result = rich()
    found = next(entry for entry in sensitivities(result, sum=sum_name) if entry.name == name)
    sums = []
    for step in (1 - 1e-4, 1 + 1e-4):
        answer = result_of(RICH.replace(old, new.format(found.value * step))).sums[sum_name]
        assert answer is not None
        sums.append(answer)
    assert agrees(result, found, (sums[1] - sums[0]) / (2e-4 * found.value)), found


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("allocation-*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("sum_name", ["excl_uptake", "iso_net"])
def test_every_rule_of_allocation_is_differentiated(path: Path, sum_name: str) -> None:
    inventories = [EXAMPLES / "packages"] if "substitution" in path.stem else []
    result = fp.calculate(path, inventories)
    for found in sensitivities(result, sum=sum_name):
        if found.kind in ("parameter", "amount") and found.value and "/shares/" not in found.name:
            assert agrees(result, found, derivative(result.model, found, sum_name, inventories)), found


def test_stated_shares_move_the_result_together() -> None:
    result = fp.calculate(EXAMPLES / "allocation-shares.yaml")
    shares = [entry for entry in sensitivities(result) if "/shares/" in entry.name]
    assert len(shares) >= 2
    first, second = shares[0], shares[1]
    moved = {first.name: first.value + 0.01, second.name: second.value - 0.01}
    sums = fp.calculate(result.model, overrides={name: Amount(value, parse_unit(first.unit)) for name, value in moved.items()})
    assert sums.value - result.value == pytest.approx(0.01 * (first.derivative - second.derivative), rel=1e-9)


SHIPPED = ("chp", "pet", "beer", "refined-oil", "apple", "cement")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_models_have_the_derivatives_of_differences(name: str) -> None:
    result = fp.calculate(REPOSITORY / "product_models" / f"{name}.yaml")
    found = [entry for entry in sensitivities(result, sum="iso_net") if entry.kind in ("parameter", "amount") and entry.value]
    checked = 0
    for entry in random.Random(name).sample(found, len(found)):
        if entry.kinks:
            continue
        try:
            expected = derivative(result.model, entry, "iso_net")
        except ProblemsFound:  # a rule of the model, such as the sum of a mix, forbids to move this alone
            continue
        assert agrees(result, entry, expected), entry
        checked += 1
        if checked == 4:
            break
    assert checked == 4


@st.composite
def loops(draw: st.DrawFn) -> str:
    """Draw a model of two to five processes in loops that lose, with parameters in its amounts."""
    size = draw(st.integers(2, 5))
    lines = [HEAD, "product: {name: P, flow: f0, declared_unit: 1 kg}", "parameters:", "  p: 0.7 kg", "  q: 140 %", "processes:"]
    for user in range(size):
        providers = draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=3, unique=True))
        form = draw(st.sampled_from(["{:.3f} kg", '"= {:.3f} * p * q"', '"= {:.3f} kg / q"', '"= min({:.3f} * p, 5 kg) * sqrt(q)"']))
        inputs = ", ".join(
            f"i{other}: {{product: f{other}, amount: {form.format(draw(st.floats(0.05, 0.25)))}}}" for other in providers if other != user
        )
        emitted = draw(st.floats(0.1, 3))
        lines.append(f"  p{user}:\n    outputs: {{f{user}: {draw(st.floats(0.9, 2)):.3f} kg}}\n    inputs: {{{inputs}}}")
        lines.append(f'    emissions: {{co2: {{flow: "carbon dioxide, fossil", amount: "= {emitted:.3f} * p**2 / (1 kg)"}}}}')
    return "\n".join(lines)


@settings(max_examples=8, deadline=None)
@given(loops(), st.randoms(use_true_random=False))
def test_loops_are_differentiated_exactly(text: str, chance: random.Random) -> None:
    result = result_of(text)
    found = [entry for entry in sensitivities(result) if entry.derivative]
    for entry in [*chance.sample(found, min(len(found), 3)), *(entry for entry in found if entry.kind == "parameter")]:
        assert agrees(result, entry, derivative(result.model, entry, "excl_uptake")), entry


def test_entries_of_the_matrices_have_the_derivatives_of_a_dense_solution() -> None:
    result = fp.calculate(REPOSITORY / "product_models" / "cement.yaml")
    calculation = result.calculation
    system = calculation.system
    a, b, c = system.a.toarray(), system.b.toarray(), system.characterisation(system.headline)
    index = {key: number for number, key in enumerate(system.activities)}
    rows = {flow: number for number, flow in enumerate(system.flows)}

    def score(a: Any, b: Any, c: Any) -> float:
        return float(c @ (b @ np.linalg.solve(a, system.f)))

    entries = entry_sensitivities(calculation)
    assert len(entries) == len(system.technosphere[0]) + len(system.biosphere[0])
    for entry in random.Random(1).sample(entries, min(len(entries), 40)):
        moved_a, moved_b = a.copy(), b.copy()
        step = 1e-5 * (abs(entry.amount) or 1.0)
        column = index[entry.activity]
        if entry.kind == "elementary":
            moved_b[rows[entry.other], column] += step
        else:
            moved_a[index[entry.other], column] += step if entry.kind == "output" else -step
        expected = (score(moved_a, moved_b, c) - score(a, b, c)) / step
        assert entry.derivative == pytest.approx(expected, rel=2e-3, abs=1e-6 * abs(result.value / step))
        assert entry.elasticity == pytest.approx(entry.amount * entry.derivative / result.value)
    for number, factor in enumerate(factor_sensitivities(calculation)):
        moved_c = c.copy()
        moved_c[number] += 1.0
        assert factor.derivative == pytest.approx(score(a, b, moved_c) - score(a, b, c), rel=1e-6, abs=1e-9)


def test_elasticities_obey_the_laws_of_scaling() -> None:
    result = rich()
    entries = entry_sensitivities(result.calculation)
    by_kind = {kind: sum(entry.elasticity or 0.0 for entry in entries if entry.kind == kind) for kind in ("input", "output", "elementary")}
    # The score is of degree 1 in the emissions, of degree −1 in A, and of degree 1 in the factors.
    assert by_kind["elementary"] == pytest.approx(1.0)
    assert by_kind["output"] + by_kind["input"] == pytest.approx(-1.0)
    assert sum(factor.elasticity or 0.0 for factor in factor_sensitivities(result.calculation)) == pytest.approx(1.0)


def test_a_kink_is_named() -> None:
    text = RICH.replace("max(0.8 * wood_rate, 1 kg/kg)", "max(0.8 * wood_rate, 1.04 kg/kg)")
    found = {entry.name: entry for entry in sensitivities(result_of(text))}
    assert found["wood_rate"].kinks == ("max(0.8 * wood_rate, 1.04 kg/kg)",)
    assert found["distance"].kinks == ()
    assert all(entry.kinks == () for entry in sensitivities(rich()))


def test_the_table_has_the_most_influential_first_and_leaves_nothing_out() -> None:
    table = sensitivity(rich())
    assert list(table.columns) == ["name", "kind", "value", "unit", "derivative", "elasticity", "formula", "kinks"]
    sizes = table["elasticity"].abs().to_list()
    assert sizes == sorted(sizes, reverse=True)
    assert set(rich().model.parameters) <= set(table["name"])
    assert {exchange for exchange, *_ in rich().model.exchanges()} <= set(table["name"])
    assert table.set_index("name").loc["factor:cn-electricity/national-average-2024", "unit"] == "kg CO2e/kWh"


def test_overrides_of_the_calculation_must_be_given_again() -> None:
    overrides = {"wood_rate": parse_amount("1.9 kg/kg"), "effort": parse_amount("3 kg/kg"), "forest/emissions/co2": parse_amount("20 kg")}
    result = result_of(RICH, overrides=overrides)
    found = {entry.name: entry for entry in sensitivities(result, overrides=overrides)}
    assert found["wood_rate"].value == 1.9
    assert not found["effort"].formula
    with pytest.raises(DependenceDisagrees) as caught:
        sensitivities(result)
    assert caught.value.values["exchange"]


def test_a_sum_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownSum):
        sensitivities(rich(), sum="everything")
    without = result_of(
        RICH.replace("biogenic_carbon_content: 0.4 kg/kg, ", "")
        .replace("biogenic_carbon_content: 0.45 kg/kg, ", "")
        .replace('    removals: {uptake: {flow: "carbon dioxide, uptake", amount: 1.7 t}}\n', "")
    )
    with pytest.raises(UnknownSum):
        sensitivities(without, sum="incl_uptake")
