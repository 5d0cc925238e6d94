"""Where every number can be checked: the rules that were applied, digests, versions, notices of the sources."""

from __future__ import annotations

from collections import Counter

from footprint.report.study.document import Block, Cell, Column, Facts, Paragraph, Row, Section, Table, Text
from footprint.report.study.interpretation import absent
from footprint.report.study.material import Material, fill, kg, listed, paragraph
from footprint.verification.rules import CATEGORIES, RULES, Outcome

__all__ = ["departures", "provenance", "rules"]

OUTCOMES = {
    "pass": Text("fulfilled", "符合"),
    "fail": Text("not fulfilled", "不符合"),
    "warn": Text("warning", "提示"),
    "not assessable": Text("cannot be assessed", "无法评价"),
    "not applicable": Text("does not apply", "不适用"),
}
SEVERITIES = {"error": Text("error", "错误"), "warning": Text("warning", "警告"), "note": Text("note", "提示")}
LISTED = ("fail", "not assessable", "warn")
"""Outcomes that are listed."""

TOLD = 4
"""Messages of one rule that are told."""


def rules(material: Material) -> Section:
    """Write what the rules of the profile found, and what was found in the model."""
    profile, outcomes = material.analysis.profile, material.analysis.outcomes
    title = Text("Rules and findings", "规则检查与发现")
    if profile is None:
        return Section("rules", title, (absent(material, "profile"), *_findings(material)))
    counts: Counter[str] = Counter(outcome.status for outcome in outcomes)
    facts: list[tuple[Text, Cell]] = [(OUTCOMES[status], str(counts[status])) for status in OUTCOMES if counts[status]]
    grouped: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in sorted((entry for entry in outcomes if entry.status in LISTED), key=lambda entry: LISTED.index(entry.status)):
        grouped.setdefault((outcome.status, outcome.rule), []).append(outcome)
    rows = []
    for (status, name), found in grouped.items():
        rule, category = RULES[name], CATEGORIES[found[0].category]
        called, subject = Text(rule.title["en"], rule.title["zh"]), Text(category["en"], category["zh"])
        rows.append(Row((OUTCOMES[status], subject, called, _messages(found))))
    criteria = [Text(entry.title.text("en"), entry.title.text("zh")) for entry in profile.criteria.values()]
    blocks: list[Block] = [
        paragraph(
            "The rules of the profile {title} ({id}, version {version}) were applied. What a rule cannot assess is no pass.",
            "已按规则集“{title}”（{id}，版本 {version}）进行检查。无法评价不视为符合。",
            title=Text(profile.title["en"], profile.title["zh"]),
            id=profile.id,
            version=profile.version,
        ),
        Facts((*((Text("Criteria", "依据"), entry) for entry in criteria), *facts)),
    ]
    if rows:
        columns = (
            Column(Text("Outcome", "结果")),
            Column(Text("Subject", "类别")),
            Column(Text("Rule", "规则")),
            Column(Text("What was found", "发现")),
        )
        blocks.append(
            Table("rules", Text("Rules that are not fulfilled or could not be assessed", "不符合或无法评价的规则"), columns, tuple(rows))
        )
    return Section("rules", title, (*blocks, *_findings(material)))


def _messages(found: list[Outcome]) -> Text:
    """Put the messages of one rule together."""
    return _together([Text(outcome.message["en"], outcome.message["zh"]) for outcome in found])


def _together(texts: list[Text]) -> Text:
    """Put messages of one kind together; many are counted."""
    shown = texts if len(texts) <= TOLD else texts[: TOLD - 1]
    if len(texts) > len(shown):
        shown = [*shown, fill("{count} more of this kind.", "另有 {count} 项同类发现。", count=len(texts) - len(shown))]
    return Text(" ".join(text.en for text in shown), "".join(text.zh for text in shown))


def _findings(material: Material) -> tuple[Block, ...]:
    found = material.analysis.result.findings
    if not found:
        return (paragraph("Reading and calculating the model gave no findings.", "读取与计算模型时没有发现问题。"),)
    seen: dict[str, dict[str, Text]] = {}
    severities = {finding.code: SEVERITIES[finding.severity.value] for finding in found}
    for finding in found:
        text = Text(finding.message("en"), finding.message("zh"))
        seen.setdefault(finding.code, {}).setdefault(text.en, text)
    rows = [Row((severities[code], code, _together(list(texts.values())))) for code, texts in seen.items()]
    columns = (Column(Text("Weight", "级别")), Column(Text("Code", "代码")), Column(Text("Finding", "发现")))
    return (Table("findings", Text("Findings on the model", "模型检查发现"), columns, tuple(rows)),)


