"""Shares and carbon balances of processes with several products, as nodes.

Where products are shared by weight, w / Σw, the share is written per unit of product, v / Σw with the weight v of one unit: a mass
shared by mass is then free of the product's own amount, which otherwise stands in the share and in the reference output and
would count twice on intervals. The column of such a product has a reference output of 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from footprint.insight.dependence.program import Sharing
from footprint.insight.dependence.quantities import MASS_OF_PRODUCT, Quantities
from footprint.insight.sums import biogenic_carbon
from footprint.model.schema import Allocation, Process
from footprint.supply_chain.allocation import CO2_PER_C, carbon_contents, flow_amounts
from footprint.units import Amount, parse_unit

__all__ = ["Share", "Shares", "biogenic_carbon_node", "carbon_nodes", "share_nodes"]


@dataclass(frozen=True, slots=True)
class Share:
    """What the exchanges of a process are multiplied by for one of its products.

    Parameters
    ----------
    node
        The share, or the share per unit of product.
    per_unit
        Which of both.
    """

    node: int
    per_unit: bool


Shares = Mapping[tuple[str, str], Share]
"""By process and product."""


def share_nodes(quantities: Quantities) -> Shares:
    """Write the share of every product of every process with several of them; with substitution there is none to write.

    The formulas are those of `footprint.supply_chain.allocation_shares`.
    """
    found: dict[tuple[str, str], Share] = {}
    for process_id, process in _shared(quantities).items():
        allocation = process.allocation
        assert allocation is not None, "what is shared has a rule"
        if allocation.key == "shares":
            stated = f"{process_id}/allocation/shares"
            named = {name: Share(quantities.builder.named[f"{stated}/{name}"], False) for name in allocation.shares or {}}
        elif allocation.key == "heat_ratio":
            named = _heat_ratio(quantities, process_id, process, allocation)
        else:
            named = {name: Share(node, True) for name, node in _by_weight(quantities, process_id, process, allocation).items()}
        found.update({(process_id, name): share for name, share in named.items()})
    return found


def carbon_nodes(quantities: Quantities, shares: Shares) -> dict[tuple[str, str], int]:
    """Write the uptake that moves to each product so that biogenic carbon follows physical carbon: 44/12 (c − s Σc), in kg.

    Per unit of product where the share is.
    """
    builder = quantities.builder
    found: dict[tuple[str, str], int] = {}
    for process_id, process in _shared(quantities).items():
        contents = carbon_contents(process_id, process, quantities.evaluated)
        nodes = {name: _carbon(quantities, f"{process_id}/outputs/{name}", name) for name in contents}
        total = builder.sum(0.0, [(1.0, whole) for _, whole in nodes.values()])
        for name, (of_unit, whole) in nodes.items():
            share = shares[process_id, name]
            shared = builder.product(1.0, share.node, total)
            found[process_id, name] = builder.sum(0.0, [(CO2_PER_C, of_unit if share.per_unit else whole), (-CO2_PER_C, shared)])
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


def _by_weight(quantities: Quantities, process_id: str, process: Process, allocation: Allocation) -> dict[str, int]:
    """Write v / Σw for each product: what one unit of it weighs under the key over all that the products weigh, in base units."""
    builder = quantities.builder
    of_unit = {name: _weight_of_unit(quantities, process_id, allocation, name) for name in process.outputs}
    amounts = {name: _units(quantities, f"{process_id}/outputs/{name}") for name in of_unit}
    total = builder.sum(0.0, [(1.0, builder.product(1.0, node, amounts[name])) for name, node in of_unit.items()])
    parts = {name: builder.product(1.0, node, below=[total]) for name, node in of_unit.items()}
    builder.sharings[total] = Sharing(total, tuple((part, amounts[name]) for name, part in parts.items()))
    return parts


def _weight_of_unit(quantities: Quantities, process_id: str, allocation: Allocation, name: str) -> int:
    one, key = _one(quantities, f"{process_id}/outputs/{name}"), allocation.key
    if key in ("mass", "energy"):
        unit = parse_unit("kg" if key == "mass" else "MJ")
        return quantities.bridge(one, unit, name, flow_amounts(quantities.evaluated.model, name), [])
    if key == "economic":
        factor = quantities.builder.named[f"{process_id}/allocation/prices/{name}"]
    else:
        factor = quantities.property(name, "exergy" if key == "exergy" else key.removeprefix("property:"))
    return quantities.builder.product(one.base, factor)


def _one(quantities: Quantities, exchange: str) -> Amount:
    """Give one unit of what an exchange is counted in."""
    return Amount(1.0, quantities.evaluated.amounts[exchange].unit)


def _units(quantities: Quantities, exchange: str) -> int:
    """Write how many of its units an exchange has."""
    return quantities.builder.product(1 / _one(quantities, exchange).base, quantities.builder.named[exchange])


def _heat_ratio(quantities: Quantities, process_id: str, process: Process, allocation: Allocation) -> dict[str, Share]:
    """Write 供热比: the heat has the ratio, the other product the rest; where it follows from the boilers' heat, per unit of heat."""
    builder, heat = quantities.builder, allocation.heat or ""
    stated = builder.named.get(f"{process_id}/allocation/ratio")
    if stated is None:
        boilers = f"{process_id}/allocation/boiler_heat"
        unit, exchange = quantities.evaluated.amounts[boilers].unit, f"{process_id}/outputs/{heat}"
        properties = flow_amounts(quantities.evaluated.model, heat)
        of_unit = quantities.bridge(_one(quantities, exchange), unit, heat, properties, [])
        share = Share(builder.product(unit.factor, of_unit, below=[builder.named[boilers]]), True)
        ratio = builder.product(1.0, share.node, _units(quantities, exchange))
    else:
        share, ratio = Share(stated, False), stated
    # A model whose ratio leaves 0 to 1 is refused, so that no share is negative.
    rest = Share(builder.positive(builder.sum(1.0, [(-1.0, ratio)])), False)
    return {name: share if name == heat else rest for name in process.outputs}


def _carbon(quantities: Quantities, exchange: str, name: str) -> tuple[int, int]:
    """Write the biogenic carbon in a unit of an output and in all of it, in kg, as `footprint.supply_chain.allocation.carbon_mass` does."""
    properties, one = flow_amounts(quantities.evaluated.model, name), _one(quantities, exchange)
    content, kilogram = properties["biogenic_carbon_content"], parse_unit("kg")
    node = quantities.property(name, "biogenic_carbon_content")
    if one.unit.dimension * content.unit.dimension == kilogram.dimension:
        of_unit = quantities.builder.product(one.base / kilogram.factor, node)
    else:
        of_unit = quantities.bridge(one, kilogram, name, properties, [node])
    return of_unit, quantities.builder.product(1.0, of_unit, _units(quantities, exchange))
