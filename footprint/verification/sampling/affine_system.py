"""The result as an affine form: the program and the adjoint recursion, on numbers that remember what they depend on."""

from __future__ import annotations

from collections.abc import Sequence

from footprint.insight.dependence import Foreground
from footprint.insight.dependence.program import Node
from footprint.units.interval import Interval, NoBound
from footprint.verification.sampling.affine import Affine, Symbols, affine_value

__all__ = ["affine_total"]

LARGEST_LOOP = 8
"""Processes in a loop beyond which elimination on forms is not worth its time; intervals bound those."""


def affine_total(foreground: Foreground, box: Sequence[Interval], parts: Sequence[Sequence[int]]) -> Interval | None:
    """Enclose the result over a box.

    Parameters
    ----------
    foreground
        The result as a function of its inputs.
    box
        Range of every input.
    parts
        Strongly connected components of its processes, providers first.

    Returns
    -------
    Interval or None
        ``None`` where affine forms give no bound.
    """
    if any(len(part) > LARGEST_LOOP for part in parts):
        return None
    try:
        return _total(foreground, box, parts)
    except (NoBound, OverflowError, ZeroDivisionError):
        return None


def _total(foreground: Foreground, box: Sequence[Interval], parts: Sequence[Sequence[int]]) -> Interval:
    symbols = Symbols.after(len(box))
    given = iter(Affine.of(part, symbols, number) for number, part in enumerate(box))
    values: list[Affine] = []
    for node in foreground.program.nodes:
        values.append(next(given) if node.kind == "input" else _step(node, [values[number] for number in node.arguments], symbols))
    zero = Affine.of(Interval.point(0.0), symbols)
    direct = [zero for _ in foreground.activities]
    uses: dict[tuple[int, int], Affine] = {}
    for link in foreground.links:
        if link.provider is not None:
            key = link.provider, link.consumer
            uses[key] = uses[key] + values[link.amount] if key in uses else values[link.amount]
        elif link.factor is not None:
            direct[link.consumer] = direct[link.consumer] + values[link.factor] * values[link.amount]
    for emission in foreground.emissions:
        direct[emission.activity] = direct[emission.activity] + values[emission.amount].times(emission.factor)
    outputs = [values[node].inverse() for node in foreground.references]
    if any(output.range.low <= 0 for output in outputs):
        raise NoBound
    intensities: dict[int, Affine] = {}
    for part in parts:
        _solve_part(part, uses, outputs, direct, intensities)
    maker, demand = foreground.demand
    total = intensities[maker] * values[demand]
    return (total + values[foreground.extra] if foreground.extra is not None else total).range


def _solve_part(
    part: Sequence[int],
    uses: dict[tuple[int, int], Affine],
    outputs: Sequence[Affine],
    direct: Sequence[Affine],
    intensities: dict[int, Affine],
) -> None:
    """Find λ of one component: what comes from outside, and by elimination what its members use of each other."""
    known = dict(intensities)
    right: dict[int, Affine] = {}
    for number in part:
        total = direct[number]
        for (provider, consumer), amount in uses.items():
            if consumer == number and provider in known:
                total = total + amount * known[provider]
        right[number] = total * outputs[number]
    # λⱼ = gⱼ + Σ mᵢⱼ λᵢ; take out one member after the other.
    rates = {(i, j): uses[i, j] * outputs[j] for i in part for j in part if (i, j) in uses}
    for place, number in enumerate(part):
        if (number, number) in rates:
            rest = Affine.of(Interval.point(1.0), rates[number, number].symbols) - rates.pop((number, number))
            if rest.range.low <= 0:
                raise NoBound
            scale = rest.inverse()
            right[number] = right[number] * scale
            for other in part:
                if (other, number) in rates:
                    rates[other, number] = rates[other, number] * scale
        for later in part[place + 1 :]:
            if (number, later) in rates:
                rate = rates.pop((number, later))
                right[later] = right[later] + right[number] * rate
                for other in part:
                    if (other, number) in rates:
                        more = rates[other, number] * rate
                        rates[other, later] = rates[other, later] + more if (other, later) in rates else more
    for number in reversed(part):
        total = right[number]
        for other in part:
            if (other, number) in rates:
                total = total + rates[other, number] * intensities[other]
        intensities[number] = total


def _step(node: Node, arguments: list[Affine], symbols: Symbols) -> Affine:
    if node.formula is not None:
        return affine_value(node.formula.tree, dict(zip(node.names, arguments, strict=True)), symbols)
    if node.kind == "positive":
        return arguments[0].positive()
    total = Affine.of(Interval.point(node.factor), symbols)
    for weight, argument in zip(node.weights, arguments, strict=True):
        if node.kind == "sum":
            total = total + argument.times(weight)
        else:
            total = total * (argument if weight > 0 else argument.inverse())
    return total
