"""The difference of two footprints is explained exactly, and each cause by what really changed."""

from __future__ import annotations

import itertools
import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import footprint as fp
from footprint.insight.change import change, change_of_results
from footprint.model import read_text
from footprint.report.figures import figure_svg, steps, waterfall
from footprint.units import Amount, parse_amount
from shared import REPOSITORY

PROCESSES = """
  ore:
    stage: raw materials
    outputs: {ore: 1 t}
    inputs:
      power: {amount: "= 1 t * ore_power", from: cn-electricity/national-average-2024}
      scrap_steel: {product: steel, amount: 3 kg}
  steel:
    stage: manufacturing
    outputs: {steel: 1 t}
    inputs:
      ore: 1.6 t
      power: {amount: 400 kWh, from: cn-electricity/national-average-2024}
      haul: {amount: 160 t km, from: cn-transport/road-heavy-diesel}
      alloy: {amount: 12 kg, declared: 3.5 kg CO2e/kg, source: supplier}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: 900 kg}
      ch4: {flow: "methane, fossil", amount: 2 kg}
"""


def model(processes: str = PROCESSES, declared: str = "1 t", method: str = "ipcc-ar6-gwp100", ore_power: str = "30 kWh/t") -> str:
    return f"""footprint: product-model/1
product: {{name: Steel, flow: steel, declared_unit: {declared}}}
period: {{start: 2024-01-01, end: 2024-12-31}}
method: {method}
inventories: {{cn-electricity: "2024.1", cn-transport: "2024.1"}}
parameters: {{ore_power: {ore_power}}}
processes:{processes}"""


def footprint_of(text: str, **named: Any) -> fp.Footprint:
    return fp.calculate(read_text(text), **named)


def explained(old: fp.Footprint, new: fp.Footprint) -> dict[str, float]:
    """Give the causes that are not zero, after checking that the parts sum to the difference and turn with the sides."""
    found = change(old, new)
    assert sum(part.value for part in found.parts) + found.remainder == pytest.approx(new.value - old.value, abs=1e-9 * found.scale)
    assert abs(found.remainder) <= 1e-9 * found.scale
    back = change(new, old)
    for cause, value in found.by_cause().items():
        assert back.by_cause()[cause] == pytest.approx(-value, abs=1e-9 * found.scale), "attribution is antisymmetric"
    return {cause: value for cause, value in found.by_cause().items() if abs(value) > 1e-9 * found.scale}


def test_nothing_changed_has_no_parts() -> None:
    found = change(footprint_of(model()), footprint_of(model()))
    assert found.parts == ()
    assert found.difference == 0


@settings(max_examples=20)
@given(ore=st.floats(1, 900), steel=st.floats(0.1, 5000), co2=st.floats(0, 3000), share=st.floats(0, 500))
def test_changed_amounts_are_inputs_also_around_a_loop(ore: float, steel: float, co2: float, share: float) -> None:
    old = footprint_of(model())
    changes = {
        "ore_power": f"{ore!r} kWh/t",
        "steel/inputs/power": f"{steel!r} kWh",
        "steel/emissions/co2": f"{co2!r} kg",
        "ore/inputs/scrap_steel": f"{share!r} kg",
    }
    new = footprint_of(model(), overrides={name: parse_amount(text) for name, text in changes.items()})
    assert set(explained(old, new)) <= {"inputs"}
    moved = {part.what for part in change(old, new).parts}
    assert moved <= {"ore/inputs/power", "steel/inputs/power", "steel/emissions/co2", "ore/inputs/scrap_steel"}


def test_a_single_amount_is_credited_with_the_whole_difference() -> None:
    old, new = footprint_of(model()), footprint_of(model(), overrides={"steel/inputs/haul": parse_amount("500 t km")})
    (part,) = change(old, new).parts
    assert (part.cause, part.what) == ("inputs", "steel/inputs/haul")
    assert part.value == pytest.approx(new.value - old.value, rel=1e-9)
    assert (part.before.amount, part.after.amount) == (160, 500)  # type: ignore[union-attr]  # t km per t of steel


def test_another_method_is_methods_alone() -> None:
    old, new = footprint_of(model()), footprint_of(model(method="ipcc-ar5-gwp100"))
    assert explained(old, new) == {"methods": pytest.approx(new.value - old.value)}
    assert new.value != old.value


