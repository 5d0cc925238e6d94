"""A small run of the benchmarks: all answers agree. Times are not looked at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from shared import REPOSITORY


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", str(REPOSITORY / "benchmarks" / "run.py"), "--small", "--repeat", "1", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.parametrize("section", ["intensities", "variants", "files", "draws"])
def test_what_is_measured_side_by_side_agrees(section: str, tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    done = run("--only", section, "--write", str(page), "--folder", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert page.read_text(encoding="utf-8").startswith("# Benchmarks")
    assert "footprint" in done.stdout
