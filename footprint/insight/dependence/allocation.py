"""Shares and carbon balances of processes with several products, as nodes."""

from __future__ import annotations

from collections.abc import Mapping

from footprint.insight.dependence.quantities import MASS_OF_PRODUCT, Quantities
from footprint.insight.sums import biogenic_carbon
from footprint.model.schema import Allocation, Process
from footprint.supply_chain.allocation import CO2_PER_C, carbon_contents, flow_amounts
from footprint.units import parse_unit

__all__ = ["Shares", "biogenic_carbon_node", "carbon_nodes", "share_nodes"]

Shares = Mapping[tuple[str, str], int]
"""Node of the share, by process and product."""


def share_nodes(quantities: Quantities) -> Shares:
    """Write the share of every product of every process with several of them; with substitution there is none to write.

    The formulas are those of `footprint.supply_chain.allocation_shares`.
    """
    found: dict[tuple[str, str], int] = {}
    for process_id, process in _shared(quantities).items():
        allocation = process.allocation
        assert allocation is not None, "what is shared has a rule"
        if allocation.key == "shares":
            named = {name: quantities.builder.named[f"{process_id}/allocation/shares/{name}"] for name in allocation.shares or {}}
        elif allocation.key == "heat_ratio":
            named = _heat_ratio(quantities, process_id, process, allocation)
        else:
            weights = {name: _weight(quantities, process_id, allocation, name) for name in process.outputs}
            named = {name: _part(quantities, name, weights) for name in weights}
        found.update({(process_id, name): node for name, node in named.items()})
    return found


def carbon_nodes(quantities: Quantities, shares: Shares) -> dict[tuple[str, str], int]:
    """Write the uptake that moves to each product so that biogenic carbon follows physical carbon: 44/12 (c − s Σc), in kg."""
    builder = quantities.builder
    found: dict[tuple[str, str], int] = {}
    for process_id, process in _shared(quantities).items():
        contents = carbon_contents(process_id, process, quantities.evaluated)
        nodes = {name: _carbon(quantities, f"{process_id}/outputs/{name}", name) for name in contents}
        total = builder.sum(0.0, [(1.0, node) for node in nodes.values()])
        for name, node in nodes.items():
            shared = builder.product(1.0, shares[process_id, name], total)
            found[process_id, name] = builder.sum(0.0, [(CO2_PER_C, node), (-CO2_PER_C, shared)])
    return found


def biogenic_carbon_node(quantities: Quantities) -> tuple[int | None, float]:
    """Write the biogenic carbon of one declared unit of the product, in kg; ``None`` where the model does not state it."""
    model, builder = quantities.evaluated.model, quantities.builder
    carbon, _ = biogenic_carbon(model)
    if carbon is None:
        return None, 0.0
    product, kilogram = model.product, parse_unit("kg")
    content = quantities.property(product.flow, "biogenic_carbon_content")
    stated = flow_amounts(model, product.flow)["biogenic_carbon_content"]
    if stated.unit.dimensionless and product.mass_per_declared_unit is not None:
        mass = builder.input(MASS_OF_PRODUCT, "property", product.mass_per_declared_unit.base)
        return builder.product(1 / kilogram.factor, content, mass), carbon
    declared = product.declared_unit
    if declared.unit.dimension * stated.unit.dimension == kilogram.dimension:
        return builder.product(declared.base / kilogram.factor, content), carbon
    mass = quantities.bridge(declared, kilogram, product.flow, flow_amounts(model, product.flow), [content])
    return mass, carbon


def _shared(quantities: Quantities) -> dict[str, Process]:
    return {
        name: process
        for name, process in quantities.evaluated.model.processes.items()
        if len(process.outputs) > 1 and process.allocation is not None and process.allocation.key != "substitution"
    }


def _part(quantities: Quantities, name: str, weights: Mapping[str, int]) -> int:
    rest = quantities.builder.sum(0.0, [(1.0, node) for other, node in weights.items() if other != name])
    return quantities.builder.part(weights[name], rest)


def _weight(quantities: Quantities, process_id: str, allocation: Allocation, name: str) -> int:
    """Write what a product weighs under the key, in base units."""
    exchange, key = f"{process_id}/outputs/{name}", allocation.key
    if key in ("mass", "energy"):
        unit = parse_unit("kg" if key == "mass" else "MJ")
        return quantities.bridged(exchange, unit, name, flow_amounts(quantities.evaluated.model, name))
    if key == "economic":
        factor = quantities.builder.named[f"{process_id}/allocation/prices/{name}"]
    else:
        factor = quantities.property(name, "exergy" if key == "exergy" else key.removeprefix("property:"))
    return quantities.builder.product(1.0, quantities.builder.named[exchange], factor)


def _heat_ratio(quantities: Quantities, process_id: str, process: Process, allocation: Allocation) -> dict[str, int]:
    """Write 供热比: the heat has the ratio, the other product the rest."""
    builder, heat = quantities.builder, allocation.heat or ""
    ratio = builder.named.get(f"{process_id}/allocation/ratio")
    if ratio is None:
        boilers = f"{process_id}/allocation/boiler_heat"
        unit = quantities.evaluated.amounts[boilers].unit
        supplied = quantities.bridged(f"{process_id}/outputs/{heat}", unit, heat, flow_amounts(quantities.evaluated.model, heat))
        ratio = builder.product(unit.factor, supplied, below=[builder.named[boilers]])
    # A model whose ratio leaves 0 to 1 is refused, so that no share is negative.
    rest = builder.positive(builder.sum(1.0, [(-1.0, ratio)]))
    return {name: ratio if name == heat else rest for name in process.outputs}


def _carbon(quantities: Quantities, exchange: str, name: str) -> int:
    """Write the biogenic carbon in an output, in kg, as `footprint.supply_chain.allocation.carbon_mass` computes it."""
    properties = flow_amounts(quantities.evaluated.model, name)
    content, kilogram = properties["biogenic_carbon_content"], parse_unit("kg")
    node = quantities.property(name, "biogenic_carbon_content")
    if quantities.evaluated.amounts[exchange].unit.dimension * content.unit.dimension == kilogram.dimension:
        return quantities.builder.product(1 / kilogram.factor, quantities.builder.named[exchange], node)
    return quantities.bridged(exchange, kilogram, name, properties, 1.0, (node,))
