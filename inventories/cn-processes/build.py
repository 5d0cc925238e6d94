"""Build process carbon by the steel guideline, calcination, and single cradle-to-gate figures of materials."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_package import (
    INVENTORY_FORMAT,
    Exchange,
    FlowProperty,
    Process,
    Tables,
    decimal_text,
    descriptor,
    number,
    official_source,
    read_rows,
    shared_folder,
    write_package,
)

GUIDELINE = "MEE steel guideline CETS-AG-03.01-V01-2024 (Huanban Qihou Han [2025] No. 27)"
TABLE = f"{GUIDELINE}, annex table A.2"

CARBONATES = {"石灰石": ("limestone", "limestone"), "白云石": ("dolomite", "dolomite")}

CARBON_MATERIALS = {
    "电极": ("graphite-electrode", "graphite electrode"),
    "镍铁": ("ferronickel", "ferronickel"),
    "钼铁": ("ferromolybdenum", "ferromolybdenum"),
    "硅铁": ("ferrosilicon", "ferrosilicon"),
    "锰硅合金": ("silicomanganese", "silicomanganese"),
    "低碳锰硅合金": ("low-carbon-silicomanganese", "low-carbon silicomanganese"),
    "高炉锰铁": ("blast-furnace-ferromanganese", "blast furnace ferromanganese"),
    "电炉高碳锰铁": ("high-carbon-ferromanganese", "electric furnace high-carbon ferromanganese"),
    "微碳锰铁": ("ultra-low-carbon-ferromanganese", "ultra-low-carbon ferromanganese"),
    "高碳铬铁": ("high-carbon-ferrochrome", "high-carbon ferrochrome"),
    "生铁": ("pig-iron", "pig iron"),
    "直接还原铁": ("direct-reduced-iron", "direct reduced iron"),
    "废钢": ("steel-scrap", "steel scrap"),
}

CARBON_PRODUCTS = {"粗钢": "crude steel", "生铁": "pig iron", "焦油": "tar", "粗苯": "crude benzol"}
"""Products whose carbon the guideline deducts (formula (1) and clause 3.5): properties, not processes."""

CALCINATION_ONLY = {
    "37430X0782025C": ("clinker-calcination", "Portland cement clinker", "Calcination of raw meal to Portland cement clinker"),
    "37430X0792025C": ("white-clinker-calcination", "white Portland cement clinker", "Calcination of raw meal to white cement clinker"),
    "34240B0052025C": ("soda-ash-decomposition", "sodium carbonate", "Decomposition of sodium carbonate"),
}

CRADLE_TO_GATE = {
    "15200X0502025C": ("limestone", "limestone", "Limestone at the quarry"),
    "17500C0202022C": ("hydrogen-natural-gas", "hydrogen", "Hydrogen from natural gas"),
    "34250E0042022C": ("ammonia-natural-gas", "ammonia", "Ammonia from natural gas"),
}

_UNITS = {"tCO2/t": ("t", 1000), "kgCO2e/t": ("t", 1), "kgCO2e/kg": ("kg", 1), "tCO2e/t": ("t", 1000)}
"""Reference unit, and kilograms per unit of the numerator."""


def _dataset(
    row: Mapping[str, str], code: str, product: str, name_en: str, name_zh: str, source: str, **kinds: str
) -> tuple[Process, Exchange]:
    unit, kilograms = _UNITS[row["unit"]]
    footprint = kinds["basis"] == "footprint"
    process = Process(
        code=code,
        product=product,
        name_en=name_en,
        name_zh=name_zh,
        amount="1",
        unit=unit,
        kind="production",
        basis=kinds["basis"],
        status=kinds["status"],
        data="secondary",
        capital_goods="unknown" if footprint else "excluded",
        geography="CN",
        start=kinds["start"],
        end=kinds["end"],
        source=source,
        comment=f"{official_source(row['status'])} {kinds['comment']}",
    )
    flow, flow_unit = ("CO2e, GWP set not stated", "kg CO2e") if footprint else ("carbon dioxide, fossil", "kg")
    amount = decimal_text(number(row["value"]) * kilograms)
    return process, Exchange(code, "elementary", "", flow, amount, flow_unit, source, "")


def guideline_datasets(rows: Mapping[str, dict[str, str]]) -> list[tuple[Process, Exchange]]:
    """Give the CO2 that carbonates and carbon-bearing materials release in use."""
    dates = {"basis": "direct", "status": "official", "start": "2024-01-01", "end": "2026-12-31"}
    datasets = []
    for name_zh, (slug, name) in CARBONATES.items():
        datasets.append(
            _dataset(
                rows[name_zh],
                f"calcination/{slug}",
                name,
                f"Calcination of {name}",
                f"{name_zh}分解",
                TABLE,
                comment="CO2 out of the stone itself, per t of stone; quarrying, fuel and power are apart.",
                **dates,
            )
        )
    for name_zh, (slug, name) in CARBON_MATERIALS.items():
        datasets.append(
            _dataset(
                rows[name_zh],
                f"carbon-release/{slug}",
                name,
                f"Carbon of {name} released as CO2",
                f"{name_zh}含碳释放",
                TABLE,
                comment="All carbon of the material taken as oxidised, per t used; its making is apart. "
                "Carbon that stays in steel is deducted by the carbon content of the product.",
                **dates,
            )
        )
    return datasets


def single_figures(rows: Mapping[str, dict[str, str]]) -> list[tuple[Process, Exchange]]:
    """Give single figures of CPCD: calcination alone as CO2, and cradle-to-gate figures as aggregated CO2e."""
    datasets = []
    for identifier, (code, product, name_en) in CALCINATION_ONLY.items():
        row = rows[identifier]
        comment = (
            "Gate to gate, decomposition of carbonates alone; the source counts it in CO2e, and since carbonates release nothing "
            "else it is booked as carbon dioxide."
        )
        datasets.append(_cpcd(row, identifier, code, product, name_en, comment, "direct"))
    for identifier, (code, product, name_en) in CRADLE_TO_GATE.items():
        datasets.append(_cpcd(rows[identifier], identifier, code, product, name_en, "Cradle to gate.", "footprint"))
    return datasets


def _cpcd(
    row: dict[str, str], identifier: str, code: str, product: str, name_en: str, comment: str, basis: str
) -> tuple[Process, Exchange]:
    year = row["note"].partition("year ")[2][:4]
    dates = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    source = f"CPCD, ID {identifier} ({row['name_zh']})"
    return _dataset(row, code, product, name_en, row["name_zh"], source, basis=basis, status="literature", comment=comment, **dates)


def product_carbon(rows: Mapping[str, dict[str, str]]) -> list[FlowProperty]:
    """Give the carbon that leaves with a product: the CO2 figure of the guideline times 12/44."""
    records = []
    for name_zh, product in CARBON_PRODUCTS.items():
        value = rows[name_zh]["value"]
        carbon = decimal_text(number(value) * Fraction(12, 44))
        records.append(FlowProperty(product, "carbon_content", carbon, "t/t", f"{TABLE}: {value} t CO2/t x 12/44"))
    return records


def main() -> None:
    """Write the package."""
    shared, output = shared_folder("Build the package cn-processes.", Path(__file__).resolve().parent)
    rows = read_rows(shared / "data" / "cn" / "factors_process.csv")
    by_name = {row["name_zh"]: row for row in rows if row["category"] == "process_carbon" and "Table A.2" in row["source"]}
    by_identifier = {row["source"].rpartition("ID ")[2]: row for row in rows if "ID " in row["source"]}
    datasets = guideline_datasets(by_name) + single_figures(by_identifier)
    package = descriptor(
        name="cn-processes",
        version="2025.1",
        title="Processes of China: carbonates, carbon-bearing materials, clinker, single materials",
        title_zh="中国工业过程：碳酸盐、含碳原料、水泥熟料及单项材料",
        format_=INVENTORY_FORMAT,
        description="Direct process CO2 by an official guideline, and single cradle-to-gate figures.",
        licenses=[{"name": "other-facts", "title": "Facts and figures of official documents; single figures of CPCD by their identifier"}],
        sources=[
            {"title": f"{GUIDELINE}, full text in a public repository", "path": "https://github.com/zhutmg00-eng/-"},
            {"title": "CPCD, China Products Carbon Footprint Factors Database: single figures"},
        ],
        status="official",
        geography="CN",
        period={"start": "2022-01-01", "end": "2026-12-31"},
        requires={},
    )
    tables: Tables = {
        "processes": [process for process, _ in datasets],
        "exchanges": [exchange for _, exchange in datasets],
        "flow_properties": product_carbon(by_name),
    }
    write_package(output, package, tables)


if __name__ == "__main__":
    main()
