"""The footprint as a tree: what the product takes, what that takes in turn, and at every node what is not unfolded.

The footprint of one unit of product j is λ_j = d_j + Σ u_ij λ_i: its own emissions and what its inputs carry. Unfolding that equation
from the product gives a tree whose children sum to their parent exactly, credits (negative) included, and with loops too: a process
that comes again on its own way is a leaf that carries the rest of the loop.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from footprint.engine.proof import TOLERANCE
from footprint.engine.result import Calculation, Footprint
from footprint.errors import Language

__all__ = ["KINDS", "Branch", "Links", "contribution_tree", "links_of"]

KINDS: Mapping[str, Mapping[Language, str]] = {
    "product": {"en": "product", "zh": "产品"},
    "process": {"en": "process", "zh": "过程"},
    "dataset": {"en": "dataset", "zh": "数据集"},
    "declared": {"en": "declared footprint", "zh": "声明值"},
    "emission": {"en": "emission", "zh": "排放"},
    "loop": {"en": "the same process again: rest of the loop", "zh": "同一过程再次出现：循环的其余部分"},
    "rest": {"en": "the rest, not unfolded", "zh": "其余部分，未展开"},
}


@dataclass(frozen=True)
class Branch:
    """A node of the tree with all that it carries.

    Parameters
    ----------
    name
        Key of the process or dataset, or name of the elementary flow.
    exchange
        Exchange id by which the parent takes it; empty within datasets.
    kind
        One of `KINDS`.
    amount, unit
        How much of it is taken per declared unit on this way.
    value
        What it carries, in kg CO2e per declared unit; the children sum to it.
    share
        Of the total; ``None`` where the total is zero.
    children
        Largest |value| first, a rest last; empty for what is not unfolded.
    """

    name: str
    exchange: str
    kind: str
    amount: float | None
    unit: str
    value: float
    share: float | None
    children: tuple[Branch, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Branch]]:
        """Yield every node with its depth, parents before children."""
        waiting = [(depth, self)]
        while waiting:
            level, branch = waiting.pop()
            yield level, branch
            waiting.extend((level + 1, child) for child in reversed(branch.children))

    def as_dict(self) -> dict[str, Any]:
        """Give the tree as plain data."""
        return {
            "name": self.name,
            "exchange": self.exchange or None,
            "kind": self.kind,
            "amount": self.amount,
            "unit": self.unit or None,
            "value": self.value,
            "share": self.share,
            "children": [child.as_dict() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class Links:
    """What each activity takes and emits per unit of its output.

    Parameters
    ----------
    inputs
        By activity: exchange id, provider and amount in the provider's unit.
    emissions
        By activity: exchange id, flow and amount in the flow's unit.
    intensities
        λ in kg CO2e per unit of product, by activity.
    factors
        In kg CO2e per unit of flow, by flow.
    """

    inputs: Mapping[str, tuple[tuple[str, str, float], ...]]
    emissions: Mapping[str, tuple[tuple[str, str, float], ...]]
    intensities: Mapping[str, float]
    factors: Mapping[str, float]
    units: Mapping[str, str]
    flow_units: Mapping[str, str]
    origins: Mapping[str, str]


def links_of(calculation: Calculation) -> Links:
    """Gather what every activity takes and emits, per unit of its output; amounts of the same place are added up."""
    chain, system, proof = calculation.chain, calculation.system, calculation.proof
    keys = set(system.activities)
    inputs: dict[str, dict[tuple[str, str], float]] = {}
    emissions: dict[str, dict[tuple[str, str], float]] = {}
    for use in chain.uses:
        if use.consumer in keys:
            found = inputs.setdefault(use.consumer, {})
            place = (use.exchange, use.provider)
            found[place] = found.get(place, 0.0) + use.amount / chain.activities[use.consumer].reference
    for entry in chain.elementary:
        if entry.activity in keys:
            found = emissions.setdefault(entry.activity, {})
            place = (entry.exchange, entry.flow)
            found[place] = found.get(place, 0.0) + entry.amount / chain.activities[entry.activity].reference
    factors = system.characterisation(system.headline)
    return Links(
        inputs={key: tuple((*place, amount) for place, amount in found.items()) for key, found in inputs.items()},
        emissions={key: tuple((*place, amount) for place, amount in found.items()) for key, found in emissions.items()},
        intensities={key: float(proof.intensities[number]) for number, key in enumerate(system.activities)},
        factors={flow: float(factors[number]) for number, flow in enumerate(system.flows)},
        units={key: chain.activities[key].unit for key in keys},
        flow_units=dict(zip(system.flows, system.flow_units, strict=True)),
        origins={key: chain.activities[key].origin for key in keys},
    )


def contribution_tree(result: Footprint, *, depth: int = 6, cut_off: float = 0.001, datasets: bool = False) -> Branch:
    """Unfold a footprint from the product upwards.

    Parameters
    ----------
    result
        Of a calculation.
    depth
        How many levels to unfold below the product.
    cut_off
        Nodes that carry less than this share of the scale are put into the rest of their parent, which says how many they are.
    datasets
        Whether to unfold datasets, too.

    Returns
    -------
    Branch
        The product. What is not unfolded is a child of its own, so that nothing is lost.
    """
    calculation = result.calculation
    links = links_of(calculation)
    key, amount = calculation.chain.demand
    least = max(cut_off, TOLERANCE) * calculation.proof.scale
    root = _unfold(links, ("", key, amount), (), depth, least, datasets, result.value)
    return Branch(root.name, "", "product", root.amount, root.unit, root.value, root.share, root.children)


def _unfold(
    links: Links, taken: tuple[str, str, float], trail: tuple[str, ...], depth: int, least: float, datasets: bool, total: float
) -> Branch:
    exchange, key, amount = taken
    value = amount * links.intensities[key]
    kind = {"dataset": "dataset", "declared": "declared"}.get(links.origins[key], "process")
    children: tuple[Branch, ...] = ()
    if key in trail:
        kind = "loop"
    elif depth > 0 and (datasets or kind == "process"):
        children = _children(links, key, amount, (*trail, key), depth - 1, least, datasets, total)
    return Branch(key, exchange, kind, amount, links.units[key], value, value / total if total else None, children)


def _children(
    links: Links, key: str, amount: float, trail: tuple[str, ...], depth: int, least: float, datasets: bool, total: float
) -> tuple[Branch, ...]:
    shown: list[Branch] = []
    small: list[float] = []
    for exchange, provider, per_unit in links.inputs.get(key, ()):
        taken = amount * per_unit
        value = taken * links.intensities[provider]
        if abs(value) < least:
            small.append(value)
        else:
            shown.append(_unfold(links, (exchange, provider, taken), trail, depth, least, datasets, total))
    for exchange, flow, per_unit in links.emissions.get(key, ()):
        emitted = amount * per_unit
        value = emitted * links.factors[flow]
        if abs(value) < least:
            small.append(value)
        else:
            shown.append(Branch(flow, exchange, "emission", emitted, links.flow_units[flow], value, value / total if total else None))
    shown.sort(key=lambda branch: (-abs(branch.value), branch.exchange, branch.name))
    if small:
        # What is left of the parent, rounding included, so that the children sum to it.
        rest = amount * links.intensities[key] - math.fsum(branch.value for branch in shown)
        shown.append(Branch(str(len(small)), "", "rest", None, "", rest, rest / total if total else None))
    return tuple(shown)
