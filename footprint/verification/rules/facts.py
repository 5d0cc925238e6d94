"""Rules about the basic facts: what a report must say, the period, the status, versions."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from footprint.units import parse_unit
from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule, warns

__all__ = [
    "check_declared_unit",
    "check_months",
    "check_period",
    "check_report",
    "check_site",
    "check_stages",
    "check_status",
    "check_validity",
    "check_versions",
]

_YEAR = 365.25 * 86400


@rule(
    "report-complete",
    "basic facts",
    "The report says all that the profile requires",
    "报告内容完整",
    source="ISO 14067:2018 clause 7 (R); PACT 3.0.4 schema, required properties; national verification guide, basic facts (V)",
)
def check_report(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that every field that the profile requires is filled in the model.

    Which fields these are stands in the profile under ``required``; a product category rule may ask for more.
    """
    if not profile.required:
        yield cannot("The profile {profile} requires no field.", "规则集 {profile} 没有规定必填字段。", profile=profile.id)
        return
    missing = [path for path in profile.required if not _filled(case.model, path)]
    for path in missing:
        stated = profile.required[path]
        place = case.model.place(path)
        yield fails("`{field}` is not stated ({source}).", "未填写 `{field}`（{source}）。", field=path, source=stated.source, place=place)
    if not missing:
        count = len(profile.required)
        yield passes("All required fields are stated ({count}).", "{count} 个必填字段均已填写。", count=count)


def _filled(model: BaseModel, path: str) -> bool:
    value: Any = model
    for key in path.split("/"):
        if isinstance(value, Mapping):
            value = value.get(key)
        else:
            names = {info.alias or name: name for name, info in type(value).model_fields.items()} if isinstance(value, BaseModel) else {}
            value = getattr(value, names[key]) if key in names else None
        if value is None:
            return False
    return not (isinstance(value, str | Mapping) and not value)


@rule(
    "own-data-period",
    "basic facts",
    "At least 12 consecutive months of own data",
    "自有数据至少覆盖连续 12 个月",
    source="ISO 14067:2018 6.3.6 and GB/T 24067-2024 (R)",
    thresholds=("reference_period",),
)
def check_period(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the reference period is as long as the profile asks for.

    A year is counted in calendar days: from 1 March to 28 February is a year.
    """
    period, years = case.model.period, profile.value("reference_period") / _YEAR
    needed = _later(period.start, years)
    about = {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "days": period.days,
        "years": years,
        "place": case.model.place("period"),
    }
    if needed is None or period.end >= needed - datetime.timedelta(days=1):
        yield passes("The period {start} to {end} has {days} days.", "期间 {start} 至 {end}，共 {days} 天。", **about)
    else:
        yield fails(
            "The period {start} to {end} has {days} days; consecutive data of {years} a are needed.",
            "期间 {start} 至 {end} 只有 {days} 天；需要连续 {years} 年的数据。",
            **about,
        )


def _later(start: datetime.date, years: float) -> datetime.date | None:
    """Give the day some years later: whole months by the calendar, the rest in days; None beyond the calendar."""
    months = round(years * 12, 6)
    whole = int(months)
    year, month = divmod(start.month - 1 + whole, 12)
    if start.year + year > 9998:
        return None
    last = calendar.monthrange(start.year + year, month + 1)[1]
    reached = datetime.date(start.year + year, month + 1, min(start.day, last))
    if start.day > last:  # twelve months from 29 February end on 28 February
        reached += datetime.timedelta(days=1)
    return reached + datetime.timedelta(days=round((months - whole) * 30.4375))


@rule(
    "months-of-tables",
    "data",
    "Monthly tables cover every month of the period, and no other",
    "月度数据表覆盖期间内的每个月",
    source="National verification guide for power plants: monthly deposits (V)",
)
def check_months(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that each monthly activity table has exactly the months of the reference period."""
    activities = case.model.source.activities
    if not activities:
        yield does_not_apply("The model has no monthly tables.", "模型没有月度数据表。")
        return
    period = case.model.period
    first, last = period.start.year * 12 + period.start.month - 1, period.end.year * 12 + period.end.month - 1
    wanted = {f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, min(last, first + 1200) + 1)}
    for process, activity in activities.items():
        have = set(activity.months)
        missing, strange = sorted(wanted - have), sorted(have - wanted)
        about = {"process": process, "file": activity.file, "place": case.model.place(f"processes/{process}/activity")}
        if missing or strange:
            yield fails(
                "`{file}` of `{process}` lacks the months {missing} and has outside the period: {strange}.",
                "`{process}` 的 `{file}` 缺少月份：{missing}；期间之外的月份：{strange}。",
                missing=missing or ["—"],
                strange=strange or ["—"],
                **about,
            )
        else:
            yield passes("`{file}` has all months ({count}).", "`{file}` 含全部 {count} 个月。", count=len(have), **about)


