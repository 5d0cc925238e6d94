"""The first page: the number, what it is made of, where to cut, and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from footprint.engine.result import Contribution
from footprint.insight.electricity.uses import direct_uses
from footprint.report.study.document import Block, Cell, Column, Number, Paragraph, Row, Section, Table, Text
from footprint.report.study.material import CO2E, Material, fill, kg, listed, share
from footprint.report.study.reduction import where_to_cut
from footprint.report.study.scope import product_name

__all__ = ["MOST", "Group", "groups", "key_messages", "summary"]

MOST = 0.8
"""What part of Σ|contribution| the main groups carry together; usual for the choice of hotspots."""

LISTED = 8
"""Main groups, and uses of each, that are listed at most."""

NAMED = 3
"""Groups and uses that a sentence names."""


@dataclass(frozen=True, slots=True)
class Group:
    """Contributions of one provider.

    Parameters
    ----------
    provider
        Dataset, other model, declared footprint or elementary flow.
    leaves
        Largest |value| first.
    """

    provider: str
    leaves: tuple[Contribution, ...]

    @property
    def value(self) -> float:
        """What it adds, in kg CO2e per declared unit."""
        return math.fsum(leaf.value for leaf in self.leaves)

    @property
    def amount(self) -> Number:
        """What is taken of it per declared unit."""
        return Number(math.fsum(leaf.amount for leaf in self.leaves), self.leaves[0].unit)


def groups(leaves: Sequence[Contribution]) -> tuple[Group, ...]:
    """Put contributions of one provider together, largest |value| first: electricity counts once, wherever it is used."""
    found: dict[str, list[Contribution]] = {}
    for leaf in leaves:
        found.setdefault(leaf.provider, []).append(leaf)
    made = [Group(name, tuple(sorted(parts, key=lambda leaf: (-abs(leaf.value), leaf.exchange)))) for name, parts in found.items()]
    return tuple(sorted(made, key=lambda group: (-abs(group.value), group.provider)))


def main_groups(leaves: Sequence[Contribution]) -> tuple[Group, ...]:
    """Give the fewest groups that carry most of Σ|value|."""
    every = groups(leaves)
    whole = math.fsum(abs(group.value) for group in every)
    found: list[Group] = []
    for group in every:
        if math.fsum(abs(entry.value) for entry in found) >= MOST * whole:
            break
        found.append(group)
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
    """Say in a few sentences what the numbers say, the most important first."""
    parts = _total(material), _net(material), _largest(material), _uses(material)
    said = (*parts, *where_to_cut(material), _spread(material), _surer(material))
    return tuple(text for text in said if text is not None)


def _total(material: Material) -> Text:
    result = material.analysis.result
    return fill(
        "{unit} of “{product}” has a footprint of {total}, from cradle to gate.",
        "{unit}{product}从摇篮到大门的碳足迹为 {total}。",
        unit=Text(str(result.model.product.declared_unit), f"{result.model.product.declared_unit} "),
        product=product_name(material),
        total=kg(result.value),
    )


def _net(material: Material) -> Text | None:
    """Give the net sum of ISO 14067 where biogenic carbon makes it another number."""
    result = material.analysis.result
    net = result.sums.get("iso_net")
    if net is None or abs(net - result.value) < 0.01 * abs(result.value):
        return None
    return fill(
        "Biogenic carbon counted both ways, taken up and given off (net sum of ISO 14067), it is {net}.",
        "计入生物成因碳的吸收与排放后（ISO 14067 净值）为 {net}。",
        net=kg(net),
    )


def _largest(material: Material) -> Text | None:
    result = material.analysis.result
    found = main_groups(result.contributions)
    if not found:
        return None
    parts = [
        fill("{name} ({share})", "{name}（{share}）", name=material.names.taken(group.leaves[0]), share=material.part(group.value))
        for group in found[:NAMED]
    ]
    named = listed(parts)
    together = material.part(math.fsum(group.value for group in found))
    if len(found) == 1:
        return fill("Most of it is {parts}.", "其中绝大部分来自{parts}。", parts=named)
    if len(found) > len(parts):
        return fill(
            "{count} of its {all} inputs and emissions make up {share}; the largest are: {parts}.",
            "{all} 种投入与排放中，{count} 种合计占 {share}，最大的是：{parts}。",
            count=len(found),
            all=len(groups(result.contributions)),
            share=together,
            parts=named,
        )
    return fill(
        "{count} of its {all} inputs and emissions make up {share}: {parts}.",
        "{all} 种投入与排放中，{count} 种合计占 {share}：{parts}。",
        count=len(found),
        all=len(groups(result.contributions)),
        share=together,
        parts=named,
    )


def _uses(material: Material) -> Text | None:
    """Say where the largest input that several processes share is used."""
    result = material.analysis.result
    shared = [group for group in main_groups(result.contributions) if len(group.leaves) > 1]
    if not shared:
        return None
    group = shared[0]
    uses = [
        fill("{name} ({share})", "{name}（{share}）", name=material.names.process(leaf.process), share=material.part(leaf.value))
        for leaf in group.leaves[:NAMED]
    ]
    emitted = group.provider not in result.calculation.chain.activities
    text = fill(
        "{what}, {amount} in all, is emitted most by: {uses}." if emitted else "{what}, {amount} in all, is used most in: {uses}.",
        "{what}合计 {amount}，排放最大的过程是：{uses}。" if emitted else "{what}合计 {amount}，用量最大的过程是：{uses}。",
        what=_capital(material.names.taken(group.leaves[0])),
        amount=group.amount,
        uses=listed(uses),
    )
    every = _with_suppliers(material, group) if group.provider in result.calculation.chain.datasets else None
    return text if every is None else Text(f"{text.en} {every.en}", text.zh + every.zh)


def _with_suppliers(material: Material, group: Group) -> Text | None:
    """Count what the models of suppliers take of the same."""
    result = material.analysis.result
    value = math.fsum(use.value for use in direct_uses(result) if use.provider == group.provider)
    if abs(value - group.value) < 0.01 * abs(result.value):
        return None
    return fill(
        "With what the models of its suppliers take of it, that is {value}, {share} of the footprint.",
        "计入供应商模型中的用量，其碳足迹共 {value}，占 {share}。",
        value=kg(value),
        share=material.part(value),
    )


def _capital(text: Text) -> Text:
    return Text(text.en[:1].upper() + text.en[1:], text.zh)


def _spread(material: Material) -> Text | None:
    uncertain = material.analysis.uncertainty
    if uncertain is None:
        return None
    return fill(
        "The data leave a range: 95 % of {draws} draws lie between {low} and {high}.",
        "受数据不确定性影响，{draws} 次抽样中 95 % 的结果在 {low} 至 {high} 之间。",
        draws=uncertain.statistics.count,
        low=Number(uncertain.statistics.percentile(2.5)),
        high=kg(uncertain.statistics.percentile(97.5)),
    )


def _surer(material: Material) -> Text | None:
    uncertain = material.analysis.uncertainty
    if uncertain is None or not uncertain.influences or not uncertain.influences[0].share:
        return None
    first = uncertain.influences[0]
    return fill(
        "What to know better first: {name} ({share} of the variance).",
        "最应改进的数据：{name}（占方差的 {share}）。",
        name=material.names.quantity(first.name),
        share=share(first.share),
    )


def _main_table(material: Material) -> Table:
    result = material.analysis.result
    found = main_groups(result.contributions)[:LISTED]
    rows: list[Row] = []
    for group in found:
        rows.append(Row((material.names.provider(group.provider), group.amount, Number(group.value), material.part(group.value))))
        if len(group.leaves) > 1:
            rows += _uses_of(material, group)
    rest = len(groups(result.contributions)) - len(found)
    if rest:
        value = result.value - math.fsum(group.value for group in found)
        rows.append(Row((fill("{count} others", "其余 {count} 种", count=rest), "", Number(value), material.part(value)), total=True))
    rows.append(Row((Text("Total", "合计"), "", Number(result.value), material.part(result.value)), total=True))
    return Table(
        "main-contributions",
        Text("What most of the footprint is made of, and where it is used", "碳足迹的主要构成及其使用环节"),
        (
            Column(Text("Input or emission, use", "投入或排放、使用环节")),
            Column(Text("Amount per declared unit", "每声明单位用量"), numeric=True),
            Column(Text("Footprint", "碳足迹"), CO2E, numeric=True),
            Column(Text("Share", "占比"), numeric=True),
        ),
        tuple(rows),
        tree=True,
    )


def _uses_of(material: Material, group: Group) -> list[Row]:
    rows = []
    for leaf in group.leaves[:LISTED]:
        cells: tuple[Cell, ...] = (
            material.names.process(leaf.process),
            Number(leaf.amount, leaf.unit),
            Number(leaf.value),
            material.part(leaf.value),
        )
        rows.append(Row(cells, depth=1))
    small = group.leaves[LISTED:]
    if small:
        value, amount = math.fsum(leaf.value for leaf in small), math.fsum(leaf.amount for leaf in small)
        name = fill("{count} more uses", "其余 {count} 处", count=len(small))
        rows.append(Row((name, Number(amount, group.leaves[0].unit), Number(value), material.part(value)), depth=1))
    return rows
