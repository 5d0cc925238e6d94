"""The words of Brightway databases in those of footprint: units and elementary flows, each by an explicit table."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from footprint.errors import FootprintError
from footprint.units import Unit, parse_unit

__all__ = ["AIR_FLOWS", "RESOURCE_FLOWS", "SOIL_FLOWS", "UNITS", "MappedFlow", "brightway_unit", "map_flow", "unit_of", "unit_text"]

UNITS: Mapping[str, str] = {
    "kilogram": "kg",
    "gram": "g",
    "milligram": "mg",
    "microgram": "µg",
    "ton": "t",  # what Brightway's importers make of `t` and `tonnes`
    "metric ton": "t",
    "kilowatt hour": "kWh",
    "megawatt hour": "MWh",
    "watt hour": "Wh",
    "megajoule": "MJ",
    "kilojoule": "kJ",
    "gigajoule": "GJ",
    "terajoule": "TJ",
    "joule": "J",
    "cubic meter": "m3",
    "normal cubic meter": "Nm3",
    "litre": "L",
    "liter": "L",
    "square meter": "m2",
    "square kilometer": "km2",
    "hectare": "ha",
    "meter": "m",
    "kilometer": "km",
    "vehicle kilometer": "km",
    "ton kilometer": "t km",
    "kilogram kilometer": "kg km",
    "person kilometer": "person km",
    "square meter-year": "m2 a",
    "hectare-year": "ha a",
    "cubic meter-year": "m3 a",
    "meter-year": "m a",
    "kilometer-year": "km a",
    "kilogram day": "kg d",
    "second": "s",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "year": "a",
    "watt": "W",
    "kilowatt": "kW",
    "mole": "mol",
    "Becquerel": "Bq",
    "kilo Becquerel": "kBq",
    "kg CO2-Eq": "kg CO2e",
    "kg CO2 eq": "kg CO2e",
    # What is counted, whatever it is: the product says what one of it is.
    "unit": "item",
    "item(s)": "item",
    "piece": "item",
    "guest night": "item",
    "livestock unit": "item",
    "kilogram separative work unit": "item",
    "EUR2005": "EUR",
    "euro": "EUR",
}
"""Unit names of Brightway (those that its importers write, and those of ecoinvent) in the dialect of footprint."""

AIR_FLOWS: Mapping[str, str] = {
    "carbon dioxide, fossil": "carbon dioxide, fossil",
    "carbon dioxide, non-fossil": "carbon dioxide, biogenic",
    "carbon dioxide, biogenic": "carbon dioxide, biogenic",
    "carbon dioxide, from soil or biomass stock": "carbon dioxide, land use change",
    "carbon dioxide, land transformation": "carbon dioxide, land use change",
    "methane, fossil": "methane, fossil",
    "methane, non-fossil": "methane, biogenic",
    "methane, biogenic": "methane, biogenic",
    "methane, from soil or biomass stock": "methane, land use change",
    "methane, land transformation": "methane, land use change",
    "methane": "methane, origin not stated",
    "dinitrogen monoxide": "nitrous oxide",
    "nitrous oxide": "nitrous oxide",
    "sulfur hexafluoride": "SF6",
    "nitrogen fluoride": "NF3",
    "nitrogen trifluoride": "NF3",
    "sulfuryl fluoride": "SO2F2",
    "chloroform": "CHCl3",
    "perfluoropentane": "C5F12",
    "methane, bromo-, halon 1001": "CH3Br",
    "methane, bromochlorodifluoro-, halon 1211": "Halon1211",
    "methane, bromotrifluoro-, halon 1301": "Halon1301",
    "methane, chlorodifluoro-, hcfc-22": "HCFC22",
    "methane, chlorotrifluoro-, cfc-13": "CFC13",
    "methane, dichloro-, hcc-30": "CH2Cl2",
    "methane, dichlorodifluoro-, cfc-12": "CFC12",
    "methane, dichlorofluoro-, hcfc-21": "HCFC21",
    "methane, difluoro-, hfc-32": "HFC32",
    "methane, monochloro-, r-40": "CH3Cl",
    "methane, tetrachloro-, r-10": "CCl4",
    "methane, tetrachloro-, cfc-10": "CCl4",
    "methane, tetrafluoro-, r-14": "CF4",
    "methane, tetrafluoro-, cfc-14": "CF4",
    "methane, trichlorofluoro-, cfc-11": "CFC11",
    "methane, trifluoro-, hfc-23": "HFC23",
    "ethane, 1,1,1,2-tetrafluoro-, hfc-134a": "HFC134a",
    "ethane, 1,1,1-trichloro-, hcfc-140": "CH3CCl3",
    "ethane, 1,1,1-trifluoro-, hfc-143a": "HFC143a",
    "ethane, 1,1,2-trichloro-1,2,2-trifluoro-, cfc-113": "CFC113",
    "ethane, 1,1-dichloro-1-fluoro-, hcfc-141b": "HCFC141b",
    "ethane, 1,1-difluoro-, hfc-152a": "HFC152a",
    "ethane, 1,2-dichloro-1,1,2,2-tetrafluoro-, cfc-114": "CFC114",
    "ethane, 1-chloro-1,1-difluoro-, hcfc-142b": "HCFC142b",
    "ethane, 2,2-dichloro-1,1,1-trifluoro-, hcfc-123": "HCFC123",
    "ethane, 2-chloro-1,1,1,2-tetrafluoro-, hcfc-124": "HCFC124",
    "ethane, chloropentafluoro-, cfc-115": "CFC115",
    "ethane, hexafluoro-, hfc-116": "C2F6",
    "ethane, pentafluoro-, hfc-125": "HFC125",
}
"""Emissions to air: name in lower case, as ecoinvent (biosphere3), SimaPro and US inventories write it, to flow of footprint."""

RESOURCE_FLOWS: Mapping[str, str] = {
    "carbon dioxide, in air": "carbon dioxide, uptake",
    "carbon dioxide, non-fossil, resource correction": "carbon dioxide, uptake",
}
"""What is taken from the air: positive amounts on both sides, and the factor of the flow is −1."""

SOIL_FLOWS: Mapping[str, str] = {"carbon dioxide, to soil or biomass stock": "carbon dioxide, land use change"}
"""What goes back into the ground: the opposite of the emission, hence with the sign turned."""

# CAS numbers of gases whose origin does not matter, for lists of flows with other names.
_BY_CAS: Mapping[str, str] = {
    "10024-97-2": "nitrous oxide",
    "2551-62-4": "SF6",
    "7783-54-2": "NF3",
    "75-73-0": "CF4",
    "76-16-4": "C2F6",
    "76-19-7": "C3F8",
    "115-25-3": "cC4F8",
    "678-26-2": "C5F12",
    "75-46-7": "HFC23",
    "75-10-5": "HFC32",
    "354-33-6": "HFC125",
    "811-97-2": "HFC134a",
    "359-35-3": "HFC134",
    "420-46-2": "HFC143a",
    "75-37-6": "HFC152a",
    "431-89-0": "HFC227ea",
    "460-73-1": "HFC245fa",
    "406-58-6": "HFC365mfc",
    "75-45-6": "HCFC22",
    "75-69-4": "CFC11",
    "75-71-8": "CFC12",
    "75-63-8": "Halon1301",
    "353-59-3": "Halon1211",
    "56-23-5": "CCl4",
}

_AIRCRAFT = {"carbon dioxide, fossil": "carbon dioxide, fossil, aircraft"}
_CRUISE = "lower stratosphere + upper troposphere"
_RESOURCES = ("natural resource", "resource", "resources", "raw")
# Names that sound like a greenhouse gas; where such a flow is in no table, somebody should know.
_GAS = re.compile(
    r"carbon dioxide|\bco2\b|(?<!non-)\bmethane\b|\bch4\b|nitrous oxide|dinitrogen monoxide|\bn2o\b|fluoro(?!.*acid)|"
    r"hexafluoride|nitrogen (tri)?fluoride|\b(hfc|hcfc|cfc|hfe|pfc|halon)\b|greenhouse"
)
_ACID = re.compile(r"\bacid\b")


@dataclass(frozen=True, slots=True)
class MappedFlow:
    """What an elementary flow of a Brightway database is in footprint.

    Parameters
    ----------
    flow
        Elementary flow of footprint; empty where no carbon footprint counts it.
    sign
        −1 where the flow stands for the opposite.
    gas
        Whether it sounds like a greenhouse gas but is in no table.
    """

    flow: str = ""
    sign: float = 1.0
    gas: bool = False


def map_flow(name: str, categories: Sequence[str], cas: str, known: Container[str]) -> MappedFlow:
    """Find the elementary flow of footprint that a flow of a Brightway database is.

    Parameters
    ----------
    name, categories, cas
        As the node of the database has them: ``Carbon dioxide, fossil``, ``("air", "urban air close to ground")``, ``000124-38-9``.
    known
        Elementary flows of footprint, whose own names are kept: so are databases that footprint exported.
    """
    plain = " ".join(name.lower().split())
    parts = [category.lower() for category in categories]
    compartment = re.sub(r"^emissions?( to |/)", "", parts[0]) if parts else ""
    if name in known:
        return MappedFlow(name)
    if compartment in ("air", ""):
        found = AIR_FLOWS.get(plain) or _BY_CAS.get(cas.strip().lstrip("0"), "")
        if found and found in known:
            return MappedFlow(_AIRCRAFT.get(found, found) if _CRUISE in parts else found)
    if (compartment in _RESOURCES or not compartment) and plain in RESOURCE_FLOWS:
        return MappedFlow(RESOURCE_FLOWS[plain])
    if compartment in ("soil", "") and plain in SOIL_FLOWS:
        return MappedFlow(SOIL_FLOWS[plain], -1.0)
    in_air = compartment in ("air", "") or (compartment in _RESOURCES and "in air" in parts) or plain.startswith("carbon dioxide")
    return MappedFlow(gas=in_air and bool(_GAS.search(plain)) and not _ACID.search(plain))


@cache
def unit_of(name: str) -> Unit | None:
    """Give the unit that a unit name of Brightway stands for; a name of footprint's own dialect is taken as it is.

    Returns
    -------
    Unit or None
        ``None`` where neither knows it.
    """
    text = unit_text(name)
    try:
        return parse_unit(text) if text else None
    except FootprintError:
        return None


def unit_text(name: str) -> str:
    """Give the unit of the dialect that a unit name of Brightway stands for, or the name itself."""
    plain = " ".join(name.split())
    return UNITS.get(plain) or UNITS.get(plain.lower(), plain)


def brightway_unit(text: str) -> str:
    """Give the unit name of Brightway for a unit of the dialect, or the unit itself where Brightway has no name for it."""
    return _NAMES.get(text, text)


_NAMES: Mapping[str, str] = {text: name for name, text in reversed(list(UNITS.items()))}
