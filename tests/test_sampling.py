"""Sampling plans: whatever the unseen inputs are within their ranges, the result stays within the bound."""

from __future__ import annotations

import csv
import functools
import io
import itertools
import json
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import footprint as fp
from footprint.errors import ProblemsFound
from footprint.insight.dependence import Foreground, foreground_of
from footprint.units import Amount, parse_unit
from footprint.units.interval import Interval
from footprint.verification.sampling import KINDS, SamplingPlan, sampling_plan
from footprint.verification.sampling.affine_system import affine_total
from footprint.verification.sampling.enclosure import Enclosure, score
from footprint.verification.sampling.errors import BadCoverage, BadFloor, BadMateriality, FloorRewardsSilence
from shared import REPOSITORY
from test_sensitivity import HEAD, RICH, loops, result_of

EQUAL = dict.fromkeys(KINDS, 0.2)


@functools.cache
def shipped(name: str) -> fp.Footprint:
    return fp.calculate(REPOSITORY / "product_models" / f"{name}.yaml")


def foreground(result: fp.Footprint) -> Foreground:
    return foreground_of(result.calculation, result.model, result.sum)


def ratios(plan: SamplingPlan, foreground: Foreground) -> dict[int, tuple[float, float]]:
    """Give the range of every unseen input in the values of the program, by its number."""
    numbers = {given.name: number for number, given in enumerate(foreground.program.inputs)}
    found = {}
    for entry in plan.unseen:
        value = foreground.program.inputs[numbers[entry.name]].value
        scale = value / entry.value
        found[numbers[entry.name]] = (min(entry.low * scale, entry.high * scale), max(entry.low * scale, entry.high * scale))
    return found


def worst(foreground: Foreground, free: dict[int, tuple[float, float]], sign: int) -> list[float]:
    """Look for the corner where the result is largest (or smallest), by its gradient, again and again."""
    values = [given.value for given in foreground.program.inputs]
    enclosure = Enclosure(foreground)
    for _ in range(3):
        slopes = enclosure.solve([Interval.point(value) for value in values]).slopes
        for number, (low, high) in free.items():
            values[number] = high if (slopes[number].low + slopes[number].high > 0) == (sign > 0) else low
    return values


def check_bound(plan: SamplingPlan, result: fp.Footprint, chance: random.Random, draws: int) -> None:
    """Perturb all unseen inputs at once, at random, at random corners and at the worst corners."""
    base = foreground(result)
    free = ratios(plan, base)
    stated = [given.value for given in base.program.inputs]
    trials = [worst(base, free, sign) for sign in (1, -1)]
    for number in range(draws):
        values = list(stated)
        for place, (low, high) in free.items():
            values[place] = chance.choice((low, high)) if number % 2 else chance.uniform(low, high)
        trials.append(values)
    for values in trials:
        found = score(base, values)
        assert found is not None
        assert abs(found - result.value) <= plan.bound * (1 + 1e-9)
        assert plan.low - 1e-9 * abs(plan.low) <= found <= plan.high + 1e-9 * abs(plan.high)


SMALL = ("aluminium-casting", "cement", "chp", "kelp", "pet", "pta")


@pytest.mark.parametrize("name", SMALL)
def test_whatever_is_unseen_in_shipped_models_the_bound_holds(name: str) -> None:
    result = shipped(name)
    plan = sampling_plan(result, materiality=0.05)
    assert plan.bound <= plan.threshold == pytest.approx(0.05 * result.value)
    assert 0 < plan.at_least <= len(plan.sample) < len(plan.sample) + len(plan.unseen)
    assert plan.minimal
    check_bound(plan, result, random.Random(name), 60)


@pytest.mark.parametrize("name", ["cement", "kelp"])
def test_whole_calculations_with_other_values_stay_within_the_bound(name: str) -> None:
    result, chance = shipped(name), random.Random(name)
    plan = sampling_plan(result, materiality=0.05)
    movable = [entry for entry in plan.unseen if entry.kind in ("parameter", "amount")]
    moved = 0
    for number in range(12):
        values = {
            entry.name: Amount(
                chance.choice((entry.low, entry.high)) if number % 2 else chance.uniform(entry.low, entry.high), parse_unit(entry.unit)
            )
            for entry in movable
        }
        try:
            found = fp.calculate(result.model, overrides=values)
        except ProblemsFound:  # a rule of the model does not allow this combination
            continue
        moved += found.value != result.value
        assert abs(found.value - result.value) <= plan.bound
    assert moved


