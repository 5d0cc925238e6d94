"""The supply chain as a drawing or as data: the one function the other layers call.

Every format shows the same parts, `footprint.report.elements`: names and amounts with units, the stage of a process,
cut-offs apart from what is calculated, and the exchange id of every edge. The texts depend on the graph and the
language alone, so the same model gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from footprint.errors import Language

if TYPE_CHECKING:
    import networkx

__all__ = ["FORMATS", "draw"]

#: What `draw` can write.
FORMATS = ("mermaid", "dot", "graphml", "json", "svg")


def draw(graph: networkx.MultiDiGraph, format: str, lang: Language = "en") -> str:
    """Write a supply chain in a format for drawing it or for reading it elsewhere.

    Parameters
    ----------
    graph
        As `footprint.graph` gives it; `footprint.supply_chain.graph` describes nodes, edges and attributes.
    format
        ``mermaid``, ``dot`` (Graphviz), ``graphml``, ``json`` (node-link) or ``svg``.
    lang
        Language of captions, and of names that the model has in both.

    Returns
    -------
    str
        Text that ends with a line break; encode it as UTF-8.

    Raises
    ------
    ValueError
        For an unknown format.
    """
    return _writer(format)(graph, lang)


def _writer(format: str) -> Callable[[networkx.MultiDiGraph, Language], str]:
    # Imported one by one: a format that is not asked for costs nothing.
    if format == "mermaid":
        from footprint.report.mermaid import mermaid

        return mermaid
    if format == "dot":
        from footprint.report.dot import dot

        return dot
    if format == "svg":
        from footprint.report.svg import svg

        return svg
    if format == "json":
        from footprint.report.graph_data import node_link

        return node_link
    if format == "graphml":
        from footprint.report.graph_data import graphml

        return graphml
    raise ValueError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")
