"""Templates: how every entry of a product's matrices follows from the amounts that its model states.

    value of an entry = Σ κ · amount of an exchange · share of a product

with the amounts in base units. The factors κ hold conversions, heating values and signs. They are not worked out a
second time: the model is linked once more with other amounts, and κ is what stands in the matrices then, per amount
and share. At the model's own values the entries must give the model's own matrices, or there is no template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from footprint.engine.errors import MethodWithoutFootprint, NothingEmitted
from footprint.engine.scenarios.errors import TemplateDisagrees
from footprint.engine.system import System, compile_system
from footprint.inventory.library import Library
from footprint.model import Evaluated, evaluate
from footprint.model.evaluation.amounts import stated_amounts
from footprint.model.evaluation.parameters import order_of_evaluation, stated_parameters
from footprint.model.schema import Process, ProductModel
from footprint.supply_chain import SupplyChain, allocation_shares
from footprint.supply_chain.allocation import (
    CARBON,
    CO2_PER_C,
    allocation_weights,
    carbon_contents,
    heat_shares,
    heat_supply_ratio,
    parts_of_total,
)
from footprint.supply_chain.models import link_alike
from footprint.units import Amount, Formula
from footprint.units.formula_evaluation import Value

__all__ = ["Entry", "Matrix", "ShareRule", "Template", "Term", "compile_template"]

Matrix = Literal["A", "B", "f", "cut-off"]

AGREEMENT = 1e-12
"""Relative: how far rounding may set the template's entries apart from the system's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One addend of one entry of the matrices: κ · amount of an exchange · share.

    Parameters
    ----------
    matrix
        A, B, the demand f, or the inputs that are cut off (per reference output of their activity, in the unit of the proxy).
    number
        Which triplet of `System.technosphere` or `System.biosphere`, or which of `SupplyChain.cut_offs`; 0 for the demand. The
        entries of one number add up.
    position
        Row and column; for the demand the row and 0, for a cut-off its number and the column of its activity.
    exchange
        The stated amount it follows from, by its id; empty for the demand, which never varies.
    factor
        κ, in the unit of the entry per base unit of the amount.
    process, product
        The share that it is multiplied by; 1 where the product is none.
    """

    matrix: Matrix
    number: int
    position: tuple[int, int]
    exchange: str
    factor: float
    process: str = ""
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A product of amounts: factor · Π amounts above the line / Π amounts below, by exchange id, in base units."""

    factor: float
    above: tuple[str, ...]
    below: tuple[str, ...] = ()

    def value(self, amounts: Mapping[str, Value]) -> Value:
        """Give the value on numbers or on arrays."""
        value: Any = self.factor
        for exchange in self.above:
            value = value * amounts[exchange]
        for exchange in self.below:
            value = value / amounts[exchange]
        return value  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class ShareRule:
    """How the shares of a process with several products follow from stated amounts.

    Parameters
    ----------
    kind
        ``parts``: each term over the sum of all; ``stated``: the terms are the shares; ``heat ratio``: the one term is the share of
        the product `heat`, the other product has the rest.
    terms
        By product; with ``heat ratio`` for the heat alone.
    """

    process: str
    kind: Literal["parts", "stated", "heat ratio"]
    products: tuple[str, ...]
    terms: Mapping[str, Term]
    heat: str = ""

    def shares(self, amounts: Mapping[str, Value]) -> dict[str, Value]:
        """Give the share of every product, on numbers or on arrays."""
        terms = {name: term.value(amounts) for name, term in self.terms.items()}
        if self.kind == "parts":
            return parts_of_total(terms)
        return heat_shares(self.heat, self.products, terms[self.heat]) if self.kind == "heat ratio" else terms


