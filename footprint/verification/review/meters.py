"""Readings of meters that were found out of tolerance, and the decimals in which a list shows figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from footprint.verification.review.errors import ToleranceNegative

__all__ = ["DECIMALS", "corrected_reading", "shown"]

DECIMALS: Mapping[str, int] = {"quantity": 2, "heating_value": 3, "carbon_content": 5, "emissions": 2, "intensity": 4}
"""Decimals in which lists show figures (national verification guide for power plants); no figure is calculated with them."""


def corrected_reading(reading: float, actual: float, required: float, *, production: bool = False) -> float:
    """Correct a reading conservatively where its meter was less accurate than required.

    Formula of the national verification guide for power plants: reading × [1 + (actual − required)], with actual and required accuracy as
    shares. The signs reverse for production data, since less production means a higher footprint per product.

    Parameters
    ----------
    reading
        What the meter showed, in any unit.
    actual, required
        Accuracy as found and as required, as shares: 0.012 for 1.2 %.
    production
        Whether it is what was produced, not what was consumed.

    Returns
    -------
    float
        In the unit of the reading; the reading itself where the meter is within its tolerance.

    Raises
    ------
    ToleranceNegative
        A figure is negative, not finite, or an accuracy is 1 or more.

    Examples
    --------
    >>> round(corrected_reading(10_000.0, 0.012, 0.005), 6)
    10070.0
    >>> round(corrected_reading(10_000.0, 0.012, 0.005, production=True), 6)
    9930.0
    """
    for name, value, limit in (("reading", reading, math.inf), ("actual", actual, 1.0), ("required", required, 1.0)):
        if not (math.isfinite(value) and 0 <= value < limit):
            raise ToleranceNegative(name=name, value=value)
    excess = max(actual - required, 0.0)
    return reading * (1 - excess if production else 1 + excess)


def shown(value: float, kind: Literal["quantity", "heating_value", "carbon_content", "emissions", "intensity"]) -> str:
    """Write a figure with the decimals of its kind."""
    return f"{value:.{DECIMALS[kind]}f}"
