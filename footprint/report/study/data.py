"""Data collection and data quality: what every amount is and where it comes from, the datasets, and how good all of it is."""

from __future__ import annotations

import math
from collections.abc import Mapping

from footprint.insight.quality import INDICATORS, Quality
from footprint.model import ProductModel, evaluate
from footprint.model.schema import Exchange
from footprint.report.naming import dataset_name
from footprint.report.study.document import Block, Cell, Column, Facts, Number, Row, Section, Table, Text
from footprint.report.study.material import Material, fill, listed, paragraph, quantity, share
from footprint.report.study.words import DATA_KINDS, DATASET_STATUSES, INDICATOR_NAMES, called

__all__ = ["data", "outside"]

NO_PART = Text("nothing contributes", "没有任何贡献项")

RATED = 15
"""Exchanges in the table of ratings."""


def data(material: Material) -> Section:
    """Write data collection and data quality."""
    return Section(
        "data",
        Text("Data", "数据"),
        (),
        (
            Section("collection", Text("Data collection", "数据收集"), _collection(material)),
            Section("parameters", Text("Parameters", "参数"), _parameters(material)),
            Section("datasets", Text("Datasets", "数据集"), _datasets(material)),
            Section("quality", Text("Data quality", "数据质量"), _quality(material)),
            Section("sources", Text("Sources", "数据来源"), _sources(material)),
        ),
    )


def _collection(material: Material) -> tuple[Block, ...]:
    model = material.analysis.result.model
    rows = []
    for name, record in outside(model):
        source = "; ".join(text for text in (record.source, record.evidence, record.better_source) if text)
        rows.append(Row((material.names.exchange(name), name, called(DATA_KINDS, record.data), source, record.comment or "")))
    return (
        _kinds(material),
        Table(
            "activity-data",
            Text("Where the amounts come from", "用量的来源"),
            (
                Column(Text("Input, waste or emission", "投入、废物或排放")),
                Column(Text("Exchange id", "交换标识")),
                Column(Text("Kind of data", "数据类型")),
                Column(Text("Source and evidence", "来源与证据")),
                Column(Text("Remark", "备注")),
            ),
            tuple(rows),
            note=Text("Sources and remarks stand as the model has them.", "来源与备注按模型原文列出。"),
        ),
    )


def outside(model: ProductModel) -> tuple[tuple[str, Exchange], ...]:
    """Give what crosses the boundary of the model: no outputs, and nothing that one of its processes makes for another."""
    made = {name for process in model.processes.values() for name in process.outputs}
    found = []
    for exchange, _, section, name, record in model.exchanges():
        inner = section == "inputs" and record.source_dataset is None and record.declared is None and (record.product or name) in made
        if section != "outputs" and not inner:
            found.append((exchange, record))
    return tuple(found)


def _kinds(material: Material) -> Block:
    """Count the amounts by kind, and say over which months."""
    model = material.analysis.result.model
    records = [record for _, record in outside(model)]
    counts = [(kind, sum((record.data or "") == kind for record in records)) for kind in DATA_KINDS]
    listed: list[tuple[Text, Cell]] = [(_kind(kind), str(count)) for kind, count in counts if count]
    tables = [
        (Text(f"Monthly table {table.file}", f"月度数据表 {table.file}"), fill("{count} months", "{count} 个月", count=len(table.months)))
        for table in model.source.activities.values()
    ]
    evidence = sum(bool(record.evidence) for record in records)
    return Facts((*listed, (Text("Amounts with evidence", "附证据的用量"), str(evidence)), *tables))


def _kind(kind: str) -> Text:
    word = called(DATA_KINDS, kind)
    return Text(f"Amounts: {word.en}", f"用量：{word.zh}")


