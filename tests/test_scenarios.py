"""The scenario kernel gives in every row what a single calculation by Brightway gives, and fails where that fails."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from footprint.engine.background import intensities
from footprint.engine.scenarios import Kernel, Scores, Template, check_rows, compile_template, score
from footprint.engine.scenarios.errors import ScenarioNameUnknown, ScenariosDisagree, ScenarioUnit
from footprint.model import read, read_text
from footprint.units import Amount, parse_unit
from scenario_models import HEAD, codes_of, kernel_of, library, random_rows, scenario_models, singly
from shared import REPOSITORY

Values = dict[str, NDArray[np.float64]]
RUN = settings(max_examples=25, phases=(Phase.explicit, Phase.generate))
# Where numbers overflow a single calculation may notice it in the amounts or not before it compares two answers.
OVERFLOW = {"E107": "E105"}
SHIPPED = ("pet", "refined-oil", "kelp", "chp", "scallop", "vrfb")


def assert_rows_agree(template: Template, values: Values, scores: Scores) -> int:
    """Compare every row with a calculation of its own; give the number of rows that succeeded."""
    good = 0
    for row in range(len(scores)):
        single = singly(template, values, row)
        assert {OVERFLOW.get(code, code) for code in codes_of(scores, row)} == {OVERFLOW.get(code, code) for code in single.codes}
        assert bool(scores.failed[row]) == (single.result is None)
        if single.result is None:
            continue
        good += 1
        result = single.result
        proof = result.calculation.proof
        tolerance = max(1e-9 * proof.scale, proof.numerical_error)
        assert abs(scores.total[row] - result.value) <= tolerance
        assert scores.scale[row] >= proof.scale * (1 - 1e-9)
        assert abs(scores.total[row] - result.value) <= scores.numerical_error[row] + proof.numerical_error
        for name, value in {**result.categories, **result.of_which}.items():
            unknown = name in scores.unknown and bool(scores.unknown[name][row])
            assert unknown == (value is None)
            assert value is None or abs(scores.categories[name][row] - value) <= 1e-9 * scores.scale[row]
        for name, value in result.sums.items():
            assert (name in scores.sums) == (value is not None)
            assert value is None or abs(scores.sums[name][row] - value) <= 1e-9 * scores.scale[row]
    return good


@RUN
@given(scenario_models(), st.integers(0, 10**6))
def test_every_row_of_a_random_model_is_what_brightway_gives_for_it(text: str, seed: int) -> None:
    template, kernel = kernel_of(text)
    values = random_rows(template, seed, 3)
    assert_rows_agree(template, values, kernel.score(values, rows=3))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_models_give_the_same_row_by_row(name: str) -> None:
    template = compile_template(read(REPOSITORY / "product_models" / f"{name}.yaml"), library())
    kernel = Kernel(template, intensities(template.system))
    values = random_rows(template, 1, 2, 0.01)
    assert_rows_agree(template, values, kernel.score(values, rows=2))


@pytest.mark.parametrize("path", sorted((REPOSITORY / "tests" / "models").glob("allocation-*.yaml")), ids=lambda path: path.stem)
def test_every_key_of_allocation_varies_as_it_does_for_one_model(path: Path) -> None:
    template = compile_template(read(path), library())
    values = random_rows(template, 2, 3)
    assert_rows_agree(template, values, score(template, values, intensities(template.system), rows=3))


@RUN
@given(scenario_models(), st.integers(0, 10**6))
def test_entries_of_a_template_are_the_matrices_of_the_model_with_the_same_values(text: str, seed: int) -> None:
    template = compile_template(read_text(text), library())
    values = random_rows(template, seed, 1)
    single = singly(template, values, 0)
    if single.result is None:
        return
    system = single.result.calculation.system
    amounts = template.amounts({name: float(array[0]) for name, array in values.items()})
    shares = template.share_values(amounts)
    found = {"A": np.zeros(len(system.technosphere[2])), "B": np.zeros(len(system.biosphere[2]))}
    for entry in template.entries:
        if entry.matrix in found:
            found[entry.matrix][entry.number] += template.entry_value(entry, amounts, shares)
    own = np.flatnonzero(system.technosphere[1] < template.foreground)
    assert found["A"][own] == pytest.approx(system.technosphere[2][own], rel=1e-12)
    emitted = np.flatnonzero(system.biosphere[1] < template.foreground)
    assert found["B"][emitted] == pytest.approx(system.biosphere[2][emitted], rel=1e-9, abs=1e-9)


RICH = (
    HEAD
    + """
