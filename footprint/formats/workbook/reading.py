"""From rows to plain data: what the YAML of the model would hold, and the cell of every part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from footprint.errors import UnitError, nearest
from footprint.formats.workbook.cells import Doctor, NumberRead, plain_text
from footprint.formats.workbook.choices import CHOICES
from footprint.formats.workbook.errors import (
    CellMissing,
    PercentFormat,
    RowTwice,
    SectionUnknown,
    TwoValues,
    UnitAlone,
    UnitTwice,
)
from footprint.formats.workbook.grid import Cell, Grid, cell_name
from footprint.formats.workbook.layout import Column
from footprint.formats.workbook.tables import Row, Table
from footprint.formats.workbook.yaml_text import Bare
from footprint.units import parse_unit

__all__ = ["UNUSABLE", "Spot", "TableReader", "Tree"]

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
    strange
        Fields that may have been meant by a row of another name.
    table_unread
        Whether a monthly sheet could not be read, so that a table may be missing for that reason.
    """

    data: dict[str, Any] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    units: dict[str, Spot] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    strange: set[str] = field(default_factory=set)
    table_unread: bool = False

    def put(self, path: Sequence[str], value: str) -> None:
        """Put a text at a path."""
        node = self.data
        for key in path[:-1]:
            node = node.setdefault(key, {})
        node[path[-1]] = value


class TableReader:
    """Reads rows into a tree: what all sheets share.

    Parameters
    ----------
    doctor
        Collects what is wrong.
    """

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
        """Remember the cell of a part of the model."""
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
        """Read a cell without unit; None where it is unusable."""
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

    def once(self, row: Row, column: Column, path: list[str]) -> None:
        """Read what several rows may state, but only in one way."""
        cell = row.cell(column.path)
        text = None if cell is None else self.value(cell, column)
        if cell is None or text is None:
            return
        earlier: Any = self.tree.data
        for key in path:
            earlier = earlier.get(key) if isinstance(earlier, dict) else None
        if earlier is None:
            self.spot(path, row, column.path)
            self.tree.put(path, text)
        elif earlier != text:
            grid, number, position = self.tree.spots["/".join(path)]
            first = f"{grid.title}!{cell_name(number, position)}"
            self.doctor.name(TwoValues, self.table.grid, cell, value=text[:60], other=earlier[:60], first=first)

    def on_list(self, cell: Cell, code: str | None, choices: str, what: str, what_zh: str) -> str | None:
        """Give a code that is on a list, and name one that is not."""
        if code is None or code in CHOICES[choices]:
            return code
        known = list(CHOICES[choices])
        like = nearest(code, known)
        values = {"suggestions": like} if like else {}
        self.doctor.name(SectionUnknown, self.table.grid, cell, value=code[:60], what=what, what_zh=what_zh, known=known, **values)
        return None

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
        """Read a formula of the model."""
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


def _same(one: str, other: str) -> bool:
    try:
        return bool(parse_unit(one) == parse_unit(other))
    except UnitError:
        return False
