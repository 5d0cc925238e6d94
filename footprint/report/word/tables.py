"""Tables of a Word document, written as WordprocessingML: building them cell by cell takes seconds for a large model."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from footprint.report.measuring import glued
from footprint.report.printing import PrintedBlock, PrintedRow

if TYPE_CHECKING:
    import docx.document

__all__ = ["add_facts", "add_table", "clean"]

#: In twentieths of a point: width between the margins, and a step of a tree.
_WIDE, _STEP = 9638, 180
_TINT = "EEF3F4"


def add_facts(made: docx.document.Document, block: PrintedBlock) -> None:
    """Add names and values, one below the other."""
    if block.rows:
        style = _ids(made)
        rows = (
            _row(
                [_cell(name, style["Report Cell"], run=style["Report Quiet"]), _cell(value, style["Report Cell"])],
                block.widths,
                tall=row.tall,
            )
            for row in block.rows
            for name, value in [row.cells]
        )
        _add(made, block, style["Report Facts"], "".join(rows))
        made.add_paragraph(style="Report Space")


def add_table(made: docx.document.Document, block: PrintedBlock) -> None:
    """Add a table whose heading is repeated on every page, and whose rows are not cut."""
    style = _ids(made)
    letters = style["Report Small Cell" if block.small else "Report Cell"]
    heads = [_cell(head, style["Report Head"], right=numeric) for head, numeric in zip(block.heads, block.numeric, strict=True)]
    rows = [_row(heads, block.widths, head=True)]
    for row in block.rows:
        cells = [_body(row, place, text, letters, block.numeric[place]) for place, text in enumerate(row.cells)]
        rows.append(_row(cells, block.widths, tall=row.tall))
    _add(made, block, style["Report Table"], "".join(rows))


def _body(row: PrintedRow, place: int, text: str, style: str, numeric: bool) -> str:
    return _cell(
        text, style, right=numeric, bold=row.total, indent=_STEP * row.depth if place == 0 else 0, ground=_TINT if row.total else ""
    )


def _cell(text: str, style: str, *, run: str = "", right: bool = False, bold: bool = False, indent: int = 0, ground: str = "") -> str:
    """Write a cell; the order of what describes it is that of the schema."""
    layout = f'<w:pStyle w:val="{style}"/>'
    layout += f'<w:ind w:left="{indent}"/>' if indent else ""
    layout += '<w:jc w:val="right"/>' if right else ""
    letters = f'<w:rStyle w:val="{run}"/>' if run else ""
    letters += "<w:b/>" if bold else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    words = f'<w:t xml:space="preserve">{escape(clean(text))}</w:t>'
    return f"{shade}</w:tcPr><w:p><w:pPr>{layout}</w:pPr><w:r><w:rPr>{letters}</w:rPr>{words}</w:r></w:p></w:tc>"


def _row(cells: list[str], widths: tuple[float, ...], *, head: bool = False, tall: bool = False) -> str:
    marks = ("" if tall else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
    with_widths = (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(_WIDE * width)}" w:type="dxa"/>' + cell for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(with_widths)}</w:tr>"


def _add(made: docx.document.Document, block: PrintedBlock, style: str, rows: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    columns = "".join(f'<w:gridCol w:w="{round(_WIDE * width)}"/>' for width in block.widths)
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{_WIDE}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
    )
    table = f"<w:tbl {nsdecls('w')}><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    made.element.body.insert_element_before(parse_xml(table), "w:sectPr")


def _ids(made: docx.document.Document) -> dict[str, str]:
    return {style.name: style.style_id for style in made.styles if style.name and style.name.startswith("Report")}


def clean(text: str) -> str:
    """Leave out what XML cannot hold, and control characters that Word would take for line ends and tabs."""
    return glued("".join(character for character in " ".join(text.split()) if character.isprintable() or character == " "))
