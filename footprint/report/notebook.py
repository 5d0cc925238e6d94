"""Pictures in a notebook: of a footprint and of what was found out about it, and a supply chain that draws itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import networkx

from footprint.errors import Language
from footprint.report.svg import svg

if TYPE_CHECKING:
    from footprint.report.study.document import Figure

__all__ = ["DrawnGraph", "Shown", "show"]


class DrawnGraph(networkx.MultiDiGraph):  # type: ignore[misc]
    """A supply chain that shows itself as a drawing in a notebook; otherwise a graph as any other."""

    def _repr_html_(self) -> str:
        return _scrolled(svg(self))


@dataclass(frozen=True)
class Shown:
    """Figures that show themselves in a notebook.

    Parameters
    ----------
    figures
        In order.
    lang
        Language of the texts.
    """

    figures: tuple[Figure, ...]
    lang: Language = "en"

    def __repr__(self) -> str:
        return f"<Shown {', '.join(figure.name for figure in self.figures) or 'nothing to draw'}>"

    def _repr_html_(self) -> str:
        from footprint.report.figures import figure_svg

        return "".join(
            f"{_scrolled(figure_svg(figure, self.lang), figure.alt.text(self.lang))}"
            f"<p style='color:#56605b;max-width:60em'>{escape(figure.caption.text(self.lang))}</p>"
            for figure in self.figures
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            "text/html": self._repr_html_(),
            "text/plain": "\n".join(figure.alt.text(self.lang) for figure in self.figures) or repr(self),
        }


def show(record: object, lang: Language = "en") -> Shown:
    """Draw a record: what is last in the cell of a notebook is seen.

    Parameters
    ----------
    record
        A footprint; an explanation; an uncertainty; a quality; scenarios, levers, allocation keys or electricity of it; a change; a supply
        chain.
    lang
        Language of the texts.

    Raises
    ------
    TypeError
        For anything else.

    Examples
    --------
    >>> import footprint as fp
    >>> result = fp.calculate("product_models/cement.yaml")  # doctest: +SKIP
    >>> fp.show(result)  # doctest: +SKIP
    >>> fp.show(fp.uncertainty(result), lang="zh")  # doctest: +SKIP
    """
    return Shown(tuple(_figures(record)), lang)


def _figures(record: object) -> Iterator[Figure]:
    paints = next((paints for kind, paints in _painters() if isinstance(record, kind)), None)
    if paints is None:
        raise TypeError(f"there is no picture of a {type(record).__name__}; see footprint.report.notebook.show for what can be drawn")
    yield from (figure for paint in paints if (figure := paint(record)) is not None)


def _painters() -> Iterator[tuple[type, tuple[Callable[[Any], Figure | None], ...]]]:
    from footprint.engine.result import Footprint
    from footprint.insight.allocation_envelope import Envelope
    from footprint.insight.change import Change
    from footprint.insight.electricity import GridSensitivity
    from footprint.insight.explanation import Explanation
    from footprint.insight.levers import Levers
    from footprint.insight.quality import Quality
    from footprint.insight.scenarios import WhatIf
    from footprint.insight.uncertainty import Uncertainty
    from footprint.report import figures

    yield networkx.MultiDiGraph, (figures.supply_chain,)
    yield Footprint, (figures.sankey, figures.stages, figures.hotspots)
    yield Explanation, (lambda found: figures.sankey(found.result), lambda found: figures.hotspots(found.result), figures.tornado)
    yield Uncertainty, (figures.distribution, figures.influences)
    yield Quality, (figures.quality_matrix, figures.quality_radar)
    yield WhatIf, (figures.what_if,)
    yield Levers, (figures.levers,)
    yield Envelope, (figures.envelope,)
    yield GridSensitivity, (figures.electricity,)
    yield Change, (figures.waterfall,)


def _scrolled(drawing: str, alt: str = "") -> str:
    label = f" role='img' aria-label='{escape(alt, quote=True)}'" if alt else ""
    return f"<div style='overflow:auto;max-height:80vh;background:#fff'{label}>{drawing}</div>"
