"""A change as people read it: one product in full, or several side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from footprint.batch.moved import Moved
from footprint.cli.tables import columns, facts
from footprint.cli.texts import say
from footprint.errors import Language
from footprint.insight.change import CAUSES, Change, Part, State
from footprint.report.rounding import number, percent

__all__ = ["in_full", "moved_rows", "overview"]


def overview(changes: Sequence[tuple[str, Change]], lang: Language) -> Table:
    """Put the changes of several products side by side, one row for each.

    Parameters
    ----------
    changes
        Name and change of each product.
    lang
        Language of headings.
    """
    heads = [say(key, lang) for key in ("change_old", "change_new", "change_difference", "change_percent")]
    table = columns([say("model", lang)], [*heads, *(causes[lang] for causes in CAUSES.values())], [say("unit", lang)])
    for name, found in changes:
        causes = [signed(value) for value in found.by_cause().values()]
        table.add_row(name, number(found.old), number(found.new), signed(found.difference), _percent(found), *causes, _unit(found, lang))
    return table


def in_full(change: Change, lang: Language, top: int) -> RenderableType:
    """Show one change: the two footprints, the causes, and the largest parts.

    Parameters
    ----------
    change
        To be shown.
    lang
        Language of headings.
    top
        How many parts to show one by one; the rest is added up.
    """
    before, after = (say("change_amount_of", lang, value=number(value), unit=unit) for value, unit in _sides(change))
    head = facts(
        [
            (say("product", lang), Text(change.name, style="bold")),
            (say("change_old", lang), before),
            (say("change_new", lang), after),
            (say("change_difference", lang), Text(f"{signed(change.difference)} kg CO2e ({_percent(change)})", style="bold")),
        ]
    )
    causes = columns([say("change_cause", lang)], ["kg CO2e"])
    for cause, value in change.by_cause().items():
        causes.add_row(CAUSES[cause][lang], signed(value))
    drawn: list[RenderableType] = [head, "", causes, "", _parts(change.parts, say("change_parts", lang), change.scale, lang, top)]
    if change.background:
        drawn += ["", _parts(change.background, say("change_background", lang), change.scale, lang, top)]
    if abs(change.remainder) > 1e-9 * change.scale:
        drawn += ["", say("change_remainder", lang, value=signed(change.remainder))]
    drawn += [part for note in change.notes for part in ("", note[lang])]
    return Group(*drawn)


def moved_rows(moved: Moved, lang: Language) -> RenderableType:
    """Show what moved between two batches: how many rows, and those that moved most with what moved them.

    Parameters
    ----------
    moved
        To be shown.
    lang
        Language of headings.
    """
    head = facts(
        [
            (say("moved_both", lang), say("moved_counts", lang, both=moved.both, same=moved.same, failed=moved.failed)),
            (say("moved_one", lang), say("moved_sides", lang, old=moved.old_only, new=moved.new_only)),
        ]
    )
    heads = [say(key, lang) for key in ("change_old", "change_new", "change_difference", "change_percent")]
    table = columns(
        ["id"], [*heads, *(causes[lang] for causes in CAUSES.values())], [say("moved_largest", lang)], [say("moved_largest", lang)]
    )
    for row in moved.rows:
        share = percent(row.difference / abs(row.old)) if row.old else "–"
        if row.change is not None:
            causes = [signed(value) for value in row.change.by_cause().values()]
            largest = row.change.parts[0].what if row.change.parts else ""
        else:
            causes, largest = [say("unknown", lang)] * len(CAUSES), (row.why_not or {}).get(lang, "")
        table.add_row(row.id, number(row.old), number(row.new), signed(row.difference), share, *causes, largest)
    return Group(head, "", table) if moved.rows else head


def _parts(parts: Sequence[Part], title: str, scale: float, lang: Language, top: int) -> Table:
    heads = [say(key, lang) for key in ("change_before", "change_after")]
    table = columns([title, say("change_cause", lang)], ["kg CO2e", *heads])
    for part in parts[:top]:
        what = say("change_declared_unit", lang) if part.what == "declared unit" else part.what
        table.add_row(what, CAUSES[part.cause][lang], signed(part.value), *(_state(part, state) for state in (part.before, part.after)))
    rest = parts[top:]
    if rest:
        table.add_row(say("change_rest", lang, count=len(rest)), "", signed(sum(part.value for part in rest)), "", "")
    return table


def _state(part: Part, state: State | None) -> str:
    """Show what changed of an exchange: its amount, or its factor and who provides it."""
    if state is None:
        return "–" if part.before or part.after else ""
    both = part.before, part.after
    moved = both[0] is None or both[1] is None or both[0].factor != both[1].factor
    if part.cause in ("factors", "methods") and state.factor is not None and moved:
        return f"{number(state.factor)} kg CO2e/{state.unit}"
    if part.cause == "structure" and state.provider:
        return f"{number(state.amount)} {state.unit}  {state.provider}"
    return f"{number(state.amount)} {state.unit}"


def _sides(change: Change) -> list[tuple[float, str]]:
    return [(change.old, f"kg CO2e / {change.declared_units[0]}"), (change.new, f"kg CO2e / {change.declared_units[1]}")]


def _unit(change: Change, lang: Language) -> str:
    return f"kg CO2e / {change.declared_units[1]}"


def _percent(change: Change) -> str:
    if not change.old:
        return "–"
    text = percent(change.difference / abs(change.old))
    return text if text[0] in "-<>" else f"+{text}"


def signed(value: float) -> str:
    """Write a number with its sign; zero has none."""
    text = number(value)
    return text if value <= 0 else f"+{text}"