def departures(material: Material) -> tuple[Text, ...]:
    """Say what was calculated in place of what the model file says: a scenario, other values, datasets or allocations."""
    result = material.analysis.result
    changes = result.model.source.changes
    said: list[Text] = []
    for name in changes.scenarios if changes is not None else ():
        scenario = result.model.scenarios.get(name)
        title = Text(name, name)
        if scenario is not None and scenario.name is not None:
            title = Text(f"{scenario.name.text('en')} ({name})", f"{scenario.name.text('zh')}（{name}）")
        said.append(
            fill(
                "This is a scenario and not the product as it is: {title}.",
                "本报告为情景分析结果，并非产品现状：{title}。",
                title=title,
            )
        )
    if result.overrides:
        values = listed([_set(material, name, str(amount)) for name, amount in sorted(result.overrides.items())])
        said.append(fill("Values other than those of the model file: {values}.", "与模型文件不同的取值：{values}。", values=values))
    if changes is not None and (others := {**changes.sources, **changes.added, **changes.allocations, **changes.inventories}):
        named = listed([Text(f"{name}: {to}", f"{name}：{to}") for name, to in sorted(others.items())])
        said.append(fill("Other choices than in the model file: {named}.", "与模型文件不同的选择：{named}。", named=named))
    return tuple(said)


def _set(material: Material, name: str, amount: str) -> Text:
    what = material.names.quantity(name)
    return Text(f"{what.en} = {amount}", f"{what.zh} = {amount}")


def provenance(material: Material) -> Section:
    """Write digests and versions."""
    result = material.analysis.result
    origin = result.provenance
    versions = origin["versions"]
    rows = [Row((name, versions.get(name, ""), digest)) for name, digest in origin["inventories"].items()]
    rows += [Row((name, "", digest)) for name, digest in {**origin["models"], **origin["activity_tables"]}.items()]
    rows.append(Row((result.model.method, result.calculation.chain.method.version, origin["method"])))
    engine = ", ".join(f"{name} {version}" for name, version in origin["engine"].items())
    facts: list[tuple[Text, Cell]] = [
        (Text("Model file", "模型文件"), result.model.source.file.rpartition("/")[2]),
        (Text("SHA-256 of the model", "模型的 SHA-256"), result.model.source.sha256 or Text("not read from a file", "并非读自文件")),
        (Text("Calculated with", "计算软件"), engine),
        (Text("Numerical error", "数值误差"), kg(result.numerical_error)),
    ]
    if material.analysis.profile is not None:
        facts.append((Text("SHA-256 of the rule profile", "规则集的 SHA-256"), material.analysis.profile.sha256))
    columns = (
        Column(Text("Data package, model or method", "数据包、模型或方法")),
        Column(Text("Version", "版本")),
        Column(Text("SHA-256", "SHA-256")),
    )
    blocks: list[Block] = [
        paragraph(
            "Anyone with the same files gets the same number. It was calculated with Brightway on the whole system and proved by a "
            "second solution; the numerical error says how far rounding can have moved it, and is no uncertainty.",
            "持有相同文件的任何人都能得到相同的结果。结果由 Brightway 对完整系统求解，并以另一种解法验证；"
            "数值误差表示舍入对结果的最大影响，不属于不确定性。",
        ),
        Facts(tuple(facts)),
        Table("digests", Text("Digests of what was used", "所用文件的摘要值"), columns, tuple(rows)),
    ]
    blocks += [Paragraph(text) for text in departures(material)]
    notices = origin.get("notices") or ()
    if notices:
        blocks.append(paragraph("Notices of the sources, in full:", "数据来源声明全文："))
        blocks += [
            Paragraph(Text(" ".join(part.split()), " ".join(part.split())))
            for notice in notices
            for part in notice.split("\n\n")
            if part.strip()
        ]
    return Section("provenance", Text("Provenance", "溯源信息"), tuple(blocks))
