"""The sensitivity run with average electricity: all claimed electricity replaced by the average of the grid."""

from __future__ import annotations

from dataclasses import dataclass

from footprint.engine.result import Footprint
from footprint.insight.electricity.mixes import chosen, country_of, intensity_per_kwh
from footprint.insight.electricity.uses import claims, is_delivery, kilowatt_hours
from footprint.inventory import Library
from footprint.inventory.records import Dataset
from footprint.model.schema import ProductModel
from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case
from footprint.verification.rules.supply import direct_uses

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
    """Compute the footprint with the average electricity that a profile names, or say that there is nothing to replace.

    The same arithmetic as `footprint.insight.electricity.grid_sensitivity`, which asks no profile.
    """
    found = [
        use for use in direct_uses(case) if not use.avoided and (claims(use) or (use.dataset is not None and is_delivery(use.dataset)))
    ]
    hours = [kilowatt_hours(use) for use in found if claims(use)]
    if not any(hours):
        return None
    country = country_of(case.model)
    replaced = tuple(dict.fromkeys(use.exchange for use in found))
    average = average_of(case.model, profile, case.result, case.library)
    if average is None:
        return GridRun(country, "", replaced, None)
    intensity = intensity_per_kwh(average, case.result, case.library)
    if intensity is None:
        return GridRun(country, average.key, replaced, None)
    change = intensity * sum(hours) - sum(use.value for use in found)
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
    allowed = profile.grid_average.get(country_of(model))
    return chosen(allowed.values, model, result, library) if allowed else None
