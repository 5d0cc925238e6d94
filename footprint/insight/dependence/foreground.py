"""The foreground as functions of what the model states: every entry of its matrices, and the factor of every provider.

The linker's conversions are repeated here one at a time, because it matters what they are made of: a heating value that the
model states is an input like any amount. At the stated values every entry must be the one that the chain has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from footprint.engine.result import Calculation
from footprint.engine.system import SUMS
from footprint.insight.dependence.allocation import Share, Shares, biogenic_carbon_node, carbon_nodes, share_nodes
from footprint.insight.dependence.errors import DependenceDisagrees, UnknownSum
from footprint.insight.dependence.program import Builder, Program, run
from footprint.insight.dependence.quantities import Quantities, demand_node, read_quantities
from footprint.model import Evaluated, ProductModel, evaluate
from footprint.supply_chain.allocation import CARBON, CO2_PER_C
from footprint.supply_chain.background import dataset_properties
from footprint.supply_chain.chain import Elementary, Use
from footprint.units import Amount, parse_unit

__all__ = ["Emission", "Foreground", "Link", "foreground_of"]

AGREEMENT = 1e-9
"""Relative: how far rounding may set the program apart from the chain."""


@dataclass(frozen=True, slots=True)
class Link:
    """A process of the foreground uses something.

    Parameters
    ----------
    consumer
        Number of the process in `Foreground.activities`.
    provider
        Number of the process that makes it; ``None`` where it comes from outside.
    factor
        Node of the provider's factor, where it comes from outside.
    amount
        Node of the amount per reference output, in the unit of the provider, as in `footprint.supply_chain.Use`.
    exchange
        Exchange id.
    """

    consumer: int
    provider: int | None
    factor: int | None
    amount: int
    exchange: str


@dataclass(frozen=True, slots=True)
class Emission:
    """A process of the foreground exchanges an elementary flow; ``flow`` is its row in the system, ``factor`` its characterisation."""

    activity: int
    flow: int
    factor: float
    amount: int
    exchange: str


@dataclass(frozen=True, eq=False)
class Foreground:
    """The foreground of a calculation.

    Parameters
    ----------
    program
        From stated values to entries.
    activities
        Keys of the processes, in the order of the system.
    references
        Node of the reference output of each; it is 1 where the shares of a process are written per unit of product.
    demand
        Process, and node of the amount.
    extra
        Node of what the sum adds beyond what is solved for (``incl_uptake``: the carbon of the product), or ``None``.
    sum
        Which sum of categories the factors belong to.
    levels, intensities
        x and λ of the processes, shape (number of activities,), as calculated, for these reference outputs.
    total
        The sum, in kg CO2e per declared unit.
    providers
        Key of the provider by name of its factor.
    """

    program: Program
    activities: tuple[str, ...]
    references: tuple[int, ...]
    links: tuple[Link, ...]
    emissions: tuple[Emission, ...]
    demand: tuple[int, int]
    extra: int | None
    sum: str
    levels: NDArray[np.float64]
    intensities: NDArray[np.float64]
    total: float
    providers: Mapping[str, str]


@dataclass(slots=True)
class _Compiler:
    """Collects the entries of one calculation."""

    calculation: Calculation
    evaluated: Evaluated
    quantities: Quantities
    shares: Shares
    carbon: Mapping[tuple[str, str], int]
    factors: Mapping[str, float]
    index: Mapping[str, int]
    links: list[Link] = field(default_factory=list)
    emissions: list[Emission] = field(default_factory=list)
    expected: list[tuple[int, float, str]] = field(default_factory=list)

    @property
    def builder(self) -> Builder:
        return self.quantities.builder

    def share(self, activity: str) -> Share | None:
        """Give the share that the exchanges of an activity are scaled by; ``None`` where it is 1."""
        record = self.calculation.chain.activities[activity]
        return self.shares.get((record.process, record.product))

    def reference_of(self, activity: str) -> float:
        """Give what the entries of an activity in the system have to be divided by to be those of the program."""
        share = self.share(activity)
        return self.calculation.chain.activities[activity].reference if share is not None and share.per_unit else 1.0

    def expect(self, node: int, activity: str, amount: float, exchange: str) -> None:
        self.expected.append((node, amount / self.reference_of(activity), exchange))

    def scaled(self, activity: str, exchange: str, unit: str, properties: Mapping[str, Amount], sign: float = 1.0) -> int:
        share = self.share(activity)
        return self.quantities.converted(exchange, unit, properties, sign, () if share is None else (share.node,))

    def use(self, use: Use) -> None:
        chain = self.calculation.chain
        provider = chain.activities[use.provider]
        dataset = chain.datasets.get(use.provider)
        own = self.quantities.properties_of(use.exchange)
        sign = -1.0 if use.avoided else 1.0
        if dataset is not None:
            own = {**dataset_properties(chain.packages[dataset.package], dataset), **own}
            sign *= -1.0 if dataset.reference.value < 0 else 1.0
        amount = self.scaled(use.consumer, use.exchange, provider.unit, own, sign)
        inside = self.index.get(use.provider)
        factor = None
        if inside is None:
            factor = self.builder.input(f"factor:{use.provider}", "factor", self.factors[use.provider])
        self.links.append(Link(self.index[use.consumer], inside, factor, amount, use.exchange))
        self.expect(amount, use.consumer, use.amount, use.exchange)

    def emission(self, entry: Elementary, row: int, unit: str, factor: float) -> None:
        record = self.calculation.chain.activities[entry.activity]
        if entry.exchange == f"{record.process}/allocation/{CARBON}":
            amount = self.builder.product(1.0, self.carbon[record.process, record.product])
        else:
            amount = self.scaled(entry.activity, entry.exchange, unit, {})
        self.emissions.append(Emission(self.index[entry.activity], row, factor, amount, entry.exchange))
        self.expect(amount, entry.activity, entry.amount, entry.exchange)

    def reference(self, key: str) -> int:
        record, share = self.calculation.chain.activities[key], self.share(key)
        if share is not None and share.per_unit:
            return self.builder.sum(1.0, [])
        exchange = f"{record.process}/outputs/{record.product}"
        node = self.quantities.converted(exchange, record.unit, {}, 1.0, ())
        self.expect(node, key, record.reference, exchange)
        return node


def foreground_of(calculation: Calculation, model: ProductModel, sum: str, overrides: Mapping[str, Amount] | None = None) -> Foreground:
    """Write the foreground of a calculation as functions of what the model states.

    Parameters
    ----------
    calculation
        Of a proven footprint.
    model
        Its model.
    sum
        ``excl_uptake``, ``incl_uptake`` or ``iso_net``.
    overrides
        Those of the calculation.

    Raises
    ------
    UnknownSum
        Where the sum has another name, or is not known for this product.
    DependenceDisagrees
        A defect of footprint, or overrides other than those of the calculation.
    """
    if sum not in (*SUMS, "incl_uptake"):
        raise UnknownSum(sum=sum)
    evaluated = evaluate(model, overrides or {})
    chain, system = calculation.chain, calculation.system
    parts = [part for part in SUMS.get(sum, SUMS["excl_uptake"]) if part in calculation.proof.by_category]
    intensities = np.sum([calculation.proof.by_category[part] for part in parts], axis=0)
    characterisation = system.characterisation(parts)
    quantities = read_quantities(evaluated, overrides or {})
    shares = share_nodes(quantities)
    inside = [key for key, origin in zip(system.activities, system.origins, strict=True) if origin == "foreground"]
    compiler = _Compiler(
        calculation,
        evaluated,
        quantities,
        shares,
        carbon_nodes(quantities, shares),
        dict(zip(system.activities, map(float, intensities), strict=True)),
        {key: number for number, key in enumerate(inside)},
    )
    references = tuple(compiler.reference(key) for key in inside)
    rows = {flow: number for number, flow in enumerate(system.flows)}
    for use in chain.uses:
        if use.exchange and use.consumer in compiler.index:
            compiler.use(use)
    for entry in chain.elementary:
        if entry.exchange and entry.activity in compiler.index:
            row = rows[entry.flow]
            compiler.emission(entry, row, system.flow_units[row], float(characterisation[row]))
    maker, amount = chain.demand
    demand = demand_node(quantities, parse_unit(chain.activities[maker].unit), maker)
    compiler.expected.append((demand, amount, "product/declared_unit"))
    extra, carbon = None, 0.0
    if sum == "incl_uptake":
        extra, carbon = _uptake(quantities)
    columns = [column for column, origin in enumerate(system.origins) if origin == "foreground"]
    foreground = Foreground(
        program=quantities.builder.finish(),
        activities=tuple(inside),
        references=references,
        links=tuple(compiler.links),
        emissions=tuple(compiler.emissions),
        demand=(compiler.index[maker], demand),
        extra=extra,
        sum=sum,
        levels=calculation.solution.activity[columns] * np.array([compiler.reference_of(key) for key in inside]),
        intensities=intensities[columns],
        total=float(intensities @ system.f) + carbon,
        providers={f"factor:{use.provider}": use.provider for use in chain.uses if use.exchange and use.consumer in compiler.index},
    )
    _agree(foreground, compiler.expected, model)
    return foreground


def _uptake(quantities: Quantities) -> tuple[int, float]:
    """Give the node of the product's carbon as CO2 taken up, negative, and its value."""
    node, value = biogenic_carbon_node(quantities)
    if node is None:
        raise UnknownSum(sum="incl_uptake")
    return quantities.builder.product(-CO2_PER_C, node), -CO2_PER_C * value


def _agree(foreground: Foreground, expected: Sequence[tuple[int, float, str]], model: ProductModel) -> None:
    values = run(foreground.program, [given.value for given in foreground.program.inputs], slopes=False).values
    for node, amount, exchange in expected:
        # A carbon balance is a difference, of which little may be left.
        if abs(values[node] - amount) > AGREEMENT * max(abs(amount), abs(values[node])) and f"/{CARBON}" not in exchange:
            raise DependenceDisagrees(
                model.place(f"processes/{exchange}"), exchange=exchange, found=repr(values[node]), stated=repr(amount)
            )
