"""Write down unit processes and single published figures in few words, and turn them into tables.

A recipe is one dataset: either a figure somebody published for a whole life cycle, or a unit process with inputs from
datasets that exist and gases of its own. The first word of its comment says how sure it is (inventories/README.md), and its
status follows from that word: what has an assumed part is for trying out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from data_package import Exchange, Process, decimal_text, number

__all__ = [
    "ASSUMED",
    "BUILDING_STANDARD",
    "COPY",
    "MEAN_POWER",
    "TWO_COPIES",
    "UNSPLIT",
    "CutOff",
    "Emission",
    "Input",
    "Recipe",
    "burnt",
    "cpcd",
    "defra",
    "divide",
    "multiply",
    "power",
    "published",
    "quality",
    "tables",
]

UNSPLIT = "CO2e, GWP set not stated"
MEAN_POWER = "national-average-2024"
BUILDING_STANDARD = "GB/T 51366-2019, annex D, table D.0.1"
ASSUMED = "Assumed"
COPY = "verified-secondary: read in a third party's copy, not in the official text."
TWO_COPIES = "verified-secondary: read in two public copies that agree, not in the standard itself."

HEATING_VALUES = {
    "anthracite": ("25.024", "t", "upstream/coal"),
    "bituminous-coal": ("23.736", "t", "upstream/coal"),
    "coke": ("28.435", "t", ""),
    "diesel": ("42.652", "t", "upstream/diesel"),
    "natural-gas": ("0.038931", "Nm3", "upstream/natural-gas-as-nm3"),
}
"""GJ per unit, the unit, and the dataset of its supply in cn-fuels; a test compares them with its flow properties."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input from another dataset; `source` says where its amount is from."""

    package: str
    code: str
    amount: str
    unit: str
    source: str = ASSUMED
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Emission:
    """One gas that leaves the process itself."""

    flow: str
    amount: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """An input that no shipped dataset makes: named, and not calculated."""

    name: str
    amount: str
    unit: str
    source: str = ASSUMED


@dataclass(frozen=True, slots=True)
class Recipe:
    """One dataset in the words in which it is written down.

    Parameters
    ----------
    flows
        Inputs, emissions and cut-offs per reference amount.
    quality
        Technology, geography and time in words, see `quality`.
    """

    code: str
    product: str
    name_en: str
    name_zh: str
    unit: str
    source: str
    comment: str
    flows: tuple[Input | Emission | CutOff, ...]
    quality: str
    geography: str = "CN"
    start: str = "2024-01-01"
    end: str = "2026-12-31"
    kind: str = "production"
    basis: str = "footprint"
    capital_goods: str = "excluded"
    amount: str = "1"

    @property
    def status(self) -> str:
        """`demo` where a part is assumed, else `literature`."""
        return "demo" if self.comment.startswith("assumed:") else "literature"


def quality(technology: str, geography: str, time: str) -> str:
    """Say how well a figure fits: good, fair or poor in technology, geography and time."""
    return f"Data quality: technology {technology}, geography {geography}, time {time}."


def cpcd(identifier: str, name_zh: str) -> str:
    """Name a single figure of the China Products Carbon Footprint Factors Database."""
    return f"CPCD, ID {identifier} ({name_zh})"


def defra(line: str, identifier: str) -> str:
    """Name a line of the United Kingdom's factors by its place and its identifier in the flat file."""
    return f"UK Government GHG Conversion Factors for Company Reporting 2025, {line}, ID {identifier}"


def published(
    code: str,
    product: str,
    names: tuple[str, str],
    figure: tuple[str, str],
    source: str,
    comment: str,
    fits: str,
    *,
    geography: str = "CN",
    year: str = "2019",
) -> Recipe:
    """Give a dataset that is one published life-cycle figure: kg CO2e per unit."""
    value, unit = figure
    return Recipe(
        code=code,
        product=product,
        name_en=names[0],
        name_zh=names[1],
        unit=unit,
        source=source,
        comment=comment,
        flows=(Emission(UNSPLIT, value, "kg CO2e", source),),
        quality=fits,
        geography=geography,
        start=f"{year}-01-01",
        end=f"{year}-12-31",
        capital_goods="unknown",
    )


def power(amount: str, source: str = ASSUMED, comment: str = "") -> Input:
    """Give electricity of the national average, in kWh."""
    return Input("cn-electricity", MEAN_POWER, amount, "kWh", source, comment)


def burnt(fuel: str, heat: str, source: str = ASSUMED, comment: str = "") -> tuple[Input, ...]:
    """Give the burning and the supply of a fuel by its heat in GJ (lower heating value)."""
    value, unit, supply = HEATING_VALUES[fuel]
    burning = Input("cn-fuels", f"cets-steel-2025/enterprise/{fuel}-per-gj", heat, "GJ", source, comment or "Burnt")
    if not supply:
        return (burning,)
    return (burning, Input("cn-fuels", supply, divide(heat, value), unit, f"{source}; divided by {value} GJ/{unit}", "Supplied"))


def multiply(*factors: str) -> str:
    """Multiply decimal numbers exactly."""
    product = Fraction(1)
    for factor in factors:
        product *= number(factor)
    return decimal_text(product)


def divide(dividend: str, divisor: str) -> str:
    """Divide decimal numbers exactly."""
    return decimal_text(number(dividend) / number(divisor))


def tables(recipes: Iterable[Recipe]) -> tuple[list[Process], list[Exchange]]:
    """Give the rows of `processes.csv` and `exchanges.csv`."""
    processes, exchanges = [], []
    for recipe in recipes:
        processes.append(
            Process(
                code=recipe.code,
                product=recipe.product,
                name_en=recipe.name_en,
                name_zh=recipe.name_zh,
                amount=recipe.amount,
                unit=recipe.unit,
                kind=recipe.kind,
                basis=recipe.basis,
                status=recipe.status,
                data="secondary",
                capital_goods=recipe.capital_goods,
                geography=recipe.geography,
                start=recipe.start,
                end=recipe.end,
                source=recipe.source,
                comment=f"{recipe.comment} {recipe.quality}",
            )
        )
        exchanges += [_row(recipe.code, flow) for flow in recipe.flows]
    _refuse_twins(exchanges)
    return processes, exchanges


def _row(process: str, flow: Input | Emission | CutOff) -> Exchange:
    if isinstance(flow, Input):
        return Exchange(process, "technosphere", flow.package, flow.code, flow.amount, flow.unit, flow.source, flow.comment)
    if isinstance(flow, Emission):
        return Exchange(process, "elementary", "", flow.flow, flow.amount, flow.unit, flow.source, "")
    return Exchange(process, "unlinked", "", flow.name, flow.amount, flow.unit, flow.source, "No shipped dataset makes it")


def _refuse_twins(exchanges: Sequence[Exchange]) -> None:
    seen = set()
    for row in exchanges:
        key = (row.process, row.kind, row.package, row.flow)
        if key in seen:
            raise ValueError(f"two rows of one exchange: {key}")
        seen.add(key)
