"""Rules about data: quality ratings, primary share, age and geography of secondary data, demo records, stale sets."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from footprint.insight.electricity.mixes import day
from footprint.inventory.records import Dataset, Package
from footprint.model.schema import Period, ProductModel
from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule, warns
from footprint.verification.rules.supply import Leaf, formula_parameters, impact, leaves, used_datasets

__all__ = [
    "check_assumed_share",
    "check_data_quality",
    "check_demo",
    "check_geography",
    "check_key_processes",
    "check_primary_share",
    "check_secondary_period",
    "check_stale",
    "newer_siblings",
]

_RATINGS = ("technology", "geography", "time", "precision")
_RATINGS_ZH = {"technology": "技术", "geography": "地理", "time": "时间", "precision": "精度"}


@rule(
    "data-quality",
    "data",
    "Data quality is good enough",
    "数据质量达到要求",
    source="Mean of technology, geography, time (and precision), 1 best to 5 worst: ISO 14044:2006 4.2.3.6, PACT 3.0.4 (R)",
    thresholds=("data_quality_rating",),
)
def check_data_quality(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the mean of the ratings, weighted by what each exchange contributes, with the worst that the profile allows."""
    quality = case.result.data_quality
    ratings = {name: value for name in _RATINGS if (value := quality.get(name)) is not None}
    about: dict[str, Any] = {**ratings, "rated_share": quality.get("rated_share"), "place": case.model.place("processes")}
    if not ratings:
        yield cannot("No exchange states data quality ratings.", "没有任何交换给出数据质量评分。", **about)
        return
    mean, limit = sum(ratings.values()) / len(ratings), profile.value("data_quality_rating")
    about.update(mean=mean, limit=limit, ratings=[f"{name} {value:.3g}" for name, value in ratings.items()])
    about["ratings_zh"] = [f"{_RATINGS_ZH[name]} {value:.3g}" for name, value in ratings.items()]
    missing = [name for name in _RATINGS[:3] if name not in ratings]
    if missing:
        zh = [_RATINGS_ZH[name] for name in missing]
        yield cannot("Ratings are missing for: {missing}.", "缺少以下评分：{missing_zh}。", missing=missing, missing_zh=zh, **about)
        return
    verdict = fails if mean > limit else passes
    yield verdict(
        "The mean rating is {mean} ({ratings}); the limit is {limit}.", "平均评分为 {mean}（{ratings_zh}）；限值 {limit}。", **about
    )


