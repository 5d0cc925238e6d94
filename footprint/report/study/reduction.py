"""Where to cut: what reduces the footprint, by how much, and what it takes to reach the target."""

from __future__ import annotations

from footprint.insight.levers import KINDS, Lever, Levers, Step
from footprint.report.study.document import Block, Cell, Column, Number, Paragraph, Row, Section, Table, Text
from footprint.report.study.interpretation import CHANGE, SHARE, VALUE, absent, both
from footprint.report.study.material import Material, fill, kg, listed, paragraph, part_in_words, share

__all__ = ["reduction", "where_to_cut"]

NAMED = 3
"""Levers that a sentence names."""
SECTION = Text("in “Where to cut”", "“减排途径”")
"""Where conditions stand, seen from elsewhere in the report."""


def reduction(material: Material) -> Section:
    """Write where to cut."""
    title = Text("Where to cut", "减排途径")
    found = material.analysis.levers
    if found is None:
        return Section("reduction", title, (absent(material, "levers"),))
    if not found.levers:
        none = paragraph("Nothing was found in the model that lowers the footprint.", "模型中未找到可降低碳足迹的措施。")
        return Section("reduction", title, (none, *_left_out(found)))
    blocks: list[Block] = [
        paragraph(
            "The aim is {target} less: from {value} to {goal}.",
            "目标为减少{target}：由 {value} 降至 {goal}。",
            target=_set_off(part_in_words(found.target)),
            value=Number(found.result.value),
            goal=kg(found.goal),
        ),
        *(Paragraph(text) for text in where_to_cut(material, Text("in the table of conditions below", "下文前提条件表"))),
        *material.figure("levers"),
        _table(found),
        *_conditions(found),
        *_steps(found),
        *_left_out(found),
    ]
    return Section("reduction", title, tuple(blocks))


def where_to_cut(material: Material, conditions: Text = SECTION) -> tuple[Text, ...]:
    """Say in few sentences where to cut.

    Parameters
    ----------
    conditions
        Where it is said what the levers suppose.
    """
    found = material.analysis.levers
    if found is None or not found.levers:
        return ()
    said = [_goal(material, found, conditions)]
    alone = _apart(found.levers)[:NAMED]
    parts = [
        fill("{title} ({share})", "{title}（{share}）", title=both(lever.title), share=share(lever.share, signed=True)) for lever in alone
    ]
    said.append(fill("Largest effect, each alone: {parts}.", "单项效果最大的措施：{parts}。", parts=listed(parts)))
    return tuple(text for text in said if text is not None)


def _apart(levers: tuple[Lever, ...]) -> list[Lever]:
    """Give the best of levers that change the same thing: wind power and hydropower for the same machines are one choice."""
    chosen: list[Lever] = []
    for lever in levers:
        if not any(lever.touches & other.touches for other in chosen):
            chosen.append(lever)
    return chosen


def _alone(material: Material, found: Levers) -> Text | None:
    """Say what the best single value would have to be to reach the target alone."""
    best = next((lever for lever in found.levers if lever.needed.value is not None and len(lever.scenario.amounts) == 1), None)
    if best is None:
        return None
    return fill(
        "For that alone, {name} would have to be {value}.",
        "若仅靠单项，{name}须为 {value}。",
        name=material.names.quantity(next(iter(best.scenario.amounts))),
        value=best.needed.value or "",
    )


def _goal(material: Material, found: Levers, conditions: Text) -> Text | None:
    """Say whether and how the target is reached."""
    together = found.combined
    if together is None or not together.steps:
        return None
    titles = {lever.id: both(lever.title) for lever in found.levers}
    aim = part_in_words(found.target)
    target = Text(aim.en[:1].upper() + aim.en[1:], _set_off(aim).zh)
    if together.needed is None:
        text = fill(
            "{target} less is out of reach with what the model knows: all {count} levers that go together bring {share}, to {value}.",
            "按模型中已有的措施无法减少{target}：可同时实施的 {count} 项措施合计 {share}，降至 {value}。",
            target=target,
            count=len(together.steps),
            share=share(together.share, signed=True),
            value=kg(together.value),
        )
        more = _alone(material, found)
        return text if more is None else Text(f"{text.en} {more.en}", text.zh + more.zh)
    steps = together.steps[: together.needed]
    first = found.lever(steps[0].lever)
    if len(steps) == 1:
        text = fill(
            "{target} less is reached with one lever: {name}. It brings the footprint to {value} ({share}).",
            "仅一项措施即可减少{target}：{name}，碳足迹降至 {value}（{share}）。",
            target=target,
            name=titles[first.id],
            value=kg(first.value),
            share=share(first.share, signed=True),
        )
        if first.needed.fraction is not None and first.needed.fraction < 1:
            more = fill(" {part} of it is enough.", "实施其中的 {part} 即可达到目标。", part=share(first.needed.fraction))
            text = Text(text.en + more.en, text.zh + more.zh)
        supposed = fill(" What it supposes is said {where}.", "其前提条件见{where}。", where=conditions)
        return text if first.note is None else Text(text.en + supposed.en, text.zh + supposed.zh)
    return fill(
        "{target} less is reached with {count} levers, one upon the other: {names}. They bring the footprint to {value}. "
        "What each of them supposes is said {where}.",
        "依次实施 {count} 项措施可减少{target}：{names}，碳足迹降至 {value}。各项措施的前提条件见{where}。",
        target=target,
        count=len(steps),
        names=listed([_with_delta(titles[step.lever], step) for step in steps]),
        value=kg(steps[-1].value),
        where=conditions,
    )


