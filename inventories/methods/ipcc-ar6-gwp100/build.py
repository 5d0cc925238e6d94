"""Build the characterisation factors of IPCC AR6, GWP over 100 years."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from data_package import METHOD_FORMAT, descriptor, shared_folder, write_package
from gwp_table import CATEGORIES, factors

_SPLIT = "IPCC AR6 WGI chapter 7, table 7.15; common knowledge of the field, not re-read here"

METHANE = {"fossil": ("29.8", _SPLIT), "non-fossil": ("27.0", _SPLIT)}
"""The CC0 table has one value for methane, 27.9 (its supplementary table 7.SM.7); the split by origin is from the chapter itself."""


def main() -> None:
    """Write the method."""
    shared, output = shared_folder("Build the method ipcc-ar6-gwp100.", Path(__file__).resolve().parent)
    package = descriptor(
        name="ipcc-ar6-gwp100",
        version="1",
        title="Climate change, GWP over 100 years, IPCC AR6",
        title_zh="气候变化，100年全球变暖潜势，IPCC第六次评估报告",
        format_=METHOD_FORMAT,
        description="Characterisation factors without climate-carbon feedback; methane is split by origin.",
        licenses=[{"name": "CC0-1.0", "title": "Creative Commons Zero 1.0"}],
        sources=[
            {"title": "globalwarmingpotentials 0.13.2 (CC0), column AR6GWP100: IPCC AR6 WGI, supplementary table 7.SM.7"},
            {"title": "IPCC AR6 WGI chapter 7, table 7.15 (methane by origin)"},
        ],
        status="literature",
        geography="GLO",
        gwp_set="AR6",
        categories=[{"name": name, "unit": "kg CO2e"} for name in CATEGORIES],
        requires={"elementary-flows": "1"},
    )
    write_package(output, package, {"factors": factors(shared, "AR6GWP100", METHANE)})


if __name__ == "__main__":
    main()
