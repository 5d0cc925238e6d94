"""What a change consists of, as records; `footprint.insight.change.attribution` has the mathematics."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from footprint.engine.notebook import table
from footprint.errors import Language

if TYPE_CHECKING:
    import pandas

__all__ = ["CAUSES", "SCHEMA", "Cause", "Change", "Part", "State"]

SCHEMA = "footprint/change/1"

Cause = Literal["inputs", "factors", "methods", "structure"]

CAUSES: Mapping[Cause, Mapping[Language, str]] = {
    "inputs": {"en": "inputs", "zh": "投入与活动水平"},
    "factors": {"en": "factors", "zh": "排放因子"},
    "methods": {"en": "methods", "zh": "特征化方法"},
    "structure": {"en": "structure", "zh": "模型结构"},
}
"""The causes in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class State:
    """How an exchange stands on one side: amount per unit of output, factor per amount, and who provides it."""

    amount: float
    unit: str
    factor: float | None = None
    provider: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the state as plain data."""
        return {"amount": self.amount, "unit": self.unit, "factor": self.factor, "provider": self.provider}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change.

    Parameters
    ----------
    cause
        ``inputs``: an amount changed. ``factors``: the same amount counts more or less, because a dataset or a declared footprint
        changed. ``methods``: the characterisation changed. ``structure``: an exchange or a process is there on one side only,
        is provided by another product, or the declared unit changed.
    what
        Exchange id; for processes of other models and for datasets ``CONSUMER → PROVIDER``.
    value
        In kg CO2e per declared unit; the parts sum to the difference.
    before, after
        The exchange on both sides; ``None`` where it is not there.
    """

    cause: Cause
    what: str
    value: float
    before: State | None = None
    after: State | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the part as plain data."""
        sides = {name: state.as_dict() if state else None for name, state in (("before", self.before), ("after", self.after))}
        return {"cause": self.cause, "what": self.what, "value": self.value, **sides}


@dataclass(frozen=True)
class Change:
    """The exact attribution of the difference of two footprints.

    Parameters
    ----------
    name
        What the two footprints are of.
    old, new
        Headline sums in kg CO2e per declared unit, each of its own side.
    parts
        Largest first; with ``remainder`` they sum to ``new − old``.
    remainder
        What rounding leaves: within 1e-9 of the scale of the two results.
    scale
        Σ|c b x| of the larger side, in kg CO2e.
    declared_units
        Of both sides; where they differ, so does what the footprints are stated for.
    background
        Where datasets changed: which of their exchanges moved the factors, largest first; sums to the part of ``factors`` that
        providers on both sides cause.
    notes
        What limits the attribution, in both languages.
    """

    name: str
    old: float
    new: float
    parts: tuple[Part, ...]
    remainder: float
    scale: float
    declared_units: tuple[str, str]
    background: tuple[Part, ...] = ()
    notes: tuple[Mapping[Language, str], ...] = field(default=())

    @property
    def difference(self) -> float:
        """New less old, in kg CO2e."""
        return self.new - self.old

    def by_cause(self) -> dict[Cause, float]:
        """Sum the parts by cause; every cause is there, in the order of `CAUSES`."""
        return {cause: math.fsum(part.value for part in self.parts if part.cause == cause) for cause in CAUSES}

    def frame(self) -> pandas.DataFrame:
        """Give the parts as a table: cause, what, value, and amount, unit, factor and provider before and after."""
        import pandas

        rows = []
        for part in self.parts:
            row: dict[str, Any] = {"cause": part.cause, "what": part.what, "value": part.value}
            for side, state in (("before", part.before), ("after", part.after)):
                for name in ("amount", "unit", "factor", "provider"):
                    row[f"{name}_{side}"] = getattr(state, name) if state else None
            rows.append(row)
        return pandas.DataFrame(rows)

    def _repr_html_(self) -> str:
        headline = f"{self.old:.6g} → {self.new:.6g} kg CO2e ({self.difference:+.4g})"
        parts = sorted(self.parts, key=lambda part: -abs(part.value))
        rows = ((part.cause, part.what, part.value) for part in parts)
        return table(f"Change: {self.name}", headline, ("cause", "what", "kg CO2e"), rows)

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the change as plain data, as ``footprint diff --json`` prints it."""
        return {
            "schema": SCHEMA,
            "name": self.name,
            "unit": "kg CO2e",
            "declared_units": {"old": self.declared_units[0], "new": self.declared_units[1]},
            "old": self.old,
            "new": self.new,
            "difference": self.difference,
            "by_cause": dict(self.by_cause()),
            "parts": [part.as_dict() for part in self.parts],
            "remainder": self.remainder,
            "background": [part.as_dict() for part in self.background],
            "notes": [note[lang] for note in self.notes],
        }
