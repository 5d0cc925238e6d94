"""The supply chain as a picture: a self-contained SVG, material flowing from left to right.

Plain shapes, text and presentation attributes only: no scripts, no style sheets, no references, so that word processors
and browsers show the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footprint.errors import Language
from footprint.report.elements import Elements, elements
from footprint.report.lettering import CHINESE_FONTS, FONTS, text_width, wrap
from footprint.report.palette import AVOIDED_LINE, CUT_OFF_LINE, FLOW_LINE, INK, KINDS, PRODUCT_LINE, QUIET_INK, look
from footprint.report.scene import LABEL_SIZE, Line, Picture, Scene, compose
from footprint.report.tracks import Frame, frame, path, sides
from footprint.report.tracks import coordinate as _n
from footprint.report.words import word

if TYPE_CHECKING:
    import networkx

__all__ = ["svg"]

_MARGIN, _TITLE_SIZE, _LEGEND_ROW, _BETWEEN = 24.0, 18.0, 24.0, 40.0
_CUT, _MOST_PARTS = "#9aa5b1", 6
#: A page shows a picture of this width large enough.
_READABLE = 1250.0
#: How far behind its boxes a column is cut.
_BEHIND = 14.0
_DASHES = "5 4"


def svg(graph: networkx.MultiDiGraph, lang: Language = "en", page: tuple[float, float] | None = None) -> str:
    """Draw a supply chain as SVG.

    Every box and every line has a tooltip and bears the key of its node, or its exchange id, as ``data-node`` and
    ``data-exchange``.

    Parameters
    ----------
    graph
        As `footprint.supply_chain.graph` describes it.
    lang
        Language of captions, and of names that the graph has in both.
    page
        Width and height of a page, in whatever unit: the chain is cut between columns into parts that stand one below the other where
        it is shown larger so.
    """
    drawn = elements(graph, lang)
    scene = compose(drawn, lang)
    columns = frame(scene)
    parts = _parts(scene, columns, page)
    width = max(max(part.right - part.left for part in parts) + 2 * _MARGIN, 560.0)
    title = wrap(drawn.title, width - 2 * _MARGIN, _TITLE_SIZE, True, lines=2)
    top = _MARGIN + len(title) * _TITLE_SIZE * 1.25 + 34
    lowest = sum(part.bottom - part.top for part in parts) + _BETWEEN * (len(parts) - 1)
    legend, legend_height = _legend(drawn, width, top + lowest + 26, lang)
    height = top + lowest + 26 + legend_height + _MARGIN / 2
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
        f' role="img" font-family="{_xml(CHINESE_FONTS if lang == "zh" else FONTS)}" lang="{lang}">',
        f"<title>{_xml(f'{drawn.title} · {drawn.subtitle}')}</title>",
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>',
        *_heading(title, drawn.subtitle),
        *_chain(scene, columns, parts, top, lang),
        *legend,
        "</svg>",
    ]
    return "\n".join(body) + "\n"


@dataclass(frozen=True, slots=True)
class _Part:
    """Some columns of the picture, and the edges of what is seen of it."""

    columns: frozenset[int]
    left: float
    right: float
    top: float
    bottom: float


def _parts(scene: Scene, columns: Frame, page: tuple[float, float] | None) -> list[_Part]:
    """Cut the picture between columns so that a page shows it as large as possible; whole where there is no page."""
    count = len(columns.lefts)
    whole = [_Part(frozenset(range(count)), 0.0, columns.width, 0.0, _bottom(scene, None))]
    if page is None or count < 2:
        return whole

    def size(parts: Sequence[_Part]) -> float:
        width = max(part.right - part.left for part in parts) + 2 * _MARGIN
        height = sum(part.bottom - part.top + _BETWEEN for part in parts) + 3 * _TITLE_SIZE + 2 * _LEGEND_ROW
        return min(page[0] / max(width, _READABLE), page[1] / height)

    return max([whole, *(_cut(scene, columns, columns.width / pieces) for pieces in range(2, min(count, _MOST_PARTS) + 1))], key=size)


def _cut(scene: Scene, columns: Frame, wanted: float) -> list[_Part]:
    """Cut behind columns with processes, before lines bend, into parts about as wide as is wanted: few lines cross there."""
    last = len(columns.lefts) - 1
    processes = {column for picture, column in zip(scene.boxes, scene.columns, strict=True) if picture.node.kind == "process"}
    cuts = [(column, columns.zones[column][0] + _BEHIND) for column in sorted(processes - {last})]
    places = [*((column, edge) for column, edge in cuts if columns.width - edge > 0.4 * wanted), (last, columns.width)]
    parts, left, first = [], 0.0, 0
    for number, (column, edge) in enumerate(places):
        if column == last or places[number + 1][1] - left - wanted > abs(edge - left - wanted):
            inside = frozenset(range(first, column + 1))
            parts.append(_Part(inside, left, edge, _top(scene, inside), _bottom(scene, inside)))
            left, first = edge, column + 1
    return parts


def _levels(scene: Scene, inside: frozenset[int] | None) -> Iterator[float]:
    """Yield the heights of all lines that are seen within some columns."""
    for line, (start, bends, end) in zip(scene.lines, scene.placement.routes, strict=True):
        places = ((scene.columns[line.source], start), *bends, (scene.columns[line.target], end))
        for column, y in places:
            if inside is None or column in inside:
                yield y


def _bottom(scene: Scene, inside: frozenset[int] | None) -> float:
    boxes = [
        top + height
        for top, height, column in zip(scene.placement.tops, scene.placement.heights, scene.columns, strict=True)
        if inside is None or column in inside
    ]
    bends = [y + 10 for _, bends, _ in scene.placement.routes for column, y in bends if inside is None or column in inside]
    return max([*boxes, *bends, *((y + 10 for y in _levels(scene, inside)) if inside is not None else ())], default=0.0)


def _top(scene: Scene, inside: frozenset[int]) -> float:
    boxes = [top for top, column in zip(scene.placement.tops, scene.columns, strict=True) if column in inside]
    return min([*(top - 6 for top in boxes), *(y - 16 for y in _levels(scene, inside))], default=0.0)


def _chain(scene: Scene, columns: Frame, parts: Sequence[_Part], top: float, lang: Language) -> Iterator[str]:
    """Draw the chain, or its parts one below the other, each cut at its edges."""
    if len(parts) == 1:
        yield f'<g transform="translate({_n(_MARGIN)} {_n(top)})">'
        yield from _content(scene, columns, None)
        yield "</g>"
        return
    for number, part in enumerate(parts):
        width, height = part.right - part.left, part.bottom - part.top
        if number:
            y = _n(top - _BETWEEN / 2)
            yield f'<path d="M{_n(_MARGIN)} {y} h{_n(width)}" stroke="{_CUT}" stroke-width="1" stroke-dasharray="2 4"/>'
            place = f'x="{_n(_MARGIN)}" y="{_n(top - _BETWEEN / 2 + 13)}"'
            yield f'<text {place} font-size="10.5" fill="{QUIET_INK}">{word("continued", lang)}</text>'
        view = f"{_n(part.left)} {_n(part.top)} {_n(width)} {_n(height)}"
        yield f'<svg x="{_n(_MARGIN)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" viewBox="{view}">'
        yield from _content(scene, columns, part.columns)
        yield "</svg>"
        top += height + _BETWEEN


def _content(scene: Scene, columns: Frame, inside: frozenset[int] | None) -> Iterator[str]:
    yield from _lines(scene, columns, inside)
    yield from _boxes(scene, columns, inside)
    yield from _amounts(scene, columns, inside)


def _seen(scene: Scene, number: int, inside: frozenset[int] | None) -> bool:
    """Tell whether a line begins, ends or passes within some columns."""
    if inside is None:
        return True
    line, bends = scene.lines[number], scene.placement.routes[number][1]
    ends = [scene.columns[line.source], scene.columns[line.target], *(column for column, _ in bends)]
    return bool(inside & set(range(min(ends), max(ends) + 1)))


def _lines(scene: Scene, columns: Frame, inside: frozenset[int] | None = None) -> Iterator[str]:
    # Product flows last, so that they lie on top.
    for product in (False, True):
        for number, line in enumerate(scene.lines):
            if line.product == product and _seen(scene, number, inside):
                yield _line(line, path(scene, columns, number), sides(scene, columns, line.target)[0], scene.placement.routes[number][2])


def _line(line: Line, way: str, x: float, y: float) -> str:
    colour = _line_colour(line)
    thick = 2.4 if line.product else 1.3
    dashes = f' stroke-dasharray="{_DASHES}"' if line.edge.cut_off else ""
    size = 8.0 if line.product else 6.5
    head = f"M{_n(x)} {_n(y)} l{_n(-size)} {_n(-size / 2)} v{_n(size)} z"
    return (
        f'<g class="exchange{" cut-off" if line.edge.cut_off else ""}" data-exchange="{_xml(line.edge.exchange)}"'
        f' data-section="{_xml(line.edge.section)}"><title>{_xml(line.edge.tooltip)}</title>'
        f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="{thick}"{dashes}/>'
        f'<path d="{head}" fill="{colour}"/></g>'
    )


def _line_colour(line: Line) -> str:
    if line.edge.cut_off:
        return CUT_OFF_LINE
    if line.edge.section == "avoided":
        return AVOIDED_LINE
    return PRODUCT_LINE if line.product else FLOW_LINE


def _boxes(scene: Scene, columns: Frame, inside: frozenset[int] | None = None) -> Iterator[str]:
    for number, picture in enumerate(scene.boxes):
        if inside is not None and scene.columns[number] not in inside:
            continue
        left, right = sides(scene, columns, number)
        top, height = scene.placement.tops[number], scene.placement.heights[number]
        shown = look(picture.node.kind, picture.node.declared)
        exchange = f' data-exchange="{_xml(picture.exchange)}"' if picture.exchange else ""
        yield f'<g class="{_xml(picture.node.kind)}" data-node="{_xml(picture.node.key)}"{exchange}>'
        yield f"<title>{_xml(picture.node.tooltip)}</title>"
        yield _shape(picture.node.kind, left, top, right - left, height, picture.node.declared, picture.cut_off)
        yield from _texts(picture, (left + right) / 2, top + height / 2, shown.ink)
        yield "</g>"


def _texts(picture: Picture, x: float, middle: float, ink: str) -> Iterator[str]:
    y = middle - sum(text.size * 1.25 for text in picture.texts) / 2
    for text in picture.texts:
        y += text.size * 1.25
        weight = ' font-weight="bold"' if text.bold else ""
        colour = ink if text.bold or picture.node.declared else QUIET_INK
        yield (
            f'<text x="{_n(x)}" y="{_n(y - text.size * 0.3)}" font-size="{_n(text.size)}" text-anchor="middle" fill="{colour}"{weight}>'
            f"{_xml(text.text)}</text>"
        )


def _shape(kind: str, x: float, y: float, width: float, height: float, declared: bool = False, cut_off: bool = False) -> str:
    shown = look(kind, declared)
    paint = f'fill="{shown.fill}" stroke="{shown.line}" stroke-width="{2 if kind in ("process", "product") else 1.2}"'
    if cut_off or kind == "omitted":
        paint += f' stroke-dasharray="{_DASHES}"'
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    if kind == "product":
        return f'<rect {place} rx="{_n(min(height / 2, 16))}" {paint}/>'
    if kind == "elementary flow":
        slope, middle, right, bottom = 8.0, y + height / 2, x + width, y + height
        points = [(x, middle), (x + slope, y), (right - slope, y), (right, middle), (right - slope, bottom), (x + slope, bottom)]
        return f'<polygon points="{" ".join(f"{_n(a)},{_n(b)}" for a, b in points)}" {paint}/>'
    if kind == "declared":
        cut, right, bottom = 7.0, x + width, y + height
        points = [(x, y), (right - cut, y), (right, y + cut), (right, bottom), (x + cut, bottom), (x, bottom - cut)]
        return f'<polygon points="{" ".join(f"{_n(a)},{_n(b)}" for a, b in points)}" {paint}/>'
    shape = f'<rect {place} rx="{4 if kind == "process" else 2}" {paint}/>'
    if kind == "dataset" and not cut_off:
        shape += f'<rect x="{_n(x)}" y="{_n(y)}" width="5" height="{_n(height)}" fill="{shown.line}"/>'
    if kind == "model":
        inner = f'x="{_n(x + 3)}" y="{_n(y + 3)}" width="{_n(width - 6)}" height="{_n(height - 6)}"'
        shape += f'<rect {inner} fill="none" stroke="{shown.line}" stroke-width="0.8"/>'
    return shape


def _amounts(scene: Scene, columns: Frame, inside: frozenset[int] | None = None) -> Iterator[str]:
    yield f'<g font-size="{_n(LABEL_SIZE)}" fill="{INK}">'
    for line, (start, _, end) in zip(scene.lines, scene.placement.routes, strict=True):
        beside = line.source if line.at_start else line.target
        if not line.edge.amount or (inside is not None and scene.columns[beside] not in inside):
            continue
        if line.at_start:
            x, y, anchor = sides(scene, columns, line.source)[1] + 6, start, "start"
        else:
            x, y, anchor = sides(scene, columns, line.target)[0] - 11, end, "end"
        yield f'<text x="{_n(x)}" y="{_n(y - 4)}" text-anchor="{anchor}">{_xml(line.edge.amount)}</text>'
    yield "</g>"


def _heading(title: Sequence[str], subtitle: str) -> Iterator[str]:
    y = _MARGIN
    for text in title:
        y += _TITLE_SIZE
        yield f'<text x="{_n(_MARGIN)}" y="{_n(y)}" font-size="{_n(_TITLE_SIZE)}" font-weight="bold" fill="{INK}">{_xml(text)}</text>'
        y += _TITLE_SIZE * 0.25
    yield f'<text x="{_n(_MARGIN)}" y="{_n(y + 13)}" font-size="12" fill="{QUIET_INK}">{_xml(subtitle)}</text>'


def _legend(drawn: Elements, width: float, top: float, lang: Language) -> tuple[list[str], float]:
    """Explain the shapes and lines that occur; as many rows as the width asks for."""
    present = {node.kind for node in drawn.nodes}
    samples = [(word(kind, lang), _shape(kind, 0, 0, 22, 14)) for kind in KINDS if kind in present]
    if any(node.declared for node in drawn.nodes):
        place = next((number for number, (caption, _) in enumerate(samples) if caption == word("product", lang)), -1) + 1
        samples.insert(place, (word("declared product", lang), _shape("product", 0, 0, 22, 14, declared=True)))
    for occurs, key, colour, dashes in (
        (any(edge.section == "avoided" for edge in drawn.edges), "avoided", AVOIDED_LINE, ""),
        (any(edge.cut_off for edge in drawn.edges), "cut-off", CUT_OFF_LINE, f' stroke-dasharray="{_DASHES}"'),
    ):
        if occurs:
            samples.append((word(key, lang), f'<path d="M0 7 H26" stroke="{colour}" stroke-width="1.6"{dashes}/>'))
    rows, x, y = [f'<g class="legend" font-size="10.5" fill="{INK}">'], _MARGIN, top
    for caption, sample in samples:
        room = 30 + text_width(caption, 10.5) + 18
        if x > _MARGIN and x + room > width - _MARGIN:
            x, y = _MARGIN, y + _LEGEND_ROW
        rows.append(f'<g transform="translate({_n(x)} {_n(y)})">{sample}<text x="30" y="11">{_xml(caption)}</text></g>')
        x += room
    return [*rows, "</g>"], y - top + _LEGEND_ROW


def _xml(text: str) -> str:
    shown = "".join(character if character >= " " else " " for character in text)
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        shown = shown.replace(sign, entity)
    return shown
