"""Workbooks with a table of variants: the first visible sheet that holds anything."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from footprint.batch.errors import TableDamaged, TableTooLarge
from footprint.errors import Place
from footprint.formats.workbook.archive import open_archive
from footprint.formats.workbook.cells import sheet_in_reference
from footprint.formats.workbook.grid import Cell, Grid, cell_name, read_grids

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["WorkbookTable", "open_workbook_table"]

_PERCENT_HEAD = re.compile(r"[\[（［【]\s*[%％]\s*[\]）］】]\s*\Z")
_LITERAL = re.compile(r'"[^"]*"|\\.')
"""What a number format writes as it stands, and is no sign of percent."""


class WorkbookTable:
    """A sheet as heads and rows of texts.

    Parameters
    ----------
    path
        The workbook.
    grid
        Its sheet.
    """

    def __init__(self, path: Path, grid: Grid) -> None:
        self.path = path
        self._grid = grid
        rows = grid.rows()
        self.head_row = rows[0]
        self._body = rows[1:]
        last = max(column for row, column in grid.cells if row == self.head_row)
        self._columns = range(1, last + 1)
        self.heads = [self._text(self.head_row, column) for column in self._columns]
        stray = next((cell for place, cell in sorted(grid.cells.items()) if place[1] > last), None)
        if stray is not None:
            place = Place(str(path), stray.row, stray.column, cell=self.cell(stray.row, stray.column))
            raise TableDamaged(
                place, file=str(path), why="a cell stands beside the table, under no head", why_zh="表格旁边有单元格没有列头"
            )

    def cell(self, row: int, column: int) -> str:
        """Name a cell with its sheet."""
        return f"{sheet_in_reference(self._grid.title)}!{cell_name(row, column)}"

    def rows(self) -> Iterator[tuple[pa.RecordBatch, list[int]]]:
        """Yield the rows as texts, with the row of each, as `csv_rows` does."""
        import pyarrow as pa

        columns = [[self._text(row, column) or None for row in self._body] for column in self._columns]
        arrays = [pa.array(column, pa.string()) for column in columns]
        yield pa.RecordBatch.from_arrays(arrays, names=[str(number) for number in range(len(arrays))]), self._body

    def _text(self, row: int, column: int) -> str:
        cell = self._grid.cells.get((row, column))
        return "" if cell is None else _shown(cell, self._in_percent(column) if row != self.head_row else False)

    def _in_percent(self, column: int) -> bool:
        """Tell whether the values of a column are stated in percent."""
        return _PERCENT_HEAD.search(self._text(self.head_row, column)) is not None


def open_workbook_table(path: Path) -> WorkbookTable:
    """Open the first visible sheet of a workbook that holds anything.

    Raises
    ------
    FootprintError
        It is no workbook, damaged, packed suspiciously, or too large, as for other workbooks.
    """
    grids = read_grids(open_archive(str(path)))
    grid = next((grid for grid in grids if grid.cells and not grid.hidden), None)
    if grid is None:
        raise TableDamaged(Place(str(path)), file=str(path), why="its sheets are empty", why_zh="工作表为空")
    if grid.beyond:
        what, _, limit = grid.beyond.partition(" ")
        raise TableTooLarge(Place(str(path)), file=str(path), limit=limit, what=f"{what}s", what_zh="行数" if what == "row" else "列数")
    return WorkbookTable(path, grid)


def _shown(cell: Cell, in_percent: bool) -> str:
    """Give the text of a cell; a formula that was never calculated shows itself and is then no number.

    What is formatted as a percentage is taken as it is seen: 0.8 that shows as 80% is 80 in a column in percent, and elsewhere no number.
    """
    if cell.kind == "number" and not cell.text:
        return cell.formula or ""
    if cell.kind == "number" and "%" in _LITERAL.sub("", cell.number_format):
        with contextlib.suppress(InvalidOperation):
            return f"{(Decimal(cell.text) * 100).normalize():f}" + ("" if in_percent else "%")
    return cell.text.strip()
