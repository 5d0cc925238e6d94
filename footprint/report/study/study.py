"""The study report of a footprint: what a plant manager, a consultant and a verifier need to know, in one document."""

from __future__ import annotations

from collections.abc import Mapping

from footprint.report.study.analysis import Analysis
from footprint.report.study.checklist import checklist
from footprint.report.study.conclusions import conclusions
from footprint.report.study.data import data
from footprint.report.study.document import Document, Facts, Figure, Text
from footprint.report.study.interpretation import interpretation
from footprint.report.study.material import Material, kg
from footprint.report.study.names import Names
from footprint.report.study.provenance import departures, provenance, rules
from footprint.report.study.reduction import reduction
from footprint.report.study.results import results
from footprint.report.study.scope import key_facts, product_name, scope
from footprint.report.study.summary import key_messages, summary

__all__ = ["study"]


def study(analysis: Analysis, figures: Mapping[str, Figure] | None = None) -> Document:
    """Write the study report of a footprint.

    Parameters
    ----------
    analysis
        The footprint and what was found out about it.
    figures
        By name; see `footprint.report.study.figures`. What is not there is left out.
    """
    material = Material(analysis, Names(analysis.result, analysis.library), figures or {})
    messages = key_messages(material)
    sections = (
        summary(material, messages),
        reduction(material),
        scope(material),
        data(material),
        results(material),
        interpretation(material),
        conclusions(material, messages),
        rules(material),
        provenance(material),
    )
    return Document(
        title=product_name(material),
        subtitle=Text("Carbon footprint of a product: study report", "产品碳足迹研究报告"),
        headline=kg(analysis.result.value),
        key_facts=Facts(key_facts(material)),
        sections=(*sections, checklist(material, sections)),
        notices=_notices(material),
        data={"en": analysis.as_dict("en"), "zh": analysis.as_dict("zh")},
    )


def _notices(material: Material) -> tuple[Text, ...]:
    result = material.analysis.result
    found: list[Text] = []
    if result.model.status != "primary":
        found.append(
            Text(
                "Representative model: it holds no enterprise's own data, and its footprint is that of no real plant.",
                "代表性模型：不含任何企业的实测数据，其结果不代表任何真实工厂。",
            )
        )
    datasets = result.calculation.chain.datasets
    used = {leaf.provider for leaf in result.contributions} & set(datasets)
    if any(datasets[key].status == "demo" for key in used):
        found.append(Text("Demonstration data take part in the result.", "结果中含有演示数据。"))
    return (*departures(material), *found)
