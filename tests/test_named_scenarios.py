"""Named scenarios: a changed model is the model written so, and every scenario is calculated whole, told apart and named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import footprint as fp
from footprint import pipeline
from footprint.engine import Footprint
from footprint.errors import Severity
from footprint.insight.scenarios import WhatIf, apply_scenario, changed, what_if
from footprint.model import Allocation, Exchange, ProductModel, Scenario, read, read_text
from footprint.model.evaluation import examine
from footprint.units import Amount, parse_amount
from shared import REPOSITORY

LIBRARY = pipeline.library()

BRICK = """\
footprint: product-model/1
product: {name: Brick, flow: brick, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {cn-electricity: "2024.1", cn-transport: "2024.1"}
parameters:
  power: {value: 100 kWh/t, min: 50 kWh/t, max: 200 kWh/t}
  dust: 0.1 t/t
processes:
  kiln:
    stage: firing
    outputs: {brick: 1 t, dust: "= 1 t * dust"}
    allocation: {by: mass, why: one kind of good}
    inputs:
      electricity: {amount: "= 1 t * power", from: cn-electricity/national-average-2024}
      clay: 1.2 t
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: 30 kg}
  pit:
    stage: raw materials
    outputs: {clay: 1 t}
    inputs:
      truck: {amount: 10 t km, from: cn-transport/road-heavy-diesel}
      tools: {amount: 1 kg, declared: 2 kg CO2e/kg, source: a supplier}
scenarios:
  wind:
    name: {en: Wind power, zh: 风电}
    why: certificates are at hand
    data: assumed
    from: {kiln/inputs/electricity: cn-electricity/wind-2024}
    add: {kiln/inputs/delivery: {amount: "= 1 t * power", from: cn-electricity/delivery-with-losses-2024}}
  frugal:
    set: {power: 60 kWh/t, kiln/inputs/clay: 1.1 t}
  prices:
    allocation: {kiln: {by: economic, why: dust is worth little, prices: {brick: 400 CNY/t, dust: 10 CNY/t}}}
