"""A corpus of broken models: each defect is found, with its code and its line, quickly, and never as a traceback."""

from __future__ import annotations

import csv
import importlib
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from footprint.errors import ProblemsFound, Severity
from footprint.files import FileTooLarge, NotText, NotUtf8, UnreadableFile
from footprint.model import check_model, read
from patience import ends
from shared import REPOSITORY

BROKEN = REPOSITORY / "tests" / "broken"
EXPECTED: dict[str, list[dict[str, str]]] = defaultdict(list)
with (BROKEN / "expected.csv").open(encoding="utf-8", newline="") as stream:
    for row in csv.DictReader(stream):
        EXPECTED[row["file"]].append(row)


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BROKEN))
    sys.modules.pop("build", None)
    return importlib.import_module("build")


def test_the_base_of_the_corpus_is_sound() -> None:
    model, findings = check_model(BROKEN / "base.yaml")
    assert model is not None
    assert [finding.line() for finding in findings] == []


def test_the_corpus_is_what_its_edits_say(build: ModuleType) -> None:
    contents, expected = build.files()
    assert (BROKEN / "expected.csv").read_text(encoding="utf-8") == expected
    assert {name for name, content in contents.items() if (BROKEN / name).read_bytes() != content} == set()
    stored = {path.name for path in BROKEN.iterdir() if path.suffix in (".yaml", ".csv")}
    assert stored - set(contents) == {"base.yaml", "expected.csv"}


def test_the_corpus_has_at_least_a_hundred_files() -> None:
    assert len(EXPECTED) >= 100


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_defect_is_found_at_its_place(name: str) -> None:
    path = BROKEN / name
    with ends():
        model, findings = check_model(path)
    found = {
        (finding.code, Path(finding.place.file).name, finding.place.line, finding.severity.value) for finding in findings if finding.place
    }
    shown = "\n".join(finding.line() for finding in findings)
    for row in EXPECTED[name]:
        assert (row["code"], row["at"], int(row["line"]), row["severity"]) in found, shown
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    assert (model is None) == wrong
    unreadable = any(issubclass(finding.error, UnreadableFile | FileTooLarge | NotText | NotUtf8) for finding in findings)
    assert {int(row["status"]) for row in EXPECTED[name]} == {2 if unreadable else 1 if wrong else 0}, shown


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_findings_speak_both_languages_and_reading_raises_only_problems(name: str) -> None:
    _, findings = check_model(BROKEN / name)
    for finding in findings:
        for lang in ("en", "zh"):
            assert finding.message(lang).strip()  # type: ignore[arg-type]
            assert "{" not in finding.error.title[lang]  # type: ignore[index]
        finding.as_dict("zh")
    if any(finding.severity is Severity.ERROR for finding in findings):
        with pytest.raises(ProblemsFound) as raised:
            read(BROKEN / name)
        assert [finding.line() for finding in raised.value.findings] == [finding.line() for finding in findings]
    else:
        read(BROKEN / name)
