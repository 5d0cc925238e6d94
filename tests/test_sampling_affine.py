"""Affine forms hold every value, and know what cancels."""

from __future__ import annotations

import contextlib
from decimal import Decimal, DecimalException
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from footprint.units import parse_formula
from footprint.units.interval import Interval, NoBound
from footprint.verification.sampling.affine import Affine, Symbols, affine_value
from test_formula_derivatives import exactly, expressions


@settings(max_examples=200, deadline=None)
@given(
    expressions(),
    st.lists(st.tuples(st.floats(-3, 20), st.floats(0, 5), st.lists(st.floats(0, 1), min_size=3, max_size=3)), min_size=3, max_size=3),
)
@example("x - x", [(1.0, 1.0, [0.0, 0.5, 1.0])] * 3)
@example("x * y - y * x", [(1.0, 1.0, [0.0, 0.5, 1.0])] * 3)
@example("1 / x", [(0.05, 5.0, [0.0, 0.1, 1.0])] * 3)
@example("1 / (-x)", [(0.05, 5.0, [0.0, 0.1, 1.0])] * 3)
@example("max(x, y) * min(x, 0.5)", [(-1.0, 3.0, [0.0, 0.3, 1.0])] * 3)
def test_forms_hold_every_value_of_a_formula(text: str, drawn: list[tuple[float, float, list[float]]]) -> None:
    tree = parse_formula(f"= {text}").tree
    ranges = {name: Interval(low, low + width) for name, (low, width, _) in zip("xyz", drawn, strict=True)}
    symbols = Symbols.after(3)
    forms = {name: Affine.of(part, symbols, number) for number, (name, part) in enumerate(ranges.items())}
    try:
        found = affine_value(tree, forms, symbols)
    except NoBound:
        return
    for number in range(3):
        point = {
            name: Decimal(min(low + width * parts[number], low + width)) for name, (low, width, parts) in zip("xyz", drawn, strict=True)
        }
        with contextlib.suppress(DecimalException):
            exact = Fraction(exactly(tree, point))
            rounding = abs(exact) / 10**50
            assert Fraction(found.range.low) - rounding <= exact <= Fraction(found.range.high) + rounding


@given(st.floats(0.1, 10), st.floats(0, 5), st.floats(-3, 3), st.floats(0, 3))
def test_what_cancels_does_cancel(low: float, width: float, other: float, more: float) -> None:
    symbols = Symbols.after(2)
    x, y = Affine.of(Interval(low, low + width), symbols, 0), Affine.of(Interval(other, other + more), symbols, 1)
    size = (low + width) * (1 + abs(other) + more) + 1
    product = x * y
    for form in (x - x, (x + y) - y - x, product - product, product - x * y.times(1.0) - (product - product)):
        # The last one has two products, each with an unknown of its own for what is not linear.
        unknown = width * more / 2 * (1 + 1e-9) if form.terms.any() and form.radius > 1e-11 * size else 0.0
        assert form.range.magnitude <= unknown + 1e-11 * size


def test_a_form_that_may_be_zero_has_no_inverse() -> None:
    with pytest.raises(NoBound):
        Affine.of(Interval(-1.0, 1.0), Symbols.after(0)).inverse()
