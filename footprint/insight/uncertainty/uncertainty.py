"""How sure a footprint is: Monte Carlo on the scenario kernel, and beside it the variance to first order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from footprint.engine.notebook import framed
from footprint.engine.result import Footprint
from footprint.errors import FootprintError, Language
from footprint.insight.dependence.errors import UnknownSum
from footprint.insight.uncertainty.errors import NothingDrawn
from footprint.insight.uncertainty.first_order import FirstOrder, first_order, slopes
from footprint.insight.uncertainty.inputs import UncertainInput
from footprint.insight.uncertainty.sampling import Failed, Problem, check_draws, problem, sample, varied
from footprint.insight.uncertainty.statistics import Statistics, statistics
from footprint.inventory import Library

if TYPE_CHECKING:
    import pandas

__all__ = ["DRAWS", "SCHEMA", "SEED", "Influence", "Uncertainty", "failed_as_dicts", "refuse_failures", "uncertainty"]

SCHEMA = "footprint/uncertainty/1"
DRAWS = 10_000
SEED = 1

TORNADO = (0.05, 0.95)
"""Quantiles at which every input is set alone."""

TOLERATED = 0.5
"""Share of draws that may fail."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Influence:
    """What one input does to the uncertainty.

    Parameters
    ----------
    input
        The input.
    share
        Of the variance to first order; ``None`` where that is not known.
    low, high
        The result where the input alone is at its quantiles 5 % and 95 %; ``None`` where that has no result.
    correlation
        Of the draws of the input with those of the result.
    """

    input: UncertainInput
    share: float | None
    low: float | None
    high: float | None
    correlation: float

    @property
    def name(self) -> str:
        """Name of the input."""
        return self.input.name


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """The uncertainty of a footprint, in kg CO2e per declared unit.

    Parameters
    ----------
    result
        At the stated values.
    sum
        Which sum.
    value
        That sum at the stated values.
    seed, draws
        With which it was drawn.
    statistics
        Of the draws that have a result.
    first_order
        The linear approximation; ``None`` where a formula has no derivative.
    why_not
        Why it is unknown.
    influences
        Largest share first.
    failed
        Draws without result, by cause.
    correlated
        Groups of names that vary together.
    scores
        Of every draw, shape (draws,); NaN where it failed.
    """

    result: Footprint
    sum: str
    value: float
    seed: int
    draws: int
    statistics: Statistics
    first_order: FirstOrder | None
    why_not: FootprintError | None
    influences: tuple[Influence, ...]
    failed: tuple[Failed, ...]
    correlated: tuple[tuple[str, ...], ...]
    scores: Array

    @property
    def derived_share(self) -> float | None:
        """Share of the variance, to first order, that comes from derived distributions."""
        if self.first_order is None or not self.first_order.shares:
            return None
        return math.fsum(entry.share or 0.0 for entry in self.influences if entry.input.derived)

    @property
    def linear(self) -> bool | None:
        """Whether first order and draws agree within a tenth of the deviation: where not, shares of the variance mean little."""
        if self.first_order is None:
            return None
        seen, near = self.statistics, 0.1 * self.statistics.sd
        mean = abs(self.first_order.mean - seen.mean) <= near + 4 * seen.mean_error
        return mean and abs(self.first_order.sd - seen.sd) <= near + 4 * seen.sd_error

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give everything but the single draws as plain data."""
        product = self.result.model.product
        return {
            "schema": SCHEMA,
            "product": {"name": product.name.model_dump(exclude_none=True)},
            "declared_unit": str(product.declared_unit),
            "unit": "kg CO2e",
            "sum": self.sum,
            "value": self.value,
            "seed": self.seed,
            "draws": self.draws,
            "failed": failed_as_dicts(self.failed, lang),
            "monte_carlo": self.statistics.as_dict(),
            "first_order": None if self.first_order is None else self.first_order.as_dict(),
            **({"first_order_unknown": self.why_not.finding.message(lang)} if self.why_not is not None else {}),
            "linear": self.linear,
            "derived_share": self.derived_share,
            "correlated": [list(names) for names in self.correlated],
            "inputs": [
                {
                    **entry.input.as_dict(lang),
                    "share": entry.share,
                    "low": entry.low,
                    "high": entry.high,
                    "correlation": entry.correlation,
                }
                for entry in self.influences
            ],
        }

    def frame(self) -> pandas.DataFrame:
        """Give the inputs as a data frame, largest share of the variance first: a tornado."""
        import pandas

        rows = [
            {
                "name": entry.name,
                "kind": entry.input.kind,
                "origin": entry.input.origin,
                "distribution": entry.input.distribution.kind,
                "share": entry.share,
                "low": entry.low,
                "high": entry.high,
                "correlation": entry.correlation,
            }
            for entry in self.influences
        ]
        return pandas.DataFrame(rows)

    def __repr__(self) -> str:
        low, high = self.statistics.percentile(2.5), self.statistics.percentile(97.5)
        return f"<Uncertainty {self.value:.6g} kg CO2e, 95 % of {self.statistics.count} draws between {low:.6g} and {high:.6g}>"

    def _repr_html_(self) -> str:
        low, high = self.statistics.percentile(2.5), self.statistics.percentile(97.5)
        headline = f"{self.value:.6g} kg CO2e; 95 % of {self.statistics.count} draws between {low:.6g} and {high:.6g}"
        return framed(f"Uncertainty: {self.result.model.product.name.text()}", headline, self.frame())


def uncertainty(
    result: Footprint,
    library: Library | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    derived: bool = True,
    sum: str | None = None,
) -> Uncertainty:
    """Compute how uncertain a footprint is.

    Parameters
    ----------
    result
        Of a calculation.
    library
        Where its packages are found; by default the shipped ones and the folders that the result names.
    draws, seed
        Number of draws, and what they depend on: the first draws of more are the same.
    derived
        Whether to derive distributions from data quality where none is stated.
    sum
        ``excl_uptake``, ``incl_uptake`` or ``iso_net``; that of the result where it is not given.

    Raises
    ------
    NothingUncertain
        Where nothing varies.
    NothingDrawn
        Where more than half of the draws fail.
    DrawsNumber
        Where there are too few or too many.
    UnknownSum
        Where the result has no such sum.
    """
    check_draws(draws)
    wanted = sum or result.sum
    value = result.sums.get(wanted)
    if value is None:
        raise UnknownSum(sum=wanted)
    drawn_from = problem(result, library, wanted, derived)
    moments = _Moments(drawn_from)
    scores, failed = sample(drawn_from, seed, draws, watch=moments.add)
    kept = scores[~np.isnan(scores)]
    refuse_failures(failed, draws)
    try:
        linear = first_order(value, drawn_from.inputs, drawn_from.groups, slopes(result, drawn_from.inputs, wanted))
        why_not = None
    except FootprintError as error:
        linear, why_not = None, error
    return Uncertainty(
        result=result,
        sum=wanted,
        value=value,
        seed=seed,
        draws=draws,
        statistics=statistics(kept),
        first_order=linear,
        why_not=why_not,
        influences=_influences(drawn_from, linear, moments),
        failed=failed,
        correlated=tuple(group.names for group in drawn_from.groups),
        scores=scores,
    )


def refuse_failures(failed: tuple[Failed, ...], draws: int) -> None:
    """Refuse a sample of which more than half is missing.

    Raises
    ------
    NothingDrawn
        Naming the most frequent cause.
    """
    missing = math.fsum(cause.count for cause in failed)
    if missing > TOLERATED * draws:
        raise NothingDrawn(failed=int(missing), draws=draws, why=failed[0].finding.message("en"))


def failed_as_dicts(failed: tuple[Failed, ...], lang: Language) -> dict[str, Any]:
    """Give the draws that have no result as plain data: how many, and why."""
    return {
        "draws": int(math.fsum(cause.count for cause in failed)),
        "causes": [
            {
                "code": cause.finding.code,
                "message": cause.finding.message(lang),
                "place": cause.finding.place.path if cause.finding.place else None,
                "draws": cause.count,
                "first": list(cause.first),
            }
            for cause in failed
        ],
    }


class _Moments:
    """Sums of inputs and result, block by block, of the draws that have a result; around the stated values, so that little cancels."""

    def __init__(self, problem: Problem) -> None:
        self._centres = {entry.name: entry.distribution.value for entry in problem.inputs}
        self._centre = problem.result.sums[problem.sum] or 0.0
        self._count = 0
        self._result = np.zeros(2)
        self._of = {name: np.zeros(3) for name in self._centres}

    def add(self, start: int, values: Mapping[str, Array], scores: Array) -> None:
        """Take a block in."""
        kept = ~np.isnan(scores)
        y = scores[kept] - self._centre
        self._count += len(y)
        self._result += np.array([np.sum(y), np.sum(y * y)])
        for name, drawn in values.items():
            x = drawn[kept] - self._centres[name]
            self._of[name] += np.array([np.sum(x), np.sum(x * x), np.sum(x * y)])

    def correlation(self, name: str) -> float:
        """Give Pearson's coefficient of an input with the result; 0 where one of both does not vary."""
        n, (y, yy), (x, xx, xy) = self._count, self._result, self._of[name]
        size = math.sqrt(max(n * xx - x * x, 0.0)) * math.sqrt(max(n * yy - y * y, 0.0))
        return float(np.clip((n * xy - x * y) / size, -1, 1)) if size else 0.0


def _influences(problem: Problem, linear: FirstOrder | None, moments: _Moments) -> tuple[Influence, ...]:
    swings = varied(problem, TORNADO)
    found = []
    for entry in problem.inputs:
        low, high = (None if math.isnan(number) else number for number in swings[entry.name])
        share = None if linear is None or not linear.shares else linear.shares[entry.name]
        found.append(Influence(entry, share, low, high, moments.correlation(entry.name)))

    def rank(influence: Influence) -> tuple[float, float, str]:
        swing = abs((influence.high or 0.0) - (influence.low or 0.0))
        return -abs(influence.share or 0.0), -swing, influence.name

    return tuple(sorted(found, key=rank))