flows:
  f1: {biogenic_carbon_content: 0.4 kg/kg, source: a test}
  g1: {biogenic_carbon_content: 0.2 kg/kg, source: a test}
parameters:
  rate: 0.5 kg/kg
  yield: {value: 0.9 kg/kg, uncertainty: {kind: triangular, min: 0.5 kg/kg, max: 1 kg/kg}}
  power: 2 kg/kg
  half: "= rate / yield"
processes:
  p0:
    outputs: {f0: 1 t}
    inputs:
      f0: 10 kg
      f1: "= 1 t * half"
      f2: 100 kg
      mixed: {product: m, amount: 3 kg}
      bought: {amount: "1 GJ", from: textbook/boiler-heat}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: "= 1 kg * log(power) / (rate - 0.2)"}
  p1:
    outputs: {f1: 1 t, g1: 0.5 t}
    allocation: {by: economic, why: a test, prices: {f1: 3 CNY/kg, g1: 1 CNY/kg}}
    inputs: {f2: 20 kg}
    removals: {air: {flow: "carbon dioxide, uptake", amount: 900 kg}}
  p2:
    outputs: {f2: 1 t, g2: 1 t}
    allocation: {by: shares, why: a test, shares: {f2: 50 %, g2: 50 %}}
    inputs: {f1: 10 kg}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: "= 10 kg * max(1, 1 / (1 / power))"}
  p3:
    kind: mix
    outputs: {m: 1 kg}
    inputs: {one: {product: f1, amount: 0.4 kg}, two: {product: f2, amount: 0.6 kg}}
"""
)
BAD = {
    "rate": [0.2, 0.1, -1.0, 1e300, 1e-320, 0.0, 60.0],
    "yield": [0.0, -0.1, 0.49, 1.01, 0.5, 1e-300],
    "power": [0.0, -1.0, 1e308, 1.0],
    "half": [0.0, -1.0, 40.0],
    "p0/outputs/f0": [0.0, -5.0, 10.0, 9.0, 10.5],
    "p0/inputs/f0": [1000.0, 999.9999999, 2000.0, 999.9999],
    "p0/inputs/bought": [-1.0, 0.0],
    "p1/inputs/f2": [-1.0, 1e5, 5e7],
    "p1/allocation/prices/f1": [0.0, -1.0],
    "p2/allocation/shares/f2": [0.4, -0.5, 1.5, 0.5 + 1e-12],
    "p2/inputs/f1": [4e5, 1e6, 1e9],
    "p3/inputs/one": [0.5, 0.4 + 1e-12, -0.4],
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_value_fails_its_own_row_with_the_findings_of_a_single_calculation(name: str) -> None:
    template, kernel = kernel_of(RICH)
    base = (template.evaluated.amounts if "/" in name else template.evaluated.parameters)[name].base
    values = {name: np.array([base, *BAD[name], base])}
    scores = kernel.score(values)
    assert not scores.failed[0]
    assert scores.total[-1] == pytest.approx(scores.total[0], rel=1e-15)
    assert_rows_agree(template, values, scores)


@settings(max_examples=20, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_several_bad_values_fail_rows_with_the_same_findings(data: st.DataObject) -> None:
    template, kernel = kernel_of(RICH)
    names = data.draw(st.lists(st.sampled_from(sorted(BAD)), min_size=2, max_size=4, unique=True))
    values = {}
    for name in names:
        base = (template.evaluated.amounts if "/" in name else template.evaluated.parameters)[name].base
        values[name] = np.array(data.draw(st.lists(st.sampled_from([base, base, *BAD[name]]), min_size=4, max_size=4)))
    assert_rows_agree(template, values, kernel.score(values))


def test_a_parameter_that_is_given_hides_no_error_of_its_own_formula() -> None:
    template, kernel = kernel_of(RICH)
    values = {"half": np.array([0.5, 0.5]), "yield": np.array([0.9, 0.0])}
    assert assert_rows_agree(template, values, kernel.score(values)) == 1


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_fails_its_row_and_no_other(value: float) -> None:
    template, kernel = kernel_of(RICH)
    scores = kernel.score({"rate": np.array([0.5, value, 0.6])})
    assert list(scores.failed) == [False, True, False]
    assert codes_of(scores, 1) == {"E301"}
    assert np.isnan(scores.total[1])
    assert scores.total[0] == pytest.approx(score(template, {}, intensities(template.system), rows=1).total[0], rel=1e-15)


LOOP = (
    HEAD
    + """
