"""Data packages, datasets and methods as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from footprint.cli.result_view import name_of
from footprint.cli.rounding import number
from footprint.cli.tables import columns, facts
from footprint.cli.texts import TEXTS, say
from footprint.errors import Language

if TYPE_CHECKING:
    from footprint.inventory import Dataset, Method, Package

__all__ = ["dataset_in_full", "dataset_table", "package_in_full", "package_table"]


def package_table(packages: Sequence[Package], methods: Sequence[Method], lang: Language) -> Group:
    """List packages and methods."""
    texts = [say(key, lang) for key in ("package", "version", "title", "status", "region", "period")]
    table = columns(texts, [say("datasets", lang)])
    for package in packages:
        years = "–".join(dict.fromkeys(day[:4] for day in package.period))
        title = name_of(package.title, lang)
        table.add_row(package.name, package.version, title, package.status, package.geography, years, str(len(package.datasets)))
    method_table = columns([say("methods", lang), say("version", lang), say("title", lang)], [])
    for method in methods:
        method_table.add_row(method.name, method.version, name_of(method.title, lang))
    return Group(table, Text(), method_table)


def dataset_table(datasets: Sequence[Dataset], lang: Language) -> Table:
    """List datasets."""
    texts = [say(key, lang) for key in ("dataset", "name", "per", "basis", "status", "region")]
    table = columns(texts, [])
    for dataset in datasets:
        table.add_row(dataset.key, dataset.name(lang), str(dataset.reference), dataset.basis, dataset.status, dataset.geography)
    return table


def package_in_full(package: Package, lang: Language) -> Group:
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
    return Group(about, Text(), dataset_table(list(package.datasets.values()), lang))


def dataset_in_full(dataset: Dataset, package: Package, lang: Language) -> Group:
    """Show a dataset: what it stands for, where it is from, and its exchanges."""
    basis = f"basis_{dataset.basis}"
    parts: list[RenderableType] = [
        facts(
            [
                (say("dataset", lang), Text(dataset.key, style="bold")),
                (say("version", lang), package.version),
                (say("name", lang), dataset.name(lang)),
                (say("product", lang), dataset.product),
                (say("per", lang), str(dataset.reference)),
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
        property_table = columns([say("property", lang)], [say("value", lang)], [say("source", lang)])
        for flow_property in properties.values():
            amount = f"{number(flow_property.amount.value)} {flow_property.amount.unit.text}"
            property_table.add_row(flow_property.name, amount, flow_property.source)
        parts.extend([Text(), property_table])
    if package.notice:
        parts.extend([Text(), Text(say("notice", lang), style="bold"), Text(package.notice.strip())])
    return Group(*parts)
