"""The wheel carries everything that a footprint needs, and works alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from shared import REPOSITORY

# One worker builds the wheel for all of them.
pytestmark = pytest.mark.xdist_group("wheel")

MODELS = sorted(path.stem for path in (REPOSITORY / "product_models").glob("*.yaml"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel without network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def members(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone into an empty folder."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def run_installed(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program elsewhere: -S keeps the checkout, which an editable install puts on the path, out of it."""
    path = os.pathsep.join([str(installed), sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]])
    # A home of its own: bw2calc loads bw2data where that is installed, which makes folders there on import.
    home = cwd.parent / f"{cwd.name}-home"
    home.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": path, "LANG": "C"}
    command = [sys.executable, "-S", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=environment, check=False)


def test_the_wheel_holds_code_data_and_licences(members: list[str]) -> None:
    names = set(members)
    for needed in ("footprint/__init__.py", "footprint/py.typed", "footprint/units/units.txt", "footprint/cli/main.py"):
        assert needed in names
    for needed in ("typeset/fonts/OFL.txt", "typeset/fonts/FootprintHei-Regular.otf.xz", "verification/certificate/document.typ"):
        assert f"footprint/{needed}" in names
    for folder in ("inventories", "product_models"):
        for path in (REPOSITORY / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"footprint/{path.relative_to(REPOSITORY).as_posix()}" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert any(name.endswith("/licenses/NOTICE") for name in names)


def test_the_wheel_holds_nothing_else(members: list[str]) -> None:
    tops = {name.split("/")[0] for name in members}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"footprint"}
    assert not [name for name in members if "test" in name.split("/") or name.endswith((".pyc", ".part"))]


def test_the_checkout_is_out_of_reach_of_the_installed_program(installed: Path, tmp_path: Path) -> None:
    done = run_installed(installed, tmp_path, "-c", "import footprint; print(footprint.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed), done.stdout + done.stderr


@pytest.mark.parametrize("model", MODELS)
def test_the_wheel_alone_computes_a_shipped_model_by_name(installed: Path, tmp_path: Path, model: str) -> None:
    done = run_installed(installed, tmp_path, "-m", "footprint", "run", model, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    result = json.loads(done.stdout)
    assert result["schema"] == "footprint/result/1"
    assert list(tmp_path.iterdir()) == [], "a run leaves nothing behind"


def test_the_installed_program_lists_the_shipped_packages(installed: Path, tmp_path: Path) -> None:
    done = run_installed(installed, tmp_path, "-m", "footprint", "inventories", "list", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    names = {package["name"] for package in json.loads(done.stdout)["packages"]}
    assert {"cn-electricity", "cn-fuels", "uslci-cn"} <= names
