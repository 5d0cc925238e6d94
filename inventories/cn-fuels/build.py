"""Build the combustion of fuels by the steel guideline, with and without its oxidation term, and upstream figures apart.

    CO2 = NCV * CC * 44/12            enterprise level, formula (1) and (2) of the guideline
    CO2 = NCV * CC * OF * 44/12       power units, formula (3)

All numbers are exact fractions until they are written.
"""

from __future__ import annotations

import sys
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

FUELS = {
    "无烟煤": ("anthracite", "anthracite"),
    "烟煤": ("bituminous-coal", "bituminous coal"),
    "褐煤": ("lignite", "lignite"),
    "洗精煤(炼焦煤)": ("coking-coal", "coking coal"),
    "其他洗煤": ("other-washed-coal", "other washed coal"),
    "煤矸石": ("coal-gangue", "coal gangue"),
    "煤泥": ("coal-slime", "coal slime"),
    "焦炭": ("coke", "coke"),
    "石油焦": ("petroleum-coke", "petroleum coke"),
    "其他煤制品": ("other-coal-products", "other coal products"),
    "原油": ("crude-oil", "crude oil"),
    "燃料油": ("fuel-oil", "fuel oil"),
    "汽油": ("gasoline", "gasoline"),
    "柴油": ("diesel", "diesel"),
    "煤油": ("kerosene", "kerosene"),
    "其他石油制品": ("other-petroleum-products", "other petroleum products"),
    "液化天然气": ("lng", "liquefied natural gas"),
    "液化石油气": ("lpg", "liquefied petroleum gas"),
    "煤焦油": ("coal-tar", "coal tar"),
    "炼厂干气": ("refinery-gas", "refinery gas"),
    "天然气": ("natural-gas", "natural gas"),
    "高炉煤气": ("blast-furnace-gas", "blast furnace gas"),
    "转炉煤气": ("converter-gas", "converter gas"),
    "焦炉煤气": ("coke-oven-gas", "coke oven gas"),
    "其他煤气": ("other-coal-gas", "other coal gas"),
}
"""Slug and English name by the Chinese name of the guideline."""

GUIDELINE = "MEE steel guideline CETS-AG-03.01-V01-2024 (Huanban Qihou Han [2025] No. 27)"
TABLE = f"{GUIDELINE}, annex table A.1"

SETS = {
    "enterprise": ("enterprise formula, no oxidation term", "企业层级公式，不含碳氧化率", "formula (1)", False),
    "power-unit": ("power-unit formula, with the oxidation rate", "发电设施公式，含碳氧化率", "formula (3)", True),
}

CARBON_TO_CO2 = Fraction(44, 12)
GAS_REFERENCE = 10000

UPSTREAM = {
    "12020X0142024C": (
        "natural-gas",
        "natural gas",
        "m3",
        "The source says cubic metres without reference conditions: counted as plain m3, which converts to no reference volume by itself.",
    ),
    "12010X0072024C": ("diesel", "diesel", "t", "Replaces the figure of 2022, which is left out."),
    "12010X0062024C": ("gasoline", "gasoline", "t", ""),
    "11010X0012022C": (
        "coal",
        "coal",
        "kg",
        "One figure for all coal. Low against literature on mine methane: make a sensitivity run.",
    ),
}
"""Upstream figures by their identifier in CPCD."""

KINGDOM = "UK Government GHG Conversion Factors for Company Reporting 2025, WTT- fuels"
KINGDOM_READ = (
    "verified-secondary: read in a public copy of the flat file (Open Government Licence v3.0). British supply from well to tank, by mass: "
    "no Chinese figure was found. Data quality: technology fair, geography poor, time good."
)
WELL_TO_TANK = (
    (
        "kerosene",
        "kerosene",
        "煤油（航空煤油）",
        "661.79468",
        "Liquid fuels, Aviation turbine fuel, ID 11_101_1009_15_1",
        " The Chinese figure is less than half: `upstream/kerosene-refinery-2022`.",
    ),
    ("fuel-oil", "fuel oil", "燃料油", "714.86545", "Liquid fuels, Fuel oil, ID 11_101_1013_15_1", ""),
    ("lng", "liquefied natural gas", "液化天然气", "912.22817", "Gaseous fuels, LNG, ID 11_100_1002_15_1", ""),
    ("lpg", "liquefied petroleum gas", "液化石油气", "349.29282", "Gaseous fuels, LPG, ID 11_100_1003_15_1", ""),
)
"""Slug, product, Chinese name, kg CO2e per t, line of the table, remark."""

