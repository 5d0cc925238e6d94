"""A corpus of broken data packages: each defect is found, with its code and its line, quickly, and never as a traceback."""

from __future__ import annotations

import csv
import importlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from footprint.cli.main import app
from footprint.errors import Finding, ProblemsFound, Severity
from footprint.inventory import check_package
from footprint.inventory.reader import digest_of_folder, read_flows, read_method, read_package
from patience import ends
from shared import REPOSITORY

BROKEN = REPOSITORY / "tests" / "broken_inventories"
EXPECTED: dict[str, list[dict[str, str]]] = defaultdict(list)
with (BROKEN / "expected.csv").open(encoding="utf-8", newline="") as stream:
    for row in csv.DictReader(stream):
        EXPECTED[row["case"]].append(row)


# What needs other packages, or the package as a whole, is found by checking only.
FOUND_BY_CHECKING = {"I201", "I202", "I204", "I205", "I206", "I207", "I208", "I210", "I211", "I301", "I302", "I303", "I307", "I309"}
FOUND_BY_READING = {row["code"] for rows in EXPECTED.values() for row in rows} - FOUND_BY_CHECKING - {""}


def shown(findings: tuple[Finding, ...]) -> str:
    return "\n".join(finding.line() for finding in findings)


def package(folder: Path, **files: str | bytes | None) -> Path:
    """Write the sound package, with some of its files replaced, added, or left out."""
    folder.mkdir(parents=True)
    for path in (BROKEN / "sound").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    for key, content in files.items():
        path = folder / f"{key}.{'json' if key == 'datapackage' else 'csv'}"
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_the_corpus_is_what_its_edits_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BROKEN))
    contents, expected = importlib.import_module("write_packages").corpus()
    assert (BROKEN / "expected.csv").read_text(encoding="utf-8") == expected
    stored = {path.name: {file.name: file.read_bytes() for file in path.iterdir()} for path in BROKEN.iterdir() if path.is_dir()}
    stored.pop("__pycache__", None)
    assert stored == contents


def test_the_corpus_has_at_least_a_hundred_cases() -> None:
    assert len(EXPECTED) >= 100


@pytest.mark.parametrize("case", sorted(EXPECTED))
def test_the_defect_is_found_at_its_place_and_no_other_is(case: str) -> None:
    with ends():
        findings = check_package(BROKEN / case)
    found = {
        (finding.code, Path(finding.place.file).name, str(finding.place.line), finding.severity.value)
        for finding in findings
        if finding.place
    }
    expected = {(row["code"], row["file"], row["line"], row["severity"]) for row in EXPECTED[case] if row["code"]}
    assert found == expected, shown(findings)
    for finding in findings:
        for lang in ("en", "zh"):
            assert finding.message(lang).strip()
            assert "None" not in finding.message(lang)
        json.dumps(finding.as_dict("zh"), ensure_ascii=False).encode()


