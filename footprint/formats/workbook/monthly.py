"""Monthly sheets: each holds one CSV table of monthly activity data and the name of its file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from footprint.errors import nearest
from footprint.files import OutsideFolder, confined
from footprint.formats.workbook.cells import Doctor, plain_text
from footprint.formats.workbook.choices import folded
from footprint.formats.workbook.errors import HeaderMissing, RowsHidden, TableNameMissing, TableUnused, TwoValues
from footprint.formats.workbook.grid import Cell, Grid
from footprint.formats.workbook.reading import UNUSABLE, Tree

__all__ = ["MONTH_HEAD", "TABLE_HEAD", "MonthlyTable", "csv_text", "read_monthly"]

TABLE_HEAD = "数据表 / Table"
MONTH_HEAD = "月份 / month"

_MONTH_HEADS = {folded(word) for word in ("month", "月份", MONTH_HEAD, "month / 月份")}
_TABLE_HEADS = {folded(word) for word in ("table", "数据表", TABLE_HEAD, "table / 数据表", "月度数据表")}
_HEAD_ROWS = 20
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", re.ASCII)


@dataclass(slots=True)
class MonthlyTable:
    """A monthly table of a workbook.

    Parameters
    ----------
    file
        Name of the CSV file.
    title
        The sheet.
    text
        The table as CSV.
    rows
        Row of the sheet of every line of the CSV, from the head on.
    columns
        Column of the sheet by the head of the CSV column.
    named
        Line and head of cells that were already found unusable.
    """

    file: str
    title: str
    text: str
    rows: list[int]
    columns: dict[str, int]
    named: set[tuple[int, str]] = field(default_factory=set)

    def cell(self, line: int, head: str) -> tuple[int, int]:
        """Give row and column in the sheet for a line of the CSV and the head of a column."""
        row = self.rows[line - 1] if 0 < line <= len(self.rows) else self.rows[0]
        return row, self.columns.get(head[:80], 1)


def read_monthly(grids: Sequence[Grid], tree: Tree, doctor: Doctor) -> list[MonthlyTable]:
    """Read the monthly sheets that processes name.

    Parameters
    ----------
    grids
        The sheets.
    tree
        Data of the other sheets: which process names which table.
    doctor
        Collects what is wrong.
    """
    wanted = [process["activity"] for process in tree.data.get("processes", {}).values() if process.get("activity")]
    tables: dict[str, MonthlyTable] = {}
    for grid in grids:
        table = _read(grid, wanted, tree, doctor)
        if table is None:
            continue
        if table.file in tables:
            first = f"{tables[table.file].title}!B1"
            doctor.name(TwoValues, grid, (1, 2), value=table.file, other=table.file, first=first)
        elif table.file not in wanted:
            like = nearest(table.file, wanted)
            doctor.name(TableUnused, grid, (1, 2), table=table.file, **({"suggestions": like} if like else {}))
        else:
            tables[table.file] = table
    return list(tables.values())


def _read(grid: Grid, wanted: list[str], tree: Tree, doctor: Doctor) -> MonthlyTable | None:
    header = _header(grid)
    figures = [key for key in grid.cells if header is not None and key[0] > header]
    name, where = _name(grid, header or _HEAD_ROWS, doctor)
    if not name and not figures:
        return None
    if header is None:
        doctor.name(HeaderMissing, grid, (1, 1), known=[MONTH_HEAD, "outputs/NAME [unit]"])
        tree.table_unread = True
        return None
    problem = _unusable_name(name)
    if problem:
        values = {"suggestions": wanted[:1]} if wanted else {}
        tree.table_unread = True
        doctor.name(TableNameMissing, grid, where, why=problem[0], why_zh=problem[1], **values)
        return None
    return _table(grid, header, name, doctor)


def _header(grid: Grid) -> int | None:
    for row in [row for row in grid.rows() if row <= _HEAD_ROWS]:
        cell = grid.cells.get((row, 1))
        if cell is not None and folded(cell.text) in _MONTH_HEADS:
            return row
    return None


def _name(grid: Grid, header: int, doctor: Doctor) -> tuple[str, tuple[int, int]]:
    """Find the name of the table: right of its label above the header."""
    where = (1, 2)
    for row in range(1, header):
        label = grid.cells.get((row, 1))
        if label is not None and folded(label.text) in _TABLE_HEADS:
            where = (row, 2)
    cell = grid.cells.get(where)
    return ("", where) if cell is None else (doctor.text(grid, cell) or "", where)


def _unusable_name(name: str) -> tuple[str, str] | None:
    if not name:
        return "the cell beside `Table` is empty", "“数据表”右侧的单元格为空"
    if not name.lower().endswith(".csv"):
        return f"`{name[:60]}` does not end with .csv", f"`{name[:60]}` 的扩展名不是 .csv"
    try:
        confined(".", name)
    except OutsideFolder:
        return f"`{name[:60]}` leads out of the folder of the model", f"`{name[:60]}` 指向模型所在文件夹之外"
    return None


def _table(grid: Grid, header: int, name: str, doctor: Doctor) -> MonthlyTable:
    heads = {column: cell for (row, column), cell in sorted(grid.cells.items()) if row == header}
    rows = [row for row in grid.rows() if row > header and any((row, column) in grid.cells for column in heads)]
    hidden = [row for row in rows if row in grid.hidden_rows]
    if hidden:
        doctor.name(RowsHidden, grid, (hidden[0], 1), rows=", ".join(map(str, hidden[:20])))
    texts = {column: "month" if column == 1 else " ".join((doctor.text(grid, cell) or UNUSABLE).split()) for column, cell in heads.items()}
    table = MonthlyTable(name, grid.title, "", [header, *rows], {text[:80]: column for column, text in texts.items()})
    lines = [list(texts.values())]
    for line, row in enumerate(rows, 2):
        lines.append([_value(grid, grid.cells.get((row, column)), column, (line, texts[column]), table, doctor) for column in heads])
    table.text = csv_text(lines)
    return table


def _value(grid: Grid, cell: Cell | None, column: int, key: tuple[int, str], table: MonthlyTable, doctor: Doctor) -> str:
    if cell is None:
        return ""
    if column == 1:
        text = cell.text[:7] if cell.kind == "date" else doctor.text(grid, cell)
        match = _MONTH.fullmatch(text or "")
        return f"{match[1]}-{int(match[2]):02d}" if match else text or UNUSABLE
    number = doctor.number(grid, cell)
    if number is None:
        table.named.add(key)
        return UNUSABLE
    return plain_text(cell.text) if number.unit or number.raw else number.digits


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV with LF line ends."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
