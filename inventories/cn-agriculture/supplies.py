"""What a field takes besides the gases of its soil: fertiliser, pesticide, diesel and water, from cradle to gate."""

from __future__ import annotations

from recipes import ASSUMED, COPY, UNSPLIT, Emission, Input, Recipe, cpcd, defra, divide, multiply, power, published, quality

__all__ = ["supplies"]

NUTRIENT = (
    f"{COPY} Cradle to gate, per kg of nutrient: the figure agrees with the factors of Chen, Lu and Wang 2015 "
    "(doi:10.5846/stxb201402210304), whose "
    "abstract was seen and not the table."
)
LITERATURE = quality("good", "good", "poor")
GUESS = quality("fair", "good", "fair")


def supplies() -> list[Recipe]:
    """Give fertiliser by nutrient and by product, pesticide, compost, field work and irrigation."""
    return [*nutrients(), *products(), *work()]


def nutrients() -> list[Recipe]:
    """Give 1 kg of N, P2O5 and K2O."""
    rows = (
        (
            "nitrogen-fertiliser",
            "nitrogen of synthetic fertiliser",
            "Nitrogen fertiliser, making, per kg N",
            "氮肥生产（按N）",
            "7.76",
            "34619X0012014A",
            "氮肥",
            "2014",
        ),
        (
            "phosphate-fertiliser",
            "phosphate of fertiliser",
            "Phosphate fertiliser, making, per kg P2O5",
            "磷肥生产（按P2O5）",
            "2.33",
            "34629X0012013A",
            "磷肥",
            "2013",
        ),
        (
            "potash-fertiliser",
            "potash of fertiliser",
            "Potash fertiliser, making, per kg K2O",
            "钾肥生产（按K2O）",
            "0.66",
            "34639C0012013A",
            "钾肥",
            "2013",
        ),
    )
    return [
        published(code, product, (name_en, name_zh), (value, "kg"), cpcd(identifier, zh), NUTRIENT, LITERATURE, year=year)
        for code, product, name_en, name_zh, value, identifier, zh, year in rows
    ]


def products() -> list[Recipe]:
    """Give trade products."""
    shares = (("nitrogen-fertiliser", "0.15"), ("phosphate-fertiliser", "0.15"), ("potash-fertiliser", "0.15"))
    compost = defra("Material use, Organic, Compost derived from garden waste", "19_502_5068_15_1")
    return [
        Recipe(
            "urea-fertiliser",
            "urea",
            "Urea, making",
            "尿素生产",
            "kg",
            "46 % N, at the mean of nitrogen fertilisers",
            "assumed: the mean of all Chinese nitrogen fertilisers, at 46 % N. Whether it counts the CO2 that urea "
            "binds as released is not known; "
            "`urea` releases it on the field.",
            (Input("", "nitrogen-fertiliser", "0.46", "kg", "Assumed: usual trade grade"),),
            GUESS,
        ),
        Recipe(
            "compound-fertiliser",
            "compound fertiliser",
            "Compound fertiliser 15-15-15, making",
            "复合肥（15-15-15）生产",
            "kg",
            "15 % each of N, P2O5 and K2O",
            "assumed: grade 15-15-15 of the three nutrients, granulated with 0.05 kWh per kg.",
            (*(Input("", code, share, "kg", "Assumed: 15-15-15") for code, share in shares), power("0.05")),
            GUESS,
        ),
        published(
            "compost",
            "compost",
            ("Compost of garden waste", "堆肥（园林废物）"),
            ("0.11208811", "kg"),
            compost,
            "verified-secondary: read in a public copy of the flat file (Open Government Licence v3.0). A British figure.",
            quality("fair", "poor", "good"),
            geography="GB",
            year="2025",
        ),
        Recipe(
            "pesticide",
            "pesticide",
            "Pesticide, active ingredient, making",
            "农药生产（有效成分）",
            "kg",
            ASSUMED,
            "assumed: 4.9341 kg C per kg, a figure that Chinese literature ascribes to the Oak Ridge National "
            "Laboratory; its source was not read.",
            (Emission(UNSPLIT, divide(multiply("4.9341", "44"), "12"), "kg CO2e", "Assumed: 4.9341 kg C/kg x 44/12"),),
            quality("poor", "poor", "poor"),
        ),
    ]


def work() -> list[Recipe]:
    """Give diesel of field work and water on the field."""
    diesel = (
        Input("cn-fuels", "cets-steel-2025/enterprise/diesel", "1", "kg", "1 kg burnt", "Burnt"),
        Input("cn-fuels", "upstream/diesel", "1", "kg", "1 kg burnt", "Supplied"),
    )
    return [
        Recipe(
            "diesel-field-work",
            "diesel, burnt",
            "Diesel of field work, burnt and supplied",
            "农机作业柴油（燃烧及上游）",
            "kg",
            "cn-fuels",
            "verified: burning by the guideline, supply by cn-fuels. CH4 and N2O of engines and the making of machines are not counted.",
            diesel,
            quality("fair", "good", "good"),
        ),
        Recipe(
            "irrigation",
            "irrigation water",
            "Irrigation, electric pump",
            "灌溉（电泵）",
            "m3",
            ASSUMED,
            "assumed: 0.35 kWh per m3, about 80 m of head in all at 62 % efficiency.",
            (power("0.35"),),
            GUESS,
        ),
    ]
