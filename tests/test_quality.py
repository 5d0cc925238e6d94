"""Data quality: what is stated, what is derived from metadata and why, and what other models hand on."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import footprint as fp
from footprint.insight.quality import INDICATORS, Rating, quality, rate
from footprint.insight.uncertainty.pedigree import ADDITIONAL, gsd_of
from footprint.model import read_text
from scenario_models import PACKAGES, library

MODEL = """footprint: product-model/1
product: {name: Product, flow: f0, declared_unit: 1 t}
producer: {name: Works, site: {country: SITE, subdivision: SITE-21}}
period: {start: YEAR-01-01, end: YEAR-12-31}
inventories: {textbook: "1", cn-electricity: "2024.1"}
processes:
  p0:
    stage: making
    outputs: {f0: 1 t}
    inputs:
      heat: {amount: 2 GJ, from: textbook/boiler-heat, data: primary, evidence: meter.csv, dqr: {technology: 2, precision: 3}}
      power: {amount: 100 kWh, from: cn-electricity/national-average-2024, data: assumed}
    emissions:
      a: {flow: "carbon dioxide, fossil", amount: 100 kg, data: primary}
"""


def result_of(text: str = MODEL, site: str = "CN", year: int = 2024) -> fp.Footprint:
    return fp.calculate(read_text(text.replace("SITE", site).replace("YEAR", str(year))), [PACKAGES])


def rating_of(result: fp.Footprint, name: str, indicator: str) -> Rating:
    rated = next(rated for rated, _ in quality(result, library()).rated if rated.exchange.endswith(name))
    rating = rated.worst(indicator)
    assert rating is not None
    return rating


def test_stated_ratings_stay_and_the_others_are_derived_with_a_reason() -> None:
    result = result_of()
    assert (rating_of(result, "heat", "technology").value, rating_of(result, "heat", "technology").origin) == (2, "stated")
    time = rating_of(result, "power", "time")
    assert (time.value, time.origin, time.about) == (1, "derived", "factor")
    assert "2024" in time.why("zh")
    for rated, _ in quality(result, library()).rated:
        for indicator in INDICATORS:
            rating = rated.worst(indicator)
            assert rating is not None
            assert rating.why("en")
            assert 1 <= rating.value <= 5


@pytest.mark.parametrize(("year", "score"), [(2024, 1), (2027, 1), (2028, 2), (2033, 3), (2037, 4), (2045, 5), (2000, 5)])
def test_time_is_rated_by_the_years_between_data_and_period(year: int, score: float) -> None:
    assert rating_of(result_of(year=year), "power", "time").value == score


@pytest.mark.parametrize(("site", "score"), [("CN", 2), ("US", 4)])
def test_geography_is_rated_by_the_place_of_the_site(site: str, score: float) -> None:
    result = result_of(site=site)
    assert rating_of(result, "power", "geography").value == score
    assert rating_of(result, "heat", "geography").value == 3, "data of the whole world"


def test_a_site_that_is_not_known_makes_geography_unknown() -> None:
    text = MODEL.replace("producer: {name: Works, site: {country: SITE, subdivision: SITE-21}}\n", "")
    assert rating_of(result_of(text), "power", "geography").value == 5


def test_means_are_weighted_by_contribution_and_the_result_stays_as_it_was() -> None:
    result = result_of()
    found = quality(result, library())
    weight = sum(abs(leaf.value) for leaf in result.contributions)
    for indicator in INDICATORS:
        exact = sum(abs(leaf.value) * rated.worst(indicator).value for rated, leaf in found.rated) / weight  # type: ignore[union-attr]
        assert found.means[indicator] == pytest.approx(exact)
    heat = next(leaf for leaf in result.contributions if leaf.exchange.endswith("heat"))
    assert found.derived["technology"] == pytest.approx(1 - heat.value / weight)
    assert result.data_quality["technology"] == 2
    assert result.data_quality["geography"] is None


def test_shares_of_kinds_of_data() -> None:
    result = result_of()
    shares, parts = quality(result, library()).shares, {leaf.exchange.split("/")[-1]: leaf.share for leaf in result.contributions}
    assert shares.primary == pytest.approx(parts["a"])
    assert shares.primary_amount == pytest.approx((parts["a"] or 0) + (parts["heat"] or 0))
    assert shares.assumed == pytest.approx(parts["power"])
    assert shares.demo == pytest.approx(parts["heat"])
    assert (shares.proxy, shares.unstated) == (0, 0)
    assert quality(result, library()).assumed == ("p0/inputs/power",)


OUTER = """footprint: product-model/1
product: {name: Outer, flow: g0, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
processes:
  q0:
    stage: making
    outputs: {g0: 1 t}
    inputs:
      f0: {amount: 2 t, from: "model:inner.yaml#f0", data: primary}
    emissions:
      b: {flow: "carbon dioxide, fossil", amount: 50 kg}
"""


@pytest.mark.parametrize("kind", ["primary", "secondary"])
def test_other_models_hand_on_their_primary_share(tmp_path: Path, kind: str) -> None:
    (tmp_path / "inner.yaml").write_text(MODEL.replace("SITE", "CN").replace("YEAR", "2024"), encoding="utf-8")
    (tmp_path / "outer.yaml").write_text(OUTER.replace("data: primary", f"data: {kind}"), encoding="utf-8")
    inner, outer = (fp.calculate(tmp_path / f"{name}.yaml", [PACKAGES]) for name in ("inner", "outer"))
    found = quality(outer, library())
    own = quality(inner, library()).shares.primary
    assert own is not None
    assert list(found.inherited.values()) == [pytest.approx(own)]
    taken = 2 * inner.value / outer.value
    assert found.shares.primary == pytest.approx(own * taken if kind == "primary" else 0)
    assert outer.primary_data_share in (0, None), "certificates carry what they carried"
    # Its packages are found again through the result.
    assert fp.quality(outer).shares.primary == pytest.approx(found.shares.primary)


def test_a_model_that_is_gone_hands_on_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "inner.yaml").write_text(MODEL.replace("SITE", "CN").replace("YEAR", "2024"), encoding="utf-8")
    (folder / "outer.yaml").write_text(OUTER, encoding="utf-8")
    outer = fp.calculate(folder / "outer.yaml", [PACKAGES])
    shutil.rmtree(folder)
    found = quality(outer, library())
    assert found.inherited == {}
    assert found.shares.primary == 0


def test_ratings_are_plain_data_and_a_table() -> None:
    found = fp.quality(result_of(), library())
    told = json.loads(json.dumps(found.as_dict("zh")))
    assert {entry["exchange"] for entry in told["exchanges"]} == {"p0/inputs/heat", "p0/inputs/power", "p0/emissions/a"}
    assert told["exchanges"][0]["ratings"]["time"]["origin"] == "derived"
    frame = found.frame()
    assert list(frame["technology_origin"].unique()) == ["derived", "stated"] or set(frame["technology_origin"]) == {"derived", "stated"}


def test_an_exchange_without_provider_is_rated_as_an_amount() -> None:
    result = result_of()
    rated = rate(result.calculation, result.model, "p0/emissions/a", "carbon dioxide, fossil")
    assert rated.factor == {}
    assert {name: rating.value for name, rating in rated.amount.items()} == {"precision": 2, "technology": 1, "geography": 1, "time": 1}


def rated(**scores: float) -> dict[str, Rating]:
    return {name: Rating(score, "stated", "factor", "stated", {}) for name, score in scores.items()}


def test_the_table_of_the_pedigree_is_applied_by_variances() -> None:
    assert gsd_of(rated(technology=5, time=3)) == pytest.approx(math.exp(math.sqrt(0.0006 + 0.12 + 0.002)))
    assert gsd_of(rated(precision=2.5)) == pytest.approx(math.exp(math.sqrt(0.0006 + (0.0006 + 0.002) / 2)))
    for table in ADDITIONAL.values():
        assert list(table) == sorted(table)


@given(st.sampled_from(INDICATORS), st.floats(1, 5), st.floats(1, 5))
def test_worse_ratings_never_make_a_value_surer(indicator: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert gsd_of(rated(**{indicator: low})) <= gsd_of(rated(**{indicator: high})) * (1 + 1e-12)
