"""What importing says of damaged workbooks: the right code at the right cell, and everything at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from damaged_workbooks.build import manifest
from damaged_workbooks.cases import CASES, FOLDER, Case, damaged, good_workbook
from footprint.errors import Finding, FootprintError, Severity
from footprint.formats.workbook import import_workbook
from footprint.inventory import open_library
from footprint.model import read
from patience import ends
from workbook_models import records

LIBRARY = open_library()
# What may be said of the good workbook, too: of the model, not of its cells.
OF_THE_MODEL = {"M210", "M318", "S304"}
# Damages after which the model is still the very same.
SAME = {
    "date-slashes", "date-chinese", "date-serial-number", "date-eight-digits", "date-with-time", "unit-alone", "month-date",
    "month-cell-separators", "spaces-around", "text-number", "unit-in-cell", "unit-chinese", "percent-format", "formula-in-amount",
    "choice-chinese", "unit-in-header", "merged-names", "hidden-row", "hidden-sheet", "extra-column", "column-without-head",
    "reordered-columns", "title-above-header", "empty-rows-between", "sheet-renamed-in-chinese", "sheet-unknown", "dates-from-1904",
    "password-on-sheet", "macros", "external-links", "formatted-to-the-last-row",
}  # fmt: skip


def diagnose(content: bytes, folder: Path) -> tuple[tuple[Finding, ...], object]:
    path = folder / "workbook.xlsx"
    path.write_bytes(content)
    try:
        imported = import_workbook(path, folder, LIBRARY)
    except FootprintError as error:
        return error.findings, None
    return imported.findings, imported.model


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_damaged_workbook_is_diagnosed_at_its_cell(case: Case, tmp_path: Path) -> None:
    content = damaged(case)
    with ends():
        findings, model = diagnose(content, tmp_path)
    said = [(finding.code, finding.place.cell if finding.place else "") for finding in findings]
    shown = "\n".join(finding.line() for finding in findings)
    if case.code:
        assert (case.code, case.cell) in said, shown
    else:
        assert {code for code, _ in said} <= OF_THE_MODEL, shown
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert (model is not None and not errors) == case.good, shown
    for finding in findings:
        assert finding.message("en")
        assert finding.message("zh")
        assert "/tmp" not in finding.message("en") + finding.hint("en"), "a scratch folder is nobody's business"
        finding.as_dict("zh")


@pytest.mark.parametrize("name", sorted(SAME))
def test_what_can_only_mean_one_thing_gives_the_same_model(name: str, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == name)
    _, model = diagnose(damaged(case), tmp_path)
    expected = records(read(FOLDER / "base.yaml"))
    if name == "unit-chinese":  # 千克 is the same unit, written as kg
        assert str(model.processes["assembly"].inputs["oil"].amount) == "10 kg"  # type: ignore[attr-defined]
    else:
        assert records(model) == expected


def test_there_are_enough_cases_and_the_list_of_them_is_current() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert (FOLDER / "manifest.csv").read_text(encoding="utf-8") == manifest(), "run tests/damaged_workbooks/build.py"


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(good_workbook()))
    sheet = book["Exchanges"]
    sheet["E5"], sheet["G6"], sheet["D10"], sheet["A11"] = "KWH", "cn-transport/road-heavy-deisel", "1,234", "asembly"
    book["Product"]["D17"] = "01/02/2024"
    stream = io.BytesIO()
    book.save(stream)
    findings, model = diagnose(stream.getvalue(), tmp_path)
    errors = {finding.place.cell: finding.code for finding in findings if finding.severity is Severity.ERROR and finding.place}
    assert model is None
    assert errors == {
        "Product!D17": "M128",
        "Exchanges!E5": "U103",
        "Exchanges!G6": "S101",
        "Exchanges!D10": "W145",
        "Exchanges!A11": "W132",
    }
    suggestions = {finding.place.cell: finding.values.get("suggestions") for finding in findings if finding.place}
    assert suggestions["Exchanges!G6"][0] == "cn-transport/road-heavy-diesel"
    assert suggestions["Exchanges!D10"] == ["1234 kg", "1.234 kg"] or suggestions["Exchanges!D10"] == ["1234", "1.234"]
    assert suggestions["Exchanges!A11"] == ["assembly"]


def test_a_thousand_errors_are_not_all_listed(tmp_path: Path) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(good_workbook()))
    for row in range(13, 1013):
        for column, value in {"A": "forging", "B": "投入", "C": f"input {row}", "D": "10-12", "E": "kg"}.items():
            book["Exchanges"][f"{column}{row}"] = value
    stream = io.BytesIO()
    book.save(stream)
    findings, model = diagnose(stream.getvalue(), tmp_path)
    assert model is None
    assert len(findings) == 301
    assert "M136" in {finding.code for finding in findings}


def test_a_finding_reads_file_sheet_and_cell() -> None:
    case = next(case for case in CASES if case.name == "unit-case")
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        findings, _ = diagnose(damaged(case), Path(folder))
    line = next(finding.line() for finding in findings if finding.code == "U103")
    assert "workbook.xlsx Exchanges!E5: U103 " in line


def test_random_changes_within_parts_never_raise_anything_but_named_problems(tmp_path: Path) -> None:
    import io
    import random
    import zipfile

    chance = random.Random(6)
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as archive:
        good = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in good if name.endswith((".xml", ".rels")) and "sheet9" not in name and "sheet8" not in name]
    for _ in range(60):
        parts = dict(good)
        for _ in range(chance.choice((1, 3, 20))):
            name = chance.choice(names)
            content = parts[name]
            start = chance.randrange(len(content))
            end = min(len(content), start + chance.randrange(1, 60))
            inserted = chance.choice((b"", b'"', b"_xD800_", b"-1", b"999999999999", content[start:end] * 2, "１".encode()))
            parts[name] = content[:start] + inserted + content[end:]
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        diagnose(stream.getvalue(), tmp_path)


def test_random_bytes_in_the_zip_never_raise_anything_but_named_problems(tmp_path: Path) -> None:
    import random

    good = good_workbook()
    chance = random.Random(6)
    for _ in range(40):
        broken = bytearray(good)
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        diagnose(bytes(broken), tmp_path)
