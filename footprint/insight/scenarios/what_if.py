"""What-if: every scenario calculated whole, beside the result it starts from.

Nothing is estimated: each scenario is evaluated, allocated, linked, solved and proved like a model of its own, and its delta is the
difference of two proven results. A scenario that cannot be calculated is a finding beside the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from footprint.engine.notebook import framed
from footprint.engine.result import Footprint
from footprint.errors import Finding, FootprintError, Language, Severity
from footprint.insight.scenarios.changing import apply_scenario, scenario_named
from footprint.insight.scenarios.checking import identities
from footprint.model.evaluation import examine
from footprint.model.schema import Name, ProductModel, Scenario
from footprint.supply_chain.conversion import shortened
from footprint.units import Amount, Formula

if TYPE_CHECKING:
    import pandas

__all__ = ["KINDS", "SCHEMA", "Calculate", "Kind", "Outcome", "Replaced", "StageChange", "WhatIf", "what_if"]

SCHEMA = "footprint/what-if/1"

Calculate = Callable[[ProductModel, Mapping[str, Amount]], Footprint]
"""Calculates a model with other values for some of its amounts: `footprint.pipeline.calculate_with` and a library."""

Kind = Literal["set", "from", "add", "allocation", "inventories"]

KINDS: Mapping[Kind, Mapping[Language, str]] = {
    "set": {"en": "{name}: {before} → {after}", "zh": "{name}：{before} → {after}"},
    "from": {"en": "{name} from {after} instead of {before}", "zh": "{name} 由 {before} 改取自 {after}"},
    "add": {"en": "{name} added: {after}", "zh": "新增 {name}：{after}"},
    "allocation": {"en": "{name} allocated by {after} instead of {before}", "zh": "{name} 的分配由{before}改为{after}"},
    "inventories": {"en": "data package {name}: {before} → {after}", "zh": "数据包 {name}：{before} → {after}"},
}
"""How each kind of change is said; the kinds are the keys of a scenario in the file."""

ALLOCATION_ZH: Mapping[str, str] = {
    "mass": "质量",
    "energy": "能量",
    "exergy": "㶲",
    "heat_ratio": "供热比",
    "economic": "经济价值",
    "shares": "给定份额",
    "substitution": "系统扩展替代",
}
"""Keys of allocation as Chinese texts call them."""

NOTHING: Mapping[Language, str] = {"en": "nothing", "zh": "无"}


@dataclass(frozen=True, slots=True)
class Replaced:
    """One thing that a scenario changes.

    Parameters
    ----------
    kind
        The key under which a scenario states it.
    name
        Parameter, exchange id, process or data package.
    before, after
        What stood there and what stands there now; ``before`` is None where there was nothing.
    title
        What people call it, by language; the name where the model has no other.
    """

    kind: Kind
    name: str
    before: str | None
    after: str
    title: Mapping[Language, str] = field(default_factory=dict)

    def text(self, lang: Language = "en", *, by_id: bool = False) -> str:
        """Say the change in words; by the id of what is changed, where people shall find it in the file."""
        before = self.before if self.before is not None else NOTHING[lang]
        after = self.after
        if self.kind == "allocation" and lang == "zh":
            known = {} if by_id else ALLOCATION_ZH
            before, after = known.get(before, f" {before} "), known.get(after, f" {after} ")
        name = self.name if by_id else self.title.get(lang, self.name)
        return KINDS[self.kind][lang].format(name=name, before=before, after=after).strip()

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the change as plain data."""
        return {"kind": self.kind, "name": self.name, "before": self.before, "after": self.after, "text": self.text(lang)}


@dataclass(frozen=True, slots=True)
class StageChange:
    """What a scenario does to one life cycle stage, in kg CO2e per declared unit."""

    stage: str
    before: float
    after: float

    @property
    def delta(self) -> float:
        """What the stage gains."""
        return self.after - self.before


