"""Uncertainty: what is drawn, what it adds up to, and how it agrees with answers that need no drawing."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import stats_arrays
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import footprint as fp
from footprint.errors import ProblemsFound
from footprint.insight.uncertainty.distributions import Distribution, covariance
from footprint.insight.uncertainty.draws import correlations_of, drawn
from footprint.insight.uncertainty.errors import DrawsNumber, NothingDrawn, NothingUncertain
from footprint.insight.uncertainty.inputs import FACTOR, uncertain_inputs
from footprint.insight.uncertainty.sampling import BLOCK, problem
from footprint.insight.uncertainty.statistics import statistics
from footprint.model import read_text
from footprint.model.correlations import NotPositiveSemidefinite, correlation_groups
from footprint.model.schema import Uncertainty
from footprint.units import parse_amount, parse_unit
from scenario_models import HEAD, PACKAGES, library

LINEAR = (
    HEAD
    + """
parameters:
  one: {value: 2 kg/kg, uncertainty: {kind: lognormal, gsd2: 1.44}}
  two: {value: 3 kg/kg, uncertainty: {kind: normal, sd: 0.3 kg/kg}}
  three: {value: 1.5 kg/kg, uncertainty: {kind: triangular, min: 1 kg/kg, max: 3 kg/kg}}
CORRELATIONS
processes:
  p0:
    outputs: {f0: 1 t}
    emissions:
      a: {flow: "carbon dioxide, fossil", amount: "= 100 kg * one"}
      b: {flow: "carbon dioxide, fossil", amount: "= 40 kg * two + 30 kg * three"}
