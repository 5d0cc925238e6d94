"""Conclusions and limitations: what the study says and what it cannot say."""

from __future__ import annotations

from footprint.report.study.document import Block, Paragraph, Section, Text
from footprint.report.study.material import Material, fill, share

__all__ = ["conclusions", "limitations"]


def conclusions(material: Material, messages: tuple[Text, ...]) -> Section:
    """Write conclusions and limitations.

    Parameters
    ----------
    messages
        The sentences of the first page.
    """
    return Section(
        "conclusions",
        Text("Conclusions and limitations", "结论与局限性"),
        tuple(Paragraph(text) for text in messages),
        (
            Section("value-choices", Text("Value choices", "价值选择"), _choices(material)),
            Section("limitations", Text("Limitations", "局限性"), tuple(Paragraph(text) for text in limitations(material))),
        ),
    )


def _choices(material: Material) -> tuple[Block, ...]:
    result = material.analysis.result
    found = [
        Text("Global warming potentials over 100 years weigh the gases.", "采用 100 年全球变暖潜势折算各气体。"),
        Text(
            "Recycled material enters free of primary burden, and scrap leaves without credit (cut-off).",
            "再生材料不带初级负荷进入系统，废料离开系统时不给予抵扣（截断法）。",
        ),
    ]
    if result.allocations:
        found.append(
            Text("Keys of allocation are chosen in the model, with the reasons given there.", "分配方法由模型选定，理由见分配表。")
        )
    assumed = material.analysis.quality.assumed if material.analysis.quality is not None else ()
    if assumed:
        found.append(
            fill(
                "{count} figures of the model are assumed; the tables of parameters and amounts name them.",
                "模型中有 {count} 个数值为假定，参数表与用量表中已标明。",
                count=len(assumed),
            )
        )
    return tuple(Paragraph(text) for text in found)


def limitations(material: Material) -> tuple[Text, ...]:
    """Say what the study cannot say, from its scope and from what its data are."""
    result = material.analysis.result
    found = [
        Text(
            "The study looks at climate change alone. A smaller footprint may go with a larger burden elsewhere.",
            "本研究仅涉及气候变化。碳足迹降低的同时，其他环境影响可能增加。",
        ),
        Text(
            "It ends at the gate. Products whose use or end of life differ must not be compared by it, and footprints made with other "
            "boundaries, rules or data are not comparable.",
            "核算止于工厂大门，不能据此比较使用阶段或生命末期不同的产品；边界、规则或数据不同的碳足迹之间不可比。",
        ),
    ]
    if result.model.status != "primary":
        found.append(
            Text(
                "The model is representative: no enterprise measured its amounts. It shows where to look "
                "and cannot be verified for a plant.",
                "本模型为代表性模型，用量并非企业实测，可用于识别重点，但不能作为某一工厂的核查依据。",
            )
        )
    return (*found, *_of_data(material))


def _of_data(material: Material) -> tuple[Text, ...]:
    """Say what the data leave open."""
    result, quality = material.analysis.result, material.analysis.quality
    found: list[Text] = []
    if quality is not None and quality.shares.primary is not None:
        found.append(
            fill(
                "The primary data share is {share}.",
                "初级数据占比为 {share}。",
                share=share(quality.shares.primary),
            )
        )
    if quality is not None and quality.shares.assumed:
        found.append(
            fill(
                "{share} of the contributions rest on assumed amounts.",
                "按贡献计，{share} 的用量为假定。",
                share=share(quality.shares.assumed),
            )
        )
    if quality is not None and quality.shares.demo:
        found.append(
            fill(
                "{share} of the contributions come straight from demonstration records, which no verified statement may use.",
                "按贡献计，{share} 直接来自演示数据，核查声明中不得使用。",
                share=share(quality.shares.demo),
            )
        )
    if result.of_which.get("unsplit"):
        found.append(
            fill(
                "{share} of the footprint comes from factors that do not name gases: biogenic carbon, land use change and aircraft "
                "in them are unknown.",
                "碳足迹的 {share} 来自未区分气体的因子，其中的生物成因、土地利用变化和航空部分未知。",
                share=material.part(result.of_which["unsplit"] or 0.0),
            )
        )
    if result.provenance.get("inputs_without_producer"):
        found.append(
            Text(
                "Some datasets have inputs that nobody produces: in that respect the footprint is a lower bound.",
                "部分数据集存在没有供应者的投入：就此而言结果为下限。",
            )
        )
    missing = [cut.exchange for cut in result.cut_offs if cut.value is None]
    if missing:
        found.append(
            fill(
                "Cut-offs without a bound: {count}.",
                "有 {count} 项取舍未给出影响上界。",
                count=len(missing),
            )
        )
    return tuple(found)
