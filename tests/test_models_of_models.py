"""A model that takes a product of another model: one system, one version of every package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import footprint as fp
from footprint.errors import ProblemsFound

MODEL = """\
footprint: product-model/1
product: {{name: {name}, flow: {name}, declared_unit: 1 kg}}
period: {{start: 2024-01-01, end: 2024-12-31}}
inventories: {{pack: "{version}"}}
processes:
  making:
    stage: making
    outputs: {{{name}: 1 kg}}
    inputs: {{{inputs}}}
"""


def package(folder: Path, version: str, carbon_dioxide: float) -> Path:
    """Write a package with one dataset, `pack/thing`."""
    home = folder / f"version-{version}" / "pack"
    home.mkdir(parents=True)
    about = {"format": "footprint-inventory/1", "name": "pack", "version": version, "title": "Pack", "status": "literature"}
    (home / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    (home / "processes.csv").write_text(
        "code,amount,unit,kind,basis,status,source\nthing,1,kg,production,footprint,literature,by hand\n", encoding="utf-8"
    )
    (home / "exchanges.csv").write_text(
        f'process,kind,flow,amount,unit\nthing,elementary,"carbon dioxide, fossil",{carbon_dioxide},kg\n', encoding="utf-8"
    )
    return home.parent


def two_models(folder: Path, version: str, version_of_other: str) -> Path:
    """Write a model whose input is the product of another one, both with `pack/thing`."""
    thing = "thing: {amount: 1 kg, from: pack/thing}"
    inner = MODEL.format(name="inner", version=version_of_other, inputs=thing)
    (folder / "inner.yaml").write_text(inner, encoding="utf-8")
    outer = MODEL.format(name="outer", version=version, inputs=f'{thing}, inner: {{amount: 1 kg, from: "model:inner.yaml#inner"}}')
    (folder / "outer.yaml").write_text(outer, encoding="utf-8")
    return folder / "outer.yaml"


def test_both_models_count_where_they_use_the_same_version(tmp_path: Path) -> None:
    folders = [package(tmp_path, "1", 1.0), package(tmp_path, "2", 5.0)]
    assert fp.calculate(two_models(tmp_path, "2", "2"), inventories=folders).value == pytest.approx(10.0, rel=1e-12)


def test_two_versions_of_a_package_in_one_system_are_an_error_and_not_a_mixture(tmp_path: Path) -> None:
    folders = [package(tmp_path, "1", 1.0), package(tmp_path, "2", 5.0)]
    outer = two_models(tmp_path, "2", "1")
    assert [finding.code for finding in fp.check(outer, inventories=folders)] == ["S110"]
    with pytest.raises(ProblemsFound) as raised:
        fp.calculate(outer, inventories=folders)
    needed = "S110 model:inner.yaml#inner needs `pack` in version 1, the model in version 2."
    assert raised.value.findings[0].line() == f"{outer}:4:21: {needed}"