"""
)
PLAIN = LINEAR.replace("CORRELATIONS\n", "")


def correlated(*pairs: tuple[str, str, float]) -> str:
    lines = "".join(f"  - {{between: [{a}, {b}], coefficient: {rho}}}\n" for a, b, rho in pairs)
    return LINEAR.replace("CORRELATIONS\n", f"correlations:\n{lines}")


def result_of(text: str) -> fp.Footprint:
    return fp.calculate(read_text(text), [PACKAGES])


def moments(one: float = 2.0) -> tuple[float, float, float]:
    """Give the exact mean of the linear model and the standard deviations of its lognormal and of the rest."""
    sigma = math.log(1.2)
    mean_one = one * math.exp(sigma**2 / 2)
    mean = 100 * mean_one + 40 * 3 + 30 * (1 + 1.5 + 3) / 3
    triangle = stats.triang(0.25, 1, 2).std()
    return mean, 100 * mean_one * math.sqrt(math.expm1(sigma**2)), math.hypot(40 * 0.3, 30 * triangle)


def test_monte_carlo_gives_the_exact_moments_of_a_linear_model_within_its_standard_errors() -> None:
    found = fp.uncertainty(result_of(PLAIN), library(), draws=40_000, seed=3)
    mean, lognormal, rest = moments()
    seen = found.statistics
    assert abs(seen.mean - mean) < 4 * seen.mean_error
    assert abs(seen.sd - math.hypot(lognormal, rest)) < 4 * seen.sd_error
    assert seen.mean_error == pytest.approx(math.hypot(lognormal, rest) / 200, rel=0.05)


def test_the_first_order_is_exact_for_a_linear_model() -> None:
    found = fp.uncertainty(result_of(PLAIN), library(), draws=100)
    mean, lognormal, rest = moments()
    assert found.first_order is not None
    assert found.first_order.mean == pytest.approx(mean, rel=1e-12)
    assert found.first_order.sd == pytest.approx(math.hypot(lognormal, rest), rel=1e-12)
    assert found.first_order.shares["one"] == pytest.approx(lognormal**2 / (lognormal**2 + rest**2), rel=1e-12)
    assert math.fsum(found.first_order.shares.values()) == pytest.approx(1)
    assert found.influences[0].name == "one"
    assert found.linear


def test_a_model_that_bends_says_so() -> None:
    text = PLAIN.replace("= 100 kg * one", "= 100 kg / three").replace("min: 1 kg/kg", "min: 0.05 kg/kg")
    found = fp.uncertainty(result_of(text), library(), draws=3000, derived=False)
    assert found.linear is False
    assert found.as_dict()["linear"] is False


def test_percentiles_have_standard_errors_that_cover_the_exact_ones() -> None:
    text = PLAIN.replace("uncertainty: {kind: normal, sd: 0.3 kg/kg}", "").replace(
        "uncertainty: {kind: triangular, min: 1 kg/kg, max: 3 kg/kg}", ""
    )
    found = fp.uncertainty(result_of(text), library(), draws=30_000, seed=11, derived=False)
    exact = stats.lognorm(math.log(1.2), scale=200, loc=165)
    for entry in found.statistics.percentiles:
        assert abs(entry.value - exact.ppf(entry.percent / 100)) < 4 * entry.standard_error


@pytest.mark.parametrize("rho", [-0.9, -0.4, 0.0, 0.5, 1.0])
def test_correlations_are_reproduced_and_move_the_variance(rho: float) -> None:
    found = problem(result_of(correlated(("two", "one", rho))), library(), None, derived=False)
    values = drawn(found.inputs, found.groups, 5, 40_000)
    scores = np.log(values["one"] / 2), values["two"] - 3
    assert np.corrcoef(*scores)[0, 1] == pytest.approx(rho, abs=0.02)
    seen = fp.uncertainty(found.result, library(), draws=40_000, seed=5)
    sigma = math.log(1.2)
    _, lognormal, rest = moments()
    shared = 2 * 100 * 40 * rho * 0.3 * sigma * 2 * math.exp(sigma**2 / 2)
    exact = math.sqrt(lognormal**2 + rest**2 + shared)
    assert seen.first_order is not None
    assert seen.first_order.sd == pytest.approx(exact, rel=1e-12)
    assert abs(seen.statistics.sd - exact) < 4 * seen.statistics.sd_error


def test_opposite_values_that_go_fully_together_cancel() -> None:
    text = correlated(("one", "two", -1)).replace("kind: lognormal, gsd2: 1.44", "kind: normal, sd: 0.12 kg/kg")
    found = fp.uncertainty(result_of(text.replace(", uncertainty: {kind: triangular, min: 1 kg/kg, max: 3 kg/kg}", "")), library(),
                           draws=2000, derived=False)  # fmt: skip
    assert found.first_order is not None
    assert found.first_order.sd == pytest.approx(0, abs=1e-6)
    assert found.statistics.sd == pytest.approx(0, abs=1e-9)


def test_draws_stay_the_same_whatever_else_is_uncertain() -> None:
    more = PLAIN.replace("parameters:", "parameters:\n  other: {value: 1 kg/kg, uncertainty: {kind: lognormal, gsd: 2}}")
    small, large = (problem(result_of(text), library(), None, derived=True) for text in (PLAIN, more))
    one, other = drawn(small.inputs, small.groups, 9, 500), drawn(large.inputs, large.groups, 9, 500)
    assert set(one) < set(other)
    for name, values in one.items():
        assert np.array_equal(values, other[name])
    paired = problem(result_of(correlated(("one", "two", 0.5))), library(), None, derived=True)
    assert np.array_equal(drawn(paired.inputs, paired.groups, 9, 500)["three"], one["three"])


def test_the_first_draws_of_more_are_the_same_to_the_last_bit() -> None:
    result = result_of(correlated(("one", "three", 0.7)))
    few, many = (fp.uncertainty(result, library(), draws=draws, seed=4).scores for draws in (BLOCK + 100, 2 * BLOCK))
    assert np.array_equal(few[:BLOCK], many[:BLOCK])
    assert few[BLOCK:] == pytest.approx(many[BLOCK : BLOCK + 100], rel=1e-12)
    found = problem(result, library(), None, derived=True)
    whole = drawn(found.inputs, found.groups, 4, 300)
    for start, count in ((0, 7), (7, 200), (207, 93)):
        part = drawn(found.inputs, found.groups, 4, count, start)
        for name, values in whole.items():
            assert np.array_equal(part[name], values[start : start + count])


def test_another_process_draws_the_same(tmp_path: Path) -> None:
    model = tmp_path / "m.yaml"
    model.write_text(correlated(("one", "two", 0.3)), encoding="utf-8")
    program = (
        "import sys, json, footprint as fp\n"
        "r = fp.calculate(sys.argv[1], [sys.argv[2]])\n"
        "print(json.dumps(fp.uncertainty(r, draws=300, seed=8).scores.tolist()))"
    )
    run = subprocess.run([sys.executable, "-c", program, str(model), str(PACKAGES)], capture_output=True, check=True, text=True)
    own = fp.uncertainty(fp.calculate(model, [PACKAGES]), draws=300, seed=8).scores
    assert json.loads(run.stdout) == own.tolist()


def test_seeds_differ() -> None:
    result = result_of(PLAIN)
    one, other = (fp.uncertainty(result, library(), draws=200, seed=seed).scores for seed in (1, 2))
    assert not np.any(one == other)


BOUGHT = (
    HEAD
    + """
