"""Build the characterisation factors of IPCC AR5, GWP over 100 years."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from data_package import METHOD_FORMAT, descriptor, shared_folder, write_package
from gwp_table import CATEGORIES, factors

_SPLIT = "IPCC AR5 WGI chapter 8, table 8.A.1; common knowledge of the field, not re-read here"

METHANE = {"fossil": ("30", _SPLIT), "non-fossil": ("28", "globalwarmingpotentials 0.13.2 (CC0), column AR5GWP100, CH4")}
"""The CC0 table has one value for methane, 28; the report adds the carbon dioxide into which fossil methane decays."""


def main() -> None:
    """Write the method."""
    shared, output = shared_folder("Build the method ipcc-ar5-gwp100.", Path(__file__).resolve().parent)
    package = descriptor(
        name="ipcc-ar5-gwp100",
        version="1",
        title="Climate change, GWP over 100 years, IPCC AR5",
        title_zh="气候变化，100年全球变暖潜势，IPCC第五次评估报告",
        format_=METHOD_FORMAT,
        description="Characterisation factors without climate-carbon feedback; methane is split by origin.",
        licenses=[{"name": "CC0-1.0", "title": "Creative Commons Zero 1.0"}],
        sources=[
            {"title": "globalwarmingpotentials 0.13.2 (CC0), column AR5GWP100: IPCC AR5 WGI chapter 8, as listed by the GHG Protocol"},
            {"title": "IPCC AR5 WGI chapter 8, table 8.A.1 (fossil methane)"},
        ],
        status="literature",
        geography="GLO",
        gwp_set="AR5",
        categories=[{"name": name, "unit": "kg CO2e"} for name in CATEGORIES],
        requires={"elementary-flows": "1"},
    )
    write_package(output, package, {"factors": factors(shared, "AR5GWP100", METHANE)})


if __name__ == "__main__":
    main()
