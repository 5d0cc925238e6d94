"""Rows that fail, by cause: the same findings as a single calculation would give, without making one for every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footprint.errors import Finding, FootprintError, Place
from footprint.units import Amount, Unit

__all__ = ["Broken", "Failure", "gathered"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Broken:
    """What one check found in a chunk of rows.

    Parameters
    ----------
    rows
        Mask, or a mask of one element that holds for all rows.
    values
        What the message says of every row.
    varying
        What it says of each row: numbers in base units with the unit they are shown in, or plain numbers without.
    """

    error: type[FootprintError]
    place: Place | None
    rows: Mask
    values: Mapping[str, Any] = field(default_factory=dict)
    varying: Mapping[str, tuple[Any, Unit | None]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Failure:
    """One cause, and the rows that fail for it.

    Parameters
    ----------
    error, place
        As in `footprint.errors.Finding`.
    rows
        Positions among the rows that were scored, ascending.
    values, varying
        As in `Broken`; arrays of the length of `rows`.
    """

    error: type[FootprintError]
    place: Place | None
    rows: NDArray[np.int64]
    values: Mapping[str, Any]
    varying: Mapping[str, tuple[NDArray[np.float64], Unit | None]]

    @property
    def code(self) -> str:
        """The stable code of the cause."""
        return self.error.code

    def finding(self, row: int) -> Finding:
        """Give the finding of one row, by its position among the rows that were scored."""
        position = int(np.searchsorted(self.rows, row))
        shown = {name: _shown(float(array[position]), unit) for name, (array, unit) in self.varying.items()}
        return Finding(self.error, self.place, {**self.values, **shown})


def _shown(number: float, unit: Unit | None) -> str:
    return f"{number:.12g}" if unit is None else str(Amount(number / unit.factor, unit))


def gathered(found: Iterable[tuple[NDArray[np.int64], Broken]]) -> tuple[Failure, ...]:
    """Join what was found in several chunks by cause.

    Parameters
    ----------
    found
        Position of every row of the chunk, and what a check found there, in order of the rows.
    """
    groups: dict[tuple[Any, ...], list[tuple[NDArray[np.int64], Broken]]] = {}
    for positions, broken in found:
        key = (broken.error, broken.place, *sorted((name, str(value)) for name, value in broken.values.items()))
        groups.setdefault(key, []).append((positions, broken))
    failures = []
    for parts in groups.values():
        first = parts[0][1]
        rows = [positions[_wide(broken.rows, len(positions))] for positions, broken in parts]
        varying = {
            name: (np.concatenate([_picked(broken, name, len(positions)) for positions, broken in parts]), unit)
            for name, (_, unit) in first.varying.items()
        }
        failures.append(Failure(first.error, first.place, np.concatenate(rows), first.values, varying))
    return tuple(sorted(failures, key=lambda failure: (int(failure.rows[0]), failure.code)))


def _wide(array: NDArray[Any], count: int) -> NDArray[Any]:
    return np.broadcast_to(array, (count,))


def _picked(broken: Broken, name: str, count: int) -> NDArray[np.float64]:
    array = np.asarray(broken.varying[name][0], dtype=np.float64)
    return np.asarray(_wide(array, count)[_wide(broken.rows, count)])
