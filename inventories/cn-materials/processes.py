"""Unit processes of materials but metals, on Chinese electricity and fuels."""

from __future__ import annotations

from data_package import decimal_text, number
from metals import POWER_AS_COAL, STANDARD_COAL
from recipes import ASSUMED, UNSPLIT, CutOff, Emission, Input, Recipe, burnt, divide, multiply, power, quality

__all__ = ["processes"]

SHAFT_KILN = "Trade article on shaft kilns (jixiemuye.com, article 8641): 120 to 130 kg of standard coal per t of lime"
GUESS = quality("fair", "good", "fair")
POOR = quality("poor", "fair", "fair")


def lime() -> list[Recipe]:
    """Give quicklime from a shaft kiln: stone, its CO2, fuel and power."""
    heat = decimal_text((number("125") - number("30") * POWER_AS_COAL) * STANDARD_COAL)
    flows = (
        Input("cn-processes", "limestone", "1.75", "t", ASSUMED, "1.786 t of pure stone per t of CaO; lime of 93 % with some residual CO2"),
        Input("cn-processes", "calcination/limestone", "1.75", "t", ASSUMED, "CO2 of the stone"),
        *burnt("anthracite", heat, f"{SHAFT_KILN}: (125 - 30 kWh x 0.1229) kg x 0.0293076 GJ/kg"),
        power("30"),
    )
    comment = (
        "assumed: 1.75 t of stone and 30 kWh per t, anthracite as the fuel. The heat is verified-secondary: read in a trade article. "
        "The figure of GB/T 51366-2019 is `quicklime-market-average`."
    )
    return [
        Recipe(
            "quicklime",
            "quicklime",
            "Quicklime, shaft kiln",
            "生石灰（竖窑）",
            "t",
            SHAFT_KILN,
            comment,
            flows,
            quality("good", "good", "good"),
        )
    ]


def scrap_and_cullet() -> list[Recipe]:
    """Give secondary raw materials: collected and sorted, without burden of an earlier life."""
    cut = "Scrap carries no burden of its earlier life (cut-off)."

    def sorted_(code: str, product: str, names: tuple[str, str], energy: str, diesel: str, distance: str) -> Recipe:
        flows = (
            power(energy),
            Input("cn-utilities", "diesel-engine", diesel, "kg", ASSUMED, "Loaders and cranes"),
            Input("cn-transport", "road-heavy-diesel", distance, "t km", ASSUMED, "Collection"),
        )
        comment = f"assumed: {energy} kWh, {diesel} kg of diesel and {distance} km by lorry per t. {cut}"
        return Recipe(code, product, *names, "t", ASSUMED, comment, flows, GUESS)

    return [
        sorted_(
            "steel-scrap-sorted",
            "steel scrap",
            ("Steel scrap, collected, shredded and sorted", "废钢（回收、破碎、分选）"),
            "35",
            "2",
            "200",
        ),
        sorted_("glass-cullet", "glass cullet", ("Glass cullet, collected and sorted", "碎玻璃（回收、分选）"), "12", "1.5", "150"),
        sorted_("waste-paper", "waste paper", ("Waste paper, collected, sorted and baled", "废纸（回收、分选、打包）"), "15", "1.5", "150"),
        sorted_(
            "iron-corrective",
            "iron corrective",
            ("Iron corrective for raw meal, a residue, crushed", "铁质校正料（工业废渣，破碎）"),
            "10",
            "0.5",
            "100",
        ),
    ]


def minerals() -> list[Recipe]:
    """Give minerals whose quarrying is taken like that of limestone or sand."""

    def mineral(code: str, names: tuple[str, str], base: tuple[str, str], energy: str, gas: str, words: str) -> Recipe:
        package, dataset = base
        flows = (
            Input(package, dataset, "1", "t", ASSUMED, "Quarrying"),
            power(energy),
            *(burnt("natural-gas", gas) if gas else ()),
        )
        comment = f"assumed: {energy} kWh{f' and {gas} GJ of gas' if gas else ''} per t. {words}"
        return Recipe(code, code.replace("-", " "), *names, "t", ASSUMED, comment, flows, POOR)

    stone, sand = ("cn-processes", "limestone"), ("", "sand")
    like_stone = "Quarried like limestone."
    return [
        mineral(
            "quartz-sand",
            ("Quartz sand for glass, washed and dried", "石英砂（玻璃用，水洗烘干）"),
            sand,
            "20",
            "0.25",
            "Dug like building sand.",
        ),
        mineral("sandstone", ("Sandstone, crushed", "砂岩（破碎）"), stone, "3", "", like_stone),
        mineral("feldspar", ("Feldspar, ground", "长石粉"), stone, "30", "", like_stone),
        mineral("limestone-powder", ("Limestone, ground", "石灰石粉"), stone, "20", "", like_stone),
        mineral("dolomite-powder", ("Dolomite, ground", "白云石粉"), ("", "dolomite"), "20", "", "Quarry by CPCD."),
        mineral(
            "fluorspar",
            ("Fluorspar, floated and dried", "萤石（浮选、烘干）"),
            stone,
            "60",
            "0.3",
            f"{like_stone} About 3 t of ore per t are not counted.",
        ),
        Recipe(
            "sea-salt",
            "sodium chloride",
            "Sea salt, solar evaporation",
            "海盐（日晒）",
            "t",
            ASSUMED,
            "assumed: 15 kWh of pumping and 1.5 kg of diesel of harvesting per t.",
            (power("15"), Input("cn-utilities", "diesel-engine", "1.5", "kg", ASSUMED, "Harvesters and loaders")),
            GUESS,
        ),
    ]


