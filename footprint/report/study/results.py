"""The numbers: sums, categories, stages, gases, contributions and the tree; every table sums to the footprint."""

from __future__ import annotations

import math

from footprint.insight.explanation import Branch
from footprint.report.study.document import Block, Cell, Column, Facts, Number, Row, Section, Table, Text
from footprint.report.study.material import CO2E, Material, fill, paragraph, share
from footprint.report.study.words import SUM_NAMES, called

__all__ = ["CATEGORIES", "SUMS", "results"]

SUMS = {
    "excl_uptake": Text("without biogenic uptake (PACT sum)", "不计生物吸收（PACT 口径）"),
    "incl_uptake": Text("with the carbon that biomass in the product took up", "计入产品中生物碳的吸收"),
    "iso_net": Text(
        "net: everything, biogenic CO2 taken up −1 and emitted +1 (ISO 14067)",
        "净值：全部计入，生物成因 CO2 吸收为 −1、排放为 +1（ISO 14067）",
    ),
}
CATEGORIES = {
    "fossil": Text("fossil", "化石源"),
    "biogenic_co2": Text("biogenic CO2 emitted", "生物成因 CO2 排放"),
    "biogenic_non_co2": Text("biogenic, other than CO2", "生物成因非 CO2"),
    "uptake": Text("CO2 taken up by biomass", "生物质吸收 CO2"),
    "land_use_change": Text("land use change", "土地利用变化"),
    "land_management": Text("land management", "土地管理"),
    "removals": Text("removals", "清除量"),
    "aircraft": Text("of which aircraft", "其中：航空运输"),
    "unsplit": Text("of which from factors that do not tell gases apart", "其中：来自未区分气体的因子"),
}
VALUE = Column(Text("Footprint", "碳足迹"), CO2E, numeric=True)
SHARE = Column(Text("Share", "占比"), numeric=True)
TOTAL = Text("Total", "合计")
NOISE = 1e-9
"""What is left of a sum below this share of the footprint is rounding."""
SMALL_GAS = 1e-4
"""Gases below this share of the footprint stand as one line."""


def results(material: Material) -> Section:
    """Write the results."""
    return Section(
        "results",
        Text("Results", "核算结果"),
        (),
        (
            Section(
                "sums", Text("Footprint, emissions and removals", "碳足迹、排放与清除"), (*_sums(material), *material.figure("categories"))
            ),
            Section("stages", Text("Life cycle stages", "生命周期阶段"), (*material.figure("stages"), _stages(material))),
            Section("gases", Text("Greenhouse gases", "温室气体"), (*material.figure("gases"), *_gases(material))),
            Section("contributions", Text("Contributions", "贡献分析"), (*material.figure("hotspots"), _contributions(material))),
            Section("tree", Text("What the product is made of, step by step", "逐级构成"), (_tree(material),)),
        ),
    )


def _why(material: Material, name: str) -> Text | None:
    why = material.analysis.result.reasons.get(name)
    return None if why is None else Text(why["en"], why["zh"])


def _once(whys: list[Text | None]) -> list[Text | None]:
    """Write a reason out once; what follows with the same reason refers to it."""
    return [Text("as above", "同上") if why is not None and why in whys[:place] else why for place, why in enumerate(whys)]


def _sums(material: Material) -> tuple[Block, ...]:
    result = material.analysis.result
    rows = [Row((SUMS[name], Number(value, why=_why(material, f"sums/{name}")))) for name, value in result.sums.items()]
    sums = Table(
        "sums", Text("Three sums of the same footprint", "同一碳足迹的三种汇总口径"), (Column(Text("Sum", "汇总口径")), VALUE), tuple(rows)
    )
    parts = {**result.categories, **result.of_which}
    whys = _once([_why(material, f"categories/{name}") if value is None else None for name, value in parts.items()])
    listed = [
        Row(
            (CATEGORIES.get(name, Text(name, name)), Number(value, why=why)),
            depth=int(name in result.of_which),
        )
        for (name, value), why in zip(parts.items(), whys, strict=True)
        if not (name in result.of_which and name == "unsplit" and not value)
    ]
    notes = [why for name, value in result.categories.items() if value is not None and (why := _why(material, f"categories/{name}"))][:1]
    if result.of_which.get("unsplit"):
        notes.append(
            Text(
                "What factors that do not tell gases apart hold of aircraft is not known and not in that line.",
                "未区分气体的因子中所含的航空运输部分未知，未列入该行。",
            )
        )
    categories = Table(
        "categories",
        Text("Emissions and removals by category", "按类别的排放与清除"),
        (Column(Text("Category", "类别")), VALUE),
        tuple(listed),
        note=_sentences(notes) if notes else None,
    )
    carbon = Number(result.biogenic_carbon_content, "kg C", _why(material, "biogenic_carbon_content"))
    return (
        sums,
        *_asked(material),
        categories,
        Facts(((Text("Biogenic carbon in one declared unit", "每声明单位产品的生物碳含量"), carbon),)),
    )


def _asked(material: Material) -> tuple[Block, ...]:
    """Say which sum the rule profile asks for, where it is another one than that of the headline."""
    result, profile = material.analysis.result, material.analysis.profile
    if profile is None or profile.headline == result.sum:
        return ()
    value = Number(result.sums.get(profile.headline), CO2E, _why(material, f"sums/{profile.headline}"))
    return (
        paragraph(
            "The profile {profile} asks for the {sum}: {value}.",
            "规则集 {profile} 要求采用“{sum}”：{value}。",
            profile=profile.id,
            sum=called(SUM_NAMES, profile.headline),
            value=value,
        ),
    )


