"""Turn what a source says into rows of an inventory package, and keep account of every dataset and every exchange."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal

from footprint.formats.lca.allocation import MultiOutput, Product, Split, split
from footprint.formats.lca.codes import codes_of
from footprint.formats.lca.fates import Fate
from footprint.formats.lca.flows import gas_of, is_gas_family, medium_of
from footprint.formats.lca.linking import Links, Output
from footprint.formats.lca.records import SourceDatabase, SourceExchange, SourceProcess
from footprint.formats.lca.unit_names import ForeignUnit, foreign_unit
from footprint.units import Dimension, parse_unit

__all__ = ["Converted", "Entry", "LeftOut", "NotLinked", "ProcessRow", "convert"]

_DIGITS = Context(prec=17, rounding=ROUND_HALF_EVEN)
_NOT_LINKED = (Fate.UNLINKED, Fate.UNLINKED_AMBIGUOUS, Fate.UNLINKED_LEFT_OUT, Fate.UNLINKED_DIMENSION)
_AIRCRAFT = {"carbon dioxide, fossil": "carbon dioxide, fossil, aircraft"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange as it goes into the package, before allocation."""

    kind: str
    flow: str
    amount: Decimal
    unit: str
    comment: str


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One dataset of the package with its exchanges, as text."""

    code: str
    product: str
    amount: str
    unit: str
    process: SourceProcess
    allocation: str
    notes: tuple[str, ...]
    exchanges: tuple[tuple[str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A dataset that is not in the package, and why."""

    identifier: str
    name: str
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotLinked:
    """An input that is kept by name alone, or left out."""

    process: str
    name: str
    unit: str
    fate: Fate
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Converted:
    """The package's content, and the account of how it came about.

    Parameters
    ----------
    fates
        Number of exchanges of the source by what became of them; they add up to all of them.
    flows
        Number of emissions by name in the source and in the package.
    own_flows
        Unit by name of elementary flows that the package itself must list.
    """

    database: SourceDatabase
    rows: list[ProcessRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    fates: Counter[Fate] = field(default_factory=Counter)
    repairs: Counter[str] = field(default_factory=Counter)
    units: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown_units: Counter[str] = field(default_factory=Counter)
    flows: Counter[tuple[str, str]] = field(default_factory=Counter)
    not_linked: list[NotLinked] = field(default_factory=list)
    own_flows: dict[str, str] = field(default_factory=dict)
    allocated: Counter[str] = field(default_factory=Counter)


def convert(database: SourceDatabase, *, multi_output: MultiOutput = "refuse", all_flows: bool = False) -> Converted:
    """Allocate, link and map all datasets.

    Parameters
    ----------
    database
        What was read.
    multi_output
        What to do with datasets of several products that state no allocation.
    all_flows
        Keep elementary flows that are no greenhouse gases, as flows of the package's own.
    """
    converted = Converted(database, repairs=Counter(database.repairs))
    splits = list(_splits(database, multi_output, converted))
    wanted = [(index, product) for index, item in enumerate(splits) for product in item.products]
    names = [
        (splits[index].process.name, product.exchange.name, splits[index].process.location, splits[index].process.identifier)
        for index, product in wanted
    ]
    codes = codes_of(names)
    by_process: dict[int, list[tuple[Product, str]]] = {}
    for (index, product), code in zip(wanted, codes, strict=True):
        by_process.setdefault(index, []).append((product, code))
    work = _Work(converted, Links(database.format, _outputs(splits, by_process)), all_flows)
    for index, item in enumerate(splits):
        work.process(item, by_process.get(index, []))
    return converted


def _splits(database: SourceDatabase, multi_output: MultiOutput, converted: Converted) -> Iterator[Split]:
    seen: set[tuple[str, ...]] = set()
    for process in database.processes:
        item = split(process, multi_output)
        if item.products:
            # The first product is the reference: one activity may stand in several datasets with another reference each.
            reference = item.products[0].exchange
            made = (item.process.identifier, reference.flow, reference.name)
            if made in seen:
                item = Split(process, reason="duplicate")
            seen.add(made)
        converted.repairs.update(item.repairs)
        yield item


def _outputs(splits: list[Split], by_process: dict[int, list[tuple[Product, str]]]) -> Iterator[Output]:
    for index, item in enumerate(splits):
        for product, code in by_process.get(index, ()):
            exchange = product.exchange
            negative = exchange.amount is not None and exchange.amount < 0
            yield Output(code, item.process, exchange, _dimension(foreign_unit(exchange.unit)), negative)
        if not item.products and item.reason != "duplicate":
            for exchange in item.process.exchanges:
                if exchange.role in ("reference", "coproduct") and exchange.amount != 0:
                    yield Output("", item.process, exchange, _dimension(foreign_unit(exchange.unit)))


def _dimension(unit: ForeignUnit | None) -> Dimension | None:
    return None if unit is None else parse_unit(unit.unit).dimension


class _Work:
    """The exchanges of one process after another."""

    def __init__(self, converted: Converted, links: Links, all_flows: bool) -> None:
        self.converted = converted
        self.links = links
        self.all_flows = all_flows

    def process(self, item: Split, made: list[tuple[Product, str]]) -> None:
        """Account for a dataset: rows where it is imported, a reason where not."""
        process = item.process
        if not made:
            self.converted.left_out.append(LeftOut(process.identifier, process.name, process.file, item.reason))
            self.converted.fates[Fate.DATASET_LEFT_OUT] += len(process.exchanges)
            return
        notes: list[str] = []
        entries: list[tuple[int, Entry]] = []
        for index, exchange in enumerate(process.exchanges):
            fate, entry = self._exchange(exchange, made[0][1], notes)
            self.converted.fates[fate] += 1
            if entry is not None:
                entries.append((index, entry))
        if item.basis:
            self.converted.allocated[item.basis] += 1
        for product, code in made:
            self.converted.rows.append(self._row(item, product, code, entries, tuple(notes)))

    def _row(self, item: Split, product: Product, code: str, entries: list[tuple[int, Entry]], notes: tuple[str, ...]) -> ProcessRow:
        rows = []
        for index, entry in entries:
            share = product.share_of(index)
            if share:
                rows.append((entry.kind, entry.flow, _written(entry.amount, share), entry.unit, entry.comment))
        allocation = ""
        if item.basis:
            stated = "as the source states" if item.basis == "stated" else "by amount, as asked for at the import"
            share_text = f", share {_written(product.share, Decimal(1))}" if product.share and not product.of_exchange else ""
            allocation = f"Allocated between {len(item.products)} products {stated}{share_text}."
        unit = self._unit(product.exchange)
        amount = product.exchange.amount
        if unit is None or amount is None:
            raise AssertionError(f"{code} was admitted without amount or unit")
        return ProcessRow(
            code, product.exchange.name, _written(amount, unit.factor), unit.unit, item.process, allocation, notes, tuple(rows)
        )

    def _exchange(self, exchange: SourceExchange, code: str, notes: list[str]) -> tuple[Fate, Entry | None]:
        if exchange.role == "reference":
            return Fate.REFERENCE, None
        if exchange.role == "coproduct":
            return (Fate.COPRODUCT if exchange.amount else Fate.COPRODUCT_ZERO), None
        flow = ""
        if exchange.role == "elementary":
            fate, flow = self._elementary(exchange)
            if not flow:
                return fate, None
        if exchange.amount is None:
            notes.append(f"Left out, no number: {exchange.name} ({exchange.written or 'empty'}).")
            return Fate.AMOUNT, None
        if exchange.amount == 0:
            return Fate.ZERO, None
        unit = self._unit(exchange)
        if unit is None:
            self.converted.unknown_units[exchange.unit] += 1
            notes.append(f"Left out, unknown unit: {exchange.name} ({exchange.unit or 'none'}).")
            return Fate.UNIT, None
        amount = _scaled(exchange.amount, unit.factor)
        if not math.isfinite(float(amount)):
            notes.append(f"Left out, no number: {exchange.name} ({exchange.written}).")
            return Fate.AMOUNT, None
        if exchange.role == "elementary":
            return self._emission(exchange, fate, flow, amount, unit, notes)
        return self._input(exchange, code, amount, unit)

    def _unit(self, exchange: SourceExchange) -> ForeignUnit | None:
        unit = foreign_unit(exchange.unit)
        if unit is not None:
            self.converted.units[exchange.unit, unit.unit] += 1
        return unit

    def _elementary(self, exchange: SourceExchange) -> tuple[Fate, str]:
        """Find the flow of the package that an elementary flow is; none where it is dropped."""
        gas, medium = gas_of(exchange), medium_of(exchange)
        if gas and (medium in ("air", "aircraft", "not stated") or exchange.direction == "input"):
            flow = _AIRCRAFT.get(gas, gas) if medium == "aircraft" else gas
            return Fate.GAS, flow
        if self.all_flows and exchange.unit:
            where = "/".join(exchange.compartment) or "not stated"
            return Fate.FLOW, f"{exchange.name} ({exchange.direction}, {where})"
        if gas:
            return Fate.GAS_ELSEWHERE, ""
        return (Fate.GAS_FAMILY if is_gas_family(exchange) else Fate.NOT_A_GAS), ""

    def _emission(
        self, exchange: SourceExchange, fate: Fate, flow: str, amount: Decimal, unit: ForeignUnit, notes: list[str]
    ) -> tuple[Fate, Entry | None]:
        dialect = parse_unit(unit.unit)
        if fate is Fate.GAS:
            if dialect.dimension != parse_unit("kg").dimension:
                self.converted.unknown_units[exchange.unit] += 1
                notes.append(f"Left out, not a mass: {exchange.name} ({exchange.unit}).")
                return Fate.UNIT, None
            self.converted.flows[exchange.name, flow] += 1
            if exchange.direction == "output" and not exchange.compartment:
                self.converted.repairs["compartment_missing"] += 1
            if exchange.name.lower() == "carbon dioxide" and exchange.direction == "output":
                self.converted.repairs["gas_not_stated"] += 1
        else:
            known = self.converted.own_flows.setdefault(flow, unit.unit)
            if parse_unit(known).dimension != dialect.dimension:
                flow = f"{flow}, in {unit.unit}"
                self.converted.own_flows.setdefault(flow, unit.unit)
        return fate, Entry("elementary", flow, amount, unit.unit, _remark(exchange))

    def _input(self, exchange: SourceExchange, code: str, amount: Decimal, unit: ForeignUnit) -> tuple[Fate, Entry | None]:
        dimension = parse_unit(unit.unit).dimension
        found = self.links.find(exchange, dimension).outputs
        fate = Fate.UNLINKED
        if len(found) > 1:
            fate = Fate.UNLINKED_AMBIGUOUS
        elif found and not found[0].code:
            fate = Fate.UNLINKED_LEFT_OUT
        elif found:
            fate = Fate.LINKED if found[0].dimension == dimension else Fate.UNLINKED_DIMENSION
        if exchange.role == "avoided" or (exchange.role == "waste" and fate is Fate.LINKED and found[0].negative):
            amount = -amount
        if fate is Fate.LINKED:
            return fate, Entry("technosphere", found[0].code, amount, unit.unit, _remark(exchange))
        candidates = tuple(output.code or output.process.identifier for output in found)
        self.converted.not_linked.append(NotLinked(code, exchange.name, exchange.unit, fate, candidates))
        return fate, Entry("unlinked", exchange.name, amount, unit.unit, _remark(exchange, fate, len(found)))


def _remark(exchange: SourceExchange, fate: Fate | None = None, count: int = 0) -> str:
    """Keep what the package's format has no column for: the source's name and compartment, uncertainty and comment."""
    parts = []
    if fate in _NOT_LINKED:
        reasons = {
            Fate.UNLINKED: "no producer in the source",
            Fate.UNLINKED_AMBIGUOUS: f"{count} producers fit",
            Fate.UNLINKED_LEFT_OUT: "its producer was left out",
            Fate.UNLINKED_DIMENSION: "its producer is counted in another dimension",
        }
        parts.append(f"not linked: {reasons[fate]}")
    if exchange.role == "elementary":
        parts.append(f"source: {exchange.name}" + (f" ({'/'.join(exchange.compartment)})" if exchange.compartment else ""))
    elif exchange.role in ("waste", "avoided"):
        parts.append("waste to treatment" if exchange.role == "waste" else "avoided product")
    if exchange.uncertainty:
        parts.append(f"uncertainty: {exchange.uncertainty}")
    if exchange.comment:
        parts.append(exchange.comment)
    return " | ".join(parts)


def _scaled(amount: Decimal, factor: Decimal) -> Decimal:
    # A factor of one must not round the digits of the source.
    return amount if factor == 1 else _DIGITS.multiply(amount, factor)


def _written(amount: Decimal, factor: Decimal) -> str:
    scaled = _scaled(amount, factor)
    # What is left of an amount too small for any float after allocation is nothing.
    return str(scaled) if float(scaled) else "0"
