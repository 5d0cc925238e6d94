"""What `units.txt` and `refused.csv` say, read once and exactly.

pint reads the same `units.txt` (see `footprint.units.registry`); a test holds both readings equal. Reading it here
keeps pint, which takes longer to import than most models take to calculate, out of everything that only needs to
know what a unit is worth.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import Literal

from footprint.units.characters import normalise
from footprint.units.dimension import DIMENSIONLESS, Dimension

__all__ = ["Definition", "Dialect", "Refusal", "definition_lines", "dialect", "folded"]

_WRITTEN_OUT = "written out as "
_TERM = re.compile(r"\s*(\*\*|[*/]|[0-9]+|[^\s*/]+)")


@dataclass(frozen=True, slots=True)
class Definition:
    """One unit of the dialect.

    Parameters
    ----------
    name
        Its name, which pint knows it by.
    symbol
        What is printed.
    spellings
        Everything that is read as this unit, name and symbol included.
    factor
        Its value in base units, exactly.
    dimension
        What it measures.
    order
        Its place in `units.txt`, which is the order of writing units beside each other.
    en, zh, remark
        Meaning and source, for the table in the documentation.
    section_en, section_zh
        The heading it stands under.
    written_out
        For a mere spelling: the product of units it stands for, such as ``t km``; empty otherwise.
    """

    name: str
    symbol: str
    spellings: tuple[str, ...]
    factor: Fraction
    dimension: Dimension
    order: int
    en: str
    zh: str
    remark: str
    section_en: str
    section_zh: str
    written_out: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A token that is not read, why, and what may have been meant."""

    token: str
    kind: Literal["ambiguous", "refused"]
    suggestions: tuple[str, ...]
    reason_en: str
    reason_zh: str


@dataclass(frozen=True)
class Dialect:
    """Everything that is, and is not, a unit.

    Parameters
    ----------
    definitions
        In the order of `units.txt`.
    units
        Every accepted token, with its definition.
    symbols
        Every printed symbol, with its definition.
    names
        What pint knows the units by.
    refusals
        Every token of `refused.csv`.
    folded_units, folded_refusals
        The same without regard to case and width.
    """

    definitions: tuple[Definition, ...]
    units: Mapping[str, Definition]
    symbols: Mapping[str, Definition]
    names: frozenset[str]
    refusals: Mapping[str, Refusal]
    folded_units: Mapping[str, tuple[str, ...]] = field(repr=False)
    folded_refusals: Mapping[str, Refusal] = field(repr=False)


def folded(token: str) -> str:
    """Fold case and width away, to compare tokens that only look alike."""
    return normalise(token).casefold().replace("µ", "μ")


@lru_cache(1)
def definition_lines() -> tuple[str, ...]:
    """Give the lines of `units.txt`."""
    return tuple(resources.files("footprint.units").joinpath("units.txt").read_text("utf-8").splitlines())


@lru_cache(1)
def dialect() -> Dialect:
    """Read the dialect; the result is shared and never changes."""
    definitions = tuple(_definitions())
    units: dict[str, Definition] = {}
    for definition in definitions:
        for spelling in definition.spellings:
            if spelling in units:
                raise ValueError(f"units.txt defines {spelling} twice")
            units[spelling] = definition
    alike: dict[str, list[str]] = {}
    for token in units:
        alike.setdefault(folded(token), []).append(token)
    refusals = {refusal.token: refusal for refusal in _refusals()}
    return Dialect(
        definitions,
        units,
        {definition.symbol: definition for definition in definitions},
        frozenset(definition.name for definition in definitions),
        refusals,
        {key: tuple(tokens) for key, tokens in alike.items()},
        {folded(token): refusal for token, refusal in reversed(refusals.items())},
    )


def _definitions() -> Iterator[Definition]:
    rows = list(_rows())
    values = {name: value for name, value, *_ in rows}
    known: dict[str, tuple[Fraction, Dimension]] = {}
    for order, (name, value, others, comment, section) in enumerate(rows):
        factor, dimension = _value(value, values, known)
        symbol = others[0] if others and others[0] != "_" else name
        spellings = tuple(dict.fromkeys([name, *(other for other in others if other != "_")]))
        en, zh, *remarks = (part.strip() for part in comment.split("|"))
        remark = "|".join(remarks)
        written_out = remark.removeprefix(_WRITTEN_OUT) if remark.startswith(_WRITTEN_OUT) else ""
        yield Definition(name, symbol, spellings, factor, dimension, order, en, zh, remark, *section, written_out=written_out)


def _rows() -> Iterator[tuple[str, str, list[str], str, tuple[str, str]]]:
    section = ("", "")
    for line in definition_lines():
        if line.startswith("#:"):
            en, zh = (part.strip() for part in line[2:].split("|"))
            section = (en, zh)
        if line.strip() and not line.startswith("#"):
            body, _, comment = line.partition("#")
            name, value, *others = (part.strip() for part in body.split(" = "))
            yield name, value, others, comment, section


def _value(text: str, values: Mapping[str, str], known: dict[str, tuple[Fraction, Dimension]]) -> tuple[Fraction, Dimension]:
    """Work out a definition such as ``2000 / 3 * m2`` or ``[mass]``, and those it is built on."""
    if text.startswith("["):
        return Fraction(1), Dimension({text.strip("[]"): 1})
    factor, dimension, sign = Fraction(1), DIMENSIONLESS, 1
    terms = _TERM.findall(text)
    while terms:
        term = terms.pop(0)
        if term in ("*", "/"):
            sign = -1 if term == "/" else 1
            continue
        if term.isascii() and term.isdigit():
            factor *= Fraction(term) ** sign
            continue
        if term not in known:
            known[term] = _value(values[term], values, known)
        exponent = sign
        if terms[:1] == ["**"]:
            exponent *= int(terms[1])
            del terms[:2]
        factor, dimension = factor * known[term][0] ** exponent, dimension * known[term][1] ** exponent
    return factor, dimension


def _refusals() -> Iterator[Refusal]:
    text = resources.files("footprint.units").joinpath("refused.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        kind: Literal["ambiguous", "refused"] = "ambiguous" if row["kind"] == "ambiguous" else "refused"
        yield Refusal(row["token"], kind, tuple(row["suggestions"].split("|")), row["reason_en"], row["reason_zh"])
