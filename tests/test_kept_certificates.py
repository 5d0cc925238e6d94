"""Certificates of every release verify in all later ones, as of their signing, and fail where they must."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from footprint import __version__, pipeline
from footprint.inventory import shipped_folder
from footprint.verification.keys import read_trust
from footprint.verification.moments import moment
from shared import REPOSITORY

KEPT = REPOSITORY / "tests" / "data" / "certificates"
VERSIONS = sorted(folder.name for folder in KEPT.iterdir() if folder.is_dir())
# Whoever runs this in many years still gets the same answers: where no time is asked for, it is this one.
CLOCK = datetime(2027, 1, 1, tzinfo=UTC)


def cases() -> list[tuple[str, int]]:
    return [(version, position) for version in VERSIONS for position in range(len(expected(version)))]


def expected(version: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((KEPT / version / "expected.json").read_text(encoding="utf-8"))
    return rows


def test_certificates_of_the_present_version_are_kept() -> None:
    assert __version__ in VERSIONS


@pytest.mark.parametrize(("version", "position"), cases())
def test_a_kept_certificate_gives_the_answer_of_its_release(version: str, position: int) -> None:
    folder, row = KEPT / version, expected(version)[position]
    named = {name: folder / row[name] for name in ("bundle", "status") if row[name]}
    done = pipeline.verify(
        folder / row["file"],
        read_trust(folder / row["trust"]),
        clock=CLOCK,
        at=moment(row["at"]) if row["at"] else None,
        require_status=row["require_status"],
        inventories=[shipped_folder("inventories")] if row["inventories"] else [],
        **named,
    )
    failed = done.failed.number if done.failed else None
    assert failed == row["failed"], (row, [(step.number, step.status.value, step.message["en"]) for step in done.steps])
    codes = {finding.code for step in done.steps for finding in step.findings}
    assert set(row["warnings"] or ()) <= codes


@pytest.mark.parametrize("version", VERSIONS)
def test_an_independent_reader_accepts_the_signature_of_a_kept_pdf(version: str) -> None:
    tool = shutil.which("pdfsig")
    assert tool is not None, "pdfsig of poppler-utils is needed for this test"
    for pdf in sorted((KEPT / version).glob("*.pdf")):
        said = subprocess.run([tool, pdf], capture_output=True, text=True, check=True).stdout
        assert "Signature is Valid." in said, pdf
        assert "Total document signed" in said, pdf


def test_no_private_key_is_kept() -> None:
    for file in KEPT.rglob("*"):
        if file.is_file():
            assert file.suffix != ".pem"
            assert b"PRIVATE KEY" not in file.read_bytes()


def test_kept_files_are_those_that_are_expected() -> None:
    for version in VERSIONS:
        named = {"expected.json"}
        for row in expected(version):
            named |= {row[name] for name in ("file", "trust", "bundle", "status") if row[name]}
        assert named == {file.name for file in Path(KEPT / version).iterdir()}
