"""The factor that takes the place of electricity: published, or derived where only its parts are, or none, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.insight.electricity.mixes import Mix, chosen, country_of, find_dataset, intensity_per_kwh, mixes_of
from footprint.inventory.library import Library
from footprint.inventory.records import Dataset
from footprint.units import parse_unit

__all__ = ["Factor", "average_factor", "residual_factor"]


@dataclass(frozen=True, slots=True)
class Factor:
    """The footprint of one kWh of a mix.

    Parameters
    ----------
    basis
        ``dataset``: a figure that is published; ``derived``: from figures that are, under assumptions that `why` names; ``none``.
    dataset
        Key of the dataset, or of the average that a derived factor is made from; empty where there is none.
    low, high
        In kg CO2e per kWh; equal where the factor is published, None where there is none.
    why
        How it was found, or why there is none.
    sources
        Documents of the figures.
    """

    basis: Literal["dataset", "derived", "none"]
    dataset: str
    low: float | None
    high: float | None
    why: Mapping[Language, str]
    sources: tuple[str, ...] = ()

    @property
    def middle(self) -> float | None:
        """The factor, or the middle of its range."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


def average_factor(result: Footprint, library: Library, keys: Sequence[str] | None = None) -> Factor:
    """Give the average electricity of the grid of the country where the product is made.

    Parameters
    ----------
    result
        Its model says country and period.
    library
        Where datasets are found.
    keys
        Datasets to choose from, such as those that a rule profile names; by default those of ``mixes.csv``.
    """
    country = country_of(result.model)
    known = mixes_of(country, "average")
    dataset = chosen([mix.dataset for mix in known] if keys is None else keys, result.model, result, library)
    intensity = None if dataset is None else intensity_per_kwh(dataset, result, library)
    if dataset is None or intensity is None:
        return _none(
            f"No average electricity of the country ({country or 'not stated'}) and the period is at hand.",
            f"缺少该国（{country or '未说明'}）在该期间的平均电力数据集。",
        )
    return _published(dataset, intensity, known)


def residual_factor(result: Footprint, library: Library, average: Factor, keys: Sequence[str] | None = None) -> Factor:
    """Give the residual mix: what is left of the grid when all that others claim by contract is taken out.

    China publishes no residual mix in CO2e. It publishes CO2 factors with and without the non-fossil power that is traded on the market.
    Their ratio is the share of that power, s = 1 − c/c', because both divide the same CO2 and traded non-fossil power has none. With the
    average f, the factor n of the traded power at the plant and its delivery d the rest has r = (f − s (n + d)) / (1 − s). n lies between
    the least and the greatest of the non-fossil sources; the range of r follows. The CO2 factors enter as a ratio only.

    Parameters
    ----------
    result, library
        As for `average_factor`.
    average
        The average that the residual mix belongs to.
    keys
        Datasets of residual mixes; by default those of ``mixes.csv``.
    """
    country = country_of(result.model)
    known = mixes_of(country, "residual")
    dataset = chosen([mix.dataset for mix in known] if keys is None else keys, result.model, result, library)
    intensity = None if dataset is None else intensity_per_kwh(dataset, result, library)
    if dataset is not None and intensity is not None:
        return _published(dataset, intensity, known)
    parts = _parts(result, library, average)
    if parts is None or average.low is None:
        return _none(
            f"No residual mix of the country ({country or 'not stated'}) in CO2e is at hand, nor the figures to derive one from. "
            "CO2 factors of enterprise reports are no substitute: they leave out fuel supply, methane and delivery.",
            f"缺少该国（{country or '未说明'}）以 CO2e 计的残余电力组合因子，也没有推导所需的数据。"
            "企业核算用的二氧化碳因子不能代替：不含燃料上游、甲烷和输配电。",
        )
    whole, untraded, least, most, delivery = parts
    share = 1 - whole.factor / untraded.factor
    low = (average.low - share * (most + delivery)) / (1 - share)
    high = (average.low - share * (least + delivery)) / (1 - share)
    percent = f"{100 * share:.1f} %"
    return Factor(
        "derived",
        average.dataset,
        low,
        high,
        {
            "en": f"Derived, not published: no residual mix in CO2e exists for {country}. The average `{average.dataset}` without the "
            f"{percent} of non-fossil power traded on the market; that share follows from the CO2 factors `{whole.key}` and "
            f"`{untraded.key}`, which are used as a ratio only. Assumed: the share holds for the period, and the traded power carries "
            f"between {least:.4g} and {most:.4g} kg CO2e/kWh at the plant and {delivery:.4g} for delivery.",
            "zh": f"推导值，非公布值：{country} 没有以 CO2e 计的残余电力组合因子。由平均因子 `{average.dataset}` "
            f"扣除市场化交易的非化石能源电量 {percent} 得到；该比例由二氧化碳因子 `{whole.key}` 与 `{untraded.key}` 之比得出，"
            f"仅用其比值。假定：该比例适用于本期间；交易电量的厂端因子为 {least:.4g} 至 {most:.4g} kg CO2e/kWh，"
            f"另加输配电 {delivery:.4g}。",
        },
        tuple(dict.fromkeys((*average.sources, whole.source, untraded.source))),
    )


