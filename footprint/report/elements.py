"""The parts of a drawing: what every format shows of nodes and edges, as printable text.

Names come from the model and may hold anything. Here they become single lines without characters that no drawing can
show; escaping them for a language (XML, DOT, Mermaid) is the business of the module that writes it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from footprint.errors import Language
from footprint.report.words import stage_name, word

if TYPE_CHECKING:
    import networkx

__all__ = ["Edge", "Elements", "Node", "distinct", "elements", "number", "printable", "shorten"]

#: Written in place of a character that cannot be shown.
REPLACEMENT = "\ufffd"
#: Longer names are cut in the picture; the tooltip has them whole.
LONGEST_NAME = 90


@dataclass(frozen=True, slots=True)
class Node:
    """A node as it is drawn.

    Parameters
    ----------
    key
        Its key in the graph, printable.
    kind
        ``process``, ``product``, ``dataset``, ``model``, ``declared``, ``elementary flow``, ``secondary`` or ``omitted``.
    name
        What it is called, one line.
    stage
        Stage of a process, where it has one.
    declared
        Whether this is the product whose footprint is asked for.
    tooltip
        Kind, name and unit in words.
    """

    key: str
    kind: str
    name: str
    stage: str | None
    declared: bool
    tooltip: str


@dataclass(frozen=True, slots=True)
class Edge:
    """An exchange as it is drawn.

    Parameters
    ----------
    source, target
        Keys of the nodes; the material flows from one to the other.
    exchange
        The exchange id.
    name
        Its last part: what the author of the model called it.
    section
        ``inputs``, ``outputs``, ``wastes``, ``emissions``, ``removals``, ``avoided`` or ``carbon``.
    amount
        Number with at most four significant digits, and unit.
    cut_off
        Whether it is left out of the calculation.
    tooltip
        Exchange id, amount and what is particular about it.
    """

    source: str
    target: str
    exchange: str
    name: str
    section: str
    amount: str
    cut_off: bool
    tooltip: str


@dataclass(frozen=True, slots=True)
class Elements:
    """A supply chain as it is drawn: title, nodes and edges in the order of the model file."""

    title: str
    subtitle: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def stages(self) -> dict[str, tuple[str, ...]]:
        """Group nodes by stage: its processes, and the products that do not leave it."""
        stage_of = {node.key: node.stage for node in self.nodes if node.kind == "process" and node.stage}
        around: dict[str, set[str | None]] = {}
        for edge in self.edges:
            around.setdefault(edge.source, set()).add(stage_of.get(edge.target))
            around.setdefault(edge.target, set()).add(stage_of.get(edge.source))
        groups: dict[str, list[str]] = {}
        for node in self.nodes:
            stages = {stage_of[node.key]} if node.key in stage_of else around.get(node.key, set()) if node.kind == "product" else set()
            stage = next(iter(stages)) if len(stages) == 1 and not node.declared else None
            if stage is not None:
                groups.setdefault(stage, []).append(node.key)
        return {stage: tuple(keys) for stage, keys in groups.items()}


def elements(graph: networkx.MultiDiGraph, lang: Language) -> Elements:
    """Bring a supply chain into words.

    Parameters
    ----------
    graph
        As `footprint.supply_chain.graph` describes it; missing attributes are made up for.
    lang
        Language of captions, and of names that the graph has in both (``name_zh`` beside ``name``).
    """
    product = graph.graph.get("product")
    keys = distinct(graph, printable)
    nodes = tuple(_node(keys[key], data, key == product, lang) for key, data in graph.nodes(data=True))
    edges = tuple(
        _edge(keys[source], keys[target], str(data.get("exchange", key)), data, lang)
        for source, target, key, data in graph.edges(keys=True, data=True)
    )
    title = printable(_name(graph.graph, lang)) or word("supply chain", lang)
    file = PurePosixPath(str(graph.graph.get("model") or "").replace("\\", "/")).name
    subtitle = word("supply chain", lang) + (f" · {printable(file)}" if file else "")
    return Elements(title, subtitle, nodes, edges)


def number(value: float) -> str:
    """Write a number with at most four significant digits and no zeros behind them.

    Examples
    --------
    >>> number(1530.24), number(0.65), number(1000.0), number(25936413.8), number(1.2e-9), number(8e9)
    ('1530', '0.65', '1000', '25940000', '1.2e-9', '8e9')
    """
    if value != value or abs(value) == float("inf"):
        return "?"
    if value == 0:
        return "0"
    rounded = Decimal(f"{value:.3e}").normalize()
    if 1e-4 <= abs(value) < 1e9:
        return format(rounded, "f")
    digits, _, exponent = f"{rounded:e}".partition("e")
    return f"{digits}e{int(exponent)}"


def printable(text: object) -> str:
    """Bring a text into one line that every format can hold.

    White space becomes single spaces. Control characters, halves of surrogate pairs, noncharacters and marks that turn
    the direction of writing are replaced, so that they can neither break a file nor make it read as something else.
    """
    shown = "".join(" " if character.isspace() else _shown(character) for character in str(text))
    return " ".join(shown.split(" ")).strip() if "  " not in shown else " ".join(shown.split())


def distinct(keys: Iterable[Any], clean: Callable[[str], str]) -> dict[Any, str]:
    """Give every key a text that a format can hold; where two become the same, the later one gets a number.

    Parameters
    ----------
    keys
        Of nodes.
    clean
        What removes from a text that which the format cannot hold.
    """
    written: dict[Any, str] = {}
    taken: set[str] = set()
    for key in keys:
        text = unique = clean(str(key))
        count = 1
        while unique in taken:
            count += 1
            unique = f"{text} ({count})"
        written[key] = unique
        taken.add(unique)
    return written


def shorten(text: str, longest: int = LONGEST_NAME) -> str:
    """Cut a long text, with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _shown(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    category = unicodedata.category(character)
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    turns = unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return REPLACEMENT if category in {"Cc", "Cs"} or noncharacter or turns else character


def _name(data: dict[str, Any], lang: Language) -> object:
    return data.get(f"name_{lang}") or data.get("name") or ""


def _node(key: str, data: dict[str, Any], declared: bool, lang: Language) -> Node:
    kind = str(data.get("kind") or key.partition(":")[0])
    name = printable(_name(data, lang)) or printable(key.partition(":")[2] or key)
    if kind in ("omitted", "declared", "secondary"):
        # Named after the exchange; the edge shows which process it belongs to.
        name = name.rpartition("/")[2] or name
    stage = printable(stage_name(str(data["stage"]), lang)) if data.get("stage") else None
    unit = f" ({printable(data['unit'])})" if data.get("unit") else ""
    tooltip = f"{word(kind, lang)}{word('colon', lang)}{name}{unit}" + (f" · {stage}" if stage else "")
    return Node(key, kind, name, stage, declared, tooltip)


def _edge(source: str, target: str, exchange: str, data: dict[str, Any], lang: Language) -> Edge:
    amount, section = data.get("amount"), str(data.get("section") or "")
    text = "" if amount is None else printable(f"{number(amount.value)} {amount.unit.text}".removesuffix(" 1"))
    process = str(data.get("process") or "")
    inside = "allocation/avoided" if section == "avoided" else section
    name = printable(exchange.removeprefix(f"{process}/{inside}/")) or exchange
    cut_off = bool(data.get("cut_off"))
    notes = [printable(exchange), text]
    if section == "avoided":
        notes.append(word("avoided", lang))
    if data.get("share") not in (None, 1.0):
        notes.append(word("share", lang) + f" {number(float(data['share']))}")
    if data.get("allocation") is not None:
        notes.append(word("allocation", lang) + f" {printable(data['allocation'])}")
    if cut_off:
        notes.append(word("cut-off", lang))
    return Edge(source, target, printable(exchange), name, section, text, cut_off, " · ".join(note for note in notes if note))
