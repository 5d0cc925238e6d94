"""`footprint new`: a start that can be checked and run as it is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import footprint as fp
from footprint.cli import main
from shared import REPOSITORY

ANSWERS = (
    "--product",
    "滚动轴承",
    "--unit",
    "1 t",
    "--producer",
    "某厂",
    "--place",
    "瓦房店",
    "--year",
    "2024",
    "--electricity",
    "500 kWh",
)


def status_of(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["new", *arguments])
    return int(left.value.code or 0)


def test_a_model_made_of_answers_passes_check_and_runs(tmp_path: Path) -> None:
    assert status_of("轴承", *ANSWERS, "--folder", str(tmp_path)) == 0
    path = tmp_path / "轴承.yaml"
    assert [finding.code for finding in fp.check(path) if finding.severity == "error"] == []
    result = fp.calculate(path)
    assert result.value == pytest.approx(500 * 0.5777, rel=1e-12)
    assert result.biogenic_carbon_content is None, "what nobody said is unknown, not zero"


def test_the_factor_is_that_of_the_year(tmp_path: Path) -> None:
    answers = [answer if answer != "2024" else "2023" for answer in ANSWERS]
    assert status_of("old", *answers, "--folder", str(tmp_path)) == 0
    assert fp.calculate(tmp_path / "old.yaml").value == pytest.approx(500 * 0.6205, rel=1e-12)


@pytest.mark.parametrize("name", sorted(path.stem for path in (REPOSITORY / "product_models").glob("*.yaml")))
def test_a_copy_of_a_shipped_model_stands_on_its_own_and_gives_the_same_footprint(name: str, tmp_path: Path) -> None:
    assert status_of("mine", "--from", name, "--folder", str(tmp_path)) == 0
    original = REPOSITORY / "product_models" / f"{name}.yaml"
    assert fp.calculate(tmp_path / "mine.yaml").value == pytest.approx(fp.calculate(original).value, rel=1e-12)


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.yaml").write_text("precious")
    assert status_of("mine", "--from", "cement", "--folder", str(tmp_path)) == 2
    assert (tmp_path / "mine.yaml").read_text() == "precious"
    assert "C105" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a/b", "..", "", "a b", "/tmp/x", "a.yaml", "-x" * 50])
def test_names_that_are_no_file_names_are_refused(name: str, tmp_path: Path) -> None:
    assert status_of("--folder", str(tmp_path), "--from", "cement", "--", name) == 2
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_everything_missing_is_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("mine", "--folder", str(tmp_path), "--unit", "1 t") == 2
    message = capsys.readouterr().err
    assert "C104" in message
    assert all(option in message for option in ("--product", "--producer", "--place", "--year", "--electricity"))
    assert "--unit" not in message


@pytest.mark.parametrize(
    ("option", "value", "said"), [("--unit", "1 ton", "U102"), ("--electricity", "5kWh", "U113"), ("--year", "20", "year")]
)
def test_an_answer_that_cannot_be_read_is_refused(
    option: str, value: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = list(ANSWERS)
    answers[answers.index(option) + 1] = value
    assert status_of("mine", *answers, "--folder", str(tmp_path)) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_answers_with_quotes_and_line_breaks_stay_text(tmp_path: Path) -> None:
    answers = list(ANSWERS)
    answers[1], answers[5] = 'a"b: {c}\n# d', "null"
    assert status_of("mine", *answers, "--folder", str(tmp_path)) == 0
    model = fp.read(tmp_path / "mine.yaml")
    assert model.product.name.text().startswith('a"b: {c}')
    assert model.producer is not None
    assert model.producer.name.text() == "null"


def test_without_anything_it_asks_on_a_terminal_and_asks_again_where_an_answer_cannot_be_read(tmp_path: Path) -> None:
    answers = ["轴承", "滚动轴承", "1 ton", "1 t", "", "", "24", "2024", "500 kWh"]
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "footprint", "new", "--folder", str(tmp_path), "--lang", "zh"]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=REPOSITORY, close_fds=True) as running:
        os.close(slave)
        os.write(master, "".join(f"{answer}\n" for answer in answers).encode())
        shown = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(master)
    assert running.returncode == 0, shown.decode()
    assert "t" in shown.decode()
    assert fp.calculate(tmp_path / "轴承.yaml").value == pytest.approx(500 * 0.5777, rel=1e-12)


def test_without_a_name_and_without_a_terminal_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of() == 2
    assert "NAME" in capsys.readouterr().err
