"""Drawings that the site shows: made from the shipped models while it is built."""

from __future__ import annotations

from pathlib import Path

__all__ = ["fonts", "sankey", "supply_chain"]


def supply_chain(model: Path) -> str:
    """Draw the supply chain of a model, as ``footprint graph --format svg`` does."""
    import footprint as fp
    from footprint.report.drawing import draw

    return draw(fp.graph(fp.read(model)), "svg")


def sankey(model: Path) -> dict[str, tuple[str, str]]:
    """Draw where a footprint comes from: by language, for a wide page and for a phone."""
    import footprint as fp
    from footprint.report.figures import sankey as figure_of
    from footprint.report.figures import to_svg

    figure = figure_of(fp.calculate(model))
    layouts = (figure.spec or {}, figure.narrow or {})
    return {lang: (to_svg(layouts[0][lang]), to_svg(layouts[1][lang])) for lang in ("en", "zh")}


def fonts() -> dict[str, bytes]:
    """Give the letters of the site, by name of the file: those that come with footprint."""
    from footprint.typeset.fonts import font_bytes

    return {f"{face}.otf": font_bytes(face) for face in ("FootprintSans-Regular", "FootprintSans-Bold")}
