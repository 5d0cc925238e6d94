"""Read ``datapackage.json``: what a data package or a method says about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from footprint.errors import Finding, FootprintError, Place, UnitError
from footprint.files import decode_utf8, read_bytes
from footprint.inventory.errors import (
    DuplicateDataset,
    InventoryFieldMissing,
    InventoryFileMissing,
    InventoryNotReadable,
    InventoryValue,
)
from footprint.inventory.records import Category
from footprint.inventory.table import INVISIBLE, is_date, unit_finding
from footprint.units import parse_unit
from footprint.units.characters import show

__all__ = ["METHOD_FORMAT", "PACKAGE_FORMAT", "STATUSES", "Description", "read_description"]

FILE = "datapackage.json"
PACKAGE_FORMAT = "footprint-inventory/1"
METHOD_FORMAT = "footprint-method/1"
STATUSES = ("official", "declared", "literature", "demo")
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
TEXTS = ("title_zh", "notice", "geography", "gwp_set")

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:\n]')


class _KeyTwice(ValueError):
    """A key stands twice in one object, so that one of the two values would be lost."""


@dataclass(slots=True)
class Description:
    """The content of ``datapackage.json``, as far as it could be read.

    Parameters
    ----------
    folder
        Of the package; its name stands in for a name that is missing.
    about
        The JSON object; empty where there is none.
    data
        Bytes of the file.
    lines
        Line by key of the outermost object.
    declared
        Names of the categories of a method, those with a defect too.
    """

    folder: Path
    findings: list[Finding]
    about: Mapping[str, Any] = field(default_factory=dict)
    data: bytes = b""
    lines: Mapping[str, int] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)

    def place(self, key: str = "") -> Place:
        """Give the place of a key."""
        return Place(str(self.folder / FILE), self.lines.get(key, 1 if self.about else 0), 0, key)

    def text(self, key: str, default: str = "") -> str:
        """Give a text, or the default."""
        value = self.about.get(key)
        return value if isinstance(value, str) and value else default

    @property
    def name(self) -> str:
        """Name of the package or method; that of its folder where none is stated that references could hold."""
        name = self.text("name")
        return name if NAME.fullmatch(name) else self.folder.name

    @property
    def title(self) -> dict[Any, str]:
        """Title by language; the English one stands in for the Chinese one."""
        title = self.text("title", self.name)
        return {"en": title, "zh": self.text("title_zh", title)}

    def period(self) -> tuple[str, str]:
        """Read start and end, empty where not stated."""
        period = self.about.get("period")
        if period is None:
            return "", ""
        dates = [str(period.get(key, "")) for key in ("start", "end")] if isinstance(period, dict) else [""]
        if len(dates) != 2 or not all(map(is_date, dates)) or dates[0] > dates[1]:
            self.refuse("period", period, "dates `start` and `end`, such as 2024-12-31", "应为日期 `start` 和 `end`，如 2024-12-31")
            return "", ""
        return dates[0], dates[1]

    @property
    def licence(self) -> str:
        """Titles of the licences."""
        licences = self.about.get("licenses")
        given = [item for item in licences if isinstance(item, dict)] if isinstance(licences, list) else []
        return "; ".join(str(item.get("title") or item.get("name", "")) for item in given)

    @property
    def tables(self) -> tuple[str, ...]:
        """Paths of the resources that are listed; empty where none are."""
        resources = self.about.get("resources")
        listed = [item.get("path") for item in resources if isinstance(item, dict)] if isinstance(resources, list) else []
        return tuple(path for path in listed if isinstance(path, str))

    def requires(self) -> dict[str, str]:
        """Read the versions of other packages, by name."""
        value = self.about.get("requires", {})
        if not isinstance(value, dict) or not all(isinstance(version, str) and version for version in value.values()):
            self.refuse("requires", value, "an object of package names and versions, as texts", "应为包名到版本（文本）的对象")
            return {}
        if self.name in value:
            self.refuse("requires", self.name, "a package does not require itself", "数据包不应依赖自身")
        return {name: version for name, version in sorted(value.items()) if name != self.name}

    def categories(self) -> Iterator[Category]:
        """Yield the categories of a method."""
        value = self.about.get("categories")
        if not isinstance(value, list) or not value:
            self.findings.append(InventoryFieldMissing(self.place("categories"), field="categories").finding)
            return
        for item in value:
            if isinstance(item, dict) and isinstance(item.get("name"), str):
                twice = item["name"] in self.declared
                self.declared.add(item["name"])
            parts = [item.get(key) for key in ("name", "unit")] if isinstance(item, dict) else []
            if len(parts) != 2 or not all(isinstance(part, str) and part for part in parts):
                self.refuse("categories", item, "an object with `name` and `unit`", "应为含 `name` 和 `unit` 的对象")
                continue
            name, unit = str(parts[0]), str(parts[1])
            if twice:
                place = self.place("categories")
                self.findings.append(DuplicateDataset(place, code_name=show(name), first=place.line).finding)
            try:
                parse_unit(unit)
            except UnitError as error:
                self.findings.append(unit_finding(self.place("categories"), "categories", unit, error))
                continue
            yield Category(name, unit)

    def refuse(self, key: str, value: object, why_en: str, why_zh: str) -> None:
        """Report a value that its key does not allow."""
        shown = show(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        self.findings.append(InventoryValue(self.place(key), field=key, value=shown, why_en=why_en, why_zh=why_zh).finding)


def read_description(folder: Path, expected: str, findings: list[Finding]) -> Description:
    """Read ``datapackage.json``.

    Parameters
    ----------
    folder
        Holds the file.
    expected
        `PACKAGE_FORMAT` or `METHOD_FORMAT`.
    findings
        Where defects are collected.
    """
    description = Description(folder, findings)
    path = folder / FILE
    place = Place(str(path))
    if not path.exists():
        findings.append(InventoryFileMissing(place, file=str(path)).finding)
        return description
    try:
        description.data = read_bytes(path)
        text = decode_utf8(description.data, str(path))
        about = json.loads(text, object_pairs_hook=_object)
    except FootprintError as error:
        findings.append(error.finding)
        return description
    except (ValueError, RecursionError) as error:
        findings.append(_not_json(place, error))
        return description
    if not isinstance(about, dict):
        why = {"why_en": "it is no JSON object", "why_zh": "不是 JSON 对象"}
        findings.append(InventoryNotReadable(Place(place.file, 1), file=FILE, **why).finding)
        return description
    description.about, description.lines = about, _lines(text)
    _check(description, expected)
    return description


def _check(description: Description, expected: str) -> None:
    about, findings = description.about, description.findings
    for key in ("name", "version", "title"):
        if about.get(key) in (None, ""):
            findings.append(InventoryFieldMissing(description.place(key), field=key).finding)
    for key in ("name", "version", "title", "status", *TEXTS):
        value = about.get(key, "")
        if not isinstance(value, str):
            description.refuse(key, value, "a text", "应为文本")
    for key, value in about.items():
        for text in _texts(value):
            if INVISIBLE.search(text):
                description.refuse(key, text, "it holds an invisible character", "含有不可见字符")
    name = description.text("name")
    if name and not NAME.fullmatch(name):
        description.refuse("name", name, "lower-case letters, digits, . _ -", "只用小写字母、数字和 . _ -")
    if about.get("format") != expected:
        description.refuse("format", about.get("format"), f"expected {expected}", f"应为 {expected}")
    if expected == PACKAGE_FORMAT and about.get("status") not in STATUSES:
        description.refuse("status", about.get("status"), "one of " + ", ".join(STATUSES), "应为 " + "、".join(STATUSES) + " 之一")


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, list | dict):
            waiting.extend(item.values() if isinstance(item, dict) else item)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        raise _KeyTwice(next(name for name in names if names.count(name) > 1))
    return found


def _not_json(place: Place, error: Exception) -> Finding:
    if isinstance(error, json.JSONDecodeError):
        why_en, why_zh = f"it is not JSON ({error.msg.rstrip('.')})", f"不是 JSON（{error.msg.rstrip('.')}）"
        place = Place(place.file, error.lineno, error.colno)
    elif isinstance(error, _KeyTwice):
        named = show(str(error))
        why_en, why_zh = f"key `{named}` stands twice in one object", f"同一对象中键 `{named}` 出现两次"
    elif isinstance(error, RecursionError):
        why_en, why_zh = "it is nested too deeply", "嵌套过深"
    else:
        why_en, why_zh = "it holds a number that is too long", "含有过长的数值"
    return InventoryNotReadable(place, file=FILE, why_en=why_en, why_zh=why_zh).finding


def _lines(text: str) -> dict[str, int]:
    """Find the line of every key of the outermost object; `json` does not tell."""
    found: dict[str, int] = {}
    depth, line, last = 0, 1, ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            line += 1
        elif token in "{[":
            depth += 1
        elif token in "}]":
            depth -= 1
        elif token == ":":
            if depth == 1 and last:
                found.setdefault(json.loads(last), line)
        else:
            last = token
    return found
