"""The shortest list of inputs to see: which may stay unseen while the result provably moves by no more than a threshold.

Bounds only grow when more inputs are unseen. So inputs are released one after another, those with the smallest effect first,
as long as the bound of all released ones together holds; in the end every input of the list is released once more on its
own, to show that none of them can be spared. That the list is the shortest of all is proved as far as `at_least` reaches: a
number of inputs that every sufficient list must have, from lower bounds of the derivatives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from footprint.insight.dependence import Foreground, run
from footprint.insight.sensitivity import entry_slopes
from footprint.units.formula_errors import NoDerivative, UnboundedFormula
from footprint.units.interval import Interval, NoBound
from footprint.verification.sampling.enclosure import Enclosure, score

__all__ = ["Selection", "select"]


@dataclass(frozen=True, eq=False)
class Selection:
    """Which inputs must be seen.

    Parameters
    ----------
    seen
        Numbers of the inputs on the list, the largest effect first.
    effects
        By number of the input: how far the result moves where it alone goes to the ends of its range, in kg CO2e; ``None`` where
        that has no bound.
    result
        Enclosure of the result with all others within their ranges.
    at_least
        How many inputs every sufficient list has, proved.
    minimal
        Whether no input of the list can be spared, tried one by one: without it the bound does not hold.
    needed
        Numbers of those of the list for which a case was found that breaks the threshold when they are unseen, too.
    """

    seen: tuple[int, ...]
    effects: tuple[float | None, ...]
    result: Interval
    at_least: int
    minimal: bool
    needed: frozenset[int]


@dataclass(slots=True)
class _Search:
    """One search; boxes have the ranges of what is released and points for what is seen."""

    foreground: Foreground
    ranges: Sequence[Interval]
    threshold: float
    enclosure: Enclosure = field(init=False)
    stated: list[Interval] = field(init=False)
    slopes: list[float] = field(init=False)

    def __post_init__(self) -> None:
        inputs = self.foreground.program.inputs
        self.enclosure = Enclosure(self.foreground)
        self.stated = [Interval.point(given.value) for given in inputs]
        self.slopes = _slopes(self.foreground)

    def box(self, released: Sequence[int] | set[int]) -> list[Interval]:
        free = set(released)
        return [self.ranges[number] if number in free else point for number, point in enumerate(self.stated)]

    def breaks(self, released: Sequence[int] | set[int]) -> bool:
        """Tell whether one of two likely corners breaks the threshold: then no bound needs to be tried."""
        for upper in (True, False):
            values = [given.value for given in self.foreground.program.inputs]
            for number in released:
                part = self.ranges[number]
                values[number] = part.high if (self.slopes[number] > 0) == upper else part.low
            found = score(self.foreground, values)
            if found is None or abs(found - self.foreground.total) > self.threshold * (1 + 1e-9):
                return True
        return False

    def holds(self, released: Sequence[int] | set[int]) -> Interval | None:
        """Give the enclosure of the result where it stays within the threshold, otherwise nothing."""
        if self.breaks(released):
            return None
        limits = Interval(self.foreground.total - self.threshold, self.foreground.total + self.threshold)
        found = self.enclosure.range(self.box(released), limits)
        if found is None or max(found.high - self.foreground.total, self.foreground.total - found.low) > self.threshold:
            return None
        return found

    def effect(self, number: int) -> float | None:
        """Compute how far the result moves with one input at its ends; for the order, and to show."""
        values = [given.value for given in self.foreground.program.inputs]
        moved = []
        for end in (self.ranges[number].low, self.ranges[number].high):
            found = score(self.foreground, [end if place == number else value for place, value in enumerate(values)])
            if found is None:
                return None
            moved.append(abs(found - self.foreground.total))
        return max(moved)


def select(foreground: Foreground, ranges: Sequence[Interval], threshold: float) -> Selection:
    """Choose the inputs to see.

    Parameters
    ----------
    foreground
        The result as a function of its inputs.
    ranges
        Range of every input, in base units, the stated value within.
    threshold
        In kg CO2e: how far the result may move by what stays unseen.
    """
    search = _Search(foreground, ranges, threshold)
    moving = [number for number, part in enumerate(ranges) if not part.is_point]
    effects: list[float | None] = [0.0] * len(ranges)
    for number in moving:
        effects[number] = search.effect(number)
    order = sorted(moving, key=lambda number: (effects[number] is None, effects[number] or 0.0, foreground.program.inputs[number].name))
    released, tried = _released(search, order)
    seen = [number for number in reversed(order) if number not in released]
    result = search.holds(released)
    assert result is not None, "what was released holds"
    minimal = all(number in tried or search.holds([*released, number]) is None for number in seen)
    needed = frozenset(number for number in seen if search.breaks([*released, number]))
    return Selection(tuple(seen), tuple(effects), result, min(_at_least(search, moving), len(seen)), minimal, needed)


def _slopes(foreground: Foreground) -> list[float]:
    """Give the derivative by every input at the stated values; zeros where a formula has none there."""
    inputs = foreground.program.inputs
    try:
        walked = run(foreground.program, [given.value for given in inputs])
    except NoDerivative:
        return [0.0] * len(inputs)
    slopes = walked.backwards(entry_slopes(foreground, walked))
    return [slopes[given.node] for given in inputs]


def _released(search: _Search, order: Sequence[int]) -> tuple[list[int], set[int]]:
    """Release as many as possible at once, found by halving, then the others one by one.

    Returns
    -------
    (list, set)
        What is released, and what was tried in vain together with all of it.
    """
    low, high = 0, len(order)
    while low < high:
        middle = (low + high + 1) // 2
        if search.holds(order[:middle]) is not None:
            low = middle
        else:
            high = middle - 1
    released, tried = list(order[:low]), set[int]()
    for number in order[low:]:
        if search.holds([*released, number]) is not None:
            released.append(number)
            tried.clear()
        else:
            tried.add(number)
    return released, tried


def _at_least(search: _Search, moving: Sequence[int]) -> int:
    """Count the inputs that every sufficient list must have.

    With θ going from what is stated to the ends where the result is larger, s(θ) − s(θ₀) = Σ gᵢ(ξ)(θᵢ − θ₀ᵢ) for some ξ on the way, so that
    the unseen move it by at least Σ eᵢ with eᵢ = min|gᵢ| · |θᵢ − θ₀ᵢ| over the box of the way. A sufficient list leaves unseen only sets
    with Σ eᵢ within the threshold, and no more of them than fit in when the smallest are taken first. Likewise downwards.
    """
    must = {number for number in moving if _breaks_alone(search, number)}
    rest = [number for number in moving if number not in must]
    return len(must) + max(_least_of(search, rest, upper) for upper in (True, False))


def _breaks_alone(search: _Search, number: int) -> bool:
    """Prove that one input alone moves the result by more than the threshold, at one of its ends."""
    for end in (search.ranges[number].low, search.ranges[number].high):
        box = list(search.stated)
        box[number] = Interval.point(end)
        found = search.enclosure.range(box)
        if found is not None and max(found.low - search.foreground.total, search.foreground.total - found.high) > search.threshold:
            return True
    return False


def _least_of(search: _Search, rest: Sequence[int], upper: bool) -> int:
    """Count how many of some inputs every sufficient list must have, by moves in one direction."""
    try:
        slopes = search.enclosure.solve(search.stated).slopes
        ways: dict[int, Interval] = {}
        for number in rest:
            slope, point, part = slopes[number], search.stated[number].low, search.ranges[number]
            if not slope.low <= 0 <= slope.high:
                ways[number] = Interval(point, part.high) if (slope.low > 0) == upper else Interval(part.low, point)
        box = [ways.get(number, point) for number, point in enumerate(search.stated)]
        along = search.enclosure.solve(box).slopes
    except (NoBound, UnboundedFormula):
        return 0
    moves = []
    for number, way in ways.items():
        rises = (along[number].low > 0, along[number].high < 0)
        if rises == (slopes[number].low > 0, slopes[number].high < 0):
            moves.append(along[number].mignitude * (way.high - way.low) * (1 - 1e-12))
    total, fitting = 0.0, 0
    for move in sorted(moves):
        total += move
        if total > search.threshold * (1 + 1e-12):
            break
        fitting += 1
    return len(moves) - fitting
