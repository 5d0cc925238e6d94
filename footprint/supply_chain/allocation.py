"""Allocation: make multi-output processes single-output, and record on every edge the rule that was used.

The share of a product is its part of the key's total: mass, energy, exergy, a flow property, revenue, or stated
shares; 供热比 gives the heat its stated ratio and electricity the rest. Biogenic carbon follows the physical carbon
of the products whatever the key (ISO 14067, 6.3.8 in the reading of the field; EN 15804 states the same): each product
gets a balancing uptake, and these sum to zero over the process.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from footprint.errors import Finding, FootprintError, Place, ProblemsFound
from footprint.model import Evaluated
from footprint.model.rules.allocation import SHARES_TOLERANCE
from footprint.model.schema import Allocation, Process, ProductModel
from footprint.supply_chain.conversion import convert
from footprint.supply_chain.errors import (
    AllocationDimension,
    AllocationProperty,
    AllocationTotal,
    CarbonOfCoproducts,
    HeatRatio,
    LinkDimension,
)
from footprint.supply_chain.graph import AVOIDED
from footprint.units import Amount, Dimension, parse_unit

if TYPE_CHECKING:
    import networkx
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "CARBON",
    "CO2_PER_C",
    "UPTAKE_FLOW",
    "allocate",
    "allocation_shares",
    "allocation_weights",
    "carbon_contents",
    "carbon_mass",
    "carbon_uptakes",
    "flow_amounts",
    "heat_shares",
    "heat_supply_ratio",
    "parts_of_total",
    "product_carbon",
]

Number = TypeVar("Number", float, "float | NDArray[np.float64]")
"""A number, or an array of one number per scenario."""

CARBON = "carbon"
UPTAKE_FLOW = "carbon dioxide, uptake"
CO2_PER_C = 44 / 12


def allocate(graph: networkx.MultiDiGraph, evaluated: Evaluated) -> networkx.MultiDiGraph:
    """Replace each process with several products by one process per product.

    Parameters
    ----------
    graph
        As `build_graph` gives it.
    evaluated
        The model it was built from.

    Returns
    -------
    networkx.MultiDiGraph
        A new graph, or the same one where nothing is to be allocated. A process split into products has nodes
        ``process:ID@PRODUCT``, whose edges have keys ``EXCHANGE@PRODUCT``, scaled amounts, and ``share`` and ``allocation`` set.
        With substitution the main product keeps everything.

    Raises
    ------
    ProblemsFound
        With all that stands against the allocations.
    """
    if not any(len(process.outputs) > 1 and process.allocation is not None for process in evaluated.model.processes.values()):
        return graph
    allocated = graph.copy()
    findings: list[Finding] = []
    for process_id, process in evaluated.model.processes.items():
        if len(process.outputs) < 2 or process.allocation is None:
            continue
        try:
            shares = allocation_shares(process_id, process, evaluated)
            carbon = {} if process.allocation.key == "substitution" else _carbon_balance(process_id, process, shares, evaluated)
        except FootprintError as error:
            findings.extend(error.findings)
            continue
        _split(allocated, process_id, process.allocation, shares, carbon)
    if findings:
        raise ProblemsFound(findings)
    return allocated


def allocation_shares(process_id: str, process: Process, evaluated: Evaluated) -> dict[str, float]:
    """Compute the share of each product of a process.

    Returns
    -------
    dict
        Share by product; they sum to 1. With substitution only the main product is in it.

    Raises
    ------
    AllocationDimension, AllocationProperty, AllocationTotal, HeatRatio
        Where the key cannot be applied to all products.
    """
    allocation = process.allocation
    assert allocation is not None, "a process without allocation has nothing to share"
    outputs = {name: evaluated.amounts[f"{process_id}/outputs/{name}"] for name in process.outputs}
    place = evaluated.model.place(f"processes/{process_id}/allocation")
    if allocation.key == "substitution":
        return {allocation.main or "": 1.0}
    if allocation.key == "shares":
        shares = {name: evaluated.amounts[f"{process_id}/allocation/shares/{name}"].base for name in allocation.shares or {}}
        if abs(math.fsum(shares.values()) - 1) > SHARES_TOLERANCE:
            raise AllocationTotal(place, key=allocation.key, process=process_id, total=f"{math.fsum(shares.values()):.9g}")
        return shares
    if allocation.key == "heat_ratio":
        heat, ratio = heat_supply_ratio(process_id, process, evaluated)
        if not 0 <= ratio <= 1:
            raise HeatRatio(place, process=process_id, why=f"it is {ratio:.6g}, outside 0 to 1")
        return heat_shares(heat, outputs, ratio)
    weights = allocation_weights(process_id, process, evaluated)
    total = math.fsum(weights.values())
    if not 0 < total < math.inf:
        raise AllocationTotal(place, key=allocation.key, process=process_id, total=f"{total:.9g}")
    return parts_of_total(weights)


def allocation_weights(process_id: str, process: Process, evaluated: Evaluated) -> dict[str, float]:
    """Give what each product of a process weighs under a key that shares by parts of a total.

    Returns
    -------
    dict
        In base units, by product: mass, energy, exergy, revenue or amount of a property; proportional to the amount of the
        output, and to its price where the key is economic.

    Raises
    ------
    AllocationDimension, AllocationProperty
        Where the key cannot be applied to all products.
    """
    allocation = process.allocation
    assert allocation is not None, "a process without allocation has nothing to share"
    outputs = {name: evaluated.amounts[f"{process_id}/outputs/{name}"] for name in process.outputs}
    place = evaluated.model.place(f"processes/{process_id}/allocation")
    weights = {name: _weight(process_id, allocation, name, amount, evaluated, place) for name, amount in outputs.items()}
    first, (_, dimension) = next(iter(weights.items()))
    for name, (_, other) in weights.items():
        if other != dimension:
            needed = f"a value of the same dimension as that of {first} ({dimension})"
            raise AllocationDimension(
                place, key=allocation.key, process=process_id, flow=name, needed=needed, amount=str(outputs[name]), dimension=str(other)
            )
    return {name: weight for name, (weight, _) in weights.items()}


def parts_of_total(weights: Mapping[str, Number]) -> dict[str, Number]:
    """Share by weight: w / Σw, on numbers and on arrays over scenarios alike."""
    values = list(weights.values())
    total: Any = math.fsum(values) if all(isinstance(value, float) for value in values) else sum(values)
    return {name: weight / total for name, weight in weights.items()}


def heat_shares(heat: str, products: Iterable[str], ratio: Number) -> dict[str, Number]:
    """Share by 供热比: the heat has the ratio, the other product the rest; on numbers and on arrays alike."""
    rest: Any = 1 - ratio
    return {name: ratio if name == heat else rest for name in products}


def carbon_uptakes(contents: Mapping[str, Number], shares: Mapping[str, Number]) -> dict[str, Number]:
    """Give the uptake of CO2, in kg, that moves to each product: 44/12 (c − s Σc); on numbers and on arrays alike."""
    total: Any = sum(contents.values())
    return {name: CO2_PER_C * (content - shares[name] * total) for name, content in contents.items()}


def flow_amounts(model: ProductModel, flow: str) -> Mapping[str, Amount]:
    """Give the properties that the model states for a flow, by name."""
    properties = model.flows.get(flow)
    return properties.amounts() if properties else {}


def _weight(
    process_id: str, allocation: Allocation, name: str, amount: Amount, evaluated: Evaluated, place: Place
) -> tuple[float, Dimension]:
    """Give what a product weighs under the key, in base units, and the dimension of that."""
    properties = flow_amounts(evaluated.model, name)
    key = allocation.key
    if key in ("mass", "energy"):
        unit = parse_unit("kg" if key == "mass" else "MJ")
        try:
            return convert(amount, unit, properties, name, place).value, unit.dimension
        except LinkDimension:
            raise AllocationDimension(
                place, key=key, process=process_id, flow=name, needed=key, amount=str(amount), dimension=str(amount.unit.dimension)
            ) from None
    if key == "economic":
        factor = evaluated.amounts.get(f"{process_id}/allocation/prices/{name}")
        needed = f"prices/{name}"
    else:
        needed = "exergy" if key == "exergy" else key.removeprefix("property:")
        factor = properties.get(needed)
    if factor is None:
        raise AllocationProperty(place, key=key, needed=needed, flow=name)
    return amount.base * factor.base, amount.unit.dimension * factor.unit.dimension


def heat_supply_ratio(process_id: str, process: Process, evaluated: Evaluated) -> tuple[str, float]:
    """Give the product that is the heat, and 供热比: heat supplied over all heat of the boilers, as the guideline for power plants has it.

    Raises
    ------
    HeatRatio
        Where the ratio cannot be told; that it lies between 0 and 1 is for `allocation_shares` to see.
    """
    allocation = process.allocation
    assert allocation is not None, "a process without allocation has nothing to share"
    place = evaluated.model.place(f"processes/{process_id}/allocation")
    heat = allocation.heat
    if heat is None or heat not in process.outputs or len(process.outputs) != 2:
        raise HeatRatio(place, process=process_id, why="`heat` must name one of exactly two products")
    stated, boiler_heat = (evaluated.amounts.get(f"{process_id}/allocation/{key}") for key in ("ratio", "boiler_heat"))
    if stated is not None:
        return heat, stated.base
    if boiler_heat is None:
        raise HeatRatio(place, process=process_id, why="neither `ratio` nor `boiler_heat` is stated")
    output = evaluated.amounts[f"{process_id}/outputs/{heat}"]
    supplied = convert(output, boiler_heat.unit, flow_amounts(evaluated.model, heat), heat, place).value
    return heat, supplied / boiler_heat.value if boiler_heat.value else math.inf


def _carbon_balance(process_id: str, process: Process, shares: Mapping[str, float], evaluated: Evaluated) -> dict[str, Amount]:
    """Give the uptake of CO2 that moves to each product so that biogenic carbon follows physical carbon.

    Product *p* with share *s* and biogenic carbon *c* gets 44/12 (c − s Σc): with uptake *U* entering the process it then
    carries s U + 44/12 (c − s Σc), and these sum to U.
    """
    kilogram = parse_unit("kg")
    uptakes = carbon_uptakes(carbon_contents(process_id, process, evaluated), shares)
    return {name: Amount(uptake, kilogram) for name, uptake in uptakes.items()}


def carbon_contents(process_id: str, process: Process, evaluated: Evaluated) -> dict[str, float]:
    """Give the biogenic carbon in each product of a process, in kg; empty where there is nothing to balance.

    Raises
    ------
    CarbonOfCoproducts
        Where one product has a stated content and another none.
    """
    contents: dict[str, float] = {}
    missing = []
    place = evaluated.model.place(f"processes/{process_id}/allocation")
    for name in process.outputs:
        content = flow_amounts(evaluated.model, name).get("biogenic_carbon_content")
        if content is None:
            missing.append(name)
            continue
        carbon = carbon_mass(evaluated.amounts[f"{process_id}/outputs/{name}"], content, flow_amounts(evaluated.model, name), name, place)
        contents[name] = carbon
    # A process that takes up carbon itself must say where it goes; otherwise the uptake would follow the key unnoticed.
    takes_up = any(record.flow == UPTAKE_FLOW for record in process.removals.values())
    if not any(contents.values()) and not (takes_up and missing):
        return {}
    if missing:
        raise CarbonOfCoproducts(place, process=process_id, flow=missing[0])
    return contents


def carbon_mass(amount: Amount, content: Amount, properties: Mapping[str, Amount], name: str, place: Place | None) -> float:
    """Give the carbon in an amount of a flow, in kg.

    Parameters
    ----------
    amount
        Of the flow.
    content
        Carbon per amount of flow; where that is a mass per mass the amount is converted to a mass first.
    """
    kilogram = parse_unit("kg")
    if amount.unit.dimension * content.unit.dimension == kilogram.dimension:
        return amount.base * content.base / kilogram.factor
    mass = convert(amount, kilogram, properties, name, place).value
    return mass * content.to("kg/kg").value


def product_carbon(model: ProductModel) -> float | None:
    """Give the biogenic carbon in one declared unit of the product of a model, in kg; ``None`` where its content is not stated."""
    product = model.product
    properties = flow_amounts(model, product.flow)
    content = properties.get("biogenic_carbon_content")
    if content is None:
        return None
    amount = product.declared_unit
    if content.unit.dimensionless and product.mass_per_declared_unit is not None:
        amount = product.mass_per_declared_unit
    return carbon_mass(amount, content, properties, product.flow, model.place(f"flows/{product.flow}"))


def _split(
    graph: networkx.MultiDiGraph, process_id: str, allocation: Allocation, shares: Mapping[str, float], carbon: Mapping[str, Amount]
) -> None:
    node = f"process:{process_id}"
    attributes = graph.nodes[node]
    edges = [(source, target, data) for source, target, data in _edges_of(graph, node)]
    graph.remove_node(node)
    for product, share in shares.items():
        part = f"{node}@{product}"
        graph.add_node(part, **{**attributes, "product": product})
        for source, target, data in edges:
            scale = 1.0 if data["section"] in ("outputs", AVOIDED) else share
            if data["section"] == "outputs" and target != f"product:{product}":
                continue
            amount = Amount(data["amount"].value * scale, data["amount"].unit)
            ends = (part if source == node else source, part if target == node else target)
            changed = {**data, "amount": amount, "quantity": amount.quantity, "share": scale, "allocation": allocation.key}
            graph.add_edge(*ends, key=f"{data['exchange']}@{product}", **changed)
        if product in carbon:
            exchange = f"{process_id}/allocation/{CARBON}"
            amount = carbon[product]
            graph.add_node(f"flow:{UPTAKE_FLOW}", kind="elementary flow", name=UPTAKE_FLOW)
            graph.add_edge(
                f"flow:{UPTAKE_FLOW}",
                part,
                key=f"{exchange}@{product}",
                exchange=exchange,
                section=CARBON,
                process=process_id,
                amount=amount,
                quantity=amount.quantity,
                cut_off=False,
                share=1.0,
                allocation="physical carbon",
            )


def _edges_of(graph: networkx.MultiDiGraph, node: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for source, target, data in graph.in_edges(node, data=True):
        if source != target:
            yield source, target, data
    for source, target, data in graph.out_edges(node, data=True):
        yield source, target, data