@dataclass(frozen=True, eq=False)
class Outcome:
    """One scenario, calculated.

    Parameters
    ----------
    id
        Name of the scenario in the file, or what the caller calls it.
    title
        By language.
    scenario
        What was changed.
    result
        The whole proven result; None where there is none.
    value, delta
        In kg CO2e per declared unit; ``delta`` is the difference to the result that the scenario starts from. None where the scenario
        cannot be calculated.
    share
        Of delta in that result, which may be more than 1; None where that is zero, too.
    stages
        Every stage of either side; their deltas sum to ``delta``.
    changes
        What the scenario changes, thing by thing.
    numerical_error
        In kg CO2e: how far rounding can have moved ``delta``.
    findings
        Why it cannot be calculated, or what there is to say with the scenario and not without it.
    """

    id: str
    title: Mapping[Language, str]
    scenario: Scenario
    result: Footprint | None
    value: float | None
    delta: float | None
    share: float | None
    stages: tuple[StageChange, ...]
    changes: tuple[Replaced, ...]
    numerical_error: float | None
    findings: tuple[Finding, ...]

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the outcome as plain data."""
        return {
            "scenario": self.id,
            "title": self.title[lang],
            "why": self.scenario.why,
            "source": self.scenario.source,
            "data": self.scenario.data,
            "value": self.value,
            "delta": self.delta,
            "share": self.share,
            "stages": [{"stage": entry.stage, "before": entry.before, "after": entry.after, "delta": entry.delta} for entry in self.stages],
            "changes": [change.as_dict(lang) for change in self.changes],
            "numerical_error": self.numerical_error,
            "findings": [finding.as_dict(lang) for finding in self.findings],
        }


@dataclass(frozen=True, eq=False)
class WhatIf:
    """Scenarios beside the result they start from.

    Parameters
    ----------
    result
        The result without them.
    outcomes
        In the order in which they were asked for.
    """

    result: Footprint
    outcomes: tuple[Outcome, ...]

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give everything as plain data, as ``--json`` prints it."""
        product = self.result.model.product
        return {
            "schema": SCHEMA,
            "product": {"name": product.name.model_dump(exclude_none=True)},
            "declared_unit": str(product.declared_unit),
            **self.result.departures,
            "total": {"value": self.result.value, "unit": "kg CO2e", "sum": self.result.sum},
            "scenarios": [outcome.as_dict(lang) for outcome in self.outcomes],
        }

    def frame(self, lang: Language = "en") -> pandas.DataFrame:
        """Give one row per scenario: value, delta and share, what changed, and why it failed; the first row is the result itself."""
        import pandas

        base = {"scenario": "", "title": "", "value": self.result.value, "delta": 0.0, "share": 0.0, "changes": "", "problems": ""}
        rows = [
            {
                "scenario": outcome.id,
                "title": outcome.title[lang],
                "value": outcome.value,
                "delta": outcome.delta,
                "share": outcome.share,
                "changes": "; ".join(change.text(lang) for change in outcome.changes),
                "problems": "; ".join(f"{finding.code} {finding.message(lang)}" for finding in outcome.findings),
            }
            for outcome in self.outcomes
        ]
        return pandas.DataFrame([base, *rows]).astype({"value": "float64", "delta": "float64", "share": "float64"})

    def stage_frame(self) -> pandas.DataFrame:
        """Give one row per scenario and stage: before, after, delta; the deltas of a scenario sum to its own."""
        import pandas

        columns = ["scenario", "stage", "before", "after", "delta"]
        rows = [(outcome.id, entry.stage, entry.before, entry.after, entry.delta) for outcome in self.outcomes for entry in outcome.stages]
        return pandas.DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        failed = sum(outcome.value is None for outcome in self.outcomes)
        more = f", {failed} not calculated" if failed else ""
        return f"<WhatIf {self.result.model.product.name.text()}: {len(self.outcomes)} scenarios{more}>"

    def _repr_html_(self) -> str:
        headline = f"{self.result.value:.6g} kg CO2e, and {len(self.outcomes)} scenarios"
        return framed(f"What if: {self.result.model.product.name.text()}", headline, self.frame(), without=("scenario", "changes"))


def what_if(result: Footprint, scenarios: Iterable[str] | Mapping[str, Scenario] | None, calculate: Calculate) -> WhatIf:
    """Calculate scenarios and set them beside a result.

    Parameters
    ----------
    result
        What they start from: each scenario is applied to the model of this result, on top of what was changed or set for it.
    scenarios
        Names of scenarios of the model, or scenarios by name, or None for all of the model that the result does not have already.
    calculate
        The sequence of the pipeline.

    Returns
    -------
    WhatIf
        A scenario that cannot be calculated has findings in place of numbers.

    Raises
    ------
    UnknownScenario, NoScenarios
        The model does not have a scenario that is named.
    """
    if scenarios is None:
        changes = result.model.source.changes
        applied = changes.scenarios if changes else ()
        asked: dict[str, str | Scenario] = {name: name for name in result.model.scenarios if name not in applied}
    elif isinstance(scenarios, Mapping):
        asked = dict(scenarios)
    else:
        asked = {name: name for name in scenarios}
    for scenario in asked.values():
        if isinstance(scenario, str):
            scenario_named(result.model, scenario)
    return WhatIf(result, tuple(_outcome(result, name, scenario, calculate) for name, scenario in asked.items()))


