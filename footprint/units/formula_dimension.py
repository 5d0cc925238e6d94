"""The one dimension check of a formula."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NoReturn

from footprint.errors import nearest
from footprint.units.definitions import dialect
from footprint.units.dimension import DIMENSIONLESS, Dimension
from footprint.units.formula_errors import BadExponent, MismatchedSides, NotDimensionless, UnknownName
from footprint.units.formula_lexer import located
from footprint.units.formula_tree import Call, Name, Negative, Node, Number, Power, Product, Sum

__all__ = ["dimension_of", "unknown_name"]

_LARGEST_DENOMINATOR = 6


def dimension_of(node: Node, dimensions: Mapping[str, Dimension], source: str) -> Dimension:
    """Work out the dimension of a formula.

    Parameters
    ----------
    node
        The syntax tree.
    dimensions
        Dimension of each parameter.
    source
        The text as written, for messages.

    Raises
    ------
    UnknownName, MismatchedSides, NotDimensionless, BadExponent
        With both sides and their dimensions.
    """
    match node:
        case Number():
            return node.amount.dimension
        case Name():
            if node.name not in dimensions:
                unknown_name(node, dimensions, source)
            return dimensions[node.name]
        case Negative():
            return dimension_of(node.operand, dimensions, source)
        case Sum():
            return _common([node.first, *(term for _, term in node.rest)], ["", *(sign for sign, _ in node.rest)], dimensions, source)
        case Product():
            product = dimension_of(node.first, dimensions, source)
            for sign, factor in node.rest:
                other = dimension_of(factor, dimensions, source)
                product = product * other if sign == "*" else product / other
            return product
        case Power():
            return _power(node, dimensions, source)
        case Call():
            return _call(node, dimensions, source)


def unknown_name(node: Name, known: Mapping[str, object], source: str) -> NoReturn:
    """Raise for a name that is no parameter, with the nearest ones; a refused unit gets its candidates."""
    refusal = dialect().refusals.get(node.name)
    suggestions = nearest(node.name, known) or [f"1 {unit}" for unit in (refusal.suggestions if refusal else ())]
    raise located(UnknownName(token=node.name, suggestions=suggestions), source, node.span.start)


def _common(terms: list[Node], signs: list[str], dimensions: Mapping[str, Dimension], source: str) -> Dimension:
    first = dimension_of(terms[0], dimensions, source)
    for sign, term in zip(signs[1:], terms[1:], strict=True):
        other = dimension_of(term, dimensions, source)
        if other != first:
            error = MismatchedSides(
                operator=sign,
                left=_written(terms[0], source),
                left_dimension=str(first),
                right=_written(term, source),
                right_dimension=str(other),
            )
            raise located(error, source, term.span.start)
    return first


def _power(node: Power, dimensions: Mapping[str, Dimension], source: str) -> Dimension:
    base = dimension_of(node.base, dimensions, source)
    if not base.dimensionless and node.exponent.denominator > _LARGEST_DENOMINATOR:
        raise located(BadExponent(), source, node.base.span.end)
    return base**node.exponent


def _call(node: Call, dimensions: Mapping[str, Dimension], source: str) -> Dimension:
    if node.function in ("min", "max"):
        return _common(list(node.arguments), [node.function] * len(node.arguments), dimensions, source)
    argument = dimension_of(node.arguments[0], dimensions, source)
    if node.function == "sqrt":
        return argument ** Fraction(1, 2)
    if not argument.dimensionless:
        error = NotDimensionless(operator=node.function, right=_written(node.arguments[0], source), right_dimension=str(argument))
        raise located(error, source, node.arguments[0].span.start)
    return DIMENSIONLESS


def _written(node: Node, source: str) -> str:
    return source[node.span.start : node.span.end]
