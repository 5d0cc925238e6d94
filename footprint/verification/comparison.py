"""Compare a stated result with one that was computed again: every field, solved numbers within the tolerance of the proof.

Solved numbers differ in their last digits between machines. What is in kg CO2e may differ by max(numerical error, 1e-9 S), S being the sum
of all |emissions| behind it (design section 6); what follows from it by a division, by as much relatively. Everything else must be the
same: names, texts, amounts that were written, digests. Only the versions of the software may differ.

A result of another release is compared as well: fields that were added since (`ADDED`) may be missing from it, and the words of reasons and
all findings, which later releases may say otherwise or find anew, are not compared then.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from footprint.engine import Footprint
from footprint.engine.proof import TOLERANCE

__all__ = ["ADDED", "Difference", "compare_results", "tolerance_of"]

# A bound on rounding depends on the residual of the solver, which is rounding noise itself.
_BOUND_FACTOR = 10.0
_RELATIVE = 1e-9
_WRITTEN = 1e-5
"""Relative tolerance for solved numbers within texts: they are written with six digits."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")

# Which fields of a row are solved, and how they may differ.
_ROWS: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "stages": (("stage",), {"value": "burden", "share": "share"}),
    "gases": (("flow",), {"amount": "amount", "value": "burden", "categories": "burdens"}),
    "contributions": (("exchange", "provider"), {"amount": "amount", "value": "burden", "share": "share"}),
    "cut_offs": (("exchange",), {"amount": "text", "value": "burden", "share": "share"}),
}
_FIELDS: Mapping[str, str] = {
    "sums": "burdens",
    "categories": "burdens",
    "of_which": "burdens",
    "numerical_error": "bound",
    "primary_data_share": "share",
    "data_quality": "ratings",
    "reasons": "texts",
}


