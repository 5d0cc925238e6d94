"""A straight-line program: what a model states goes in, the amounts that stand in its matrices come out.

Every node is made of nodes before it. One walk forwards gives all values and the derivative of each node by its
arguments; one walk backwards gives, for a weighting of the outputs, the derivative by every node at once (reverse
differentiation: Griewank and Walther, Evaluating Derivatives, SIAM 2008, chapter 3). Both work on numbers and on intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from footprint.units import Formula
from footprint.units.formula_derivative import derivatives
from footprint.units.formula_errors import FormulaError, UnboundedFormula
from footprint.units.formula_interval import enclose, enclose_derivatives
from footprint.units.interval import ZERO, Interval, hull

__all__ = ["Builder", "Input", "InputKind", "Node", "Program", "Run", "Sharing", "run"]

InputKind = Literal["parameter", "amount", "formula", "property", "factor"]
Number = TypeVar("Number", float, Interval)


@dataclass(frozen=True, slots=True)
class Input:
    """Something that is stated, and may be otherwise.

    Parameters
    ----------
    name
        Name of the parameter, exchange id, ``flows/FLOW/PROPERTY``, or ``factor:PROVIDER``; ``formula:NAME`` is the ratio of what a
        formula gives to what it should give, stated as 1.
    kind
        What it is.
    node
        Its node.
    value
        As stated, in base units; a factor in kg CO2e per unit of its provider.
    """

    name: str
    kind: InputKind
    node: int
    value: float


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the program.

    Parameters
    ----------
    kind
        ``input``; ``formula``; ``product``: factor · Π argument**power; ``sum``: factor + Σ weight · argument;
        ``positive``: the argument, or 0 where it is negative.
    arguments
        Numbers of nodes before this one.
    factor
        Of a product, or the first addend of a sum.
    weights
        Powers (1 or −1) of a product, weights of a sum.
    formula, names
        The formula, and the parameter that each argument is.
    """

    kind: Literal["input", "formula", "product", "sum", "positive"]
    arguments: tuple[int, ...] = ()
    factor: float = 1.0
    weights: tuple[float, ...] = ()
    formula: Formula | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharing:
    """What shares by weight have in common: v₁/W, v₂/W, … with W = Σ rᵢvᵢ, so that Σ rᵢ (vᵢ/W) = 1.

    Parameters
    ----------
    total
        Node of W, which is used for these quotients only.
    parts
        Nodes of vᵢ/W and of rᵢ.
    """

    total: int
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Program:
    """The nodes in an order in which they can be computed.

    Parameters
    ----------
    nodes
        Steps.
    inputs
        What is stated, in the order in which values are given to `run`.
    named
        Node of everything that has a name: parameters and exchange ids, whether stated as amounts or by formulas, and properties.
    sharings
        Shares by weight, by the node of their total.
    """

    nodes: tuple[Node, ...]
    inputs: tuple[Input, ...]
    named: Mapping[str, int]
    sharings: Mapping[int, Sharing] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Run(Generic[Number]):
    """What one walk forwards found.

    Parameters
    ----------
    values
        Value of every node.
    slopes
        Derivative of every node by each of its arguments; nothing where they were not wanted.
    """

    program: Program
    values: Sequence[Number]
    slopes: Sequence[Sequence[Number]]

    def backwards(self, weights: Mapping[int, Number]) -> list[Number]:
        """Give the derivative of a weighted sum of nodes by every node.

        Parameters
        ----------
        weights
            By node: the derivative of the result by it, paths through other nodes aside.
        """
        nodes = self.program.nodes
        found: list[Any] = [None] * len(nodes)
        for number, weight in weights.items():
            found[number] = weight
        for number in range(len(nodes) - 1, -1, -1):
            own = found[number]
            if own is None:
                continue
            if number in self.program.sharings and isinstance(own, Interval):
                own = found[number] = own & self._of_total(self.program.sharings[number], found)
            for argument, slope in zip(nodes[number].arguments, self.slopes[number], strict=True):
                part = own * slope
                found[argument] = part if found[argument] is None else found[argument] + part
        zero: Any = ZERO if self.values and isinstance(self.values[0], Interval) else 0.0
        return [zero if part is None else part for part in found]

    def _of_total(self, sharing: Sharing, found: Sequence[Any]) -> Interval:
        """Enclose ∂s/∂W once more: with aᵢ = ∂s/∂(vᵢ/W) it is −Σ aᵢ (vᵢ/W)/W, and Σ rᵢ (vᵢ/W) = 1.

        So it lies between the least and the greatest −(aᵢ/rᵢ)/W, which intervals do not see when they add up the terms.
        """
        values: Any = self.values
        quotients = [(found[part] if found[part] is not None else ZERO) / values[amount] for part, amount in sharing.parts]
        whole: Interval = values[sharing.total]
        return -(hull(quotients) / whole)


