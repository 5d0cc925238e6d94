"""The report of an import: what was found, repaired, left out or ambiguous, as data and as text in two languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from footprint.errors import Language
from footprint.formats.lca.conversion import Converted
from footprint.formats.lca.fates import FATES, REASONS, REPAIRS, Fate
from footprint.formats.lca.package import PackageName
from footprint.formats.lca.records import FORMATS

__all__ = ["readme_of", "report_as_dict", "report_lines"]

SHOWN = 10

_LABELS: Mapping[str, tuple[str, str]] = {
    "head": ("{origin} ({format}) → {package} {version}", "{origin}（{format}）→ {package} {version}"),
    "datasets": (
        "Datasets: {found} found, {imported} imported as {processes} processes, {left_out} left out.",
        "数据集：共 {found} 个，导入 {imported} 个（成为 {processes} 个过程），未导入 {left_out} 个。",
    ),
    "exchanges": ("Exchanges: {found} found. What became of them:", "交换：共 {found} 个。去向如下："),
    "left_out": ("Left out", "未导入"),
    "repairs": ("Repaired or assumed:", "修正或假定："),
    "not_linked": ("Inputs not linked most often:", "最常见的未链接输入："),
    "units": ("Units not known (exchanges left out):", "未知单位（相应交换未导入）："),
    "flows": ("Greenhouse gases, from the source's name to the package's:", "温室气体名称对应（来源 → 数据包）："),
    "more": ("and {count} more", "另有 {count} 项"),
    "candidates": ("{count} producers fit", "{count} 个可能的供应者"),
    "ignored": ("Files without datasets of processes: {count}.", "不含过程数据集的文件：{count} 个。"),
}


def report_as_dict(converted: Converted, name: PackageName) -> dict[str, Any]:
    """Give the report as plain data; every dataset and every exchange of the source is counted once."""
    database = converted.database
    total = len(database.processes)
    exchanges = sum(len(process.exchanges) for process in database.processes)
    return {
        "schema": "footprint/inventory-import/1",
        "source": {"file": name.origin, "sha256": name.sha256 or None, "format": database.format},
        "package": {"name": name.name, "version": name.version},
        "datasets": {
            "found": total,
            "imported": total - len(converted.left_out),
            "left_out": len(converted.left_out),
            "reasons": dict(sorted(Counter(item.reason for item in converted.left_out).items())),
            "allocated": dict(sorted(converted.allocated.items())),
        },
        "processes": len(converted.rows),
        "exchanges": {"found": exchanges, "fates": {fate.value: converted.fates[fate] for fate in Fate if converted.fates[fate]}},
        "repairs": dict(sorted(converted.repairs.items())),
        "units": [{"source": was, "unit": unit, "count": count} for (was, unit), count in sorted(converted.units.items())],
        "unknown_units": dict(sorted(converted.unknown_units.items())),
        "flows": [{"source": was, "flow": flow, "count": count} for (was, flow), count in sorted(converted.flows.items())],
        "datasets_left_out": [
            {"identifier": item.identifier, "name": item.name, "file": item.file, "reason": item.reason} for item in converted.left_out
        ],
        "not_linked": [
            {"process": item.process, "name": item.name, "unit": item.unit, "why": item.fate.value, "candidates": list(item.candidates)}
            for item in converted.not_linked
        ],
        "files_ignored": sorted(database.ignored),
    }


def report_lines(report: Mapping[str, Any], lang: Language) -> Iterator[str]:
    """Give the report as lines for people."""
    source, package, datasets = report["source"], report["package"], report["datasets"]
    yield _say(
        "head",
        lang,
        origin=source["file"],
        format=FORMATS.get(source["format"], source["format"]),
        package=package["name"],
        version=package["version"],
    )
    yield _say("datasets", lang, processes=report["processes"], **{key: datasets[key] for key in ("found", "imported", "left_out")})
    for reason, count in datasets["reasons"].items():
        yield _counted(count, REASONS[reason][lang])
    yield _say("exchanges", lang, found=report["exchanges"]["found"])
    for fate, count in report["exchanges"]["fates"].items():
        yield _counted(count, FATES[Fate(fate)][lang])
    yield from _section("repairs", [(count, REPAIRS[kind][lang]) for kind, count in report["repairs"].items()], lang)
    yield from _section("units", [(count, f"`{unit}`" if unit else "—") for unit, count in report["unknown_units"].items()], lang)
    flows = [(entry["count"], f"{entry['source']} → {entry['flow']}") for entry in report["flows"]]
    yield from _section("flows", flows, lang)
    yield from _section("not_linked", _not_linked(report["not_linked"], lang), lang)
    if report["files_ignored"]:
        yield _say("ignored", lang, count=len(report["files_ignored"]))


def readme_of(report: Mapping[str, Any]) -> str:
    """Write the README of the package: where it is from, and what was changed."""
    source = report["source"]
    digest = f" (SHA-256 `{source['sha256']}`)" if source["sha256"] else ""
    lines = list(report_lines(report, "en"))
    return "\n".join(
        [
            f"# {report['package']['name']}",
            "",
            f"Imported by `footprint inventories import` from `{source['file']}`{digest}, {FORMATS[source['format']]}.",
            "The terms of the source apply to this package too: see there for its licence, and for whom to credit.",
            "",
            "Changed against the source:",
            "",
            "- Only greenhouse gases are kept of the elementary flows, under the names of `elementary-flows`, unless all were asked for.",
            "- Units are those of footprint; amounts were converted only where it lacks the unit.",
            "- An input is linked where exactly one process of the source fits; others are kept by name and count nothing.",
            "- Datasets of several products are split as the source states, or as the import was asked to; others are left out.",
            "- Uncertainties are kept in the column `comment` of `exchanges.csv`; no calculation uses them.",
            "",
            "`import-report.json` names every dataset that was left out and every input that is not linked.",
            "",
            "```text",
            *lines,
            "```",
            "",
        ]
    )


def _not_linked(entries: Iterable[Mapping[str, Any]], lang: Language) -> list[tuple[int, str]]:
    counts: Counter[tuple[str, str, int]] = Counter((entry["name"], entry["why"], len(entry["candidates"])) for entry in entries)
    lines = []
    for (name, why, candidates), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        fit = f" ({_say('candidates', lang, count=candidates)})" if why == Fate.UNLINKED_AMBIGUOUS else ""
        lines.append((count, f"{name}{fit}"))
    return lines


def _section(label: str, entries: list[tuple[int, str]], lang: Language) -> Iterator[str]:
    if entries:
        yield _say(label, lang)
        ordered = sorted(entries, key=lambda entry: -entry[0])
        for count, text in ordered[:SHOWN]:
            yield _counted(count, text)
        if len(ordered) > SHOWN:
            yield "        " + _say("more", lang, count=len(ordered) - SHOWN)


def _counted(count: int, text: str) -> str:
    return f"  {count:>7}  {text}"


def _say(label: str, lang: Language, **values: object) -> str:
    return _LABELS[label][0 if lang == "en" else 1].format(**values)
