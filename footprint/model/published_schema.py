"""The JSON Schema of product models, for editors and for other programs.

It is generated from the records of `footprint.model.schema`. It accepts every model that the reader accepts, also as an
editor's YAML parser sees it, with numbers where a plain scalar looks like one; the reader then checks more.

To use it in an editor with a YAML language server, start the model with the line
``# yaml-language-server: $schema=PATH/product-model.schema.json``.
"""

from __future__ import annotations

import json
from typing import Any

from footprint.model.fields import Record
from footprint.model.schema import ProductModel

__all__ = ["json_schema", "json_schema_text", "record_schema"]

_IDENTIFIER = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of ``footprint: product-model/1`` as plain data."""
    return record_schema(ProductModel, "Product model of footprint, product-model/1")


def record_schema(root: type[Record], title: str) -> dict[str, Any]:
    """Give the JSON Schema of a format of ours as plain data.

    Parameters
    ----------
    root
        The record that a whole file is.
    title
        What the format is called.
    """
    generated: dict[str, Any] = _without_null(root.model_json_schema(by_alias=True))
    return {"$schema": _IDENTIFIER, **generated, "title": title}


def json_schema_text() -> str:
    """Give the JSON Schema as the text that is published under ``docs/reference``."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _without_null(node: Any) -> Any:
    """Take out what pydantic says for Python only: that an optional key may be null, titles, and the default null."""
    if isinstance(node, list):
        return [_without_null(item) for item in node]
    if not isinstance(node, dict):
        return node
    cleaned = {key: _without_null(value) for key, value in node.items() if not (key == "default" and value is None)}
    choices = [choice for choice in cleaned.get("anyOf", []) if choice != {"type": "null"}]
    if "anyOf" in cleaned and len(choices) < len(cleaned["anyOf"]):
        rest = {key: value for key, value in cleaned.items() if key != "anyOf"}
        # What describes the key stays beside what describes its type.
        cleaned = {**choices[0], **rest} if len(choices) == 1 else {**rest, "anyOf": choices}
    if isinstance(cleaned.get("title"), str) and "properties" not in cleaned and "anyOf" not in cleaned:
        cleaned.pop("title")
    return cleaned
