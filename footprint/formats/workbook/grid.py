"""The cells of a workbook, as they are stored: values, formulas, number formats, merges, hidden rows.

Sheets are read as a stream, so that a million formatted empty rows cost little, and the text of a number is kept: what
Excel stores as 0.30000000000000004 it shows as 0.3, to 15 digits, and that is the number that was entered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from footprint.errors import Place
from footprint.formats.workbook.archive import Archive
from footprint.formats.workbook.errors import DamagedWorkbook

__all__ = ["COLUMN_LIMIT", "ROW_LIMIT", "Cell", "Grid", "cell_name", "read_grids"]

ROW_LIMIT = 20_000
COLUMN_LIMIT = 400
SHEET_LIMIT = 200
CELL_LIMIT = 600_000

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[ >]")

CellKind = Literal["number", "text", "truth", "error", "date"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something.

    Parameters
    ----------
    row, column
        Counted from 1.
    kind
        What it holds.
    text
        The stored text of a number, TRUE or FALSE, the error, the text, or an ISO date.
    formula
        The formula whose saved value this is; None where there is none.
    number_format
        The format code.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    formula: str | None = None
    number_format: str = "General"


@dataclass(slots=True)
class Grid:
    """A sheet: its cells by row and column, and what is said about them."""

    title: str
    hidden: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    beyond: str = ""

    def rows(self) -> list[int]:
        """Give the numbers of the rows that hold something."""
        return sorted({row for row, _ in self.cells})


def cell_name(row: int, column: int) -> str:
    """Name a cell: ``F17``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read_grids(archive: Archive) -> list[Grid]:
    """Read all sheets of a workbook.

    Raises
    ------
    DamagedWorkbook, ForbiddenXml
        A part is missing or damaged.
    """
    book = _Book()
    root = _workbook_part(archive)
    archive.parse(root, book)
    folder = root.rpartition("/")[0]
    targets = _relationships(archive, folder, root)
    if not book.sheets:
        raise DamagedWorkbook(Place(archive.file), why="it has no sheets", why_zh="没有工作表")
    strings = _Strings()
    shared = next((target for kind, target in targets.values() if kind == "sharedStrings"), "")
    if shared and shared in archive:
        archive.parse(shared, strings)
    styles = _Styles()
    style_part = next((target for kind, target in targets.values() if kind == "styles"), "")
    if style_part and style_part in archive:
        archive.parse(style_part, styles)
    grids = []
    for title, identifier, hidden in book.sheets[:SHEET_LIMIT]:
        kind, target = targets.get(identifier, ("", ""))
        if kind != "worksheet":
            continue  # a chart or a dialog
        reader = _Sheet(Grid(title, hidden), strings.texts, styles.formats(), book.date1904)
        archive.parse(target, reader)
        grids.append(reader.grid)
    return grids


def _workbook_part(archive: Archive) -> str:
    found = _Relations()
    if "_rels/.rels" in archive:
        archive.parse("_rels/.rels", found)
    for kind, target in found.targets.values():
        if kind == "officeDocument":
            return target.lstrip("/")
    return "xl/workbook.xml"


def _relationships(archive: Archive, folder: str, part: str) -> Mapping[str, tuple[str, str]]:
    """Give kind and part of every relationship of the workbook."""
    found = _Relations()
    name = f"{folder}/_rels/{part.rpartition('/')[2]}.rels".lstrip("/")
    archive.parse(name, found)
    return {key: (kind, _resolved(folder, target)) for key, (kind, target) in found.targets.items()}


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


