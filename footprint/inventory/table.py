"""Tables of data packages: CSV with a header, every defect reported with file, line and column name."""

from __future__ import annotations

import csv
import difflib
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from footprint.errors import Finding, FootprintError, Place, UnitError, nearest
from footprint.files import decode_utf8, read_bytes
from footprint.inventory.errors import (
    DatasetNotANumber,
    InventoryEmpty,
    InventoryFieldMissing,
    InventoryFileMissing,
    InventoryNotReadable,
    InventoryUnit,
    InventoryValue,
    ManyMore,
    MisspeltColumn,
)
from footprint.units import Amount, Unit, parse_unit
from footprint.units.characters import show

__all__ = ["INVISIBLE", "SIZE_LIMIT", "Table", "is_date", "shortened", "unit_finding"]

SIZE_LIMIT = 256 * 1024 * 1024
FINDINGS_LIMIT = 100

CELL_LIMIT = 100_000
"""Characters of one cell. Python's own limit is global, and other libraries change it."""

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
"""What JSON, spreadsheets and Python write; ASCII digits only, where `float` would take those of any script."""

INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Characters that nobody sees: they make names differ that look alike, and some steer terminals."""

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Table:
    """Rows of one CSV file.

    Parameters
    ----------
    folder, name
        The file.
    columns
        Columns that must be there.
    known
        Further columns that mean something; others are ignored.
    findings
        Where defects are collected.
    optional
        The file need not exist.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        columns: tuple[str, ...],
        findings: list[Finding],
        known: tuple[str, ...] = (),
        optional: bool = False,
    ) -> None:
        self.name = name
        self.file = str(folder / name)
        self.findings = findings
        self.rows: list[tuple[int, dict[str, str]]] = []
        self.data = b""
        self.sound = True
        """Whether every line could be read as a row; where not, what refers to a row may be right all the same."""
        try:
            if not (folder / name).exists():
                if not optional:
                    self._report(InventoryFileMissing(Place(self.file), file=self.file))
                return
            self.data = read_bytes(folder / name, limit=SIZE_LIMIT)
            text = decode_utf8(self.data, self.file)
        except FootprintError as error:
            self._report(error)
            return
        hidden = INVISIBLE.search(text)
        if hidden:
            code = f"U+{ord(hidden[0]):04X}"
            line = text.count("\n", 0, hidden.start()) + 1
            self._unreadable(line, f"it holds an invisible character ({code})", f"含有不可见字符（{code}）")
            return
        self._parse(text, columns, known)

    def _parse(self, text: str, columns: tuple[str, ...], known: tuple[str, ...]) -> None:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        before = 0
        try:
            header = [cell.strip() for cell in next(reader, [])]
            if not any(header):
                self._report(InventoryEmpty(Place(self.file, 1), file=self.name))
                return
            if not self._header(header, columns, known):
                return
            before = reader.line_num
            for row in reader:
                line, before = before + 1, reader.line_num
                if not any(row):
                    continue
                if max(map(len, row)) > CELL_LIMIT:
                    self._unreadable(line, f"a cell has more than {CELL_LIMIT} characters", f"某单元格超过 {CELL_LIMIT} 个字符")
                elif len(row) == len(header):
                    self.rows.append((line, dict(zip(header, map(str.strip, row), strict=True))))
                else:
                    counts = (len(row), len(header))
                    self._unreadable(
                        line, "{} cells where the header has {}".format(*counts), "该行有 {} 格，而表头有 {} 格".format(*counts)
                    )
        except csv.Error as error:
            self._unreadable(before + 1, *_csv_reasons(str(error)))
        if not self.rows and self.sound:
            self._report(InventoryEmpty(Place(self.file, before), file=self.name))

    def _header(self, header: list[str], columns: tuple[str, ...], known: tuple[str, ...]) -> bool:
        """Check the header; without it rows mean nothing, so that one finding must not become one per row."""
        separator = next((mark for mark in ";\t|" if mark in header[0]), "") if len(header) == 1 else ""
        if separator:
            shown = "tabs" if separator == "\t" else f"`{separator}`"
            shown_zh = "制表符" if separator == "\t" else f"`{separator}`"
            self._unreadable(1, f"cells are separated by {shown}, not by commas", f"单元格以{shown_zh}而非逗号分隔")
            return False
        for column, count in Counter(header).items():
            if count > 1:
                named = show(column)
                self._unreadable(1, f"column `{named}` stands {count} times in the header", f"表头中列 `{named}` 出现 {count} 次")
        for column in columns:
            if column not in header:
                self._report(InventoryFieldMissing(Place(self.file, 1, 0, column), field=column))
        absent = [column for column in (*columns, *known) if column not in header]
        for column in header:
            if column not in columns and column not in known:
                meant = difflib.get_close_matches(column.lower(), absent, n=1, cutoff=0.8)
                if meant:
                    self._report(MisspeltColumn(Place(self.file, 1, 0, column), column=show(column), suggestions=meant))
        return self.sound

    def _report(self, error: FootprintError) -> None:
        self.sound = False
        self.findings.append(error.finding)

    def _unreadable(self, line: int, why_en: str, why_zh: str) -> None:
        self._report(InventoryNotReadable(Place(self.file, line), file=self.name, why_en=why_en, why_zh=why_zh))

    def place(self, line: int, column: str = "") -> Place:
        """Give the place of a cell."""
        return Place(self.file, line, 0, column)

    def text(self, line: int, row: Mapping[str, str], column: str) -> str:
        """Read a cell that must not be empty."""
        value = row.get(column, "")
        if not value:
            self.findings.append(InventoryFieldMissing(self.place(line, column), field=column).finding)
        return value

    def number(self, line: int, row: Mapping[str, str], column: str) -> float:
        """Read a number; NaN, with a finding, where it is none."""
        text = row.get(column, "")
        if not text:
            self.findings.append(InventoryFieldMissing(self.place(line, column), field=column).finding)
            return math.nan
        value = float(text) if NUMBER.fullmatch(text) else math.nan
        vanished = value == 0 and bool(text.lower().partition("e")[0].strip("+-0."))
        if vanished or not math.isfinite(value):
            self.findings.append(DatasetNotANumber(self.place(line, column), field=column, value=show(text)).finding)
            return math.nan
        return value

    def unit(self, line: int, row: Mapping[str, str], column: str = "unit") -> Unit | None:
        """Read a unit."""
        text = row.get(column, "")
        if not text:
            self.findings.append(InventoryFieldMissing(self.place(line, column), field=column).finding)
            return None
        try:
            return parse_unit(text)
        except UnitError as error:
            self.findings.append(unit_finding(self.place(line, column), column, text, error))
            return None

    def amount(self, line: int, row: Mapping[str, str], number: str = "amount") -> Amount | None:
        """Read a number with the unit beside it."""
        value, unit = self.number(line, row, number), self.unit(line, row)
        return None if unit is None or not math.isfinite(value) else Amount(value, unit)

    def choice(self, line: int, row: Mapping[str, str], column: str, allowed: tuple[str, ...], default: str = "") -> str:
        """Read one of a few words."""
        value = row.get(column, "") or default
        if value not in allowed:
            self.refuse(
                line, column, value, "one of " + ", ".join(allowed), "应为 " + "、".join(allowed) + " 之一", nearest(value, allowed)
            )
        return value

    def date(self, line: int, row: Mapping[str, str], column: str) -> str:
        """Read a date, or nothing."""
        value = row.get(column, "")
        if value and not is_date(value):
            self.refuse(line, column, value, "a date such as 2024-12-31", "应为日期，如 2024-12-31")
        return value

    def refuse(self, line: int, column: str, value: str, why_en: str, why_zh: str, suggestions: list[str] | None = None) -> None:
        """Report a value that its column does not allow."""
        more = {"suggestions": suggestions} if suggestions else {}
        error = InventoryValue(self.place(line, column), field=column, value=show(value), why_en=why_en, why_zh=why_zh, **more)
        self.findings.append(error.finding)


