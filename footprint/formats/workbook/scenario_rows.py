"""Scenarios as rows: one for each thing that a scenario changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from footprint.formats.workbook.choices import choice_label
from footprint.formats.workbook.filling import SheetRow, fill
from footprint.formats.workbook.layout import EXCHANGES, PROCESSES, SCENARIOS, Column

__all__ = ["RECORDS", "VALUE", "field_column", "known_fields", "scenario_rows"]

RECORDS = ("add", "allocation")
"""Changes that are a record each: a row for every field of it."""

VALUE = next(column for column in SCENARIOS if column.path == "value")
TEXT = next(column for column in SCENARIOS if column.path == "text")

_ONCE = [column for column in SCENARIOS if column.path in ("name/zh", "name/en", "why", "data", "source", "comment")]
_OF_EXCHANGE = {column.path: column for column in EXCHANGES if not column.owner and column.kind != "name"}
_OF_ALLOCATION = {
    **{column.path.removeprefix("allocation/"): column for column in PROCESSES if column.path.startswith("allocation/")},
    **{column.path: column for column in EXCHANGES if column.owner},
}
_NAMED = ("prices", "shares", "avoided", "contract")
"""Fields that hold entries by name: the name stands between the field and what is below it."""


def field_column(change: str, field: str) -> Column | None:
    """Give the column that holds a field where it stands in a sheet of its own: its kind and its choices are those of the field.

    Parameters
    ----------
    change
        Key of a scenario, such as ``add``.
    field
        Path within the record that is added or the allocation; empty for changes that are one value.
    """
    if change not in RECORDS:
        return None if field else VALUE if change == "set" else TEXT
    first, *rest = field.split("/")
    if first in _NAMED and rest and rest[0]:
        field = "/".join([first, *rest[1:]])
    elif first in _NAMED:
        return None
    if change == "add" and field in ("evidence", "contract"):
        return TEXT
    return (_OF_EXCHANGE if change == "add" else _OF_ALLOCATION).get(field)


def known_fields(change: str) -> list[str]:
    """List the fields that a change may have; ``NAME`` stands for the name of a product or a term."""
    if change not in RECORDS:
        return []
    plain = {**_OF_EXCHANGE, "evidence": TEXT, "contract": TEXT} if change == "add" else _OF_ALLOCATION
    return ["/".join([first, "NAME", *rest]) if first in _NAMED else path for path, (first, *rest) in ((p, p.split("/")) for p in plain)]


def scenario_rows(scenarios: Mapping[str, Any]) -> Iterator[SheetRow]:
    """Give the rows of the sheet Scenarios.

    Parameters
    ----------
    scenarios
        Plain data by name of the scenario.
    """
    for name, record in scenarios.items():
        rows = [row for change in ("set", "from", "add", "allocation", "inventories") for row in _changes(change, record.get(change, {}))]
        rows = rows or [{}]
        for column in _ONCE:
            value: Any = record
            for key in column.path.split("/"):
                value = value.get(key) if isinstance(value, Mapping) else None
            if value is not None:
                fill(rows[0], column, value)
        yield from ({("scenario", ""): name, **row} for row in rows)


def _changes(change: str, entries: Mapping[str, Any]) -> Iterator[SheetRow]:
    for what, entry in entries.items():
        for field, value in _leaves(entry):
            row: SheetRow = {("change", ""): choice_label("change", change), ("what", ""): what}
            if field:
                row["field", ""] = field
            column = field_column(change, field)
            if value is not None:
                assert column is not None, f"{change}/{field} has no column"
                own: SheetRow = {}
                fill(own, column, value)
                target = "value" if column.has_unit or column.kind in ("number", "whole") else "text"
                row.update({(target, part): cell for (_, part), cell in own.items()})
            yield row


def _leaves(entry: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    """Yield every value below an entry with its path; nothing at all is one value that is not there."""
    if not isinstance(entry, Mapping):
        yield path, entry
    elif not entry:
        yield path, None
    else:
        for key, part in entry.items():
            yield from _leaves(part, f"{path}/{key}" if path else key)
