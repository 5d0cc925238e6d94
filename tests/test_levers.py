"""Reduction levers against models that are written with the change, and against sensitivities and arithmetic by hand."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import footprint as fp
from footprint.insight.levers import KINDS, Lever, Levers
from footprint.insight.levers.errors import StepOutsideRange, TargetOutsideRange
from footprint.insight.scenarios import apply_scenario
from footprint.insight.sensitivity import sensitivities
from footprint.inventory import open_library
from footprint.model import read_text
from footprint.model.schema import Scenario
from footprint.pipeline import calculate_with
from footprint.units import parse_amount
from shared import REPOSITORY

MODEL = """footprint: product-model/1
product: {name: Part, flow: part, declared_unit: 1 kg}
producer: {name: Works, site: {country: CN}}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {cn-electricity: "2024.1", cn-fuels: "2025.1", cn-materials: "1", cn-transport: "2024.1"}
flows: {part: {biogenic_carbon_content: 0 kg/kg, source: test}}
parameters:
  metal_rate: {value: 1.5 kg/kg, min: 1.1 kg/kg, max: 1.8 kg/kg}
  oven: {value: 2 kWh/kg, min: 1 kWh/kg}
  heat: {value: 30 MJ/kg, max: 50 MJ/kg}
  doubled: "= 2 * oven"
processes:
  casting:
    stage: casting
    outputs: {part: 1 kg}
    inputs:
      metal: "= 1 kg * metal_rate"
      power: {amount: "= 1 kg * doubled", from: cn-electricity/national-average-2024}
      coal_burnt: {amount: "= 1 kg * heat", from: cn-fuels/cets-steel-2025/enterprise/bituminous-coal-per-gj}
      coal: {amount: "= 1 kg * heat / (23.736 MJ/kg)", from: cn-fuels/upstream/coal}
  metals:
    kind: mix
    outputs: {metal: 1 kg}
    inputs:
      bought: {amount: 0.6 kg, from: cn-materials/aluminium-primary}
      own: {amount: 0.4 kg, product: remelted}
  remelting:
    stage: remelting
    outputs: {remelted: 1 kg}
    inputs:
      scrap: {amount: 1.02 kg, secondary: true}
      power: {amount: 0.7 kWh, from: cn-electricity/national-average-2024}
"""

AVERAGE, WIND, DELIVERY = 0.5777, 0.0324, 0.0327


def written(*changes: tuple[str, str], text: str = MODEL) -> float:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return fp.calculate(read_text(text)).value


@functools.cache
def found() -> Levers:
    return fp.levers(read_text(MODEL))


def lever(name: str) -> Lever:
    return found().lever(name)


def value_of(scenario: Scenario, result: fp.Footprint | None = None) -> float:
    base = result or found().result
    model, values = apply_scenario(base.model, scenario, base.overrides)
    return calculate_with(model, open_library(), values).value


def test_levers_are_ranked_and_all_of_them_lower_the_result() -> None:
    deltas = [entry.delta for entry in found().levers]
    assert deltas == sorted(deltas)
    assert max(deltas) < 0
    for entry in found().levers:
        assert entry.kind in KINDS
        assert entry.value - entry.delta == pytest.approx(found().result.value)
        assert entry.value == pytest.approx(value_of(entry.scenario), rel=1e-12)
        assert set(entry.title) == {"en", "zh"}


def test_renewable_electricity_comes_with_its_delivery() -> None:
    hours = 4 + 1.5 * 0.4 * 0.7
    assert lever("electricity:wind").delta == pytest.approx(-hours * (AVERAGE - WIND - DELIVERY))
    delivered = "{amount: %s, from: cn-electricity/delivery-with-losses-2024}"
    value = written(
        ("cn-electricity/national-average-2024", "cn-electricity/wind-2024"),
        ("      metal: ", f"      a: {delivered % '4 kWh'}\n      metal: "),
        ("      scrap: ", f"      b: {delivered % '0.7 kWh'}\n      scrap: "),
    )
    assert lever("electricity:wind").value == pytest.approx(value, rel=1e-12)


def test_electricity_of_a_mix_is_delivered_where_the_mix_is_used() -> None:
    text = """footprint: product-model/1