parameters: {ra: 0.5 kg/kg, rb: 0.5 kg/kg, rc: 0 kg/kg}
processes:
  p0: {outputs: {f0: 1 t}, inputs: {f1: "= 1 t * ra", f2: 1 kg}, emissions: {co2: {flow: "carbon dioxide, fossil", amount: 3 kg}}}
  p1: {outputs: {f1: 2 t}, inputs: {f0: "= 2 t * rb", f2: "= 2 t * rc"}, emissions: {co2: {flow: "carbon dioxide, fossil", amount: 6 kg}}}
  p2: {outputs: {f2: 1 t}, inputs: {f1: "= 1 t * rc", f2: "= 1 t * rc / 2"}}
"""
)


def test_loops_are_solved_where_they_lose_and_refused_where_they_gain() -> None:
    template, kernel = kernel_of(LOOP)
    a = np.array([0.5, 0.0, 1.0, 1.0, 1.0, 1.0, 2.0, 0.9, 0.3, 0.0, 0.2, 1.9, 1.9999999999])
    b = np.array([0.5, 0.7, 0.999, 1.0, 1 - 1e-10, 1 - 1e-6, 3.0, 1.1, 0.3, 0.0, 0.2, 0.1, 0.0])
    c = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.9, 1.5, 0.999, 1.9999999999])
    good = assert_rows_agree(template, {"ra": a, "rb": b, "rc": c}, kernel.score({"ra": a, "rb": b, "rc": c}))
    assert good >= 6


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(st.lists(st.tuples(st.floats(0, 1.2), st.floats(0, 1.2), st.floats(0, 1.2)), min_size=4, max_size=4))
def test_random_loops_agree_with_single_calculations(rows: list[tuple[float, float, float]]) -> None:
    template, kernel = kernel_of(LOOP)
    values = {name: np.array(column) for name, column in zip(("ra", "rb", "rc"), zip(*rows, strict=True), strict=True)}
    assert_rows_agree(template, values, kernel.score(values))


def test_a_loop_of_two_has_its_answer_in_closed_form() -> None:
    _, kernel = kernel_of(LOOP)
    a, b = np.meshgrid(np.linspace(0, 0.99, 40), np.linspace(0, 1, 40))
    a, b = a.ravel(), b.ravel()
    # Per tonne of f0: x0 (1 - a b) = 1, and half of that many runs of p1 for every a; f2 costs nothing.
    expected = (3 + 6 * a / 2) / (1 - a * b)
    assert kernel.score({"ra": a, "rb": b}).total == pytest.approx(expected, rel=1e-12)


def test_rows_do_not_depend_on_how_many_are_scored_together() -> None:
    template, kernel = kernel_of(RICH)
    values = random_rows(template, 3, 40_000, 0.02)
    together = kernel.score(values)
    for part in (slice(0, 7), slice(16_380, 16_390), slice(39_999, 40_000)):
        alone = kernel.score({name: array[part] for name, array in values.items()})
        assert np.array_equal(alone.failed, together.failed[part])
        assert alone.total == pytest.approx(together.total[part], rel=1e-14, nan_ok=True)


def test_one_percent_of_bad_rows_leaves_the_others_as_they_are() -> None:
    template, kernel = kernel_of(RICH)
    values = random_rows(template, 4, 20_000, 0.01)
    clean = kernel.score(values)
    spoiled = {**values, "rate": values["rate"].copy()}
    bad = np.arange(0, 20_000, 100)
    spoiled["rate"][bad[::2]], spoiled["rate"][bad[1::2]] = np.nan, -3.0
    scores = kernel.score(spoiled)
    assert set(np.flatnonzero(scores.failed & ~clean.failed)) <= set(bad)
    others = ~scores.failed
    assert scores.total[others] == pytest.approx(clean.total[others], rel=1e-14)
    assert sorted(set(np.concatenate([failure.rows for failure in scores.failures]))) == list(np.flatnonzero(scores.failed))


def test_numbers_may_stand_in_for_arrays() -> None:
    _, kernel = kernel_of(RICH)
    rate = np.array([0.4, 0.5])
    mixed = kernel.score({"rate": rate, "power": 3.0})
    assert mixed.total == pytest.approx(kernel.score({"rate": rate, "power": np.full(2, 3.0)}).total, rel=1e-15)
    assert len(kernel.score({}, rows=5)) == 5


def test_a_kernel_can_be_sent_to_another_process() -> None:
    template, kernel = kernel_of(RICH)
    values = random_rows(template, 5, 50, 0.01)
    content = pickle.dumps(kernel)
    assert len(content) < 100_000
    assert np.array_equal(pickle.loads(content).score(values).total, kernel.score(values).total, equal_nan=True)


def test_units_of_columns_are_brought_to_base_units_or_refused() -> None:
    _, kernel = kernel_of(RICH)
    assert kernel.factor("p0/inputs/f2", parse_unit("t")) == 1000.0
    assert kernel.factor("rate", parse_unit("%")) == 0.01
    with pytest.raises(ScenarioUnit) as caught:
        kernel.factor("rate", parse_unit("kg"))
    assert caught.value.values["found"] == "mass"
    with pytest.raises(ScenarioNameUnknown) as unknown:
        kernel.score({"rat": np.ones(1)})
    assert unknown.value.values["suggestions"] == ["rate"]


def test_rows_are_recomputed_by_brightway_and_a_forged_score_is_found() -> None:
    template, kernel = kernel_of(RICH)
    values = {"rate": np.array([0.5, 0.6, 0.1])}
    scores = kernel.score(values)
    checks = check_rows(template, library(), values, scores, [0, 1, 2])
    assert checks[0].brightway == pytest.approx(checks[0].kernel, rel=1e-12)
    assert checks[2].codes == ("M204",)
    for forged in (
        replace(scores, sums={**scores.sums, "excl_uptake": scores.sums["excl_uptake"] * (1 + 1e-7)}),
        replace(scores, categories={**scores.categories, "uptake": scores.categories["uptake"] + 1e-3}),
        replace(scores, failed=np.array([True, False, True])),
        replace(scores, failed=np.array([False, False, False])),
    ):
        with pytest.raises(ScenariosDisagree):
            check_rows(template, library(), values, forged, [0, 2])


def test_overrides_of_a_template_hold_in_all_its_rows() -> None:
    model = read_text(RICH)
    template = compile_template(model, library(), {"power": Amount(3.0, parse_unit("kg/kg"))})
    values = {"rate": np.array([0.5])}
    scores = score(template, values, intensities(template.system))
    both = Kernel(compile_template(model, library()), intensities(template.system)).score({**values, "power": np.array([3.0])})
    assert scores.total == pytest.approx(both.total, rel=1e-14)
    assert check_rows(template, library(), values, scores, [0])[0].kernel == scores.total[0]


CREDITED = """footprint: product-model/1
product: {name: Product, flow: f0, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {cn-electricity: "2024.1", textbook: "1"}
parameters: {bought: 100 kWh, sold: 100 kWh}
processes:
  p0:
    outputs: {f0: 1 t, power: 1 kWh}
    allocation:
      by: substitution
      why: a test
      main: f0
      avoided: {power: {amount: "= sold", from: cn-electricity/national-average-2024}}
    inputs:
      power-in: {amount: "= bought", from: cn-electricity/national-average-2024}
      heat: {amount: 1 GJ, from: textbook/boiler-heat}
    emissions: {ch4: {flow: "methane, biogenic", amount: 1 g}}
"""


def test_credits_that_cancel_an_input_leave_no_unknown_behind() -> None:
    template, kernel = kernel_of(CREDITED)
    kilowatt_hour = 3.6e6
    values = {"bought": np.array([100.0, 100.0, 0.0, 50.0]) * kilowatt_hour, "sold": np.array([100.0, 40.0, 0.0, 80.0]) * kilowatt_hour}
    scores = kernel.score(values)
    assert assert_rows_agree(template, values, scores) == 4
    assert list(scores.unknown["uptake"]) == [False, True, False, True]
