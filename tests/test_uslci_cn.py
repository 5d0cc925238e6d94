"""The package uslci-cn: derived by its program, closed, free of the defective records, and equal to the published scores when undone."""

from __future__ import annotations

import csv
import html
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from shared import REPOSITORY, needs_shared, shared_folder

PACKAGE = REPOSITORY / "inventories" / "uslci-cn"
NOTICE = PACKAGE / "NREL_DATA_USE_DISCLAIMER.md"

# The published scores: no factor for any halogenated gas, one for all methane, and biogenic CO2 like fossil.
PUBLISHED_FACTORS = {
    "carbon dioxide, fossil": 1.0,
    "carbon dioxide, biogenic": 1.0,
    "methane, fossil": 27.9,
    "methane, biogenic": 27.9,
    "nitrous oxide": 273.0,
    "nitrous oxide, biogenic": 273.0,
    "SF6": 25200.0,
}
CHINESE_GRID = 0.5777
DEFECTIVE = {"89204", "31909", "54085", "68482", "58546", "63020", "70631", "70769", "67543", "83186", "45539", "95168"}


def table(name: str, folder: Path = PACKAGE) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROCESSES = {row["code"]: row for row in table("processes.csv")}
EXCHANGES = table("exchanges.csv")
COLUMN = {code: column for column, code in enumerate(PROCESSES)}
METHOD = {
    row["flow"]: float(row["factor"])
    for row in table("factors.csv", REPOSITORY / "inventories" / "methods" / "ipcc-ar6-gwp100")
    if row["category"] in {"fossil", "biogenic_non_co2"}
}

Vector = npt.NDArray[np.float64]


def system(factors: dict[str, float], grid: float) -> tuple[Vector, Vector]:
    """Technosphere and direct burden, straight from the tables."""
    technosphere = np.diag([float(row["amount"]) for row in PROCESSES.values()])
    direct = np.zeros(len(PROCESSES))
    for row in EXCHANGES:
        column, amount = COLUMN[row["process"]], float(row["amount"])
        if row["kind"] == "elementary":
            direct[column] += amount * factors.get(row["flow"], 0.0)
        elif row["kind"] == "technosphere" and row["package"]:
            direct[column] += amount * grid
        elif row["kind"] == "technosphere":
            technosphere[COLUMN[row["flow"]], column] -= amount
    return technosphere, direct


def scores(factors: dict[str, float], grid: float) -> dict[str, float]:
    technosphere, direct = system(factors, grid)
    return dict(zip(PROCESSES, np.linalg.solve(technosphere.T, direct), strict=True))


def published_scores(shared: Path) -> dict[str, float]:
    rows = table("gwp100_ar6_scores_CNgrid.csv", shared / "data" / "uslci" / "normalized")
    by_identifier = {row["process_id"]: float(row["kgCO2e_per_unit_si"]) for row in rows}
    return {row["code"]: by_identifier[row["process_id"]] for row in table("selection.csv")}


@needs_shared
def test_the_program_rewrites_the_tables_byte_for_byte(tmp_path: Path) -> None:
    program = [sys.executable, str(PACKAGE / "build.py"), "--shared", str(shared_folder()), "--output", str(tmp_path)]
    subprocess.run(program, check=True)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["changes.csv", "datapackage.json", "exchanges.csv", "flow_properties.csv", "processes.csv"]
    for name in written:
        assert (tmp_path / name).read_bytes() == (PACKAGE / name).read_bytes(), name


@needs_shared
def test_undoing_the_documented_changes_gives_all_published_scores() -> None:
    technosphere, direct = system(PUBLISHED_FACTORS, CHINESE_GRID)
    codes = {row["process_id"]: row["code"] for row in table("selection.csv")}
    for change in table("changes.csv"):
        column, amount = COLUMN[change["process"]], float(change["new_amount"])
        if change["kind"] == "technosphere" and change["package"]:
            direct[column] -= amount * CHINESE_GRID
        elif change["kind"] == "technosphere":
            technosphere[COLUMN[change["flow"]], column] += amount
        if change["was"] in codes:
            technosphere[COLUMN[codes[change["was"]]], column] -= float(change["amount"])
        elif change["published_score"]:
            direct[column] += float(change["amount"]) * float(change["published_score"])
    restored = dict(zip(PROCESSES, np.linalg.solve(technosphere.T, direct), strict=True))
    assert restored == pytest.approx(published_scores(shared_folder()), rel=1e-9)


