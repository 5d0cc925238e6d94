"""Workbooks damaged in one way each, made from the good one, and the code and cell that importing must name.

`build.py` writes them to a folder; the tests make them in memory.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

from footprint.formats.workbook import export_workbook
from footprint.inventory import open_library
from footprint.model import read

__all__ = ["CASES", "Case", "damaged", "good_workbook"]

FOLDER = Path(__file__).resolve().parent
LIMIT = 20_001

Damage = Callable[[Any], None]
RawDamage = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Case:
    """A damage, what must be said of it, and where; `good` where the workbook is read all the same."""

    name: str
    code: str
    cell: str
    damage: Damage | None = None
    raw: RawDamage | None = None
    good: bool = False


CASES: list[Case] = []
_GOOD: dict[str, bytes] = {}


def good_workbook() -> bytes:
    """Give the export of the good model."""
    if not _GOOD:
        _GOOD["x"] = export_workbook(read(FOLDER / "base.yaml"), open_library())
    return _GOOD["x"]


def damaged(case: Case) -> bytes:
    """Make the workbook of a case."""
    content = good_workbook()
    if case.damage is not None:
        book = openpyxl.load_workbook(io.BytesIO(content))
        case.damage(book)
        stream = io.BytesIO()
        book.save(stream)
        content = stream.getvalue()
    return case.raw(content) if case.raw else content


def case(name: str, code: str, cell: str, *, good: bool = False) -> Callable[[Damage], Damage]:
    def add(damage: Damage) -> Damage:
        CASES.append(Case(name, code, cell, damage=damage, good=good))
        return damage

    return add


def raw(name: str, code: str, cell: str = "", *, good: bool = False) -> Callable[[RawDamage], RawDamage]:
    def add(damage: RawDamage) -> RawDamage:
        CASES.append(Case(name, code, cell, raw=damage, good=good))
        return damage

    return add


def put(name: str, code: str, target: str, value: Any, *, cell: str = "", number_format: str = "", good: bool = False, **more: Any) -> None:
    """Add a case that writes a value, and others, into cells such as `Exchanges!D5`."""

    def damage(book: Any) -> None:
        for where, what in {target: value, **{key.replace("__", "!"): what for key, what in more.items()}}.items():
            sheet, reference = where.split("!")
            written = book[sheet][reference]
            if isinstance(what, str) and what.startswith("=") and not what.startswith("=="):
                written.value = what
            else:
                written.value = what[1:] if isinstance(what, str) and what.startswith("==") else what
                if isinstance(what, str) and what.startswith("=="):
                    written.data_type = "s"
            if where == target and number_format:
                written.number_format = number_format
            elif where == target:
                written.number_format = "General" if not isinstance(what, datetime.date) else "yyyy-mm-dd"

    CASES.append(Case(name, code, cell or target, damage=damage, good=good))


# Cells of numbers

put("number-with-separators", "W146", "Exchanges!D10", "1,234.5", good=True)
put("number-with-many-separators", "W146", "Exchanges!D10", "1,234,567", good=True)
put("number-of-two-meanings", "W145", "Exchanges!D10", "1,234")
put("number-with-decimal-comma", "W144", "Exchanges!D10", "12,5")
put("number-european", "W144", "Exchanges!D10", "1.234,5")
put("number-with-spaces", "W144", "Exchanges!D10", "1 234")
put("number-about", "W144", "Exchanges!D10", "约 12")
put("number-range", "W144", "Exchanges!D10", "10-12")
put("number-tolerance", "W144", "Exchanges!D10", "12±1")
put("number-below", "W144", "Exchanges!D10", "<5")
put("number-in-brackets", "W144", "Exchanges!D10", "(12)")
put("number-dash", "W144", "Exchanges!D10", "-")
put("number-slash", "W144", "Exchanges!D10", "/")
put("number-not-available", "W144", "Exchanges!D10", "N/A")
put("number-leading-zeros", "W144", "Exchanges!D10", "007")
put("number-negative", "M204", "Exchanges!D10", -10)
put("number-negative-text", "M204", "Exchanges!D10", "-10")
put("number-truth", "W143", "Exchanges!D10", True)
put("number-date", "W142", "Exchanges!D10", datetime.date(2024, 3, 5))
put("number-with-time", "W142", "Exchanges!D10", datetime.datetime(2024, 3, 5, 8, 30), number_format="yyyy-mm-dd hh:mm")
put("number-rating-words", "W144", "Exchanges!U5", "good")
put("number-rating-outside", "M127", "Exchanges!U5", 7)
put("percent-with-other-unit", "W148", "Exchanges!D10", 0.85, number_format="0%")
put("percent-in-gsd", "M126", "Exchanges!AA5", 0.1, number_format="0%")

# Errors and formulas of Excel

for index, error in enumerate(("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!")):
    put(f"error-{index + 1}", "W140", "Exchanges!D10", error)
put("error-in-text", "W140", "Exchanges!K10", "#REF!")
put("error-in-unit", "W140", "Exchanges!E10", "#N/A")
put("error-in-name", "W140", "Exchanges!C10", "#REF!")
put("formula-without-value", "W141", "Exchanges!D10", "=SUM(D2:D3)")
put("formula-of-the-model-as-excel", "W141", "Exchanges!F6", "=1*haul_rate")
put("formula-beside-amount", "W135", "Exchanges!F10", "== 10 kg")
put("formula-unknown-parameter", "M201", "Exchanges!F6", "== 1 kg * haul_rat")
put("formula-not-closed", "U201", "Exchanges!F6", "== (1 kg * haul_rate")
put("formula-dimensions", "U204", "Parameters!D4", "== distance + forging_yield")

# Units

put("unit-missing", "U106", "Exchanges!E10", None)
put("unit-case", "U103", "Exchanges!E5", "KWH")
put("unit-unknown", "U101", "Exchanges!E10", "公吨升")
put("unit-ambiguous", "U102", "Exchanges!E10", "ton")
put("unit-twice", "W147", "Exchanges!E10", "t", Exchanges__D10="10 kg")
put("unit-alone", "W149", "Exchanges!E8", "kg", good=True)
put("unit-is-number", "U111", "Exchanges!E10", 5)
put("unit-in-cell-unknown", "U101", "Exchanges!D10", "10 kgs", Exchanges__E10=None)
put("unit-wrong-dimension", "S103", "Exchanges!D5", 0.9, Exchanges__E5="kg")
put("unit-of-price", "M254", "Exchanges!AH2", 12, Exchanges__AI2="CNY")
put("unit-of-declared", "M254", "Exchanges!N4", 2.2, Exchanges__O4="kg/kg")

# Dates

put("date-slashes", "W146", "Product!D17", "2024/1/1", good=True)
put("date-chinese", "W146", "Product!D17", "2024年1月1日", good=True)
put("date-serial-number", "W146", "Product!D17", 45292, good=True)
put("date-eight-digits", "W146", "Product!D17", 20240101, good=True)
put("date-with-time", "W146", "Product!D17", datetime.datetime(2024, 1, 1, 8, 0), number_format="yyyy-mm-dd", good=True)
put("date-american", "M128", "Product!D17", "12/31/2024")
put("date-no-day", "M128", "Product!D18", "2024-02-30")
put("date-reversed", "M250", "Product!D18", datetime.date(2023, 12, 31))
put("date-as-name", "W142", "Exchanges!C10", datetime.date(2024, 3, 5))

# Names, lists, references

put("name-missing", "W130", "Exchanges!C10", None)
put("process-missing", "W130", "Exchanges!A10", None)
put("process-unknown", "W132", "Exchanges!A10", "asembly")
put("process-other-case", "W132", "Exchanges!A10", "Assembly")
put("section-unknown", "W133", "Exchanges!B10", "投料")
put("section-missing", "W130", "Exchanges!B10", None)
put("choice-unknown", "M124", "Exchanges!J5", "measured")
put("kind-unknown", "M124", "Processes!E2", "工序")
put("truth-unknown", "M129", "Exchanges!S10", "maybe")
put("name-with-slash", "M134", "Exchanges!C10", "oil/grease")
put("exchange-twice", "W131", "Exchanges!C5", "bar")
put("process-twice", "W131", "Processes!A3", "forging")
put("parameter-twice", "W131", "Parameters!A3", "forging_yield")
put("parameter-unused-name", "U212", "Parameters!A3", "kg")
put("dataset-unknown", "S101", "Exchanges!G5", "cn-electricity/national-average-2042")
put("dataset-no-package", "M132", "Exchanges!G5", "电力")
put("package-not-listed", "M234", "Exchanges!G5", "cn-heat/liaoning-2025")
put("package-version", "I202", "Product!D27", "1999")
put("flow-unknown", "S106", "Exchanges!H12", "carbon dioxid, fossil")
put("flow-missing", "M231", "Exchanges!C12", "flux", Exchanges__H12=None)
put("allocation-reason-missing", "M121", "Processes!I2", None)
put("allocation-property-missing", "W130", "Processes!H2", None, Processes__G2="流属性 / property")
put("allocation-unknown", "M124", "Processes!G2", "按体积")
put("price-missing", "M242", "Processes!G2", "经济价值 / economic", Exchanges__AH3=None, Exchanges__AI3=None)
put("price-out-of-place", "M243", "Exchanges!AH4", 5, Exchanges__AI4="CNY/kg")
put("property-unknown", "W134", "Flows!B2", "carbon")
put("property-twice", "W131", "Flows!B3", "carbon_content")
put("source-of-flow-differs", "W135", "Flows!E3", "another source")
put("evidence-of-nothing", "W132", "Evidence!A2", "forging/inputs/electricty")
put("evidence-kind-unknown", "W133", "Evidence!B2", "发票")
put("evidence-without-file", "W130", "Evidence!D2", None)
put("contract-key-twice", "W131", "Evidence!C5", "certificate")
put("field-unknown", "W134", "Product!A5", "product/flux", Product__B5="产品通量")
put("field-twice", "W131", "Product!A10", "product/flow", Product__D10="ring")
put("field-missing", "M121", "Product!D5", None)
put("identifier-without-name", "W130", "Product!C23", None)
put("format-changed", "M125", "Product!D2", "product-model/9")
put("uscc-wrong", "M273", "Product!D13", "91210200000000000X", good=True)
put("text-too-long", "M131", "Exchanges!L10", "a" * 5000)
put("version-not-whole", "M126", "Product!D8", 1.5)

# Monthly tables

put("month-cell-empty", "M313", "Monthly activity!C6", None, cell="'Monthly activity'!C6")
put("month-cell-negative", "M314", "Monthly activity!C6", -3, cell="'Monthly activity'!C6")
put("month-cell-words", "W144", "Monthly activity!C6", "停产", cell="'Monthly activity'!C6")
put("month-cell-separators", "W146", "Monthly activity!C6", "1,632.0", cell="'Monthly activity'!C6", good=True)
put("month-cell-error", "W140", "Monthly activity!C6", "#REF!", cell="'Monthly activity'!C6")
put("month-date", "", "Monthly activity!A6", datetime.date(2024, 3, 1), good=True)
put("month-outside", "M309", "Monthly activity!A6", "2023-03", cell="'Monthly activity'!A6")
put("month-twice", "M310", "Monthly activity!A6", "2024-02", cell="'Monthly activity'!A6")
put("month-words", "M308", "Monthly activity!A6", "三月", cell="'Monthly activity'!A6")
put("month-head-without-unit", "M304", "Monthly activity!C3", "inputs/ring", cell="'Monthly activity'!C3")
put("month-head-unit", "M307", "Monthly activity!C3", "inputs/ring [KG]", cell="'Monthly activity'!C3")
put("month-head-unknown", "M305", "Monthly activity!C3", "inputs/rings [kg]", cell="'Monthly activity'!C3")
put("table-name-missing", "W150", "Monthly activity!B1", None, cell="'Monthly activity'!B1")
put("table-name-outside", "W150", "Monthly activity!B1", "../../x.csv", cell="'Monthly activity'!B1")
put("table-name-no-csv", "W150", "Monthly activity!B1", "base.yaml", cell="'Monthly activity'!B1")
put("table-not-used", "W151", "Monthly activity!B1", "other.csv", cell="'Monthly activity'!B1")
put("amount-beside-table", "M316", "Exchanges!D8", 1700, Exchanges__E8="kg")

# What is read all the same

put("full-width-digits", "", "Exchanges!D10", "１２．５", good=True)
put("spaces-around", "", "Exchanges!E10", " kg\u3000", good=True)
put("text-number", "", "Exchanges!D10", "10", good=True)
put("scientific", "", "Exchanges!D10", "1.5e1", good=True)
put("more-digits", "", "Exchanges!D10", 0.1 + 0.2, good=True)
put("unit-in-cell", "", "Exchanges!D10", "10 kg", Exchanges__E10=None, good=True)
put("unit-chinese", "", "Exchanges!E10", "千克", good=True)
put("percent-format", "", "Parameters!B2", 0.85, number_format="0.0%", good=True)
put("formula-in-amount", "", "Exchanges!D6", "== 1 kg * haul_rate", Exchanges__F6=None, good=True)
put("text-like-formula", "", "Exchanges!L10", "==cmd|' /C calc'!A0", good=True)
put("choice-chinese", "", "Exchanges!B10", "投入", good=True)


@case("unit-in-header", "W146", "Exchanges!D1", good=True)
def _(book: Any) -> None:
    book["Exchanges"]["D1"].value = "数量 / Amount [kg]"
    book["Exchanges"]["E10"].value = None


@case("unit-in-header-unknown", "U101", "Exchanges!D1")
def _(book: Any) -> None:
    book["Exchanges"]["D1"].value = "数量（公吨升）"


@case("unit-in-number-format", "W147", "Exchanges!E10")
def _(book: Any) -> None:
    book["Exchanges"]["D10"].number_format = '0.0" t"'


@case("merged-names", "W146", "Exchanges!A7", good=True)
def _(book: Any) -> None:
    book["Exchanges"].merge_cells("A7:A12")


@case("merged-numbers", "W119", "Exchanges!D10")
def _(book: Any) -> None:
    book["Exchanges"].merge_cells("D10:D11")


@case("merged-columns", "W119", "Exchanges!C10")
def _(book: Any) -> None:
    book["Exchanges"].merge_cells("C10:E10")


@case("hidden-row", "W118", "Exchanges!A10", good=True)
def _(book: Any) -> None:
    book["Exchanges"].row_dimensions[10].hidden = True


@case("hidden-sheet", "W112", "Exchanges!A1", good=True)
def _(book: Any) -> None:
    book["Exchanges"].sheet_state = "veryHidden"


@case("renamed-column", "W115", "Exchanges!D1")
def _(book: Any) -> None:
    book["Exchanges"]["D1"].value = "数量值 / Amounts"


@case("renamed-optional-column", "W115", "Exchanges!G1")
def _(book: Any) -> None:
    book["Exchanges"]["G1"].value = "数据集名称 / Dataset name"


@case("missing-column", "W115", "Exchanges!A1")
def _(book: Any) -> None:
    book["Exchanges"].delete_cols(2)


@case("extra-column", "W116", "Exchanges!AU1", good=True)
def _(book: Any) -> None:
    book["Exchanges"]["AU1"].value = "负责人"
    book["Exchanges"]["AU5"].value = "王工"


@case("column-without-head", "W116", "Exchanges!AU5", good=True)
def _(book: Any) -> None:
    book["Exchanges"]["AU5"].value = "王工"


@case("column-twice", "W117", "Exchanges!AU1")
def _(book: Any) -> None:
    book["Exchanges"]["AU1"].value = "数量 / Amount"


@case("header-missing", "W114", "Exchanges!A1")
def _(book: Any) -> None:
    book["Exchanges"].delete_rows(1)


@case("reordered-columns", "", "", good=True)
def _(book: Any) -> None:
    sheet = book["Parameters"]
    for row in sheet.iter_rows():
        row[0].value, row[9].value = row[9].value, row[0].value


@case("title-above-header", "", "", good=True)
def _(book: Any) -> None:
    book["Parameters"].insert_rows(1, 2)
    book["Parameters"]["A1"].value = "示例轴承有限公司 参数表"


@case("empty-rows-between", "", "", good=True)
def _(book: Any) -> None:
    book["Exchanges"].insert_rows(5, 3)


@case("sheet-missing", "W110", "")
def _(book: Any) -> None:
    del book["Exchanges"]


@case("sheet-renamed", "W110", "")
def _(book: Any) -> None:
    book["Exchanges"].title = "Exchange list"


@case("sheet-renamed-in-chinese", "", "", good=True)
def _(book: Any) -> None:
    book["Parameters"].title = "参数"


@case("sheet-unknown", "W111", "备忘!A1", good=True)
def _(book: Any) -> None:
    book.create_sheet("备忘")["A1"].value = "请李工核对"


@case("sheet-twice", "W113", "交换!A1")
def _(book: Any) -> None:
    book.create_sheet("交换")["A1"].value = "x"


@case("month-row-missing", "M311", "'Monthly activity'!A3")
def _(book: Any) -> None:
    book["Monthly activity"].delete_rows(6)


@case("monthly-sheet-missing", "W152", "Processes!F3")
def _(book: Any) -> None:
    del book["Monthly activity"]


@case("dates-from-1904", "", "", good=True)
def _(book: Any) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book.epoch = CALENDAR_MAC_1904


@case("data-far-below", "W120", "Exchanges!A1")
def _(book: Any) -> None:
    book["Exchanges"].cell(LIMIT, 1).value = "x"


@case("data-far-right", "W120", "Exchanges!A1")
def _(book: Any) -> None:
    book["Exchanges"].cell(5, 700).value = "x"


@case("password-on-sheet", "", "", good=True)
def _(book: Any) -> None:
    book["Exchanges"].protection.set_password("secret")
    book["Exchanges"]["A1"].comment = Comment("checked", "w")
    book["Exchanges"]["D10"].font = Font(bold=True)


# The file as a whole


def replaced(content: bytes, part: str, change: Callable[[bytes], bytes | None], **added: bytes) -> bytes:
    """Change a part of the zip, take it out, or add others."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data: bytes | None = old.read(name)
            if name == part:
                data = change(data or b"")
            if data is not None:
                new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        for name, data in added.items():
            new.writestr(zipfile.ZipInfo(name.replace("__", "/").replace("_dot_", ".")), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet4.xml"


@raw("not-a-zip", "W101")
def _(content: bytes) -> bytes:
    return "过程,类别,名称,数量\n锻造,投入,电,5\n".encode("gb18030")


@raw("web-page", "W101")
def _(content: bytes) -> bytes:
    return b"<html><body><table><tr><td>1</td></tr></table></body></html>"


@raw("old-xls", "W101")
def _(content: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


@raw("encrypted", "W102")
def _(content: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


@raw("empty", "W101")
def _(content: bytes) -> bytes:
    return b""


@raw("pdf", "W101")
def _(content: bytes) -> bytes:
    return b"%PDF-1.7\n"


@raw("other-zip", "W101")
def _(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return stream.getvalue()


@raw("word-document", "W101")
def _(content: bytes) -> bytes:
    return replaced(content, "", lambda data: data, word__document_dot_xml=b"<w/>")


@raw("opendocument", "W101")
def _(content: bytes) -> bytes:
    return replaced(content, "", lambda data: data, mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"<x/>")


@raw("cut-short", "W104")
def _(content: bytes) -> bytes:
    return content[: len(content) // 2]


@raw("sheet-part-missing", "W104")
def _(content: bytes) -> bytes:
    return replaced(content, SHEET, lambda data: None)


@raw("sheet-part-broken", "W104")
def _(content: bytes) -> bytes:
    return replaced(content, SHEET, lambda data: data[: len(data) // 2])


@raw("entities", "W105")
def _(content: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return replaced(content, SHEET, lambda data: re.sub(rb"(<\?xml[^>]*>)", rb"\1" + bomb, data, count=1))


@raw("external-entity", "W105")
def _(content: bytes) -> bytes:
    attack = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return replaced(content, "xl/workbook.xml", lambda data: re.sub(rb"(<\?xml[^>]*>)", rb"\1" + attack, data, count=1))


@raw("zip-bomb", "W103")
def _(content: bytes) -> bytes:
    return replaced(content, "", lambda data: data, xl__media__x_dot_bin=bytes(30_000_000))


@raw("many-parts", "W103")
def _(content: bytes) -> bytes:
    return replaced(content, "", lambda data: data, **{f"xl__x{number}": b"" for number in range(2100)})


@raw("macros", "W106", good=True)
def _(content: bytes) -> bytes:
    return replaced(content, "", lambda data: data, xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0")


@raw("external-links", "W107", good=True)
def _(content: bytes) -> bytes:
    return replaced(content, "", lambda data: data, xl__externalLinks__externalLink1_dot_xml=b"<externalLink/>")


@raw("formatted-to-the-last-row", "", good=True)
def _(content: bytes) -> bytes:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (row, row) for row in range(3000, 1_048_577))
    return replaced(content, SHEET, lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>"))
