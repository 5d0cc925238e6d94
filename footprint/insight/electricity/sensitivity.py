"""Grid-average and residual-mix sensitivity: the result with other electricity than what is claimed by contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from footprint.engine.notebook import framed
from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.insight.at_hand import library_of
from footprint.insight.electricity.factors import Factor, average_factor, residual_factor
from footprint.insight.electricity.mixes import country_of
from footprint.insight.electricity.uses import DirectUse, claims, direct_uses, is_delivery, is_grid_average, kilowatt_hours
from footprint.inventory.library import Library

if TYPE_CHECKING:
    import pandas

__all__ = ["RUN_TITLES", "SCHEMA", "ClaimedUse", "GridSensitivity", "MixRun", "grid_sensitivity"]

SCHEMA = "footprint/electricity-sensitivity/1"

RUN_TITLES: Mapping[str, Mapping[Language, str]] = {
    "average": {"en": "Average of the grid instead of the claimed sources", "zh": "以电网平均替代所主张的电源"},
    "residual": {"en": "Residual mix instead of the claimed sources", "zh": "以残余电力组合替代所主张的电源"},
    "uncovered-residual": {"en": "Residual mix for what is not claimed", "zh": "未主张部分采用残余电力组合"},
}
"""The runs in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class ClaimedUse:
    """Electricity that is claimed from a single source, or its delivery.

    Parameters
    ----------
    exchange
        Exchange id; ``FILE#PROCESS`` for a process of another model.
    kwh, value
        In kWh and kg CO2e per declared unit.
    delivery
        Whether it is the delivery that goes with claimed electricity: averages contain theirs.
    """

    exchange: str
    provider: str
    kwh: float
    value: float
    delivery: bool


