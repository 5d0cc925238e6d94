"""A product model as plain data: mappings, lists and texts, as its YAML would hold them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from footprint.formats.workbook.yaml_text import Bare
from footprint.model.fields import Record
from footprint.units.numbers import number_text

__all__ = ["plain"]


def plain(record: Record) -> dict[str, Any]:
    """Give a record as plain data; what is not stated is left out, and so is a mapping that says nothing.

    Parameters
    ----------
    record
        A product model or a part of one.
    """
    data: dict[str, Any] = {}
    for name, info in type(record).model_fields.items():
        value = _plain(getattr(record, name))
        if value is not None and value != {} and value != []:
            data[info.alias or name] = value
    return data


def _plain(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, Record):
        return plain(value)
    if isinstance(value, Mapping):
        # A flow without properties and a process without exchanges are entries all the same.
        return {key: {} if part is None else part for key, part in ((key, _plain(part)) for key, part in value.items())}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, bool):
        return Bare("true" if value else "false")
    if isinstance(value, int):
        return Bare(str(value))
    if isinstance(value, float):
        return Bare(number_text(value))
    if isinstance(value, datetime.date):
        return Bare(value.isoformat())
    return str(value)