OTHER_KEROSENE = "CPCD (China Products Carbon Footprint Factors Database), ID 33349X0012022A (航空煤油)"


def combustion(rows: list[dict[str, str]]) -> tuple[list[Process], list[Exchange]]:
    """Give four datasets per fuel: two sets, each per amount of fuel and per GJ."""
    processes, exchanges = [], []
    for row in rows:
        slug, name = FUELS[row["fuel_zh"]]
        gas = row["state"] == "gas"
        for set_name, (set_en, set_zh, formula, oxidises) in SETS.items():
            oxidation = number(row["oxidation_pct"]) / 100 if oxidises else Fraction(1)
            per_gj = number(row["carbon_content_tC_per_GJ"]) * CARBON_TO_CO2 * oxidation * 1000
            per_reference = number(row["ncv"]) * per_gj
            term = f" x {row['oxidation_pct']}%" if oxidises else ""
            carbon = f"{row['carbon_content_tC_per_GJ']} t C/GJ x 44/12{term}"
            amount, unit = (str(GAS_REFERENCE), "Nm3") if gas else ("1", "t")
            for code, reference, reference_unit, value, calculation in (
                (slug, amount, unit, per_reference, f"{row['ncv']} {row['ncv_unit']} x {carbon}"),
                (f"{slug}-per-gj", "1", "GJ", per_gj, carbon),
            ):
                code = f"cets-steel-2025/{set_name}/{code}"
                processes.append(
                    Process(
                        code=code,
                        product=name,
                        name_en=f"Combustion of {name}, {set_en}" + (", per GJ" if reference_unit == "GJ" else ""),
                        name_zh=f"{row['fuel_zh']}燃烧，{set_zh}" + ("，按热量" if reference_unit == "GJ" else ""),
                        amount=reference,
                        unit=reference_unit,
                        kind="production",
                        basis="direct",
                        status="official",
                        data="secondary",
                        capital_goods="excluded",
                        geography="CN",
                        start="2024-01-01",
                        end="2026-12-31",
                        source=f"{TABLE} and {formula}",
                        comment=_comment(row, gas),
                    )
                )
                exchanges.append(
                    Exchange(code, "elementary", "", "carbon dioxide, fossil", decimal_text(value), "kg", f"{TABLE}: {calculation}", "")
                )
    return processes, exchanges


def _comment(row: dict[str, str], gas: bool) -> str:
    parts = [official_source(row["status"]), "CO2 of combustion only: CH4, N2O and the supply of the fuel are apart."]
    if gas:
        parts.append("Heating values of natural gas may refer to 20 degrees C: see the README before converting volumes.")
    if row["fuel_zh"] == "液化天然气":
        parts.append("The table gives LNG the carbon content of LPG; GB/T 32151.22 has 0.0153 t C/GJ. Kept as published.")
    return " ".join(parts)


def properties(rows: list[dict[str, str]]) -> list[FlowProperty]:
    """Give heating value, carbon per energy and carbon per amount of every fuel."""
    records = []
    for row in rows:
        _, name = FUELS[row["fuel_zh"]]
        gas = row["state"] == "gas"
        divisor = GAS_REFERENCE if gas else 1
        heating_value = number(row["ncv"]) / divisor
        carbon = number(row["carbon_content_tC_per_GJ"])
        per = "Nm3" if gas else "t"
        product = f"{TABLE}: {row['ncv']} {row['ncv_unit']} x {row['carbon_content_tC_per_GJ']} t C/GJ"
        records += [
            FlowProperty(name, "lower_heating_value", decimal_text(heating_value), f"GJ/{per}", TABLE),
            FlowProperty(name, "carbon_content_per_energy", decimal_text(carbon), "t/GJ", TABLE),
            FlowProperty(name, "carbon_content", decimal_text(heating_value * carbon), f"t/{per}", product),
        ]
    return records


