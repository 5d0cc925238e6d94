"""How far a result can move while what is stated moves within ranges: rigorous enclosures, no first order.

1. The program from stated values to entries runs on intervals; so do the adjoint recursion λⱼ = (Σᵢ uᵢⱼλᵢ + Σₖ bₖⱼcₖ)/aⱼⱼ and the
   forward one for x over the condensed foreground. Loops are bounded as M-matrices (`loops`). The result lies in λᵀf and in dᵀx.
2. ∂s/∂entry lies in λᵢxⱼ, −λⱼxⱼ or cₖxⱼ on intervals; a walk backwards encloses ∂s/∂input over the whole box.
3. Where the sign of a derivative is known all over the box, the largest value is taken with that input at its end: the box
   shrinks to a face, and the same is done again. If that holds for all inputs the bound is the value at a corner, and exact
   but for rounding.
4. For what is left, the mean value form s(c) + Σ ∂s/∂θ (θ − c) is intersected with 1. At kinks the derivatives from both sides are
   in the interval (Lebourg's mean value theorem).
5. What occurs with both signs, such as a heat demand that one fuel meets and another leaves, widens intervals without need. Where the
   limit is not met, the box is bounded by affine forms as well (`affine`), in which it cancels.
6. Where it is open whether a limit holds, the box is cut in two along the input that makes the bound widest, and both halves are bounded.

The proof stands in docs/background/sampling-plan.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from footprint.errors import FootprintError
from footprint.insight.dependence import Foreground, run
from footprint.units.formula_errors import UnboundedFormula
from footprint.units.interval import ZERO, Interval, NoBound
from footprint.verification.sampling.affine_system import affine_total
from footprint.verification.sampling.loops import inverse_of_loop

__all__ = ["Enclosure", "Solved", "score"]

Box = Sequence[Interval]
HALVINGS = 1
"""How often a box is cut in two at most to decide whether a limit holds."""

ROUNDS = 6
"""How often a box is shrunk to a face at most; every round that changes nothing ends it."""


@dataclass(frozen=True, eq=False)
class Solved:
    """The enclosures of one box.

    Parameters
    ----------
    total
        Of the result.
    slopes
        Of the derivative by every input, in their order.
    """

    total: Interval
    slopes: tuple[Interval, ...]


@dataclass(frozen=True, eq=False)
class _Leaf:
    """A box with a bound of the result, a value that the result surely reaches, and the input to halve next."""

    bound: float
    reached: float
    box: Box
    widest: int | None


@dataclass(frozen=True, eq=False)
class Enclosure:
    """Bounds the result of a foreground over boxes of its inputs."""

    foreground: Foreground

    def range(self, box: Box, limits: Interval | None = None) -> Interval | None:
        """Enclose the result over a box.

        Parameters
        ----------
        box
            Range of every input, in the order of the program.
        limits
            Where it matters only whether the result stays within these: boxes are then halved until that is decided, or
            `HALVINGS` are used up.

        Returns
        -------
        Interval or None
            Holds every result; ``None`` where it has no bound: something may divide by zero, or a loop gain.
        """
        try:
            try:
                first = self.solve(box)
            except (NoBound, UnboundedFormula):
                return self.solve(box, slopes=False).total  # a root that may be zero has a range, but no derivative
            high = self._end(box, first, True, limits.high if limits is not None else math.inf)
            if limits is not None and high > limits.high:
                return Interval(first.total.low, high)
            return Interval(self._end(box, first, False, limits.low if limits is not None else -math.inf), high)
        except (NoBound, UnboundedFormula):
            return None

    def solve(self, box: Box, *, slopes: bool = True) -> Solved:
        """Enclose the result and, if wanted, its derivatives over a box by interval arithmetic alone.

        Raises
        ------
        NoBound, UnboundedFormula
            Where there is no bound.
        """
        foreground = self.foreground
        walked = run(foreground.program, box, slopes=slopes)
        values = walked.values
        references = [values[node] for node in foreground.references]
        if any(reference.low <= 0 for reference in references):
            raise NoBound
        uses = self._uses(values)
        inverses = {part: self._inverse(part, uses, references) for part in self.parts if self._loops[part]}
        direct = self._direct(values)
        intensities = self._adjoint(uses, references, direct, inverses)
        levels = self._forward(uses, references, values[foreground.demand[1]], inverses)
        maker, demand = foreground.demand
        total = intensities[maker] * values[demand]
        forward = ZERO
        for level, part in zip(levels, direct, strict=True):
            forward = forward + level * part
        total = total & forward
        if foreground.extra is not None:
            total = total + values[foreground.extra]
        if not slopes:
            return Solved(total, ())
        found = walked.backwards(self._entry_slopes(values, levels, intensities))
        return Solved(total, tuple(found[given.node] for given in foreground.program.inputs))

    def _end(self, box: Box, solved: Solved, upper: bool, limit: float) -> float:
        """Bound the result from above or below; halve the worst box while it is open whether the limit holds."""
        sign = 1 if upper else -1
        leaves = [self._leaf(box, solved, upper, limit)]
        for _ in range(HALVINGS):
            worst = max(leaves, key=lambda leaf: sign * leaf.bound)
            if sign * worst.bound <= sign * limit or sign * worst.reached > sign * limit or worst.widest is None:
                break
            leaves.remove(worst)
            for half in _halves(worst.box, worst.widest):
                leaves.append(self._leaf(half, self.solve(half), upper, limit))
        return max(leaves, key=lambda leaf: sign * leaf.bound).bound

    def _leaf(self, box: Box, solved: Solved, upper: bool, limit: float) -> _Leaf:
        """Bound the result over one box: go to faces as long as signs are known, then the mean value form, and affine forms if need be."""
        for _ in range(ROUNDS):
            face = [_face(part, slope, upper) for part, slope in zip(box, solved.slopes, strict=True)]
            if all(new is old for new, old in zip(face, box, strict=True)):
                break
            box, solved = face, self.solve(face)
        open_ = [number for number, part in enumerate(box) if not part.is_point]
        if not open_:
            reached = solved.total.low if upper else solved.total.high
            return _Leaf(solved.total.high if upper else solved.total.low, reached, box, None)
        center = [Interval.point(min(max((part.low + part.high) / 2, part.low), part.high)) for part in box]
        middle = self.solve(center).total
        mean = middle
        for number in open_:
            mean = mean + solved.slopes[number] * (box[number] - center[number])
        best = solved.total & mean
        if (best.high > limit) if upper else (best.low < limit):
            remembered = affine_total(self.foreground, box, self.parts)
            best = best if remembered is None else best & remembered
        widest = max(open_, key=lambda number: solved.slopes[number].magnitude * (box[number].high - box[number].low))
        return _Leaf(best.high if upper else best.low, middle.low if upper else middle.high, box, widest)

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """The strongly connected components of the foreground, providers first."""
        import networkx

        graph = networkx.DiGraph()
        graph.add_nodes_from(range(len(self.foreground.activities)))
        graph.add_edges_from((link.consumer, link.provider) for link in self.foreground.links if link.provider is not None)
        # Tarjan's algorithm gives a component after all that it reaches: what a process uses comes before it.
        return tuple(tuple(sorted(part)) for part in networkx.strongly_connected_components(graph))

    @cached_property
    def _loops(self) -> Mapping[tuple[int, ...], bool]:
        own = {link.consumer for link in self.foreground.links if link.consumer == link.provider}
        return {part: len(part) > 1 or part[0] in own for part in self.parts}

    @cached_property
    def _used_by(self) -> tuple[tuple[int, ...], ...]:
        found: list[set[int]] = [set() for _ in self.foreground.activities]
        for link in self.foreground.links:
            if link.provider is not None:
                found[link.provider].add(link.consumer)
        return tuple(tuple(sorted(users)) for users in found)

    @cached_property
    def _made_by(self) -> tuple[tuple[int, ...], ...]:
        found: list[set[int]] = [set() for _ in self.foreground.activities]
        for provider, users in enumerate(self._used_by):
            for user in users:
                found[user].add(provider)
        return tuple(tuple(sorted(providers)) for providers in found)

    def _uses(self, values: Sequence[Interval]) -> dict[tuple[int, int], Interval]:
        """Add up the uses within the foreground, by (provider, consumer)."""
        found: dict[tuple[int, int], Interval] = {}
        for link in self.foreground.links:
            if link.provider is not None:
                key = link.provider, link.consumer
                found[key] = found[key] + values[link.amount] if key in found else values[link.amount]
        return found

    def _direct(self, values: Sequence[Interval]) -> list[Interval]:
        """Give what each process causes per reference output, by emissions and by what comes from outside."""
        found = [ZERO for _ in self.foreground.activities]
        for link in self.foreground.links:
            if link.factor is not None:
                found[link.consumer] = found[link.consumer] + values[link.factor] * values[link.amount]
        for emission in self.foreground.emissions:
            found[emission.activity] = found[emission.activity] + values[emission.amount] * emission.factor
        return found

    def _inverse(
        self, part: tuple[int, ...], uses: Mapping[tuple[int, int], Interval], references: Sequence[Interval]
    ) -> list[list[Interval]]:
        per_unit = [[uses[i, j] / references[j] if (i, j) in uses else ZERO for j in part] for i in part]
        return inverse_of_loop(per_unit)

    def _adjoint(
        self,
        uses: Mapping[tuple[int, int], Interval],
        references: Sequence[Interval],
        direct: Sequence[Interval],
        inverses: Mapping[tuple[int, ...], Sequence[Sequence[Interval]]],
    ) -> list[Interval]:
        """Enclose λ: what comes from outside the component over the output, and in loops the inverse in front."""
        found = [ZERO for _ in references]
        for part in self.parts:
            outside = []
            for number in part:
                total = direct[number]
                for provider in self._made_by[number]:
                    if provider not in part:
                        total = total + uses[provider, number] * found[provider]
                outside.append(total / references[number])
            for place, number in enumerate(part):
                found[number] = outside[place] if part not in inverses else _dot([row[place] for row in inverses[part]], outside)
        return found

    def _forward(
        self,
        uses: Mapping[tuple[int, int], Interval],
        references: Sequence[Interval],
        demand: Interval,
        inverses: Mapping[tuple[int, ...], Sequence[Sequence[Interval]]],
    ) -> list[Interval]:
        """Enclose x: what is asked of a process by those after it, over its output."""
        found = [ZERO for _ in references]
        for part in reversed(self.parts):
            asked = []
            for number in part:
                total = demand if number == self.foreground.demand[0] else ZERO
                for user in self._used_by[number]:
                    if user not in part:
                        total = total + uses[number, user] * found[user]
                asked.append(total)
            for place, number in enumerate(part):
                made = asked[place] if part not in inverses else _dot(inverses[part][place], asked)
                found[number] = made / references[number]
        return found

    def _entry_slopes(self, values: Sequence[Interval], levels: Sequence[Interval], intensities: Sequence[Interval]) -> dict[int, Interval]:
        """Enclose ∂s/∂entry by node, from x and λ."""
        slopes: dict[int, Interval] = {}

        def add(node: int, slope: Interval) -> None:
            slopes[node] = slopes[node] + slope if node in slopes else slope

        for number, node in enumerate(self.foreground.references):
            add(node, -(intensities[number] * levels[number]))
        for link in self.foreground.links:
            if link.provider is not None:
                add(link.amount, intensities[link.provider] * levels[link.consumer])
            elif link.factor is not None:
                add(link.amount, values[link.factor] * levels[link.consumer])
                add(link.factor, values[link.amount] * levels[link.consumer])
        for emission in self.foreground.emissions:
            add(emission.amount, levels[emission.activity] * emission.factor)
        maker, demand = self.foreground.demand
        add(demand, intensities[maker])
        if self.foreground.extra is not None:
            add(self.foreground.extra, Interval.point(1.0))
        return slopes


def score(foreground: Foreground, values: Sequence[float]) -> float | None:
    """Compute the result at given values of all inputs, without a bound; ``None`` where it has none.

    It only decides in which order inputs are tried; nothing is proved with it.
    """
    try:
        found = run(foreground.program, values, slopes=False).values
    except (FootprintError, ArithmeticError):
        return None
    size = len(foreground.activities)
    matrix, direct = np.zeros((size, size)), np.zeros(size)
    for number, node in enumerate(foreground.references):
        matrix[number, number] = found[node]
    for link in foreground.links:
        if link.provider is not None:
            matrix[link.provider, link.consumer] -= found[link.amount]
        elif link.factor is not None:
            direct[link.consumer] += found[link.factor] * found[link.amount]
    for emission in foreground.emissions:
        direct[emission.activity] += emission.factor * found[emission.amount]
    maker, demand = foreground.demand
    try:
        total = float(np.linalg.solve(matrix.T, direct)[maker]) * found[demand]
    except np.linalg.LinAlgError:
        return None
    return total + (found[foreground.extra] if foreground.extra is not None else 0.0)


def _face(part: Interval, slope: Interval, upper: bool) -> Interval:
    """Give the end of a range where the result is largest (or smallest), where the sign of the derivative tells which."""
    if part.is_point or slope.low < 0 < slope.high:
        return part
    rises = slope.low >= 0
    return Interval.point(part.high if rises == upper else part.low)


def _halves(box: Box, number: int) -> tuple[Box, Box]:
    """Cut a box in two."""
    part = box[number]
    middle = min(max((part.low + part.high) / 2, part.low), part.high)
    first, second = list(box), list(box)
    first[number], second[number] = Interval(part.low, middle), Interval(middle, part.high)
    return first, second


def _dot(row: Sequence[Interval], column: Sequence[Interval]) -> Interval:
    total = ZERO
    for left, right in zip(row, column, strict=True):
        total = total + left * right
    return total
