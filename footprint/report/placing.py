"""Where boxes stand within their columns and how lines run between them.

The usual three steps of a layered drawing: a line over several columns gets a bend in each of them; boxes and bends of a
column are ordered so that few lines cross (barycentres, the best of several sweeps); heights are chosen so that lines are
as straight as their weights ask, without overlaps. The last step is least squares under an order, solved exactly per
column by pooling adjacent violators.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Box", "Link", "Placement", "place", "spread"]

#: Room between lines that run side by side, between boxes of one group, and between groups.
_BEND_HEIGHT, _SEPARATION, _GROUP_SEPARATION = 12.0, 9.0, 20.0
_SWEEPS, _ROUNDS = 6, 80
#: Beyond this many segments beauty is not worth the time.
_MANY = 4000


@dataclass(frozen=True, slots=True)
class Box:
    """A box to be placed.

    Parameters
    ----------
    column
        Column it stands in.
    height
        Smallest height; many lines make it higher.
    left, right
        Distance of lines at its sides.
    group
        Boxes of one group stand closer to each other.
    """

    column: int
    height: float
    left: float
    right: float
    group: str


@dataclass(frozen=True, slots=True)
class Link:
    """A line from the right side of a box to the left side of another.

    Parameters
    ----------
    source, target
        Numbers of boxes. Where the target does not stand to the right of the source, the line returns below.
    weight
        How much it matters that the line is straight.
    """

    source: int
    target: int
    weight: float


@dataclass(frozen=True, slots=True)
class Placement:
    """The result.

    Parameters
    ----------
    tops, heights
        Of every box.
    routes
        Of every link: the y of its start, ``(column, y)`` of its bends, the y of its end.
    """

    tops: tuple[float, ...]
    heights: tuple[float, ...]
    routes: tuple[tuple[float, tuple[tuple[int, float], ...], float], ...]


@dataclass(slots=True)
class _Cell:
    """A box or a bend while it is being placed."""

    column: int
    height: float
    group: str
    order: float
    top: float = 0.0
    ends: list[tuple[int, bool]] = field(default_factory=list)  # segment, whether it ends here


@dataclass(slots=True)
class _Segment:
    """A piece of a line between two cells; the offsets are those of its ends below the tops of the cells."""

    start: int
    end: int
    weight: float
    returns: bool
    start_offset: float = 0.0
    end_offset: float = 0.0


def place(boxes: Sequence[Box], links: Sequence[Link]) -> Placement:
    """Place boxes and lines.

    Parameters
    ----------
    boxes
        In the order that is tried first, from top to bottom.
    links
        Lines between them.
    """
    cells, segments, chains = _cells(boxes, links)
    columns = _columns(cells)
    columns = _ordered(cells, segments, columns)
    _set_ports(boxes, cells, segments)
    _set_tops(cells, segments, columns)
    _level_returns(cells, segments, chains, columns)
    highest = min((cell.top for cell in cells), default=0.0)
    routes = []
    for link, chain in zip(links, chains, strict=True):
        bends = tuple(
            (cells[segments[number].end].column, cells[segments[number].end].top - highest + _BEND_HEIGHT / 2) for number in chain[:-1]
        )
        first, last = segments[chain[0]], segments[chain[-1]]
        start = cells[link.source].top - highest + first.start_offset
        routes.append((start, bends, cells[link.target].top - highest + last.end_offset))
    tops = tuple(cell.top - highest for cell in cells[: len(boxes)])
    return Placement(tops, tuple(cell.height for cell in cells[: len(boxes)]), tuple(routes))


def spread(wanted: Sequence[float], weights: Sequence[float], room: Sequence[float]) -> list[float]:
    """Find positions in order that are closest to the wanted ones: weighted least squares by pooling adjacent violators.

    Parameters
    ----------
    wanted
        Where each would like to be.
    weights
        How much, above zero.
    room
        Least distance of each from the one before; the first is ignored.
    """
    pools: list[list[float]] = []  # mean, weight, count
    shift = 0.0
    shifts = []
    for number, (position, weight) in enumerate(zip(wanted, weights, strict=True)):
        shift += room[number] if number else 0.0
        shifts.append(shift)
        pools.append([position - shift, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, heavy, count = pools.pop()
            before = pools[-1]
            total = before[1] + heavy
            before[:] = [(before[0] * before[1] + mean * heavy) / total, total, before[2] + count]
    positions = [mean for mean, _, count in pools for _ in range(int(count))]
    return [position + shift for position, shift in zip(positions, shifts, strict=True)]


def _cells(boxes: Sequence[Box], links: Sequence[Link]) -> tuple[list[_Cell], list[_Segment], list[list[int]]]:
    counts: dict[int, int] = {}
    cells = []
    for box in boxes:
        rank = counts[box.column] = counts.get(box.column, 0) + 1
        cells.append(_Cell(box.column, box.height, box.group, rank))
    for cell in cells:
        cell.order /= counts[cell.column] + 1
    segments: list[_Segment] = []
    chains = []
    for link in links:
        source, target = cells[link.source], cells[link.target]
        returns = target.column <= source.column
        between = range(source.column, target.column - 1, -1) if returns else range(source.column + 1, target.column)
        path = [link.source]
        for step, column in enumerate(between, 1):
            order = 2.0 if returns else source.order + (target.order - source.order) * step / (len(between) + 1)
            path.append(len(cells))
            cells.append(_Cell(column, _BEND_HEIGHT, f"line {link.source}", order))
        path.append(link.target)
        chain = []
        for number, (start, end) in enumerate(itertools.pairwise(path)):
            inner = 0 < number < len(path) - 2
            # A line that returns runs level below; how far below does not matter.
            weight = link.weight * (8 if inner else 0.02 if returns else 1)
            chain.append(len(segments))
            cells[start].ends.append((len(segments), False))
            cells[end].ends.append((len(segments), True))
            segments.append(_Segment(start, end, weight, returns))
        chains.append(chain)
    return cells, segments, chains


def _columns(cells: Sequence[_Cell]) -> list[list[int]]:
    columns: list[list[int]] = [[] for _ in range(max((cell.column for cell in cells), default=-1) + 1)]
    for number in sorted(range(len(cells)), key=lambda number: (cells[number].order, number)):
        columns[cells[number].column].append(number)
    return columns


def _ordered(cells: Sequence[_Cell], segments: Sequence[_Segment], columns: list[list[int]]) -> list[list[int]]:
    """Order the cells of every column; the order with the fewest crossings wins, the first one among equals."""
    _number(cells, columns)
    best, fewest = [list(column) for column in columns], _crossings(cells, segments)
    for sweep in range(_SWEEPS if len(segments) < _MANY else 2):
        if not fewest:
            break
        step = 1 if sweep % 2 == 0 else -1
        for column in columns[::step]:
            _sort_column(cells, segments, column, step)
        _number(cells, columns)
        crossings = _crossings(cells, segments)
        if crossings < fewest:
            best, fewest = [list(column) for column in columns], crossings
    _number(cells, best)
    return best


def _number(cells: Sequence[_Cell], columns: Sequence[Sequence[int]]) -> None:
    for column in columns:
        for place, number in enumerate(column):
            cells[number].order = place


def _sort_column(cells: Sequence[_Cell], segments: Sequence[_Segment], column: list[int], step: int) -> None:
    """Sort the cells that have neighbours in the column before; the others keep their places."""
    keys: dict[int, float] = {}
    for number in column:
        orders = []
        for segment, ends in cells[number].ends:
            other = cells[segments[segment].start if ends else segments[segment].end]
            if other.column == cells[number].column - step:
                orders.append(other.order)
        if orders:
            keys[number] = sum(orders) / len(orders)
    ordered = iter(sorted(keys, key=lambda number: (keys[number], cells[number].order)))
    column[:] = [next(ordered) if number in keys else number for number in column]
    for place, number in enumerate(column):
        cells[number].order = place


def _crossings(cells: Sequence[_Cell], segments: Sequence[_Segment]) -> int:
    between: dict[int, list[tuple[float, float]]] = {}
    for segment in segments:
        start, end = cells[segment.start], cells[segment.end]
        if abs(start.column - end.column) == 1:
            left, right = (start, end) if start.column < end.column else (end, start)
            between.setdefault(left.column, []).append((left.order, right.order))
    crossings = 0
    for pairs in between.values():
        seen: list[float] = []
        for _, order in sorted(pairs):
            crossings += len(seen) - bisect_right(seen, order)
            insort(seen, order)
    return crossings


def _set_ports(boxes: Sequence[Box], cells: Sequence[_Cell], segments: Sequence[_Segment]) -> None:
    """Give the lines their places at the sides of boxes, in the order of what they lead to; returning ones lowest."""
    for number, cell in enumerate(cells):
        if number >= len(boxes):
            for segment, ends in cell.ends:
                if ends:
                    segments[segment].end_offset = cell.height / 2
                else:
                    segments[segment].start_offset = cell.height / 2
            continue
        box = boxes[number]
        sides: tuple[list[int], list[int]] = ([], [])
        for segment, ends in cell.ends:
            sides[0 if ends else 1].append(segment)
        cell.height = max(box.height, *((len(side) + 0.6) * room for side, room in zip(sides, (box.left, box.right), strict=True)))
        for side, room, ends in ((sides[0], box.left, True), (sides[1], box.right, False)):

            def rank(segment: int, ends: bool = ends) -> tuple[bool, float, int]:
                piece = segments[segment]
                return piece.returns, cells[piece.start if ends else piece.end].order, segment

            for place, segment in enumerate(sorted(side, key=rank)):
                offset = cell.height / 2 + (place - (len(side) - 1) / 2) * room
                if ends:
                    segments[segment].end_offset = offset
                else:
                    segments[segment].start_offset = offset


def _set_tops(cells: Sequence[_Cell], segments: Sequence[_Segment], columns: Sequence[Sequence[int]]) -> None:
    rooms = []
    for column in columns:
        room = [0.0]
        for upper, lower in itertools.pairwise(column):
            same = cells[upper].group == cells[lower].group
            room.append(cells[upper].height + (_SEPARATION if same else _GROUP_SEPARATION))
        rooms.append(room)
        top = 0.0
        for number, distance in zip(column, room, strict=True):
            top += distance
            cells[number].top = top
    rounds = _ROUNDS if len(segments) < _MANY else 8
    for turn in range(rounds):
        for place in range(len(columns)) if turn % 2 == 0 else range(len(columns) - 1, -1, -1):
            _settle(cells, segments, columns[place], rooms[place])


def _settle(cells: Sequence[_Cell], segments: Sequence[_Segment], column: Sequence[int], room: Sequence[float]) -> None:
    wanted, weights = [], []
    for number in column:
        total, weight = 0.0, 0.0
        for segment, ends in cells[number].ends:
            piece = segments[segment]
            if ends:
                there = cells[piece.start].top + piece.start_offset - piece.end_offset
            else:
                there = cells[piece.end].top + piece.end_offset - piece.start_offset
            total += piece.weight * there
            weight += piece.weight
        wanted.append(total / weight if weight else cells[number].top)
        weights.append(weight or 0.01)
    for number, top in zip(column, spread(wanted, weights, room), strict=True):
        cells[number].top = top


def _level_returns(
    cells: Sequence[_Cell], segments: Sequence[_Segment], chains: Sequence[Sequence[int]], columns: Sequence[Sequence[int]]
) -> None:
    """Bring every returning line to one level where only other such lines are below it."""
    bends_of = [[segments[number].end for number in chain[:-1]] for chain in chains if segments[chain[0]].returns]
    lowest = {bend for bends in bends_of for bend in bends}
    free: set[int] = set()
    bottom = [0.0] * len(columns)
    for place, column in enumerate(columns):
        for number in reversed(column):
            if number not in lowest:
                bottom[place] = cells[number].top + cells[number].height + _SEPARATION
                break
            free.add(number)
    level = [bends for bends in bends_of if free.issuperset(bends)]
    for bends in sorted(level, key=lambda bends: (max(cells[bend].top for bend in bends), bends)):
        top = max(max(cells[bend].top, bottom[cells[bend].column]) for bend in bends)
        for bend in bends:
            cells[bend].top = top
            bottom[cells[bend].column] = top + _BEND_HEIGHT
