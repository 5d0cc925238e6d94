"""From plain data to records, and from pydantic's complaints to findings with a code and a place.

The records are those of a product model, unless the caller names another root: rule profiles and decisions of reviewers are read
with the same care.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from footprint.errors import Finding, FootprintError, Place
from footprint.model.errors import (
    ListKey,
    MissingKey,
    NoValue,
    NumberOutOfRange,
    TooManyProblems,
    UnknownChoice,
    UnknownFormat,
    UnknownKey,
    WrongKind,
)
from footprint.model.fields import JUDGEMENT, NOT_READ, Record, patience
from footprint.model.limits import FINDING_LIMIT, suggest
from footprint.model.punctuation import comma_in_braces, key_with_colon, value_with_slip
from footprint.model.schema import ProductModel
from footprint.model.tree import Document

__all__ = ["field_at", "path_in", "validate", "validate_record"]

_RecordType = TypeVar("_RecordType", bound=Record)

_KINDS = {
    "text": ("a text", "一段文本"),
    "mapping": ("a mapping of keys to values", "键值组"),
    "list": ("a list", "列表"),
}


def validate(document: Document) -> tuple[ProductModel | None, tuple[Finding, ...]]:
    """Make a model of a document, or say all that is wrong with it.

    Parameters
    ----------
    document
        The YAML file as plain data with places.
    """
    return validate_record(document, ProductModel)


def validate_record(document: Document, root: type[_RecordType]) -> tuple[_RecordType | None, tuple[Finding, ...]]:
    """Make the record of any format of ours of a document, or say all that is wrong with it.

    Parameters
    ----------
    document
        The YAML file as plain data with places.
    root
        The record that the whole file is, such as `ProductModel`.
    """
    try:
        return root.model_validate(document.data, by_alias=True, by_name=False, context=patience()), ()
    except ValidationError as error:
        complaints = error.errors(include_url=False)
    findings: list[Finding] = []
    suggested: set[str] = set()
    slips, explained = _slips(document, root, complaints[:FINDING_LIMIT])
    findings.extend(slips)
    unknown = [item for item in complaints if item["type"] == "extra_forbidden"]
    for item in unknown[:FINDING_LIMIT]:
        if "/".join(path_in(document.data, item["loc"])) in explained:
            continue
        finding = _unknown_key(document, root, item["loc"])
        findings.append(finding)
        owner = finding.place.path.rpartition("/")[0] if finding.place else ""
        suggested.update(f"{owner}/{key}" for key in finding.values["suggestions"][:1])
    for item in complaints:
        if item["type"] in ("extra_forbidden", NOT_READ) or len(findings) > FINDING_LIMIT:
            continue
        keys = path_in(document.data, item["loc"])
        if "/".join(keys) in explained and keys:
            continue
        # A misspelt key is one problem, not two.
        if item["type"] == "missing" and f"{'/'.join(keys)}/{item['loc'][-1]}" in suggested:
            continue
        findings.append(_finding(document, root, item, keys))
    unique = {(finding.place, finding.code, str(sorted(finding.values.items(), key=str))): finding for finding in findings}
    kept = sorted(unique.values(), key=lambda finding: finding.sort_key)[:FINDING_LIMIT]
    if len(complaints) > FINDING_LIMIT:
        kept.append(Finding(TooManyProblems, Place(document.file), {"limit": FINDING_LIMIT}))
    return None, tuple(kept)


def _slips(document: Document, root: type[Record], complaints: Sequence[Any]) -> tuple[list[Finding], set[str]]:
    """Find complaints that come of punctuation, and the paths that these explain."""
    findings: list[Finding] = []
    explained: set[str] = set()
    for item in complaints:
        keys = path_in(document.data, item["loc"])
        path = "/".join(keys)
        value = _at(document, keys)
        if not keys or path in explained or not isinstance(value, str) or document.spots[document.known(path)].quoted:
            continue
        if value:
            # Where names of the user's own are expected, any word before a colon is one.
            record = None if item["type"] == "dict_type" else field_at(keys, root)[0]
            finding = value_with_slip(document, keys, value, _fields(record) if record else ())
        else:
            record = field_at(keys[:-1], root)[0] if item["type"] == "extra_forbidden" else None
            known = _fields(record) if record else ()
            comma = comma_in_braces(document, keys, known)
            finding = comma[0] if comma else key_with_colon(document, keys, known)
            explained.update(comma[1] if comma else ())
        if finding is not None:
            findings.append(finding)
            explained.add(path)
    return findings, explained


def field_at(keys: Sequence[str], root: type[Record] = ProductModel) -> tuple[type[Record] | None, FieldInfo | None]:
    """Find the record and the field that the schema has at a path.

    Parameters
    ----------
    keys
        Keys from the root.
    root
        The record that the whole file is.

    Returns
    -------
    (type of Record or None, FieldInfo or None)
        The innermost record on the way, and the field whose value stands at the path or holds it.
    """
    kind: Any = root
    record: type[Record] | None = None
    found: FieldInfo | None = None
    for key in keys:
        if isinstance(kind, type) and issubclass(kind, Record):
            record = kind
            found = _fields(kind).get(key)
            if found is None:
                return record, None
            kind = _bare(found.annotation)
        else:
            kind = _value_kind(kind)
    if isinstance(kind, type) and issubclass(kind, Record):
        record = kind
    return record, found


def _fields(record: type[Record]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in record.model_fields.items()}


def _bare(annotation: Any) -> Any:
    """Take ``None`` and annotations off a type."""
    while True:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
        elif origin in (types.UnionType, typing.Union):
            rest = [part for part in typing.get_args(annotation) if part is not type(None)]
            if len(rest) != 1:
                return annotation
            annotation = rest[0]
        else:
            return annotation


def _value_kind(kind: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Mapping and len(arguments) == 2:
        return _bare(arguments[1])
    return _bare(arguments[0]) if origin in (tuple, Sequence) and arguments else None


def path_in(data: Any, location: tuple[int | str, ...]) -> list[str]:
    """Turn pydantic's location into keys of the data: labels of unions, and what the short form stands for, drop out."""
    keys: list[str] = []
    node = data
    for part in location:
        entry = isinstance(node, list) and isinstance(part, int) and part < len(node)
        if entry or (isinstance(node, dict) and part in node):
            node = node[part]
            keys.append(str(part))
    return keys


