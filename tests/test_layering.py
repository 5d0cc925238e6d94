"""The order of the packages, and that importing does no work."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import REPOSITORY

# Each imports only from those before it (design section 2).
LAYERS = (
    "errors",
    "files",
    "units",
    "model",
    "inventory",
    "supply_chain",
    "engine",
    "insight",
    "typeset",
    "verification",
    "formats",
    "report",
    "batch",
    "pipeline",
    "documentation",
    "cli",
)
# What a name of the package itself, `from footprint import NAME`, may be below the top.
ROOT_NAMES = {"__version__"}
# The lazy public names and the entry point stand above all layers.
ABOVE_ALL = {"footprint", "footprint.__main__"}

NUMERICAL = ("numpy", "scipy", "pandas", "pint", "pydantic", "networkx", "bw2calc", "bw_processing", "bw2data", "xarray")


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((REPOSITORY / "footprint").rglob("*.py")):
        parts = path.relative_to(REPOSITORY).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported_modules(module: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and name of everything of footprint that a module imports, wherever in the module it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module if path.name == "__init__.py" else module.rpartition(".")[0]
                for _ in range(node.level - 1):
                    package = package.rpartition(".")[0]
                base = f"{package}.{base}".rstrip(".")
            for alias in node.names:
                if base == "footprint":
                    yield node.lineno, f"footprint.{alias.name}"
                else:
                    yield node.lineno, base
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value


def layer(module: str) -> int:
    return LAYERS.index(module.split(".")[1])


def test_every_module_belongs_to_a_layer() -> None:
    strangers = [name for name, _ in modules() if name not in ABOVE_ALL and name.split(".")[1] not in LAYERS]
    assert not strangers


def test_a_package_imports_only_from_those_before_it() -> None:
    wrong = []
    for module, path in modules():
        if module in ABOVE_ALL:
            continue
        for line, name in imported_modules(module, path):
            parts = name.split(".")
            if parts[0] != "footprint":
                continue
            if len(parts) == 1 or parts[1] in ROOT_NAMES:
                continue
            if parts[1] not in LAYERS or layer(name) > layer(module):
                wrong.append(f"{path.relative_to(REPOSITORY)}:{line} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_only_one_door_leads_to_bw2calc() -> None:
    users = {
        path.relative_to(REPOSITORY).as_posix()
        for module, path in modules()
        for _, name in imported_modules(module, path)
        if name.split(".")[0] in {"bw2calc", "bw_processing"}
    }
    assert all(user.startswith("footprint/engine/") for user in users), users


def test_only_the_command_line_prints() -> None:
    printing = [
        f"{path.relative_to(REPOSITORY)}:{node.lineno}"
        for module, path in modules()
        if not module.startswith("footprint.cli")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "eval", "exec"}
    ]
    assert not printing


@pytest.mark.parametrize(
    "statement",
    [
        "import footprint",
        "import footprint.cli",
        "from footprint.cli import main; main(['--help'])",
        "from footprint.cli import main; main(['run', '--help'])",
        "from footprint.cli import main; main(['inventories', 'search', '--help'])",
    ],
)
def test_no_numerical_library_is_loaded_by(statement: str) -> None:
    code = f"""
import sys
try:
    {statement}
except SystemExit as end:
    assert not end.code, end.code
loaded = sorted(set(sys.modules) & set({NUMERICAL!r}))
print("loaded:", *loaded)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded:"