period: {start: 2024-01-01, end: 2024-12-31}
producer: {name: Works, site: {country: CN}}
product: {name: Part, flow: part, declared_unit: 1 kg}
inventories: {cn-electricity: "2024.1"}
parameters: {use: 2 kWh/kg}
processes:
  making:
    stage: making
    outputs: {part: 1 kg}
    inputs: {power: "= 1 kg * use", oven: {amount: 1 kWh, product: power}}
  power:
    kind: mix
    outputs: {power: 1 kWh}
    inputs:
      grid: {amount: 0.7 kWh, from: cn-electricity/national-average-2024}
      wind: {amount: 0.3 kWh, from: cn-electricity/wind-2024}
"""
    levers = fp.levers(read_text(text))
    assert levers.lever("electricity:wind").value == pytest.approx(3 * (WIND + 0.7 * DELIVERY))
    assert not [entry for entry in levers.levers if entry.kind == "mix"]


def test_gas_takes_the_place_of_coal_with_its_own_supply() -> None:
    """30 MJ: coal 44/12 · 26.18 g C/MJ and 0.08 kg/kg of supply; gas 44/12 · 15.32 g C/MJ and 0.608 kg/Nm3, 38.931 MJ/Nm3."""
    coal = 30 * (44 / 12 * 0.02618 + 0.08 / 23.736)
    gas = 30 * (44 / 12 * 0.01532 + 0.608 / 38.931)
    assert lever("fuel:casting/inputs/coal_burnt>natural-gas").delta == pytest.approx(gas - coal, rel=1e-9)


def test_fuel_that_is_counted_by_mass_is_replaced_by_its_energy() -> None:
    changes = (
        ('"= 1 kg * heat", from: cn-fuels/cets-steel-2025/enterprise/bituminous-coal-per-gj', "BURNT"),
        ("{amount: BURNT}", "{amount: 2 kg, from: cn-fuels/cets-steel-2025/enterprise/bituminous-coal}"),
        ('"= 1 kg * heat / (23.736 MJ/kg)"', "2 kg"),
        ("  heat: {value: 30 MJ/kg, max: 50 MJ/kg}\n", ""),
    )
    text = MODEL
    for old, new in changes:
        text = text.replace(old, new)
    levers = fp.levers(read_text(text))
    energy = 2 * 23.736
    gas = energy * (44 / 12 * 0.01532 + 0.608 / 38.931) - energy * 44 / 12 * 0.02618 - 2 * 0.08
    assert levers.lever("fuel:casting/inputs/coal_burnt>natural-gas").delta == pytest.approx(gas, rel=1e-6)


def test_another_maker_of_the_same_metal_is_a_lever() -> None:
    name = "dataset:cn-materials/aluminium-primary>aluminium-primary-hydropower"
    value = written(("cn-materials/aluminium-primary}", "cn-materials/aluminium-primary-hydropower}"))
    assert lever(name).value == pytest.approx(value, rel=1e-12)


def test_a_parameter_goes_to_the_better_end_of_its_range() -> None:
    assert lever("parameter:metal_rate").scenario.amounts["metal_rate"] == parse_amount("1.1 kg/kg")
    assert lever("parameter:metal_rate").value == pytest.approx(written(("value: 1.5 kg/kg", "value: 1.1 kg/kg")), rel=1e-12)
    assert lever("parameter:oven").value == pytest.approx(written(("value: 2 kWh/kg", "value: 1 kWh/kg")), rel=1e-12)
    names = {entry.id for entry in found().levers}
    assert "parameter:doubled" not in names
    out = {entry.id: entry.why["en"] for entry in found().left_out}
    assert out["parameter:heat"] == "It does not lower the result."


def test_the_effect_of_a_value_that_stands_alone_is_its_sensitivity_times_the_way() -> None:
    slopes = {entry.name: entry.derivative for entry in sensitivities(found().result)}
    assert lever("parameter:oven").delta == pytest.approx(slopes["oven"] * -1, rel=1e-9)
    assert lever("parameter:metal_rate").delta == pytest.approx(slopes["metal_rate"] * -0.4, rel=1e-9)


def test_a_mix_is_shifted_to_its_best_supplier() -> None:
    value = written(("amount: 0.6 kg", "amount: 0 kg"), ("amount: 0.4 kg", "amount: 1 kg"))
    assert lever("mix:metals").value == pytest.approx(value, rel=1e-12)
    assert "metals/inputs/own" in lever("mix:metals").touches


def test_less_input_is_more_output_from_the_same_inputs() -> None:
    value = written(("outputs: {part: 1 kg}", "outputs: {part: 1.0526315789473684 kg}"))
    assert lever("yield:casting").value == pytest.approx(value, rel=1e-12)
    assert lever("yield:casting").share == pytest.approx(-0.05)


def test_a_yield_that_matter_does_not_allow_is_left_out_with_the_reason() -> None:
    out = {entry.id: entry.why for entry in found().left_out}
    assert "1.02" in out["yield:remelting"]["en"]
    assert "物料平衡" in out["yield:remelting"]["zh"]


def test_what_is_needed_of_a_switch_reaches_the_goal() -> None:
    needed = lever("mix:metals").needed
    assert needed.possible
    fraction = needed.fraction
    assert fraction is not None
    bought, own = 0.6 * (1 - fraction), 0.4 + 0.6 * fraction
    value = written(("amount: 0.6 kg", f"amount: {bought!r} kg"), ("amount: 0.4 kg", f"amount: {own!r} kg"))
    assert value == pytest.approx(found().goal, rel=1e-9)


def test_what_is_needed_of_a_source_reaches_the_goal_when_only_that_part_is_switched() -> None:
    levers = fp.levers(read_text(MODEL), target=0.1)
    needed = levers.lever("dataset:cn-materials/aluminium-primary>aluminium-primary-hydropower").needed
    assert needed.possible
    assert needed.fraction is not None
    part = 0.6 * needed.fraction
    value = written(
        (
            "      bought: {amount: 0.6 kg, from: cn-materials/aluminium-primary}",
            f"      bought: {{amount: {0.6 - part!r} kg, from: cn-materials/aluminium-primary}}\n"
            f"      hydro: {{amount: {part!r} kg, from: cn-materials/aluminium-primary-hydropower}}",
        )
    )
    assert value == pytest.approx(levers.goal, rel=1e-9)


def test_what_is_needed_of_a_parameter_beyond_its_range_is_said_and_called_impossible() -> None:
    needed = lever("parameter:metal_rate").needed
    assert not needed.possible
    assert needed.fraction is not None
    assert needed.fraction > 1
    exact = 1.5 - needed.fraction * 0.4
    assert written(("value: 1.5 kg/kg, min: 1.1 kg/kg", f"value: {exact!r} kg/kg")) == pytest.approx(found().goal, rel=1e-9)
    assert needed.value == f"{exact:.4g} kg/kg"
    assert needed.text["en"].startswith("cannot")
    assert needed.text["zh"].startswith("不能")


def test_the_way_of_a_divisor_is_followed_exactly() -> None:
    text = MODEL.replace("metal_rate: {value: 1.5 kg/kg, min: 1.1 kg/kg, max: 1.8 kg/kg}", "metal_yield: {value: 60 %, max: 95 %}")
    text = text.replace("1 kg * metal_rate", "1 kg / metal_yield")
    levers = fp.levers(read_text(text), target=0.2)
    needed = levers.lever("parameter:metal_yield").needed
    assert needed.possible
    assert needed.fraction is not None
    exact = 60 + 35 * needed.fraction
    assert written(("value: 60 %", f"value: {exact!r} %"), text=text) == pytest.approx(levers.goal, rel=1e-9)


def test_a_lever_that_cannot_reach_the_goal_says_so() -> None:
    needed = lever("fuel:casting/inputs/coal_burnt>natural-gas").needed
    assert not needed.possible
    assert needed.text["en"].startswith("cannot: all of it takes off ")


def test_the_best_together_are_one_calculation_and_no_sum() -> None:
    combined = found().combined
    assert combined is not None
    base = found().result
    model, values = base.model, dict(base.overrides)
    touched: set[str] = set()
    for step in combined.steps:
        entry = found().lever(step.lever)
        assert not entry.touches & touched
        touched |= entry.touches
        model, values = apply_scenario(model, entry.scenario, values)
    assert calculate_with(model, open_library(), values).value == pytest.approx(combined.value, rel=1e-12)
    assert sum(step.delta for step in combined.steps) == pytest.approx(combined.delta)
    assert combined.delta > sum(found().lever(step.lever).delta for step in combined.steps)
    assert combined.reaches
    assert combined.needed is not None
    assert combined.steps[combined.needed - 1].value <= found().goal
    assert combined.needed == 1 or combined.steps[combined.needed - 2].value > found().goal


def test_a_yield_does_not_go_with_the_parameters_that_make_it() -> None:
    assert "metal_rate" in lever("yield:casting").touches
    combined = found().combined
    assert combined is not None
    assert not {"yield:casting", "parameter:metal_rate"} <= {step.lever for step in combined.steps}


def test_a_lever_can_be_written_into_the_model_as_a_scenario() -> None:
    data: dict[str, Any] = {entry["id"]: entry for entry in json.loads(json.dumps(found().as_dict()))["levers"]}
    scenarios = {f"lever-{number}": data[entry.id]["scenario"] for number, entry in enumerate(found().levers)}
    text = MODEL + yaml.safe_dump({"scenarios": scenarios}, allow_unicode=True, width=10_000)
    model = read_text(text)
    for number, entry in enumerate(found().levers):
        assert fp.calculate(model, scenario=f"lever-{number}").value == pytest.approx(entry.value, rel=1e-9), entry.id


def test_scenarios_of_the_model_are_levers_where_they_lower_the_result() -> None:
    text = MODEL + "scenarios:\n  less: {name: {en: Less, zh: 更少}, set: {oven: 1.2 kWh/kg}}\n  more: {set: {oven: 3 kWh/kg}}\n"
    levers = fp.levers(read_text(text))
    assert levers.lever("scenario:less").title == {"en": "Less", "zh": "更少"}
    assert levers.lever("scenario:less").value == pytest.approx(written(("value: 2 kWh/kg", "value: 1.2 kWh/kg")))
    assert "scenario:more" in {entry.id for entry in levers.left_out}


def test_what_is_set_for_the_result_holds_for_its_levers() -> None:
    result = fp.calculate(read_text(MODEL), overrides={"oven": parse_amount("5 kWh/kg"), "remelting/inputs/power": parse_amount("2 kWh")})
    levers = fp.levers(result)
    hours = 10 + 1.5 * 0.4 * 2
    assert levers.lever("electricity:wind").delta == pytest.approx(-hours * (AVERAGE - WIND - DELIVERY))
    assert levers.lever("parameter:oven").delta == pytest.approx(-8 * AVERAGE)


def test_a_supplier_that_is_a_model_is_asked_and_its_file_would_give_the_same(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text(MODEL, encoding="utf-8")
    own = """footprint: product-model/1
