"""Reads the activity tables of a model and adds the months up.

A column in the unit of its exchange is extensive: amount = Σ cell. A column per unit of the reference output (the
first output of the process), such as ``inputs/electricity [kWh/t]``, is intensive: amount = Σ rate · production.
A parameter is the mean weighted by production: Σ value · production / Σ production.
"""

from __future__ import annotations

import math
import re

from footprint.errors import Finding, FootprintError, Place
from footprint.files import confined, decode_table, read_bytes, sha256
from footprint.model.activity.errors import (
    AmountTwice,
    BadCell,
    ColumnTwice,
    EmptyCell,
    FixedBesideTable,
    NegativeCell,
    NoFolder,
    NoProduction,
    UnknownColumn,
)
from footprint.model.activity.table import Column, Row, Table, read_table
from footprint.model.limits import FINDING_LIMIT, TABLES_LIMIT, suggest
from footprint.model.schema import Activity, Process, ProductModel
from footprint.units import Amount, Unit
from footprint.units.unit import compose

__all__ = ["read_activities"]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def read_activities(model: ProductModel) -> tuple[dict[str, Activity], list[Finding]]:
    """Read all activity tables of a model.

    Parameters
    ----------
    model
        A validated model; its source says in which folder tables lie.

    Returns
    -------
    (dict of Activity by process, list of Finding)
        What the tables give, and what is wrong with them.
    """
    activities: dict[str, Activity] = {}
    findings: list[Finding] = []
    given: set[str] = set()
    left = TABLES_LIMIT
    for process, record in model.processes.items():
        if record.activity is None:
            continue
        try:
            activity, size = _read_one(model, process, record, record.activity, left, findings)
            left -= size
        except FootprintError as error:
            findings.extend(error.findings)
            continue
        for name in given & set(activity.parameters):
            findings.append(ColumnTwice(model.place(f"processes/{process}/activity"), name=f"parameters/{name}").finding)
        given |= set(activity.parameters)
        activities[process] = activity
    return activities, findings


def _read_one(model: ProductModel, process: str, record: Process, name: str, left: int, findings: list[Finding]) -> tuple[Activity, int]:
    place = model.place(f"processes/{process}/activity")
    if model.source.folder is None:
        raise NoFolder(place, file=name)
    path = confined(model.source.folder, name, place)
    try:
        content = read_bytes(path, left)
    except FootprintError as error:
        # The table may be missing, but it is the model that names it.
        raise type(error)(place, **error.values) from None
    file = path.as_posix()
    text, _ = decode_table(content, file)
    table, problems = read_table(text, file, model.period)
    findings.extend(problems)
    totals = _Totals(model, process, record, table, findings)
    totals.run()
    months = tuple(row.month for row in table.rows)
    return Activity(name, sha256(content), totals.amounts, totals.parameters, months), len(content)