@dataclass(slots=True)
class Builder:
    """Puts a program together; every method gives the number of the new node."""

    nodes: list[Node] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)
    sharings: dict[int, Sharing] = field(default_factory=dict)

    def add(self, node: Node) -> int:
        """Add a node."""
        self.nodes.append(node)
        return len(self.nodes) - 1

    def input(self, name: str, kind: InputKind, value: float) -> int:
        """Add something stated; asked for again it is the same node."""
        if name in self.named:
            return self.named[name]
        number = self.add(Node("input"))
        self.inputs.append(Input(name, kind, number, value))
        self.named[name] = number
        return number

    def formula(self, formula: Formula) -> int:
        """Add a formula of parameters that are there already."""
        names = tuple(sorted(formula.names))
        return self.add(Node("formula", tuple(self.named[name] for name in names), formula=formula, names=names))

    def product(self, factor: float, *arguments: int, below: Sequence[int] = ()) -> int:
        """Add factor · Π arguments / Π below."""
        powers = (*(1.0 for _ in arguments), *(-1.0 for _ in below))
        return self.add(Node("product", (*arguments, *below), factor, powers))

    def sum(self, first: float, terms: Sequence[tuple[float, int]]) -> int:
        """Add first + Σ weight · argument."""
        return self.add(Node("sum", tuple(number for _, number in terms), first, tuple(weight for weight, _ in terms)))

    def positive(self, number: int) -> int:
        """Add the argument, or 0 where it is negative."""
        return self.add(Node("positive", (number,)))

    def finish(self) -> Program:
        """Give the program."""
        return Program(tuple(self.nodes), tuple(self.inputs), dict(self.named), dict(self.sharings))


def run(program: Program, values: Sequence[Number], *, slopes: bool = True) -> Run[Number]:
    """Walk a program forwards.

    Parameters
    ----------
    program
        The program.
    values
        Value of every input, in its order: numbers, or intervals.
    slopes
        Whether derivatives are wanted; a root of zero has none, but a value.

    Raises
    ------
    UnboundedFormula, NoBound
        Where a node has no bound on these intervals.
    UnitError
        Where a formula has no value or no derivative at these numbers.
    """
    intervals = bool(values) and isinstance(values[0], Interval)
    found: list[Any] = []
    partial: list[Sequence[Any]] = []
    given = iter(values)
    for node in program.nodes:
        arguments = [found[number] for number in node.arguments]
        value: Any
        slope: Sequence[Any] = ()
        if node.kind == "input":
            value = next(given)
        elif node.formula is not None and not slopes:
            value = _value(node.formula, dict(zip(node.names, arguments, strict=True)), intervals)
        else:
            value, slope = _STEPS[node.kind](node, arguments, intervals)
        found.append(value)
        partial.append(slope)
    return Run(program, found, partial if slopes else ())


def _value(formula: Formula, values: Mapping[str, Any], intervals: bool) -> Any:
    if not intervals:
        return formula.evaluate(values)
    try:
        return enclose(formula, values)
    except UnboundedFormula as unbounded:
        # At the edge of its domain, such as the root of a difference that is zero, rounding outwards leaves it; the calculation did not.
        if all(value.is_point for value in values.values()):
            with suppress(FormulaError):
                return Interval.point(float(formula.evaluate({name: value.low for name, value in values.items()})))
        raise unbounded


def _formula(node: Node, arguments: Sequence[Any], intervals: bool) -> tuple[Any, Sequence[Any]]:
    assert node.formula is not None, "a node of this kind has a formula"
    values = dict(zip(node.names, arguments, strict=True))
    if intervals:
        value, gradient = enclose_derivatives(node.formula, values)
        return value, [gradient.get(name, ZERO) for name in node.names]
    found = derivatives(node.formula, values)
    return found.value, [found.by_name[name] for name in node.names]


def _product(node: Node, arguments: Sequence[Any], intervals: bool) -> tuple[Any, Sequence[Any]]:
    one: Any = Interval.point(1.0) if intervals else 1.0
    factors = [argument if power > 0 else one / argument for argument, power in zip(arguments, node.weights, strict=True)]
    # Products of all factors before and after each: the derivative by it, without dividing by what may be zero.
    before = [one * node.factor]
    for factor in factors:
        before.append(before[-1] * factor)
    slopes: list[Any] = [one] * len(factors)
    after = one
    for place in range(len(factors) - 1, -1, -1):
        rest = before[place] * after
        slopes[place] = rest if node.weights[place] > 0 else -(rest * factors[place] * factors[place])
        after = after * factors[place]
    return before[-1], slopes


def _sum(node: Node, arguments: Sequence[Any], intervals: bool) -> tuple[Any, Sequence[Any]]:
    total: Any = Interval.point(node.factor) if intervals else node.factor
    for weight, argument in zip(node.weights, arguments, strict=True):
        total = total + argument * weight
    return total, [Interval.point(weight) for weight in node.weights] if intervals else list(node.weights)


def _positive(node: Node, arguments: Sequence[Any], intervals: bool) -> tuple[Any, Sequence[Any]]:
    (argument,) = arguments
    if intervals:
        slope = Interval(1.0 if argument.low >= 0 else 0.0, 1.0 if argument.high >= 0 else 0.0)
        return Interval(max(argument.low, 0.0), max(argument.high, 0.0)), [slope]
    return max(argument, 0.0), [1.0 if argument >= 0 else 0.0]


_STEPS = {"formula": _formula, "product": _product, "sum": _sum, "positive": _positive}
