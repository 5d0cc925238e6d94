"""What of the sampling plan was seen and cross-checked, for the values that the bundle states now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from footprint.errors import FootprintError, VerificationError
from footprint.model.limits import suggest
from footprint.verification.review.decision_schema import CrossCheck, Decision, EvidenceSeen
from footprint.verification.review.errors import CrossCheckDiffers, UnknownInput
from footprint.verification.review.values import ChangedValue, subjects

if TYPE_CHECKING:
    from footprint.verification.sampling import SamplingPlan
    from footprint.verification.sampling.plan import PlannedInput

__all__ = ["confirms", "difference_share", "doubts_of_inputs", "planned_values", "seen_inputs"]


def planned_values(plan: SamplingPlan | None) -> Mapping[str, str]:
    """Give the value of every input of the sample as evidence records it."""
    return {} if plan is None else {item.name: _stated(item) for item in plan.sample}


def _stated(item: PlannedInput) -> str:
    return f"{item.value:.9g} {item.unit}".strip()


def seen_inputs(
    plan: SamplingPlan, decision: Decision, *, for_this_bundle: bool, compared: bool, changes: tuple[ChangedValue, ...]
) -> frozenset[str]:
    """Give the inputs of the sample of which evidence was seen for the value that the bundle states.

    Parameters
    ----------
    plan, decision
        What is to be seen, and what was.
    for_this_bundle
        Whether the decision is on this very bundle.
    compared
        Whether this bundle was compared with the one that the decision is on.
    changes
        What the comparison gave.
    """
    values = planned_values(plan)

    def valid(item: EvidenceSeen) -> bool:
        if item.stated is not None:
            return " ".join(item.stated.split()) == values.get(item.input)
        # Without the value, evidence is for the bundle of the decision, and for what did not change since.
        return for_this_bundle or (compared and not _changed(item.input, changes))

    return frozenset(item.input for item in decision.evidence if item.document and item.input in values and valid(item))


def _changed(name: str, changes: tuple[ChangedValue, ...]) -> bool:
    paths = tuple(subjects(name, name))
    return any(change.parameter == path or change.parameter.startswith(f"{path}/") for path in paths for change in changes)


def difference_share(check: CrossCheck, plan: SamplingPlan | None) -> float | None:
    """Give how far two sources are apart as a share of the value; None where that is not stated or cannot be told."""
    if check.difference is None:
        return None
    if check.difference.dimension.dimensionless:
        return abs(check.difference.base)
    from footprint.units import parse_amount

    item = next((one for one in plan.sample if one.name == check.parameter), None) if plan is not None else None
    try:
        value = parse_amount(_stated(item)) if item is not None else None
    except FootprintError:
        return None
    if value is None or value.dimension != check.difference.dimension or value.base == 0:
        return None
    return abs(check.difference.base / value.base)


def confirms(check: CrossCheck, plan: SamplingPlan | None, materiality: float) -> bool:
    """Tell whether a second source says the same: a difference beyond the threshold, or one that nobody can rate, confirms nothing."""
    share = difference_share(check, plan)
    return check.difference is None or (share is not None and share <= materiality)


def doubts_of_inputs(decision: Decision, plan: SamplingPlan, materiality: float) -> Iterator[VerificationError]:
    """Say which inputs the model does not have, and which cross-checks confirm nothing."""
    known = {item.name for group in (plan.sample, plan.unseen, plan.fixed) for item in group} | set(plan.zero)
    named = [(item.input, f"evidence/{index}/input") for index, item in enumerate(decision.evidence)]
    named += [(check.parameter, f"cross_checks/{index}/parameter") for index, check in enumerate(decision.cross_checks)]
    for name, path in named:
        if name not in known:
            yield UnknownInput(decision.place(path), input=name, suggestions=suggest(name, sorted(known)))
    for index, check in enumerate(decision.cross_checks):
        if not confirms(check, plan, materiality):
            yield CrossCheckDiffers(
                decision.place(f"cross_checks/{index}/difference"),
                parameter=check.parameter,
                against=check.against,
                difference=str(check.difference),
                materiality=f"{100 * materiality:g} %",
            )
