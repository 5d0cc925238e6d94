"""The value of a formula, on numbers and on arrays.

On numbers `exp`, `log` and `**` go through `decimal` with a fixed context, so that the result has the same bits on
every machine; the processor's own functions differ in the last one. On arrays NumPy calculates.
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from footprint.units.formula_dimension import unknown_name
from footprint.units.formula_errors import DivisionByZero, ResultNotFinite
from footprint.units.formula_lexer import located
from footprint.units.formula_tree import Call, Name, Negative, Node, Number, Power, Product, Sum

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Guard", "Strict", "Value", "scalar_call", "scalar_power", "value_of"]

Value: TypeAlias = "float | NDArray[np.float64]"

_CONTEXT = decimal.Context(
    prec=40,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-9999,
    Emax=9999,
    traps=[decimal.InvalidOperation, decimal.Overflow, decimal.DivisionByZero],
)


def value_of(node: Node, values: Mapping[str, Value], source: str, guard: Guard | None = None) -> Value:
    """Work out the value of a formula in base units.

    Parameters
    ----------
    node
        The syntax tree.
    values
        Value of each parameter in base units; arrays have shapes that broadcast.
    source
        The text as written, for messages.
    guard
        What is done about parts without a finite value; raises where none is given.

    Raises
    ------
    UnknownName
        Where a parameter has no value.
    DivisionByZero, ResultNotFinite
        Where a part has no finite value, for any element of an array.
    """
    if guard is not None:
        return _value(node, values, source, guard)
    if all(isinstance(value, float | int) for value in values.values()):
        return _value(node, values, source, Strict(source))
    import numpy as np

    with np.errstate(all="ignore"):
        return _value(node, values, source, Strict(source))


class Guard(Protocol):
    """What is done about a part of a formula that has no finite value; `Strict` raises.

    Both methods give the value to go on with.
    """

    def finite(self, node: Node, value: Value) -> Value:
        """Look at the value of a part."""
        ...

    def divisor(self, node: Node, value: Value) -> Value:
        """Look at what is divided by."""
        ...


class Strict:
    """Raises for the first part without a finite value, whichever element it is."""

    def __init__(self, source: str) -> None:
        self.source = source

    def finite(self, node: Node, value: Value) -> Value:
        """Raise `ResultNotFinite` where an element is not finite."""
        if isinstance(value, float):
            finite = math.isfinite(value)
        else:
            import numpy as np

            finite = bool(np.isfinite(value).all())
        if not finite:
            raise located(ResultNotFinite(right=self.source[node.span.start : node.span.end]), self.source, node.span.start)
        return value

    def divisor(self, node: Node, value: Value) -> Value:
        """Raise `DivisionByZero` where an element is zero."""
        zero = value == 0 if isinstance(value, float) else bool((value == 0).any())
        if zero:
            raise located(DivisionByZero(right=self.source[node.span.start : node.span.end]), self.source, node.span.start)
        return value


def _value(node: Node, values: Mapping[str, Value], source: str, guard: Guard) -> Value:
    match node:
        case Number():
            return node.base
        case Name():
            result = _named(node, values, source)
        case Negative():
            return -_value(node.operand, values, source, guard)
        case Sum():
            result = _value(node.first, values, source, guard)
            for sign, term in node.rest:
                other = _value(term, values, source, guard)
                result = result + other if sign == "+" else result - other
        case Product():
            result = _value(node.first, values, source, guard)
            for operator, factor in node.rest:
                other = _value(factor, values, source, guard)
                result = result * other if operator == "*" else result / guard.divisor(factor, other)
        case Power():
            result = _raised(node, _value(node.base, values, source, guard), guard)
        case Call():
            result = _called(node, [_value(argument, values, source, guard) for argument in node.arguments])
    return guard.finite(node, result)


def _named(node: Name, values: Mapping[str, Value], source: str) -> Value:
    if node.name not in values:
        unknown_name(node, values, source)
    value = values[node.name]
    if isinstance(value, float | int):
        return float(value)
    import numpy as np

    return np.asarray(value, dtype=np.float64)


def _raised(node: Power, base: Value, guard: Guard) -> Value:
    if node.exponent < 0:
        base = guard.divisor(node.base, base)
    if isinstance(base, float):
        return scalar_power(base, node.exponent)
    import numpy as np

    return cast("NDArray[np.float64]", np.power(base, float(node.exponent)))


def scalar_power(base: float, exponent: Fraction) -> float:
    """Raise a number to a power, with the same bits on every machine; NaN where there is no value."""
    if exponent == 1:
        return base
    if base == 0:
        return 1.0 if exponent == 0 else 0.0
    try:
        power = _CONTEXT.divide(decimal.Decimal(exponent.numerator), decimal.Decimal(exponent.denominator))
        return float(_CONTEXT.power(decimal.Decimal(base), power))
    except (decimal.InvalidOperation, decimal.Overflow):
        return math.nan


def _called(node: Call, arguments: list[Value]) -> Value:
    if all(isinstance(argument, float) for argument in arguments):
        return scalar_call(node.function, cast("list[float]", arguments))
    import numpy as np

    functions: dict[str, Any] = {"sqrt": np.sqrt, "exp": np.exp, "log": np.log}
    if node.function in functions:
        return cast("NDArray[np.float64]", functions[node.function](arguments[0]))
    combine: Any = np.minimum if node.function == "min" else np.maximum
    result = arguments[0]
    for argument in arguments[1:]:
        result = combine(result, argument)
    return result


def scalar_call(function: str, arguments: list[float]) -> float:
    """Call one of the five functions, with the same bits on every machine; NaN where there is no value."""
    if function == "min":
        return min(arguments)
    if function == "max":
        return max(arguments)
    argument = arguments[0]
    if function == "sqrt":  # correctly rounded everywhere by IEEE 754
        return math.sqrt(argument) if argument >= 0 else math.nan
    try:
        if function == "exp":
            return float(_CONTEXT.exp(decimal.Decimal(argument)))
        return float(_CONTEXT.ln(decimal.Decimal(argument))) if argument > 0 else math.nan
    except (decimal.InvalidOperation, decimal.Overflow):
        return math.nan
