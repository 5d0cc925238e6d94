"""footprint diff: pairs products, shows what changed, and refuses what it cannot compare."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from footprint.cli import main
from shared import REPOSITORY

CEMENT = REPOSITORY / "product_models" / "cement.yaml"


@dataclass(frozen=True)
class Run:
    """What a command printed, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


def footprint(*arguments: str | Path) -> Run:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return Run(int(left.value.code or 0), out.getvalue(), err.getvalue())


@pytest.fixture
def less_clinker(tmp_path: Path) -> Path:
    """Give the shipped cement with less clinker and with wind power."""
    text = CEMENT.read_text(encoding="utf-8")
    changed = text.replace("value: 0.80 t/t", "value: 0.78 t/t").replace("national-average-2024", "wind-2024")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "cement.yaml").write_text(changed, encoding="utf-8")
    return tmp_path / "new" / "cement.yaml"


def results(model: Path, file: Path) -> Path:
    run = footprint("run", model, "--json")
    assert run.returncode == 0, run.stderr
    file.write_text(run.stdout, encoding="utf-8")
    return file


def test_two_models_are_compared_by_cause_and_by_exchange(less_clinker: Path) -> None:
    run = footprint("diff", "cement", less_clinker, "--lang", "en")
    assert run.returncode == 0, run.stderr
    assert "grinding/inputs/clinker" in run.stdout
    assert "0.5777 kg CO2e/kWh" in run.stdout
    assert "-7.2 %" in run.stdout


def test_json_parts_sum_to_the_difference(less_clinker: Path) -> None:
    found = json.loads(footprint("diff", "cement", less_clinker, "--json").stdout)
    assert found["schema"] == "footprint/change/1"
    total = sum(part["value"] for part in found["parts"]) + found["remainder"]
    assert total == pytest.approx(found["difference"], abs=1e-9 * found["old"])
    assert sum(found["by_cause"].values()) == pytest.approx(found["difference"], abs=1e-8)


def test_results_are_compared_without_their_models(less_clinker: Path, tmp_path: Path) -> None:
    old, new = results(CEMENT, tmp_path / "old.json"), results(less_clinker, tmp_path / "new.json")
    less_clinker.unlink()
    run = footprint("diff", old, new, "--json")
    assert run.returncode == 0, run.stderr
    # The 20 kg of additions that take the place of clinker are carried over 80 km: 1.6 t km of 0.0978 kg CO2e each.
    assert json.loads(run.stdout)["difference"] == pytest.approx(-52.8214 + 0.1565, abs=1e-3)
    # A model on one side and a result on the other go together, too.
    mixed = json.loads(footprint("diff", CEMENT, new, "--json").stdout)
    assert mixed["difference"] == pytest.approx(json.loads(run.stdout)["difference"])


