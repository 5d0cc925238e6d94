"""The registry of rules: what a rule is, what it is asked about, and what it answers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, Literal

from footprint.engine.result import Footprint
from footprint.errors import Finding, Language, Place
from footprint.inventory import Library
from footprint.model.schema import ProductModel
from footprint.verification.profile import Profile

__all__ = [
    "CATEGORIES",
    "OUTCOME_LIMIT",
    "RULES",
    "Case",
    "Category",
    "Outcome",
    "Rule",
    "Status",
    "apply_rule",
    "cannot",
    "does_not_apply",
    "fails",
    "passes",
    "rule",
    "warns",
]

Status = Literal["pass", "fail", "warn", "not assessable", "not applicable"]

Category = Literal["basic facts", "boundary", "method", "data", "quality assurance", "control plan", "site findings", "other"]

CATEGORIES: Mapping[Category, Mapping[Language, str]] = {
    "basic facts": {"en": "Basic facts", "zh": "基本情况"},
    "boundary": {"en": "Boundary", "zh": "核算边界"},
    "method": {"en": "Method", "zh": "核算方法"},
    "data": {"en": "Data", "zh": "核算数据"},
    "quality assurance": {"en": "Quality assurance and archive", "zh": "质量保证和文件存档"},
    "control plan": {"en": "Control plan", "zh": "数据质量控制方案"},
    "site findings": {"en": "Site findings", "zh": "现场核查发现"},
    "other": {"en": "Other", "zh": "其他"},
}
"""The categories of the nonconformity list (national verification guide for power plants)."""

OUTCOME_LIMIT = 100
"""Outcomes of one rule that are listed."""


@dataclass(frozen=True, eq=False)
class Case:
    """What is verified.

    Parameters
    ----------
    model, result
        The product model and its calculated footprint.
    findings
        What was found when the model was read and calculated.
    decision
        The reviewer's decision so far; only its ``materiality`` is read, where it has one.
    others
        Footprints of other models of the same product: other years, other sites.
    library
        Where the average electricity of the profile is found; without it only datasets of the result itself are known.
    at
        Day of the statement or the review; without it nothing is said about validity.
    """

    model: ProductModel
    result: Footprint
    findings: tuple[Finding, ...] = ()
    decision: Any = None
    others: tuple[Footprint, ...] = ()
    library: Library | None = None
    at: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule found, once for the whole model or once for each exchange, parameter or process it looked at.

    Parameters
    ----------
    rule, category
        Which rule it is of, and the category of the nonconformity list.
    status
        ``not assessable`` where data are missing that the rule needs: it is never a silent pass.
    message
        In English and Chinese.
    exchange, parameter
        What it is about, where it is about one of them.
    values
        Both sides, the threshold, names: plain data.
    place
        Where it stands in the model.
    """

    rule: str
    status: Status
    category: Category
    message: Mapping[Language, str]
    exchange: str = ""
    parameter: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    place: Place | None = None

    def as_dict(self, lang: Language | None = None) -> dict[str, Any]:
        """Give the outcome as plain data; the place names the file without its folder, so that it is the same everywhere.

        Parameters
        ----------
        lang
            Language of the message; both without it.
        """
        place = self.place
        return {
            "rule": self.rule,
            "status": self.status,
            "category": self.category,
            "message": dict(self.message) if lang is None else self.message[lang],
            "exchange": self.exchange or None,
            "parameter": self.parameter or None,
            "values": {name: _plain(value) for name, value in sorted(self.values.items())},
            "place": None
            if place is None
            else {
                "file": PurePath(place.file).name,
                "line": place.line or None,
                "column": place.column or None,
                "path": place.path or None,
            },
        }


