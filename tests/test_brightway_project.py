"""A Brightway project as a source of datasets: the score of stock Brightway, and nothing written."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import footprint as fp
from footprint.errors import FootprintError
from footprint.inventory import open_library
from footprint.inventory.brightway_errors import (
    BrightwayFolderNotFound,
    BrightwayProjectNotFound,
    BrightwayUnreadable,
)
from footprint.inventory.brightway_project import BrightwayProject, brightway_name, database_of
from footprint.inventory.brightway_storage import Storage, brightway_folder
from footprint.inventory.brightway_terms import AIR_FLOWS, RESOURCE_FLOWS, SOIL_FLOWS, UNITS, map_flow, unit_of
from shared import REPOSITORY

pytest.importorskip("bw2data")

AIR = ("air", "urban air close to ground")


def flow(name: str, categories: tuple[str, ...] = AIR, **more: Any) -> dict[str, Any]:
    return {"name": name, "categories": categories, "unit": "kilogram", "type": "emission", **more}


def edge(database: str, code: str, amount: float, kind: str = "technosphere", **more: Any) -> dict[str, Any]:
    return {"input": (database, code), "amount": amount, "type": kind, **more}


def biosphere(code: str, amount: float) -> dict[str, Any]:
    return edge("bio 3", code, amount, "biosphere")


FLOWS = {
    "co2": flow("Carbon dioxide, fossil"),
    "cruise": flow("Carbon dioxide, fossil", ("air", "lower stratosphere + upper troposphere")),
    "ch4": flow("Methane, non-fossil"),
    "n2o": flow("Dinitrogen monoxide"),
    "uptake": flow("Carbon dioxide, in air", ("natural resource", "in air"), type="natural resource"),
    "luc": flow("Carbon dioxide, from soil or biomass stock"),
    "soil": flow("Carbon dioxide, to soil or biomass stock", ("soil", "forestry")),
    "sf6": flow("Sulfur hexafluoride"),
    "r41": flow("Difluorochloroethane, a gas of tomorrow"),
    "so2": flow("Sulfur dioxide"),
    "water": flow("Water, river", ("natural resource", "in water"), unit="cubic meter", type="natural resource"),
}
# Loops between two databases, a treatment with a reference of −1, own consumption, substitution, an implicit output of 1.
ENERGY = {
    "power": {
        "name": "electricity, high voltage",
        "unit": "kilowatt hour",
        "location": "CN-LN",
        "reference product": "electricity",
        "exchanges": [
            edge("energy", "power", 1.0, "production"),
            edge("energy", "power", 2**-5),
            edge("materials", "steel", 2**-12, unit="kilogram"),
            edge("materials", "sludge treatment", -(2**-6)),
            edge("energy", "lorry", 2**-4),
            biosphere("co2", 0.75),
            biosphere("n2o", 2**-17),
            biosphere("so2", 2**-9),
            biosphere("water", 1.5),
        ],
    },
    "lorry": {
        "name": "transport, lorry",
        "unit": "ton kilometer",
        "exchanges": [biosphere("co2", 2**-4), biosphere("cruise", 2**-7), edge("materials", "steel", 2**-10)],
    },
}
MATERIALS = {
    "steel": {
        "name": "steel",
        "unit": "kilogram",
        "location": "GLO",
        "exchanges": [
            edge("materials", "steel", 1000.0, "production"),
            edge("energy", "power", 500.0),
            edge("energy", "lorry", 300.0),
            edge("energy", "power", 40.0, "substitution"),
            biosphere("co2", 1800.0),
            biosphere("sf6", 2**-13),
            biosphere("r41", 2**-10),
        ],
    },
    "sludge treatment": {
        "name": "treatment of sludge",
        "unit": "kilogram",
        "exchanges": [
            edge("materials", "sludge treatment", -1.0, "production"),
            edge("energy", "power", 2**-3),
            biosphere("ch4", 2**-8),
            biosphere("uptake", 0.25),
            biosphere("luc", 2**-6),
            biosphere("soil", 2**-8),
        ],
    },
}

MODEL = """
footprint: product-model/1
product: {name: {en: Gear}, flow: gear, declared_unit: 1 item, mass_per_declared_unit: 3 t}
period: {start: 2024-01-01, end: 2024-12-31}
processes:
  forge:
    stage: manufacturing
    outputs: {gear: 1 item}
    inputs:
      steel: {amount: 3 t, from: "brightway:materials/steel"}
      power: {amount: 36 MJ, from: "brightway:energy/power"}
      haul: {amount: 900 t km, from: brightway:energy/lorry}
    wastes:
      sludge: {amount: 2 kg, from: "brightway:materials/sludge treatment"}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: 1 kg}