@needs_shared
@pytest.mark.parametrize("code", ["oxygen-liquid", "transport/pipeline-petroleum-products"])
def test_where_only_electricity_enters_only_the_grid_makes_the_difference(code: str) -> None:
    rows = table("gwp100_ar6_scores_CNgrid.csv", shared_folder() / "data" / "uslci" / "normalized")
    published_grid = next(float(row["kgCO2e_per_unit_si"]) for row in rows if row["process_id"] == "98") * 3.6
    assert published_grid == pytest.approx(0.80, abs=0.005)
    here = scores(METHOD, CHINESE_GRID)[code]
    assert here / published_scores(shared_folder())[code] == pytest.approx(CHINESE_GRID / published_grid, rel=1e-12)


def test_the_system_is_regular_and_its_loops_lose() -> None:
    technosphere, direct = system(METHOD, CHINESE_GRID)
    per_unit = technosphere / np.diag(technosphere)
    assert np.linalg.matrix_rank(per_unit) == len(PROCESSES)
    assert max(abs(np.linalg.eigvals(np.eye(len(PROCESSES)) - per_unit))) < 0.3
    assert np.isfinite(np.linalg.solve(technosphere.T, direct)).all()
    assert min(scores(METHOD, CHINESE_GRID).values()) > 0


def test_the_grid_of_the_test_is_the_grid_of_the_package() -> None:
    grid = [
        row for row in table("exchanges.csv", REPOSITORY / "inventories" / "cn-electricity") if row["process"] == "national-average-2024"
    ]
    assert [float(row["amount"]) for row in grid] == [CHINESE_GRID]


def test_the_subset_has_the_chains_that_product_models_need() -> None:
    assert 60 <= len(PROCESSES) <= 100
    wanted = "crude-oil naphtha xylenes-mixed p-xylene methanol acetic-acid terephthalic-acid ethylene ethylene-glycol pet-bottle-grade"
    wanted += " propylene polypropylene polyethylene-hdpe polyvinyl-chloride polystyrene-expandable chlorine sodium-hydroxide sulfuric-acid"
    wanted += " kraft-pulp-bleached paper-uncoated-mechanical containerboard-recycled aluminium-ingot-primary"
    assert set(wanted.split()) <= set(PROCESSES)


def test_no_defective_record_is_shipped() -> None:
    datasets = {match[1] for row in PROCESSES.values() if (match := re.search(r"dataset (\d+)", row["source"]))}
    assert datasets & DEFECTIVE == set()
    assert {row["process_id"] for row in table("selection.csv")} & {row["process_id"] for row in table("exclusions.csv")} == set()


def test_every_input_ends_at_a_dataset_in_its_unit_or_says_why_not() -> None:
    for row in EXCHANGES:
        assert row["process"] in PROCESSES
        if row["kind"] == "unlinked":
            assert row["comment"], row
        elif row["kind"] == "technosphere" and row["package"]:
            assert (row["package"], row["flow"], row["unit"]) == ("cn-electricity", "national-average-2024", "kWh")
        elif row["kind"] == "technosphere":
            assert row["unit"] == PROCESSES[row["flow"]]["unit"]
            assert row["flow"] != row["process"]
        assert float(row["amount"]) > 0, row


def test_every_emission_is_a_flow_of_the_flow_list() -> None:
    flows = {row["flow"]: row["unit"] for row in table("flows.csv", REPOSITORY / "inventories" / "elementary-flows")}
    emissions = [row for row in EXCHANGES if row["kind"] == "elementary"]
    assert {row["flow"] for row in emissions} <= set(flows)
    assert {row["flow"] for row in emissions} <= set(METHOD) | {"carbon dioxide, biogenic"}
    assert all(row["unit"] == flows[row["flow"]] for row in emissions)


