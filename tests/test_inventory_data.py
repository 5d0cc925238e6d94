"""The shipped data packages: figures equal to their sources to the digit, valid as data packages, and rebuilt byte for byte."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import frictionless
import pytest

from shared import REPOSITORY, needs_shared, shared_folder

INVENTORIES = REPOSITORY / "inventories"
PACKAGES = sorted(path.parent for path in INVENTORIES.rglob("datapackage.json"))
METHODS = sorted(path for path in PACKAGES if path.parent.name == "methods")
DATASETS = sorted(path for path in PACKAGES if (path / "processes.csv").exists())
BUILT_HERE = sorted(path for path in PACKAGES if path.name != "uslci-cn")
ADDENDS = ("fossil", "biogenic_co2", "biogenic_non_co2", "uptake", "land_use_change", "land_management", "removals")

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def about(package: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return described


def processes(package: str) -> dict[str, Row]:
    return {row["code"]: row for row in rows(INVENTORIES / package / "processes.csv")}


def emission(package: str, code: str) -> tuple[str, Fraction]:
    """The one elementary exchange of a dataset, per unit of its reference output."""
    found = [row for row in rows(INVENTORIES / package / "exchanges.csv") if row["process"] == code]
    assert len(found) == 1
    return found[0]["flow"], Fraction(found[0]["amount"]) / Fraction(processes(package)[code]["amount"])


def factors(method: str) -> dict[str, dict[str, Fraction]]:
    table: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in rows(INVENTORIES / "methods" / method / "factors.csv"):
        table[row["flow"]][row["category"]] = Fraction(row["factor"])
    return table


def source_rows(name: str) -> list[Row]:
    return rows(shared_folder() / "data" / "cn" / name)


def gwp_table() -> list[Row]:
    path = shared_folder() / "data" / "gwp" / "globalwarmingpotentials.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def named(path: Path) -> str:
    return path.relative_to(INVENTORIES).as_posix()


@pytest.mark.parametrize("package", PACKAGES, ids=named)
def test_a_package_is_a_valid_frictionless_data_package(package: Path) -> None:
    report = frictionless.validate(str(package / "datapackage.json"))
    assert report.valid, report.to_summary()


@needs_shared
@pytest.mark.parametrize("package", BUILT_HERE, ids=named)
def test_building_a_package_again_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(package / "build.py"), "--shared", str(shared_folder()), "--output", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert "datapackage.json" in built
    assert built == {name: (package / name).read_bytes() for name in built}


@pytest.mark.parametrize("package", PACKAGES, ids=named)
def test_a_package_says_what_it_is_and_explains_itself(package: Path) -> None:
    described = about(package)
    assert described["name"] == package.name
    for key in ("version", "title", "title_zh", "licenses", "sources", "status", "geography", "format"):
        assert described[key], key
    assert (package / "README.md").exists()
    for name in ("datapackage.json", "README.md", *(resource["path"] for resource in described["resources"])):
        assert b"\r" not in (package / name).read_bytes(), name


@pytest.mark.parametrize("package", DATASETS, ids=named)
def test_every_exchange_leads_to_a_flow_or_dataset_that_exists(package: Path) -> None:
    flows = {row["flow"]: row["unit"] for row in rows(INVENTORIES / "elementary-flows" / "flows.csv")}
    if (package / "flows.csv").exists():
        flows |= {row["flow"]: row["unit"] for row in rows(package / "flows.csv")}
    requires = about(package).get("requires", {})
    for row in rows(package / "exchanges.csv"):
        if row["kind"] == "elementary":
            assert row["flow"] in flows, row
        elif row["kind"] == "technosphere":
            provider = row["package"] or package.name
            assert row["flow"] in processes(provider), row
            assert provider == package.name or requires[provider] == about(INVENTORIES / provider)["version"], row


@pytest.mark.parametrize("package", DATASETS, ids=named)
def test_only_co2_only_datasets_emit_the_flow_of_co2_factors(package: Path) -> None:
    basis = {row["code"]: row["basis"] for row in rows(package / "processes.csv")}
    for row in rows(package / "exchanges.csv"):
        assert (row["flow"] == "carbon dioxide, CO2 factor only") == (basis[row["process"]] == "co2-only"), row


@pytest.mark.parametrize("package", [path for path in DATASETS if path in BUILT_HERE], ids=named)
def test_every_dataset_says_how_sure_it_is_and_none_is_from_memory(package: Path) -> None:
    for row in rows(package / "processes.csv"):
        assert row["comment"].startswith(("verified: ", "verified-secondary: ", "assumed: ")), row
        assert "recalled" not in json.dumps(row), row
        assert row["source"], row


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_every_elementary_flow_but_the_co2_factor_counts_in_exactly_one_addend(method: Path) -> None:
    categories = [entry["name"] for entry in about(method)["categories"]]
    assert categories == [*ADDENDS, "aircraft", "unsplit"]
    table = factors(method.name)
    flows = {row["flow"]: row["unit"] for row in rows(INVENTORIES / "elementary-flows" / "flows.csv")}
    assert set(table) <= set(flows)
    assert "carbon dioxide, CO2 factor only" not in table
    for flow, found in table.items():
        assert len(set(found) & set(ADDENDS)) == 1, flow
        assert ("aircraft" in found) == ("aircraft" in flow), flow
        assert ("unsplit" in found) == flow.startswith("CO2e"), flow
        for of_which in set(found) - set(ADDENDS):
            assert found[of_which] == found["fossil"], flow


@needs_shared
@pytest.mark.parametrize(("method", "column"), [("ipcc-ar6-gwp100", "AR6GWP100"), ("ipcc-ar5-gwp100", "AR5GWP100")])
def test_a_method_has_every_gas_of_the_public_domain_table_and_no_other_value(method: str, column: str) -> None:
    table = factors(method)
    gases = {row["Species"]: Fraction(row[column]) for row in gwp_table() if row[column]}
    names = {"CH4": "methane, origin not stated", "N2O": "nitrous oxide"}
    for species, value in gases.items():
        assert table[names.get(species, species)]["fossil"] == value, species
    others = {flow for flow in table if flow not in gases and flow not in names.values()}
    assert all(flow.startswith(("carbon dioxide", "methane", "nitrous oxide", "CO2e")) for flow in others), others


@pytest.mark.parametrize(
    ("method", "fossil", "other", "unstated", "nitrous"),
    [("ipcc-ar6-gwp100", "29.8", "27.0", "27.9", "273"), ("ipcc-ar5-gwp100", "30", "28", "28", "265")],
)
def test_methane_is_split_by_origin_and_nitrous_oxide_is_not(method: str, fossil: str, other: str, unstated: str, nitrous: str) -> None:
    table = factors(method)
    assert table["methane, fossil"] == {"fossil": Fraction(fossil)}
    assert table["methane, biogenic"] == {"biogenic_non_co2": Fraction(other)}
    assert table["methane, land use change"] == {"land_use_change": Fraction(other)}
    assert table["methane, origin not stated"] == {"fossil": Fraction(unstated)}
    assert table["nitrous oxide"] == {"fossil": Fraction(nitrous)}
    assert table["nitrous oxide, biogenic"] == {"biogenic_non_co2": Fraction(nitrous)}
    assert table["carbon dioxide, uptake"] == {"uptake": -1}
    assert table["carbon dioxide, removal"] == {"removals": -1}
    assert table["carbon dioxide, biogenic"] == {"biogenic_co2": 1}


def test_what_is_only_common_knowledge_in_a_method_says_so() -> None:
    for method in METHODS:
        for row in rows(method / "factors.csv"):
            if row["flow"] == "methane, fossil":
                assert "common knowledge" in row["source"]


@needs_shared
def test_electricity_has_every_figure_that_was_read_and_none_that_was_recalled() -> None:
    kinds = {
        "footprint_average": "CO2e, GWP set not stated",
        "footprint_by_source": "CO2e, GWP set not stated",
        "footprint_td_excl_losses": "CO2e, GWP set not stated",
        "footprint_td_incl_losses": "CO2e, GWP set not stated",
        "co2_average": "carbon dioxide, CO2 factor only",
        "co2_excl_market_traded_nonfossil": "carbon dioxide, CO2 factor only",
        "co2_fossil_only": "carbon dioxide, CO2 factor only",
    }
    expected = [
        (row["year"], kinds[row["metric"]], Fraction(row["value"]))
        for row in source_rows("factors_electricity.csv")
        if row["status"] != "recalled"
    ]
    found = [(row["start"][:4], *emission("cn-electricity", code)) for code, row in processes("cn-electricity").items()]
    assert sorted(found) == sorted(expected)
    assert "co2/east-china-2022" not in processes("cn-electricity")


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("national-average-2024", "0.5777"),
        ("coal-2024", "0.9240"),
        ("gas-2024", "0.4503"),
        ("hydro-2024", "0.0141"),
        ("nuclear-2024", "0.0065"),
        ("wind-2024", "0.0324"),
        ("solar-pv-2024", "0.0520"),
        ("csp-2024", "0.0312"),
        ("biomass-2024", "0.0404"),
        ("delivery-without-losses-2024", "0.0046"),
        ("delivery-with-losses-2024", "0.0327"),
        ("national-average-2023", "0.6205"),
        ("co2/national-2023", "0.5306"),
        ("co2/northeast-china-2023", "0.5122"),
        ("co2/liaoning-2023", "0.4878"),
        ("co2/national-without-market-traded-nonfossil-2023", "0.6096"),
    ],
)
def test_an_electricity_factor_is_the_published_one(code: str, value: str) -> None:
    assert emission("cn-electricity", code)[1] == Fraction(value)


REGIONS = {"华北": "north-china", "东北": "northeast-china", "华东": "east-china", "华中": "central-china", "西北": "northwest-china"}
REGIONS |= {"南方": "south-china", "西南": "southwest-china"}
FOOTPRINT_LINES = {
    "全国": "national-average-2024",
    "燃煤发电": "coal-2024",
    "燃气发电": "gas-2024",
    "水力发电": "hydro-2024",
    "核能发电": "nuclear-2024",
    "风力发电": "wind-2024",
    "光伏发电": "solar-pv-2024",
    "光热发电": "csp-2024",
    "生物质发电": "biomass-2024",
    "输配电（不含线损）": "delivery-without-losses-2024",
    "输配电（含线损）": "delivery-with-losses-2024",
}


def annex_lines(name: str) -> list[tuple[str, Fraction]]:
    """Name and factor of every line of an official annex, read with pdftotext."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    pdf = shared_folder() / "data" / "cn" / name
    text = subprocess.run([program, "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode("utf-8")
    return [(place, Fraction(value)) for place, value in re.findall(r"^\s*(\S+)\s+(\d\.\d{4})\s*$", text, re.MULTILINE)]


@needs_shared
def test_footprint_factors_2024_are_those_of_the_official_annex() -> None:
    lines = annex_lines("mee-electricity-footprint-factors-2024.pdf")
    assert [place for place, _ in lines] == list(FOOTPRINT_LINES)
    for place, value in lines:
        assert emission("cn-electricity", FOOTPRINT_LINES[place]) == ("CO2e, GWP set not stated", value), place


@needs_shared
def test_co2_factors_2023_are_those_of_the_official_annex() -> None:
    lines = annex_lines("mee-electricity-co2-factors-2023.pdf")
    chinese = {row["geo_zh"]: row["geo_en"].lower().replace(" ", "-") for row in source_rows("factors_electricity.csv")}
    assert len(lines) == 40
    nationwide = iter(("national", "national-without-market-traded-nonfossil", "fossil"))
    for place, value in lines:
        slug = next(nationwide) if place == "全国" else REGIONS.get(place, chinese[place])
        assert emission("cn-electricity", f"co2/{slug}-2023") == ("carbon dioxide, CO2 factor only", value), place


@pytest.mark.parametrize(
    ("code", "tonnes"),
    [
        ("enterprise/diesel", "3.1591"),
        ("enterprise/natural-gas", "21.8688"),
        ("enterprise/bituminous-coal", "2.2785"),
        ("power-unit/diesel", "3.0959"),
        ("power-unit/natural-gas", "21.6502"),
        ("power-unit/bituminous-coal", "2.2557"),
    ],
)
def test_burning_a_fuel_gives_the_check_figure_to_four_decimals(code: str, tonnes: str) -> None:
    reference = processes("cn-fuels")[f"cets-steel-2025/{code}"]
    flow, kilograms = emission("cn-fuels", f"cets-steel-2025/{code}")
    per_reference = kilograms * Fraction(reference["amount"]) / 1000
    assert flow == "carbon dioxide, fossil"
    assert round(per_reference, 4) == Fraction(tonnes)


@needs_shared
def test_every_fuel_of_the_guideline_is_there_in_both_sets_and_computed_exactly() -> None:
    fuels = [row for row in source_rows("factors_fuels.csv") if row["set_id"] == "CETS-STEEL-2025"]
    found = processes("cn-fuels")
    assert len(fuels) == 25
    assert len([code for code in found if code.startswith("cets-steel-2025/")]) == 4 * len(fuels)
    by_name = {row["name_zh"].partition("燃烧，")[0]: code for code, row in found.items() if code.endswith("-per-gj")}
    for fuel in fuels:
        slug = by_name[fuel["fuel_zh"]].rpartition("/")[2].removesuffix("-per-gj")
        per_gj = Fraction(fuel["carbon_content_tC_per_GJ"]) * Fraction(44, 12) * 1000
        for chosen, oxidised in (("enterprise", Fraction(1)), ("power-unit", Fraction(fuel["oxidation_pct"]) / 100)):
            code = f"cets-steel-2025/{chosen}/{slug}"
            gas = fuel["state"] == "gas"
            assert (found[code]["amount"], found[code]["unit"]) == (("10000", "Nm3") if gas else ("1", "t"))
            divisor = 10000 if gas else 1
            per_unit = per_gj * oxidised * Fraction(fuel["ncv"]) / divisor
            assert abs(emission("cn-fuels", code)[1] / per_unit - 1) < Fraction(1, 10**15)
            assert abs(emission("cn-fuels", f"{code}-per-gj")[1] / (per_gj * oxidised) - 1) < Fraction(1, 10**15)
        power = emission("cn-fuels", f"cets-steel-2025/power-unit/{slug}")[1] * (10000 if fuel["state"] == "gas" else 1) / 1000
        assert round(power, 4) == Fraction(fuel["tCO2_per_unit_calc"]), fuel["fuel_en"]


def test_heating_value_and_carbon_content_of_a_fuel_agree_with_its_burning() -> None:
    table: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in rows(INVENTORIES / "cn-fuels" / "flow_properties.csv"):
        table[row["product"]][row["property"]] = Fraction(row["value"])
    for code, process in processes("cn-fuels").items():
        if code.startswith("cets-steel-2025/enterprise/") and not code.endswith("-per-gj"):
            found = table[process["product"]]
            assert found["carbon_content"] == found["lower_heating_value"] * found["carbon_content_per_energy"]
            carbon = found["carbon_content"] * Fraction(44, 12) * 1000
            assert abs(emission("cn-fuels", code)[1] / carbon - 1) < Fraction(1, 10**15)


def in_kilograms(row: Row) -> Fraction:
    scale = {"t": Fraction(1000), "k": Fraction(1), "g": Fraction(1, 1000)}[row["unit"][0]]
    return Fraction(row["value"]) * scale


@needs_shared
@pytest.mark.parametrize("package", ["cn-fuels", "cn-processes", "cn-transport", "cn-heat"])
def test_a_single_figure_of_the_database_is_the_one_under_its_identifier(package: str) -> None:
    known = {row["source"].rpartition("ID ")[2]: row for row in source_rows("factors_process.csv") if "ID " in row["source"]}
    cited = {code: row for code, row in processes(package).items() if row["source"].startswith("CPCD, ID ")}
    assert cited
    for code, process in cited.items():
        source = known[process["source"].removeprefix("CPCD, ID ").partition(" ")[0]]
        assert source["status"] == "verified-secondary"
        assert process["comment"].startswith("verified-secondary: ")
        assert source["unit"].partition("/")[2].replace("·", " ") == process["unit"].replace("Nm3", "m3"), code
        assert emission(package, code)[1] == in_kilograms(source), code


@needs_shared
def test_process_carbon_is_that_of_the_guideline_and_leaves_products_as_a_property() -> None:
    guideline = [row for row in source_rows("factors_process.csv") if "Table A.2" in row["source"]]
    found = processes("cn-processes")
    released = {code: row["name_zh"] for code, row in found.items() if code.startswith(("calcination/", "carbon-release/"))}
    by_name = {name.removesuffix("分解").removesuffix("含碳释放"): code for code, name in released.items()}
    carbon = {row["product"]: Fraction(row["value"]) for row in rows(INVENTORIES / "cn-processes" / "flow_properties.csv")}
    products = {"粗钢": "crude steel", "焦油": "tar", "粗苯": "crude benzol", "生铁": "pig iron"}
    for row in guideline:
        name = row["name_zh"]
        if name in by_name:
            assert emission("cn-processes", by_name[name]) == ("carbon dioxide, fossil", Fraction(row["value"]) * 1000), name
        else:
            assert name in products, name
        if name in products:
            assert abs(carbon[products[name]] / (Fraction(row["value"]) * Fraction(12, 44)) - 1) < Fraction(1, 10**15), name
    assert set(carbon) == set(products.values())


def test_purchased_heat_keeps_the_co2_default_apart_and_marks_the_twins() -> None:
    assert emission("cn-heat", "default-co2") == ("carbon dioxide, CO2 factor only", 110)
    found = processes("cn-heat")
    assert found["default-co2"]["basis"] == "co2-only"
    assert emission("cn-heat", "liaoning-2025") == emission("cn-heat", "gansu-2025") == ("CO2e, GWP set not stated", Fraction("73.4"))
    for code in ("liaoning-2025", "gansu-2025"):
        assert "Liaoning and Gansu" in found[code]["comment"]


def test_freight_takes_single_figures_and_counts_air_as_aircraft() -> None:
    assert 12 <= len(processes("cn-transport")) <= 18
    assert emission("cn-transport", "road-heavy-diesel") == ("CO2e, GWP set not stated", Fraction("0.0978"))
    assert emission("cn-transport", "rail") == ("CO2e, GWP set not stated", Fraction("0.006502"))
    assert emission("cn-transport", "air") == ("CO2e, GWP set not stated, aircraft", Fraction("0.921"))


def waste(code: str) -> dict[str, float]:
    return {row["flow"]: float(row["amount"]) for row in rows(INVENTORIES / "cn-waste" / "exchanges.csv") if row["process"] == code}


def test_treatments_are_services_with_a_positive_reference_output() -> None:
    found = processes("cn-waste")
    assert {row["kind"] for row in found.values()} == {"treatment"}
    assert {row["amount"] for row in found.values()} == {"1"}
    for code in ("landfill", "landfill-inert", "incineration-plastic", "wastewater"):
        assert code in found


def test_landfill_and_incineration_follow_the_equations_of_the_guidelines() -> None:
    food = waste("landfill-food")
    assert food["methane, biogenic"] == pytest.approx(0.15 * 0.5 * 1 * 0.5 * 0.9 * 16 / 12, rel=1e-14)
    carbon = food["methane, biogenic"] * 12 / 16 + food["carbon dioxide, biogenic"] * 12 / 44
    assert carbon == pytest.approx(0.15 * 0.5, rel=1e-14)
    assert waste("incineration-plastic")["carbon dioxide, fossil"] == pytest.approx(0.75 * 44 / 12, rel=1e-14)
    textiles = waste("incineration-textiles")
    assert textiles["carbon dioxide, fossil"] == pytest.approx(0.8 * 0.5 * 0.2 * 44 / 12, rel=1e-14)
    assert textiles["carbon dioxide, biogenic"] == pytest.approx(0.8 * 0.5 * 0.8 * 44 / 12, rel=1e-14)
    assert not {"methane, biogenic", "carbon dioxide, biogenic"} & set(waste("landfill-inert"))


def test_what_rests_on_an_assumed_composition_is_for_demonstration_only() -> None:
    for code, row in processes("cn-waste").items():
        assert (row["status"] == "demo") == (code in {"landfill", "incineration-municipal", "wastewater"}), code
        assert row["status"] != "demo" or row["comment"].startswith("assumed: ")


def test_nitrogen_on_soil_gives_direct_and_indirect_nitrous_oxide() -> None:
    flow, amount = emission("cn-agriculture", "synthetic-nitrogen")
    assert flow == "nitrous oxide"
    assert float(amount) == pytest.approx((0.010 + 0.11 * 0.010 + 0.24 * 0.011) * 44 / 28, rel=1e-14)


def test_components_of_every_blend_add_up_to_one_kilogram() -> None:
    total: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows(INVENTORIES / "refrigerants" / "exchanges.csv"):
        total[row["process"]] += Fraction(row["amount"])
    assert set(total) == set(processes("refrigerants"))
    assert set(total.values()) == {1}
