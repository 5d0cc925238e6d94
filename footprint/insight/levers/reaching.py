"""How much of a lever alone reaches a goal: exact on the way that the lever offers, and beyond it where only that would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from footprint.engine.result import Footprint
from footprint.errors import FootprintError
from footprint.insight.levers.candidates import Candidate
from footprint.insight.levers.records import Needed, Texts
from footprint.insight.scenarios import Calculate, apply_scenario
from footprint.model.evaluation import examine
from footprint.units import Amount

__all__ = ["needed_alone"]

FARTHEST = 10.0
"""How many times its whole way a value that grows is followed beyond its range."""

STEPS = 60
TOLERANCE = 1e-12


def needed_alone(result: Footprint, goal: float, candidate: Candidate, value: float, calculate: Calculate) -> Needed:
    """Give how much of a lever alone brings the result to a goal.

    Where part of an amount is taken from elsewhere the result moves in proportion, since no dataset uses the foreground: s₀ + t Δ.
    Where values move it is a ratio of polynomials of t; each step of the search (regula falsi in the variant of Illinois) is a whole new
    calculation, and what is returned reaches the goal.

    Parameters
    ----------
    result
        What is to be lowered.
    goal
        In kg CO2e per declared unit.
    candidate
        The lever.
    value
        The result with all of it.
    calculate
        The sequence of the pipeline.
    """
    delta = value - result.value
    if goal >= result.value:
        return Needed(True, 0.0, None, {"en": "nothing is needed", "zh": "无需采取措施"})
    if candidate.way != "amounts":
        fraction = (goal - result.value) / delta
        if fraction > 1:
            return Needed(False, fraction if candidate.way == "affine" else None, None, _cannot(delta, result))
        if candidate.way == "none":
            return Needed(True, None, None, {"en": "reaches it", "zh": "可达到"})
        return Needed(True, fraction, None, {"en": f"{100 * fraction:.3g} % of it", "zh": f"其中的 {100 * fraction:.3g} %"})
    starts = _starts(result, candidate)
    ends = dict(candidate.scenario.amounts)
    follow = _follower(result, candidate, starts, calculate)
    possible = value <= goal
    limit = 1.0 if possible else _farthest(starts, ends)
    part = _solve(follow, result.value, goal, 1.0, value, limit)
    if part is None:
        return Needed(False, None, None, _cannot(delta, result))
    reached = _between(starts, ends, part)
    if candidate.kind == "yield":
        return _less_input(possible, part, starts, reached)
    if len(reached) == 1:
        (name, amount), *_ = reached.items()
        if amount.unit.text == "%" and max(starts[name].base, ends[name].base) <= 1 < amount.base:
            return Needed(False, None, None, _cannot(delta, result))  # a share of more than everything
        written = f"{amount.value:.4g} {amount.unit.text}".strip()
        record = result.model.parameters[name].name if name in result.model.parameters else None
        called: Texts = {"en": record.text("en") if record else name, "zh": record.text("zh") if record else name}
        if possible:
            return Needed(True, part, written, {"en": f"{called['en']}: {written}", "zh": f"{called['zh']}：{written}"})
        why: Texts = {
            "en": f"cannot: {called['en']} would have to be {written}",
            "zh": f"不能：{called['zh']}须为 {written}",
        }
        return Needed(False, part, written, why)
    percent = f"{100 * part:.3g} %"
    if possible:
        return Needed(True, part, None, {"en": f"{percent} of it", "zh": f"其中的 {percent}"})
    return Needed(False, part, None, {"en": f"cannot: {percent} of it would be needed", "zh": f"不能：需要其 {percent}"})


def _less_input(possible: bool, part: float, starts: Mapping[str, Amount], reached: Mapping[str, Amount]) -> Needed:
    """Say how much less input that is: more output from the same inputs is less input per output."""
    name, amount = next(iter(reached.items()))
    less = f"{100 * (1 - starts[name].base / amount.base):.3g} %"
    if possible:
        return Needed(True, part, None, {"en": f"{less} less input", "zh": f"投入减少 {less}"})
    return Needed(False, part, None, {"en": f"cannot: {less} less input would be needed", "zh": f"不能：投入须减少 {less}"})


def _cannot(delta: float, result: Footprint) -> Texts:
    share = f"{-100 * delta / abs(result.value):.3g} %" if result.value else "–"
    return {"en": f"cannot: all of it takes off {share}", "zh": f"不能：全部采用也只降低 {share}"}


def _starts(result: Footprint, candidate: Candidate) -> dict[str, Amount]:
    """Give the values that the lever moves as they are now."""
    numbers = examine(result.model, result.overrides)
    known = {**numbers.parameters.amounts, **numbers.amounts}
    return {name: known[name] for name in candidate.scenario.amounts}


def _between(starts: Mapping[str, Amount], ends: Mapping[str, Amount], fraction: float) -> dict[str, Amount]:
    found = {}
    for name, end in ends.items():
        start = starts[name].base / end.unit.factor
        found[name] = Amount(start + fraction * (end.value - start), end.unit)
    return found


def _farthest(starts: Mapping[str, Amount], ends: Mapping[str, Amount]) -> float:
    """Give how far beyond its range a lever may be followed: until the first value that falls is zero."""
    falling = [starts[name].base / (starts[name].base - end.base) for name, end in ends.items() if end.base < starts[name].base]
    return min([FARTHEST, *(part for part in falling if part > 0)])


def _follower(
    result: Footprint, candidate: Candidate, starts: Mapping[str, Amount], calculate: Calculate
) -> Callable[[float], float | None]:
    def follow(fraction: float) -> float | None:
        amounts = _between(starts, candidate.scenario.amounts, fraction)
        try:
            model, values = apply_scenario(result.model, candidate.scenario.model_copy(update={"amounts": amounts}), result.overrides)
            return calculate(model, values).value
        except FootprintError:
            return None

    return follow


def _solve(follow: Callable[[float], float | None], base: float, goal: float, reached: float, value: float, limit: float) -> float | None:
    """Find where the result is the goal, from 0 to a limit; None where it is not reached."""
    low, below = 0.0, base - goal
    high, above = reached, value - goal
    if above > 0:
        if limit <= reached:
            return None
        low, below = reached, above
        far = follow(limit)
        if far is None or far > goal:
            return None
        high, above = limit, far - goal
    side = 0
    for _ in range(STEPS):
        middle = high - above * (high - low) / (above - below)
        found = follow(middle)
        if found is None:
            return None
        rest = found - goal
        if abs(rest) <= TOLERANCE * abs(base) or high - low <= TOLERANCE * high:
            return middle
        if rest > 0:
            low, below = middle, rest
            above = above / 2 if side == 1 else above
            side = 1
        else:
            high, above = middle, rest
            below = below / 2 if side == -1 else below
            side = -1
    return middle
