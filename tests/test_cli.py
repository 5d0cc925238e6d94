"""The command line: languages, output, exit statuses, and how errors end. What it computes is tested in test_cli_run.py."""

from __future__ import annotations

import ast
import json
import os
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from footprint.cli import main
from footprint.cli.language import LanguageChoice, language_of, locale_language
from footprint.cli.session import open_session, summary
from footprint.cli.texts import TEXTS, say
from footprint.errors import Finding, Place, ProblemsFound, Severity, UnexpectedError, UnreadableFile
from footprint.files import FileTooLarge
from footprint.report.rounding import number, percent
from shared import REPOSITORY


def command_line(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "footprint", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environment}, cwd=REPOSITORY, check=False
    )


def status_of(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    code = ended.value.code
    return code if isinstance(code, int) else 0


class Caution(UnreadableFile):
    """A warning made up for these tests."""

    code = "T001"
    severity = Severity.WARNING
    message = {"en": "Careful with {what}.", "zh": "小心 {what}。"}
    hint = {"en": "Look twice.", "zh": "请再看一遍。"}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "zh_TW"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_locale_decides_the_language_as_posix_ranks_its_variables(environment: dict[str, str], language: str) -> None:
    assert locale_language(environment) == language


def test_lang_overrules_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert language_of(LanguageChoice.en) == "en"
    assert language_of(None) == "zh"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1530.24, "1530"),
        (12345678.0, "12350000"),
        (-0.57771, "-0.5777"),
        (0.00012345, "0.0001234"),
        (0.0, "0"),
        (9.9999, "10.00"),
        (1.2e-9, "1.200e-09"),
        (3e12, "3.000e+12"),
        (None, "unknown"),
    ],
)
def test_numbers_have_four_significant_digits_and_unknown_is_not_zero(value: float | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.12345, "12.3 %"), (1e-6, "<0.1 %"), (-1e-6, ">-0.1 %"), (0.0, "0.0 %"), (None, "unknown")])
def test_a_small_share_is_not_shown_as_none(share: float | None, shown: str) -> None:
    assert percent(share) == shown


