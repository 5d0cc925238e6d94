"""Build freight per tonne-kilometre from single figures of CPCD, each with its identifier."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

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

FREIGHT = {
    "65119X0282024C": ("road-heavy-diesel", "Heavy diesel truck"),
    "65119X0322024C": ("road-medium-diesel", "Medium diesel truck"),
    "65119X0362024C": ("road-light-diesel", "Light diesel truck"),
    "65119X0272024C": ("road-diesel-mean", "Diesel truck, all weights"),
    "65119X0452024C": ("road-heavy-natural-gas", "Heavy natural-gas truck"),
    "65119X0412024C": ("road-heavy-battery-electric", "Heavy battery-electric truck"),
    "65119X0422024C": ("road-light-battery-electric", "Light battery-electric truck"),
    "65111X0022024C": ("road-heavy-refrigerated-diesel", "Heavy refrigerated diesel truck"),
    "65129X0032024C": ("rail", "Rail freight"),
    "65213X0062024C": ("sea-container", "Coastal and ocean container ship"),
    "65219X0862024C": ("sea-dry-bulk", "Coastal and ocean dry bulk ship"),
    "65219X0872024C": ("sea-tanker", "Coastal and ocean tanker"),
    "65219X0902024C": ("sea-general-cargo", "Coastal and ocean general cargo ship"),
    "65219X0932024C": ("sea-fleet-mean", "Coastal and ocean shipping, fleet mean"),
    "65229X0062024C": ("inland-container", "Inland container ship"),
    "65222X0012024C": ("inland-tanker", "Inland tanker"),
    "65319X0012024C": ("air", "Air freight"),
}
"""Seventeen figures by their identifier in CPCD: those that models here need, not the table."""

_KILOGRAMS = {"kgCO2e/t·km": number("1"), "gCO2e/t·km": number("0.001")}

_BOUNDARIES = {
    "摇篮到坟墓": "Stated boundary: cradle to grave.",
    "摇篮到大门": "Stated boundary: cradle to gate.",
    "大门到坟墓": "Stated boundary: gate to grave, so the supply of fuel or power may be left out: a lower bound.",
}


def datasets(rows: dict[str, dict[str, str]]) -> list[tuple[Process, Exchange]]:
    """Give one dataset per figure."""
    result = []
    for identifier, (code, name) in FREIGHT.items():
        row = rows[identifier]
        boundary = row["note"].removeprefix("boundary ").partition(";")[0]
        comment = [official_source(row["status"]), _BOUNDARIES[boundary]]
        if code.startswith("inland-"):
            comment.append("Inland figures of this source lie below its sea figures for like ships: doubtful.")
        if code == "air":
            comment.append("The source gives no uplift for effects at altitude; all of it is counted as aircraft.")
        source = f"CPCD, ID {identifier} ({row['name_zh']})"
        process = Process(
            code=code,
            product="freight",
            name_en=f"{name}, per tonne-kilometre",
            name_zh=f"{row['name_zh']}，每吨公里",
            amount="1",
            unit="t km",
            kind="transport",
            basis="footprint",
            status="literature",
            data="secondary",
            capital_goods="unknown",
            geography="CN",
            start="2024-01-01",
            end="2024-12-31",
            source=source,
            comment=" ".join(comment),
        )
        flow = "CO2e, GWP set not stated, aircraft" if code == "air" else "CO2e, GWP set not stated"
        amount = decimal_text(number(row["value"]) * _KILOGRAMS[row["unit"]])
        result.append((process, Exchange(code, "elementary", "", flow, amount, "kg CO2e", source, "")))
    return result


def main() -> None:
    """Write the package."""
    shared, output = shared_folder("Build the package cn-transport.", Path(__file__).resolve().parent)
    rows = read_rows(shared / "data" / "cn" / "factors_process.csv")
    found = datasets({row["source"].rpartition("ID ")[2]: row for row in rows if row["category"] == "freight"})
    package = descriptor(
        name="cn-transport",
        version="2024.1",
        title="Freight in China, per tonne-kilometre",
        title_zh="中国货运，每吨公里",
        format_=INVENTORY_FORMAT,
        description="Single figures for road, rail, sea, inland water and air.",
        licenses=[{"name": "other-facts", "title": "Single figures of CPCD by their identifier"}],
        sources=[{"title": "CPCD, China Products Carbon Footprint Factors Database: single figures"}],
        status="literature",
        geography="CN",
        period={"start": "2024-01-01", "end": "2024-12-31"},
        requires={},
    )
    tables: Tables = {"processes": [process for process, _ in found], "exchanges": [exchange for _, exchange in found]}
    write_package(output, package, tables)


if __name__ == "__main__":
    main()
