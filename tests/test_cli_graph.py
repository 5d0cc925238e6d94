"""What `footprint graph` writes where, and which options every command takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from footprint.cli import main
from footprint.inventory import shipped_folder
from shared import REPOSITORY


def footprint(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    code = ended.value.code
    return code if isinstance(code, int) else 0


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        (".svg", "<svg"),
        (".SVG", "<svg"),
        (".mmd", "flowchart"),
        (".md", "flowchart"),
        (".dot", "digraph"),
        (".gv", "digraph"),
        (".graphml", "<graphml"),
        (".json", '"nodes"'),
    ],
)
def test_the_ending_of_the_file_says_the_format(ending: str, start: str, tmp_path: Path) -> None:
    file = tmp_path / f"pet{ending}"
    assert footprint("graph", "pet", "-o", str(file)) == 0
    assert start in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "dot", "-o", "pet.svg"),
        ("--json", "-o", "pet.svg"),
        ("--json", "--format", "svg"),
        ("-o", "pet.png"),
    ],
)
def test_a_format_that_contradicts_the_ending_is_refused(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert footprint("graph", "pet", *options) == 2
    assert "Error" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_a_telling_ending_takes_the_format_asked_for_else_mermaid(tmp_path: Path) -> None:
    assert footprint("graph", "pet", "-o", str(tmp_path / "drawing")) == 0
    assert "flowchart" in (tmp_path / "drawing").read_text(encoding="utf-8")
    assert footprint("graph", "pet", "--format", "svg", "-o", str(tmp_path / "pet.xml")) == 0
    assert "<svg" in (tmp_path / "pet.xml").read_text(encoding="utf-8")


def test_the_folder_of_own_packages_can_be_named_to_every_command_on_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = str(shipped_folder("inventories"))
    assert footprint("graph", "pet", "--json", "--inventories", own) == 0
    assert json.loads(capsys.readouterr().out)["nodes"]
    answers = (
        "--product",
        "brick",
        "--unit",
        "1 t",
        "--producer",
        "works",
        "--place",
        "Dalian",
        "--year",
        "2024",
        "--electricity",
        "9 kWh",
    )
    assert footprint("new", "brick", "--folder", str(tmp_path), *answers, "--inventories", own) == 0
    assert footprint("check", str(tmp_path / "brick.yaml"), "--inventories", own) == 0


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_version_that_is_not_at_hand_is_said_once(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (REPOSITORY / "product_models" / "cement.yaml").read_text(encoding="utf-8")
    path = tmp_path / "cement.yaml"
    path.write_text(text.replace('cn-fuels: "2025.1"', 'cn-fuels: "1999"'), encoding="utf-8")
    assert footprint(command, str(path), "--json") in (1, 2)
    found = json.loads(capsys.readouterr().out)["findings"]
    assert len([finding for finding in found if finding["code"] == "I202"]) == 1
