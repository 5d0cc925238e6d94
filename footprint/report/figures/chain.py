"""The supply chain as a figure: the drawing of `footprint.report.svg` in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footprint.report.elements import elements
from footprint.report.study.document import Figure, Text
from footprint.report.svg import svg

if TYPE_CHECKING:
    import networkx

__all__ = ["supply_chain"]

_PAGE = (17.0, 22.0)
"""Width and height of a page of A4 within its margins, in centimetres."""


def supply_chain(graph: networkx.MultiDiGraph) -> Figure:
    """Show processes, products, datasets and emissions with their amounts.

    Parameters
    ----------
    graph
        As `footprint.graph` gives it.
    """
    drawn = elements(graph, "en")
    counts = {kind: sum(node.kind == kind for node in drawn.nodes) for kind in ("process", "dataset", "model", "declared", "omitted")}
    caption = Text(
        "The supply chain with the amounts of the model; material flows from left to right, dashed is what is cut off.",
        "供应链及模型中的用量；物料自左向右流动，虚线为已取舍部分。",
    )
    alt = Text(
        f"Supply chain of {counts['process']} processes with {counts['dataset']} datasets, {counts['model']} products of other models,"
        f" {counts['declared']} declared footprints and {counts['omitted']} inputs that are left out without a proxy.",
        f"供应链：{counts['process']} 个过程、{counts['dataset']} 个数据集、{counts['model']} 个其他模型的产品、"
        f"{counts['declared']} 个供应商声明值、{counts['omitted']} 项无替代数据的取舍。",
    )
    return Figure("supply-chain", caption, alt, svg={"en": svg(graph, "en", _PAGE), "zh": svg(graph, "zh", _PAGE)})
