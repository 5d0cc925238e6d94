"""Build the list of elementary flows from the species of the CC0 table of global warming potentials."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_package import INVENTORY_FORMAT, Flow, descriptor, shared_folder, write_package
from gwp_table import CARBON_FLOWS, UNNAMED, read_gwp

NAMES_ZH = {
    "CCl4": "四氯化碳",
    "CF4": "四氟化碳",
    "CFC11": "一氟三氯甲烷",
    "CFC12": "二氟二氯甲烷",
    "CH2Cl2": "二氯甲烷",
    "CH3Br": "溴甲烷",
    "CH3CCl3": "1,1,1-三氯乙烷",
    "CH3Cl": "氯甲烷",
    "CHCl3": "三氯甲烷",
    "C2F6": "六氟乙烷",
    "C3F8": "八氟丙烷",
    "HCFC22": "二氟一氯甲烷",
    "HFC23": "三氟甲烷",
    "HFC32": "二氟甲烷",
    "HFC125": "五氟乙烷",
    "HFC134a": "1,1,1,2-四氟乙烷",
    "HFC143a": "1,1,1-三氟乙烷",
    "HFC152a": "1,1-二氟乙烷",
    "HFC227ea": "七氟丙烷",
    "NF3": "三氟化氮",
    "SF6": "六氟化硫",
    "SO2F2": "硫酰氟",
    "cC4F8": "八氟环丁烷",
}
"""Chinese names of the gases met most often; the other species go by their code in both languages."""

CAS = {
    "CCl4": "56-23-5",
    "CF4": "75-73-0",
    "C2F6": "76-16-4",
    "HCFC22": "75-45-6",
    "HFC23": "75-46-7",
    "HFC32": "75-10-5",
    "HFC125": "354-33-6",
    "HFC134a": "811-97-2",
    "HFC143a": "420-46-2",
    "HFC152a": "75-37-6",
    "NF3": "7783-54-2",
    "SF6": "2551-62-4",
}
"""Registry numbers of the gases met most often: an aid for matching, common knowledge of the field."""


def flows(shared: Path) -> list[Flow]:
    """List the carbon flows, then one flow per species that AR5 or AR6 gives a value."""
    table = read_gwp(shared)
    gases = sorted(species for species in table["AR5GWP100"].keys() | table["AR6GWP100"].keys() if species not in UNNAMED)
    return [
        *CARBON_FLOWS,
        *(Flow(gas, "kg", NAMES_ZH.get(gas, ""), CAS.get(gas, ""), "Species of the table of global warming potentials") for gas in gases),
    ]


def main() -> None:
    """Write the package."""
    shared, output = shared_folder("Build the list of elementary flows.", Path(__file__).resolve().parent)
    package = descriptor(
        name="elementary-flows",
        version="1",
        title="Elementary flows of climate change",
        title_zh="气候变化基本流",
        format_=INVENTORY_FORMAT,
        description="The greenhouse gases that datasets and models may emit or take up, by name.",
        licenses=[{"name": "CC0-1.0", "title": "Creative Commons Zero 1.0"}],
        sources=[{"title": "globalwarmingpotentials 0.13.2 (CC0), species of the AR5 and AR6 columns"}],
        status="literature",
        geography="GLO",
        requires={},
    )
    write_package(output, package, {"flows": flows(shared)})


if __name__ == "__main__":
    main()
