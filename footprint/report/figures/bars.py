"""Horizontal bars: names on the left, bars on one scale, numbers in columns on the right; on a phone the names stand above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from footprint.errors import Language
from footprint.report.figures.theme import (
    BASE,
    BURDEN,
    FAINT,
    GRID,
    SIZE,
    SMALL,
    halo,
    mark,
    specification,
    text_mark,
    text_row,
    tick_texts,
    ticks,
    tip,
)
from footprint.report.lettering import text_width, wrap
from footprint.report.palette import INK, QUIET_INK
from footprint.report.study.document import Text

__all__ = ["Bar", "Layout", "bar_chart"]

_GAP, _BAR, _LINE, _PHONE = 14.0, 16.0, 15.5, 500.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Parameters
    ----------
    name
        As the data name it.
    label
        What people read.
    start, end
        On the scale.
    cells
        What stands in the columns on the right.
    colour
        Of the bar.
    value
        What the bar stands for, where that is not its length.
    share
        Of the footprint.
    facts
        More to be shown under the pointer: names and values.
    bold
        Sums.
    second
        A bar behind this one: start, end, colour.
    under
        A second line below the label.
    """

    name: str
    label: Text
    start: float
    end: float
    cells: tuple[Text, ...] = ()
    colour: str = BURDEN
    value: float | None = None
    share: float | None = None
    facts: tuple[tuple[Text, float | str | Text | None], ...] = ()
    bold: bool = False
    second: tuple[float, float, str] | None = None
    under: Text | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands around the bars.

    Parameters
    ----------
    unit
        Of the scale.
    heads
        Headings of the columns on the right.
    base
        Where a line marks the stated result, and what it says.
    title
        Above everything; reports have their captions instead.
    connected
        Whether the end of each bar is carried on to the next: a waterfall.
    from_zero
        Whether the scale holds zero.
    value_name
        What the value is called under the pointer.
    """

    unit: Text
    heads: tuple[Text, ...] = ()
    base: tuple[float, Text] | None = None
    title: Text | None = None
    connected: bool = False
    from_zero: bool = True
    value_name: Text = field(default=Text("kg CO2e", "kg CO2e"))


def bar_chart(bars: Sequence[Bar], layout: Layout, alt: Text, lang: Language, width: float) -> dict[str, Any]:
    """Draw bars.

    Parameters
    ----------
    bars
        From top to bottom.
    layout
        What stands around them.
    alt
        What screen readers say.
    lang
        Language of all texts.
    width
        In pixels, everything included.
    """
    phone = width < _PHONE
    rooms = _rooms(bars, layout, lang)
    right = sum(rooms) + _GAP * len(rooms)
    labels = [text_width(bar.label.text(lang), SIZE, bar.bold) for bar in bars]
    labels += [text_width(bar.under.text(lang), SMALL) for bar in bars if bar.under is not None]
    left = width - 8 if phone else min(max(labels, default=0.0) + 6, 0.40 * width)
    area = (4.0 if phone else left + 12.0, width - right - 8.0)
    texts: list[dict[str, Any]] = []
    top = _head(layout, lang, width, rooms, texts)
    rows = []
    y = top
    for bar in bars:
        lines = _label(bar, lang, left)
        block = sum(line["room"] for line in lines)
        height = block + _BAR + 11 if phone else max(_BAR + 8, block + 7)
        middle = y + height - _BAR / 2 - 5 if phone else y + height / 2
        above = y + 3 if phone else middle - block / 2
        for line in lines:
            texts.append(text_row(4.0, above + line["room"] / 2, line["text"], size=line["size"], bold=bar.bold, colour=line["colour"]))
            above += line["room"]
        _cells(bar, lang, width, rooms, middle, texts)
        rows.append(_row(bar, layout, lang, y, height, middle))
        y += height
    low, high = _domain(bars, layout)
    if layout.base is not None:
        texts.append(_base_text(layout.base, lang, (low, high), area, top))
    marks = _ticks(low, high, area)
    if layout.unit.text(lang):
        texts.append(text_row((area[0] + area[1]) / 2, y + 32, layout.unit.text(lang), size=SMALL, colour=QUIET_INK, align="center"))
    return specification(
        width,
        y + 42,
        alt.text(lang),
        {
            "bars": rows,
            "ticks": marks,
            "texts": texts,
            "seconds": _seconds(bars, rows),
            **_across(bars, layout, rows, (top, y), (low, high), phone),
        },
        _marks(width, top, y),
        scales=[{"name": "x", "type": "linear", "domain": [low, high], "range": list(area), "zero": False}],
    )


def _across(
    bars: Sequence[Bar],
    layout: Layout,
    rows: Sequence[Mapping[str, Any]],
    height: tuple[float, float],
    domain: tuple[float, float],
    phone: bool,
) -> dict[str, list[dict[str, Any]]]:
    """Give the lines across the bars: the stated result, zero, and from bar to bar of a waterfall."""
    # On a phone the lines stop between the bars: there the labels stand.
    spans = [(row["middle"] - _BAR / 2 - 3, row["middle"] + _BAR / 2 + 3) for row in rows] if phone else [(height[0] - 3, height[1])]

    def line(at: float) -> list[dict[str, Any]]:
        return [{"at": at, "y": start, "y2": end} for start, end in spans]

    return {
        "bases": [] if layout.base is None else line(layout.base[0]),
        "zeros": line(0.0) if domain[0] <= 0 <= domain[1] else [],
        "joints": [
            {"at": bar.end, "y": row["middle"] + _BAR / 2, "y2": after["middle"] - _BAR / 2}
            for bar, row, after in zip(bars, rows, rows[1:], strict=False)
            if layout.connected
        ],
    }


def _marks(width: float, top: float, bottom: float) -> list[dict[str, Any]]:
    """Give the marks from back to front: the band of a row catches the pointer, so that small bars are found as well."""
    return [
        mark("rule", "ticks", x="x@at", y=top, y2=bottom, stroke=GRID),
        mark(
            "rect",
            "bars",
            name="row",
            x=0,
            width=width,
            y="@y",
            height="@room",
            fill=FAINT,
            fillOpacity=0,
            tooltip="@tip",
            hover={"fillOpacity": 1},
        ),
        mark("rule", "joints", x="x@at", y="@y", y2="@y2", stroke=QUIET_INK, strokeWidth=0.8),
        mark("rect", "seconds", x="x@start", x2="x@end", yc="@middle", height=_BAR, fill="@colour"),
        mark(
            "rect",
            "bars",
            name="bar",
            x="x@start",
            x2="x@end",
            yc="@middle",
            height=_BAR,
            fill="@colour",
            stroke="@colour",
            strokeWidth=0.8,
            tooltip="@tip",
            hover={"stroke": BASE},
        ),
        mark("rule", "zeros", x="x@at", y="@y", y2="@y2", stroke=QUIET_INK, strokeWidth=1),
        mark("rule", "bases", x="x@at", y="@y", y2="@y2", stroke=BASE, strokeWidth=1.4, strokeDash=[4, 3]),
        mark("text", "ticks", x="x@at", y=bottom + 13, text="@text", align="center", baseline="middle", fontSize=SMALL, fill=QUIET_INK),
        halo("texts"),
        text_mark("texts"),
    ]


def _label(bar: Bar, lang: Language, room: float) -> list[dict[str, Any]]:
    """Break the label into lines, each with its size and height."""
    bounds = [(bar.label, SIZE, _LINE, INK, 3)]
    if bar.under is not None:
        bounds.append((bar.under, SMALL, _LINE - 1.5, QUIET_INK, 1))
    return [
        {"text": line, "size": size, "room": height, "colour": colour}
        for text, size, height, colour, most in bounds
        for line in wrap(text.text(lang), room - 4, size, bar.bold, lines=most)
    ]


def _row(bar: Bar, layout: Layout, lang: Language, y: float, height: float, middle: float) -> dict[str, Any]:
    value = bar.end - bar.start if bar.value is None else bar.value
    title = bar.label.text(lang) + (f" · {bar.under.text(lang)}" if bar.under is not None else "")
    facts = [(name.text(lang), fact.text(lang) if isinstance(fact, Text) else fact) for name, fact in bar.facts]
    if bar.share is not None:
        facts.insert(0, ("%", 100 * bar.share))
    return {
        "name": bar.name,
        "label": bar.label.text(lang),
        "value": value,
        "share": bar.share,
        "start": bar.start,
        "end": bar.end,
        "colour": bar.colour,
        "y": round(y, 2),
        "room": round(height, 2),
        "middle": round(middle, 2),
        "tip": tip(title, (layout.value_name.text(lang), value), *facts),
    }


def _seconds(bars: Sequence[Bar], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"start": bar.second[0], "end": bar.second[1], "colour": bar.second[2], "middle": row["middle"]}
        for bar, row in zip(bars, rows, strict=True)
        if bar.second is not None
    ]


def _rooms(bars: Sequence[Bar], layout: Layout, lang: Language) -> list[float]:
    """Measure the columns on the right."""
    count = max((len(bar.cells) for bar in bars), default=0)
    rooms = []
    for number in range(count):
        head = text_width(layout.heads[number].text(lang), SMALL) if number < len(layout.heads) else 0.0
        cells = [text_width(bar.cells[number].text(lang), SIZE, bar.bold) for bar in bars if number < len(bar.cells)]
        rooms.append(max([head, *cells]))
    return rooms


def _cells(bar: Bar, lang: Language, width: float, rooms: Sequence[float], y: float, texts: list[dict[str, Any]]) -> None:
    for number, cell in enumerate(bar.cells):
        x = width - 6 - sum(rooms[number + 1 :]) - _GAP * (len(rooms) - 1 - number)
        texts.append(text_row(x, y, cell.text(lang), bold=bar.bold, align="right"))


def _head(layout: Layout, lang: Language, width: float, rooms: Sequence[float], texts: list[dict[str, Any]]) -> float:
    """Write title and headings; give where the bars begin."""
    top = 6.0
    if layout.title is not None:
        for line in wrap(layout.title.text(lang), width - 8, 16.0, True, lines=2):
            texts.append(text_row(4.0, top + 10, line, size=16.0, bold=True))
            top += 21
        top += 6
    if layout.heads and any(head.text(lang) for head in layout.heads):
        for number, head in enumerate(layout.heads):
            x = width - 6 - sum(rooms[number + 1 :]) - _GAP * (len(rooms) - 1 - number)
            texts.append(text_row(x, top + 8, head.text(lang), size=SMALL, colour=QUIET_INK, align="right"))
        top += 20
    elif layout.base is not None:
        top += 20
    return top


def _base_text(
    base: tuple[float, Text], lang: Language, domain: tuple[float, float], area: tuple[float, float], top: float
) -> dict[str, Any]:
    """Say above the bars what the dashed line is, as near to it as there is room."""
    text = base[1].text(lang)
    half = text_width(text, SMALL) / 2
    x = area[0] + (base[0] - domain[0]) / (domain[1] - domain[0]) * (area[1] - area[0])
    return text_row(max(area[0] + half, min(x, area[1] - half)), top - 12, text, size=SMALL, colour=QUIET_INK, align="center")


def _domain(bars: Sequence[Bar], layout: Layout) -> tuple[float, float]:
    ends = [end for bar in bars for end in (bar.start, bar.end, *(bar.second[:2] if bar.second else ()))]
    ends += [layout.base[0]] if layout.base is not None else []
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    if layout.from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if not high > low:
        return low - 1.0, high + 1.0
    margin = 0.02 * (high - low)
    return low - (margin if low < 0 or not layout.from_zero else 0.0), high + (margin if high > 0 or not layout.from_zero else 0.0)


def _ticks(low: float, high: float, area: tuple[float, float]) -> list[dict[str, Any]]:
    """Choose as many ticks as their numbers have room for."""
    for count in (6, 5, 4, 3, 2, 1):
        found = ticks(low, high, count)
        room = (area[1] - area[0]) / max(len(found), 1)
        texts = tick_texts(found)
        if all(text_width(text, SMALL) + 14 <= room for text in texts):
            break
    return [{"at": at, "text": text} for at, text in zip(found, texts, strict=True)]
