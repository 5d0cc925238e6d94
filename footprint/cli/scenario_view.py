"""Scenarios as people read them: each beside the footprint it starts from, and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType

from footprint.cli.tables import columns
from footprint.cli.texts import say
from footprint.errors import Language
from footprint.report.rounding import number, percent
from footprint.report.words import stage_name

if TYPE_CHECKING:
    from footprint.insight.scenarios import Outcome, WhatIf

__all__ = ["draw_scenarios"]


def draw_scenarios(found: WhatIf, lang: Language, top: int) -> list[RenderableType]:
    """Draw a what-if table, what each scenario changes, and the stages that move.

    Parameters
    ----------
    found
        The scenarios, calculated.
    lang
        Language of headings.
    top
        How many stages of each scenario to show.
    """
    if not found.outcomes:
        return [say("scenario_none", lang)]
    table = columns([say("scenario", lang)], ["kg CO2e", say("scenario_delta", lang), "%"], [say("scenario_title", lang)])
    table.add_row("–", number(found.result.value), "", "", say("scenario_base", lang))
    for outcome in found.outcomes:
        title = outcome.title[lang] if outcome.scenario.name else ""
        if outcome.value is None:
            table.add_row(outcome.id, say("scenario_failed", lang), "", "", title)
        else:
            table.add_row(outcome.id, number(outcome.value), _signed(outcome.delta), _signed_percent(outcome.share), title)
    return [table, *(part for outcome in found.outcomes for part in _details(outcome, lang, top))]


def _details(outcome: Outcome, lang: Language, top: int) -> list[RenderableType]:
    """List what a scenario changes, which stages move, and what there is to say of it."""
    lines = [f"  {outcome.scenario.why}"] if outcome.scenario.why else []
    lines += [f"  {change.text(lang, by_id=True)}" for change in outcome.changes]
    rounding = outcome.numerical_error or 0.0
    moved = sorted((entry for entry in outcome.stages if abs(entry.delta) > rounding), key=lambda entry: -abs(entry.delta))
    for entry in moved[:top]:
        lines.append(f"  {stage_name(entry.stage, lang)}{say('colon', lang)}{_signed(entry.delta)} kg CO2e")
    for finding in outcome.findings:
        lines.append(f"  {finding.line(lang)}")
        if finding.hint(lang):
            lines.append(f"    {finding.hint(lang)}")
    return ["", outcome.id, *lines]


def _signed(value: float | None) -> str:
    """Write a difference with its sign."""
    if value is None:
        return ""
    return number(value) if value <= 0 else f"+{number(value)}"


def _signed_percent(share: float | None) -> str:
    """Write a relative difference with its sign."""
    if share is None:
        return "–"
    return percent(share) if share <= 0 else f"+{percent(share)}"
