"""Interpretation: what moves the footprint, how sure it is, and what other choices would have made of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from footprint.errors import Language
from footprint.insight.allocation_envelope import Envelope
from footprint.insight.explanation import Explanation
from footprint.insight.sensitivity import Sensitivity
from footprint.insight.uncertainty import Uncertainty
from footprint.report.study.analysis import said
from footprint.report.study.document import Block, Cell, Column, Facts, Number, Row, Section, Table, Text
from footprint.report.study.material import CO2E, Material, kg, listed, paragraph, quantity, share
from footprint.report.study.words import ALLOCATION_KEYS, ORIGINS, called

__all__ = ["CHANGE", "SHARE", "VALUE", "absent", "both", "interpretation", "movers"]

NO_RESULT = Text("no result at that value", "取该值时无结果")

TOP = 15
"""Rows of the tables of sensitivities and of uncertain values."""

CHANGE = Column(Text("Change", "变化"), CO2E, numeric=True)
VALUE = Column(Text("Footprint", "碳足迹"), CO2E, numeric=True)
SHARE = Column(Text("Change in %", "变化率"), numeric=True)


def interpretation(material: Material) -> Section:
    """Write the interpretation."""
    return Section(
        "interpretation",
        Text("Interpretation", "结果解释"),
        (),
        (
            Section("sensitivity", Text("Sensitivity", "敏感性分析"), _sensitivity(material)),
            Section("uncertainty", Text("Uncertainty", "不确定性分析"), _uncertainty(material)),
            Section("scenarios", Text("Scenarios", "情景分析"), _scenarios(material)),
            Section("electricity-sensitivity", Text("Other choices of electricity", "电力选择的敏感性"), _electricity(material)),
            Section("allocation-envelope", Text("Other keys of allocation", "分配方法的敏感性"), _envelope(material)),
        ),
    )


def both(texts: Any) -> Text:
    """Take a text that comes as a mapping of languages."""
    languages: tuple[Language, Language] = ("en", "zh")
    en, zh = (str(texts[lang]) for lang in languages)
    return Text(en, zh)


def absent(material: Material, name: str) -> Block:
    """Say that an analysis is missing, and why."""
    why = material.analysis.missing.get(name, Text("It was not asked for.", "未要求进行该项分析。"))
    return paragraph("This analysis is not part of the report. {why}", "本报告不含此项分析。{why}", why=why)


def movers(explanation: Explanation) -> tuple[Sensitivity, ...]:
    """Give what somebody can change, largest elasticity first: no results of formulas, and no outputs, which only scale a process."""
    return tuple(entry for entry in explanation.sensitivities if entry.elasticity and not entry.formula and "/outputs/" not in entry.name)


def _sensitivity(material: Material) -> tuple[Block, ...]:
    found = movers(material.analysis.explanation)
    if not found:
        return (paragraph("Nothing that the model states moves the footprint.", "模型给出的数值均不影响碳足迹。"),)
    first = found[0]
    rows = [
        Row((material.names.quantity(entry.name), entry.name, quantity(entry.value, entry.unit), Number(entry.elasticity, signed=True)))
        for entry in found[:TOP]
    ]
    kinks = [entry.name for entry in found[:TOP] if entry.kinks]
    blocks: list[Block] = [
        paragraph(
            "Largest effect: {name}. 1 % more of it changes the footprint by {elasticity} %. These are exact derivatives at the "
            "stated values, loops and formulas included.",
            "影响最大的是{name}：其值增加 1 %，碳足迹变化 {elasticity} %。各值均为给定值处的精确导数，已计入循环与公式。",
            name=material.names.quantity(first.name),
            elasticity=Number(first.elasticity, signed=True),
        ),
        *material.figure("sensitivities"),
        Table(
            "sensitivities",
            Text("What moves the footprint most", "对碳足迹影响最大的数值"),
            (
                Column(Text("Value", "数值")),
                Column(Text("Name in the model", "模型中的名称")),
                Column(Text("Stated", "取值"), numeric=True),
                Column(Text("Change in % for +1 %", "该值 +1 % 时的变化（%）"), numeric=True),
            ),
            tuple(rows),
        ),
    ]
    if kinks:
        blocks.append(
            paragraph(
                "A formula with min or max is on its kink at: {names}. The change downwards differs there.",
                "以下数值恰处于 min 或 max 公式的折点：{names}。减小时的变化与上表不同。",
                names=", ".join(kinks),
            )
        )
    return tuple(blocks)


def _uncertainty(material: Material) -> tuple[Block, ...]:
    found = material.analysis.uncertainty
    if found is None:
        return (absent(material, "uncertainty"),)
    seen = found.statistics
    facts: list[tuple[Text, Cell]] = [
        (Text("At the stated values", "按给定值"), kg(found.value)),
        (Text("Mean", "均值"), kg(seen.mean)),
        (Text("Standard deviation", "标准差"), kg(seen.sd)),
        *((Text(f"Percentile {entry.percent:g}", f"{entry.percent:g} % 分位数"), kg(entry.value)) for entry in seen.percentiles),
        (Text("Standard error of the mean", "均值的标准误"), kg(seen.mean_error)),
        (Text("Draws, seed", "抽样次数、随机种子"), f"{found.draws}, {found.seed}"),
    ]
    if found.first_order is not None:
        facts.append((Text("Standard deviation to first order", "一阶近似的标准差"), kg(found.first_order.sd)))
    derived = found.derived_share
    blocks: list[Block] = [
        paragraph(
            "All uncertain values were drawn together {draws} times (Monte Carlo). In 95 % of the draws the footprint lies "
            "between {low} and {high}.",
            "对全部不确定数值同时抽样 {draws} 次（蒙特卡洛法），95 % 的结果在 {low} 至 {high} 之间。",
            draws=found.draws,
            low=Number(seen.percentile(2.5)),
            high=kg(seen.percentile(97.5)),
        )
    ]
    above = float(np.mean(found.scores[~np.isnan(found.scores)] > found.value))
    blocks.append(
        paragraph(
            "{share} of the draws lie above the stated result of {value}.",
            "{share} 的抽样结果高于按给定值计算的结果 {value}。",
            share=share(above),
            value=kg(found.value),
        )
    )
    if derived is not None:
        blocks.append(
            paragraph(
                "{share} of the variance comes from distributions that the model does not state; they are derived from stated "
                "ranges and from data quality.",
                "{share} 的方差来自模型未给出的分布，这些分布由给出的合理范围和数据质量推导。",
                share=share(derived),
            )
        )
    if found.failed:
        count = math.fsum(cause.count for cause in found.failed)
        blocks.append(paragraph("{count} draws have no result and are left out.", "{count} 次抽样无结果，已剔除。", count=int(count)))
    if found.linear is False:
        blocks.append(
            paragraph(
                "The model bends over these ranges: the percentiles hold, the shares of the variance are rough.",
                "模型在这些范围内呈非线性：分位数可靠，方差占比仅供参考。",
            )
        )
    blocks += [*material.figure("distribution"), Facts(tuple(facts)), *material.figure("influences"), _influences(material, found)]
    return tuple(blocks)


def _influences(material: Material, found: Uncertainty) -> Table:
    unshared = Text("the result does not vary", "结果不变化") if found.why_not is None else said(found.why_not)
    rows = [
        Row(
            (
                material.names.quantity(entry.name),
                entry.name,
                share(entry.share, unshared),
                Number(entry.low, why=NO_RESULT),
                Number(entry.high, why=NO_RESULT),
                called(ORIGINS, entry.input.origin),
            )
        )
        for entry in found.influences[:TOP]
    ]
    return Table(
        "influences",
        Text("What makes the footprint uncertain", "不确定性的主要来源"),
        (
            Column(Text("Value", "数值")),
            Column(Text("Name in the model", "模型中的名称")),
            Column(Text("Share of the variance", "占方差"), numeric=True),
            Column(Text("Footprint at its 5 %", "取其 5 % 分位时"), CO2E, numeric=True),
            Column(Text("Footprint at its 95 %", "取其 95 % 分位时"), CO2E, numeric=True),
            Column(Text("Distribution", "分布")),
        ),
        tuple(rows),
    )


def _scenarios(material: Material) -> tuple[Block, ...]:
    found = material.analysis.what_if
    if found is None:
        return (absent(material, "what_if"),)
    if not found.outcomes:
        return (paragraph("The model names no scenarios.", "模型未设情景。"),)
    rows = []
    for outcome in found.outcomes:
        changes = [Text(entry.text("en"), entry.text("zh")) for entry in outcome.changes]
        why = None
        if outcome.value is None and outcome.findings:
            why = Text(outcome.findings[0].message("en"), outcome.findings[0].message("zh"))
        rows.append(
            Row(
                (
                    both(outcome.title),
                    Text("; ".join(text.en for text in changes), "；".join(text.zh for text in changes)),
                    Number(outcome.value, why=why),
                    Number(outcome.delta, why=why, signed=True),
                    share(outcome.share, why, signed=True),
                )
            )
        )
    return (
        paragraph("Each scenario is calculated anew as a whole, not estimated.", "每个情景均整体重新计算，而非估算。"),
        *material.figure("scenarios"),
        Table(
            "scenarios",
            Text("Scenarios of the model", "模型的情景"),
            (Column(Text("Scenario", "情景")), Column(Text("What changes", "变更内容")), VALUE, CHANGE, SHARE),
            tuple(rows),
        ),
    )


def _electricity(material: Material) -> tuple[Block, ...]:
    found = material.analysis.electricity
    if found is None:
        return (absent(material, "electricity"),)
    if not found.runs:
        return (paragraph("The model takes no electricity directly.", "模型未直接使用电力。"),)
    from footprint.insight.electricity import RUN_TITLES

    rows = []
    for run in found.runs:
        why = both(run.why)
        rows.append(
            Row(
                (
                    both(RUN_TITLES[run.name]),
                    Number(run.intensity, why=why),
                    Number(run.value, why=why),
                    Number(run.delta, why=why, signed=True),
                    share(run.share, why, signed=True),
                    why,
                )
            )
        )
    blocks: list[Block] = [
        paragraph(
            "Of the electricity per declared unit, {claimed} are claimed from single sources and {grid} are taken as the average "
            "of the grid.",
            "每声明单位的电力中，{claimed} 按特定电源计，{grid} 按电网平均计。",
            claimed=Number(found.claimed_kwh, "kWh"),
            grid=Number(found.grid_kwh, "kWh"),
        )
        if found.claimed_kwh
        else paragraph(
            "All electricity, {grid} per declared unit, is taken as the average of the grid; none is claimed from single sources.",
            "全部电力（每声明单位 {grid}）均按电网平均计，未主张特定电源。",
            grid=Number(found.grid_kwh, "kWh"),
        ),
        *material.figure("electricity"),
        Table(
            "electricity-choices",
            Text("The footprint with other factors of electricity", "采用其他电力因子时的碳足迹"),
            (
                Column(Text("Choice", "选择")),
                Column(Text("Factor", "因子"), "kg CO2e/kWh", numeric=True),
                VALUE,
                CHANGE,
                SHARE,
                Column(Text("Remark", "说明")),
            ),
            tuple(rows),
        ),
    ]
    return tuple(blocks)


def _envelope(material: Material) -> tuple[Block, ...]:
    found = material.analysis.envelope
    if found is None:
        return (absent(material, "envelope"),)
    elsewhere = _elsewhere(material, found)
    if not found.processes:
        return (
            paragraph("This model allocates nothing, so there is no other key to try.", "本模型不涉及分配，没有其他分配方法可比较。"),
            *elsewhere,
        )
    rows = []
    for process in found.processes:
        for choice in process.keys:
            used = choice.key == process.used
            state = Text("used", "采用") if used else Text("possible", "可用") if choice.admissible else Text("not possible", "不可用")
            why = both(choice.why) if choice.why else Text("", "")
            numbers: tuple[Cell, Cell] = ("", "")
            if choice.value is not None:
                numbers = Number(choice.value), Number(choice.delta, signed=True)
            rows.append(Row((material.names.process(process.process), _key(choice.key), state, *numbers, why)))
    said = [
        paragraph(
            "With all keys of allocation for which the model has the data, the footprint lies between {low} and {high}.",
            "采用模型数据允许的全部分配方法，碳足迹在 {low} 至 {high} 之间。",
            low=Number(found.low.value),
            high=kg(found.high.value),
        ),
        paragraph(
            "{count} combinations were calculated. {how}",
            "共计算 {count} 种组合。{how}",
            count=found.combinations,
            how=Text("They are all there are.", "已包含全部组合。")
            if found.complete
            else Text("The keys of one process were changed at a time.", "每次仅改变一个过程的分配方法。"),
        ),
    ]
    if found.combinations < 2:
        said = [paragraph("The model has the data for the key in use only.", "模型数据仅支持现用的分配方法。")]
    return (
        *said,
        *elsewhere,
        *material.figure("allocation-envelope"),
        Table(
            "allocation-keys",
            Text("The footprint by key of allocation", "不同分配方法下的碳足迹"),
            (
                Column(Text("Process", "单元过程")),
                Column(Text("Key", "分配依据")),
                Column(Text("State", "状态")),
                VALUE,
                CHANGE,
                Column(Text("Reason", "说明")),
            ),
            tuple(rows),
        ),
    )


def _elsewhere(material: Material, found: Envelope) -> tuple[Block, ...]:
    if not found.elsewhere:
        return ()
    names = listed([material.names.process(name) for name in dict.fromkeys(found.elsewhere)])
    return (
        paragraph("Allocations within other models are left as they are: {names}.", "其他模型内部的分配保持不变：{names}。", names=names),
    )


def _key(key: str) -> Text:
    name = key.removeprefix("property:")
    return Text(f"property {name}", f"属性 {name}") if name != key else called(ALLOCATION_KEYS, key)
