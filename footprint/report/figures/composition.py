"""What a footprint consists of: stages, gases, categories, and the largest parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from footprint.engine.result import Contribution, Footprint
from footprint.report.figures.bars import Bar, Layout, bar_chart
from footprint.report.figures.theme import BURDEN, CREDIT, REST, TOTAL, figure
from footprint.report.naming import category_name, flow_name, process_name, stage_text, taken_name
from footprint.report.rounding import number, percent
from footprint.report.study.document import Figure, Text

__all__ = ["categories", "gases", "hotspots", "number_text", "per_declared_unit", "share_text", "stages"]

_SHARE, _VALUE = Text("share", "占比"), Text("kg CO2e", "kg CO2e")
_TOTAL = Text("total", "合计")


def stages(result: Footprint) -> Figure | None:
    """Show the life cycle stages, in the order of the model; ``None`` where there is none."""
    if not result.stages:
        return None
    bars = [_bar(stage.stage, stage_text(stage.stage), stage.value, stage.share) for stage in result.stages]
    largest = max(result.stages, key=lambda stage: abs(stage.value))
    name = stage_text(largest.stage)
    caption = Text(
        f"Footprint by life cycle stage. The largest is “{name.en}” with {_part(largest.value, largest.share)}.",
        f"按生命周期阶段划分的碳足迹。最大的阶段是“{name.zh}”：{_part(largest.value, largest.share, '，')}。",
    )
    return _composition("stages", caption, [*bars, _total(result)], result)


def gases(result: Footprint, top: int = 7) -> Figure | None:
    """Show the greenhouse gases, the largest one by one; ``None`` where none counts."""
    counted = [gas for gas in result.gases if gas.value]
    if not counted:
        return None
    scale = math.fsum(abs(gas.value) for gas in counted)
    bars = [
        _bar(gas.flow, flow_name(gas.flow), gas.value, _share(gas.value, result), ((Text(gas.unit, gas.unit), gas.amount),))
        for gas in counted[:top]
        if abs(gas.value) >= 0.0005 * scale
    ]
    bars += _rest([gas.value for gas in counted[len(bars) :]], result, Text("other gases", "其他气体"))
    first = flow_name(counted[0].flow)
    caption = Text(
        f"Footprint by greenhouse gas. The largest is “{first.en}” with {_part(counted[0].value, _share(counted[0].value, result))}.",
        f"按温室气体划分的碳足迹。最大的是“{first.zh}”：{_part(counted[0].value, _share(counted[0].value, result), '，')}。",
    )
    return _composition("gases", caption, [*bars, _total(result)], result)


def categories(result: Footprint) -> Figure | None:
    """Show fossil, biogenic, land-use parts and removals; those that are unknown are named, not drawn as zero."""
    known = [(name, value) for name, value in result.categories.items() if value]
    unknown = [category_name(name) for name, value in result.categories.items() if value is None]
    if not known:
        return None
    bars = [
        Bar(
            name,
            category_name(name),
            0.0,
            value,
            (number_text(value),),
            BURDEN if value >= 0 else CREDIT,
            share=None,
        )
        for name, value in known
    ]
    bars += [
        Bar(name, _SUMS[name], 0.0, value, (number_text(value),), TOTAL, bold=name == result.sum)
        for name, value in result.sums.items()
        if value is not None
    ]
    more = Text("", "")
    if unknown:
        more = Text(
            f" Unknown, because some factors do not tell gases and origins apart: {', '.join(name.en for name in unknown)}.",
            f"因部分因子未区分气体与来源而未知：{'、'.join(name.zh for name in unknown)}。",
        )
    caption = Text(
        f"Fossil, biogenic and land-use parts of the footprint, and its three sums.{more.en}",
        f"碳足迹的化石源、生物成因与土地利用部分，以及三种合计口径。{more.zh}",
    )
    return _composition("categories", caption, bars, result)


def hotspots(result: Footprint, top: int = 12) -> Figure | None:
    """Show the largest parts with what they come to together; ``None`` where nothing contributes."""
    leaves = [leaf for leaf in result.contributions if leaf.value]
    if not leaves:
        return None
    bars: list[Bar] = []
    reached = 0.0
    for leaf in leaves[: _shown(leaves, top)]:
        reached += leaf.value
        label, process = taken_name(result, leaf.exchange, leaf.provider), process_name(result, leaf.process)
        facts = (
            (Text(leaf.unit, leaf.unit), leaf.amount),
            (Text("exchange", "交换"), leaf.exchange),
            (Text("stage", "阶段"), stage_text(leaf.stage)),
        )
        bar = _bar(leaf.exchange, label, leaf.value, leaf.share, facts)
        bars.append(replace(_with(bar, share_text(_share(reached, result))), under=process))
    rest = [leaf.value for leaf in leaves[len(bars) :]]
    bars += [
        _with(bar, share_text(_share(result.value, result)))
        for bar in _rest(rest, result, Text("other inputs and emissions", "其他投入与排放"))
    ]
    count = _needed([leaf.value for leaf in leaves], result.value)
    few = Text("", "")
    if count is not None:
        few = Text(
            f" {count} of {len(leaves)} make up four fifths of the footprint."
            if count > 1
            else " The first alone makes up four fifths of the footprint.",
            f"{len(leaves)} 项中的前 {count} 项合计占碳足迹的五分之四。",
        )
    caption = Text(
        f"The largest inputs and emissions, and their running total.{few.en}",
        f"最大的投入与排放及其累计占比。{few.zh}",
    )
    return _composition("hotspots", caption, bars, result, Text("running total", "累计"))


_SUMS = {
    "excl_uptake": Text("Sum without biogenic uptake", "合计：不计生物吸收"),
    "incl_uptake": Text("Sum with biogenic uptake", "合计：计入生物吸收"),
    "iso_net": Text("Net sum, as ISO 14067", "净合计（ISO 14067）"),
}


def per_declared_unit(result: Footprint) -> Text:
    """Name the unit of an axis."""
    declared = result.model.product.declared_unit
    return Text(f"kg CO2e per {declared}", f"kg CO2e / {declared}")


def number_text(value: float | None) -> Text:
    """Write a number for both languages, with a true minus sign."""
    return Text(number(value).replace("-", "−"), number(value, "未知").replace("-", "−"))


def share_text(share: float | None) -> Text:
    """Write a share for both languages."""
    return Text("", "") if share is None else Text(*[percent(share).replace("-", "−")] * 2)


def _composition(name: str, caption: Text, bars: Sequence[Bar], result: Footprint, *more: Text) -> Figure:
    """Make a figure of bars with value and share."""
    heads = (_VALUE, _SHARE, *more)[: max(len(bar.cells) for bar in bars)]
    layout = Layout(per_declared_unit(result), heads)
    shown = [(bar, " ".join(cell.en for cell in bar.cells[:2])) for bar in bars]
    alt = Text(
        f"{caption.en} " + "; ".join(f"{bar.label.en}: {text}" for bar, text in shown) + ".",
        f"{caption.zh}" + "；".join(f"{bar.label.zh}：{text}" for bar, text in shown) + "。",
    )
    return figure(name, caption, alt, lambda lang, width: bar_chart(bars, layout, alt, lang, width))


def _bar(name: str, label: Text, value: float, share: float | None, facts: tuple[tuple[Text, float | str | Text | None], ...] = ()) -> Bar:
    colour = BURDEN if value >= 0 else CREDIT
    return Bar(name, label, 0.0, value, (number_text(value), share_text(share)), colour, share=share, facts=facts)


def _with(bar: Bar, cell: Text) -> Bar:
    return replace(bar, cells=(*bar.cells, cell))


def _rest(values: Sequence[float], result: Footprint, what: Text) -> list[Bar]:
    """Put together what is too small to be shown one by one; nothing is left out."""
    if not values:
        return []
    value = math.fsum(values)
    label = Text(f"{len(values)} {what.en}", f"{what.zh}（{len(values)} 项）")
    share = _share(value, result)
    return [Bar("rest", label, 0.0, value, (number_text(value), share_text(share)), REST, share=share)]


def _total(result: Footprint) -> Bar:
    share = 1.0 if result.value else None
    return Bar("total", _TOTAL, 0.0, result.value, (number_text(result.value), share_text(share)), TOTAL, share=share, bold=True)


def _share(value: float, result: Footprint) -> float | None:
    return value / result.value if result.value else None


def _part(value: float, share: float | None, between: str = ", ") -> str:
    text = f"{number(value)} kg CO2e".replace("-", "−")
    return text if share is None else f"{text}{between}{percent(share).replace('-', '−')}"


def _needed(values: Sequence[float], total: float) -> int | None:
    """Count how many of the largest come to four fifths; ``None`` where credits make that meaningless."""
    if total <= 0 or any(value < 0 for value in values):
        return None
    reached = 0.0
    for count, value in enumerate(values, 1):
        reached += value
        if reached >= 0.8 * total:
            return count
    return None


def _shown(leaves: Sequence[Contribution], top: int) -> int:
    """Count those that are worth a bar of their own: half a percent of all, counted without signs; five at least."""
    scale = math.fsum(abs(leaf.value) for leaf in leaves)
    return min(top, max(5, sum(abs(leaf.value) >= 0.005 * scale for leaf in leaves)))
