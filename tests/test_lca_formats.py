"""Life cycle databases of others: read as they say, linked as they link, with every dataset and exchange accounted for."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import pytest
from openpyxl import Workbook

from footprint.formats.lca import read_lca
from footprint.formats.lca.codes import codes_of, slug
from footprint.formats.lca.errors import NothingToImport
from footprint.formats.lca.flows import gas_table
from footprint.formats.lca.report import report_lines
from footprint.formats.lca.unit_names import unit_table
from footprint.inventory import open_library
from footprint.units import parse_unit
from lca_formats import CARBON1, CARBON2, ecospold1, ecospold2, errors_of, imported, intermediate, score
from shared import SHARED, needs_shared

SAMPLES = (SHARED or Path()) / "cases" / "lca-file-formats"
MIXED = (SHARED or Path()) / "cases" / "mixed-units" / "test-data"


def asserted(name: str) -> dict[str, Any]:
    """Give what the published reading of a sample expects, by the end of the pointer."""
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return {entry["pointer"]: entry["equals"] for entry in expected["assertions"]}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


# Tables


def test_every_foreign_unit_leads_to_one_of_the_dialect() -> None:
    for spelling, unit in unit_table().items():
        assert parse_unit(unit.unit).text == unit.unit, spelling
        assert unit.factor > 0


def test_every_greenhouse_gas_of_the_table_is_a_flow_of_the_project() -> None:
    known = open_library().flows()
    table = gas_table()
    assert set(table.names.values()) | set(table.cas.values()) <= set(known)
    assert len(table.cas) == len(set(table.cas.values()))


def test_codes_are_as_short_as_tells_datasets_apart() -> None:
    assert slug("Électricité, at grid/kWh") == "electricite-at-grid-kwh"
    names = [("steel", "steel", "CN", "1"), ("heat", "heat", "CN", "2"), ("heat", "power", "CN", "3"), ("钢", "钢", "CN", "ab-4")]
    assert codes_of(names) == ["steel", "heat", "heat/power", "dataset-ab-4"]
    assert len(set(codes_of([("a", "a", "CN", "1")] * 5))) == 5


# The published samples


@needs_shared
def test_ecospold1_sample_is_read_as_published() -> None:
    expected = asserted("ecospold1")
    (process,) = read_lca(next(SAMPLES.glob("ecospold1_*.xml"))).processes
    assert process.identifier == "64e926e8-dd48-3704-b902-daaf546087c4"
    assert process.end[:4] == str(expected["/processDataSet/processInformation/time/common:dataSetValidUntil"])
    assert "Electric arc furnace route" in process.comment
    assert "123 kg" in process.comment
    product, carbon = process.exchanges
    assert (product.role, product.name, product.unit) == ("reference", "enriched steel", "kg")
    assert carbon.written == expected["/processDataSet/exchanges/exchange/1/meanAmount"]
    assert carbon.amount == Decimal("2.5000000000000001")
    assert carbon.uncertainty == "lognormal; sd95 = 12.3456, min = 1.2, max = 3.4"
    assert process.sources == "A. Author: Steel source (2021)"


@needs_shared
def test_ecospold2_sample_is_read_as_published() -> None:
    expected = asserted("ecospold2")
    (process,) = read_lca(next(SAMPLES.glob("*.spold"))).processes
    assert process.identifier == "22222222-2222-4222-8222-222222222222"
    assert process.end[:4] == str(expected["/processDataSet/processInformation/time/common:dataSetValidUntil"])
    product, linked = process.exchanges
    assert (product.name, product.role) == ("enriched product", "reference")
    assert (linked.written, linked.provider) == ("0.20000000000000001", "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
    assert linked.uncertainty.startswith("lognormal")


@needs_shared
def test_simapro_sample_is_read_as_published(tmp_path: Path) -> None:
    expected = json.loads((SAMPLES / "simapro.expected.json").read_text(encoding="utf-8"))["process"]
    (process,) = read_lca(SAMPLES / "simapro.csv").processes
    assert process.name == expected["name"]
    read = [(exchange.name, exchange.direction.capitalize(), str(exchange.amount)) for exchange in process.exchanges]
    assert read == [(entry["flow"], entry["direction"], entry["amount"]) for entry in expected["exchanges"]]
    assert expected["functional_unit"] == f"{process.exchanges[0].amount} {process.exchanges[0].unit} {process.exchanges[0].name}"
    package = imported(SAMPLES / "simapro.csv", tmp_path)
    assert package.processes["test-process"]["amount"] == "0.5"
    assert package.one("test-process", "carbon dioxide, fossil")["amount"] == "1.5"
    assert score(package, "test-process") == pytest.approx(1.5)


@needs_shared
def test_ilcd_sample_is_read_as_published_and_its_elementary_reference_is_refused(tmp_path: Path) -> None:
    expected = asserted("ilcd")
    (process,) = read_lca(SAMPLES / "ilcd").processes
    (exchange,) = process.exchanges
    assert exchange.cas == expected["/flowDataSet/flowInformation/dataSetInformation/CASNumber"]
    assert exchange.compartment[2] == "Emissions to fresh water"
    with pytest.raises(NothingToImport):
        imported(SAMPLES / "ilcd", tmp_path)
    assert (exchange.name, exchange.unit, exchange.amount) == ("Lead-210", "kg", Decimal(1))
    assert process.defect == "elementary_reference"


@needs_shared
def test_openlca_sample_is_read_as_published(tmp_path: Path) -> None:
    expected = asserted("openlca")
    (process,) = read_lca(SAMPLES / "openlca").processes
    assert process.start[:4] == str(expected["/processDataSet/processInformation/time/common:referenceYear"])
    assert process.end[:4] == str(expected["/processDataSet/processInformation/time/common:dataSetValidUntil"])
    assert process.location == "US"
    (steel,) = process.exchanges
    assert steel.written == expected["/processDataSet/exchanges/exchange/0/meanAmount"]
    assert steel.uncertainty.partition(";")[0] == "normal"
    assert steel.cas == expected["/flowDataSet/flowInformation/dataSetInformation/CASNumber"]
    # It has nothing but its product: there is nothing to compute with.
    with pytest.raises(NothingToImport):
        imported(SAMPLES / "openlca", tmp_path)


def test_openlca_process_workbook_is_read_as_published(tmp_path: Path) -> None:
    workbook = Workbook()
    about = workbook.create_sheet("General information", 0)
    for fact in (("UUID", "22222222-2222-4222-8222-222222222222"), ("Name", "XLSX test process"), ("Location", "US - United States")):
        about.append(fact)
    header = ("Is reference?", "Flow", "Category", "Amount", "Unit", "Uncertainty", "Provider")
    inputs, outputs, flows = (workbook.create_sheet(name) for name in ("Inputs", "Outputs", "Flows"))
    inputs.append(header)
    inputs.append(("", "coal", "Materials", 0.25, "kg"))
    outputs.append(header)
    outputs.append(("x", "test product", "Products", 1, "kg"))
    outputs.append(("", "Carbon dioxide, fossil", "Elementary flows/Emission to air/unspecified", 1.5, "kg"))
    flows.append(("UUID", "Name", "Category", "Type"))
    flows.append(("f1", "test product", "Products", "Product flow"))
    workbook.save(tmp_path / "process.xlsx")
    database = read_lca(tmp_path / "process.xlsx")
    assert database.format == "openlca-xlsx"
    assert [exchange.direction for exchange in database.processes[0].exchanges] == ["output", "input", "output"]
    package = imported(tmp_path / "process.xlsx", tmp_path)
    row = package.processes["xlsx-test-process"]
    assert (row["product"], row["amount"], row["unit"], row["geography"]) == ("test product", "1", "kg", "US")
    assert package.one("xlsx-test-process", "carbon dioxide, fossil")["amount"] == "1.5"
    assert package.one("xlsx-test-process", "coal")["kind"] == "unlinked"
    assert errors_of(package) == []


# Mixed units, loops, odd datasets


@needs_shared
def test_steel_in_mixed_units_has_the_written_answer(tmp_path: Path) -> None:
    source = tmp_path / "steel"
    source.mkdir()
    for name in ("coal-extraction", "electricity-production", "steel-production"):
        shutil.copy(MIXED / f"{name}.spold", source)
    package = imported(source, tmp_path)
    assert errors_of(package) == []
    # 2.2 lb of steel, which the case takes for 1 kg.
    assert score(package, "steel-production-synthetic-test") == pytest.approx(3.7, rel=1e-12)
    assert package.report["exchanges"]["fates"] == {"reference": 3, "linked": 2, "gas": 3, "not_a_gas": 1}


@needs_shared
def test_other_elementary_flows_are_kept_where_all_are_asked_for(tmp_path: Path) -> None:
    package = imported(MIXED / "electricity-production.spold", tmp_path, all_flows=True)
    (kept,) = [row for row in package.exchanges if row["flow"].startswith("Sulfur dioxide")]
    assert (kept["flow"], kept["amount"], kept["unit"]) == ("Sulfur dioxide (output, air/unspecified)", "0.01", "kg")
    assert errors_of(package) == []
    assert frictionless.validate(str(package.folder / "datapackage.json")).valid


@needs_shared
@pytest.mark.parametrize(
    ("case", "code", "expected"),
    [
        ("SAMPLE.min1", "production-of-product-z", 2.5),
        ("SAMPLE.min2", "production-of-product-x", 0.5 * 3.0),
        ("SAMPLE.min3", "production-of-product-x", 0.6 * 0.4 * 4.0),
        # X = 0.6 Y, Y = 0.4 Z, Z = 4 + 0.1 X
        ("SAMPLE.min4", "production-of-product-x", 0.24 * 4 / (1 - 0.024)),
        # A market that takes a tenth of its own product: 0.9 kg net of 1 kg.
        ("SAMPLE.min", "market-for-product-a", 0.8 * 0.4 * 0.4 * 2 / 0.9),
        ("SAMPLE.min5", "production-of-steel-tonnes", 2000.0),
    ],
)
def test_small_systems_have_the_answer_worked_out_by_hand(case: str, code: str, expected: float, tmp_path: Path) -> None:
    package = imported(MIXED / case, tmp_path)
    assert errors_of(package) == []
    assert score(package, code) == pytest.approx(expected, rel=1e-12)


@needs_shared
def test_a_loop_of_three_is_linked_and_solved(tmp_path: Path) -> None:
    source = tmp_path / "loop"
    source.mkdir()
    for path in (MIXED / "SAMPLE.edge").glob("loop-*.spold"):
        shutil.copy(path, source)
    package = imported(source, tmp_path)
    assert package.report["exchanges"]["fates"]["linked"] == 4
    names = {row["product"]: code for code, row in package.processes.items()}
    # a = 1.5 + 0.3 b + 0.5 c; b = 0.8 + 0.4 c; c = 1.2 + 0.2 a
    a = (1.5 + 0.3 * (0.8 + 0.4 * 1.2) + 0.5 * 1.2) / (1 - 0.3 * 0.4 * 0.2 - 0.5 * 0.2)
    product = next(name for name in names if "A" in name)
    assert score(package, names[product]) == pytest.approx(a, rel=1e-12)


@needs_shared
def test_zero_amounts_are_dropped_and_counted_and_negative_ones_kept(tmp_path: Path) -> None:
    package = imported(next((MIXED / "SAMPLE.edge").glob("zero-neg*.spold")), tmp_path)
    (code,) = package.processes
    assert package.one(code, "energy credit (negative)")["amount"] == "-2.5"
    fates = package.report["exchanges"]["fates"]
    assert fates == {"reference": 1, "coproduct_zero": 1, "unlinked": 2, "gas": 1, "not_a_gas": 3, "zero": 1}


@needs_shared
def test_links_that_lead_nowhere_are_kept_by_name_and_counted(tmp_path: Path) -> None:
    package = imported(next((MIXED / "SAMPLE.edge").glob("invalid-refs*.spold")), tmp_path)
    (code,) = package.processes
    assert {row["kind"] for row in package.of(code)} == {"unlinked", "elementary"}
    assert len(package.of(code)) == 6
    assert package.report["repairs"]["white_space"] == 1
    assert errors_of(package) == []


@needs_shared
def test_odd_xml_is_read_where_it_is_clear_and_reported(tmp_path: Path) -> None:
    package = imported(next((MIXED / "SAMPLE.edge").glob("xml-edge*.spold")), tmp_path)
    (code,) = package.processes
    flows = {row["flow"] for row in package.of(code)}
    assert {"no-name-input-uuid", "empty-name-uuid", "both attribute and element input"} <= flows
    assert package.report["unknown_units"] == {"": 1}
    assert "unknown unit: input with no unit name" in package.processes[code]["comment"]
    assert package.report["repairs"]["group_in_attribute"] == 2


@needs_shared
def test_the_only_product_is_the_reference_where_none_is_named(tmp_path: Path) -> None:
    package = imported(next((MIXED / "SAMPLE.edge").glob("no-ref*.spold")), tmp_path)
    (row,) = package.processes.values()
    assert row["product"] == "product A (non-reference)"
    assert package.report["repairs"]["only_product"] == 1


@needs_shared
def test_unknown_units_are_left_out_and_named(tmp_path: Path) -> None:
    package = imported(MIXED / "SAMPLE.units", tmp_path)
    assert set(package.report["unknown_units"]) == {"MJ/kg", "custom_unit", "kg N/ha", "kg*m/s²*°C", "kg/ha", "qubit"}
    assert package.report["datasets"]["left_out"] == 0
    assert package.one("steel-production-mass-conversion-test", "iron ore")["unit"] == "kg"
    assert package.one("electricity-generation-energy-conversion-test", "process heat")["unit"] == "GJ"


@needs_shared
def test_several_products_without_allocation_are_refused_or_split_by_amount_when_asked(tmp_path: Path) -> None:
    refinery = next((MIXED / "SAMPLE.multiproduct").glob("*gasoline*"))
    with pytest.raises(NothingToImport):
        imported(refinery, tmp_path)
    package = imported(refinery, tmp_path, multi_output="amount")
    carbon = {row["process"]: row["amount"] for row in package.exchanges if row["flow"] == "carbon dioxide, fossil"}
    # 8 kg over 40 + 35 + 5 l; the heating oil of group 3 is waste to the format.
    assert sorted(map(float, carbon.values())) == [0.5, 3.5, 4.0]
    assert all("share" in row["comment"] for row in package.processes.values())


@needs_shared
def test_one_activity_in_two_modes_becomes_two_datasets(tmp_path: Path) -> None:
    package = imported(MIXED / "SAMPLE.switching", tmp_path, multi_output="amount")
    products = sorted(row["product"] for row in package.processes.values())
    assert products == ["Chemical A", "Chemical B", "Electricity", "Electricity", "Process heat", "Process heat"]


@needs_shared
def test_ilcd_and_ecospold1_of_the_mixed_cases_are_imported(tmp_path: Path) -> None:
    ilcd = imported(MIXED / "SAMPLE.ilcd", tmp_path)
    assert score(ilcd, "coal-extraction") == pytest.approx(2.5)
    assert ilcd.processes["mean-amount-process"]["amount"] == "42.0"
    assert ilcd.report["repairs"]["name_missing"] == 1
    wind = imported(MIXED / "SAMPLE.ecospold1", tmp_path / "wind")
    row = wind.processes["electricity-production-wind"]
    assert (row["start"], row["end"], row["geography"]) == ("2020-01-01", "2024-12-31", "DE")
    assert score(wind, "electricity-production-wind") == pytest.approx(0.01)


# Rules of the formats, by small files


def one_exchange(name: str, amount: str, group: str, unit: str = "kg", number: str = "1", more: str = "") -> str:
    element, _, value = group.partition("=")
    return f'<exchange number="{number}" name="{name}" unit="{unit}" meanValue="{amount}" {more}><{element}>{value}</{element}></exchange>'


def spold1(folder: Path, *datasets: str, encoding: str = "UTF-8", name: str = "data.xml") -> Path:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01">{"".join(datasets)}</ecoSpold>'
    )
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_xml_is_read_in_the_encoding_it_declares(encoding: str, tmp_path: Path) -> None:
    source = spold1(
        tmp_path, ecospold1(one_exchange("Zürich steel", "1", "outputGroup=0"), CARBON1, name="Zürich steel"), encoding=encoding
    )
    (row,) = imported(source, tmp_path).processes.values()
    assert row["product"] == "Zürich steel"


def test_ecospold1_inputs_are_linked_by_name_and_location_and_nothing_is_chosen_between_two(tmp_path: Path) -> None:
    source = spold1(
        tmp_path,
        ecospold1(one_exchange("power", "1", "outputGroup=0", "kWh", "7", 'location="CN"'), name="power a", number="7"),
        ecospold1(one_exchange("power", "1", "outputGroup=0", "kWh", "8", 'location="US"'), name="power b", number="8"),
        ecospold1(
            one_exchange("steel", "1", "outputGroup=0"),
            one_exchange("power", "0.5", "inputGroup=2", "kWh", "9", 'location="CN"'),
            one_exchange("power", "0.25", "inputGroup=2", "kWh", "9"),
            one_exchange("power", "2", "inputGroup=2", "MJ", "8"),
            one_exchange("power", "3", "inputGroup=2", "kWh", "9", 'location="FR"'),
            one_exchange("power", "4", "inputGroup=2", "kg", "9", 'location="US"'),
            number="9",
        ),
    )
    package = imported(source, tmp_path)
    found = [(row["kind"], row["flow"], row["amount"], row["unit"]) for row in package.of("steel")]
    assert found == [
        ("technosphere", "power-a", "0.5", "kWh"),
        ("unlinked", "power", "0.25", "kWh"),
        ("technosphere", "power-b", "2", "MJ"),
        ("unlinked", "power", "3", "kWh"),
        ("unlinked", "power", "4", "kg"),
    ]
    assert [(entry["why"], len(entry["candidates"])) for entry in package.report["not_linked"]] == [
        ("unlinked_ambiguous", 2),
        ("unlinked", 0),
        ("unlinked_dimension", 1),
    ]


def test_ecospold1_allocations_are_taken_in_percent_of_each_exchange(tmp_path: Path) -> None:
    carbon = one_exchange("Carbon dioxide, fossil", "10", "outputGroup=4", number="3", more='category="air"')
    methane = one_exchange("Methane, fossil", "1", "outputGroup=4", number="4", more='category="air"')
    shares = "".join(
        f'<allocation referenceToCoProduct="{product}" fraction="{percent}"><referenceToInputOutput>{exchange}</referenceToInputOutput>'
        "</allocation>"
        for product, percent, exchange in (("1", "70", "3"), ("2", "30", "3"), ("1", "20", "4"), ("2", "80", "4"))
    )
    products = one_exchange("steel", "1", "outputGroup=0", number="1"), one_exchange("slag", "2", "outputGroup=2", number="2")
    package = imported(spold1(tmp_path, ecospold1(*products, carbon, methane, more=shares)), tmp_path)
    assert package.one("steel", "carbon dioxide, fossil")["amount"] == "7.0"
    assert package.one("steel/slag", "carbon dioxide, fossil")["amount"] == "3.0"
    assert package.one("steel/slag", "methane, fossil")["amount"] == "0.8"
    assert package.processes["steel/slag"]["amount"] == "2"
    wrong = shares.replace('fraction="80"', 'fraction="60"')
    source = spold1(tmp_path, ecospold1(*products, carbon, methane, more=wrong), ecospold1(products[0], CARBON1, number="5"))
    assert imported(source, tmp_path / "wrong").report["datasets"]["reasons"] == {"shares": 1}


def test_avoided_products_count_negatively(tmp_path: Path) -> None:
    source = spold1(
        tmp_path,
        ecospold1(one_exchange("heat", "1", "outputGroup=0", "MJ"), name="heat", number="2"),
        ecospold1(one_exchange("steel", "1", "outputGroup=0"), one_exchange("heat", "3", "outputGroup=1", "MJ")),
    )
    assert imported(source, tmp_path).one("steel", "heat")["amount"] == "-3"


def test_an_input_whose_producer_was_left_out_says_so(tmp_path: Path) -> None:
    source = spold1(
        tmp_path,
        ecospold1(one_exchange("heat", "1", "outputGroup=0", "MJ"), one_exchange("ash", "1", "outputGroup=2"), name="heat", number="2"),
        ecospold1(one_exchange("steel", "1", "outputGroup=0"), one_exchange("heat", "3", "inputGroup=5", "MJ")),
    )
    package = imported(source, tmp_path)
    assert package.report["exchanges"]["fates"] == {"reference": 1, "unlinked_left_out": 1, "dataset_left_out": 2}
    assert "left out" in package.one("steel", "heat")["comment"]


def test_gases_go_by_name_compartment_and_cas_number(tmp_path: Path) -> None:
    def emission(name: str, category: str, group: str = "outputGroup=4", more: str = "") -> str:
        return one_exchange(name, "1", group, more=f'category="{category}" {more}')

    source = spold1(
        tmp_path,
        ecospold1(
            one_exchange("steel", "1", "outputGroup=0"),
            emission("Carbon dioxide, biogenic", "air"),
            emission("Carbon dioxide, in air", "resource", "inputGroup=4"),
            emission("Carbon dioxide, fossil", "air", more='subCategory="lower stratosphere + upper troposphere"'),
            emission("Dinitrogen monoxide", "Air"),
            emission("Norflurane", "air", more='CASNumber="000811-97-2"'),
            emission("Methane, biogenic", "water"),
            emission("Hydrofluorocarbons", "air"),
            emission("Zinc", "water"),
        ),
    )
    package = imported(source, tmp_path)
    assert [row["flow"] for row in package.of("steel")] == [
        "carbon dioxide, biogenic",
        "carbon dioxide, uptake",
        "carbon dioxide, fossil, aircraft",
        "nitrous oxide",
        "HFC134a",
    ]
    fates = package.report["exchanges"]["fates"]
    assert fates == {"reference": 1, "gas": 5, "not_a_gas": 1, "gas_elsewhere": 1, "gas_family": 1}
    assert errors_of(package) == []


def test_a_treatment_of_minus_one_is_linked_with_the_signs_of_its_source(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        {
            "a.spold": ecospold2(intermediate("waste", "-1", "outputGroup=0"), CARBON2, name="treatment of waste", identifier="t"),
            "b.spold": ecospold2(
                intermediate("steel", "1", "outputGroup=0"), intermediate("waste", "-0.5", "inputGroup=5", link="t"), identifier="s"
            ),
        },
    )
    package = imported(folder, tmp_path)
    assert package.processes["treatment-of-waste"]["kind"] == "treatment"
    assert score(package, "steel-production") == pytest.approx(1.0)


def test_a_property_of_an_exchange_is_not_taken_for_its_comment(tmp_path: Path) -> None:
    inner = (
        '<property amount="1"><name xml:lang="en">dry mass</name><unitName xml:lang="en">t</unitName><comment>noise</comment></property>'
    )
    source = write(tmp_path, {"a.spold": ecospold2(intermediate("steel", "1", "outputGroup=0", inner=inner), CARBON2)}) / "a.spold"
    (process,) = read_lca(source).processes
    assert (process.exchanges[0].unit, process.exchanges[0].comment) == ("kg", "")


SIMAPRO = """{{SimaPro 9.1}}
{{processes}}
{{CSV separator: {word}}}
{{Decimal separator: {decimal}}}

