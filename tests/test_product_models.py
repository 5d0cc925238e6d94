"""The product models that ship: they compute, they are honest about their figures, and they make physical sense."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

import footprint as fp
from footprint.errors import Severity
from footprint.inventory.library import shipped_folder
from footprint.model import Evaluated, evaluate, read_text
from footprint.pipeline import calculate
from footprint.units import Formula

FOLDER = shipped_folder("product_models")
NAMES = ("chp", "cement", "kelp", "pet")
CO2_PER_C = 44 / 12


@cache
def result_of(name: str) -> dict[str, Any]:
    """Calculate a shipped model."""
    return fp.calculate(fp.read(FOLDER / f"{name}.yaml")).as_dict()


def changed(name: str, *replacements: tuple[str, str]) -> dict[str, Any]:
    """Calculate a shipped model after replacing texts in its file; each text stands there once."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}.yaml"
        text = text.replace(old, new)
    return calculate(read_text(text, file=str(FOLDER / f"{name}.yaml"), folder=str(FOLDER))).as_dict()


@cache
def evaluated(name: str) -> Evaluated:
    """Evaluate the amounts of a shipped model."""
    return evaluate(fp.read(FOLDER / f"{name}.yaml"))


def amount(name: str, exchange: str, unit: str) -> float:
    """Give the amount of an exchange, per reference output of its process."""
    return evaluated(name).amounts[exchange].to(unit).value


def parameter(name: str, key: str, unit: str) -> float:
    """Give a parameter of a shipped model."""
    return evaluated(name).parameters[key].to(unit).value


def contribution(result: dict[str, Any], exchange: str) -> float:
    """Sum what an exchange contributes."""
    values = [row["value"] for row in result["contributions"] if row["exchange"] == exchange]
    assert values, f"{exchange} contributes nothing"
    return float(sum(values))


def test_every_model_of_the_folder_is_tested() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_product_models*.py"))
    assert [path.stem for path in Path(FOLDER).glob("*.yaml") if f'"{path.stem}"' not in tests] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_model_passes_the_check(name: str) -> None:
    errors = [finding.line() for finding in fp.check(FOLDER / f"{name}.yaml") if finding.severity is Severity.ERROR]
    assert errors == []


@pytest.mark.parametrize("name", NAMES)
def test_stages_and_contributions_of_a_shipped_model_sum_to_its_total(name: str) -> None:
    result = result_of(name)
    total = result["total"]["value"]
    scale = sum(abs(row["value"]) for row in result["contributions"])
    assert sum(row["value"] for row in result["contributions"]) == pytest.approx(total, abs=1e-9 * scale)
    assert sum(row["value"] for row in result["stages"]) == pytest.approx(total, abs=1e-9 * scale)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_shipped_model_names_its_source_or_says_that_it_is_assumed(name: str) -> None:
    model = fp.read(FOLDER / f"{name}.yaml")
    silent = [
        exchange_id
        for exchange_id, _, section, _, exchange in model.exchanges()
        if section != "outputs"
        and not exchange.source
        and exchange.data not in ("assumed", "proxy")
        and (exchange.source_dataset is not None or exchange.flow or exchange.cut_off or exchange.declared)
    ]
    silent += [
        name
        for name, parameter in model.parameters.items()
        if not parameter.source and parameter.data != "assumed" and not isinstance(parameter.value, Formula)
    ]
    assert silent == []
    assert model.status == "representative"


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_model_has_names_in_both_languages(name: str) -> None:
    model = fp.read(FOLDER / f"{name}.yaml")
    names = [model.product.name, *(process.name for process in model.processes.values())]
    assert all(it is not None and it.en and it.zh for it in names)


def test_the_combined_plant_gives_less_energy_than_its_coal_holds() -> None:
    known = evaluate(fp.read(FOLDER / "chp.yaml")).parameters
    products = known["gross_power"].to("TJ").value + known["heat_supplied"].to("TJ").value
    efficiency = products / known["coal_energy"].to("TJ").value
    assert 0.46 < efficiency < 1


def test_the_boiler_heat_of_the_combined_plant_is_that_of_its_energy_balance() -> None:
    known = evaluate(fp.read(FOLDER / "chp.yaml"))
    heat = known.amounts["plant/allocation/boiler_heat"].to("TJ").value
    assert heat == pytest.approx(3200e3 * 7.2 / 1e3 + 8000 / 0.985, rel=1e-12), "3200 GWh at 7.2 GJ/MWh and 8000 TJ at 98.5 %"


def test_heat_and_electricity_of_the_combined_plant_share_all_of_its_emissions() -> None:
    heat = result_of("chp")["total"]["value"]
    power = changed("chp", ("  flow: heat\n", "  flow: electricity\n"), ("declared_unit: 1 GJ", "declared_unit: 1 MWh"))["total"]["value"]
    amounts = evaluate(fp.read(FOLDER / "chp.yaml")).amounts
    whole = heat * amounts["plant/outputs/heat"].to("GJ").value + power * amounts["plant/outputs/electricity"].to("MWh").value
    ratio = 8000 / (3200 * 7.2 + 8000 / 0.985)
    assert heat * amounts["plant/outputs/heat"].to("GJ").value == pytest.approx(ratio * whole, rel=1e-9)


