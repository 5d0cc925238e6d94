"""The supply chain in the DOT language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from footprint.errors import Language
from footprint.report.elements import Edge, Elements, Node, elements, shorten
from footprint.report.palette import AVOIDED_LINE, CUT_OFF_LINE, FLOW_LINE, PRODUCT_LINE, look

if TYPE_CHECKING:
    import networkx

__all__ = ["dot"]

_FONT = 'fontname="Helvetica,Arial,Noto Sans CJK SC,Microsoft YaHei,sans-serif"'


def dot(graph: networkx.MultiDiGraph, lang: Language = "en") -> str:
    """Write a supply chain in the DOT language.

    Stages are clusters, cut-offs dashed; the exchange id of an edge is its attribute ``exchange`` and its tooltip. Nodes
    bear the keys of the graph. All text is quoted, so that nothing in a name is read as syntax or markup.

    Parameters
    ----------
    graph
        As `footprint.supply_chain.graph` describes it.
    lang
        Language of tooltips, and of names that the graph has in both.
    """
    drawn = elements(graph, lang)
    return "\n".join(_lines(drawn)) + "\n"


def _lines(drawn: Elements) -> Iterator[str]:
    by_key = {node.key: node for node in drawn.nodes}
    yield f"digraph {_quote('supply chain')} {{"
    yield f"  graph [rankdir=LR, nodesep=0.2, ranksep=0.7, labelloc=t, fontsize=18, {_FONT}, label={_text(drawn.title)}]"
    yield f"  node [style=filled, fontsize=11, {_FONT}]"
    yield f"  edge [fontsize=9, arrowsize=0.7, {_FONT}]"
    grouped: set[str] = set()
    for number, (stage, keys) in enumerate(drawn.stages().items(), 1):
        yield f'  subgraph "cluster_{number}" {{'
        yield f'    graph [label={_text(stage)}, style="rounded,filled", color="#9aa5ad", fillcolor="#f6f8f9", fontsize=12]'
        yield from (f"    {_node(by_key[key])}" for key in keys)
        yield "  }"
        grouped.update(keys)
    yield from (f"  {_node(node)}" for node in drawn.nodes if node.key not in grouped)
    kinds = {node.key: node.kind for node in drawn.nodes}
    yield from (f"  {_edge(edge, {kinds[edge.source], kinds[edge.target]} <= {'process', 'product'})}" for edge in drawn.edges)
    yield "}"


def _node(node: Node) -> str:
    shown = look(node.kind, node.declared)
    style = {"process": "rounded,filled", "omitted": "dashed,filled"}.get(node.kind, "filled")
    attributes = [
        f"label={_text(node.name)}",
        f"kind={_quote(node.kind)}",
        f"shape={shown.dot}",
        f'style="{style}"',
        f'fillcolor="{shown.fill}"',
        f'color="{shown.line}"',
        f'fontcolor="{shown.ink}"',
        f"tooltip={_text(node.tooltip, whole=True)}",
    ]
    if node.declared:
        attributes.append("penwidth=2")
    return f"{_quote(node.key)} [{', '.join(attributes)}]"


def _edge(edge: Edge, product: bool) -> str:
    colour = CUT_OFF_LINE if edge.cut_off else AVOIDED_LINE if edge.section == "avoided" else PRODUCT_LINE if product else FLOW_LINE
    attributes = [
        f"label={_text(edge.amount)}",
        f"exchange={_quote(edge.exchange)}",
        f"section={_quote(edge.section)}",
        f'color="{colour}"',
        f"tooltip={_text(edge.tooltip, whole=True)}",
        f"labeltooltip={_text(edge.tooltip, whole=True)}",
    ]
    if product:
        attributes.append("penwidth=2")
    if edge.cut_off:
        attributes.append("style=dashed")
    return f"{_quote(edge.source)} -> {_quote(edge.target)} [{', '.join(attributes)}]"


def _quote(text: str) -> str:
    """Write a DOT string: only quotation marks and backslashes mean something in it."""
    return '"' + "".join(character if character >= " " else " " for character in text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str, whole: bool = False) -> str:
    """Write a DOT string that is shown: Graphviz reads HTML entities in labels, so an ampersand becomes one."""
    return _quote((text if whole else shorten(text)).replace("&", "&amp;"))
