"""Goal and scope: the product, the declared unit, the boundary, cut-offs, allocation, electricity, gases and what was chosen."""

from __future__ import annotations

from footprint.report.study.document import Block, Cell, Column, Number, Row, Section, Table, Text
from footprint.report.study.material import CO2E, Material, fill, kg, paragraph, share

__all__ = ["key_facts", "scope"]

BOUNDARIES = {"cradle-to-gate": Text("cradle to gate", "从摇篮到大门")}
STATUSES = {
    "representative": Text("representative: no enterprise's own data", "代表性模型：非特定企业实测数据"),
    "primary": Text("primary: the producer's own data", "初级数据模型：企业自有数据"),
}
SUM_NAMES = {
    "excl_uptake": Text("without biogenic uptake", "不计生物吸收"),
    "incl_uptake": Text("with biogenic uptake", "计入生物吸收"),
    "iso_net": Text("net, as in ISO 14067", "净值（ISO 14067）"),
}


def key_facts(material: Material) -> tuple[tuple[Text, Cell], ...]:
    """Give what stands beside the headline."""
    result = material.analysis.result
    model, method = result.model, result.calculation.chain.method
    found: list[tuple[Text, Cell]] = [
        (Text("Declared unit", "声明单位"), str(model.product.declared_unit)),
        (Text("System boundary", "系统边界"), BOUNDARIES.get(model.boundary, Text(model.boundary, model.boundary))),
        (Text("Period", "数据期间"), fill("{a} to {b}", "{a} 至 {b}", a=model.period.start.isoformat(), b=model.period.end.isoformat())),
    ]
    if model.producer is not None:
        found.append((Text("Producer", "生产企业"), Text(model.producer.name.text("en"), model.producer.name.text("zh"))))
        if (site := model.producer.site) is not None:
            parts = [part for part in (site.country, site.subdivision, site.place) if part]
            found.append((Text("Site", "生产地"), " ".join(parts)))
    found += [
        (Text("Model", "模型"), STATUSES.get(model.status, Text(model.status, model.status))),
        (Text("Method", "评价方法"), Text(method.title["en"], method.title["zh"])),
        (Text("Sum in the headline", "结果口径"), SUM_NAMES.get(result.sum, Text(result.sum, result.sum))),
    ]
    return tuple(found)


def scope(material: Material) -> Section:
    """Write goal and scope."""
    return Section(
        "scope",
        Text("Goal and scope", "目的与范围"),
        (),
        (
            Section("boundary", Text("System boundary", "系统边界"), _boundary(material)),
            Section("cut-offs", Text("Cut-offs", "取舍"), _cut_offs(material)),
        ),
    )


def _boundary(material: Material) -> tuple[Block, ...]:
    model = material.analysis.result.model
    rows = []
    for key, process in model.processes.items():
        stage = material.names.stage(process.stage or "unspecified")
        rows.append(Row((material.names.process(key), stage, ", ".join(process.outputs))))
    columns = (Column(Text("Process", "单元过程")), Column(Text("Stage", "阶段")), Column(Text("Products", "产品")))
    return (
        paragraph(
            "The footprint reaches from the extraction of raw materials to the gate of the producer. Distribution, use and end of "
            "life are not part of it: it is a partial carbon footprint.",
            "核算范围从原材料获取到生产企业大门，不包括分销、使用和生命末期阶段，属于产品部分碳足迹。",
        ),
        Table("processes", Text("Unit processes of the model", "模型的单元过程"), columns, tuple(rows)),
    )


def _cut_offs(material: Material) -> tuple[Block, ...]:
    result = material.analysis.result
    if not result.cut_offs:
        return (paragraph("No input of the model is left out.", "模型中没有舍去的投入。"),)
    no_proxy = Text("no proxy named", "未指定替代数据")
    rows = []
    for cut in result.cut_offs:
        proxy: Cell = material.names.dataset(cut.proxy) if cut.proxy else no_proxy
        rows.append(
            Row(
                (
                    material.names.exchange(cut.exchange),
                    cut.amount,
                    cut.why,
                    proxy,
                    Number(cut.value, why=None if cut.proxy else no_proxy),
                    share(cut.share),
                )
            )
        )
    known = [cut.value for cut in result.cut_offs if cut.value is not None]
    note = fill(
        "Bounds of those with a proxy add up to {value}, {share} of the footprint; they are not part of it.",
        "有替代数据的各项估算合计 {value}，相当于碳足迹的 {share}，未计入结果。",
        value=kg(sum(known)),
        share=share(sum(known) / result.value if result.value else None),
    )
    return (
        Table(
            "cut-offs",
            Text("What is left out, and what it would have added", "舍去的流及其估算影响"),
            (
                Column(Text("Input or waste", "投入或废物")),
                Column(Text("Amount per declared unit", "每声明单位数量"), numeric=True),
                Column(Text("Reason", "理由")),
                Column(Text("Proxy", "替代数据")),
                Column(Text("Bound", "估算值"), CO2E, numeric=True),
                Column(Text("Share", "相当于"), numeric=True),
            ),
            tuple(rows),
            note=note,
        ),
    )
