"""The derivatives of a formula by its parameters, exactly: forward differentiation of the whitelisted syntax tree.

Every node has its value and its derivative by each parameter below it; the rules of sums, products, quotients, powers and
the five functions carry them upwards (Griewank and Walther, Evaluating Derivatives, SIAM 2008, chapter 3). The same walk
serves numbers, arrays over scenarios, and intervals (`footprint.units.formula_interval`).

``min`` and ``max`` have kinks, where two of their arguments are equal. There the derivatives from the left and from the
right differ; the one given is that of the first of the equal arguments, and the kink is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from footprint.units.formula import Formula
from footprint.units.formula_errors import NoDerivative
from footprint.units.formula_evaluation import Value, value_of
from footprint.units.formula_lexer import located
from footprint.units.formula_tree import Call, Name, Negative, Node, Number, Power, Product, Sum

__all__ = ["Derivatives", "Kink", "Rules", "derivatives", "differentiate"]


@dataclass(frozen=True, slots=True)
class Kink:
    """A place where the derivatives from both sides differ.

    Parameters
    ----------
    function
        ``min`` or ``max``.
    text
        The part of the formula.
    offset
        Where it starts in the formula as written, counted from 0.
    """

    function: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Derivatives:
    """A formula's value with its derivatives.

    Parameters
    ----------
    value
        In base units.
    by_name
        ∂value/∂parameter in base units, for every parameter of the formula.
    kinks
        Where the values given sit on a kink, in any element of an array; empty almost always.
    """

    value: Value
    by_name: Mapping[str, Value]
    kinks: tuple[Kink, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs between numbers, arrays and intervals; sums, differences and products are the operators of Python.

    Parameters
    ----------
    constant
        Makes a number of this kind from a plain one.
    divide
        (node of the divisor, dividend, divisor) → quotient.
    power
        (node, base) → (value, derivative by the base).
    call
        (node, arguments) → (value, derivative by each argument).
    """

    constant: Callable[[float], Any]
    divide: Callable[[Node, Any, Any], Any]
    power: Callable[[Power, Any], tuple[Any, Any]]
    call: Callable[[Call, Sequence[Any]], tuple[Any, Sequence[Any]]]


def derivatives(formula: Formula, values: Mapping[str, Value]) -> Derivatives:
    """Evaluate a formula with its derivatives.

    Parameters
    ----------
    formula
        The formula.
    values
        Value of every parameter in base units: numbers, or arrays of shapes that broadcast.

    Returns
    -------
    Derivatives
        Derivatives are plain zeros where a parameter has no effect.

    Raises
    ------
    UnknownName, DivisionByZero, ResultNotFinite
        As `Formula.evaluate` does.
    NoDerivative
        Where the derivative is infinite: ``sqrt(x)`` and ``x**0.5`` at 0.

    Examples
    --------
    >>> from footprint.units import parse_formula
    >>> found = derivatives(parse_formula("= a * b**2 + max(a, 3)"), {"a": 2.0, "b": 5.0})
    >>> found.value, found.by_name["a"], found.by_name["b"]
    (53.0, 25.0, 20.0)
    """
    import numpy as np

    used = {name: values[name] for name in formula.names if name in values}
    value = formula.evaluate(values)
    kinks: list[Kink] = []
    with np.errstate(all="ignore"):
        _, gradient = differentiate(formula.tree, used, _numbers(formula.source, kinks))
    for name, part in gradient.items():
        if not np.all(np.isfinite(part)):
            raise located(NoDerivative(right=formula.text, token=name), formula.source, formula.tree.span.start)
    return Derivatives(value, {name: gradient.get(name, 0.0) for name in sorted(formula.names)}, tuple(kinks))


