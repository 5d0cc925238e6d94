"""Formulas beyond the corpus: shapes, bits, limits, and what the errors carry."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from footprint.errors import UnitError
from footprint.units import DIMENSIONLESS, Dimension, parse_amount, parse_formula, parse_unit
from footprint.units.formula_errors import (
    DivisionByZero,
    FormulaTooLong,
    MismatchedSides,
    NotInFormulas,
    ResultNotFinite,
    UnknownName,
)
from footprint.units.formula_tree import Call, Name, Negative, Number, Power, Product, Sum, walk
from shared import REPOSITORY

MASS, ENERGY = parse_unit("kg").dimension, parse_unit("kWh").dimension


def test_a_tree_has_whitelisted_nodes_only() -> None:
    formula = parse_formula("= min(-x, 2 kg) * (r + 1) ** 2 / sqrt(4) - x * exp(r)")
    assert {type(node) for node in walk(formula.tree)} == {Call, Name, Negative, Number, Power, Product, Sum}
    assert formula.names == {"x", "r"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        formula.text = "x"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        formula.tree.span = None  # type: ignore[misc, assignment]


def test_a_dimension_error_names_both_sides_and_the_place() -> None:
    text = "= x * 2 + e"
    with pytest.raises(MismatchedSides) as caught:
        parse_formula(text).dimension({"x": MASS, "e": ENERGY})
    values = caught.value.values
    assert (values["left"], values["left_dimension"]) == ("x * 2", "mass")
    assert (values["right"], values["right_dimension"]) == ("e", "energy")
    assert text[values["offset"]] == "e"
    assert "x * 2" in caught.value.finding.message("zh")


def test_an_unknown_name_comes_with_the_nearest_parameters() -> None:
    with pytest.raises(UnknownName) as caught:
        parse_formula("= 1 t * px_rte").dimension({"px_rate": DIMENSIONLESS, "pta_rate": DIMENSIONLESS})
    assert caught.value.values["suggestions"][0] == "px_rate"
    with pytest.raises(UnknownName):
        parse_formula("= 1 t * px_rte").evaluate({"px_rate": 1.0})


def test_the_offset_counts_in_the_text_as_written() -> None:
    for text in ("=x.y", "=   x.y", "x.y", "＝　ｘ．ｙ"):
        with pytest.raises(NotInFormulas) as caught:
            parse_formula(text)
        assert text[caught.value.values["offset"]] in ".．"


def test_arrays_broadcast_and_keep_their_shape() -> None:
    formula = parse_formula("= x * r + 1 kg")
    draws = np.linspace(0, 1, 12).reshape(3, 4)
    value = formula.evaluate({"x": draws, "r": 2.0})
    assert isinstance(value, np.ndarray)
    assert value.shape == (3, 4)
    assert value.dtype == np.float64
    np.testing.assert_array_equal(value, draws * 2 + 1)
    whole = formula.evaluate({"x": np.array([1, 2, 3]), "r": 2})
    np.testing.assert_array_equal(whole, [3.0, 5.0, 7.0])


def test_a_formula_does_not_change_the_arrays_it_is_given() -> None:
    draws = np.array([1.0, 2.0])
    for text in ("x", "x + x", "x * x / 2", "max(x, 1)", "-x"):
        parse_formula(text).evaluate({"x": draws})
    np.testing.assert_array_equal(draws, [1.0, 2.0])


def test_a_formula_without_arrays_gives_a_number_beside_arrays_it_does_not_use() -> None:
    value = parse_formula("= r * 2").evaluate({"r": 2.0, "x": np.array([1.0, 2.0])})
    assert isinstance(value, float)


def test_one_bad_element_of_an_array_is_an_error() -> None:
    with pytest.raises(DivisionByZero) as caught:
        parse_formula("= 1 / x").evaluate({"x": np.array([1.0, 0.0, 2.0])})
    assert caught.value.values["right"] == "x"
    for text in ("sqrt(x)", "log(x)", "x**0.5", "exp(-1000 * x)"):
        with pytest.raises(ResultNotFinite):
            parse_formula(text).evaluate({"x": np.array([1.0, -1.0])})


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_no_unknown_number_enters_a_formula(bad: float) -> None:
    for value in (bad, np.array([1.0, bad])):
        with pytest.raises(ResultNotFinite):
            parse_formula("= min(x, 1)").evaluate({"x": value})


def test_numbers_have_the_same_bits_everywhere() -> None:
    # Correctly rounded values, from 60-digit arithmetic: no processor's own exp, log or pow is asked.
    golden = {
        "exp(1)": 2.718281828459045,
        "exp(0.1)": 1.1051709180756477,
        "exp(-20.5)": 1.2501528663867426e-09,
        "log(10)": 2.302585092994046,
        "log(0.3)": -1.2039728043259361,
        "1.1**10": 2.5937424601000023,
        "0.7**0.6": 0.8073443754472972,
        "3**-7": 0.0004572473708276177,
        "2**0.5": 1.4142135623730951,
    }
    for text, value in golden.items():
        found = parse_formula(text).evaluate({})
        assert isinstance(found, float)
        assert found.hex() == value.hex(), text


def test_a_root_and_its_square_cancel_in_dimension() -> None:
    assert parse_formula("sqrt(x)").dimension({"x": MASS}) * parse_formula("x**0.5").dimension({"x": MASS}) == MASS
    assert parse_formula("x**-2").dimension({"x": MASS}) == DIMENSIONLESS / (MASS * MASS)


def test_long_flat_formulas_are_no_deep_ones() -> None:
    formula = parse_formula("= " + " + ".join(["x"] * 450))
    assert formula.evaluate({"x": 1.0}) == 450
    assert formula.dimension({"x": MASS}) == MASS
    assert parse_formula("*".join(["r"] * 900)).evaluate({"r": 1.0}) == 1


@pytest.mark.parametrize("text", ["(" * 31 + "x" + ")" * 31, "-" * 31 + "x", "sqrt(" * 31 + "x" + ")" * 31, "x+" * 1000 + "x", "x" * 10**6])
def test_deep_and_long_formulas_are_refused(text: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_formula(text)
    assert isinstance(caught.value, FormulaTooLong) or caught.value.code == "U110"
    assert caught.value.values["limit"] in (30, 2000)


def test_nesting_up_to_the_limit_works() -> None:
    assert parse_formula("(" * 30 + "x" + ")" * 30).evaluate({"x": 3.0}) == 3


def test_formulas_are_equal_by_text() -> None:
    assert parse_formula("= x + 1 t") == parse_formula("x + 1 t")
    assert len({parse_formula("= x"), parse_formula("x"), parse_formula("y")}) == 2
    assert repr(parse_formula("= x")) == "<Formula x>"
    assert str(parse_formula("x")) == "= x"


EXAMPLES = re.findall(r"^\| `(= .*?)` \| (.*?) \|$", (REPOSITORY / "docs/reference/formulas.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("text", "answer"), EXAMPLES)
def test_the_examples_of_the_reference_are_true(text: str, answer: str) -> None:
    dimensions = {"x": MASS, "r": DIMENSIONLESS, "e": ENERGY}
    values = {"x": 5.0, "r": 2.0, "e": 3.6e6}
    code = re.match(r"\[(U\d+)\]", answer)
    if not code:
        expected = parse_amount(answer, number_alone=True)
        assert parse_formula(text).dimension(dimensions) == expected.dimension
        assert parse_formula(text).evaluate(values) == pytest.approx(expected.base, rel=1e-15)
        return
    with pytest.raises(UnitError) as caught:
        _work_out(text, dimensions, values)
    assert caught.value.code == code[1]
    for suggestion in re.findall(r"`(.*?)`", answer):
        assert suggestion in caught.value.values["suggestions"]


def test_the_reference_has_examples_of_both_kinds() -> None:
    assert len(EXAMPLES) >= 20


def _work_out(text: str, dimensions: dict[str, Dimension], values: dict[str, float]) -> None:
    formula = parse_formula(text)
    formula.dimension(dimensions)
    formula.evaluate(values)
