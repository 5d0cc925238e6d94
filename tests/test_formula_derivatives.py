"""Derivatives and ranges of formulas, compared with differences and samples computed with sixty decimal digits."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping
from decimal import Context, Decimal, DecimalException
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from footprint.errors import UnitError
from footprint.units import parse_formula
from footprint.units.formula_derivative import derivatives
from footprint.units.formula_errors import NoDerivative, UnboundedFormula
from footprint.units.formula_interval import enclose, enclose_derivatives
from footprint.units.formula_tree import Call, Name, Negative, Node, Number, Power, Product, Sum
from footprint.units.interval import Interval, NoBound

EXACT = Context(prec=60)


def exactly(node: Node, values: Mapping[str, Decimal]) -> Decimal:
    """Evaluate a tree with sixty digits, independently of the package."""
    match node:
        case Number():
            return Decimal(node.base)
        case Name():
            return values[node.name]
        case Negative():
            return EXACT.minus(exactly(node.operand, values))
        case Sum():
            total = exactly(node.first, values)
            for sign, term in node.rest:
                total = (EXACT.add if sign == "+" else EXACT.subtract)(total, exactly(term, values))
            return total
        case Product():
            total = exactly(node.first, values)
            for operator, factor in node.rest:
                total = (EXACT.multiply if operator == "*" else EXACT.divide)(total, exactly(factor, values))
            return total
        case Power():
            base = exactly(node.base, values)
            exponent = EXACT.divide(Decimal(node.exponent.numerator), Decimal(node.exponent.denominator))
            return EXACT.power(base, exponent) if base or exponent else Decimal(1)
        case Call():
            arguments = [exactly(argument, values) for argument in node.arguments]
            if node.function in ("min", "max"):
                return min(arguments) if node.function == "min" else max(arguments)
            return {"sqrt": EXACT.sqrt, "exp": EXACT.exp, "log": EXACT.ln}[node.function](arguments[0])


@st.composite
def expressions(draw: st.DrawFn, depth: int = 0) -> str:
    """Draw a formula over x, y, z that may or may not have a value."""
    if depth > 3 or draw(st.booleans()):
        return draw(st.sampled_from(["x", "y", "z", "x", "y", "z", "2", "0.5", "3 %", "(7 kg/kg)"]))
    left, right = draw(expressions(depth + 1)), draw(expressions(depth + 1))
    form = draw(st.sampled_from(["{} + {}", "{} - {}", "({}) * ({})", "({}) / ({})", "min({}, {})", "max({}, {})", "-({})", "sqrt({})"]))
    form = draw(st.sampled_from([form, form, form, "exp({})", "log({})", "({})**2", "({})**0.5", "({})**-1", "({})**1.5", "({})**3"]))
    return form.format(left, right)


@settings(max_examples=150, deadline=None)
@given(expressions(), st.lists(st.floats(0.05, 20), min_size=3, max_size=3))
@example("min(x, 2) * y", [1.5, 3.0, 1.0])
@example("x / y / z - x", [1.5, 3.0, 0.3])
def test_derivatives_are_those_of_differences_with_sixty_digits(text: str, drawn: list[float]) -> None:
    formula = parse_formula(f"= {text}")
    values = dict(zip("xyz", drawn, strict=True))
    try:
        found = derivatives(formula, values)
    except UnitError:
        return
    assert set(found.by_name) == set(formula.names)
    assert found.value == formula.evaluate(values)
    assume(not found.kinks)
    step = Decimal("1e-22")
    for name, derivative in found.by_name.items():
        exact = {key: Decimal(value) for key, value in values.items()}
        above, below = ({**exact, name: exact[name] + sign * step} for sign in (1, -1))
        expected = float((exactly(formula.tree, above) - exactly(formula.tree, below)) / (2 * step))
        # Terms may cancel in both: what is lost is measured by the largest derivative in the formula.
        assert derivative == pytest.approx(expected, rel=1e-8, abs=1e-10 * (1 + abs(float(found.value)))), name


@settings(max_examples=150, deadline=None)
@given(
    expressions(),
    st.lists(st.tuples(st.floats(-3, 20), st.floats(0, 5), st.lists(st.floats(0, 1), min_size=3, max_size=3)), min_size=3, max_size=3),
)
@example("x - x", [(1.0, 1.0, [0.0, 0.5, 1.0])] * 3)
@example("x / x", [(1.0, 1.0, [0.0, 0.5, 1.0])] * 3)
@example("(x)**2", [(-1.0, 3.0, [0.0, 0.3, 1.0])] * 3)
def test_ranges_hold_every_value_of_the_formula_and_of_its_derivatives(text: str, drawn: list[tuple[float, float, list[float]]]) -> None:
    formula = parse_formula(f"= {text}")
    ranges = {name: Interval(low, low + width) for name, (low, width, _) in zip("xyz", drawn, strict=True)}
    try:
        whole = enclose(formula, ranges)
    except UnboundedFormula:
        return
    slopes: dict[str, Interval] = {}
    with contextlib.suppress(UnboundedFormula):
        value, slopes = enclose_derivatives(formula, ranges)
        assert value == whole
    for number in range(3):
        point = {name: min(low + width * parts[number], low + width) for name, (low, width, parts) in zip("xyz", drawn, strict=True)}
        with contextlib.suppress(DecimalException):
            exact = Fraction(exactly(formula.tree, {name: Decimal(value) for name, value in point.items()}))
            rounding = abs(exact) / 10**50
            assert Fraction(whole.low) - rounding <= exact <= Fraction(whole.high) + rounding
        with contextlib.suppress(UnitError):
            for name, slope in derivatives(formula, point).by_name.items():
                if slopes:
                    widened = 1e-9 * (1 + slopes[name].magnitude)
                    assert slopes[name].low - widened <= slope <= slopes[name].high + widened


@given(st.lists(st.floats(0.1, 10), min_size=4, max_size=4))
def test_arrays_have_the_derivatives_of_their_elements(drawn: list[float]) -> None:
    formula = parse_formula("= min(x * y, 3) / sqrt(x) + exp(-y) * max(x, y, 1) - log(x)**2")
    x, y = np.array(drawn[:2]), np.array(drawn[2:])
    found = derivatives(formula, {"x": x, "y": y})
    for number in range(2):
        single = derivatives(formula, {"x": float(x[number]), "y": float(y[number])})
        assert np.broadcast_to(found.value, (2,))[number] == pytest.approx(single.value)
        for name in "xy":
            assert np.broadcast_to(found.by_name[name], (2,))[number] == pytest.approx(single.by_name[name], rel=1e-12, abs=1e-12)


def test_a_kink_is_named_and_the_first_of_the_equals_decides() -> None:
    found = derivatives(parse_formula("= 1 + max(2 * x, y)"), {"x": 1.0, "y": 2.0})
    assert [(kink.function, kink.text, kink.offset) for kink in found.kinks] == [("max", "max(2 * x, y)", 6)]
    assert found.by_name == {"x": 2.0, "y": 0.0}
    assert derivatives(parse_formula("= max(2 * x, y)"), {"x": 1.0, "y": 2.1}).kinks == ()


@pytest.mark.parametrize("text", ["= sqrt(x)", "= x**0.5", "= sqrt(x * 2) + 1"])
def test_a_root_of_zero_has_a_value_and_a_range_but_no_derivative(text: str) -> None:
    formula = parse_formula(text)
    with pytest.raises(NoDerivative) as caught:
        derivatives(formula, {"x": 0.0})
    assert "x" in caught.value.values["right"]
    assert enclose(formula, {"x": Interval(0.0, 4.0)}).low >= 0
    with pytest.raises(UnboundedFormula):
        enclose_derivatives(formula, {"x": Interval(0.0, 4.0)})


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("= 1 / x", "x"),
        ("= 2 / (x - 1)", "(x - 1)"),
        ("= log(x)", "log(x)"),
        ("= sqrt(x - 1)", "sqrt(x - 1)"),
        ("= (x - 1)**-2", "(x - 1)**-2"),
    ],
)
def test_what_may_divide_by_zero_or_leave_its_domain_is_unbounded_and_says_where(text: str, part: str) -> None:
    with pytest.raises(UnboundedFormula) as caught:
        enclose(parse_formula(text), {"x": Interval(0.0, 2.0)})
    assert caught.value.values["right"] == part
    assert part in caught.value.finding.message("zh")


def test_a_number_out_of_all_measure_has_no_bound() -> None:
    with pytest.raises(UnboundedFormula):
        enclose(parse_formula("= exp(x)"), {"x": Interval(0.0, 1e6)})
    with pytest.raises(UnboundedFormula):
        enclose(parse_formula("= x * x"), {"x": Interval(0.0, 1e200)})


finite = st.floats(-1e6, 1e6)


@given(finite, finite, finite, finite, st.floats(0, 1), st.floats(0, 1))
def test_operations_on_intervals_hold_the_exact_results(a: float, b: float, c: float, d: float, part: float, other: float) -> None:
    left, right = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    x, y = (
        min(max(whole.low + share * (whole.high - whole.low), whole.low), whole.high) for whole, share in ((left, part), (right, other))
    )
    exact_x, exact_y = Fraction(x), Fraction(y)
    for found, expected in (
        (left + right, exact_x + exact_y),
        (left - right, exact_x - exact_y),
        (left * right, exact_x * exact_y),
        (left + y, exact_x + exact_y),
        (y - left, exact_y - exact_x),
        (left * y, exact_x * exact_y),
    ):
        assert Fraction(found.low) <= expected <= Fraction(found.high)
    if 0 in right:
        with pytest.raises(NoBound):
            left / right
    else:
        with contextlib.suppress(NoBound):
            quotient = left / right
            assert Fraction(quotient.low) <= exact_x / exact_y <= Fraction(quotient.high)


def test_the_sign_of_a_product_survives_the_rounding() -> None:
    tiny, positive = Interval(0.0, 1e-300), Interval(0.0, 1e-300)
    assert (tiny * positive).low == 0.0
    assert (tiny + positive).low == 0.0
    assert (-tiny * positive).high == 0.0
    assert (Interval(-1e-300, 1e-300) * Interval(1e-300, 1e-300)).low < 0
    assert Interval(-2.0, 1.0).mignitude == 0.0
    assert Interval(-3.0, -2.0).mignitude == 2.0


def test_an_interval_is_finite_and_the_right_way_round() -> None:
    for low, high in ((1.0, 0.0), (0.0, math.inf), (math.nan, 1.0)):
        with pytest.raises(NoBound):
            Interval(low, high)
