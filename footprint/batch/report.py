"""What a batch did, as records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from footprint.errors import Finding

__all__ = ["BatchReport", "Cause", "Doubt"]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why rows failed: codes, how many rows, the id of the first, and what is said of it."""

    codes: str
    rows: int
    first: str
    finding: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful in rows that succeeded: codes of warnings, how many rows, and the id of the first."""

    codes: str
    rows: int
    first: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch did.

    Parameters
    ----------
    computed
        Rows computed by this run; the others were complete before.
    causes
        Why rows failed, most rows first.
    doubts
        What warnings are about rows that succeeded, most rows first.
    checked
        Ids of the rows that Brightway recomputed.
    seconds, check_seconds
        Time of the run without the check, and of the check.
    notes
        What to know besides, such as of a cache that could not be used.
    """

    output: str
    rows: int
    failed: int
    computed: int
    causes: tuple[Cause, ...]
    doubts: tuple[Doubt, ...]
    checked: tuple[str, ...]
    seconds: float
    check_seconds: float
    notes: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give the report as plain data for ``--json``."""
        return {
            "schema": "footprint/batch-report/1",
            "output": self.output,
            "rows": self.rows,
            "failed": self.failed,
            "computed": self.computed,
            "causes": [{"codes": cause.codes, "rows": cause.rows, "first": cause.first, "finding": cause.finding} for cause in self.causes],
            "doubts": [{"codes": doubt.codes, "rows": doubt.rows, "first": doubt.first} for doubt in self.doubts],
            "checked": list(self.checked),
            "notes": [note.as_dict() for note in self.notes],
            "seconds": round(self.seconds, 3),
            "check_seconds": round(self.check_seconds, 3),
        }
