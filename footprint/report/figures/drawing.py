"""Pictures of figures: SVG and PNG by Vega, without network and with the fonts that come along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from footprint.errors import Language
from footprint.report.errors import ReportPackageMissing
from footprint.report.study.document import Figure

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["figure_png", "figure_svg", "to_png", "to_svg"]


def to_svg(spec: Mapping[str, Any]) -> str:
    """Draw a Vega specification as SVG; the same specification gives the same text.

    Parameters
    ----------
    spec
        As the functions of `footprint.report.figures` give them.

    Raises
    ------
    ReportPackageMissing
        The package vl-convert-python is not installed.
    """
    return str(_converter().vega_to_svg(dict(spec), allowed_base_urls=[])) + "\n"


def to_png(spec: Mapping[str, Any], scale: float = 2.0) -> bytes:
    """Draw a Vega specification as PNG.

    Parameters
    ----------
    spec
        As the functions of `footprint.report.figures` give them.
    scale
        Dots per pixel.
    """
    return bytes(_converter().vega_to_png(dict(spec), scale=scale, allowed_base_urls=[]))


def figure_svg(figure: Figure, lang: Language) -> str:
    """Give a figure as SVG, whatever it is made of."""
    if figure.spec is not None:
        return to_svg(figure.spec[lang])
    assert figure.svg is not None, "a figure has a specification or a drawing"
    return figure.svg[lang]


def figure_png(figure: Figure, lang: Language, scale: float = 2.0) -> bytes:
    """Give a figure as PNG, whatever it is made of."""
    if figure.spec is not None:
        return to_png(figure.spec[lang], scale)
    return bytes(_converter().svg_to_png(figure_svg(figure, lang), scale=scale))


@cache
def _converter() -> ModuleType:
    """Load the converter once, with the fonts of the package."""
    try:
        import vl_convert
    except ImportError:
        raise ReportPackageMissing(package="vl-convert-python") from None

    from footprint.typeset.fonts import font_folder

    vl_convert.register_font_directory(str(font_folder()))
    return vl_convert