def test_a_declared_footprint_that_changes_is_a_factor() -> None:
    old, new = footprint_of(model()), footprint_of(model(PROCESSES.replace("3.5 kg CO2e/kg", "2.5 kg CO2e/kg")))
    assert set(explained(old, new)) == {"factors"}
    assert [part.what for part in change(old, new).parts] == ["steel/inputs/alloy"]


def test_another_dataset_of_the_same_product_is_a_factor_and_one_of_another_product_is_structure() -> None:
    other_year = PROCESSES.replace("400 kWh, from: cn-electricity/national-average-2024", "400 kWh, from: cn-electricity/wind-2024")
    old, new = footprint_of(model()), footprint_of(model(other_year))
    assert set(explained(old, new)) == {"factors"}
    part = change(old, new).parts[0]
    assert part.before is not None
    assert part.after is not None
    assert (part.before.provider, part.after.provider) == ("cn-electricity/national-average-2024", "cn-electricity/wind-2024")
    by_rail = PROCESSES.replace("cn-transport/road-heavy-diesel", "cn-electricity/wind-2024").replace("160 t km", "160 kWh")
    assert set(explained(old, footprint_of(model(by_rail)))) == {"structure"}


def test_an_exchange_or_a_process_on_one_side_only_is_structure() -> None:
    old = footprint_of(model())
    with_input = PROCESSES.replace("haul:", "more: {amount: 5 kWh, from: cn-electricity/wind-2024}\n      haul:")
    assert set(explained(old, footprint_of(model(with_input)))) == {"structure"}
    bought = PROCESSES.replace("ore: 1.6 t", "ore: {amount: 1.6 t, declared: 0.1 kg CO2e/kg, source: seller}")
    bought = "\n" + bought[bought.index("  steel:\n") :]
    new = footprint_of(model(bought).replace("parameters: {ore_power: 30 kWh/t}\n", ""))
    assert set(explained(old, new)) == {"structure"}


def test_another_declared_unit_is_structure() -> None:
    assert set(explained(footprint_of(model()), footprint_of(model(declared="1 kg")))) == {"structure"}


def test_the_unit_and_the_size_in_which_a_process_is_written_change_nothing() -> None:
    old = footprint_of(model())
    tenfold = PROCESSES.replace("outputs: {ore: 1 t}", "outputs: {ore: 10000 kg}").replace("1 t * ore_power", "10 t * ore_power")
    tenfold = tenfold.replace("amount: 3 kg}", "amount: 30 kg}")
    new = footprint_of(model(tenfold))
    assert explained(old, new) == {}


def test_everything_at_once_is_still_exact() -> None:
    processes = PROCESSES.replace("400 kWh", "380 kWh").replace("3.5 kg CO2e/kg", "3.1 kg CO2e/kg").replace("2 kg}", "1.2 kg}")
    processes = processes.replace("haul:", "more: {amount: 5 kWh, from: cn-electricity/wind-2024}\n      haul:")
    new = footprint_of(model(processes, method="ipcc-ar5-gwp100", ore_power="44 MJ/t"))
    assert set(explained(footprint_of(model()), new)) == {"inputs", "factors", "methods", "structure"}


def renewed_electricity(folder: Path, factor: str) -> Path:
    """Copy the shipped packages, with another figure for the national average."""
    shutil.copytree(REPOSITORY / "inventories" / "cn-electricity", folder / "cn-electricity", ignore=shutil.ignore_patterns("__pycache__"))
    description = folder / "cn-electricity" / "datapackage.json"
    description.write_text(description.read_text(encoding="utf-8").replace('"version": "2024.1"', '"version": "2025.1"'), encoding="utf-8")
    table = folder / "cn-electricity" / "exchanges.csv"
    text = table.read_text(encoding="utf-8")
    lines = [line.replace("0.5777", factor) if line.startswith("national-average-2024,") else line for line in text.splitlines()]
    assert "\n".join(lines) + "\n" != text
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_new_factor_set_is_factors_alone_and_says_which_dataset_moved(tmp_path: Path) -> None:
    repinned = model().replace('cn-electricity: "2024.1"', 'cn-electricity: "2025.1"')
    old, new = footprint_of(model()), footprint_of(repinned, inventories=[renewed_electricity(tmp_path, "0.5100")])
    assert set(explained(old, new)) == {"factors"}
    found = change(old, new)
    assert {part.what for part in found.parts} == {"steel/inputs/power", "ore/inputs/power"}
    assert found.background
    assert all("cn-electricity/national-average-2024" in part.what for part in found.background)
    assert sum(part.value for part in found.background) == pytest.approx(found.difference, abs=1e-9 * found.scale)