@dataclass(frozen=True, slots=True)
class _Co2:
    """A CO2 factor, in kg per kWh, which only ever stands in a ratio with another."""

    key: str
    factor: float
    source: str


def _parts(result: Footprint, library: Library, average: Factor) -> tuple[_Co2, _Co2, float, float, float] | None:
    """Give what a residual mix is derived from: two CO2 factors of one year, the range of non-fossil power, its delivery."""
    country = country_of(result.model)
    untraded = chosen([mix.dataset for mix in mixes_of(country, "co2-untraded")], result.model, result, library)
    if untraded is None or not average.dataset:
        return None
    same = [mix for mix in mixes_of(country, "co2-average") if _period(mix.dataset, result, library) == (untraded.start, untraded.end)]
    whole = find_dataset(same[0].dataset, result, library) if same else None
    year = _period(average.dataset, result, library)
    sources = [_intensity(mix, result, library) for mix in mixes_of(country, "non-fossil") if _period(mix.dataset, result, library) == year]
    delivery = [_intensity(mix, result, library) for mix in mixes_of(country, "delivery") if _period(mix.dataset, result, library) == year]
    plants, carried = [value for value in sources if value is not None], [value for value in delivery if value is not None]
    if whole is None or not plants or not carried:
        return None
    first, second = _co2(whole), _co2(untraded)
    if first is None or second is None or not 0 < first.factor <= second.factor:
        return None
    return first, second, min(plants), max(plants), carried[0]


def _period(key: str, result: Footprint, library: Library) -> tuple[str, str] | None:
    dataset = find_dataset(key, result, library)
    return None if dataset is None else (dataset.start, dataset.end)


def _intensity(mix: Mix, result: Footprint, library: Library) -> float | None:
    dataset = find_dataset(mix.dataset, result, library)
    return None if dataset is None else intensity_per_kwh(dataset, result, library)


def _co2(dataset: Dataset) -> _Co2 | None:
    if len(dataset.exchanges) != 1 or dataset.exchanges[0].amount.unit.dimension != parse_unit("kg").dimension:
        return None
    hours = dataset.reference.base / parse_unit("kWh").factor
    return _Co2(dataset.key, dataset.exchanges[0].amount.base / parse_unit("kg").factor / hours, dataset.source)


def _published(dataset: Dataset, intensity: float, known: Sequence[Mix]) -> Factor:
    source = next((mix.source for mix in known if mix.dataset == dataset.key), dataset.source)
    why: dict[Language, str] = {"en": f"`{dataset.key}`: {dataset.name('en')}.", "zh": f"`{dataset.key}`：{dataset.name('zh')}。"}
    return Factor("dataset", dataset.key, intensity, intensity, why, (source,) if source else ())


def _none(en: str, zh: str) -> Factor:
    return Factor("none", "", None, None, {"en": en, "zh": zh})