@pytest.mark.parametrize("case", sorted(EXPECTED))
def test_the_command_ends_with_the_status_of_the_case_and_without_a_traceback(case: str) -> None:
    result = CliRunner().invoke(app, ["inventories", "check", str(BROKEN / case), "--json", "--lang", "en"])
    assert result.exit_code == int(EXPECTED[case][0]["status"]), result.output
    about = json.loads(result.stdout)
    assert {finding["code"] for finding in about["findings"]} == {row["code"] for row in EXPECTED[case]} - {""}
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(("case", "status"), [("sound", 0), ("loop-gains", 1), ("json-nested", 1), ("nul-bytes", 2), ("folder-missing", 2)])
def test_the_installed_command_gives_the_same_answer(case: str, status: int) -> None:
    command = [sys.executable, "-m", "footprint", "inventories", "check", str(BROKEN / case), "--lang", "zh"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"})
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    for row in EXPECTED[case]:
        assert row["code"] in done.stdout


@pytest.mark.parametrize("case", sorted(name for name, rows in EXPECTED.items() if rows[0]["status"] != "0"))
def test_reading_a_broken_package_raises_only_problems(case: str) -> None:
    folder = BROKEN / case
    read: Any = read_method if (folder / "factors.csv").exists() else read_package
    wrong = {row["code"] for row in EXPECTED[case]} & FOUND_BY_READING
    if wrong:
        with pytest.raises(ProblemsFound) as raised:
            read(folder)
        assert wrong <= {finding.code for finding in raised.value.findings}
    else:
        read(folder)


def test_no_case_breaks_into_more_than_it_is(tmp_path: Path) -> None:
    names = "process,kind,package,flow,amount,unit\n" + "boiler/heat,technosphere,,natural-gas,many,MJ\n" * 300
    findings = check_package(package(tmp_path / "many", exchanges=names))
    assert [finding.code for finding in findings].count("I104") == 100
    (more,) = (finding for finding in findings if finding.code == "I112")
    assert more.message() == "200 more findings of I104 in this file."
    assert more.severity is Severity.NOTE


def test_an_empty_folder_is_no_package(tmp_path: Path) -> None:
    findings = check_package(tmp_path)
    assert [(finding.code, Path(finding.place.file).name) for finding in findings if finding.place] == [("I110", "datapackage.json")]


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "processes.csv"
    path.write_text("code\n")
    assert [finding.code for finding in check_package(path)] == ["G003"]


def test_a_table_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    folder = package(tmp_path / "odd", exchanges=None)
    (folder / "exchanges.csv").mkdir()
    assert "G003" in {finding.code for finding in check_package(folder)}


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links and pipes")
def test_links_out_of_the_folder_and_pipes_are_refused(tmp_path: Path) -> None:
    elsewhere = package(tmp_path / "elsewhere")
    folder = package(tmp_path / "linked", exchanges=None)
    (folder / "exchanges.csv").symlink_to(elsewhere / "exchanges.csv")
    assert [finding.code for finding in check_package(folder)] == ["G008"]
    (folder / "exchanges.csv").unlink()
    os.mkfifo(folder / "exchanges.csv")
    with ends():
        assert "G003" in {finding.code for finding in check_package(folder)}


def test_the_bytes_that_are_used_decide_the_digest(tmp_path: Path) -> None:
    one = read_package(package(tmp_path / "one"))
    two = read_package(package(tmp_path / "two"))
    (tmp_path / "two" / "README.md").write_text("a file that nothing reads")
    assert one.sha256 == two.sha256 == read_package(tmp_path / "two").sha256 == digest_of_folder(tmp_path / "two")
    for name in ("datapackage.json", "processes.csv", "exchanges.csv", "flow_properties.csv"):
        folder = package(tmp_path / f"changed-{name}")
        (folder / name).write_bytes((folder / name).read_bytes() + b"\n")
        assert read_package(folder).sha256 != one.sha256, name


def test_a_dataset_without_names_bears_the_name_of_its_product() -> None:
    datasets = read_package(BROKEN / "sound").datasets
    assert datasets["landfill"].name("en") == "Landfill"
    assert datasets["landfill"].name("zh") == "混合废物填埋"


def test_a_list_of_flows_is_read_without_the_rest_of_its_package(tmp_path: Path) -> None:
    folder = package(tmp_path / "flows", flows="flow,unit\nodour,item\n", exchanges="this is no table")
    assert list(read_flows(folder)) == ["odour"]
    (folder / "flows.csv").write_text("flow,unit\nodour,smells\n")
    with pytest.raises(ProblemsFound) as raised:
        read_flows(folder)
    assert [finding.code for finding in raised.value.findings] == ["I105"]


def test_a_package_of_the_size_of_a_large_database_is_read_in_seconds(tmp_path: Path) -> None:
    size = 4_000
    header = "code,amount,unit,kind,basis,status,source\n"
    processes = header + "".join(f"p{number},1,kg,production,footprint,literature,made up\n" for number in range(size))
    rows = (f"p{number},technosphere,p{(number * 7 + step) % size},0.01,kg\n" for number in range(size) for step in range(1, 11))
    with ends():
        large = read_package(package(tmp_path / "large", processes=processes, exchanges="process,kind,flow,amount,unit\n" + "".join(rows)))
    assert sum(len(dataset.exchanges) for dataset in large.datasets.values()) == 10 * size


PIECES = (
    *(
        b",",
        b"\n",
        b"\r",
        b'"',
        b";",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b"-",
        b"0",
        b"1e999",
        b"nan",
        b"=",
        b"/",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
    ),
    *(
        b"boiler/heat",
        b"natural-gas",
        b"technosphere",
        b"elementary",
        b"kg",
        b"MJ/Nm3",
        b"t/GJ/a",
        b"2024-02-30",
        b"null",
        b"true",
        b"1e-320",
    ),
    *("一".encode(), "\u202e".encode(), "１２".encode(), b"\\ud800", b"9" * 400, b"-1", b"1e308"),
)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, dict[str, bytes]]:
    """Give the sound package or method after a few cuts, insertions and replacements."""
    origin = draw(st.sampled_from(("sound", "sound-method")))
    files = {path.name: path.read_bytes() for path in sorted((BROKEN / origin).iterdir())}
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(sorted(files)))
        content = files[name]
        start = draw(st.integers(0, len(content)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)))
        files[name] = content[:start] + piece + content[start + draw(st.sampled_from((0, 0, 1, 5, 40))) :]
    return origin, files


@given(damaged())
@settings(max_examples=int(os.environ.get("FOOTPRINT_INVENTORY_EXAMPLES", "250")), deadline=2000, suppress_health_check=list(HealthCheck))
def test_whatever_happens_to_a_package_the_answer_is_findings(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, dict[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    for name, content in case[1].items():
        (folder / name).write_bytes(content)
    for finding in check_package(folder):
        assert finding.message("en")
        assert finding.message("zh")
        json.dumps(finding.as_dict("zh"), ensure_ascii=False).encode()
        assert finding.place is not None
        assert all(character.isprintable() for character in finding.message("en")), finding.message("en")
    result = CliRunner().invoke(app, ["inventories", "check", str(folder), "--lang", "zh"])
    assert result.exit_code in (0, 1, 2)
    assert "G002" not in result.output


def test_the_digest_of_a_folder_is_taken_of_tables_as_large_as_may_be_read(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}")
    (tmp_path / "exchanges.csv").write_bytes(b"x" * 12_000_000)
    assert len(digest_of_folder(tmp_path)) == 64