def _parameters(material: Material) -> tuple[Block, ...]:
    result = material.analysis.result
    if not result.model.parameters:
        return (paragraph("The model has no parameters.", "模型没有参数。"),)
    values = evaluate(result.model, result.overrides).parameters
    rows = []
    for name, parameter in result.model.parameters.items():
        amount = values[name]
        low, high = (str(bound) if bound is not None else "" for bound in (parameter.min, parameter.max))
        between = f"{low} – {high}" if low or high else ""
        said = "; ".join(text for text in (parameter.source, parameter.evidence) if text)
        stated = quantity(amount.value, amount.unit.text)
        kind = called(DATA_KINDS, parameter.data)
        rows.append(Row((material.names.quantity(name), name, stated, between, kind, said, parameter.comment or "")))
    return (
        Table(
            "parameters",
            Text("Parameters of the model", "模型参数"),
            (
                Column(Text("Parameter", "参数")),
                Column(Text("Name in the model", "模型中的名称")),
                Column(Text("Value", "取值"), numeric=True),
                Column(Text("Plausible range", "合理范围")),
                Column(Text("Kind of data", "数据类型")),
                Column(Text("Source", "来源")),
                Column(Text("Remark", "备注")),
            ),
            tuple(rows),
        ),
    )


def _datasets(material: Material) -> tuple[Block, ...]:
    result = material.analysis.result
    chain = result.calculation.chain
    values: dict[str, float] = {}
    for leaf in result.contributions:
        values[leaf.provider] = values.get(leaf.provider, 0.0) + leaf.value
    rows = []
    for key, value in sorted(values.items(), key=lambda item: -abs(item[1])):
        dataset = chain.datasets.get(key)
        if dataset is None:
            continue
        years = "–".join(dict.fromkeys(day[:4] for day in (dataset.start, dataset.end) if day))
        rows.append(
            Row(
                (
                    dataset_name(dataset),
                    f"{key} {chain.packages[dataset.package].version}",
                    dataset.geography,
                    years,
                    called(DATASET_STATUSES, dataset.status),
                    _capital_goods(dataset.capital_goods),
                    material.part(value),
                    dataset.source,
                )
            )
        )
    table = Table(
        "datasets",
        Text("Datasets that the model takes from", "模型直接使用的数据集"),
        (
            Column(Text("Dataset", "数据集")),
            Column(Text("Key and version", "标识与版本")),
            Column(Text("Place", "地区")),
            Column(Text("Years", "年份")),
            Column(Text("Status", "状态")),
            Column(Text("Capital goods", "资本货物")),
            Column(Text("Share", "占比"), numeric=True),
            Column(Text("Source", "来源")),
        ),
        tuple(rows),
    )
    places = _places(material, values)
    return (table, *([places] if places is not None else []), *_behind(material, len(rows)))


def _behind(material: Material, listed_here: int) -> list[Block]:
    """Say what stands behind the datasets that are listed, and what is missing there."""
    result = material.analysis.result
    behind = len(result.calculation.chain.datasets) - listed_here
    said: list[Block] = []
    if behind:
        said.append(
            paragraph(
                "{count} more datasets stand behind these and other models.", "其背后（含其他模型）另有 {count} 个数据集。", count=behind
            )
        )
    omitted = result.provenance.get("inputs_without_producer") or {}
    if omitted:
        said.append(
            paragraph(
                "{count} of the datasets have inputs that no dataset produces ({inputs} inputs): what these carry is missing, and the "
                "footprint is a lower bound in that respect.",
                "{count} 个数据集中有 {inputs} 个投入没有供应者，其影响缺失；就此而言结果为下限。",
                count=len(omitted),
                inputs=sum(omitted.values()),
            )
        )
    return said


def _places(material: Material, values: Mapping[str, float]) -> Block | None:
    """Say of which places the datasets are, by what they contribute."""
    chain = material.analysis.result.calculation.chain
    found: dict[str, float] = {}
    for key, value in values.items():
        if key in chain.datasets:
            place = chain.datasets[key].geography or "?"
            found[place] = found.get(place, 0.0) + value
    if not found:
        return None
    ordered = sorted(found.items(), key=lambda item: (-abs(item[1]), item[0]))
    parts = [fill("{place} ({share})", "{place}（{share}）", place=place, share=material.part(value)) for place, value in ordered]
    return paragraph(
        "Places that the datasets are of, with their share: {parts}.", "数据集所代表的地区及其占比：{parts}。", parts=listed(parts)
    )


def _capital_goods(said: str) -> Text:
    known = {
        "included": Text("included", "包含"),
        "excluded": Text("not included", "不包含"),
        "unknown": Text("not stated", "未说明"),
    }
    return called(known, said)