"""


def calculate(model: ProductModel, values: Mapping[str, Amount] | None = None) -> Footprint:
    return pipeline.calculate_with(model, LIBRARY, values)


def brick(text: str = BRICK) -> ProductModel:
    return read_text(text, "brick.yaml")


def with_scenario(*lines: str) -> str:
    """Give the model with one scenario, which stands from the line after ``x:`` on."""
    head = BRICK[: BRICK.index("scenarios:")]
    return head + "scenarios:\n  x:\n" + "".join(f"    {line}\n" for line in lines)


def numbers(result: Footprint) -> dict[str, Any]:
    """Give what a result says of the product, without the words about the model."""
    words = ("model", "findings", "overrides", "scenario", "changes", "reasons")
    return {key: part for key, part in result.as_dict().items() if key not in words}


def assert_same(one: Footprint, other: Footprint) -> None:
    assert one.value == pytest.approx(other.value, rel=1e-12)
    assert [entry.exchange for entry in one.contributions] == [entry.exchange for entry in other.contributions]
    assert [entry.value for entry in one.contributions] == pytest.approx(
        [entry.value for entry in other.contributions], rel=1e-9, abs=1e-12
    )
    assert {stage.stage: stage.value for stage in one.stages} == pytest.approx({stage.stage: stage.value for stage in other.stages})


# a changed model is the model written so


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"set": {"power": "60 kWh/t"}}, "value: 100 kWh/t", "value: 60 kWh/t"),
        ({"set": {"kiln/inputs/clay": "1.1 t"}}, "clay: 1.2 t", "clay: 1.1 t"),
        ({"sources": {"kiln/inputs/electricity": "cn-electricity/coal-2024"}}, "national-average-2024", "coal-2024"),
        (
            {"sources": {"pit/inputs/tools": "cn-electricity/coal-2024"}, "set": {"pit/inputs/tools": "1 kWh"}},
            "tools: {amount: 1 kg, declared: 2 kg CO2e/kg, source: a supplier}",
            "tools: {amount: 1 kWh, from: cn-electricity/coal-2024}",
        ),
        (
            {"sources": {"kiln/inputs/clay": "cn-transport/rail"}, "set": {"kiln/inputs/clay": "5 t km"}},
            "clay: 1.2 t",
            "clay: {amount: 5 t km, from: cn-transport/rail}",
        ),
        (
            {"allocations": {"kiln": Allocation(by="shares", why="agreed", shares={"brick": "90 %", "dust": "10 %"})}},
            "{by: mass, why: one kind of good}",
            '{by: shares, why: agreed, shares: {brick: "90 %", dust: "10 %"}}',
        ),
        (
            {"added": {"pit/inputs/rail": Exchange(amount="7 t km", source_dataset="cn-transport/rail")}},
            "      tools:",
            "      rail: {amount: 7 t km, from: cn-transport/rail}\n      tools:",
        ),
        (
            {"inventories": {"cn-processes": "2025.1"}, "sources": {"kiln/inputs/clay": "cn-processes/limestone"}},
            "clay: 1.2 t\n",
            "clay: {amount: 1.2 t, from: cn-processes/limestone}\n",
        ),
    ],
)
def test_a_changed_model_calculates_like_a_model_written_so(changes: dict[str, Any], old: str, new: str) -> None:
    assert old in BRICK
    written = BRICK[: BRICK.index("scenarios:")].replace(old, new)
    if "inventories" in changes:
        written = written.replace('cn-electricity: "2024.1"', 'cn-electricity: "2024.1", cn-processes: "2025.1"')
    model, values = changed(brick(), **changes)
    one, other = calculate(model, values), calculate(brick(written))
    assert one.value == pytest.approx(other.value, rel=1e-12)
    assert {entry.exchange: entry.value for entry in one.contributions} == pytest.approx(
        {entry.exchange: entry.value for entry in other.contributions}, rel=1e-12
    )
    assert one.allocations == other.allocations
    assert one.model.inventories == other.model.inventories


@pytest.mark.parametrize("name", ["cement", "bearing", "chp", "aluminium-casting"])
def test_every_scenario_of_the_shipped_models_is_calculated_and_stated_with_its_source(name: str) -> None:
    model = read(REPOSITORY / "product_models" / f"{name}.yaml")
    assert len(model.scenarios) >= 2
    found = fp.what_if(model)
    assert [outcome.id for outcome in found.outcomes] == list(model.scenarios)
    for outcome in found.outcomes:
        assert outcome.value is not None, outcome.findings
        assert abs(outcome.delta or 0) > 1e-3 * found.result.value, outcome.id
        assert outcome.scenario.source or outcome.scenario.data == "assumed" or outcome.scenario.allocations, outcome.id
        assert outcome.scenario.name is not None
        assert outcome.scenario.name.en, outcome.id
        assert outcome.scenario.name.zh, outcome.id


def test_wind_power_in_the_cement_is_the_difference_of_the_factors_by_hand() -> None:
    outcome = next(entry for entry in fp.what_if(REPOSITORY / "product_models" / "cement.yaml", ["wind-power"]).outcomes)
    kilowatt_hours = 0.8 * (62 - 28) + 38
    assert outcome.delta == pytest.approx(kilowatt_hours * (0.0324 + 0.0327 - 0.5777), abs=1e-9)


# the model stays what it is


def test_the_model_and_what_is_remembered_of_it_stay_as_they_are() -> None:
    model = brick()
    before, known = calculate(model), examine(model)
    exchanges = list(model.exchanges())
    other, values = apply_scenario(model, "prices", {"power": parse_amount("70 kWh/t")})
    moved, _ = apply_scenario(model, "wind")
    calculate(other, values)
    calculate(moved)
    assert examine(model) is known
    assert list(model.exchanges()) == exchanges
    assert examine(other) is not known
    assert len(list(moved.exchanges())) == len(exchanges) + 1
    assert numbers(calculate(model)) == numbers(before)
    assert model.source.changes is None
    assert other.source.sha256 == model.source.sha256


def test_a_result_says_what_is_not_as_the_file_says() -> None:
    base = calculate(brick())
    assert base.departures == {}
    model, values = apply_scenario(brick(), "frugal")
    assert calculate(model, values).departures == {"overrides": {"kiln/inputs/clay": "1.1 t", "power": "60 kWh/t"}, "scenario": "frugal"}
    model, values = apply_scenario(model, "wind", values)
    model, values = apply_scenario(model, "prices", values)
    stated = calculate(model, values).as_dict()
    assert stated["scenario"] == "frugal + wind + prices"
    assert stated["changes"] == {
        "from": {"kiln/inputs/electricity": "cn-electricity/wind-2024"},
        "add": {"kiln/inputs/delivery": "cn-electricity/delivery-with-losses-2024"},
        "allocation": {"kiln": "economic"},
    }


def test_what_held_for_the_dataset_goes_with_it_and_what_held_for_the_amount_stays() -> None:
    text = BRICK.replace(
        "from: cn-electricity/national-average-2024}",
        "from: cn-electricity/national-average-2024, data: primary, evidence: meter.csv, dqr: {time: 1}, "
        "uncertainty: {kind: lognormal, gsd2: 1.1}}",
    )
    model, _ = apply_scenario(brick(text), "wind")
    record = model.processes["kiln"].inputs["electricity"]
    assert (record.data, record.evidence, record.dqr) == ("primary", "meter.csv", None)
    assert record.uncertainty is not None
    tools = changed(brick(), sources={"pit/inputs/tools": "cn-electricity/coal-2024"})[0].processes["pit"].inputs["tools"]
    assert (tools.declared, tools.source) == (None, None)


def test_figures_of_an_allocation_go_with_it() -> None:
    economic, _ = apply_scenario(brick(), "prices")
    shares = Scenario(allocations={"kiln": Allocation(by="mass", why="again")})
    _, values = apply_scenario(
        economic, shares, {"kiln/allocation/prices/dust": parse_amount("20 CNY/t"), "power": parse_amount("1 kWh/t")}
    )
    assert list(values) == ["power"]


# problems stand where they are made


def findings_of(text: str, tmp_path: Path) -> list[tuple[str, int]]:
    """Give codes and lines, counted from that of ``x:``, of all errors and warnings that ``footprint check`` finds."""
    file = tmp_path / "brick.yaml"
    file.write_text(text, encoding="utf-8")
    found = fp.check(file)
    assert all(finding.place is not None for finding in found)
    first = text[: text.index("\n  x:")].count("\n") + 2
    return [(finding.code, finding.place.line - first) for finding in found if finding.place and finding.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["from: {kiln/inputs/electricty: cn-electricity/wind-2024}"], [("M291", 1)]),
        (["from: {kiln/outputs/brick: cn-electricity/wind-2024}"], [("M291", 1)]),
        (["from:", "  kiln/inputs/electricity: cn-electricity/wnd-2024"], [("S101", 2)]),
        (["from: {kiln/inputs/electricity: cn-heat/liaoning-2025}"], [("S102", 1)]),
        (["from: {kiln/inputs/electricity: cn-transport/rail}"], [("S103", 1), ("S103", 1)]),
        (["from: {kiln/inputs/electricity: nowhere}"], [("M132", 1)]),
        (["allocation: {pit: {by: mass, why: x}}"], [("M292", 1)]),
        (["allocation: {klin: {by: mass, why: x}}"], [("M292", 1)]),
        (["allocation: {kiln: {by: mass}}"], [("M121", 1)]),
        (["allocation:", "  kiln: {by: energy, why: x}"], [("S201", 2)]),
        (["allocation:", "  kiln: {by: shares, why: x, shares: {brick: 50 %, dust: 40 %}}"], [("M244", 2)]),
        (["allocation: {kiln: {by: economic, why: x}}"], [("M242", 1)]),
        (["set: {powr: 1 kWh/t}"], [("M208", 1)]),
        (["set: {power: 1 kg}"], [("M209", 1)]),
        (["set: {power: 1}"], [("U106", 1)]),
        (['set: {power: "= 2 * power"}'], [("M135", 1)]),
        (["set: {power: 300 kWh/t}"], [("M211", 1)]),
        (["set: {power: 100 kWh/t}"], [("M294", 1)]),
        (["why: nothing"], [("M294", 0)]),
        (["set: {power: 60 kWh/t}", 'inventories: {cn-heat: "2025.1"}'], [("M294", 2)]),
        (['inventories: {cn-electricity: "1999.1"}'], [("I202", 1)]),
        (["add: {kiln/inputs/clay: 1 t}"], [("M295", 1)]),
        (["add: {oven/inputs/clay: 1 t}"], [("M295", 1)]),
        (["add: {kiln/outputs/ash: 1 t}"], [("M295", 1)]),
        (["add: {clay: 1 t}"], [("M295", 1)]),
        (["add:", "  kiln/inputs/more:", '    amount: "= 1 t * powr"', "    from: cn-electricity/wind-2024"], [("M201", 3)]),
        (["add:", "  kiln/inputs/more: {amount: 1 kWh}"], [("M220", 2)]),
        (["add: {kiln/inputs/a: 1 t}", "set: {kiln/inputs/a: 2 t}"], [("M293", 2)]),
        (["prices: {brick: 1 CNY/t}"], [("M120", 1)]),
    ],
)
def test_a_problem_of_a_scenario_is_found_at_its_line(lines: list[str], expected: list[tuple[str, int]], tmp_path: Path) -> None:
    assert findings_of(with_scenario(*lines), tmp_path) == expected


def test_a_problem_that_a_scenario_makes_elsewhere_is_told_by_the_scenario(tmp_path: Path) -> None:
    text = with_scenario("set: {dust: 0 t/t}")
    assert findings_of(text, tmp_path) == [("D411", 0)]
    (found,) = [finding for finding in fp.check(tmp_path / "brick.yaml") if finding.code == "D411"]
    for lang in ("en", "zh"):
        assert "`x`" in found.message(lang)
        assert "kiln/outputs/dust" in found.message(lang)


def test_a_likely_name_is_suggested(tmp_path: Path) -> None:
    file = tmp_path / "brick.yaml"
    file.write_text(with_scenario("from: {kiln/inputs/electricty: cn-electricity/wind-2024}"), encoding="utf-8")
    assert "kiln/inputs/electricity" in fp.check(file)[0].hint("en")
    with pytest.raises(fp.FootprintError) as unknown:
        fp.calculate(brick(), scenario="wimd")
    assert unknown.value.code == "D401"
    assert unknown.value.values["suggestions"] == ["wind"]
    with pytest.raises(fp.FootprintError) as none:
        fp.calculate(brick(BRICK[: BRICK.index("scenarios:")]), scenario="wind")
    assert none.value.code == "D402"


def test_all_that_does_not_fit_is_said_at_once() -> None:
    with pytest.raises(fp.ProblemsFound) as found:
        changed(
            brick(),
            set={"powr": "1 kWh/t"},
            sources={"kiln/inputs/x": "cn-electricity/wind-2024"},
            allocations={"pit": Allocation(by="mass", why="x")},
        )
    assert sorted(finding.code for finding in found.value.findings) == ["M208", "M291", "M292"]


def test_a_package_that_only_a_scenario_uses_and_pins_is_not_called_unused(tmp_path: Path) -> None:
    lines = ('inventories: {cn-processes: "2025.1"}', "from: {kiln/inputs/clay: cn-processes/limestone}")
    assert {code for code, _ in findings_of(with_scenario(*lines), tmp_path)} <= {"D412"}
    text = with_scenario("from: {kiln/inputs/clay: cn-processes/limestone}").replace(
        'cn-transport: "2024.1"', 'cn-transport: "2024.1", cn-processes: "2025.1"'
    )
    file = tmp_path / "brick.yaml"
    file.write_text(text, encoding="utf-8")
    assert {finding.code for finding in fp.check(file) if "cn-processes" in finding.message()} <= {"D412"}


def test_a_parameter_that_only_a_scenario_uses_is_not_called_unused(tmp_path: Path) -> None:
    text = with_scenario('add: {kiln/inputs/more: {amount: "= 1 t * extra", from: cn-electricity/wind-2024}}')
    file = tmp_path / "brick.yaml"
    file.write_text(text.replace("  dust: 0.1 t/t", "  dust: 0.1 t/t\n  extra: 3 kWh/t"), encoding="utf-8")
    assert not [finding for finding in fp.check(file) if finding.code == "M210"]


# what if


def whole(scenarios: Any = None, model: ProductModel | None = None) -> WhatIf:
    return what_if(calculate(model or brick()), scenarios, calculate)


def test_deltas_are_differences_of_results_and_sums_of_stages() -> None:
    found = whole()
    assert [outcome.id for outcome in found.outcomes] == ["wind", "frugal", "prices"]
    for outcome in found.outcomes:
        alone = fp.calculate(brick(), scenario=outcome.id)
        assert outcome.value == pytest.approx(alone.value, rel=1e-12)
        assert outcome.delta == pytest.approx(alone.value - found.result.value, rel=1e-12)
        assert sum(entry.delta for entry in outcome.stages) == pytest.approx(outcome.delta, abs=1e-9)
        assert outcome.share == pytest.approx(outcome.delta / found.result.value)
        assert outcome.numerical_error is not None
    frame = found.frame()
    assert list(frame["scenario"]) == ["", "wind", "frugal", "prices"]
    assert list(frame["delta"][1:]) == [outcome.delta for outcome in found.outcomes]
    stages = found.stage_frame()
    assert stages.groupby("scenario")["delta"].sum()["wind"] == pytest.approx(found.outcomes[0].delta)
    assert "3 scenarios" in repr(found)


def test_the_delta_of_wind_power_is_that_of_the_factors() -> None:
    outcome = whole(["wind"]).outcomes[0]
    assert outcome.delta == pytest.approx(100 * (0.0324 + 0.0327 - 0.5777) / 1.1)


def test_what_changes_is_said_in_words() -> None:
    wind, frugal, prices = whole().outcomes
    assert [change.text("en") for change in wind.changes] == [
        "kiln/inputs/electricity from cn-electricity/wind-2024 instead of cn-electricity/national-average-2024",
        "kiln/inputs/delivery added: 360 MJ cn-electricity/delivery-with-losses-2024",
    ]
    assert [change.text("en") for change in frugal.changes] == ["power: 100 kWh/t → 60 kWh/t", "kiln/inputs/clay: 1.2 t → 1.1 t"]
    assert prices.changes[0].text("zh") == "kiln 的分配由质量改为经济价值"
    assert prices.changes[0].text("zh", by_id=True) == "kiln 的分配由 mass 改为 economic"
    assert wind.title == {"en": "Wind power", "zh": "风电"}


def test_a_parameter_is_called_by_its_name_where_it_has_one() -> None:
    named = brick(BRICK.replace("power: {value", "power: {name: {en: Power of the kiln, zh: 窑炉电耗}, value"))
    change = whole(["frugal"], named).outcomes[0].changes[0]
    assert change.text("en") == "Power of the kiln: 100 kWh/t → 60 kWh/t"
    assert change.text("zh").startswith("窑炉电耗")
    assert change.text("zh", by_id=True).startswith("power")


def test_a_scenario_that_fails_is_a_finding_beside_the_others() -> None:
    bad = {
        "unknown": Scenario(sources={"kiln/inputs/electricity": "cn-electricity/wnd-2024"}),
        "nothing there": Scenario(amounts={"powr": "1 kWh/t"}),
        "good": Scenario(amounts={"power": "60 kWh/t"}),
    }
    found = whole(bad)
    assert [(outcome.value is None, [finding.code for finding in outcome.findings]) for outcome in found.outcomes] == [
        (True, ["S101"]),
        (True, ["M208"]),
        (False, []),
    ]
    stated = found.as_dict("zh")
    assert stated["scenarios"][0]["value"] is None
    assert stated["scenarios"][0]["findings"][0]["code"] == "S101"
    assert found.frame()["problems"].str.startswith("S101").any()


def test_scenarios_stand_on_what_was_set_for_the_result() -> None:
    base = calculate(brick(), {"kiln/inputs/clay": parse_amount("2 t")})
    found = what_if(base, ["wind"], calculate)
    assert found.as_dict()["overrides"] == {"kiln/inputs/clay": "2 t"}
    expected = calculate(apply_scenario(brick(), "wind")[0], {"kiln/inputs/clay": parse_amount("2 t")})
    assert found.outcomes[0].value == pytest.approx(expected.value, rel=1e-12)


def test_scenarios_that_a_result_has_already_are_not_calculated_upon_themselves() -> None:
    found = fp.what_if(fp.calculate(brick(), scenario="wind"))
    assert [outcome.id for outcome in found.outcomes] == ["frugal", "prices"]
    both = fp.calculate(apply_scenario(brick(), "wind")[0], scenario="frugal")
    assert found.outcomes[0].value == pytest.approx(both.value, rel=1e-12)


def test_what_is_set_has_the_last_word_over_a_scenario() -> None:
    set_apart = fp.calculate(brick(), overrides={"power": parse_amount("80 kWh/t")}, scenario="frugal")
    expected = calculate(brick(), {"power": parse_amount("80 kWh/t"), "kiln/inputs/clay": parse_amount("1.1 t")})
    assert set_apart.value == pytest.approx(expected.value, rel=1e-12)


def test_a_warning_is_given_only_where_it_is_news() -> None:
    outcome = whole({"hungry": Scenario(amounts={"power": "300 kWh/t"})}).outcomes[0]
    assert [finding.code for finding in outcome.findings] == ["M211"]
    assert all(not outcome.findings for outcome in whole().outcomes)


positive = st.floats(min_value=0.01, max_value=1000)


@settings(max_examples=25, deadline=None)
@given(power=positive, clay=positive, dust=st.floats(min_value=0.01, max_value=0.9))
def test_whatever_is_set_the_result_is_that_of_the_formula(power: float, clay: float, dust: float) -> None:
    asked = Scenario(amounts={"power": f"{power!r} kWh/t", "kiln/inputs/clay": f"{clay!r} t", "dust": f"{dust!r} t/t"})
    outcome = whole({"x": asked}).outcomes[0]
    truck = next(entry for entry in outcome.result.contributions if entry.exchange == "pit/inputs/truck") if outcome.result else None
    assert truck is not None
    per_tonne = 10 * truck.value / truck.amount
    assert outcome.value == pytest.approx((power * 0.5777 + 30 + clay * (per_tonne + 2)) / (1 + dust), rel=1e-9)
    assert sum(entry.delta for entry in outcome.stages) == pytest.approx(outcome.delta, rel=1e-9, abs=1e-9)
