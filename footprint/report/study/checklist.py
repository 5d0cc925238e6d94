"""What ISO 14067 and GB/T 24067 ask of a study report, item by item: where it stands, or what is still to be added.

The texts of the standards were not at hand. The items follow what public secondary sources say of the clause on the study report; they
are no substitute for the standard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from footprint.report.study.data import outside
from footprint.report.study.document import Column, Row, Section, Table, Text
from footprint.report.study.material import Material, fill, joined, paragraph

__all__ = ["ITEMS", "Item", "checklist"]

State = Literal["given", "partly", "add", "none"]

STATES: Mapping[State, Text] = {
    "given": Text("given", "已给出"),
    "partly": Text("partly", "部分给出"),
    "add": Text("to be added", "需补充"),
    "none": Text("does not apply", "不适用"),
}

Answer = tuple[State, Text]

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a study report must say.

    Parameters
    ----------
    title
        What it is.
    section
        Name of the section where it stands.
    answer
        Tells whether it is there, and what is missing.
    """

    title: Text
    section: str
    answer: Callable[[Material], Answer]


def checklist(material: Material, sections: tuple[Section, ...]) -> Section:
    """Write the checklist.

    Parameters
    ----------
    sections
        Those of the report, to name where things stand.
    """
    titles = {section.name: _numbered(number, section.title) for number, section in _walk(sections)}
    rows = []
    for item in ITEMS:
        state, what = item.answer(material)
        rows.append(Row((item.title, titles[item.section], STATES[state], what)))
    columns = (
        Column(Text("What is asked for", "要求内容")),
        Column(Text("Section", "所在章节")),
        Column(Text("State", "状态")),
        Column(Text("What is missing", "缺少的内容")),
    )
    return Section(
        "checklist",
        Text("Checklist: ISO 14067 and GB/T 24067", "内容对照表：ISO 14067 与 GB/T 24067"),
        (
            paragraph(
                "What the two standards ask of a study report, and where it stands here. The texts of the standards were not at hand; "
                "the list follows public secondary sources. Compare it with the standard before you rely on it.",
                "两项标准对研究报告的要求及其在本报告中的位置。编制时未获得标准原文，对照表依据公开的二手资料整理，使用前请与标准原文核对。",
            ),
            Table("checklist", Text("Content of the study report", "研究报告内容对照"), columns, tuple(rows)),
        ),
    )


def _walk(sections: tuple[Section, ...], above: str = "") -> Iterator[tuple[str, Section]]:
    for place, section in enumerate(sections, 1):
        yield f"{above}{place}", section
        yield from _walk(section.sections, f"{above}{place}.")


def _numbered(number: str, title: Text) -> Text:
    return Text(f"{number} {title.en}", f"{number} {title.zh}")


def _given(material: Material) -> Answer:
    return "given", NOTHING


def _add(en: str, zh: str) -> Callable[[Material], Answer]:
    return lambda material: ("add", Text(en, zh))


def _no(en: str, zh: str) -> Callable[[Material], Answer]:
    return lambda material: ("none", Text(en, zh))


def _category(*names: str) -> Callable[[Material], Answer]:
    def answer(material: Material) -> Answer:
        result = material.analysis.result
        why = [reason for name in names if (reason := result.reasons.get(f"categories/{name}")) is not None]
        unknown = [name for name in names if result.categories.get(name) is None]
        if not why:
            return "given", NOTHING
        return ("add" if len(unknown) == len(names) else "partly"), Text(why[0]["en"], why[0]["zh"])

    return answer


def _aircraft(material: Material) -> Answer:
    result = material.analysis.result
    if result.of_which.get("unsplit"):
        return "partly", Text("factors without gases may hold some", "未区分气体的因子中可能含有")
    return "given", NOTHING


def _carbon(material: Material) -> Answer:
    why = material.analysis.result.reasons.get("biogenic_carbon_content")
    return ("given", NOTHING) if why is None else ("add", Text(why["en"], why["zh"]))


def _cut_offs(material: Material) -> Answer:
    missing = [cut for cut in material.analysis.result.cut_offs if cut.value is None]
    if not missing:
        return "given", NOTHING
    return "partly", fill(
        "{count} without proxy: name one, or give the bound", "{count} 项没有替代数据：请指定替代数据或给出上界", count=len(missing)
    )


def _quality(material: Material) -> Answer:
    quality = material.analysis.quality
    if quality is None:
        return "add", Text("assessment of data quality", "数据质量评价")
    derived = [share for share in quality.derived.values() if share]
    if derived:
        return "partly", Text("ratings that are derived should be confirmed", "推导得出的评分应予确认")
    return "given", NOTHING


def _sources(material: Material) -> Answer:
    records = [record for _, record in outside(material.analysis.result.model)]
    missing = sum(not (record.source or record.evidence or record.comment or record.cut_off) for record in records)
    if not missing:
        return "given", NOTHING
    return "partly", fill("{count} amounts name no source", "{count} 个用量未注明来源", count=missing)


def _analysis(name: str, en: str, zh: str) -> Callable[[Material], Answer]:
    def answer(material: Material) -> Answer:
        return ("given", NOTHING) if getattr(material.analysis, name) is not None else ("add", Text(en, zh))

    return answer


def _envelope(material: Material) -> Answer:
    found = material.analysis.envelope
    if found is None:
        return "add", Text("calculation with other keys", "采用其他分配方法的计算")
    if not found.processes:
        return "none", Text("the model allocates nothing", "模型不涉及分配")
    return "given", NOTHING


