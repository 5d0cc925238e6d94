"""What a page can hold: small suppliers become an explicit remainder, steps between become part of the next one; nothing is lost.

A process that is taken out becomes part of those that take from it, in proportion: every flow between the others stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from footprint.report.figures.sankey.layers import Layers, layers
from footprint.report.figures.sankey.network import TOTAL, Network, Node, direct_name
from footprint.report.study.document import Text

__all__ = ["Room", "fit"]


@dataclass(frozen=True, slots=True)
class Room:
    """What there is room for.

    Parameters
    ----------
    columns, rows
        How many columns, and nodes in each of them.
    least
        Share of all that flows in; a supplier below it is always part of the remainder.
    """

    columns: int
    rows: int
    least: float = 0.002


def fit(network: Network, room: Room) -> Layers:
    """Merge until the flow fits, the least important first.

    Parameters
    ----------
    network
        Is changed.
    room
        What there is room for.
    """
    scale = sum(network.value(key) for key in network.nodes if not network.into[key])
    rests = _Rests(network)
    rests.take_small(room.least * scale)
    for key in [key for key in network.nodes if network.nodes[key].inner and network.value(key) < room.least * scale]:
        if _may_go(network, key):
            _pass_on(network, key)
    found = layers(network)
    while found.count > room.columns:
        candidates = [key for key in _longest(network, found) if _may_go(network, key)]
        if not candidates:
            break
        # Far from the goal several go at once: what is of little importance stays so.
        for key in _least(network, candidates, (found.count - room.columns) // 3):
            _pass_on(network, key)
        found = layers(network)
    while True:
        full, excess = _overfull(network, found, room)
        if not full:
            break
        for key in _least(network, full, excess // 2):
            if network.nodes[key].inner:
                _pass_on(network, key)
            else:
                rests.take(key)
        found = layers(network)
    rests.take_small(room.least * scale)
    rests.by_column(layers(network))
    return layers(network)


def _is_leaf(network: Network, key: str) -> bool:
    return key != TOTAL and not network.nodes[key].inner and network.nodes[key].kind != "rest"


def _may_go(network: Network, key: str) -> bool:
    """Tell whether a node is a process that may become part of another one; the maker of the product may not."""
    if not network.nodes[key].inner or TOTAL in network.out[key] or TOTAL in network.into[key]:
        return False
    return any(network.nodes[end].inner for ends in (network.out[key], network.into[key]) for end in ends)


def _importance(network: Network, key: str) -> float:
    """Give what would not be seen without a node: all of a supplier, and of a process what it adds to its largest input."""
    flows = network.into[key].values()
    return network.value(key) - (max(flows, default=0.0) if network.nodes[key].inner else 0.0)


def _pass_on(network: Network, key: str) -> None:
    """Take out a process: all of its flows become flows of the processes that take from it, in proportion to what they take.

    One that only takes off (its net is a credit) becomes part of those that it relieves. Direct emissions stay direct emissions.
    """
    into, out = dict(network.into[key]), dict(network.out[key])
    node = network.nodes[key]
    carriers = {end: value for end, value in out.items() if network.nodes[end].inner}
    carriers = carriers or {end: value for end, value in into.items() if network.nodes[end].inner}
    through = sum(carriers.values())
    direct = f"direct:{key}"
    network.remove(key)
    for carrier, taken in carriers.items():
        for source, value in into.items():
            part = value * taken / through
            if source == direct:
                own = f"direct:{carrier}"
                network.node(Node(own, "direct", direct_name(network.nodes[carrier])))
                _put_into(network, own, {direct: (network.nodes[direct].name, part), **_parts(network.nodes[direct], part / value)})
                source = own
            network.add(source, carrier, part)
        for target, value in out.items():
            if target not in carriers:
                network.add(carrier, target, value * taken / through)
        _put_into(network, carrier, {key: (node.name, taken), **node.merged})
    if direct in network.nodes and not network.out[direct]:
        network.remove(direct)


def _parts(node: Node, share: float) -> dict[str, tuple[Text, float]]:
    return {name: (text, share * value) for name, (text, value) in node.merged.items()}


def _put_into(network: Network, key: str, more: dict[str, tuple[Text, float]]) -> None:
    merged = dict(network.nodes[key].merged)
    for name, (text, value) in more.items():
        merged[name] = text, value + (merged[name][1] if name in merged else 0.0)
    network.nodes[key] = replace(network.nodes[key], merged=merged)


def _longest(network: Network, found: Layers) -> list[str]:
    """Find the processes on the longest ways: taking one out may save a column."""
    deepest: dict[str, int] = {}

    def depth(key: str) -> int:
        ways = [source for source in network.into[key] if (source, key) not in found.loops]
        return max((deepest[source] + 1 for source in ways), default=0)

    for key in sorted(found.column, key=lambda key: found.column[key]):
        deepest[key] = depth(key)
    longest = max(deepest.values())
    on_way = {key for key, value in deepest.items() if value == longest}
    for key in sorted(found.column, key=lambda key: -found.column[key]):
        if key in on_way:
            on_way.update(
                source for source in network.into[key] if (source, key) not in found.loops and deepest[source] == deepest[key] - 1
            )
    return sorted(on_way)


def _least(network: Network, keys: list[str], count: int) -> list[str]:
    """Give the least important nodes, at least one of them, that can still be merged when those before them are."""
    chosen = sorted(keys, key=lambda key: (_importance(network, key), key))[: max(count, 1)]
    taken: set[str] = set()
    for key in chosen:
        beside = {*network.out[key], *network.into[key]}
        if not network.nodes[key].inner or not beside & taken:
            taken.add(key)
    return [key for key in chosen if key in taken]


def _overfull(network: Network, found: Layers, room: Room) -> tuple[list[str], int]:
    """Find what may be merged where a column has too many nodes, and how many are too many; its remainder will be one node."""
    columns: dict[int, list[str]] = {}
    for key, column in found.column.items():
        columns.setdefault(column, []).append(key)
    for keys in columns.values():
        rest = any(network.nodes[key].kind == "rest" for key in keys)
        nodes = [key for key in keys if network.nodes[key].kind != "rest"]
        if len(nodes) + rest > room.rows:
            return [key for key in nodes if _is_leaf(network, key) or _may_go(network, key)], len(nodes) + rest - room.rows
    return [], 0


class _Rests:
    """The remainders: one for each process, then one for each column, burdens and credits apart."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def take_small(self, least: float) -> None:
        """Take every supplier, emission and credit below a value."""
        for key in [key for key in self._network.nodes if _is_leaf(self._network, key) and self._network.value(key) < least]:
            self.take(key)

    def take(self, key: str) -> None:
        """Put a supplier, an emission or a credit into the remainders of those it belongs to."""
        network = self._network
        node = network.nodes[key]
        out, into = dict(network.out[key]), dict(network.into[key])
        network.remove(key)
        for end, value in (*out.items(), *into.items()):
            credit = end in into
            rest = f"rest:{'credit:' if credit else ''}{end}"
            network.node(Node(rest, "rest", _NAME))
            _put_into(network, rest, {key: (node.name, value)})
            network.add(*((end, rest) if credit else (rest, end)), value)

    def by_column(self, found: Layers) -> None:
        """Put the remainders of a column together."""
        network = self._network
        for key in [key for key, node in network.nodes.items() if node.kind == "rest"]:
            node, credit = network.nodes[key], key.startswith("rest:credit:")
            name = f"rest:{'credits:' if credit else ''}{found.column[key]}"
            out, into = dict(network.out[key]), dict(network.into[key])
            network.remove(key)
            network.node(Node(name, "rest", _NAME))
            _put_into(network, name, dict(node.merged))
            for target, value in out.items():
                network.add(name, target, value)
            for source, value in into.items():
                network.add(source, name, value)


_NAME = Text("Remainder", "其余")
