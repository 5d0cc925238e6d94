"""Metals: ferro-alloys by energy limits, aluminium on three kinds of power, vanadium with and without a share of its iron."""

from __future__ import annotations

from fractions import Fraction

from data_package import decimal_text, number
from recipes import ASSUMED, UNSPLIT, CutOff, Emission, Input, Recipe, burnt, divide, multiply, power, quality

__all__ = ["POWER_AS_COAL", "STANDARD_COAL", "metals"]

FURNACES = "GB 21341-2008, energy limits of ferro-alloys, entry values for new plants"
FURNACES_READ = "verified-secondary: the limits were read in two public copies that agree."
TABLE_A2 = "MEE steel guideline CETS-AG-03.01-V01-2024 (Huanban Qihou Han [2025] No. 27), annex table A.2"
STANDARD_COAL, POWER_AS_COAL = number("0.0293076"), number("0.1229")
"""GJ per kg of standard coal, and kg of standard coal per kWh as the limits count it."""
COKE_CARBON, COKE_HEAT = number("0.02942"), number("28.435")
"""t C per GJ and GJ per t, annex table A.1."""

SMELTER = "MEE guideline for aluminium smelting, draft of 2024, defaults as quoted in a trade article of 2024-06-25"
WEBER = "Weber et al. 2018, doi:10.1021/acs.est.8b02073, supporting information, {table}, as carried in premise (polca/premise)"
WEBER_READ = "amounts are verified-secondary: read in another program's copy of the publication."

GUESS = quality("fair", "good", "fair")

ALLOYS = (
    (
        "ferrosilicon",
        "ferrosilicon",
        "Ferrosilicon, 75 % Si",
        "硅铁（75%）",
        "8500",
        "1910",
        "0.007",
        (("quartz-sand", "1.815"), ("steel-scrap-sorted", "0.225")),
    ),
    (
        "ferrochrome",
        "ferrochrome, high carbon",
        "High-carbon ferrochrome",
        "高碳铬铁",
        "3200",
        "810",
        "0.348",
        (("chromium ore, 40 % Cr2O3", "2.2"),),
    ),
    (
        "ferromanganese-furnace",
        "ferromanganese, high carbon",
        "High-carbon ferromanganese, furnace alone",
        "高碳锰铁（仅电炉工序）",
        "2600",
        "710",
        "0.275",
        (("manganese ore, 38 % Mn", "2.2"),),
    ),
    (
        "silicomanganese-furnace",
        "silicomanganese",
        "Silicomanganese, furnace alone",
        "锰硅合金（仅电炉工序）",
        "4200",
        "990",
        "0.092",
        (("manganese ore, 34 % Mn", "2.3"),),
    ),
)
"""Slug, product, names, kWh per t, kg of standard coal per t in all, t CO2 of the carbon that stays per t, ores in t per t."""


def ferro_alloys() -> list[Recipe]:
    """Give electric furnaces by the energy limits: all energy that is not electricity is taken as coke."""
    found = []
    for code, product, name_en, name_zh, electricity, total, stays, ores in ALLOYS:
        coke = (number(total) - number(electricity) * POWER_AS_COAL) * STANDARD_COAL
        released = coke * COKE_CARBON * Fraction(44, 12) * 1000 - number(stays) * 1000
        heat = f"({total} - {electricity} kWh x 0.1229) kg of standard coal x 0.0293076 GJ/kg"
        linked = tuple(
            Input("", ore, amount, "t", "Trade article (niaochao.cc, 2363): 1780 to 1850 kg of silica, 220 to 230 kg of steel scrap per t")
            for ore, amount in ores
            if code == "ferrosilicon"
        )
        named = tuple(CutOff(ore, amount, "t") for ore, amount in ores if code != "ferrosilicon")
        words = "Silica is taken as quartz sand." if linked else "The ore and its sintering are not counted, so the score is a lower bound."
        found.append(
            Recipe(
                code,
                product,
                name_en,
                name_zh,
                "t",
                FURNACES,
                f"assumed: the rest of the energy is coke, and grid power is the national average. {FURNACES_READ} "
                f"{words} Electrodes are not counted.",
                (
                    power(electricity, f"{FURNACES}: smelting electricity"),
                    Input("uslci-cn", "metallurgical-coke", decimal_text(coke / COKE_HEAT * 1000), "kg", f"{heat} / 28.435 GJ/t", "Supply"),
                    Emission(
                        "carbon dioxide, fossil",
                        decimal_text(released),
                        "kg",
                        f"{heat} x 0.02942 t C/GJ x 44/12 - {stays} t CO2 of the carbon that stays in the alloy ({TABLE_A2})",
                    ),
                    *linked,
                    *named,
                ),
                quality("good", "good", "fair"),
            )
        )
    return found