class _Totals:
    """Adds up the columns of one table."""

    def __init__(self, model: ProductModel, process: str, record: Process, table: Table, findings: list[Finding]) -> None:
        self.model = model
        self.process = process
        self.record = record
        self.table = table
        self.findings = findings
        self.amounts: dict[str, Amount] = {}
        self.parameters: dict[str, Amount] = {}
        self.columns: dict[str, Column] = {}
        self.reference = f"outputs/{next(iter(record.outputs))}" if record.outputs else ""

    def run(self) -> None:
        for column in self.table.columns:
            self._admit(column)
        production = self._production()
        for name, column in self.columns.items():
            section, _, short = name.partition("/")
            values = self._values(column, negative=section == "parameters")
            if values is None:
                continue
            if section == "parameters":
                self._mean(column, short, values, production)
            elif self._intensive(column):
                self._weighted(column, name, values, production)
            else:
                self.amounts[name] = Amount(math.fsum(values), column.unit)
        self._note_fixed_amounts()

    def _place(self, column: Column) -> Place:
        return self.table.place(1, column.head)

    def _admit(self, column: Column) -> None:
        """Take a column in if the model has what it names and does not state it itself."""
        section, _, name = column.name.partition("/")
        known = [f"{group}/{key}" for group, key, _ in self.record.exchanges()] + [f"parameters/{key}" for key in self.model.parameters]
        if column.name not in known:
            suggestions = suggest(column.name, known)
            self.findings.append(
                UnknownColumn(self._place(column), name=column.name, process=self.process, suggestions=suggestions).finding
            )
            return
        if column.name in self.columns:
            self.findings.append(ColumnTwice(self._place(column), name=column.name).finding)
            return
        if section == "parameters":
            path, stated = f"parameters/{name}/value", self.model.parameters[name].value
        else:
            path, stated = f"processes/{self.process}/{column.name}/amount", getattr(self.record, section)[name].amount
        if stated is not None:
            self.findings.append(AmountTwice(self.model.place(path), name=column.name, table=self.table.file).finding)
            return
        self.columns[column.name] = column

    def _production(self) -> list[Amount] | None:
        column = self.columns.get(self.reference)
        if column is None:
            return None
        cells = [_number(row.cells[column.index]) for row in self.table.rows]
        return None if any(cell is None for cell in cells) else [Amount(cell, column.unit) for cell in cells if cell is not None]

    def _values(self, column: Column, negative: bool) -> list[float] | None:
        values: list[float] = []
        for row in self.table.rows:
            value = self._cell(row, column, negative)
            if value is not None:
                values.append(value)
        return values if values and len(values) == len(self.table.rows) else None

    def _cell(self, row: Row, column: Column, negative: bool) -> float | None:
        text = row.cells[column.index]
        if len(self.findings) >= FINDING_LIMIT:
            return None
        place = self.table.place(row.number, column.head)
        values = {"column": column.head, "month": row.month, "value": text[:40]}
        value = _number(text)
        if not text:
            self.findings.append(EmptyCell(place, **values).finding)
        elif value is None:
            self.findings.append(BadCell(place, **values).finding)
        elif value < 0 and not negative:
            self.findings.append(NegativeCell(place, **values).finding)
        else:
            return value
        return None

    def _intensive(self, column: Column) -> bool:
        """Tell whether a column is per unit of the reference output: what it is divided by has that dimension."""
        divisor = _divisor(column.unit)
        reference = self.columns.get(self.reference)
        if divisor is None or column.name == self.reference:
            return False
        if reference is not None:
            return divisor.dimension == reference.unit.dimension
        stated = self.record.outputs[self.reference.partition("/")[2]].amount if self.reference else None
        return isinstance(stated, Amount) and divisor.dimension == stated.dimension

    def _weighted(self, column: Column, name: str, values: list[float], production: list[Amount] | None) -> None:
        divisor = _divisor(column.unit)
        if production is None or divisor is None:
            self._no_production(column)
            return
        # rate × production has the unit (numerator/divisor) × (production's unit), so production is brought to the divisor.
        weights = [amount.to(divisor).value for amount in production]
        total = math.fsum(rate * weight for rate, weight in zip(values, weights, strict=True))
        self.amounts[name] = Amount(total, _numerator(column.unit))

    def _mean(self, column: Column, name: str, values: list[float], production: list[Amount] | None) -> None:
        if production is None:
            self._no_production(column)
            return
        weights = [amount.base for amount in production]
        total = math.fsum(weights)
        if total <= 0:
            why, why_zh = "the production is zero in all months", "各月产量均为零"
            self.findings.append(NoProduction(self._place(column), column=column.head, why=why, why_zh=why_zh).finding)
            return
        mean = math.fsum(value * weight for value, weight in zip(values, weights, strict=True)) / total
        self.parameters[name] = Amount(mean, column.unit)

    def _no_production(self, column: Column) -> None:
        why, why_zh = f"the table has no usable column `{self.reference} [unit]`", f"表格中没有可用的列 `{self.reference} [单位]`"
        if column.name != self.reference and not any(item.values.get("column") == column.head for item in self.findings):
            self.findings.append(NoProduction(self._place(column), column=column.head, why=why, why_zh=why_zh).finding)

    def _note_fixed_amounts(self) -> None:
        if self.reference not in self.columns:
            return
        fixed = [f"{section}/{name}" for section, name, exchange in self.record.exchanges() if exchange.amount is not None]
        output = self.amounts.get(self.reference)
        if fixed and output is not None:
            place = self.model.place(f"processes/{self.process}/activity")
            unit = output.unit.text
            values = {"file": self.table.file, "output": f"{output.value:.6g} {unit}", "column": f"{fixed[0]} [.../{unit}]"}
            self.findings.append(FixedBesideTable(place, amounts=fixed, **values).finding)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) and math.isfinite(float(text)) else None


def _divisor(unit: Unit) -> Unit | None:
    """Give what a unit is divided by: t of kWh/t."""
    below = [(symbol, -power) for symbol, power in unit.parts if power < 0]
    return compose(below) if below else None


def _numerator(unit: Unit) -> Unit:
    return compose((symbol, power) for symbol, power in unit.parts if power > 0)