@dataclass(frozen=True, slots=True)
class MixRun:
    """The result with other electricity.

    Parameters
    ----------
    name
        One of `RUN_TITLES`.
    basis, dataset, why, sources
        As for `Factor`.
    intensity, low, high
        The factor that takes the place, in kg CO2e per kWh; a derived one has a range, and its middle is `intensity`.
    replaced
        Exchanges whose electricity is replaced.
    value, delta, share
        In kg CO2e per declared unit; share of the base result. None where there is no factor.
    value_low, value_high
        At the ends of the range.
    """

    name: str
    basis: str
    dataset: str
    intensity: float | None
    low: float | None
    high: float | None
    replaced: tuple[str, ...]
    value: float | None
    delta: float | None
    share: float | None
    value_low: float | None
    value_high: float | None
    why: Mapping[Language, str]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class GridSensitivity:
    """How much of a result rests on which electricity is counted.

    Parameters
    ----------
    country
        Where the product is made; empty where the model does not say.
    claimed
        What is claimed by contract or made on the site, and its delivery; of this model and of others that take part. Electricity inside
        datasets is not touched.
    claimed_kwh, grid_kwh
        Per declared unit: claimed, and taken from averages.
    runs
        Averages in place of claims, residual mix in place of claims, residual mix in place of averages; none where there is nothing to
        replace.
    """

    result: Footprint
    country: str
    claimed: tuple[ClaimedUse, ...]
    claimed_kwh: float
    grid_kwh: float
    runs: tuple[MixRun, ...]

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give everything as plain data."""
        return {
            "schema": SCHEMA,
            "base": self.result.value,
            "unit": "kg CO2e",
            "declared_unit": str(self.result.model.product.declared_unit),
            **self.result.departures,
            "country": self.country,
            "claimed": [asdict(use) for use in self.claimed],
            "claimed_kwh": self.claimed_kwh,
            "grid_kwh": self.grid_kwh,
            "runs": [
                {**asdict(run), "title": RUN_TITLES[run.name][lang], "why": run.why[lang], "replaced": list(run.replaced)}
                | {"sources": list(run.sources)}
                for run in self.runs
            ],
        }

    def frame(self) -> pandas.DataFrame:
        """Give one row for each run; factors in kg CO2e per kWh, values in kg CO2e per declared unit."""
        import pandas

        names = ("name", "basis", "dataset", "intensity", "low", "high", "value", "delta", "share", "value_low", "value_high")
        return pandas.DataFrame([{name: getattr(run, name) for name in names} for run in self.runs], columns=list(names))

    def _repr_html_(self) -> str:
        headline = f"{self.result.value:.6g} kg CO2e; {self.grid_kwh:.4g} kWh of the grid, {self.claimed_kwh:.4g} kWh claimed"
        return framed(f"Electricity: {self.result.model.product.name.text()}", headline, self.frame(), without=("low", "high"))


def grid_sensitivity(
    result: Footprint,
    library: Library | None = None,
    *,
    averages: Sequence[str] | None = None,
    residuals: Sequence[str] | None = None,
) -> GridSensitivity:
    """Give the result with average electricity, and with the residual mix, in place of what is claimed.

    With λ the footprint of one unit of every dataset, x the activity levels and u the use of a dataset per activity, the result changes by
    Σ (λ_other · kWh − λ · u) x over the uses that are replaced: background never uses foreground, so nothing else changes and the answer is
    that of a whole new calculation. Delivery that was added to claimed electricity goes, since averages contain theirs.

    Parameters
    ----------
    result
        Of a calculation.
    library
        Where averages are found; the shipped packages where it is not given.
    averages, residuals
        Datasets to choose from, ``PACKAGE/CODE``, such as those of a rule profile; by default those of the table ``mixes.csv``.
    """
    library = library or library_of(result)
    uses = [use for use in direct_uses(result) if not use.avoided]
    claimed = [use for use in uses if claims(use)]
    deliveries = [use for use in uses if use.dataset is not None and is_delivery(use.dataset)] if any(map(kilowatt_hours, claimed)) else []
    grid = [use for use in uses if use.dataset is not None and is_grid_average(use.dataset)]
    average = average_factor(result, library, averages)
    runs: list[MixRun] = []
    if any(map(kilowatt_hours, [*claimed, *grid])):
        residual = residual_factor(result, library, average, residuals)
        if any(map(kilowatt_hours, claimed)):
            runs.append(_run("average", result, claimed, deliveries, average))
            runs.append(_run("residual", result, claimed, deliveries, residual))
        if any(map(kilowatt_hours, grid)):
            runs.append(_run("uncovered-residual", result, grid, [], residual))
    return GridSensitivity(
        result=result,
        country=country_of(result.model),
        claimed=(*(_claimed(use, False) for use in claimed), *(_claimed(use, True) for use in deliveries)),
        claimed_kwh=sum(map(kilowatt_hours, claimed)),
        grid_kwh=sum(map(kilowatt_hours, grid)),
        runs=tuple(runs),
    )


def _claimed(use: DirectUse, delivery: bool) -> ClaimedUse:
    return ClaimedUse(use.exchange, use.provider, kilowatt_hours(use), use.value, delivery)


def _run(name: str, result: Footprint, replaced: Sequence[DirectUse], dropped: Sequence[DirectUse], factor: Factor) -> MixRun:
    hours = sum(map(kilowatt_hours, replaced))
    gone = sum(use.value for use in (*replaced, *dropped))

    def value(intensity: float | None) -> float | None:
        return None if intensity is None else result.value + intensity * hours - gone

    middle = value(factor.middle)
    delta = None if middle is None else middle - result.value
    return MixRun(
        name=name,
        basis=factor.basis,
        dataset=factor.dataset,
        intensity=factor.middle,
        low=factor.low,
        high=factor.high,
        replaced=tuple(dict.fromkeys(use.exchange for use in (*replaced, *dropped))),
        value=middle,
        delta=delta,
        share=None if delta is None or not result.value else delta / result.value,
        value_low=value(factor.low),
        value_high=value(factor.high),
        why=factor.why,
        sources=factor.sources,
    )