@rule(
    "key-processes",
    "data",
    "Ratings cover the key processes",
    "数据质量评分覆盖关键过程",
    source="Key processes must cover at least 80 % of the impact (S)",
    thresholds=("rated_share",),
)
def check_key_processes(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the exchanges with ratings make up the share of the impact that key processes must cover, and name the largest without."""
    share, limit = case.result.data_quality.get("rated_share"), profile.value("rated_share")
    without = [leaf.entry.exchange for leaf in leaves(case) if leaf.record is None or leaf.record.dqr is None]
    about = {
        "share": share,
        "limit_percent": f"{100 * limit:.4g} %",
        "largest_without": without[:5],
        "place": case.model.place("processes"),
    }
    if share is None:
        yield cannot("No exchange states data quality ratings.", "没有任何交换给出数据质量评分。", **about)
        return
    verdict = fails if share < limit else passes
    yield verdict(
        "Rated exchanges make up {percent} of the impact; {limit_percent} are needed. The largest without: {largest_without}.",
        "有评分的交换占影响的 {percent}；需达到 {limit_percent}。未评分的最大项：{largest_without}。",
        percent=f"{100 * share:.3g} %",
        **{**about, "largest_without": about["largest_without"] or ["—"]},
    )


@rule(
    "primary-data-share",
    "data",
    "The primary data share is high enough",
    "初级数据占比达到要求",
    source="PACT 3.0.4: primaryDataShare; share of the footprint for which amount and factor are both primary (R, profile data)",
    thresholds=("primary_data_share",),
)
def check_primary_share(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the share of the footprint whose amount and factor are both primary with the profile's least."""
    share, limit = case.result.primary_data_share, profile.value("primary_data_share")
    about = {"share": share, "limit": limit, "limit_percent": f"{100 * limit:.4g} %", "place": case.model.place("processes")}
    if share is None:
        why = case.result.reasons.get("primary_data_share", {"en": "unknown", "zh": "未知"})
        yield cannot(
            "The primary data share is not known: {why}.", "初级数据占比未知：{why_zh}。", why=why["en"], why_zh=why["zh"], **about
        )
        return
    verdict = fails if share < limit else passes
    yield verdict(
        "The primary data share is {percent}; {limit_percent} are needed.",
        "初级数据占比为 {percent}；需达到 {limit_percent}。",
        percent=f"{100 * share:.3g} %",
        **about,
    )


@rule(
    "assumed-share",
    "data",
    "Little rests on assumed or proxy amounts",
    "假设和替代数据占比较小",
    source="ISO 14067:2018 6.3.5: site-specific data for processes under control, others justified (R)",
    thresholds=("assumed_share",),
)
def check_assumed_share(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Add up the impact of exchanges whose amount is assumed or a proxy, directly or through a parameter of its formula.

    Where nothing states its kind of data, nobody can tell.
    """
    found = [(leaf, _kinds(case.model, leaf)) for leaf in leaves(case)]
    whole = impact(case)
    if not whole or all(not kinds for _, kinds in found):
        yield cannot("No exchange states the kind of its data.", "没有任何交换注明数据类型。", place=case.model.place("processes"))
        return
    weak = [leaf for leaf, kinds in found if kinds & {"assumed", "proxy"}]
    share, limit = sum(abs(leaf.entry.value) for leaf in weak) / whole, profile.value("assumed_share")
    about = {
        "share": share,
        "percent": f"{100 * share:.3g} %",
        "limit_percent": f"{100 * limit:.4g} %",
        "count": len(weak),
        "largest": [leaf.entry.exchange for leaf in weak[:5]] or ["—"],
        "place": case.model.place("processes"),
    }
    verdict = fails if share > limit else passes
    yield verdict(
        "{percent} of the impact rest on assumed or proxy amounts ({count}); the limit is {limit_percent}. The largest: {largest}.",
        "{percent} 的影响依赖 {count} 个假设或替代数量；限值 {limit_percent}。最大项：{largest}。",
        **about,
    )


def _kinds(model: ProductModel, leaf: Leaf) -> set[str]:
    """Give the kinds of data that an amount rests on, through all formulas."""
    if leaf.record is None:
        return set()
    kinds = {leaf.record.data, *(parameter.data for parameter in formula_parameters(model, leaf.record))}
    return {kind for kind in kinds if kind is not None}


@rule(
    "secondary-period",
    "data",
    "Secondary data are of the right time",
    "次级数据的时间代表性",
    source="ISO 14044:2006 4.2.3.6.2: age of data (R); PACT: emission factors of the last years (R)",
    thresholds=("secondary_age", "noticeable_share"),
)
def check_secondary_period(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the period of every dataset that the model takes from with the reference period: not too far from it on either side.

    Datasets below the noticeable share of the impact are counted together.
    """
    period, age, level = case.model.period, profile.value("secondary_age") / 86400, profile.value("noticeable_share")
    small, good, looked = 0, 0, 0
    for dataset, share, exchange in used_datasets(case):
        looked += 1
        start, end = day(dataset.start), day(dataset.end)
        about = {
            "dataset": dataset.key,
            "exchange": exchange,
            "start": dataset.start or None,
            "end": dataset.end or None,
            "share": share,
            "percent": f"{100 * share:.2g} %",
            "years": profile.value("secondary_age") / (365.25 * 86400),
            "place": case.model.place(f"processes/{exchange}/from"),
        }
        early = end is not None and (period.start - end).days > age
        late = start is not None and (start - period.end).days > age
        if end is not None and not early and not late:
            good += 1
        elif share < level:
            small += 1
        elif end is None:
            yield cannot(
                "`{dataset}` ({percent} of the impact) does not say of which time it is.",
                "`{dataset}`（占影响 {percent}）未说明数据年份。",
                **about,
            )
        elif late:
            yield fails(
                "`{dataset}` ({percent} of the impact) begins on {start}, more than {years} a after the period.",
                "`{dataset}`（占影响 {percent}）始于 {start}，晚于期间 {years} 年以上。",
                **about,
            )
        else:
            yield fails(
                "`{dataset}` ({percent} of the impact) ends on {end}, more than {years} a before the period.",
                "`{dataset}`（占影响 {percent}）止于 {end}，早于期间 {years} 年以上。",
                **about,
            )
    yield from _rest(looked, good, small, level)


def _rest(looked: int, good: int, small: int, level: float) -> Iterator[Outcome]:
    percent = f"{100 * level:.3g} %"
    if not looked:
        yield does_not_apply("The model takes from no dataset.", "模型未使用数据集。")
    elif small:
        yield warns(
            "Datasets that fit: {good}; that do not, each below {percent} of the impact: {small}.",
            "{good} 个数据集符合；另有 {small} 个不符，各自低于影响的 {percent}。",
            good=good,
            small=small,
            percent=percent,
        )
    else:
        yield passes("Datasets that fit: {good} of {looked}.", "{looked} 个数据集中 {good} 个符合。", good=good, looked=looked)


@rule(
    "secondary-geography",
    "data",
    "Secondary data are of the right place",
    "次级数据的地理代表性",
    source="ISO 14044:2006 4.2.3.6.2: geographical coverage (R)",
    thresholds=("noticeable_share",),
    choices=("geographies",),
)
def check_geography(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the geography of every dataset with the country of the site, and with those that stand for it by the profile.

    What is imported may rightly be of another country: then its exchange says so in a comment, and the verifier closes the finding.
    """
    site = case.model.producer.site if case.model.producer else None
    country, subdivision = (site.country, site.subdivision) if site else (None, None)
    if country is None:
        yield cannot(
            "The model does not say in which country the product is made.", "模型未说明生产所在国家。", place=case.model.place("producer")
        )
        return
    wide, level = set(profile.choice("geographies") or ()), profile.value("noticeable_share")
    small, good, looked = 0, 0, 0
    for dataset, share, exchange in used_datasets(case):
        looked += 1
        about = {
            "dataset": dataset.key,
            "exchange": exchange,
            "geography": dataset.geography or None,
            "country": country,
            "share": share,
            "percent": f"{100 * share:.2g} %",
            "place": case.model.place(f"processes/{exchange}/from"),
        }
        if dataset.geography in wide | {country, subdivision}:
            good += 1
        elif share < level:
            small += 1
        elif not dataset.geography:
            yield cannot(
                "`{dataset}` ({percent} of the impact) does not say of which place it is.",
                "`{dataset}`（占影响 {percent}）未说明地理范围。",
                **about,
            )
        else:
            yield fails(
                "`{dataset}` ({percent} of the impact) is of {geography}; the product is made in {country}.",
                "`{dataset}`（占影响 {percent}）的地理范围为 {geography}；产品在 {country} 生产。",
                **about,
            )
    yield from _rest(looked, good, small, level)


@rule(
    "demo-data",
    "data",
    "No demo records",
    "未使用演示数据",
    source="Design section 4: demo records never reach a certificate",
)
def check_demo(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Name every demo record in the supply chain, those behind other datasets and other models too, with what it carries."""
    chain = case.result.calculation.chain
    demo = {key: dataset for key, dataset in chain.datasets.items() if dataset.status == "demo"}
    used = {dataset.key: (share, exchange) for dataset, share, exchange in used_datasets(case)}
    for key in demo:
        share, exchange = used.get(key, (0.0, ""))
        if exchange:
            about = {"dataset": key, "exchange": exchange, "share": share, "percent": f"{100 * share:.2g} %"}
            place = case.model.place(f"processes/{exchange}/from")
            yield fails(
                "`{dataset}` is a demo record; it carries {percent} of the impact.",
                "`{dataset}` 为演示数据，占影响的 {percent}。",
                place=place,
                **about,
            )
    behind = sorted(set(demo) - set(used))
    if behind:
        place = case.model.place("inventories")
        yield fails("Demo records take part in the background: {behind}.", "背景链中含演示数据：{behind}。", behind=behind, place=place)
    if not demo:
        yield passes("No record is a demo ({count} looked at).", "{count} 条记录均非演示数据。", count=len(chain.datasets))


@rule(
    "stale-factors",
    "data",
    "Factor sets are those of the period",
    "因子集与期间相符",
    source="Factor sets are named, dated and chosen explicitly; MEE announcements replace the factors of a year by those of the next (V)",
)
def check_stale(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that no dataset is used of which the same package has an edition that fits the period better.

    Editions are codes that differ in their year only, such as ``national-average-2023`` and ``-2024``.
    """
    looked = 0
    stale = False
    for dataset, share, exchange in used_datasets(case):
        looked += 1
        package = case.result.calculation.chain.packages.get(dataset.package)
        for newer in newer_siblings(dataset, package, case.model.period)[:1]:
            stale = True
            about = {
                "dataset": dataset.key,
                "newer": newer.key,
                "exchange": exchange,
                "share": share,
                "end": dataset.end,
                "place": case.model.place(f"processes/{exchange}/from"),
            }
            yield fails(
                "`{exchange}` takes `{dataset}` (to {end}); `{newer}` is of the period.",
                "`{exchange}` 采用 `{dataset}`（至 {end}）；`{newer}` 与期间相符。",
                **about,
            )
    if not looked:
        yield does_not_apply("The model takes from no dataset.", "模型未使用数据集。")
    elif not stale:
        yield passes("No dataset has an edition at hand that fits the period better.", "没有更符合期间的版本。")


_YEAR = re.compile(r"(?<![0-9])(19|20)[0-9]{2}(?![0-9])")


def newer_siblings(dataset: Dataset, package: Package | None, period: Period) -> list[Dataset]:
    """Give the editions of a dataset that cover more of a period than it does, best first.

    Parameters
    ----------
    package
        Where editions are looked for; a package reduced to what is used has them only if they were put into it.
    """
    if package is None or not _YEAR.search(dataset.code):
        return []
    stem = _YEAR.sub("*", dataset.code)
    own = _overlap(dataset, period)
    better = [
        other
        for other in package.datasets.values()
        if other.code != dataset.code
        and _YEAR.sub("*", other.code) == stem
        and other.basis == dataset.basis
        and _overlap(other, period) > own
    ]
    return sorted(better, key=lambda other: (-_overlap(other, period), other.code))


def _overlap(dataset: Dataset, period: Period) -> int:
    """Count the days that a dataset and a period share; where none, minus the days between them."""
    start, end = day(dataset.start), day(dataset.end)
    if start is None or end is None:
        return -(10**6)
    days: datetime.timedelta = min(end, period.end) - max(start, period.start)
    return days.days + 1
