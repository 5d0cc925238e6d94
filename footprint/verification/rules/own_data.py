"""Rules about the figures that move the result: those of the producer itself must be among them, and little may be assumed.

How far a figure moves the result is its exact sensitivity, so that a parameter and a link between two processes of the model count as
much as an amount of a dataset.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from footprint.errors import FootprintError
from footprint.model.schema import Exchange, Parameter
from footprint.units import Formula
from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule
from footprint.verification.rules.supply import formula_parameters, impact, records

__all__ = ["check_assumed_influence", "check_primary_amounts"]

_WEAK = ("assumed", "proxy")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure that the model states, with its record and the share of the impact by which the result moves with it."""

    name: str
    record: Exchange | Parameter
    share: float
    primary: bool

    @property
    def path(self) -> str:
        return f"processes/{self.name}" if isinstance(self.record, Exchange) else f"parameters/{self.name}"

    @property
    def about(self) -> dict[str, str]:
        return {"exchange": self.name} if isinstance(self.record, Exchange) else {"parameter": self.name}


def _shares(case: Case) -> dict[str, float]:
    """Give |∂s/∂v · v| of everything that the model states, as a share of the impact."""
    from footprint.insight.sensitivity import sensitivities

    whole = impact(case)
    return {entry.name: abs(entry.derivative * entry.value) / whole for entry in sensitivities(case.result)} if whole else {}


def _figures(case: Case) -> Iterator[_Figure]:
    """Yield the amounts and parameters that say something of their own: no definition, no formula of parameters alone."""
    from footprint.insight.dependence import foreground_of
    from footprint.verification.sampling.floors import Floors
    from footprint.verification.sampling.ranges import ranges

    model, known, shares = case.model, records(case), _shares(case)
    tables = model.source.activities
    tabled = {f"{process}/{path}" for process, activity in tables.items() for path in activity.amounts}
    tabled |= {name for activity in tables.values() for name in activity.parameters}
    foreground = foreground_of(case.result.calculation, model, case.result.sum)
    for name, found in ranges(model, foreground, Floors.of(None), 0.95).items():
        name = name.removeprefix("formula:")
        record = model.parameters.get(name) or known.get(name)
        if record is not None and found.basis not in ("definition", "formula of parameters") and not _passes_on(record):
            yield _Figure(name, record, shares.get(name, 0.0), record.data == "primary" or name in tabled)


def _passes_on(record: Exchange | Parameter) -> bool:
    """Tell whether a figure says nothing of its kind of data because its formula rests on parameters, which are looked at themselves."""
    expression = record.value if isinstance(record, Parameter) else record.amount
    return record.data is None and isinstance(expression, Formula) and bool(expression.names)