product: {name: Machine, flow: machine, declared_unit: 1 item, mass_per_declared_unit: 3 kg}
period: {start: 2024-01-01, end: 2024-12-31}
processes:
  assembly:
    stage: assembly
    outputs: {machine: 1 item}
    inputs: {part: {amount: 3 kg, from: "model:part.yaml#part"}, spare: {amount: 500 g, from: "model:part.yaml#part"}}
"""
    (tmp_path / "machine.yaml").write_text(own, encoding="utf-8")
    levers = fp.levers(tmp_path / "machine.yaml")
    name = "supplier:part.yaml#part>dataset:cn-materials/aluminium-primary>aluminium-primary-hydropower"
    changed = levers.lever(name).value
    (tmp_path / "part.yaml").write_text(
        MODEL.replace("cn-materials/aluminium-primary}", "cn-materials/aluminium-primary-hydropower}"), encoding="utf-8"
    )
    assert changed == pytest.approx(fp.calculate(tmp_path / "machine.yaml").value, rel=1e-9)
    assert levers.lever(name).title["en"].startswith("Supplier of Part: ")


def test_another_product_of_a_supplier_is_followed_too(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text(MODEL, encoding="utf-8")
    own = """footprint: product-model/1
product: {name: Plate, flow: plate, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
processes:
  rolling:
    stage: rolling
    outputs: {plate: 1 t}
    inputs: {remelted: {amount: 1.1 t, from: "model:part.yaml#remelted"}}
"""
    (tmp_path / "plate.yaml").write_text(own, encoding="utf-8")
    levers = fp.levers(tmp_path / "plate.yaml")
    wind = levers.lever("supplier:part.yaml#remelted>electricity:wind")
    assert wind.value == pytest.approx(1100 * 0.7 * (WIND + DELIVERY))


def test_a_scenario_of_a_supplier_that_fails_is_left_out_with_its_finding(tmp_path: Path) -> None:
    broken = MODEL + "scenarios:\n  broken: {set: {metals/inputs/own: 0.1 kg}}\n"
    (tmp_path / "part.yaml").write_text(broken, encoding="utf-8")
    own = """footprint: product-model/1
product: {name: Plate, flow: plate, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
processes:
  rolling: {stage: rolling, outputs: {plate: 1 t}, inputs: {part: {amount: 1.1 t, from: "model:part.yaml#part"}}}
"""
    (tmp_path / "plate.yaml").write_text(own, encoding="utf-8")
    out = {entry.id: entry for entry in fp.levers(tmp_path / "plate.yaml").left_out}
    assert "metals" in out["supplier:part.yaml#part>scenario:broken"].why["en"]
    assert out["supplier:part.yaml#part>scenario:broken"].title["zh"].startswith("Part的供应商")


def test_of_very_many_values_those_are_calculated_that_move_the_result_most() -> None:
    count = 60
    rates = "\n".join(f"  rate{number}: {{value: {number} kg, min: 0 kg}}" for number in range(1, count + 1))
    emissions = "\n".join(
        f'      gas{number}: {{flow: "carbon dioxide, fossil", amount: "= rate{number}"}}' for number in range(1, count + 1)
    )
    text = f"""footprint: product-model/1
product: {{name: Much, flow: much, declared_unit: 1 kg}}
period: {{start: 2024-01-01, end: 2024-12-31}}
parameters:
{rates}
processes:
  making:
    stage: making
    outputs: {{much: 1 kg}}
    emissions:
{emissions}
"""
    levers = fp.levers(read_text(text))
    assert [entry.id for entry in levers.levers] == [f"parameter:rate{number}" for number in range(count, 20, -1)]
    out = [entry.id for entry in levers.left_out if "Not calculated" in entry.why["en"]]
    assert sorted(out) == sorted(f"parameter:rate{number}" for number in range(1, 21))


def test_levers_of_a_scenario_say_what_they_start_from() -> None:
    text = MODEL + "scenarios:\n  less: {set: {oven: 1.2 kWh/kg}}\n"
    levers = fp.levers(fp.calculate(read_text(text), scenario="less"))
    assert levers.as_dict()["scenario"] == "less"
    assert levers.lever("electricity:wind").delta == pytest.approx(-(2.4 + 0.42) * (AVERAGE - WIND - DELIVERY))


@pytest.mark.parametrize("target", [0, 1, -0.2, 1.5, float("nan")])
def test_a_target_that_is_no_reduction_is_refused(target: float) -> None:
    with pytest.raises(TargetOutsideRange):
        fp.levers(found().result, target=target)


@pytest.mark.parametrize("step", [0, 1, -0.1])
def test_a_step_that_is_no_share_is_refused(step: float) -> None:
    with pytest.raises(StepOutsideRange):
        fp.levers(found().result, step=step)


def test_nothing_lowers_a_result_of_zero() -> None:
    text = """footprint: product-model/1
product: {name: Nothing, flow: nothing, declared_unit: 1 kg}
period: {start: 2024-01-01, end: 2024-12-31}
parameters: {rate: {value: 1 kg/kg, min: 0.5 kg/kg}}
processes:
  making: {stage: making, outputs: {nothing: 1 kg}, inputs: {scrap: {amount: "= 1 kg * rate", secondary: true}},
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: 0 kg}}}
"""
    levers = fp.levers(read_text(text))
    assert levers.result.value == 0
    assert levers.levers == ()
    assert levers.combined is None
    assert levers.left_out


def test_a_result_below_zero_falls_by_a_share_of_its_size() -> None:
    text = """footprint: product-model/1