def _quality(material: Material) -> tuple[Block, ...]:
    found = material.analysis.quality
    if found is None:
        return (paragraph("Data quality was not assessed.", "未评价数据质量。"),)
    ratings = Table(
        "data-quality",
        Text("Data quality, 1 best to 5 worst, weighted by contribution", "数据质量（1 最好，5 最差），按贡献加权"),
        (
            Column(Text("Indicator", "指标")),
            Column(Text("Weighted mean", "加权均值"), numeric=True),
            Column(Text("Part that is derived", "推导所占比例"), numeric=True),
        ),
        tuple(
            Row((INDICATOR_NAMES[name], Number(found.means[name], why=NO_PART), share(found.derived[name], NO_PART))) for name in INDICATORS
        ),
        note=Text(
            "Where the model states no rating, one is derived from what is known of amount and dataset: kind, place, year. "
            "The result file (JSON) gives the mean of stated ratings alone.",
            "模型未给出评分的，由用量和数据集的已知信息（类型、地区、年份）推导。结果文件（JSON）只给出模型评分的均值。",
        ),
    )
    return (_shares(material, found), ratings, *material.figure("quality-radar", "quality-matrix"), _rated(material, found))


def _shares(material: Material, found: Quality) -> Facts:
    shares = found.shares
    return Facts(
        (
            (
                Text("Primary data share (amount and factor primary)", "初级数据占比（用量与因子均为初级数据）"),
                share(shares.primary, NO_PART),
            ),
            (Text("Amount primary, whatever the factor", "用量为初级数据（不论因子）"), share(shares.primary_amount, NO_PART)),
            (Text("Amount assumed", "用量为假定"), share(shares.assumed, NO_PART)),
            (Text("Amount or factor a proxy", "用量或因子为替代数据"), share(shares.proxy, NO_PART)),
            (Text("Kind of amount not stated", "用量类型未说明"), share(shares.unstated, NO_PART)),
            (Text("Factor is a demonstration record", "因子为演示数据"), share(shares.demo, NO_PART)),
        )
    )


def _rated(material: Material, found: Quality) -> Table:
    rows = []
    for rated, leaf in found.rated[:RATED]:
        scores = [rated.worst(name) for name in INDICATORS]
        cells = [f"{score.value:g}" if score is not None else "" for score in scores]
        rows.append(Row((material.names.leaf(leaf), share(leaf.share), *cells)))
    rest = found.rated[RATED:]
    if rest:
        value = math.fsum(leaf.value for _, leaf in rest)
        rows.append(
            Row(
                (fill("{count} others", "其余 {count} 项", count=len(rest)), material.part(value), "", "", "", ""),
                total=True,
            )
        )
    return Table(
        "ratings",
        Text("Ratings of the largest contributions; the worse of amount and factor counts", "主要贡献项的评分（取用量与因子中较差者）"),
        (
            Column(Text("Input or emission", "投入或排放")),
            Column(Text("Share", "占比"), numeric=True),
            *(Column(INDICATOR_NAMES[name], numeric=True) for name in INDICATORS),
        ),
        tuple(rows),
    )


def _sources(material: Material) -> tuple[Block, ...]:
    result = material.analysis.result
    rows = []
    for package in sorted(result.calculation.chain.packages.values(), key=lambda package: package.name):
        title = Text(package.title.get("en", package.name), package.title.get("zh", package.name))
        years = "–".join(dict.fromkeys(day[:4] for day in package.period if day))
        rows.append(Row((title, f"{package.name} {package.version}", called(DATASET_STATUSES, package.status), years, package.licence)))
    columns = (
        Column(Text("Data package", "数据包")),
        Column(Text("Name and version", "名称与版本")),
        Column(Text("Status", "状态")),
        Column(Text("Years", "年份")),
        Column(Text("Licence", "许可")),
    )
    blocks: list[Block] = [Table("packages", Text("Data packages", "数据包"), columns, tuple(rows))]
    if result.model.sources:
        named = tuple((Text(key, key), text) for key, text in result.model.sources.items())
        blocks += [paragraph("Documents that the model cites:", "模型引用的文献："), Facts(named)]
    return tuple(blocks)