processes:
  p0:
    outputs: {f0: 1 t}
    inputs:
      heat: {amount: 2 GJ, from: textbook/boiler-heat, data: primary}
      more: {amount: "= 3 GJ", from: textbook/boiler-heat}
"""
)


def test_a_provider_is_drawn_once_for_all_that_take_from_it() -> None:
    result = result_of(BOUGHT)
    found = problem(result, library(), None, derived=True)
    name = f"{FACTOR}textbook/boiler-heat"
    assert [entry.name for entry in found.inputs] == ["p0/inputs/heat", name]
    scores = found.score({name: np.array([1.0, 2.0, 0.5])}, 3).total
    assert scores == pytest.approx(result.value * np.array([1.0, 2.0, 0.5]))
    both = found.score({name: 3.0, "p0/inputs/heat": parse_amount("4 GJ").base}, 1).total
    assert both == pytest.approx(result.value * 3 * 7 / 5)


def test_what_is_derived_is_named_and_can_be_switched_off() -> None:
    result = result_of(BOUGHT)
    found = fp.uncertainty(result, library(), draws=200)
    assert found.derived_share == pytest.approx(1)
    for entry in found.as_dict("zh")["inputs"]:
        assert entry["derived"]
        assert entry["origin"] == "pedigree"
        assert "推导" in entry["why"]
    with pytest.raises(NothingUncertain):
        fp.uncertainty(result, library(), derived=False)
    stated = fp.uncertainty(result_of(PLAIN), library(), draws=200, derived=False)
    assert {entry.input.origin for entry in stated.influences} == {"stated"}


def test_a_plausible_range_becomes_a_triangle_and_a_percentage_keeps_below_the_whole() -> None:
    text = HEAD + """
parameters:
  ranged: {value: 2 kg/kg, min: 1 kg/kg, max: 4 kg/kg}
  part: {value: 97 %}
processes:
  p0:
    outputs: {f0: 1 t}
    emissions:
      a: {flow: "carbon dioxide, fossil", amount: "= 100 kg * ranged * (1 - part)"}
