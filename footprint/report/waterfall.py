"""A change as a picture: the old footprint, what was added and taken away, the new footprint. A self-contained SVG.

Plain shapes and text only, as the drawing of the supply chain. Increases and decreases differ in colour, in sign and in the
direction of their bars, so that the picture reads in grey as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from footprint.errors import Language
from footprint.insight.change.records import CAUSES, Change, Part
from footprint.report.elements import printable
from footprint.report.lettering import FONTS, text_width, wrap
from footprint.report.palette import INK, QUIET_INK

__all__ = ["Step", "steps", "waterfall"]

# Distinguishable with every kind of colour blindness (Okabe and Ito).
_TOTAL, _MORE, _LESS, _LINE = "#4d5b6a", "#d55e00", "#0072b2", "#9aa5b1"
_WIDTH, _MARGIN, _ROW, _BAR, _SIZE, _TITLE = 860.0, 24.0, 26.0, 16.0, 12.0, 17.0
_LABELS = 330.0

_WORDS: dict[str, dict[Language, str]] = {
    "old": {"en": "old", "zh": "变化前"},
    "new": {"en": "new", "zh": "变化后"},
    "rest": {"en": "{count} smaller parts", "zh": "其余 {count} 项较小变化"},
    "rounding": {"en": "rounding", "zh": "舍入"},
    "unit": {"en": "kg CO2e per {declared}", "zh": "kg CO2e / {declared}"},
    "title": {"en": "Change of the footprint: {name}", "zh": "碳足迹变化：{name}"},
    "declared": {"en": "declared unit", "zh": "声明单位"},
}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: from where to where, in kg CO2e.

    Parameters
    ----------
    cause
        Cause of a part, ``""`` for the two totals and the remainder.
    """

    label: str
    start: float
    end: float
    cause: str = ""
    total: bool = False


def steps(change: Change, lang: Language = "en", top: int = 15) -> list[Step]:
    """Give the bars of a change, the largest parts one by one and the rest together; nothing is left out.

    Parameters
    ----------
    change
        To be drawn.
    lang
        Language of the captions.
    top
        How many parts to show one by one.
    """
    found = [Step(_WORDS["old"][lang], 0.0, change.old, total=True)]
    level = change.old

    def add(label: str, value: float, cause: str = "") -> None:
        nonlocal level
        found.append(Step(label, level, level + value, cause))
        level += value

    for part in change.parts[:top]:
        add(_label(part, lang), part.value, part.cause)
    rest = change.parts[top:]
    if rest:
        add(_WORDS["rest"][lang].format(count=len(rest)), sum(part.value for part in rest))
    if abs(change.remainder) > 1e-9 * change.scale:
        add(_WORDS["rounding"][lang], change.remainder)
    found.append(Step(_WORDS["new"][lang], 0.0, change.new, total=True))
    return found