@settings(max_examples=8, deadline=None)
@given(
    st.one_of(loops(), st.just(RICH)),
    st.fixed_dictionaries({kind: st.sampled_from([0.0, 0.03, 0.1, 0.3, 0.6]) for kind in ("primary", "secondary", "factor")}),
    st.sampled_from([0.1, 0.3, 0.9]),
    st.sampled_from([0.01, 0.05, 0.2, 1.0]),
    st.randoms(use_true_random=False),
)
def test_the_bound_holds_for_loops_and_formulas_whatever_the_floors(
    text: str, floors: dict[str, float], rest: float, materiality: float, chance: random.Random
) -> None:
    result = result_of(text)
    floors = {**floors, "proxy": rest, "assumed": rest, "unstated": max(rest, *floors.values())}
    plan = sampling_plan(result, floors, materiality)
    assert plan.bound <= plan.threshold
    check_bound(plan, result, chance, 30)


@settings(max_examples=15, deadline=None)
@given(st.one_of(loops(), st.just(RICH)), st.data())
def test_enclosures_hold_every_result_and_every_derivative_in_the_box(text: str, data: st.DataObject) -> None:
    result = result_of(text)
    base = foreground(result)
    enclosure = Enclosure(base)
    widths = [data.draw(st.sampled_from([0.0, 0.01, 0.1, 0.25])) for _ in base.program.inputs]
    box = [
        Interval(min(given.value * (1 - width), given.value * (1 + width)), max(given.value * (1 - width), given.value * (1 + width)))
        for given, width in zip(base.program.inputs, widths, strict=True)
    ]
    found = enclosure.range(box)
    if found is None:
        return
    whole = enclosure.solve(box)
    remembered = affine_total(base, box, enclosure.parts)
    chance = data.draw(st.randoms(use_true_random=False))
    for number in range(12):
        values = [chance.choice((part.low, part.high)) if number % 2 else chance.uniform(part.low, part.high) for part in box]
        at = score(base, values)
        assert at is not None
        assert found.low - 1e-12 * abs(at) <= at <= found.high + 1e-12 * abs(at)
        assert remembered is None or remembered.low - 1e-12 * abs(at) <= at <= remembered.high + 1e-12 * abs(at)
        if number < 4:
            point = enclosure.solve([Interval.point(value) for value in values])
            assert whole.total.low - 1e-12 * abs(at) <= point.total.low <= point.total.high <= whole.total.high + 1e-12 * abs(at)
            for slope, part in zip(point.slopes, whole.slopes, strict=True):
                rounding = 1e-9 * part.magnitude
                assert part.low - rounding <= slope.low
                assert slope.high <= part.high + rounding


TINY = (
    HEAD
    + """
product: {name: P, flow: f0, declared_unit: 1 kg}
parameters: {taken: 1 kg, burnt: 2 kg, made: 40 kg, leaked: 3 kg, lost: 1.5 kg, yield: 80 %}
processes:
  p0:
    outputs: {f0: 1 kg}
    inputs: {f1: "= taken / yield"}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: "= burnt"}
      other: {flow: "carbon dioxide, fossil", amount: "= leaked + lost"}
  p1:
    outputs: {f1: 10 kg}
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: "= made"}}
"""
)


def test_no_shorter_list_is_sufficient_by_trying_all_of_them() -> None:
    result = result_of(TINY)
    base = foreground(result)
    names = [given.name for given in base.program.inputs if given.kind == "parameter"]
    for materiality in (0.02, 0.1, 0.3, 0.6):
        plan = sampling_plan(result, EQUAL, materiality)
        shortest = next(
            size
            for size in range(len(names) + 1)
            if any(_moves(base, set(names) - set(seen)) <= plan.threshold for seen in itertools.combinations(names, size))
        )
        assert plan.at_least <= shortest <= len(plan.sample)
        assert len(plan.sample) == shortest


