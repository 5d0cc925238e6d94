"""The first page: the number, how sure it is, what it is made of, and where to begin."""

from __future__ import annotations

import math
from collections.abc import Sequence

from footprint.engine.result import Contribution
from footprint.report.study.document import Block, Column, Number, Paragraph, Row, Section, Table, Text
from footprint.report.study.material import CO2E, Material, fill, joined, kg, share

__all__ = ["MOST", "key_messages", "main_contributions", "summary"]

MOST = 0.8
"""What part of Σ|contribution| the main contributions carry together; usual for the choice of hotspots."""

TOP = 8
"""Main contributions that are listed at most."""


def main_contributions(leaves: Sequence[Contribution], most: float = MOST) -> tuple[Contribution, ...]:
    """Give the fewest contributions that carry most of Σ|contribution|, largest first."""
    whole = math.fsum(abs(leaf.value) for leaf in leaves)
    found: list[Contribution] = []
    for leaf in sorted(leaves, key=lambda leaf: (-abs(leaf.value), leaf.exchange)):
        if math.fsum(abs(entry.value) for entry in found) >= most * whole:
            break
        found.append(leaf)
    return tuple(found)


def summary(material: Material, messages: tuple[Text, ...]) -> Section:
    """Write the first page.

    Parameters
    ----------
    messages
        Of `key_messages`.
    """
    blocks: list[Block] = [Paragraph(text) for text in messages]
    blocks += material.figure("sankey")
    blocks.append(_main_table(material))
    return Section("summary", Text("Summary", "摘要"), tuple(blocks))


def key_messages(material: Material) -> tuple[Text, ...]:
    """Say in a few sentences what the numbers say."""
    return tuple(
        text for text in (_total(material), _spread(material), _largest(material), _stages(material), _electricity(material)) if text
    )


def _total(material: Material) -> Text:
    result = material.analysis.result
    return fill(
        "{unit} of {product} carries {total} from cradle to gate.",
        "{unit} {product}从摇篮到大门的碳足迹为 {total}。",
        unit=str(result.model.product.declared_unit),
        product=Text(result.model.product.name.text("en"), result.model.product.name.text("zh")),
        total=kg(result.value),
    )


def _spread(material: Material) -> Text | None:
    uncertain = material.analysis.uncertainty
    if uncertain is None:
        return None
    low, high = uncertain.statistics.percentile(2.5), uncertain.statistics.percentile(97.5)
    found = fill(
        "With the uncertainty of the data, 95 % of {draws} draws lie between {low} and {high}.",
        "考虑数据的不确定性，{draws} 次抽样中 95 % 的结果在 {low} 至 {high} 之间。",
        draws=uncertain.statistics.count,
        low=Number(low),
        high=kg(high),
    )
    if not uncertain.influences or not uncertain.influences[0].share:
        return found
    first = uncertain.influences[0]
    more = fill(
        " The largest part of it comes from {name} ({share} of the variance): better data there make the number surer.",
        "其中影响最大的是{name}（占方差的 {share}）：改进这一数据最能提高结果的可靠性。",
        name=material.names.quantity(first.name),
        share=share(first.share),
    )
    return Text(found.en + more.en, found.zh + more.zh)


def _largest(material: Material) -> Text | None:
    leaves = material.analysis.result.contributions
    found = main_contributions(leaves)
    if not found:
        return None
    named = found[:4]
    parts = [fill("{name} ({share})", "{name}（{share}）", name=material.names.leaf(leaf), share=share(leaf.share)) for leaf in named]
    together = math.fsum(leaf.value for leaf in found) / material.analysis.result.value if material.analysis.result.value else None
    if len(found) > len(named):
        return fill(
            "{count} of {all} inputs and emissions carry {share} of the footprint; the largest are {parts}.",
            "{all} 项投入与排放中，{count} 项合计占碳足迹的 {share}；最大的是{parts}。",
            count=len(found),
            all=len(leaves),
            share=share(together),
            parts=joined(parts),
        )
    return fill(
        "{count} of {all} inputs and emissions carry {share} of the footprint: {parts}.",
        "{all} 项投入与排放中，{count} 项合计占碳足迹的 {share}：{parts}。",
        count=len(found),
        all=len(leaves),
        share=share(together),
        parts=joined(parts),
    )


def _stages(material: Material) -> Text | None:
    stages = sorted(material.analysis.result.stages, key=lambda stage: -stage.value)
    if len(stages) < 2:
        return None
    named = [
        fill("{name} ({share})", "{name}（{share}）", name=material.names.stage(stage.stage), share=share(stage.share))
        for stage in stages[:3]
    ]
    return fill("By life cycle stage: {parts}.", "按生命周期阶段：{parts}。", parts=joined(named, ", ", "、"))


def _electricity(material: Material) -> Text | None:
    """Sum what electricity carries: it is spread over many processes, so no single contribution shows it."""
    result = material.analysis.result
    chain = result.calculation.chain
    found = [leaf for leaf in result.contributions if (dataset := chain.datasets.get(leaf.provider)) and dataset.product == "electricity"]
    value = math.fsum(leaf.value for leaf in found)
    if len(found) < 2 or not result.value or value / result.value < 0.05:
        return None
    amount = math.fsum(leaf.amount for leaf in found if leaf.unit == "kWh")
    return fill(
        "Electricity bought for {count} uses adds up to {amount} and {value}, {share} of the footprint.",
        "{count} 处外购电力合计 {amount}，碳足迹 {value}，占 {share}。",
        count=len(found),
        amount=Number(amount, "kWh"),
        value=kg(value),
        share=share(value / result.value),
    )


def _main_table(material: Material) -> Table:
    result = material.analysis.result
    found = main_contributions(result.contributions)[:TOP]
    rows = [Row((material.names.leaf(leaf), Number(leaf.amount, leaf.unit), Number(leaf.value), share(leaf.share))) for leaf in found]
    rest = len(result.contributions) - len(found)
    if rest:
        value = result.value - math.fsum(leaf.value for leaf in found)
        name = fill("{count} others", "其余 {count} 项", count=rest)
        rows.append(Row((name, "", Number(value), share(value / result.value if result.value else None)), total=True))
    rows.append(Row((Text("Total", "合计"), "", Number(result.value), share(1.0 if result.value else None)), total=True))
    return Table(
        "main-contributions",
        Text("What most of the footprint is made of", "碳足迹的主要构成"),
        (
            Column(Text("Input or emission", "投入或排放")),
            Column(Text("Amount per declared unit", "每声明单位用量"), numeric=True),
            Column(Text("Footprint", "碳足迹"), CO2E, numeric=True),
            Column(Text("Share", "占比"), numeric=True),
        ),
        tuple(rows),
    )
