"""An explanation as people read it: tables, a tree, paths and sensitivities, each summing to the footprint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from rich.console import Group, RenderableType
from rich.text import Text

from footprint.cli.reduction_view import draw_allocation, draw_electricity, draw_levers
from footprint.cli.result_view import changed_in_words
from footprint.cli.scenario_view import draw_scenarios
from footprint.cli.tables import columns, facts
from footprint.cli.texts import TEXTS, say
from footprint.cli.uncertainty_view import draw_quality, draw_uncertainty
from footprint.errors import Language
from footprint.insight.explanation import TABLES, Branch, Explanation, Table
from footprint.report.rounding import number, percent
from footprint.report.words import stage_name

if TYPE_CHECKING:
    import pandas

__all__ = ["Part", "show"]


class Part(Protocol):
    """An analysis beside the explanation: plain data and a table."""

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give it as plain data."""

    def frame(self) -> pandas.DataFrame:
        """Give its main table."""


_MORE: Mapping[str, Callable[[Any, Language, int], list[RenderableType]]] = {
    "uncertainty": draw_uncertainty,
    "quality": draw_quality,
    "scenarios": draw_scenarios,
    "electricity": lambda found, lang, top: draw_electricity(found, lang),
    "allocation": lambda found, lang, top: draw_allocation(found, lang),
    "levers": draw_levers,
}


def show(found: Explanation, views: Sequence[str], lang: Language, top: int, more: Mapping[str, Part] | None = None) -> RenderableType:
    """Draw the views that were asked for, below the footprint itself.

    Parameters
    ----------
    found
        The explanation.
    views
        Names of tables, ``tree``, ``paths``, ``sensitivities``, and of what is in `more`.
    lang
        Language of headings.
    top
        How many rows of a table to show.
    more
        Analyses beside the explanation that were asked for, by the name of their view.
    """
    model = found.result.model
    total = say("total_of", lang, value=number(found.result.value), unit="kg CO2e", declared_unit=model.product.declared_unit)
    departures = found.result.departures
    head: list[tuple[str, RenderableType | None]] = [
        (say("product", lang), Text(model.product.name.text(lang), style="bold")),
        (say("scenario", lang), departures.get("scenario")),
        (say("set_to", lang), changed_in_words(departures, lang)),
        (say("total", lang), Text(total, style="bold")),
    ]
    drawn: list[RenderableType] = [facts(head)]
    for view in dict.fromkeys(views):
        drawn.append("")
        if view in found.tables:
            drawn.append(_table(found.tables[view], lang, top))
        elif more is not None and view in more:
            drawn.extend(_MORE[view](more[view], lang, top))
        elif view == "tree":
            drawn.append(_tree(found.tree, lang))
        elif view == "paths":
            drawn.extend(_paths(found, lang, top))
        else:
            drawn.append(_sensitivities(found, lang, top))
    return Group(*drawn)


def _table(table: Table, lang: Language, top: int) -> RenderableType:
    drawn = columns([TABLES[table.by][lang].capitalize()], ["kg CO2e", "%"])
    for row in table.rows[:top]:
        drawn.add_row(_name(table.by, row.name, lang), number(row.value), percent(row.share))
    rest = table.rows[top:]
    if rest:
        value = sum(row.value for row in rest)
        drawn.add_row(_rest(len(rest), lang), number(value), percent(value / table.total if table.total else None))
    return drawn


def _name(by: str, name: str, lang: Language) -> str:
    if by == "stage":
        return stage_name(name, lang)
    return say(name, lang) if by == "category" and name in TEXTS else name


def _tree(tree: Branch, lang: Language) -> RenderableType:
    drawn = columns([say("explain_tree", lang)], ["kg CO2e", "%"], [say("explain_taken", lang)])
    waiting: list[tuple[str, str, Branch]] = [("", "", tree)]
    while waiting:
        lead, below, branch = waiting.pop()
        taken = "" if branch.amount is None else f"{number(branch.amount)} {branch.unit}"
        drawn.add_row(lead + _branch_name(branch, lang), number(branch.value), percent(branch.share), taken)
        children = branch.children
        for place, child in reversed(list(enumerate(children))):
            end = place == len(children) - 1
            waiting.append((below + ("└ " if end else "├ "), below + ("  " if end else "│ "), child))
    return drawn


def _branch_name(branch: Branch, lang: Language) -> str:
    if branch.kind == "rest":
        return _rest(int(branch.name), lang)
    name = branch.exchange or branch.name
    return say("explain_loop", lang, name=name) if branch.kind == "loop" else name


def _paths(found: Explanation, lang: Language, top: int) -> list[RenderableType]:
    paths, total = found.paths, found.result.value
    drawn = columns([], ["kg CO2e", "%"], [say("explain_paths", lang, cut_off=percent(paths.cut_off))])
    for path in paths.paths[:top]:
        steps = " ← ".join(step.exchange or step.name for step in path.steps)
        drawn.add_row(number(path.value), percent(path.share), steps)
    hidden = paths.hidden + sum(path.value for path in paths.paths[top:])
    drawn.add_row(number(hidden), percent(hidden / total if total else None), say("explain_hidden", lang))
    return [drawn] if paths.complete else [drawn, say("explain_incomplete", lang)]


def _sensitivities(found: Explanation, lang: Language, top: int) -> RenderableType:
    texts = [say(key, lang) for key in ("explain_sensitivities", "explain_stated", "explain_elasticity", "explain_per_unit")]
    drawn = columns(texts[:1], texts[1:])
    for entry in found.sensitivities[:top]:
        moves = "–" if entry.elasticity is None else f"{entry.elasticity:+.3f} %"
        drawn.add_row(entry.name, f"{number(entry.value)} {entry.unit}", moves, number(entry.derivative))
    return drawn


def _rest(count: int, lang: Language) -> str:
    return say("explain_rest_one", lang) if count == 1 else say("explain_rest", lang, count=count)
