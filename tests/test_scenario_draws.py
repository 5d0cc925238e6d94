"""Random draws: the distribution that the model states, and the same numbers however they are cut."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from footprint.engine.scenarios import draw
from footprint.engine.scenarios.draws import quantiles, uncertain, uniforms
from footprint.model.schema import Uncertainty
from footprint.units import parse_amount
from scenario_models import HEAD, kernel_of

MODEL = (
    HEAD
    + """
parameters:
  wide: {value: 0.5 kg/kg, uncertainty: {kind: lognormal, gsd2: 1.44}}
  even: {value: 40 %, uncertainty: {kind: uniform, min: 20 %, max: 90 %}}
  {more}
processes:
  p0:
    outputs: {f0: 1 t}
    inputs:
      bought: {amount: 2 GJ, from: textbook/boiler-heat, uncertainty: {kind: normal, sd: 100 MJ}}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: "= 100 kg * wide + 10 kg * even"}
"""
)
PLAIN = MODEL.replace("  {more}\n", "")
LARGER = MODEL.replace("{more}", "another: {value: 1 kg, uncertainty: {kind: triangular, min: 1 kg, max: 3 kg}}")


def stated(kind: str, **figures: str | float) -> Uncertainty:
    return Uncertainty.model_validate({"kind": kind, **{name: str(figure) for name, figure in figures.items()}})


DISTRIBUTIONS = [
    (100.0, stated("lognormal", gsd=1.5), stats.lognorm(math.log(1.5), scale=100.0)),
    (100.0, stated("lognormal", gsd2=1.21), stats.lognorm(math.log(1.1), scale=100.0)),
    (5.0, stated("normal", sd="2 kg"), stats.norm(5, 2)),
    (5.0, stated("uniform", min="2 kg", max="8 kg"), stats.uniform(2, 6)),
    (3.0, stated("triangular", min="2 kg", max="8 kg"), stats.triang(1 / 6, 2, 6)),
    (2.0, stated("triangular", min="2 kg", max="8 kg"), stats.triang(0, 2, 6)),
    (8.0, stated("triangular", min="2 kg", max="8 kg"), stats.triang(1, 2, 6)),
    (3.0, stated("pert", min="2 kg", max="8 kg"), stats.beta(1 + 4 / 6, 1 + 4 * 5 / 6, 2, 6)),
]


@pytest.mark.parametrize(("value", "uncertainty", "distribution"), DISTRIBUTIONS, ids=lambda part: getattr(part, "kind", ""))
def test_quantiles_are_those_of_the_distribution(value: float, uncertainty: Uncertainty, distribution: stats.rv_continuous) -> None:
    probability = np.array([1e-12, 0.01, 0.3, 0.5, 0.9, 1 - 1e-9])
    assert distribution.cdf(quantiles(value, uncertainty, probability)) == pytest.approx(probability, rel=1e-6)


def test_the_value_of_a_lognormal_is_its_median() -> None:
    assert quantiles(7.0, stated("lognormal", gsd=3), np.array([0.5]))[0] == 7.0


def test_a_distribution_without_width_is_its_value() -> None:
    for kind in ("uniform", "triangular", "pert"):
        assert list(quantiles(2.0, stated(kind, min="2 kg", max="2 kg"), np.array([0.1, 0.9]))) == [2.0, 2.0]


@given(st.integers(0, 2**70), st.integers(0, 10_000), st.integers(0, 60), st.text(max_size=20))
def test_a_draw_depends_on_seed_name_and_number_alone(seed: int, start: int, count: int, name: str) -> None:
    assert np.array_equal(uniforms(seed, name, count, start), uniforms(seed, name, start + count)[start:])


def test_seeds_and_names_give_other_draws_that_are_not_correlated() -> None:
    one = uniforms(1, "a", 20_000)
    for other in (uniforms(2, "a", 20_000), uniforms(1, "b", 20_000), one[::-1]):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.03
    assert stats.kstest(one, "uniform").pvalue > 0.01
    assert 0 < one.min() < one.max() < 1


def test_the_first_draws_are_published() -> None:
    # Written down once: a change would silently change every published Monte Carlo result.
    assert uniforms(1, "px_rate", 3).tolist() == [0.784750571735248, 0.24610312616956775, 0.3270069915305328]


def test_draws_of_a_model_do_not_change_when_something_is_added() -> None:
    template, kernel = kernel_of(PLAIN)
    larger, _ = kernel_of(LARGER)
    values, more = draw(template, 5, 1000), draw(larger, 5, 1000)
    assert set(more) - set(values) == {"another"}
    assert all(np.array_equal(values[name], more[name]) for name in values)
    parts = [draw(template, 5, 300, 0), draw(template, 5, 700, 300)]
    assert all(np.array_equal(np.concatenate([part[name] for part in parts]), values[name]) for name in values)
    scores = kernel.score(values)
    assert not scores.failed.any()
    # Mean of the sum: 100 kg x 0.5 exp(σ²/2) + 10 kg x 0.55 + 2 GJ x 100 kg/GJ; σ = ln 1.2.
    mean = 50 * math.exp(math.log(1.2) ** 2 / 2) + 5.5 + 200
    spread = 100 * 0.1
    assert scores.total.mean() == pytest.approx(mean, abs=5 * math.hypot(spread, 10) / math.sqrt(1000))


def test_amounts_are_drawn_in_base_units() -> None:
    template, _ = kernel_of(PLAIN)
    values = draw(template, 1, 5000)
    assert set(uncertain(template)) == {"wide", "even", "p0/inputs/bought"}
    heat = parse_amount("2 GJ").base
    assert np.median(values["p0/inputs/bought"]) == pytest.approx(heat, rel=0.01)
    assert values["even"].min() >= 0.2