def _sentences(notes: list[Text]) -> Text:
    """Put notes together, each as a sentence."""
    en = " ".join(f"{note.en[:1].upper()}{note.en[1:].rstrip('.')}." for note in notes)
    return Text(en, "".join(f"{note.zh.rstrip('。')}。" for note in notes))


def _stages(material: Material) -> Table:
    result = material.analysis.result
    rows = [Row((material.names.stage(stage.stage), Number(stage.value), share(stage.share))) for stage in result.stages]
    rows.append(Row((TOTAL, Number(result.value), material.part(result.value)), total=True))
    return Table(
        "stages",
        Text("Footprint by life cycle stage", "按生命周期阶段的碳足迹"),
        (Column(Text("Stage", "阶段")), VALUE, SHARE),
        tuple(rows),
    )


def _gases(material: Material) -> tuple[Block, ...]:
    result = material.analysis.result
    least = SMALL_GAS * abs(result.value)
    small = [gas for gas in result.gases if gas.value and abs(gas.value) < least]
    folded = small if len(small) > 1 else []
    rows = [
        Row(
            (
                material.names.flow(gas.flow),
                Number(gas.amount, gas.unit),
                Number(gas.value / gas.amount) if gas.amount else "",
                Number(gas.value),
                material.part(gas.value),
            )
        )
        for gas in result.gases
        if gas not in folded
    ]
    if folded:
        value = math.fsum(gas.value for gas in folded)
        name = fill("{count} gases below 0.01 % each", "其余 {count} 种气体，每种低于 0.01 %", count=len(folded))
        rows.append(Row((name, "", "", Number(value), material.part(value))))
    rows.append(Row((TOTAL, "", "", Number(result.value), material.part(result.value)), total=True))
    table = Table(
        "gases",
        Text("Footprint by greenhouse gas", "按温室气体的碳足迹"),
        (
            Column(Text("Gas", "气体")),
            Column(Text("Amount", "排放量"), numeric=True),
            Column(Text("kg CO2e per unit", "每单位 kg CO2e"), numeric=True),
            VALUE,
            SHARE,
        ),
        tuple(rows),
    )
    unsplit = result.of_which.get("unsplit")
    if not unsplit:
        return (table,)
    return (
        table,
        paragraph(
            "{value} ({share}) come from factors that state CO2 equivalents only. Their gases, and what part is biogenic or from "
            "land use, are not known; the categories above say so.",
            "{value}（{share}）来自只给出 CO2 当量的因子：其气体组成以及生物成因、土地利用部分未知，上文各类别已注明。",
            value=Number(unsplit, CO2E),
            share=material.part(unsplit),
        ),
    )


def _contributions(material: Material) -> Table:
    result = material.analysis.result
    rows = []
    for leaf in result.contributions:
        factor: Cell = Number(leaf.value / leaf.amount) if leaf.amount else ""
        amount = Number(leaf.amount, leaf.unit)
        cells = (
            material.names.leaf(leaf),
            leaf.exchange,
            material.names.stage(leaf.stage),
            amount,
            factor,
            Number(leaf.value),
            share(leaf.share),
        )
        rows.append(Row(cells))
    rows.append(Row((TOTAL, "", "", "", "", Number(result.value), material.part(result.value)), total=True))
    return Table(
        "contributions",
        Text("All inputs and emissions of the model", "模型的全部投入与排放"),
        (
            Column(Text("Input or emission", "投入或排放")),
            Column(Text("Exchange id", "交换标识")),
            Column(Text("Stage", "阶段")),
            Column(Text("Amount per declared unit", "每声明单位用量"), numeric=True),
            Column(Text("kg CO2e per unit", "每单位 kg CO2e"), numeric=True),
            VALUE,
            SHARE,
        ),
        tuple(rows),
    )


def _tree(material: Material) -> Table:
    least = NOISE * abs(material.analysis.result.value)
    rows = [
        Row((_branch(material, branch), _taken(branch), Number(branch.value), share(branch.share)), depth=depth)
        for depth, branch in material.analysis.explanation.tree.walk()
        if branch.kind != "rest" or abs(branch.value) > least
    ]
    return Table(
        "tree",
        Text("The footprint unfolded from the product upwards", "由产品向上游逐级展开的碳足迹"),
        (Column(Text("Product, process, input", "产品、过程、投入")), Column(Text("Amount", "用量"), numeric=True), VALUE, SHARE),
        tuple(rows),
        note=Text(
            "The lines below a line, its rest included, sum to it.",
            "每一行等于其下级各行（含其余部分）之和。",
        ),
        tree=True,
    )


def _taken(branch: Branch) -> Cell:
    return "" if branch.amount is None else Number(branch.amount, branch.unit)


def _branch(material: Material, branch: Branch) -> Text:
    if branch.kind == "rest" and int(branch.name) == 1:
        return Text("rest: 1 smaller part", "其余 1 项")
    if branch.kind == "rest":
        return fill("rest: {count} smaller parts", "其余 {count} 项", count=int(branch.name))
    if branch.kind == "product":
        name = material.analysis.result.model.product.name
        return Text(name.text("en"), name.text("zh"))
    name_of = material.names.provider(branch.name)
    if branch.kind == "loop":
        return fill("{name} again: the rest of the loop", "{name}（再次出现：循环的其余部分）", name=name_of)
    return name_of