def upstream(rows: list[dict[str, str]]) -> tuple[list[Process], list[Exchange]]:
    """Give the supply of fuels, and that of natural gas once more per normal cubic metre under a stated assumption."""
    found = {row["source"].rpartition("ID ")[2]: row for row in rows}
    processes, exchanges = [], []

    def add(code: str, row: dict[str, str], product: str, unit: str, comment: str) -> None:
        year = row["note"].partition("year ")[2][:4]
        source = f"CPCD, ID {row['source'].rpartition('ID ')[2]} ({row['name_zh']})"
        processes.append(
            Process(
                code=code,
                product=product,
                name_en=f"Supply of {product}, cradle to gate",
                name_zh=f"{row['name_zh']}供应，从摇篮到大门",
                amount="1",
                unit=unit,
                kind="production",
                basis="footprint",
                status="literature",
                data="secondary",
                capital_goods="unknown",
                geography="CN",
                start=f"{year}-01-01",
                end=f"{year}-12-31",
                source=source,
                comment=f"{official_source(row['status'])} {comment}".rstrip(),
            )
        )
        exchanges.append(Exchange(code, "elementary", "", "CO2e, GWP set not stated", row["value"], "kg CO2e", source, ""))

    for identifier, (slug, product, unit, comment) in UPSTREAM.items():
        add(f"upstream/{slug}", found[identifier], product, unit, comment)
    add(
        "upstream/natural-gas-as-nm3",
        found["12020X0142024C"],
        "natural gas",
        "Nm3",
        "Assumed: the cubic metre of the source is the Nm3 of the heating-value table. If it is one at 20 degrees C "
        "and yours at 0 degrees C, this is 7.3 % too low.",
    )
    return processes, exchanges


def well_to_tank() -> tuple[list[Process], list[Exchange]]:
    """Give the supply of fuels for which the database has no figure of today, per t."""
    processes, exchanges = [], []

    def add(code: str, names: tuple[str, str, str], value: str, source: str, comment: str, where: tuple[str, str]) -> None:
        product, name_en, name_zh = names
        geography, year = where
        period = (f"{year}-01-01", f"{year}-12-31")
        kinds = ("production", "footprint", "literature", "secondary", "unknown")
        processes.append(Process(code, product, name_en, name_zh, "1", "t", *kinds, geography, *period, source, comment))
        exchanges.append(Exchange(code, "elementary", "", "CO2e, GWP set not stated", value, "kg CO2e", source, ""))

    for slug, product, name_zh, value, line, remark in WELL_TO_TANK:
        names = (product, f"Supply of {product}, well to tank", f"{name_zh}供应，从油井到油箱")
        add(f"upstream/{slug}", names, value, f"{KINGDOM}, {line}", KINGDOM_READ + remark, ("GB", "2025"))
    add(
        "upstream/kerosene-refinery-2022",
        ("kerosene", "Supply of aviation kerosene, cradle to gate, literature of 2022", "航空煤油供应，从摇篮到大门（2022年文献）"),
        "298.132",
        OTHER_KEROSENE,
        "verified-secondary: read in a third party's copy, not in the official text. Literature; half of the diesel of "
        "the same database, so "
        "`upstream/kerosene` is the default. Data quality: technology fair, geography good, time fair.",
        ("CN", "2022"),
    )
    return processes, exchanges


def main() -> None:
    """Write the package."""
    shared, output = shared_folder("Build the package cn-fuels.", Path(__file__).resolve().parent)
    folder = shared / "data" / "cn"
    fuels = [row for row in read_rows(folder / "factors_fuels.csv") if row["set_id"] == "CETS-STEEL-2025"]
    supply = [row for row in read_rows(folder / "factors_process.csv") if row["category"] == "upstream_fuel"]
    burnt, supplied, foreign = combustion(fuels), upstream(supply), well_to_tank()
    package = descriptor(
        name="cn-fuels",
        version="2025.1",
        title="Fuels of China: combustion by the steel guideline, supply apart",
        title_zh="中国燃料：按钢铁行业指南计算的燃烧排放，上游排放另列",
        format_=INVENTORY_FORMAT,
        description="Two named sets of official default values, with and without the oxidation term, for 25 fuels.",
        licenses=[
            {"name": "other-facts", "title": "Facts and figures of official documents; single figures of CPCD by their identifier"},
            {
                "name": "OGL-UK-3.0",
                "title": "Open Government Licence v3.0 (supply of kerosene, fuel oil, LNG, LPG)",
                "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            },
        ],
        sources=[
            {
                "title": f"{GUIDELINE}, full text in a public repository",
                "path": "https://github.com/zhutmg00-eng/-",
            },
            {"title": "CPCD, China Products Carbon Footprint Factors Database: single figures"},
            {"title": "UK Government GHG Conversion Factors for Company Reporting 2025 (Crown copyright), in a public copy"},
        ],
        status="official",
        geography="CN",
        period={"start": "2022-01-01", "end": "2026-12-31"},
        requires={},
    )
    tables: Tables = {
        "processes": burnt[0] + supplied[0] + foreign[0],
        "exchanges": burnt[1] + supplied[1] + foreign[1],
        "flow_properties": properties(fuels),
    }
    write_package(output, package, tables)


if __name__ == "__main__":
    main()
