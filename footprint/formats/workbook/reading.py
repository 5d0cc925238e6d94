"""From tables to plain data: what the YAML of the model would hold, and the cell of every part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from footprint.errors import UnitError, nearest
from footprint.formats.workbook.cells import Doctor, NumberRead, plain_text
from footprint.formats.workbook.choices import CHOICES, folded
from footprint.formats.workbook.errors import (
    CellMissing,
    FieldUnknown,
    OwnerUnknown,
    PercentFormat,
    RowTwice,
    SectionUnknown,
    TwoValues,
    UnitAlone,
    UnitTwice,
)
from footprint.formats.workbook.grid import Cell, Grid, cell_name
from footprint.formats.workbook.layout import EXCHANGES, FIELDS, FLOWS, NAMED_FIELDS, PARAMETERS, PROCESSES, Column
from footprint.formats.workbook.tables import Row, Table
from footprint.formats.workbook.yaml_text import Bare
from footprint.model.schema import FlowProperties
from footprint.units import parse_unit

__all__ = ["UNUSABLE", "Spot", "Tree", "read_tree"]

UNUSABLE = "?"
"""Stands in the data for what a cell did not give: no kind of value accepts it, so what follows from it is known."""

Spot = tuple[Grid, int, int]


@dataclass(slots=True)
class Tree:
    """The data of a workbook.

    Parameters
    ----------
    data
        Mappings and texts, as a product model's YAML would hold them.
    spots
        Sheet, row and column of every part by its path; also of parts that could stand in a row but do not.
    units
        The cell that holds the unit of a part.
    named
        Paths whose value was already found unusable.
    """

    data: dict[str, Any] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    units: dict[str, Spot] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def put(self, path: Sequence[str], value: str) -> None:
        """Put a text at a path."""
        node = self.data
        for key in path[:-1]:
            node = node.setdefault(key, {})
        node[path[-1]] = value


def read_tree(tables: dict[str, Table], doctor: Doctor) -> Tree:
    """Read all tables.

    Parameters
    ----------
    tables
        By title of the sheet; those that are missing are left out.
    doctor
        Collects what is wrong.
    """
    reader = _Reader(doctor)
    readers = {
        "Product": reader.product,
        "Flows": reader.flows,
        "Parameters": reader.parameters,
        "Processes": reader.processes,
        "Exchanges": reader.exchanges,
        "Evidence": reader.evidence,
    }
    for title, read in readers.items():
        if title in tables:
            reader.table = tables[title]
            read()
    return reader.tree


class _Reader:
    """Reads one table after the other into one tree."""

    def __init__(self, doctor: Doctor) -> None:
        self.doctor = doctor
        self.tree = Tree()
        self.table: Table
        self.first: dict[str, str] = {}
        self.exchange_ids: list[str] = []

    # what all tables share

    def key(self, row: Row, path: str) -> str | None:
        """Read the cell that names what the row is about."""
        cell = row.cell(path)
        if cell is None:
            column = next(column for column in self.table.sheet.columns if column.path == path)
            self.doctor.name(CellMissing, self.table.grid, (row.number, self.table.position(path)), column=f"{column.zh} / {column.en}")
            return None
        return self.doctor.text(self.table.grid, cell, dates=False)

    def new(self, row: Row, path: str, identity: str) -> bool:
        """Tell whether a row is the first of its name, and name it where it is not."""
        position = self.table.position(path)
        here = f"{self.table.grid.title}!{cell_name(row.number, position)}"
        first = self.first.setdefault(f"{self.table.sheet.title}:{identity}", here)
        if first != here:
            self.doctor.name(RowTwice, self.table.grid, (row.number, position), name=identity, first=first)
        return first == here

    def spot(self, path: Iterable[str], row: Row, column: str, part: str = "") -> None:
        self.tree.spots["/".join(path)] = (self.table.grid, row.number, self.table.position(column, part))

    def fields(self, row: Row, columns: Sequence[Column], owner: list[str], allocation: list[str], name: str) -> None:
        """Read the fields of a row."""
        main = ""
        for column in columns:
            if column.kind == "name":
                continue
            keys = column.path.split("/")
            path = [*allocation, keys[0], name, *keys[1:]] if column.owner else [*owner, *keys]
            if column.has_unit:
                main = self.quantity(row, column, path, "" if column.formula else main) or main
            else:
                self.single(row, column, path)

    def single(self, row: Row, column: Column, path: list[str], cell: Cell | None = None) -> None:
        """Read a field without unit."""
        self.spot(path, row, column.path) if cell is None else None
        cell = cell or row.cell(column.path)
        if cell is None:
            return
        value = self.value(cell, column)
        if value is None:
            self.tree.named.add("/".join(path))
            value = UNUSABLE
        if value:
            self.tree.put(path, value)

    def value(self, cell: Cell, column: Column) -> str | None:
        grid = self.table.grid
        if column.kind == "date":
            day = self.doctor.day(grid, cell)
            return None if day is None else Bare(day)
        if column.kind == "choice":
            code = self.doctor.choice(grid, cell, column.choices)
            return Bare(code) if column.choices == "truth" and code else code
        if column.kind in ("number", "whole"):
            number = self.doctor.number(grid, cell)
            return None if number is None else Bare(f"{number.digits} {number.unit}".strip())
        return self.doctor.text(grid, cell)

    # quantities

    def quantity(self, row: Row, column: Column, path: list[str], fallback: str) -> str:
        """Read number and unit, or a formula; give the unit that the row states."""
        joined, grid = "/".join(path), self.table.grid
        self.spot(path, row, column.path)
        value, unit, formula = (row.cell(column.path, part) for part in ("", "unit", "formula"))
        if formula is not None:
            self.formula(row, column, path, formula, value)
            return ""
        if value is None:
            if unit is not None:
                self.doctor.name(UnitAlone, grid, unit, unit=plain_text(unit.text)[:40])
            return ""
        number = self.doctor.number(grid, value, formula=column.kind == "expression")
        stated = "" if unit is None else self.doctor.text(grid, unit, dates=False)
        if number is None or stated is None:
            self.tree.named.add(joined)
            self.tree.put(path, UNUSABLE)
            return ""
        if number.digits.startswith("=") or number.raw:
            self.tree.put(path, number.digits)
            return ""
        if (column.path, "unit") in self.table.positions:
            self.tree.units[joined] = (grid, row.number, self.table.position(column.path, "unit"))
        chosen = self.unit(row, column, number, stated or "", value, unit)
        if chosen is None:
            self.tree.named.add(joined)
            self.tree.put(path, UNUSABLE)
            return ""
        chosen = chosen or self.table.units.get(column.path, "") or fallback
        self.tree.put(path, f"{number.digits} {chosen}".strip())
        return chosen

    def formula(self, row: Row, column: Column, path: list[str], formula: Cell, value: Cell | None) -> None:
        self.spot(path, row, column.path, "formula")
        text = self.doctor.text(self.table.grid, formula, dates=False)
        if text is not None and value is not None:
            first = f"{self.table.grid.title}!{cell_name(value.row, value.column)}"
            self.doctor.name(TwoValues, self.table.grid, formula, value=text[:60], other=plain_text(value.text)[:60], first=first)
            text = None
        if text is None:
            self.tree.named.add("/".join(path))
            self.tree.put(path, UNUSABLE)
            return
        text = text.removeprefix("'").strip()
        self.tree.put(path, text if text[:1] in ("=", "＝") else f"= {text}")

    def unit(self, row: Row, column: Column, number: NumberRead, stated: str, value: Cell, unit: Cell | None) -> str | None:
        """Choose the unit of a number; None where two disagree."""
        own = number.unit
        if not (own and stated) or own == stated or _same(own, stated):
            return stated or own
        where = f"{self.table.grid.title}!{cell_name(value.row, value.column)}"
        if number.percent:
            shown = f"{number.digits} %"
            self.doctor.name(PercentFormat, self.table.grid, value, shown=shown, unit=stated)
        elif unit is not None:
            self.doctor.name(UnitTwice, self.table.grid, unit, unit=stated, other=own, first=where)
        return None

    # one method per sheet

    def product(self) -> None:
        fields = {folded(column.path): column for column in (*FIELDS, *NAMED_FIELDS)}
        meanings = {folded(f"{column.zh} / {column.en}"): column for column in (*FIELDS, *NAMED_FIELDS)}
        for row in self.table.rows:
            cell, meaning = row.cell("field"), row.cell("meaning")
            column = fields.get(folded(cell.text)) if cell else None
            column = column or (meanings.get(folded(meaning.text)) if meaning else None)
            if column is None:
                self.stranger(row, cell, list(fields))
            elif column in NAMED_FIELDS:
                self.named_field(row, column)
            else:
                self.field(row, column)
        self.tree.data.setdefault("footprint", "product-model/1")

    def stranger(self, row: Row, cell: Cell | None, known: list[str]) -> None:
        if row.cell("value") is None:
            return
        text = plain_text(cell.text) if cell else ""
        like = nearest(text, known)
        values = {"suggestions": like} if like else {}
        repair, repair_zh = "The first column names the field; take it from a fresh export.", "第一列是字段标识，可从新导出的工作簿复制。"
        where = cell or (row.number, self.table.position("field"))
        self.doctor.name(FieldUnknown, self.table.grid, where, name=text[:60], repair=repair, repair_zh=repair_zh, **values)

    def field(self, row: Row, column: Column) -> None:
        path = column.path.split("/")
        spot = (self.table.grid, row.number, self.table.position("value"))
        self.tree.spots[column.path] = spot
        cell, unit = row.cell("value"), row.cell("unit")
        if cell is None or not self.new(row, "field", column.path):
            return
        if column.kind != "amount":
            self.single(row, column, path, cell)
            return
        plain = Row(row.number, {(column.path, ""): cell, **({(column.path, "unit"): unit} if unit else {})})
        positions = self.table.positions
        for part, here in (("", "value"), ("unit", "unit")):
            if (here, "") in positions:
                positions[column.path, part] = positions[here, ""]
        self.quantity(plain, column, path, "")

    def named_field(self, row: Row, column: Column) -> None:
        value = row.cell("value")
        if value is None and row.cell("name") is None:
            return
        name = self.key(row, "name")
        if name is None:
            return
        path = [*column.path.split("/"), name]
        self.tree.spots["/".join(path)] = (self.table.grid, row.number, self.table.position("value"))
        if not self.new(row, "name", "/".join(path)):
            return
        if value is None:
            where = (row.number, self.table.position("value"))
            self.doctor.name(CellMissing, self.table.grid, where, column="值 / Value")
        else:
            self.single(row, column, path, value)

    def parameters(self) -> None:
        for row in self.table.rows:
            name = self.key(row, "name")
            if name is None:
                continue
            path = ["parameters", name]
            if self.new(row, "name", name):
                self.spot(path, row, "name")
                self.tree.data.setdefault("parameters", {}).setdefault(name, {})
                self.fields(row, PARAMETERS, path, [], name)

    def processes(self) -> None:
        self.tree.data.setdefault("processes", {})
        for row in self.table.rows:
            name = self.key(row, "name")
            if name is None or not self.new(row, "name", name):
                continue
            path = ["processes", name]
            self.spot(path, row, "name")
            self.tree.data["processes"].setdefault(name, {})
            plain = [column for column in PROCESSES if not column.path.startswith("allocation/by")]
            self.allocation_key(row, path)
            self.fields(row, plain, path, [], name)
            self.spot([*path, "allocation"], row, "allocation/by")

    def allocation_key(self, row: Row, path: list[str]) -> None:
        by, named = row.cell("allocation/by"), row.cell("allocation/by/property")
        self.spot([*path, "allocation", "by"], row, "allocation/by")
        self.spot([*path, "allocation", "by", "property"], row, "allocation/by/property")
        columns = {column.path: column for column in PROCESSES}
        code = None if by is None else self.value(by, columns["allocation/by"])
        if named is not None and code in (None, "property"):
            self.single(row, columns["allocation/by/property"], [*path, "allocation", "by", "property"])
        elif named is not None:
            first = f"{self.table.grid.title}!{cell_name(row.number, self.table.position('allocation/by'))}"
            values = {"value": plain_text(named.text)[:60], "other": code, "first": first}
            self.doctor.name(TwoValues, self.table.grid, named, **values)
        elif code == "property":
            where = (row.number, self.table.position("allocation/by/property"))
            self.doctor.name(CellMissing, self.table.grid, where, column="分配所用属性 / Allocation property")
            self.tree.named.add("/".join([*path, "allocation", "by"]))
            self.tree.put([*path, "allocation", "by"], UNUSABLE)
        elif by is not None:
            self.tree.put([*path, "allocation", "by"], code or UNUSABLE)
            self.tree.named.update(["/".join([*path, "allocation", "by"])] if code is None else [])

    def exchanges(self) -> None:
        processes = self.tree.data.setdefault("processes", {})
        last = ""
        for row in self.table.rows:
            process, section, name = self.owner(row, processes, last), self.section(row), self.key(row, "name")
            last = process or last
            if process is None or section is None or name is None:
                continue
            path = ["processes", process, section, name]
            identity = "/".join(path[1:])
            if not self.new(row, "name", identity):
                continue
            self.exchange_ids.append(identity)
            self.spot(path, row, "name")
            self.tree.spots.setdefault("/".join(path[:-1]), (self.table.grid, row.number, self.table.position("section")))
            processes[process].setdefault(section, {}).setdefault(name, {})
            allocation = ["processes", process, "allocation"]
            self.fields(row, EXCHANGES, path, allocation, name)

    def owner(self, row: Row, processes: dict[str, Any], last: str) -> str | None:
        cell = row.cell("process")
        if cell is None:
            where = (row.number, self.table.position("process"))
            values = {"suggestions": [last]} if last else {}
            self.doctor.name(CellMissing, self.table.grid, where, column="过程 / Process", **values)
            return None
        name = self.doctor.text(self.table.grid, cell, dates=False)
        if name is None or name in processes:
            return name
        alike = [known for known in processes if folded(known) == folded(name)]
        like = alike or nearest(name, processes)
        values = {"suggestions": like} if like else {}
        self.doctor.name(OwnerUnknown, self.table.grid, cell, name=name[:60], sheet="Processes", **values)
        return None

    def section(self, row: Row) -> str | None:
        if row.cell("section") is None:
            return self.key(row, "section")
        cell = row.cells["section", ""]
        code = self.doctor.choice(self.table.grid, cell, "section")
        return self.on_list(cell, code, "section", "section", "类别")

    def on_list(self, cell: Cell, code: str | None, choices: str, what: str, what_zh: str) -> str | None:
        if code is None or code in CHOICES[choices]:
            return code
        known = list(CHOICES[choices])
        like = nearest(code, known)
        values = {"suggestions": like} if like else {}
        self.doctor.name(SectionUnknown, self.table.grid, cell, value=code[:60], what=what, what_zh=what_zh, known=known, **values)
        return None

    def flows(self) -> None:
        known = [name for name in FlowProperties.model_fields if name not in ("other", "source")]
        columns = {column.path: column for column in FLOWS}
        for row in self.table.rows:
            flow = self.key(row, "flow")
            if flow is None:
                continue
            path = ["flows", flow]
            self.tree.data.setdefault("flows", {}).setdefault(flow, {})
            self.tree.spots.setdefault("/".join(path), (self.table.grid, row.number, self.table.position("flow")))
            self.flow_source(row, [*path, "source"])
            cell = row.cell("property")
            if cell is None:
                if row.cell("value") is not None:
                    self.key(row, "property")
                continue
            name = self.property_name(cell, known)
            if name is not None and self.new(row, "property", f"{flow}: {'/'.join(name)}"):
                self.quantity(row, columns["value"], [*path, *name], "")

    def flow_source(self, row: Row, path: list[str]) -> None:
        cell = row.cell("source")
        text = None if cell is None else self.doctor.text(self.table.grid, cell)
        if cell is None or text is None:
            return
        earlier = self.tree.data["flows"][path[1]].get("source")
        if earlier is None:
            self.spot(path, row, "source")
            self.tree.put(path, text)
        elif earlier != text:
            grid, number, column = self.tree.spots["/".join(path)]
            first = f"{grid.title}!{cell_name(number, column)}"
            self.doctor.name(TwoValues, self.table.grid, cell, value=text[:60], other=earlier[:60], first=first)

    def property_name(self, cell: Cell, known: list[str]) -> list[str] | None:
        text = self.doctor.text(self.table.grid, cell, dates=False)
        if text is None:
            return None
        short = re.split(r"\s*/\s*", text, maxsplit=1)
        if folded(short[0]) in ("other", "其他") and len(short) == 2 and short[1]:
            return ["other", short[1]]
        for name in known:
            if folded(text).replace("_", "") == name.replace("_", "") or folded(short[-1]) == name:
                return [name]
        like = [*nearest(text, known), f"other/{text.replace('/', '-')}"]
        repair, repair_zh = "A property of your own is written other/NAME.", "自定义属性写作 other/名称。"
        values = {"name": text[:60], "repair": repair, "repair_zh": repair_zh}
        self.doctor.name(FieldUnknown, self.table.grid, cell, **values, suggestions=like[:3])
        return None

    def evidence(self) -> None:
        columns = {column.path: column for column in self.table.sheet.columns}
        for row in self.table.rows:
            exchange, value = self.key(row, "exchange"), row.cell("value")
            kind = row.cell("kind")
            code = "evidence" if kind is None else self.doctor.choice(self.table.grid, kind, "proof")
            code = code if kind is None else self.on_list(kind, code, "proof", "kind of evidence", "凭证类型")
            if exchange is None or code is None:
                continue
            identity = next((known for known in self.exchange_ids if known == exchange or folded(known) == folded(exchange)), None)
            if identity is None:
                like = nearest(exchange, self.exchange_ids)
                values = {"suggestions": like} if like else {}
                self.doctor.name(OwnerUnknown, self.table.grid, row.cells["exchange", ""], name=exchange[:80], sheet="Exchanges", **values)
            elif value is None:
                where = (row.number, self.table.position("value"))
                self.doctor.name(CellMissing, self.table.grid, where, column="文件或记录 / File or record")
            else:
                self.proof(row, ["processes", *identity.split("/")], code, columns["value"])

    def proof(self, row: Row, path: list[str], code: str, column: Column) -> None:
        if code == "contract":
            key = self.key(row, "key")
            if key is not None and self.new(row, "key", "/".join([*path, "contract", key])):
                self.single(row, column, [*path, "contract", key], row.cells["value", ""])
                self.spot([*path, "contract", key], row, "value")
                self.spot([*path, "contract"], row, "exchange")
            return
        text = self.doctor.text(self.table.grid, row.cells["value", ""])
        if text is None:
            return
        node = self.tree.data
        for key in path:
            node = node[key]
        self.spot([*path, "evidence"], row, "value")
        node["evidence"] = f"{node['evidence']}; {text}" if "evidence" in node else text


def _same(one: str, other: str) -> bool:
    try:
        return bool(parse_unit(one) == parse_unit(other))
    except UnitError:
        return False
