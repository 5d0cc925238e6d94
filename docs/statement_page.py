"""The fields of a verification statement as tables of Markdown, from its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["statement_fields"]


def statement_fields() -> Iterator[str]:
    """Yield the fields of a statement, record by record, outermost first."""
    from footprint.verification.statement import statement_schema

    schema = statement_schema()
    records = {"The statement": schema, **schema["$defs"]}
    waiting, done = ["The statement"], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in done:
            continue
        done.add(name)
        record = records[name]
        yield f"\n## {_title(name)}\n\n{record['description']}\n\n| Key | Value | Meaning |\n|---|---|---|\n"
        for key, field in record["properties"].items():
            waiting += _named(field)
            yield f"| `{key}` | {_value(field)} | {field.get('description', '')} |\n"


def _title(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return words[0].upper() + words[1:]


def _named(field: Any) -> list[str]:
    """Give the records that a field speaks of."""
    if isinstance(field, list):
        return [name for part in field for name in _named(part)]
    if not isinstance(field, dict):
        return []
    own = [field["$ref"].rpartition("/")[2]] if "$ref" in field else []
    return own + [name for part in field.values() for name in _named(part)]


def _value(field: dict[str, Any]) -> str:
    if "$ref" in field:
        title = _title(field["$ref"].rpartition("/")[2])
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    if "anyOf" in field:
        return " or ".join(_value(choice) for choice in field["anyOf"])
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    kind = field["type"]
    if kind == "array":
        return f"list: {_value(field['items'])}"
    if kind == "object":
        return f"by name: {_value(field['additionalProperties'])}"
    return {"string": "text", "number": "number", "integer": "whole number", "boolean": "`true` or `false`", "null": "`null`"}[kind]
