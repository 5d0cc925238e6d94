"""Ratings of single exchanges: stated in the model, or derived from what the metadata say.

The scores of time and geography follow the wording of the pedigree matrix (Weidema and Wesnæs 1996; Weidema et al. 2013, read in
programs that quote it): years between the data and the period, and whether the data are of the place, of a larger one that holds it, or of
another. Those of technology and precision can only be guessed from kinds of data; they are `assumed` (docs/background/uncertainty.md).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from footprint.engine.result import Calculation
from footprint.errors import Language
from footprint.inventory.records import Dataset
from footprint.model.schema import Exchange, ProductModel

__all__ = ["INDICATORS", "Rated", "Rating", "rate"]

Indicator = Literal["technology", "geography", "time", "precision"]

INDICATORS: tuple[Indicator, ...] = ("technology", "geography", "time", "precision")

YEARS = ((3.0, 1.0), (6.0, 2.0), (10.0, 3.0), (15.0, 4.0))
"""Years between data and period up to which time is rated so; beyond, or where the year is unknown, 5."""

_GLOBAL = {"GLO", "ROW", "WORLD", "WLD"}
_PRECISION_OF_AMOUNT = {"primary": 2.0, "secondary": 3.0, "proxy": 4.0, "assumed": 5.0}
_PRECISION_OF_FACTOR = {"official": 2.0, "declared": 2.0, "literature": 3.0, "demo": 5.0}
_TECHNOLOGY = {"primary": 1.0, "secondary": 3.0, "proxy": 4.0, "assumed": 5.0}

WHY: Mapping[str, Mapping[Language, str]] = {
    "stated": {"en": "stated in the model", "zh": "模型中给出"},
    "years": {"en": "data of {start}–{end}, {years} a from the period", "zh": "数据年份 {start}–{end}，与期间相距 {years} 年"},
    "no_year": {"en": "the year of the data is not known", "zh": "数据年份未知"},
    "of_period": {"en": "an amount of the period itself", "zh": "数据期间内的用量"},
    "same_place": {"en": "data of {geography}, the place of the site", "zh": "数据地区为 {geography}，即生产所在地"},
    "larger_place": {"en": "data of {geography}, which holds the site in {site}", "zh": "数据地区为 {geography}，包含生产所在地 {site}"},
    "global": {"en": "data of the whole world", "zh": "全球数据"},
    "same_country": {"en": "data of {geography}; the site is in {site}", "zh": "数据地区为 {geography}，与 {site} 同属一国"},
    "other_place": {"en": "data of {geography}; the site is in {site}", "zh": "数据地区为 {geography}；生产所在地为 {site}"},
    "no_place": {"en": "the place of the data or of the site is not known", "zh": "数据地区或生产所在地未知"},
    "own_site": {"en": "of the site itself", "zh": "生产现场自身数据"},
    "kind": {"en": "kind of data: {kind}", "zh": "数据类型：{kind}"},
    "sourced": {"en": "kind of data not stated, with a source", "zh": "数据类型未说明，附来源"},
    "evidence": {"en": "primary, with evidence", "zh": "初级数据，附证据"},
    "status": {"en": "status of the dataset: {status}", "zh": "数据集状态：{status}"},
    "model": {"en": "calculated with a model of its own", "zh": "由其自身模型计算"},
    "declared": {"en": "declared by the supplier", "zh": "由供应商声明"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rating:
    """One indicator of one exchange: 1 best, 5 worst.

    Parameters
    ----------
    value
        The score.
    origin
        ``stated`` in the model, or ``derived`` from metadata.
    about
        Whether it is of the ``amount``, or of the ``factor`` of the provider.
    reason, values
        Key of `WHY`, and what it says.
    """

    value: float
    origin: Literal["stated", "derived"]
    about: Literal["amount", "factor"]
    reason: str
    values: Mapping[str, str]

    def why(self, lang: Language = "en") -> str:
        """Say where the score comes from."""
        return WHY[self.reason][lang].format(**self.values)


@dataclass(frozen=True, slots=True)
class Rated:
    """The ratings of one exchange: ``amount`` and ``factor`` apart, by indicator; ``factor`` is empty where nobody provides."""

    exchange: str
    provider: str
    amount: Mapping[str, Rating]
    factor: Mapping[str, Rating]

    def worst(self, indicator: str) -> Rating | None:
        """Give the worse of the ratings of amount and factor; ``None`` where there is neither."""
        found = [part[indicator] for part in (self.amount, self.factor) if indicator in part]
        return max(found, key=lambda rating: (rating.value, rating.origin == "stated"), default=None)


def rate(calculation: Calculation, model: ProductModel, exchange: str, provider: str) -> Rated:
    """Rate one exchange.

    Parameters
    ----------
    calculation
        Of the model.
    exchange
        Its id.
    provider
        Key of the dataset, of another model's process or of a declared footprint; or the elementary flow.

    Returns
    -------
    Rated
        What the model states about technology, geography and time is of the factor where somebody provides, else of the amount; its
        precision is of the amount.
    """
    record = next((record for name, *_, record in model.exchanges() if name == exchange), None)
    stated = {} if record is None or record.dqr is None else record.dqr.model_dump(exclude_none=True)
    activity = calculation.chain.activities.get(provider)
    amount = {"precision": _precision(record)}
    factor: dict[str, Rating] = {}
    if activity is None:
        kind = (record.data if record else None) or "assumed"
        own = kind == "primary"
        amount["technology"] = _derived(_TECHNOLOGY[kind], "amount", "kind", kind=_shown(record))
        amount["geography"] = _derived(1.0 if own else 3.0, "amount", "own_site" if own else "kind", kind=_shown(record))
        amount["time"] = _derived(1.0 if own else 3.0, "amount", "of_period" if own else "kind", kind=_shown(record))
    elif activity.origin == "dataset":
        factor = _of_dataset(calculation.chain.datasets[provider], model, record)
    else:
        reason = "model" if activity.origin == "model" else "declared"
        factor = {name: _derived(2.0, "factor", reason) for name in INDICATORS}
    for name, value in stated.items():
        about: Literal["amount", "factor"] = "amount" if name == "precision" or not factor else "factor"
        (amount if about == "amount" else factor)[name] = Rating(float(value), "stated", about, "stated", {})
    return Rated(exchange, provider, amount, factor)


def _derived(value: float, about: Literal["amount", "factor"], reason: str, **values: str) -> Rating:
    return Rating(value, "derived", about, reason, values)


def _shown(record: Exchange | None) -> str:
    return (record.data if record else None) or "unstated"


def _precision(record: Exchange | None) -> Rating:
    kind = record.data if record else None
    if record is not None and kind == "primary" and record.evidence:
        return _derived(1.0, "amount", "evidence")
    if kind is None and record is not None and record.source:
        return _derived(3.0, "amount", "sourced")
    return _derived(_PRECISION_OF_AMOUNT.get(kind or "", 5.0), "amount", "kind", kind=_shown(record))


def _of_dataset(dataset: Dataset, model: ProductModel, record: Exchange | None) -> dict[str, Rating]:
    kind = "proxy" if record is not None and record.data == "proxy" else dataset.data if dataset.data in _TECHNOLOGY else "secondary"
    return {
        "technology": _derived(_TECHNOLOGY[kind], "factor", "kind", kind=kind),
        "geography": _geography(dataset.geography, model),
        "time": _time(dataset, model),
        "precision": _derived(_PRECISION_OF_FACTOR.get(dataset.status, 4.0), "factor", "status", status=dataset.status or "unknown"),
    }


def _time(dataset: Dataset, model: ProductModel) -> Rating:
    start, end = _day(dataset.start), _day(dataset.end)
    if start is None and end is None:
        return _derived(5.0, "factor", "no_year")
    first, last = start or end, end or start
    assert first is not None
    assert last is not None
    days = max((model.period.start - last).days, (first - model.period.end).days, 0)
    years = days / 365.25
    score = next((score for limit, score in YEARS if years <= limit), 5.0)
    return _derived(score, "factor", "years", start=str(first.year), end=str(last.year), years=f"{years:.0f}")


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _geography(geography: str, model: ProductModel) -> Rating:
    site = model.producer.site if model.producer is not None else None
    country = ((site.country if site else None) or "").upper()
    place = ((site.subdivision if site else None) or country).upper()
    data = geography.upper()
    if data in _GLOBAL:
        return _derived(3.0, "factor", "global")
    if not data or not country:
        return _derived(5.0, "factor", "no_place")
    values = {"geography": data, "site": place}
    if data == place:
        return _derived(1.0, "factor", "same_place", **values)
    if data == country:
        return _derived(2.0, "factor", "larger_place", **values)
    if data.split("-")[0] == country:
        return _derived(3.0, "factor", "same_country", **values)
    return _derived(4.0, "factor", "other_place", **values)
