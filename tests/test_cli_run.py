"""What the commands do with shipped models, broken models and data packages."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from footprint.cli import main
from shared import REPOSITORY

MODELS = {path.stem: path for path in sorted((REPOSITORY / "product_models").glob("*.yaml"))}
FINDING = re.compile(r"^(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]\d{3}) .+")


def footprint(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    code = ended.value.code
    return code if isinstance(code, int) else 0


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A model with two mistakes: an unknown key and a unit that two people read differently."""
    text = MODELS["pet"].read_text(encoding="utf-8")
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace(" declared_unit: 1 t", " declared_unit: 1 ton").replace("boundary:", "bondary:"), encoding="utf-8")
    return path


@pytest.mark.parametrize("model", MODELS)
def test_a_shipped_model_is_computed_by_its_name(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("run", model, "--json") == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.count("\n") == 1
    result = json.loads(captured.out)
    assert result["schema"] == "footprint/result/1"
    assert result["total"]["value"] == result["sums"][result["total"]["sum"]]
    assert sum(row["value"] for row in result["contributions"]) == pytest.approx(result["total"]["value"])


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_model_is_shown_in_full(model: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # pytest-xdist sets 80, where long names are broken
    assert footprint("run", str(MODELS[model]), "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert footprint("run", str(MODELS[model]), "--lang", lang, "--top", "3") == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert result["product"]["name"][lang] in captured.out
    assert result["declared_unit"] in captured.out
    assert result["contributions"][0]["exchange"] in captured.out
    assert not [line for line in captured.out.splitlines() if line != line.rstrip()]
    for package, digest in result["provenance"]["inventories"].items():
        assert package in captured.out
        assert digest[:12] in captured.out
    unknown = {"en": "unknown", "zh": "未知"}[lang]
    if None in result["sums"].values():
        assert unknown in captured.out


def test_several_models_are_shown_as_rows_of_one_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("run", *MODELS, "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith(tuple(f"{name} " for name in MODELS))] == list(MODELS)


def test_several_models_as_json_are_one_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("run", *MODELS, "--json") == 0
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(result["model"]["path"]).stem for result in results] == list(MODELS)


def test_every_path_is_worked_on_and_the_worst_status_counts(broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing.yaml"
    assert footprint("run", str(broken), str(missing), "pet", "--json") == 2
    first, second, third = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["path"] == str(broken)
    assert {finding["code"] for finding in first["findings"]} == {"M120", "U102"}
    assert second["path"] == str(missing)
    assert second["unreadable"]
    assert third["schema"] == "footprint/result/1"


def test_run_shows_the_findings_of_a_model_with_errors_on_standard_error(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("run", str(broken), "--lang", "en") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert FINDING.match(captured.err.splitlines()[0])
    assert "Traceback" not in captured.err


def test_check_answers_no_with_status_1_and_the_place_of_every_finding(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("check", str(broken), "--lang", "en") == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    found = [match for line in captured.out.splitlines() if (match := FINDING.match(line))]
    lines = broken.read_text(encoding="utf-8").splitlines()
    assert {match["file"] for match in found} == {str(broken)}
    assert any("1 ton" in lines[int(match["line"]) - 1] for match in found)
    assert any("bondary" in lines[int(match["line"]) - 1] for match in found)
    assert "2 errors" in captured.out.splitlines()[-1]


def test_check_says_the_same_as_json(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("check", str(broken), "pet", "--json") == 1
    about, good = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert about["schema"] == "footprint/findings/1"
    assert not about["good"]
    assert all(finding["line"] and finding["code"] and finding["message"] for finding in about["findings"])
    assert good["good"]


@pytest.mark.parametrize("model", MODELS)
def test_a_shipped_model_passes_check(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("check", model) == 0, capsys.readouterr().out


def test_the_datapackage_is_saved_with_the_same_bytes_every_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    for file in (first, second):
        assert footprint("run", "pet", "--json", "--save-datapackage", str(file)) == 0
    json.loads(capsys.readouterr().out.splitlines()[0])
    assert first.read_bytes() == second.read_bytes()
    assert "datapackage.json" in zipfile.ZipFile(first).namelist()


def test_a_file_that_cannot_be_written_has_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("run", "pet", "--lang", "en", "--save-datapackage", str(tmp_path / "nowhere" / "x.zip")) == 2
    assert "C102" in capsys.readouterr().err


@pytest.mark.parametrize("graph_format", ["mermaid", "dot", "graphml", "json", "svg"])
def test_a_graph_is_drawn_in_every_format(graph_format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("graph", "pet", "--format", graph_format) == 0
    printed = capsys.readouterr().out
    assert printed.strip()
    file = tmp_path / "drawing"
    assert footprint("graph", "pet", "--format", graph_format, "-o", str(file)) == 0
    assert capsys.readouterr().out == ""
    assert file.read_text(encoding="utf-8") == printed


def test_the_graph_as_json_has_nodes_and_edges(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("graph", "pet", "--json") == 0
    drawn: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert drawn["nodes"]


def test_packages_and_methods_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "list", "--json") == 0
    about = json.loads(capsys.readouterr().out)
    assert {"cn-electricity", "cn-fuels"} <= {package["name"] for package in about["packages"]}
    assert {"ipcc-ar5-gwp100", "ipcc-ar6-gwp100"} <= {method["name"] for method in about["methods"]}
    assert footprint("inventories", "list", "--lang", "zh") == 0
    assert "特征化方法" in capsys.readouterr().out


def test_datasets_are_found_by_words_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["national", "2024"], ["全国平均", "2024"]):
        assert footprint("inventories", "search", *words, "--json") == 0
        found = {dataset["dataset"] for dataset in json.loads(capsys.readouterr().out)["datasets"]}
        assert "cn-electricity/national-average-2024" in found


def test_a_search_that_finds_nothing_answers_no(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "search", "unobtainium", "--lang", "en") == 1
    assert "unobtainium" in capsys.readouterr().out


def test_a_dataset_is_shown_with_source_and_exchanges(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "show", "cn-electricity/national-average-2024", "--json") == 0
    about = json.loads(capsys.readouterr().out)
    assert about["source"]
    assert [exchange["amount"] for exchange in about["exchanges"]] == [0.5777]
    assert footprint("inventories", "show", "cn-electricity/national-average-2024", "--lang", "zh") == 0
    assert "0.5777" in capsys.readouterr().out


def test_a_dataset_that_is_not_there_gets_suggestions(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "show", "cn-electricity/national-avrage-2024", "--lang", "en") == 2
    error = capsys.readouterr().err
    assert "C103" in error
    assert "`national-average-2024`" in error


def test_the_shipped_packages_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    folders = sorted(path.parent for path in (REPOSITORY / "inventories").rglob("datapackage.json"))
    assert footprint("inventories", "check", *map(str, folders), "--lang", "en") == 0, capsys.readouterr().out


def test_a_folder_that_is_no_package_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "check", str(tmp_path), "--lang", "en") == 2
    captured = capsys.readouterr()
    assert "I110" in captured.out + captured.err
    assert "Traceback" not in captured.err


def test_packages_of_ones_own_come_from_a_folder_that_exists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("run", "pet", "--inventories", str(tmp_path / "none")) == 2
    assert "does not exist" in capsys.readouterr().err
    assert footprint("run", "pet", "--json", "--inventories", str(tmp_path)) == 0


def test_a_value_can_be_set_and_the_result_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "cement", "--set", "clinker_share=0.78 t/t", "--json"])
    changed = json.loads(capsys.readouterr().out)
    with pytest.raises(SystemExit):
        main(["run", "cement", "--json"])
    shipped = json.loads(capsys.readouterr().out)
    assert changed["overrides"] == {"clinker_share": "0.78 t/t"}
    assert "overrides" not in shipped
    assert changed["total"]["value"] < shipped["total"]["value"]
    with pytest.raises(SystemExit):
        main(["run", "cement", "--set", "clinker_share=0.78 t/t", "--lang", "en"])
    assert "clinker_share = 0.78 t/t" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("clinker_shar=0.78 t/t", "M208"),
        ("clinker_share=3 kWh", "M209"),
        ("clinker_share=3 kgs/t", "U"),
        ("clinker_share", "--set"),
        ("=3 kg", "--set"),
    ],
)
def test_a_setting_that_fits_nothing_is_refused(setting: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["run", "cement", "--set", setting, "--lang", "en"])
    printed = capsys.readouterr()
    assert left.value.code == 2
    assert code in printed.err
    assert printed.out == ""


def test_a_value_that_is_set_outside_its_plausible_range_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "cement", "--set", "clinker_share=0.945 t/t", "--json"])
    assert "M211" in {finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]}
