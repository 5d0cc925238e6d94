"""A model exported to Brightway gives the same score there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import footprint as fp
from footprint.engine.result import Footprint
from footprint.formats.brightway import brightway_export, excel_bytes, write_to_project
from footprint.inventory.brightway_project import BrightwayProject
from shared import REPOSITORY

pytest.importorskip("bw2data")
pytest.importorskip("bw2io")

# What somebody with stock Brightway does: read the database, take the method, calculate. bw2data keeps amounts as float32 in its own
# matrices, hence the second way: the same exchanges as float64.
READ = """
import json, sys, warnings
warnings.simplefilter("ignore")
import bw2calc, bw2data, bw_processing, numpy
project, database, code, amount, method = json.loads(sys.argv[1])
bw2data.projects.set_current(project)
{prepare}
lca = bw2calc.LCA({{(database, code): amount}}, tuple(method))
lca.lci()
lca.lcia()
stock = float(lca.score)

names = [database, *bw2data.Database(database).find_graph_dependents() - {{database}}]
nodes = {{(node["database"], node["code"]): node.id for name in names for node in bw2data.Database(name)}}
a, b = [], []
for name in names:
    for key, record in bw2data.Database(name).load().items():
        if record["type"] == "processwithreferenceproduct" and all(edge["type"] != "production" for edge in record["exchanges"]):
            a.append((nodes[key], nodes[key], 1.0))
        for edge in record["exchanges"]:
            row = nodes[tuple(edge["input"])], nodes[key], edge["amount"]
            if edge["type"] == "biosphere":
                b.append(row)
            else:
                a.append((*row[:2], -row[2] if edge["type"] == "technosphere" else row[2]))
factors = bw2data.Method(tuple(method)).load()
c = [(key if isinstance(key, int) else nodes[tuple(key)], 0, value) for key, value in factors]
package = bw_processing.create_datapackage()
for matrix, rows in (("technosphere_matrix", a), ("biosphere_matrix", b), ("characterization_matrix", c)):
    indices = numpy.array([row[:2] for row in rows], dtype=numpy.int64)
    pairs = numpy.empty(len(rows), dtype=bw_processing.INDICES_DTYPE)
    pairs["row"], pairs["col"] = indices[:, 0], indices[:, 1]
    more = {{"global_index": 0}} if matrix.startswith("char") else {{}}
    package.add_persistent_vector(matrix=matrix, indices_array=pairs, data_array=numpy.array([row[2] for row in rows], dtype=float), **more)
lca = bw2calc.LCA({{nodes[database, code]: amount}}, data_objs=[package])
lca.lci()
lca.lcia()
print("scores", json.dumps([stock, float(lca.score)]))
"""
FROM_EXCEL = """
import bw2io
importer = bw2io.ExcelImporter(sys.argv[2])
importer.apply_strategies()
assert importer.statistics()[2] == 0, "exchanges without input"
importer.write_database()
import openpyxl
rows = list(openpyxl.load_workbook(sys.argv[2])["method"].iter_rows(values_only=True))[1:]
column = rows[0].index("excl_uptake")
bw2data.Method(tuple(method)).register(unit="kg CO2e")
bw2data.Method(tuple(method)).write([((row[0], row[1]), row[column]) for row in rows[1:]])
"""


def score_in_brightway(base: Path, project: str, result: Footprint, database: str, excel: Path | None = None) -> list[float]:
    assert result.calculation is not None
    code, amount = result.calculation.chain.demand
    method = ["footprint", database, result.calculation.system.method, "excl_uptake"]
    arguments = json.dumps([project, database, code, amount, method])
    program = READ.format(prepare=FROM_EXCEL if excel else "")
    command = [sys.executable, "-c", program, arguments, *([str(excel)] if excel else [])]
    environment = {**os.environ, "BRIGHTWAY2_DIR": str(base)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return list(json.loads(done.stdout.split("scores")[1]))


def exported(*arguments: str, base: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "footprint", "export", "brightway", *arguments]
    environment = {**os.environ, "BRIGHTWAY2_DIR": str(base)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=REPOSITORY, check=False)


# A chain with another data package, one with allocation and biogenic carbon, one with a loop and substitution.
LOOP = """
footprint: product-model/1
product: {name: {en: "=Heat & power"}, flow: heat, declared_unit: 1 GJ, mass_per_declared_unit: 1 kg}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {cn-electricity: "2024.1"}
processes:
  plant:
    stage: "a::b"
    outputs: {heat: 1 GJ, power: 100 kWh}
    allocation:
      by: substitution
      main: heat
      why: the rule asks for it
      avoided: {power: {amount: 100 kWh, from: cn-electricity/coal-2024}}
    inputs:
      water: 2 t
      mains: {amount: 10 kWh, from: cn-electricity/national-average-2024}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: 200 kg}
      ch4: {flow: "methane, fossil", amount: 1 g}
  pumping:
    stage: water
    outputs: {water: 1 t}
    inputs:
      heat: 0.01 GJ
      power: {amount: 0.1 kWh, from: cn-electricity/national-average-2024}
    removals:
      air: {flow: "carbon dioxide, uptake", amount: 1 kg}