"""

# Run in a process of its own: bw2data keeps the folder it was first imported with.
WRITE = """
import json, os, pickle, sys
import bw2data
bw2data.projects.set_current(sys.argv[1])
databases = pickle.load(sys.stdin.buffer)
for name, datasets in databases.items():
    records = {(name, code): dict(record) for code, record in datasets.items()}
    bw2data.Database(name).write(records, searchable=False, process=False)
for name in databases:
    bw2data.Database(name).process()
"""
# Brightway itself refuses to process some databases; what is refused here must not depend on that.
WRITE_ONLY = WRITE.partition("for name in databases:")[0]
SOLVE = """
import json, pickle, sys, warnings
warnings.simplefilter("ignore")
import bw2calc, bw2data
bw2data.projects.set_current(sys.argv[1])
demand, factors = pickle.load(sys.stdin.buffer)
method = bw2data.Method(("test",))
method.register(unit="kg CO2e")
method.write(factors)
lca = bw2calc.LCA(demand, ("test",))
lca.lci()
lca.lcia()
print("score", repr(float(lca.score)))
"""


def in_brightway(base: Path, program: str, data: Any, project: str = "steel study") -> str:
    environment = {**os.environ, "BRIGHTWAY2_DIR": str(base)}
    done = subprocess.run(
        [sys.executable, "-c", program, project], input=pickle.dumps(data), capture_output=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brightway")
    in_brightway(folder, WRITE, {"bio 3": FLOWS, "energy": ENERGY, "materials": MATERIALS})
    return folder


@pytest.fixture(scope="module")
def project(base: Path) -> BrightwayProject:
    return BrightwayProject("steel study", base)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "gear.yaml"
    path.write_text(MODEL, encoding="utf-8")
    return path


def digests(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "", path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }


def made(base: Path, datasets: Mapping[str, Any], name: str = "odd") -> BrightwayProject:
    """Give a project with one more database, in a folder of its own."""
    base.mkdir()
    in_brightway(base, WRITE, {"bio 3": FLOWS, name: datasets}, "odd")
    return BrightwayProject("odd", base)


def process(*exchanges: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "thing", "unit": "kilogram", "type": "process", "exchanges": list(exchanges), **more}


def codes_of(project: BrightwayProject, tmp_path: Path, reference: str, amount: str = "1 kg") -> list[str]:
    path = tmp_path / "one.yaml"
    text = (
        MODEL.split("processes:", maxsplit=1)[0]
        + f"""processes:
  forge:
    stage: manufacturing
    outputs: {{gear: 1 item}}
    inputs:
      it: {{amount: {amount}, from: "{reference}"}}
    emissions:
      co2: {{flow: "carbon dioxide, fossil", amount: 1 kg}}
