"""What the drop-down lists of a workbook offer: units, datasets of the pinned packages, stages, names."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.errors import FootprintError
from footprint.formats.workbook.choices import CHOICES, words_of
from footprint.inventory import Dataset, Library
from footprint.model import ProductModel
from footprint.model.schema import FlowProperties
from footprint.units.definitions import dialect

__all__ = ["datasets_of", "lists_of"]

_COMMON_UNITS = (
    "t", "kg", "g", "kWh", "MWh", "GJ", "MJ", "Nm3", "m3", "L", "t km", "item", "%", "kg/kg", "kg/t", "kWh/t", "kWh/kg", "GJ/t",
    "MJ/kg", "MJ/Nm3", "kg/m3", "kg/item", "kg CO2e/kg", "kg CO2e/kWh", "CNY/t", "CNY/kg", "km", "h", "m2", "m",
    "吨", "千克", "度", "万度", "立方米", "件", "台",
)  # fmt: skip
_STAGES = ("raw materials", "transport", "manufacturing", "packaging", "energy", "waste treatment", "distribution")
_STAGES_ZH = ("原材料获取", "运输", "生产制造", "包装", "能源", "废物处理", "分销")


def datasets_of(model: ProductModel, library: Library) -> list[Dataset]:
    """List the datasets of the packages that a model pins; packages that are not at hand are passed over."""
    found: list[Dataset] = []
    for name, version in model.inventories.items():
        try:
            package = library.package(name, version)
        except FootprintError:
            continue
        found += [dataset for dataset in package.datasets.values() if dataset.basis != "co2-only"]
    return sorted(found, key=lambda dataset: dataset.key)


def lists_of(model: ProductModel, library: Library) -> dict[str, list[str]]:
    """Give the words of every list by its name."""
    flows = sorted(library.flows())
    exchanges = [identity for identity, *_ in model.exchanges()]
    return {
        "unit": list(_units()),
        "dataset": [dataset.key for dataset in datasets_of(model, library)],
        "flow": flows,
        "stage": list(dict.fromkeys([*_stages(model), *_STAGES, *_STAGES_ZH])),
        "process": list(model.processes),
        "exchange": exchanges,
        "property": [name for name in FlowProperties.model_fields if name not in ("other", "source")],
        **{name: words_of(name) for name in CHOICES},
    }


def _units() -> Iterator[str]:
    """Yield common units first, then all symbols of the dialect."""
    yield from _COMMON_UNITS
    yield from (definition.symbol for definition in dialect().definitions if definition.symbol not in _COMMON_UNITS)


def _stages(model: ProductModel) -> Iterator[str]:
    for process in model.processes.values():
        yield from filter(None, (process.stage, *(exchange.stage for _, _, exchange in process.exchanges())))
