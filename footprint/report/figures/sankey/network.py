"""The footprint as a flow: what every supplier and every emission hands on, through the processes, to the product.

A process j that makes q_j hands on λ_j q_j = d_j q_j + Σ u_ij q_j λ_i: what comes in is what goes out, at every node and around every
loop. What is negative (credits, removals) is a flow in the other direction: it leaves the process that it relieves. So all flows are
positive, and the sources less the credits are the footprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from footprint.engine.result import Footprint
from footprint.report.naming import activity_name, process_name, product_name
from footprint.report.study.document import Text

__all__ = ["TOTAL", "Kind", "Network", "Node", "direct_name", "embodied"]

Kind = Literal["product", "process", "model", "dataset", "declared", "direct", "credit", "rest"]

TOTAL = "product"
"""Key of the node that the footprint flows into; where the footprint is negative it flows out of it."""

_NOTHING = 1e-12


@dataclass(frozen=True)
class Node:
    """A node of the flow.

    Parameters
    ----------
    key
        ``product``, ``process:ID``, ``model:KEY``, ``dataset:KEY``, ``declared:KEY``, ``direct:NODE``, ``credit:KEY`` or ``rest:NUMBER``.
    merged
        What was put into it, by name, with its value: steps before a process, small things in a remainder.
    """

    key: str
    kind: Kind
    name: Text
    merged: Mapping[str, tuple[Text, float]] = field(default_factory=dict)

    @property
    def inner(self) -> bool:
        """Whether it is a process."""
        return self.kind in ("process", "model")


@dataclass
class Network:
    """Nodes and flows in kg CO2e per declared unit, all positive; changed by merging.

    Parameters
    ----------
    nodes
        By key.
    out, into
        Flows by source and target, and by target and source.
    total
        The footprint.
    """

    nodes: dict[str, Node]
    out: dict[str, dict[str, float]]
    into: dict[str, dict[str, float]]
    total: float

    def add(self, source: str, target: str, value: float) -> None:
        """Add to a flow; one that returns to where it starts moves nothing and is left out."""
        if source == target or value <= 0:
            return
        self.out[source][target] = self.out[source].get(target, 0.0) + value
        self.into[target][source] = self.into[target].get(source, 0.0) + value

    def node(self, node: Node) -> None:
        """Add a node."""
        if node.key not in self.nodes:
            self.nodes[node.key] = node
            self.out[node.key], self.into[node.key] = {}, {}

    def remove(self, key: str) -> None:
        """Remove a node with its flows."""
        for target in self.out.pop(key):
            del self.into[target][key]
        for source in self.into.pop(key):
            del self.out[source][key]
        del self.nodes[key]

    def value(self, key: str) -> float:
        """Give what goes through a node."""
        return max(sum(self.out[key].values()), sum(self.into[key].values()))

    def links(self) -> Iterator[tuple[str, str, float]]:
        """Yield the flows: source, target, value."""
        for source, targets in self.out.items():
            for target, value in targets.items():
                yield source, target, value


def embodied(result: Footprint) -> Network:
    """Give the flow of a footprint; datasets are not unfolded, the parts of an allocated process are one node.

    Parameters
    ----------
    result
        Of a calculation.
    """
    calculation = result.calculation
    chain, system = calculation.chain, calculation.system
    index = {key: number for number, key in enumerate(system.activities)}
    levels, intensities = calculation.solution.activity, calculation.proof.intensities
    factors = dict(zip(system.flows, system.characterisation(system.headline), strict=True))
    least = _NOTHING * calculation.proof.scale
    inside = {key: _inner(result, key) for key in index if chain.activities[key].origin in ("foreground", "model")}
    network = Network({}, {}, {}, result.value)
    signed: dict[tuple[str, str], float] = {}
    direct: dict[tuple[str, bool], float] = {}
    leaves: dict[tuple[str, str, bool], float] = {}
    for use in chain.uses:
        if use.consumer not in inside or use.provider not in index:
            continue
        consumer = inside[use.consumer].key
        value = float(intensities[index[use.provider]]) * use.amount * float(levels[index[use.consumer]])
        if use.provider in inside:
            pair = inside[use.provider].key, consumer
            signed[pair] = signed.get(pair, 0.0) + value
        else:
            end = use.provider, consumer, value < 0
            leaves[end] = leaves.get(end, 0.0) + value
    for entry in chain.elementary:
        if entry.activity in inside:
            value = float(factors[entry.flow]) * entry.amount * float(levels[index[entry.activity]])
            place = inside[entry.activity].key, value < 0
            direct[place] = direct.get(place, 0.0) + value
    maker = inside[chain.demand[0]]
    for node in inside.values():
        network.node(node)
    network.node(Node(TOTAL, "product", product_name(result)))
    for (provider, consumer), value in {**signed, (maker.key, TOTAL): result.value}.items():
        if abs(value) > least:
            network.add(*((provider, consumer) if value > 0 else (consumer, provider)), abs(value))
    for (provider, consumer, credit), value in leaves.items():
        if abs(value) > least:
            kind: Kind = "credit" if credit else "declared" if chain.activities[provider].origin == "declared" else "dataset"
            _leaf(network, Node(f"{kind}:{provider}", kind, activity_name(result, provider)), consumer, value)
    for (consumer, credit), value in direct.items():
        if abs(value) > least:
            label = direct_name(network.nodes[consumer], credit)
            _leaf(network, Node(f"{'credit' if credit else 'direct'}:{consumer}", "credit" if credit else "direct", label), consumer, value)
    for key in [key for key in network.nodes if not network.out[key] and not network.into[key] and key != TOTAL]:
        network.remove(key)
    return network


def direct_name(node: Node, credit: bool = False) -> Text:
    """Name the emissions of a process itself, or its removals."""
    what = _REMOVALS if credit else _EMISSIONS
    return Text(f"{what.en}: {node.name.en}", f"{what.zh}：{node.name.zh}")


_EMISSIONS, _REMOVALS = Text("Direct emissions", "直接排放"), Text("Removals", "清除量")


def _leaf(network: Network, node: Node, consumer: str, value: float) -> None:
    network.node(node)
    network.add(*((node.key, consumer) if value > 0 else (consumer, node.key)), abs(value))


def _inner(result: Footprint, key: str) -> Node:
    activity = result.calculation.chain.activities[key]
    if activity.origin == "foreground":
        return Node(f"process:{activity.process}", "process", process_name(result, activity.process))
    return Node(f"model:{key.partition('@')[0]}", "model", activity_name(result, key))
