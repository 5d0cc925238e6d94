"""Data quality: a matrix of the largest contributions by indicator, and the means as a radar."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from footprint.errors import Language
from footprint.insight.quality import INDICATORS, Quality
from footprint.report.figures.theme import (
    BASE,
    BURDEN,
    GRID,
    SIZE,
    SMALL,
    figure,
    mark,
    specification,
    text_mark,
    text_row,
    tip,
)
from footprint.report.lettering import text_width, wrap
from footprint.report.naming import process_name, taken_name
from footprint.report.palette import INK, QUIET_INK
from footprint.report.rounding import percent
from footprint.report.study.document import Figure, Text

__all__ = ["INDICATOR_NAMES", "quality_matrix", "quality_radar"]

INDICATOR_NAMES: Mapping[str, Text] = {
    "technology": Text("technology", "技术"),
    "geography": Text("geography", "地理"),
    "time": Text("time", "时间"),
    "precision": Text("precision", "精度"),
}
#: Ground and ink for the ratings 1 to 5: light is good, dark is bad, and the number stands on it.
_GROUNDS = (("#eaf3fa", INK), ("#c5dff0", INK), ("#8fc0e0", INK), ("#2774a8", "#ffffff"), ("#0b3d63", "#ffffff"))
_MEAN = Text("Weighted mean", "加权平均")
_LINE = 15.0


_MATRIX: Sequence[Mapping[str, Any]] = [
    mark(
        "rect",
        "cells",
        name="cell",
        x="@x",
        y="@y",
        width="@width",
        height="@height",
        fill="@colour",
        tooltip="@tip",
        hover={"stroke": BASE},
    ),
    mark(
        "text",
        "cells",
        x="@middle",
        y="@centre",
        text="@text",
        align="center",
        baseline="middle",
        fill="@ink",
        fontWeight="@weight",
        fontSize=SIZE,
    ),
    text_mark("texts"),
]


def quality_matrix(quality: Quality, top: int = 12) -> Figure | None:
    """Show the ratings of the largest contributions; ``None`` where there is none.

    Parameters
    ----------
    quality
        Of a footprint.
    top
        How many contributions to show; the means below are those of all.
    """
    if not quality.rated:
        return None
    worst = max(
        ((name, value) for name in INDICATORS if (value := quality.means[name]) is not None), key=lambda pair: pair[1], default=None
    )
    if worst is None:
        return None
    name = INDICATOR_NAMES[worst[0]]
    caption = Text(
        f"Data quality of the largest contributions, 1 best to 5 worst; bold where the model states it, otherwise derived. Weakest on the"
        f" whole: {name.en}, {worst[1]:.1f}.",
        f"主要贡献项的数据质量，1 最好，5 最差；粗体为模型给出，其余为推导值。总体最弱：{name.zh}，{worst[1]:.1f}。",
    )
    means = [(INDICATOR_NAMES[key], value) for key in INDICATORS if (value := quality.means[key]) is not None]
    alt = Text(
        f"{caption.en} Means: " + "; ".join(f"{text.en} {value:.1f}" for text, value in means) + ".",
        f"{caption.zh}平均：" + "；".join(f"{text.zh} {value:.1f}" for text, value in means) + "。",
    )
    return figure("quality-matrix", caption, alt, lambda lang, width: _matrix(quality, top, alt, lang, width))


def _matrix(quality: Quality, top: int, alt: Text, lang: Language, width: float) -> dict[str, Any]:
    cell = 74.0 if width > 500 else 44.0
    shares = [percent(leaf.share) if leaf.share is not None else "" for _, leaf in quality.rated[:top]]
    share = max(text_width(text, SIZE) for text in (*shares, "share"))
    left = width - 4 * cell - 4
    room = left - share - 18
    texts = []
    for number, indicator in enumerate(INDICATORS):
        head = INDICATOR_NAMES[indicator].text(lang)
        for row, line in enumerate(wrap(head, cell, SMALL, lines=2)):
            texts.append(text_row(left + (number + 0.5) * cell, 10 + row * 13, line, size=SMALL, colour=QUIET_INK, align="center"))
    texts.append(text_row(left - 10, 10, "share" if lang == "en" else "占比", size=SMALL, colour=QUIET_INK, align="right"))
    y = 32.0
    cells: list[dict[str, Any]] = []
    for (rated, leaf), part in zip(quality.rated, shares, strict=False):
        label = taken_name(quality.result, leaf.exchange, leaf.provider).text(lang)
        under = process_name(quality.result, leaf.process).text(lang)
        lines = [(line, SIZE, INK) for line in wrap(label, room, SIZE, lines=2)] + [
            (line, SMALL, QUIET_INK) for line in wrap(under, room, SMALL, lines=1)
        ]
        height = len(lines) * _LINE + 6
        for number, (line, size, colour) in enumerate(lines):
            texts.append(text_row(4, y + 3 + (number + 0.5) * _LINE, line, size=size, colour=colour))
        texts.append(text_row(left - 10, y + height / 2, part, align="right"))
        for number, indicator in enumerate(INDICATORS):
            rating = rated.worst(indicator)
            if rating is None:
                continue
            title = f"{label} · {under}: {INDICATOR_NAMES[indicator].text(lang)}"
            found = tip(title, ("1–5", rating.value), ("why" if lang == "en" else "依据", rating.why(lang)))
            cells.append(
                _cell(leaf.exchange, indicator, rating.value, rating.origin == "stated", (left + number * cell, y, cell, height), found)
            )
        y += height + 2
    y += 6
    texts.append(text_row(4, y + 12, _MEAN.text(lang), bold=True))
    for number, indicator in enumerate(INDICATORS):
        mean = quality.means[indicator]
        if mean is not None:
            found = tip(f"{_MEAN.text(lang)}: {INDICATOR_NAMES[indicator].text(lang)}", ("1–5", mean))
            cells.append(_cell("mean", indicator, mean, True, (left + number * cell, y, cell, 24.0), found))
    return specification(
        width,
        y + 32,
        alt.text(lang),
        {"cells": cells, "texts": texts},
        _MATRIX,
    )


def _cell(
    name: str, indicator: str, value: float, bold: bool, place: tuple[float, float, float, float], found: Mapping[str, float | str]
) -> dict[str, Any]:
    x, y, width, height = place
    ground, ink = _GROUNDS[min(max(round(value), 1), 5) - 1]
    return {
        "name": name,
        "indicator": indicator,
        "value": value,
        "x": round(x + 1, 2),
        "y": round(y, 2),
        "width": round(width - 2, 2),
        "height": round(height, 2),
        "middle": round(x + width / 2, 2),
        "centre": round(y + height / 2, 2),
        "text": f"{value:.1f}" if name == "mean" else f"{value:.1f}".removesuffix(".0"),
        "weight": "bold" if bold else "normal",
        "colour": ground,
        "ink": ink,
        "tip": found,
    }


def quality_radar(quality: Quality) -> Figure | None:
    """Show the weighted means of the indicators; the farther out the better. ``None`` where one is missing."""
    means: dict[str, float] = {name: value for name in INDICATORS if (value := quality.means[name]) is not None}
    if len(means) < len(INDICATORS):
        return None
    named = [(INDICATOR_NAMES[name], value) for name, value in means.items()]
    caption = Text(
        "Data quality by indicator, weighted by contribution; the farther out the better: 1 best, 5 worst.",
        "按贡献加权的各项数据质量；越靠外越好：1 最好，5 最差。",
    )
    alt = Text(
        f"{caption.en} " + "; ".join(f"{text.en} {value:.2f}" for text, value in named) + ".",
        f"{caption.zh}" + "；".join(f"{text.zh} {value:.2f}" for text, value in named) + "。",
    )
    return figure("quality-radar", caption, alt, lambda lang, width: _radar(means, alt, lang, width))


def _radar(means: Mapping[str, float], alt: Text, lang: Language, width: float) -> dict[str, Any]:
    labels = {name: f"{INDICATOR_NAMES[name].text(lang)} {value:.1f}" for name, value in means.items()}
    radius = min(120.0, width / 2 - max(text_width(label, SIZE) for label in labels.values()) - 14)
    x, y = width / 2, radius + 34
    directions = [(math.sin(math.tau * number / len(means)), -math.cos(math.tau * number / len(means))) for number in range(len(means))]

    def at(rating: float, direction: tuple[float, float]) -> tuple[float, float]:
        distance = radius * (6 - rating) / 5
        return round(x + direction[0] * distance, 2), round(y + direction[1] * distance, 2)

    def outline(ratings: list[float]) -> str:
        points = [at(rating, direction) for rating, direction in zip(ratings, directions, strict=True)]
        return "M" + "L".join(f"{px},{py}" for px, py in points) + "Z"

    rings = [{"path": outline([float(rating)] * len(means)), "text": str(rating)} for rating in range(1, 6)]
    spokes = [{"x": x, "y": y, "x2": at(1, direction)[0], "y2": at(1, direction)[1]} for direction in directions]
    texts = [text_row(x + 5, at(float(ring["text"]), (0.0, -1.0))[1] + 7, ring["text"], size=SMALL, colour=QUIET_INK) for ring in rings]
    points = []
    for (name, value), direction in zip(means.items(), directions, strict=True):
        px, py = at(value, direction)
        points.append({"name": name, "value": value, "x": px, "y": py, "tip": tip(INDICATOR_NAMES[name].text(lang), ("1–5", value))})
        ex, ey = at(1, direction)
        align = "center" if abs(direction[0]) < 0.1 else "left" if direction[0] > 0 else "right"
        shift = 0.0 if align == "center" else 9 * direction[0]
        texts.append(text_row(ex + shift, ey + 14 * direction[1], labels[name], align=align))
    return specification(
        width,
        2 * radius + 68,
        alt.text(lang),
        {"rings": rings, "spokes": spokes, "area": [{"path": outline(list(means.values()))}], "points": points, "texts": texts},
        [
            mark("path", "rings", path="@path", stroke=GRID, strokeWidth=1.2, fill=None),
            mark("rule", "spokes", x="@x", y="@y", x2="@x2", y2="@y2", stroke=GRID),
            mark("path", "area", path="@path", fill=BURDEN, fillOpacity=0.25, stroke=BURDEN, strokeWidth=2),
            mark("symbol", "points", name="point", x="@x", y="@y", size=60, fill=BURDEN, tooltip="@tip", hover={"stroke": BASE}),
            text_mark("texts"),
        ],
    )
