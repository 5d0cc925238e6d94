"""A monthly table as text cells with their rows, and its columns read from their heads."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from footprint.errors import Finding, FootprintError, Place
from footprint.model.activity.errors import (
    ActivityTooBig,
    BadColumn,
    BadColumnUnit,
    BadMonth,
    MissingMonth,
    MonthOutside,
    MonthTwice,
    NoMonthColumn,
    NotATable,
    RaggedRow,
)
from footprint.model.schema import Period
from footprint.units import Unit, parse_unit

__all__ = ["Column", "Row", "Table", "read_table"]

COLUMN_LIMIT = 500
ROW_LIMIT = 1200
"""A hundred years of months."""

# Typed with a Chinese keyboard: `（kWh）` and `［t］` at the end; in a name they are part of it.
_WIDE_UNIT = re.compile(r"(?P<name>.*[^\s])\s*[（［【](?P<unit>[^（）［］【】]+)[）］】]")
_HEAD = re.compile(r"(?P<name>[^\[\]]+?)\s*\[(?P<unit>[^\[\]]+)\]")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
# Excel shows 2024-01 as 2024/1, and a Chinese one as 2024年1月.
_OTHER_MONTH = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>1[0-2]|0?[1-9])|年(?P<chinese>1[0-2]|0?[1-9])月)", re.ASCII)
_MONTH_HEADS = ("month", "月份", "月")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and what the head says.

    Parameters
    ----------
    head
        As written.
    name
        ``SECTION/NAME`` or ``parameters/NAME``.
    unit
        The unit of its cells.
    index
        Position in the row, from 0.
    """

    head: str
    name: str
    unit: Unit
    index: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file, its month, and its cells."""

    number: int
    month: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A monthly table whose rows are exactly the months of the period.

    Parameters
    ----------
    file
        How to call it in findings.
    columns
        Columns with a usable head.
    rows
        One row per month, in order of time.
    """

    file: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def place(self, row: int, column: str = "") -> Place:
        """Tell the place of a row, and name its column."""
        return Place(self.file, row, 0, column)


def read_table(text: str, file: str, period: Period) -> tuple[Table, list[Finding]]:
    """Read a monthly table.

    Parameters
    ----------
    text
        The decoded file.
    file
        How to call it in findings.
    period
        Its months must be those of the table.

    Raises
    ------
    NotATable, ActivityTooBig, NoMonthColumn
        Reading cannot go on.
    """
    lines = _rows(text, file)
    first, head = lines[0]
    if head[0].strip().lower() not in _MONTH_HEADS:
        _refuse_other_delimiters(head, Place(file, first))
        raise NoMonthColumn(Place(file, first, 0, head[0][:60]), found=head[0][:60])
    if len(head) > COLUMN_LIMIT:
        raise ActivityTooBig(Place(file, first), limit=COLUMN_LIMIT, what="columns", what_zh="列")
    findings: list[Finding] = []
    columns = [column for index, text in enumerate(head[1:], 1) if (column := _column(text, index, Place(file, first), findings))]
    rows: list[Row] = []
    for number, cells in lines[1:]:
        if len(cells) != len(head):
            findings.append(RaggedRow(Place(file, number), found=len(cells), expected=len(head)).finding)
        else:
            rows.append(Row(number, _month(cells[0].strip()), tuple(cell.strip() for cell in cells)))
    kept = _check_months(rows, file, period, findings)
    return Table(file, tuple(columns), tuple(kept)), findings


def _rows(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Split into rows with the number of their first line; rows without any text are passed over."""
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, cells))
            line = reader.line_num + 1
            if len(found) > ROW_LIMIT:
                raise ActivityTooBig(Place(file, line), limit=ROW_LIMIT, what="rows", what_zh="行")
    except csv.Error as error:
        raise NotATable(Place(file, line), why=str(error), why_zh=str(error)) from None
    if not found:
        raise NotATable(Place(file, 1), why="it is empty", why_zh="文件为空")
    return found


def _refuse_other_delimiters(head: list[str], place: Place) -> None:
    if len(head) == 1:
        for delimiter, name, name_zh in ((";", "semicolons", "分号"), ("\t", "tabs", "制表符"), ("，", "full-width commas", "全角逗号")):
            if delimiter in head[0]:
                raise NotATable(place, why=f"its columns are separated by {name}", why_zh=f"各列以{name_zh}分隔")


def _column(head: str, index: int, place: Place, findings: list[Finding]) -> Column | None:
    head = head.strip()
    place = Place(place.file, place.line, 0, head[:80])
    wide = _WIDE_UNIT.fullmatch(head) if "[" not in head else None
    plain = f"{wide['name']} [{wide['unit']}]" if wide else head
    match = _HEAD.fullmatch(plain if "/" in plain.partition("[")[0] else plain.replace("／", "/", 1))
    if match is None or "/" not in match["name"]:
        findings.append(BadColumn(place, column=head[:80]).finding)
        return None
    try:
        return Column(head, match["name"].strip(), parse_unit(match["unit"].strip()), index)
    except FootprintError as error:
        why = {lang: f"{error.finding.message(lang)} {error.finding.hint(lang)}".strip() for lang in ("en", "zh")}
        findings.append(BadColumnUnit(place, column=head[:80], why=why["en"], why_zh=why["zh"]).finding)
        return None


def _month(text: str) -> str:
    """Write a month as YYYY-MM; what is no month stays as it is, for the finding."""
    other = _OTHER_MONTH.fullmatch(text)
    return f"{other['year']}-{int(other['month'] or other['chinese']):02d}" if other else text


def _check_months(rows: list[Row], file: str, period: Period, findings: list[Finding]) -> list[Row]:
    """Keep one row per month of the period, in order of time, and say what is missing or too much."""
    first, last = f"{period.start:%Y-%m}", f"{period.end:%Y-%m}"
    kept: dict[str, Row] = {}
    for row in rows:
        place = Place(file, row.number, 0, "month")
        if not _MONTH.fullmatch(row.month):
            findings.append(BadMonth(place, value=row.month[:40]).finding)
        elif not first <= row.month <= last:
            findings.append(MonthOutside(place, month=row.month, start=first, end=last).finding)
        elif row.month in kept:
            findings.append(MonthTwice(place, month=row.month, first_row=kept[row.month].number).finding)
        else:
            kept[row.month] = row
    missing = [month for month in _months(period) if month not in kept]
    # A row that cannot be read is the missing one; to name it twice would help nobody.
    unread = any(finding.error in (BadMonth, RaggedRow) for finding in findings)
    if missing and not unread:
        shown = missing if len(missing) <= 12 else [*missing[:12], "…"]
        findings.append(MissingMonth(Place(file, 1, 0, "month"), months=shown).finding)
    return [kept[month] for month in sorted(kept)]


def _months(period: Period) -> list[str]:
    start, end = period.start, period.end
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    numbers = range(start.year * 12 + start.month - 1, start.year * 12 + start.month - 1 + min(count, ROW_LIMIT))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers]
