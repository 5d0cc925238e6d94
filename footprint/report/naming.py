"""What the parts of a footprint are called where people read: in both languages, the same in figures and in tables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from footprint.engine.result import Footprint
from footprint.errors import FootprintError
from footprint.files import confined
from footprint.inventory import open_library
from footprint.inventory.records import Dataset, ElementaryFlow
from footprint.model import ProductModel, read
from footprint.model.schema import Name
from footprint.report.elements import printable
from footprint.report.study.document import Text
from footprint.report.words import stage_name

__all__ = [
    "CATEGORIES",
    "activity_name",
    "category_name",
    "dataset_name",
    "exchange_name",
    "flow_name",
    "parameter_name",
    "process_name",
    "product_name",
    "stage_text",
    "taken_name",
]

_EMITTING = ("燃烧", "分解", "释放", "施用", "泄漏")
"""Words of Chinese names of datasets that say what is emitted by."""

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
    return _printable(result.model.product.name)


def process_name(result: Footprint, process: str) -> Text:
    """Name a process of the model, or of another one (``FILE#process``); its id where it has no name.

    Of a process that allocation has split (``chp@steam``) the product is named, too.
    """
    file, _, own = process.rpartition("#")
    process_id, _, product = own.partition("@")
    model = _other_model(result, file) if file else result.model
    known = model.processes.get(process_id) if model is not None else None
    found = _same(process_id) if known is None or known.name is None else _printable(known.name)
    return Text(f"{found.en} ({printable(product)})", f"{found.zh}（{printable(product)}）") if product else found


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
        return dataset_name(dataset)
    activity = chain.activities.get(key)
    if activity is None:
        return _same(key)
    if activity.origin == "declared":
        exchange = key.removeprefix("declared:")
        name = exchange.rpartition("/")[2]
        return Text(f"{printable(name)} (declared)", f"{printable(name)}（供应商声明）")
    file, _, _ = key.rpartition("#")
    model = _other_model(result, file) if file else None
    if model is not None and model.product.flow == activity.product:
        return _printable(model.product.name)
    return process_name(result, key)


def dataset_name(dataset: Dataset) -> Text:
    """Name a dataset; one that holds direct emissions alone says so where its name is only that of the product."""
    en, zh = printable(dataset.name("en")), printable(dataset.name("zh"))
    if dataset.basis == "direct" and dataset.kind == "production" and not any(word in zh for word in _EMITTING):
        zh = f"{zh}（直接排放）"
    return Text(en, zh)


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
    file, _, own = exchange.rpartition("#")
    process, _, rest = own.partition("/")
    if not rest:
        return _same(exchange)
    what, where = taken_name(result, exchange, provider), process_name(result, f"{file}#{process}" if file else process)
    return Text(f"{what.en} · {where.en}", f"{what.zh} · {where.zh}")


def taken_name(result: Footprint, exchange: str, provider: str = "") -> Text:
    """Name what an exchange takes or emits, without the process."""
    if provider in result.calculation.chain.activities:
        return activity_name(result, provider)
    return flow_name(provider) if provider else _same(exchange.rpartition("/")[2].replace("_", " "))


def parameter_name(result: Footprint, parameter: str) -> Text:
    """Name a parameter of the model; its key where it has no name."""
    known = result.model.parameters.get(parameter)
    return _same(parameter) if known is None or known.name is None else _printable(known.name)


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


def _printable(name: Name) -> Text:
    return Text(printable(name.text("en")), printable(name.text("zh")))


def _other_model(result: Footprint, file: str) -> ProductModel | None:
    """Read another model that a result was made with; None where that is not possible any more."""
    try:
        path = confined(Path(result.model.source.folder or "."), file, result.model.place("processes"))
        return _read(str(path), os.stat(path).st_mtime_ns)
    except (FootprintError, OSError):
        return None


@lru_cache(maxsize=64)
def _read(path: str, changed: int) -> ProductModel:
    return read(path)


def _same(name: str) -> Text:
    return Text(printable(name), printable(name))


@lru_cache(maxsize=1)
def _flows() -> Mapping[str, ElementaryFlow]:
    return open_library(()).flows()