"""
    )
    path.write_text(text, encoding="utf-8")
    return [finding.code for finding in fp.check(path, brightway=project)]


def test_the_score_is_that_of_stock_brightway(base: Path, project: BrightwayProject, model: Path) -> None:
    result = fp.calculate(model, brightway=project)
    method = open_library().method("ipcc-ar6-gwp100").factors
    gwp = {name: sum(factor.value for category, factor in method[name].items() if category in HEADLINE) for name in method}
    factors = [
        (("bio 3", "co2"), 1.0),
        (("bio 3", "cruise"), 1.0),
        (("bio 3", "ch4"), gwp["methane, biogenic"]),
        (("bio 3", "n2o"), gwp["nitrous oxide"]),
        (("bio 3", "luc"), gwp["carbon dioxide, land use change"]),
        (("bio 3", "soil"), -gwp["carbon dioxide, land use change"]),
        (("bio 3", "sf6"), gwp["SF6"]),
    ]
    demand = {
        ("materials", "steel"): 3000.0,
        ("energy", "power"): 10.0,
        ("energy", "lorry"): 900.0,
        ("materials", "sludge treatment"): -2.0,
    }
    copy = base.with_name("copy")
    if not copy.exists():
        import shutil

        shutil.copytree(base, copy)
    stock = float(in_brightway(copy, SOLVE, (demand, factors)).split("score")[1])
    # bw2data keeps amounts as float32 in its matrices: the amounts of the test are such that nothing is lost.
    assert result.value == pytest.approx(stock + 1.0, rel=1e-9)
    assert result.categories["uptake"] is not None
    assert result.categories["uptake"] < 0
    assert result.of_which["aircraft"] > 0


HEADLINE = ("fossil", "biogenic_non_co2", "land_use_change", "land_management", "removals")


def test_nothing_is_written_into_the_project(base: Path, model: Path) -> None:
    before = digests(base)
    environment = {**os.environ, "BRIGHTWAY2_DIR": str(base)}
    command = [sys.executable, "-m", "footprint", "run", str(model), "--json", "--brightway-project", "steel study"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    assert digests(base) == before
    assert json.loads(done.stdout)["provenance"]["inventories"].keys() == {"brightway:energy", "brightway:materials"}


def test_provenance_counts_what_was_used_and_holds_a_digest_of_it(project: BrightwayProject, model: Path) -> None:
    first, second = (
        fp.calculate(model, brightway=source).provenance for source in (project, BrightwayProject("steel study", project.base))
    )
    assert first["inventories"] == second["inventories"]
    assert all(len(digest) == 64 for digest in first["inventories"].values())
    assert first["counts"]["brightway:energy"] == {"datasets": 2, "datasets_used": 2, "exchanges_left_out": 2, "flows_left_out": 2}


def test_the_digest_follows_the_datasets_used_and_no_others(tmp_path: Path) -> None:
    def digest(name: str, emission: float, unused: float) -> str:
        datasets = {"a": process(biosphere("co2", emission)), "b": process(biosphere("co2", unused))}
        project = made(tmp_path / name, datasets)
        package = project.package("brightway:odd", open_library().flows())
        return project.as_used(package, {"a": package.datasets["a"]}).sha256

    assert digest("first", 1.0, 2.0) == digest("second", 1.0, 3.0)
    assert digest("third", 1.5, 2.0) != digest("fourth", 1.0, 2.0)


def test_a_gas_that_is_in_no_table_is_a_finding_and_other_flows_are_not(project: BrightwayProject, model: Path) -> None:
    findings = fp.check(model, brightway=project)
    assert [(finding.code, finding.values["flow"]) for finding in findings] == [("B302", "Difluorochloroethane, a gas of tomorrow")]
    assert "未计入结果" in findings[0].message("zh")


def test_without_a_project_the_finding_says_which_option_to_give(model: Path) -> None:
    findings = fp.check(model)
    assert {finding.code for finding in findings} == {"B101"}
    assert all(finding.place is not None and finding.place.line for finding in findings)


def test_an_unknown_project_database_or_dataset_is_named_with_what_is_near(base: Path, project: BrightwayProject, tmp_path: Path) -> None:
    with pytest.raises(BrightwayProjectNotFound, match="steel study"):
        BrightwayProject("steel studdy", base)
    with pytest.raises(BrightwayFolderNotFound):
        BrightwayProject("steel study", tmp_path)
    assert codes_of(project, tmp_path, "brightway:material/steel") == ["B104"]
    assert codes_of(project, tmp_path, "brightway:materials/stahl") == ["B107"]
    library = open_library((), (project,))
    with pytest.raises(FootprintError, match="brightway:materials/sludge treatment"):
        library.package("brightway:materials").datasets["treatment of"]


def test_an_amount_of_another_dimension_is_refused(project: BrightwayProject, tmp_path: Path) -> None:
    assert "S103" in codes_of(project, tmp_path, "brightway:energy/power", "1 kg")
    assert "S107" in codes_of(project, tmp_path, "brightway:materials/sludge treatment", "1 kg")


@pytest.mark.parametrize(
    ("datasets", "code"),
    [
        ({"a": process(biosphere("co2", 1.0), unit="furlong")}, "B112"),
        ({"a": process(biosphere("co2", float("nan")))}, "B111"),
        ({"a": process(edge("odd", "a", float("inf"), "production"))}, "B111"),
        ({"a": process(edge("odd", "a", 0.0, "production"))}, "B110"),
        ({"a": process(edge("odd", "b", 1.0, "substitution")), "b": process()}, "B110"),
        ({"a": process(edge("odd", "a", 1.0, "production"), edge("odd", "b", 1.0, "production")), "b": process()}, "B109"),
        ({"a": process(edge("odd", "b", 1.0, "production")), "b": process()}, "B109"),
        ({"a": process(type="multifunctional")}, "B109"),
        ({"a": process(type="product")}, "B108"),
        ({"a": process(type="emission")}, "B108"),
        (
            {
                "a": process(type="product"),
                "p": process(edge("odd", "a", 1.0, "production")),
                "q": process(edge("odd", "a", 1.0, "production")),
            },
            "B109",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_explanation(datasets: dict[str, Any], code: str, tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    in_brightway(base, WRITE_ONLY, {"bio 3": FLOWS, "odd": datasets}, "odd")
    project = BrightwayProject("odd", base)
    assert codes_of(project, tmp_path, "brightway:odd/a") == [code]
    for finding in fp.check(tmp_path / "one.yaml", brightway=project):
        assert finding.message("zh")
        assert finding.message("en")


def test_an_input_that_the_project_does_not_have_is_named(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    datasets = {"a": process(edge("gone", "x", 1.0)), "b": process(edge("gone", "y", 1.0, "biosphere"))}
    in_brightway(base, WRITE_ONLY, {"odd": datasets}, "odd")
    project = BrightwayProject("odd", base)
    assert codes_of(project, tmp_path, "brightway:odd/a") == ["B113"]
    assert codes_of(project, tmp_path, "brightway:odd/b") == ["B113"]


def test_a_product_made_by_one_process_is_one_dataset_with_it(tmp_path: Path) -> None:
    datasets = {
        "melt": process(edge("odd", "iron", 2.0, "production"), biosphere("co2", 3.0)),
        "iron": {"name": "iron", "unit": "ton", "type": "product"},
        "user": process(edge("odd", "iron", 0.5)),
        "scrap": {"name": "scrap", "unit": "kilogram", "type": "product"},
        "burn": process(edge("odd", "scrap", 4.0, functional=True), biosphere("co2", 1.0)),
    }
    project = made(tmp_path / "base", datasets)
    library = open_library((), (project,))
    found = library.package("brightway:odd").datasets
    assert found["melt"] is found["iron"]
    assert str(found["iron"].reference) == "2 t"
    assert [(entry.flow, str(entry.amount)) for entry in found["user"].exchanges] == [("brightway:odd/iron", "0.5 t")]
    assert found["scrap"].reference.value == -4.0
    assert found["scrap"].kind == "treatment"


def test_an_exchange_labelled_in_another_unit_is_counted_as_brightway_does_and_reported(tmp_path: Path) -> None:
    datasets = {"a": process(edge("odd", "b", 3.6, unit="megajoule")), "b": process(biosphere("co2", 1.0), unit="kilowatt hour")}
    project = made(tmp_path / "base", datasets)
    assert codes_of(project, tmp_path, "brightway:odd/a") == ["B301"]
    assert fp.calculate(tmp_path / "one.yaml", brightway=project).value == pytest.approx(4.6)


def test_databases_of_other_backends_are_refused(base: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(base, copy)
    project = BrightwayProject("steel study", copy)
    path = project.folder / "databases.json"
    path.write_text(path.read_text().replace('"backend": "sqlite"', '"backend": "iotable"'))
    assert codes_of(BrightwayProject("steel study", copy), tmp_path, "brightway:materials/steel") == ["B106"]


def test_a_damaged_project_is_an_error_that_names_the_file(base: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(base, copy)
    project = BrightwayProject("steel study", copy)
    (project.folder / "lci" / "databases.db").write_bytes(b"no database" * 100)
    assert codes_of(project, tmp_path, "brightway:materials/steel") == ["B105"]
    (project.folder / "lci" / "databases.db").unlink()
    with pytest.raises(BrightwayUnreadable, match="no such file"):
        Storage(project.folder).node(("a", "b"))


def test_a_project_that_is_being_written_to_in_wal_mode_is_not_touched(base: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(base, copy)
    path = BrightwayProject("steel study", copy).folder / "lci" / "databases.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("UPDATE activitydataset SET location = 'here'")
    writer.commit()
    with pytest.raises(BrightwayUnreadable, match="another program"):
        Storage(path.parent.parent).node(("materials", "steel"))
    writer.close()
    before = digests(copy)
    assert Storage(path.parent.parent).node(("materials", "steel")) is not None
    assert digests(copy) == before


class Malicious:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.folder),))


def test_a_pickle_in_a_database_cannot_run_anything(base: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(base, copy)
    project = BrightwayProject("steel study", copy)
    connection = sqlite3.connect(project.folder / "lci" / "databases.db")
    data = pickle.dumps({"name": "steel", "unit": "kilogram", "more": Malicious(tmp_path / "harm")}, protocol=4)
    connection.execute("UPDATE activitydataset SET data = ? WHERE code = 'steel'", (data,))
    connection.commit()
    connection.close()
    node = Storage(project.folder).node(("materials", "steel"))
    assert node is not None
    assert node.text("unit") == "kilogram"
    assert not (tmp_path / "harm").exists()


def test_numbers_of_numpy_and_dates_are_read(tmp_path: Path) -> None:
    import datetime

    import numpy

    values = {"amount": numpy.float64(0.25), "count": numpy.int32(3), "when": datetime.datetime(2024, 1, 1), "tags": {"a"}}
    from footprint.inventory.brightway_storage import Edge

    assert Edge("technosphere", ("a", "b"), ("c", "d"), pickle.dumps(values, protocol=4)).data == {
        "amount": 0.25,
        "count": 3,
        "when": datetime.datetime(2024, 1, 1),
        "tags": {"a"},
    }


def test_every_unit_and_flow_of_the_tables_is_known() -> None:
    flows = open_library().flows()
    assert [name for name in UNITS if unit_of(name) is None] == []
    assert {flow for table in (AIR_FLOWS, RESOURCE_FLOWS, SOIL_FLOWS) for flow in table.values()} <= set(flows)
    assert unit_of("Furlong") is None
    assert unit_of("kWh") == unit_of("kilowatt hour")


def test_flows_are_told_apart_by_compartment() -> None:
    flows = open_library().flows()
    assert map_flow("Carbon dioxide, to soil or biomass stock", ("soil", "forestry"), "", flows).sign == -1
    assert map_flow("Carbon dioxide, in air", ("natural resource", "in air"), "", flows).flow == "carbon dioxide, uptake"
    assert map_flow("Ethane, hexafluoro-, new name", ("air",), "000076-16-4", flows).flow == "C2F6"
    assert map_flow("CO2e, GWP set AR6", (), "", flows).flow == "CO2e, GWP set AR6"
    assert map_flow("Carbon dioxide, fossil", ("water",), "", flows).gas
    assert not map_flow("NMVOC, non-methane volatile organic compounds", ("air",), "", flows).gas
    assert not map_flow("Acetic acid, trifluoro-", ("air",), "", flows).gas
    assert not map_flow("Water", ("air",), "", flows).gas


def test_a_database_may_have_a_slash_in_its_name() -> None:
    assert brightway_name("a/b") == "brightway:a%2Fb"
    assert database_of("brightway:a%2Fb") == "a/b"


def test_the_folder_is_the_one_named_or_that_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(tmp_path))
    assert brightway_folder() == tmp_path
    assert brightway_folder(tmp_path / "x") == tmp_path / "x"
    monkeypatch.delenv("BRIGHTWAY2_DIR")
    assert brightway_folder().name == "Brightway3"


def test_bw2data_is_not_loaded_by_a_calculation(base: Path, model: Path) -> None:
    code = f"""
import sys
import footprint as fp
from footprint.inventory.brightway_project import BrightwayProject
fp.calculate({str(model)!r}, brightway=BrightwayProject("steel study", {str(base)!r}))
assert "bw2data" not in sys.modules
import bw2calc
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