def _set_off(text: Text) -> Text:
    """Set a number off from the Chinese before it."""
    return Text(text.en, f" {text.zh}" if text.zh[:1].isdigit() else text.zh)


def _with_delta(title: Text, step: Step) -> Text:
    return fill("{title} ({delta})", "{title}（{delta}）", title=title, delta=kg(step.delta, signed=True))


def _table(found: Levers) -> Table:
    rows = []
    for lever in found.levers:
        cells: tuple[Cell, ...] = (
            both(lever.title),
            both(KINDS[lever.kind]),
            Number(lever.value),
            Number(lever.delta, signed=True),
            share(lever.share, signed=True),
            _needed(lever),
        )
        rows.append(Row(cells))
    return Table(
        "levers",
        Text("What lowers the footprint, each lever alone", "各项措施单独实施的效果"),
        (
            Column(Text("Lever", "措施")),
            Column(Text("Kind", "类型")),
            VALUE,
            CHANGE,
            SHARE,
            Column(Text("Enough for the target", "达标所需")),
        ),
        tuple(rows),
        note=Text(
            "Every lever is calculated anew as a whole; effects do not add up.",
            "每项措施均整体重新计算；各项效果不可简单相加。",
        ),
    )


def _needed(lever: Lever) -> Text:
    """Say how much of a lever alone reaches the target."""
    needed = lever.needed
    if needed.possible and needed.fraction is not None and needed.fraction < 1:
        return fill("{part} of it", "其中 {part}", part=share(needed.fraction))
    if needed.possible:
        return Text("all of it", "全部实施")
    if needed.value is not None:
        return fill("not alone: {value}", "单独不够：须为 {value}", value=needed.value)
    return Text("not alone", "单独不够")


def _conditions(found: Levers) -> tuple[Block, ...]:
    """Say under which conditions levers hold: once for each kind, and for every scenario of the model."""
    rows: dict[str, tuple[Text, Text]] = {}
    for lever in found.levers:
        if lever.note is not None:
            title = both(lever.title) if lever.kind == "scenario" else both(KINDS[lever.kind])
            rows.setdefault(title.en, (title, both(lever.note)))
    if not rows:
        return ()
    columns = (Column(Text("Levers", "措施")), Column(Text("Condition or remark", "条件与说明")))
    caption = Text("What the levers suppose", "措施的前提条件")
    return (Table("lever-conditions", caption, columns, tuple(Row(cells) for cells in rows.values())),)


def _steps(found: Levers) -> tuple[Block, ...]:
    if found.combined is None or not found.combined.steps:
        return ()
    titles = {lever.id: both(lever.title) for lever in found.levers}
    base = found.result.value
    rows = [Row((Text("Today", "现状"), Number(base), "", ""))]
    for step in found.combined.steps:
        against = share((step.value - base) / base if base else None, signed=True)
        rows.append(Row((titles[step.lever], Number(step.value), Number(step.delta, signed=True), against)))
    return (
        Table(
            "combined-levers",
            Text("Levers that go together: each line with all lines above it", "可同时实施的措施：每行均包含其上各行"),
            (Column(Text("Lever", "措施")), VALUE, CHANGE, Column(Text("Against today", "相对现状"), numeric=True)),
            tuple(rows),
        ),
    )


def _left_out(found: Levers) -> tuple[Block, ...]:
    if not found.left_out:
        return ()
    rows = tuple(Row((both(entry.title), both(entry.why))) for entry in found.left_out)
    columns = (Column(Text("Change", "变更")), Column(Text("Reason", "理由")))
    return (Table("levers-left-out", Text("What was looked at and left out", "已考察但未列入的变更"), columns, rows),)
