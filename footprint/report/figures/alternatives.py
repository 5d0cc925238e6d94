"""What the footprint would be: scenarios, reduction levers, other allocation keys, other electricity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.insight.allocation_envelope import Envelope
from footprint.insight.electricity import RUN_TITLES, GridSensitivity
from footprint.insight.levers import KINDS, Combined, Levers
from footprint.insight.scenarios import WhatIf
from footprint.report.elements import printable
from footprint.report.figures.bars import Bar, Layout, bar_chart
from footprint.report.figures.composition import number_text, per_declared_unit
from footprint.report.figures.theme import CREDIT, DIRECT, PALER, TOTAL, figure
from footprint.report.naming import process_name
from footprint.report.rounding import percent
from footprint.report.study.document import Figure, Text
from footprint.report.study.words import ALLOCATION_KEYS, called

__all__ = ["electricity", "envelope", "levers", "what_if"]

_HEADS = (Text("kg CO2e", "kg CO2e"), Text("change", "变化"))
_STATED = Text("As calculated", "当前结果")
_NONE = Text("not calculated", "未能计算")


def what_if(found: WhatIf) -> Figure | None:
    """Show every scenario beside the result it starts from; one that cannot be calculated is named.

    Parameters
    ----------
    found
        Scenarios, each calculated whole.
    """
    if not found.outcomes:
        return None
    bars = [_base(found.result)]
    for outcome in found.outcomes:
        facts = tuple(
            (Text(f"change {number}", f"变化 {number}"), Text(change.text("en"), change.text("zh")))
            for number, change in enumerate(outcome.changes, 1)
        )
        bars.append(_other(outcome.id, _text(outcome.title), outcome.value, outcome.delta, outcome.share, found.result, facts=facts))
    known = [outcome for outcome in found.outcomes if outcome.delta is not None]
    caption = Text("The footprint in each scenario, recalculated whole.", "各情景下整体重新计算的碳足迹。")
    if known:
        best = min(known, key=lambda outcome: outcome.delta or 0.0)
        title, change = _text(best.title), _change(best.delta, best.share)
        caption = Text(f"{caption.en} The lowest: {title.en}, {change.en}.", f"{caption.zh}最低者：{title.zh}，{change.zh}。")
    return _compared("scenarios", caption, bars, found.result)


def levers(found: Levers, top: int = 12) -> Figure | None:
    """Show what each lever takes off, the best of them together, and the goal.

    Parameters
    ----------
    found
        Levers, best first.
    top
        How many to show one by one.
    """
    if not found.levers:
        return None
    bars = [
        Bar(
            lever.id,
            _text(lever.title),
            0.0,
            lever.delta,
            (number_text(lever.delta), _percent(lever.share)),
            CREDIT,
            share=lever.share,
            under=_text(KINDS[lever.kind]),
            facts=(
                (Text("result, kg CO2e", "结果，kg CO2e"), lever.value),
                (Text("alone to the goal", "单独达到目标"), _text(lever.needed.text)),
            ),
        )
        for lever in found.levers[:top]
    ]
    caption = Text("What each lever alone takes off the footprint.", "各项减排措施单独实施时的减排量。")
    first = _text(found.levers[0].title), _change(found.levers[0].delta, found.levers[0].share)
    caption = Text(f"{caption.en} Best: {first[0].en}, {first[1].en}.", f"{caption.zh}效果最大：{first[0].zh}，{first[1].zh}。")
    if found.combined is not None:
        bars.append(_together(found.combined))
        reaches = Text("reach the goal", "可达到目标") if found.combined.reaches else Text("do not reach the goal", "不能达到目标")
        goal = percent(-found.target, decimals=0).replace("-", "−")
        caption = Text(
            f"{caption.en} Those that go together {reaches.en} of {goal} (dashed line).",
            f"{caption.zh}可同时实施的措施{reaches.zh}（虚线，{goal}）。",
        )
    left = len(found.levers) - len(found.levers[:top])
    if left:
        caption = Text(f"{caption.en} {left} smaller ones are not shown.", f"{caption.zh}另有 {left} 项较小措施未列出。")
    layout = Layout(
        per_declared_unit(found.result),
        (Text("kg CO2e", "kg CO2e"), Text("of the footprint", "占碳足迹")),
        base=(found.goal - found.result.value, Text("goal", "目标")),
    )
    return _drawn("levers", caption, bars, layout)


def _together(found: Combined) -> Bar:
    """Give the bar of the levers that go together, recalculated."""
    steps = len(found.steps)
    return Bar(
        "combined",
        Text(f"Together, {steps} that are compatible", f"合计：{steps} 项可同时实施的措施"),
        0.0,
        found.delta,
        (number_text(found.delta), _percent(found.share)),
        TOTAL,
        share=found.share,
        bold=True,
        facts=((Text("result, kg CO2e", "结果，kg CO2e"), found.value),),
    )


def envelope(found: Envelope) -> Figure | None:
    """Show the result with every admissible allocation key, and the whole range; ``None`` where there is no choice.

    Parameters
    ----------
    found
        Of the processes with several products.
    """
    if not found.processes:
        return None
    bars = []
    for shared in found.processes:
        process = process_name(found.result, shared.process)
        for choice in shared.keys:
            if choice.admissible and choice.value is not None:
                used = choice.key == shared.used
                name = _key(choice.key)
                label = Text(f"{name.en} (used)", f"{name.zh}（采用）") if used else name
                bars.append(_around(f"{shared.process}:{choice.key}", label, process, choice.value, choice.delta, found.result, used))
    low, high = found.low.value, found.high.value
    if low is None or high is None or len(bars) <= len(found.processes):
        return None
    if len(found.processes) > 1:
        for end, title, case in (
            ("low", Text("Least of all combinations", "所有组合中最小"), found.low),
            ("high", Text("Greatest of all combinations", "所有组合中最大"), found.high),
        ):
            bars.append(_around(end, title, None, case.value or 0.0, case.delta, found.result, False, bold=True))
    bound = Text("", "")
    if not found.complete:
        bound = Text(
            " One process was changed at a time: together they may reach further.", "每次只改变一个过程；若同时改变，范围可能更大。"
        )
    caption = Text(
        f"The footprint with every admissible allocation key: {number_text(low).en} to {number_text(high).en} kg CO2e, against"
        f" {number_text(found.result.value).en} with the keys in use (dashed line).{bound.en}",
        f"采用各种可接受的分配依据时的碳足迹：{number_text(low).zh} 至 {number_text(high).zh} kg CO2e；"
        f"当前依据（虚线）为 {number_text(found.result.value).zh}。{bound.zh}",
    )
    layout = Layout(per_declared_unit(found.result), _HEADS, base=(found.result.value, _STATED), from_zero=False)
    return _drawn("allocation-envelope", caption, bars, layout)


def electricity(found: GridSensitivity) -> Figure | None:
    """Show the result with other electricity than what is claimed; what cannot be calculated is named with its reason in the table.

    Parameters
    ----------
    found
        Runs with grid averages and residual mixes.
    """
    runs = [run for run in found.runs if run.value is not None]
    if not runs:
        return None
    bars = [_base(found.result)]
    for run in found.runs:
        second = None
        if run.value_low is not None and run.value_high is not None and run.value_low != run.value_high:
            second = run.value_low, run.value_high, PALER
        facts = (
            (Text("factor, kg CO2e/kWh", "因子，kg CO2e/kWh"), run.intensity),
            (Text("least", "最小"), run.value_low if second else None),
            (Text("greatest", "最大"), run.value_high if second else None),
        )
        bars.append(
            _other(run.name, _text(RUN_TITLES[run.name]), run.value, run.delta, run.share, found.result, facts=facts, second=second)
        )
    widest = max(runs, key=lambda run: abs(run.delta or 0.0))
    title, change = _text(RUN_TITLES[widest.name]), _change(widest.delta, widest.share)
    caption = Text(
        f"The footprint with other electricity than what the model takes. Largest effect: {title.en}, {change.en}.",
        f"采用其他电力因子时的碳足迹。影响最大：{title.zh}，{change.zh}。",
    )
    if any(bar.second for bar in bars):
        caption = Text(f"{caption.en} A paler bar is the range of a derived factor.", f"{caption.zh}浅色为推导因子的取值范围。")
    return _compared("electricity", caption, bars, found.result)


def _base(result: Footprint) -> Bar:
    return Bar("base", _STATED, 0.0, result.value, (number_text(result.value), Text("", "")), TOTAL, bold=True)


def _other(
    name: str,
    label: Text,
    value: float | None,
    delta: float | None,
    share: float | None,
    result: Footprint,
    *,
    facts: tuple[tuple[Text, float | str | Text | None], ...] = (),
    second: tuple[float, float, str] | None = None,
) -> Bar:
    """Give the bar of another result beside the stated one; without length where there is none."""
    if value is None or delta is None:
        return Bar(name, label, 0.0, 0.0, (_NONE, Text("", "")), TOTAL, facts=facts)
    change = (Text("change, kg CO2e", "变化，kg CO2e"), delta)
    colour = CREDIT if delta < 0 else DIRECT if delta > 0 else TOTAL
    return Bar(name, label, 0.0, value, (number_text(value), _percent(share)), colour, facts=(change, *facts), second=second)


def _around(
    name: str, label: Text, under: Text | None, value: float, delta: float | None, result: Footprint, used: bool, bold: bool = False
) -> Bar:
    """Give the bar from the stated result to another one."""
    change = delta if delta is not None else value - result.value
    share = change / result.value if result.value else None
    colour = TOTAL if used else CREDIT if change < 0 else DIRECT
    facts = ((Text("change, kg CO2e", "变化，kg CO2e"), change),)
    return Bar(
        name, label, result.value, value, (number_text(value), _percent(share)), colour, value=value, under=under, facts=facts, bold=bold
    )


def _compared(name: str, caption: Text, bars: Sequence[Bar], result: Footprint) -> Figure:
    layout = Layout(per_declared_unit(result), _HEADS, base=(result.value, _STATED))
    return _drawn(name, caption, bars, layout)


def _drawn(name: str, caption: Text, bars: Sequence[Bar], layout: Layout) -> Figure:
    alt = Text(
        f"{caption.en} " + "; ".join(f"{bar.label.en}: {' '.join(cell.en for cell in bar.cells).strip()}" for bar in bars) + ".",
        f"{caption.zh}" + "；".join(f"{bar.label.zh}：{' '.join(cell.zh for cell in bar.cells).strip()}" for bar in bars) + "。",
    )
    return figure(name, caption, alt, lambda lang, width: bar_chart(bars, layout, alt, lang, width))


def _key(key: str) -> Text:
    if key.startswith("property:"):
        name = key.removeprefix("property:")
        return Text(f"property {name}", f"属性 {name}")
    return called(ALLOCATION_KEYS, key)


def _text(texts: Mapping[Language, str]) -> Text:
    return Text(printable(texts["en"]), printable(texts["zh"]))


def _percent(share: float | None) -> Text:
    """Write a change in per cent, with its sign."""
    if share is None:
        return Text("", "")
    text = percent(share).replace("-", "−")
    return Text(*[text if share <= 0 or text.startswith("<") else f"+{text}"] * 2)


def _change(delta: float | None, share: float | None) -> Text:
    text = number_text(delta)
    sign = "+" if (delta or 0.0) > 0 else ""
    more = _percent(share)
    return Text(
        f"{sign}{text.en} kg CO2e" + (f" ({more.en})" if more.en else ""),
        f"{sign}{text.zh} kg CO2e" + (f"（{more.zh}）" if more.zh else ""),
    )