def test_a_list_that_is_proved_to_be_the_shortest_says_so() -> None:
    plan = sampling_plan(shipped("kelp"))
    assert plan.at_least == len(plan.sample)
    assert "No shorter list is sufficient." in plan.text("en")
    assert "不存在更短的充分清单。" in plan.text("zh")
    other = sampling_plan(shipped("cement"))
    assert not other.shortest
    assert f"at least {other.at_least} inputs" in other.text("en")


def _moves(base: Foreground, free: set[str]) -> float:
    """Try all corners of the free inputs: in this model every input only raises or only lowers the result."""
    total = score(base, [given.value for given in base.program.inputs])
    assert total is not None
    largest = 0.0
    for signs in itertools.product((0.8, 1.2), repeat=len(free)):
        factors = dict(zip(sorted(free), signs, strict=True))
        found = score(base, [given.value * factors.get(given.name, 1.0) for given in base.program.inputs])
        assert found is not None
        largest = max(largest, abs(found - total))
    return largest


def test_none_of_the_list_can_be_spared() -> None:
    result = shipped("cement")
    plan = sampling_plan(result, materiality=0.05)
    base = foreground(result)
    free = ratios(plan, base)
    numbers = {given.name: number for number, given in enumerate(base.program.inputs)}
    exceeded = set()
    for entry in plan.sample:
        scale = base.program.inputs[numbers[entry.name]].value / entry.value
        more = {**free, numbers[entry.name]: (entry.low * scale, entry.high * scale)}
        moved = max(abs((score(base, worst(base, more, sign)) or 0.0) - result.value) for sign in (1, -1))
        if moved > plan.threshold:
            exceeded.add(entry.name)
    # Most of them are shown to be needed by a case; for the others it is the bound that does not reach.
    assert set(plan.needed) <= exceeded
    assert len(plan.needed) >= plan.at_least


NARROW = "uncertainty: {kind: lognormal, gsd2: 1.0001}"


def test_narrow_ranges_of_the_client_cannot_shorten_the_list() -> None:
    plain = RICH.replace(", uncertainty: {kind: lognormal, gsd2: 1.1}", "")
    stated = plain.replace("wood_rate: {value: 1.3 kg/kg}", f"wood_rate: {{value: 1.3 kg/kg, {NARROW}}}")
    stated = stated.replace("distance: 150 km", f"distance: {{value: 150 km, {NARROW}, min: 149 km, max: 151 km}}")
    stated = stated.replace("glue: {amount: 3 kg,", "glue: {amount: 3 kg, uncertainty: {kind: normal, sd: 1 g},")
    assert stated != plain
    first, second = (sampling_plan(result_of(text), materiality=0.05) for text in (plain, stated))
    assert [entry.name for entry in first.sample] == [entry.name for entry in second.sample]
    assert first.bound == second.bound
    assert {entry.basis for entry in (*second.sample, *second.unseen)} == {"floor"}


def test_wide_ranges_of_the_client_lengthen_it() -> None:
    floors = dict.fromkeys(KINDS, 0.001)
    narrow = sampling_plan(result_of(RICH), floors, 0.05)
    wide = sampling_plan(
        result_of(
            RICH.replace(
                'co2: {flow: "carbon dioxide, fossil", amount: 11 kg}',
                'co2: {flow: "carbon dioxide, fossil", amount: 11 kg, uncertainty: {kind: uniform, min: 1 kg, max: 500 kg}}',
            )
        ),
        floors,
        0.05,
    )
    assert "forest/emissions/co2" not in [entry.name for entry in narrow.sample]
    (entry,) = [entry for entry in wide.sample if entry.name == "forest/emissions/co2"]
    assert (entry.low, entry.high, entry.basis) == (1.0, 500.0, "stated")


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("{kind: lognormal, gsd: 2}", 10 / 2**1.959963984540054, 10 * 2**1.959963984540054),
        ("{kind: lognormal, gsd2: 4}", 10 / 2**1.959963984540054, 10 * 2**1.959963984540054),
        ("{kind: normal, sd: 3 kg}", 10 - 3 * 1.959963984540054, 10 + 3 * 1.959963984540054),
        ("{kind: normal, sd: 8 kg}", 0.0, 10 + 8 * 1.959963984540054),
        ("{kind: triangular, min: 2 kg, max: 11 kg}", 2.0, 11.0),
        ("{kind: uniform, min: 2 kg, max: 30 kg}", 2.0, 30.0),
    ],
)
def test_stated_distributions_become_ranges_at_the_coverage(written: str, low: float, high: float) -> None:
    text = TINY.replace('amount: "= burnt"', f"amount: 10 kg, uncertainty: {written}")
    plan = sampling_plan(result_of(text), dict.fromkeys(KINDS, 0.0), 0.001)
    (entry,) = [entry for entry in plan.sample if entry.name == "p0/emissions/co2"]
    assert (entry.low, entry.high) == pytest.approx((low, high), rel=1e-9)
    narrower = sampling_plan(result_of(text), dict.fromkeys(KINDS, 0.0), 0.001, coverage=0.5)
    (other,) = [entry for entry in narrower.sample if entry.name == "p0/emissions/co2"]
    assert (other.low, other.high) == pytest.approx((low, high), rel=1e-9) if "min" in written else other.high < high


