"""The figures of a study report, by the names under which it has places for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from footprint.model import evaluate
from footprint.report import figures
from footprint.report.study.analysis import Analysis
from footprint.report.study.document import Figure
from footprint.supply_chain import build_graph

__all__ = ["figures_of"]

Record = TypeVar("Record")


def figures_of(analysis: Analysis) -> dict[str, Figure]:
    """Draw all figures for which there are data.

    Parameters
    ----------
    analysis
        The footprint and what was found out about it.

    Returns
    -------
    dict
        By name, in the order of the report.
    """
    result = analysis.result
    drawn: dict[str, Figure | None] = {
        "sankey": figures.sankey(result),
        "levers": _of(figures.levers, analysis.levers),
        "supply-chain": figures.supply_chain(build_graph(evaluate(result.model, result.overrides))),
        "quality-radar": _of(figures.quality_radar, analysis.quality),
        "quality-matrix": _of(figures.quality_matrix, analysis.quality),
        "categories": figures.categories(result),
        "stages": figures.stages(result),
        "gases": figures.gases(result),
        "hotspots": figures.hotspots(result),
        "sensitivities": figures.tornado(analysis.explanation),
        "distribution": _of(figures.distribution, analysis.uncertainty),
        "influences": _of(figures.influences, analysis.uncertainty),
        "scenarios": _of(figures.what_if, analysis.what_if),
        "electricity": _of(figures.electricity, analysis.electricity),
        "allocation-envelope": _of(figures.envelope, analysis.envelope),
    }
    return {name: figure for name, figure in drawn.items() if figure is not None}


def _of(draw: Callable[[Record], Figure | None], record: Record | None) -> Figure | None:
    return None if record is None else draw(record)