def test_the_combustion_of_the_combined_plant_lies_near_the_benchmarks_of_the_emissions_market() -> None:
    """Benchmarks of 2024, direct CO2: heat 0.1033 t/GJ, power 0.7910 (over 300 MW) to 0.8049 t/MWh."""
    assert contribution(result_of("chp"), "plant/inputs/combustion") == pytest.approx(103.3, rel=0.1)


def test_calcination_and_fuel_make_most_of_the_cement() -> None:
    result = result_of("cement")
    assert contribution(result, "clinker/inputs/calcination") == pytest.approx(0.80 * 535, rel=1e-9)
    burning = 0.80 * 110 * 29.3076 * 0.02618 * CO2_PER_C  # kgce -> MJ; t C per GJ is kg C per MJ
    assert contribution(result, "clinker/inputs/kiln_coal") == pytest.approx(burning, rel=1e-6)
    assert contribution(result, "clinker/inputs/calcination") + burning > 0.85 * result["total"]["value"]


def test_limestone_of_the_cement_holds_the_carbon_that_calcination_gives_off() -> None:
    evaluated = evaluate(fp.read(FOLDER / "cement.yaml"))
    assert evaluated.amounts["clinker/inputs/limestone"].to("t").value == pytest.approx(535 / 440 / 0.95, rel=1e-12)


def test_the_additions_of_the_cement_and_its_clinker_sum_to_one() -> None:
    known = evaluate(fp.read(FOLDER / "cement.yaml")).parameters
    assert sum(known[f"{name}_share"].base for name in ("clinker", "gypsum", "slag", "ash")) == pytest.approx(1.0, abs=1e-12)


def test_pet_loses_carbon_between_feedstock_and_resin_and_gains_none() -> None:
    amounts = evaluate(fp.read(FOLDER / "pet.yaml")).amounts
    per_pta = amounts["oxidation/inputs/px"].to("t").value * 8 * 12.011 / 106.17
    assert per_pta >= 8 * 12.011 / 166.13
    into_resin = amounts["polymerisation/inputs/pta"].to("t").value * 8 * 12.011 / 166.13
    into_resin += amounts["polymerisation/inputs/glycol"].to("t").value * 2 * 12.011 / 62.07
    out = amounts["polymerisation/outputs/chips"].to("t").value + amounts["polymerisation/outputs/off-grade"].to("t").value
    assert into_resin > 0.99 * out * 0.625


def test_the_steam_of_pet_is_that_of_the_combined_plant() -> None:
    steam = contribution(result_of("pet"), "solid-state/inputs/steam")
    assert steam == pytest.approx(0.4 * result_of("chp")["total"]["value"], rel=1e-9)


def test_co_products_of_pet_take_little_of_the_burden() -> None:
    all_to_the_chips = changed(
        "pet",
        ("by: economic", "by: shares"),
        (
            "prices: {chips: 6200 CNY/t, off-grade: 4500 CNY/t, recovered-heat: 60 CNY/GJ}",
            "shares: {chips: 100 %, off-grade: 0 %, recovered-heat: 0 %}",
        ),
    )
    assert result_of("pet")["total"]["value"] == pytest.approx(all_to_the_chips["total"]["value"], rel=0.01)


def test_carbon_that_kelp_takes_up_leaves_as_product_or_as_biogenic_co2() -> None:
    categories = result_of("kelp")["categories"]
    content = result_of("kelp")["biogenic_carbon_content"]
    assert content == pytest.approx(1000 * 0.312 * 0.82, rel=1e-9)
    assert -categories["uptake"] == pytest.approx(categories["biogenic_co2"] + CO2_PER_C * content, rel=1e-9)


def test_uptake_of_kelp_is_reported_apart_and_not_in_the_total() -> None:
    result = result_of("kelp")
    sums = result["sums"]
    assert result["total"]["value"] == sums["excl_uptake"] > 0
    assert sums["incl_uptake"] == pytest.approx(sums["excl_uptake"] - CO2_PER_C * result["biogenic_carbon_content"], rel=1e-9)
    assert sums["iso_net"] == pytest.approx(sums["incl_uptake"], abs=1e-6)


def test_fresh_kelp_at_the_pier_lies_in_the_range_that_publications_give() -> None:
    """Li et al. 2023 give 57.5 kg CO2e per t for a large farm; older studies of small farms far more. A factor of four either way."""
    fresh = changed("kelp", ("  flow: dried-kelp\n", "  flow: fresh-kelp\n"))
    assert 57.5 / 4 < fresh["total"]["value"] < 57.5 * 4
