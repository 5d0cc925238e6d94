"""From ratings to distributions: the pedigree approach.

A value whose distribution nobody states is taken for lognormal around its median, with

    ln² GSD = basic + Σ additional(indicator, score)

The additional variances are those of the ecoinvent data quality guideline (Weidema et al. 2013), read in two programs that quote the
table, not in the guideline itself. The basic variances, and that precision stands for its *reliability*, are named in
docs/background/uncertainty.md with their sources.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from footprint.insight.quality import Rating

__all__ = ["ADDITIONAL", "BASIC", "TRANSPORT", "gsd_of"]

ADDITIONAL: Mapping[str, tuple[float, ...]] = {
    "technology": (0.0, 0.0006, 0.008, 0.04, 0.12),
    "geography": (0.0, 0.000025, 0.0001, 0.0006, 0.002),
    "time": (0.0, 0.0002, 0.002, 0.008, 0.04),
    "precision": (0.0, 0.0006, 0.002, 0.008, 0.04),
}
"""Variance of the logarithm that a score of 1, 2, 3, 4, 5 adds."""

BASIC = 0.0006
"""Of energy, materials, wastes and CO2 of combustion; here of everything else but transport, too (assumed)."""

TRANSPORT = 0.12
"""Of transport services (assumed for amounts in t km: seldom is the distance measured)."""


def gsd_of(ratings: Mapping[str, Rating], basic: float = BASIC) -> float:
    """Give the geometric standard deviation that ratings stand for.

    Parameters
    ----------
    ratings
        By indicator, 1 to 5; between two whole scores the variance is interpolated.
    basic
        Variance of the logarithm that the best data have.

    Examples
    --------
    >>> round(gsd_of({}), 4)
    1.0248
    """
    return math.exp(math.sqrt(basic + math.fsum(_variance(name, rating.value) for name, rating in sorted(ratings.items()))))


def _variance(indicator: str, score: float) -> float:
    table = ADDITIONAL[indicator]
    below = min(int(score), len(table) - 1)
    return table[below - 1] + (score - below) * (table[below] - table[below - 1])
