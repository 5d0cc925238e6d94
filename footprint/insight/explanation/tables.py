"""One footprint cut in six ways: by exchange, process, stage, gas, supplier and category. Every table sums to the total."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footprint.engine.result import Contribution, Footprint
from footprint.errors import Language

if TYPE_CHECKING:
    import pandas

__all__ = ["TABLES", "Row", "Table", "contribution_tables"]

TABLES: Mapping[str, Mapping[Language, str]] = {
    "exchange": {"en": "by exchange", "zh": "按投入与排放"},
    "process": {"en": "by process", "zh": "按过程"},
    "stage": {"en": "by life cycle stage", "zh": "按生命周期阶段"},
    "gas": {"en": "by gas", "zh": "按温室气体"},
    "supplier": {"en": "by supplier", "zh": "按供应来源"},
    "category": {"en": "by category", "zh": "按类别"},
}
"""The tables in the order in which they are shown."""

OWN = "own emissions"
"""What the foreground emits itself, in the table by supplier."""


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the footprint, in kg CO2e per declared unit; the share is ``None`` where the total is zero."""

    name: str
    value: float
    share: float | None

    def as_dict(self) -> dict[str, Any]:
        """Give the row as plain data."""
        return {"name": self.name, "value": self.value, "share": self.share}


@dataclass(frozen=True, slots=True)
class Table:
    """The footprint cut in one way.

    Parameters
    ----------
    by
        One of `TABLES`.
    rows
        Largest |value| first; stages in the order of the model.
    total
        What the rows sum to.
    """

    by: str
    rows: tuple[Row, ...]
    total: float

    def as_dict(self) -> dict[str, Any]:
        """Give the table as plain data."""
        return {"by": self.by, "rows": [row.as_dict() for row in self.rows], "total": self.total}

    def frame(self) -> pandas.DataFrame:
        """Give the table as a data frame: one row for each part, with value (kg CO2e) and share."""
        import pandas

        return pandas.DataFrame([row.as_dict() for row in self.rows], columns=["name", "value", "share"])


def contribution_tables(result: Footprint) -> dict[str, Table]:
    """Cut a footprint in six ways.

    Parameters
    ----------
    result
        Of a calculation.

    Returns
    -------
    dict of str to Table
        By the names of `TABLES`. The gas of a factor that does not tell gases apart is its aggregated flow, and an unknown category is
        left out: what is known of the others sums to the total.
    """
    cuts: Mapping[str, Callable[[Contribution], str]] = {
        "exchange": lambda leaf: leaf.exchange,
        "process": lambda leaf: leaf.process,
        "supplier": lambda leaf: _supplier(result, leaf),
    }
    tables = {by: _table(by, ((name(leaf), leaf.value) for leaf in result.contributions), result.value) for by, name in cuts.items()}
    stages = tuple(Row(stage.stage, stage.value, stage.share) for stage in result.stages)
    tables["stage"] = Table("stage", stages, math.fsum(row.value for row in stages))
    tables["gas"] = _table("gas", ((gas.flow, gas.value) for gas in result.gases if gas.value), result.value)
    headline = result.calculation.system.headline
    scores = result.calculation.solution.scores
    tables["category"] = _table("category", ((name, scores[name]) for name in headline if scores.get(name)), result.value)
    return {by: tables[by] for by in TABLES}


def _table(by: str, parts: Iterable[tuple[str, float]], total: float) -> Table:
    found: dict[str, list[float]] = {}
    for name, value in parts:
        found.setdefault(name, []).append(value)
    rows = [Row(name, value, value / total if total else None) for name, value in ((name, math.fsum(all_)) for name, all_ in found.items())]
    rows.sort(key=lambda row: (-abs(row.value), row.name))
    return Table(by, tuple(rows), math.fsum(row.value for row in rows))


def _supplier(result: Footprint, leaf: Contribution) -> str:
    """Name who provides: the model or the declaration, else the dataset; what the foreground emits itself is its own."""
    activity = result.calculation.chain.activities.get(leaf.provider)
    if activity is None:
        return OWN
    if activity.origin == "model":
        return leaf.provider.rpartition("#")[0]
    return leaf.source or leaf.provider if activity.origin == "declared" else leaf.provider