ADDED: Mapping[str, str] = {}
"""Fields that were added to ``footprint/result/1`` after its first release, such as ``gases/origin``, with the release that added them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a stated result is not the recomputed one.

    Parameters
    ----------
    name
        Where it stands in the result, such as ``sums/excl_uptake`` or ``contributions/kiln/inputs/coal/value``.
    stated, recomputed
        Both sides; ``None`` where there is none.
    tolerance
        What was allowed; ``None`` where they must be equal.
    """

    name: str
    stated: Any
    recomputed: Any
    tolerance: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the difference as plain data."""
        return {"name": self.name, "stated": self.stated, "recomputed": self.recomputed, "tolerance": self.tolerance}


def tolerance_of(result: Footprint) -> float:
    """Give what a solved number of a result may differ by, in kg CO2e: max(numerical error, 1e-9 S)."""
    proof = result.calculation.proof
    return max(proof.numerical_error, TOLERANCE * proof.scale)


def compare_results(stated: Mapping[str, Any], result: Footprint) -> tuple[Difference, ...]:
    """Compare a stated result with a recomputed one.

    Parameters
    ----------
    stated
        ``footprint/result/1`` in English, as JSON gives it.
    result
        Computed and proved now.

    Returns
    -------
    tuple of Difference
        Everything that differs; empty where they agree.
    """
    now = result.as_dict("en")
    return tuple(_Comparison(result, _release(stated) == _release(now)).differences(stated, now))


class _Comparison:
    """The tolerances of one result, stated by the same release or by another."""

    def __init__(self, result: Footprint, same_release: bool) -> None:
        self.same_release = same_release
        self.burden = tolerance_of(result)
        total = abs(result.value)
        self.relative = self.burden / total if total else 0.0
        whole = sum(abs(entry.value) for entry in result.contributions)
        self.rating = 10 * self.burden / whole if whole else 0.0
        x = result.calculation.solution.activity
        self.level = float(abs(x).max(initial=0.0))

    def differences(self, stated: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
        for key in sorted({*stated, *now}):
            if key not in stated or key not in now:
                if key not in ADDED:
                    yield Difference(key, stated.get(key), now.get(key))
            elif key in _ROWS:
                yield from self._rows(key, stated[key], now[key])
            elif key == "total":
                yield from self._row(key, stated[key], now[key], {"value": "burden"})
            elif key == "provenance":
                yield from self._provenance(stated[key], now[key])
            elif key == "findings":
                yield from self._findings(stated[key], now[key])
            else:
                yield from self._field(key, stated[key], now[key], _FIELDS.get(key, "equal"))

    def _field(self, name: str, stated: Any, now: Any, kind: str) -> Iterator[Difference]:
        if kind == "burdens":
            yield from self._mapping(name, stated, now, "burden")
        elif kind == "ratings":
            yield from self._mapping(name, stated, now, "rating")
        elif kind == "texts":
            yield from self._mapping(name, stated, now, "text" if self.same_release else "prose")
        elif kind == "prose":
            if not isinstance(stated, str):
                yield Difference(name, stated, now)
        elif kind == "text":
            if not _same_text(stated, now):
                yield Difference(name, stated, now, _WRITTEN)
        elif kind == "equal" or not (_is_number(stated) and _is_number(now)):
            if not _equal(stated, now):
                yield Difference(name, stated, now)
        elif kind == "bound":
            if not (stated == now or (stated > 0 and now > 0 and 1 / _BOUND_FACTOR <= stated / now <= _BOUND_FACTOR)):
                yield Difference(name, stated, now, _BOUND_FACTOR)
        else:
            tolerance = self._tolerance(kind, float(stated), float(now))
            if not abs(stated - now) <= tolerance:
                yield Difference(name, stated, now, tolerance)

    def _tolerance(self, kind: str, stated: float, now: float) -> float:
        if kind == "burden":
            return self.burden
        if kind == "share":
            return self.relative * (1 + abs(now))
        if kind == "rating":
            return max(self.rating, _RELATIVE)
        # An amount per declared unit: how often a process runs times a stated amount.
        return _RELATIVE * max(abs(now), 1e-6 * self.level)

    def _mapping(self, name: str, stated: Any, now: Mapping[str, Any], kind: str) -> Iterator[Difference]:
        if not isinstance(stated, Mapping):
            yield Difference(name, stated, dict(now))
            return
        for key in sorted({*stated, *now}):
            if key not in stated or key not in now:
                yield Difference(f"{name}/{key}", stated.get(key), now.get(key))
            else:
                yield from self._field(f"{name}/{key}", stated[key], now[key], kind)

    def _row(self, name: str, stated: Any, now: Mapping[str, Any], solved: Mapping[str, str]) -> Iterator[Difference]:
        if not isinstance(stated, Mapping):
            yield Difference(name, stated, dict(now))
            return
        for key in sorted({*stated, *now}):
            if key not in stated or key not in now:
                if f"{name.partition('/')[0]}/{key}" not in ADDED:
                    yield Difference(f"{name}/{key}", stated.get(key), now.get(key))
            else:
                yield from self._field(f"{name}/{key}", stated[key], now[key], solved.get(key, "equal"))

    def _rows(self, name: str, stated: Any, now: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
        """Compare rows by what they are about; their order follows from solved numbers."""
        keys, solved = _ROWS[name]
        known = {_identity(row, keys): row for row in now}
        rows = stated if isinstance(stated, list) else []
        given = {_identity(row, keys): row for row in rows if isinstance(row, Mapping)}
        # Rows that are no rows, or twice the same one.
        if len(given) != len(rows) or not isinstance(stated, list):
            yield Difference(name, len(rows), len(now))
        for identity in sorted({*known, *given}):
            place = "/".join((name, *identity))
            if identity in given and identity in known:
                yield from self._row(place, given[identity], known[identity], solved)
            elif not self._vanishes(name, given[identity] if identity in given else known[identity]):
                yield Difference(place, given.get(identity), known.get(identity))
        if name in ("contributions", "gases"):
            yield from self._order(name, [row for row in rows if isinstance(row, Mapping)])

    def _vanishes(self, name: str, row: Mapping[str, Any]) -> bool:
        """Tell whether a gas is rounding noise only: one machine may cancel to zero what another does not."""
        amount, value = row.get("amount"), row.get("value")
        if name != "gases" or not isinstance(amount, int | float) or not isinstance(value, int | float):
            return False
        return bool(abs(value) <= self.burden and abs(amount) <= self._tolerance("amount", 0.0, 0.0))

    def _order(self, name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
        sizes = [abs(row["value"]) if _is_number(row.get("value")) else math.inf for row in rows]
        for number, (before, after) in enumerate(pairwise(sizes)):
            if after > before + 2 * self.burden:
                yield Difference(f"{name}/order", number, number + 1, self.burden)

    def _provenance(self, stated: Any, now: Mapping[str, Any]) -> Iterator[Difference]:
        """Compare where everything is from; the versions of the software are told, not compared."""
        if not isinstance(stated, Mapping) or not isinstance(stated.get("engine"), Mapping):
            yield Difference("provenance", stated, dict(now))
            return
        for key in sorted({*stated, *now} - {"engine"}):
            if not _equal(stated.get(key), now.get(key)) and (key in stated or f"provenance/{key}" not in ADDED):
                yield Difference(f"provenance/{key}", stated.get(key), now.get(key))

    def _findings(self, stated: Any, now: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
        """Compare findings of the same release; another one may find other things."""
        sound = isinstance(stated, list) and all(isinstance(finding, Mapping) for finding in stated)
        if not sound or (self.same_release and not _equal(stated, now)):
            yield Difference("findings", stated, list(now))


def _release(result: Mapping[str, Any]) -> str:
    provenance = result.get("provenance")
    engine = provenance.get("engine") if isinstance(provenance, Mapping) else None
    return str(engine.get("footprint")) if isinstance(engine, Mapping) else ""


def _identity(row: Mapping[str, Any], keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(row.get(key)) for key in keys)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equal(stated: Any, now: Any) -> bool:
    """Compare what was not solved; lists and tuples are one thing in JSON, and so are 1 and 1.0, but not 1 and true."""
    if isinstance(now, Mapping):
        return isinstance(stated, Mapping) and set(stated) == set(now) and all(_equal(stated[key], now[key]) for key in now)
    if isinstance(now, list | tuple):
        return isinstance(stated, list) and len(stated) == len(now) and all(map(_equal, stated, now))
    if _is_number(now):
        return _is_number(stated) and bool(stated == now)
    return type(stated) is type(now) and bool(stated == now)


def _same_text(stated: Any, now: Any) -> bool:
    """Compare texts that quote solved numbers."""
    if not isinstance(stated, str) or not isinstance(now, str):
        return bool(stated is None and now is None)
    if _NUMBER.sub("#", stated) != _NUMBER.sub("#", now):
        return False
    pairs = zip(map(float, _NUMBER.findall(stated)), map(float, _NUMBER.findall(now)), strict=True)
    return all(abs(one - other) <= _WRITTEN * abs(other) for one, other in pairs)
