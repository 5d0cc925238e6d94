"""Reduction levers: changes that lower a result, each calculated whole, ranked by effect, and the best of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from footprint.engine.result import Footprint
from footprint.errors import Finding, FootprintError
from footprint.insight.levers.candidates import Background, Candidate
from footprint.insight.levers.electricity import renewable_electricity
from footprint.insight.levers.errors import StepOutsideRange, TargetOutsideRange
from footprint.insight.levers.reaching import needed_alone
from footprint.insight.levers.records import Combined, LeftOut, Lever, Levers, Step, Texts
from footprint.insight.levers.suppliers import suppliers_changed
from footprint.insight.levers.switching import fuels_switched, sources_switched
from footprint.insight.levers.values import mixes_shifted, parameters_to_their_ends, scenarios_of_the_model, yields_improved
from footprint.insight.scenarios import Calculate, Outcome, apply_scenario, what_if
from footprint.inventory.library import Library

__all__ = ["STEP", "TARGET", "levers"]

TARGET = 1 / 3
STEP = 0.05
SAME = 1e-9
"""Share of the result within which two effects are the same."""

COMBINED_LIMIT = 25
"""Levers that are at most taken together: each further one is a calculation."""


def levers(
    result: Footprint,
    library: Library,
    calculate: Calculate,
    target: float = TARGET,
    *,
    step: float = STEP,
    threshold: float = 0.001,
) -> Levers:
    """Rank what would lower a result.

    Renewable electricity with its delivery, other fuels, transport and datasets of the same product, what suppliers that are models can do,
    parameters to the ends of the ranges that the model states, less input per output of each process, other shares of mixes, and the
    scenarios of the model. Each is calculated whole; nothing is estimated or added up.

    Parameters
    ----------
    result
        What is to be lowered; with a credit so large that it is not positive there is nothing to take a share of.
    library
        Where other datasets are found.
    calculate
        The sequence of the pipeline: model and values in, result out.
    target
        Share by which the result should fall, above 0 and below 1.
    step
        By how much the inputs of a process fall in the levers of that kind.
    threshold
        Share of the result below which nothing is worth a lever.

    Raises
    ------
    TargetOutsideRange, StepOutsideRange
        Where target or step is no share between 0 and 1.
    """
    if not 0 < target < 1:
        raise TargetOutsideRange(target=target)
    if not 0 < step < 1:
        raise StepOutsideRange(step=step)
    background = Background(result, library, threshold)
    goal = result.value - target * abs(result.value)
    kept, left_out = _calculated(background, step, calculate)
    found = tuple(sorted((_lever(result, goal, *pair, calculate) for pair in kept.values()), key=lambda lever: (lever.delta, lever.id)))
    names = {lever.id for lever in found}
    return Levers(
        result=result,
        target=target,
        goal=goal,
        levers=found,
        left_out=tuple(out for out in left_out if out.id not in names),
        combined=_combined(result, goal, found, calculate, threshold),
    )


def _calculated(background: Background, step: float, calculate: Calculate) -> tuple[dict[str, tuple[Candidate, Outcome]], list[LeftOut]]:
    """Calculate every candidate; give those that lower the result, the best of each group, and the others with the reason."""
    result, kept, left_out = background.result, dict[str, tuple[Candidate, Outcome]](), list[LeftOut]()
    for candidate in _candidates(background, step, calculate):
        if isinstance(candidate, LeftOut):
            left_out.append(candidate)
            continue
        outcome = what_if(result, {candidate.id: candidate.scenario}, calculate).outcomes[0]
        why = _why_not(outcome, result, background.threshold)
        key = candidate.group or candidate.id
        if why is not None:
            left_out.append(LeftOut(candidate.id, candidate.kind, candidate.title, why))
        elif key not in kept or _value(outcome) < _value(kept[key][1]):
            kept[key] = candidate, outcome
    _list_once(kept, left_out, result)
    return kept, left_out


def _list_once(kept: dict[str, tuple[Candidate, Outcome]], left_out: list[LeftOut], result: Footprint) -> None:
    """Leave out what another lever does already: one of the same things, with the same effect; scenarios of the model stay first."""
    order = sorted(kept, key=lambda key: (kept[key][0].kind != "scenario", kept[key][0].kind != "parameter"))
    for number, key in enumerate(order):
        candidate, outcome = kept[key]
        for former in order[:number]:
            other, before = kept.get(former, (None, None))
            if other is None or before is None or not candidate.touches & other.touches:
                continue
            if abs(_value(outcome) - _value(before)) <= SAME * abs(result.value):
                why: Texts = {"en": f"The same as “{other.title['en']}”.", "zh": f"与“{other.title['zh']}”相同。"}
                left_out.append(LeftOut(candidate.id, candidate.kind, candidate.title, why))
                del kept[key]
                break


def _candidates(background: Background, step: float, calculate: Calculate) -> Iterator[Candidate | LeftOut]:
    finders: tuple[Callable[[Background], Iterable[Candidate | LeftOut]], ...] = (
        scenarios_of_the_model,
        renewable_electricity,
        fuels_switched,
        sources_switched,
        parameters_to_their_ends,
        mixes_shifted,
    )
    for finder in finders:
        yield from finder(background)
    yield from suppliers_changed(background, calculate)
    yield from yields_improved(background, step)


def _why_not(outcome: Outcome, result: Footprint, threshold: float) -> Texts | None:
    if outcome.value is None or outcome.delta is None:
        finding = outcome.findings[0]
        return {"en": f"{finding.code} {finding.message('en')}", "zh": f"{finding.code} {finding.message('zh')}"}
    if outcome.delta >= 0 or abs(outcome.delta) <= (outcome.numerical_error or 0.0):
        return {"en": "It does not lower the result.", "zh": "不会降低结果。"}
    if abs(outcome.delta) < threshold * abs(result.value):
        share = f"{100 * threshold:.3g} %"
        return {"en": f"It lowers the result by less than {share}.", "zh": f"结果降低不足 {share}。"}
    return None


def _value(outcome: Outcome) -> float:
    assert outcome.value is not None, "what is kept has a value"
    return outcome.value


def _lever(result: Footprint, goal: float, candidate: Candidate, outcome: Outcome, calculate: Calculate) -> Lever:
    value = _value(outcome)
    delta = value - result.value
    return Lever(
        id=candidate.id,
        kind=candidate.kind,
        title=candidate.title,
        note=candidate.note,
        scenario=candidate.scenario,
        touches=candidate.touches,
        value=value,
        delta=delta,
        share=delta / abs(result.value) if result.value else None,
        needed=needed_alone(result, goal, candidate, value, calculate),
        findings=_new(outcome, result),
    )


def _new(outcome: Outcome, result: Footprint) -> tuple[Finding, ...]:
    """Give what is said of the changed model and not of the model; the same about other datasets says nothing new."""
    known = {(finding.code, finding.place) for finding in result.findings}
    return tuple(finding for finding in outcome.findings if (finding.code, finding.place) not in known)


def _combined(result: Footprint, goal: float, found: Iterable[Lever], calculate: Calculate, threshold: float) -> Combined | None:
    """Take the best levers one after the other, each on top of those before, unless it touches what one of them touches."""
    model, values, now = result.model, dict(result.overrides), result.value
    touched: set[str] = set()
    steps: list[Step] = []
    for lever in found:
        if lever.touches & touched or len(steps) == COMBINED_LIMIT:
            continue
        try:
            other, others = apply_scenario(model, lever.scenario, values)
            value = calculate(other, others).value
        except FootprintError:
            continue
        if now - value < threshold * abs(result.value):
            continue
        steps.append(Step(lever.id, value, value - now))
        model, values, now = other, others, value
        touched |= lever.touches
    if not steps:
        return None
    delta = now - result.value
    reached = next((number for number, step in enumerate(steps, 1) if step.value <= goal), None)
    return Combined(tuple(steps), now, delta, delta / abs(result.value) if result.value else None, now <= goal, reached)