def for_furnaces() -> list[Recipe]:
    """Give electrodes, bricks and silicon."""
    brick = (
        Input("", "magnesia-fused", "0.43", "t"),
        Input("", "magnesia-sintered", "0.43", "t"),
        Input("", "graphite", "0.12", "t"),
        power("80"),
        CutOff("phenolic resin", "0.03", "t"),
    )
    carbon = multiply("1.15", divide("44", "12"), "1000")
    silicon = (
        power("12500"),
        Input("", "quartz-sand", "2.7", "t", ASSUMED, "Silica"),
        Input("uslci-cn", "petroleum-coke", "0.8", "t", ASSUMED, "Reductant, the largest part"),
        Emission("carbon dioxide, fossil", carbon, "kg", "Assumed: 1.15 t of fossil carbon per t, all oxidised, x 44/12"),
    )
    return [
        Recipe(
            "graphite-electrode",
            "graphite electrode",
            "Graphite electrode",
            "石墨电极",
            "t",
            ASSUMED,
            "assumed: as `graphite`. Its carbon is released where it burns: add `cn-processes/carbon-release/graphite-electrode` there.",
            (Input("", "graphite", "1", "t"),),
            quality("fair", "fair", "good"),
        ),
        Recipe(
            "refractory-magnesia-carbon",
            "magnesia-carbon brick",
            "Magnesia-carbon brick",
            "镁碳砖",
            "t",
            ASSUMED,
            "assumed: equal parts of fused and sintered magnesia, 12 % graphite, 80 kWh per t. Liaoning makes most of it.",
            brick,
            GUESS,
        ),
        Recipe(
            "silicon-metal",
            "silicon metal",
            "Silicon metal",
            "工业硅",
            "t",
            ASSUMED,
            "assumed: 12 500 kWh and 1.15 t of fossil carbon per t; wood chips and charcoal are not counted.",
            silicon,
            POOR,
        ),
    ]


def stand_ins() -> list[Recipe]:
    """Give materials for which nothing was found: another material stands in, and says so."""
    felt = (
        power("25000"),
        Input("uslci-cn", "polypropylene", "2.2", "t", ASSUMED, "Stands in for polyacrylonitrile fibre, 45 % carbon yield"),
    )
    fluorine = (Emission(UNSPLIT, "10.01", "kg CO2e", "CPCD, ID 34170R0162022C (二氟甲烷): the figure of difluoromethane"),)
    malt = (
        Input("", "barley", "1.25", "t", ASSUMED, "20 % of dry matter, rootlets and moisture lost"),
        power("110"),
        *burnt("natural-gas", "2.5"),
        Input("cn-utilities", "tap-water", "5", "m3"),
    )
    starch = (
        Input("", "maize", "1.5", "t", ASSUMED, "Gluten feed, gluten meal and germ carry nothing"),
        power("200"),
        *burnt("bituminous-coal", "3.5"),
        Input("cn-utilities", "tap-water", "3", "m3"),
    )
    hops = (
        Input("cn-agriculture", "nitrogen-fertiliser", "0.08", "kg", ASSUMED, "150 kg N per ha, 1.9 t of dry hops per ha"),
        Input("cn-agriculture", "synthetic-nitrogen", "0.08", "kg", ASSUMED, "N2O of the field"),
        Input("cn-agriculture", "diesel-field-work", "0.15", "kg"),
        *burnt("natural-gas", "0.02", ASSUMED, "Drying from 80 % to 10 % moisture"),
        power("0.5"),
    )
    return [
        Recipe(
            "carbon-felt",
            "carbon felt",
            "Carbon felt",
            "碳毡",
            "t",
            ASSUMED,
            "assumed: 25 kWh per kg of furnaces, and polypropylene stands in for its fibre.",
            felt,
            POOR,
        ),
        Recipe(
            "fluoropolymer",
            "fluoropolymer",
            "Fluoropolymer (PVDF), stand-in",
            "含氟聚合物（PVDF，替代值）",
            "kg",
            "CPCD, ID 34170R0162022C (二氟甲烷)",
            "assumed: difluoromethane stands in for the polymer. Leaks of fluorinated gases may make it several times more.",
            fluorine,
            POOR,
        ),
        Recipe(
            "malt",
            "malt",
            "Barley malt, kilned with gas",
            "麦芽（燃气烘干）",
            "t",
            ASSUMED,
            "assumed: 1.25 t of barley, 2.5 GJ of gas and 110 kWh per t.",
            malt,
            GUESS,
        ),
        Recipe(
            "corn-starch",
            "starch",
            "Corn starch, wet milling",
            "玉米淀粉（湿磨）",
            "t",
            ASSUMED,
            "assumed: 1.5 t of maize, all on the starch, 3.5 GJ of coal and 200 kWh per t.",
            starch,
            GUESS,
        ),
        Recipe("hops", "hops", "Hops, dried", "啤酒花（干）", "kg", ASSUMED, "assumed: fertiliser, diesel, drying and power.", hops, POOR),
    ]


def processes() -> list[Recipe]:
    """Give all unit processes but those of metals."""
    return [
        *lime(),
        *scrap_and_cullet(),
        *minerals(),
        *for_furnaces(),
        *stand_ins(),
    ]