def test_primary_data_without_a_document_count_as_unstated() -> None:
    text = TINY.replace('amount: "= burnt"', "amount: 10 kg, data: primary")
    documented = text.replace("data: primary", "data: primary, evidence: meters.csv")
    kinds = []
    for written in (text, documented):
        plan = sampling_plan(result_of(written), materiality=0.0001)
        kinds.append(next(entry.data for entry in (*plan.sample, *plan.unseen) if entry.name == "p0/emissions/co2"))
    assert kinds == ["unstated", "primary"]
    (entry,) = [entry for entry in plan.sample if entry.name == "p0/emissions/co2"]
    assert entry.visit is not None
    assert entry.visit.documents == ("meters.csv",)


def test_a_formula_has_a_range_of_its_own_where_it_has_numbers_of_its_own() -> None:
    plan = sampling_plan(result_of(TINY.replace('"= burnt"', '"= 1 * burnt * 0.7"')), EQUAL, 0.05)
    found = {entry.name: entry for entry in (*plan.sample, *plan.unseen, *plan.fixed)}
    formula = found["formula:p0/emissions/co2"]
    assert formula.low == pytest.approx(0.8 * formula.value)
    assert formula.basis == "floor"
    assert found["formula:p1/emissions/co2"].basis == "formula of parameters"
    assert found["p0/outputs/f0"].basis == "definition"
    assert found["p1/outputs/f1"].basis == "definition"


@pytest.mark.parametrize(
    ("formula", "own"),
    [
        ("= burnt", False),
        ("= 1 * burnt", False),
        ("= burnt * (1 - yield)", False),
        ("= 1 kg * yield", False),
        ("= 1 kg", True),
        ("= 1 kg + burnt", True),
        ("= max(burnt, 1 kg)", True),
        ("= 2 * burnt", True),
        ("= 1 kg * (1 kg/kg)", True),
        ("= burnt * (1 + 1)", True),
        ("= burnt * (1 + 1 + yield)", True),
        ("= burnt * (1 t / 1 kg)", True),
        ("= burnt * max(1, 1, yield)", True),
        ("= burnt / (1 + yield)", False),
    ],
)
def test_numbers_cannot_be_hidden_in_formulas(formula: str, own: bool) -> None:
    plan = sampling_plan(result_of(TINY.replace('"= burnt"', f'"{formula}"')), EQUAL, 0.05)
    found = {entry.name: entry for entry in (*plan.sample, *plan.unseen, *plan.fixed)}
    assert (found["formula:p0/emissions/co2"].low < found["formula:p0/emissions/co2"].high) == own


def test_ranges_beyond_all_measure_have_no_bound_and_are_seen() -> None:
    for stated in ("{kind: lognormal, gsd2: 1e300}", "{kind: normal, sd: 1e299 kg}", "{kind: uniform, min: 0 kg, max: 1e300 kg}"):
        text = TINY.replace('amount: "= burnt"', f"amount: 10 kg, uncertainty: {stated}")
        plan = sampling_plan(result_of(text), EQUAL, 1.0)
        assert "p0/emissions/co2" in [entry.name for entry in plan.sample]
        assert plan.bound <= plan.threshold
        json.dumps(plan.as_dict(), allow_nan=False)


