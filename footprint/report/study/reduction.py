"""Where to cut: what reduces the footprint, by how much, and what it takes to reach the target."""

from __future__ import annotations

from typing import Any

from footprint.report.study.document import Block, Cell, Column, Number, Row, Section, Table, Text
from footprint.report.study.interpretation import CHANGE, SHARE, VALUE, absent, both
from footprint.report.study.material import Material, fill, joined, kg, paragraph, share

__all__ = ["reduction", "where_to_cut"]

NAMED = 4
"""Levers that are named in a sentence."""


def reduction(material: Material) -> Section:
    """Write where to cut."""
    title = Text("Where to cut", "减排途径")
    found = material.analysis.levers
    if found is None:
        return Section("reduction", title, (absent(material, "levers"),))
    blocks: list[Block] = [
        paragraph(
            "The aim is {target} less: from {value} to {goal}.",
            "目标为减少 {target}：由 {value} 降至 {goal}。",
            target=share(found.target),
            value=kg(found.result.value),
            goal=kg(found.goal),
        )
    ]
    if (text := _combined(material)) is not None:
        blocks.append(text)
    blocks += [*material.figure("levers"), _table(found)]
    if found.combined is not None and found.combined.steps:
        blocks.append(_steps(found))
    if found.left_out:
        blocks.append(_left_out(found))
    return Section("reduction", title, tuple(blocks))


def where_to_cut(material: Material) -> tuple[Text, ...]:
    """Say in two sentences where to cut, for the first page."""
    found = material.analysis.levers
    if found is None or not found.levers:
        return ()
    best = [lever for lever in found.levers if lever.delta is not None and lever.delta < 0][:NAMED]
    parts = [
        fill(
            "{title} ({delta}, {share})",
            "{title}（{delta}，{share}）",
            title=both(lever.title),
            delta=kg(lever.delta, signed=True),
            share=share(lever.share, signed=True),
        )
        for lever in best
    ]
    texts = []
    if parts:
        texts.append(
            fill(
                "The levers with the largest effect, each alone: {parts}.",
                "单独实施时效果最大的措施：{parts}。",
                parts=joined(parts, "; ", "；"),
            )
        )
    combined = _combined_text(material)
    return (*texts, *([combined] if combined else []))


def _combined(material: Material) -> Block | None:
    text = _combined_text(material)
    return None if text is None else paragraph("{text}", "{text}", text=text)


def _combined_text(material: Material) -> Text | None:
    found = material.analysis.levers
    together = found.combined
    if together is None or not together.steps:
        return None
    titles = {lever.id: both(lever.title) for lever in found.levers}
    target = share(found.target)
    if together.reaches:
        steps = together.steps[: together.needed or len(together.steps)]
        reached = steps[-1].value
        return fill(
            "{target} less is reached with: {names}. Together they bring the footprint to {value}; this is one calculation, not a sum.",
            "实现减少 {target} 需采取：{names}。合并计算（而非简单相加）后碳足迹降至 {value}。",
            target=target,
            names=joined([titles.get(step.lever, Text(step.lever, step.lever)) for step in steps], ", ", "、"),
            value=kg(reached),
        )
    return fill(
        "All levers that go together bring the footprint to {value} ({share}): {target} less cannot be reached with them.",
        "全部可同时实施的措施合并后，碳足迹降至 {value}（{share}），达不到减少 {target} 的目标。",
        value=kg(together.value),
        share=share(together.share, signed=True),
        target=target,
    )


def _table(found: Any) -> Table:
    from footprint.insight.levers import KINDS

    rows = []
    for lever in found.levers:
        needed: Cell = both(lever.needed.text)
        kind = both(KINDS[lever.kind])
        title = both(lever.title)
        if lever.note is not None:
            note = both(lever.note)
            title = Text(f"{title.en} ({note.en})", f"{title.zh}（{note.zh}）")
        rows.append(Row((title, kind, Number(lever.value), Number(lever.delta, signed=True), share(lever.share, signed=True), needed)))
    return Table(
        "levers",
        Text("What reduces the footprint, each lever alone", "各项措施单独实施的效果"),
        (
            Column(Text("Lever", "措施")),
            Column(Text("Kind", "类型")),
            VALUE,
            CHANGE,
            SHARE,
            Column(Text("What the target would need of it alone", "仅靠此项达到目标所需")),
        ),
        tuple(rows),
        note=Text(
            "Every lever is calculated anew as a whole. It is a possibility within the model; whether the plant can take it "
            "has to be checked.",
            "每项措施均整体重新计算。措施为模型上的可能性，能否在本厂实施需另行核实。",
        ),
    )


def _steps(found: Any) -> Table:
    titles = {lever.id: both(lever.title) for lever in found.levers}
    rows = [Row((Text("Today", "现状"), Number(found.result.value), "", ""))]
    base = found.result.value
    for step in found.combined.steps:
        rows.append(
            Row(
                (
                    titles.get(step.lever, Text(step.lever, step.lever)),
                    Number(step.value),
                    Number(step.delta, signed=True),
                    share((step.value - base) / base if base else None, signed=True),
                )
            )
        )
    return Table(
        "combined-levers",
        Text("Step by step: each line with all lines above it", "逐步合并：每行包含其上各行的措施"),
        (Column(Text("Lever", "措施")), VALUE, CHANGE, Column(Text("Against today", "相对现状"), numeric=True)),
        tuple(rows),
    )


def _left_out(found: Any) -> Table:
    rows = tuple(Row((both(entry.title), both(entry.why))) for entry in found.left_out)
    return Table(
        "levers-left-out",
        Text("What was looked at and left out", "已考察但未列入的措施"),
        (Column(Text("Lever", "措施")), Column(Text("Reason", "理由"))),
        rows,
    )
