"""The figures of a study report, by the names under which it has places for them."""

from __future__ import annotations

from typing import Any

from footprint.model import evaluate
from footprint.report import figures
from footprint.report.study.analysis import Analysis
from footprint.report.study.document import Figure
from footprint.supply_chain import build_graph

__all__ = ["figures_of"]


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
    made: tuple[tuple[str, str, Any], ...] = (
        ("sankey", "sankey", result),
        ("levers", "levers", analysis.levers),
        ("supply-chain", "supply_chain", build_graph(evaluate(result.model, result.overrides))),
        ("quality-radar", "quality_radar", analysis.quality),
        ("quality-matrix", "quality_matrix", analysis.quality),
        ("categories", "categories", result),
        ("stages", "stages", result),
        ("gases", "gases", result),
        ("hotspots", "hotspots", result),
        ("sensitivities", "tornado", analysis.explanation),
        ("distribution", "distribution", analysis.uncertainty),
        ("influences", "influences", analysis.uncertainty),
        ("scenarios", "what_if", analysis.what_if),
        ("electricity", "electricity", analysis.electricity),
        ("allocation-envelope", "envelope", analysis.envelope),
    )
    found: dict[str, Figure] = {}
    for name, function, record in made:
        draw = getattr(figures, function, None)
        figure = draw(record) if draw is not None and record is not None else None
        if figure is not None:
            found[name] = figure
    return found
