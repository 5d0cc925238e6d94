"""The carbon of a process: what enters and leaves, as far as contents are known, with bounds for what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from footprint.errors import FootprintError
from footprint.insight.electricity.uses import is_electricity
from footprint.inventory.records import Dataset
from footprint.model import Evaluated, evaluate
from footprint.model.schema import Exchange, Process
from footprint.supply_chain.conversion import convert
from footprint.units import Amount, parse_unit
from footprint.verification.profile import Profile
from footprint.verification.rules.fuels import Burnt, burnt, properties_of, supplies
from footprint.verification.rules.registry import Case

__all__ = ["CARBON_OF_GAS", "CarbonBalance", "carbon_balances"]

CARBON_OF_GAS: Mapping[str, float] = {"carbon dioxide": 12.011 / 44.009, "methane": 12.011 / 16.043, "carbon monoxide": 12.011 / 28.010}
"""Carbon per mass of a gas, from the molar masses of C, H and O (IUPAC 2021: 12.011, 1.008, 15.999)."""


@dataclass(slots=True)
class CarbonBalance:
    """The carbon of one process, in kg per its stated outputs.

    Parameters
    ----------
    entering, leaving
        By exchange, as far as known.
    converted
        Carbon that direct emissions release out of material whose content is not stated otherwise, such as carbonates: it enters with the
        material, or with inputs whose content the model states.
    unknown_in, unknown_out
        Bounds by exchange for what has no content: a mass holds no more carbon than itself. None where not even the mass is known.
    """

    process: str
    entering: dict[str, float] = field(default_factory=dict)
    leaving: dict[str, float] = field(default_factory=dict)
    converted: float = 0.0
    unknown_in: dict[str, float | None] = field(default_factory=dict)
    unknown_out: dict[str, float | None] = field(default_factory=dict)

    @property
    def turnover(self) -> float:
        """The larger of both sides, as far as known."""
        return max(sum(self.entering.values()) + self.converted, sum(self.leaving.values()))

    def gaps(self) -> Iterator[tuple[float, float, float]]:
        """Yield, for either origin of the converted carbon, all known to enter, and the least and the greatest of entering − leaving."""
        known_in, known_out = sum(self.entering.values()), sum(self.leaving.values())
        more_in, more_out = _bound(self.unknown_in), _bound(self.unknown_out)
        for converted in dict.fromkeys((self.converted, 0.0)):
            entering = known_in + converted
            yield entering, entering - known_out - more_out, entering + more_in - known_out


def _bound(unknown: Mapping[str, float | None]) -> float:
    return sum(float("inf") if mass is None else mass for mass in unknown.values())


def carbon_balances(case: Case, profile: Profile) -> Iterator[CarbonBalance]:
    """Yield the carbon balance of every process of the model that moves carbon, or may.

    A fuel that is burnt brings the carbon of its package's or the model's content; its supply in the same process is the same material
    and is not counted again. Capital goods and packaging stay outside: they leave as they came. Electricity, heat and transport hold no
    carbon.
    """
    evaluated = evaluate(case.model)
    fuels: dict[str, list[Burnt]] = {}
    for fuel in burnt(case):
        fuels.setdefault(fuel.process, []).append(fuel)
    for name, process in case.model.processes.items():
        if process.kind == "mix":
            continue
        balance = _balance(case, profile, evaluated, name, process, fuels.get(name, []))
        if balance.turnover or balance.unknown_in or balance.unknown_out:
            yield balance


def _balance(case: Case, profile: Profile, evaluated: Evaluated, name: str, process: Process, fuels: list[Burnt]) -> CarbonBalance:
    balance = CarbonBalance(name)
    fuel_of = {fuel.exchange: fuel for fuel in fuels}
    same = {item[0] for fuel in fuels for item in supplies(case, name, fuel.product, fuel.exchange.rpartition("/")[2])}
    datasets = case.result.calculation.chain.datasets
    for section, key, record in process.exchanges():
        exchange = f"{name}/{section}/{key}"
        dataset = datasets.get(record.source_dataset.text) if record.source_dataset is not None else None
        amount = evaluated.amounts[exchange]
        if section in ("emissions", "removals"):
            carbon = _carbon_of_gas(record.flow or "", amount)
            (balance.leaving if section == "emissions" else balance.entering)[exchange] = carbon
        elif record.capital_good or record.packaging or record.cut_off is not None or exchange in same or not amount.value:
            continue
        elif dataset is not None and dataset.basis == "direct" and section == "inputs":
            _direct(case, balance, exchange, record, dataset, amount, fuel_of.get(exchange))
        else:
            into = section == "inputs"
            _material(case, profile, balance, exchange, record, dataset, amount, into)
    return balance


def _direct(
    case: Case, balance: CarbonBalance, exchange: str, record: Exchange, dataset: Dataset, amount: Amount, fuel: Burnt | None
) -> None:
    """Count what direct emissions release, and what the fuel brings; of other material only what it releases is known."""
    properties, _ = properties_of(case, exchange, record, dataset)
    try:
        units = convert(amount, dataset.reference.unit, properties, dataset.key).value / dataset.reference.value
    except FootprintError:
        balance.unknown_in[exchange] = None
        return
    released = units * sum(_carbon_of_gas(part.flow, part.amount) for part in dataset.exchanges if part.kind == "elementary")
    if released:
        balance.leaving[exchange] = released
    content = _content(fuel.properties, amount, dataset.product) if fuel is not None else None
    if content is not None:
        balance.entering[exchange] = content
    else:
        balance.converted += released


def _material(
    case: Case,
    profile: Profile,
    balance: CarbonBalance,
    exchange: str,
    record: Exchange,
    dataset: Dataset | None,
    amount: Amount,
    into: bool,
) -> None:
    side, unknown = (balance.entering, balance.unknown_in) if into else (balance.leaving, balance.unknown_out)
    # A proxy stands for the burden of making something else: it says nothing of what the material holds.
    of_dataset = None if record.data == "proxy" else dataset
    properties, _ = properties_of(case, exchange, record, of_dataset)
    product = record.product or (of_dataset.product if of_dataset is not None else exchange.rpartition("/")[2])
    if _without_carbon(amount, dataset, product):
        return
    stated = profile.carbon_contents.get(product)
    by_profile = "carbon_content" not in properties and stated is not None
    if by_profile and stated is not None:
        properties = {**properties, "carbon_content": stated.value}
    carbon = _content(properties, amount, product)
    if carbon is not None and by_profile and stated is not None and stated.at_most:
        unknown[exchange] = carbon
    elif carbon is None:
        unknown[exchange] = _mass(properties, amount, product)
    elif carbon:
        side[exchange] = carbon


def _without_carbon(amount: Amount, dataset: Dataset | None, product: str) -> bool:
    """Tell whether a flow is no material: energy, transport, money, area, counts of persons."""
    if dataset is not None and (is_electricity(dataset) or dataset.product.endswith(", burnt")):
        return True  # what is burnt within a dataset enters and leaves there
    material = [parse_unit(unit).dimension for unit in ("kg", "m3", "Nm3", "Sm3", "item", "m", "m2", "mol")]
    return amount.dimension not in material and not (
        amount.dimension == parse_unit("MJ").dimension and dataset is not None and _fuel(dataset)
    )


def _fuel(dataset: Dataset) -> bool:
    return dataset.reference.unit.dimension == parse_unit("kg").dimension


def _content(properties: Mapping[str, Amount], amount: Amount, product: str) -> float | None:
    """Give the carbon in an amount, in kg, or None where no content fits."""
    kilogram = parse_unit("kg")
    for name in ("carbon_content", "carbon_content_per_energy"):
        content = properties.get(name)
        if content is None:
            continue
        if content.value == 0:
            return 0.0
        per = kilogram.dimension / content.dimension
        for unit in ("kg", "m3", "Nm3", "Sm3", "item", "MJ", "m", "m2"):
            if parse_unit(unit).dimension == per:
                try:
                    converted = convert(amount, parse_unit(unit), properties, product)
                except FootprintError:
                    break
                return converted.value * parse_unit(unit).factor * content.base / kilogram.factor
    return None


def _mass(properties: Mapping[str, Amount], amount: Amount, product: str) -> float | None:
    try:
        return convert(amount, parse_unit("kg"), properties, product).value
    except FootprintError:
        return None


def _carbon_of_gas(flow: str, amount: Amount) -> float:
    """Give the carbon of an elementary flow, in kg; gases of other elements and CO2e have none that is known."""
    share = CARBON_OF_GAS.get(flow.partition(",")[0])
    kilogram = parse_unit("kg")
    if share is None or amount.dimension != kilogram.dimension:
        return 0.0
    return share * amount.base / kilogram.factor