def aluminium() -> list[Recipe]:
    """Give primary aluminium on three kinds of power, and secondary aluminium."""
    found = []
    routes = (
        ("aluminium-primary", "national average power", "全国平均电力", (("national-average-2024", "13500"),)),
        ("aluminium-primary-coal-power", "the smelter's own coal power", "自备煤电", (("coal-2024", "13500"),)),
        (
            "aluminium-primary-hydropower",
            "hydropower over the grid",
            "水电",
            (("hydro-2024", "13500"), ("delivery-with-losses-2024", "13500")),
        ),
    )
    for code, words, words_zh, supplies in routes:
        flows: tuple[Input | Emission | CutOff, ...] = (
            *(Input("cn-electricity", supply, amount, "kWh") for supply, amount in supplies),
            Input("uslci-cn", "alumina", "1.92", "t", ASSUMED, "1.889 t by stoichiometry"),
            Input("uslci-cn", "carbon-anode", "0.44", "t", ASSUMED, "Gross, with butts"),
            Emission("carbon dioxide, fossil", "1424", "kg", f"{SMELTER}: anodes consumed"),
            Emission(UNSPLIT, "145.4", "kg CO2e", f"{SMELTER}: anode effect (CF4 and C2F6)"),
            *burnt("natural-gas", "1.5"),
        )
        comment = (
            "assumed: 13 500 kWh, 1.92 t of alumina, 0.44 t of anodes and 1.5 GJ of gas in the cast house per t; "
            f"{words}. CO2 of anodes and "
            "the anode effect are verified-secondary: read in a trade article. Alumina and anodes are American processes on Chinese power."
        )
        found.append(
            Recipe(
                code,
                "aluminium ingot, primary",
                f"Primary aluminium ingot, {words}",
                f"原铝锭，{words_zh}",
                "t",
                SMELTER,
                comment,
                flows,
                quality("good", "good", "good"),
            )
        )
    flows = (
        Input("uslci-cn", "aluminium-scrap-collection", "1.06", "t", ASSUMED, "6 % loss"),
        power("120"),
        *burnt("natural-gas", "4"),
        CutOff("silicon and other alloying metals", "0.03", "t"),
        CutOff("salt flux, and treatment of salt slag and dross", "0.05", "t"),
    )
    comment = "assumed: 4 GJ of gas, 120 kWh and 1.06 t of scrap per t; scrap comes without burden of its earlier life (cut-off)."
    names = ("Secondary aluminium ingot", "再生铝锭")
    found.append(Recipe("aluminium-secondary", "aluminium ingot, secondary", *names, "t", ASSUMED, comment, flows, GUESS))
    return found


def vanadium() -> list[Recipe]:
    """Give vanadium pentoxide, with and without a share of the iron it is won with."""
    refining = WEBER.format(table="table S14")
    slag_source = WEBER.format(table="tables S12 to S14")

    def pentoxide(code: str, words: tuple[str, str], slag: tuple[Input | CutOff, ...], said: str) -> Recipe:
        flows = (
            *slag,
            power("200", refining),
            *burnt("natural-gas", "0.93", refining),
            Input("", "soda-ash", "370", "kg", refining),
            Input("uslci-cn", "sulfuric-acid", "460", "kg", refining),
            Input("cn-utilities", "demineralised-water", "3.16", "m3", refining),
            Input("cn-transport", "road-heavy-diesel", "154.2", "t km", f"{refining}: two legs of 0.0771 t km per kg"),
            Input("cn-transport", "rail", "460", "t km", refining),
            Emission("carbon dioxide, fossil", "160", "kg", f"{refining}: carbon of the soda ash"),
            CutOff("ammonium sulphate", "310", "kg", refining),
            CutOff("sodium sulphate", "500", "kg", refining),
        )
        comment = (
            f"assumed: {said} The refining is a South African inventory on Chinese power; its {WEBER_READ} Nothing is given "
            "to sodium sulphate."
        )
        names = (f"Vanadium pentoxide, {words[0]}", f"五氧化二钒，{words[1]}")
        return Recipe(code, "vanadium pentoxide", *names, "t", refining, comment, flows, quality("good", "poor", "fair"))

    iron = divide("1.32", "0.1226")
    slag = Recipe(
        "vanadium-slag",
        "vanadium slag, as V2O5",
        "Vanadium slag with half the burden of the iron, per t of V2O5 in it",
        "钒渣（按五氧化二钒计，分摊铁水一半负荷）",
        "t",
        slag_source,
        "assumed: the vanadiferous iron is Chinese pig iron. Half of the burden is the slag's by economic allocation "
        f"of the source; {WEBER_READ}",
        (
            Input("", "pig-iron", iron, "t", f"{slag_source}: 1.32 t of iron / 0.1226 t, 50 % allocated"),
            power(multiply(divide("0.54", "0.1226"), "1000"), f"{slag_source}: 0.54 / 0.1226 kWh per kg"),
        ),
        quality("fair", "poor", "fair"),
    )
    share = Input("", "vanadium-slag", "1.35", "t", refining)
    free = CutOff("vanadium slag, a residue without burden, as V2O5", "1.35", "t", refining)
    return [
        slag,
        pentoxide(
            "vanadium-pentoxide",
            ("slag with a share of the iron", "钒渣分摊铁水负荷"),
            (share,),
            "slag carries half the burden of its iron.",
        ),
        pentoxide("vanadium-pentoxide-slag-free", ("slag as a residue", "钒渣按废渣计"), (free,), "slag is a residue without burden."),
    ]


def metals() -> list[Recipe]:
    """Give all unit processes of metals."""
    return [*ferro_alloys(), *aluminium(), *vanadium()]
