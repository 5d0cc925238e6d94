"""Sheets as tables: the right sheet, the row of the header, the columns by their names, the rows that hold something."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from footprint.errors import Place, UnitError, nearest
from footprint.formats.workbook.cells import Doctor, plain_text
from footprint.formats.workbook.choices import folded
from footprint.formats.workbook.errors import (
    CellRead,
    ColumnMissing,
    ColumnTwice,
    ColumnUnknown,
    HeaderMissing,
    MergedCells,
    RowsHidden,
    SheetHidden,
    SheetMissing,
    SheetTwice,
    SheetUnknown,
    TooManyRows,
)
from footprint.formats.workbook.grid import COLUMN_LIMIT, ROW_LIMIT, Cell, Grid, cell_name
from footprint.formats.workbook.layout import SHEETS, Column, Sheet, heads_of
from footprint.units import parse_unit

__all__ = ["MONTHLY", "Row", "Table", "assign_sheets", "read_table"]

MONTHLY = ("Monthly activity", "月度数据")
SILENT = ("Lists", "Datasets", "选项列表", "数据集")

_HEADER_ROWS = 30
_WITH_UNIT = re.compile(r"(.+?)\s*[\[(（【]\s*([^\])）】]+?)\s*[\])）】]\s*", re.DOTALL)
_NUMBERED = re.compile(r"(.+?)(?:\s*\(?\d+\)?)?")


@dataclass(slots=True)
class Row:
    """A row that holds something: its number, and its cells by column and part (``""``, ``unit``, ``formula``)."""

    number: int
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)

    def cell(self, path: str, part: str = "") -> Cell | None:
        """Give the cell of a column; None where it is empty."""
        return self.cells.get((path, part))


@dataclass(slots=True)
class Table:
    """A sheet as a table.

    Parameters
    ----------
    sheet, grid
        The sheet of the format, and the cells it was read from.
    positions
        Column number of every column and part that is there.
    units
        Units that stand in headers, by path of the column.
    rows
        Rows below the header that hold something.
    broken
        A column is missing or may have been renamed: the rows cannot be relied on.
    """

    sheet: Sheet
    grid: Grid
    header: int
    positions: dict[tuple[str, str], int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    broken: bool = False

    def position(self, path: str, part: str = "") -> int:
        """Give the number of a column; of the first one where it is missing."""
        return self.positions.get((path, part), 1)


def assign_sheets(grids: Sequence[Grid], doctor: Doctor) -> tuple[dict[str, Grid], list[Grid]]:
    """Tell which sheet is which.

    Returns
    -------
    (dict of Grid by title of the format, list of Grid)
        The sheets with columns, and the monthly tables.
    """
    known = {name: sheet.title for sheet in SHEETS for name in _names(sheet.title, sheet.zh)}
    monthly_names, silent = set(_names(*MONTHLY)), {folded(name) for name in SILENT}
    found: dict[str, Grid] = {}
    monthly: list[Grid] = []
    unknown: list[Grid] = []
    for grid in grids:
        name = folded(grid.title)
        base = _NUMBERED.fullmatch(name)
        title = known.get(name)
        if name in monthly_names or (base and base[1] in monthly_names):
            monthly.append(grid)
        elif title is None:
            if name not in silent:
                unknown.append(grid)
            continue
        elif title in found:
            doctor.name(SheetTwice, grid, (1, 1), sheet=grid.title, other=found[title].title)
            continue
        else:
            found[title] = grid
        if grid.hidden:
            doctor.name(SheetHidden, grid, (1, 1), sheet=grid.title)
    _name_strangers(found, unknown, doctor)
    for grid in (*found.values(), *monthly):
        if grid.beyond:
            what_zh = f"第 {ROW_LIMIT} 行" if grid.beyond.startswith("row") else f"第 {COLUMN_LIMIT} 列"
            doctor.name(TooManyRows, grid, (1, 1), what=grid.beyond, what_zh=what_zh)
    return found, monthly


def _names(title: str, zh: str) -> list[str]:
    return [folded(name) for name in (title, zh, f"{zh} {title}", f"{title} {zh}", f"{zh}表", f"{zh} / {title}")]


def _name_strangers(found: dict[str, Grid], unknown: list[Grid], doctor: Doctor) -> None:
    missing = [sheet.title for sheet in SHEETS if sheet.title not in found]
    used: set[str] = set()
    for sheet in SHEETS:
        if sheet.title in missing and sheet.required:
            titles = [grid.title for grid in unknown]
            like = nearest(sheet.title, titles) or nearest(sheet.zh, titles)
            used.update(like[:1])
            values = {"sheet": sheet.title, "found": titles or list(found) or ["-"]}
            doctor.findings.append(SheetMissing(Place(doctor.file), **values, **({"suggestions": like} if like else {})).finding)
    for grid in unknown:
        if grid.title not in used and grid.cells:
            like = nearest(grid.title, missing)
            doctor.name(SheetUnknown, grid, (1, 1), sheet=grid.title, **({"suggestions": like} if like else {}))


def read_table(sheet: Sheet, grid: Grid, doctor: Doctor) -> Table | None:
    """Read a sheet as a table; None where its header is not found."""
    labels = _labels(sheet)
    header = _header_row(grid, labels)
    if header is None:
        if grid.cells:
            known = [f"{zh} / {en}" for _, _, (en, zh) in heads_of(sheet)[:4]]
            doctor.name(HeaderMissing, grid, (1, 1), known=known)
        return None if grid.cells or sheet.required else Table(sheet, grid, 1)
    table = Table(sheet, grid, header)
    strangers = _read_header(table, labels, doctor)
    _name_columns(table, strangers, doctor)
    _fill_merged(table, doctor)
    _collect_rows(table, doctor)
    return table


def _labels(sheet: Sheet) -> dict[str, tuple[Column, str]]:
    labels: dict[str, tuple[Column, str]] = {}
    for column, part, (en, zh) in heads_of(sheet):
        for label in (en, zh, f"{zh} / {en}", f"{en} / {zh}", f"{zh} {en}", f"{en} {zh}"):
            labels.setdefault(folded(label), (column, part))
    return labels


def _header_row(grid: Grid, labels: dict[str, tuple[Column, str]]) -> int | None:
    best, score = None, 1
    for row in [row for row in grid.rows() if row <= _HEADER_ROWS]:
        cells = [cell for (number, _), cell in grid.cells.items() if number == row and cell.kind == "text"]
        hits = len({_meant(cell.text, labels) for cell in cells} - {None})
        if hits > score:
            best, score = row, hits
    return best


def _meant(text: str, labels: dict[str, tuple[Column, str]]) -> tuple[str, str] | None:
    found = labels.get(folded(text))
    if found is None:
        match = _WITH_UNIT.fullmatch(text)
        found = labels.get(folded(match[1])) if match else None
    return None if found is None else (found[0].path, found[1])


def _read_header(table: Table, labels: dict[str, tuple[Column, str]], doctor: Doctor) -> list[Cell]:
    """Find the columns; give the heads that name none."""
    strangers: list[Cell] = []
    for (row, number), cell in sorted(table.grid.cells.items()):
        if row != table.header:
            continue
        key = _meant(cell.text, labels)
        if key is None:
            strangers.append(cell)
        elif key in table.positions:
            first = cell_name(table.header, table.positions[key])
            doctor.name(ColumnTwice, table.grid, cell, column=plain_text(cell.text)[:60], first=first)
        else:
            table.positions[key] = number
            match = _WITH_UNIT.fullmatch(cell.text)
            if match and folded(cell.text) not in labels:
                _unit_of_head(table, key, cell, match[2], doctor)
    return strangers


def _unit_of_head(table: Table, key: tuple[str, str], cell: Cell, unit: str, doctor: Doctor) -> None:
    column = next(column for column in table.sheet.columns if column.path == key[0])
    if not column.has_unit or key[1]:
        return
    try:
        parse_unit(unit)
    except UnitError as error:
        doctor.name(type(error), table.grid, cell, **error.values)
        return
    table.units[column.path] = unit
    why, why_zh = "the unit of the header counts where a row has none", "该行没有单位时使用标题中的单位"
    doctor.name(CellRead, table.grid, cell, value=plain_text(cell.text)[:80], meaning=unit, why=why, why_zh=why_zh)


def _name_columns(table: Table, strangers: list[Cell], doctor: Doctor) -> None:
    missing = [(column, label) for column, part, label in heads_of(table.sheet) if (column.path, part) not in table.positions]
    used: set[int] = set()
    for column, (en, zh) in missing:
        if column.required and (column.path, "") not in table.positions and en == column.en:
            like = nearest(f"{zh} / {en}", [plain_text(cell.text) for cell in strangers]) or nearest(
                en, [plain_text(cell.text) for cell in strangers]
            )
            cell = next((cell for cell in strangers if like and plain_text(cell.text) == like[0]), None)
            repair, repair_zh = f"Name a column `{zh} / {en}`.", f"请加上名为 `{zh} / {en}` 的列。"
            if cell is not None:
                used.add(cell.column)
                repair = f"Is it `{like[0]}`? Then name that column `{zh} / {en}`."
                repair_zh = f"是否为 `{like[0]}`？请把该列改名为 `{zh} / {en}`。"
            where = cell or (table.header, 1)
            table.broken = True
            doctor.name(ColumnMissing, table.grid, where, column=f"{zh} / {en}", repair=repair, repair_zh=repair_zh)
    free = [f"{zh} / {en}" for _, (en, zh) in missing]
    filled = {column for row, column in table.grid.cells if row > table.header}
    for cell in strangers:
        if cell.column not in used and cell.column in filled:
            like = nearest(plain_text(cell.text), free)
            if like and _alike(cell.text, like[0]):
                table.broken = True
                repair, repair_zh = f"Is it `{like[0]}`? Then name it so.", f"是否为 `{like[0]}`？请改为该名称。"
                doctor.name(ColumnMissing, table.grid, cell, column=like[0], repair=repair, repair_zh=repair_zh)
                continue
            values = {"suggestions": like} if like else {}
            doctor.name(ColumnUnknown, table.grid, cell, column=plain_text(cell.text)[:60], **values)
    named = {*table.positions.values(), *(cell.column for cell in strangers)}
    headless = {(row, column) for row, column in table.grid.cells if row > table.header and column not in named}
    for number in sorted({number for _, number in headless}):
        first = min(row for row, other in headless if other == number)
        doctor.name(ColumnUnknown, table.grid, (first, number), column=cell_name(1, number)[:-1])


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, folded(one), folded(other)).ratio() >= 0.75


def _fill_merged(table: Table, doctor: Doctor) -> None:
    """Let a merged name, text or unit stand for all its rows; name every other merge that holds something."""
    parts = {number: key for key, number in table.positions.items()}
    kinds = {column.path: column.kind for column in table.sheet.columns}
    cells = table.grid.cells
    for top, left, bottom, right in table.grid.merged:
        cell = cells.get((top, left))
        columns = [number for number in parts if left <= number <= right]
        if top <= table.header or cell is None or not columns:
            continue
        path, part = parts.get(left, ("", ""))
        number = not part and kinds.get(path) in ("amount", "expression", "number", "whole")
        if len(columns) > 1 or (number and bottom > top):
            doctor.name(MergedCells, table.grid, cell, range=f"{cell_name(top, left)}:{cell_name(bottom, right)}")
        if bottom > top:
            rows = [row for row in _rows_in(table.grid, top + 1, bottom) if (row, left) not in cells]
            for row in rows:
                cells[row, left] = replace(cell, row=row)
            if rows and not number:
                why = f"the merged cells stand for rows {top} to {bottom}"
                doctor.note(table.grid, cell, cell.text, plain_text(cell.text), why, f"合并单元格代表第 {top} 至 {bottom} 行")


def _rows_in(grid: Grid, first: int, last: int) -> Iterator[int]:
    for row in grid.rows():
        if first <= row <= last:
            yield row


def _collect_rows(table: Table, doctor: Doctor) -> None:
    keys = {number: key for key, number in table.positions.items()}
    rows: dict[int, Row] = {}
    for (number, column), cell in sorted(table.grid.cells.items()):
        if number > table.header and column in keys:
            rows.setdefault(number, Row(number)).cells[keys[column]] = cell
    table.rows = list(rows.values())
    hidden = [row.number for row in table.rows if row.number in table.grid.hidden_rows]
    if hidden:
        shown = ", ".join(map(str, hidden[:20])) + (" …" if len(hidden) > 20 else "")
        doctor.name(RowsHidden, table.grid, (hidden[0], 1), rows=shown)
