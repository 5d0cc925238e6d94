"""What the picture shows: boxes with their texts and the lines between them.

Datasets, elementary flows and other ends of the supply chain are drawn once per exchange, beside the process that has it:
a factor for electricity that ten processes use is ten small boxes instead of ten lines across the picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from footprint.errors import Language
from footprint.report.columns import assign_columns
from footprint.report.elements import Edge, Elements, Node
from footprint.report.lettering import text_width, wrap
from footprint.report.placing import Box, Link, Placement, place
from footprint.report.words import word

__all__ = ["LABEL_SIZE", "Line", "Picture", "Scene", "Text", "compose"]

#: Font size of amounts.
LABEL_SIZE = 10.0
_NAME_SIZE, _CAPTION_SIZE = 11.0, 9.5
_PROCESS_WIDTH, _END_WIDTH, _PRODUCT_WIDTH = 156.0, 172.0, 140.0
_PADDING = 10.0


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text in a box."""

    text: str
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A box of the picture.

    Parameters
    ----------
    node
        What it shows.
    texts
        Its lines.
    width
        Its width.
    cut_off
        Whether what it stands for is left out of the calculation.
    exchange
        The exchange it belongs to, if it is the end of one.
    """

    node: Node
    texts: tuple[Text, ...]
    width: float
    cut_off: bool = False
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the picture: an exchange from the right side of a box to the left side of another.

    Parameters
    ----------
    edge
        The exchange.
    source, target
        Numbers of boxes.
    product
        Whether it joins a process and a product.
    at_start
        Whether its amount is written at its start; otherwise at its end.
    """

    edge: Edge
    source: int
    target: int
    product: bool
    at_start: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Boxes, lines, columns of the boxes and where all of them are placed."""

    boxes: tuple[Picture, ...]
    lines: tuple[Line, ...]
    columns: tuple[int, ...]
    placement: Placement


def compose(drawn: Elements, lang: Language) -> Scene:
    """Choose boxes and lines, and place them.

    Parameters
    ----------
    drawn
        What there is to draw.
    lang
        Language of captions.
    """
    nodes = {node.key: node for node in drawn.nodes}
    ends = _ends(drawn, nodes)
    inner = [node for node in drawn.nodes if node.key not in ends]
    core = [edge for edge in drawn.edges if edge.source not in ends and edge.target not in ends]
    makers = {edge.target: edge.source for edge in core if edge.section == "outputs"}
    last = next((node.key for node in inner if node.declared), None)
    column = assign_columns([node.key for node in inner], [(edge.source, edge.target) for edge in core], makers, last)
    order = _reading_order(drawn, column, last)
    repeated = Counter((edge.source, edge.target) for edge in drawn.edges)
    numbers: dict[str, int] = {}
    pictures: list[Picture] = []
    columns: list[int] = []
    for key in order:
        if key in column:
            numbers[key] = len(pictures)
            pictures.append(_inner_picture(nodes[key], lang))
            columns.append(column[key])
        else:
            edge = drawn.edges[int(key)]
            leaves = edge.target in ends
            numbers[key] = len(pictures)
            node = nodes[edge.target if leaves else edge.source]
            pictures.append(_end_picture(node, edge, repeated[edge.source, edge.target] > 1, lang))
            columns.append(column[edge.source] + 1 if leaves else column[edge.target] - 1)
    lines = []
    for place_of, edge in enumerate(drawn.edges):
        source = numbers[str(place_of)] if edge.source in ends else numbers[edge.source]
        target = numbers[str(place_of)] if edge.target in ends else numbers[edge.target]
        inside = edge.source not in ends and edge.target not in ends
        lines.append(Line(edge, source, target, inside, nodes[edge.source].kind != "process"))
    first = min(columns, default=0)
    columns = [place_of - first for place_of in columns]
    return Scene(tuple(pictures), tuple(lines), tuple(columns), _placed(pictures, lines, columns))


def _ends(drawn: Elements, nodes: Mapping[str, Node]) -> frozenset[str]:
    """Find the nodes that are drawn once per exchange: those that are neither made nor used but by processes."""
    others: dict[str, set[str]] = {}
    for edge in drawn.edges:
        others.setdefault(edge.source, set()).add(nodes[edge.target].kind)
        others.setdefault(edge.target, set()).add(nodes[edge.source].kind)
    return frozenset(node.key for node in drawn.nodes if node.kind not in ("process", "product") and others.get(node.key) == {"process"})


def _reading_order(drawn: Elements, column: Mapping[str, int], last: str | None) -> list[str]:
    """Order boxes so that what belongs together is together: from the declared product against the flow.

    The ends of exchanges are called by the number of their edge. What a process gets from and gives to others stands
    in the middle of its other exchanges, so that the main line runs straight.
    """
    before: dict[str, list[str]] = {key: [] for key in column}
    behind: dict[str, list[str]] = {key: [] for key in column}
    suppliers: dict[str, list[str]] = {key: [] for key in column}
    used = {edge.source for edge in drawn.edges if edge.target in column} | {last}
    for number, edge in enumerate(drawn.edges):
        if edge.target not in column:
            behind[edge.source].append(str(number))
        elif edge.source not in column:
            before[edge.target].append(str(number))
        else:
            suppliers[edge.target].append(edge.source)
            if edge.target not in used:
                behind[edge.source].append(edge.target)
    order: dict[str, None] = {}
    entered: set[str] = set()
    for start in (*([last] if last else []), *(key for key in column if key in used or suppliers[key] == []), *column):
        stack = [start]
        while stack:
            key = stack.pop()
            if key not in column or key in entered:
                order[key] = None
                continue
            entered.add(key)
            inputs, outputs = before[key], behind[key]
            half = len(inputs) // 2
            makers_outputs = [one for maker in suppliers[key] for one in behind[maker][len(behind[maker]) // 2 :]]
            sequence = [*inputs[:half], *suppliers[key], *inputs[half:], *outputs[: len(outputs) // 2], key, *makers_outputs]
            stack.extend(one for one in reversed(sequence) if one not in order)
    rest = (one for outputs in behind.values() for one in outputs)
    return list(dict.fromkeys([*order, *rest]))


def _inner_picture(node: Node, lang: Language) -> Picture:
    if node.kind == "process":
        inside = _PROCESS_WIDTH - 2 * _PADDING
        caption = [Text(line, _CAPTION_SIZE) for line in wrap(node.stage or "", inside, _CAPTION_SIZE, lines=1)]
        name = [Text(line, 12.0, True) for line in wrap(node.name, inside, 12.0, True, lines=4)]
        return Picture(node, (*caption, *name), _PROCESS_WIDTH)
    inside = _PRODUCT_WIDTH - 2 * _PADDING
    lines = wrap(node.name, inside, _NAME_SIZE, True)
    width = max(84.0, *(text_width(line, _NAME_SIZE, True) + 2 * _PADDING for line in lines)) if lines else 84.0
    return Picture(node, tuple(Text(line, _NAME_SIZE, True) for line in lines), width)


def _end_picture(node: Node, edge: Edge, repeated: bool, lang: Language) -> Picture:
    """Give the end of an exchange its texts: what the author calls it, and what it is."""
    inside = _END_WIDTH - 2 * _PADDING
    if node.kind == "elementary flow":
        # Its own name says most; that of the exchange tells two of the same process apart.
        name, caption = node.name, edge.name if repeated else ""
    else:
        name, caption = edge.name, word(node.kind, lang) if node.kind in ("omitted", "declared", "secondary") else node.name
        if edge.cut_off and node.kind != "omitted":
            caption = f"{word('proxy', lang)}{word('colon', lang)}{caption}"
    texts = [Text(line, _NAME_SIZE, True) for line in wrap(name, inside, _NAME_SIZE, True, lines=2)]
    texts += [Text(line, _CAPTION_SIZE) for line in wrap(caption, inside, _CAPTION_SIZE, lines=2)]
    return Picture(node, tuple(texts), _END_WIDTH, edge.cut_off, edge.exchange)


def _placed(pictures: Sequence[Picture], lines: Sequence[Line], columns: Sequence[int]) -> Placement:
    groups = [""] * len(pictures)
    for line in lines:
        for here, there in ((line.source, line.target), (line.target, line.source)):
            if pictures[here].exchange:
                groups[here] = pictures[there].node.key
    boxes = []
    for picture, column, group in zip(pictures, columns, groups, strict=True):
        height = sum(text.size * 1.25 for text in picture.texts) + (10 if picture.exchange else 16)
        process = picture.node.kind == "process"
        boxes.append(Box(column, height, 13.0, 13.0 if process else 19.0, group or picture.node.key))
    links = [Link(line.source, line.target, 30.0 if line.product else 1.0) for line in lines]
    return place(boxes, links)
