"""Drawings and a report that the site shows: made from the shipped models while it is built."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footprint.report.study.document import Figure

__all__ = ["fonts", "reports", "sankey", "supply_chain"]


def supply_chain(model: Path) -> str:
    """Draw the supply chain of a model, as ``footprint graph --format svg`` does."""
    import footprint as fp
    from footprint.report.drawing import draw

    return draw(fp.graph(fp.read(model)), "svg")


def sankey(model: Path, lang: str, narrow: bool = False) -> str:
    """Draw where a footprint comes from, for a wide page or for a phone."""
    from footprint.report.figures import to_svg

    figure = _figure(model)
    layout = figure.narrow if narrow else figure.spec
    return to_svg((layout or {})[lang])


@cache
def _figure(model: Path) -> Figure:
    import footprint as fp
    from footprint.report.figures import sankey as figure_of

    return figure_of(fp.calculate(model))


def reports(model: Path, folder: Path) -> None:
    """Write the report of a model as pages that begin in English and in Chinese: to show what ``footprint report`` writes."""
    from footprint.pipeline import analyse, write_report

    folder.mkdir(parents=True, exist_ok=True)
    analysis = analyse(model)
    write_report(analysis, folder / f"{model.stem}.html", lang="en")
    write_report(analysis, folder / f"{model.stem}.zh.html", lang="zh")


def fonts() -> dict[str, bytes]:
    """Give the letters of the site, by name of the file: those that come with footprint."""
    from footprint.typeset.fonts import font_bytes

    return {f"{face}.otf": font_bytes(face) for face in ("FootprintSans-Regular", "FootprintSans-Bold")}
