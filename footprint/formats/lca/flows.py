"""Which elementary flows of a source are greenhouse gases, by an explicit table of names, CAS numbers and compartments."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from footprint.formats.lca.records import SourceExchange

__all__ = ["GAS_FAMILIES", "GasTable", "Medium", "gas_of", "gas_table", "is_gas_family", "medium_of"]

Medium = Literal["air", "aircraft", "elsewhere", "not stated"]

GAS_FAMILIES = frozenset(
    {
        "chlorofluorocarbons",
        "hydrochlorofluorocarbons",
        "hydrofluorocarbons",
        "perfluorocarbons",
        "halons",
        "greenhouse gases",
        "cfc, unspecified",
        "hfc, unspecified",
    }
)
"""Names of families of gases: their species is not stated, so that no factor fits."""

# What the formats and databases call the air: single words of compartments, in small letters.
_AIR = frozenset(
    {
        "air",
        "airborne",
        "atmosphere",
        "troposphere",
        "stratosphere",
        "emissions to air",
        "emission to air",
        "emissions to non-urban air or from high stacks",
        "emissions to urban air close to ground",
        "emissions to air, unspecified",
        "emissions to air, unspecified (long-term)",
        "emissions to air, indoor",
        # The flow list of the US agencies, cut off at its two innermost levels by programs that write EcoSpold 1.
        "rural",
        "urban",
    }
)
_ALOFT = frozenset(
    {
        "stratosphere",
        "very high",
        "lower stratosphere + upper troposphere",
        "stratosphere + troposphere",
        "emissions to lower stratosphere and upper troposphere",
    }
)


@dataclass(frozen=True, slots=True)
class GasTable:
    """Project flows by name and direction, and by CAS number where that tells the species."""

    names: dict[tuple[str, str], str]
    cas: dict[str, str]


@cache
def gas_table() -> GasTable:
    """Give the table of greenhouse gases."""
    text = resources.files("footprint.formats.lca").joinpath("greenhouse_gases.csv").read_text(encoding="utf-8")
    names: dict[tuple[str, str], str] = {}
    cas: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        for name in row["names"].split("|"):
            names[name, row["direction"]] = row["flow"]
        if row["cas"]:
            cas[row["cas"]] = row["flow"]
    return GasTable(names, cas)


def gas_of(exchange: SourceExchange) -> str:
    """Give the project's name of a greenhouse gas, whatever compartment it goes to; empty for anything else."""
    table = gas_table()
    found = table.names.get((_plain(exchange.name), exchange.direction), "")
    if found or exchange.direction == "input":
        return found
    return table.cas.get(exchange.cas.strip().lstrip("0"), "")


def is_gas_family(exchange: SourceExchange) -> bool:
    """Tell whether an emission is of a family of greenhouse gases, its species not stated."""
    return exchange.direction == "output" and _plain(exchange.name) in GAS_FAMILIES


def medium_of(exchange: SourceExchange) -> Medium:
    """Tell where an emission goes."""
    parts = [_plain(part) for entry in exchange.compartment for part in entry.split("/")]
    if not parts:
        return "not stated"
    if any(part in _ALOFT for part in parts):
        return "aircraft"
    return "air" if any(part in _AIR for part in parts) else "elsewhere"


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
