"""The direction of elementary flows: what stands under `emissions` must not be a removal in the method, nor the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from footprint.errors import Finding, Place
from footprint.inventory.records import Method
from footprint.supply_chain.chain import Elementary
from footprint.supply_chain.flow_errors import EmissionAsRemoval, RemovalAsEmission

__all__ = ["check_directions"]

TAKEN_OUT = ("uptake", "removals")
"""Categories of what is taken out of the air; a negative factor elsewhere may be that of a gas that cools."""


def check_directions(elementary: Iterable[Elementary], method: Method, place: Callable[[str, str], Place]) -> Iterator[Finding]:
    """Compare the section of every emission and removal of a model with the sign of its factors; amounts are never turned.

    Parameters
    ----------
    elementary
        Flows of the foreground. A flow that the method does not count has no direction.
    method
        Its factors say what is taken out of the air.
    place
        Gives the place of a key of an exchange.
    """
    # An allocated process has each exchange once per product.
    for exchange, flow in dict.fromkeys((entry.exchange, entry.flow) for entry in elementary if entry.exchange):
        section = exchange.split("/")[1]
        factors = method.factors.get(flow, {})
        negative = [factor for category, factor in factors.items() if category in TAKEN_OUT and factor.value < 0]
        positive = [factor for factor in factors.values() if factor.value > 0]
        values = {"flow": flow, "method": method.name}
        if section == "emissions" and negative:
            yield RemovalAsEmission(place(exchange, "flow"), factor=str(negative[0]), **values).finding
        elif section == "removals" and positive and all(factor.value >= 0 for factor in factors.values()):
            yield EmissionAsRemoval(place(exchange, "flow"), factor=str(positive[0]), **values).finding
