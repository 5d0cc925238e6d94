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
from footprint.verification.rules.supply import DirectUse, day, direct_uses, is_delivery, is_electricity, is_grid_average, says_electricity

__all__ = ["GridRun", "average_of", "claims", "grid_run"]


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
    changes by Σ (λ_average · kWh − λ_claimed · u) x over all uses of the model and of other models; delivery that was added to the
    claimed electricity goes, since the average contains it. The levels stay: no dataset uses the foreground.
    """
    found = [
        use for use in direct_uses(case) if not use.avoided and (claims(use) or (use.dataset is not None and is_delivery(use.dataset)))
    ]
    hours = {number: _kwh(use) for number, use in enumerate(found) if claims(use)}
    if not any(hours.values()):
        return None
    country = _country(case.model)
    replaced = tuple(dict.fromkeys(use.exchange for use in found))
    average = average_of(case.model, profile, case.result, case.library)
    if average is None:
        return GridRun(country, "", replaced, None)
    intensity = _intensity(average, case)
    if intensity is None:
        return GridRun(country, average.key, replaced, None)
    change = intensity * sum(hours.values()) - sum(use.value for use in found)
    return GridRun(country, average.key, replaced, case.result.value + change)


def claims(use: DirectUse) -> bool:
    """Tell whether a use claims electricity of a single source: a dataset at the plant, or a declared figure of electricity."""
    if use.dataset is not None:
        return is_electricity(use.dataset) and not is_delivery(use.dataset) and not is_grid_average(use.dataset)
    record = use.record
    if record is None or parse_unit(use.unit).dimension != parse_unit("kWh").dimension:
        return False
    words = (use.exchange.replace("_", " ").replace("-", " "), record.product, record.source, record.comment, record.evidence)
    return record.contract is not None or says_electricity(" ".join(word for word in words if word))


def _kwh(use: DirectUse) -> float:
    return use.amount * conversion_factor(parse_unit(use.unit), parse_unit("kWh"))


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