product: {name: Heat, flow: heat, declared_unit: 1 kWh}
producer: {name: Works, site: {country: CN}}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {cn-electricity: "2024.1"}
processes:
  plant:
    stage: plant
    outputs: {heat: 1 kWh, power: 1 kWh}
    allocation: {by: substitution, why: test, main: heat, avoided: {power: {amount: 1 kWh, from: cn-electricity/coal-2024}}}
    inputs: {pumps: {amount: 0.2 kWh, from: cn-electricity/national-average-2024}}
"""
    levers = fp.levers(read_text(text), target=0.1)
    base = 0.2 * AVERAGE - 0.9240
    assert levers.result.value == pytest.approx(base)
    assert levers.goal == pytest.approx(1.1 * base)
    wind = levers.lever("electricity:wind")
    assert wind.delta == pytest.approx(-0.2 * (AVERAGE - WIND - DELIVERY))
    assert wind.share == pytest.approx(wind.delta / -base)
    assert wind.needed.fraction == pytest.approx(0.1 * base / wind.delta)


def test_a_scenario_that_cannot_be_calculated_is_left_out_with_its_finding() -> None:
    text = MODEL + "scenarios:\n  broken: {set: {metals/inputs/own: 0.1 kg}}\n"
    out = {entry.id: entry.why for entry in fp.levers(read_text(text)).left_out}
    assert "metals" in out["scenario:broken"]["en"]
    assert out["scenario:broken"]["zh"] != out["scenario:broken"]["en"]


def test_a_third_of_the_bearing_is_reached_with_renewable_electricity() -> None:
    levers = fp.levers(REPOSITORY / "product_models" / "bearing.yaml")
    best = levers.levers[0]
    assert best.id in ("electricity:wind", "scenario:wind-power")
    assert best.needed.possible
    assert best.needed.fraction == pytest.approx((levers.result.value / 3) / -best.delta)
    assert levers.combined is not None
    assert levers.combined.needed == 1
    supplier = [entry for entry in levers.levers if entry.kind == "supplier"]
    assert supplier
    assert supplier[0].id.startswith("supplier:eaf-steel.yaml#steel-bar")


def test_of_the_cement_it_is_told_what_reaches_a_third_and_what_does_not() -> None:
    levers = fp.levers(REPOSITORY / "product_models" / "cement.yaml")
    names = {entry.id for entry in levers.levers}
    assert {"parameter:clinker_share", "parameter:kiln_heat", "fuel:clinker/inputs/kiln_coal>natural-gas"} <= names
    needed = levers.lever("parameter:clinker_share").needed
    assert not needed.possible
    assert needed.fraction is not None
    exact = 0.80 - needed.fraction * 0.05
    assert 0.5 < exact < 0.55
    assert needed.value == f"{exact:.4g} t/t"
    result = fp.calculate(levers.result.model, overrides={"clinker_share": parse_amount(f"{exact!r} t/t")})
    assert result.value == pytest.approx(levers.goal, rel=1e-9)
    grinding = next(entry for entry in levers.left_out if entry.id == "yield:grinding")
    assert "less would not be enough matter" in grinding.why["en"]


def test_what_a_scenario_of_the_model_does_already_is_not_listed_twice() -> None:
    text = (
        MODEL
        + """scenarios:
  hydro: {name: Hydropower, from: {metals/inputs/bought: cn-materials/aluminium-primary-hydropower}}
