"""Where nodes and flows stand: widths in proportion to the flows, every label with a place of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from footprint.report.figures.sankey.layers import Layers
from footprint.report.figures.sankey.network import Network

__all__ = ["Box", "Placement", "Ribbon", "place"]

_SWEEPS, _GAP, _LOOP_GAP, _LOOP_LABEL = 12, 8.0, 10.0, 14.0


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its left edge, top and height, and the slot around it that its label may fill."""

    key: str
    column: int
    x: float
    y: float
    height: float
    slot: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow: the top of both ends, its width, and for a loop the depth of its way back."""

    source: str
    target: str
    value: float
    width: float
    x: tuple[float, float]
    y: tuple[float, float]
    loop: float | None = None


@dataclass(frozen=True)
class Placement:
    """All nodes and flows; pixels for a kilogram, and the height of everything."""

    boxes: Mapping[str, Box]
    ribbons: tuple[Ribbon, ...]
    scale: float
    height: float


def place(
    network: Network, found: Layers, *, labels: Mapping[str, float], pitch: float, bar: float, height: float, left: float
) -> Placement:
    """Place a flow.

    Parameters
    ----------
    network, found
        The flow and its columns.
    labels
        Height of the label of every node.
    pitch, bar
        From column to column, and the width of a node.
    height
        To be filled, without loops.
    left
        Where the first column begins.
    """
    columns: list[list[str]] = [[] for _ in range(found.count)]
    for key, column in found.column.items():
        columns[column].append(key)
    values = {key: network.value(key) for key in network.nodes}
    scale = _scale(columns, values, labels, height)
    sizes = {key: value * scale for key, value in values.items()}
    slots = {key: max(sizes[key], labels[key]) for key in values}
    centres = _order(network, found, columns, slots, height)
    first = min(centres[key] - slots[key] / 2 for key in centres)
    centres = {key: centre - first for key, centre in centres.items()}
    height = max(centres[key] + slots[key] / 2 for key in centres)
    boxes = {
        key: Box(
            key,
            column,
            left + column * pitch,
            centres[key] - sizes[key] / 2,
            sizes[key],
            (centres[key] - slots[key] / 2, centres[key] + slots[key] / 2),
        )
        for key, column in found.column.items()
    }
    ribbons, depth = _ribbons(network, found, boxes, scale, bar, height)
    return Placement(boxes, tuple(ribbons), scale, depth)


def _scale(columns: Sequence[Sequence[str]], values: Mapping[str, float], labels: Mapping[str, float], height: float) -> float:
    """Find the largest scale at which every column fits: pixels for a kilogram."""

    def fits(scale: float) -> bool:
        return all(sum(max(values[key] * scale, labels[key]) for key in keys) + _GAP * (len(keys) - 1) <= height for keys in columns)

    largest = max(values.values(), default=0.0)
    if not largest > 0:
        return 0.0
    low, high = 0.0, 0.62 * height / largest
    if fits(high):
        return high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _order(network: Network, found: Layers, columns: list[list[str]], slots: Mapping[str, float], height: float) -> dict[str, float]:
    """Order the columns so that few flows cross, and give the middle of every node."""
    centres: dict[str, float] = {}
    for keys in columns:
        keys.sort(key=lambda key: (network.nodes[key].kind == "rest", -network.value(key), key))
    # The first guess comes from the right, where the product stands in the middle of what it takes.
    for keys in reversed(columns):
        wanted = {key: _wanted(network, found, key, centres, upstream=False, otherwise=height / 2) for key in keys}
        _spread(keys, wanted, slots, height, centres, network)
    for sweep in range(_SWEEPS):
        upstream = sweep % 2 == 0
        for keys in columns if upstream else reversed(columns):
            wanted = {key: _wanted(network, found, key, centres, upstream, otherwise=centres[key]) for key in keys}
            _spread(keys, wanted, slots, height, centres, network)
    return centres


def _wanted(network: Network, found: Layers, key: str, centres: Mapping[str, float], upstream: bool, otherwise: float) -> float:
    flows = network.into[key] if upstream else network.out[key]
    other = network.out[key] if upstream else network.into[key]

    def middle(ends: Mapping[str, float], into: bool) -> float | None:
        known = [(end, value) for end, value in ends.items() if end in centres and ((end, key) if into else (key, end)) not in found.loops]
        weight = math.fsum(value for _, value in known)
        return math.fsum(centres[end] * value for end, value in known) / weight if weight else None

    for ends, into in ((flows, upstream), (other, not upstream)):
        at = middle(ends, into)
        if at is not None:
            return at
    return otherwise


def _spread(
    keys: list[str], wanted: Mapping[str, float], slots: Mapping[str, float], height: float, centres: dict[str, float], network: Network
) -> None:
    """Put the nodes of a column where they are wanted, in that order, without overlap and within the height; a remainder comes last.

    Nodes that would overlap form a block around the mean of where they want to be, weighted by their flows.
    """
    keys.sort(key=lambda key: (network.nodes[key].kind == "rest", wanted[key], -network.value(key), key))
    blocks: list[tuple[list[str], float, float, float]] = []
    for key in keys:
        # A block: its nodes, weight, weighted offset of the top that they want, and height.
        weight = network.value(key) + 1e-9 * (network.total or 1.0) ** 2 + 1e-30
        block = ([key], weight, weight * (wanted[key] - slots[key] / 2), slots[key])
        while blocks and _top(blocks[-1], height) + blocks[-1][3] + _GAP > _top(block, height):
            before = blocks.pop()
            shift = before[3] + _GAP
            block = (before[0] + block[0], before[1] + block[1], before[2] + block[2] - block[1] * shift, shift + block[3])
        blocks.append(block)
    for block in blocks:
        y = _top(block, height)
        for key in block[0]:
            centres[key] = y + slots[key] / 2
            y += slots[key] + _GAP


def _top(block: tuple[list[str], float, float, float], height: float) -> float:
    return max(0.0, min(block[2] / block[1], height - block[3]))


def _ribbons(
    network: Network, found: Layers, boxes: Mapping[str, Box], scale: float, bar: float, height: float
) -> tuple[list[Ribbon], float]:
    """Stack the flows at both sides of every node in the order of where they go; loops go back below everything."""
    starts, ends = {}, {}
    for key, box in boxes.items():
        y = box.y
        for target in sorted(network.out[key], key=lambda end: _beside(found, boxes, (key, end), boxes[end])):
            starts[key, target] = y
            y += network.out[key][target] * scale
        y = box.y
        for source in sorted(network.into[key], key=lambda end: _beside(found, boxes, (end, key), boxes[end])):
            ends[source, key] = y
            y += network.into[key][source] * scale
    ribbons, depth = [], height
    links = sorted(network.links(), key=lambda link: (found.column[link[0]] - found.column[link[1]], link[0], link[1]))
    for source, target, value in links:
        width, loop = value * scale, None
        if (source, target) in found.loops:
            lane = max(width, _LOOP_LABEL)
            loop = depth + _LOOP_GAP + lane / 2
            depth += _LOOP_GAP + lane
        x = boxes[source].x + bar, boxes[target].x
        ribbons.append(Ribbon(source, target, value, width, x, (starts[source, target], ends[source, target]), loop))
    return ribbons, depth + (_LOOP_GAP if depth > height else 0.0)


def _beside(found: Layers, boxes: Mapping[str, Box], link: tuple[str, str], other: Box) -> tuple[bool, float, str]:
    """Order the ends at a node: from top to bottom as the other ends stand, loops last."""
    return link in found.loops, other.y + other.height / 2, other.key
