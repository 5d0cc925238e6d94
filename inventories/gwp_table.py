"""The gases: the CC0 table of global warming potentials, and the carbon flows that the table does not tell apart."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from data_package import Factor, Flow

__all__ = ["CARBON_FLOWS", "CATEGORIES", "UNNAMED", "carbon_factors", "factors", "read_gwp"]

UNNAMED = frozenset({"CH4", "N2O"})
"""Species that go by a name and an origin, not by their code in the table."""

CATEGORIES = (
    "fossil",
    "biogenic_co2",
    "biogenic_non_co2",
    "uptake",
    "land_use_change",
    "land_management",
    "removals",
    "aircraft",
    "unsplit",
)
"""Seven addends, then two rows of which: `aircraft` and `unsplit` are inside `fossil`."""

_CO2 = "124-38-9"
_CH4 = "74-82-8"
_N2O = "10024-97-2"

CARBON_FLOWS = (
    Flow("carbon dioxide, fossil", "kg", "二氧化碳，化石", _CO2, "From fossil fuels and from minerals such as limestone"),
    Flow("carbon dioxide, fossil, aircraft", "kg", "二氧化碳，化石，航空", _CO2, "From aircraft engines: inside fossil, and shown apart"),
    Flow("carbon dioxide, biogenic", "kg", "二氧化碳，生物成因", _CO2, "From the carbon of biomass, burned or decayed"),
    Flow(
        "carbon dioxide, uptake",
        "kg",
        "二氧化碳，生物吸收",
        _CO2,
        "Taken from the air by biomass; the amount is positive, the factor is -1",
    ),
    Flow("carbon dioxide, land use change", "kg", "二氧化碳，土地利用变化", _CO2, "From a change of the use of land"),
    Flow("carbon dioxide, land management", "kg", "二氧化碳，土地管理", _CO2, "From carbon stocks of land whose use does not change"),
    Flow(
        "carbon dioxide, removal",
        "kg",
        "二氧化碳，移除",
        _CO2,
        "Removed or stored by technical means; the amount is positive, the factor is -1",
    ),
    Flow(
        "carbon dioxide, CO2 factor only",
        "kg",
        "二氧化碳，仅限CO2因子",
        _CO2,
        "What a CO2 factor for enterprise reports counts; no method gives it a factor",
    ),
    Flow("methane, fossil", "kg", "甲烷，化石", _CH4, "Fossil carbon: mines, wells, pipelines, engines"),
    Flow("methane, biogenic", "kg", "甲烷，生物成因", _CH4, "Carbon of biomass: landfills, wastewater, animals, paddies"),
    Flow("methane, land use change", "kg", "甲烷，土地利用变化", _CH4, "From a change of the use of land, such as fire clearing"),
    Flow(
        "methane, origin not stated",
        "kg",
        "甲烷，来源未说明",
        _CH4,
        "The source does not say whether the carbon is fossil; counted as fossil",
    ),
    Flow("nitrous oxide", "kg", "氧化亚氮", _N2O, "From combustion, industry and synthetic fertiliser"),
    Flow("nitrous oxide, biogenic", "kg", "氧化亚氮，生物成因", _N2O, "From the nitrogen of biomass: manure, wastewater, residues"),
    Flow("nitrous oxide, land use change", "kg", "氧化亚氮，土地利用变化", _N2O, "From a change of the use of land"),
    Flow(
        "CO2e, GWP set AR6",
        "kg CO2e",
        "二氧化碳当量，AR6",
        "",
        "Aggregated by its source with AR6 values; the split by gas and origin is unknown",
    ),
    Flow(
        "CO2e, GWP set AR5",
        "kg CO2e",
        "二氧化碳当量，AR5",
        "",
        "Aggregated by its source with AR5 values; the split by gas and origin is unknown",
    ),
    Flow(
        "CO2e, GWP set not stated",
        "kg CO2e",
        "二氧化碳当量，GWP未说明",
        "",
        "Aggregated by its source, which names no set; the split is unknown",
    ),
    Flow(
        "CO2e, GWP set not stated, aircraft",
        "kg CO2e",
        "二氧化碳当量，GWP未说明，航空",
        "",
        "The same, of aircraft: inside fossil, and shown apart",
    ),
)


def read_gwp(shared: Path) -> dict[str, dict[str, str]]:
    """Read the CC0 table as text by metric and species, without empty cells."""
    with (shared / "data" / "gwp" / "globalwarmingpotentials.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        table: dict[str, dict[str, str]] = {}
        for row in rows:
            species = row.pop("Species")
            for metric, value in row.items():
                if value:
                    table.setdefault(metric, {})[species] = value
    return table


def carbon_factors(methane: Mapping[str, tuple[str, str]], nitrous_oxide: tuple[str, str]) -> list[Factor]:
    """Give the factors of the flows that bear a name and an origin.

    Parameters
    ----------
    methane
        Value and source by origin: `fossil`, `non-fossil`, `not stated`.
    nitrous_oxide
        Value and source.
    """
    definition = "Definition: the GWP of carbon dioxide is 1"
    convention = "Convention of the footprint standards (ISO 14067, PACT): carbon taken up counts -1; reported apart"
    aggregated = "Definition: already in CO2e; counted as fossil because the split is unknown"
    of_which = "Of which: inside fossil, never an addend"
    kg, ratio = "kg CO2e/kg", "kg CO2e/kg CO2e"
    rows = [
        Factor("carbon dioxide, fossil", "fossil", "1", kg, definition),
        Factor("carbon dioxide, fossil, aircraft", "fossil", "1", kg, definition),
        Factor("carbon dioxide, fossil, aircraft", "aircraft", "1", kg, of_which),
        Factor("carbon dioxide, biogenic", "biogenic_co2", "1", kg, definition),
        Factor("carbon dioxide, uptake", "uptake", "-1", kg, convention),
        Factor("carbon dioxide, land use change", "land_use_change", "1", kg, definition),
        Factor("carbon dioxide, land management", "land_management", "1", kg, definition),
        Factor("carbon dioxide, removal", "removals", "-1", kg, convention),
        Factor("methane, fossil", "fossil", methane["fossil"][0], kg, methane["fossil"][1]),
        Factor("methane, biogenic", "biogenic_non_co2", methane["non-fossil"][0], kg, methane["non-fossil"][1]),
        Factor("methane, land use change", "land_use_change", methane["non-fossil"][0], kg, methane["non-fossil"][1]),
        Factor("methane, origin not stated", "fossil", methane["not stated"][0], kg, methane["not stated"][1]),
        Factor("nitrous oxide", "fossil", nitrous_oxide[0], kg, nitrous_oxide[1]),
        Factor("nitrous oxide, biogenic", "biogenic_non_co2", nitrous_oxide[0], kg, nitrous_oxide[1]),
        Factor("nitrous oxide, land use change", "land_use_change", nitrous_oxide[0], kg, nitrous_oxide[1]),
    ]
    for flow in (flow.flow for flow in CARBON_FLOWS if flow.unit == "kg CO2e"):
        rows.append(Factor(flow, "fossil", "1", ratio, aggregated))
        rows.append(Factor(flow, "unsplit", "1", ratio, of_which))
        if flow.endswith("aircraft"):
            rows.append(Factor(flow, "aircraft", "1", ratio, of_which))
    return rows


def factors(shared: Path, metric: str, methane: Mapping[str, tuple[str, str]]) -> list[Factor]:
    """Give all factors of one metric: the named flows, and every other species that has a value.

    Parameters
    ----------
    shared
        Folder that holds `data/`.
    metric
        Column of the table, such as `AR6GWP100`.
    methane
        Value and source of methane by origin, where it differs from the table.
    """
    table = read_gwp(shared)[metric]
    source = f"globalwarmingpotentials 0.13.2 (CC0), column {metric}, {{}}"
    methane = {"not stated": (table["CH4"], source.format("CH4") + "; the table does not split by origin"), **methane}
    gases = (
        Factor(species, "fossil", value, "kg CO2e/kg", source.format(species)) for species, value in table.items() if species not in UNNAMED
    )
    return [*carbon_factors(methane, (table["N2O"], source.format("N2O"))), *gases]
