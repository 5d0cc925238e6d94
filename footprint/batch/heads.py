"""The heads of a table of variants: ``id``, ``model``, and parameters or exchange ids with their unit in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from footprint.batch.errors import ColumnMissing, ColumnTwice, ColumnUnit, ColumnUnknown, ColumnWithoutUnit, TableTooLarge
from footprint.errors import Finding, FootprintError, Place
from footprint.units import Unit, parse_unit
from footprint.units.characters import show

__all__ = ["COLUMN_LIMIT", "Head", "Heads", "read_heads"]

COLUMN_LIMIT = 1000
"""Columns of a table of variants."""

_LONGEST = 300
# Typed with a Chinese keyboard: `（kWh）` and `［t］`.
_WIDE_UNIT = re.compile(r"(?P<name>.*[^\s])\s*[（［【](?P<unit>[^（）［］【】]+)[）］】]")
_HEAD = re.compile(r"(?P<name>[^\[\]]+?)\s*\[(?P<unit>[^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column that gives values.

    Parameters
    ----------
    text
        As written; the name of the column in the file.
    name
        Parameter or exchange id.
    unit
        The unit of the cells.
    """

    text: str
    name: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Heads:
    """All heads of a table: how the columns of id and model are written, and those that give values."""

    id: str
    model: str
    values: tuple[Head, ...]


def read_heads(texts: Sequence[str], place: Place, *, needs_model: bool = True) -> tuple[Heads, list[Finding]]:
    """Read the heads of a table.

    Parameters
    ----------
    texts
        As written, in order.
    place
        Where the head stands.
    needs_model
        Whether the table must have a column ``model``.

    Returns
    -------
    (Heads, list of Finding)
        With all that is wrong; the heads hold what could be read.
    """
    findings: list[Finding] = []
    if len(texts) > COLUMN_LIMIT:
        findings.append(TableTooLarge(place, file=place.file, limit=COLUMN_LIMIT, what="columns", what_zh="列数").finding)
        texts = texts[:COLUMN_LIMIT]
    named: dict[str, str] = {}
    values: list[Head] = []
    for text in texts:
        here = Place(place.file, place.line, 0, show(text[:80]))
        plain = text.strip()
        head = None
        if plain.lower() in ("id", "model"):
            name = plain.lower()
        else:
            head = _head(text, plain, here, findings)
            if head is None:
                continue
            name = head.name
        if name.startswith("#"):
            # Columns of our own begin so; no parameter does.
            findings.append(ColumnUnknown(here, column=show(name)).finding)
            continue
        if name in named:
            findings.append(ColumnTwice(here, column=name).finding)
            continue
        named[name] = text
        if head is not None:
            values.append(head)
    for name in ("id", "model") if needs_model else ("id",):
        if name not in named:
            findings.append(ColumnMissing(place, column=name).finding)
    return Heads(named.get("id", ""), named.get("model", ""), tuple(values)), findings


def _head(text: str, plain: str, place: Place, findings: list[Finding]) -> Head | None:
    wide = _WIDE_UNIT.fullmatch(plain) if "[" not in plain else None
    match = None if len(plain) > _LONGEST else _HEAD.fullmatch(f"{wide['name']} [{wide['unit']}]" if wide else plain)
    if match is None:
        findings.append(ColumnWithoutUnit(place, column=show(plain[:80])).finding)
        return None
    try:
        return Head(text, match["name"].strip(), parse_unit(match["unit"].strip()))
    except FootprintError as error:
        why, why_zh = (f"{error.finding.message(lang)} {error.finding.hint(lang)}".strip() for lang in ("en", "zh"))
        findings.append(ColumnUnit(place, column=show(plain[:80]), why=why, why_zh=why_zh).finding)
        return None