def _at(document: Document, keys: Sequence[str]) -> Any:
    node: Any = document.data
    for key in keys:
        node = node[int(key)] if isinstance(node, list) else node[key]
    return node


def _kind(value: Any) -> str:
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"


def _name(keys: Sequence[str]) -> str:
    return keys[-1] if keys else "model"


def _owner(keys: Sequence[str], root: type[Record]) -> dict[str, str]:
    if not keys:
        return dict(zip(("owner", "owner_zh"), root.called, strict=True))
    return {"owner": f"`{'/'.join(keys)}`", "owner_zh": f"`{'/'.join(keys)}`"}


def _unknown_key(document: Document, root: type[Record], location: tuple[int | str, ...]) -> Finding:
    keys = path_in(document.data, location)
    record, _ = field_at(keys[:-1], root)
    known = list(_fields(record)) if record else []
    key = keys[-1]
    values = {"key": key, "known": known, "suggestions": suggest(key, known), **_owner(keys[:-1], root)}
    return Finding(UnknownKey, document.key_place("/".join(keys)), values)


def _finding(document: Document, root: type[Record], item: Any, keys: list[str]) -> Finding:
    """Give the finding for one complaint of pydantic."""
    place = document.place("/".join(keys))
    context = item.get("ctx", {})
    kind = item["type"]
    value = _at(document, keys)
    if kind == "missing":
        return _missing(document, root, keys, str(item["loc"][-1]))
    if kind == "footprint":
        return _wrapped(document, context["error"], keys, value)
    if kind == "literal_error" and item["loc"][-1] == "[key]":
        values = {"key": _name(keys), "known": ["property"], "suggestions": [], **_owner(keys[:-1], root)}
        return Finding(UnknownKey, document.key_place("/".join(keys)), values)
    if kind == "literal_error" and isinstance(value, str):
        return _choice(place, root, keys, value)
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        signs = {"greater_than_equal": "≥", "less_than_equal": "≤", "greater_than": ">", "less_than": "<"}
        bound = f"{signs[kind]} {next(iter(context.values()))}"
        return Finding(NumberOutOfRange, place, {"key": _name(keys), "value": value, "bound": bound})
    expected = {"literal_error": "text", "string_type": "text", "tuple_type": "list", "list_type": "list"}.get(kind, "mapping")
    return _wrong_kind(place, keys, value, expected)


def _missing(document: Document, root: type[Record], keys: list[str], key: str) -> Finding:
    record, _ = field_at(keys, root)
    info = _fields(record).get(key) if record else None
    what = (info.description or "") if info else ""
    return Finding(MissingKey, document.key_place("/".join(keys)), {"key": key, "what": what, "what_zh": "", **_owner(keys, root)})


def _wrapped(document: Document, error: FootprintError, keys: list[str], value: Any) -> Finding:
    path = "/".join(keys)
    place = document.place(path)
    if isinstance(error, WrongKind):
        return _wrong_kind(place, keys, value, expected="text")
    if isinstance(error, NoValue):
        return Finding(NoValue, document.key_place(path), {"key": _name(keys)})
    values = {"key": _name(keys), **error.values}
    offset = error.values.get("offset")
    spot = document.spots[document.known(path)]
    # A formula's error names a character of the text; block texts are folded, so only their start is known.
    if isinstance(offset, int) and isinstance(value, str) and spot.kind == "text" and "\n" not in value:
        place = Place(place.file, place.line, place.column + offset + (1 if spot.quoted else 0), place.path)
    return Finding(type(error), error.place or place, values)


def _choice(place: Place, root: type[Record], keys: list[str], value: str) -> Finding:
    if not value.strip():
        return Finding(NoValue, place, {"key": _name(keys)})
    _, info = field_at(keys, root)
    known = _literals(info.annotation) if info else []
    if keys == ["footprint"] and known:
        return Finding(UnknownFormat, place, {"value": value, "known": known[0]})
    # Where a word is a judgement, the likeliest spelling may be the opposite of what was meant.
    meant = [] if info is not None and JUDGEMENT in info.metadata else suggest(value, known)
    listed = [f'"{choice}"' if "," in choice else choice for choice in known]
    return Finding(UnknownChoice, place, {"key": _name(keys), "value": value, "known": listed, "suggestions": meant})


def _literals(annotation: Any) -> list[str]:
    if typing.get_origin(annotation) is typing.Literal:
        return [str(choice) for choice in typing.get_args(annotation)]
    found: list[str] = []
    for part in typing.get_args(annotation):
        if typing.get_origin(part) is not None and typing.get_origin(part) is not Mapping:
            found += _literals(part)
    return found


def _wrong_kind(place: Place, keys: list[str], value: Any, expected: str) -> Finding:
    found = _kind(value)
    if found == "text" and not value.strip():
        return Finding(NoValue, place, {"key": _name(keys)})
    if found == "list" and expected == "mapping":
        return Finding(ListKey, place, {"key": _name(keys)})
    said, said_zh = _KINDS[expected]
    was, was_zh = _KINDS[found]
    values = {"key": _name(keys), "expected": said, "expected_zh": said_zh, "found": was, "found_zh": was_zh}
    return Finding(WrongKind, place, values)
