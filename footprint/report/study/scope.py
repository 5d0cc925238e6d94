"""Goal and scope: the product, the declared unit, the boundary, the gases and the method, and the statements."""

from __future__ import annotations

from footprint.report import naming
from footprint.report.study.document import Block, Cell, Column, Facts, Row, Section, Table, Text
from footprint.report.study.material import Material, fill, joined, listed, paragraph
from footprint.report.study.statements import allocation, cut_offs, electricity, recycling
from footprint.report.study.words import BOUNDARIES, STATUSES, SUM_NAMES, called

__all__ = ["NOT_STATED", "key_facts", "product_name", "scope"]

NOT_STATED = Text("not stated in the model; to be added", "模型未给出，需补充")


def product_name(material: Material) -> Text:
    """Name the product."""
    return naming.product_name(material.analysis.result)


def key_facts(material: Material) -> tuple[tuple[Text, Cell], ...]:
    """Give what stands beside the headline."""
    result = material.analysis.result
    model, method = result.model, result.calculation.chain.method
    found: list[tuple[Text, Cell]] = [
        (Text("Declared unit", "声明单位"), str(model.product.declared_unit)),
        (Text("System boundary", "系统边界"), called(BOUNDARIES, model.boundary)),
        (Text("Period", "数据期间"), _period(material)),
    ]
    if model.producer is not None:
        found.append((Text("Producer", "生产企业"), Text(model.producer.name.text("en"), model.producer.name.text("zh"))))
        if (site := model.producer.site) is not None:
            parts = [part for part in (site.place, site.subdivision or site.country) if part]
            found.append((Text("Site", "生产地"), ", ".join(parts)))
    found += [
        (Text("Model", "模型"), called(STATUSES, model.status)),
        (Text("Method", "评价方法"), Text(method.title["en"], method.title["zh"])),
        (Text("Sum in the headline", "结果口径"), called(SUM_NAMES, result.sum)),
    ]
    return tuple(found)


def scope(material: Material) -> Section:
    """Write goal and scope."""
    return Section(
        "scope",
        Text("Goal and scope", "目的与范围"),
        (),
        (
            Section("goal", Text("Goal", "研究目的"), _goal(material)),
            Section("declared-unit", Text("Product and declared unit", "产品与声明单位"), _product(material)),
            Section("boundary", Text("System boundary", "系统边界"), (*_boundary(material), *material.figure("supply-chain"))),
            Section("cut-offs", Text("Cut-offs", "取舍"), cut_offs(material)),
            Section("allocation", Text("Allocation", "分配"), allocation(material)),
            Section("electricity", Text("Treatment of electricity", "电力的处理"), electricity(material)),
            Section("recycling", Text("Recycled materials and capital goods", "再生材料与资本货物"), recycling(material)),
            Section("method", Text("Greenhouse gases and method", "温室气体与评价方法"), _method(material)),
            Section("offsets", Text("Offsets", "抵销"), _offsets(material)),
        ),
    )


def _period(material: Material) -> Text:
    period = material.analysis.result.model.period
    return fill("{start} to {end}", "{start} 至 {end}", start=period.start.isoformat(), end=period.end.isoformat())


def _goal(material: Material) -> tuple[Block, ...]:
    return (
        paragraph(
            "This study quantifies the partial carbon footprint of “{product}”, finds what causes it, and shows what would reduce it.",
            "本研究量化{product}的产品部分碳足迹，识别其主要成因，并分析减排途径。",
            product=product_name(material),
        ),
        Facts(
            (
                (Text("Intended application", "预期应用"), NOT_STATED),
                (Text("Intended audience", "目标受众"), NOT_STATED),
                (Text("Commissioned by, carried out by", "委托方与编制方"), NOT_STATED),
            )
        ),
    )


def _product(material: Material) -> tuple[Block, ...]:
    product = material.analysis.result.model.product
    rows: list[tuple[Text, Cell]] = [
        (Text("Product", "产品"), product_name(material)),
        (Text("Description", "产品描述"), product.description or NOT_STATED),
        (Text("Declared unit and reference flow", "声明单位与基准流"), str(product.declared_unit)),
    ]
    if product.mass_per_declared_unit is not None:
        rows.append((Text("Mass of one declared unit", "每声明单位质量"), str(product.mass_per_declared_unit)))
    rows += [(Text(f"Identifier {name}", f"标识 {name}"), value) for name, value in product.identifiers.items()]
    rows.append((Text("Version of the model", "模型版本"), str(product.version)))
    return (
        paragraph(
            "The footprint ends at the gate and no use is assumed, so it is stated for a declared unit and not for a functional unit.",
            "核算止于工厂大门，未设定使用情景，因此以声明单位而非功能单位表示。",
        ),
        Facts(tuple(rows)),
    )