def _outcome(result: Footprint, name: str, asked: str | Scenario, calculate: Calculate) -> Outcome:
    scenario = scenario_named(result.model, asked) if isinstance(asked, str) else asked
    title: dict[Language, str] = {lang: scenario.name.text(lang) if scenario.name else name for lang in ("en", "zh")}
    try:
        model, values = apply_scenario(result.model, asked, result.overrides)
        after = calculate(model, values)
    except FootprintError as error:
        return Outcome(name, title, scenario, None, None, None, None, (), tuple(_replaced(result, scenario, {})), None, error.findings)
    delta = after.value - result.value
    added = examine(model, values).amounts if scenario.added else {}
    return Outcome(
        id=name,
        title=title,
        scenario=scenario,
        result=after,
        value=after.value,
        delta=delta,
        share=delta / result.value if result.value else None,
        stages=_stages(result, after),
        changes=tuple(_replaced(result, scenario, added)),
        numerical_error=result.numerical_error + after.numerical_error,
        findings=_new_findings(result, after),
    )


def _stages(before: Footprint, after: Footprint) -> tuple[StageChange, ...]:
    values = [{stage.stage: stage.value for stage in side.stages} for side in (before, after)]
    return tuple(
        StageChange(stage, values[0].get(stage, 0.0), values[1].get(stage, 0.0)) for stage in dict.fromkeys([*values[0], *values[1]])
    )


def _new_findings(before: Footprint, after: Footprint) -> tuple[Finding, ...]:
    """Give the warnings that hold with the scenario only; a note that something is unused says nothing new."""
    known = {identity for finding in before.findings for identity in identities(finding)}
    return tuple(finding for finding in after.findings if finding.severity is not Severity.NOTE and known.isdisjoint(identities(finding)))


def _replaced(result: Footprint, scenario: Scenario, added: Mapping[str, Amount]) -> Iterator[Replaced]:
    """Say what a scenario changes; `added` are the amounts of what it adds, where they are known."""
    model = result.model
    numbers = examine(model, result.overrides)
    records = {exchange: record for exchange, _, _, _, record in model.exchanges()}
    for name, amount in scenario.amounts.items():
        own = (numbers.amounts if "/" in name else numbers.parameters.amounts).get(name)
        if own is not None and own.dimension == amount.dimension:
            own = own.to(amount.unit.text)
        parameter = model.parameters.get(name)
        title = _title(parameter.name if parameter else None)
        yield Replaced("set", name, None if own is None else shortened(own), str(amount), title)
    for name, reference in scenario.sources.items():
        yield Replaced("from", name, _source(name, records.get(name)), reference.text)
    for name, record in scenario.added.items():
        what = record.source_dataset.text if record.source_dataset else record.flow or _source(name, record) or ""
        yield Replaced("add", name, None, f"{_amount(added.get(name, record.amount))} {what}".strip())
    for name, allocation in scenario.allocations.items():
        process = model.processes.get(name)
        before = process.allocation.key if process and process.allocation else None
        yield Replaced("allocation", name, before, allocation.key, _title(process.name if process else None))
    for name, version in scenario.inventories.items():
        yield Replaced("inventories", name, model.inventories.get(name), version)


def _title(name: Name | None) -> dict[Language, str]:
    return {"en": name.text("en"), "zh": name.text("zh")} if name else {}


def _amount(amount: Amount | Formula | None) -> str:
    return shortened(amount) if isinstance(amount, Amount) else str(amount or "")


def _source(exchange: str, record: Any) -> str | None:
    """Say where an exchange is from, in the words of the file."""
    if record is None:
        return None
    if record.source_dataset is not None:
        return str(record.source_dataset.text)
    if record.declared is not None:
        return f"declared {record.declared}"
    if record.cut_off is not None:
        return "cut_off"
    if record.secondary:
        return "secondary"
    return record.product or exchange.rpartition("/")[2]
