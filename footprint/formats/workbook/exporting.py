"""From a product model to an Excel workbook that people fill in: the same bytes for the same model, whenever and wherever."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from footprint.files import confined, decode_table, read_bytes
from footprint.formats.workbook.cells import plain_number
from footprint.formats.workbook.filling import SheetRow
from footprint.formats.workbook.layout import SHEETS, Column, Sheet, heads_of
from footprint.formats.workbook.lists import datasets_of, lists_of
from footprint.formats.workbook.monthly import MONTH_HEAD, TABLE_HEAD
from footprint.formats.workbook.rows import rows_of
from footprint.inventory import Library
from footprint.model import ProductModel

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["export_workbook"]

LAST_ROW = 2000
"""Rows that drop-down lists reach to."""

_EPOCH = datetime.datetime(1980, 1, 1)
_FIRST_DATE = datetime.date(1900, 3, 1)
"""Excel's calendar has a 29 February 1900, so days before the next one are written as text."""

_LITERAL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FILLS = {"required": "1F4E79", "column": "2E75B6", "part": "7F9DB9"}


def export_workbook(model: ProductModel, library: Library) -> bytes:
    """Write a product model as an Excel workbook.

    Parameters
    ----------
    model
        A model without errors; its monthly tables are read from its folder.
    library
        Datasets and flows that the drop-down lists offer.

    Returns
    -------
    bytes
        An .xlsx file; equal models give equal bytes.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    lists = lists_of(model, library)
    ranges = {name: _range(number, words) for number, (name, words) in enumerate(lists.items(), 1)}
    rows = rows_of(model)
    for sheet in SHEETS[:-1]:
        if sheet.optional and not rows[sheet.title]:
            continue
        _sheet(book, sheet, rows[sheet.title], ranges)
    _monthly(book, model)
    _sheet(book, SHEETS[-1], rows[SHEETS[-1].title], ranges)
    _datasets(book, model, library)
    _lists(book, lists)
    properties = book.properties
    properties.created = properties.modified = _EPOCH
    properties.creator = "footprint"
    properties.title = model.product.name.text("en")
    return _bytes(book)


def _range(number: int, words: Sequence[str]) -> str:
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(number)
    return f"Lists!${letter}$2:${letter}${max(len(words), 1) + 1}"


def _sheet(book: Workbook, sheet: Sheet, rows: Sequence[SheetRow], ranges: Mapping[str, str]) -> None:
    from openpyxl.styles import Alignment

    work = book.create_sheet(sheet.title)
    heads = heads_of(sheet)
    for number, (column, part, label) in enumerate(heads, 1):
        _head(work, number, column, part, label)
        _column(work, number, column, part, locked=sheet.title == "Product" and column.path in ("field", "meaning", "explanation"))
        source = _list_of(sheet, column, part)
        if source:
            _drop_down(work, number, ranges[source], source)
    for row_number, row in enumerate(rows, 2):
        for number, (column, part, _) in enumerate(heads, 1):
            if (column.path, part) in row:
                cell = _write(work, row_number, number, row[column.path, part], _kind(sheet, row, column))
                if sheet.title == "Product":
                    cell.alignment = Alignment(horizontal="left")
    if sheet.title == "Product":
        _choices_of_fields(work, rows, ranges)
    work.page_setup.orientation = "landscape"
    work.freeze_panes = "C2" if sheet.title in ("Product", "Flows") else "D2" if sheet.title == "Exchanges" else "B2"
    work.row_dimensions[1].height = 34
    _protect(work)


def _kind(sheet: Sheet, row: SheetRow, column: Column) -> str:
    is_day = sheet.title == "Product" and column.path == "value" and str(row["field", ""]).startswith("period/")
    return "date" if is_day else column.kind


def _head(work: Worksheet, number: int, column: Column, part: str, label: tuple[str, str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    en, zh = label
    cell = _write(work, 1, number, f"{zh} / {en}", "text")
    fill = _FILLS["part" if part else "required" if column.required else "column"]
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left")
    notes = {
        "unit": ("单位，从列表选择或直接填写，如 kg/t。", "Choose a unit or write one, such as kg/t."),
        "formula": ("以 = 开头的模型公式，代替数值，如 = 1 t * rate。", "Formula of the model in place of a number, such as = 1 t * rate."),
    }
    note_zh, note_en = notes.get(part, (column.note_zh, column.note_en))
    if note_zh or note_en:
        cell.comment = Comment("\n".join(filter(None, (note_zh, note_en))), "footprint", height=90, width=260)


def _column(work: Worksheet, number: int, column: Column, part: str, *, locked: bool) -> None:
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter

    dimension = work.column_dimensions[get_column_letter(number)]
    dimension.width = {"unit": 12, "formula": 28}.get(part, column.width)
    dimension.protection = Protection(locked=locked)
    # Text stays text: codes keep their zeros, and a formula of the model is not taken for one of Excel.
    if part or column.kind in ("name", "text", "dataset", "choice"):
        dimension.number_format = "@" if column.path != "value" or part else "General"


def _list_of(sheet: Sheet, column: Column, part: str) -> str:
    if part == "unit" or (sheet.title == "Product" and column.path == "unit"):
        return "unit"
    if part == "formula":
        return ""
    return "dataset" if column.kind == "dataset" else column.choices


def _drop_down(work: Worksheet, number: int, source: str, name: str, rows: tuple[int, int] = (2, LAST_ROW)) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(type="list", formula1=source, allow_blank=True)
    # Lists of units, datasets and names are an offer: compound units and other models may be written as well.
    validation.showErrorMessage = name not in ("unit", "dataset", "stage", "flow", "property", "exchange", "process")
    validation.error = "请从列表中选择 / Choose from the list"
    letter = get_column_letter(number)
    validation.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
    work.add_data_validation(validation)


def _choices_of_fields(work: Worksheet, rows: Sequence[SheetRow], ranges: Mapping[str, str]) -> None:
    for number, row in enumerate(rows, 2):
        name = str(row["field", ""])
        if name in ("boundary", "status"):
            _drop_down(work, 4, ranges[name], name, (number, number))


def _write(work: Worksheet, row: int, column: int, value: str | float, kind: str) -> Cell:
    """Write a cell; a text is a text whatever it starts with."""
    from openpyxl.styles import Protection

    cell: Any = work.cell(row, column)
    if isinstance(value, str) and kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        day = datetime.date.fromisoformat(value)
        if day >= _FIRST_DATE:
            cell.value = day
            cell.number_format = "yyyy-mm-dd"
            cell.protection = Protection(locked=False)
            return cell  # type: ignore[no-any-return]
    if isinstance(value, str):
        cell.value = _LITERAL_ESCAPE.sub("_x005F_", value)
        cell.data_type = "s"
        cell.number_format = "@"
        if value[:1] in "=+-@'\t\r":
            cell.quotePrefix = True
    else:
        cell.value = int(value) if float(value).is_integer() and abs(value) < 1e15 else value
    if row > 1:
        locked = work.column_dimensions[cell.column_letter].protection.locked
        cell.protection = Protection(locked=locked)
    return cell  # type: ignore[no-any-return]


def _protect(work: Worksheet) -> None:
    """Lock the header without a password; rows may be added, deleted, sorted, columns made wider."""
    protection = work.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)


def _monthly(book: Workbook, model: ProductModel) -> None:
    files = list(dict.fromkeys(process.activity for process in model.processes.values() if process.activity))
    for number, file in enumerate(files or [""], 1):
        work = book.create_sheet("Monthly activity" if number == 1 else f"Monthly activity {number}")
        lines = _table(model, file) if file else [["month"]]
        _write(work, 1, 1, TABLE_HEAD, "text")
        if file:
            _write(work, 1, 2, file, "text")
        note = "每列：产出、投入等的 类别/名称 [单位]，或 parameters/名称 [单位]；每月一行。Heads: SECTION/NAME [unit]; one row per month."
        _write(work, 2, 1, note, "text")
        _monthly_cells(work, lines)


def _monthly_cells(work: Worksheet, lines: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Font, Protection
    from openpyxl.utils import get_column_letter

    width = max(len(lines[0]), 8)
    for number in range(1, width + 1):
        dimension = work.column_dimensions[get_column_letter(number)]
        dimension.width = 18
        dimension.protection = Protection(locked=False)
    work.column_dimensions["A"].number_format = "@"
    for column, head in enumerate(lines[0], 1):
        cell: Any = _write(work, 3, column, MONTH_HEAD if column == 1 else head, "text")
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
    for row, line in enumerate(lines[1:], 4):
        for column, text in enumerate(line, 1):
            digits = plain_number(text) if column > 1 else ""
            exact = bool(digits) and float(digits) == float(text)
            if text:
                _write(work, row, column, float(digits) if exact else text, "text")
    for reference in ("A1", "A2", "A3"):
        work[reference].protection = Protection(locked=True)
    work.freeze_panes = "B4"
    _protect(work)


def _table(model: ProductModel, file: str) -> list[list[str]]:
    folder = model.source.folder or "."
    path = confined(folder, file)
    text, _ = decode_table(read_bytes(path), str(path))
    lines = [[" ".join(cell.split()) for cell in line] for line in csv.reader(io.StringIO(text, newline="")) if any(map(str.strip, line))]
    return lines or [["month"]]


def _datasets(book: Workbook, model: ProductModel, library: Library) -> None:
    from openpyxl.styles import Font

    work = book.create_sheet("Datasets")
    heads = ("数据集 / Dataset", "中文名称 / Chinese name", "英文名称 / English name", "单位 / Unit", "地区 / Region", "状态 / Status")
    for column, (head, width) in enumerate(zip(heads, (48, 36, 60, 10, 10, 12), strict=True), 1):
        cell: Any = _write(work, 1, column, head, "text")
        cell.font = Font(bold=True)
        work.column_dimensions[cell.column_letter].width = width
    for row, dataset in enumerate(datasets_of(model, library), 2):
        unit = dataset.reference.unit.text
        texts = (dataset.key, dataset.name_zh, dataset.name_en, unit, dataset.geography, dataset.status)
        for column, text in enumerate(texts, 1):
            if text:
                _write(work, row, column, text, "text")
    work.freeze_panes = "B2"
    work.auto_filter.ref = f"A1:F{max(work.max_row, 2)}"
    _protect(work)


def _lists(book: Workbook, lists: Mapping[str, Sequence[str]]) -> None:
    work = book.create_sheet("Lists")
    for column, (name, words) in enumerate(lists.items(), 1):
        _write(work, 1, column, name, "text")
        for row, word in enumerate(words, 2):
            _write(work, row, column, word, "text")
    work.sheet_state = "hidden"
    _protect(work)


def _bytes(book: Workbook) -> bytes:
    """Save with fixed dates, sorted parts and canonical XML, so that neither clock nor libraries show in the bytes."""
    from openpyxl.writer.excel import ExcelWriter

    raw = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED)).save()
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(raw) as archive:
        for name in archive.namelist():
            head = b"" if name.endswith(".vml") else b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            parts[name] = head + _canonical(archive.read(name))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, parts[name])
    return made.getvalue()


def _canonical(content: bytes) -> bytes:
    return ElementTree.canonicalize(content.decode("utf-8")).encode("utf-8")
