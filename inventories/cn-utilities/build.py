"""Build utilities of a plant: steam and heat from boilers, water, compressed air, technical gases, cold, engines.

    boiler   heat of the fuel = 1 GJ / efficiency, burnt and supplied by cn-fuels

Nearly all amounts of electricity are assumed; every such dataset says so and is for trying out.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_package import INVENTORY_FORMAT, Tables, descriptor, shared_folder, write_package
from recipes import ASSUMED, BUILDING_STANDARD, COPY, TWO_COPIES, Input, Recipe, burnt, cpcd, divide, power, published, quality, tables

BOILERS = (
    ("coal", "bituminous-coal", "0.80", "8", "燃煤锅炉", "Bituminous coal, grate or fluidised bed"),
    ("natural-gas", "natural-gas", "0.92", "3", "燃气锅炉", "Natural gas"),
    ("diesel", "diesel", "0.88", "3", "燃油锅炉（柴油）", "Diesel"),
)
"""Slug, fuel, efficiency on the lower heating value, kWh of fans and pumps per GJ, Chinese name, fuel in words."""

MAKE_UP = "0.37"
"""m3 of water per GJ of steam: 1 t of saturated steam at about 1 MPa carries 2.7 GJ; no condensate returns. Assumed."""

GUESS = quality("fair", "good", "fair")
OLD = quality("fair", "good", "poor")


def boilers() -> list[Recipe]:
    """Give steam and heat per GJ."""
    found = []
    for slug, fuel, efficiency, fans, name_zh, words in BOILERS:
        heat = divide("1", efficiency)
        source = f"1 GJ / {efficiency}"
        comment = (
            f"assumed: efficiency {efficiency} on the lower heating value, {fans} kWh of fans and pumps per GJ. {words}. "
            "CH4 and N2O of the boiler, flue gas cleaning and ash are not counted."
        )
        common = (*burnt(fuel, heat, source), power(fans))
        water = Input("", "tap-water", MAKE_UP, "m3", ASSUMED, "No condensate returns")
        origin = "Efficiency assumed; fuel of cn-fuels"
        steam = (f"Steam from a boiler, {slug.replace('-', ' ')}", f"蒸汽，{name_zh}")
        hot = (f"Heat from a boiler, {slug.replace('-', ' ')}", f"热量，{name_zh}")
        found.append(Recipe(f"steam-{slug}", "steam", *steam, "GJ", origin, comment, (*common, water), GUESS))
        found.append(Recipe(f"heat-{slug}", "heat", *hot, "GJ", origin, comment, common, GUESS))
    return found


def electric(code: str, product: str, names: tuple[str, str], unit: str, energy: str, words: str, *inputs: Input) -> Recipe:
    """Give a service that is electricity, in kWh per unit, and perhaps water."""
    comment = f"assumed: {energy} kWh per {unit}. {words}"
    return Recipe(code, product, *names, unit, "Energy assumed", comment, (power(energy), *inputs), GUESS)


def water() -> list[Recipe]:
    """Give water of several grades per m3."""
    read = f"{TWO_COPIES} Counted per t in the standard, taken as 1 t per m3."
    return [
        published("tap-water", "water", ("Tap water", "自来水"), ("0.168", "m3"), BUILDING_STANDARD, read, OLD),
        published(
            "surface-water",
            "water",
            ("Surface water, raw, at the plant", "地表水（原水）"),
            ("0.14", "m3"),
            cpcd("18000X0022009A", "地表水"),
            f"{COPY} Literature of 2009. Serves as industrial water.",
            OLD,
            year="2009",
        ),
        published(
            "groundwater",
            "water",
            ("Groundwater, pumped", "地下水"),
            ("0.68", "m3"),
            cpcd("18000X0122009A", "地下水"),
            f"{COPY} Literature of 2009, for a dry region with deep wells; high for Liaoning.",
            quality("fair", "fair", "poor"),
            year="2009",
        ),
        electric(
            "demineralised-water",
            "demineralised water",
            ("Demineralised water, reverse osmosis and ion exchange", "除盐水（反渗透+离子交换）"),
            "m3",
            "1.5",
            "1.35 m3 of tap water; resin and chemicals are not counted.",
            Input("", "tap-water", "1.35", "m3", ASSUMED, "75 % yield"),
        ),
        electric(
            "softened-water",
            "softened water",
            ("Softened water", "软化水"),
            "m3",
            "0.3",
            "1.05 m3 of tap water; regeneration salt is not counted.",
            Input("", "tap-water", "1.05", "m3", ASSUMED, "Backwash"),
        ),
        electric(
            "cooling-water",
            "circulating cooling water",
            ("Circulating cooling water, cooling tower", "循环冷却水（冷却塔）"),
            "m3",
            "0.25",
            "Per m3 that circulates, with 0.015 m3 of make-up.",
            Input("", "tap-water", "0.015", "m3", ASSUMED, "Make-up"),
        ),
        electric("seawater-pumping", "seawater", ("Seawater, pumped", "海水抽取"), "m3", "0.1", "About 25 m of head at 70 % efficiency."),
    ]


def gases_and_cold() -> list[Recipe]:
    """Give compressed air, gases of the air, ice and cold."""
    return [
        electric(
            "compressed-air",
            "compressed air",
            ("Compressed air, 0.7 MPa", "压缩空气，0.7 MPa"),
            "Nm3",
            "0.115",
            "Screw compressor with dryer; leaks of the net are not counted.",
        ),
        electric(
            "oxygen",
            "oxygen",
            ("Oxygen, gas, air separation", "氧气（空分，气态）"),
            "Nm3",
            "0.5",
            "All energy of the separation on oxygen would be more, sharing with nitrogen and argon less.",
        ),
        published(
            "nitrogen",
            "nitrogen",
            ("Nitrogen, gas", "氮气"),
            ("0.0908", "Nm3"),
            cpcd("41231X0212022B", "氮气"),
            "assumed: the cubic metre of the source, which states no conditions, is the normal one. The figure itself, 90.8 g CO2e per m3 "
            "in a company's declaration, is verified-secondary: read in a third party's copy.",
            quality("good", "good", "good"),
            year="2022",
        ),
        electric(
            "argon",
            "argon",
            ("Argon, gas, air separation", "氩气（空分，气态）"),
            "Nm3",
            "1.0",
            "By-product of oxygen, with its purification.",
        ),
        electric(
            "ice",
            "ice",
            ("Block or flake ice", "制冰"),
            "t",
            "80",
            "Leaks of the refrigerant are not counted: take them from the package refrigerants.",
            Input("", "tap-water", "1.05", "m3", ASSUMED, "Water frozen"),
        ),
        electric(
            "cold",
            "cold",
            ("Cold at about -5 degrees C, electric", "制冷量（电制冷，约-5℃）"),
            "GJ",
            "92.6",
            "1 GJ / 3.6 MJ/kWh at a COP of 3.",
        ),
    ]


def engines() -> list[Recipe]:
    """Give diesel burnt in engines, per kg, with its supply."""
    comment = "verified: burning by the guideline, supply by cn-fuels. CO2 of burning only: CH4 and N2O of the engine are not counted."
    flows = (
        Input("cn-fuels", "cets-steel-2025/enterprise/diesel", "1", "kg", "1 kg burnt", "Burnt"),
        Input("cn-fuels", "upstream/diesel", "1", "kg", "1 kg burnt", "Supplied"),
    )
    names = ("Diesel burnt in an engine or a boat, with supply", "柴油机（含渔船）燃用柴油，含上游")
    return [Recipe("diesel-engine", "diesel, burnt", *names, "kg", "cn-fuels", comment, flows, quality("fair", "good", "good"))]


def main() -> None:
    """Write the package."""
    _, output = shared_folder("Build the package cn-utilities.", Path(__file__).resolve().parent)
    processes, exchanges = tables([*boilers(), *water(), *gases_and_cold(), *engines()])
    package = descriptor(
        name="cn-utilities",
        version="1",
        title="Utilities: steam, heat, water, compressed air, technical gases, cold",
        title_zh="公用工程：蒸汽、热力、水、压缩空气、工业气体、制冷",
        format_=INVENTORY_FORMAT,
        description="Unit processes on Chinese electricity and fuels; amounts of energy are mostly assumed.",
        licenses=[{"name": "other-facts", "title": "Facts of a standard; single figures of CPCD by their identifier"}],
        sources=[
            {"title": f"{BUILDING_STANDARD}, in public copies"},
            {"title": "CPCD, China Products Carbon Footprint Factors Database: single figures"},
        ],
        status="demo",
        geography="CN",
        period={"start": "2009-01-01", "end": "2026-12-31"},
        requires={"cn-electricity": "2024.1", "cn-fuels": "2025.1"},
    )
    written: Tables = {"processes": processes, "exchanges": exchanges}
    write_package(output, package, written)


if __name__ == "__main__":
    main()