def _boundary(material: Material) -> tuple[Block, ...]:
    model = material.analysis.result.model
    rows = []
    for key, process in model.processes.items():
        stage = material.names.stage(process.stage or "unspecified")
        rows.append(Row((material.names.process(key), stage, ", ".join(process.outputs))))
    columns = (Column(Text("Unit process", "单元过程")), Column(Text("Stage", "阶段")), Column(Text("Products", "产出")))
    blocks: list[Block] = [
        paragraph(
            "The footprint reaches from the extraction of raw materials to the gate of the producer. Distribution, use and end of "
            "life are not part of it. There are no use profile and no end-of-life profile to describe.",
            "核算范围从原材料获取到生产企业大门，不包括分销、使用和生命末期阶段，因此不涉及使用情景和生命末期情景。",
        ),
        Table("processes", Text("Unit processes of the model", "模型的单元过程"), columns, tuple(rows)),
    ]
    others = sorted(material.analysis.result.calculation.chain.models)
    if others:
        blocks.append(
            paragraph(
                "Some inputs are taken from other product models, which are calculated along: {files}.",
                "部分投入取自其他产品模型，并一并计算：{files}。",
                files=joined([Text(file, file) for file in others]),
            )
        )
    chain = material.analysis.result.calculation.chain
    counts = {
        origin: sum(activity.origin == origin for activity in chain.activities.values()) for origin in ("foreground", "model", "dataset")
    }
    blocks.append(
        paragraph(
            "All in all {all} processes are calculated: {own} of this model, {others} of other models and {datasets} datasets.",
            "共计算 {all} 个过程：本模型 {own} 个、其他模型 {others} 个、数据集 {datasets} 个。",
            all=len(chain.activities),
            own=counts["foreground"],
            others=counts["model"],
            datasets=counts["dataset"],
        )
    )
    return tuple(blocks)


def _method(material: Material) -> tuple[Block, ...]:
    result = material.analysis.result
    method = result.calculation.chain.method
    counted = [gas for gas in result.gases if gas.value]
    gases = [material.names.flow(gas.flow) for gas in counted if not gas.categories.get("unsplit")]
    aggregated = [material.names.flow(gas.flow) for gas in counted if gas.categories.get("unsplit")]
    return (
        paragraph(
            "Climate change is the only impact that is assessed. Each gas is weighed by its global warming potential over 100 years "
            "({gwp}). Factors that state CO2 equivalents are taken over as they are, with the potentials they were made with.",
            "仅评价气候变化这一环境影响类型。各气体按 100 年全球变暖潜势（{gwp}）折算。"
            "以 CO2 当量给出的因子按原值采用，沿用其所用的全球变暖潜势。",
            gwp=f"IPCC {method.gwp_set}",
        ),
        paragraph(
            "Emissions and removals are counted as if they happened at the beginning of the assessment; no delay is credited.",
            "所有排放与清除均按评价期初发生计，不考虑延迟排放的影响。",
        ),
        paragraph("Gases that are counted: {gases}.", "计入的温室气体：{gases}。", gases=listed(gases))
        if gases
        else paragraph("No gas is told apart.", "未区分任何气体。"),
        *(
            [paragraph("Stated as CO2 equivalents only: {flows}.", "仅以 CO2 当量给出：{flows}。", flows=listed(aggregated))]
            if aggregated
            else []
        ),
        Facts(
            (
                (Text("Method", "评价方法"), f"{method.name} {method.version}"),
                (Text("Time boundary", "时间边界"), _period(material)),
                (Text("Time for which the footprint stands", "代表期间"), fill("{days} days", "{days} 天", days=result.model.period.days)),
            )
        ),
    )


def _offsets(material: Material) -> tuple[Block, ...]:
    kept = material.analysis.result.model.climate_contribution
    said = paragraph(
        "Offsets, allowances and sinks outside the product system are not subtracted from the footprint.",
        "碳抵销、配额以及产品系统之外的碳汇均不从碳足迹中扣除。",
    )
    if not kept:
        return (said,)
    more = paragraph("The producer states these apart; they change no number:", "企业另行列出以下内容，不影响任何数值：")
    return said, more, Facts(tuple((Text(name, name), text) for name, text in kept.items()))
