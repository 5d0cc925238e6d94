"""Small models whose answers were computed by hand: the textbook case, mixed units, and every allocation key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import footprint as fp
from footprint.model import evaluate, read_text
from footprint.pipeline import calculate
from tests.shared import SHARED, needs_shared

MODELS = Path(__file__).parent / "models"
PACKAGES = MODELS / "packages"
EXACT = 1e-12

# For each example: the product asked for, its declared unit, and kg CO2e per declared unit, computed by hand as below.
BY_HAND = [
    # 100 kg CO2 over 60 + 20 + 10 x 2 = 100 kg: 1 kg/kg, and 2 kg for a cap of 2 kg
    ("allocation-mass", "cap", "1 件", 100 * (20 / 100) / 10),
    ("allocation-mass", "body", "1 kg", 100 * (60 / 100) / 60),
    ("allocation-mass", "label", "1 t", 1000.0),
    # 216 kg CO2 over 360 + 1440 + 360 = 2160 MJ
    ("allocation-energy", "electricity", "1 kWh", 216 * (360 / 2160) / 100),
    ("allocation-energy", "heat", "1 GJ", 216 * (1440 / 2160) / 1.44),
    ("allocation-energy", "gas", "1 Nm3", 216 * (360 / 2160) / 10),
    # 180 kg CO2, half to each: 360 MJ x 1 and 1440 MJ x 0.25
    ("allocation-exergy", "electricity", "1 kWh", 90 / 100),
    ("allocation-exergy", "heat", "1 GJ", 90 / 1.44),
    # 450 kg CO2; ratio 1.8 / 4.5 = 0.4
    ("allocation-heat-ratio", "heat", "1 GJ", 0.4 * 450 / 1.8),
    ("allocation-heat-ratio", "electricity", "1 kWh", 0.6 * 450 / 500),
    # 660 kg CO2 over 6000 + 600 CNY
    ("allocation-economic", "chips", "1 t", 600.0),
    ("allocation-economic", "steam", "1 GJ", 6.0),
    # 50 kg CO2 over 36 + 4 kg of protein
    ("allocation-property", "meal", "1 kg", 50 * 0.9 / 80),
    ("allocation-property", "husk", "1 kg", 50 * 0.1 / 20),
    # 80 kg CO2, 0.75 on 4 t and 0.25 on 5 t
    ("allocation-shares", "main", "1 t", 15.0),
    ("allocation-shares", "side", "1 t", 4.0),
    # 1000 kg CO2 less 1.8 GJ x 100 kg/GJ
    ("allocation-substitution", "resin", "1 t", 820.0),
    # fossil part of the sawmill: 90 kg on 500 kg of planks, 10 kg on 300 kg of sawdust
    ("allocation-biogenic-carbon", "planks", "1 kg", 90 / 500),
    ("allocation-biogenic-carbon", "sawdust", "1 kg", 10 / 300),
]


def result_of(name: str, product: str | None = None, declared_unit: str | None = None) -> dict[str, Any]:
    """Calculate a model of tests/models, for another of its products if one is named."""
    path = MODELS / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    if product and declared_unit:
        lines = [
            f"  flow: {product}"
            if line.startswith("  flow: ")
            else f"  declared_unit: {declared_unit}"
            if line.startswith("  declared_unit: ")
            else line
            for line in text.splitlines()
            if not line.startswith("  mass_per_declared_unit: ")
        ]
        text = "\n".join(lines) + "\n"
    return calculate(read_text(text, file=str(path), folder=str(MODELS)), inventories=[PACKAGES]).as_dict()


@pytest.mark.parametrize(("name", "product", "declared_unit", "expected"), BY_HAND, ids=[f"{row[0]}-{row[1]}" for row in BY_HAND])
def test_each_allocation_key_gives_the_answer_computed_by_hand(name: str, product: str, declared_unit: str, expected: float) -> None:
    result = result_of(name, product, declared_unit)
    assert result["total"]["value"] == pytest.approx(expected, rel=EXACT)
    assert result["total"]["sum"] == "excl_uptake"


@pytest.mark.parametrize("name", sorted({row[0] for row in BY_HAND}))
def test_the_products_of_an_example_share_all_of_the_burden(name: str) -> None:
    amounts = {"cap": 10, "body": 60, "label": 0.02, "electricity": 100, "gas": 10, "chips": 1, "steam": 10, "meal": 80, "husk": 20}
    amounts |= {"main": 4, "side": 5, "resin": 1, "planks": 500, "sawdust": 300, "heat": 1.44}
    burdens = {"mass": 100, "energy": 216, "exergy": 180, "heat-ratio": 450, "economic": 660, "property": 50, "shares": 80}
    burdens |= {"substitution": 820, "biogenic-carbon": 100}
    if name == "allocation-heat-ratio":
        amounts |= {"heat": 1.8, "electricity": 500}
    rows = [row for row in BY_HAND if row[0] == name]
    whole = sum(result_of(name, product, unit)["total"]["value"] * amounts[product] for _, product, unit, _ in rows)
    assert whole == pytest.approx(burdens[name.removeprefix("allocation-")], rel=EXACT)


@pytest.mark.parametrize("product", ["planks", "sawdust"])
def test_biogenic_carbon_follows_physical_carbon_and_not_the_price(product: str) -> None:
    result = result_of("allocation-biogenic-carbon", product, "1 kg")
    # 0.5 kg of carbon per kg of either product; by price the planks would have taken up 0.9 x 1466.667 / 500 = 2.64 kg/kg
    assert result["categories"]["uptake"] == pytest.approx(-0.5 * 44 / 12, rel=EXACT)
    assert result["biogenic_carbon_content"] == pytest.approx(0.5, rel=EXACT)
    assert result["sums"]["iso_net"] == pytest.approx(result["total"]["value"] - 0.5 * 44 / 12, rel=1e-9)
    assert result["sums"]["incl_uptake"] == pytest.approx(result["sums"]["iso_net"], rel=1e-9)


def test_substitution_is_shown_as_a_credit_and_warned_about() -> None:
    path = MODELS / "allocation-substitution.yaml"
    credits = [row for row in result_of("allocation-substitution")["contributions"] if row["value"] < 0]
    assert [row["value"] for row in credits] == [pytest.approx(-180.0, rel=EXACT)]
    assert "S305" in {finding.code for finding in fp.check(path, inventories=[PACKAGES])}


def test_the_textbook_case_gives_the_answer_of_the_book() -> None:
    result = result_of("heijungs-suh")
    assert result["total"]["value"] == pytest.approx(120.0, rel=EXACT)
    assert result["declared_unit"] == "1000 kWh"
    stages = {row["stage"]: row["value"] for row in result["stages"]}
    assert stages == {"electricity": pytest.approx(100.0, rel=EXACT), "fuel": pytest.approx(20.0, rel=EXACT)}


def test_the_textbook_case_gives_all_three_flows_of_the_book() -> None:
    result = result_of("heijungs-suh")
    flows = {row["flow"]: row["amount"] for row in result["gases"]}
    assert flows["carbon dioxide, fossil"] == pytest.approx(120.0, rel=EXACT)
    if "sulfur dioxide" in flows:  # flows without a factor may be left out of the gases, but never counted
        assert flows["sulfur dioxide"] == pytest.approx(14.0, rel=EXACT)
    assert sum(row["value"] for row in result["gases"]) == pytest.approx(120.0, rel=EXACT)


@needs_shared
def test_the_textbook_model_agrees_with_the_published_fixture() -> None:
    assert SHARED is not None
    fixture = json.loads((SHARED / "cases/heijungs_suh_2002/fixture.json").read_text(encoding="utf-8"))
    assert result_of("heijungs-suh")["total"]["value"] == pytest.approx(fixture["expected_g"][0], rel=EXACT)


def test_the_system_in_mixed_units_gives_its_written_answer_in_pounds() -> None:
    assert result_of("mixed-units")["total"]["value"] == pytest.approx(3.7, rel=EXACT)


@needs_shared
@pytest.mark.parametrize("process", ["coal-extraction", "electricity-production", "steel-production"])
def test_the_model_in_mixed_units_says_what_the_case_files_say(process: str) -> None:
    assert SHARED is not None
    root = ElementTree.parse(SHARED / f"cases/mixed-units/test-data/{process}.spold").getroot()
    space = {"e": root.tag.partition("}")[0].lstrip("{")}
    written = sorted(
        (float(entry.attrib["amount"]), str(entry.findtext("e:unitName", namespaces=space)))
        for kind in ("intermediateExchange", "elementaryExchange")
        for entry in root.iterfind(f".//e:{kind}", space)
    )
    amounts = evaluate(fp.read(MODELS / "mixed-units.yaml")).amounts
    stated = sorted((amount.value, amount.unit.text) for key, amount in amounts.items() if key.startswith(f"{process}/"))
    assert stated == written


def test_the_pound_is_the_international_one_and_not_that_of_the_case() -> None:
    one_kilogram = result_of("mixed-units", "steel", "1 kg")["total"]["value"]
    assert one_kilogram == pytest.approx(3.7 / (2.2 * 0.45359237), rel=EXACT)
    assert one_kilogram == pytest.approx(3.70778, rel=1e-5)
