"""From a cell to the text that a model would hold: what people type and Excel makes of it.

Every reader gives a text, or None after it has named what is wrong. What can only mean one thing is read, with a note
where it was unusual; what can mean two things is never guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from footprint.errors import Finding, FootprintError, Place
from footprint.formats.workbook.choices import read_choice
from footprint.formats.workbook.errors import (
    AmbiguousNumber,
    CellRead,
    DateHere,
    ErrorValue,
    FormulaWithoutValue,
    NoNumber,
    TruthHere,
)
from footprint.formats.workbook.grid import Cell, Grid, cell_name
from footprint.units import parse_amount, parse_unit
from footprint.units.characters import normalise
from footprint.units.numbers import NUMBER, number_text

__all__ = ["LONGEST_CELL", "Doctor", "NumberRead", "plain_number", "plain_text", "sheet_in_reference"]

LONGEST_CELL = 4001
"""Characters of a cell that are kept: one more than a model accepts, so that the model's own check names it."""

_SEPARATED = re.compile(r"([+-]?)([0-9]{1,3}(?:[,，][0-9]{3})+)(\.[0-9]+)?(?![0-9,，.])")
_WHOLE_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_CONTAINED = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_QUOTED = re.compile(r'"([^"]*)"')
_SERIAL_DAYS = (20_000, 80_000)


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number as read from a cell.

    Parameters
    ----------
    digits
        A plain number; for a formula of the model its text, that starts with ``=``.
    unit
        Unit that stands in the cell itself, or in its number format.
    percent
        The cell shows a percentage.
    raw
        The text could not be taken apart; it goes to the model as it is, which will say what is wrong with it.
    """

    digits: str
    unit: str = ""
    percent: bool = False
    raw: bool = False


class Doctor:
    """Reads cells of one workbook and collects what is to be said about them.

    Parameters
    ----------
    file
        The workbook as the user named it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def place(self, grid: Grid, row: int, column: int, path: str = "") -> Place:
        """Give the place of a cell."""
        return Place(self.file, row, column, path, f"{sheet_in_reference(grid.title)}!{cell_name(row, column)}")

    def name(self, error: type[FootprintError], grid: Grid, cell: Cell | tuple[int, int], **values: Any) -> None:
        """Name a problem of a cell."""
        row, column = (cell.row, cell.column) if isinstance(cell, Cell) else cell
        self.findings.append(Finding(error, self.place(grid, row, column), values))

    def note(self, grid: Grid, cell: Cell, value: str, meaning: str, why: str, why_zh: str) -> None:
        """Say how an unusual cell was read."""
        self.name(CellRead, grid, cell, value=_short(value), meaning=_short(meaning), why=why, why_zh=why_zh)

    def unusable(self, grid: Grid, cell: Cell) -> bool:
        """Name errors of Excel and formulas that were never calculated."""
        formula = "" if cell.formula is None else f" ({_short(cell.formula)})"
        if cell.kind == "error":
            self.name(ErrorValue, grid, cell, value=cell.text, formula=formula)
            return True
        if cell.formula is not None and cell.kind == "number" and not cell.text:
            self.name(FormulaWithoutValue, grid, cell, formula=f"`{_short(cell.formula)}`")
            return True
        return False

    def text(self, grid: Grid, cell: Cell, *, dates: bool = True) -> str | None:
        """Read a cell that holds a text; a number becomes its digits, a day its ISO form where days are accepted."""
        if self.unusable(grid, cell):
            return None
        if cell.kind == "truth":
            self.name(TruthHere, grid, cell, value=cell.text, expected="a text", expected_zh="文本")
            return None
        if cell.kind == "date":
            if not dates:
                self.name(DateHere, grid, cell, value=_day_of(cell.text), expected="a name", expected_zh="名称")
                return None
            return _day_of(cell.text)
        if cell.kind == "number":
            return plain_number(cell.text) or cell.text
        return plain_text(cell.text)

    def choice(self, grid: Grid, cell: Cell, choices: str) -> str | None:
        """Read a cell that is chosen from a list; what is not on the list stays as it is."""
        if cell.kind == "truth" and choices == "truth":
            return cell.text.lower()
        if cell.kind == "number" and choices == "truth" and not self.unusable(grid, cell):
            return {"1": "true", "0": "false"}.get(plain_number(cell.text), cell.text)
        text = self.text(grid, cell)
        return None if text is None else read_choice(choices, text)

    def day(self, grid: Grid, cell: Cell) -> str | None:
        """Read a date."""
        if cell.kind == "date":
            day, _, time = cell.text.partition("T")
            if time.strip("0:.Z"):
                self.note(grid, cell, cell.text, day, "the time of day is left out", "忽略时刻")
            return day
        text = self.text(grid, cell)
        if text is None:
            return None
        meaning = _day_meant(normalise(text).strip(), cell.kind == "number")
        if meaning and meaning != text:
            self.note(grid, cell, text, meaning, "dates are written YYYY-MM-DD", "日期写作 YYYY-MM-DD")
        return meaning or text

    def number(self, grid: Grid, cell: Cell, *, formula: bool = False) -> NumberRead | None:
        """Read a number, with the unit that stands beside it in the cell, or a formula of the model where it may stand."""
        if self.unusable(grid, cell):
            return None
        if cell.kind == "truth":
            self.name(TruthHere, grid, cell, value=cell.text, expected="a number", expected_zh="数")
            return None
        if cell.kind == "date":
            self.name(DateHere, grid, cell, value=_day_of(cell.text), expected="a number", expected_zh="数")
            return None
        if cell.kind == "number":
            return self._stored(grid, cell)
        return self._typed(grid, cell, formula)

    def _stored(self, grid: Grid, cell: Cell) -> NumberRead | None:
        digits = plain_number(cell.text)
        if not digits:
            self.name(NoNumber, grid, cell, value=_short(cell.text))
            return None
        literal = _QUOTED.findall(cell.number_format)
        if "%" in _QUOTED.sub("", cell.number_format).replace("\\%", ""):
            return NumberRead(plain_number(str(Decimal(digits) * 100)), "%", percent=True)
        unit = next((word.strip() for word in literal if _is_unit(word.strip())), "")
        return NumberRead(digits, unit)

    def _typed(self, grid: Grid, cell: Cell, formula: bool) -> NumberRead | None:
        text = normalise(plain_text(cell.text)).strip().removeprefix("'").strip()
        if text.startswith("=") and formula:
            return NumberRead(plain_text(cell.text).removeprefix("'").strip())
        if NUMBER.fullmatch(text.lstrip("+-")) and not re.match(r"[+-]{2}", text):
            return NumberRead(text)
        separated = _SEPARATED.match(text)
        if separated:
            return self._separated(grid, cell, text, separated)
        match = NUMBER.match(text, 1 if text[:1] in "+-" else 0)
        rest = text[match.end() :].strip() if match else ""
        if match and rest and _is_unit(rest):
            return NumberRead(text[: match.end()], rest)
        return self._refused(grid, cell, text, match is not None, rest)

    def _separated(self, grid: Grid, cell: Cell, text: str, match: re.Match[str]) -> NumberRead | None:
        sign, whole, part = match[1], match[2], match[3] or ""
        digits = f"{sign}{re.sub('[,，]', '', whole)}{part}".lstrip("+")
        rest = text[match.end() :].strip()
        groups = re.split("[,，]", whole)
        if len(groups) == 2 and not part:
            space = f" {rest}" if rest else ""
            as_point = f"{sign}{groups[0]}.{groups[1]}{space}"
            self.name(AmbiguousNumber, grid, cell, value=_short(text), suggestions=[f"{digits}{space}", as_point])
            return None
        if rest and not _is_unit(rest):
            return self._refused(grid, cell, text, False, rest)
        self.note(grid, cell, text, f"{digits} {rest}".strip(), "thousands are not separated", "不写千位分隔符")
        return NumberRead(digits, rest)

    def _refused(self, grid: Grid, cell: Cell, text: str, starts_well: bool, rest: str) -> NumberRead | None:
        if starts_well and rest[:1].isalpha() and not re.search(r"[0-9]", rest):
            return NumberRead(text, raw=True)  # a unit that is none: its reader knows better what was meant
        suggestions: list[str] = []
        try:
            parse_amount(text, number_alone=True)
        except FootprintError as error:
            suggestions = list(error.values.get("suggestions", ()))
        suggestions = suggestions or list(dict.fromkeys(_CONTAINED.findall(text)))[:3]
        self.name(NoNumber, grid, cell, value=_short(text), **({"suggestions": suggestions} if suggestions else {}))
        return None


