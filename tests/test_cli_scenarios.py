"""Scenarios on the command line, in requests and in workbooks: named in every result, never mistaken for the footprint."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import footprint as fp
from bundles import MODEL, a_bundle, library, write_model
from footprint import pipeline
from footprint.cli import main
from footprint.formats.workbook import export_workbook, import_workbook
from footprint.insight.scenarios import what_if
from footprint.inventory import open_library
from footprint.model import read, read_text
from footprint.verification.bundle import open_bundle
from footprint.verification.bundle.archive import pack
from footprint.verification.comparison import compare_results
from shared import REPOSITORY
from test_named_scenarios import BRICK

SCENARIOS = """\
scenarios:
  more-power:
    set: {rolling/inputs/power: 250 kWh}
  elsewhere:
    from: {rolling/inputs/power: model:another.yaml#power}
"""


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main([*arguments])
    return int(left.value.code or 0), out.getvalue(), err.getvalue()


@pytest.fixture
def brick(tmp_path: Path) -> str:
    file = tmp_path / "brick.yaml"
    file.write_text(BRICK, encoding="utf-8")
    return str(file)


def published_schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REPOSITORY / "docs" / "reference" / "result.schema.json").read_text("utf-8"))
    return found


# the command line


@pytest.mark.parametrize("name", ["wind", "frugal", "prices"])
def test_the_result_of_a_scenario_names_it_and_keeps_to_the_published_schema(brick: str, name: str) -> None:
    import jsonschema

    status, out, _ = run("run", brick, "--scenario", name, "--json")
    stated = json.loads(out)
    assert status == 0
    assert stated["scenario"] == name
    assert stated["model"]["sha256"] == read(brick).source.sha256
    jsonschema.Draft202012Validator(published_schema()).validate(stated)
    _, base, _ = run("run", brick, "--json")
    assert "scenario" not in json.loads(base)
    assert "changes" not in json.loads(base)


@pytest.mark.parametrize(("lang", "words"), [("en", ("Scenario", "kiln allocated by economic")), ("zh", ("情景", "kiln 按 economic 分配"))])
def test_a_scenario_is_named_on_the_screen(brick: str, lang: str, words: tuple[str, ...]) -> None:
    for command in (("run",), ("explain", "--by", "stage")):
        status, out, _ = run(command[0], brick, *command[1:], "--scenario", "prices", "--lang", lang)
        assert status == 0
        assert all(word in out for word in words)


def test_set_has_the_last_word(brick: str) -> None:
    _, out, _ = run("run", brick, "--scenario", "frugal", "--set", "power=80 kWh/t", "--json")
    assert json.loads(out)["overrides"] == {"kiln/inputs/clay": "1.1 t", "power": "80 kWh/t"}


@pytest.mark.parametrize("command", ["run", "explain"])
def test_an_unknown_scenario_is_an_error_with_suggestions(brick: str, command: str) -> None:
    status, out, err = run(command, brick, "--scenario", "wimd", "--lang", "en")
    assert (status, out) == (2, "")
    assert "D401" in err
    assert "Did you mean `wind`?" in err
    status, out, _ = run(command, "beer", "--scenario", "wind", "--json")
    assert status == 2
    assert [finding["code"] for finding in json.loads(out)["findings"]] == ["D402"]


def test_scenarios_stand_in_json_and_in_tables_that_sum(brick: str, tmp_path: Path) -> None:
    status, out, _ = run("explain", brick, "--by", "scenarios", "--json", "--csv", str(tmp_path / "tables"))
    found = json.loads(out)
    assert status == 0
    assert found["scenarios"]["schema"] == "footprint/what-if/1"
    stated = {entry["scenario"]: entry for entry in found["scenarios"]["scenarios"]}
    assert list(stated) == ["wind", "frugal", "prices"]
    for name, entry in stated.items():
        _, alone, _ = run("run", brick, "--scenario", name, "--json")
        assert entry["value"] == pytest.approx(json.loads(alone)["total"]["value"], rel=1e-12)
        assert sum(stage["delta"] for stage in entry["stages"]) == pytest.approx(entry["delta"], abs=1e-9)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "tables" / "scenarios-by-stage.csv").read_text("utf-8-sig"))))
    summed = sum(float(row["delta"]) for row in rows if row["scenario"] == "wind")
    assert summed == pytest.approx(stated["wind"]["delta"])
    assert (tmp_path / "tables" / "scenarios.csv").is_file()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_scenarios_that_fail_are_shown_beside_those_that_do_not(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "brick.yaml"
    file.write_text(BRICK + "  wrong:\n    from: {kiln/inputs/clay: cn-electricity/wnd-2024}\n", encoding="utf-8")
    status, out, _ = run("explain", str(file), "--by", "scenarios", "--lang", lang)
    assert status == 0
    assert "S101" in out
    assert ("not calculated" if lang == "en" else "未能计算") in out
    assert "wind" in out
    assert run("check", str(file))[0] == 1


def test_a_model_without_scenarios_says_so() -> None:
    status, out, _ = run("explain", "beer", "--by", "scenarios", "--lang", "en")
    assert status == 0
    assert "has no scenarios" in out


# requests


def test_a_request_takes_no_notice_of_scenarios(tmp_path: Path) -> None:
    plain = a_bundle(tmp_path / "plain")
    with_scenarios = a_bundle(tmp_path / "more", MODEL + SCENARIOS)
    results = [{**bundle.result, "model": None} for bundle in (plain, with_scenarios)]
    assert results[0] == results[1]
    assert plain.members["datapackage.zip"] == with_scenarios.members["datapackage.zip"]
    assert [name for name in with_scenarios.members if name not in plain.members] == []
    assert open_bundle(pack(with_scenarios.members)).result["total"] == plain.result["total"]


def test_the_result_of_a_scenario_is_not_accepted_as_that_of_the_file(tmp_path: Path) -> None:
    model = read(write_model(tmp_path, MODEL + SCENARIOS))
    base = pipeline.calculate_with(model, library())
    found = what_if(base, ["more-power"], lambda changed, values: pipeline.calculate_with(changed, library(), values))
    result = found.outcomes[0].result
    assert result is not None
    differences = compare_results(json.loads(json.dumps(result.as_dict("en"))), base)
    assert {"scenario", "overrides"} <= {difference.name for difference in differences}
    only_named = {**base.as_dict("en"), "scenario": "more-power"}
    assert [difference.name for difference in compare_results(json.loads(json.dumps(only_named)), base)] == ["scenario"]


# workbooks


def workbook(tmp_path: Path, damage: Callable[[Any], None] | None = None) -> Path:
    """Write the model as a workbook, damaged on its sheet of scenarios."""
    model = read_text(BRICK, "brick.yaml")
    book = openpyxl.load_workbook(io.BytesIO(export_workbook(model, open_library())))
    if damage is not None:
        damage(book["Scenarios"])
    path = tmp_path / "brick.xlsx"
    book.save(path)
    return path


def heads(sheet: Any) -> dict[str, str]:
    return {str(cell.value).split(" / ")[1]: cell.column_letter for cell in sheet[1]}


def test_a_scenario_filled_in_a_workbook_is_that_of_the_file(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        at, row = heads(sheet), sheet.max_row + 1
        for column, value in {
            "Scenario": "from the sheet",
            "Change": "设值",
            "Changed": "power",
            "New value": 70,
            "Source": "audit",
        }.items():
            sheet[f"{at[column]}{row}"] = value
        units = [cell.column_letter for cell in sheet[1] if cell.column_letter > at["New value"]]
        sheet[f"{units[0]}{row}"] = "kWh/t"

    imported = import_workbook(workbook(tmp_path, fill), tmp_path, open_library())
    assert imported.good, [finding.line() for finding in imported.findings]
    assert imported.model is not None
    assert list(imported.model.scenarios) == ["wind", "frugal", "prices", "from the sheet"]
    added = imported.model.scenarios["from the sheet"]
    assert (str(added.amounts["power"]), added.source) == ("70 kWh/t", "audit")
    assert fp.what_if(imported.model).outcomes[3].value is not None


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("Change", "umtauschen", "W133"),
        ("Change", None, "W130"),
        ("Changed", None, "W130"),
        ("Changed", "kiln/inputs/electricty", "M291"),
        ("Scenario", None, "W130"),
        ("Dataset or text", None, "W130"),
        ("Dataset or text", "cn-electricity/wnd-2024", "S101"),
        ("Field", "amount", "W134"),
    ],
)
def test_a_slip_on_the_sheet_of_scenarios_is_found_at_its_row(tmp_path: Path, head: str, value: str | None, code: str) -> None:
    """The second row takes electricity from the wind."""

    def slip(sheet: Any) -> None:
        at = heads(sheet)
        assert sheet[f"{at['Dataset or text']}2"].value == "cn-electricity/wind-2024"
        sheet[f"{at[head]}2"] = value

    imported = import_workbook(workbook(tmp_path, slip), tmp_path, open_library())
    places = {(finding.code, finding.place.cell if finding.place else "") for finding in imported.findings}
    assert not imported.good
    assert code in {found for found, _ in places}, places
    assert any(found == code and cell.startswith("Scenarios!") and cell.endswith("2") for found, cell in places), places
    for finding in imported.findings:
        assert finding.message("zh")
