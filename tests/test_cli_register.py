"""What the commands of the register print, and with which status they end."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from footprint.cli import main
from footprint.verification.keys import new_keys
from footprint.verification.register import Register, create_register
from register_writers import content

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def footprint(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    code = ended.value.code
    return code if isinstance(code, int) else 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "登记簿.db"
    create_register(path, clock=lambda: START)
    register = Register(path, clock=lambda: START, durable=False)
    for _ in range(3):
        register.issue("statement", content)
    return path


@pytest.mark.parametrize(("lang", "valid"), [("en", "valid"), ("zh", "有效")])
def test_numbers_are_listed_with_what_they_stand_for(file: Path, lang: str, valid: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("register", "list", file, "--lang", lang) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[2:]] == [[f"DL-2026-00000{number}", valid] for number in (1, 2, 3)]


def test_events_are_recorded_and_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("register", "suspend", file, "DL-2026-000001", "--reason", "计量器具复检", "--lang", "en") == 0
    assert footprint("register", "reinstate", file, "DL-2026-000001", "--reason", "合格", "--lang", "en") == 0
    assert footprint("register", "withdraw", file, "DL-2026-000001", "--reason", "错误", "--lang", "zh") == 0
    assert footprint("register", "supersede", file, "DL-2026-000002", "--by", "DL-2026-000003", "--reason", "更正", "--lang", "en") == 0
    assert footprint("register", "expire", file, "--lang", "en") == 0
    assert capsys.readouterr().out.splitlines() == [
        "DL-2026-000001 is now suspended.",
        "DL-2026-000001 is now valid.",
        "DL-2026-000001 现为“已撤销”。",
        "DL-2026-000002 is now superseded by DL-2026-000003.",
        "Nothing has run out.",
    ]
    assert footprint("register", "show", file, "DL-2026-000001", "--lang", "zh") == 0
    shown = capsys.readouterr().out
    assert [word for word in ("预留", "签发", "暂停", "恢复", "撤销", "计量器具复检") if word not in shown] == []
    assert footprint("register", "show", file, "DL-2026-000001", "--at", "2026-01-31", "--json") == 0
    state = json.loads(capsys.readouterr().out)
    assert (state["status"], len(state["entries"])) == ("valid", 2)


def test_json_has_one_object_for_each_number(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("register", "list", file, "--json", "--status", "valid") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["number"] for row in rows] == ["DL-2026-000001", "DL-2026-000002", "DL-2026-000003"]
    assert rows[0]["reason"] is None


def test_a_statement_that_is_not_valid_yet_is_listed_as_that(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = {"valid_from": "2999-01-01T00:00:00Z", "valid_until": "2999-12-31T00:00:00Z"}
    Register(file, clock=lambda: START, durable=False).issue("statement", lambda number: {**content(number), **later})
    assert footprint("register", "list", file, "--lang", "en", "--status", "not yet valid") == 0
    (row,) = capsys.readouterr().out.splitlines()[2:]
    assert row.startswith("DL-2026-000004")
    assert "not yet valid" in row
    assert footprint("register", "show", file, "DL-2026-000004", "--lang", "zh") == 0
    assert "尚未生效" in capsys.readouterr().out
    assert footprint("register", "list", file, "--json", "--status", "valid", "--at", "2999-06-01") == 0
    assert [json.loads(line)["number"] for line in capsys.readouterr().out.splitlines()] == ["DL-2026-000004"], "the others have run out"


def test_a_whole_register_passes_and_an_altered_one_does_not(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "export.json"
    assert footprint("register", "export", file, "--out", export) == 0
    assert len(json.loads(export.read_text(encoding="utf-8"))["entries"]) == 7
    assert footprint("register", "check", file, "--against", export, "--lang", "en") == 0
    assert "The register is whole." in capsys.readouterr().out
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        (statement,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'entries_never_change'").fetchone()
        connection.execute("DROP TRIGGER entries_never_change")
        connection.execute("UPDATE entries SET reason = 'x' WHERE sequence = 3")
        connection.execute(statement)
    assert footprint("register", "check", file, "--lang", "en") == 1
    assert "R201" in capsys.readouterr().out
    assert footprint("register", "check", file, "--json") == 1
    assert [finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]] == ["R201"]


def test_a_status_file_is_published(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new_keys(tmp_path / "keys", "机构", "correct horse", START)
    monkeypatch.setenv("FOOTPRINT_PASSPHRASE", "correct horse")
    out = tmp_path / "status.jwt"
    assert footprint("register", "status", file, "--key", tmp_path / "keys", "--out", out, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["statements"], said["file"]) == (3, str(out))
    assert footprint("register", "check", file, "--against", out, "--trust", tmp_path / "keys" / "issuer.json") == 0
    out.write_bytes(out.read_bytes()[:-4] + b"AAAA")
    capsys.readouterr()
    assert footprint("register", "check", file, "--against", out, "--trust", tmp_path / "keys" / "issuer.json") == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "missing.db"), "R101"),
        (("check", "text.db"), "R103"),
        (("list", "."), "R103"),
        (("new", "text.db"), "R102"),
        (("new", "new.db", "--series", "dl"), "R116"),
        (("new", "nowhere/new.db"), "R108"),
        (("show", "登记簿.db", "DL-2026-000009"), "R110"),
        (("show", "登记簿.db", "'; DROP TABLE entries"), "R110"),
        (("withdraw", "登记簿.db", "DL-2026-000001", "--reason", " "), "R112"),
        (("reinstate", "登记簿.db", "DL-2026-000001", "--reason", "x"), "R111"),
        (("supersede", "登记簿.db", "DL-2026-000001", "--by", "DL-2026-000001", "--reason", "x"), "R115"),
        (("check", "登记簿.db", "--against", "other.json"), "R119"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_cannot_be_done_is_said_with_a_code(
    file: Path, arguments: tuple[str, ...], code: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    Path("text.db").write_text("not a database\n" * 20, encoding="utf-8")
    Path("other.json").write_text('{"schema": "something/1"}', encoding="utf-8")
    before = file.read_bytes()
    assert footprint("register", *arguments, "--lang", lang) == 2
    captured = capsys.readouterr()
    assert code in captured.err
    assert "Traceback" not in captured.err
    assert file.read_bytes() == before