"""  # fmt: skip
    found = problem(result_of(text), library(), None, derived=True)
    by_name = {entry.name: entry for entry in found.inputs}
    assert by_name["ranged"].origin == "range"
    assert by_name["part"].distribution.kind == "odds"
    values = drawn(found.inputs, found.groups, 1, 20_000)
    assert values["part"].max() < 1
    assert np.median(values["part"]) == pytest.approx(0.97, abs=0.001)
    assert values["part"].mean() == pytest.approx(by_name["part"].distribution.mean, abs=4 * values["part"].std() / 141)
    assert values["part"].std() == pytest.approx(by_name["part"].distribution.sd, rel=0.05)
    assert fp.uncertainty(found.result, library(), draws=2000).failed == ()


def test_what_was_set_is_certain() -> None:
    result = fp.calculate(read_text(PLAIN), [PACKAGES], {"one": parse_amount("2.5 kg/kg")})
    assert "one" not in {entry.name for entry in fp.uncertainty(result, library(), draws=100).influences}


FAILING = PLAIN.replace("sd: 0.3 kg/kg", "sd: 3 kg/kg").replace("40 kg * two + 30 kg * three", "40 kg * two")


def test_draws_that_fail_are_counted_and_named() -> None:
    found = fp.uncertainty(result_of(FAILING), library(), draws=5000, derived=False)
    missing = int(np.isnan(found.scores).sum())
    assert abs(missing - 5000 * stats.norm.cdf(-1)) < 4 * math.sqrt(5000 * 0.16 * 0.84)
    assert found.statistics.count + missing == 5000
    (cause,) = found.failed
    assert cause.count == missing
    assert np.isnan(found.scores[list(cause.first)]).all()
    told = found.as_dict()["failed"]
    assert told["draws"] == missing
    assert told["causes"][0]["place"] == "processes/p0/emissions/b/amount"


def test_a_sample_of_which_most_is_missing_is_refused() -> None:
    text = FAILING.replace("40 kg * two", "40 kg * (4 - two)").replace(
        "{value: 3 kg/kg, uncertainty: {kind: normal, sd: 3 kg/kg}}",
        "{value: 3 kg/kg, uncertainty: {kind: triangular, min: 2 kg/kg, max: 40 kg/kg}}",
    )
    with pytest.raises(NothingDrawn) as caught:
        fp.uncertainty(result_of(text), library(), draws=500, derived=False)
    assert "500" in caught.value.finding.message("en")


@pytest.mark.parametrize("draws", [0, 1, -5, 10**9])
def test_a_number_of_draws_that_makes_no_sense_is_refused(draws: int) -> None:
    with pytest.raises(DrawsNumber):
        fp.uncertainty(result_of(PLAIN), library(), draws=draws)


def test_the_same_product_does_not_differ_from_itself() -> None:
    result = result_of(BOUGHT)
    found = fp.compare(result, result, library(), draws=1000)
    assert found.probability == 0.5
    assert found.difference.sd == 0
    assert found.correlation == pytest.approx(1)


def test_coupled_draws_tell_apart_what_two_ranges_would_not() -> None:
    result = result_of(BOUGHT)
    less = result_of(BOUGHT.replace("= 3 GJ", "= 2.9 GJ"))
    found = fp.compare(less, result, library(), draws=2000)
    assert found.probability == 1
    assert set(found.shared) == {"p0/inputs/heat", f"{FACTOR}textbook/boiler-heat"}
    assert found.a.percentile(95) > found.b.percentile(50)
    apart = fp.compare(less, result, library(), draws=2000, coupled="factors")
    assert apart.shared == (f"{FACTOR}textbook/boiler-heat",)
    assert apart.probability < 1
    assert apart.a.mean == found.a.mean
    json.dumps(apart.as_dict("zh"))
    assert list(apart.frame().columns) == ["a", "b", "difference"]


def test_the_probability_is_that_of_two_normal_values() -> None:
    normal = HEAD + """
parameters:
  x: {value: VALUE kg/kg, uncertainty: {kind: normal, sd: 0.1 kg/kg}}
processes:
  p0:
    outputs: {f0: 1 t}
    emissions:
      a: {flow: "carbon dioxide, fossil", amount: "= 100 kg * x"}
