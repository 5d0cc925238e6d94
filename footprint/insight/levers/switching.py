"""Levers of supply: other transport, recycled material, another maker of the same product, another fuel with its supply."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from footprint.errors import FootprintError, Language
from footprint.insight.datasets import dataset_footprints
from footprint.insight.electricity.mixes import find_dataset
from footprint.insight.electricity.uses import is_electricity
from footprint.insight.levers.candidates import Background, Candidate, touched
from footprint.insight.levers.records import Texts
from footprint.inventory.library import shipped_folder
from footprint.inventory.records import Dataset
from footprint.model.fields import parse_reference
from footprint.model.schema import Exchange, Scenario
from footprint.supply_chain.allocation import flow_amounts
from footprint.supply_chain.background import dataset_properties
from footprint.units import Amount, Formula, parse_expression, parse_unit

__all__ = ["fuels_switched", "sources_switched"]

ALTERNATIVES = 3
"""Other datasets of the same product that are looked at for one, where no table names them: those with the smallest footprint."""

SAME_PRODUCT: Texts = {
    "en": "Another dataset of the same product, place and time; whether it serves the same purpose has to be checked.",
    "zh": "同一产品、地区和时间的其他数据集；须核实其功能是否相同。",
}


def sources_switched(background: Background) -> Iterator[Candidate]:
    """Yield for every dataset that inputs are taken from what may take its place, in all these inputs together.

    What that is stands in ``switches.csv`` for the shipped packages, where one product has datasets of unlike methods and grades. In
    packages of one's own it is a dataset of the same product, kind, place and time with a smaller footprint.
    """
    users: dict[str, list[str]] = {}
    datasets: dict[str, Dataset] = {}
    for leaf, _, _, dataset in background.inputs():
        if dataset is not None and leaf.exchange not in users.get(dataset.key, ()):
            users.setdefault(dataset.key, []).append(leaf.exchange)
            datasets[dataset.key] = dataset
    for key, exchanges in users.items():
        for row in _table("switches"):
            other = find_dataset(row["to"], background.result, background.library) if row["from"] == key else None
            if other is not None:
                note: Texts = {"en": row["note_en"], "zh": row["note_zh"]}
                yield _switched(background, datasets[key], exchanges, other, row["kind"], note)
        for other in _alike(background, datasets[key]):
            yield _switched(background, datasets[key], exchanges, other, "dataset", SAME_PRODUCT)


def _switched(background: Background, dataset: Dataset, exchanges: list[str], other: Dataset, kind: str, note: Texts) -> Candidate:
    title: Texts = {
        "en": f"{_called(other, 'en')} instead of {_called(dataset, 'en')}",
        "zh": f"以{_called(other, 'zh')}替代{_called(dataset, 'zh')}",
    }
    scenario = Scenario(
        name=title,
        sources={exchange: parse_reference(other.key) for exchange in exchanges},
        inventories=background.pins(other.package),
        source=other.source,
    )
    return Candidate(f"{kind}:{dataset.key}>{other.code}", kind, title, scenario, "affine", note, touches=touched(scenario))


def _called(dataset: Dataset, lang: Language) -> str:
    """Name a dataset without the unit that all means of transport are counted in."""
    return dataset.name(lang).removesuffix(", per tonne-kilometre").removesuffix("，每吨公里")


def _alike(background: Background, dataset: Dataset) -> list[Dataset]:
    """Find other datasets of the same product in a package that is the user's own, those with the smallest footprint."""
    package = background.result.calculation.chain.packages.get(dataset.package)
    shipped = shipped_folder("inventories").resolve()
    if package is None or not package.folder or Path(package.folder).resolve().is_relative_to(shipped):
        return []
    if is_electricity(dataset) or dataset.basis != "footprint":
        return []

    def same(other: Dataset) -> bool:
        told = (other.product, other.kind, other.basis, other.geography, other.start, other.end, other.status)
        wanted = (dataset.product, dataset.kind, dataset.basis, dataset.geography, dataset.start, dataset.end, dataset.status)
        return told == wanted and other.key != dataset.key and other.reference.unit.dimension == dataset.reference.unit.dimension

    try:
        whole = background.library.package(dataset.package, package.version)
    except FootprintError:
        return []
    found = [other for other in whole.datasets.values() if same(other)]
    footprints = dataset_footprints(found, background.library, background.result.model.method) if found else {}
    values = {key: footprint.value for key, footprint in footprints.items()}
    per_unit = {other.key: values[other.key] / other.reference.base for other in found if other.key in values and other.reference.base}
    own = background.intensity(dataset.key)
    known = [other for other in found if own is not None and per_unit.get(other.key, own) < own / dataset.reference.unit.factor]
    return sorted(known, key=lambda other: (per_unit[other.key], other.key))[:ALTERNATIVES]


