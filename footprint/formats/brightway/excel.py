"""Write an export as an Excel file that ``bw2io.ExcelImporter`` reads.

The sheet ``database`` is the database. Every exchange names its input by database and code, so that nothing has to be
matched by name. The sheet ``method`` starts with ``skip``, which bw2io leaves alone: it holds the factors of the method.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from footprint.formats.brightway.content import BrightwayExport, ExportedEdge

__all__ = ["excel_bytes"]

COLUMNS = ("amount", "name", "unit", "type", "input", "comment")
Cell = str | float


def excel_bytes(export: BrightwayExport) -> bytes:
    """Give an Excel file.

    Parameters
    ----------
    export
        What to write.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for title, rows in (("database", _database(export)), ("method", _method(export))):
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _database(export: BrightwayExport) -> Iterator[Sequence[Cell]]:
    yield ("Database", export.database)
    yield ("format", "footprint export")
    yield ("product", _text(export.title))
    yield ("demand", _text(f"{export.demand[1]!r} of {export.demand[0]}"))
    yield ()
    for process in export.processes:
        yield ("Activity", _text(process.name))
        yield ("code", process.code)
        yield ("reference product", _text(process.product))
        yield ("unit", process.unit)
        yield ("location", process.location)
        if process.comment:
            yield ("comment", _text(process.comment))
        yield ("Exchanges",)
        # The amount comes first: a name in the first column could be taken for the start of a section.
        yield COLUMNS
        for edge in process.edges:
            yield _edge(edge)
        yield ()
    for flow in export.flows:
        yield ("Activity", _text(flow.name))
        yield ("code", flow.code)
        yield ("unit", flow.unit)
        yield ("type", "natural resource" if flow.categories[0] == "natural resource" else "emission")
        yield ("categories", "::".join(flow.categories))
        yield ()


def _edge(edge: ExportedEdge) -> Sequence[Cell]:
    return (edge.amount, _text(edge.name), edge.unit, edge.kind, "::".join(edge.key), _text(edge.comment))


def _method(export: BrightwayExport) -> Iterator[Sequence[Cell]]:
    yield ("skip", f"Factors of {export.method} in kg CO2e per unit of the flow; one method of Brightway for each column")
    yield ("database", "code", *export.factors)
    for key in sorted({key for factors in export.factors.values() for key in factors}):
        yield (*key, *(factors.get(key, 0.0) for factors in export.factors.values()))


def _text(text: str) -> str:
    """Keep a text in one cell as one text: two colons would make bw2io split it."""
    return text.replace("::", ": :")


def _cell(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that starts with = is no formula
    return cell
