"""Average electricity and residual mix in place of what is claimed: against whole new calculations and arithmetic by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import footprint as fp
from footprint.insight.electricity import RUN_TITLES, GridSensitivity, MixRun
from footprint.model import read_text
from footprint.pipeline import electricity
from footprint.verification.profile import read_profile
from footprint.verification.rules import Case
from footprint.verification.rules.grid import grid_run

MODEL = """footprint: product-model/1
product: {name: Part, flow: part, declared_unit: 1 kg}
producer: {name: Works, site: {country: CN}}
period: {start: YEAR-01-01, end: YEAR-12-31}
inventories: {cn-electricity: "2024.1"}
processes:
  making:
    stage: making
    outputs: {part: 1 kg}
    inputs:
      grid: {amount: 2 kWh, from: cn-electricity/national-average-2024}
      green: {amount: 3 kWh, from: cn-electricity/wind-2024, contract: {certificate: GEC-1, retired: 2024-12-31}}
      delivered: {amount: 3 kWh, from: cn-electricity/delivery-with-losses-2024}
    emissions:
      own: {flow: "carbon dioxide, fossil", amount: 1 kg}
"""

# Published figures of 2024 and 2023, typed here and not read from the packages.
AVERAGE, WIND, DELIVERY = 0.5777, 0.0324, 0.0327
CO2_ALL, CO2_UNTRADED = 0.5306, 0.6096
LEAST, MOST = 0.0065, 0.0520  # nuclear, photovoltaic


def sensitivity(*changes: tuple[str, str], year: int = 2024) -> GridSensitivity:
    text = MODEL.replace("YEAR", str(year))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return electricity(read_text(text))


def run(found: GridSensitivity, name: str) -> MixRun:
    return next(run for run in found.runs if run.name == name)


def test_claimed_electricity_and_its_delivery_give_way_to_the_average() -> None:
    found = sensitivity()
    average = run(found, "average")
    assert found.result.value == pytest.approx(1 + 2 * AVERAGE + 3 * (WIND + DELIVERY))
    assert average.value == pytest.approx(1 + 5 * AVERAGE)
    assert average.delta == pytest.approx(3 * (AVERAGE - WIND - DELIVERY))
    assert average.share == pytest.approx(average.delta / found.result.value)
    assert (average.basis, average.dataset) == ("dataset", "cn-electricity/national-average-2024")
    assert average.replaced == ("making/inputs/green", "making/inputs/delivered")
    assert (found.claimed_kwh, found.grid_kwh) == pytest.approx((3, 2))
    assert [(use.exchange, use.delivery) for use in found.claimed] == [("making/inputs/green", False), ("making/inputs/delivered", True)]


def test_the_average_is_what_a_whole_new_calculation_gives() -> None:
    without = MODEL.replace("YEAR", "2024").replace(
        "      delivered: {amount: 3 kWh, from: cn-electricity/delivery-with-losses-2024}\n", ""
    )
    plain = without.replace(
        "from: cn-electricity/wind-2024, contract: {certificate: GEC-1, retired: 2024-12-31}", "from: cn-electricity/national-average-2024"
    )
    assert run(sensitivity(), "average").value == pytest.approx(fp.calculate(read_text(plain)).value, rel=1e-12)


def test_the_residual_mix_is_derived_from_published_figures_as_a_range() -> None:
    found = sensitivity()
    share = 1 - CO2_ALL / CO2_UNTRADED
    low = (AVERAGE - share * (MOST + DELIVERY)) / (1 - share)
    high = (AVERAGE - share * (LEAST + DELIVERY)) / (1 - share)
    residual = run(found, "residual")
    assert (residual.basis, residual.low, residual.high) == ("derived", pytest.approx(low), pytest.approx(high))
    assert (residual.value_low, residual.value_high) == pytest.approx((1 + 2 * AVERAGE + 3 * low, 1 + 2 * AVERAGE + 3 * high))
    assert residual.value == pytest.approx(1 + 2 * AVERAGE + 3 * (low + high) / 2)
    uncovered = run(found, "uncovered-residual")
    assert uncovered.value_high == pytest.approx(1 + 2 * high + 3 * (WIND + DELIVERY))
    assert "13.0 %" in residual.why["en"]
    assert "13.0 %" in residual.why["zh"]
    assert "Derived, not published" in residual.why["en"]


def test_the_range_is_what_a_model_with_these_factors_gives() -> None:
    found = run(sensitivity(), "uncovered-residual")
    for factor, value in ((found.low, found.value_low), (found.high, found.value_high)):
        stated = f"declared: {factor!r} kg CO2e/kWh, source: derived"
        text = MODEL.replace("YEAR", "2024").replace("2 kWh, from: cn-electricity/national-average-2024", f"2 kWh, {stated}")
        assert value == pytest.approx(fp.calculate(read_text(text)).value, rel=1e-12)


def test_no_co2_factor_ever_stands_in_for_a_footprint_factor() -> None:
    for entry in sensitivity().runs:
        assert not entry.dataset.startswith("cn-electricity/co2/")
        assert entry.intensity not in (CO2_ALL, CO2_UNTRADED)
        assert entry.low is not None
        assert entry.low >= AVERAGE


def test_a_derived_residual_mix_without_traded_power_would_be_the_average() -> None:
    """The residual mix and the traded power, weighted by their shares, make the average again."""
    residual = run(sensitivity(), "residual")
    share = 1 - CO2_ALL / CO2_UNTRADED
    assert residual.low is not None
    assert share * (MOST + DELIVERY) + (1 - share) * residual.low == pytest.approx(AVERAGE)


def test_the_year_of_the_average_is_that_of_the_period() -> None:
    assert run(sensitivity(year=2023), "average").dataset == "cn-electricity/national-average-2023"
    assert run(sensitivity(year=2025), "average").dataset == "cn-electricity/national-average-2024"


@pytest.mark.parametrize("change", [("site: {country: CN}", "site: {country: DE}"), (", site: {country: CN}", "")])
def test_without_an_average_of_the_country_there_is_no_number_but_a_reason(change: tuple[str, str]) -> None:
    found = sensitivity(change)
    assert [entry.basis for entry in found.runs] == ["none", "none", "none"]
    for entry in found.runs:
        assert (entry.value, entry.delta, entry.share, entry.intensity) == (None, None, None, None)
        assert entry.why["en"]
        assert entry.why["zh"]


def test_before_the_first_published_year_there_is_no_factor() -> None:
    assert [entry.basis for entry in sensitivity(year=2019).runs] == ["none", "none", "none"]


def test_a_named_residual_mix_is_used_as_it_is() -> None:
    text = MODEL.replace("YEAR", "2024")
    found = electricity(read_text(text), residuals=["cn-electricity/coal-2024"], averages=["cn-electricity/national-average-2023"])
    assert (run(found, "residual").basis, run(found, "residual").intensity) == ("dataset", pytest.approx(0.9240))
    assert run(found, "average").intensity == pytest.approx(0.6205)


def test_an_unknown_dataset_gives_no_number() -> None:
    found = electricity(read_text(MODEL.replace("YEAR", "2024")), averages=["cn-electricity/none-such"])
    assert run(found, "average").value is None


def test_the_rule_finds_the_same_result() -> None:
    found = sensitivity()
    profile = read_profile("iso-14067")
    ruled = grid_run(Case(found.result.model, found.result, ()), profile)
    assert ruled is not None
    assert ruled.value == pytest.approx(run(found, "average").value, rel=1e-12)
    assert ruled.replaced == run(found, "average").replaced


def test_without_claims_only_the_rest_is_asked_for_and_without_electricity_nothing() -> None:
    green = "      green: {amount: 3 kWh, from: cn-electricity/wind-2024, contract: {certificate: GEC-1, retired: 2024-12-31}}\n"
    delivered = "      delivered: {amount: 3 kWh, from: cn-electricity/delivery-with-losses-2024}\n"
    found = sensitivity((green, ""), (delivered, ""))
    assert [entry.name for entry in found.runs] == ["uncovered-residual"]
    grid = "    inputs:\n      grid: {amount: 2 kWh, from: cn-electricity/national-average-2024}\n"
    assert sensitivity((green, ""), (delivered, ""), (grid, "")).runs == ()


def test_claims_of_another_model_are_replaced_too(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text(MODEL.replace("YEAR", "2024"), encoding="utf-8")
    own = MODEL.replace("YEAR", "2024").split("    inputs:")[0].replace("part", "whole").replace("Part", "Whole")
    (tmp_path / "whole.yaml").write_text(own + "    inputs:\n      part: {amount: 4 kg, from: model:part.yaml}\n", encoding="utf-8")
    found = electricity(tmp_path / "whole.yaml")
    assert run(found, "average").value == pytest.approx(4 * (1 + 5 * AVERAGE))
    assert run(found, "average").replaced == ("part.yaml#making",)


def test_the_record_is_plain_data_in_both_languages() -> None:
    found = sensitivity()
    for lang in ("en", "zh"):
        data = json.loads(json.dumps(found.as_dict(lang)))
        assert [entry["title"] for entry in data["runs"]] == [RUN_TITLES[entry.name][lang] for entry in found.runs]
    frame = found.frame()
    assert list(frame["name"]) == ["average", "residual", "uncovered-residual"]
    assert float(frame["delta"][0]) == run(found, "average").delta
