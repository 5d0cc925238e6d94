"""Single published figures of materials: one life-cycle figure each, from the document it names."""

from __future__ import annotations

from recipes import BUILDING_STANDARD, COPY, TWO_COPIES, Recipe, cpcd, defra, published, quality

__all__ = ["figures"]

STANDARD = f"{TWO_COPIES} Cradle to gate, market average; the standard is of 2019 and its data are older."
ENTRY = f"{COPY} Cradle to gate."
BY_COPY = "verified-secondary: read in a public copy of the flat file; the terms are the Open Government Licence v3.0."

FAIR = quality("good", "good", "fair")
OLD = quality("fair", "good", "poor")
FOREIGN = quality("fair", "poor", "good")

OF_THE_STANDARD = (
    ("quicklime-market-average", "quicklime", "Quicklime, market average", "石灰（市场平均）", "1190", "t", ""),
    ("slaked-lime", "slaked lime", "Slaked lime, calcium hydroxide", "消石灰（熟石灰、氢氧化钙）", "747", "t", ""),
    ("gypsum", "gypsum", "Natural gypsum", "天然石膏", "32.8", "t", ""),
    ("sand", "sand", "Sand, fineness modulus 1.6 to 3.0", "砂（细度模数1.6至3.0）", "2.51", "t", ""),
    ("gravel", "gravel", "Crushed stone, 10 to 30 mm", "碎石（10至30 mm）", "2.18", "t", ""),
    ("shale", "shale", "Shale", "页岩石", "5.08", "t", ""),
    ("clay", "clay", "Clay", "黏土", "2.69", "t", ""),
    (
        "pig-iron",
        "pig iron",
        "Pig iron for steelmaking",
        "炼钢生铁",
        "1700",
        "t",
        "The database CPCD has the same figure, ID 41111A0012022C.",
    ),
    (
        "foundry-pig-iron",
        "pig iron",
        "Foundry pig iron",
        "铸造生铁",
        "2280",
        "t",
        "The database CPCD has the same figure, ID 41111A0022022C.",
    ),
    (
        "ferroalloys-market-average",
        "ferro-alloys",
        "Ferro-alloys for steelmaking, market average",
        "炼钢用铁合金（市场平均）",
        "9530",
        "t",
        "",
    ),
    ("steel-converter", "crude steel", "Carbon steel from the converter", "转炉碳钢", "1990", "t", ""),
    (
        "steel-electric-furnace",
        "crude steel",
        "Carbon steel from the electric furnace",
        "电炉碳钢",
        "3030",
        "t",
        "High: Chinese electric furnaces took much hot metal, and power was dirtier.",
    ),
    ("steel-market-average", "crude steel", "Carbon steel, market average", "普通碳钢（市场平均）", "2050", "t", ""),
    ("steel-bar", "steel bar", "Hot-rolled carbon steel bar", "热轧碳钢棒材", "2340", "t", ""),
    ("steel-rebar", "steel bar", "Hot-rolled reinforcing bar", "热轧碳钢钢筋", "2340", "t", ""),
    ("steel-wire-rod", "steel wire rod", "Hot-rolled wire rod", "热轧碳钢高线材", "2375", "t", ""),
    ("steel-section", "steel section", "Hot-rolled small sections", "热轧碳钢小型型钢", "2310", "t", ""),
    ("steel-plate", "steel plate", "Hot-rolled medium and heavy plate", "热轧碳钢中厚板", "2400", "t", ""),
    ("steel-sheet-cold-rolled", "steel sheet", "Cold-rolled carbon steel coil", "冷轧碳钢板卷", "2530", "t", ""),
    ("steel-sheet-galvanised", "steel sheet", "Hot-dip galvanised carbon steel coil", "碳钢热镀锌板卷", "3110", "t", ""),
    ("steel-pipe-seamless", "steel pipe", "Hot-rolled seamless steel pipe", "热轧碳钢无缝钢管", "3150", "t", ""),
    (
        "flat-glass",
        "flat glass",
        "Flat glass",
        "平板玻璃",
        "1130",
        "t",
        "For use as an input; to judge a model of flat glass it is no neutral oracle.",
    ),
    (
        "aluminium-primary-2019",
        "aluminium ingot, primary",
        "Electrolytic aluminium, national grid, figure of the standard",
        "电解铝（全国平均电网电力，标准值）",
        "20300",
        "t",
        "Far above the sum of today's parts: see `aluminium-primary`.",
    ),
    (
        "aluminium-sheet",
        "aluminium sheet",
        "Aluminium plate, sheet and strip",
        "铝板带",
        "28500",
        "t",
        "Rests on the same old primary aluminium.",
    ),
    ("eps-foam", "expanded polystyrene", "Expanded polystyrene foam", "聚苯乙烯泡沫板", "5.02", "kg", "5020 per t in the standard."),
    ("rock-wool", "rock wool", "Rock wool board", "岩棉板", "1980", "t", ""),
    ("polyethylene-pipe", "polyethylene pipe", "Polyethylene pipe", "聚乙烯管", "3.6", "kg", ""),
    ("pvc-pipe", "PVC pipe", "Rigid PVC pipe", "硬聚氯乙烯管", "7.93", "kg", "High: carbide route on coal power."),
)

