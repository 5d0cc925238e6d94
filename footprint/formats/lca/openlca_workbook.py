"""Read the workbook that openLCA writes for one process: general information, inputs, outputs, flows."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from footprint.formats.lca.container import Container
from footprint.formats.lca.errors import LcaNotReadable, TooMuch
from footprint.formats.lca.records import Direction, Role, SourceDatabase, SourceExchange, SourceProcess
from footprint.formats.lca.values import clean, days, decimal_of, uncertainty_text, visible

__all__ = ["read_openlca_workbook"]

ROWS_LIMIT = 100_000
"""Rows of one sheet; a process has some hundred exchanges."""

COLUMNS_LIMIT = 200

_SHEETS = ("General information", "Inputs", "Outputs")
_DISTRIBUTIONS = {"normal distribution": "normal", "log-normal distribution": "lognormal"}
_DISTRIBUTIONS.update({"triangular distribution": "triangular", "uniform distribution": "uniform"})


def read_openlca_workbook(container: Container) -> SourceDatabase:
    """Read the process of a workbook.

    Raises
    ------
    LcaNotReadable
        It is no workbook, or lacks one of the sheets.
    TooMuch
        A sheet has more rows than any process.
    """
    place = container.place("")
    file = container.path.name
    try:
        sheets = _sheets(container)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, SyntaxError, OSError) as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        raise LcaNotReadable(place, file=file, why_en=f"it is no workbook ({why})", why_zh=f"不是工作簿（{why}）") from None
    missing = [name for name in _SHEETS if name not in sheets]
    if missing:
        why_en, why_zh = f"sheet `{missing[0]}` is missing", f"缺少工作表 `{missing[0]}`"
        raise LcaNotReadable(place, file=file, why_en=why_en, why_zh=why_zh)
    if any(len(rows) > ROWS_LIMIT for rows in sheets.values()):
        raise TooMuch(place, file=file, limit=ROWS_LIMIT, what_en="rows in a sheet", what_zh="工作表行数")
    database = SourceDatabase("openlca-xlsx")
    database.processes.append(_process(sheets, file, database))
    return database


def _sheets(container: Container) -> dict[str, list[list[str]]]:
    """Give the cells of the sheets that count, as text."""
    from openpyxl import load_workbook

    content = container.path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            wanted = [name for name in (*_SHEETS, "Flows") if name in workbook.sheetnames]
            return {name: [list(map(_text, row)) for row in _rows(workbook[name])] for name in wanted}
        finally:
            workbook.close()


def _rows(sheet: Any) -> Iterator[Any]:
    yield from sheet.iter_rows(values_only=True, max_row=ROWS_LIMIT + 1, max_col=COLUMNS_LIMIT)


def _text(value: object) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else visible(str(value))


def _records(rows: list[list[str]]) -> list[dict[str, str]]:
    """Give the rows below the header by column, whatever the order of the columns; a title above the header is skipped."""
    start = next((index for index, row in enumerate(rows) if {"flow", "name"} & {cell.lower() for cell in row}), None)
    if start is None:
        return []
    header = [cell.lower() for cell in rows[start]]
    return [dict(zip(header, row, strict=False)) for row in rows[start + 1 :] if any(row)]


def _process(sheets: Mapping[str, list[list[str]]], file: str, database: SourceDatabase) -> SourceProcess:
    facts = {row[0].lower(): row[1] for row in sheets["General information"] if len(row) > 1 and row[0]}
    flows: dict[str, dict[str, str]] = {}
    for record in _records(sheets.get("Flows", [])):
        flows.setdefault(record.get("name", ""), record)
    exchanges: list[SourceExchange] = []
    sides: tuple[tuple[str, Direction], ...] = (("Inputs", "input"), ("Outputs", "output"))
    for sheet, direction in sides:
        exchanges.extend(_exchange(record, direction, flows) for record in _records(sheets[sheet]))
    start, end = days(facts.get("valid from", "")[:10], facts.get("valid until", "")[:10], database.repairs)
    identifier = facts.get("uuid", "").lower()
    if not identifier:
        identifier = file
        database.repairs["identifier_from_file"] += 1
    treated = any(exchange.role == "coproduct" and exchange.direction == "input" for exchange in exchanges)
    return SourceProcess(
        identifier=identifier,
        name=clean(facts.get("name", "")) or identifier,
        file=file,
        # Outputs first: the product stands at the head, as in the other formats.
        exchanges=tuple(sorted(exchanges, key=lambda exchange: exchange.role != "reference")),
        location=facts.get("location", "").partition(" - ")[0],
        start=start,
        end=end,
        comment=clean(facts.get("description", ""), limit=800),
        defect="not_allocated" if treated else "",
    )


def _exchange(record: Mapping[str, str], direction: Direction, flows: Mapping[str, Mapping[str, str]]) -> SourceExchange:
    flow = flows.get(record.get("flow", ""), {})
    kind = flow.get("type", "").lower()
    amount = decimal_of(record.get("amount", ""))
    role = _role(record, kind, direction)
    if role == "reference" and direction == "input" and amount is not None:
        amount = -amount
    category = record.get("category", "") or flow.get("category", "")
    distribution = _DISTRIBUTIONS.get(record.get("uncertainty", "").lower(), "")
    values = {"mean": record.get("(g)mean | mode", ""), "sd": record.get("sd | gsd", "")}
    values.update({"min": record.get("minimum", ""), "max": record.get("maximum", "")})
    return SourceExchange(
        role=role,
        name=clean(record.get("flow", "")) or "?",
        amount=amount,
        written=record.get("amount", ""),
        unit=record.get("unit", ""),
        key=flow.get("uuid", "").lower() or record.get("flow", ""),
        flow=flow.get("uuid", "").lower() or record.get("flow", "").lower(),
        location=record.get("location", ""),
        direction=direction,
        compartment=tuple(part for part in category.split("/") if part) if role == "elementary" else (),
        cas=flow.get("cas", ""),
        uncertainty=uncertainty_text(distribution, **values) if distribution else "",
        comment=clean(record.get("description", ""), limit=300),
    )


def _role(record: Mapping[str, str], kind: str, direction: Direction) -> Role:
    elementary = kind == "elementary flow" or record.get("category", "").lower().startswith("elementary flows")
    if elementary:
        return "elementary"
    if record.get("is reference?", "").lower() in ("x", "true", "yes", "1"):
        return "reference"
    if record.get("is avoided?", "").lower() in ("x", "true", "yes", "1") or record.get("is avoided product?", ""):
        return "avoided"
    if kind == "waste flow":
        return "waste" if direction == "output" else "coproduct"
    return "input" if direction == "input" else "coproduct"
