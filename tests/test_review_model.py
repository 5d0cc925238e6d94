"""What an independent review of the models' rules found: each case was once accepted, or answered with a number."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import footprint as fp
from footprint.errors import Finding, ProblemsFound
from footprint.model import check_text, read, read_text
from footprint.units import parse_amount
from shared import REPOSITORY

MODELS = REPOSITORY / "tests" / "models"
TEXTBOOK = MODELS / "packages" / "textbook"
HEAD = """footprint: product-model/1
product: {{name: Product, flow: f0, declared_unit: {declared}{mass}}}
period: {{start: 2024-01-01, end: 2024-12-31}}
inventories: {inventories}
flows: {flows}
processes:
"""


def text(processes: str, declared: str = "1 t", mass: str = "", inventories: str = "{}", flows: str = "{}") -> str:
    stated = f", mass_per_declared_unit: {mass}" if mass else ""
    return HEAD.format(declared=declared, mass=stated, inventories=inventories, flows=flows) + processes


def making(exchanges: str, outputs: str = "f0: 1 t") -> str:
    return f"  kiln: {{outputs: {{{outputs}}}, {exchanges}}}\n"


def emitting(flow: str, section: str = "emissions") -> str:
    return f"{section}: {{gas: {{flow: '{flow}', amount: 100 kg}}}}"


def footprint_of(model: str, **named: Any) -> fp.Footprint:
    return fp.calculate(read_text(model), **named)


def refused(model: str, **named: Any) -> list[Finding]:
    with pytest.raises(ProblemsFound) as caught:
        footprint_of(model, **named)
    for finding in caught.value.findings:
        for lang in ("en", "zh"):
            assert "{" not in finding.message(lang) + finding.hint(lang)  # type: ignore[arg-type]
    return list(caught.value.findings)


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]


# Overrides keep the rules of the model.


def test_shares_that_no_longer_sum_to_one_are_refused() -> None:
    model = read(MODELS / "allocation-shares.yaml")
    with pytest.raises(ProblemsFound) as caught:
        fp.calculate(model, overrides={"works/allocation/shares/main": parse_amount("90 %")})
    (finding,) = caught.value.findings
    assert finding.severity == "error"
    assert finding.place is not None
    assert finding.place.path.startswith("processes/works/allocation")


def test_shares_overridden_together_are_applied() -> None:
    model = read(MODELS / "allocation-shares.yaml")
    shares = {"works/allocation/shares/main": parse_amount("50 %"), "works/allocation/shares/side": parse_amount("50 %")}
    assert fp.calculate(model, overrides=shares).value == pytest.approx(10)


def test_a_mix_that_no_longer_sums_to_its_output_is_refused() -> None:
    processes = (
        "  blend: {kind: mix, outputs: {f0: 1 t}, inputs: {a: 0.4 t, b: 0.6 t}}\n"
        f"  making-a: {{outputs: {{a: 1 t}}, {emitting('carbon dioxide, fossil')}}}\n"
        f"  making-b: {{outputs: {{b: 1 t}}, {emitting('carbon dioxide, fossil')}}}\n"
    )
    found = refused(text(processes), overrides={"blend/inputs/a": parse_amount("0.9 t")})
    assert codes(found) == ["M225"]
    assert footprint_of(text(processes)).value == pytest.approx(100)


def test_a_parameter_that_lets_a_process_eat_its_output_is_refused() -> None:
    processes = f"  kiln: {{outputs: {{f0: 1 t}}, inputs: {{f0: '= own * 1 t'}}, {emitting('carbon dioxide, fossil')}}}\n"
    model = text(processes) + "parameters: {own: 10 %}\n"
    assert codes(refused(model, overrides={"own": parse_amount("150 %")})) == ["M223"]
    assert footprint_of(model, overrides={"own": parse_amount("20 %")}).value == pytest.approx(125)


# The direction of elementary flows.


@pytest.mark.parametrize("flow", ["carbon dioxide, uptake", "carbon dioxide, removal"])
def test_what_is_taken_out_of_the_air_is_no_emission(flow: str) -> None:
    (finding,) = refused(text(making(emitting(flow))))
    assert finding.code == "S122"
    assert finding.place is not None
    assert finding.place.path == "processes/kiln/emissions/gas/flow"
    assert "removals" in finding.hint()
    assert "removals" in finding.hint("zh")


@pytest.mark.parametrize(
    "flow", ["carbon dioxide, fossil", "carbon dioxide, biogenic", "carbon dioxide, land use change", "methane, fossil"]
)
def test_what_the_method_counts_as_emission_is_no_removal(flow: str) -> None:
    (finding,) = refused(text(making(emitting(flow, "removals"))))
    assert finding.code == "S123"
    assert "carbon dioxide, uptake" in finding.hint()


def test_an_allocated_process_names_a_wrong_direction_once() -> None:
    process = making(
        f"allocation: {{by: mass, why: The products are alike.}}, {emitting('carbon dioxide, uptake')}", outputs="f0: 1 t, side: 1 t"
    )
    flows = "{f0: {biogenic_carbon_content: 0 kg/kg}, side: {biogenic_carbon_content: 0 kg/kg}}"
    assert codes(refused(text(process, flows=flows))).count("S122") == 1


def test_a_flow_that_the_method_does_not_count_has_no_direction() -> None:
    result = fp.calculate(read(MODELS / "heijungs-suh.yaml"), inventories=[MODELS / "packages"])
    assert result.value == pytest.approx(120)


# The background.


def background(folder: Path, datasets: dict[str, str], exchanges: list[str]) -> Path:
    """Write a package of datasets of 1 kg each, by code and basis."""
    target = folder / "house"
    shutil.copytree(TEXTBOOK, target)
    about = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    about["name"] = "house"
    (target / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    head, row = (target / "processes.csv").read_text(encoding="utf-8").splitlines()
    rows = [
        row.replace("boiler-heat,heat", f"{code},{code}").replace("1,GJ", "1,kg").replace(",footprint,demo", f",{basis},literature")
        for code, basis in datasets.items()
    ]
    (target / "processes.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    head = (target / "exchanges.csv").read_text(encoding="utf-8").splitlines()[0]
    (target / "exchanges.csv").write_text("\n".join([head, *exchanges]) + "\n", encoding="utf-8")
    return folder


TAKING = text(making("inputs: {part: {amount: 1 kg, from: house/part}}"), inventories='{house: "1"}')


def test_a_dataset_that_takes_from_a_co2_factor_is_refused(tmp_path: Path) -> None:
    exchanges = ["part,technosphere,,power,2,kg,x,", 'power,elementary,,"carbon dioxide, fossil",3,kg,x,']
    (finding,) = refused(TAKING, inventories=[background(tmp_path, {"part": "footprint", "power": "co2-only"}, exchanges)])
    assert finding.code == "S121"
    assert (finding.values["process"], finding.values["dataset"]) == ("house/part", "house/power")
    assert finding.place is not None
    assert finding.place.file.endswith("exchanges.csv")


def test_a_direct_factor_in_the_background_is_taken(tmp_path: Path) -> None:
    exchanges = ["part,technosphere,,power,2,kg,x,", 'power,elementary,,"carbon dioxide, fossil",3,kg,x,']
    result = footprint_of(TAKING, inventories=[background(tmp_path, {"part": "footprint", "power": "direct"}, exchanges)])
    assert result.value == pytest.approx(6)


def test_a_flow_of_the_background_that_counts_nothing_is_named_once(tmp_path: Path) -> None:
    exchanges = [
        "part,technosphere,,power,2,kg,x,",
        "part,elementary,,sulfur dioxide,1,kg,x,",
        "power,elementary,,sulfur dioxide,1,kg,x,",
        'power,elementary,,"carbon dioxide, fossil",3,kg,x,',
    ]
    result = footprint_of(TAKING, inventories=[background(tmp_path, {"part": "footprint", "power": "direct"}, exchanges)])
    named = [finding for finding in result.findings if finding.code == "S303"]
    assert [finding.values["flow"] for finding in named] == ["sulfur dioxide"]


def test_a_flow_that_the_model_has_itself_is_named_at_its_exchanges_only() -> None:
    result = fp.calculate(read(MODELS / "heijungs-suh.yaml"), inventories=[MODELS / "packages"])
    named = [finding.place.path for finding in result.findings if finding.code == "S303" and finding.place]
    assert sorted(named) == [
        "processes/electricity-production/emissions/so2",
        "processes/fuel-production/emissions/so2",
        "processes/fuel-production/removals/crude",
    ]


# Figures of the product.


@pytest.mark.parametrize(
    ("declared", "mass", "stated", "agrees"),
    [
        ("1 item", "2 kg", "2 kg/item", True),
        ("1 item", "2000 g", "0.002 t/item", True),
        ("10 item", "20 kg", "2 kg/item", True),
        ("1 item", "2 kg", "2.3 kg/item", False),
        ("1 item", "2 kg", "2.0000001 kg/item", False),
        ("10 item", "2 kg", "2 kg/item", False),
    ],
)
def test_the_mass_of_the_declared_unit_is_that_of_the_flow(declared: str, mass: str, stated: str, agrees: bool) -> None:
    process = making(emitting("carbon dioxide, fossil"), outputs="f0: 1 item")
    _, findings = check_text(text(process, declared=declared, mass=mass, flows=f"{{f0: {{mass: {stated}, source: scales}}}}"))
    found = [finding for finding in findings if finding.severity == "error"]
    assert codes(found) == ([] if agrees else ["M261"])
    for finding in found:
        assert finding.place is not None
        assert finding.place.path == "product/mass_per_declared_unit"
        assert stated in finding.message()
        assert stated in finding.message("zh")


@pytest.mark.parametrize("key", ["mass", "density", "biogenic_carbon_content"])
def test_a_named_property_cannot_stand_below_other(key: str) -> None:
    process = making(emitting("carbon dioxide, fossil"))
    _, findings = check_text(text(process, flows=f"{{f0: {{other: {{{key}: 2 kg/item}}, source: scales}}}}"))
    (found,) = (finding for finding in findings if finding.severity == "error")
    assert found.code == "M262"
    assert found.place is not None
    assert found.place.path == f"flows/f0/other/{key}"
    assert f"flows/f0/{key}" in found.hint()
    assert f"flows/f0/{key}" in found.hint("zh")


def test_other_properties_keep_their_names() -> None:
    process = making(emitting("carbon dioxide, fossil"))
    _, findings = check_text(text(process, flows="{f0: {other: {sugar: 0.2 kg/kg}, source: laboratory}}"))
    assert codes(finding for finding in findings if finding.severity == "error") == []


# The share of primary data.


def credited(primary: str, credit: str) -> str:
    return making(
        f"inputs: {{resin: {{amount: {primary}, declared: 1 kg CO2e/kg, source: supplier, data: primary}}}},"
        f" emissions: {{co2: {{flow: 'carbon dioxide, fossil', amount: 10 kg, data: secondary}}}},"
        f" removals: {{stored: {{flow: 'carbon dioxide, removal', amount: {credit}, data: secondary}}}}"
    )


def test_the_primary_share_is_unknown_where_credits_take_it_out_of_its_range() -> None:
    result = footprint_of(text(credited("90 kg", "60 kg")))
    assert result.value == pytest.approx(40)
    assert result.primary_data_share is None
    assert "credits" in result.reasons["primary_data_share"]["en"]
    assert "抵扣" in result.reasons["primary_data_share"]["zh"]


def test_the_primary_share_is_known_without_credits() -> None:
    result = footprint_of(text(credited("90 kg", "0 kg")))
    assert result.primary_data_share == pytest.approx(0.9)
    assert "primary_data_share" not in result.reasons


# What is known of the categories.


def test_aggregates_that_credits_cancel_leave_the_categories_unknown() -> None:
    processes = (
        "  kiln:\n"
        "    outputs: {f0: 1 t, heat: 1 GJ}\n"
        "    allocation: {by: substitution, why: A rule prescribes it., main: f0,\n"
        "      avoided: {heat: {amount: 10 kWh, from: cn-electricity/national-average-2024}}}\n"
        "    inputs: {resin: {amount: 1 kg, declared: 5.777 kg CO2e/kg, source: supplier}}\n"
        f"    {emitting('carbon dioxide, fossil')}\n"
    )
    result = footprint_of(text(processes, inventories='{cn-electricity: "2024.1"}'))
    assert result.of_which["unsplit"] == pytest.approx(0, abs=1e-9)
    assert result.categories["biogenic_co2"] is None
    assert "11.554 kg CO2e" in result.reasons["categories/biogenic_co2"]["en"]
    assert result.categories["fossil"] == pytest.approx(100)


def test_a_category_that_is_known_in_part_keeps_its_value_and_says_so() -> None:
    process = making(
        "inputs: {power: {amount: 10 kWh, from: cn-electricity/national-average-2024}}, " + emitting("carbon dioxide, land use change")
    )
    result = footprint_of(text(process, inventories='{cn-electricity: "2024.1"}'))
    assert result.categories["land_use_change"] == pytest.approx(100)
    assert "partly unknown" in result.reasons["categories/land_use_change"]["en"]
    assert "部分未知" in result.reasons["categories/land_use_change"]["zh"]
    assert "categories/fossil" not in result.reasons


def test_without_aggregates_every_category_is_known() -> None:
    result = footprint_of(text(making(emitting("carbon dioxide, fossil"))))
    assert None not in result.categories.values()
    assert not [name for name in result.reasons if name.startswith(("categories/", "sums/iso"))]
