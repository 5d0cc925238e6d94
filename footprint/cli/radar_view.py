"""The staleness radar as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footprint.cli.texts import say
from footprint.errors import Language
from footprint.report.rounding import number

if TYPE_CHECKING:
    from rich.table import Table

    from footprint.batch.radar import RadarReport

__all__ = ["radar_table"]

_PARTS = 3


def radar_table(report: RadarReport, lang: Language) -> Table:
    """Draw those that moved, farthest first, with the largest parts of their change."""
    from rich.table import Table

    from footprint.insight.change import CAUSES

    table = Table(title=say("radar_title", lang, share=f"{100 * report.threshold:.4g} %"), title_justify="left")
    table.add_column(say("radar_id", lang))
    for key in ("radar_stated", "radar_now", "radar_relative"):
        table.add_column(say(key, lang), justify="right")
    table.add_column(say("unit", lang))
    table.add_column(say("radar_why", lang))
    for renewal in report.moved:
        parts = renewal.change.parts[:_PARTS] if renewal.change is not None else ()
        why = [f"{'+' if part.value >= 0 else ''}{number(part.value)} {CAUSES[part.cause][lang]}: {part.what}" for part in parts]
        assert renewal.stated is not None
        assert renewal.now is not None
        relative = "" if renewal.relative is None else f"{100 * renewal.relative:+.1f} %"
        unit = f"kg CO2e / {renewal.declared_unit}"
        table.add_row(renewal.id, number(renewal.stated), number(renewal.now), relative, unit, "\n".join(why))
    return table
