"""Why a footprint is what it is: tables, the tree of contributions, and the paths through the supply chain."""

from footprint.insight.explanation.explain import Explanation, explain, frames
from footprint.insight.explanation.paths import Path, Paths, Step, supply_paths
from footprint.insight.explanation.tables import TABLES, Row, Table, contribution_tables
from footprint.insight.explanation.tree import KINDS, Branch, contribution_tree

__all__ = [
    "KINDS",
    "TABLES",
    "Branch",
    "Explanation",
    "Path",
    "Paths",
    "Row",
    "Step",
    "Table",
    "contribution_tables",
    "contribution_tree",
    "explain",
    "frames",
    "supply_paths",
]
