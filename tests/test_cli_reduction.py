"""footprint explain --by electricity, allocation and levers: on the screen, in JSON and in CSV; bad targets."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from pathlib import Path

import pytest

from footprint.cli import main

CLAIMING = """footprint: product-model/1
product: {name: {en: Part, zh: 零件}, flow: part, declared_unit: 1 kg}
producer: {name: Works, site: {country: SITE}}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {cn-electricity: "2024.1"}
processes:
  making:
    stage: making
    outputs: {part: 1 kg}
    inputs: {green: {amount: 3 kWh, from: cn-electricity/wind-2024, on_site: true}}
    emissions: {own: {flow: "carbon dioxide, fossil", amount: 1 kg}}
"""


def explain(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(["explain", *arguments])
    return int(left.value.code or 0), out.getvalue(), err.getvalue()


@pytest.fixture
def claiming(tmp_path: Path) -> Path:
    path = tmp_path / "part.yaml"
    path.write_text(CLAIMING.replace("SITE", "CN"), encoding="utf-8")
    return path


def test_claimed_electricity_is_set_beside_average_and_residual_mix(claiming: Path) -> None:
    status, out, err = explain(str(claiming), "--by", "electricity", "--lang", "en")
    assert (status, err) == (0, "")
    assert "3.000 kWh" in out
    assert "+1.636" in out  # 3 kWh from 0.0324 to 0.5777 kg CO2e/kWh
    assert "Derived, not published" in out
    assert "CO2 factors" in out


def test_where_there_is_no_factor_the_screen_says_so(tmp_path: Path) -> None:
    path = tmp_path / "part.yaml"
    path.write_text(CLAIMING.replace("SITE", "FR"), encoding="utf-8")
    status, out, _ = explain(str(path), "--by", "electricity", "--lang", "zh")
    assert status == 0
    assert out.count("无因子") == 2
    assert "FR" in out


def test_a_model_without_electricity_says_that_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "part.yaml"
    text = CLAIMING.replace("    inputs: {green: {amount: 3 kWh, from: cn-electricity/wind-2024, on_site: true}}\n", "")
    path.write_text(text.replace("SITE", "CN"), encoding="utf-8")
    status, out, _ = explain(str(path), "--by", "electricity", "--by", "levers", "--by", "allocation", "--lang", "en")
    assert status == 0
    assert "No electricity is taken from datasets." in out
    assert "No lever was found." in out
    assert "nothing is allocated" in out


def test_the_ends_of_the_allocation_are_named_with_their_keys() -> None:
    status, out, _ = explain("chp", "--by", "allocation", "--lang", "en")
    assert status == 0
    assert "109.7 kg CO2e (plant heat_ratio)" in out
    assert "181.6 kg CO2e (plant energy)" in out
    assert "No prices are stated." in out


@pytest.mark.parametrize("target", ["33%", "0.33", "33 %", "33％"])
def test_a_target_is_read_as_people_write_it(claiming: Path, target: str) -> None:
    status, out, _ = explain(str(claiming), "--by", "levers", "--target", target, "--json")
    assert status == 0
    assert json.loads(out)["levers"]["target"] == pytest.approx(0.33)


def test_a_third_is_a_target_and_the_default(claiming: Path) -> None:
    values = [json.loads(explain(str(claiming), "--by", "levers", "--json", *more)[1])["levers"] for more in ((), ("--target", "1/3"))]
    assert values[0]["target"] == pytest.approx(1 / 3)
    assert values[0] == values[1]


@pytest.mark.parametrize("target", ["", "a third", "0", "100%", "-5%", "1/0", "nan", "inf", "120%", "1/3/4", "%"])
def test_a_target_that_is_no_reduction_is_refused_before_anything_is_calculated(claiming: Path, target: str) -> None:
    status, out, err = explain(str(claiming), "--by", "levers", f"--target={target}", "--lang", "en")
    assert status == 2
    assert out == ""
    assert "--target" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("target", "meant"), [("33", True), ("12.5", True), ("120", False), ("120%", False)])
def test_a_target_without_its_sign_is_told_what_was_meant(claiming: Path, target: str, meant: bool) -> None:
    status, _, err = explain(str(claiming), "--by", "levers", f"--target={target}", "--lang", "en")
    assert status == 2
    assert (f"did you mean {target}%?" in err) == meant


def test_json_holds_the_views_that_are_named_and_no_others(claiming: Path) -> None:
    _, out, _ = explain(str(claiming), "--by", "electricity", "--by", "allocation", "--json")
    found = json.loads(out)
    assert [run["name"] for run in found["electricity"]["runs"]] == ["average", "residual"]
    assert found["allocation"]["processes"] == []
    assert "levers" not in found


def test_levers_are_written_as_a_table(tmp_path: Path) -> None:
    status, _, _ = explain("cement", "--by", "levers", "--by", "allocation", "--by", "electricity", "--csv", str(tmp_path))
    assert status == 0
    with (tmp_path / "levers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    deltas = [float(row["delta"]) for row in rows]
    assert deltas == sorted(deltas)
    assert {"id", "kind", "title", "needed"} <= set(rows[0])
    assert (tmp_path / "allocation.csv").exists()
    assert (tmp_path / "electricity.csv").exists()


def test_the_cement_tells_how_a_third_is_reached_step_by_step() -> None:
    status, out, _ = explain("cement", "--by", "levers", "--lang", "zh")
    assert status == 0
    assert "降低 33.3 %" in out
    assert "即可达到降低 33.3 % 的目标" in out