@rule(
    "primary-amounts",
    "data",
    "A primary model rests on the producer's own amounts",
    "初级模型以企业自有数量为基础",
    source="ISO 14067:2018 6.3.5: site-specific data for processes under control (R); what else is taken is justified",
    thresholds=("primary_amount",),
)
def check_primary_amounts(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the status `primary` is more than a word: the figures that move the result are primary, or say why they are not.

    Looked at are amounts and parameters with which the result moves by more than the profile's share of the impact. At least one of them
    must be `data: primary` or come from a monthly table; each of the others states its kind of data and a comment. What only defines the
    reference output, and formulas of parameters alone, say nothing themselves.
    """
    if case.model.status != "primary":
        yield does_not_apply("The status is {status}.", "模型状态为 {status}。", status=case.model.status, place=case.model.place("status"))
        return
    limit = profile.value("primary_amount")
    percent = f"{100 * limit:.4g} %"
    try:
        figures = list(_figures(case))
    except FootprintError as error:
        yield _unknown(error)
        return
    moving = sorted((figure for figure in figures if figure.share > limit), key=lambda figure: (-figure.share, figure.name))
    primary = [figure.name for figure in (moving or figures) if figure.primary]
    if not primary:
        yield fails(
            "The status is primary, but no amount or parameter that moves the result by more than {percent} is `data: primary`: state it, "
            "with `evidence`, for what the producer measured itself, or state the status `representative`. The largest: {largest}.",
            "模型状态为 primary，但使结果变动超过 {percent} 的数据均不是 `data: primary`：请为企业自行计量的数据注明并给出 `evidence`，"
            "或将状态改为 `representative`。最大项：{largest}。",
            percent=percent,
            largest=[figure.name for figure in moving[:5]] or ["—"],
            place=case.model.place("status"),
        )
    unexplained = [figure for figure in moving if not figure.primary and not (figure.record.data and figure.record.comment)]
    for figure in unexplained:
        yield fails(
            "`{name}` moves the result by {share_percent} and is not primary (`data: {data}`): state `data: primary` with `evidence`, or "
            "its kind of data and in a `comment` why it is not the producer's own.",
            "`{name}` 使结果变动 {share_percent}，但不是初级数据（`data: {data}`）：请填写 `data: primary` 及 `evidence`，"
            "或注明数据类型并在 `comment` 中说明为何不是企业自有数据。",
            name=figure.name,
            share=figure.share,
            share_percent=f"{100 * figure.share:.3g} %",
            data=figure.record.data or "—",
            place=case.model.place(figure.path),
            **figure.about,
        )
    if primary and not unexplained:
        yield passes(
            "Figures that move the result by more than {percent}: {count}; primary are {primary_count}, the others are explained.",
            "使结果变动超过 {percent} 的数据有 {count} 个，其中初级数据 {primary_count} 个，其余均有说明。",
            percent=percent,
            count=len(moving),
            primary_count=sum(figure.primary for figure in moving),
        )


@rule(
    "assumed-influence",
    "data",
    "The result moves little with what is assumed",
    "结果受假设数据影响较小",
    source="ISO 14067:2018 6.3.5: site-specific data for processes under control, others justified (R)",
    thresholds=("assumed_share",),
)
def check_assumed_influence(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Add up how far the result moves with every assumed or proxy amount and parameter, by its exact sensitivity.

    This sees what no dataset stands behind: a parameter in any formula, and an amount that one process of the model takes from another. A
    formula that rests on an assumed parameter is not counted beside it.
    """
    stated: list[tuple[str, Exchange | Parameter]] = [*records(case).items(), *case.model.parameters.items()]
    if all(record.data is None for _, record in stated):
        yield cannot("Nothing states the kind of its data.", "没有任何数据注明数据类型。", place=case.model.place("processes"))
        return
    try:
        shares = _shares(case)
    except FootprintError as error:
        yield _unknown(error)
        return
    weak = {name: shares.get(name, 0.0) for name, record in stated if record.data in _WEAK and not _counted_below(case, record)}
    largest = sorted((name for name in weak if weak[name]), key=lambda name: (-weak[name], name))
    share, limit = sum(weak.values()), profile.value("assumed_share")
    verdict = fails if share > limit else passes
    yield verdict(
        "{percent} of the result move with assumed and proxy figures ({count}), by their sensitivities; the limit is {limit_percent}. "
        "The largest: {largest}.",
        "按敏感度，结果的 {percent} 随 {count} 个假设或替代数据变动；限值 {limit_percent}。最大项：{largest}。",
        share=share,
        percent=f"{100 * share:.3g} %",
        limit_percent=f"{100 * limit:.4g} %",
        count=len(weak),
        largest=[f"{name} ({100 * weak[name]:.3g} %)" for name in largest[:5]] or ["—"],
        place=case.model.place("processes"),
    )


def _counted_below(case: Case, record: Exchange | Parameter) -> bool:
    """Tell whether the formula of a figure rests on a parameter that is assumed itself."""
    if isinstance(record, Exchange):
        return any(parameter.data in _WEAK for parameter in formula_parameters(case.model, record))
    names = record.value.names if isinstance(record.value, Formula) else ()
    below = [parameter for name in names if (parameter := case.model.parameters.get(name)) is not None]
    return any(parameter.data in _WEAK or _counted_below(case, parameter) for parameter in below)


def _unknown(error: FootprintError) -> Outcome:
    first = error.findings[0]
    why, why_zh = first.message(), first.message("zh")
    return cannot("How far figures move the result is not known: {why}", "无法得知数据对结果的影响：{why_zh}", why=why, why_zh=why_zh)