def test_measured_outputs_are_inputs_of_the_plan() -> None:
    plan = sampling_plan(result_of(TINY.replace("outputs: {f1: 10 kg}", "outputs: {f1: 12.5 kg}")), EQUAL, 0.05)
    assert "p1/outputs/f1" in [entry.name for entry in plan.sample]


GAINING = (
    HEAD
    + """
product: {name: P, flow: f0, declared_unit: 1 kg}
processes:
  p0:
    outputs: {f0: 1 kg}
    inputs: {f1: 0.9 kg}
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: 1 kg}}
  p1:
    outputs: {f1: 1 kg}
    inputs: {f0: 0.9 kg}
"""
)


def test_a_loop_that_may_gain_has_no_bound_and_is_seen() -> None:
    plan = sampling_plan(result_of(GAINING), dict.fromkeys(KINDS, 0.3), 0.9)
    seen = {entry.name: entry.effect for entry in plan.sample}
    assert {"p0/inputs/f1", "p1/inputs/f0"} <= set(seen)
    assert (
        Enclosure(foreground(result_of(GAINING))).range(
            [Interval(0.7 * given.value, 1.3 * given.value) for given in foreground(result_of(GAINING)).program.inputs]
        )
        is None
    )
    check_bound(plan, result_of(GAINING), random.Random(0), 20)


def test_a_divisor_that_may_be_zero_has_no_bound_and_is_seen() -> None:
    text = TINY.replace("yield: 80 %", "yield: {value: 80 %, uncertainty: {kind: uniform, min: 0 %, max: 100 %}}")
    plan = sampling_plan(result_of(text), EQUAL, 1.0)
    (entry,) = [entry for entry in plan.sample if entry.name == "yield"]
    assert entry.effect is None
    assert "∞" in plan.text("en")


def test_a_root_of_zero_has_a_plan_although_it_has_no_derivative() -> None:
    result = result_of(TINY.replace('"= burnt"', '"= burnt + sqrt(lost * (1 kg) - 1.5 kg * (1 kg))"'))
    plan = sampling_plan(result, EQUAL, 0.3)
    assert "lost" in [entry.name for entry in plan.sample]
    root = TINY.replace('"= burnt"', '"= burnt + sqrt(idle * (1 kg))"').replace(
        "made: 40 kg", "made: 40 kg, idle: {value: 0 kg, max: 4 kg}"
    )
    for materiality in (0.02, 0.9):
        plan = sampling_plan(result_of(root), EQUAL, materiality)
        assert ("idle" in [entry.name for entry in plan.sample]) == (materiality == 0.02)
        base = foreground(result_of(root))
        for idle in (0.0, 1e-6, 4.0):
            values = [idle if given.name == "idle" and materiality > 0.5 else given.value for given in base.program.inputs]
            assert abs((score(base, values) or 0.0) - plan.total) <= plan.bound


def test_a_result_of_zero_has_everything_on_its_list_that_moves_it() -> None:
    text = TINY.replace('co2: {flow: "carbon dioxide, fossil", amount: "= burnt"}', 'co2: {flow: "carbon dioxide, uptake", amount: 1 kg}')
    for parameter in ("made: 40", "leaked: 3", "lost: 1.5"):
        text = text.replace(parameter, parameter.split(":", 1)[0] + ": 0")
    text = text.replace('      co2: {flow: "carbon dioxide, uptake", amount: 1 kg}', "").replace("    emissions:\n\n", "    emissions:\n")
    result = result_of(text)
    assert result.value == 0
    plan = sampling_plan(result)
    assert plan.threshold == 0
    assert plan.bound == pytest.approx(0, abs=1e-12)
    assert {"made", "leaked", "lost"} <= set(plan.zero)
    for lang in ("en", "zh"):
        assert plan.text(lang)  # type: ignore[arg-type]
        assert len(plan.csv(lang).splitlines()) == 1 + len(plan.sample)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "floors", [{"primary": -0.1}, {"primary": float("nan")}, {"tertiary": 0.1}, {"factor": 11}, {"proxy": "5 %"}, {"assumed": True}]
)
def test_what_is_no_floor_is_refused(floors: Any) -> None:
    with pytest.raises(ProblemsFound) as caught:
        sampling_plan(result_of(TINY), floors)
    assert {finding.error for finding in caught.value.findings} == {BadFloor}


