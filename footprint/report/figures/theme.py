"""One look for all figures: sizes, fonts, colours, and the frame of a specification.

Colours are those of Okabe and Ito that stand out from white by at least 3 : 1, or darker relatives of them, and those of the drawing
of the supply chain; sign, direction, outline or a word always says the same as the colour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from footprint.errors import Language
from footprint.report.elements import number
from footprint.report.lettering import CHINESE_FONTS, FONTS
from footprint.report.palette import INK
from footprint.report.study.document import Figure, Text

__all__ = [
    "BASE",
    "BURDEN",
    "CREDIT",
    "DIRECT",
    "FAINT",
    "GRID",
    "NARROW",
    "PALER",
    "REST",
    "SIZE",
    "SMALL",
    "TOTAL",
    "UNIT",
    "WIDE",
    "by_language",
    "figure",
    "font",
    "halo",
    "mark",
    "specification",
    "text_mark",
    "text_row",
    "tick_texts",
    "ticks",
    "tip",
]

Spec = Mapping[str, Any]

WIDE, NARROW = 860.0, 350.0
"""Widths in pixels: a column of the page or of A4, and a phone."""

SIZE, SMALL = 12.5, 11.0
"""Font sizes in pixels."""

BURDEN, CREDIT, TOTAL, REST = "#0072b2", "#00805c", "#4d5b6a", "#8a949e"
"""What adds to the footprint, what is taken off, sums, and what is put together because it is small."""
DIRECT, PALER, BASE = "#d55e00", "#9ccbe8", "#1a1a1a"
"""Emissions of one's own, the paler of two blues, and the line of the stated result."""
GRID, FAINT = "#dfe4e8", "#f2f5f7"

UNIT = "kg CO2e"


def by_language(draw: Callable[[Language, float], Spec], width: float) -> dict[Language, Spec]:
    """Draw in both languages at one width."""
    return {"en": draw("en", width), "zh": draw("zh", width)}


def figure(name: str, caption: Text, alt: Text, draw: Callable[[Language, float], Spec]) -> Figure:
    """Make a figure of a function that draws in a language at a width."""
    return Figure(name, caption, alt, spec=by_language(draw, WIDE), narrow=by_language(draw, NARROW))


def specification(
    width: float,
    height: float,
    description: str,
    data: Mapping[str, Sequence[Mapping[str, Any]]],
    marks: Sequence[Mapping[str, Any]],
    **more: Any,
) -> dict[str, Any]:
    """Frame a specification in Vega: as large as it is asked to be, with data inside and nothing loaded.

    Parameters
    ----------
    width, height
        In pixels, everything included.
    description
        What screen readers say.
    data
        Rows by name.
    marks
        From back to front.
    more
        Signals, scales and the like.
    """
    return {
        "description": description,
        "width": round(width),
        "height": round(height),
        "padding": 0,
        "autosize": "none",
        "background": "#ffffff",
        "config": {"text": {"font": FONTS, "fontSize": SIZE, "fill": BASE}, "group": {"stroke": None}},
        "data": [{"name": name, "values": list(rows)} for name, rows in data.items()],
        **more,
        "marks": list(marks),
    }


def mark(
    kind: str, data: str | None = None, *, name: str | None = None, hover: Mapping[str, Any] | None = None, **channels: Any
) -> dict[str, Any]:
    """Give a mark.

    Parameters
    ----------
    kind
        ``rect``, ``rule``, ``text``, ``path``, ``symbol`` ...
    data
        Name of the rows it stands for; one mark where there is none. A mark that shows no ``tip`` does not catch the pointer.
    hover
        What changes under the pointer.
    channels
        A string that starts with ``@`` is a field, ``SCALE@FIELD`` a field on a scale, ``= ...`` an expression; anything else is a value.
    """
    encode: dict[str, Any] = {"update": {channel: _channel(value) for channel, value in channels.items()}}
    if hover:
        encode["hover"] = {channel: _channel(value) for channel, value in hover.items()}
    return {
        "type": kind,
        **({"name": name} if name else {}),
        **({"from": {"data": data}} if data else {}),
        "interactive": "tooltip" in channels,
        "encode": encode,
    }


