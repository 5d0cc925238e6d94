"""Pictures of what a footprint is made of, how sure it is and what changes it: specifications in Vega, one for each language."""

from footprint.report.figures.alternatives import electricity, envelope, levers, what_if
from footprint.report.figures.chain import supply_chain
from footprint.report.figures.changes import Step, steps, waterfall
from footprint.report.figures.composition import categories, gases, hotspots, stages
from footprint.report.figures.distribution import distribution
from footprint.report.figures.drawing import figure_png, figure_svg, to_png, to_svg
from footprint.report.figures.influence import influences, tornado
from footprint.report.figures.ratings import quality_matrix, quality_radar
from footprint.report.figures.sankey import sankey

__all__ = [
    "Step",
    "categories",
    "distribution",
    "electricity",
    "envelope",
    "figure_png",
    "figure_svg",
    "gases",
    "hotspots",
    "influences",
    "levers",
    "quality_matrix",
    "quality_radar",
    "sankey",
    "stages",
    "steps",
    "supply_chain",
    "to_png",
    "to_svg",
    "tornado",
    "waterfall",
    "what_if",
]