"""  # fmt: skip
    a, b = (result_of(normal.replace("VALUE", value)) for value in ("1.0", "1.1"))
    found = fp.compare(a, b, library(), draws=20_000, coupled="factors", derived=False)
    exact = stats.norm.cdf(0.1 / math.hypot(0.1, 0.1))
    assert abs(found.probability - exact) < 4 * found.probability_error


KINDS = [
    (stats_arrays.LognormalUncertainty, {"loc": math.log(5), "scale": math.log(1.3)}, {"kind": "lognormal", "gsd": "1.3"}),
    (stats_arrays.NormalUncertainty, {"loc": 5, "scale": 0.5}, {"kind": "normal", "sd": "0.5 kg"}),
    (stats_arrays.UniformUncertainty, {"minimum": 4, "maximum": 8}, {"kind": "uniform", "min": "4 kg", "max": "8 kg"}),
    (stats_arrays.TriangularUncertainty, {"loc": 5, "minimum": 4, "maximum": 8}, {"kind": "triangular", "min": "4 kg", "max": "8 kg"}),
]


@pytest.mark.parametrize(("other", "figures", "stated"), KINDS, ids=lambda part: part.get("kind") if isinstance(part, dict) else "")
def test_quantiles_agree_with_stats_arrays(other: type, figures: dict[str, float], stated: dict[str, str]) -> None:
    distribution = Distribution(stated["kind"], 5.0, Uncertainty.model_validate(stated), parse_unit("kg"))
    chances = np.linspace(0.01, 0.99, 37)
    row = other.from_dicts({**figures, "uncertainty_type": other.id})
    assert distribution.quantiles(chances) == pytest.approx(other.ppf(row, chances.reshape(1, -1)).ravel(), rel=1e-9)


STATEMENTS = st.sampled_from(
    [{"kind": "lognormal", "gsd": "1.4"}, {"kind": "normal", "sd": "1 kg"}, {"kind": "uniform", "min": "4 kg", "max": "8 kg"},
     {"kind": "triangular", "min": "2 kg", "max": "9 kg"}, {"kind": "pert", "min": "2 kg", "max": "9 kg"}]
)  # fmt: skip


@given(STATEMENTS, STATEMENTS, st.floats(-1, 1))
@settings(deadline=None, max_examples=60)
def test_moments_and_covariances_agree_with_numerical_integration(one: dict[str, str], other: dict[str, str], rho: float) -> None:
    a, b = (Distribution(part["kind"], 5.0, Uncertainty.model_validate(part), parse_unit("kg")) for part in (one, other))
    grid = (np.arange(4000) + 0.5) / 4000
    values = a.quantiles(grid)
    assert a.mean == pytest.approx(values.mean(), rel=1e-3)
    assert a.sd == pytest.approx(values.std(), rel=5e-3)
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = np.outer(weights, weights) / (2 * math.pi)
    first = a.quantiles(stats.norm.cdf(nodes).clip(1e-300, 1 - 1e-16))[:, None]
    second = b.quantiles(stats.norm.cdf(rho * nodes[:, None] + math.sqrt(1 - rho * rho) * nodes[None, :]).clip(1e-300, 1 - 1e-16).ravel())
    product = float(np.sum(weights * first * second.reshape(60, 60))) - a.mean * b.mean
    assert covariance(a, b, rho) == pytest.approx(product, abs=0.01 * a.sd * b.sd)
    assert abs(covariance(a, b, rho)) <= a.sd * b.sd * (1 + 1e-6)


@given(st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=4, max_size=4))
def test_a_correlation_matrix_is_what_its_factor_gives_back(vectors: list[list[float]]) -> None:
    rows = np.array(vectors)
    sizes = np.linalg.norm(rows, axis=1)
    if sizes.min() < 0.1:
        return
    matrix = (rows @ rows.T) / np.outer(sizes, sizes)
    names = ["d", "a", "c", "b"]
    pairs = {(names[i], names[j]): float(np.clip(matrix[i, j], -1, 1)) for i in range(4) for j in range(i)}
    for group in correlation_groups(pairs):
        factor = np.array(group.factor)
        assert factor @ factor.T == pytest.approx(np.array(group.matrix), abs=1e-4)
        assert group.names == tuple(sorted(group.names))


def test_coefficients_that_contradict_each_other_have_no_factor() -> None:
    with pytest.raises(NotPositiveSemidefinite):
        correlation_groups({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9})
    assert correlation_groups({("a", "b"): 0.0}) == ()
    assert [group.names for group in correlation_groups({("a", "b"): 1.0, ("d", "c"): 0.2})] == [("a", "b"), ("c", "d")]


BAD = [
    ((("one", "two", 0.9), ("two", "three", 0.9), ("one", "three", -0.9)), "M283"),
    ((("one", "nobody", 0.5),), "M281"),
    ((("one", "one", 0.5),), "M282"),
    ((("one", "two", 0.5), ("two", "one", 0.4)), "M282"),
    ((("one", "two", 1.5),), "M127"),
]


@pytest.mark.parametrize(("pairs", "code"), BAD, ids=[code for _, code in BAD])
def test_bad_correlations_are_findings_with_their_place(pairs: tuple[tuple[str, str, float], ...], code: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read_text(correlated(*pairs))
    (finding,) = [finding for finding in caught.value.findings if finding.code == code]
    assert finding.place is not None
    assert finding.place.path.startswith("correlations")
    assert finding.place.line > 8


def test_a_correlation_with_what_a_formula_gives_is_a_warning() -> None:
    model = read_text(correlated(("one", "p0/emissions/a", 0.5)))
    assert [finding.code for finding in model.source.findings if finding.code.startswith("M28")] == ["M284"]
    result = fp.calculate(model, [PACKAGES])
    assert correlations_of(model, [entry.name for entry in problem(result, library(), None, derived=True).inputs]) == ()


@pytest.mark.parametrize("name", ["cement", "pet", "bearing"])
def test_shipped_models_have_an_uncertainty_that_first_order_and_draws_agree_on(name: str) -> None:
    result = fp.calculate(Path(__file__).parents[1] / "product_models" / f"{name}.yaml")
    found = fp.uncertainty(result, draws=4000)
    assert found.first_order is not None
    assert found.statistics.mean == pytest.approx(found.first_order.mean, rel=0.05)
    assert found.statistics.sd == pytest.approx(found.first_order.sd, rel=0.25)
    assert found.statistics.percentile(2.5) < result.value < found.statistics.percentile(97.5)
    frame = found.frame()
    assert frame["share"].sum() == pytest.approx(1)
    assert json.loads(json.dumps(found.as_dict("en")))["value"] == result.value
    assert sum(found.as_dict()["monte_carlo"]["histogram"]["counts"]) == found.statistics.count


def test_statistics_of_numbers_that_do_not_vary() -> None:
    found = statistics(np.full(100, 7.0))
    assert (found.mean, found.sd, found.mean_error, found.sd_error) == (7, 0, 0, 0)
    assert {entry.value for entry in found.percentiles} == {7.0}


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=200))
def test_statistics_are_those_of_numpy(numbers: list[float]) -> None:
    values = np.array(numbers)
    found = statistics(values)
    assert found.mean == pytest.approx(values.mean(), abs=1e-6)
    assert found.sd == pytest.approx(values.std(ddof=1), abs=1e-4)
    assert found.percentile(50.0) == pytest.approx(np.median(values), abs=1e-6)
    assert sum(found.bins[1]) == len(values)
    assert found.running[-1].draws == len(values)


def test_derived_inputs_of_a_model_are_found_without_drawing() -> None:
    result = result_of(BOUGHT)
    template = problem(result, library(), None, derived=True).kernel.template
    assert uncertain_inputs(result, template, derived=False) == ()
