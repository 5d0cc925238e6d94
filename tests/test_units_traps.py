"""The trap corpus: what people write, what is read, and what is refused with which suggestion."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from footprint.errors import UnitError
from footprint.units import DIMENSIONLESS, conversion_factor, parse_amount, parse_formula, parse_unit, quantity
from footprint.units.errors import WrongDimension

DATA = Path(__file__).parent / "data" / "units"
DIMENSIONS = {
    "x": parse_unit("kg").dimension,
    "产量": parse_unit("kg").dimension,
    "e": parse_unit("kWh").dimension,
    "r": DIMENSIONLESS,
    "product": parse_unit("kg").dimension,
    **dict.fromkeys(("yield", "in", "is"), DIMENSIONLESS),
}
VALUES = {"x": 5.0, "产量": 7.0, "e": 3.6e6, "r": 2.0, "product": 1.0, "yield": 0.5, "in": 0.2, "is": 1.0}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    for row in found:
        assert None not in row, row
        row["text"] = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), row.get("text", ""))
    return found


def ids(row: dict[str, str]) -> str:
    return ascii(row["text"])


def refuse(row: dict[str, str], error: UnitError) -> None:
    assert error.code == row["value"], str(error)
    if row["suggestion"]:
        assert row["suggestion"] in error.values["suggestions"], str(error)
    for lang in ("en", "zh"):
        assert error.finding.message(lang)
        assert "{" not in error.finding.message(lang).replace(row["text"], "").replace("`{`", "")


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(rows("amounts")) + len(rows("formulas")) >= 300
    assert sum(row["outcome"] == "refused" for row in rows("amounts")) >= 120


@pytest.mark.parametrize("row", [row for row in rows("amounts") if row["outcome"] == "accepted"], ids=ids)
def test_an_amount_is_read_as_its_value_in_base_units(row: dict[str, str]) -> None:
    amount = parse_amount(row["text"])
    assert amount.base == pytest.approx(float(row["value"]), rel=1e-15, abs=0)
    assert amount.unit.text == row["unit"]
    assert parse_amount(str(amount)) == amount
    assert quantity(row["text"]).to_base_units().magnitude == pytest.approx(amount.base, rel=1e-12, abs=0)


@pytest.mark.parametrize("row", [row for row in rows("amounts") if row["outcome"] == "refused"], ids=ids)
def test_an_amount_that_could_be_misread_is_refused_with_a_suggestion(row: dict[str, str]) -> None:
    with pytest.raises(UnitError) as caught:
        parse_amount(row["text"])
    refuse(row, caught.value)


@pytest.mark.parametrize("row", [row for row in rows("formulas") if row["outcome"] == "accepted"], ids=ids)
def test_a_formula_has_its_dimension_and_its_value(row: dict[str, str]) -> None:
    formula = parse_formula(row["text"])
    assert str(formula.dimension(DIMENSIONS)) == row["dimension"]
    assert formula.evaluate(VALUES) == pytest.approx(float(row["value"]), rel=1e-15, abs=0)
    assert parse_formula(str(formula)) == formula


@pytest.mark.parametrize("row", [row for row in rows("formulas") if row["outcome"] == "refused"], ids=ids)
def test_a_formula_outside_the_grammar_is_refused_with_its_place(row: dict[str, str]) -> None:
    def work_out() -> None:
        formula = parse_formula(row["text"])
        formula.dimension(DIMENSIONS)
        formula.evaluate(VALUES)

    with pytest.raises(UnitError) as caught:
        work_out()
    refuse(row, caught.value)
    assert 0 <= caught.value.values["offset"] <= len(row["text"])


@pytest.mark.parametrize("row", rows("conversions"), ids=lambda row: f"{row['left']} to {row['right']}")
def test_units_convert_within_one_dimension_only(row: dict[str, str]) -> None:
    left, right = parse_unit(row["left"]), parse_unit(row["right"])
    if row["factor"]:
        assert conversion_factor(left, right) == pytest.approx(float(row["factor"]), rel=1e-15)
        assert conversion_factor(right, left) == pytest.approx(1 / float(row["factor"]), rel=1e-15)
        return
    with pytest.raises(WrongDimension) as caught:
        conversion_factor(left, right)
    values = caught.value.values
    assert (values["left_unit"], values["right_unit"]) == (left.text, right.text)
    assert (values["left_dimension"], values["right_dimension"]) == (str(left.dimension), str(right.dimension))


@pytest.mark.parametrize("row", [row for name in ("amounts", "formulas") for row in rows(name) if row["suggestion"]], ids=ids)
def test_every_suggestion_can_be_read(row: dict[str, str]) -> None:
    try:
        parse_formula(row["text"]).dimension(DIMENSIONS) if row["text"].startswith("=") else parse_amount(row["text"])
    except UnitError as error:
        for suggestion in error.values["suggestions"]:
            if suggestion in ("*", "/", "**"):
                continue
            if suggestion[0].isdigit() or suggestion[0] in "-(" or " / " in suggestion or "**" in suggestion or suggestion in DIMENSIONS:
                parse_formula(suggestion)
            else:
                parse_unit(suggestion)
