"""What the parts of a footprint are called where people read: in both languages, the same in figures and in tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from footprint.engine.result import Footprint
from footprint.inventory import open_library
from footprint.inventory.records import ElementaryFlow
from footprint.report.elements import printable
from footprint.report.study.document import Text
from footprint.report.words import stage_name

__all__ = [
    "CATEGORIES",
    "activity_name",
    "category_name",
    "exchange_name",
    "flow_name",
    "process_name",
    "product_name",
    "stage_text",
    "taken_name",
]

CATEGORIES: Mapping[str, Text] = {
    "fossil": Text("fossil", "化石源"),
    "biogenic_co2": Text("biogenic CO2 emitted", "生物成因 CO2 排放"),
    "biogenic_non_co2": Text("biogenic, other than CO2", "生物成因非 CO2"),
    "uptake": Text("CO2 taken up by biomass", "生物质吸收 CO2"),
    "land_use_change": Text("land use change", "土地利用变化"),
    "land_management": Text("land management", "土地管理"),
    "removals": Text("removals", "清除量"),
    "aircraft": Text("aircraft", "航空"),
    "unsplit": Text("gases not told apart", "未区分气体"),
}


def product_name(result: Footprint) -> Text:
    """Name the product."""
    name = result.model.product.name
    return Text(printable(name.text("en")), printable(name.text("zh")))


def process_name(result: Footprint, process: str) -> Text:
    """Name a process of the model; its id where it has no name."""
    known = result.model.processes.get(process)
    if known is None or known.name is None:
        return _same(process)
    return Text(printable(known.name.text("en")), printable(known.name.text("zh")))


def activity_name(result: Footprint, key: str) -> Text:
    """Name an activity: a process of the model or of another one, a dataset, or what has a declared footprint.

    Parameters
    ----------
    result
        Of a calculation.
    key
        As in its supply chain.
    """
    chain = result.calculation.chain
    dataset = chain.datasets.get(key)
    if dataset is not None:
        return Text(printable(dataset.name("en")), printable(dataset.name("zh")))
    activity = chain.activities.get(key)
    if activity is None:
        return _same(key)
    if activity.origin == "foreground":
        return process_name(result, activity.process)
    if activity.origin == "declared":
        exchange = key.removeprefix("declared:")
        name = exchange.rpartition("/")[2]
        return Text(f"{printable(name)} (declared)", f"{printable(name)}（供应商声明）")
    return _same(activity.name or key)


def exchange_name(result: Footprint, exchange: str, provider: str = "") -> Text:
    """Name an exchange: what is taken or emitted, and by which process.

    Parameters
    ----------
    result
        Of a calculation.
    exchange
        Exchange id, such as ``oxidation/inputs/px``.
    provider
        Who provides it, or the elementary flow, where that is known; the name that the model gives it otherwise.
    """
    process, _, rest = exchange.partition("/")
    if not rest:
        return _same(exchange)
    what, where = taken_name(result, exchange, provider), process_name(result, process)
    return Text(f"{what.en} · {where.en}", f"{what.zh} · {where.zh}")


def taken_name(result: Footprint, exchange: str, provider: str = "") -> Text:
    """Name what an exchange takes or emits, without the process."""
    if provider in result.calculation.chain.activities:
        return activity_name(result, provider)
    return flow_name(provider) if provider else _same(exchange.rpartition("/")[2])


def flow_name(flow: str) -> Text:
    """Name an elementary flow."""
    known = _flows().get(flow)
    return Text(printable(flow), printable(known.name_zh if known is not None and known.name_zh else flow))


def category_name(category: str) -> Text:
    """Name a category of the footprint."""
    return CATEGORIES.get(category) or _same(category.replace("_", " "))


def stage_text(stage: str) -> Text:
    """Name a life cycle stage."""
    return Text(printable(stage), printable(stage_name(stage, "zh")))


def _same(name: str) -> Text:
    return Text(printable(name), printable(name))


@lru_cache(maxsize=1)
def _flows() -> Mapping[str, ElementaryFlow]:
    return open_library(()).flows()
