"""Statements that a verifier looks for: what is left out, how burdens are shared, where electricity and recycled material come from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from footprint.insight.electricity.uses import DirectUse, direct_uses, is_delivery, is_electricity, is_grid_average, kilowatt_hours
from footprint.report.study.document import Block, Cell, Column, Number, Row, Table, Text
from footprint.report.study.material import CO2E, Material, kg, listed, paragraph, quantity, share
from footprint.report.study.words import ALLOCATION_KEYS, called

__all__ = ["allocation", "cut_offs", "electricity", "recycling"]

NO_PROXY = Text("no proxy named", "未指定替代数据")


def cut_offs(material: Material) -> tuple[Block, ...]:
    """List what is left out, with its bound by proxy."""
    result = material.analysis.result
    criteria = _criteria(material)
    if not result.cut_offs:
        return (*criteria, paragraph("Nothing that the model names is left out.", "模型所列的投入与废物均已计入，没有舍去。"))
    rows = []
    for cut in result.cut_offs:
        proxy: Cell = material.names.dataset(cut.proxy) if cut.proxy else Text("none", "无")
        bound = Number(cut.value, why=NO_PROXY), share(cut.share) if cut.value is not None else ""
        rows.append(Row((material.names.exchange(cut.exchange), _amount(cut.amount), cut.why, proxy, *bound)))
    known = [cut.value for cut in result.cut_offs if cut.value is not None]
    unbounded = len(result.cut_offs) - len(known)
    table = Table(
        "cut-offs",
        Text("What is left out, and what it would have added", "舍去的投入与废物及其估算影响"),
        (
            Column(Text("Input or waste", "投入或废物")),
            Column(Text("Amount per declared unit", "每声明单位数量"), numeric=True),
            Column(Text("Reason", "理由")),
            Column(Text("Proxy", "替代数据")),
            Column(Text("Bound", "估算值"), CO2E, numeric=True),
            Column(Text("Relative to the footprint", "相当于碳足迹的"), numeric=True),
        ),
        tuple(rows),
    )
    said: list[Block] = [*criteria, table]
    if known:
        said.append(
            paragraph(
                "Where a proxy is named, what is left out would have added {value} at most ({share} of the footprint). "
                "It is not part of the result.",
                "指定了替代数据的各项合计最多增加 {value}（相当于碳足迹的 {share}），未计入结果。",
                value=kg(math.fsum(known)),
                share=material.part(math.fsum(known)),
            )
        )
    if unbounded:
        said.append(
            paragraph(
                "{count} of {all} have no proxy; what they would have added is not known.",
                "{all} 项中有 {count} 项未指定替代数据，其影响未知。",
                count=unbounded,
                all=len(result.cut_offs),
            )
        )
    return tuple(said)


def _criteria(material: Material) -> tuple[Block, ...]:
    """Give the criteria of the rule profile."""
    profile = material.analysis.profile
    each, together = (None, None) if profile is None else (profile.threshold("cut_off_each"), profile.threshold("cut_off_total"))
    if profile is None or each is None or together is None:
        return (paragraph("No rule profile with cut-off criteria was named.", "未指定含取舍准则的规则集。"),)
    return (
        paragraph(
            "Criteria of the profile {profile}: each input that is left out below {each} of the footprint, all of them together at "
            "most {together}.",
            "规则集 {profile} 的取舍准则：单项低于碳足迹的 {each}，合计不超过 {together}。",
            profile=profile.id,
            each=share(each.base),
            together=share(together.base),
        ),
    )


def _amount(written: str) -> Cell:
    """Give an amount as a number again, to be rounded like all others."""
    value, _, unit = written.partition(" ")
    try:
        return quantity(float(value), unit)
    except ValueError:
        return written


def allocation(material: Material) -> tuple[Block, ...]:
    """Say how processes with several products are shared among them."""
    found = material.analysis.result.allocations
    if not found:
        return (
            paragraph(
                "No process of the model has more than one product, so nothing had to be allocated.",
                "模型中没有多产品过程，不涉及分配。",
            ),
        )
    rows = [
        _shared(material, entry, product, part, first=not place)
        for entry in found
        for place, (product, part) in enumerate(_shares(entry).items())
    ]
    return (
        paragraph(
            "Processes that could not be subdivided and have several products share their inputs and emissions among them as "
            "follows; the shares of a process sum to 100 %.",
            "无法细分的多产品过程按下表在各产品间分配投入与排放；每个过程的份额合计为 100 %。",
        ),
        Table(
            "allocation",
            Text("Allocation", "分配方法"),
            (
                Column(Text("Process", "单元过程")),
                Column(Text("Key", "分配依据")),
                Column(Text("Product", "产品")),
                Column(Text("Share", "份额"), numeric=True),
                Column(Text("Reason", "理由")),
            ),
            tuple(rows),
        ),
    )


def _shares(entry: Mapping[str, Any]) -> Mapping[str, float]:
    return entry.get("shares") or {str(entry.get("main", "")): 1.0}


def _shared(material: Material, entry: Mapping[str, Any], product: str, part: float, *, first: bool) -> Row:
    key = str(entry["by"])
    name = key.removeprefix("property:")
    word = Text(f"property {name}", f"属性 {name}") if key.startswith("property:") else called(ALLOCATION_KEYS, key)
    return Row((material.names.process(str(entry["process"])), word, product, share(part), str(entry.get("why") or "") if first else ""))


def electricity(material: Material) -> tuple[Block, ...]:
    """Say which electricity is counted with which factor, and what contracts are claimed."""
    result = material.analysis.result
    uses: dict[str, list[DirectUse]] = {}
    for use in direct_uses(result):
        if use.dataset is not None and is_electricity(use.dataset):
            uses.setdefault(use.provider, []).append(use)
    if not uses:
        return (
            paragraph(
                "The model takes no electricity from a dataset of its own; what its other inputs need is part of their datasets.",
                "模型未直接使用电力数据集；其他投入所耗电力已包含在各自的数据集中。",
            ),
        )
    rows = []
    for provider, found in sorted(uses.items(), key=lambda item: -abs(math.fsum(use.value for use in item[1]))):
        dataset = found[0].dataset
        assert dataset is not None, "only uses of datasets are gathered"
        value, hours = math.fsum(use.value for use in found), math.fsum(kilowatt_hours(use) for use in found)
        kind = (
            Text("delivery", "输配电")
            if is_delivery(dataset)
            else Text("average of the grid", "电网平均")
            if is_grid_average(dataset)
            else Text("single source", "特定电源")
        )
        factor: Cell = Number(value / hours) if hours else ""
        part = material.part(value)
        rows.append(Row((material.names.provider(provider), kind, Number(hours), factor, Number(value), part, dataset.source)))
    table = Table(
        "electricity",
        Text("Electricity of the model and of the other models it takes from", "本模型及所引用模型的电力"),
        (
            Column(Text("Dataset", "数据集")),
            Column(Text("Kind", "类型")),
            Column(Text("Amount per declared unit", "每声明单位用量"), "kWh", numeric=True),
            Column(Text("Factor", "因子"), "kg CO2e/kWh", numeric=True),
            Column(Text("Footprint", "碳足迹"), CO2E, numeric=True),
            Column(Text("Share", "占比"), numeric=True),
            Column(Text("Source", "来源")),
        ),
        tuple(rows),
    )
    return (table, *_contracts(material))


def _contracts(material: Material) -> tuple[Block, ...]:
    found = [(name, record.contract) for name, *_, record in material.analysis.result.model.exchanges() if record.contract]
    if not found:
        return (
            paragraph(
                "No contractual instrument, such as a green electricity certificate, is claimed.",
                "未主张绿色电力证书等合同凭证。",
            ),
        )
    rows = [Row((material.names.exchange(name), key, value)) for name, contract in found for key, value in (contract or {}).items()]
    columns = (Column(Text("Use", "用电")), Column(Text("Item", "项目")), Column(Text("As stated in the model", "模型所列内容")))
    return (Table("contracts", Text("Contractual instruments", "合同凭证"), columns, tuple(rows)),)


def recycling(material: Material) -> tuple[Block, ...]:
    """Say which materials enter free of primary burden, and what is a capital good."""
    result = material.analysis.result
    said: list[Block] = []
    if result.secondary_materials:
        said.append(
            paragraph(
                "These enter free of primary burden, as recycled material does under the cut-off rule; their processing and haul "
                "count where the model has them: {names}.",
                "以下材料按再生材料的截断规则不带初级负荷进入系统，其加工和运输按模型计入：{names}。",
                names=listed([material.names.exchange(name) for name in result.secondary_materials]),
            )
        )
    else:
        said.append(paragraph("No material enters free of primary burden.", "没有不带初级负荷进入系统的再生材料。"))
    goods = [name for name, *_, record in result.model.exchanges() if record.capital_good]
    if goods:
        names = listed([material.names.exchange(name) for name in goods])
        said.append(paragraph("Capital goods counted by the model: {names}.", "模型计入的资本货物：{names}。", names=names))
    else:
        said.append(
            paragraph(
                "The model counts no capital goods of its own; the table of datasets says which datasets contain theirs.",
                "模型未单独计入资本货物；数据集表注明各数据集是否包含。",
            )
        )
    return tuple(said)
