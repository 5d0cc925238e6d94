"""Build materials: single published figures (figures.py) and unit processes (processes.py, metals.py). No source file is read."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from data_package import INVENTORY_FORMAT, Tables, descriptor, shared_folder, write_package
from figures import figures
from metals import metals
from processes import processes
from recipes import BUILDING_STANDARD, tables


def main() -> None:
    """Write the package."""
    _, output = shared_folder("Build the package cn-materials.", Path(__file__).resolve().parent)
    datasets, exchanges = tables([*figures(), *processes(), *metals()])
    package = descriptor(
        name="cn-materials",
        version="1",
        title="Materials: lime, minerals, ferro-alloys, metals, scrap, glass and food raw materials",
        title_zh="材料：石灰、矿物、铁合金、金属、废料、玻璃与食品原料",
        format_=INVENTORY_FORMAT,
        description="Single published life-cycle figures, and unit processes on Chinese electricity and fuels.",
        licenses=[
            {"name": "other-facts", "title": "Facts and figures of standards and publications; single figures of CPCD by their identifier"},
            {
                "name": "OGL-UK-3.0",
                "title": "Open Government Licence v3.0 (figures of the United Kingdom)",
                "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            },
        ],
        sources=[
            {"title": f"{BUILDING_STANDARD}, in public copies"},
            {"title": "CPCD, China Products Carbon Footprint Factors Database: single figures"},
            {"title": "GB 21341-2008, energy limits of ferro-alloys, in public copies"},
            {"title": "UK Government GHG Conversion Factors for Company Reporting 2025 (Crown copyright), in a public copy"},
            {"title": "Weber et al. 2018, vanadium", "path": "https://doi.org/10.1021/acs.est.8b02073"},
        ],
        status="literature",
        geography="CN",
        period={"start": "2013-01-01", "end": "2026-12-31"},
        requires={
            "cn-agriculture": "1",
            "cn-electricity": "2024.1",
            "cn-fuels": "2025.1",
            "cn-processes": "2025.1",
            "cn-transport": "2024.1",
            "cn-utilities": "1",
            "uslci-cn": "1",
        },
    )
    written: Tables = {"processes": datasets, "exchanges": exchanges}
    write_package(output, package, written)


if __name__ == "__main__":
    main()
