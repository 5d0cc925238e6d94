"""Compile a linked supply chain into matrices: A x = f, g = B x, scores = C g."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from footprint.inventory.records import Category, Method
from footprint.supply_chain.chain import Activity, SupplyChain
from footprint.units import conversion_factor, parse_unit

__all__ = ["ADDENDS", "SUMS", "System", "compile_system", "flow_factors"]

ADDENDS = ("fossil", "biogenic_co2", "biogenic_non_co2", "uptake", "land_use_change", "land_management", "removals")
"""Categories that add up; every other category of a method is an "of which"."""

SUMS: Mapping[str, tuple[str, ...]] = {
    "excl_uptake": ("fossil", "biogenic_non_co2", "land_use_change", "land_management", "removals"),
    "iso_net": ADDENDS,
}
"""Sums of categories (design section 7); ``incl_uptake`` is ``excl_uptake`` less the biogenic carbon of the product as CO2."""


@dataclass(frozen=True, eq=False)
class System:
    """The matrices of one product system, float64.

    Parameters
    ----------
    activities
        Keys of the n columns of A and B; row i of A is the product of activity i. The foreground comes first.
    origins
        Origin by column: foreground, model, declared or dataset.
    units
        Unit by row of A.
    flows
        Names of the m rows of B.
    flow_units
        Their units.
    technosphere
        Row, column and value of every entry of A, production first, then uses; entries of the same place add up.
    biosphere
        Row, column and value of every entry of B.
    exchanges
        Exchange id of every entry of A, empty for production and background.
    biosphere_exchanges
        The same for B.
    avoided
        For every entry of A, whether it is a credit.
    factors
        Factor of each flow, shape (m,), by category of the method.
    demand
        Column and amount.
    """

    activities: tuple[str, ...]
    origins: tuple[str, ...]
    units: tuple[str, ...]
    flows: tuple[str, ...]
    flow_units: tuple[str, ...]
    technosphere: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
    biosphere: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
    exchanges: tuple[str, ...]
    biosphere_exchanges: tuple[str, ...]
    avoided: tuple[bool, ...]
    categories: tuple[Category, ...]
    factors: Mapping[str, NDArray[np.float64]]
    demand: tuple[int, float]
    method: str

    @property
    def size(self) -> int:
        """Number of activities, n."""
        return len(self.activities)

    @cached_property
    def a(self) -> sparse.csc_matrix:
        """Technosphere, shape (n, n): production positive, inputs negative."""
        rows, columns, values = self.technosphere
        return sparse.csc_matrix((values, (rows, columns)), shape=(self.size, self.size))

    @cached_property
    def b(self) -> sparse.csc_matrix:
        """Biosphere, shape (m, n): elementary flows per reference output."""
        rows, columns, values = self.biosphere
        return sparse.csc_matrix((values, (rows, columns)), shape=(len(self.flows), self.size))

    @cached_property
    def absolute_a(self) -> sparse.csc_matrix:
        """Σ|entries| of A, shape (n, n): what was added up, before anything cancelled."""
        rows, columns, values = self.technosphere
        return sparse.csc_matrix((np.abs(values), (rows, columns)), shape=(self.size, self.size))

    @cached_property
    def absolute_b(self) -> sparse.csc_matrix:
        """Σ|entries| of B, shape (m, n)."""
        rows, columns, values = self.biosphere
        return sparse.csc_matrix((np.abs(values), (rows, columns)), shape=(len(self.flows), self.size))

    @property
    def f(self) -> NDArray[np.float64]:
        """Demand, shape (n,)."""
        demand = np.zeros(self.size)
        demand[self.demand[0]] = self.demand[1]
        return demand

    def characterisation(self, parts: Sequence[str]) -> NDArray[np.float64]:
        """Give the factors of a sum of categories, shape (m,)."""
        total = np.zeros(len(self.flows))
        for part in parts:
            if part in self.factors:
                total = total + self.factors[part]
        return total

    @property
    def headline(self) -> tuple[str, ...]:
        """Categories of the headline sum: ``excl_uptake`` where the method has it, otherwise its first category."""
        return SUMS["excl_uptake"] if "fossil" in self.factors else (self.categories[0].name,)


def compile_system(chain: SupplyChain, flow_units: Mapping[str, str]) -> System:
    """Turn a supply chain into matrices.

    Parameters
    ----------
    chain
        Linked; every amount is in the unit of its provider or flow.
    flow_units
        Unit by elementary flow.

    Returns
    -------
    System
        Columns in the order of ``chain.activities``, flows sorted by name: the same chain gives the same arrays. What neither the
        product nor a proxy needs is left out; it would only add rounding noise.
    """
    needed = _needed(chain)
    activities: list[Activity] = [activity for key, activity in chain.activities.items() if key in needed]
    uses = [use for use in chain.uses if use.consumer in needed]
    elementary = [entry for entry in chain.elementary if entry.activity in needed]
    index = {activity.key: number for number, activity in enumerate(activities)}
    flows = tuple(sorted({entry.flow for entry in elementary}))
    flow_index = {name: number for number, name in enumerate(flows)}
    production = range(len(activities))
    a_rows = [*production, *(index[use.provider] for use in uses)]
    a_columns = [*production, *(index[use.consumer] for use in uses)]
    a_values = [*(activity.reference for activity in activities), *(-use.amount for use in uses)]
    return System(
        activities=tuple(index),
        origins=tuple(activity.origin for activity in activities),
        units=tuple(activity.unit for activity in activities),
        flows=flows,
        flow_units=tuple(flow_units[flow] for flow in flows),
        technosphere=_triplets(a_rows, a_columns, a_values),
        biosphere=_triplets(
            [flow_index[entry.flow] for entry in elementary],
            [index[entry.activity] for entry in elementary],
            [entry.amount for entry in elementary],
        ),
        exchanges=(*("" for _ in activities), *(use.exchange for use in uses)),
        biosphere_exchanges=tuple(entry.exchange for entry in elementary),
        avoided=(*(False for _ in activities), *(use.avoided for use in uses)),
        categories=chain.method.categories,
        factors=flow_factors(chain.method, flows, flow_units),
        demand=(index[chain.demand[0]], chain.demand[1]),
        method=chain.method.name,
    )


def _needed(chain: SupplyChain) -> set[str]:
    """Follow the uses from the product and from the proxies of what is cut off."""
    providers: dict[str, list[str]] = {}
    for use in chain.uses:
        providers.setdefault(use.consumer, []).append(use.provider)
    waiting = [chain.demand[0], *(cut.proxy for cut in chain.cut_offs if cut.proxy is not None)]
    needed: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting.extend(providers.get(key, ()))
    return needed


def flow_factors(method: Method, flows: Sequence[str], flow_units: Mapping[str, str]) -> dict[str, NDArray[np.float64]]:
    """Give the factors of a method for elementary flows, shape (m,) by category.

    Parameters
    ----------
    method
        Its factors may stand in other units.
    flows
        Names of the m flows; one that the method does not know has the factor 0.
    flow_units
        Unit by flow: the factors are in kg CO2e per that unit.
    """
    factors = {category.name: np.zeros(len(flows)) for category in method.categories}
    kilogram = parse_unit("kg CO2e")
    units = {category.name: parse_unit(category.unit) for category in method.categories}
    # Categories are added up and called kg CO2e: a method may count them in grams, the engine does not.
    units = {name: kilogram if unit.dimension == kilogram.dimension else unit for name, unit in units.items()}
    for number, flow in enumerate(flows):
        for category, factor in method.factors.get(flow, {}).items():
            # A factor in g CO2e/kg of a flow counted in t is brought to the units of category and flow here, once.
            numerator, _, denominator = factor.unit.text.partition("/")
            if (numerator, denominator.strip("()")) == (units[category].text, flow_units[flow]):
                factors[category][number] = factor.value
            else:
                target = parse_unit(f"{units[category].text}/({flow_units[flow]})")
                factors[category][number] = factor.value * conversion_factor(factor.unit, target)
    return factors


def _triplets(rows: Sequence[int], columns: Sequence[int], values: Sequence[float]) -> tuple[Any, Any, Any]:
    return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64), np.array(values, dtype=np.float64)