"""


@pytest.mark.parametrize("name", ["pet", "kelp", "cement", "loop"])
def test_the_score_of_an_exported_database_is_the_same(name: str, tmp_path: Path) -> None:
    path = REPOSITORY / "product_models" / f"{name}.yaml"
    if name == "loop":
        path = tmp_path / "loop.yaml"
        path.write_text(LOOP, encoding="utf-8")
    result = fp.calculate(path)
    assert result.calculation is not None
    export = brightway_export(result.calculation, result.model, "out")
    file = tmp_path / "out.xlsx"
    file.write_bytes(excel_bytes(export))
    done = exported(str(path), "--brightway-project", "new one", "--database", "out", base=tmp_path)
    assert done.returncode == 0, done.stderr
    for project, excel in (("new one", None), ("from excel", file)):
        stock, exact = score_in_brightway(tmp_path, project, result, "out", excel)
        assert exact == pytest.approx(result.value, rel=1e-9)
        assert stock == pytest.approx(result.value, rel=1e-6)


def test_datasets_of_ones_own_databases_are_linked_and_never_copied(tmp_path: Path) -> None:
    from test_brightway_project import ENERGY, FLOWS, MATERIALS, MODEL, WRITE, in_brightway

    base = tmp_path / "base"
    base.mkdir()
    in_brightway(base, WRITE, {"bio 3": FLOWS, "energy": ENERGY, "materials": MATERIALS}, "steel study")
    path = tmp_path / "gear.yaml"
    path.write_text(MODEL, encoding="utf-8")
    done = exported(str(path), "--brightway-project", "steel study", "--json", base=base)
    assert done.returncode == 0, done.stderr
    about = json.loads(done.stdout)
    assert (about["database"], about["activity"]) == ("gear", "forge")
    project = BrightwayProject("steel study", base)
    assert project.codes("gear") == ["forge"]
    result = fp.calculate(path, brightway=project)
    stock, exact = score_in_brightway(base, "steel study", result, "gear")
    assert exact == pytest.approx(result.value, rel=1e-9)
    assert stock == pytest.approx(result.value, rel=1e-6)
    assert about["score"] == pytest.approx(result.value)
    other = exported(str(path), "--brightway-project", "another", base=base)
    assert other.returncode == 2
    assert "B101" in other.stderr or "B104" in other.stderr


def test_what_was_exported_can_be_taken_from_by_another_model(tmp_path: Path) -> None:
    done = exported("pet", "--brightway-project", "p", base=tmp_path)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "bottle.yaml"
    path.write_text(
        """
footprint: product-model/1
product: {name: {en: Bottle}, flow: bottle, declared_unit: 1 kg}
period: {start: 2024-01-01, end: 2024-12-31}
processes:
  blow:
    outputs: {bottle: 1 kg}
    inputs: {pet: {amount: 1 kg, from: "brightway:pet/solid-state"}}
""",
        encoding="utf-8",
    )
    result = fp.calculate(path, brightway=BrightwayProject("p", tmp_path))
    assert result.value == pytest.approx(fp.calculate(REPOSITORY / "product_models" / "pet.yaml").value / 1000, rel=1e-9)


def test_a_database_is_replaced_only_if_footprint_wrote_it_and_the_user_says_so(tmp_path: Path) -> None:
    from test_brightway_project import WRITE, in_brightway, process

    in_brightway(tmp_path, WRITE, {"mine": {"a": process()}}, "p")
    assert exported("kelp", "--brightway-project", "p", base=tmp_path).returncode == 0
    again = exported("kelp", "--brightway-project", "p", base=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert "B202" in again.stderr
    assert exported("kelp", "--brightway-project", "p", "--replace", base=tmp_path).returncode == 0
    mine = exported("kelp", "--brightway-project", "p", "--database", "mine", "--replace", base=tmp_path)
    assert mine.returncode == 2
    assert "B203" in mine.stderr
    assert BrightwayProject("p", tmp_path).codes("mine") == ["a"]


def test_a_target_must_be_named(tmp_path: Path) -> None:
    done = exported("kelp", base=tmp_path)
    assert done.returncode == 2
    assert "--brightway-project" in done.stderr


def test_an_excel_file_holds_no_formulas_and_is_not_replaced_unasked(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "loop.yaml"
    path.write_text(LOOP, encoding="utf-8")
    file = tmp_path / "loop.xlsx"
    assert exported(str(path), "-o", str(file), base=tmp_path).returncode == 0
    cells = [cell for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=Heat") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    file.write_bytes(b"mine")
    assert exported(str(path), "-o", str(file), base=tmp_path).returncode == 2
    assert file.read_bytes() == b"mine"


def test_writing_leaves_bw2data_as_it_was(tmp_path: Path) -> None:
    code = f"""
import pathlib
import bw2data
import footprint as fp
from footprint.formats.brightway import brightway_export, write_to_project
bw2data.projects.set_current("mine")
before = (bw2data.projects.dir, list(bw2data.databases))
result = fp.calculate({str(REPOSITORY / "product_models" / "kelp.yaml")!r})
assert write_to_project(brightway_export(result.calculation, result.model, "kelp"), "other", {str(tmp_path / "b")!r})
assert (bw2data.projects.dir, list(bw2data.databases)) == before
"""
    (tmp_path / "a").mkdir()
    environment = {**os.environ, "BRIGHTWAY2_DIR": str(tmp_path / "a")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    assert BrightwayProject("other", tmp_path / "b").databases() == ("kelp",)


def test_without_bw2data_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from footprint.formats.brightway.errors import BrightwayMissing

    monkeypatch.setitem(sys.modules, "bw2data", None)
    result = fp.calculate(REPOSITORY / "product_models" / "kelp.yaml")
    assert result.calculation is not None
    with pytest.raises(BrightwayMissing, match="footprint\\[brightway\\]"):
        write_to_project(brightway_export(result.calculation, result.model, "kelp"), "p", tmp_path)
