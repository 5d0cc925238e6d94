"""From a product model to the rows of the workbook: every part of the model goes to exactly one cell."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from footprint.errors import UnexpectedError
from footprint.formats.workbook.choices import choice_label
from footprint.formats.workbook.filling import SheetRow, fill
from footprint.formats.workbook.layout import CORRELATIONS, EXCHANGES, FIELDS, NAMED_FIELDS, PARAMETERS, PROCESSES, Column, sheet_named
from footprint.formats.workbook.plain import plain
from footprint.formats.workbook.scenario_rows import scenario_rows
from footprint.model import ProductModel

__all__ = ["rows_of"]

_SECTIONS = ("outputs", "inputs", "wastes", "emissions", "removals")
FREE_ROWS = 3
"""Rows of each named field that are ready to be filled in."""


def rows_of(model: ProductModel) -> dict[str, list[SheetRow]]:
    """Give the rows of every sheet with columns.

    Parameters
    ----------
    model
        A model without errors.

    Raises
    ------
    UnexpectedError
        Where a part of the model has no place, which would be a defect of the layout.
    """
    data = copy.deepcopy(plain(model))
    parameters, processes, flows = (data.pop(key, {}) for key in ("parameters", "processes", "flows"))
    correlations, scenarios = data.pop("correlations", []), data.pop("scenarios", {})
    evidence = list(_evidence(processes))
    sheets = {
        "Product": list(_product(data)),
        "Parameters": [_row(PARAMETERS, record, {("name", ""): name}) for name, record in parameters.items()],
        "Exchanges": list(_exchanges(processes)),
        "Processes": list(_processes(processes)),
        "Flows": list(_flows(flows)),
        "Correlations": [_row(CORRELATIONS, dict(record), _pair(record["between"])) for record in correlations],
        "Scenarios": list(scenario_rows(scenarios)),
        "Evidence": evidence,
    }
    left = [key for key, part in {**data, **{f"parameters/{k}": v for k, v in parameters.items()}, **processes}.items() if _leaves(part)]
    if left:
        raise UnexpectedError(what=f"these parts of the model have no place in a workbook: {', '.join(left)}")
    return sheets


def _pair(between: Sequence[str]) -> SheetRow:
    return {("first", ""): between[0], ("second", ""): between[1]}


def _leaves(part: Any) -> bool:
    return any(_leaves(value) for value in part.values()) if isinstance(part, Mapping) else True


def _take(data: dict[str, Any], path: Sequence[str]) -> Any:
    """Take a part out of plain data; None where it is not there."""
    node: Any = data
    for key in path[:-1]:
        node = node.get(key) if isinstance(node, dict) else None
    return node.pop(path[-1], None) if isinstance(node, dict) else None


def _row(columns: Sequence[Column], record: dict[str, Any], row: SheetRow) -> SheetRow:
    for column in columns:
        if column.kind != "name" and not column.owner:
            value = _take(record, column.path.split("/"))
            if value is not None:
                fill(row, column, value)
    return row


def _product(data: dict[str, Any]) -> Iterator[SheetRow]:
    for column in FIELDS:
        value = _take(data, column.path.split("/"))
        yield _field(column, "", value)
    for column in NAMED_FIELDS:
        entries: dict[str, Any] = _take(data, column.path.split("/")) or {}
        for name, value in entries.items():
            yield _field(column, name, value)
        for _ in range(FREE_ROWS):
            yield _field(column, "", None)


def _field(column: Column, name: str, value: str | None) -> SheetRow:
    row: SheetRow = {
        ("field", ""): column.path,
        ("meaning", ""): f"{column.zh} / {column.en}",
        ("explanation", ""): f"{column.note_zh} {column.note_en}".strip(),
    }
    if name:
        row["name", ""] = name
    if value is not None:
        filled: SheetRow = {}
        fill(filled, column, value)
        row["value", ""] = filled[column.path, ""]
        if (column.path, "unit") in filled:
            row["unit", ""] = filled[column.path, "unit"]
    return row


def _processes(processes: dict[str, Any]) -> Iterator[SheetRow]:
    for name, record in processes.items():
        row: SheetRow = {("name", ""): name}
        by = _take(record, ("allocation", "by"))
        if isinstance(by, dict):
            row["allocation/by/property", ""] = by.pop("property")
            row["allocation/by", ""] = choice_label("allocation", "property")
        elif by is not None:
            row["allocation/by", ""] = choice_label("allocation", by)
        yield _row([column for column in PROCESSES if not column.path.startswith("allocation/by")], record, row)


def _exchanges(processes: dict[str, Any]) -> Iterator[SheetRow]:
    owned = [column for column in EXCHANGES if column.owner]
    for process, record in processes.items():
        allocation = record.get("allocation", {})
        for section in _SECTIONS:
            for name, exchange in record.get(section, {}).items():
                row: SheetRow = {("process", ""): process, ("section", ""): choice_label("section", section), ("name", ""): name}
                for column in owned if section == "outputs" else ():
                    first, *rest = column.path.split("/")
                    value = _take(allocation, (first, name, *rest))
                    if value is not None:
                        fill(row, column, value)
                yield _row(EXCHANGES, exchange, row)


def _flows(flows: dict[str, Any]) -> Iterator[SheetRow]:
    column = next(column for column in sheet_named("Flows").columns if column.path == "value")
    for flow, record in flows.items():
        source = record.pop("source", None)
        others = {f"other/{name}": value for name, value in record.pop("other", {}).items()}
        entries = [*record.items(), *others.items()] or [("", None)]
        record.clear()
        for name, value in entries:
            row: SheetRow = {("flow", ""): flow}
            if name:
                row["property", ""] = name
                fill(row, column, value)
            if source is not None:
                row["source", ""] = source
                source = None
            yield row


def _evidence(processes: dict[str, Any]) -> Iterator[SheetRow]:
    for process, record in processes.items():
        for section in _SECTIONS:
            for name, exchange in record.get(section, {}).items():
                identity = f"{process}/{section}/{name}"
                for file in _files(exchange.pop("evidence", "")):
                    yield {("exchange", ""): identity, ("kind", ""): choice_label("proof", "evidence"), ("value", ""): file}
                for key, value in exchange.pop("contract", {}).items():
                    kind = choice_label("proof", "contract")
                    yield {("exchange", ""): identity, ("kind", ""): kind, ("key", ""): key, ("value", ""): value}


def _files(text: str) -> list[str]:
    """Split what names several files, so that joining by ``; `` gives the same text."""
    parts = text.split("; ")
    return parts if all(part and part == part.strip() for part in parts) else [text] if text else []