@pytest.mark.parametrize("name", ["cement", "bearing", "chp", "pet", "kelp", "soda-ash"])
def test_shipped_models_change_exactly_when_every_plain_parameter_does(name: str) -> None:
    shipped = fp.read(REPOSITORY / "product_models" / f"{name}.yaml")
    old = fp.calculate(shipped)
    plain = [key for key, record in shipped.parameters.items() if isinstance(record.value, Amount) and record.value.value > 0]
    moved = {key: Amount(shipped.parameters[key].value.value * 1.01, shipped.parameters[key].value.unit) for key in plain[:3]}  # type: ignore[union-attr]
    assert set(explained(old, fp.calculate(shipped, overrides=moved))) <= {"inputs"}


def test_an_allocation_share_that_moves_with_a_price_is_named() -> None:
    processes = """
  plant:
    outputs: {steel: 1 t, slag: 400 kg}
    allocation: {by: economic, why: test, prices: {steel: 4000 CNY/t, slag: "= slag_price"}}
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: 900 kg}}
"""
    text = model(processes).replace("{ore_power: 30 kWh/t}", "{slag_price: 100 CNY/t}")
    old, new = footprint_of(text), footprint_of(text, overrides={"slag_price": parse_amount("900 CNY/t")})
    assert [part.what for part in change(old, new).parts] == ["plant/allocation"]
    assert set(explained(old, new)) == {"inputs"}


def test_results_in_files_give_the_same_inputs_and_factors_as_their_models() -> None:
    text = PROCESSES.replace("400 kWh", "380 kWh").replace("3.5 kg CO2e/kg", "3.1 kg CO2e/kg")
    old, new = footprint_of(model()), footprint_of(model(text))
    exact, stated = change(old, new), change_of_results(old.as_dict(), json.loads(json.dumps(new.as_dict())))
    assert stated.difference == exact.difference
    assert abs(stated.remainder) <= 1e-9 * stated.scale
    assert {cause for cause, value in stated.by_cause().items() if value} == {"inputs", "factors"}


def test_results_with_other_methods_say_that_they_cannot_tell_them_from_datasets() -> None:
    found = change_of_results(footprint_of(model()).as_dict(), footprint_of(model(method="ipcc-ar5-gwp100")).as_dict())
    assert "ipcc-ar5-gwp100" in found.as_dict()["notes"][0]
    assert "方法" in found.as_dict("zh")["notes"][0]


def test_the_waterfall_leads_from_the_old_footprint_to_the_new_one_without_a_gap() -> None:
    old, new = footprint_of(model()), footprint_of(model(PROCESSES.replace("400 kWh", "380 kWh").replace("900 kg", "700 kg")))
    bars = steps(change(old, new), top=1)
    assert bars[0].end == old.value
    assert all(before.end == after.start for before, after in itertools.pairwise(bars[:-1]))
    assert bars[-2].end == pytest.approx(bars[-1].end)
    figure = waterfall(change(old, new))
    assert figure.spec is not None
    rows = next(data["values"] for data in figure.spec["zh"]["data"] if data["name"] == "bars")
    assert len(rows) == len(steps(change(old, new))) == 4
    assert math.fsum(row["value"] for row in rows[1:-1]) == pytest.approx(new.value - old.value)
    assert "steel/emissions/co2" in figure_svg(figure, "zh")


def test_a_name_cannot_break_the_drawing() -> None:
    old, new = footprint_of(model()), footprint_of(model(PROCESSES.replace("400 kWh", "380 kWh")))
    drawn = figure_svg(waterfall(change(old, new, '<script>alert("&")</script>\n')), "en")
    assert "<script>" not in drawn
