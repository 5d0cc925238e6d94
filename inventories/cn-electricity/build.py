"""Build the Chinese electricity factors: footprint factors 2023 and 2024, and the CO2 factors 2021 to 2023 as flows apart."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from chinese_regions import geography_code, slug
from data_package import (
    INVENTORY_FORMAT,
    Exchange,
    Process,
    Tables,
    descriptor,
    official_source,
    read_rows,
    shared_folder,
    write_package,
)

SOURCES = {
    "coal": ("coal", "coal-fired power", "燃煤发电"),
    "gas": ("gas", "gas-fired power", "燃气发电"),
    "hydro": ("hydro", "hydropower", "水力发电"),
    "nuclear": ("nuclear", "nuclear power", "核能发电"),
    "wind": ("wind", "wind power", "风力发电"),
    "solar_pv": ("solar-pv", "photovoltaic power", "光伏发电"),
    "csp": ("csp", "concentrated solar power", "光热发电"),
    "biomass": ("biomass", "biomass power", "生物质发电"),
}

FOOTPRINT_DOCUMENTS = {
    "2024": "MEE, NBS and NEA announcement of 2025-09-28 (issued 2025-10-23), annex: electricity footprint factors 2024, table {table}",
    "2023": "MEE, NBS and NEA Announcement 2025 No. 3 (2025-01-17), footprint factors 2023, table {table}; read in public copies",
}

CO2_DOCUMENTS = {
    "2023": "MEE and NBS Announcement 2025 No. 47 (2025-12-31), annex: electricity CO2 factors 2023, table {table}",
    "2022": "MEE and NBS announcement of 2024-12-20, as transcribed in CPCD, ID {id}",
    "2021": "MEE Announcement 2024 No. 12 (2024-04-12), as transcribed in CPCD, ID {id}",
}

REGIONS = frozenset({"North China", "Northeast China", "East China", "Central China", "Northwest China", "South China", "Southwest China"})

_INFRASTRUCTURE = "Construction of the plant is taken to be included: wind and solar factors could not be positive otherwise (inferred)."
_AVERAGE = "Contains delivery by the grid (inferred from the generation shares): add no delivery and no losses to it."
_SINGLE_SOURCE = "One copy only: check against the annex before relying on it."
_RESIDUAL = "The closest official analogue of a residual mix, but CO2 only."


def _cpcd_id(row: dict[str, str]) -> str:
    return row["source"].rpartition("ID ")[2] if "ID " in row["source"] else ""


def footprint_datasets(rows: Iterable[dict[str, str]]) -> list[tuple[Process, Exchange]]:
    """Turn each footprint factor into a dataset that emits aggregated CO2e."""
    described = {
        "footprint_average": (
            "national-average",
            "market",
            "Electricity, national average",
            "电力，全国平均",
            "1",
            f"{_AVERAGE} {_INFRASTRUCTURE}",
        ),
        "footprint_td_excl_losses": (
            "delivery-without-losses",
            "transport",
            "Transmission and distribution, losses not counted",
            "输配电（不含线损）",
            "3",
            "Add to a source-specific factor whose losses are counted otherwise; never to the national average.",
        ),
        "footprint_td_incl_losses": (
            "delivery-with-losses",
            "transport",
            "Transmission and distribution, losses counted",
            "输配电（含线损）",
            "3",
            "Add to a source-specific factor, with no further loss on top; never to the national average.",
        ),
    }
    datasets = []
    for row in rows:
        metric, year = row["metric"], row["year"]
        if metric == "footprint_by_source":
            part, name, name_zh = SOURCES[row["generation_type"]]
            kind, table = "production", "2"
            name_en = f"Electricity from {name}, at the plant"
            comment = f"At the plant: add delivery-with-losses. {_INFRASTRUCTURE}"
        elif metric in described:
            part, kind, name_en, name_zh, table, comment = described[metric]
        else:
            continue
        comment = f"{official_source(row['status'])} {comment}"
        if year == "2023" and metric == "footprint_td_incl_losses":
            comment = f"{comment} {_SINGLE_SOURCE}"
        source = FOOTPRINT_DOCUMENTS[year].format(table=table)
        process = _process(f"{part}-{year}", f"{name_en}, {year}", f"{name_zh}，{year}年", kind, "footprint", "CN", year, source, comment)
        datasets.append((process, _exchange(process, "CO2e, GWP set not stated", row["value"], "kg CO2e")))
    return datasets


def co2_datasets(rows: Iterable[dict[str, str]]) -> list[tuple[Process, Exchange]]:
    """Turn each CO2 factor into a dataset whose only flow no footprint method characterises."""
    datasets = []
    for row in rows:
        metric, year, place = row["metric"], row["year"], row["geo_en"]
        comment = "Direct CO2 of power plants, for enterprise reports: no footprint may use it."
        if metric == "co2_average":
            part, name, name_zh = slug(place), f"CO2 factor of electricity, {place}", f"电力二氧化碳排放因子，{row['geo_zh']}"
            table = "1" if place == "China" else "2" if place in REGIONS else "3"
        elif metric == "co2_excl_market_traded_nonfossil":
            part = "national-without-market-traded-nonfossil"
            name = "CO2 factor of electricity, China, without market-traded non-fossil power"
            name_zh = "电力二氧化碳排放因子，全国，不包括市场化交易的非化石能源电量"
            table = "4"
            comment = f"{comment} {_RESIDUAL}"
        elif metric == "co2_fossil_only":
            part, name, name_zh = "fossil", "CO2 factor of fossil electricity, China", "化石能源电力二氧化碳排放因子，全国"
            table = "5"
        else:
            continue
        source = CO2_DOCUMENTS[year].format(table=table, id=_cpcd_id(row))
        process = _process(
            f"co2/{part}-{year}",
            f"{name}, {year}",
            f"{name_zh}，{year}年",
            "market",
            "co2-only",
            geography_code(place),
            year,
            source,
            f"{official_source(row['status'])} {comment}",
        )
        datasets.append((process, _exchange(process, "carbon dioxide, CO2 factor only", row["value"], "kg")))
    return datasets


def _process(code: str, name_en: str, name_zh: str, kind: str, basis: str, geography: str, year: str, source: str, comment: str) -> Process:
    return Process(
        code=code,
        product="electricity",
        name_en=name_en,
        name_zh=name_zh,
        amount="1",
        unit="kWh",
        kind=kind,
        basis=basis,
        status="official",
        data="secondary",
        capital_goods="included" if basis == "footprint" else "excluded",
        geography=geography,
        start=f"{year}-01-01",
        end=f"{year}-12-31",
        source=source,
        comment=comment,
    )


def _exchange(process: Process, flow: str, amount: str, unit: str) -> Exchange:
    return Exchange(process.code, "elementary", "", flow, amount, unit, process.source, "")


def main() -> None:
    """Write the package."""
    shared, output = shared_folder("Build the package cn-electricity.", Path(__file__).resolve().parent)
    rows = [row for row in read_rows(shared / "data" / "cn" / "factors_electricity.csv") if row["status"] != "recalled"]
    datasets = footprint_datasets(rows) + co2_datasets(rows)
    package = descriptor(
        name="cn-electricity",
        version="2024.1",
        title="Electricity of China: footprint factors 2023 and 2024, CO2 factors 2021 to 2023",
        title_zh="中国电力：2023、2024年碳足迹因子，2021至2023年二氧化碳排放因子",
        format_=INVENTORY_FORMAT,
        description="Official factors. Footprint factors and CO2 factors are of different kinds and are never mixed.",
        licenses=[{"name": "other-facts", "title": "Facts and figures of official announcements"}],
        sources=[
            {"title": "MEE, NBS and NEA announcement of 2025-09-28: electricity footprint factors 2024"},
            {"title": "MEE, NBS and NEA Announcement 2025 No. 3: electricity footprint factors 2023"},
            {
                "title": "MEE and NBS Announcement 2025 No. 47: electricity CO2 factors 2023",
                "path": "https://www.mee.gov.cn/xxgk2018/xxgk/xxgk01/202512/t20251231_1139517.html",
            },
            {"title": "MEE Announcement 2024 No. 12 and MEE and NBS announcement of 2024-12-20 (CO2 factors 2021, 2022), via CPCD"},
        ],
        status="official",
        geography="CN",
        period={"start": "2021-01-01", "end": "2024-12-31"},
        requires={},
    )
    tables: Tables = {"processes": [process for process, _ in datasets], "exchanges": [exchange for _, exchange in datasets]}
    write_package(output, package, tables)


if __name__ == "__main__":
    main()
