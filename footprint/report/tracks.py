"""The horizontal side of the picture: where columns begin, and the path of every line.

Beside a column every line runs level, in a row of its own, and its amount stands above it. Lines bend only in a zone
between the rows that leave one column and those that reach the next, so no line crosses an amount or a box.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from footprint.report.lettering import text_width
from footprint.report.scene import LABEL_SIZE, Scene

__all__ = ["Frame", "coordinate", "frame", "path", "sides"]

#: Distance of lines that turn round beside each other, and of the first of them from its column.
_LANE, _FIRST_LANE = 6.0, 12.0
_ZONE, _LABEL_ROOM = 44.0, 14.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The columns of a picture.

    Parameters
    ----------
    lefts, widths
        Of every column.
    zones
        Where lines bend behind every column: from, to. The last entry is the zone in front of the first column.
    turns
        For lines that return, by number: the x where they turn behind their source and in front of their target.
    width
        Of the whole.
    """

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    zones: tuple[tuple[float, float], ...]
    turns: dict[int, tuple[float, float]]
    width: float


def frame(scene: Scene) -> Frame:
    """Give every column the room its boxes, amounts and lines need.

    Parameters
    ----------
    scene
        Boxes and lines, placed.
    """
    count = max(scene.columns, default=-1) + 1
    widths = [0.0] * count
    for picture, column in zip(scene.boxes, scene.columns, strict=True):
        widths[column] = max(widths[column], picture.width)
    before, behind = _label_room(scene, widths)
    travel = [0.0] * (count + 1)
    for from_column, from_y, to_column, to_y in _pieces(scene):
        gap = min(from_column, to_column)
        travel[gap] = max(travel[gap], abs(from_y - to_y))
    right, left = _lanes(scene, count)
    lefts, zones, x = [], [], 0.0
    front = (0.0, _FIRST_LANE + _LANE * (len(left[-1]) + 1)) if left[-1] else (0.0, 0.0)
    x = front[1] + before[0]
    for column in range(count):
        lefts.append(x)
        start = x + widths[column] + behind[column]
        lanes = len(right[column]) + len(left[column])
        end = start + _ZONE + min(travel[column] * 0.1, 46.0) + lanes * _LANE
        zones.append((start, end))
        x = end + before[column + 1]
    turns: dict[int, list[float]] = {}
    for column in (*range(count), -1):
        start, end = zones[column] if column >= 0 else front
        for lane, number in enumerate(right[column]):
            turns.setdefault(number, [0.0, 0.0])[0] = start + _FIRST_LANE + lane * _LANE
        for lane, number in enumerate(left[column]):
            turns.setdefault(number, [0.0, 0.0])[1] = end - _FIRST_LANE - lane * _LANE
    last_used = count and any(scene.columns[line.source] == count - 1 for line in scene.lines)
    width = zones[-1][1] if last_used else lefts[-1] + widths[-1] if count else 0.0
    return Frame(tuple(lefts), tuple(widths), (*zones, front), {number: (a, b) for number, (a, b) in turns.items()}, width)


def sides(scene: Scene, columns: Frame, box: int) -> tuple[float, float]:
    """Give the left and the right side of a box, which stands in the middle of its column."""
    column, width = scene.columns[box], scene.boxes[box].width
    left = columns.lefts[column] + (columns.widths[column] - width) / 2
    return left, left + width


def path(scene: Scene, columns: Frame, number: int) -> str:
    """Write the path of a line, up to where its arrow head begins."""
    line, (start, bends, end) = scene.lines[number], scene.placement.routes[number]
    source, target = scene.columns[line.source], scene.columns[line.target]
    here, y = source, start
    steps = [f"M{coordinate(sides(scene, columns, line.source)[1])} {coordinate(start)}"]
    for place, (column, next_y) in enumerate((*bends, (target, end))):
        if number in columns.turns and place == 0:
            steps.append(_turn(columns.turns[number][0], y, next_y, 1))
        elif number in columns.turns and place == len(bends):
            steps.append(_turn(columns.turns[number][1], y, next_y, -1))
        else:
            zone = columns.zones[min(here, column)]
            from_x, to_x = zone if column > here else zone[::-1]
            steps.append(_curve(from_x, y, to_x, next_y))
        here, y = column, next_y
    steps.append(f"H{coordinate(sides(scene, columns, line.target)[0] - 4)}")
    return " ".join(steps)


def coordinate(value: float) -> str:
    """Write a coordinate with at most one decimal place."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _label_room(scene: Scene, widths: list[float]) -> tuple[list[float], list[float]]:
    """Measure the room that amounts need before and behind every column."""
    before, behind = [0.0] * (len(widths) + 1), [0.0] * (len(widths) + 1)
    for line in scene.lines:
        box = line.source if line.at_start else line.target
        column = scene.columns[box]
        # Where a box is narrower than its column, part of the room is there already.
        room = text_width(line.edge.amount, LABEL_SIZE) + _LABEL_ROOM - (widths[column] - scene.boxes[box].width) / 2
        side = behind if line.at_start else before
        side[column] = max(side[column], room)
    return before, behind


def _pieces(scene: Scene) -> Iterator[tuple[int, float, int, float]]:
    """Yield the pieces of all lines from column to column."""
    for line, (start, bends, end) in zip(scene.lines, scene.placement.routes, strict=True):
        points = [(scene.columns[line.source], start), *bends, (scene.columns[line.target], end)]
        for (from_column, from_y), (to_column, to_y) in itertools.pairwise(points):
            if from_column != to_column:
                yield from_column, from_y, to_column, to_y


def _lanes(scene: Scene, count: int) -> tuple[list[list[int]], list[list[int]]]:
    """List the lines that turn behind and in front of columns, the outermost last; a wide turn goes round a narrow one."""
    right: list[list[tuple[float, int]]] = [[] for _ in range(count + 1)]
    left: list[list[tuple[float, int]]] = [[] for _ in range(count + 1)]
    for number, (line, (start, bends, end)) in enumerate(zip(scene.lines, scene.placement.routes, strict=True)):
        source, target = scene.columns[line.source], scene.columns[line.target]
        if target <= source:
            right[source].append((abs(bends[0][1] - start), number))
            left[target - 1].append((abs(bends[-1][1] - end), number))
    return [[number for _, number in sorted(lanes)] for lanes in right], [[number for _, number in sorted(lanes)] for lanes in left]


def _curve(from_x: float, from_y: float, to_x: float, to_y: float) -> str:
    if coordinate(from_y) == coordinate(to_y):
        return f"H{coordinate(to_x)}"
    middle = coordinate((from_x + to_x) / 2)
    end = f"{coordinate(to_x)} {coordinate(to_y)}"
    return f"H{coordinate(from_x)} C{middle} {coordinate(from_y)} {middle} {coordinate(to_y)} {end}"


def _turn(x: float, from_y: float, to_y: float, direction: int) -> str:
    """Turn round: out to x, down or up, and back."""
    bend = min(abs(to_y - from_y) / 2, _FIRST_LANE)
    corner = coordinate(x - direction * bend)
    down = bend if to_y > from_y else -bend
    return (
        f"H{corner} Q{coordinate(x)} {coordinate(from_y)} {coordinate(x)} {coordinate(from_y + down)}"
        f" V{coordinate(to_y - down)} Q{coordinate(x)} {coordinate(to_y)} {corner} {coordinate(to_y)}"
    )
