"""Workbooks written row by row: as large as a worksheet can be, in constant memory, the same bytes for the same rows.

Texts are written as texts, so that one that begins with ``=`` is no formula.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

__all__ = ["write_workbook"]

_LONGEST = 32_767
"""Characters of a cell."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Sheet = tuple[str, Sequence[str], Iterable[Sequence[object]]]


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook.

    Parameters
    ----------
    path
        The file.
    sheets
        Title, heads and rows of each; a cell is a number, a text, or None.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _fixed_parts([title for title, _, _ in sheets]):
            archive.writestr(_member(name), content)
        for number, (_, heads, rows) in enumerate(sheets, 1):
            with archive.open(_member(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as stream:
                pane = (
                    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
                )
                stream.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{pane}<sheetData>'.encode())
                stream.write(_row(heads))
                for row in rows:
                    stream.write(_row(row))
                stream.write(b"</sheetData></worksheet>")


def _row(cells: Sequence[object]) -> bytes:
    return ("<row>" + "".join(map(_cell, cells)) + "</row>").encode()


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, float | int) and math.isfinite(value):
        return f"<c><v>{value!r}</v></c>"
    text = escape(_FORBIDDEN.sub(" ", str(value)[:_LONGEST]))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _fixed_parts(titles: Sequence[str]) -> Iterable[tuple[str, str]]:
    numbers = range(1, len(titles) + 1)
    kinds = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>' for n in numbers)
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{kinds}</Types>',
    )
    yield (
        "_rels/.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    sheets = "".join(f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="rId{n}"/>' for n, title in zip(numbers, titles, strict=True))
    yield "xl/workbook.xml", f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    links = "".join(f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    yield "xl/_rels/workbook.xml.rels", f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system = 3
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
