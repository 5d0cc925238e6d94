"""The supply chain as a Mermaid flowchart: what GitHub, GitLab and many editors draw from a Markdown file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from footprint.errors import Language
from footprint.report.elements import Edge, Elements, Node, elements, shorten
from footprint.report.palette import AVOIDED_LINE, CUT_OFF_LINE, DECLARED, FLOW_LINE, INK, KINDS, OTHER, PRODUCT_LINE, Look, look

if TYPE_CHECKING:
    import networkx

__all__ = ["LARGEST_TEXT", "mermaid"]

#: Mermaid refuses longer texts unless its site is configured otherwise; comments are then left out.
LARGEST_TEXT = 50_000

#: ASCII that means nothing to Mermaid, Markdown or HTML inside a quoted label.
_PLAIN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ,.:/+-=()?_")
#: Mermaid marks its own character codes with these while it works.
_MARKS = frozenset("\ufb02¶")
#: What Markdown reads as the beginning of a list.
_LIST = re.compile(r"(?:[-+]|[0-9]+[.)])(?= )")


def mermaid(graph: networkx.MultiDiGraph, lang: Language = "en") -> str:
    """Write a supply chain as a Mermaid flowchart.

    Stages are subgraphs, cut-offs dashed; a comment before every edge gives its exchange id. Text is reduced to letters,
    digits and Mermaid's own character codes, so that nothing in a name is read as syntax, HTML or a directive.

    Parameters
    ----------
    graph
        As `footprint.supply_chain.graph` describes it.
    lang
        Language of names that the graph has in both.
    """
    drawn = elements(graph, lang)
    text = "\n".join(_lines(drawn, comments=True)) + "\n"
    return text if len(text) <= LARGEST_TEXT else "\n".join(_lines(drawn, comments=False)) + "\n"


def _lines(drawn: Elements, comments: bool) -> Iterator[str]:
    names = {node.key: f"n{number}" for number, node in enumerate(drawn.nodes, 1)}
    by_key = {node.key: node for node in drawn.nodes}
    yield from ("---", f"title: {_front_matter(drawn.title)}", "---", "flowchart LR")
    grouped: set[str] = set()
    for number, (stage, keys) in enumerate(drawn.stages().items(), 1):
        yield f"  subgraph s{number}[{_label(stage)}]"
        yield from (f"    {_node(names[key], by_key[key])}" for key in keys)
        yield "  end"
        grouped.update(keys)
    yield from (f"  {_node(names[node.key], node)}" for node in drawn.nodes if node.key not in grouped)
    for edge in drawn.edges:
        if comments:
            yield f"  %% {_escape(edge.exchange)}"
        yield f"  {names[edge.source]} {_arrow(edge)} {names[edge.target]}"
    yield from _styles(drawn)


def _node(name: str, node: Node) -> str:
    before, after = look(node.kind).mermaid
    return f"{name}{before}{_label(node.name)}{after}:::{_style_name(node)}"


def _arrow(edge: Edge) -> str:
    line = "-.->" if edge.cut_off else "-->"
    return f"{line}|{_label(edge.amount)}|" if edge.amount else line


def _styles(drawn: Elements) -> Iterator[str]:
    looks = {_style_name(node): look(node.kind, node.declared) for node in drawn.nodes}
    for style, of_kind in {**{_class(kind): known for kind, known in KINDS.items()}, "other": OTHER, "declared_product": DECLARED}.items():
        if style in looks:
            yield f"  classDef {style} {_colours(of_kind)}" + (",stroke-dasharray:4 3" if style == "omitted" else "")
    yield from (f"  style s{number} fill:#f6f8f9,stroke:#9aa5ad,color:{INK}" for number in range(1, len(drawn.stages()) + 1))
    kinds = {node.key: node.kind for node in drawn.nodes}
    yield from _link_styles(drawn.edges, kinds)


def _link_styles(edges: Iterable[Edge], kinds: dict[str, str]) -> Iterator[str]:
    """Colour the lines; a dotted arrow is dashed only where it is told so."""
    lines: dict[str, list[str]] = {}
    for number, edge in enumerate(edges):
        between = {kinds[edge.source], kinds[edge.target]} <= {"process", "product"}
        colour = CUT_OFF_LINE if edge.cut_off else AVOIDED_LINE if edge.section == "avoided" else PRODUCT_LINE if between else FLOW_LINE
        width = "2.5px" if colour == PRODUCT_LINE else "1.3px"
        dashes = ",stroke-dasharray:5 4" if edge.cut_off else ""
        lines.setdefault(f"stroke:{colour},stroke-width:{width}{dashes}", []).append(str(number))
    yield from (f"  linkStyle {','.join(numbers)} {style}" for style, numbers in lines.items())


def _colours(of_kind: Look) -> str:
    return f"fill:{of_kind.fill},stroke:{of_kind.line},color:{of_kind.ink}"


def _style_name(node: Node) -> str:
    return "declared_product" if node.declared else _class(node.kind) if node.kind in KINDS else "other"


def _class(kind: str) -> str:
    return kind.replace(" ", "_")


def _label(text: str) -> str:
    return f'"{_escape(shorten(text))}"'


def _escape(text: str) -> str:
    text = text.replace("\ufb02", "fl")
    start = _LIST.match(text)
    coded = start.end() - 1 if start else -1
    return "".join(
        character if place != coded and (character in _PLAIN or (character > "\x7f" and character not in _MARKS)) else f"#{ord(character)};"
        for place, character in enumerate(text)
    )


def _front_matter(text: str) -> str:
    """Write a YAML string; signs that mean something to Mermaid or HTML as YAML escapes."""
    quoted = json.dumps(shorten(text), ensure_ascii=False)
    return re.sub(r"[%<>&`#;{}]", lambda found: f"\\u{ord(found[0]):04x}", quoted)