def _rules(material: Material) -> Answer:
    profile = material.analysis.profile
    if profile is None:
        return "add", Text("product category rules or other rules that apply, if any", "适用的产品种类规则或其他规则（如有）")
    return "partly", Text("product category rules, where there are any for the product", "该产品如有产品种类规则，须注明")


def _description(material: Material) -> Answer:
    product = material.analysis.result.model.product
    missing = [] if product.description else [Text("description of the product", "产品描述")]
    return ("partly", joined(missing)) if missing else ("given", NOTHING)


def _producer(material: Material) -> Answer:
    producer = material.analysis.result.model.producer
    missing = []
    if producer is None:
        missing.append(Text("the producer", "生产企业"))
    else:
        if producer.site is None or not producer.site.country:
            missing.append(Text("the site", "生产地"))
        if not producer.uscc:
            missing.append(Text("the unified social credit code", "统一社会信用代码"))
    return ("partly", joined(missing)) if missing else ("given", NOTHING)


def _electricity(material: Material) -> Answer:
    grid = material.analysis.electricity
    if grid is None:
        return "partly", Text("sensitivity with average and residual mix", "采用电网平均与剩余电力组合的敏感性")
    return "given", NOTHING


def _goal(material: Material) -> Answer:
    return "partly", Text(
        "intended application and audience, who commissioned and carried out the study, whether it is to be published",
        "预期应用、目标受众、委托方与编制方、是否公开",
    )


GATE = _no("cradle to gate: no use and no end of life", "从摇篮到大门：不含使用和生命末期")

ITEMS: tuple[Item, ...] = (
    Item(Text("Goal: application, audience, reasons", "研究目的：应用、受众、原因"), "goal", _goal),
    Item(Text("Product and producer", "产品与生产企业"), "declared-unit", _producer),
    Item(Text("Description of the product", "产品描述"), "declared-unit", _description),
    Item(Text("Functional or declared unit, reference flow", "功能单位或声明单位、基准流"), "declared-unit", _given),
    Item(Text("System boundary and the reasons for it", "系统边界及其理由"), "boundary", _given),
    Item(Text("Important unit processes", "重要单元过程清单"), "boundary", _given),
    Item(Text("Life cycle stages; use and end-of-life profiles", "生命周期阶段；使用与生命末期情景"), "boundary", GATE),
    Item(Text("Influence of other use and end-of-life profiles", "其他使用与生命末期情景的影响"), "scenarios", GATE),
    Item(Text("Data collection and sources", "数据收集信息与数据来源"), "collection", _sources),
    Item(Text("Geographical and time coverage of the data", "数据的地理与时间范围"), "datasets", _given),
    Item(Text("Assessment of data quality", "数据质量评价"), "quality", _quality),
    Item(Text("Greenhouse gases that are counted", "所计入的温室气体"), "method", _given),
    Item(Text("Characterisation factors", "特征化因子"), "method", _given),
    Item(Text("Cut-off criteria and what is left out", "取舍准则与舍去内容"), "cut-offs", _cut_offs),
    Item(Text("Allocation procedures", "分配程序"), "allocation", _given),
    Item(Text("Treatment of electricity, factor and limits", "电力的处理、电网因子及限制"), "electricity", _electricity),
    Item(Text("Timing of emissions and removals", "排放与清除的时间"), "method", _given),
    Item(Text("Period for which the footprint stands", "碳足迹所代表的期间"), "method", _given),
    Item(Text("Emissions and removals by stage, absolute and relative", "各阶段排放与清除的绝对值和相对值"), "stages", _given),
    Item(Text("Fossil emissions and removals", "化石源排放与清除"), "sums", _category("fossil")),
    Item(Text("Biogenic emissions and removals", "生物成因排放与清除"), "sums", _category("biogenic_co2", "biogenic_non_co2", "uptake")),
    Item(Text("Direct land use change", "直接土地利用变化"), "sums", _category("land_use_change")),
    Item(Text("Land management", "土地管理"), "sums", _category("land_management")),
    Item(Text("Removals by other sinks", "其他清除量"), "sums", _category("removals")),
    Item(Text("Emissions of aircraft", "航空运输排放"), "sums", _aircraft),
    Item(Text("Biogenic carbon content of the product", "产品生物碳含量"), "sums", _carbon),
    Item(Text("Sensitivity analysis", "敏感性分析"), "sensitivity", _given),
    Item(
        Text("Assessment of uncertainty", "不确定性评价"),
        "uncertainty",
        _analysis("uncertainty", "assessment of uncertainty", "不确定性评价"),
    ),
    Item(
        Text("Sensitivity to the choice of allocation", "分配方法的敏感性"),
        "allocation-envelope",
        _envelope,
    ),
    Item(Text("Interpretation: conclusions and limitations", "结果解释：结论与局限性"), "conclusions", _given),
    Item(Text("Value choices", "价值选择"), "value-choices", _given),
    Item(Text("Offsets are not part of the footprint", "碳足迹不含抵销"), "offsets", _given),
    Item(Text("Product category rules or other rules applied", "所采用的产品种类规则或其他要求"), "rules", _rules),
    Item(
        Text("Changes of scope in the course of the study", "研究过程中范围的调整"),
        "scope",
        _add("say so if the scope was changed, and why", "如有调整，说明内容与理由"),
    ),
    Item(
        Text("Tracking of the footprint over time", "碳足迹的跟踪"),
        "provenance",
        _no("only where footprints of several years are compared", "仅在比较多年碳足迹时需要"),
    ),
    Item(
        Text("Critical review or verification", "鉴定性评审或核查"),
        "rules",
        _add("the statement of the reviewer or verifier, once there is one", "评审或核查完成后附其声明"),
    ),
)