def plain_number(text: str) -> str:
    """Write a stored number with the 15 digits that Excel guarantees and shows; empty where it is no finite number."""
    try:
        value = float(text)
    except ValueError:
        return ""
    return number_text(float(f"{value:.15g}")) if math.isfinite(value) else ""


def plain_text(text: str) -> str:
    """Take spaces of any kind off both ends of a text, and cut what no model accepts."""
    return text.strip().strip("\u200b\ufeff\u00a0\u3000").strip()[:LONGEST_CELL]


def sheet_in_reference(title: str) -> str:
    """Write the title of a sheet as references do: in quotes where it holds more than letters and digits."""
    return title if re.fullmatch(r"\w+", title) else "'" + title.replace("'", "''") + "'"


def _is_unit(text: str) -> bool:
    return _parses(parse_unit, text)


def _parses(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except FootprintError:
        return False
    return bool(text)


def _day_of(text: str) -> str:
    day, _, time = text.partition("T")
    return day if not time.strip("0:.Z") else text


def _day_meant(text: str, stored_number: bool) -> str:
    match = _DAY.fullmatch(text)
    if match:
        return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    if re.fullmatch(r"(19|20)\d{6}", text, re.ASCII):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if stored_number and text.isdigit() and _SERIAL_DAYS[0] < int(text) < _SERIAL_DAYS[1]:
        from openpyxl.utils.datetime import from_excel

        return str(from_excel(int(text)).date().isoformat())
    return ""


def _short(text: str) -> str:
    visible = "".join(character if character.isprintable() else " " for character in text[:81])
    return visible if len(text) <= 80 else visible[:80] + "…"
