"""The review of a bundle: recompute it, apply the rules, and hold what they find against the reviewer's decision."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from footprint.engine import Footprint
from footprint.errors import Finding, Severity, nearest
from footprint.inventory import Library
from footprint.inventory.source import DatasetSource
from footprint.verification.bundle import Bundle, Calculate
from footprint.verification.bundle.commitments import Salts
from footprint.verification.profile import Profile
from footprint.verification.published import compare_with_published
from footprint.verification.recomputation import Recomputation, recompute
from footprint.verification.review.assessment import assess_bundle
from footprint.verification.review.decision_schema import ConservativeValue, Decision
from footprint.verification.review.errors import DecisionForAnotherBundle, PreviousNotCompared, UnknownRule
from footprint.verification.review.evidence import confirms, doubts_of_inputs, seen_inputs
from footprint.verification.review.nonconformities import Nonconformity, list_nonconformities
from footprint.verification.review.values import ChangedValue, carried_changes, changes_between, same_value, stated_values, value_path
from footprint.verification.rules import RULES, Outcome

if TYPE_CHECKING:
    from footprint.verification.sampling import SamplingPlan

__all__ = ["DEFAULT_MATERIALITY", "Review", "review"]

DEFAULT_MATERIALITY = 0.05
"""What programmes often ask for; used until the decision states a threshold, and said so."""


@dataclass(frozen=True, eq=False)
class Review:
    """What a review of a bundle gave.

    Parameters
    ----------
    bundle, decision, profile
        What was reviewed, the decision so far, and the rules.
    recomputation
        The result computed again from the bundle alone.
    outcomes
        What every rule said.
    nonconformities
        The nonconformity list.
    changes
        What differs from the bundle before; empty where that was not given.
    earlier
        Changes that only the decision lists.
    conservative_missing
        Values of the decision that the model does not state yet.
    plan
        What a verifier must see evidence for; None where it was not asked for.
    published
        Where records of the bundle differ from what their publishers have, or could not be compared.
    findings
        Warnings about the decision.
    seen
        Inputs of the sampling plan of which evidence was seen for the value that the bundle states.
    """

    bundle: Bundle
    decision: Decision | None
    profile: Profile
    recomputation: Recomputation
    outcomes: tuple[Outcome, ...]
    nonconformities: tuple[Nonconformity, ...]
    changes: tuple[ChangedValue, ...]
    earlier: tuple[ChangedValue, ...]
    conservative_missing: tuple[ConservativeValue, ...]
    plan: SamplingPlan | None
    published: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    seen: frozenset[str]

    @property
    def for_this_bundle(self) -> bool:
        """Whether the decision is about this bundle, byte for byte, and not about one before it."""
        return self.decision is not None and self.decision.bundle == self.bundle.sha256

    @property
    def open(self) -> tuple[Nonconformity, ...]:
        """Nonconformities that are still open."""
        return tuple(line for line in self.nonconformities if line.conclusion == "open")

    @property
    def counts(self) -> dict[str, int]:
        """How many nonconformities there are by conclusion."""
        conclusions = [line.conclusion for line in self.nonconformities]
        return {conclusion: conclusions.count(conclusion) for conclusion in ("open", "closed", "closed, not satisfied")}

    @property
    def not_satisfied_rules(self) -> tuple[str, ...]:
        """Rules that the model breaks and that were closed without being satisfied."""
        return tuple(dict.fromkeys(line.rule for line in self.nonconformities if line.rule and line.conclusion == "closed, not satisfied"))

    @property
    def unexplained(self) -> tuple[ChangedValue, ...]:
        """Changes for which nobody has given a reason, whether the bundles were compared now or the decision lists them."""
        return tuple(change for change in (*self.changes, *self.earlier) if not change.reason)

    @property
    def good(self) -> bool:
        """Whether nothing is open and the recomputation agrees."""
        settled = not self.open and not self.unexplained and not self.conservative_missing and not self.unseen
        sound = self.recomputation.agrees and not any(finding.severity is Severity.ERROR for finding in self.published)
        return settled and sound and (self.decision is None or self.for_this_bundle)

    @property
    def unseen(self) -> tuple[str, ...]:
        """Inputs of the sampling plan for which the decision names no evidence yet."""
        return () if self.plan is None else tuple(item.name for item in self.plan.sample if item.name not in self.seen)

    @property
    def single_sources(self) -> tuple[str, ...]:
        """Inputs of the sampling plan that no second source confirms; a report discloses them."""
        checks = self.decision.cross_checks if self.decision else ()
        by_input = {
            name: [confirms(check, self.plan, _materiality(self.decision)) for check in checks if check.parameter == name]
            for name in {check.parameter for check in checks}
        }
        confirmed = {name for name, answers in by_input.items() if all(answers)}
        return () if self.plan is None else tuple(item.name for item in self.plan.sample if item.name not in confirmed)

    @property
    def disclosed_sources(self) -> tuple[str, ...]:
        """The single sources as a statement discloses them: with the difference where a second source did not agree."""
        checks = self.decision.cross_checks if self.decision else ()
        apart: dict[str, list[str]] = {}
        for check in checks:
            if not confirms(check, self.plan, _materiality(self.decision)):
                apart.setdefault(check.parameter, []).append(f"{check.difference} ≠ {check.against}")
        return tuple(f"{name} ({'; '.join(apart[name])})" if name in apart else name for name in self.single_sources)


def review(
    bundle: Bundle,
    decision: Decision | None,
    calculate: Calculate,
    *,
    previous: Bundle | None = None,
    packages: Sequence[Path | str] = (),
    sources: Sequence[DatasetSource] = (),
    salts: Salts | None = None,
    others: Sequence[Footprint] = (),
    library: Library | None = None,
    at: datetime.date | None = None,
    plan: bool = True,
) -> Review:
    """Review a bundle.

    Parameters
    ----------
    bundle
        As `open_bundle` gives it.
    decision
        The reviewer's decision on this bundle or the one before; None at first.
    calculate
        The sequence of the pipeline.
    previous
        The bundle before, for the table of what was changed.
    packages, sources, salts
        Where records are committed and not disclosed, see `recompute`.
    others
        Footprints of other models of the same product, to compare with.
    library
        Packages that the verifier trusts; the records of the bundle are compared with them.
    at
        Day for which validity is judged; that of the decision by default.
    plan
        Whether the sampling plan is made.

    Raises
    ------
    FootprintError
        Where the bundle cannot be recomputed.
    """
    recomputation = recompute(bundle, calculate, packages, sources, salts)
    profile, outcomes = assess_bundle(bundle, recomputation.result, decision, others=others, at=at, sources=sources)
    values = stated_values(bundle)
    lines = list_nonconformities(outcomes, profile, decision, values, bundle.sha256)
    missing = tuple(
        value
        for value in (decision.conservative if decision else ())
        if not same_value(value.value, values.get(value_path(value.parameter), ""))
    )
    changes = () if previous is None else changes_between(previous, bundle, decision)
    sample = _plan(recomputation.result, decision, profile) if plan else None
    return Review(
        bundle=bundle,
        decision=decision,
        profile=profile,
        recomputation=recomputation,
        outcomes=outcomes,
        nonconformities=lines,
        changes=changes,
        earlier=carried_changes(decision, changes, values),
        conservative_missing=missing,
        plan=sample,
        published=() if library is None else compare_with_published(bundle, library),
        findings=(*_doubts(bundle, decision, previous), *_doubts_of_inputs(decision, sample)),
        seen=_seen(bundle, decision, previous, changes, sample),
    )


def _seen(
    bundle: Bundle, decision: Decision | None, previous: Bundle | None, changes: tuple[ChangedValue, ...], plan: SamplingPlan | None
) -> frozenset[str]:
    if decision is None or plan is None:
        return frozenset()
    compared = previous is not None and previous.sha256 == decision.bundle
    return seen_inputs(plan, decision, for_this_bundle=decision.bundle == bundle.sha256, compared=compared, changes=changes)


def _doubts_of_inputs(decision: Decision | None, plan: SamplingPlan | None) -> tuple[Finding, ...]:
    if decision is None or plan is None:
        return ()
    return tuple(error.finding for error in doubts_of_inputs(decision, plan, _materiality(decision)))


def _materiality(decision: Decision | None) -> float:
    return decision.materiality_share if decision and decision.materiality_share else DEFAULT_MATERIALITY


def _plan(result: Footprint, decision: Decision | None, profile: Profile) -> SamplingPlan:
    from footprint.verification.sampling import sampling_plan

    floors = decision.floor_shares if decision else {}
    return sampling_plan(result, floors, _materiality(decision), sum=profile.headline)


def _doubts(bundle: Bundle, decision: Decision | None, previous: Bundle | None) -> tuple[Finding, ...]:
    """Say what about the decision does not fit the bundle."""
    if decision is None:
        return ()
    found = []
    if decision.bundle != bundle.sha256:
        values = {"decided": decision.bundle[:12], "found": bundle.sha256[:12]}
        found.append(DecisionForAnotherBundle(decision.place("bundle"), **values).finding)
    before = [*decision.predecessors, decision.bundle] if decision.bundle != bundle.sha256 else list(decision.predecessors)
    if before and (previous is None or previous.sha256 != before[-1]):
        found.append(PreviousNotCompared(decision.place("predecessors"), before=before[-1][:12]).finding)
    for index, line in enumerate(decision.nonconformities):
        if line.rule is not None and line.rule not in RULES:
            place = decision.place(f"nonconformities/{index}/rule")
            found.append(UnknownRule(place, number=line.number, rule=line.rule, suggestions=nearest(line.rule, RULES)).finding)
    return tuple(found)
