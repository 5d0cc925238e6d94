"""The commands `footprint export workbook` and `footprint import workbook`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from damaged_workbooks.cases import FOLDER, good_workbook
from footprint.cli import main
from footprint.model import read
from workbook_models import records


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as leaving:
        main([str(argument) for argument in arguments])
    heard = capsys.readouterr()
    return int(leaving.value.code or 0), heard.out, heard.err


def changed(folder: Path, **cells: object) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(good_workbook()))
    for where, value in cells.items():
        sheet, cell = where.split("__")
        book[sheet][cell] = value
    path = folder / "filled.xlsx"
    book.save(path)
    return path


def test_a_model_is_exported_and_imported_with_its_monthly_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "base.xlsx"
    assert run(capsys, "export", "workbook", FOLDER / "base.yaml", "-o", book)[0] == 0
    assert book.read_bytes() == good_workbook()
    status, out, _ = run(capsys, "import", "workbook", book)
    assert status == 0
    assert f"Written: {tmp_path / 'base.yaml'}" in out
    assert records(read(tmp_path / "base.yaml")) == records(read(FOLDER / "base.yaml"))
    assert (tmp_path / "assembly-2024.csv").is_file()


def test_problems_are_shown_with_their_cells_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = changed(tmp_path, Exchanges__E5="KWH", Exchanges__D10="10-12")
    status, out, err = run(capsys, "import", "workbook", book, "-o", tmp_path / "new.yaml")
    assert status == 2
    assert f"{book} Exchanges!E5: U103" in err
    assert f"{book} Exchanges!D10: W144" in err
    assert not out
    assert [path.name for path in tmp_path.iterdir()] == ["filled.xlsx"]


def test_a_model_that_does_not_link_is_written_with_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = changed(tmp_path, Exchanges__G5="cn-electricity/nowhere-2024")
    status, out, _ = run(capsys, "import", "workbook", book)
    assert status == 1
    assert f"{book} Exchanges!G5: S101" in out
    assert (tmp_path / "filled.yaml").is_file()


def test_findings_are_json_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = changed(tmp_path, Exchanges__E5="KWH")
    status, out, _ = run(capsys, "import", "workbook", book, "--json")
    said = json.loads(out)
    assert status == 2
    assert said["files"] == []
    assert {(finding["code"], finding["cell"]) for finding in said["findings"] if finding["severity"] == "error"} == {
        ("U103", "Exchanges!E5")
    }


@pytest.mark.parametrize("command", ["export", "import"])
def test_a_file_that_differs_is_replaced_only_by_force(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = changed(tmp_path) if command == "import" else FOLDER / "base.yaml"
    target = tmp_path / "there"
    target.write_text("mine", encoding="utf-8")
    status, _, err = run(capsys, command, "workbook", source, "-o", target)
    assert status == 2
    assert "W108" in err
    assert target.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "assembly-2024.csv").exists()
    assert run(capsys, command, "workbook", source, "-o", target, "--force")[0] == 0
    assert run(capsys, command, "workbook", source, "-o", target)[0] == 0, "the same content replaces nothing"


def test_a_file_that_is_no_workbook_has_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "data.xlsx"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    status, _, err = run(capsys, "import", "workbook", file, "--lang", "zh")
    assert status == 2
    assert "W101" in err
    assert "文本表格" in err