@dataclass(frozen=True, eq=False)
class Template:
    """A product system whose amounts may vary.

    Parameters
    ----------
    evaluated
        The model at its own values (and those that replaced them when the template was compiled).
    chain, system
        The linked chain and the matrices at these values. The foreground has the columns 0 to `foreground` - 1.
    parameters
        Value in base units or formula by parameter, each after those it is made of.
    stated
        The same by exchange id, as in `footprint.model.Evaluated.amounts`.
    entries
        All addends of the foreground's columns of A and B, of the demand and of the cut-offs.
    shares
        By process, for those that are allocated.
    overrides
        What took the place of the model's own values when the template was compiled.
    """

    evaluated: Evaluated
    chain: SupplyChain
    system: System
    parameters: Mapping[str, float | Formula]
    stated: Mapping[str, float | Formula]
    entries: tuple[Entry, ...]
    shares: Mapping[str, ShareRule]
    overrides: Mapping[str, Amount] = field(default_factory=dict)

    @property
    def model(self) -> ProductModel:
        """The product model."""
        return self.evaluated.model

    @property
    def names(self) -> tuple[str, ...]:
        """What may be varied: the parameters, then the exchange ids."""
        return (*self.parameters, *self.stated)

    @cached_property
    def foreground(self) -> int:
        """Number of columns that belong to the model itself."""
        return sum(origin == "foreground" for origin in self.system.origins)

    def parameter_values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Give all parameters in base units; those in `values` take the place of the model's own, numbers or arrays."""
        known: dict[str, Value] = {}
        for name, expression in self.parameters.items():
            if name in values:
                known[name] = values[name]
            else:
                known[name] = expression.evaluate(known) if isinstance(expression, Formula) else expression
        return known

    def amounts(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Give all stated amounts in base units.

        Parameters
        ----------
        values
            Number or array, in base units, by name of a parameter or by exchange id.

        Raises
        ------
        UnitError
            Where a formula has no value; `footprint.engine.scenarios.score` marks the rows instead.
        """
        known = self.parameter_values(values)
        return {
            exchange: values[exchange]
            if exchange in values
            else expression.evaluate(known)
            if isinstance(expression, Formula)
            else expression
            for exchange, expression in self.stated.items()
        }

    def share_values(self, amounts: Mapping[str, Value]) -> dict[tuple[str, str], Value]:
        """Give all shares by process and product."""
        return {(process, product): share for process, rule in self.shares.items() for product, share in rule.shares(amounts).items()}

    def entry_value(self, entry: Entry, amounts: Mapping[str, Value], shares: Mapping[tuple[str, str], Value]) -> Value:
        """Give κ · amount · share of one entry, on numbers or on arrays."""
        value: Any = entry.factor * amounts[entry.exchange] if entry.exchange else entry.factor
        return value if entry.product is None else value * shares[entry.process, entry.product]  # type: ignore[no-any-return]


def compile_template(model: ProductModel, library: Library, overrides: Mapping[str, Amount] | None = None) -> Template:
    """Compile a template.

    Parameters
    ----------
    model
        As `footprint.model.read` gives it.
    library
        Where packages and methods are found.
    overrides
        Values of parameters or exchanges that replace those of the model in every scenario that does not vary them.

    Raises
    ------
    ProblemsFound
        Where the model has errors.
    MethodWithoutFootprint, NothingEmitted
        As a calculation would.
    TemplateDisagrees
        A defect of footprint.
    """
    evaluated = evaluate(model, overrides or {})
    probe = _probe(evaluated)
    chain, probed = link_alike([evaluated, probe], library)
    if "fossil" not in {category.name for category in chain.method.categories}:
        raise MethodWithoutFootprint(model.place("method"), method=chain.method.name)
    units = {name: flow.unit.text for name, flow in library.flows().items()}
    system = compile_system(chain, units)
    if not len(system.flows):
        raise NothingEmitted
    given = overrides or {}
    parameters = stated_parameters(model)
    template = Template(
        evaluated=evaluated,
        chain=chain,
        system=system,
        parameters={name: _expression(name, parameters[name], given) for name in order_of_evaluation(parameters)},
        stated={
            name: _expression(name, value, given) for name, value in stated_amounts(model).items() if value is not None or name in given
        },
        entries=_entries(probe, probed, system),
        shares={rule.process: rule for rule in _share_rules(probe)},
        overrides=given,
    )
    _agree(template)
    return template


def _expression(name: str, expression: Amount | Formula | None, given: Mapping[str, Amount]) -> float | Formula:
    if name in given:
        return given[name].base
    assert expression is not None, "a model with missing amounts does not evaluate"
    return expression.base if isinstance(expression, Amount) else expression


def _probe(evaluated: Evaluated) -> Evaluated:
    """Give a model other amounts to link with: none is zero, and neither is a share.

    Outputs and boiler heat keep theirs, so that a heat supply ratio stays between 0 and 1.
    """
    amounts = dict(evaluated.amounts)
    for exchange, amount in evaluated.amounts.items():
        process, section, name = exchange.split("/", 2)
        if section == "outputs" or name == "boiler_heat":
            continue
        value = 1.0
        if section == "allocation" and name.startswith("shares/"):
            allocation = evaluated.model.processes[process].allocation
            value = 1 / len((allocation and allocation.shares) or (1,)) / amount.unit.factor
        elif section == "allocation" and name == "ratio":
            value = 0.5 / amount.unit.factor
        amounts[exchange] = Amount(value, amount.unit)
    return Evaluated(evaluated.model, evaluated.parameters, amounts)


def _allocated(model: ProductModel) -> dict[str, Process]:
    """Give the processes whose burden is shared: substitution leaves all of it with the main product."""
    return {
        name: process
        for name, process in model.processes.items()
        if len(process.outputs) > 1 and process.allocation is not None and process.allocation.key != "substitution"
    }


def _share_rules(probe: Evaluated) -> list[ShareRule]:
    rules = []
    for name, process in _allocated(probe.model).items():
        allocation = process.allocation
        assert allocation is not None
        products = tuple(process.outputs)
        if allocation.key == "shares":
            stated = {product: Term(1.0, (f"{name}/allocation/shares/{product}",)) for product in allocation.shares or {}}
            rules.append(ShareRule(name, "stated", products, stated))
        elif allocation.key == "heat_ratio":
            heat, ratio = heat_supply_ratio(name, process, probe)
            if allocation.ratio is not None:
                term = Term(1.0, (f"{name}/allocation/ratio",))
            else:
                term = _calibrated(ratio, (f"{name}/outputs/{heat}",), (f"{name}/allocation/boiler_heat",), probe)
            rules.append(ShareRule(name, "heat ratio", products, {heat: term}, heat))
        else:
            terms = {}
            for product, weight in allocation_weights(name, process, probe).items():
                price = f"{name}/allocation/prices/{product}"
                above = (f"{name}/outputs/{product}", *((price,) if allocation.key == "economic" else ()))
                terms[product] = _calibrated(weight, above, (), probe)
            rules.append(ShareRule(name, "parts", products, terms))
    return rules


def _calibrated(value: float, above: tuple[str, ...], below: tuple[str, ...], probe: Evaluated) -> Term:
    """Find the factor with which amounts have the value that they had when the model was linked."""
    for exchange in above:
        value /= probe.amounts[exchange].base
    for exchange in below:
        value *= probe.amounts[exchange].base
    return Term(value, above, below)


def _entries(probe: Evaluated, chain: SupplyChain, system: System) -> tuple[Entry, ...]:
    """Read κ off a model that was linked with known amounts and shares; its matrices have the form of the system."""
    allocated = _allocated(probe.model)
    shares = {
        (name, product): share for name, process in allocated.items() for product, share in allocation_shares(name, process, probe).items()
    }
    activities = [chain.activities[key] for key in system.activities]

    def entry(matrix: Matrix, number: int, position: tuple[int, int], exchange: str, value: float) -> Entry:
        activity = activities[position[1]]
        section = exchange.split("/", 2)[1]
        # The output is what the share is related to, and what is avoided belongs to the product that keeps the burden.
        shared = activity.process in allocated and section != "outputs"
        product = activity.product if shared else None
        whole = probe.amounts[exchange].base * (shares[activity.process, activity.product] if shared else 1.0)
        # A product with a share that is zero for good (an exergy of zero) has no factor to be found, and needs none.
        return Entry(matrix, number, position, exchange, value / whole if whole else 0.0, activity.process, product)

    entries: list[Entry] = []
    own = {key for key, origin in zip(system.activities, system.origins, strict=True) if origin == "foreground"}
    rows, columns, _ = system.technosphere
    inside = np.flatnonzero(columns < len(own)).tolist()
    values = [*(activity.reference for activity in activities[: len(own)]), *(-use.amount for use in chain.uses if use.consumer in own)]
    for number, value in zip(inside, values, strict=True):
        activity = activities[columns[number]]
        exchange = system.exchanges[number] or f"{activity.process}/outputs/{activity.product}"
        entries.append(entry("A", number, (int(rows[number]), int(columns[number])), exchange, value))
    rows, columns, _ = system.biosphere
    inside = np.flatnonzero(columns < len(own)).tolist()
    for number, value in zip(inside, (part.amount for part in chain.elementary if part.activity in own), strict=True):
        row, column = int(rows[number]), int(columns[number])
        exchange = system.biosphere_exchanges[number]
        if exchange == f"{activities[column].process}/allocation/{CARBON}":
            entries.extend(_carbon_entries(number, (row, column), activities[column].process, activities[column].product, probe))
        else:
            entries.append(entry("B", number, (row, column), exchange, value))
    entries.append(Entry("f", 0, (system.demand[0], 0), "", system.demand[1]))
    index = {key: column for column, key in enumerate(system.activities)}
    for number, cut in enumerate(chain.cut_offs):
        if cut.activity in index and system.origins[index[cut.activity]] == "foreground" and cut.proxy is not None:
            entries.append(entry("cut-off", number, (number, index[cut.activity]), cut.exchange, cut.amount))
    return tuple(entries)


def _carbon_entries(number: int, position: tuple[int, int], process: str, product: str, probe: Evaluated) -> list[Entry]:
    """Write the balance 44/12 (c − s Σc) of a product as entries: each content is proportional to the amount of its output."""
    contents = carbon_contents(process, probe.model.processes[process], probe)
    entries = []
    for name, content in contents.items():
        exchange = f"{process}/outputs/{name}"
        factor = CO2_PER_C * content / probe.amounts[exchange].base
        entries.append(Entry("B", number, position, exchange, -factor, process, product))
        if name == product:
            entries.append(Entry("B", number, position, exchange, factor, process, None))
    return entries


def _agree(template: Template) -> None:
    """Compare the entries at the model's own values with the model's own matrices."""
    amounts = template.amounts({})
    shares = template.share_values(amounts)
    system = template.system
    stated = {"A": system.technosphere[2], "B": system.biosphere[2], "cut-off": np.array([cut.amount for cut in template.chain.cut_offs])}
    found: dict[str, NDArray[np.float64]] = {matrix: np.zeros(len(values)) for matrix, values in stated.items()}
    sizes: dict[str, NDArray[np.float64]] = {matrix: np.abs(values) for matrix, values in stated.items()}
    last = dict[tuple[str, int], Entry]()
    for entry in template.entries:
        if entry.matrix != "f":
            value = template.entry_value(entry, amounts, shares)
            found[entry.matrix][entry.number] += value
            sizes[entry.matrix][entry.number] += np.abs(value)
            last[entry.matrix, entry.number] = entry
    for (matrix, number), entry in last.items():
        if abs(found[matrix][number] - stated[matrix][number]) > AGREEMENT * sizes[matrix][number]:
            values = {"template": repr(float(found[matrix][number])), "system": repr(float(stated[matrix][number]))}
            raise TemplateDisagrees(template.model.place(f"processes/{entry.exchange}"), exchange=entry.exchange, **values)