def fuels_switched(background: Background) -> Iterator[Candidate]:
    """Yield for every fuel that a process burns the same energy of natural gas, with its supply in place of the fuel's.

    The heating values are those of the packages. The haul of the former fuel is left as it is: nothing in a model says which haul that was.
    """
    taken = [(leaf.exchange, dataset) for leaf, _, _, dataset in background.inputs() if dataset is not None]
    for row in _table("fuels"):
        burning, supply = (find_dataset(row[key], background.result, background.library) for key in ("burning_to", "supply_to"))
        for exchange, dataset in taken:
            if dataset.key == row["burning"] and burning is not None and supply is not None:
                found = _gas(background, exchange, dataset, row["supply"], burning, supply)
                if found is not None:
                    yield found


def _gas(background: Background, exchange: str, dataset: Dataset, supplied: str, burning: Dataset, supply: Dataset) -> Candidate | None:
    process, section, name = exchange.split("/")
    energy = _energy(background, exchange, dataset)
    heating_value = _property(background, burning, "lower_heating_value")
    if energy is None or heating_value is None:
        return None
    volume = heating_value.unit.text.rpartition("/")[2]
    per = f"{heating_value.value!r} {heating_value.unit.text}"
    amounts = {exchange: Amount(0.0, background.evaluated.amounts[exchange].unit)}
    for other, record in background.result.model.processes[process].inputs.items():
        if record.source_dataset is not None and record.source_dataset.text == supplied:
            former = f"{process}/inputs/{other}"
            amounts[former] = Amount(0.0, background.evaluated.amounts[former].unit)
    if len(amounts) > 2 or parse_unit(volume).dimension != supply.reference.unit.dimension:
        return None
    stage = background.records[exchange].stage
    source = f"Same energy as {exchange}; heating value {per}"
    added = {
        background.free_id(process, section, f"{name}_gas"): Exchange(
            amount=parse_expression(f"= {energy}"), source_dataset=parse_reference(burning.key), stage=stage, source=source
        ),
        background.free_id(process, section, f"{name}_gas_supply"): Exchange(
            amount=parse_expression(f"= {energy} / ({per})"), source_dataset=parse_reference(supply.key), stage=stage, source=source
        ),
    }
    where = background.name(process)
    title: Texts = {
        "en": f"{where['en']}: natural gas instead of {dataset.product}",
        "zh": f"{where['zh']}：以天然气替代{_fuel_zh(dataset)}",
    }
    scenario = Scenario(name=title, amounts=amounts, added=added, inventories=background.pins(burning.package, supply.package))
    return Candidate(
        id=f"fuel:{exchange}>natural-gas",
        kind="fuel",
        title=title,
        scenario=scenario,
        way="affine",
        note={
            "en": "Same energy; the supply of gas takes the place of that of the fuel, whose haul is left as it is.",
            "zh": "按相同热量替代；以天然气上游替代原燃料上游，原燃料的运输保持不变。",
        },
        touches=touched(scenario),
    )


def _energy(background: Background, exchange: str, dataset: Dataset) -> str | None:
    """Write the energy that is burnt as an expression; what is counted by mass or volume is multiplied by the heating value."""
    expression, amount = background.expression(exchange), background.evaluated.amounts[exchange]
    text = f"({expression.text})" if isinstance(expression, Formula) else f"({expression.value!r} {expression.unit.text})"
    if amount.dimension == parse_unit("GJ").dimension:
        return text
    record = background.records[exchange]
    own = flow_amounts(background.result.model, record.product or exchange.rpartition("/")[2])
    heating_value = own.get("lower_heating_value") or _property(background, dataset, "lower_heating_value")
    if heating_value is None or amount.dimension * heating_value.dimension != parse_unit("GJ").dimension:
        return None
    return f"({text} * ({heating_value.value!r} {heating_value.unit.text}))"


def _property(background: Background, dataset: Dataset, name: str) -> Amount | None:
    package = background.result.calculation.chain.packages.get(dataset.package) or background.library.package(dataset.package)
    return dataset_properties(package, dataset).get(name)


def _fuel_zh(dataset: Dataset) -> str:
    return dataset.name("zh").partition("燃烧")[0] or dataset.product


@cache
def _table(name: str) -> tuple[Mapping[str, str], ...]:
    text = resources.files("footprint.insight.levers").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))
