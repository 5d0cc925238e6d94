"""From a model's text to its footprint: what must hold for every model, whatever is in it."""

from __future__ import annotations

import dataclasses
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import footprint as fp
from footprint.engine.errors import LoopGains, NothingEmitted
from footprint.errors import ProblemsFound
from footprint.model import read_text
from patience import ends
from shared import REPOSITORY

HEAD = """footprint: product-model/1
product: {{name: Product, flow: {flow}, declared_unit: {declared}}}
period: {{start: 2024-01-01, end: 2024-12-31}}
inventories: {inventories}
flows: {flows}
processes:
"""
RUN = settings(max_examples=25, phases=(Phase.explicit, Phase.generate))
KILOGRAMS = {"g": 1e-3, "kg": 1.0, "t": 1e3, "斤": 0.5}


def model_text(processes: str, flow: str = "f0", declared: str = "1 t", inventories: str = "{}", flows: str = "{}") -> str:
    return HEAD.format(flow=flow, declared=declared, inventories=inventories, flows=flows) + processes


def footprint_of(text: str, **named: Any) -> fp.Footprint:
    return fp.calculate(read_text(text), **named)


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A random model: tonnes made, kilograms used and emitted, per process."""

    made: list[float]
    used: dict[tuple[int, int], float]
    emitted: list[float]

    def yaml(self, units: Any = lambda kilograms: f"{kilograms!r} kg", order: Any = None, name: Any = lambda number: f"p{number}") -> str:
        lines = []
        for process in order or range(len(self.made)):
            lines.append(f"  {name(process)}:")
            lines.append(f"    outputs: {{{flow_name(name, process)}: {units(self.made[process])}}}")
            inputs = [f"{flow_name(name, provider)}: {units(amount)}" for (provider, user), amount in self.used.items() if user == process]
            lines.append(f"    inputs: {{{', '.join(inputs)}}}")
            lines.append(f"    emissions: {{co2: {{flow: 'carbon dioxide, fossil', amount: {units(self.emitted[process])}}}}}")
        return "\n".join(lines) + "\n"

    def score(self) -> float:
        """Solve for one tonne of product 0 with dense linear algebra."""
        a = np.diag(self.made)
        for (provider, user), amount in self.used.items():
            a[provider, user] -= amount
        f = np.zeros(len(self.made))
        f[0] = 1000.0
        return float(np.array(self.emitted) @ np.linalg.solve(a, f))


def flow_name(name: Any, number: int) -> str:
    return f"flow-of-{name(number)}"


@st.composite
def drawn_models(draw: st.DrawFn, largest: int = 60) -> Drawn:
    size = draw(st.integers(1, largest))
    made = [draw(st.sampled_from([1000.0, 1.0, 250.0, 3e4])) for _ in range(size)]
    cyclic = draw(st.booleans())
    used = {}
    for user in range(size):
        for provider in draw(st.lists(st.integers(0, size - 1), max_size=3, unique=True)):
            if provider > user or (cyclic and provider != user):
                used[provider, user] = draw(st.floats(0.001, 0.3)) * made[provider]
    emitted = [draw(st.floats(0.0, 500.0)) for _ in range(size)]
    emitted[0] += 1.0
    return Drawn(made, used, emitted)


@RUN
@given(drawn_models())
def test_any_model_gives_what_dense_linear_algebra_gives(drawn: Drawn) -> None:
    result = footprint_of(model_text(drawn.yaml(), flow="flow-of-p0"))
    assert result.value == pytest.approx(drawn.score(), rel=1e-9)


@RUN
@given(drawn_models(12), st.floats(1e-3, 1e6))
def test_scaling_the_declared_unit_scales_the_footprint(drawn: Drawn, factor: float) -> None:
    one = footprint_of(model_text(drawn.yaml(), flow="flow-of-p0", declared="1 kg")).value
    many = footprint_of(model_text(drawn.yaml(), flow="flow-of-p0", declared=f"{factor!r} kg")).value
    assert many == pytest.approx(factor * one, rel=1e-9)


@RUN
@given(drawn_models(12), st.randoms(use_true_random=False))
def test_renaming_and_reordering_change_nothing(drawn: Drawn, shuffle: random.Random) -> None:
    order = list(range(len(drawn.made)))
    shuffle.shuffle(order)
    names = [f"过程-{number * 7919 % 1009}-{number}" for number in order]
    renamed = drawn.yaml(order=order, name=lambda number: names[order.index(number)])
    product = flow_name(lambda number: names[order.index(number)], 0)
    before = footprint_of(model_text(drawn.yaml(), flow="flow-of-p0"))
    after = footprint_of(model_text(renamed, flow=product))
    assert after.value == pytest.approx(before.value, rel=1e-9)
    assert sorted(entry.value for entry in after.contributions) == pytest.approx(
        sorted(entry.value for entry in before.contributions), rel=1e-7
    )


@RUN
@given(drawn_models(12), st.randoms(use_true_random=False))
def test_writing_amounts_in_other_units_changes_nothing(drawn: Drawn, choose: random.Random) -> None:
    def in_some_unit(kilograms: float) -> str:
        unit = choose.choice(sorted(KILOGRAMS))
        return f"{kilograms / KILOGRAMS[unit]!r} {unit}"

    before = footprint_of(model_text(drawn.yaml(), flow="flow-of-p0")).value
    after = footprint_of(model_text(drawn.yaml(units=in_some_unit), flow="flow-of-p0")).value
    assert after == pytest.approx(before, rel=1e-9)


@RUN
@given(drawn_models(20))
def test_contributions_and_stages_sum_to_the_total(drawn: Drawn) -> None:
    result = footprint_of(model_text(drawn.yaml(), flow="flow-of-p0"))
    table = fp.contributions(result)
    assert table["value"].sum() == pytest.approx(result.value, rel=1e-9)
    assert sum(stage.value for stage in result.stages) == pytest.approx(result.value, rel=1e-9)
    assert sum(gas.value for gas in result.gases) == pytest.approx(result.value, rel=1e-9)
    assert result.numerical_error <= 1e-9 * result.value


def test_two_processes_that_feed_each_other_too_much_are_refused_by_name() -> None:
    processes = """
  kiln: {outputs: {f0: 1 t}, inputs: {f1: 2 t}, emissions: {co2: {flow: "carbon dioxide, fossil", amount: 1 kg}}}
  mill: {outputs: {f1: 1 t}, inputs: {f0: 0.6 t}}
