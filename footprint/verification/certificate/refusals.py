"""What stands against issuing a certificate: one function for each ground, all of them asked.

A demonstration lifts the grounds and says so on every page and in the credential; grounds that leave nothing to state (no result, no
rules) are not lifted.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from footprint.errors import Finding, FootprintError, Place, Severity
from footprint.verification.certificate.errors import (
    ChangeWithoutReason,
    ConservativeValuesMissing,
    DateImpossible,
    DecisionIncomplete,
    DecisionNotForBundle,
    DemoDataUsed,
    EvidenceNotSeen,
    HeadlineUnknown,
    IndependentReviewMissing,
    NonconformityOpen,
    NoPositiveOpinion,
    NothingApplied,
    NotRecomputed,
    NotSatisfiedUnmodified,
    ResponsiblePartyMissing,
    RuleFailed,
    StatusNotPrimary,
    ValidityTooLong,
)
from footprint.verification.review import Decision, Review

__all__ = ["Case", "Grounds", "grounds"]

_YEAR_DAYS = 365.25
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be certified.

    Parameters
    ----------
    review
        The bundle held against rules and decision, as of the day of issue.
    decision
        The reviewer's decision.
    issued, valid_until
        Day of issue (UTC), and last day of validity, if one was stated.
    latest
        Day that has begun somewhere on Earth at the time of issue.
    """

    review: Review
    decision: Decision
    issued: date
    valid_until: date | None
    latest: date | None = None

    @property
    def last_begun(self) -> date:
        """The latest day that can be in the past; where only the day of issue is known, the day after it has begun somewhere."""
        return self.latest or self.issued + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What stands against a certificate: what a demonstration lifts, and what it does not."""

    lifted: tuple[Finding, ...]
    always: tuple[Finding, ...]

    @property
    def all(self) -> tuple[Finding, ...]:
        """All grounds."""
        return (*self.always, *self.lifted)

    def standing(self, *, demonstration: bool) -> tuple[Finding, ...]:
        """Give the grounds that count."""
        return self.always if demonstration else self.all


def grounds(case: Case) -> Grounds:
    """Collect everything that stands against a certificate."""
    always = tuple(error.finding for check in _ALWAYS for error in check(case))
    lifted = tuple(error.finding for check in _LIFTED for error in check(case))
    # Records that are not those of the packages they name speak for themselves.
    lifted += tuple(finding for finding in case.review.published if finding.severity is Severity.ERROR)
    return Grounds(lifted, always)


def check_complete(case: Case) -> Iterator[FootprintError]:
    """Ask for everything that the statement takes from the decision."""
    decision = case.decision
    stated = {
        "date": decision.date,
        "verifier/organisation": decision.verifier.organisation,
        "verifier/reviewer": decision.verifier.reviewer,
        "level_of_assurance": decision.level_of_assurance,
        "materiality": decision.materiality,
        "opinion": decision.opinion,
        "validity": case.valid_until,
    }
    for field, value in stated.items():
        if value is None:
            yield DecisionIncomplete(decision.place(field), field=field.replace("/", ": "))


def check_headline(case: Case) -> Iterator[FootprintError]:
    """Ask for the sum that the profile takes as the result."""
    name = case.review.profile.headline
    if case.review.bundle.result["sums"].get(name) is None:
        why = case.review.recomputation.result.reasons.get(f"sums/{name}", {})
        yield HeadlineUnknown(sum=name, why_en=why.get("en", "-"), why_zh=why.get("zh", "-"))


def check_policy(case: Case) -> Iterator[FootprintError]:
    """Refuse a profile that applies no rule."""
    if not case.review.profile.applied or not case.review.outcomes:
        yield NothingApplied(profile=case.review.profile.id)


def check_order(case: Case) -> Iterator[FootprintError]:
    """Refuse a statement that would end before its issue: no clock could ever accept it."""
    if case.valid_until is not None and case.valid_until < case.issued:
        bound = {"bound_en": "it is issued on", "bound_zh": "签发日为"}
        yield ValidityTooLong(_place(case, "validity"), until=case.valid_until.isoformat(), limit=case.issued.isoformat(), **bound)


def check_same_bundle(case: Case) -> Iterator[FootprintError]:
    """Refuse a decision on another bundle."""
    if not case.review.for_this_bundle:
        decided, found = case.decision.bundle[:12], case.review.bundle.sha256[:12]
        yield DecisionNotForBundle(_place(case, "bundle"), decided=decided, found=found)


def check_recomputed(case: Case) -> Iterator[FootprintError]:
    """Refuse a bundle whose result is not what comes out."""
    made = case.review.recomputation
    if not made.datapackage_equal:
        yield NotRecomputed(name="datapackage.zip", stated=made.stated["model"]["sha256"][:12], found="another")
    for difference in made.differences:
        yield NotRecomputed(name=difference.name, stated=difference.stated, found=difference.recomputed)


def check_independent_review(case: Case) -> Iterator[FootprintError]:
    """Ask for an independent review."""
    if case.decision.verifier.independent_reviewer is None:
        yield IndependentReviewMissing(_place(case, "verifier"))


def check_status(case: Case) -> Iterator[FootprintError]:
    """Refuse a representative model."""
    status = case.review.bundle.result["model"]["status"]
    if status != "primary":
        yield StatusNotPrimary(_bundle_place(case, "status"), status=status)


def check_demo_data(case: Case) -> Iterator[FootprintError]:
    """Refuse demo records anywhere in the supply chain."""
    datasets = case.review.recomputation.result.calculation.chain.datasets
    demo = sorted(key for key, dataset in datasets.items() if dataset.status == "demo")
    if demo:
        yield DemoDataUsed(
            _bundle_place(case, "inventories"), count=len(demo), datasets=[*demo[:_NAMED], *(["…"] if demo[_NAMED:] else [])]
        )


def check_open(case: Case) -> Iterator[FootprintError]:
    """Refuse open nonconformities, each by its number."""
    for line in case.review.open:
        yield NonconformityOpen(number=line.number, what_en=line.description["en"], what_zh=line.description["zh"])


def check_rules(case: Case) -> Iterator[FootprintError]:
    """Refuse failing rules that no line of the nonconformity list accounts for, whatever the list says."""
    listed = {line.rule for line in case.review.nonconformities if line.conclusion != "closed"}
    for outcome in case.review.outcomes:
        if outcome.status == "fail" and outcome.rule not in listed:
            yield RuleFailed(outcome.place, rule=outcome.rule, what_en=outcome.message["en"], what_zh=outcome.message["zh"])


def check_opinion(case: Case) -> Iterator[FootprintError]:
    """Refuse opinions that vouch for nothing, and a clean one where something was not satisfied."""
    opinion = case.decision.opinion
    unsatisfied = [str(line.number) for line in case.review.nonconformities if line.conclusion == "closed, not satisfied"]
    if opinion in ("adverse", "disclaimed"):
        yield NoPositiveOpinion(_place(case, "opinion"), opinion=opinion)
    elif opinion == "unmodified" and unsatisfied:
        yield NotSatisfiedUnmodified(_place(case, "opinion"), opinion=opinion, numbers=unsatisfied)


def check_conservative(case: Case) -> Iterator[FootprintError]:
    """Refuse a model without the conservative values that the verifier set."""
    for value in case.review.conservative_missing:
        yield ConservativeValuesMissing(_place(case, "conservative"), parameter=value.parameter, value=value.value)


def check_evidence(case: Case) -> Iterator[FootprintError]:
    """Ask for the evidence of everything that the sampling plan names."""
    unseen = case.review.unseen
    if unseen:
        named = [*unseen[:_NAMED], *(["…"] if unseen[_NAMED:] else [])]
        yield EvidenceNotSeen(_place(case, "evidence"), count=len(unseen), inputs=named)


def check_changes(case: Case) -> Iterator[FootprintError]:
    """Ask for the reason of every change."""
    indices = {change.parameter: index for index, change in enumerate(case.decision.changes)}
    for change in case.review.unexplained:
        index = indices.get(change.parameter)
        place = _place(case, "changes" if index is None else f"changes/{index}")
        yield ChangeWithoutReason(place, parameter=change.parameter, before=change.before or "-", after=change.after or "-")


def check_dates(case: Case) -> Iterator[FootprintError]:
    """Refuse days that cannot be: of the decision, of visits, and of the start of the validity."""
    decision, end = case.decision, case.review.recomputation.result.model.period.end
    ended = {"bound_en": "the data are of a period that ends on", "bound_zh": "数据时段截止于"}
    come = {"bound_en": "that is still to come on the day of issue,", "bound_zh": "晚于签发日"}
    begun = {"bound_en": "a statement is not valid before the day of its issue (UTC),", "bound_zh": "声明不能早于签发日（UTC）生效："}
    issued = case.issued.isoformat()
    if decision.date is not None and decision.date < end:
        yield _impossible(case, "date", decision.date, end.isoformat(), ended)
    days = {"date": decision.date, **{f"site_visits/{index}/date": visit.date for index, visit in enumerate(decision.site_visits)}}
    for field, day in days.items():
        if day is not None and day > case.last_begun:
            yield _impossible(case, field, day, issued, come)
    start = decision.validity.start if decision.validity else None
    if start is not None and start < case.issued:
        yield _impossible(case, "validity/from", start, issued, begun)


def _impossible(case: Case, field: str, day: date, limit: str, bound: Mapping[str, str]) -> DateImpossible:
    return DateImpossible(_place(case, field), field=field.replace("/", ": "), day=day.isoformat(), limit=limit, **bound)


def check_party(case: Case) -> Iterator[FootprintError]:
    """Ask for a producer."""
    if case.review.recomputation.result.model.producer is None:
        yield ResponsiblePartyMissing(_bundle_place(case, "producer"))


def check_validity(case: Case) -> Iterator[FootprintError]:
    """Refuse a validity beyond what the profile allows after the end of the data, or beyond what the decision says."""
    until, decided = case.valid_until, case.decision.validity
    if until is None:
        return
    if decided is not None and decided.until is not None and until > decided.until:
        bound = {"bound_en": "the decision says", "bound_zh": "核查决定规定至"}
        yield ValidityTooLong(_place(case, "validity"), until=until.isoformat(), limit=decided.until.isoformat(), **bound)
    longest = case.review.profile.threshold("validity")
    if longest is not None:
        end = case.review.recomputation.result.model.period.end
        limit = _later(end, round(12 * longest.base / (_YEAR_DAYS * 86400)))
        if until > limit:
            bound = {"bound_en": "by the profile, data of this period serve until", "bound_zh": "按规则集，该时段数据最晚可用至"}
            yield ValidityTooLong(_place(case, "validity"), until=until.isoformat(), limit=limit.isoformat(), **bound)


def _later(day: date, months: int) -> date:
    """Give the same day some months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _place(case: Case, path: str) -> Place:
    return case.decision.place(path)


def _bundle_place(case: Case, path: str) -> Place:
    place = case.review.recomputation.result.model.place(path)
    return Place(f"{case.review.bundle.file}!{case.review.bundle.model_member}", place.line, place.column, place.path)


Check = Callable[[Case], Iterator[FootprintError]]

_ALWAYS: tuple[Check, ...] = (check_complete, check_headline, check_policy, check_order)
_LIFTED: tuple[Check, ...] = (
    check_same_bundle,
    check_recomputed,
    check_independent_review,
    check_status,
    check_demo_data,
    check_open,
    check_rules,
    check_opinion,
    check_conservative,
    check_evidence,
    check_changes,
    check_dates,
    check_party,
    check_validity,
)
