"""What is said where an amount and what it is taken from are counted differently: the way out, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

import footprint as fp
from footprint.errors import Finding
from footprint.supply_chain.errors import LinkDimension
from footprint.units import Dimension

MODEL = """footprint: product-model/1
product: {name: {en: Wire, zh: 钢丝}, flow: wire, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
boundary: cradle-to-gate
inventories: {elementary-flows: "1", cn-transport: "2024.1", cn-fuels: "2025.1", cn-electricity: "2024.1"}
parameters:
  yield_of_drawing: 96 %
processes:
  drawing:
    name: {en: Drawing, zh: 拉拔}
    outputs: {wire: 1 t}
    inputs:
      road: {amount: "= 1000 kg / yield_of_drawing", from: cn-transport/road-heavy-diesel}
      gas: {amount: 10 m3, from: cn-fuels/cets-steel-2025/enterprise/natural-gas}
      power: {amount: 3 kg, from: cn-electricity/national-average-2024, product: current}
    emissions:
      co2: {amount: 3 kWh, flow: "carbon dioxide, fossil"}
"""


@pytest.fixture
def findings(tmp_path: Path) -> dict[str, Finding]:
    path = tmp_path / "wire.yaml"
    path.write_text(MODEL, encoding="utf-8")
    with pytest.raises(fp.ProblemsFound) as caught:
        fp.calculate(path)
    return {finding.place.path.split("/")[3]: finding for finding in caught.value.findings if finding.place and finding.code == "S103"}


def test_a_mass_for_a_transport_lacks_the_distance(findings: dict[str, Finding]) -> None:
    assert "km" in findings["road"].hint("en")
    assert "mass times distance" in findings["road"].hint("en")
    assert "乘以距离" in findings["road"].hint("zh")
    lacks_mass = LinkDimension(amount="36 km", dimension="length", target="x", unit="t km", unit_dimension="mass·length")
    assert "mass times distance" in lacks_mass.finding.hint("en")


def test_an_amount_is_shown_with_six_digits(findings: dict[str, Finding]) -> None:
    assert findings["road"].message().startswith("1041.67 kg is mass")


def test_cubic_metres_and_normal_cubic_metres_are_told_apart(findings: dict[str, Finding]) -> None:
    assert "0 °C and 101.325 kPa" in findings["gas"].hint("en")
    assert "标准状态" in findings["gas"].hint("zh")


def test_the_property_and_the_name_of_its_flow_are_said(findings: dict[str, Finding]) -> None:
    hint = findings["power"].hint("en")
    assert "lower_heating_value of `current` under `flows`" in hint
    assert " `current` 的 lower_heating_value" in findings["power"].hint("zh")
    assert "lower_heating_value of `co2` under `flows`" not in findings["co2"].hint("en")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_pair_of_dimensions_gets_advice(lang: str) -> None:
    for left, right in (("mass", "volume"), ("item", "mass"), ("time", "energy"), ("mass·CO2e/mass", "mass")):
        error = LinkDimension(amount="1 t", dimension=left, target="x", unit="kg", unit_dimension=right)
        assert error.finding.hint("zh" if lang == "zh" else "en")
        assert "{" not in error.finding.hint("zh" if lang == "zh" else "en")


def test_dimensions_have_chinese_names(findings: dict[str, Finding]) -> None:
    assert findings["road"].message("zh").startswith("1041.67 kg 的量纲为 质量，而")
    assert "量纲为 质量·长度。" in findings["road"].message("zh")
    assert "mass·length" in findings["road"].message("en")
    error = LinkDimension(amount="1", dimension="1", target="x", unit="kg/Nm3", unit_dimension="mass·CO2e/(normal volume·time^2)")
    assert "量纲为 1（无量纲）" in error.finding.message("zh")
    assert "质量·CO2e/(标况体积·时间^2)" in error.finding.message("zh")


def test_every_base_dimension_of_the_units_has_a_chinese_name() -> None:
    for name in ("item", "person", "mass", "substance", "normal_volume", "standard_volume", "energy", "length", "time"):
        for dimension in (Dimension({name: 1}), Dimension({name: -1}), Dimension({name: 2}), Dimension({name: 3})):
            error = LinkDimension(amount="1", dimension=str(dimension), target="", unit="", unit_dimension="1")
            assert not set("abcdefghijklmnopqrstuvwxyz") & set(error.finding.message("zh"))