"""
    with pytest.raises(LoopGains) as caught:
        footprint_of(model_text(processes))
    assert set(caught.value.values["processes"]) == {"kiln", "mill"}
    assert set(caught.value.values["exchanges"]) == {"kiln/inputs/f1", "mill/inputs/f0"}
    assert caught.value.place is not None
    assert caught.value.place.line == 8, "the place is that of the first exchange of the loop"


def test_check_finds_a_loop_that_gains(tmp_path: Path) -> None:
    path = tmp_path / "loop.yaml"
    processes = "  kiln: {outputs: {f0: 1 t}, inputs: {f1: 2 t}}\n  mill: {outputs: {f1: 1 t}, inputs: {f0: 0.6 t}}\n"
    path.write_text(model_text(processes))
    assert "E101" in [finding.code for finding in fp.check(path)]


def test_a_model_without_emissions_is_refused_rather_than_called_zero() -> None:
    with pytest.raises(NothingEmitted):
        footprint_of(model_text("  kiln: {outputs: {f0: 1 t}}\n"))


def test_a_wide_unit_error_names_both_sides() -> None:
    processes = "  kiln: {outputs: {f0: 1 t}, inputs: {power: {amount: 3 t, from: cn-electricity/national-average-2024}}}\n"
    with pytest.raises(ProblemsFound) as caught:
        footprint_of(model_text(processes, inventories='{cn-electricity: "2024.1"}'))
    message = caught.value.findings[0].message()
    assert all(word in message for word in ("3 t", "mass", "kWh", "energy"))


def test_a_co2_factor_is_refused_in_a_footprint() -> None:
    processes = "  kiln: {outputs: {f0: 1 t}, inputs: {power: {amount: 3 kWh, from: cn-electricity/co2/liaoning-2023}}}\n"
    with pytest.raises(ProblemsFound) as caught:
        footprint_of(model_text(processes, inventories='{cn-electricity: "2024.1"}'))
    assert [finding.code for finding in caught.value.findings] == ["S105"]


def test_a_misspelt_dataset_is_refused_with_ranked_suggestions() -> None:
    processes = "  kiln: {outputs: {f0: 1 t}, inputs: {power: {amount: 3 kWh, from: cn-electricity/national-avarage-2024}}}\n"
    with pytest.raises(ProblemsFound) as caught:
        footprint_of(model_text(processes, inventories='{cn-electricity: "2024.1"}'))
    finding = caught.value.findings[0]
    assert finding.code == "S101"
    assert finding.values["suggestions"][0] == "cn-electricity/national-average-2024"


def test_electricity_counts_what_the_official_factor_says() -> None:
    processes = "  kiln: {outputs: {f0: 1 t}, inputs: {power: {amount: 1 万度, from: cn-electricity/national-average-2024}}}\n"
    result = footprint_of(model_text(processes, inventories='{cn-electricity: "2024.1"}'))
    assert result.value == pytest.approx(5777.0, rel=1e-12)
    assert result.of_which["unsplit"] == pytest.approx(5777.0, rel=1e-12)
    assert result.categories["biogenic_co2"] is None, "the split of an aggregated factor is unknown, not zero"
    assert "biogenic_co2" in str(result.reasons)


def test_a_declared_factor_takes_the_place_of_a_dataset() -> None:
    processes = "  mixing: {outputs: {f0: 1 t}, inputs: {resin: {amount: 20 kg, declared: 12.1 kg CO2e/kg, source: supplier}}}\n"
    assert footprint_of(model_text(processes)).value == pytest.approx(242.0, rel=1e-12)


def test_a_flow_property_bridges_dimensions_and_is_named() -> None:
    processes = """
  boiler: {outputs: {f0: 1 t}, inputs: {gas: {amount: 2 GJ, product: gas}}}
  well: {outputs: {gas: 1 Nm3}, emissions: {co2: {flow: "carbon dioxide, fossil", amount: 2 kg}}}
