"""The quality of the data behind a footprint: ratings by |contribution|, and what part is primary, proxy or assumed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footprint.engine.notebook import framed
from footprint.engine.result import Contribution, Footprint
from footprint.errors import Language
from footprint.insight.at_hand import library_of
from footprint.insight.quality.inheritance import inherited, primary_part
from footprint.insight.quality.ratings import INDICATORS, Rated, Rating, rate
from footprint.inventory import Library

if TYPE_CHECKING:
    import pandas

__all__ = ["SCHEMA", "Quality", "Shares", "quality"]

SCHEMA = "footprint/quality/1"


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts of Σ|contribution|, 0 to 1; ``None`` where nothing contributes.

    Parameters
    ----------
    primary
        Amount and factor are both primary; of other models the share that they have themselves.
    primary_amount
        The amount is primary, whatever the factor.
    proxy
        Amount or factor is a proxy.
    assumed
        The amount is assumed.
    unstated
        The kind of the amount is not stated.
    demo
        The factor is a demonstration record.
    """

    primary: float | None
    primary_amount: float | None
    proxy: float | None
    assumed: float | None
    unstated: float | None
    demo: float | None


@dataclass(frozen=True)
class Quality:
    """Data quality of a footprint.

    Parameters
    ----------
    result
        What is rated.
    rated
        Ratings by exchange and provider, largest |contribution| first, with that contribution (kg CO2e per declared unit).
    means
        By indicator, weighted by |contribution|; ``None`` where nothing contributes. The worse of amount and factor counts.
    derived
        By indicator, what part of Σ|contribution| has a derived rating.
    shares
        Kinds of data.
    inherited
        Primary share of each other model that is used, by provider, as that model's own data give it.
    assumed
        Names of the parameters and exchanges that are assumed.
    """

    result: Footprint
    rated: tuple[tuple[Rated, Contribution], ...]
    means: Mapping[str, float | None]
    derived: Mapping[str, float | None]
    shares: Shares
    inherited: Mapping[str, float]
    assumed: tuple[str, ...]

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the ratings as plain data."""
        return {
            "schema": SCHEMA,
            "means": dict(self.means),
            "derived_share": dict(self.derived),
            "shares": {name: getattr(self.shares, name) for name in Shares.__dataclass_fields__},
            "inherited": dict(self.inherited),
            "assumed": list(self.assumed),
            "exchanges": [
                {
                    "exchange": rated.exchange,
                    "provider": rated.provider,
                    "value": leaf.value,
                    "share": leaf.share,
                    "data": leaf.data,
                    "factor_data": leaf.factor_data,
                    "ratings": {name: _rating(rating, lang) for name in INDICATORS if (rating := rated.worst(name)) is not None},
                }
                for rated, leaf in self.rated
            ],
        }

    def frame(self) -> pandas.DataFrame:
        """Give the ratings as a data frame: one row for each exchange, with score and origin of every indicator."""
        import pandas

        rows = []
        for rated, leaf in self.rated:
            row: dict[str, Any] = {"exchange": rated.exchange, "provider": rated.provider, "value": leaf.value, "share": leaf.share}
            for name in INDICATORS:
                rating = rated.worst(name)
                row[name] = None if rating is None else rating.value
                row[f"{name}_origin"] = None if rating is None else rating.origin
            rows.append({**row, "data": leaf.data, "factor_data": leaf.factor_data})
        return pandas.DataFrame(rows)

    def _repr_html_(self) -> str:
        frame = self.frame()
        origins = [name for name in map(str, frame.columns) if name.endswith("_origin")]
        return framed(f"Data quality: {self.result.model.product.name.text()}", "1 is best, 5 is worst", frame, without=origins)


def quality(result: Footprint, library: Library | None = None) -> Quality:
    """Rate the data behind a footprint.

    Parameters
    ----------
    result
        Of a calculation.
    library
        Where the packages of other models are found; by default those of the result.

    Notes
    -----
    Nothing in the result changes: `Footprint.data_quality` has the stated ratings alone, `Footprint.primary_data_share` takes other
    models for secondary.
    """
    calculation, model = result.calculation, result.model
    rated = tuple((rate(calculation, model, leaf.exchange, leaf.provider), leaf) for leaf in result.contributions)
    weight = math.fsum(abs(leaf.value) for leaf in result.contributions)
    uses_models = any(activity.origin == "model" for activity in calculation.chain.activities.values())
    shares_of_models = inherited(result, library or library_of(result)) if uses_models else {}

    def part(belongs: Callable[[Contribution], float]) -> float | None:
        return math.fsum(abs(leaf.value) * belongs(leaf) for leaf in result.contributions) / weight if weight else None

    datasets = calculation.chain.datasets
    shares = Shares(
        primary=part(lambda leaf: primary_part(leaf, shares_of_models)),
        primary_amount=part(lambda leaf: leaf.data == "primary"),
        proxy=part(lambda leaf: "proxy" in (leaf.data, leaf.factor_data)),
        assumed=part(lambda leaf: leaf.data == "assumed"),
        unstated=part(lambda leaf: leaf.data is None),
        demo=part(lambda leaf: leaf.provider in datasets and datasets[leaf.provider].status == "demo"),
    )
    assumed = [name for name, parameter in model.parameters.items() if parameter.data == "assumed"]
    assumed += [name for name, *_, record in model.exchanges() if record.data == "assumed"]
    return Quality(
        result=result,
        rated=rated,
        means={name: _mean(rated, name, lambda rating: rating.value) for name in INDICATORS},
        derived={name: _mean(rated, name, lambda rating: float(rating.origin == "derived")) for name in INDICATORS},
        shares=shares,
        inherited=shares_of_models,
        assumed=tuple(assumed),
    )


def _mean(rated: Sequence[tuple[Rated, Contribution]], indicator: str, number: Callable[[Rating], float]) -> float | None:
    found = [(abs(leaf.value), number(rating)) for entry, leaf in rated if (rating := entry.worst(indicator)) is not None]
    weight = math.fsum(part for part, _ in found)
    return math.fsum(part * value for part, value in found) / weight if weight else None


def _rating(rating: Rating, lang: Language) -> dict[str, Any]:
    return {"value": rating.value, "origin": rating.origin, "about": rating.about, "why": rating.why(lang)}