"""
    )
    levers = fp.levers(read_text(text))
    name = "dataset:cn-materials/aluminium-primary>aluminium-primary-hydropower"
    assert "scenario:hydro" in {entry.id for entry in levers.levers}
    assert name not in {entry.id for entry in levers.levers}
    assert "Hydropower" in next(entry.why["en"] for entry in levers.left_out if entry.id == name)


def test_a_scenario_of_another_declared_supplier_can_be_taken_in_part() -> None:
    text = """footprint: product-model/1
product: {name: Part, flow: part, declared_unit: 1 kg}
period: {start: 2024-01-01, end: 2024-12-31}
processes:
  making: {stage: making, outputs: {part: 1 kg}, inputs: {resin: {amount: 2 kg, declared: 5 kg CO2e/kg, source: test}}}
scenarios:
  other: {set: {making/inputs/resin: 0 kg}, add: {making/inputs/new: {amount: 2 kg, declared: 1 kg CO2e/kg, source: test}}}
"""
    levers = fp.levers(read_text(text), target=0.4)
    assert levers.lever("scenario:other").needed.fraction == pytest.approx(0.5)
    assert levers.lever("scenario:other").needed.text["en"] == "50 % of it"


def test_a_mix_that_a_parameter_shifts_is_listed_once() -> None:
    text = MODEL.replace("bought: {amount: 0.6 kg,", 'bought: {amount: "= 1 kg * share",').replace(
        "own: {amount: 0.4 kg,", 'own: {amount: "= 1 kg * (1 - share)",'
    )
    text = text.replace("parameters:\n", "parameters:\n  share: {value: 60 %, min: 0 %, max: 100 %}\n")
    levers = fp.levers(read_text(text))
    assert levers.lever("parameter:share").value == pytest.approx(lever("mix:metals").value)
    assert "mix:metals" in {entry.id for entry in levers.left_out}


def test_a_mix_that_is_the_product_is_no_choice() -> None:
    text = MODEL.replace("flow: part,", "flow: metal,").split("  casting:")[0] + "  metals:" + MODEL.split("  metals:")[1]
    for gone in ("  metal_rate", "  oven", "  heat", "  doubled", "flows:"):
        text = "\n".join(line for line in text.splitlines() if not line.startswith(gone))
    text = text.replace("parameters:\n", "")
    levers = fp.levers(read_text(text))
    assert not [entry for entry in (*levers.levers, *levers.left_out) if entry.kind == "mix"]


def test_levers_speak_of_parameters_by_their_names() -> None:
    text = MODEL.replace("{value: 2 kWh/kg, min", "{name: {en: Power of the oven, zh: 炉用电}, value: 2 kWh/kg, min")
    oven = fp.levers(read_text(text)).lever("parameter:oven")
    assert oven.title == {"en": "Power of the oven: 2 kWh/kg → 1 kWh/kg", "zh": "炉用电：2 kWh/kg → 1 kWh/kg"}


def test_the_record_is_plain_data_in_both_languages() -> None:
    for lang in ("en", "zh"):
        data = json.loads(json.dumps(found().as_dict(lang), allow_nan=False))
        assert [entry["id"] for entry in data["levers"]] == [entry.id for entry in found().levers]
        assert data["combined"]["value"] == found().combined.value  # type: ignore[union-attr]
    frame = found().frame("zh")
    assert list(frame["delta"]) == [entry.delta for entry in found().levers]
    assert "Levers Part" in repr(found())


def test_no_mix_takes_more_of_a_co_product_than_comes_with_the_others() -> None:
    text = MODEL.replace(
        "    outputs: {remelted: 1 kg}\n",
        "    outputs: {remelted: 1 kg, dross: 1 kg}\n    allocation: {by: shares, why: test, shares: {remelted: 50 %, dross: 50 %}}\n",
    )
    levers = fp.levers(read_text(text))
    assert not [entry for entry in levers.levers if entry.kind == "mix"]
    out = {entry.id: entry.why for entry in levers.left_out}
    assert "co-product of remelting" in out["mix:metals"]["en"]
    assert "remelting的联产品" in out["mix:metals"]["zh"]


def test_no_share_has_to_be_more_than_everything() -> None:
    text = MODEL.replace(
        "metal_rate: {value: 1.5 kg/kg, min: 1.1 kg/kg, max: 1.8 kg/kg}", "metal_yield: {value: 80 %, min: 70 %, max: 90 %}"
    )
    text = text.replace('"= 1 kg * metal_rate"', '"= 1 kg / metal_yield"')
    needed = fp.levers(read_text(text), target=0.3).lever("parameter:metal_yield").needed
    assert not needed.possible
    assert (needed.fraction, needed.value) == (None, None)
    assert needed.text["en"].startswith("cannot: all of it takes off ")


def test_a_supplier_switches_all_of_its_electricity_however_small_a_use_is() -> None:
    models = REPOSITORY / "product_models"
    own = fp.levers(models / "eaf-steel.yaml").lever("electricity:wind")
    bearing = fp.levers(models / "bearing.yaml")
    asked = bearing.lever("supplier:eaf-steel.yaml#steel-bar>electricity:wind")
    taken = sum(leaf.amount for leaf in bearing.result.contributions if leaf.exchange in asked.touches)
    assert taken == pytest.approx(1.5886, rel=1e-4)
    assert asked.delta == pytest.approx(taken * own.delta, rel=1e-9)
