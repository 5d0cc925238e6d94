"""Which datasets are a country's average electricity, its delivery, its renewable sources: data, chosen by the period of the model."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from footprint.engine.result import Footprint
from footprint.errors import FootprintError
from footprint.insight.datasets import dataset_footprints
from footprint.inventory.library import Library
from footprint.inventory.records import Dataset
from footprint.model.schema import ProductModel
from footprint.units import conversion_factor, parse_unit

__all__ = ["Mix", "Role", "chosen", "country_of", "day", "find_dataset", "intensity_per_kwh", "mixes", "mixes_of"]

Role = Literal["average", "residual", "co2-average", "co2-untraded", "non-fossil", "delivery", "renewable"]


@dataclass(frozen=True, slots=True)
class Mix:
    """A dataset of electricity with its part in a country, and the document that publishes its figure."""

    country: str
    role: Role
    dataset: str
    source: str


@cache
def mixes() -> tuple[Mix, ...]:
    """Give what is known of the electricity of countries, in the order of the table ``mixes.csv``."""
    text = resources.files("footprint.insight.electricity").joinpath("mixes.csv").read_text(encoding="utf-8")
    return tuple(Mix(row["country"], row["kind"], row["dataset"], row["source"]) for row in csv.DictReader(io.StringIO(text)))  # type: ignore[arg-type]


def mixes_of(country: str, role: Role) -> tuple[Mix, ...]:
    """Give the datasets with one part in a country."""
    return tuple(mix for mix in mixes() if mix.country == country and mix.role == role)


def country_of(model: ProductModel) -> str:
    """Give the country where the product is made; empty where the model does not say."""
    site = model.producer.site if model.producer else None
    return (site.country if site else None) or ""


def chosen(keys: Iterable[str], model: ProductModel, result: Footprint | None, library: Library | None) -> Dataset | None:
    """Choose the dataset of the year that covers most of the period, or the last before.

    Parameters
    ----------
    keys
        Candidates, ``PACKAGE/CODE``.
    model
        Its period decides.
    result
        Its datasets are looked at first.
    library
        Where the others are found.
    """
    best: tuple[int, int] | None = None
    taken: Dataset | None = None
    for key in keys:
        dataset = find_dataset(key, result, library)
        if dataset is None:
            continue
        start, end = day(dataset.start), day(dataset.end)
        if start is None or end is None or start > model.period.end:
            continue
        overlap = (min(end, model.period.end) - max(start, model.period.start)).days + 1
        rank = (max(overlap, 0), end.toordinal())
        if best is None or rank > best:
            best, taken = rank, dataset
    return taken


def find_dataset(key: str, result: Footprint | None, library: Library | None) -> Dataset | None:
    """Find a dataset among those of a result, or in a library; None where neither has it."""
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


def intensity_per_kwh(dataset: Dataset, result: Footprint, library: Library | None) -> float | None:
    """Give the footprint of one kWh of a dataset: from the proof of the result where it takes part, or else computed alone.

    Returns
    -------
    float or None
        In kg CO2e per kWh, of the headline sum; None where it cannot be computed.
    """
    calculation = result.calculation
    per_unit = conversion_factor(parse_unit("kWh"), dataset.reference.unit)
    keys = list(calculation.system.activities)
    if dataset.key in keys:
        return float(calculation.proof.intensities[keys.index(dataset.key)]) * per_unit
    if library is None:
        return None
    found = dataset_footprints((dataset,), library, result.model.method).get(dataset.key)
    return None if found is None else found.value / dataset.reference.value * per_unit


def day(text: str) -> datetime.date | None:
    """Read a day of a data package; None where it is not stated."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
