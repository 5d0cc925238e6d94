"""Data packages, datasets and methods as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from footprint.cli.result_view import name_of
from footprint.cli.tables import columns, facts
from footprint.cli.texts import TEXTS, say
from footprint.errors import Language
from footprint.report.rounding import number

if TYPE_CHECKING:
    from footprint.insight.datasets import DatasetFootprint
    from footprint.inventory import Dataset, Method, Package
    from footprint.units import Amount

__all__ = ["dataset_in_full", "dataset_table", "package_in_full", "package_table"]

Footprints = Mapping[str, "DatasetFootprint"]

UNIT = "kg CO2e"
NAME_WIDTH = 44


def package_table(packages: Sequence[Package], methods: Sequence[Method], lang: Language) -> Group:
    """List packages and methods."""
    texts = [say(key, lang) for key in ("package", "version", "title", "status", "region", "period")]
    table = columns(texts, [say("datasets", lang)], prose=[say("title", lang)])
    for package in packages:
        years = "–".join(dict.fromkeys(day[:4] for day in package.period))
        title = name_of(package.title, lang)
        table.add_row(package.name, package.version, title, package.status, package.geography, years, str(len(package.datasets)))
    method_table = columns([say("methods", lang), say("version", lang), say("title", lang)], [], prose=[say("title", lang)])
    for method in methods:
        method_table.add_row(method.name, method.version, name_of(method.title, lang))
    return Group(table, Text(), method_table)


def dataset_table(datasets: Sequence[Dataset], footprints: Footprints, lang: Language) -> Table:
    """List datasets: the code on a line of its own, so that it can be copied, and the name below."""
    heading = f"{say('dataset', lang)}\n  {say('name', lang)}"
    right = [f"\n{say('per', lang)}", f"\n{UNIT}"]
    last = [f"\n{say(key, lang)}" for key in ("basis", "status", "region")]
    table = columns([heading], right, last, [heading])
    table.columns[0].min_width = max([NAME_WIDTH, *(len(dataset.key) for dataset in datasets)])
    table.columns[0].max_width = table.columns[0].min_width
    for dataset in datasets:
        marked = say("co2_only", lang) if dataset.basis == "co2-only" else ""
        about = Padding(Text(say("comma", lang).join(part for part in (dataset.name(lang), marked) if part), style="dim"), (0, 0, 0, 2))
        value = _footprint(footprints.get(dataset.key), lang)
        cells = (_short(dataset.reference), value, dataset.basis, dataset.status, dataset.geography)
        table.add_row(Group(Text(dataset.key), about), *cells)
    return table


def package_in_full(package: Package, footprints: Footprints, lang: Language) -> Group:
    """Show a package: where it is from, and its datasets."""
    about = facts(
        [
            (say("package", lang), Text(f"{package.name} {package.version}", style="bold")),
            (say("title", lang), name_of(package.title, lang)),
            (say("status", lang), package.status),
            (say("region", lang), package.geography),
            (say("period", lang), say("period_of", lang, start=package.period[0], end=package.period[1])),
            (say("licence", lang), package.licence),
            (say("notice", lang), package.notice),
            (say("requires", lang), ", ".join(f"{name} {version}" for name, version in package.requires.items())),
            (say("digest", lang), package.sha256),
        ]
    )
    return Group(about, Text(), dataset_table(list(package.datasets.values()), footprints, lang))


def dataset_in_full(dataset: Dataset, package: Package, footprint: DatasetFootprint | None, lang: Language) -> Group:
    """Show a dataset: what it stands for, where it is from, and its exchanges."""
    basis = f"basis_{dataset.basis}"
    parts: list[RenderableType] = [
        facts(
            [
                (say("dataset", lang), Text(dataset.key, style="bold")),
                (say("version", lang), package.version),
                (say("name", lang), dataset.name(lang)),
                (say("product", lang), dataset.product),
                (say("per", lang), _short(dataset.reference)),
                (say("total", lang), _sentence(footprint, lang)),
                (say("kind", lang), dataset.kind),
                (say("basis", lang), say(basis, lang) if basis in TEXTS else dataset.basis),
                (say("status", lang), dataset.status),
                (say("data", lang), dataset.data),
                (say("capital_goods", lang), dataset.capital_goods),
                (say("region", lang), dataset.geography),
                (say("period", lang), say("period_of", lang, start=dataset.start, end=dataset.end)),
                (say("source", lang), dataset.source),
                (say("comment", lang), dataset.comment),
            ]
        ),
        Text(),
    ]
    table = columns([say("exchanges", lang), say("flow", lang)], [say("amount", lang)])
    for exchange in dataset.exchanges:
        table.add_row(say(exchange.kind, lang), exchange.flow, f"{number(exchange.amount.value)} {exchange.amount.unit.text}")
    parts.append(table)
    properties = package.properties.get(dataset.product)
    if properties:
        property_table = columns([say("property", lang)], [say("value", lang)], [say("source", lang)], [say("source", lang)])
        for flow_property in properties.values():
            amount = f"{number(flow_property.amount.value)} {flow_property.amount.unit.text}"
            property_table.add_row(flow_property.name, amount, flow_property.source)
        parts.extend([Text(), property_table])
    if package.notice:
        parts.extend([Text(), facts([(say("notice", lang), say("notice_of", lang, package=package.name))])])
    return Group(*parts)


def _footprint(footprint: DatasetFootprint | None, lang: Language) -> str:
    if footprint is None:
        return ""
    shown = number(footprint.value)
    return say("at_least", lang, value=shown) if footprint.lower_bound else shown


def _sentence(footprint: DatasetFootprint | None, lang: Language) -> str | None:
    if footprint is None:
        return None
    why = say("lower_bound", lang) if footprint.lower_bound else ""
    return f"{_footprint(footprint, lang)} {UNIT} ({footprint.method}{why})"


def _short(amount: Amount) -> str:
    """Write a reference amount: whole where it is a round number, else to the digits that count."""
    value = f"{amount.value:g}" if float(f"{amount.value:g}") == amount.value and abs(amount.value) >= 1e-4 else number(amount.value)
    return f"{value} {amount.unit.text}"