"""
    flows = "{gas: {lower_heating_value: 40 MJ/Nm3, source: test}}"
    result = footprint_of(model_text(processes, flows=flows))
    assert result.value == pytest.approx(2000 / 40 * 2, rel=1e-12)
    bridged = [use for use in result.calculation.chain.uses if use.bridges]
    assert bridged[0].bridges == ("lower_heating_value 40 MJ/Nm3",)


def test_an_input_cut_off_is_bounded_by_its_proxy_and_adds_nothing() -> None:
    power = "power: {amount: 100 kWh, from: cn-electricity/national-average-2024}"
    left_out = (
        "dust: {amount: 10 kWh, cut_off: {why: below 1 %, proxy: cn-electricity/coal-2024}}, water: {amount: 1 t, cut_off: {why: small}}"
    )
    processes = f"  kiln: {{outputs: {{f0: 1 t}}, inputs: {{{power}, {left_out}}}}}\n"
    result = footprint_of(model_text(processes, inventories='{cn-electricity: "2024.1"}'))
    assert result.value == pytest.approx(57.77, rel=1e-12)
    bounds = {cut.exchange: cut.value for cut in result.cut_offs}
    assert bounds == {"kiln/inputs/dust": pytest.approx(9.24, rel=1e-12), "kiln/inputs/water": None}


def test_a_secondary_material_enters_free_of_burden_and_is_named() -> None:
    processes = """
  mill:
    outputs: {f0: 1 t}
    inputs: {slag: {amount: 0.2 t, secondary: true}}
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: 5 kg}}
"""
    result = footprint_of(model_text(processes))
    assert result.value == pytest.approx(5.0)
    assert result.secondary_materials == ("mill/inputs/slag",)
    assert result.cut_offs == ()


def test_prices_and_ratios_of_an_allocation_may_be_formulas() -> None:
    text = """footprint: product-model/1
product: {name: Heat, flow: heat, declared_unit: 1 GJ}
period: {start: 2024-01-01, end: 2024-12-31}
parameters: {losses: 10 %, output: 9 GJ}
processes:
  plant:
    outputs: {heat: "= output", power: 1 MWh}
    allocation: {by: heat_ratio, why: test, heat: heat, boiler_heat: "= 2 * output / (1 - losses)"}
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: 200 kg}}
"""
    result = footprint_of(text)
    assert result.allocations[0]["shares"]["heat"] == pytest.approx(0.45, rel=1e-12)
    assert result.value == pytest.approx(200 * 0.45 / 9, rel=1e-12)


def test_biogenic_carbon_makes_three_different_sums() -> None:
    processes = """
  farm:
    outputs: {f0: 1 t}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: 100 kg}
      ch4: {flow: "methane, biogenic", amount: 1 kg}
      respired: {flow: "carbon dioxide, biogenic", amount: 50 kg}
    removals: {air: {flow: "carbon dioxide, uptake", amount: 1516.6666666666667 kg}}