Process

Process name
Cogeneration

Time period
2005-2009

Geography
Europe, Western

Products
Heat, at plant{s}MJ{s}2{d}0{s}60{s}not defined{s}Energy{s}
Power, at plant{s}kWh{s}1{s}40{s}not defined{s}Energy{s}

Avoided products
Steam{s}kg{s}0{d}5{s}Undefined{s}0{s}0{s}0{s}

Materials/fuels
Heat, at plant{s}MJ{s}0{d}1{s}Lognormal{s}1{d}2{s}0{s}0{s}own use

Waste to treatment
Ash, to landfill{s}kg{s}0{d}25{s}Undefined{s}0{s}0{s}0{s}

Emissions to air
Carbon dioxide, fossil{s}{s}kg{s}10{s}Undefined{s}0{s}0{s}0{s}
Ammonia{s}low. pop.{s}kg{s}a*2{s}Undefined{s}0{s}0{s}0{s}

End

Process

Waste treatment
Ash, to landfill{s}kg{s}1{s}All waste types{s}Landfill{s}

Emissions to air
Methane, biogenic{s}{s}kg{s}0{d}01{s}Undefined{s}0{s}0{s}0{s}

End
"""


@pytest.mark.parametrize(
    ("word", "separator", "decimal"), [("Semicolon", ";", ","), ("Semicolon", ";", "."), ("Tab", "\t", ","), ("Comma", ",", ".")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_simapro_csv_is_read_with_the_separators_and_encodings_it_comes_in(
    word: str, separator: str, decimal: str, encoding: str, tmp_path: Path
) -> None:
    text = SIMAPRO.format(word=word, s=separator, decimal=decimal, d=decimal)
    if separator == ",":
        text = text.replace("Heat, at plant", '"Heat, at plant"').replace("Power, at plant", '"Power, at plant"')
        text = text.replace("Ash, to landfill", '"Ash, to landfill"').replace("Carbon dioxide, fossil", '"Carbon dioxide, fossil"')
        text = text.replace("Methane, biogenic", '"Methane, biogenic"')
    text = text.replace("Europe, Western", "Côte d'Ivoire")
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    package = imported(path, tmp_path)
    heat = "cogeneration/heat-at-plant"
    assert set(package.processes) == {heat, "cogeneration/power-at-plant", "ash-to-landfill"}
    assert package.processes[heat]["geography"] == "Côte d'Ivoire"
    assert (package.processes[heat]["start"], package.processes[heat]["end"]) == ("2005-01-01", "2009-12-31")
    assert Decimal(package.one(heat, "carbon dioxide, fossil")["amount"]) == 6
    assert Decimal(package.one(heat, heat)["amount"]) == Decimal("0.06")
    assert "lognormal; sd95 = 1.2 | own use" in package.one(heat, heat)["comment"]
    assert Decimal(package.one(heat, "Steam")["amount"]) == Decimal("-0.3")
    assert Decimal(package.one(heat, "ash-to-landfill")["amount"]) == Decimal("0.15")
    assert package.one("ash-to-landfill", "methane, biogenic")["amount"] == "0.01"
    assert errors_of(package) == []


def openlca(folder: Path, exchanges: list[dict[str, Any]], **process: Any) -> Path:
    flows = {
        "steel": "PRODUCT_FLOW",
        "slag": "PRODUCT_FLOW",
        "coal": "PRODUCT_FLOW",
        "ash": "WASTE_FLOW",
        "co2": "ELEMENTARY_FLOW",
    }
    files = {
        f"flows/{flow}.json": json.dumps(
            {"@type": "Flow", "@id": flow, "name": "Carbon dioxide, fossil" if flow == "co2" else flow, "flowType": kind}
            | ({"category": "Elementary flows/Emission to air/unspecified"} if flow == "co2" else {})
        )
        for flow, kind in flows.items()
    }
    files["locations/cn.json"] = json.dumps({"@id": "cn", "code": "CN"})
    treatment = {
        "@id": "landfill",
        "name": "landfill",
        "exchanges": [
            {"flow": {"@id": "ash"}, "unit": {"name": "kg"}, "amount": 1, "isInput": True, "isQuantitativeReference": True},
            {"flow": {"@id": "co2"}, "unit": {"name": "kg"}, "amount": 0.5, "isInput": False},
        ],
    }
    files["processes/landfill.json"] = json.dumps(treatment)
    made = {"@id": "mill", "name": "mill", "location": {"@id": "cn"}, "exchanges": exchanges, **process}
    files["processes/mill.json"] = json.dumps(made)
    return write(folder, files)


def entry(flow: str, amount: float, is_input: bool, **more: Any) -> dict[str, Any]:
    return {"flow": {"@id": flow}, "unit": {"name": "kg"}, "amount": amount, "isInput": is_input, **more}


def test_openlca_waste_avoided_products_and_allocation_factors_count_as_stated(tmp_path: Path) -> None:
    exchanges = [
        entry("steel", 1, False, isQuantitativeReference=True),
        entry("slag", 0.5, False),
        entry("coal", 0.2, True, isAvoidedProduct=True),
        entry("ash", 0.1, False),
        entry("co2", 2, False),
    ]
    factors = [
        {"allocationType": kind, "product": {"@id": product}, "value": value}
        for kind, product, value in (
            ("PHYSICAL_ALLOCATION", "steel", 0.5),
            ("PHYSICAL_ALLOCATION", "slag", 0.5),
            ("ECONOMIC_ALLOCATION", "steel", 0.9),
            ("ECONOMIC_ALLOCATION", "slag", 0.1),
        )
    ]
    source = openlca(tmp_path / "in", exchanges, allocationFactors=factors, defaultAllocationMethod="ECONOMIC_ALLOCATION")
    package = imported(source, tmp_path)
    assert package.processes["landfill"]["amount"] == "-1"
    assert package.processes["mill/steel"]["geography"] == "CN"
    assert Decimal(package.one("mill/steel", "landfill")["amount"]) == Decimal("-0.09")
    assert Decimal(package.one("mill/steel", "coal")["amount"]) == Decimal("-0.18")
    assert score(package, "mill/steel") == pytest.approx(0.9 * (2 + 0.1 * 0.5))
    assert score(package, "mill/slag") == pytest.approx(0.1 * (2 + 0.1 * 0.5))


def test_openlca_of_the_first_version_is_read_too(tmp_path: Path) -> None:
    exchanges = [
        {"flow": {"@id": "steel"}, "unit": {"name": "t"}, "amount": 1, "input": False, "quantitativeReference": True},
        {"flow": {"@id": "co2"}, "unit": {"name": "kg"}, "amount": 3, "input": False},
        {"flow": {"@id": "coal"}, "unit": {"name": "kg"}, "amount": 4, "input": True, "defaultProvider": {"@id": "nobody"}},
    ]
    package = imported(openlca(tmp_path / "in", exchanges), tmp_path)
    assert package.one("mill", "coal")["kind"] == "unlinked"
    assert score(package, "mill") == pytest.approx(3.0)


def test_an_archive_gives_the_same_package_as_its_folder(tmp_path: Path) -> None:
    source = openlca(tmp_path / "in", [entry("steel", 1, False, isQuantitativeReference=True), entry("co2", 2, False)])
    shutil.make_archive(str(tmp_path / "packed"), "zip", source)
    first = imported(source, tmp_path / "a", name="x")
    second = imported(tmp_path / "packed.zip", tmp_path / "b", name="x")
    assert (first.folder / "exchanges.csv").read_bytes() == (second.folder / "exchanges.csv").read_bytes()


def test_a_second_import_gives_the_same_bytes(tmp_path: Path) -> None:
    source = spold1(tmp_path, ecospold1(one_exchange("steel", "1", "outputGroup=0"), CARBON1))
    first, second = (imported(source, tmp_path / name) for name in "ab")
    for path in first.folder.iterdir():
        assert path.read_bytes() == (second.folder / path.name).read_bytes()


def test_the_report_and_the_readme_can_be_read_in_two_languages(tmp_path: Path) -> None:
    package = imported(spold1(tmp_path, ecospold1(one_exchange("steel", "1", "outputGroup=0"), CARBON1)), tmp_path)
    english, chinese = ("\n".join(report_lines(package.report, lang)) for lang in ("en", "zh"))
    assert "1 found, 1 imported" in english
    assert "共 1 个" in chinese
    assert "terms of the source" in (package.folder / "README.md").read_text(encoding="utf-8")
    assert frictionless.validate(str(package.folder / "datapackage.json")).valid
