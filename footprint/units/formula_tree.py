"""The whitelisted syntax tree of formulas: seven kinds of frozen nodes, and nothing else can be in a formula.

Sums and products hold any number of terms, so that the depth of a tree is that of its parentheses and functions.
Every node knows the stretch of text it was read from, for messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from footprint.units.amounts import Amount

__all__ = ["FUNCTIONS", "Call", "Name", "Negative", "Node", "Number", "Power", "Product", "Span", "Sum", "divisors", "walk"]

#: Functions with the least and the greatest number of arguments.
FUNCTIONS: dict[str, tuple[int, int]] = {"min": (2, 100), "max": (2, 100), "sqrt": (1, 1), "exp": (1, 1), "log": (1, 1)}


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stands in the text as written: start and end, counted from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit; `base` is its value in base units."""

    amount: Amount
    base: float
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Negative:
    """A change of sign."""

    operand: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Sum:
    """A first term, and further ones with their signs."""

    first: Node
    rest: tuple[tuple[Literal["+", "-"], Node], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Product:
    """A first factor, and further ones to multiply or divide by, from left to right."""

    first: Node
    rest: tuple[tuple[Literal["*", "/"], Node], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Power:
    """A base and a small plain number."""

    base: Node
    exponent: Fraction
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """One of the five functions."""

    function: str
    arguments: tuple[Node, ...]
    span: Span


Node = Number | Name | Negative | Sum | Product | Power | Call


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it."""
    yield node
    match node:
        case Negative():
            yield from walk(node.operand)
        case Sum() | Product():
            yield from walk(node.first)
            for _, term in node.rest:
                yield from walk(term)
        case Power():
            yield from walk(node.base)
        case Call():
            for argument in node.arguments:
                yield from walk(argument)
        case _:
            pass


def divisors(node: Node) -> Iterator[str]:
    """Yield the parameters that a formula divides by: `b` and `c` of ``a / (b * c)``, but not those of ``a / (1 - b)``."""
    for part in walk(node):
        if isinstance(part, Product):
            for sign, term in part.rest:
                if sign == "/":
                    yield from _factors(term)
        elif isinstance(part, Power) and part.exponent < 0:
            yield from _factors(part.base)


def _factors(node: Node) -> Iterator[str]:
    match node:
        case Name():
            yield node.name
        case Negative():
            yield from _factors(node.operand)
        case Power() if node.exponent > 0:
            yield from _factors(node.base)
        case Product():
            yield from _factors(node.first)
            for sign, term in node.rest:
                if sign == "*":
                    yield from _factors(term)
        case _:
            pass
