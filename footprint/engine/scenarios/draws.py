"""Random draws of what a model states as uncertain: one scenario per draw.

A draw is a function of (seed, name, number of the draw) and of nothing else: a counter-based generator (Philox 4×64,
Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011) is keyed with the name, and its counter is the number.
Draws therefore do not depend on how many are made at once, on their order, on the machine, or on what else is uncertain.
Uniform numbers go through the inverse of the distribution function.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from footprint.engine.scenarios.template import Template
from footprint.model.schema import Uncertainty

__all__ = ["draw", "quantiles", "uncertain", "uniforms"]

PERT_WEIGHT = 4.0
"""Weight of the mode in a PERT distribution, with which its mean is (min + 4 mode + max) / 6."""


def uncertain(template: Template) -> dict[str, tuple[float, Uncertainty]]:
    """Give value (in base units) and distribution of every parameter and exchange that states one, by name."""
    model, evaluated = template.model, template.evaluated
    found: dict[str, tuple[float, Uncertainty]] = {}
    for name, parameter in model.parameters.items():
        if parameter.uncertainty is not None:
            found[name] = evaluated.parameters[name].base, parameter.uncertainty
    for exchange, _, _, _, record in model.exchanges():
        if record.uncertainty is not None:
            found[exchange] = evaluated.amounts[exchange].base, record.uncertainty
    return found


def draw(template: Template, seed: int, count: int, start: int = 0) -> dict[str, NDArray[np.float64]]:
    """Draw values for everything that is uncertain.

    Parameters
    ----------
    template
        Of the model. What it states for an amount is the median (lognormal), the mean (normal) or the mode (triangular, PERT), also
        where a formula gives it.
    seed
        Any integer.
    count, start
        Draws with the numbers ``start`` to ``start + count - 1``.

    Returns
    -------
    dict
        Values in base units by name, shape (count,), as `Kernel.score` takes them.
    """
    stated: Mapping[str, tuple[float, Uncertainty]] = uncertain(template)
    return {name: quantiles(*about, uniforms(seed, name, count, start)) for name, about in stated.items()}


def uniforms(seed: int, name: str, count: int, start: int = 0) -> NDArray[np.float64]:
    """Give uniform numbers strictly between 0 and 1 for the draws ``start`` to ``start + count - 1`` of one name.

    Examples
    --------
    >>> bool(np.all(uniforms(7, "px_rate", 3, 5) == uniforms(7, "px_rate", 100)[5:8]))
    True
    """
    key = hashlib.sha256(f"footprint/draws/1\0{seed}\0{name}".encode()).digest()
    # The generator gives four numbers per count of its counter.
    block, skipped = divmod(start, 4)
    generator = np.random.Philox(key=int.from_bytes(key[:16], "little"), counter=block)
    raw = generator.random_raw(count + skipped)[skipped:]
    # 52 bits and a half: exact, and neither 0 nor 1, where distributions are infinite.
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def quantiles(value: float, uncertainty: Uncertainty, probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the quantiles of a distribution.

    Parameters
    ----------
    value
        What is stated, in base units.
    probability
        Between 0 and 1.

    Returns
    -------
    ndarray
        In base units.
    """
    from scipy.special import betaincinv, ndtri

    low = uncertainty.min.base if uncertainty.min is not None else value
    high = uncertainty.max.base if uncertainty.max is not None else value
    width = high - low
    match uncertainty.kind:
        case "lognormal":
            deviation = math.log(uncertainty.gsd) if uncertainty.gsd is not None else 0.5 * math.log(uncertainty.gsd2 or 1.0)
            found = value * np.exp(deviation * ndtri(probability))
        case "normal":
            found = value + (uncertainty.sd.base if uncertainty.sd is not None else 0.0) * ndtri(probability)
        case "uniform":
            found = low + width * probability
        case "triangular":
            left, right = value - low, high - value
            rising = low + np.sqrt(probability * width * left)
            falling = high - np.sqrt((1 - probability) * width * right)
            found = np.where(probability * width <= left, rising, falling)
        case "pert":
            if not width:
                return np.full(len(probability), value)
            shape = PERT_WEIGHT * (value - low) / width
            found = low + width * betaincinv(1 + shape, 1 + PERT_WEIGHT - shape, probability)
    # A quantile next to a bound may round beyond it, which the rules of the model would refuse.
    return np.asarray(np.clip(found, low, high) if uncertainty.min is not None and uncertainty.max is not None else found)
