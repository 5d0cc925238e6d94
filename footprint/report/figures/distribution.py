"""How the draws of a footprint spread: a histogram with its percentiles, and where the stated result stands in it."""

from __future__ import annotations

from typing import Any

from footprint.errors import Language
from footprint.insight.uncertainty import Uncertainty
from footprint.report.figures.composition import per_declared_unit
from footprint.report.figures.theme import (
    BASE,
    BURDEN,
    GRID,
    PALER,
    SMALL,
    figure,
    halo,
    mark,
    specification,
    text_mark,
    text_row,
    tick_texts,
    ticks,
    tip,
)
from footprint.report.lettering import text_width
from footprint.report.palette import QUIET_INK
from footprint.report.rounding import number
from footprint.report.study.document import Figure, Text

__all__ = ["distribution"]

_HEIGHT, _ROW, _LEFT, _RIGHT = 200.0, 16.0, 10.0, 14.0
_NAMES = {
    2.5: Text("2.5 % of the draws are below", "2.5 % 的抽样低于"),
    50.0: Text("median", "中位数"),
    97.5: Text("2.5 % are above", "2.5 % 的抽样高于"),
}
_STATED = Text("stated result", "给定值下的结果")


def distribution(uncertainty: Uncertainty) -> Figure | None:
    """Show the histogram of the draws; ``None`` where all are equal.

    Parameters
    ----------
    uncertainty
        Of a footprint.
    """
    seen = uncertainty.statistics
    edges = seen.bins[0]
    if not edges[0] < edges[-1]:
        return None
    low, middle, high = (seen.percentile(percent) for percent in (2.5, 50.0, 97.5))
    caption = Text(
        f"Distribution of {seen.count} draws: 95 % of them lie between {number(low)} and {number(high)} kg CO2e, the median is"
        f" {number(middle)}. The ends hold what lies beyond.",
        f"{seen.count} 次抽样的分布：其中 95 % 介于 {number(low)} 与 {number(high)} kg CO2e 之间，"
        f"中位数为 {number(middle)}。两端的柱含超出范围者。",
    )
    mean, sd, stated = number(seen.mean), number(seen.sd), number(uncertainty.value)
    alt = Text(
        f"Histogram. {caption.en} Mean {mean}, standard deviation {sd}, stated result {stated}.",
        f"直方图。{caption.zh}均值 {mean}，标准差 {sd}，给定值下的结果 {stated}。",
    )
    return figure("distribution", caption, alt, lambda lang, width: _chart(uncertainty, alt, lang, width))


def _chart(uncertainty: Uncertainty, alt: Text, lang: Language, width: float) -> dict[str, Any]:
    seen = uncertainty.statistics
    edges, counts = seen.bins
    low, middle, high = (seen.percentile(percent) for percent in (2.5, 50.0, 97.5))
    start, end = min(edges[0], uncertainty.value), max(edges[-1], uncertainty.value)
    margin = 0.02 * (end - start)
    domain = start - margin, end + margin
    area = _LEFT, width - _RIGHT
    lines = [
        ("p2.5", _NAMES[2.5], low),
        ("p50", _NAMES[50.0], middle),
        ("p97.5", _NAMES[97.5], high),
        ("stated", _STATED, uncertainty.value),
    ]
    top = 8 + _ROW * len(lines) + 4
    bottom = top + _HEIGHT
    marks = _axis(domain, area)
    texts = [
        text_row(
            (area[0] + area[1]) / 2,
            bottom + 32,
            per_declared_unit(uncertainty.result).text(lang),
            size=SMALL,
            colour=QUIET_INK,
            align="center",
        )
    ]
    rules = []
    for row, (name, title, value) in enumerate(sorted(lines, key=lambda line: line[2])):
        x = area[0] + (value - domain[0]) / (domain[1] - domain[0]) * (area[1] - area[0])
        y = 8 + row * _ROW + _ROW / 2
        text = f"{title.text(lang)}{' ' if lang == 'en' else '：'}{number(value)}"
        room = text_width(text, SMALL) + 6
        align, at = ("left", x + 5) if x + room < width else ("right", x - 5)
        texts.append(text_row(at, y, text, size=SMALL, bold=name == "stated", align=align))
        rules.append({"name": name, "value": value, "top": y - 6, "dash": [1, 0] if name == "stated" else [4, 3]})
    bars = _bars(uncertainty, (low, high), lang)
    return specification(
        width,
        bottom + 42,
        alt.text(lang),
        {"bars": bars, "ticks": marks, "rules": rules, "texts": texts},
        _marks(area, top, bottom),
        scales=[
            {"name": "x", "type": "linear", "domain": list(domain), "range": list(area), "zero": False},
            {"name": "y", "type": "linear", "domain": [0, max(counts)], "range": [bottom, top + 4]},
        ],
    )


def _bars(uncertainty: Uncertainty, ends: tuple[float, float], lang: Language) -> list[dict[str, Any]]:
    """Give the bars of the histogram; those beyond the percentiles are paler."""
    seen = uncertainty.statistics
    edges, counts = seen.bins
    return [
        {
            "name": str(index),
            "start": edges[index],
            "end": edges[index + 1],
            "value": count,
            "share": count / seen.count,
            "colour": PALER if edges[index + 1] <= ends[0] or edges[index] >= ends[1] else BURDEN,
            "tip": tip(
                f"{number(edges[index])} – {number(edges[index + 1])} kg CO2e",
                ("draws" if lang == "en" else "抽样次数", count),
                ("%", 100 * count / seen.count),
            ),
        }
        for index, count in enumerate(counts)
    ]


def _marks(area: tuple[float, float], top: float, bottom: float) -> list[dict[str, Any]]:
    return [
        mark("rule", "ticks", x="x@at", y=top, y2=bottom, stroke=GRID),
        mark(
            "rect",
            "bars",
            name="bar",
            x="x@start",
            x2="x@end",
            y="y@value",
            y2={"scale": "y", "value": 0},
            fill="@colour",
            stroke="#ffffff",
            strokeWidth=0.6,
            tooltip="@tip",
            hover={"stroke": BASE},
        ),
        mark("rule", x=area[0], x2=area[1], y=bottom, stroke=QUIET_INK),
        mark("rule", "rules", name="line", x="x@value", y="@top", y2=bottom, stroke=BASE, strokeWidth=1.3, strokeDash="@dash"),
        mark("text", "ticks", x="x@at", y=bottom + 13, text="@text", align="center", baseline="middle", fontSize=SMALL, fill=QUIET_INK),
        halo("texts"),
        text_mark("texts"),
    ]


def _axis(domain: tuple[float, float], area: tuple[float, float]) -> list[dict[str, Any]]:
    for count in (8, 6, 5, 4, 3, 2):
        found = ticks(*domain, count)
        room = (area[1] - area[0]) / max(len(found), 1)
        texts = tick_texts(found)
        if all(text_width(text, SMALL) + 12 <= room for text in texts):
            break
    return [{"at": at, "text": text} for at, text in zip(found, texts, strict=True)]
