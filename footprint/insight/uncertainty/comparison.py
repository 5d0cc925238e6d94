"""Two products under the same uncertainty: what they share is drawn once, so that only what sets them apart decides."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from footprint.engine.notebook import table
from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.insight.uncertainty.errors import NothingDrawn
from footprint.insight.uncertainty.inputs import FACTOR
from footprint.insight.uncertainty.sampling import Failed, check_draws, problem, sample
from footprint.insight.uncertainty.statistics import Statistics, correlation, statistics
from footprint.insight.uncertainty.uncertainty import DRAWS, SEED, failed_as_dicts, refuse_failures
from footprint.inventory import Library

if TYPE_CHECKING:
    import pandas

__all__ = ["SCHEMA", "Comparison", "compare"]

SCHEMA = "footprint/uncertainty-comparison/1"


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two footprints A and B, and their difference A − B, in kg CO2e per declared unit.

    Parameters
    ----------
    coupled
        ``all`` names that both have, or ``factors`` alone.
    shared
        Names that both have and that were drawn once.
    a, b, difference
        Statistics of the draws in which both have a result.
    probability
        That A is less than B, ties counted half.
    probability_error
        Its standard error.
    correlation
        Of A and B: the more they share, the surer their difference.
    failed_a, failed_b
        Draws without result, by cause.
    scores
        Of every draw, shape (2, draws); NaN where it failed.
    """

    results: tuple[Footprint, Footprint]
    seed: int
    draws: int
    coupled: Literal["all", "factors"]
    shared: tuple[str, ...]
    a: Statistics
    b: Statistics
    difference: Statistics
    probability: float
    probability_error: float
    correlation: float
    failed_a: tuple[Failed, ...]
    failed_b: tuple[Failed, ...]
    scores: NDArray[np.float64]

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give everything but the single draws as plain data."""
        sides = zip(("a", "b"), self.results, (self.a, self.b), (self.failed_a, self.failed_b), strict=True)
        return {
            "schema": SCHEMA,
            "unit": "kg CO2e",
            "seed": self.seed,
            "draws": self.draws,
            "coupled": self.coupled,
            "shared": list(self.shared),
            **{
                name: {
                    "product": {"name": result.model.product.name.model_dump(exclude_none=True)},
                    "declared_unit": str(result.model.product.declared_unit),
                    "value": result.value,
                    "sum": result.sum,
                    "failed": failed_as_dicts(failed, lang),
                    "monte_carlo": found.as_dict(),
                }
                for name, result, found, failed in sides
            },
            "difference": self.difference.as_dict(),
            "probability_a_below_b": {"value": self.probability, "standard_error": self.probability_error},
            "correlation": self.correlation,
        }

    def frame(self) -> pandas.DataFrame:
        """Give the draws as a data frame: A, B and A − B; missing where one of them failed."""
        import pandas

        return pandas.DataFrame({"a": self.scores[0], "b": self.scores[1], "difference": self.scores[0] - self.scores[1]})

    def __repr__(self) -> str:
        return f"<Comparison: A below B in {self.probability:.1%} of {self.difference.count} draws>"

    def _repr_html_(self) -> str:
        headline = f"A below B in {self.probability:.1%} of {self.difference.count} draws"
        names = (*(result.model.product.name.text() for result in self.results), "difference")
        sides = zip(names, (self.a, self.b, self.difference), strict=True)
        rows = ((name, side.percentile(2.5), side.percentile(50.0), side.percentile(97.5)) for name, side in sides)
        return table("Comparison of A and B", headline, ("kg CO2e", "2.5 %", "median", "97.5 %"), rows)


def compare(
    a: Footprint,
    b: Footprint,
    library: Library | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    derived: bool = True,
    coupled: Literal["all", "factors"] = "all",
) -> Comparison:
    """Compare two footprints draw by draw.

    Parameters
    ----------
    a, b
        Results per their declared units.
    library
        Where the packages of both are found; by default those that each names.
    draws, seed, derived
        As for `footprint.insight.uncertainty.uncertainty`.
    coupled
        ``all``: what has the same name has the same draws, which fits two versions or variants of one product. ``factors``: datasets
        alone, which fits two products whose parameters are called alike by chance.

    Raises
    ------
    NothingUncertain, NothingDrawn, DrawsNumber
        As for a single footprint.
    """
    check_draws(draws)
    one, other = problem(a, library, None, derived), problem(b, library, None, derived)

    def apart(name: str) -> str:
        return name if coupled == "all" or name.startswith(FACTOR) else f"b:{name}"

    first, failed_a = sample(one, seed, draws)
    second, failed_b = sample(other, seed, draws, key=apart)
    refuse_failures(failed_a, draws)
    refuse_failures(failed_b, draws)
    kept = ~(np.isnan(first) | np.isnan(second))
    x, y = first[kept], second[kept]
    if len(x) < 2:
        raise NothingDrawn(failed=int(np.sum(~kept)), draws=draws, why="A, B")
    probability = float(np.mean(np.where(x < y, 1.0, np.where(x == y, 0.5, 0.0))))
    names = {entry.name for entry in one.inputs} & {apart(entry.name) for entry in other.inputs}
    return Comparison(
        results=(a, b),
        seed=seed,
        draws=draws,
        coupled=coupled,
        shared=tuple(sorted(names)),
        a=statistics(x),
        b=statistics(y),
        difference=statistics(x - y),
        probability=probability,
        probability_error=math.sqrt(probability * (1 - probability) / len(x)),
        correlation=correlation(x, y),
        failed_a=failed_a,
        failed_b=failed_b,
        scores=np.vstack([first, second]),
    )
