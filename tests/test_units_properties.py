"""What holds for every amount, unit and formula, not only for examples."""

from __future__ import annotations

import contextlib
import itertools
import math
import string
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from footprint.errors import UnitError
from footprint.units import (
    DIMENSIONLESS,
    Amount,
    Unit,
    compose,
    conversion_factor,
    parse_amount,
    parse_expression,
    parse_formula,
    parse_unit,
    quantity,
)
from footprint.units.definitions import dialect
from footprint.units.grammar import unit_tokens
from patience import ends

SYMBOLS = tuple(dialect().symbols[symbol].symbol for symbol in dialect().symbols if not dialect().symbols[symbol].written_out)
TOKENS = unit_tokens()
FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in map(chr, range(0x21, 0x7F))} | {0x20: 0x3000}

numbers = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e60, max_value=1e60).filter(lambda x: x == 0 or abs(x) > 1e-60)


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Ask an error for everything it can say, and let it pass on."""
    try:
        yield
    except UnitError as error:
        finding = error.finding
        said = [finding.code, finding.message("en"), finding.message("zh"), str(finding.as_dict("zh")), str(error), finding.hint("zh")]
        if not all(said[:5]):
            raise AssertionError(said) from error
        raise


@st.composite
def units(draw: st.DrawFn) -> Unit:
    parts = draw(st.lists(st.tuples(st.sampled_from(SYMBOLS), st.sampled_from([1, 1, 1, 2, 3, -1, -1, -2])), max_size=4))
    try:
        return compose(parts)
    except UnitError:  # m^3 m^3 m is beyond the largest exponent
        reject()


def variants(token: str) -> Iterator[str]:
    """Yield a token in every case, or in some where there are too many."""
    letters = [(char.lower(), char.upper()) if char.lower() != char.upper() else (char,) for char in token]
    yield from ("".join(chars) for chars in itertools.islice(itertools.product(*letters), 256))
    yield from (token.lower(), token.upper(), token.title(), token.swapcase(), token.capitalize())


@given(units())
def test_a_printed_unit_is_read_back_as_the_same(unit: Unit) -> None:
    again = parse_unit(unit.text)
    assert again == unit
    assert again.exact == unit.exact
    assert again.dimension == unit.dimension
    assert again.parts == unit.parts


@given(numbers, units())
def test_a_printed_amount_is_read_back_as_the_same(number: float, unit: Unit) -> None:
    amount = Amount(number, unit)
    again = parse_amount(str(amount), number_alone=True)
    assert again == amount
    assert again.base == amount.base or math.isnan(amount.base)


@given(numbers, units())
def test_width_changes_nothing(number: float, unit: Unit) -> None:
    text = str(Amount(number, unit))
    assert parse_amount(text.translate(FULL_WIDTH), number_alone=True) == parse_amount(text, number_alone=True)


@settings(max_examples=50)
@given(numbers, units())
def test_pint_agrees_about_every_amount(number: float, unit: Unit) -> None:
    amount = Amount(number, unit)
    if unit.parts:
        assert quantity(str(amount)).to_base_units().magnitude == pytest.approx(amount.base, rel=1e-9)
        assert amount.quantity.units == unit.pint


@given(numbers, units(), st.data())
def test_converting_there_and_back_changes_nothing_to_speak_of(number: float, unit: Unit, data: st.DataObject) -> None:
    others = [symbol for symbol in SYMBOLS if parse_unit(symbol).dimension == unit.dimension]
    other = parse_unit(data.draw(st.sampled_from(others))) if others else unit
    amount = Amount(number, unit)
    assert amount.to(other).to(unit).value == pytest.approx(number, rel=1e-15)
    assert amount.to(other).value == pytest.approx(number * conversion_factor(unit, other), rel=1e-15)


@pytest.mark.parametrize("token", dialect().refusals)
def test_no_refused_token_is_accepted_in_another_case_or_width(token: str) -> None:
    for variant in {*variants(token)}:
        if variant in dialect().units:  # T is refused, t is the tonne
            continue
        for text in (variant, variant.translate(FULL_WIDTH), f" {variant}\u00a0", f"kWh {variant}", f"kWh/{variant}"):
            with pytest.raises(UnitError):
                parse_unit(text)
        for text in (f"1 {variant}", f"1\u00a0{variant}", f"１　{variant.translate(FULL_WIDTH)}", f"1{variant}", f"1 {variant}/a"):
            with pytest.raises(UnitError):
                parse_amount(text)
            with pytest.raises(UnitError):
                parse_formula(f"= {text}").dimension({})


@pytest.mark.parametrize("token", TOKENS)
def test_a_unit_in_another_case_is_another_unit_or_is_refused_with_a_suggestion(token: str) -> None:
    for variant in {*variants(token)} - set(TOKENS):
        with pytest.raises(UnitError) as caught:
            parse_unit(variant)
        assert caught.value.values["suggestions"], variant


@pytest.mark.parametrize("token", TOKENS)
def test_no_plural_and_no_prefix_is_made_up(token: str) -> None:
    for wrong in (f"{token}s", f"k{token}", f"kilo{token}", f"M{token}", f"m{token}", f"µ{token}", f"{token}_"):
        if wrong in TOKENS:
            continue
        with pytest.raises(UnitError):
            parse_unit(wrong)


@given(
    st.integers(1, 999), st.integers(0, 999), st.sampled_from([",", "'", "’", "_", " ", "\u00a0", "\u2009", "\u202f", "，", "．", "٬", "·"])
)
def test_no_separator_of_thousands_is_read(thousands: int, rest: int, separator: str) -> None:
    text = f"{thousands}{separator}{rest:03} kg"
    if separator == "．":  # the full-width point is a point
        assert parse_amount(text).value == float(f"{thousands}.{rest:03}")
        return
    with pytest.raises(UnitError):
        parse_amount(text)
    with pytest.raises(UnitError):
        parse_formula(text)


@given(st.integers(0, 10**6), st.sampled_from("−-－"))
def test_a_minus_is_never_lost(number: int, minus: str) -> None:
    assert parse_amount(f"{minus}{number} kg").value == -number
    assert parse_formula(f"= 0 kg {minus}{number} kg").evaluate({}) == -number
    for dash in "‐‑‒–—―":
        with pytest.raises(UnitError):
            parse_amount(f"{dash}{number} kg")


pieces = st.one_of(
    st.sampled_from([*TOKENS, *dialect().refusals]),
    st.sampled_from(
        ["x", "r", "min", "max", "sqrt", "exp", "log", "**", "·", "^", "²", "⁻³", "=", "\u3000", "\u00a0", "９", "（", "℃", "\u200b"]
    ),
    st.sampled_from(list(string.punctuation + string.digits + "  ")),
    st.from_regex(r"[0-9]{1,3}(\.[0-9])?(e[0-9]{1,3})?", fullmatch=True),
    st.text(max_size=3),
)


@settings(max_examples=600)
@given(st.lists(pieces, max_size=14), st.sampled_from(["", " "]))
@example(["9", "**", "9", "**", "9", " kg"], "")
@example(["1", "℃"], "")
@example(["("] * 300, "")
@example(["-"] * 300, "")
@example(["x**9"] + ["*x**9"] * 200, "")
@example(["exp("] * 40 + ["10"] + [")"] * 40, "")
@example(["1e308*"] * 200 + ["1"], "")
@example(["\ud800", "\x00", "İ", "ß"], "")
def test_no_text_does_anything_but_read_or_be_refused(texts: list[str], separator: str) -> None:
    text = separator.join(texts)
    with ends():
        for parse in (parse_unit, parse_amount, parse_expression, parse_formula):
            with contextlib.suppress(UnitError), explained():
                parse(text)
        with contextlib.suppress(UnitError), explained():
            formula = parse_formula(text)
            formula.dimension(dict.fromkeys(formula.names, DIMENSIONLESS))
            formula.evaluate(dict.fromkeys(formula.names, 2.0))


@st.composite
def expressions(draw: st.DrawFn, depth: int = 0) -> str:
    """Draw a formula over x, y, z that may or may not have a value."""
    if depth > 3 or draw(st.booleans()):
        return draw(st.sampled_from(["x", "y", "z", "2", "0.5", "3 %", "1e-3", "(7 kg/kg)"]))
    left, right = draw(expressions(depth + 1)), draw(expressions(depth + 1))
    form = draw(st.sampled_from(["{} + {}", "{} - {}", "({}) * ({})", "({}) / ({})", "min({}, {})", "max({}, {})", "-({})", "sqrt({})"]))
    form = draw(st.sampled_from([form, form, "exp({})", "log({})", "({})**2", "({})**0.5", "({})**-1", "({})**1.5"]))
    return form.format(left, right)


@settings(max_examples=300)
@given(expressions(), st.lists(st.floats(0.01, 50), min_size=6, max_size=6))
def test_arrays_and_numbers_give_the_same(text: str, drawn: list[float]) -> None:
    formula = parse_formula(f"= {text}")
    assert formula.dimension(dict.fromkeys("xyz", DIMENSIONLESS)) == DIMENSIONLESS
    draws = {"x": np.array(drawn[:2]), "y": np.array(drawn[2:4]), "z": drawn[4]}
    expected = []
    try:
        for index in range(2):
            expected.append(formula.evaluate({"x": drawn[index], "y": drawn[2 + index], "z": drawn[4]}))
    except UnitError as error:
        with pytest.raises(type(error)):
            formula.evaluate(draws)
        return
    found = np.broadcast_to(formula.evaluate(draws), (2,))
    scale = max(1.0, *map(abs, expected))
    assert found == pytest.approx(np.array(expected), rel=1e-9, abs=1e-9 * scale)


@given(st.floats(-700, 700))
def test_the_exponential_is_that_of_the_mathematical_library_to_the_last_digits(number: float) -> None:
    value = parse_formula("exp(x)").evaluate({"x": number})
    assert value == pytest.approx(math.exp(number), rel=1e-15)


@given(st.floats(1e-300, 1e300))
def test_the_logarithm_and_the_power_are_too(number: float) -> None:
    assert parse_formula("log(x)").evaluate({"x": number}) == pytest.approx(math.log(number), rel=1e-15, abs=1e-15)
    assert parse_formula("x**0.5").evaluate({"x": number}) == pytest.approx(math.sqrt(number), rel=1e-15)