def font(text: str) -> str:
    """Give the fonts of a text: where it has Chinese characters, the one that has them comes first."""
    return CHINESE_FONTS if any(character >= "\u2e80" for character in text) else FONTS


def text_mark(data: str, **channels: Any) -> dict[str, Any]:
    """Give texts that stand at ``x``, ``y`` (the middle of the line) as the rows of data say, which `text_row` makes."""
    standard = {
        "x": "@x",
        "y": "@y",
        "text": "@text",
        "fontSize": "@size",
        "fontWeight": "@weight",
        "fill": "@colour",
        "align": "@align",
        "font": "@font",
    }
    return mark("text", data, **{"baseline": "middle", **standard, **channels})


def halo(data: str) -> dict[str, Any]:
    """Give a pale edge around the texts of rows, so that lines behind them do not cross letters; to be drawn before `text_mark`."""
    return text_mark(data, fill="#ffffff", stroke="#ffffff", strokeWidth=3, strokeJoin="round", strokeOpacity=0.9)


def text_row(
    x: float, y: float, text: str, *, size: float = SIZE, bold: bool = False, colour: str = INK, align: str = "left"
) -> dict[str, Any]:
    """Give the row of a text that stands by itself."""
    return {
        "x": round(x, 2),
        "y": round(y, 2),
        "text": text,
        "size": size,
        "weight": "bold" if bold else "normal",
        "colour": colour,
        "align": align,
        "font": font(text),
    }


def tip(title: str, *facts: tuple[str, float | str | None]) -> dict[str, float | str]:
    """Give what is shown under the pointer: a heading, and names with values in full precision; unknown ones are left out."""
    return {"title": title, **{name: value for name, value in facts if value is not None}}


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Give round numbers between two numbers, zero among them where it lies between.

    Examples
    --------
    >>> ticks(0, 97), ticks(-3, 8)
    ([0.0, 20.0, 40.0, 60.0, 80.0], [-2.5, 0.0, 2.5, 5.0, 7.5])
    """
    from math import ceil, floor, log10

    span = high - low
    if not span > 0:
        return [low]
    rough = span / count
    size = 10.0 ** floor(log10(rough))
    step = next(factor * size for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * size >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    # Rounded to the digits of the step: 3 * 0.1 is not 0.3.
    digits = max(0, 2 - floor(log10(step)))
    return [round(number * step, digits) + 0.0 for number in range(first, last + 1)]


def tick_texts(values: Sequence[float]) -> list[str]:
    """Write the round numbers of an axis, with as many digits as tell them apart.

    Examples
    --------
    >>> tick_texts([0.0, 2.5, 5.0]), tick_texts([2161.0, 2161.5, 2162.0]), tick_texts([-0.5, 0.0])
    (['0', '2.5', '5'], ['2161.00', '2161.50', '2162.00'], ['−0.5', '0'])
    """
    from math import floor, log10

    texts = [number(value) for value in values]
    if len(set(texts)) < len(texts) and len(values) > 1:
        step = min(abs(after - before) for before, after in pairwise(values))
        digits = max(0, 1 - floor(log10(step)))
        texts = [f"{value:.{digits}f}" for value in values]
    return [text.replace("-", "−") for text in texts]


def _channel(value: Any) -> dict[str, Any]:
    if isinstance(value, str) and "@" in value and not value.startswith("="):
        scale, _, field = value.partition("@")
        return {"scale": scale, "field": field} if scale else {"field": field}
    if isinstance(value, str) and value.startswith("= "):
        return {"signal": value[2:]}
    if isinstance(value, dict):
        return value
    return {"value": value}