OF_THE_DATABASE = (
    ("dolomite", "dolomite", "Dolomite at the quarry", "白云石", "11.728", "t", "16330X0032021B", "2021", "A company's declaration.", FAIR),
    ("iron-concentrate", "iron ore concentrate", "Iron ore concentrate", "铁精粉", "127.05", "t", "14100X0162021C", "2021", "", FAIR),
    ("iron-pellets", "iron ore pellets", "Iron ore pellets", "球团矿", "244.46", "t", "41116A0182022C", "2022", "", FAIR),
    (
        "soda-ash",
        "sodium carbonate",
        "Soda ash",
        "纯碱",
        "1.875",
        "kg",
        "34240B0022014A",
        "2014",
        "Literature; route and grade are not stated.",
        OLD,
    ),
    (
        "ferromanganese",
        "ferromanganese, high carbon",
        "High-carbon ferromanganese",
        "高碳锰铁",
        "5.06",
        "kg",
        "41112A0022016A",
        "2016",
        "Literature, probably a mean of the world; twice the furnace alone (`ferromanganese-furnace`).",
        quality("good", "fair", "fair"),
    ),
    (
        "ferromanganese-refined",
        "ferromanganese, refined",
        "Refined ferromanganese",
        "精炼锰铁",
        "6.18",
        "kg",
        "41112A0042016A",
        "2016",
        "Literature, probably a mean of the world.",
        quality("good", "fair", "fair"),
    ),
    (
        "silicomanganese",
        "silicomanganese",
        "Silicomanganese",
        "锰硅合金",
        "6.94",
        "kg",
        "41112A0032016A",
        "2016",
        "Literature, probably a mean of the world; well above the furnace alone (`silicomanganese-furnace`).",
        quality("good", "fair", "fair"),
    ),
    (
        "graphite",
        "graphite",
        "Graphite",
        "石墨",
        "5.48",
        "kg",
        "46950X0012021A",
        "2021",
        "Literature; grade not stated.",
        quality("fair", "fair", "good"),
    ),
    (
        "magnesia-fused",
        "fused magnesia",
        "Fused magnesia",
        "电熔镁砂（FM980）",
        "11.4407",
        "kg",
        "41601X0092015A",
        "2015",
        "Literature.",
        OLD,
    ),
    (
        "magnesia-sintered",
        "sintered magnesia",
        "Sintered magnesia",
        "烧结镁砂94",
        "2.70598",
        "kg",
        "41601X0072015A",
        "2015",
        "Literature.",
        OLD,
    ),
    ("glass-fibre", "glass fibre", "Glass fibre", "玻璃纤维", "2250", "t", "37129X0022023C", "2023", "", FAIR),
    ("copper", "copper", "Copper and copper alloys", "铜及铜合金", "4.23", "kg", "41516X0012021A", "2021", "Literature.", FAIR),
    ("nickel", "nickel", "Nickel metal", "金属镍", "24.7", "kg", "41422X0012015A", "2015", "Literature.", OLD),
    ("zinc", "zinc", "Zinc metal, hydrometallurgical", "金属锌（湿法）", "6.12", "kg", "41442X0012013A", "2013", "Literature.", OLD),
    (
        "magnesium",
        "magnesium",
        "Magnesium metal, Pidgeon process",
        "金属镁（皮江法）",
        "28.673",
        "kg",
        "41601X0032015A",
        "2015",
        "Literature.",
        OLD,
    ),
    ("cast-iron", "cast iron", "Cast iron", "铸铁材料", "1.82", "kg", "41292X0012021A", "2021", "Literature.", FAIR),
    (
        "stainless-steel-sheet",
        "stainless steel sheet",
        "Austenitic stainless steel, cold-rolled",
        "奥氏体不锈钢冷轧钢板及钢带",
        "3870",
        "t",
        "41265X0332021B",
        "2021",
        "A company's declaration.",
        FAIR,
    ),
    ("rubber", "rubber", "Rubber", "橡胶", "3.08", "kg", "36114X0022021A", "2021", "Literature.", FAIR),
    (
        "grease",
        "lubricating grease",
        "Complex calcium sulphonate grease",
        "复合磺酸钙润滑脂",
        "1.6786",
        "kg",
        "33380X0032023C",
        "2023",
        "",
        FAIR,
    ),
    (
        "linerboard",
        "linerboard",
        "Linerboard",
        "箱纸板",
        "418",
        "t",
        "32153X2652021C",
        "2021",
        "Low beside 1227 of corrugating medium: recycled fibre.",
        OLD,
    ),
    (
        "corrugating-medium",
        "corrugating medium",
        "Corrugating medium",
        "瓦楞原纸",
        "1226.79",
        "t",
        "32151X0062019A",
        "2019",
        "Literature.",
        FAIR,
    ),
    (
        "barley",
        "barley",
        "Barley, eastern coast of China",
        "大麦（中国东部沿海）",
        "0.63",
        "kg",
        "01152X0012017A",
        "2017",
        "Literature.",
        FAIR,
    ),
    ("wheat", "wheat", "Wheat", "小麦", "0.5882", "kg", "01112X0172020C", "2020", "", FAIR),
    ("maize", "maize", "Maize", "玉米", "0.846", "kg", "01122X0052023C", "2023", "", FAIR),
    ("paddy-rice", "rice, paddy", "Rice, paddy", "水稻", "1.08", "kg", "01132X0172022C", "2022", "", FAIR),
    (
        "yeast",
        "yeast",
        "Liquid yeast, Europe",
        "液态酵母-欧洲",
        "0.5",
        "kg",
        "23996X0032019A",
        "2019",
        "Literature; Europe.",
        quality("good", "poor", "fair"),
    ),
    ("beet-sugar", "sugar", "Sugar from beet, China", "甜菜糖（中国）", "0.64", "kg", "23512X0052016A", "2016", "Literature.", FAIR),
)

