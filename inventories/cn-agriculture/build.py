"""Build the gases of fertilised soil from default values of the IPCC guidelines, and what a field takes (supplies.py).

N2O = N * [EF1 + FracGAS * EF4 + FracLEACH * EF5] * 44/28
CO2 of urea and lime = mass * carbon * 44/12
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from data_package import (
    INVENTORY_FORMAT,
    Exchange,
    Process,
    Tables,
    decimal_text,
    descriptor,
    number,
    shared_folder,
    write_package,
)
from recipes import tables as rows_of
from supplies import supplies

SOILS = "IPCC 2019 Refinement, vol. 4, chapter 11, tables 11.1 and 11.3"
CARBON = "IPCC 2006 Guidelines, vol. 4, chapter 11, equations 11.12 and 11.13"
READ = "verified-secondary: default values read in public program code that cites the table, not in the guidelines themselves."
UREA_NITROGEN = "0.46"


@dataclass(frozen=True, slots=True)
class Soil:
    """Emission factors of nitrogen put on a soil: N2O-N per N, and fractions of N lost."""

    code: str
    product: str
    name_en: str
    name_zh: str
    flow: str
    direct: str
    volatilised: str
    redeposited: str
    leached: str
    water: str


_SYNTHETIC, _ORGANIC = "nitrogen of synthetic fertiliser", "nitrogen of organic fertiliser"

NITROGEN = (
    Soil(
        "synthetic-nitrogen",
        _SYNTHETIC,
        "Synthetic nitrogen on soil, climate not stated",
        "施用合成氮肥（氮），未区分气候",
        "nitrous oxide",
        "0.010",
        "0.11",
        "0.010",
        "0.24",
        "0.011",
    ),
    Soil(
        "synthetic-nitrogen-wet",
        _SYNTHETIC,
        "Synthetic nitrogen on soil, wet climate",
        "施用合成氮肥（氮），湿润气候",
        "nitrous oxide",
        "0.016",
        "0.11",
        "0.014",
        "0.24",
        "0.011",
    ),
    Soil(
        "synthetic-nitrogen-dry",
        _SYNTHETIC,
        "Synthetic nitrogen on soil, dry climate",
        "施用合成氮肥（氮），干旱气候",
        "nitrous oxide",
        "0.005",
        "0.11",
        "0.005",
        "0",
        "0.011",
    ),
    Soil(
        "organic-nitrogen",
        _ORGANIC,
        "Organic nitrogen on soil, climate not stated",
        "施用有机肥（氮），未区分气候",
        "nitrous oxide, biogenic",
        "0.010",
        "0.21",
        "0.010",
        "0.24",
        "0.011",
    ),
)

CARBONATES = (
    ("limestone", "limestone", "Limestone spread on soil", "施用石灰石", "0.12"),
    ("dolomite", "dolomite", "Dolomite spread on soil", "施用白云石", "0.13"),
)


def _process(code: str, product: str, name_en: str, name_zh: str, source: str, comment: str) -> Process:
    return Process(
        code=code,
        product=product,
        name_en=name_en,
        name_zh=name_zh,
        amount="1",
        unit="kg",
        kind="production",
        basis="direct",
        status="literature",
        data="secondary",
        capital_goods="excluded",
        geography="GLO",
        start="2006-01-01",
        end="2026-12-31",
        source=source,
        comment=comment,
    )


def nitrogen(soil: Soil) -> tuple[Process, list[Exchange]]:
    """Give the direct and indirect N2O of 1 kg of nitrogen."""
    comment = f"{READ} Per kg of nitrogen, direct and indirect; the making of the fertiliser is apart."
    process = _process(soil.code, soil.product, soil.name_en, soil.name_zh, SOILS, comment)
    indirect = number(soil.volatilised) * number(soil.redeposited) + number(soil.leached) * number(soil.water)
    amount = (number(soil.direct) + indirect) * Fraction(44, 28)
    text = f"({soil.direct} + {soil.volatilised} x {soil.redeposited} + {soil.leached} x {soil.water}) kg N2O-N/kg N x 44/28"
    return process, [Exchange(soil.code, "elementary", "", soil.flow, decimal_text(amount), "kg", f"{SOILS}: {text}", "")]


def urea() -> tuple[Process, list[Exchange]]:
    """Give the gases of 1 kg of urea on soil: N2O of its nitrogen and CO2 of its carbon."""
    comment = f"{READ} assumed: 46 % nitrogen, the usual trade grade. CO2 bound in making urea comes out again here; making is apart."
    process = _process("urea", "urea", "Urea on soil", "施用尿素", f"{CARBON}; {SOILS}", comment)
    carbon = decimal_text(number("0.20") * Fraction(44, 12))
    return process, [
        Exchange("urea", "technosphere", "", "synthetic-nitrogen", UREA_NITROGEN, "kg", "Assumed: usual trade grade", ""),
        Exchange("urea", "elementary", "", "carbon dioxide, fossil", carbon, "kg", f"{CARBON}: 0.20 kg C/kg x 44/12", ""),
    ]


def lime() -> list[tuple[Process, list[Exchange]]]:
    """Give the CO2 of 1 kg of carbonates on soil."""
    datasets = []
    for code, product, name_en, name_zh, carbon in CARBONATES:
        process = _process(code, product, name_en, name_zh, CARBON, f"{READ} All carbon taken as released.")
        amount = decimal_text(number(carbon) * Fraction(44, 12))
        source = f"{CARBON}: {carbon} kg C/kg x 44/12"
        datasets.append((process, [Exchange(code, "elementary", "", "carbon dioxide, fossil", amount, "kg", source, "")]))
    return datasets


def main() -> None:
    """Write the package."""
    _, output = shared_folder("Build the package cn-agriculture.", Path(__file__).resolve().parent)
    datasets = [*(nitrogen(soil) for soil in NITROGEN), urea(), *lime()]
    supplied = rows_of(supplies())
    package = descriptor(
        name="cn-agriculture",
        version="1",
        title="Gases of fertilised soil; fertiliser, pesticide and field work",
        title_zh="农田施肥温室气体；化肥、农药与农机作业",
        format_=INVENTORY_FORMAT,
        description="N2O of nitrogen, CO2 of urea and lime by the IPCC guidelines; the making of what the field takes.",
        licenses=[
            {"name": "other-facts", "title": "Facts and figures of the IPCC guidelines; single figures of CPCD by their identifier"},
            {
                "name": "OGL-UK-3.0",
                "title": "Open Government Licence v3.0 (compost)",
                "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            },
        ],
        sources=[
            {"title": "2019 Refinement to the 2006 IPCC Guidelines, volume 4, chapter 11"},
            {"title": "IPCC 2006 Guidelines for National Greenhouse Gas Inventories, volume 4, chapter 11"},
            {"title": "CPCD, China Products Carbon Footprint Factors Database: single figures"},
            {"title": "UK Government GHG Conversion Factors for Company Reporting 2025 (Crown copyright), in a public copy"},
        ],
        status="literature",
        geography="GLO",
        period={"start": "2006-01-01", "end": "2026-12-31"},
        requires={"cn-electricity": "2024.1", "cn-fuels": "2025.1"},
    )
    tables: Tables = {
        "processes": [process for process, _ in datasets] + supplied[0],
        "exchanges": [exchange for _, exchanges in datasets for exchange in exchanges] + supplied[1],
    }
    write_package(output, package, tables)


if __name__ == "__main__":
    main()