def waterfall(change: Change, lang: Language = "en", top: int = 15) -> str:
    """Draw a change as SVG.

    Parameters
    ----------
    change
        As `footprint.insight.change.change` gives it.
    lang
        Language of the captions.
    top
        How many parts to show one by one.
    """
    bars = steps(change, lang, top)
    title = wrap(printable(_WORDS["title"][lang].format(name=change.name)), _WIDTH - 2 * _MARGIN, _TITLE, True, lines=2)
    head = _MARGIN + len(title) * _TITLE * 1.3 + 24
    height = head + len(bars) * _ROW + _MARGIN
    declared = printable(change.declared_units[1])
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{height:g}" viewBox="0 0 {_WIDTH:g} {height:g}" role="img"'
        f' font-family={quoteattr(FONTS)} lang="{lang}">',
        f"<title>{escape(' '.join(title))}: {change.old:.6g} → {change.new:.6g} kg CO2e</title>",
        f'<rect width="{_WIDTH:g}" height="{height:g}" fill="#ffffff"/>',
        *(
            f'<text x="{_MARGIN:g}" y="{_MARGIN + (row + 1) * _TITLE * 1.3 - 5:g}" font-size="{_TITLE:g}" font-weight="bold"'
            f' fill="{INK}">{escape(line)}</text>'
            for row, line in enumerate(title)
        ),
        f'<text x="{_MARGIN:g}" y="{head - 10:g}" font-size="{_SIZE:g}" fill="{QUIET_INK}">'
        f"{escape(_WORDS['unit'][lang].format(declared=declared))}</text>",
        *_bars(bars, head, lang),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _bars(bars: Sequence[Step], head: float, lang: Language) -> Iterator[str]:
    """Yield the bars; the axis shows what changes, so it starts at zero only where that leaves the parts to be seen."""
    numbers = [_signed(bar) for bar in bars]
    room = max(text_width(text, _SIZE) for text in numbers) + 10
    low, high = _range(bars)
    left = _MARGIN + _LABELS
    scale = (_WIDTH - _MARGIN - room - left) / (high - low)

    def x(value: float) -> float:
        return left + (min(max(value, low), high) - low) * scale

    for row, (bar, number) in enumerate(zip(bars, numbers, strict=True)):
        y = head + row * _ROW
        start, end = (x(low if low > 0 else 0.0), x(bar.end)) if bar.total else (x(bar.start), x(bar.end))
        colour = _TOTAL if bar.total else _MORE if bar.end >= bar.start else _LESS
        weight = ' font-weight="bold"' if bar.total else ""
        cause = f" · {CAUSES[bar.cause][lang]}" if bar.cause else ""  # type: ignore[index]
        label = wrap(printable(bar.label), _LABELS - 14 - text_width(cause, _SIZE), _SIZE, bar.total, lines=1)[0]
        yield f'<g data-part={quoteattr(printable(bar.label))} data-value="{bar.end - bar.start:.12g}">'
        yield f"<title>{escape(printable(bar.label))}{escape(cause)}: {escape(number)} kg CO2e</title>"
        yield f'<text x="{_MARGIN:g}" y="{y + 13:.2f}" font-size="{_SIZE:g}" fill="{INK}"{weight}>{escape(label)}'
        yield f'<tspan fill="{QUIET_INK}">{escape(cause)}</tspan></text>'
        width = max(abs(end - start), 0.8)
        yield f'<rect x="{min(start, end):.2f}" y="{y:.2f}" width="{width:.2f}" height="{_BAR:g}" fill="{colour}"/>'
        if low > 0 and bar.total:
            # The bar does not start at zero: say so where it is cut.
            strokes = " ".join(f"M{start + shift:.2f} {y - 2:.2f} l-4 {_BAR + 4:g}" for shift in (7, 11))
            yield f'<path d="{strokes}" stroke="#ffffff" stroke-width="2"/>'
        if row + 1 < len(bars):
            yield f'<path d="M{x(bar.end):.2f} {y + _BAR:.2f} v{_ROW - _BAR:g}" stroke="{_LINE}" stroke-width="1"/>'
        text_x = max(start, end) + 6
        yield f'<text x="{text_x:.2f}" y="{y + 13:.2f}" font-size="{_SIZE:g}" fill="{INK}"{weight}>{escape(number)}</text></g>'


def _range(bars: Sequence[Step]) -> tuple[float, float]:
    values = [value for bar in bars for value in ((bar.end,) if bar.total else (bar.start, bar.end))]
    low, high = min(values), max(values)
    if low > 0 and high - low > 0.15 * high:
        low = 0.0
    elif low > 0:
        low = max(0.0, low - 0.25 * (high - low))
    low, high = (low if low > 0 else min(low, 0.0)), max(high, 0.0)
    return (low, high) if high > low else (low - 1.0, low + 1.0)


def _label(part: Part, lang: Language) -> str:
    return _WORDS["declared"][lang] if part.what == "declared unit" else part.what


def _signed(bar: Step) -> str:
    if bar.total:
        return f"{bar.end:,.6g}"
    value = bar.end - bar.start
    return f"{value:+,.4g}".replace("-", "−")
