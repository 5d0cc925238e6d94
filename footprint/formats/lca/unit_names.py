"""Units of the formats, by an explicit table from their spellings to the dialect; what is not in it is not guessed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

__all__ = ["ForeignUnit", "foreign_unit", "unit_table"]


@dataclass(frozen=True, slots=True)
class ForeignUnit:
    """What a spelling stands for: so many of a unit of the dialect."""

    spelling: str
    unit: str
    factor: Decimal
    note: str


@cache
def unit_table() -> dict[str, ForeignUnit]:
    """Give the whole table, by spelling."""
    text = resources.files("footprint.formats.lca").joinpath("unit_names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["spelling"]: ForeignUnit(row["spelling"], row["unit"], Decimal(row["factor"]), row["note"]) for row in rows}


def foreign_unit(text: str) -> ForeignUnit | None:
    """Find a unit; case counts, because ``Mg`` and ``mg``, ``t`` and ``T`` differ."""
    return unit_table().get(" ".join(text.split()))
