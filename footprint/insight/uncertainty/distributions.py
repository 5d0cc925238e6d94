"""Distributions of single values: quantiles, mean and standard deviation, in base units."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from footprint.engine.scenarios.draws import quantiles
from footprint.model.schema import Uncertainty
from footprint.units import Amount, Unit

__all__ = ["Distribution", "covariance", "lognormal", "triangular"]

Array = NDArray[np.float64]

NODES = 128
"""Of the Gauss-Hermite rule; a kink in a quantile function (triangular) leaves an error of about 1e-4 of a covariance."""

TERMS = 40
"""Of the expansion in Hermite polynomials."""


@dataclass(frozen=True)
class Distribution:
    """The distribution of one value.

    Parameters
    ----------
    kind
        As stated, or ``odds``: the odds x/(1−x) of a share are lognormal, which keeps it between 0 and 1.
    value
        What is stated, in base units: median (lognormal, odds), mean (normal), mode (triangular, PERT).
    figures
        The statement; of ``odds`` the GSD of the odds.
    unit
        In which it is shown.
    """

    kind: Literal["lognormal", "normal", "triangular", "uniform", "pert", "odds"]
    value: float
    figures: Uncertainty
    unit: Unit

    def quantiles(self, probability: Array) -> Array:
        """Give the quantiles, in base units, at probabilities between 0 and 1."""
        if self.kind != "odds":
            return quantiles(self.value, self.figures, probability)
        odds = quantiles(self.value / (1 - self.value), self.figures, probability)
        return odds / (1 + odds)

    @property
    def certain(self) -> bool:
        """Whether it has no width."""
        return self.sd == 0

    @cached_property
    def log_sd(self) -> float:
        """Standard deviation of the logarithm (of the odds), where it is lognormal."""
        figures = self.figures
        return math.log(figures.gsd) if figures.gsd is not None else 0.5 * math.log(figures.gsd2 or 1.0)

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """Least and greatest value, where they are stated."""
        low, high = self.figures.min, self.figures.max
        return (low.base if low is not None else self.value), (high.base if high is not None else self.value)

    @cached_property
    def mean(self) -> float:
        """Expected value, in base units."""
        low, high = self.bounds
        match self.kind:
            case "lognormal":
                return self.value * math.exp(self.log_sd**2 / 2)
            case "normal":
                return self.value
            case "uniform":
                return (low + high) / 2
            case "triangular":
                return (low + self.value + high) / 3
            case "pert":
                return (low + 4 * self.value + high) / 6
        return float(self._expansion[0])

    @cached_property
    def sd(self) -> float:
        """Standard deviation, in base units."""
        low, high = self.bounds
        width = high - low
        match self.kind:
            case "lognormal":
                return abs(self.mean) * math.sqrt(math.expm1(self.log_sd**2))
            case "normal":
                return self.figures.sd.base if self.figures.sd is not None else 0.0
            case "uniform":
                return width / math.sqrt(12)
            case "triangular":
                left, right = self.value - low, high - self.value
                return math.sqrt((width * width - left * right) / 18)
            case "pert":
                return math.sqrt((self.mean - low) * (high - self.mean) / 7)
        return math.sqrt(math.fsum(self._expansion[1:] ** 2))

    @cached_property
    def _expansion(self) -> Array:
        """Coefficients of the value as a series of orthonormal Hermite polynomials of its normal score."""
        from scipy.special import ndtr

        nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
        weights = weights / math.sqrt(2 * math.pi)
        values = self.quantiles(np.clip(ndtr(nodes), 1e-300, 1 - 1e-16))
        basis = np.empty((TERMS, NODES))
        basis[0], basis[1] = 1.0, nodes
        for order in range(2, TERMS):
            basis[order] = (nodes * basis[order - 1] - math.sqrt(order - 1) * basis[order - 2]) / math.sqrt(order)
        return np.asarray(basis @ (weights * values))

    def as_dict(self) -> dict[str, Any]:
        """Give the distribution as plain data, in the unit of the value."""
        factor = self.unit.factor
        shown: dict[str, Any] = {"kind": self.kind, "median": float(self.quantiles(np.array([0.5]))[0]) / factor}
        shown |= {"mean": self.mean / factor, "sd": self.sd / factor}
        if self.kind in ("lognormal", "odds"):
            shown["gsd"] = math.exp(self.log_sd)
        elif self.kind != "normal":
            shown["min"], shown["max"] = (bound / factor for bound in self.bounds)
        return shown


def covariance(one: Distribution, other: Distribution, coefficient: float) -> float:
    """Compute the covariance of two values whose normal scores have a correlation (a Gaussian copula).

    Parameters
    ----------
    coefficient
        Of the normal scores, −1 to 1.

    Notes
    -----
    Exact for normal and lognormal values; else by Mehler's formula, Cov = Σ aₖ bₖ ρᵏ over the coefficients of their orthonormal
    Hermite series.
    """
    kinds = {one.kind, other.kind}
    if kinds == {"normal"}:
        return coefficient * one.sd * other.sd
    if kinds == {"lognormal"}:
        return one.mean * other.mean * math.expm1(coefficient * one.log_sd * other.log_sd)
    if kinds == {"normal", "lognormal"}:
        plain, curved = (one, other) if one.kind == "normal" else (other, one)
        return coefficient * plain.sd * curved.log_sd * curved.mean
    powers = coefficient ** np.arange(1, TERMS)
    return float(np.sum(one._expansion[1:] * other._expansion[1:] * powers))


def lognormal(value: float, gsd: float, unit: Unit, kind: Literal["lognormal", "odds"] = "lognormal") -> Distribution:
    """Make a lognormal distribution (of the odds)."""
    return Distribution(kind, value, Uncertainty(kind="lognormal", gsd=gsd), unit)


def triangular(value: float, low: Amount, high: Amount, unit: Unit) -> Distribution:
    """Make a triangular distribution."""
    return Distribution("triangular", value, Uncertainty(kind="triangular", min=low, max=high), unit)
