"""The sensitivity run with average electricity: all claimed electricity replaced by the average of the grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from footprint.engine.result import Footprint
from footprint.errors import FootprintError
from footprint.insight.datasets import dataset_footprints
from footprint.inventory import Library
from footprint.inventory.records import Dataset
from footprint.model.schema import ProductModel
from footprint.units import conversion_factor, parse_unit
from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case
from footprint.verification.rules.supply import day, is_delivery, is_electricity, is_grid_average

__all__ = ["GridRun", "average_of", "grid_run"]


@dataclass(frozen=True, slots=True)
class GridRun:
    """A footprint with average electricity.

    Parameters
    ----------
    country
        Where the product is made.
    average
        Key of the dataset; empty where none is at hand.
    replaced
        The exchanges whose electricity was replaced, with those of their delivery; processes of other models by their key.
    value
        Footprint in kg CO2e per declared unit; None where it cannot be computed.
    """

    country: str
    average: str
    replaced: tuple[str, ...]
    value: float | None


def grid_run(case: Case, profile: Profile) -> GridRun | None:
    """Compute the footprint with average electricity, or say that there is nothing to replace.

    With λ the footprint of one unit of every dataset, x the activity levels and u the use of a claimed dataset per activity, the result
    changes by Σ (λ_average · kWh − λ_claimed · u) x over all uses in the foreground and in other models; delivery that was added to the
    claimed electricity goes, since the average contains it. The levels stay: no dataset uses the foreground.
    """
    calculation = case.result.calculation
    chain, system = calculation.chain, calculation.system
    index = {key: number for number, key in enumerate(system.activities)}
    claimed: list[tuple[str, str, float, float]] = []
    for use in chain.uses:
        dataset = chain.datasets.get(use.provider)
        consumer = chain.activities.get(use.consumer)
        outside = consumer is None or consumer.origin == "dataset" or use.consumer not in index or use.avoided
        if outside or dataset is None or not is_electricity(dataset) or is_grid_average(dataset):
            continue
        amount = use.amount * float(calculation.solution.activity[index[use.consumer]])
        carried = 0.0 if is_delivery(dataset) else amount
        kilowatt_hours = carried * conversion_factor(parse_unit(chain.activities[use.provider].unit), parse_unit("kWh"))
        claimed.append((use.exchange or use.consumer, use.provider, amount, kilowatt_hours))
    if not any(kilowatt_hours for _, _, _, kilowatt_hours in claimed):
        return None
    country = _country(case.model)
    replaced = tuple(dict.fromkeys(exchange for exchange, _, _, _ in claimed))
    average = average_of(case.model, profile, case.result, case.library)
    if average is None:
        return GridRun(country, "", replaced, None)
    intensity = _intensity(average, case)
    if intensity is None:
        return GridRun(country, average.key, replaced, None)
    own = calculation.proof.intensities
    change = sum(intensity * hours - float(own[index[provider]]) * amount for _, provider, amount, hours in claimed)
    return GridRun(country, average.key, replaced, case.result.value + change)


def average_of(model: ProductModel, profile: Profile, result: Footprint | None, library: Library | None) -> Dataset | None:
    """Choose the average electricity that a profile names for the country: of the year that covers most of the period, or the last before.

    Parameters
    ----------
    result
        Its datasets are looked at first.
    library
        Where the others are found.
    """
    allowed = profile.grid_average.get(_country(model))
    found = [dataset for key in allowed.values if (dataset := _dataset(key, result, library)) is not None] if allowed else []
    best: tuple[int, int] | None = None
    chosen: Dataset | None = None
    for dataset in found:
        start, end = day(dataset.start), day(dataset.end)
        if start is None or end is None or start > model.period.end:
            continue
        overlap = (min(end, model.period.end) - max(start, model.period.start)).days + 1
        rank = (max(overlap, 0), end.toordinal())
        if best is None or rank > best:
            best, chosen = rank, dataset
    return chosen


def _country(model: ProductModel) -> str:
    site = model.producer.site if model.producer else None
    return (site.country if site else None) or ""


def _dataset(key: str, result: Footprint | None, library: Library | None) -> Dataset | None:
    name, _, code = key.partition("/")
    if result is not None:
        chain = result.calculation.chain
        used = chain.datasets.get(key) or (chain.packages[name].datasets.get(code) if name in chain.packages else None)
        if used is not None:
            return used
    if library is None:
        return None
    try:
        return library.package(name).datasets.get(code)
    except FootprintError:
        return None


def _intensity(dataset: Dataset, case: Case) -> float | None:
    """Give the footprint of one kWh: from the proof of the result where the dataset takes part, or else computed alone."""
    calculation = case.result.calculation
    per_unit = conversion_factor(parse_unit("kWh"), dataset.reference.unit)
    keys = list(calculation.system.activities)
    if dataset.key in keys:
        return float(calculation.proof.intensities[keys.index(dataset.key)]) * per_unit
    if case.library is None:
        return None
    found = dataset_footprints(_only(dataset), case.library, case.model.method).get(dataset.key)
    return None if found is None else found.value / dataset.reference.value * per_unit


def _only(dataset: Dataset) -> Iterable[Dataset]:
    return (dataset,)