class _Relations:
    def __init__(self) -> None:
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", ""))

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class _Book:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.date1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.date1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            identifier = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self.sheets.append((attributes.get("name", ""), identifier, attributes.get("state", "visible") != "visible"))

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class _Strings:
    """Shared strings: runs are joined, phonetic readings left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._phonetic = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t":
            self._in_text = not self._phonetic

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(_unescaped("".join(self._parts)))
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "t":
            self._in_text = False

    def text(self, data: str) -> None:
        if self._in_text:
            self._parts.append(data)


class _Styles:
    """The number format of every style."""

    def __init__(self) -> None:
        self._custom: dict[int, str] = {}
        self._used: list[int] = []
        self._in_cells = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._custom[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._used.append(_whole(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def text(self, data: str) -> None:
        pass

    def formats(self) -> list[str]:
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        # Chinese and Japanese date formats that have a number only (ECMA-376, part 1, 18.8.30).
        eastern = dict.fromkeys([*range(27, 32), 36, *range(50, 59)], "yyyy-mm-dd")
        return [self._custom.get(number) or BUILTIN_FORMATS.get(number) or eastern.get(number, "General") for number in self._used]


class _Sheet:
    """Reads one sheet into its grid."""

    def __init__(self, grid: Grid, strings: list[str], formats: list[str], date1904: bool) -> None:
        self.grid = grid
        self.done = False
        self._strings, self._formats, self._date1904 = strings, formats, date1904
        self._row = self._column = 0
        self._in_cell = False
        self._attributes: Mapping[str, str] = {}
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._target: list[str] | None = None
        self._phonetic = 0
        self._first_beyond = 0
        self._dates: dict[str, bool] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif self._in_cell:
            self._inside(name)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = _whole(number) if number else self._row + 1
        self._column = 0
        if self.done:
            return
        if self._row > ROW_LIMIT or len(self.grid.cells) > CELL_LIMIT:
            self.done, self._first_beyond = True, self._row
        elif attributes.get("hidden", "0") in ("1", "true"):
            self.grid.hidden_rows.add(self._row)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        if match:
            self._column = _column_number(match[1])
        else:
            self._column += 1
        self._in_cell, self._attributes = True, attributes
        self._value, self._formula, self._target = [], None, None

    def _inside(self, name: str) -> None:
        if name == "v" or (name == "t" and not self._phonetic):
            self._target = self._value
        elif name == "f":
            self._formula = []
            self._target = self._formula
        elif name == "rPh":
            self._phonetic += 1

    def end(self, name: str) -> None:
        if not self._in_cell:
            return
        if name == "c":
            self._in_cell = False
            self._keep()
        elif name == "rPh":
            self._phonetic -= 1
        elif name in ("v", "t", "f"):
            self._target = None

    def text(self, data: str) -> None:
        if self._target is not None:
            self._target.append(data)

    def rest(self, chunk: bytes, stream: Iterator[bytes]) -> None:
        """Look whether rows beyond the limit hold anything, without parsing them."""
        # The chunk in which the limit was met is searched from the row that met it.
        start = chunk.find(b'r="%d"' % self._first_beyond)
        tail = chunk[start:] if start >= 0 else b""
        while True:
            if _VALUE.search(tail):
                self.grid.beyond = f"row {ROW_LIMIT}"
                return
            following = next(stream, b"")
            if not following:
                return
            tail = tail[-20:] + following

    def _keep(self) -> None:
        if self.done:
            return
        kind, value = self._attributes.get("t", "n"), "".join(self._value)
        formula = None if self._formula is None else "=" + "".join(self._formula)
        if kind == "s":
            number = _whole(value.strip())
            value = self._strings[number] if 0 <= number < len(self._strings) else ""
        elif kind in ("str", "inlineStr"):
            value = _unescaped(value)
        if not value.strip() and formula is None:
            return
        if self._column > COLUMN_LIMIT:
            self.grid.beyond = self.grid.beyond or f"column {cell_name(1, COLUMN_LIMIT)[:-1]}"
            return
        style = _whole(self._attributes.get("s", "0"))
        code = self._formats[style] if 0 <= style < len(self._formats) else "General"
        cell = self._made(kind, value, formula, code)
        self.grid.cells[self._row, self._column] = cell

    def _made(self, kind: str, value: str, formula: str | None, code: str) -> Cell:
        where = (self._row, self._column)
        if kind in ("s", "str", "inlineStr"):
            return Cell(*where, "text", value, formula, code)
        if kind == "b":
            return Cell(*where, "truth", "TRUE" if value.strip() in ("1", "true") else "FALSE", formula, code)
        if kind == "e":
            return Cell(*where, "error", value.strip(), formula, code)
        if kind == "d":
            return Cell(*where, "date", value.strip(), formula, code)
        value = value.strip()
        if value and self._is_date(code):
            shown = _date(value, self._date1904)
            if shown:
                return Cell(*where, "date", shown, formula, code)
        return Cell(*where, "number", value, formula, code)

    def _is_date(self, code: str) -> bool:
        if code not in self._dates:
            from openpyxl.styles.numbers import is_date_format

            self._dates[code] = bool(is_date_format(code))
        return self._dates[code]

    def _merge(self, reference: str) -> None:
        first, _, last = reference.replace("$", "").partition(":")
        begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if begin and end and len(self.grid.merged) < CELL_LIMIT:
            self.grid.merged.append((int(begin[2]), _column_number(begin[1]), int(end[2]), _column_number(end[1])))


def _date(value: str, date1904: bool) -> str:
    """Give the day, and the time if there is one, in ISO form; empty where the number is no day."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        moment = from_excel(float(value), CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError, TypeError):
        return ""
    return str(moment.isoformat()) if hasattr(moment, "isoformat") else ""


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)  # half of a pair is no character


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
