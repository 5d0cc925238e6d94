"""Build packaging: published figures and unit processes on resins, paper and metals of the other packages. No source file is read."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_package import INVENTORY_FORMAT, Tables, descriptor, shared_folder, write_package
from recipes import ASSUMED, COPY, Input, Recipe, cpcd, defra, power, published, quality, tables

ENTRY = f"{COPY} Cradle to gate."
BY_COPY = "verified-secondary: read in a public copy of the flat file; the terms are the Open Government Licence v3.0."
FOREIGN = quality("good", "poor", "good")
OLD = quality("good", "good", "poor")
GUESS = quality("fair", "good", "fair")

OF_THE_DATABASE = (
    (
        "corrugated-box",
        "corrugated box",
        "Corrugated box",
        "瓦楞纸箱",
        "1.605",
        "kg",
        "32151X0012011A",
        "2011",
        "Literature; power was dirtier then.",
    ),
    ("pp-woven-bag", "woven bag", "Woven bag of polypropylene", "塑料编织布包装袋", "2.507", "kg", "36410X0062011A", "2011", "Literature."),
    ("pe-film-2011", "polyethylene film", "Bag of plastic film", "塑料薄膜包装袋", "3.24", "kg", "36410X0052011A", "2011", "Literature."),
    (
        "kraft-paper-bag",
        "kraft paper bag",
        "Kraft paper, as a bag",
        "牛皮纸（袋）",
        "2.528",
        "kg",
        "32132X0022014A",
        "2014",
        "Literature; making the bag is not counted.",
    ),
    ("steel-can", "steel can", "Steel can", "钢罐", "3100.64", "t", "42999X0022021A", "2021", "Literature."),
    (
        "glass-bottle-2012",
        "glass bottle",
        "Beer bottle, Chile",
        "啤酒玻璃瓶-智利",
        "1.78",
        "kg",
        "37191X0012012A",
        "2012",
        "Literature; Chile.",
    ),
)

OF_THE_KINGDOM = (
    (
        "glass-bottle",
        "glass bottle",
        "Glass bottle, primary material",
        "玻璃瓶（原生料）",
        "1402.76667",
        "Other, Glass, primary",
        "19_501_5056_15_1",
    ),
    (
        "glass-bottle-recycled",
        "glass bottle",
        "Glass bottle, closed-loop cullet",
        "玻璃瓶（闭环碎玻璃）",
        "823.18954",
        "Other, Glass, closed-loop source",
        "19_501_5059_15_1",
    ),
    (
        "aluminium-can-uk",
        "aluminium can",
        "Aluminium cans and foil, without forming, primary",
        "铝罐和铝箔（不含成型，原生）",
        "9115.90131",
        "Metal: aluminium cans and foil (excl. forming), primary",
        "19_504_5104_15_1",
    ),
    (
        "board-box-uk",
        "corrugated box",
        "Board, primary",
        "纸板（原生）",
        "1199.72542",
        "Paper and board: board, primary",
        "19_506_5156_15_1",
    ),
    (
        "pet-packaging",
        "PET packaging",
        "PET packaging, with forming",
        "PET包装（含成型）",
        "3863.90131",
        "Plastics: PET (incl. forming), primary",
        "19_505_5140_15_1",
    ),
    (
        "hdpe-packaging",
        "HDPE packaging",
        "HDPE packaging, with forming",
        "HDPE包装（含成型）",
        "3095.15524",
        "Plastics: HDPE (incl. forming), primary",
        "19_505_5132_15_1",
    ),
    (
        "pp-packaging",
        "PP packaging",
        "PP packaging, with forming",
        "PP包装（含成型）",
        "2577.57172",
        "Plastics: PP (incl. forming), primary",
        "19_505_5144_15_1",
    ),
    (
        "ldpe-packaging",
        "LDPE packaging",
        "LDPE packaging, with forming",
        "LDPE包装（含成型）",
        "2965.0779",
        "Plastics: LDPE and LLDPE (incl. forming), primary",
        "19_505_5136_15_1",
    ),
    (
        "ps-packaging",
        "PS packaging",
        "Polystyrene packaging, with forming",
        "PS包装（含成型）",
        "4376.80391",
        "Plastics: PS (incl. forming), primary",
        "19_505_5148_15_1",
    ),
    (
        "wooden-crate",
        "wooden crate",
        "Wooden crate, as sawn wood",
        "木箱（按锯材计）",
        "269.50416",
        "Construction, Wood, primary",
        "19_500_5048_15_1",
    ),
)


def figures() -> list[Recipe]:
    """Give packaging that is one published figure."""
    domestic = [
        published(
            code,
            product,
            (name_en, name_zh),
            (value, unit),
            cpcd(identifier, name_zh),
            f"{ENTRY} {words}",
            OLD if code != "glass-bottle-2012" else quality("good", "poor", "poor"),
            geography="CL" if code == "glass-bottle-2012" else "CN",
            year=year,
        )
        for code, product, name_en, name_zh, value, unit, identifier, year, words in OF_THE_DATABASE
    ]
    foreign = [
        published(
            code,
            product,
            (name_en, name_zh),
            (value, "t"),
            defra(f"Material use, {line}", identifier),
            f"{BY_COPY} Cradle to gate; a British market, no Chinese figure of today was found.",
            FOREIGN,
            geography="GB",
            year="2025",
        )
        for code, product, name_en, name_zh, value, line, identifier in OF_THE_KINGDOM
    ]
    return [*domestic, *foreign]


def made() -> list[Recipe]:
    """Give packaging as unit processes: the material, its loss, and the power of forming."""

    def formed(code: str, product: str, names: tuple[str, str], material: tuple[Input, ...], energy: str, words: str) -> Recipe:
        comment = f"assumed: {energy} kWh per kg of forming, and the losses. {words}"
        return Recipe(code, product, *names, "kg", "Forming assumed", comment, (*material, power(energy)), GUESS)

    loss = "2 % of trim lost"
    return [
        formed(
            "pe-film",
            "polyethylene film",
            ("Polyethylene film, blown", "聚乙烯薄膜（吹膜）"),
            (Input("uslci-cn", "polyethylene-ldpe", "1.02", "kg", ASSUMED, loss),),
            "0.6",
            "The resin is an American process on Chinese power. Literature of 2011 has 3.24 (`pe-film-2011`), a British figure 2.97.",
        ),
        formed(
            "pe-rope-and-net",
            "rope and net",
            ("Rope, net and floats of polyethylene", "聚乙烯绳网与浮子"),
            (Input("uslci-cn", "polyethylene-hdpe", "1.03", "kg", ASSUMED, "3 % lost"),),
            "1.2",
            "Spinning and twisting of aquaculture gear.",
        ),
        formed(
            "eps-box",
            "fish box",
            ("Box of expanded polystyrene", "泡沫箱（EPS）"),
            (Input("cn-materials", "eps-foam", "1.02", "kg", ASSUMED, loss),),
            "0.1",
            "Board stands in for the moulded box.",
        ),
        formed(
            "pp-strap",
            "strap",
            ("Strap of polypropylene", "聚丙烯打包带"),
            (Input("uslci-cn", "polypropylene", "1.02", "kg", ASSUMED, loss),),
            "0.6",
            "The resin is an American process on Chinese power.",
        ),
        formed(
            "steel-strap",
            "strap",
            ("Strap of steel", "钢带（打包）"),
            (Input("cn-materials", "steel-sheet-cold-rolled", "1.03", "kg", ASSUMED, "3 % lost"),),
            "0.1",
            "",
        ),
        formed(
            "vci-paper",
            "anticorrosive paper",
            ("Anticorrosive (VCI) paper", "气相防锈纸"),
            (
                Input("cn-materials", "paper", "0.95", "kg", ASSUMED, "Base paper"),
                Input("uslci-cn", "polyethylene-ldpe", "0.05", "kg", ASSUMED, "Coating"),
            ),
            "0.1",
            "The inhibitor is not counted.",
        ),
        formed(
            "aluminium-can",
            "aluminium can",
            ("Aluminium can, half of it secondary", "铝罐（再生铝占一半）"),
            (
                Input("cn-materials", "aluminium-primary", "0.52", "kg", ASSUMED, "2 % lost in all, 50 % secondary"),
                Input("cn-materials", "aluminium-secondary", "0.52", "kg", ASSUMED, "Scrap of rolling and punching returns"),
            ),
            "2.5",
            "Rolling, drawing and coating in one figure; the lid's alloy and the lacquer are not counted.",
        ),
        Recipe(
            "wooden-pallet",
            "wooden pallet",
            "Wooden pallet, one trip",
            "木托盘（单次使用）",
            "item",
            ASSUMED,
            "assumed: 22 kg of wood and 0.4 kg of nails. Divide by the number of trips where it returns. Biogenic carbon is not counted.",
            (
                Input("cn-materials", "wood", "22", "kg"),
                Input("cn-materials", "steel-wire-rod", "0.4", "kg", ASSUMED, "Nails"),
                power("1.5"),
            ),
            quality("good", "poor", "good"),
        ),
    ]


def main() -> None:
    """Write the package."""
    _, output = shared_folder("Build the package cn-packaging.", Path(__file__).resolve().parent)
    processes, exchanges = tables([*figures(), *made()])
    package = descriptor(
        name="cn-packaging",
        version="1",
        title="Packaging: boxes, bags, film, bottles, cans, pallets",
        title_zh="包装：纸箱、袋、膜、瓶、罐、托盘",
        format_=INVENTORY_FORMAT,
        description="Published figures, and unit processes on the resins, paper and metals of other packages.",
        licenses=[
            {"name": "other-facts", "title": "Single figures of CPCD by their identifier"},
            {
                "name": "OGL-UK-3.0",
                "title": "Open Government Licence v3.0 (figures of the United Kingdom)",
                "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            },
        ],
        sources=[
            {"title": "CPCD, China Products Carbon Footprint Factors Database: single figures"},
            {"title": "UK Government GHG Conversion Factors for Company Reporting 2025 (Crown copyright), in a public copy"},
        ],
        status="literature",
        geography="CN",
        period={"start": "2011-01-01", "end": "2026-12-31"},
        requires={"cn-electricity": "2024.1", "cn-materials": "1", "uslci-cn": "1"},
    )
    written: Tables = {"processes": processes, "exchanges": exchanges}
    write_package(output, package, written)


if __name__ == "__main__":
    main()
