"""The records of reduction levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footprint.engine.notebook import framed
from footprint.engine.result import Footprint
from footprint.errors import Finding, Language
from footprint.model.schema import Scenario

if TYPE_CHECKING:
    import pandas

__all__ = ["KINDS", "SCHEMA", "Combined", "LeftOut", "Lever", "Levers", "Needed", "Step", "Texts"]

SCHEMA = "footprint/levers/1"

Texts = Mapping[Language, str]

KINDS: Mapping[str, Texts] = {
    "electricity": {"en": "renewable electricity", "zh": "可再生电力"},
    "fuel": {"en": "other fuel", "zh": "燃料替代"},
    "transport": {"en": "other transport", "zh": "运输方式替代"},
    "recycled": {"en": "recycled content", "zh": "再生材料"},
    "dataset": {"en": "other source of the same product", "zh": "同类产品的其他来源"},
    "supplier": {"en": "done by the supplier", "zh": "由供应商实施"},
    "mix": {"en": "other mix", "zh": "调整组合"},
    "parameter": {"en": "within the stated range", "zh": "在给定范围内调整"},
    "yield": {"en": "less input per output", "zh": "降低单耗"},
    "scenario": {"en": "scenario of the model", "zh": "模型中的情景"},
}
"""The kinds of levers."""


@dataclass(frozen=True, slots=True)
class Needed:
    """How much of a lever alone would reach the goal.

    Parameters
    ----------
    possible
        Whether it can reach the goal within what it offers.
    fraction
        Part of its whole way, 1 being all that it offers; more than 1 where only what lies beyond would do. None where nothing would.
    value
        What the parameter would have to be, as an amount; None where it is no single value.
    text
        The same in words.
    """

    possible: bool
    fraction: float | None
    value: str | None
    text: Texts


@dataclass(frozen=True, eq=False)
class Lever:
    """A change that lowers the result.

    Parameters
    ----------
    id
        ``KIND:WHAT``, stable for the same model.
    kind
        One of `KINDS`.
    title, note
        What is done, and under which condition it holds.
    scenario
        The change, to be applied with `footprint.insight.scenarios.apply_scenario`, or written into the model.
    touches
        What it changes; levers that touch the same cannot be added up.
    value, delta, share
        Result with it and difference to the base (negative), in kg CO2e per declared unit; that as a share of the size of the base.
    needed
        How much of it alone would reach the goal.
    findings
        What there is to say of the changed model and not of the model itself.
    """

    id: str
    kind: str
    title: Texts
    note: Texts | None
    scenario: Scenario
    touches: frozenset[str]
    value: float
    delta: float
    share: float | None
    needed: Needed
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A change that was thought of and is no lever, with the reason."""

    id: str
    kind: str
    title: Texts
    why: Texts


@dataclass(frozen=True, slots=True)
class Step:
    """One more lever on top of those before: the result then, and what this one still takes off."""

    lever: str
    value: float
    delta: float


@dataclass(frozen=True, slots=True)
class Combined:
    """The best levers that go together, recalculated after each: effects do not add up.

    Parameters
    ----------
    steps
        In the order in which they are taken, largest remaining effect first.
    value, delta, share
        With all of them.
    reaches
        Whether that is the goal or below.
    needed
        Number of steps after which the goal is reached; None where it is not.
    """

    steps: tuple[Step, ...]
    value: float
    delta: float
    share: float | None
    reaches: bool
    needed: int | None


@dataclass(frozen=True)
class Levers:
    """What would lower a result, ranked by effect.

    Parameters
    ----------
    result
        What they start from.
    target
        Share by which it should fall.
    goal
        What it would then be, in kg CO2e per declared unit.
    levers
        Largest reduction first.
    left_out
        What was thought of and is no lever: it raises the result, changes nothing, or cannot be calculated.
    combined
        The best that go together; None where there are no levers.
    """

    result: Footprint
    target: float
    goal: float
    levers: tuple[Lever, ...]
    left_out: tuple[LeftOut, ...]
    combined: Combined | None

    @property
    def scenarios(self) -> dict[str, Scenario]:
        """The change of every lever, by its id."""
        return {lever.id: lever.scenario for lever in self.levers}

    def lever(self, name: str) -> Lever:
        """Give a lever by its id."""
        return next(lever for lever in self.levers if lever.id == name)

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give everything as plain data."""
        return {
            "schema": SCHEMA,
            "base": self.result.value,
            "unit": "kg CO2e",
            "declared_unit": str(self.result.model.product.declared_unit),
            **self.result.departures,
            "target": self.target,
            "goal": self.goal,
            "levers": [_lever(lever, lang) for lever in self.levers],
            "combined": None if self.combined is None else _combined(self.combined),
            "left_out": [{"id": out.id, "kind": out.kind, "title": out.title[lang], "why": out.why[lang]} for out in self.left_out],
        }

    def frame(self, lang: Language = "en") -> pandas.DataFrame:
        """Give one row for each lever: id, kind, title, value, delta, share, and how much of it alone would reach the goal."""
        import pandas

        columns = ["id", "kind", "title", "value", "delta", "share", "possible", "fraction", "needed"]
        rows = [
            (
                lever.id,
                lever.kind,
                lever.title[lang],
                lever.value,
                lever.delta,
                lever.share,
                lever.needed.possible,
                lever.needed.fraction,
                lever.needed.text[lang],
            )
            for lever in self.levers
        ]
        return pandas.DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        best = f", best {self.levers[0].id} {self.levers[0].delta:.4g} kg CO2e" if self.levers else ""
        return f"<Levers {self.result.model.product.name.text()}: {len(self.levers)}{best}>"

    def _repr_html_(self) -> str:
        headline = f"{len(self.levers)} levers; the goal is {self.goal:.6g} of {self.result.value:.6g} kg CO2e"
        return framed(f"Levers: {self.result.model.product.name.text()}", headline, self.frame(), without=("id", "possible", "fraction"))


def _lever(lever: Lever, lang: Language) -> dict[str, Any]:
    return {
        "id": lever.id,
        "kind": lever.kind,
        "title": lever.title[lang],
        "note": None if lever.note is None else lever.note[lang],
        "scenario": lever.scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "value": lever.value,
        "delta": lever.delta,
        "share": lever.share,
        "needed": {
            "possible": lever.needed.possible,
            "fraction": lever.needed.fraction,
            "value": lever.needed.value,
            "text": lever.needed.text[lang],
        },
        "findings": [finding.as_dict(lang) for finding in lever.findings],
    }


def _combined(found: Combined) -> dict[str, Any]:
    return {
        "steps": [{"lever": step.lever, "value": step.value, "delta": step.delta} for step in found.steps],
        "value": found.value,
        "delta": found.delta,
        "share": found.share,
        "reaches": found.reaches,
        "needed": found.needed,
    }
