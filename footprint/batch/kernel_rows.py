"""Rows evaluated by the scenario kernel: one template for a model, all rows together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footprint.batch.columns import NUMBERS
from footprint.batch.evaluation import Results, warned
from footprint.batch.heads import Head
from footprint.engine.scenarios import Kernel, Scores
from footprint.errors import Finding
from footprint.model import ProductModel
from footprint.model.evaluation.errors import ImplausibleParameter, TinyDivisor
from footprint.supply_chain import SupplyChain

__all__ = ["ByKernel", "steady_doubts"]


@dataclass(frozen=True, eq=False)
class ByKernel:
    """Evaluates rows of one model with its kernel.

    Parameters
    ----------
    kernel
        Of the model.
    doubts
        Codes of the warnings that are about the model whatever its values.
    """

    kernel: Kernel
    doubts: tuple[str, ...] = ()

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
        return Results(_numbers(scores), findings, self._doubts(scores))

    def _doubts(self, scores: Scores) -> dict[str, NDArray[np.int64]]:
        succeeded = np.flatnonzero(~scores.failed)
        doubts = dict.fromkeys(self.doubts, succeeded) if len(succeeded) else {}
        for doubt in scores.doubts:
            doubts[doubt.code] = np.union1d(doubts.get(doubt.code, doubt.rows), doubt.rows)
        return doubts


def steady_doubts(model: ProductModel, chain: SupplyChain) -> tuple[str, ...]:
    """Give the codes of the warnings about a model that hold in every row; the kernel questions values itself."""
    about_values = {ImplausibleParameter.code, TinyDivisor.code}
    return tuple(code for code in warned((*model.source.findings, *chain.findings)) if code not in about_values)


def _numbers(scores: Scores) -> dict[str, NDArray[np.float64]]:
    """Give the numbers by column of the result; what is unknown is NaN."""
    numbers = {"total": scores.total, **scores.sums, **scores.categories, "numerical_error": scores.numerical_error}
    for name, mask in scores.unknown.items():
        if mask.any():
            numbers[name] = np.where(mask, np.nan, numbers[name])
    return {name: numbers[name] for name in NUMBERS if name in numbers}
