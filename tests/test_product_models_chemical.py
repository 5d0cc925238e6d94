"""The shipped models of refining, aromatics, soda and the flow battery: dominating terms by hand, balances, ranges of physics."""

from __future__ import annotations

from pathlib import Path

import pytest

import footprint as fp
from footprint.errors import Severity
from footprint.inventory.library import shipped_folder
from footprint.model import evaluate
from footprint.units import Formula
from test_product_models import changed, contribution, result_of

FOLDER = Path(shipped_folder("product_models"))
NAMES = ("soda-ash",)
CO2_PER_C = 44.01 / 12.011

every_model = pytest.mark.parametrize("name", NAMES)


def amount(name: str, exchange: str, unit: str) -> float:
    """Evaluate the amount of an exchange of a shipped model."""
    return evaluate(fp.read(FOLDER / f"{name}.yaml")).amounts[exchange].to(unit).value


def parameter(name: str, key: str, unit: str) -> float:
    """Evaluate a parameter of a shipped model."""
    return evaluate(fp.read(FOLDER / f"{name}.yaml")).parameters[key].to(unit).value


@every_model
def test_the_model_passes_the_check(name: str) -> None:
    assert [finding.line() for finding in fp.check(FOLDER / f"{name}.yaml") if finding.severity is Severity.ERROR] == []


@every_model
def test_stages_and_contributions_sum_to_the_total(name: str) -> None:
    result = result_of(name)
    scale = sum(abs(row["value"]) for row in result["contributions"])
    assert sum(row["value"] for row in result["contributions"]) == pytest.approx(result["total"]["value"], abs=1e-9 * scale)
    assert sum(row["value"] for row in result["stages"]) == pytest.approx(result["total"]["value"], abs=1e-9 * scale)


@every_model
def test_names_are_in_both_languages_and_nobody_in_particular_makes_it(name: str) -> None:
    model = fp.read(FOLDER / f"{name}.yaml")
    assert all(it is not None and it.en and it.zh for it in (model.product.name, *(one.name for one in model.processes.values())))
    assert model.status == "representative"
    assert model.producer is not None
    assert model.producer.name.zh == "示例企业"


@every_model
def test_values_lie_within_their_ranges(name: str) -> None:
    model = fp.read(FOLDER / f"{name}.yaml")
    outside = [
        key
        for key, record in model.parameters.items()
        if record.value is not None and not isinstance(record.value, Formula)
        if (record.min and record.min.base > record.value.base) or (record.max and record.max.base < record.value.base)
    ]
    assert outside == []


@every_model
def test_a_page_compares_the_model_with_publications(name: str) -> None:
    text = (FOLDER.parent / "docs" / "models" / "comparisons" / f"{name}.md").read_text(encoding="utf-8")
    assert len(text) > 800
    assert any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_salt_and_limestone_of_soda_ash_follow_from_stoichiometry_and_the_two_yields() -> None:
    assert parameter("soda-ash", "salt_rate", "t/t") == pytest.approx(2 * 58.44 / 105.99 / 0.70, rel=1e-12)
    assert parameter("soda-ash", "carbonate_rate", "t/t") == pytest.approx(100.09 / 105.99 / 0.80, rel=1e-12)


def test_chlorine_of_the_salt_leaves_soda_ash_as_calcium_chloride_and_unused_salt() -> None:
    chlorine = parameter("soda-ash", "salt_rate", "t/t") * 35.453 / 58.44
    as_calcium_chloride = 2 * 35.453 / 105.99
    assert chlorine == pytest.approx(as_calcium_chloride / 0.70, rel=1e-3)
    calcium = parameter("soda-ash", "carbonate_rate", "t/t") * 40.078 / 100.09
    assert calcium > 40.078 / 105.99, "the lime is enough to bind the chlorine of the converted salt"


def test_carbon_of_the_limestone_is_in_the_soda_ash_or_in_the_air() -> None:
    """Per t of dense ash: all carbonate burnt, less the soda ash, less the carbonate in the mud of the brine."""
    result = result_of("soda-ash")
    light = amount("soda-ash", "dense-ash/inputs/light-ash", "t") / (1 - 0.015 * amount("soda-ash", "soda/inputs/purified-salt", "t"))
    salt = light * amount("soda-ash", "soda/inputs/purified-salt", "t")
    burnt = light * amount("soda-ash", "soda/inputs/lime-and-gas", "t") + salt * 0.015
    held = (1 + salt * 0.015) * 44.01 / 105.99
    emitted = contribution(result, "soda/emissions/process_co2")
    emitted += contribution(result, "brine-purification/emissions/co2_of_purification_lime")
    assert emitted / 1000 == pytest.approx(burnt * 44.01 / 100.09 - held, rel=1e-9)


def test_coke_of_the_lime_kiln_by_hand() -> None:
    per_carbonate = 1.781 / 0.78 * 29.42 * 44 / 12  # GJ/t x kg C/GJ x CO2 per C
    assert amount("soda-ash", "lime-kiln/inputs/coke_burning", "GJ") * 29.42 * 44 / 12 == pytest.approx(per_carbonate, rel=1e-9)
    tonnes = contribution(result_of("soda-ash"), "lime-kiln/inputs/coke_burning") / per_carbonate
    assert 1.18 < tonnes < 1.25, "the stone of the product and a little for the brine"


def test_gas_of_the_kiln_holds_more_carbon_dioxide_than_the_soda_ash_takes_up() -> None:
    gas = amount("soda-ash", "soda/inputs/lime-and-gas", "t") * (44.01 / 100.09 + 1.781 / 0.78 * 29.42 * 44 / 12 / 1000)
    assert 44.01 / 105.99 < gas < 2.5 * 44.01 / 105.99


def test_heat_of_soda_ash_is_that_of_chp() -> None:
    heat = amount("soda-ash", "dense-ash/inputs/steam", "GJ")
    assert heat == pytest.approx(0.25 * 2.6 / 0.88, rel=1e-12)
    assert contribution(result_of("soda-ash"), "dense-ash/inputs/steam") == pytest.approx(
        heat * result_of("chp")["total"]["value"], rel=1e-9
    )


def test_better_conversion_of_the_carbonate_saves_stone_coke_and_vented_gas() -> None:
    better = changed("soda-ash", ("value: 80 %\n    min: 70 %", "value: 88 %\n    min: 70 %"))["total"]["value"]
    saved = 100.09 / 105.99 * (1 / 0.80 - 1 / 0.88)
    per_carbonate = 439.7 + 1.781 / 0.78 * 29.42 * 44 / 12 + 40  # kg: its own CO2, the coke's, coke making and hauls
    assert result_of("soda-ash")["total"]["value"] - better == pytest.approx(1.024 * saved * per_carbonate, rel=0.02), "2.4 % is own use"


def test_soda_ash_lies_in_the_range_between_its_chemistry_and_the_publication() -> None:
    """At least the coke and the surplus of limestone; the literature value in the Chinese database is 1875 kg/t (2014)."""
    assert 300 < result_of("soda-ash")["total"]["value"] < 1875
