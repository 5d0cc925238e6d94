"""What people read of a result: factors, bounds, sources, names in Chinese, and codes that stay whole."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from footprint.cli import main
from footprint.cli.result_view import in_full
from footprint.cli.session import Session
from footprint.report.words import stage_name

DECLARED = """
footprint: product-model/1
product:
  name: {en: Wire, zh: 钢丝}
  flow: wire
  declared_unit: 1 t
method: ipcc-ar6-gwp100
period: {start: 2024-01-01, end: 2024-12-31}
boundary: cradle-to-gate
inventories:
  cn-electricity: "2024.1"
sources:
  epd: EPD of the mill, S-P-01234, 2024
processes:
  drawing:
    name: {en: Drawing, zh: 拉拔}
    stage: manufacturing
    outputs:
      wire: 1 t
    inputs:
      rod: {amount: 1.05 t, declared: 2150 kg CO2e/t, source: epd, data: primary}
      scale: {amount: 1 kg, declared: 2 kg CO2e/t}
      electricity: {amount: 90 kWh, from: cn-electricity/national-average-2024, data: primary}
"""


def footprint(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    code = ended.value.code
    return code if isinstance(code, int) else 0


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    path = tmp_path / "wire.yaml"
    path.write_text(DECLARED.lstrip(), encoding="utf-8")
    return path


def result_of(model: str | Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert footprint("run", str(model), "--json") == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def shown(result: dict[str, Any], capsys: pytest.CaptureFixture[str], lang: str = "en", top: int = 10) -> str:
    Session("zh" if lang == "zh" else "en").show(in_full(result, "zh" if lang == "zh" else "en", top))
    return capsys.readouterr().out


def test_a_contribution_shows_the_factor_that_makes_its_value_of_its_amount(declared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("run", str(declared), "--lang", "en") == 0
    printed = capsys.readouterr().out
    assert "kg CO2e per unit" in printed
    assert re.search(r"drawing/inputs/electricity +90\.00 kWh +0\.5777 +51\.99 ", printed)
    assert footprint("run", str(declared), "--lang", "zh") == 0
    assert "每单位 kg CO2e" in capsys.readouterr().out


def test_a_declared_figure_is_shown_with_its_source(declared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = result_of(declared, capsys)
    sources = {row["exchange"]: row["source"] for row in result["contributions"]}
    assert sources == {
        "drawing/inputs/rod": "EPD of the mill, S-P-01234, 2024",
        "drawing/inputs/scale": None,
        "drawing/inputs/electricity": None,
    }
    printed = shown(result, capsys)
    assert "declared: EPD of the mill, S-P-01234, 2024" in printed
    assert "declared:drawing" not in printed
    assert "供应商声明值：EPD of the mill" in shown(result, capsys, "zh")


def test_a_category_is_at_least_what_is_known_where_factors_do_not_tell_gases_apart(capsys: pytest.CaptureFixture[str]) -> None:
    result = result_of("pet", capsys)
    assert re.search(r"biogenic, other than CO2 +at least 0\.\d+", shown(result, capsys))
    assert re.search(r"生物成因非 CO2 +至少 0\.\d+", shown(result, capsys, "zh"))
    result["of_which"]["unsplit"] = 0.0
    assert "at least" not in shown(result, capsys)


def test_the_primary_data_share_says_what_is_counted(declared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = result_of(declared, capsys)
    assert "amount and factor are both primary" in shown(result, capsys)
    assert "数量与因子均为初级数据" in shown(result, capsys, "zh")


def test_gases_that_hardly_count_are_one_line_and_those_without_factor_stay(capsys: pytest.CaptureFixture[str]) -> None:
    result = result_of("pet", capsys)
    small = [row for row in result["gases"] if 0 < abs(row["value"]) < 1e-4 * result["total"]["value"]]
    assert len(small) > 1
    result["gases"].append({"flow": "unknown gas", "amount": 1.0, "unit": "kg", "value": 0.0, "categories": {}})
    printed = shown(result, capsys)
    assert f"{len(small)} others, each below 0.01 %" in printed
    assert "unknown gas" in printed
    assert not [row for row in small if f"\n{row['flow']} " in printed]
    assert f"其余 {len(small)} 种，各低于 0.01 %" in shown(result, capsys, "zh")


def test_long_codes_stay_whole_and_prose_keeps_room(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = result_of("pet", capsys)
    code = "cn-fuels/cets-steel-2025/power-unit/other-petroleum-products-per-gj"
    result["contributions"][0].update(exchange="grinding-and-packing/inputs/petroleum-products-of-all-kinds", provider=code)
    result["cut_offs"][0].update(proxy=code, exchange="grinding-and-packing/inputs/petroleum-products-of-all-kinds")
    printed = shown(result, capsys)
    assert printed.count(code) == 2
    assert printed.count("grinding-and-packing/inputs/petroleum-products-of-all-kinds") == 2
    reason = " ".join(result["cut_offs"][0]["why"].split()[:2])
    assert reason in printed


def test_stages_of_common_use_have_chinese_names(capsys: pytest.CaptureFixture[str]) -> None:
    result = result_of("pet", capsys)
    printed = shown(result, capsys, "zh")
    assert "原材料获取" in printed
    assert "生产制造" in printed
    assert "raw materials" in shown(result, capsys)
    assert stage_name("Raw-Materials", "zh") == "原材料获取"
    assert stage_name("own step", "zh") == "own step"
    assert stage_name("transport", "zh") == "运输"
    assert stage_name("packaging", "en") == "packaging"