@rule(
    "status-primary",
    "basic facts",
    "The model describes a real production, not a representative one",
    "模型描述真实生产而非代表性情形",
    source="Design: there is nothing historical to verify in a representative model",
    choices=("statuses",),
)
def check_status(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the status of the model is one that can be verified."""
    allowed = profile.choice("statuses") or ()
    about = {"status": case.model.status, "allowed": list(allowed), "place": case.model.place("status")}
    if case.model.status in allowed:
        yield passes("The status is {status}.", "模型状态为 {status}。", **about)
    else:
        yield fails("The status is {status}; verified can be: {allowed}.", "模型状态为 {status}；可核查的状态：{allowed}。", **about)


@rule(
    "validity",
    "basic facts",
    "The data are not older than a statement may be",
    "数据未超过声明的有效年限",
    source="PACT: a new footprint at latest after 3 years (R); label certificates: 2 years (S)",
    thresholds=("validity",),
)
def check_validity(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the reference period ended no longer ago than the profile allows, on the day of the statement or review.

    No clock is read: without a day the rule cannot be assessed.
    """
    end, years = case.model.period.end, profile.value("validity") / _YEAR
    about = {"end": end.isoformat(), "years": years, "place": case.model.place("period/end")}
    if case.at is None:
        yield cannot("The day of the statement is not known yet.", "声明日期尚未确定。", **about)
        return
    about["at"] = case.at.isoformat()
    last = _later(end, years)
    if case.at <= end:
        yield fails("The period ends on {end}, not before {at}.", "期间于 {end} 结束，不早于 {at}。", **about)
    elif last is not None and case.at > last:
        yield fails("The period ended on {end}, more than {years} a before {at}.", "期间于 {end} 结束，距 {at} 超过 {years} 年。", **about)
    else:
        yield passes("The period ended on {end}, within {years} a of {at}.", "期间于 {end} 结束，距 {at} 不超过 {years} 年。", **about)


@rule(
    "version-named",
    "basic facts",
    "A later version names the one it replaces",
    "更新版本注明其取代的版本",
    source="PACT 3.0.4: precedingPfIds; ISO 14067:2018 clause 6.3.9 (R)",
)
def check_versions(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that a model with a version above 1 says which version it supersedes."""
    product = case.model.product
    about = {"version": product.version, "supersedes": product.supersedes, "place": case.model.place("product/version")}
    if product.version <= 1:
        yield does_not_apply("Version {version} is the first.", "版本 {version} 为首个版本。", **about)
    elif product.supersedes is None:
        yield fails("Version {version} does not say which version it supersedes.", "版本 {version} 未说明取代哪个版本。", **about)
    else:
        yield passes("Version {version} supersedes version {supersedes}.", "版本 {version} 取代版本 {supersedes}。", **about)


@rule(
    "declared-unit",
    "basic facts",
    "The declared unit is one that the profile knows",
    "声明单位符合规则集",
    source="PACT 3.0.4 schema, declaredUnitOfMeasurement",
    choices=("declared_units",),
)
def check_declared_unit(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the declared unit has the dimension of a unit that the profile allows."""
    declared = case.model.product.declared_unit
    allowed = profile.choice("declared_units") or ()
    dimensions = {parse_unit(name).dimension for name in allowed}
    about = {"unit": str(declared), "allowed": list(allowed), "place": case.model.place("product/declared_unit")}
    if declared.dimension in dimensions:
        yield passes("The declared unit is {unit}.", "声明单位为 {unit}。", **about)
    else:
        yield fails("The declared unit is {unit}; allowed are: {allowed}.", "声明单位为 {unit}；允许：{allowed}。", **about)


@rule(
    "stages-named",
    "basic facts",
    "Every contribution belongs to a life cycle stage",
    "各项贡献均归入生命周期阶段",
    source="ISO 14067:2018 clause 7: results by stage, absolute and in percent (R)",
)
def check_stages(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the stages of the result leave nothing unspecified."""
    from footprint.insight.contributions import UNSPECIFIED

    without = [stage for stage in case.result.stages if stage.stage == UNSPECIFIED and stage.value]
    if without:
        share = without[0].share
        place = case.model.place("processes")
        yield fails("{share} of the result belongs to no stage.", "结果中有 {share} 未归入任何阶段。", share=_percent(share), place=place)
    else:
        stages = [stage.stage for stage in case.result.stages]
        yield passes("Stages that the result is reported by: {count}.", "结果按 {count} 个阶段报告。", count=len(stages), stages=stages)


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.4g} %"


@rule(
    "site-named",
    "site findings",
    "The site to be visited is named",
    "现场核查地点明确",
    source="National verification guide: site-visit list (V)",
)
def check_site(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the model says where the product is made, so that the site can be visited."""
    site = case.model.producer.site if case.model.producer else None
    place = case.model.place("producer/site")
    stated = [part for part in (site.country, site.subdivision, site.place) if part] if site else []
    if site is None or site.place is None:
        yield cannot(
            "The model does not say in which plant the product is made.", "模型未说明产品在哪个厂址生产。", site=stated, place=place
        )
    elif case.model.status != "primary":
        yield warns("The site {site} is that of an example.", "厂址 {site} 为示例。", site=stated, place=place)
    else:
        yield passes("The site is {site}.", "厂址：{site}。", site=stated, place=place)
