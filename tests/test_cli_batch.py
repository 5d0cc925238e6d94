"""The command ``footprint batch``: what it prints, and its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from footprint.cli import main
from test_batch import folder_with_model

TABLE = "id,model,power_rate [kWh/t]\na,lime.yaml,60\nb,lime.yaml,\n"


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["batch", *arguments])
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = folder_with_model(tmp_path)
    (folder / "variants.csv").write_text(TABLE)
    monkeypatch.chdir(folder)
    return folder


def test_failed_rows_give_status_1_and_a_summary_by_cause(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = call(capsys, "variants.csv", "--out", "out.parquet", "--lang", "en")
    assert status == 1
    assert out.splitlines() == [
        "out.parquet: 1 of 2 rows good, 1 failed.",
        "1 row J202, `b`: variants.csv:3: J202 The cell of `power_rate` is empty.",
    ]
    assert "Computed in" in err
    assert "Recomputed by Brightway" in err


def test_a_good_batch_gives_status_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "lime.yaml", "--out", "out.csv", "--lang", "zh")[0:2] == (0, "out.csv：共 1 行，成功 1 行，失败 0 行。\n")


def test_a_table_that_is_refused_gives_status_2_and_every_problem(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "variants.csv").write_text("id,power [kWh/t],x [furlong]\na,1,2\n")
    status, out, err = call(capsys, "variants.csv", "--out", "out.parquet", "--lang", "en")
    assert (status, out) == (2, "")
    assert "J104" in err
    assert "J108" in err


def test_json_is_one_object(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "variants.csv", "--out", "out.parquet", "--json")
    found = json.loads(out)
    assert status == 1
    assert (found["schema"], found["rows"], found["failed"]) == ("footprint/batch-report/1", 2, 1)
    assert found["causes"][0]["codes"] == "J202"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["variants.csv"],
        ["--out", "out.parquet"],
        ["variants.csv", "--against", ".", "--out", "x.csv"],
        ["nothing-*.yaml", "--out", "x.csv"],
    ],
)
def test_what_cannot_be_done_gives_status_2(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert call(capsys, *arguments)[0] == 2


def test_the_radar_gives_status_1_where_something_moved_or_failed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from footprint import pipeline

    (folder / "results").mkdir()
    result = pipeline.calculate("lime.yaml").as_dict()
    (folder / "results" / "lime.json").write_text(json.dumps(result))
    status, out, _ = call(capsys, "--against", "results", "--lang", "en")
    assert (status, out) == (0, "1 issued results: 1 unchanged, 0 within 5 %, 0 moved beyond it, 0 failed.\n")
    result["provenance"]["inventories"]["cn-electricity"] = "0" * 64
    result["total"]["value"] /= 2
    (folder / "results" / "lime.json").write_text(json.dumps(result))
    status, out, _ = call(capsys, "--against", "results", "--lang", "en")
    assert status == 1
    assert "+100.0 %" in out
    status, out, _ = call(capsys, "--against", "results", "--json")
    assert json.loads(out)["moved"] == 1


def test_help_loads_no_library_that_is_slow_to_load() -> None:
    code = "import sys; from footprint.cli import main\ntry:\n main(['batch', '--help'])\nexcept SystemExit: pass\n"
    code += "print(sorted({'pyarrow', 'numpy', 'pandas', 'distributed', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