Check = Callable[[Case, Profile], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of verification.

    Parameters
    ----------
    id, category, title
        What it is called.
    source
        The document that asks for it.
    thresholds, choices
        What it needs of the profile: without one of them it cannot be assessed.
    check
        Its function.
    """

    id: str
    category: Category
    title: Mapping[Language, str]
    source: str
    thresholds: tuple[str, ...]
    choices: tuple[str, ...]
    check: Check

    @property
    def description(self) -> str:
        """What the rule does: the docstring of its function."""
        return (self.check.__doc__ or "").strip()


RULES: dict[str, Rule] = {}
"""Every rule by id, in the order in which they are applied."""


def rule(
    identifier: str,
    category: Category,
    en: str,
    zh: str,
    *,
    source: str,
    thresholds: Sequence[str] = (),
    choices: Sequence[str] = (),
) -> Callable[[Check], Check]:
    """Register a function as a rule.

    Parameters
    ----------
    identifier
        Lower-case words joined by ``-``.
    en, zh
        Title.
    """

    def register(check: Check) -> Check:
        assert identifier not in RULES, identifier
        RULES[identifier] = Rule(identifier, category, {"en": en, "zh": zh}, source, tuple(thresholds), tuple(choices), check)
        return check

    return register


def passes(en: str, zh: str, **about: Any) -> Outcome:
    """Say that the rule holds; `about` gives values of the message, ``exchange``, ``parameter`` and ``place``."""
    return _outcome("pass", en, zh, about)


def fails(en: str, zh: str, **about: Any) -> Outcome:
    """Say that the rule does not hold; under a profile that takes it as a warning, it warns."""
    return _outcome("fail", en, zh, about)


def warns(en: str, zh: str, **about: Any) -> Outcome:
    """Say what a verifier should look at, though nothing is broken."""
    return _outcome("warn", en, zh, about)


def cannot(en: str, zh: str, **about: Any) -> Outcome:
    """Say that data are missing without which nobody can tell."""
    return _outcome("not assessable", en, zh, about)


def does_not_apply(en: str, zh: str, **about: Any) -> Outcome:
    """Say that the model has nothing the rule is about."""
    return _outcome("not applicable", en, zh, about)


def _outcome(status: Status, en: str, zh: str, about: dict[str, Any]) -> Outcome:
    place = about.pop("place", None)
    shown = {name: _shown(value) for name, value in about.items()}
    named = {key: about.pop(key, "") for key in ("exchange", "parameter")}
    message: dict[Language, str] = {"en": en.format_map(_joined(shown, ", ")), "zh": zh.format_map(_joined(shown, "、"))}
    return Outcome("", status, "other", message, values=about, place=place, **named)


def apply_rule(entry: Rule, case: Case, profile: Profile) -> tuple[Outcome, ...]:
    """Apply one rule: at least one outcome, not assessable where the profile lacks what the rule compares with."""
    lacking = [name for name in entry.thresholds if name not in profile.thresholds]
    lacking += [name for name in entry.choices if name not in profile.choices]
    if lacking:
        outcomes: Iterable[Outcome] = (
            cannot(
                "The profile {profile} does not state: {names}.", "规则集 {profile} 未给出：{names}。", profile=profile.id, names=lacking
            ),
        )
    else:
        outcomes = _limited(entry.check(case, profile))
    level = profile.level(entry.id)
    found = tuple(replace(outcome, rule=entry.id, category=entry.category, status=_weighed(outcome.status, level)) for outcome in outcomes)
    assert found, f"{entry.id} said nothing"
    return found


def _weighed(status: Status, level: str) -> Status:
    return "warn" if status == "fail" and level == "warn" else status


def _limited(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Cut a long list, but never before a breach: what fails is listed before what does not."""
    found = list(outcomes)
    order: dict[Status, int] = {"fail": 0, "not assessable": 1, "warn": 2, "pass": 3, "not applicable": 4}
    if len(found) > OUTCOME_LIMIT:
        found.sort(key=lambda outcome: order[outcome.status])
        rest = len(found) - OUTCOME_LIMIT
        worst = found[OUTCOME_LIMIT].status
        found = found[:OUTCOME_LIMIT]
        found.append(_outcome(worst, "There are {rest} more outcomes like these.", "另有 {rest} 个同类结果。", {"rest": rest}))
    yield from found


def _shown(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.6g}"
    return value


def _joined(shown: Mapping[str, Any], separator: str) -> dict[str, Any]:
    return {name: separator.join(map(str, value)) if isinstance(value, list | tuple) else value for name, value in shown.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_plain(part) for part in value]
    return str(value)
