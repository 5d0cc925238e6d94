"""What a sample says, and how surely: moments, percentiles and their standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["PERCENTILES", "Percentile", "Running", "Statistics", "correlation", "statistics"]

PERCENTILES = (2.5, 5.0, 25.0, 50.0, 75.0, 95.0, 97.5)

STEPS = 16
"""Parts of the sample after which the mean is noted."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Percentile:
    """A percentile with its standard error, by the spread of the order statistics around it."""

    percent: float
    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Running:
    """The mean after so many draws, with its standard error."""

    draws: int
    mean: float
    standard_error: float


@dataclass(frozen=True)
class Statistics:
    """Statistics of n numbers.

    Parameters
    ----------
    count
        How many.
    mean, sd
        Mean and standard deviation (n − 1).
    mean_error, sd_error
        Their standard errors; that of the standard deviation by the fourth moment of the sample.
    percentiles
        At `PERCENTILES`.
    running
        How the mean converges.
    bins
        Edges and counts of a histogram between the percentiles 0.1 and 99.9; the counts of the ends hold what lies beyond.
    """

    count: int
    mean: float
    sd: float
    mean_error: float
    sd_error: float
    percentiles: tuple[Percentile, ...]
    running: tuple[Running, ...]
    bins: tuple[tuple[float, ...], tuple[int, ...]]

    def percentile(self, percent: float) -> float:
        """Give one of the percentiles."""
        return next(entry.value for entry in self.percentiles if entry.percent == percent)

    def as_dict(self) -> dict[str, Any]:
        """Give the statistics as plain data."""
        return {
            "draws": self.count,
            "mean": self.mean,
            "mean_standard_error": self.mean_error,
            "sd": self.sd,
            "sd_standard_error": self.sd_error,
            "percentiles": [
                {"percent": entry.percent, "value": entry.value, "standard_error": entry.standard_error} for entry in self.percentiles
            ],
            "convergence": [{"draws": at.draws, "mean": at.mean, "standard_error": at.standard_error} for at in self.running],
            "histogram": {"edges": list(self.bins[0]), "counts": list(self.bins[1])},
        }


def statistics(values: Array, bins: int = 40) -> Statistics:
    """Compute the statistics of a sample.

    Parameters
    ----------
    values
        Shape (n,), n > 1, finite, in the order of the draws.
    bins
        Number of bars of the histogram.
    """
    count = len(values)
    mean = math.fsum(values) / count
    deviations = values - mean
    variance = math.fsum(deviations**2) / (count - 1)
    sd = math.sqrt(variance)
    fourth = math.fsum(deviations**4) / count
    sd_error = math.sqrt(max(fourth - variance**2, 0.0) / count) / (2 * sd) if sd else 0.0
    ordered = np.sort(values)
    steps = sorted({max(2, count * step // STEPS) for step in range(1, STEPS + 1)})
    return Statistics(
        count=count,
        mean=mean,
        sd=sd,
        mean_error=sd / math.sqrt(count),
        sd_error=sd_error,
        percentiles=tuple(_percentile(ordered, percent) for percent in PERCENTILES),
        running=tuple(_running(values, step) for step in steps),
        bins=_bins(ordered, bins),
    )


def _percentile(ordered: Array, percent: float) -> Percentile:
    """Give a percentile: the number of draws below it is binomial, and its deviation to either side spans two standard errors."""
    count, share = len(ordered), percent / 100
    spread = math.sqrt(count * share * (1 - share))
    places = np.arange(count)
    low, high = (float(np.interp(share * (count - 1) + sign * spread, places, ordered)) for sign in (-1, 1))
    return Percentile(percent, float(np.interp(share * (count - 1), places, ordered)), (high - low) / 2)


def _running(values: Array, step: int) -> Running:
    part = values[:step]
    return Running(step, float(np.mean(part)), float(np.std(part, ddof=1)) / math.sqrt(step))


def _bins(ordered: Array, bins: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
    low, high = (float(edge) for edge in np.quantile(ordered, (0.001, 0.999)))
    if not low < high:
        return (low, high), (len(ordered),)
    edges = np.linspace(low, high, bins + 1)
    counts, _ = np.histogram(np.clip(ordered, low, high), edges)
    return tuple(edges.tolist()), tuple(counts.tolist())


def correlation(one: Array, other: Array) -> float:
    """Pearson's coefficient; 0 where one of both does not vary."""
    a, b = one - np.mean(one), other - np.mean(other)
    size = math.sqrt(float(np.sum(a * a)) * float(np.sum(b * b)))
    return float(np.sum(a * b)) / size if size else 0.0
