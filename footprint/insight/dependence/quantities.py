"""Parameters, stated amounts and flow properties as nodes, and the conversion of amounts over flow properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from footprint.insight.dependence.program import Builder
from footprint.model import Evaluated
from footprint.model.evaluation.amounts import stated_amounts
from footprint.model.evaluation.parameters import order_of_evaluation, stated_parameters
from footprint.supply_chain.allocation import flow_amounts
from footprint.supply_chain.conversion import Bridge, convert
from footprint.units import Amount, Formula, Unit, parse_unit

__all__ = ["MASS_OF_PRODUCT", "Quantities", "demand_node", "read_quantities"]

MASS_OF_PRODUCT = "product/mass_per_declared_unit"


@dataclass(frozen=True, slots=True)
class Quantities:
    """The stated numbers of a model as nodes of a program that is being built.

    Parameters
    ----------
    evaluated
        The model with its numbers.
    builder
        Nodes of parameters and amounts are in it by name.
    flows
        By exchange id, the name under which the model may state properties of what is exchanged.
    """

    evaluated: Evaluated
    builder: Builder
    flows: Mapping[str, str]

    def properties_of(self, exchange: str) -> Mapping[str, Amount]:
        """Give what the model states of the flow of an exchange."""
        return flow_amounts(self.evaluated.model, self.flow(exchange))

    def flow(self, exchange: str) -> str:
        """Name the flow of an exchange, as linking does."""
        return self.flows.get(exchange, exchange.rpartition("/")[2])

    def property(self, flow: str, name: str) -> int:
        """Give the node of a property that the model states."""
        return self.builder.input(f"flows/{flow}/{name}", "property", flow_amounts(self.evaluated.model, flow)[name].base)

    def converted(self, exchange: str, unit: str, properties: Mapping[str, Amount], sign: float, others: Sequence[int]) -> int:
        """Give the node of an amount in another unit, times other nodes.

        Parameters
        ----------
        exchange
            Exchange id.
        unit
            What the target is counted in.
        properties
            Flow properties at hand; those that the model states itself become inputs.
        sign
            1 or −1.
        others
            Nodes to multiply with, such as a share.
        """
        return self.bridged(exchange, parse_unit(unit), self.flow(exchange), properties, sign, others)

    def bridged(
        self, exchange: str, unit: Unit, flow: str, properties: Mapping[str, Amount], sign: float = 1.0, others: Sequence[int] = ()
    ) -> int:
        """Give the node of an amount in another unit; see `converted`."""
        one = Amount(1.0, self.evaluated.amounts[exchange].unit)
        return self.bridge(one, unit, flow, properties, [self.builder.named[exchange], *others], sign / one.base)

    def bridge(
        self, amount: Amount, unit: Unit, flow: str, properties: Mapping[str, Amount], above: Sequence[int], scale: float = 1.0
    ) -> int:
        """Give the node of a fixed amount in another unit, times nodes and a number."""
        own = flow_amounts(self.evaluated.model, flow)
        found = convert(amount, unit, properties, flow, None, flow)
        times, below, factor = list(above), list[int](), scale * found.value
        for bridge in found.bridges:
            if properties[bridge.name] is own.get(bridge.name):
                (below if bridge.divides else times).append(self.property(flow, bridge.name))
                factor = _without(factor, bridge)
        return self.builder.product(factor, *times, below=below)


def read_quantities(evaluated: Evaluated, overrides: Mapping[str, Amount]) -> Quantities:
    """Make nodes of all parameters and stated amounts; what is overridden is stated by the override.

    Parameters
    ----------
    evaluated
        The model with its numbers.
    overrides
        Those it was evaluated with.
    """
    model, builder = evaluated.model, Builder()
    stated = {**stated_parameters(model), **{name: amount for name, amount in overrides.items() if "/" not in name}}
    for name in order_of_evaluation(stated):
        _state(builder, name, stated[name], evaluated.parameters[name], "parameter")
    for exchange, expression in stated_amounts(model).items():
        if exchange in evaluated.amounts:
            _state(builder, exchange, overrides.get(exchange, expression), evaluated.amounts[exchange], "amount")
    flows = {exchange: record.product for exchange, _, _, _, record in model.exchanges() if record.product}
    return Quantities(evaluated, builder, flows)


def _state(builder: Builder, name: str, expression: Amount | Formula | None, value: Amount, kind: str) -> None:
    if not isinstance(expression, Formula):
        builder.input(name, "parameter" if kind == "parameter" else "amount", value.base)
        return
    whole = builder.product(1.0, builder.formula(expression), builder.input(f"formula:{name}", "formula", 1.0))
    # The model refuses amounts below zero, so that no scenario has one; parameters may be negative.
    builder.named[name] = whole if kind == "parameter" else builder.positive(whole)


def demand_node(quantities: Quantities, unit: Unit, maker: str) -> int:
    """Give the node of the demand: how much of its process one declared unit takes, in the unit of that."""
    model, builder = quantities.evaluated.model, quantities.builder
    flow, declared, mass = model.product.flow, model.product.declared_unit, model.product.mass_per_declared_unit
    own = dict(flow_amounts(model, flow))
    stated_mass = mass is not None and mass.unit.dimension != declared.unit.dimension
    if mass is not None and stated_mass:
        own["mass"] = Amount(mass.value / declared.value, mass.unit / declared.unit)
    found = convert(declared, unit, own, flow, model.place("product/declared_unit"))
    above, below, factor = list[int](), list[int](), found.value
    for bridge in found.bridges:
        factor = _without(factor, bridge)
        if bridge.name == "mass" and mass is not None and stated_mass:
            node = builder.input(MASS_OF_PRODUCT, "property", mass.base)
            factor = factor * declared.base if bridge.divides else factor / declared.base
        else:
            node = quantities.property(flow, bridge.name)
        (below if bridge.divides else above).append(node)
    return builder.product(factor, *above, below=below)


def _without(factor: float, bridge: Bridge) -> float:
    return factor * bridge.amount.base if bridge.divides else factor / bridge.amount.base
