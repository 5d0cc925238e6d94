"""Build purchased heat: provincial footprint figures, and the CO2 default of enterprise reports as a flow apart."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from chinese_regions import geography_code, slug
from data_package import (
    INVENTORY_FORMAT,
    Exchange,
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

_KILOGRAMS = {"kgCO2e/GJ": 1, "tCO2e/GJ": 1000, "tCO2/GJ": 1000}

_TWIN = "The source has the same value for Liaoning and Gansu: possibly a slip of transcription; make a sensitivity run."


def _process(code: str, name_en: str, name_zh: str, geography: str, source: str, comment: str, footprint: bool) -> Process:
    return Process(
        code=code,
        product="heat",
        name_en=name_en,
        name_zh=name_zh,
        amount="1",
        unit="GJ",
        kind="market",
        basis="footprint" if footprint else "co2-only",
        status="literature",
        data="secondary",
        capital_goods="unknown" if footprint else "excluded",
        geography=geography,
        start="2025-01-01",
        end="2025-12-31",
        source=source,
        comment=comment,
    )


def datasets(rows: list[dict[str, str]]) -> list[tuple[Process, Exchange]]:
    """Give one dataset per province, and the CO2 default."""
    result = []
    for row in rows:
        amount = decimal_text(number(row["value"]) * _KILOGRAMS[row["unit"]])
        comment = official_source(row["status"])
        if row["unit"] == "tCO2/GJ":
            source = "GB/T 32150-2025, clause 7.5.7, as used in the public program adgo07/GHGTOOL"
            comment = f"{comment} Direct CO2 of heat plants, for enterprise reports: no footprint may use it."
            process = _process(
                "default-co2", "CO2 default of purchased heat", "外购热力二氧化碳排放缺省值", "CN", source, comment, footprint=False
            )
            flow, unit = "carbon dioxide, CO2 factor only", "kg"
        else:
            province = row["name_en"].removeprefix("purchased heat, ")
            province_zh = row["name_zh"].removeprefix("热力-")
            source = f"CPCD, ID {row['source'].rpartition('ID ')[2]} ({row['name_zh']})"
            comment = f"{comment} Stated boundary: gate to grave, so the supply of the fuel may be left out: a lower bound."
            if province in ("Liaoning", "Gansu"):
                comment = f"{comment} {_TWIN}"
            name_en, name_zh = f"Purchased heat, {province}, 2025", f"外购热力，{province_zh}，2025年"
            process = _process(f"{slug(province)}-2025", name_en, name_zh, geography_code(province), source, comment, footprint=True)
            flow, unit = "CO2e, GWP set not stated", "kg CO2e"
        result.append((process, Exchange(process.code, "elementary", "", flow, amount, unit, source, "")))
    return result


def main() -> None:
    """Write the package."""
    shared, output = shared_folder("Build the package cn-heat.", Path(__file__).resolve().parent)
    rows = read_rows(shared / "data" / "cn" / "factors_process.csv")
    found = datasets([row for row in rows if row["category"] == "heat" and row["status"] != "recalled"])
    package = descriptor(
        name="cn-heat",
        version="2025.1",
        title="Purchased heat of China",
        title_zh="中国外购热力",
        format_=INVENTORY_FORMAT,
        description="Provincial footprint figures; the CO2 default of enterprise reports is of another kind and never mixed with them.",
        licenses=[{"name": "other-facts", "title": "Facts of standards; single figures of CPCD by their identifier"}],
        sources=[
            {"title": "CPCD, China Products Carbon Footprint Factors Database: single figures"},
            {"title": "GB/T 32150-2025, clause 7.5.7"},
        ],
        status="literature",
        geography="CN",
        period={"start": "2025-01-01", "end": "2025-12-31"},
        requires={},
    )
    tables: Tables = {"processes": [process for process, _ in found], "exchanges": [exchange for _, exchange in found]}
    write_package(output, package, tables)


if __name__ == "__main__":
    main()
