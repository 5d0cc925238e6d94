"""What a page can hold: small suppliers become an explicit remainder, steps between become part of the next one; nothing is lost.

A process that is taken out hands what comes in on to those that take from it, in proportion: every flow of the others stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from footprint.report.figures.sankey.layers import Layers, layers
from footprint.report.figures.sankey.network import TOTAL, Network, Node
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
    small = [key for key in network.nodes if _is_leaf(network, key) and network.value(key) < room.least * scale]
    rests = _Rests(network)
    for key in small:
        rests.take(key)
    for key in [key for key, node in network.nodes.items() if node.inner and network.value(key) < room.least * scale]:
        _pass_on(network, key)
    found = layers(network)
    while found.count > room.columns:
        candidates = [key for key in _longest(network, found) if network.nodes[key].inner]
        if not candidates:
            break
        _pass_on(network, min(candidates, key=lambda key: (_importance(network, key), key)))
        found = layers(network)
    while True:
        full = _overfull(network, found, room)
        if not full:
            break
        key = min(full, key=lambda key: (_importance(network, key), key))
        if network.nodes[key].inner:
            _pass_on(network, key)
        else:
            rests.take(key)
        found = layers(network)
    rests.by_column(found)
    return layers(network)


def _is_leaf(network: Network, key: str) -> bool:
    return key != TOTAL and not network.nodes[key].inner and network.nodes[key].kind != "rest"


def _importance(network: Network, key: str) -> float:
    """Give what would not be seen without a node: all of a supplier, and of a process what it adds to its largest input."""
    flows = network.into[key].values()
    return network.value(key) - (max(flows, default=0.0) if network.nodes[key].inner else 0.0)


def _pass_on(network: Network, key: str) -> None:
    """Take out a process: what comes in goes to those that take from it."""
    into, out = dict(network.into[key]), dict(network.out[key])
    node, through = network.nodes[key], sum(out.values())
    network.remove(key)
    for target, taken in out.items():
        for source, value in into.items():
            network.add(source, target, value * taken / through)
        if network.nodes[target].inner:
            _put_into(network, target, {key: (node.name, taken), **node.merged})


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


def _overfull(network: Network, found: Layers, room: Room) -> list[str]:
    """Find what may be merged where a column has too many nodes; its remainder will be one node."""
    columns: dict[int, list[str]] = {}
    for key, column in found.column.items():
        columns.setdefault(column, []).append(key)
    for keys in columns.values():
        rest = any(network.nodes[key].kind == "rest" for key in keys)
        nodes = [key for key in keys if network.nodes[key].kind != "rest"]
        if len(nodes) + rest > room.rows:
            return [key for key in nodes if key != TOTAL]
    return []


class _Rests:
    """The remainders: one for each process, then one for each column, burdens and credits apart."""

    def __init__(self, network: Network) -> None:
        self._network = network

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