def test_all_bad_floors_are_reported_at_once() -> None:
    with pytest.raises(ProblemsFound) as caught:
        sampling_plan(result_of(TINY), {"primary": -1, "other": 1})
    assert len(caught.value.findings) == 2


def test_saying_nothing_of_data_cannot_pay() -> None:
    with pytest.raises(FloorRewardsSilence):
        sampling_plan(result_of(TINY), {"assumed": 0.5, "unstated": 0.1})
    plan = sampling_plan(result_of(TINY), {"assumed": 0.8})
    assert plan.floors.by_kind["unstated"] == 0.8
    assert "unstated" in plan.floors.assumed


@pytest.mark.parametrize("materiality", [0, -0.05, 1.01, float("nan"), "5 %", True])
def test_what_is_no_threshold_is_refused(materiality: Any) -> None:
    with pytest.raises(BadMateriality):
        sampling_plan(result_of(TINY), materiality=materiality)


@pytest.mark.parametrize("coverage", [0.3, 1.0, float("nan")])
def test_what_is_no_coverage_is_refused(coverage: float) -> None:
    with pytest.raises(BadCoverage):
        sampling_plan(result_of(TINY), coverage=coverage)


def test_a_plan_says_what_it_does_not_bound_in_both_languages() -> None:
    plan = sampling_plan(shipped("pet"))
    english, chinese = plan.text("en"), plan.text("zh")
    assert "Sources of emission that the model leaves out are not bounded by this plan." in english
    assert "本方案不能限定模型遗漏的排放源" in chinese
    assert plan.omitted.value > 0
    assert "oxidation/inputs/water" in plan.omitted.without_proxy
    assert "oxidation/inputs/water" in english
    assert "assumed by this program: primary" in english
    assert "Secondary materials that enter free" in sampling_plan(shipped("cement")).text("en")
    for number, entry in enumerate(plan.sample, 1):
        assert f"{number}. {entry.name}" in english
        assert f"{number}. {entry.name}" in chinese
    for action in "查问看验":
        assert f"   {action}: " in chinese


def test_a_plan_as_data_is_json_with_a_visit_for_every_input_of_the_list() -> None:
    plan = sampling_plan(shipped("cement"))
    data = json.loads(json.dumps(plan.as_dict(), allow_nan=False))
    assert data["schema"] == "footprint/sampling-plan/1"
    assert data["bound"]["value"] == plan.bound
    assert data["proof"] == {"at_least": plan.at_least, "minimal": True, "needed": len(plan.needed), "shortest": plan.shortest}
    for entry in data["sample"]:
        visit = entry["visit"]
        assert set(visit["checks"]) == {"read", "ask", "look", "test"}
        assert all(set(text) == {"en", "zh"} for text in (visit["function"], visit["place"], *visit["checks"].values()))
        assert visit["used_in"]
    assert all("visit" not in entry for entry in (*data["unseen"], *data["fixed"]))
    assert isinstance(plan.as_dict("zh")["sample"][0]["visit"]["function"], str)
    assert sum(len(data[part]) for part in ("sample", "unseen", "fixed")) == len(foreground(shipped("cement")).program.inputs)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_has_one_row_per_input_and_no_cell_that_a_spreadsheet_would_run(lang: Any) -> None:
    text = TINY.replace("taken: 1 kg", "taken: {value: 1 kg, source: '=HYPERLINK(1)'}")
    plan = sampling_plan(result_of(text), EQUAL, 0.01)
    rows = list(csv.reader(io.StringIO(plan.csv(lang))))
    assert len(rows) == 1 + len(plan.sample)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert any("'=HYPERLINK(1)" in row for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_same_result_gives_the_same_plan() -> None:
    first, second = (sampling_plan(fp.calculate(REPOSITORY / "product_models" / "cement.yaml")).as_dict() for _ in range(2))
    assert first == second


def test_other_sums_have_plans_of_their_own() -> None:
    result = result_of(RICH)
    for sum_name in ("incl_uptake", "iso_net"):
        plan = sampling_plan(result, sum=sum_name)
        assert plan.total == pytest.approx(result.sums[sum_name], rel=1e-9)
        names: Sequence[str] = [entry.name for entry in plan.sample]
        assert "product/mass_per_declared_unit" in names or "flows/board/biogenic_carbon_content" in names
