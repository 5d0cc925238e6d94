"""`__all__` tells the truth, and the public interface is as small as documented."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import footprint
from shared import REPOSITORY

FILES = sorted((REPOSITORY / "footprint").rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def declared(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            assert node.value is not None
            names = ast.literal_eval(node.value)
            assert isinstance(names, list)
            return names
    return None


def statements_before_all(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and "__all__" in ast.unparse(node).split("=")[0]:
            return
        yield node


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_every_module_says_first_what_is_public(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = declared(tree)
    assert names is not None, f"{path} has no __all__"
    assert len(names) == len(set(names))
    for node in statements_before_all(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_import = isinstance(node, ast.Import | ast.ImportFrom | ast.If | ast.Try)
        assert is_docstring or is_import, f"{path}:{node.lineno} stands before __all__"


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_every_public_name_exists(path: Path) -> None:
    if path.name == "__main__.py":
        return
    module = importlib.import_module(module_name(path))
    missing = [name for name in module.__all__ if not hasattr(module, name)]
    assert not missing


def test_what_others_import_is_public() -> None:
    trees = {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
    public = {name: set(declared(tree) or ()) for name, tree in trees.items()}
    wrong = []
    for importer, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in public and not node.level:
                for alias in node.names:
                    is_module = f"{node.module}.{alias.name}" in public
                    if not is_module and alias.name not in public[node.module]:
                        wrong.append(f"{importer}:{node.lineno} imports {node.module}.{alias.name}, which is not in its __all__")
    assert not wrong, "\n".join(wrong)


def test_everything_public_has_a_docstring() -> None:
    wrong = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = set(declared(tree) or ())
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names and not ast.get_docstring(node):
                wrong.append(f"{path}:{node.lineno} {node.name}")
    assert not wrong, "\n".join(wrong)


def test_the_public_interface_is_what_the_design_names() -> None:
    assert set(footprint.__all__) == {
        "Finding",
        "Footprint",
        "FootprintError",
        "ProblemsFound",
        "ProductModel",
        "__version__",
        "calculate",
        "check",
        "compare",
        "contributions",
        "difference",
        "explain",
        "graph",
        "levers",
        "quality",
        "read",
        "show",
        "uncertainty",
        "what_if",
        "write_report",
    }
    assert set(dir(footprint)) == set(footprint.__all__)
    for name in footprint.__all__:
        assert getattr(footprint, name) is not None


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'calculat'"):
        _ = footprint.calculat  # type: ignore[attr-defined]
