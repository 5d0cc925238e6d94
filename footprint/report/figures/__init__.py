"""Pictures of what a footprint is made of, how sure it is and what changes it: specifications in Vega, one for each language."""

from footprint.report.figures.composition import categories, gases, hotspots, stages
from footprint.report.figures.drawing import figure_png, figure_svg, to_png, to_svg
from footprint.report.figures.sankey import sankey

__all__ = ["categories", "figure_png", "figure_svg", "gases", "hotspots", "sankey", "stages", "to_png", "to_svg"]
