"""The shipped product models: recomputed by other means, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import footprint as fp
from footprint.engine import datapackage_bytes, write_datapackage
from footprint.model import evaluate
from footprint.units import Amount, Formula
from shared import REPOSITORY

MODELS = sorted((REPOSITORY / "product_models").glob("*.yaml"))
SMALL = sorted((REPOSITORY / "tests" / "models").glob("*.yaml"))
GOLDEN = json.loads((Path(__file__).parent / "data" / "datapackage_digests.json").read_text())

every_shipped_model = pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)


def golden_models() -> list[Path]:
    return [path for path in (*MODELS, *SMALL) if path.stem in GOLDEN]


def solve_densely(package: bytes) -> float:
    """Solve a datapackage with NumPy alone, from the arrays in the zip."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        about = json.loads(archive.read("datapackage.json"))["footprint"]
        arrays = {name: np.load(io.BytesIO(archive.read(name))) for name in archive.namelist() if name.endswith(".npy")}
    size, flows = len(about["activities"]), len(about["flows"])
    a, b, c, f = np.zeros((size, size)), np.zeros((flows, size)), np.zeros(flows), np.zeros(size)
    first_flow = min(map(int, about["flows"]))
    signs = np.where(arrays["technosphere.flip.npy"], -1.0, 1.0)
    for (row, column), value in zip(arrays["technosphere.indices.npy"], signs * arrays["technosphere.data.npy"], strict=True):
        a[row - 1, column - 1] += value
    for (row, column), value in zip(arrays["biosphere.indices.npy"], arrays["biosphere.data.npy"], strict=True):
        b[row - first_flow, column - 1] += value
    for (row, _), value in zip(arrays["characterisation.indices.npy"], arrays["characterisation.data.npy"], strict=True):
        c[row - first_flow] += value
    for column, amount in about["demand"].items():
        f[int(column) - 1] = amount
    return float(c @ b @ np.linalg.solve(a, f))


def test_there_are_models_of_the_four_kinds() -> None:
    assert {path.stem for path in MODELS} >= {"pet", "cement", "chp", "kelp"}


@every_shipped_model
def test_brightway_and_an_independent_solution_agree(path: Path) -> None:
    result = fp.calculate(path)
    assert solve_densely(datapackage_bytes(result.calculation.system)) == pytest.approx(result.value, rel=1e-9)


@every_shipped_model
def test_stock_brightway_opens_the_datapackage_and_gives_the_same_score(path: Path, tmp_path: Path) -> None:
    result = fp.calculate(path)
    write_datapackage(result.calculation.system, tmp_path / "model.zip")
    code = """
import json, sys, warnings
warnings.simplefilter("ignore")
import bw2calc, bw_processing
from fsspec.implementations.zip import ZipFileSystem
package = bw_processing.load_datapackage(ZipFileSystem(sys.argv[1]))
demand = {int(key): amount for key, amount in package.metadata["footprint"]["demand"].items()}
lca = bw2calc.LCA(demand, data_objs=[package])
lca.lci()
lca.lcia()
assert "footprint" not in sys.modules
print(json.dumps(lca.score))
"""
    done = subprocess.run([sys.executable, "-I", "-c", code, str(tmp_path / "model.zip")], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == pytest.approx(result.value, rel=1e-9)


@every_shipped_model
def test_the_parts_sum_to_the_whole(path: Path) -> None:
    result = fp.calculate(path)
    assert fp.contributions(result)["value"].sum() == pytest.approx(result.value, rel=1e-9)
    assert sum(stage.share or 0 for stage in result.stages) == pytest.approx(1.0, rel=1e-9)
    assert sum(gas.value for gas in result.gases) == pytest.approx(result.value, rel=1e-9)
    assert 0 < result.numerical_error < 1e-9 * result.calculation.proof.scale


@every_shipped_model
def test_the_result_is_json_without_nan(path: Path) -> None:
    result = fp.calculate(path)
    data = json.loads(json.dumps(result.as_dict(), allow_nan=False))
    assert data["schema"] == "footprint/result/1"
    assert data["total"]["value"] == result.total.magnitude
    assert set(data["provenance"]["inventories"]) >= set(result.calculation.chain.packages)


@every_shipped_model
def test_the_model_has_no_errors_and_names_the_source_of_every_figure(path: Path) -> None:
    assert [finding.line() for finding in fp.check(path) if finding.severity == "error"] == []
    model = fp.read(path)
    sourced_parameters = {
        name
        for name, record in model.parameters.items()
        if record.source or record.data == "assumed" or isinstance(record.value, Formula)  # a formula has the sources of its parts
    }
    assert set(model.parameters) - sourced_parameters == set()
    unsourced = [
        exchange
        for exchange, _, section, _, record in model.exchanges()
        if section != "outputs" and not (record.source or record.data == "assumed" or names_of(record.amount) & sourced_parameters)
    ]
    internal = {name for process in model.processes.values() for name in process.outputs}
    assert [exchange for exchange in unsourced if exchange.rpartition("/")[2] not in internal] == []


@every_shipped_model
def test_names_are_in_both_languages_and_nobody_in_particular_makes_it(path: Path) -> None:
    model = fp.read(path)
    assert all(name is not None and name.en and name.zh for name in (model.product.name, *(one.name for one in model.processes.values())))
    assert model.status == "representative"
    assert model.producer is not None
    assert model.producer.name.zh == "示例企业"


@every_shipped_model
def test_parameters_lie_within_their_ranges(path: Path) -> None:
    model = fp.read(path)
    known = evaluate(model).parameters
    outside = []
    for key, record in model.parameters.items():
        # What a formula gives may miss its bound by rounding; what is written may not.
        slack = 1e-12 if isinstance(record.value, Formula) else 0.0
        below = record.min is not None and known[key].base < record.min.base * (1 - slack)
        above = record.max is not None and known[key].base > record.max.base * (1 + slack)
        if below or above:
            outside.append(key)
    assert outside == []


def names_of(amount: Amount | Formula | None) -> frozenset[str]:
    return amount.names if isinstance(amount, Formula) else frozenset()


@pytest.mark.parametrize("path", golden_models(), ids=lambda path: path.stem)
def test_the_datapackage_has_the_digest_that_was_recorded(path: Path) -> None:
    """A change here is a change of numbers in contracts: record a new digest only with the reason in the changelog."""
    packages = [REPOSITORY / "tests" / "models" / "packages"] if path in SMALL else []
    result = fp.calculate(path, inventories=packages)
    assert hashlib.sha256(datapackage_bytes(result.calculation.system)).hexdigest() == GOLDEN[path.stem]