"""
    flows = "{f0: {biogenic_carbon_content: 0.4 t/t, source: test}}"
    sums = footprint_of(model_text(processes, flows=flows)).sums
    assert sums["excl_uptake"] == pytest.approx(100 + 27.0)
    assert sums["incl_uptake"] == pytest.approx(127 - 44 / 12 * 400)
    assert sums["iso_net"] == pytest.approx(127 + 50 - 1516.6666666666667)


def test_without_a_stated_carbon_content_the_sum_with_uptake_is_unknown_and_says_why() -> None:
    result = footprint_of(model_text("  farm: {outputs: {f0: 1 t}, emissions: {co2: {flow: 'carbon dioxide, fossil', amount: 1 kg}}}\n"))
    assert result.sums["incl_uptake"] is None
    assert "biogenic_carbon_content" in result.reasons["sums/incl_uptake"]["en"]
    assert "biogenic_carbon_content" in result.as_dict("zh")["reasons"]["sums/incl_uptake"]


def package(folder: Path, reference: str) -> Path:
    """Write a package with a landfill whose reference output is ``reference`` and that emits 7 kg of CO2 per kg of waste."""
    home = folder / "own-waste"
    home.mkdir()
    (home / "datapackage.json").write_text(
        '{"name": "own-waste", "version": "1", "title": "Own", "status": "literature", "format": "footprint-inventory/1"}'
    )
    header = "code,product,name_en,name_zh,amount,unit,kind,basis,status,data,capital_goods,geography,start,end,source,comment\n"
    row = f"landfill,waste,Landfill,填埋,{reference},kg,treatment,footprint,literature,secondary,unknown,CN,2024-01-01,2024-12-31,test,\n"
    (home / "processes.csv").write_text(header + row)
    (home / "exchanges.csv").write_text('process,kind,package,flow,amount,unit\nlandfill,elementary,,"carbon dioxide, fossil",7,kg\n')
    return folder


@pytest.mark.parametrize("reference", ["1", "-1", "-1000"])
def test_a_waste_is_a_burden_whatever_the_sign_convention_of_the_treatment(tmp_path: Path, reference: str) -> None:
    processes = "  works: {outputs: {f0: 1 t}, wastes: {sludge: {amount: 3 kg, from: own-waste/landfill}}}\n"
    text = model_text(processes, inventories='{own-waste: "1"}')
    result = footprint_of(text, inventories=[package(tmp_path, reference)])
    assert result.value == pytest.approx(21.0 / abs(float(reference)), rel=1e-12)


def test_a_treatment_with_negative_reference_is_no_input(tmp_path: Path) -> None:
    processes = "  works: {outputs: {f0: 1 t}, inputs: {sludge: {amount: 3 kg, from: own-waste/landfill}}}\n"
    with pytest.raises(ProblemsFound) as caught:
        footprint_of(model_text(processes, inventories='{own-waste: "1"}'), inventories=[package(tmp_path, "-1")])
    assert [finding.code for finding in caught.value.findings] == ["S107"]


def test_another_models_product_counts_with_its_whole_chain(tmp_path: Path) -> None:
    inner = "  brewing:\n    outputs: {f0: 1 t, spent: 0.5 t}\n    allocation: {by: mass, why: test}\n"
    inner += "    emissions: {co2: {flow: 'carbon dioxide, fossil', amount: 30 kg}}\n"
    (tmp_path / "inner.yaml").write_text(model_text(inner))
    outer = "  brewing: {outputs: {f0: 1 t}, inputs: {malt: {amount: 2 t, from: 'model:inner.yaml'}, "
    outer += "feed: {amount: 1 t, from: 'model:inner.yaml#spent'}}}\n"
    (tmp_path / "outer.yaml").write_text(model_text(outer))
    result = fp.calculate(tmp_path / "outer.yaml")
    assert result.value == pytest.approx(2 * 20 + 20, rel=1e-12)
    assert [entry.exchange for entry in result.contributions] == ["brewing/inputs/malt", "brewing/inputs/feed"]
    assert list(result.provenance["models"]) == ["inner.yaml"]


def test_models_that_need_different_versions_of_a_package_are_refused(tmp_path: Path) -> None:
    for version in ("1", "2"):
        (tmp_path / f"v{version}").mkdir()
        home = package(tmp_path / f"v{version}", "1") / "own-waste"
        about = (home / "datapackage.json").read_text().replace('"version": "1"', f'"version": "{version}"')
        (home / "datapackage.json").write_text(about)
    waste = "  brewing: {outputs: {f0: 1 t}, wastes: {sludge: {amount: 1 kg, from: own-waste/landfill}}}\n"
    (tmp_path / "inner.yaml").write_text(model_text(waste, inventories='{own-waste: "1"}'))
    outer = "  baking: {outputs: {f0: 1 t}, inputs: {malt: {amount: 1 t, from: 'model:inner.yaml'}}, "
    outer += "wastes: {sludge: {amount: 1 kg, from: own-waste/landfill}}}\n"
    (tmp_path / "outer.yaml").write_text(model_text(outer, inventories='{own-waste: "2"}'))
    with pytest.raises(ProblemsFound) as caught:
        fp.calculate(tmp_path / "outer.yaml", inventories=[tmp_path / "v1", tmp_path / "v2"])
    assert [finding.code for finding in caught.value.findings] == ["S110"]


def test_models_that_refer_to_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        text = f"  brewing: {{outputs: {{f0: 1 t}}, inputs: {{malt: {{amount: 1 t, from: 'model:{other}.yaml'}}}}}}\n"
        (tmp_path / f"{name}.yaml").write_text(model_text(text))
    with pytest.raises(ProblemsFound) as caught:
        fp.calculate(tmp_path / "a.yaml")
    assert [finding.code for finding in caught.value.findings] == ["S109"]


def test_a_model_may_not_reach_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.yaml").write_text(model_text("  farm: {outputs: {f0: 1 t}}\n"))
    text = "  brewing: {outputs: {f0: 1 t}, inputs: {malt: {amount: 1 t, from: 'model:../secret.yaml'}}}\n"
    (tmp_path / "inside" / "a.yaml").write_text(model_text(text))
    findings = fp.check(tmp_path / "inside" / "a.yaml")
    assert any(finding.severity == "error" for finding in findings)
    assert not any("secret" in str(finding.place) for finding in findings)


def test_check_reports_problems_of_reading_and_of_linking_together(tmp_path: Path) -> None:
    processes = """
  kiln:
    outputs: {f0: 1 t}
    inputs:
      power: {amount: 3 t, from: cn-electricity/national-average-2024}
      coal: {amount: 3 t, from: cn-fuels/nothing-like-it}
    emissions:
      co2: {flow: "carbon dioxide", amount: 3 kg}
