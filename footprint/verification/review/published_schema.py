"""The JSON Schema of decisions, for editors.

It is generated from the records. A decision is a form: every key that is not required may stay empty.
"""

from __future__ import annotations

import json
from typing import Any

from footprint.model.published_schema import record_schema
from footprint.verification.review.decision_schema import Decision

__all__ = ["decision_schema", "decision_schema_text"]


def decision_schema() -> dict[str, Any]:
    """Give the JSON Schema of ``footprint: decision/1`` as plain data."""
    schema: dict[str, Any] = _may_stay_empty(record_schema(Decision, "Decision of a reviewer, decision/1"))
    return schema


def decision_schema_text() -> str:
    """Give the JSON Schema as the text that is published under ``docs/reference``."""
    return json.dumps(decision_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _may_stay_empty(node: Any) -> Any:
    if isinstance(node, list):
        return [_may_stay_empty(item) for item in node]
    if not isinstance(node, dict):
        return node
    copied = {key: _may_stay_empty(value) for key, value in node.items()}
    properties, required = copied.get("properties"), copied.get("required", ())
    if isinstance(properties, dict):
        for name, value in properties.items():
            if name not in required:
                said = {key: value.pop(key) for key in ("description", "default") if key in value}
                properties[name] = {"anyOf": [value, {"type": "null"}], **said}
    return copied
