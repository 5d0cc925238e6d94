"""Build waste treatment from default values of the IPCC guidelines.

    landfill      CH4 = DOC * DOCf * MCF * F * (1 - R) * (1 - OX) * 16/12      all methane the waste will ever give
                  biogenic CO2 = (DOC * DOCf - carbon in that CH4) * 44/12
    incineration  CO2 = dm * CF * OF * 44/12, fossil by the share FCF, biogenic by the rest; CH4 and N2O per wet mass
    wastewater    CH4 = COD * EF          N2O = N * EF * 44/28

All numbers are exact fractions until they are written. The package is computed from the constants below and from no
file; every constant says where it was read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_package import INVENTORY_FORMAT, Exchange, Process, Tables, decimal_text, descriptor, number, shared_folder, write_package

WASTE_DATA = "IPCC 2006 Guidelines, vol. 5, table 2.4"
LANDFILL = f"IPCC 2006 Guidelines, vol. 5, chapter 3, equations 3.1 to 3.6, table 3.1; {WASTE_DATA}"
INCINERATION = f"IPCC 2006 Guidelines, vol. 5, chapter 5, equation 5.2, tables 5.2, 5.3 and 5.6; {WASTE_DATA}"
COMPOSTING = "IPCC 2006 Guidelines, vol. 5, chapter 4, table 4.1 (wet waste)"
WASTEWATER = "IPCC 2019 Refinement, vol. 5, chapter 6, tables 6.2, 6.3 and 6.8A"

READ = "verified-secondary: default values read in public program code that cites the table, not in the guidelines themselves."
ASSUMED = "assumed:"


@dataclass(frozen=True, slots=True)
class Waste:
    """Default values of one kind of waste, per wet mass unless said otherwise.

    Parameters
    ----------
    doc
        Degradable organic carbon.
    dry
        Dry matter.
    carbon
        Carbon in dry matter.
    fossil
        Fossil share of that carbon.
    share
        Share in municipal waste: assumed, typical of Chinese cities, no source read.
    """

    slug: str
    name_en: str
    name_zh: str
    doc: str
    dry: str
    carbon: str
    fossil: str
    share: str


WASTES = (
    Waste("food", "food waste", "厨余垃圾", "0.15", "0.40", "0.38", "0", "0.55"),
    Waste("paper", "paper and cardboard", "废纸", "0.40", "0.90", "0.46", "0.01", "0.10"),
    Waste("wood", "wood waste", "废木材", "0.43", "0.85", "0.50", "0", "0.02"),
    Waste("textiles", "textile waste", "废纺织品", "0.24", "0.80", "0.50", "0.20", "0.03"),
    Waste("rubber", "rubber and leather waste", "废橡胶皮革", "0.39", "0.84", "0.67", "0.20", "0.01"),
    Waste("plastic", "plastic waste", "废塑料", "0", "1", "0.75", "1", "0.12"),
    Waste("inert", "inert waste", "惰性废物", "0", "0.90", "0.03", "1", "0.17"),
)

DOCF, MCF, METHANE_SHARE, OXIDISED = (number(text) for text in ("0.5", "1", "0.5", "0.1"))
"""Managed anaerobic site without recovery of gas (R = 0), covered with soil that oxidises methane."""

FURNACE_CH4, FURNACE_N2O = number("0.0000002"), number("0.00005")
"""kg per kg of wet waste: continuous stoker, 0.2 g CH4 and 50 g N2O per t."""

LANDFILL_DIESEL = number("0.001")
"""kg of diesel per kg of waste for spreading and covering: assumed, no source read."""

C_TO_CO2, C_TO_CH4, N_TO_N2O = Fraction(44, 12), Fraction(16, 12), Fraction(44, 28)


def _process(code: str, product: str, name_en: str, name_zh: str, unit: str, basis: str, source: str, comment: str, status: str) -> Process:
    return Process(
        code=code,
        product=product,
        name_en=name_en,
        name_zh=name_zh,
        amount="1",
        unit=unit,
        kind="treatment",
        basis=basis,
        status=status,
        data="secondary",
        capital_goods="excluded",
        geography="CN" if basis == "footprint" else "GLO",
        start="2006-01-01",
        end="2026-12-31",
        source=source,
        comment=comment,
    )


def _emission(process: Process, flow: str, amount: Fraction, calculation: str) -> Exchange:
    return Exchange(process.code, "elementary", "", flow, decimal_text(amount), "kg", f"{process.source}: {calculation}", "")


def _input(process: Process, package: str, code: str, amount: str, unit: str, source: str, comment: str) -> Exchange:
    return Exchange(process.code, "technosphere", package, code, amount, unit, source, comment)


def _mixture(wastes: Iterable[Waste]) -> Waste:
    """Average the default values by share, so that the mixture obeys the same formulas."""
    parts = [(number(w.share), number(w.doc), number(w.dry), number(w.carbon), number(w.fossil)) for w in wastes]
    if sum(share for share, *_ in parts) != 1:
        raise ValueError("the shares of the mixture do not add up to 1")
    dry = sum(share * dry for share, _, dry, _, _ in parts)
    carbon = sum(share * dry * carbon for share, _, dry, carbon, _ in parts)
    fossil = sum(share * dry * carbon * part for share, _, dry, carbon, part in parts)
    doc = sum(share * doc for share, doc, *_ in parts)
    return Waste("", "municipal waste", "生活垃圾", str(doc), str(dry), str(carbon / dry), str(fossil / carbon), "1")


def landfill(waste: Waste, mixed: bool) -> tuple[Process, list[Exchange]]:
    """Give the landfilling of 1 kg of waste on a managed site without recovery of gas."""
    comment = f"{ASSUMED} 1 kg of diesel per t for spreading and covering. {READ} No gas is recovered; no credit for carbon that stays."
    if mixed:
        comment = f"{ASSUMED} the composition of the waste (see the README) and 1 kg of diesel per t. {READ}"
    process = _process(
        "landfill" if mixed else f"landfill-{waste.slug}",
        waste.name_en,
        f"Landfilling of {waste.name_en}, managed site without recovery of gas",
        f"{waste.name_zh}填埋，管理型填埋场，无填埋气回收",
        "kg",
        "footprint",
        LANDFILL,
        comment,
        "demo" if mixed else "literature",
    )
    exchanges = [
        _input(process, "cn-fuels", "cets-steel-2025/enterprise/diesel", decimal_text(LANDFILL_DIESEL), "kg", "Assumed", "Burnt"),
        _input(process, "cn-fuels", "upstream/diesel", decimal_text(LANDFILL_DIESEL), "kg", "Assumed", "Supplied"),
    ]
    decayed = number(waste.doc) * DOCF * MCF
    methane_carbon = decayed * METHANE_SHARE * (1 - OXIDISED)
    if decayed:
        doc = decimal_text(number(waste.doc))
        text = f"{doc} DOC x 0.5 DOCf x 1 MCF x 0.5 x (1 - 0.1) x 16/12"
        exchanges.append(_emission(process, "methane, biogenic", methane_carbon * C_TO_CH4, text))
        text = f"({doc} DOC x 0.5 DOCf - carbon in methane) x 44/12"
        exchanges.append(_emission(process, "carbon dioxide, biogenic", (decayed - methane_carbon) * C_TO_CO2, text))
    return process, exchanges


def incineration(waste: Waste, mixed: bool) -> tuple[Process, list[Exchange]]:
    """Give the burning of 1 kg of waste in a continuous stoker, without credit for energy."""
    comment = f"{READ} Out of the furnace only: reagents, ash and power are apart, and energy gives no credit."
    if mixed:
        comment = f"{ASSUMED} the composition of the waste (see the README). {comment}"
    process = _process(
        "incineration-municipal" if mixed else f"incineration-{waste.slug}",
        waste.name_en,
        f"Incineration of {waste.name_en}, continuous stoker",
        f"{waste.name_zh}焚烧，连续式炉排炉",
        "kg",
        "direct",
        INCINERATION,
        comment,
        "demo" if mixed else "literature",
    )
    dry, carbon, fossil = number(waste.dry), number(waste.carbon), number(waste.fossil)
    content = f"{decimal_text(dry)} dm x {decimal_text(carbon)} CF x "
    exchanges = []
    if fossil:
        text = f"{content}{decimal_text(fossil)} FCF x 1 OF x 44/12"
        exchanges.append(_emission(process, "carbon dioxide, fossil", dry * carbon * fossil * C_TO_CO2, text))
    if fossil != 1:
        text = f"{content}{decimal_text(1 - fossil)} biogenic x 1 OF x 44/12"
        exchanges.append(_emission(process, "carbon dioxide, biogenic", dry * carbon * (1 - fossil) * C_TO_CO2, text))
    origin = "methane, fossil" if fossil == 1 else "methane, biogenic" if not fossil else "methane, origin not stated"
    exchanges.append(_emission(process, origin, FURNACE_CH4, "0.2 g per t of wet waste"))
    laughing_gas = "nitrous oxide, biogenic" if not fossil else "nitrous oxide"
    exchanges.append(_emission(process, laughing_gas, FURNACE_N2O, "50 g per t of wet waste"))
    return process, exchanges


def composting() -> tuple[Process, list[Exchange]]:
    """Give the composting of 1 kg of wet waste."""
    comment = f"{READ} Gases of the heap only; biogenic CO2 is not estimated by the guidelines and not here."
    process = _process(
        "composting",
        "organic waste",
        "Composting of organic waste, wet",
        "有机废物堆肥，湿重",
        "kg",
        "direct",
        COMPOSTING,
        comment,
        "literature",
    )
    return process, [
        _emission(process, "methane, biogenic", number("0.004"), "4 g CH4 per kg of wet waste"),
        _emission(process, "nitrous oxide, biogenic", number("0.00024"), "0.24 g N2O per kg of wet waste"),
    ]


_WATER = (
    (
        "cod-aerobic",
        "COD",
        "COD removed in a central aerobic plant",
        "集中式好氧处理去除的COD",
        "methane, biogenic",
        "0.0075 kg CH4/kg COD",
    ),
    (
        "cod-anaerobic",
        "COD",
        "COD removed in an anaerobic reactor, no gas recovered",
        "厌氧反应器去除的COD，无沼气回收",
        "methane, biogenic",
        "0.2 kg CH4/kg COD",
    ),
    ("cod-discharged", "COD", "COD discharged to water", "排入水体的COD", "methane, biogenic", "0.009 kg CH4/kg COD"),
    (
        "nitrogen-treated",
        "nitrogen in wastewater",
        "Nitrogen entering a central plant",
        "进入集中处理厂的氮",
        "nitrous oxide, biogenic",
        "0.016 kg N2O-N/kg N",
    ),
    (
        "nitrogen-discharged",
        "nitrogen in wastewater",
        "Nitrogen discharged to water",
        "排入水体的氮",
        "nitrous oxide, biogenic",
        "0.005 kg N2O-N/kg N",
    ),
)
"""The anaerobic figure is B0 x MCF = 0.25 kg CH4/kg COD x 0.8; the others were read as they stand."""


def water_parts() -> list[tuple[Process, list[Exchange]]]:
    """Give the gases of 1 kg of COD or nitrogen in wastewater."""
    comment = f"{READ} Gases only. Carbon is taken as biogenic: wastewater of petrochemicals carries fossil carbon as well."
    datasets = []
    for slug, product, name_en, name_zh, flow, factor in _WATER:
        process = _process(f"wastewater/{slug}", product, name_en, name_zh, "kg", "direct", WASTEWATER, comment, "literature")
        nitrogen = "N2O-N" in factor
        amount = number(factor.partition(" ")[0]) * (N_TO_N2O if nitrogen else 1)
        datasets.append((process, [_emission(process, flow, amount, f"{factor} x 44/28" if nitrogen else factor)]))
    return datasets


def wastewater() -> tuple[Process, list[Exchange]]:
    """Give the treatment of 1 m3 of municipal wastewater, from the parts above and power."""
    comment = (
        f"{ASSUMED} nitrogen 40 g/m3, power 0.4 kWh/m3; removal of COD is the national mean of the third quarter of 2016 as reported "
        "by the ministry and read in a trade newsletter; discharge at 50 g COD and 15 g N per m3 (limits of GB 18918-2002, class 1A)."
    )
    process = _process(
        "wastewater",
        "wastewater",
        "Treatment of municipal wastewater, central aerobic plant",
        "城镇污水处理，集中式好氧处理厂",
        "m3",
        "footprint",
        f"{WASTEWATER}; concentrations as in the comment",
        comment,
        "demo",
    )
    mean = "National mean removal of COD, third quarter of 2016: 222.5 mg/L"
    limit = "GB 18918-2002, class 1A; not re-read"
    return process, [
        _input(process, "", "wastewater/cod-aerobic", "0.2225", "kg", mean, ""),
        _input(process, "", "wastewater/cod-discharged", "0.05", "kg", limit, ""),
        _input(process, "", "wastewater/nitrogen-treated", "0.04", "kg", "Assumed", ""),
        _input(process, "", "wastewater/nitrogen-discharged", "0.015", "kg", limit, ""),
        _input(process, "cn-electricity", "national-average-2024", "0.4", "kWh", "Assumed", ""),
        Exchange(process.code, "unlinked", "", "sludge disposal and chemicals", "1", "m3", "Left out: no source at hand", "Per m3 treated"),
    ]


def main() -> None:
    """Write the package."""
    _, output = shared_folder("Build the package cn-waste.", Path(__file__).resolve().parent)
    mixture = _mixture(WASTES)
    datasets = [landfill(mixture, True), incineration(mixture, True), composting(), *water_parts(), wastewater()]
    for waste in WASTES:
        datasets.append(landfill(waste, False))
        if waste.slug != "inert":
            datasets.append(incineration(waste, False))
    package = descriptor(
        name="cn-waste",
        version="1",
        title="Waste treatment: landfill, incineration, composting, wastewater",
        title_zh="废物处理：填埋、焚烧、堆肥、污水处理",
        format_=INVENTORY_FORMAT,
        description="Computed from default values of the IPCC guidelines; reference outputs are the service of treating, so they are +1.",
        licenses=[{"name": "other-facts", "title": "Facts and figures of the IPCC guidelines"}],
        sources=[
            {"title": "IPCC 2006 Guidelines for National Greenhouse Gas Inventories, volume 5"},
            {"title": "2019 Refinement to the 2006 IPCC Guidelines, volume 5, chapter 6"},
        ],
        status="literature",
        geography="CN",
        period={"start": "2006-01-01", "end": "2026-12-31"},
        requires={"cn-electricity": "2024.1", "cn-fuels": "2025.1"},
    )
    tables: Tables = {
        "processes": [process for process, _ in datasets],
        "exchanges": [exchange for _, exchanges in datasets for exchange in exchanges],
    }
    write_package(output, package, tables)


if __name__ == "__main__":
    main()