def test_only_pulp_and_paper_mills_emit_biogenic_gases() -> None:
    biogenic = {row["process"] for row in EXCHANGES if row["kind"] == "elementary" and "biogenic" in row["flow"]}
    assert biogenic == {
        "combustion-at-pulp-mill/hog-fuel-own",
        "combustion-at-pulp-mill/hog-fuel-purchased",
        "containerboard-recycled",
        "mill-energy/bleached-kraft-pulp",
        "mill-energy/uncoated-mechanical-paper",
    }


def test_exported_energy_is_neither_burden_nor_credit() -> None:
    exported = [change for change in table("changes.csv") if change["rule"] == "export"]
    assert len(exported) == 12
    assert all(change["kind"] == "unlinked" and change["flow"].endswith(" (exported)") for change in exported)


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("p-xylene", 0.98, 1.05),
        ("terephthalic-acid", 0.95, 1.02),
        ("pet-bottle-grade", 0.97, 1.01),
        ("ethylene-glycol", 0.90, 1.00),
        ("polypropylene", 0.97, 1.01),
        ("polyvinyl-chloride", 0.99, 1.01),
        ("acetic-acid", 0.88, 1.00),
        ("methanol", 0.95, 1.09),
    ],
)
def test_carbon_that_enters_as_feed_leaves_in_product_and_emissions(code: str, low: float, high: float) -> None:
    contents = {row["product"]: float(row["value"]) for row in table("flow_properties.csv") if row["property"] == "carbon_content"}
    contents |= {"refined petroleum": 0.857, "naphtha": 0.857, "natural gas": 0.726}
    in_gas = {"carbon dioxide, fossil": 12.011 / 44.009, "methane, fossil": 12.011 / 16.043}
    fed = leaving = 0.0
    for row in EXCHANGES:
        if row["process"] == code and row["kind"] == "technosphere" and not row["package"]:
            fed += float(row["amount"]) * contents.get(PROCESSES[row["flow"]]["product"], 0.0)
        elif row["process"] == code and row["kind"] == "elementary":
            leaving += float(row["amount"]) * in_gas.get(row["flow"], 0.0)
    leaving += contents[PROCESSES[code]["product"]] * float(PROCESSES[code]["amount"])
    assert low < leaving / fed < high


def test_the_results_of_the_readme_are_those_of_the_tables() -> None:
    results = scores(METHOD, CHINESE_GRID)
    stated = re.findall(r"^\| `([^`]+)` \| ([\d.]+) \| [\d.]+ \|", (PACKAGE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(stated) >= 30
    for code, value in stated:
        decimals = len(value.partition(".")[2])
        assert results[code] == pytest.approx(float(value), abs=0.51 * 10**-decimals), code


def test_the_counts_of_the_readme_are_those_of_the_changes() -> None:
    stated = re.findall(r"^\| `([a-z ]+)` \| (\d+) \| [A-Z]", (PACKAGE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {rule: int(count) for rule, count in stated} == Counter(change["rule"] for change in table("changes.csv"))


@needs_shared
def test_the_entire_notice_travels_with_the_package() -> None:
    original = html.unescape((shared_folder() / "data" / "uslci" / "LICENSE_docs" / "04-App-A.md").read_text(encoding="utf-8"))
    words = re.sub(r"\[\*\*_Return to TOC_\*\*\]\(.*?\)", "", original).split()
    assert NOTICE.read_text(encoding="utf-8").split() == words


def test_the_notice_is_in_the_descriptor_and_in_the_notice_file_of_the_project() -> None:
    notice = NOTICE.read_text(encoding="utf-8")
    assert json.loads((PACKAGE / "datapackage.json").read_text(encoding="utf-8"))["notice"] == notice
    assert " ".join(notice.removeprefix("# ").split()) in " ".join((REPOSITORY / "NOTICE").read_text(encoding="utf-8").split())


def test_every_record_says_that_it_is_for_demonstration() -> None:
    descriptor = json.loads((PACKAGE / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["status"] == "demo"
    assert {row["status"] for row in PROCESSES.values()} == {"demo"}
    assert {row["capital_goods"] for row in PROCESSES.values()} == {"excluded"}
    assert all(row["name_zh"] and row["source"] and "hare of the record" in row["comment"] for row in PROCESSES.values())


def test_frictionless_finds_the_package_valid() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(PACKAGE / "datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "message"])
