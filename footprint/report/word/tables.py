"""Tables of a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footprint.report.printing import PrintedBlock, PrintedRow

if TYPE_CHECKING:
    import docx.document
    from docx.table import Table, _Cell

__all__ = ["add_facts", "add_table", "clean"]

_WIDE = 17.0
_MANY = 7
_STEP = 0.32


def add_facts(made: docx.document.Document, block: PrintedBlock) -> None:
    """Add names and values, one below the other."""
    if not block.rows:
        return
    table = _table(made, len(block.rows), block, "Report Facts")
    for place, row in enumerate(block.rows):
        for column, text in enumerate(row.cells):
            _fill(table.cell(place, column), text, "Report Cell", quiet=column == 0)
    made.add_paragraph(style="Report Space")


def add_table(made: docx.document.Document, block: PrintedBlock) -> None:
    """Add a table whose heading is repeated on every page, and whose rows are not cut."""
    table = _table(made, len(block.rows) + 1, block, "Report Table")
    style = "Report Cell" if len(block.heads) <= _MANY else "Report Small Cell"
    # Asking a table for its cells one by one takes time with the square of their number.
    cells = [row.cells for row in table.rows]
    for cell, head, numeric in zip(cells[0], block.heads, block.numeric, strict=True):
        _fill(cell, head, "Report Head", right=numeric)
    for above, row in zip(cells[1:], block.rows, strict=True):
        _row(above, row, block.numeric, style)
    _mark(table.rows[0], "w:tblHeader")
    for line in table.rows:
        _mark(line, "w:cantSplit")


def _row(cells: tuple[_Cell, ...], row: PrintedRow, numeric: tuple[bool, ...], style: str) -> None:
    for place, (cell, text) in enumerate(zip(cells, row.cells, strict=True)):
        _fill(cell, text, style, right=numeric[place], bold=row.total, indent=_STEP * row.depth if place == 0 else 0.0)
        if row.total:
            _shade(cell)


def _table(made: docx.document.Document, rows: int, block: PrintedBlock, style: str) -> Table:
    from docx.shared import Cm

    table: Table = made.add_table(rows=rows, cols=len(block.widths), style=style)
    table.autofit = False
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Cm(_WIDE * width)
    for row in table.rows:
        for cell, width in zip(row.cells, block.widths, strict=True):
            cell.width = Cm(_WIDE * width)
    return table


def _fill(cell: _Cell, text: str, style: str, *, right: bool = False, bold: bool = False, quiet: bool = False, indent: float = 0.0) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph = cell.paragraphs[0]
    paragraph.style = style
    run = paragraph.add_run(clean(text))
    if bold:
        run.bold = True
    if quiet:
        run.style = "Report Quiet"
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        paragraph.paragraph_format.left_indent = Cm(indent)


def clean(text: str) -> str:
    """Leave out what XML cannot hold, and control characters that Word would take for line ends and tabs."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable() or character == " ")


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEF3F4")):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)
