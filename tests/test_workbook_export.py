"""What an exported workbook is: complete, safe to open, protected, and the same bytes every time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import typing
import zipfile
from pathlib import Path

import openpyxl
import pytest

from damaged_workbooks.cases import FOLDER, good_workbook
from footprint.formats.workbook import export_workbook
from footprint.formats.workbook.choices import CHOICES
from footprint.formats.workbook.layout import (
    CORRELATIONS,
    EXCHANGES,
    FIELDS,
    NAMED_FIELDS,
    PARAMETERS,
    PROCESSES,
    SCENARIOS,
    SHEETS,
    heads_of,
)
from footprint.formats.workbook.scenario_rows import known_fields
from footprint.inventory import open_library
from footprint.model import ProductModel, read, read_text
from footprint.model.fields import Record
from footprint.model.schema import Allocation, Exchange, Parameter, Process, Scenario, Section
from shared import REPOSITORY

LIBRARY = open_library()


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(good_workbook()))


def leaves(record: type[Record], before: str = "") -> set[str]:
    """Name every field of a record that holds a value, through the records in it."""
    found: set[str] = set()
    for name, info in record.model_fields.items():
        path = f"{before}{info.alias or name}"
        inner = [part for part in _parts(info.annotation) if isinstance(part, type) and issubclass(part, Record)]
        named = any(typing.get_origin(part) is not None and "Mapping" in str(typing.get_origin(part)) for part in _parts(info.annotation))
        if inner and not named:
            found |= leaves(inner[0], f"{path}/")
        else:
            found.add(path)
    return found


def _parts(annotation: object) -> list[object]:
    return [annotation, *(inner for part in typing.get_args(annotation) for inner in _parts(part))]


def test_every_field_of_the_format_has_a_place() -> None:
    of_exchange = {column.path for column in EXCHANGES if not column.owner and column.kind != "name"} | {"evidence", "contract"}
    assert of_exchange == leaves(Exchange)
    assert {column.path for column in PARAMETERS if column.kind != "name"} == leaves(Parameter)
    of_allocation = {f"allocation/{column.path.split('/')[0]}" for column in EXCHANGES if column.owner}
    of_process = {column.path for column in PROCESSES if column.kind != "name"} - {"allocation/by/property"}
    assert of_process | of_allocation | set(typing.get_args(Section)) == leaves(Process)
    of_model = {column.path for column in (*FIELDS, *NAMED_FIELDS)} | {"flows", "parameters", "processes"}
    of_scenario = {column.path for column in SCENARIOS if column.kind != "name" and column.path not in ("change", "field", "value", "text")}
    assert of_scenario | set(CHOICES["change"]) == leaves(Scenario)
    assert {field.replace("contract/NAME", "contract") for field in known_fields("add")} == leaves(Exchange)
    assert {field.split("/")[0] for field in known_fields("allocation")} == {path.split("/")[0] for path in leaves(Allocation)}
    of_model |= {"scenarios"}
    of_model |= {"correlations/between", *(f"correlations/{column.path}" for column in CORRELATIONS if column.kind != "name")}
    assert of_model == leaves(ProductModel)


def test_the_choices_are_those_of_the_format() -> None:
    assert set(CHOICES["section"]) == set(typing.get_args(Section))
    for field, choices in (("data", "data"),):
        kinds = next(part for part in _parts(Exchange.model_fields[field].annotation) if typing.get_origin(part) is typing.Literal)
        assert set(CHOICES[choices]) == set(typing.get_args(kinds))


def test_labels_tell_columns_apart_in_both_languages() -> None:
    for sheet in SHEETS:
        for language in (0, 1):
            labels = [label[language] for _, _, label in heads_of(sheet)]
            assert len(set(labels)) == len(labels), sheet.title


def test_the_sheets_are_there_and_the_lists_are_hidden(book: openpyxl.Workbook) -> None:
    expected = ["Product", "Parameters", "Processes", "Exchanges", "Flows", "Monthly activity", "Evidence", "Datasets", "Lists"]
    assert book.sheetnames == expected
    assert book["Lists"].sheet_state == "hidden"
    assert book["Exchanges"]["D1"].value == "数量 / Amount"
    assert book["Exchanges"]["D1"].comment is not None


def test_headers_are_locked_without_a_password_and_cells_are_not(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    for title in ("Parameters", "Processes", "Exchanges", "Flows", "Evidence"):
        assert book[title]["A1"].protection.locked
        assert not book[title]["A2"].protection.locked
        assert not book[title].column_dimensions["A"].protection.locked
        assert book[title].freeze_panes


def test_units_datasets_and_sections_are_offered_as_lists(book: openpyxl.Workbook) -> None:
    offered = {str(check.sqref): check for check in book["Exchanges"].data_validations.dataValidation}
    lists = {cell.value: cell.column_letter for cell in book["Lists"][1]}
    for column, name, strict in (("B", "section", True), ("E", "unit", False), ("G", "dataset", False), ("J", "data", True)):
        check = offered[f"{column}2:{column}2000"]
        assert f"Lists!${lists[name]}$2" in check.formula1
        assert bool(check.showErrorMessage) == strict
    datasets = [cell.value for cell in book["Lists"][lists["dataset"]]]
    assert "cn-electricity/national-average-2024" in datasets
    assert not any(str(name).startswith("cn-heat/") for name in datasets), "only packages that the model pins"


def test_no_cell_is_ever_a_formula_of_excel(tmp_path: Path) -> None:
    text = (FOLDER / "base.yaml").read_text(encoding="utf-8")
    for number, attack in enumerate(("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(1)")):
        text += f'{"sources:" if number == 0 else ""}\n  s{number}: "{attack}"'
    (tmp_path / "assembly-2024.csv").write_bytes((FOLDER / "assembly-2024.csv").read_bytes())
    content = export_workbook(read_text(text, folder=tmp_path), LIBRARY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    book = openpyxl.load_workbook(io.BytesIO(content))
    risky = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value or "")[:1] in "=+-@" and cell.value]
    assert len(risky) >= 6
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky if isinstance(cell.value, str))


def test_the_same_model_gives_the_same_bytes_with_and_without_lxml() -> None:
    code = """
import hashlib, sys
from footprint.formats.workbook import export_workbook
from footprint.inventory import open_library
from footprint.model import read
print(hashlib.sha256(export_workbook(read(sys.argv[1]), open_library())).hexdigest())
"""
    digests = set()
    for lxml in ("True", "False"):
        environment = {**os.environ, "OPENPYXL_LXML": lxml, "PYTHONHASHSEED": (lxml[0] == "T" and "1") or "2", "TZ": "Asia/Shanghai"}
        command = [sys.executable, "-c", code, str(FOLDER / "base.yaml")]
        done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, env=environment, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1
    assert export_workbook(read(FOLDER / "base.yaml"), LIBRARY) == good_workbook()


def test_no_date_of_the_clock_is_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
        assert b"1980-01-01" in archive.read("docProps/core.xml")
