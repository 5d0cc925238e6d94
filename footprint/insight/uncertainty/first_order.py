"""The variance of a result to first order: gᵀ Σ g, from exact derivatives and the covariances of what is uncertain."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from footprint.engine.result import Footprint
from footprint.insight.sensitivity import sensitivities
from footprint.insight.uncertainty.distributions import covariance
from footprint.insight.uncertainty.inputs import UncertainInput
from footprint.model.correlations import CorrelationGroup
from footprint.units import Amount, parse_unit

__all__ = ["FirstOrder", "first_order", "slopes"]


@dataclass(frozen=True)
class FirstOrder:
    """Mean and standard deviation of the linear approximation at the stated values.

    Parameters
    ----------
    mean
        s + gᵀ(E[p] − p): a lognormal's mean lies above the median that is stated.
    sd
        √(gᵀ Σ g).
    shares
        gᵢ (Σ g)ᵢ over the variance, by name; they sum to 1, and with correlations single ones may be negative. Empty where
        nothing varies.
    """

    mean: float
    sd: float
    shares: Mapping[str, float]

    def as_dict(self) -> dict[str, Any]:
        """Give mean and deviation as plain data."""
        return {"mean": self.mean, "sd": self.sd}


def slopes(result: Footprint, inputs: Sequence[UncertainInput], sum: str | None = None) -> dict[str, float]:
    """Give the derivative of the result by every input in base units, and by the multiplier of every factor.

    An input whose value a formula gives varies by its own distribution, as in a draw; what the formula is made of does not pass through it.

    Raises
    ------
    UnknownSum, NoDerivative
        As `footprint.insight.sensitivity.sensitivities` does.
    """
    varying = [entry.distribution for entry in inputs if entry.kind != "factor"]
    names = [entry.name for entry in inputs if entry.kind != "factor"]
    stated = {name: Amount(given.value / given.unit.factor, given.unit) for name, given in zip(names, varying, strict=True)}
    found = {}
    for entry in sensitivities(result, sum=sum, overrides={**result.overrides, **stated}):
        if entry.kind == "factor":
            found[entry.name] = entry.derivative * entry.value
        else:
            found[entry.name] = entry.derivative / parse_unit(entry.unit).factor
    return found


def first_order(
    value: float, inputs: Sequence[UncertainInput], groups: Sequence[CorrelationGroup], gradient: Mapping[str, float]
) -> FirstOrder:
    """Propagate means and covariances through the derivatives.

    Parameters
    ----------
    value
        The result at the stated values.
    inputs, groups
        What is uncertain, and what of it varies together.
    gradient
        As `slopes` gives it.
    """
    known = {entry.name: entry for entry in inputs}
    mean = value
    parts: dict[str, float] = {}
    for name, entry in known.items():
        slope = gradient.get(name, 0.0)
        mean += slope * (entry.distribution.mean - entry.distribution.value)
        parts[name] = (slope * entry.distribution.sd) ** 2
    for group in groups:
        for row, one in enumerate(group.names):
            for column, other in enumerate(group.names):
                if row != column and group.matrix[row][column] and one in known and other in known:
                    shared = covariance(known[one].distribution, known[other].distribution, group.matrix[row][column])
                    parts[one] += gradient.get(one, 0.0) * gradient.get(other, 0.0) * shared
    variance = math.fsum(parts.values())
    # Opposite values that go fully together cancel to zero, but for rounding.
    sd = math.sqrt(max(variance, 0.0))
    return FirstOrder(mean, sd, {name: part / variance for name, part in parts.items()} if variance > 0 else {})
