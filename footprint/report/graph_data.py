"""The supply chain as data for other programs: JSON in node-link form and GraphML."""

from __future__ import annotations

import io
import json
import math
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from footprint.errors import Language
from footprint.report.elements import distinct

if TYPE_CHECKING:
    import networkx

__all__ = ["SCHEMA", "graphml", "node_link"]

#: Name and version of the JSON form.
SCHEMA = "footprint/graph/1"

_SURROGATE = re.compile("[\ud800-\udfff]")
#: What XML 1.0 cannot hold, in whatever notation.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def node_link(graph: networkx.MultiDiGraph, lang: Language = "en") -> str:
    """Write a supply chain as JSON in node-link form, with amounts at full precision.

    ``networkx.node_link_graph(data, edges="edges")`` reads it.

    Parameters
    ----------
    graph
        As `footprint.supply_chain.graph` describes it.
    lang
        Without effect: data are the same in every language.
    """
    data = {
        "schema": SCHEMA,
        "directed": True,
        "multigraph": True,
        "graph": {name: _plain(value) for name, value in _about(graph).items()},
        "nodes": [{"id": key, **{name: _plain(value) for name, value in node.items()}} for key, node in graph.nodes(data=True)],
        "edges": [
            {"source": source, "target": target, "key": key, **_edge(edge)}
            for source, target, key, edge in graph.edges(keys=True, data=True)
        ],
    }
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    # Half a surrogate pair has no UTF-8; its JSON escape has.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def graphml(graph: networkx.MultiDiGraph, lang: Language = "en") -> str:
    """Write a supply chain as GraphML, with attributes that are texts, numbers and truth values.

    ``networkx.read_graphml(file, force_multigraph=True)`` reads it with the same nodes, edges and keys. An amount becomes
    the attributes ``amount`` and ``unit``; attributes without a value are left out; characters that XML cannot hold are
    replaced.

    Parameters
    ----------
    graph
        As `footprint.supply_chain.graph` describes it.
    lang
        Without effect: data are the same in every language.
    """
    import networkx

    keys = distinct(graph, _xml_text)
    simple = networkx.MultiDiGraph()
    simple.graph.update(_xml(_about(graph)))
    for key, node in graph.nodes(data=True):
        simple.add_node(keys[key], **_xml(node))
    for source, target, key, edge in graph.edges(keys=True, data=True):
        attributes = _edge(edge)
        quantity = attributes.pop("quantity") or {}
        simple.add_edge(
            keys[source],
            keys[target],
            key=_xml_text(str(key)),
            **_xml({**attributes, "amount": quantity.get("value"), "unit": quantity.get("unit")}),
        )
    written = io.BytesIO()
    # Not the writer that is used where lxml is installed: the text must not depend on that.
    networkx.write_graphml_xml(simple, written, encoding="utf-8", prettyprint=True)
    return written.getvalue().decode("utf-8").rstrip("\n") + "\n"


def _about(graph: networkx.MultiDiGraph) -> dict[str, Any]:
    """Give the attributes of the graph; of the model's path the name alone, which is the same on every machine."""
    model = graph.graph.get("model")
    return {**graph.graph, "model": PurePosixPath(str(model).replace("\\", "/")).name} if model else dict(graph.graph)


def _edge(edge: dict[str, Any]) -> dict[str, Any]:
    amount = edge.get("amount")
    quantity = None if amount is None else {"value": _plain(float(amount.value)), "unit": amount.unit.text}
    rest = {name: _plain(value) for name, value in edge.items() if name not in ("amount", "quantity")}
    return {**rest, "quantity": quantity}


def _plain(value: object) -> object:
    """Reduce a value to what JSON holds; a number that is none is unknown."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _xml(attributes: dict[str, Any]) -> dict[str, Any]:
    plain = {name: _plain(value) for name, value in attributes.items()}
    return {name: _xml_text(value) if isinstance(value, str) else value for name, value in plain.items() if value is not None}


def _xml_text(text: str) -> str:
    # A carriage return is read back as a line break, so it is written as one.
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
