"""The fingerprint of the algorithm: a digest over the golden results of a fixed suite of models.

The suite ships with footprint, with inventories and a method of its own, so that neither new data nor a new method changes it. Its numbers
are made up so that every result is a decimal of few digits, or lies far from where its twelfth digit would be rounded the other way:
another solver, processor or platform gives the same fingerprint; a change of any formula gives another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from footprint.engine import Footprint
from footprint.files import sha256
from footprint.inventory import Library
from footprint.model import read
from footprint.verification.bundle.relocation import Calculate
from footprint.verification.canonical import canonical_json

__all__ = ["DIGITS", "SCHEMA", "algorithm_fingerprint", "golden_numbers", "golden_results", "suite_folder"]

SCHEMA = "footprint/fingerprint/1"
DIGITS = 12
NOISE = 1e-13
"""Relative to the scale of a result: below it a solved number is zero."""

# Of each part of a result, what its rows are about and which of their numbers count.
_ROWS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "stages": (("stage",), ("value", "share")),
    "gases": (("flow",), ("amount", "value", "categories")),
    "contributions": (("exchange", "provider"), ("amount", "value", "share")),
    "cut_offs": (("exchange",), ("value", "share")),
    "allocations": (("process",), ("shares",)),
}
_FIELDS = ("sums", "categories", "of_which", "biogenic_carbon_content", "primary_data_share", "data_quality")


@cache
def algorithm_fingerprint(calculate: Calculate) -> str:
    """Give the fingerprint of the algorithm; it is computed once in a process.

    Parameters
    ----------
    calculate
        The sequence of the pipeline.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    return sha256(canonical_json({"schema": SCHEMA, "results": golden_results(calculate)}))


def golden_results(calculate: Calculate) -> dict[str, dict[str, str | None]]:
    """Give every number of the suite with 12 significant digits, by model and by name of the number."""
    return {name: {key: _text(value, scale) for key, value, scale in golden_numbers(result)} for name, result in _suite_results(calculate)}


def golden_numbers(result: Footprint) -> Iterator[tuple[str, float | None, float]]:
    """Yield name and value of every number of a result that counts, and the scale that its rounding is relative to.

    A number that is unknown is ``None``.
    """
    data = result.as_dict("en")
    scale = result.calculation.proof.scale
    for name in _FIELDS:
        yield from _leaves(name, data[name], scale)
    for name, (keys, fields) in _ROWS.items():
        for row in data[name]:
            for field in fields:
                place = "/".join((name, *(str(row[key]) for key in keys), field))
                yield from _leaves(place, row[field], scale)


def suite_folder() -> Path:
    """Give the folder of the suite."""
    return Path(str(resources.files("footprint"))) / "verification" / "suite"


def _suite_results(calculate: Calculate) -> Iterator[tuple[str, Footprint]]:
    library = Library((suite_folder() / "inventories",))
    for path in sorted(suite_folder().glob("*.yaml")):
        yield path.stem, calculate(read(path), library)


def _leaves(name: str, value: Any, scale: float) -> Iterator[tuple[str, float | None, float]]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _leaves(f"{name}/{key}", value[key], scale)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, item in enumerate(value):
            yield from _leaves(f"{name}/{number}", item, scale)
    elif value is None:
        yield name, None, scale
    else:
        yield name, float(value), scale


def _text(value: float | None, scale: float) -> str | None:
    if value is None:
        return None
    return "0" if abs(value) <= NOISE * min(scale, 1.0) else f"{value:.{DIGITS - 1}e}"