def differentiate(node: Node, values: Mapping[str, Any], rules: Rules) -> tuple[Any, dict[str, Any]]:
    """Walk a tree and give its value and its derivatives by the names below it.

    Parameters
    ----------
    node
        The syntax tree.
    values
        Value of every name.
    rules
        Those of the kind of number.
    """
    match node:
        case Number():
            return rules.constant(node.base), {}
        case Name():
            return values[node.name], {node.name: rules.constant(1.0)}
        case Negative():
            value, gradient = differentiate(node.operand, values, rules)
            return -value, {name: -part for name, part in gradient.items()}
        case Sum():
            value, gradient = differentiate(node.first, values, rules)
            for sign, term in node.rest:
                other, of_other = differentiate(term, values, rules)
                value = value + other if sign == "+" else value - other
                _add(gradient, of_other, 1.0 if sign == "+" else -1.0)
            return value, gradient
        case Product():
            return _product(node, values, rules)
        case Power():
            base, of_base = differentiate(node.base, values, rules)
            value, slope = rules.power(node, base)
            return value, {name: part * slope for name, part in of_base.items()}
        case Call():
            parts = [differentiate(argument, values, rules) for argument in node.arguments]
            value, slopes = rules.call(node, [part for part, _ in parts])
            gradient = {}
            for (_, of_argument), slope in zip(parts, slopes, strict=True):
                _add(gradient, of_argument, slope)
            return value, gradient


def _product(node: Product, values: Mapping[str, Any], rules: Rules) -> tuple[Any, dict[str, Any]]:
    value, gradient = differentiate(node.first, values, rules)
    for operator, factor in node.rest:
        other, of_other = differentiate(factor, values, rules)
        if operator == "*":
            gradient = {name: part * other for name, part in gradient.items()}
            _add(gradient, of_other, value)
            value = value * other
        else:
            # (v/w)' = (v' − (v/w) w') / w
            value = rules.divide(factor, value, other)
            _add(gradient, of_other, -value)
            gradient = {name: rules.divide(factor, part, other) for name, part in gradient.items()}
    return value, gradient


def _add(gradient: dict[str, Any], other: Mapping[str, Any], slope: Any) -> None:
    for name, part in other.items():
        gradient[name] = gradient[name] + part * slope if name in gradient else part * slope


def _numbers(source: str, kinks: list[Kink]) -> Rules:
    """Give the rules of numbers and arrays; kinks are noted as they are met."""
    import numpy as np

    def power(node: Power, base: Any) -> tuple[Any, Any]:
        raised = Name("base", node.base.span)
        if node.exponent == 0:
            return 1.0 + 0.0 * base, 0.0 * base
        value = value_of(Power(raised, node.exponent, node.span), {"base": base}, source)
        if node.exponent < 1 and np.any(base == 0):
            _no_derivative(node, source)
        return value, float(node.exponent) * value_of(Power(raised, node.exponent - 1, node.span), {"base": base}, source)

    def call(node: Call, arguments: Sequence[Any]) -> tuple[Any, Sequence[Any]]:
        if node.function in ("min", "max"):
            return _extreme(node, arguments, source, kinks)
        argument = arguments[0]
        named = Call(node.function, (Name("argument", node.arguments[0].span),), node.span)
        value = value_of(named, {"argument": argument}, source)
        if node.function == "exp":
            return value, [value]
        if node.function == "sqrt" and np.any(argument == 0):
            _no_derivative(node, source)
        return value, [1.0 / argument if node.function == "log" else 0.5 / value]

    return Rules(constant=float, divide=lambda _, dividend, divisor: dividend / divisor, power=power, call=call)


def _extreme(node: Call, arguments: Sequence[Any], source: str, kinks: list[Kink]) -> tuple[Any, Sequence[Any]]:
    """Give the least or the greatest argument: its slope is 1, that of the others 0."""
    import numpy as np

    scalar = all(isinstance(argument, float) for argument in arguments)
    stacked = np.stack(np.broadcast_arrays(*arguments))
    chosen = np.argmin(stacked, axis=0) if node.function == "min" else np.argmax(stacked, axis=0)
    value = np.take_along_axis(stacked, chosen[None, ...], axis=0)[0]
    if np.any(np.sum(stacked == value, axis=0) > 1):
        kinks.append(Kink(node.function, source[node.span.start : node.span.end], node.span.start))
    slopes = [np.where(chosen == number, 1.0, 0.0) for number in range(len(arguments))]
    return (float(value), [float(slope) for slope in slopes]) if scalar else (value, slopes)


def _no_derivative(node: Node, source: str) -> NoReturn:
    text = source[node.span.start : node.span.end]
    raise located(NoDerivative(right=text, token=text), source, node.span.start)