def test_folders_are_paired_by_name_and_what_stands_alone_is_named(less_clinker: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for name in ("cement", "bearing"):
        (old / f"{name}.yaml").write_bytes((REPOSITORY / "product_models" / f"{name}.yaml").read_bytes())
    (less_clinker.parent / "beer.yaml").write_bytes((REPOSITORY / "product_models" / "beer.yaml").read_bytes())
    run = footprint("diff", old, less_clinker.parent, "--lang", "en")
    assert run.returncode == 0, run.stderr
    assert "bearing" in run.stderr
    assert "beer" in run.stderr
    assert "cement" in run.stdout
    assert "bearing" not in run.stdout


def test_the_waterfall_is_written_where_it_is_asked_for(less_clinker: Path, tmp_path: Path) -> None:
    drawing = tmp_path / "change.svg"
    assert footprint("diff", "cement", less_clinker, "--svg", drawing, "--lang", "zh").returncode == 0
    assert "变化前" in drawing.read_text(encoding="utf-8")


def test_the_ending_of_the_file_says_what_the_waterfall_is_drawn_as(less_clinker: Path, tmp_path: Path) -> None:
    starts = {"change.svg": b"<svg", "change.png": b"\x89PNG", "change.html": b"<!doctype html>"}
    for name, start in starts.items():
        assert footprint("diff", "cement", less_clinker, "-o", tmp_path / name, "--lang", "en").returncode == 0
        assert (tmp_path / name).read_bytes().lower().startswith(start.lower())
    assert footprint("diff", "cement", less_clinker, "-o", tmp_path / "change.csv").returncode == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("new.json", "{}", "D102"),
        ("new.json", "[1, 2]", "D102"),
        ("new.json", '{"schema": "footprint/result/1"}', "D102"),
        ("new.json", "[" * 100_000, "D102"),
        ("new.json", "", "D102"),
        ("new.txt", "text", "D102"),
        ("new.zip", "PK no archive", "V1"),
        ("new.yaml", "footprint: something", "M"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(name: str, content: str, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    run = footprint("diff", CEMENT, tmp_path / name, "--lang", "en")
    assert run.returncode == 2
    assert code in run.stderr
    assert "Traceback" not in run.stderr


def test_a_result_whose_numbers_are_no_numbers_is_refused(tmp_path: Path) -> None:
    result = json.loads(results(CEMENT, tmp_path / "old.json").read_text(encoding="utf-8"))
    for spoilt in (float("nan"), "12", None, True, 1e308):
        result["contributions"][0]["value"] = spoilt
        (tmp_path / "new.json").write_text(json.dumps(result), encoding="utf-8")
        assert footprint("diff", tmp_path / "old.json", tmp_path / "new.json").returncode == 2


def test_two_results_of_one_model_in_a_file_are_refused(tmp_path: Path) -> None:
    line = results(CEMENT, tmp_path / "old.json").read_text(encoding="utf-8")
    (tmp_path / "new.jsonl").write_text(line + line, encoding="utf-8")
    run = footprint("diff", tmp_path / "old.json", tmp_path / "new.jsonl", "--lang", "en")
    assert run.returncode == 2
    assert "two results" in run.stderr


def batch(folder: Path, name: str, table: str) -> Path:
    (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), pytest.raises(SystemExit):
        main(["batch", str(folder / f"{name}.csv"), "--out", str(folder / f"{name}.parquet"), "--check-rows", "0"])
    return folder / f"{name}.parquet"


TABLE = "model,id,clinker_share [t/t]\n=id,=x,0.8\ncement,a,0.80\ncement,b,0.85\ncement,c,0.90\ncement,d,3 kWh\n"


def test_two_batches_are_compared_row_by_row_and_the_largest_moves_are_attributed(tmp_path: Path) -> None:
    old = batch(tmp_path, "old", TABLE)
    new = batch(tmp_path, "new", TABLE.replace("a,0.80", "a,0.78").replace("b,0.85", "b,0.80") + "cement,e,0.8\n")
    found = json.loads(footprint("diff", old, new, "--json").stdout)
    assert (found["both"], found["same"], found["failed"], found["old_only"], found["new_only"]) == (5, 1, 2, 0, 1)
    assert [row["id"] for row in found["rows"]] == ["b", "a"]
    for row in found["rows"]:
        assert row["change"]["by_cause"]["inputs"] == pytest.approx(row["difference"])
        assert row["by_category"]["fossil"] == pytest.approx(row["difference"])
        assert row["change"]["parts"][0]["what"] == "grinding/inputs/clinker"


def test_rows_of_batches_whose_inputs_are_gone_are_not_attributed_and_say_why(tmp_path: Path) -> None:
    old = batch(tmp_path, "old", TABLE)
    new = batch(tmp_path, "new", TABLE.replace("a,0.80", "a,0.78"))
    (tmp_path / "new.csv").write_text(TABLE.replace("a,0.80", "a,0.70"), encoding="utf-8")
    row = json.loads(footprint("diff", old, new, "--json").stdout)["rows"][0]
    assert row["change"] is None
    assert "not attributed" in row["why_not"]
    assert row["by_category"]["fossil"] == pytest.approx(row["difference"])


def test_every_row_of_two_batches_can_be_written(tmp_path: Path) -> None:
    old = batch(tmp_path, "old", TABLE)
    new = batch(tmp_path, "new", TABLE.replace("a,0.80", "a,0.78"))
    for name in ("all.csv", "all.parquet"):
        assert footprint("diff", old, new, "--out", tmp_path / name).returncode == 0
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()) == 1 + 3
    assert footprint("diff", old, new, "--out", tmp_path / "all.txt").returncode == 2


def test_a_table_that_is_no_result_of_a_batch_is_refused(tmp_path: Path) -> None:
    old = batch(tmp_path, "old", TABLE)
    run = footprint("diff", old, tmp_path / "old.csv")
    assert run.returncode == 2
    assert "J" in run.stderr