"""
    path = tmp_path / "model.yaml"
    path.write_text(model_text(processes, inventories='{cn-electricity: "2024.1", cn-fuels: "2025.1"}'))
    errors = [finding for finding in fp.check(path) if finding.severity == "error"]
    assert sorted(finding.code for finding in errors) == ["S101", "S103", "S106"]
    assert all(finding.place is not None and finding.place.line > 6 for finding in errors)


def test_of_thousands_of_broken_links_the_first_hundreds_are_listed(tmp_path: Path) -> None:
    inputs = ", ".join(f"i{number}: {{amount: 1 kWh, from: cn-electricity/nothing-{number}}}" for number in range(3000))
    path = tmp_path / "model.yaml"
    processes = f"  kiln: {{outputs: {{f0: 1 t}}, inputs: {{{inputs}}}}}\n"
    path.write_text(model_text(processes, inventories='{cn-electricity: "2024.1"}'))
    with ends():
        findings = fp.check(path)
    assert len([finding for finding in findings if finding.code == "S101"]) == 300
    assert "M136" in [finding.code for finding in findings]


def test_packages_that_need_different_versions_of_a_third_are_named_once_however_many_exchanges_they_have(tmp_path: Path) -> None:
    source = REPOSITORY / "inventories"
    home = tmp_path / "newer" / "cn-electricity"
    shutil.copytree(source / "cn-electricity", home)
    about = (home / "datapackage.json").read_text(encoding="utf-8")
    (home / "datapackage.json").write_text(about.replace('"version": "2024.1"', '"version": "2025.1"'), encoding="utf-8")
    for name in ("soda-ash.yaml", "chp.yaml"):
        model = (REPOSITORY / "product_models" / name).read_text(encoding="utf-8")
        assert 'cn-electricity: "2024.1"' in model
        (tmp_path / name).write_text(model.replace('cn-electricity: "2024.1"', 'cn-electricity: "2025.1"'), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        fp.calculate(tmp_path / "soda-ash.yaml", inventories=[tmp_path / "newer"])
    said = [finding.line().partition(" S110 ")[2] for finding in caught.value.findings]
    assert all(said)
    assert len(said) == len(set(said)) > 0
