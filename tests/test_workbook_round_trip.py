"""A model goes into a workbook and comes back the same, and so does the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from footprint.formats.workbook import export_workbook, import_workbook
from footprint.formats.workbook.plain import plain
from footprint.formats.workbook.yaml_text import yaml_text
from footprint.inventory import open_library
from footprint.model import ProductModel, read, read_text
from footprint.model.tree import parse
from footprint.model.validation import validate
from shared import REPOSITORY
from workbook_models import models, records, reread

LIBRARY = open_library([REPOSITORY / "tests" / "models" / "packages"])
EMPTY = open_library([])
SHIPPED = sorted((REPOSITORY / "product_models").glob("*.yaml"))
TESTED = sorted((REPOSITORY / "tests" / "models").glob("*.yaml"))


@pytest.mark.parametrize("path", [*SHIPPED, *TESTED], ids=lambda path: path.stem)
def test_a_model_goes_through_a_workbook_and_back(path: Path, tmp_path: Path) -> None:
    model = read(path)
    content = export_workbook(model, LIBRARY)
    book = tmp_path / "model.xlsx"
    book.write_bytes(content)
    imported = import_workbook(book, path.parent, LIBRARY)
    assert imported.good, "\n".join(finding.line() for finding in imported.findings)
    assert records(imported.model) == records(model)
    written = read_text(imported.text, folder=path.parent)
    assert records(written) == records(model)
    assert export_workbook(written, LIBRARY) == content


def test_a_model_with_monthly_tables_goes_through_a_workbook_and_back(tmp_path: Path) -> None:
    model = read(REPOSITORY / "tests" / "damaged_workbooks" / "base.yaml")
    content = export_workbook(model, LIBRARY)
    book = tmp_path / "model.xlsx"
    book.write_bytes(content)
    imported = import_workbook(book, tmp_path, LIBRARY)
    for name, text in imported.tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "model.yaml").write_text(imported.text, encoding="utf-8")
    again = read(tmp_path / "model.yaml")
    assert records(again) == records(model)
    assert again.source.activities["assembly"].amounts == model.source.activities["assembly"].amounts
    assert export_workbook(again, LIBRARY) == content


@given(models)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
def test_whatever_records_hold_a_workbook_gives_back(model: ProductModel) -> None:
    content = export_workbook(model, EMPTY)
    again = reread(content)
    assert records(again) == records(model)
    assert export_workbook(again, EMPTY) == content


@given(models)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
def test_whatever_records_hold_their_yaml_is_read_back(model: ProductModel) -> None:
    document, findings = parse(yaml_text(plain(model)), "x.yaml")
    assert document is not None, findings
    again, findings = validate(document)
    assert again is not None, [finding.line() for finding in findings]
    assert records(again) == records(model)
