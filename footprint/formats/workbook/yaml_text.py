"""Plain data as the YAML of a product model: readable, in the order of the schema, quoted where needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from footprint.model.schema import ProductModel

__all__ = ["Bare", "yaml_text"]

_SAFE_BARE = re.compile(r"[+-]?[0-9][0-9.eE+-]*|true|false|\d{4}-\d{2}-\d{2}")
# A plain scalar of YAML that no reader takes for a number, a date, a truth value or the start of something else.
_SAFE_TEXT = re.compile(r"(?=.*[^\d.,:eExXoO_+\-])[^\W\d_][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff:#,\[\]{}\"'`&*!|>%@]*", re.DOTALL)
_SAFE_KEY = re.compile(r"[A-Za-z\u4e00-\u9fff][\w.\-]*( [\w.\-]+)*")
_AMOUNT = re.compile(r"[+-]?[0-9][0-9.eE+-]* [^\W\d_%‰°][^\x00-\x1f:#,\[\]{}\"'`&*!|>@]*|[+-]?[0-9][0-9.eE+-]* ?%")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"}

WIDTH = 120
_SPACED = {"product", "flows", "parameters", "correlations", "processes", "scenarios", "sources"}


class Bare(str):
    """A number, a date or a truth value: a text that YAML may show without quotes."""

    __slots__ = ()


def yaml_text(data: Mapping[str, Any], *, short: bool = True) -> str:
    """Write plain data as YAML that `footprint.model.read_text` reads back as the same data.

    Parameters
    ----------
    data
        Mappings, lists and texts.
    short
        Whether a record that has only the key of its short form is written as the value alone.
    """
    order = [info.alias or name for name, info in ProductModel.model_fields.items()]
    lines: list[str] = []
    for key in [*(key for key in order if key in data), *(key for key in data if key not in order)]:
        if key in _SPACED and lines:
            lines.append("")
        lines.extend(_entry(key, data[key], 0, (), short))
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any, depth: int, owners: tuple[str, ...], short: bool) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, Mapping) and short and len(value) == 1:
        value = _shortened(value, (*owners, key))
    if isinstance(value, list):
        yield f"{indent}{_key(key)}:"
        yield from (f"{indent}  - {_flow_of(part)}" for part in value)
        return
    if not isinstance(value, Mapping):
        yield f"{indent}{_key(key)}: {_scalar(value)}"
        return
    flow = _flow(value) if owners or key in ("period", "inventories") else None
    if not value or (flow is not None and len(indent) + len(key) + 2 + len(flow) <= WIDTH):
        yield f"{indent}{_key(key)}: {flow or '{}'}"
        return
    yield f"{indent}{_key(key)}:"
    for name, part in value.items():
        yield from _entry(name, part, depth + 1, (*owners, key), short)


def _shortened(value: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Give the one value of a parameter or an exchange that has nothing else."""
    name = next(iter(value))
    parameter = len(path) == 2 and path[0] == "parameters" and name == "value"
    exchange = len(path) == 4 and path[0] == "processes" and path[2] != "allocation" and name == "amount"
    return value[name] if parameter or exchange else value


def _flow(value: Mapping[str, Any]) -> str | None:
    """Write a mapping on one line; None where it holds mappings or long texts."""
    if any(isinstance(part, Mapping) or len(part) > 60 for part in value.values()):
        return None
    return "{" + ", ".join(f"{_key(name)}: {_scalar(part)}" for name, part in value.items()) + "}"


def _flow_of(value: Any) -> str:
    """Write anything on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)}: {_flow_of(part)}" for name, part in value.items()) + "}"
    return "[" + ", ".join(map(_flow_of, value)) + "]" if isinstance(value, list) else _scalar(value)


def _key(text: str) -> str:
    return text if _SAFE_KEY.fullmatch(text) and text.lower() not in _WORDS else _quoted(text)


def _scalar(text: str) -> str:
    if isinstance(text, Bare) and _SAFE_BARE.fullmatch(text):
        return text
    plain = _SAFE_TEXT.fullmatch(text) or _AMOUNT.fullmatch(text)
    if plain and text == text.strip() and text.lower() not in _WORDS and text.isprintable():
        return text
    # A reference such as model:pta.yaml#pta is plain: neither `: ` nor ` #` stand in it.
    if re.fullmatch(r"[a-z]+:[\w./-]+(#[\w.-]+)?", text) or re.fullmatch(r"[a-z][\w.-]*(/[\w.-]+)+", text):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """Write a text in double quotes; what cannot be seen is escaped."""
    escaped = json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\x7f")
    return '"' + "".join(_escape(character) for character in escaped) + '"'


def _escape(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
