"""A change as a waterfall: the old footprint, what was added and taken away, the new footprint."""

from __future__ import annotations

from dataclasses import dataclass, replace

from footprint.errors import Language
from footprint.insight.change.records import CAUSES, Change, Part
from footprint.report.elements import printable
from footprint.report.figures.bars import Bar, Layout, bar_chart
from footprint.report.figures.theme import CREDIT, DIRECT, TOTAL, figure
from footprint.report.rounding import number
from footprint.report.study.document import Figure, Text

__all__ = ["Step", "steps", "waterfall"]

_OLD, _NEW = Text("old", "变化前"), Text("new", "变化后")
_ROUNDING = Text("rounding", "舍入")
_DECLARED = Text("declared unit", "声明单位")


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: from where to where, in kg CO2e.

    Parameters
    ----------
    cause
        Cause of a part, ``""`` for the two totals and the remainder.
    """

    label: Text
    start: float
    end: float
    cause: str = ""
    total: bool = False


def steps(change: Change, top: int = 15) -> list[Step]:
    """Give the bars of a change, the largest parts one by one and the rest together; nothing is left out.

    Parameters
    ----------
    change
        To be drawn.
    top
        How many parts to show one by one.
    """
    found = [Step(_OLD, 0.0, change.old, total=True)]
    level = change.old

    def add(label: Text, value: float, cause: str = "") -> None:
        nonlocal level
        found.append(Step(label, level, level + value, cause))
        level += value

    for part in change.parts[:top]:
        add(_label(part), part.value, part.cause)
    rest = change.parts[top:]
    if rest:
        add(Text(f"{len(rest)} smaller parts", f"其余 {len(rest)} 项较小变化"), sum(part.value for part in rest))
    if abs(change.remainder) > 1e-9 * change.scale:
        add(_ROUNDING, change.remainder)
    found.append(Step(_NEW, 0.0, change.new, total=True))
    return found


def waterfall(change: Change, top: int = 15) -> Figure:
    """Show a change step by step.

    Parameters
    ----------
    change
        As `footprint.insight.change.change` gives it.
    top
        How many parts to show one by one.
    """
    found = steps(change, top)
    low = _foot(found)
    bars = [_bar(step, low) for step in found]
    declared = printable(change.declared_units[1])
    name = printable(change.name)
    caption = Text(
        f"Change of the footprint of {name}: {number(change.old)} to {number(change.new)} kg CO2e per {declared}.",
        f"{name}的碳足迹变化：{number(change.old)} 至 {number(change.new)} kg CO2e / {declared}。",
    )
    alt = Text(
        f"{caption.en} " + "; ".join(f"{bar.label.en} {bar.cells[0].en}" for bar in bars) + ".",
        f"{caption.zh}" + "；".join(f"{bar.label.zh} {bar.cells[0].zh}" for bar in bars) + "。",
    )
    cut = Text(" · the scale does not begin at zero", " · 坐标轴不从零开始") if low else Text("", "")
    layout = Layout(
        Text(f"kg CO2e per {declared}{cut.en}", f"kg CO2e / {declared}{cut.zh}"),
        (Text("kg CO2e", "kg CO2e"),),
        title=Text(f"Change of the footprint: {name}", f"碳足迹变化：{name}"),
        connected=True,
        from_zero=not low,
    )

    def draw(lang: Language, width: float) -> dict[str, object]:
        return bar_chart(bars, layout, alt, lang, width)

    return figure("change", caption, alt, draw)


def _bar(step: Step, low: float) -> Bar:
    value = step.end - step.start
    text = (number(step.end) if step.total else f"{'+' if value > 0 else ''}{number(value)}").replace("-", "−")
    colour = TOTAL if step.total else DIRECT if value >= 0 else CREDIT
    bar = Bar("total" if step.total else step.label.en, step.label, step.start, step.end, (Text(text, text),), colour, bold=step.total)
    if step.total and low:
        bar = replace(bar, start=low, value=step.end)
    if step.cause:
        cause = CAUSES[step.cause]  # type: ignore[index]
        bar = replace(bar, under=Text(cause["en"], cause["zh"]))
    return bar


def _foot(found: list[Step]) -> float:
    """Give where the scale begins: above zero only where the parts could not be seen otherwise."""
    values = [value for step in found for value in ((step.end,) if step.total else (step.start, step.end))]
    low, high = min(values), max(values)
    if low <= 0 or high - low > 0.15 * high:
        return 0.0
    return max(0.0, low - 0.25 * (high - low)) if high > low else 0.0


def _label(part: Part) -> Text:
    return _DECLARED if part.what == "declared unit" else Text(printable(part.what), printable(part.what))
