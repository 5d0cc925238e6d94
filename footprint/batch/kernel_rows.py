"""Rows evaluated by the scenario kernel: one template for a model, all rows together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footprint.batch.columns import NUMBERS
from footprint.batch.evaluation import Results
from footprint.batch.heads import Head
from footprint.engine.scenarios import Kernel, Scores
from footprint.errors import Finding

__all__ = ["ByKernel"]


@dataclass(frozen=True, eq=False)
class ByKernel:
    """Evaluates rows of one model with its kernel."""

    kernel: Kernel

    def evaluate(self, heads: tuple[Head, ...], values: Mapping[str, NDArray[np.float64]], count: int) -> Results:
        """Compute all rows at once."""
        base = {}
        for head in heads:
            factor = self.kernel.factor(head.name, head.unit)
            # What overflows is infinite, and the kernel says so of its row.
            with np.errstate(over="ignore"):
                base[head.name] = values[head.name] if factor == 1.0 else values[head.name] * factor
        scores = self.kernel.score(base, rows=count)
        findings: dict[int, tuple[Finding, ...]] = {}
        for failure in scores.failures:
            for position in failure.rows.tolist():
                findings[position] = (*findings.get(position, ()), failure.finding(position))
        return Results(_numbers(scores), findings)


def _numbers(scores: Scores) -> dict[str, NDArray[np.float64]]:
    """Give the numbers by column of the result; what is unknown is NaN."""
    numbers = {"total": scores.total, **scores.sums, **scores.categories, "numerical_error": scores.numerical_error}
    for name, mask in scores.unknown.items():
        if mask.any():
            numbers[name] = np.where(mask, np.nan, numbers[name])
    return {name: numbers[name] for name in NUMBERS if name in numbers}
