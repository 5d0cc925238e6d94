"""Electricity, allocation and levers as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from footprint.cli.tables import columns, facts
from footprint.cli.texts import say
from footprint.errors import Language
from footprint.report.rounding import number, percent

if TYPE_CHECKING:
    from footprint.insight.allocation_envelope import Envelope, EnvelopeCase
    from footprint.insight.electricity import GridSensitivity, MixRun
    from footprint.insight.levers import Levers

__all__ = ["draw_allocation", "draw_electricity", "draw_levers"]


def draw_electricity(found: GridSensitivity, lang: Language) -> list[RenderableType]:
    """Draw what hangs on which electricity is counted."""
    head: list[tuple[str, RenderableType | None]] = [
        (say("electricity_claimed", lang), f"{number(found.claimed_kwh)} kWh"),
        (say("electricity_grid", lang), f"{number(found.grid_kwh)} kWh"),
    ]
    if not found.runs:
        return [facts([*head, (say("electricity_none", lang), " ")])]
    from footprint.insight.electricity import RUN_TITLES

    drawn = columns([say("electricity_run", lang)], ["kg CO2e", say("lever_change", lang), "%", "kg CO2e/kWh"])
    for run in found.runs:
        drawn.add_row(
            RUN_TITLES[run.name][lang],
            _range(run, lang),
            "–" if run.delta is None else _signed(run.delta),
            "–" if run.share is None else percent(run.share),
            "–" if run.intensity is None else number(run.intensity),
        )
    notes = list(dict.fromkeys(run.why[lang] for run in found.runs))
    return [facts(head), "", drawn, *(part for note in notes for part in ("", note))]


def _range(run: MixRun, lang: Language) -> str:
    if run.value is None or run.value_low is None or run.value_high is None:
        return say("electricity_no_factor", lang)
    if run.value_low == run.value_high:
        return number(run.value)
    low, high = sorted((run.value_low, run.value_high))
    return say("electricity_range", lang, low=number(low), high=number(high))


def draw_allocation(found: Envelope, lang: Language) -> list[RenderableType]:
    """Draw the range over allocation keys, with who gives its ends and which keys cannot be applied."""
    if not found.processes:
        return [say("allocation_none", lang)]
    head: list[tuple[str, RenderableType | None]] = [
        (say("allocation_low", lang), Text(_case(found.low, lang), style="bold")),
        (say("allocation_high", lang), Text(_case(found.high, lang), style="bold")),
    ]
    key, why = say("allocation_key", lang), say("allocation_why", lang)
    drawn = columns([say("allocation_process", lang), key], ["kg CO2e", say("lever_change", lang)], [why])
    refused = columns([say("allocation_refused", lang), key], [], [why], prose=[why])
    for shared in found.processes:
        for choice in shared.keys:
            if choice.admissible:
                used = say("allocation_used", lang) if choice.key == shared.used else ""
                drawn.add_row(
                    shared.process, choice.key, number(choice.value), "–" if choice.delta is None else _signed(choice.delta), used
                )
            elif choice.why is not None:
                refused.add_row(shared.process, choice.key, choice.why[lang])
    says = say("allocation_all" if found.complete else "allocation_single", lang, count=found.combinations, bound=found.bound)
    parts: list[RenderableType] = [facts(head), "", drawn, says]
    if found.elsewhere:
        parts.append(say("allocation_elsewhere", lang, processes=say("comma", lang).join(found.elsewhere)))
    return [*parts, "", refused] if refused.row_count else parts


def _case(case: EnvelopeCase, lang: Language) -> str:
    keys = say("comma", lang).join(f"{process} {key}" for process, key in case.keys.items())
    return f"{number(case.value)} kg CO2e ({keys})" if lang == "en" else f"{number(case.value)} kg CO2e（{keys}）"


def draw_levers(found: Levers, lang: Language, top: int) -> list[RenderableType]:
    """Draw what would lower the result, how much of each alone the target needs, and the best together."""
    goal = say("lever_goal_value", lang, target=percent(found.target), goal=number(found.goal))
    head: list[tuple[str, RenderableType | None]] = [(say("lever_goal", lang), Text(goal, style="bold"))]
    if not found.levers:
        return [facts(head), "", say("lever_none", lang)]
    heads = [say("lever_alone", lang), say("lever_needed", lang), say("lever_together", lang)]
    alone = columns(heads[:1], ["kg CO2e", "%"], heads[1:2], prose=heads)
    titles: dict[str, Mapping[Language, str]] = {lever.id: lever.title for lever in found.levers}
    for lever in found.levers[:top]:
        alone.add_row(
            lever.title[lang], _signed(lever.delta), "–" if lever.share is None else percent(lever.share), lever.needed.text[lang]
        )
    rest = len(found.levers) - top
    if rest > 0:
        alone.add_row(say("lever_rest_one", lang) if rest == 1 else say("lever_rest", lang, count=rest), "", "", "")
    parts: list[RenderableType] = [facts(head), "", alone]
    if found.combined is not None:
        together = columns(heads[2:], ["kg CO2e", say("lever_left", lang), "%"], prose=heads)
        base = found.result.value
        shown = max(top, found.combined.needed or 0)
        for step in found.combined.steps[:shown]:
            share = percent((step.value - base) / abs(base) if base else None)
            together.add_row(titles[step.lever][lang], _signed(step.delta), number(step.value), share)
        parts += ["", together]
        after = found.combined.steps[shown:]
        if after:
            parts.append(say("lever_more", lang, count=len(after), value=number(found.combined.value), share=percent(found.combined.share)))
        reached = "lever_reached_one" if found.combined.needed == 1 else "lever_reached"
        key = reached if found.combined.reaches else "lever_not_reached"
        parts.append(say(key, lang, target=percent(found.target), count=found.combined.needed, share=percent(found.combined.share)))
    return [*parts, say("lever_note", lang)]


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)
