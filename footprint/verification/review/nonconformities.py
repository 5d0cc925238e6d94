"""The nonconformity list: what the rules found, held against what the reviewer decided.

A line keeps its number from one bundle to the next. What a rule no longer finds is proposed to be closed and closed by nobody but the
reviewer; what a rule still finds is not closed, whatever the decision says, unless as not satisfied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from footprint.errors import Language
from footprint.verification.profile import Profile
from footprint.verification.review.decision_schema import Decision, RecordedNonconformity
from footprint.verification.review.values import current_value, same_value
from footprint.verification.rules import RULES, Outcome

__all__ = ["COLUMNS", "Nonconformity", "counts_as_nonconformity", "list_nonconformities"]

COLUMNS = ("number", "category", "description", "parameter", "cause", "corrective_action", "conclusion")
"""The columns of the nonconformity list (national verification guide for power plants)."""


@dataclass(frozen=True, slots=True)
class Nonconformity:
    """One line of the nonconformity list.

    Parameters
    ----------
    number
        From 1; it never changes.
    category
        One of the eight of the list.
    description
        In English and Chinese; what the reviewer wrote stands for both.
    rule, exchange, parameter
        Where it comes from and what it is about; empty where it has none.
    cause, corrective_action, reason
        As the decision says.
    conclusion
        ``open``, ``closed`` or ``closed, not satisfied``, after the decision was held against the rules.
    stated_conclusion
        As the decision says.
    standing
        ``new`` (not in the decision yet), ``standing`` (the rule still finds it), ``vanished`` (the rule no longer does) or ``own``
        (found by the reviewer).
    assessable
        False where the rule could not be assessed.
    now
        What the rule says of this bundle; empty where it finds nothing.
    remark
        Of the reviewer; how a line was concluded before it was opened again.
    before, after
        Value in the bundle in which it was found, and now where that differs.
    first_bundle
        SHA-256 of the bundle in which it was found.
    """

    number: int
    category: str
    description: Mapping[Language, str]
    rule: str = ""
    exchange: str = ""
    parameter: str = ""
    cause: str = ""
    corrective_action: str = ""
    reason: str = ""
    conclusion: str = "open"
    stated_conclusion: str = "open"
    standing: str = "new"
    assessable: bool = True
    before: str = ""
    after: str = ""
    first_bundle: str = ""
    now: Mapping[Language, str] = field(default_factory=dict)
    remark: str = ""

    @property
    def subject(self) -> str:
        """What it is about: exchange, parameter, or both."""
        return ", ".join(part for part in (self.exchange, self.parameter) if part)

    @property
    def proposed_closed(self) -> bool:
        """Whether the rule no longer finds it, and the reviewer has not concluded it yet."""
        return self.standing == "vanished" and self.conclusion == "open"

    @property
    def still_found(self) -> bool:
        """Whether the decision closes it although the rule still finds it."""
        return self.conclusion != self.stated_conclusion

    def as_dict(self, lang: Language | None = None) -> dict[str, Any]:
        """Give the line as plain data; the description in one language or in both."""
        return {
            "number": self.number,
            "category": self.category,
            "description": dict(self.description) if lang is None else self.description[lang],
            "parameter": self.subject or None,
            "cause": self.cause or None,
            "corrective_action": self.corrective_action or None,
            "conclusion": self.conclusion,
            "stated_conclusion": self.stated_conclusion,
            "standing": self.standing,
            "rule": self.rule or None,
            "exchange": self.exchange or None,
            "reason": self.reason or None,
            "remark": self.remark or None,
            "before": self.before or None,
            "after": self.after or None,
            "first_bundle": self.first_bundle or None,
            "now": (dict(self.now) or None) if lang is None else self.now.get(lang),
        }


def counts_as_nonconformity(outcome: Outcome, profile: Profile) -> bool:
    """Tell whether an outcome goes on the list: a breach, and what cannot be assessed although a breach would go there."""
    unsure = outcome.status == "not assessable" and profile.level(outcome.rule) == "fail"
    return outcome.status == "fail" or unsure


def list_nonconformities(
    outcomes: Sequence[Outcome], profile: Profile, decision: Decision | None, values: Mapping[str, str], bundle_sha256: str
) -> tuple[Nonconformity, ...]:
    """Hold the outcomes of the rules against the decision so far.

    Parameters
    ----------
    outcomes
        What the rules said of the bundle.
    profile
        Says what a breach means.
    decision
        The reviewer's decision, for this bundle or for the one before.
    values
        What the model states, see `stated_values`.
    bundle_sha256
        The bundle in which new lines are found.

    Returns
    -------
    tuple of Nonconformity
        By number; those of the decision keep theirs, new ones follow.
    """
    found: dict[tuple[str, str, str], list[Outcome]] = {}
    for outcome in outcomes:
        if counts_as_nonconformity(outcome, profile):
            found.setdefault(_key(outcome), []).append(outcome)
    lines = [_carried(line, found.pop(line.key, []), values, bundle_sha256) for line in (decision.nonconformities if decision else ())]
    next_number = max((line.number for line in lines), default=0) + 1
    for number, (key, several) in enumerate(found.items(), next_number):
        rule, exchange, parameter = key
        lines.append(
            Nonconformity(
                number,
                several[0].category,
                _description(several),
                rule,
                exchange,
                parameter,
                assessable=_assessable(several),
                before=current_value(values, exchange, parameter),
                first_bundle=bundle_sha256,
                now=_description(several),
            )
        )
    return tuple(sorted(lines, key=lambda line: line.number))


def _key(outcome: Outcome) -> tuple[str, str, str]:
    """Give rule, exchange and parameter; what is about neither is about the part of the model where it was found."""
    place = outcome.place.path if outcome.place else ""
    return outcome.rule, outcome.exchange, outcome.parameter or ("" if outcome.exchange else place)


def _carried(line: RecordedNonconformity, several: Sequence[Outcome], values: Mapping[str, str], bundle_sha256: str) -> Nonconformity:
    """Carry on a line of the decision."""
    standing = "own" if line.rule is None else "standing" if several else "vanished"
    assessable = _assessable(several)
    still_found = standing == "standing" and assessable and line.conclusion == "closed"
    now = current_value(values, line.exchange, line.parameter)
    # Where it was found in an earlier bundle without a value, that bundle stated none.
    before = line.before or (now if line.first_bundle in (None, bundle_sha256) else "")
    # What the decision says of it may be about a bundle before; the value is that of this one.
    after = "" if same_value(before, now) else now
    reason, remark = line.reason or "", line.remark or ""
    if still_found and reason:
        # The reason was for closing it; it is history now.
        reason, remark = "", "; ".join(part for part in (remark, f"{line.conclusion}: {reason}") if part)
    return Nonconformity(
        line.number,
        line.category or (several[0].category if several else _category(line.rule)),
        _description(several, line),
        line.rule or "",
        line.exchange or "",
        line.parameter or "",
        line.cause or "",
        line.corrective_action or "",
        reason,
        "open" if still_found else line.conclusion,
        line.conclusion,
        standing,
        assessable,
        before,
        after,
        line.first_bundle or "",
        _description(several) if several else {},
        remark,
    )


def _assessable(several: Sequence[Outcome]) -> bool:
    return not several or any(outcome.status == "fail" for outcome in several)


def _category(rule: str | None) -> str:
    known = RULES.get(rule or "")
    return known.category if known else "other"


def _description(several: Sequence[Outcome], line: RecordedNonconformity | None = None) -> Mapping[Language, str]:
    if line is not None and line.description:
        return {"en": line.description.text("en"), "zh": line.description.text("zh")}
    title = RULES[line.rule].title if line is not None and line.rule in RULES else {"en": "", "zh": ""}
    return {
        "en": " ".join(dict.fromkeys(outcome.message["en"] for outcome in several)) or title["en"],
        "zh": "".join(dict.fromkeys(outcome.message["zh"] for outcome in several)) or title["zh"],
    }