def used_texts() -> Iterator[str]:
    for path in sorted((REPOSITORY / "footprint" / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"say", "session.say", "self.say"} and node.args:
                first = node.args[0]
                options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                yield from (option.value for option in options if isinstance(option, ast.Constant) and isinstance(option.value, str))


def test_every_text_that_is_used_exists() -> None:
    assert not set(used_texts()) - set(TEXTS)


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_a_text_has_the_same_values_in_both_languages(key: str) -> None:
    english, chinese = ({field for _, field, _, _ in string.Formatter().parse(text) if field} for text in TEXTS[key])
    assert english == chinese
    assert say(key, "en", **dict.fromkeys(english, "x"))
    assert say(key, "zh", **dict.fromkeys(chinese, "x"))


def test_a_summary_counts_by_severity() -> None:
    findings = [UnexpectedError(what="x").finding, Caution(what="x").finding, Caution(what="y").finding]
    assert summary(findings, "en") == "1 error, 2 warnings"
    assert summary(findings, "zh") == "1 个错误，2 个警告"
    assert summary([], "en") == "no findings"


def test_a_finding_shows_place_code_message_and_hint(capsys: pytest.CaptureFixture[str]) -> None:
    with open_session(LanguageChoice.en, as_json=False, debug=False) as session:
        session.finding(UnreadableFile(Place("a.yaml", 3, 7), file="a.yaml", why="it is a folder").finding)
        session.finding(Caution(Place("b.yaml", 2), what="this").finding)
    assert capsys.readouterr().out.splitlines() == [
        "a.yaml:3:7: G003 a.yaml cannot be read: it is a folder.",
        "    Check the name and the permissions.",
        "b.yaml:2: T001 warning: Careful with this.",
        "    Look twice.",
    ]


def test_findings_are_shown_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with open_session(LanguageChoice.zh, as_json=False, debug=False) as session:
        session.finding(Caution(Place("b.yaml", 2), what="此处").finding)
    assert capsys.readouterr().out.splitlines() == ["b.yaml:2: T001 警告：小心 此处。", "    请再看一遍。"]


def test_a_problem_of_one_path_is_shown_and_the_others_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    done = []
    with pytest.raises(typer.Exit) as ended, open_session(LanguageChoice.en, as_json=True, debug=False) as session:
        for path in ("a", "b", "c"):
            with session.attempt(path):
                if path == "b":
                    raise ProblemsFound([Finding(FileTooLarge, Place("b", 1, 1), {"file": "b", "limit": 10})])
                done.append(path)
    captured = capsys.readouterr()
    assert done == ["a", "c"]
    assert ended.value.exit_code == 2
    assert captured.err == ""
    about = json.loads(captured.out)
    assert about["path"] == "b"
    assert [finding["code"] for finding in about["findings"]] == ["G004"]


def test_an_unexpected_error_says_what_to_report_and_shows_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, open_session(LanguageChoice.en, as_json=False, debug=False):
        raise ZeroDivisionError("nothing\nin two lines")
    captured = capsys.readouterr()
    assert ended.value.exit_code == 2
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert "G002 footprint failed unexpectedly: ZeroDivisionError: nothing in two lines." in captured.err
    assert "--debug" in captured.err


def test_debug_shows_the_traceback_of_an_unexpected_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), open_session(LanguageChoice.en, as_json=False, debug=True):
        raise ZeroDivisionError("nothing")
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_ends_quietly_with_status_130(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, open_session(LanguageChoice.en, as_json=False, debug=False):
        raise KeyboardInterrupt
    assert ended.value.exit_code == 130
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m footprint inventories show cn-electricity --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert done.stderr == ""
    assert len(done.stdout) == 10


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("run",),
        ("run", "--no-such-option", "x"),
        ("run", "x", "--lang", "fr"),
        ("run", "x", "--top", "-1"),
        ("run", "x", "y", "--save-datapackage", "z.zip"),
        ("graph", "x", "--format", "png"),
        ("inventories", "search"),
    ],
)
def test_wrong_usage_has_status_2_and_a_message(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Error" in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("command", ["check", "run", "graph"])
def test_a_missing_file_has_status_2(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(command, str(tmp_path / "none.yaml"), "--lang", "en") == 2
    captured = capsys.readouterr()
    assert "G003" in captured.out + captured.err
    assert "No such file" in captured.out + captured.err


@pytest.mark.parametrize("command", ["check", "run", "graph"])
def test_a_folder_instead_of_a_model_has_status_2(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(command, str(tmp_path), "--lang", "en") == 2
    captured = capsys.readouterr()
    assert "G003" in captured.out + captured.err


def test_a_mistyped_name_of_a_shipped_model_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("run", "cemnt", "--lang", "en") == 2
    error = capsys.readouterr().err
    assert "C101 There is neither a file nor a shipped product model `cemnt`." in error
    assert "Did you mean `cement`" in error


def test_output_is_utf8_whatever_the_locale_says() -> None:
    done = command_line(
        "inventories", "list", "--lang", "zh", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 0, done.stderr
    assert "数据包" in done.stdout


def test_a_file_name_that_is_not_utf8_does_no_harm() -> None:
    command = [os.fsencode(sys.executable), b"-m", b"footprint", b"check", b"\xff\xfe.yaml", b"--json"]
    done = subprocess.run(command, capture_output=True, cwd=REPOSITORY, check=False)
    assert done.returncode == 2
    assert done.stderr == b""
    assert json.loads(done.stdout.decode("utf-8"))["unreadable"]


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    from footprint import __version__

    assert status_of("--version") == 0
    assert capsys.readouterr().out == f"footprint {__version__}\n"


def test_every_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["check", "--help"], ["run", "-h"], ["graph", "--help"], ["inventories", "--help"]):
        assert status_of(*arguments) == 0
    assert "Exit status" in capsys.readouterr().out