def unit_finding(place: Place, field: str, text: str, error: UnitError) -> Finding:
    """Say in a table's words that a unit is not accepted."""
    found = error.finding
    why_en, why_zh = (f"{found.message(lang)} {found.hint(lang)}".strip() for lang in ("en", "zh"))
    return InventoryUnit(place, field=field, unit=show(text), why_en=why_en, why_zh=why_zh).finding


def is_date(text: str) -> bool:
    """Tell whether a text is a day of the calendar, written ``YYYY-MM-DD``."""
    try:
        return bool(DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def shortened(findings: list[Finding]) -> list[Finding]:
    """Put findings in order of reading, the first hundred of each kind and file, and say how many there are more."""
    kept: list[Finding] = []
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Place] = {}
    for finding in sorted(findings, key=_reading_order):
        key = (finding.code, finding.place.file if finding.place else "")
        counts[key] += 1
        if counts[key] <= FINDINGS_LIMIT:
            kept.append(finding)
        elif finding.place:
            first.setdefault(key, finding.place)
    kept.extend(_more(key, count, first) for key, count in counts.items() if count > FINDINGS_LIMIT)
    return sorted(kept, key=lambda finding: finding.sort_key)


def _reading_order(finding: Finding) -> tuple[str, int]:
    return (finding.place.file, finding.place.line) if finding.place else ("", 0)


def _more(key: tuple[str, str], count: int, first: Mapping[tuple[str, str], Place]) -> Finding:
    return ManyMore(first.get(key), count=count - FINDINGS_LIMIT, kind=key[0]).finding


def _csv_reasons(error: str) -> Iterator[str]:
    """Yield what stands against reading a line as CSV, in English and Chinese."""
    if "limit" in error:
        yield from (f"a cell has more than {CELL_LIMIT} characters", f"某单元格超过 {CELL_LIMIT} 个字符")
    elif "unexpected end" in error:
        yield from ("a quote that opens in this line is never closed", "该行开始的引号没有闭合")
    else:
        yield from ("a quote stands inside a cell; write it twice", "单元格内有单个引号；请写成两个")