OF_THE_KINGDOM = (
    (
        "lubricating-oil",
        "lubricating oil",
        "Mineral oil, primary",
        "矿物油（润滑油）",
        "1401",
        "Construction, Mineral oil, primary",
        "19_500_5036_15_1",
    ),
    ("paper", "paper", "Paper, primary", "纸（原生浆）", "1345.0779", "Paper and board: paper, primary", "19_506_5164_15_1"),
    ("wood", "wood", "Sawn wood, primary", "木材", "269.50416", "Construction, Wood, primary", "19_500_5048_15_1"),
    ("plasterboard", "plasterboard", "Plasterboard", "石膏板", "120.05", "Construction, Plasterboard, primary", "19_500_5040_15_1"),
    (
        "electrical-equipment",
        "electrical equipment",
        "Electrical equipment, large items",
        "电气设备（大件）",
        "3267",
        "Electrical items - large",
        "19_503_5080_15_1",
    ),
    (
        "electronics",
        "electronics",
        "Electronics, information technology",
        "电子设备（信息技术类）",
        "24865.47556",
        "Electrical items - IT",
        "19_503_5084_15_1",
    ),
)


OF_THE_WORLD = ("ferromanganese", "ferromanganese-refined", "silicomanganese", "yeast")
"""Figures of the database that are not, or hardly, Chinese."""


def _standard() -> list[Recipe]:
    return [
        published(code, product, (name_en, name_zh), (value, unit), BUILDING_STANDARD, f"{STANDARD} {words}".rstrip(), OLD)
        for code, product, name_en, name_zh, value, unit, words in OF_THE_STANDARD
    ]


def _database() -> list[Recipe]:
    return [
        published(
            code,
            product,
            (name_en, name_zh),
            (value, unit),
            cpcd(identifier, name_zh),
            f"{ENTRY} {words}".rstrip(),
            fits,
            geography="GLO" if code in OF_THE_WORLD else "CN",
            year=year,
        )
        for code, product, name_en, name_zh, value, unit, identifier, year, words, fits in OF_THE_DATABASE
    ]


def _kingdom() -> list[Recipe]:
    return [
        published(
            code,
            product,
            (name_en, name_zh),
            (value, "t"),
            defra(f"Material use, {line}", identifier),
            f"{BY_COPY} Cradle to gate; a British market, no Chinese figure was found.",
            FOREIGN,
            geography="GB",
            year="2025",
        )
        for code, product, name_en, name_zh, value, line, identifier in OF_THE_KINGDOM
    ]


def figures() -> list[Recipe]:
    """Give all datasets that are single figures."""
    return [*_standard(), *_database(), *_kingdom()]
