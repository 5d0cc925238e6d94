"""A whole database: USLCI as it was published, 639 datasets that break their own scheme, against a linked version of others."""

from __future__ import annotations

import csv
import gzip
import re
import resource
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import frictionless
import pytest

from lca_formats import Package, errors_of, imported, rows
from shared import SHARED, needs_shared

FOLDER = (SHARED or Path()) / "data" / "uslci"
ARCHIVE = FOLDER / "uslci_fy21_q3_ecospold1.zip"

# One worker imports it once for all.
pytestmark = [needs_shared, pytest.mark.xdist_group("uslci")]


@pytest.fixture(scope="module")
def uslci(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return imported(ARCHIVE, tmp_path_factory.mktemp("uslci"))


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return imported(ARCHIVE, tmp_path_factory.mktemp("uslci-split"), multi_output="amount")


@pytest.fixture(scope="module")
def published() -> dict[str, list[dict[str, str]]]:
    """The exchanges of the linked version, by its number of the process."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(FOLDER / "normalized" / "exchanges_CNgrid.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["process_id"]].append(row)
    return found


def number_of(row: dict[str, str]) -> str:
    found = re.match(r"EcoSpold 1 dataset (\S+) in", row["source"])
    assert found
    return found[1]


def test_the_report_accounts_for_every_dataset_and_exchange_of_the_file(uslci: Package) -> None:
    with zipfile.ZipFile(ARCHIVE) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert uslci.report["datasets"]["found"] == len(re.findall(rb"<dataset[ >]", text)) == 639
    assert uslci.report["exchanges"]["found"] == len(re.findall(rb"<exchange[ >]", text)) == 45_656
    assert uslci.report["datasets"]["reasons"] == {"not_allocated": 89}
    assert uslci.report["repairs"]["date_with_time"] == 1267
    assert uslci.report["files_ignored"] == ["EcoSpold01/categories.xml"]
    left_out = sum(len(uslci.of(code)) for code in uslci.processes)
    fates = Counter(uslci.report["exchanges"]["fates"])
    kept = ("linked", "unlinked", "unlinked_ambiguous", "unlinked_left_out", "unlinked_dimension", "gas")
    assert left_out == sum(fates[fate] for fate in kept)
    assert len(uslci.report["not_linked"]) == sum(fates[fate] for fate in kept if fate.startswith("unlinked"))


def test_the_package_has_only_the_error_of_its_source(uslci: Package) -> None:
    # Dataset 89204, coated aluminium sheet, consumes all of its own output.
    (error,) = errors_of(uslci)
    assert "I301" in error
    assert "aluminum-sheet-coated" in error


def test_the_package_is_valid_to_frictionless(uslci: Package) -> None:
    report = frictionless.validate(str(uslci.folder / "datapackage.json"), limit_errors=5)
    assert report.valid, report.flatten(["type", "note"])


def test_datasets_of_one_product_have_the_published_reference_and_gases(uslci: Package, published: dict[str, list[dict[str, str]]]) -> None:
    ours = {number_of(row): row for row in uslci.processes.values()}
    single = [row for row in rows(FOLDER / "normalized" / "processes.csv") if row["allocation_basis"] == "single"]
    assert {row["dataset_number"] for row in single} == set(ours)
    flows = {"Carbon dioxide": "carbon dioxide, fossil", "Methane": "methane, origin not stated"}
    for row in single:
        made = ours[row["dataset_number"]]
        assert made["product"] == " ".join(row["product"].split())
        assert made["geography"] == row["location"]
        expected = sorted(
            (flows[entry["name"]], Decimal(entry["amount_orig"]))
            for entry in published[row["process_id"]]
            if entry["type"] == "biosphere" and entry["direction"] == "output" and entry["name"] in flows
            if Decimal(entry["amount_orig"])
            and entry["category"] in ("emission", "troposphere")
            and entry["subcategory"] in ("air", "rural", "urban")
        )
        found = sorted(
            (entry["flow"], Decimal(entry["amount"]))
            for entry in uslci.of(made["code"])
            if entry["flow"] in flows.values()
            and re.match(r"source: (Carbon dioxide|Methane) \((emission/air|troposphere/(rural|urban))\)", entry["comment"])
        )
        assert found == expected, made["code"]


def test_inputs_are_linked_to_the_producers_of_the_published_version(uslci: Package, published: dict[str, list[dict[str, str]]]) -> None:
    theirs = {row["process_id"]: row for row in rows(FOLDER / "normalized" / "processes.csv")}
    ours = {number_of(row): row["code"] for row in uslci.processes.values()}
    compared = 0
    for number, process in theirs.items():
        code = ours.get(process["dataset_number"])
        if code is None:
            continue
        linked = {
            (entry["name"], Decimal(entry["amount_orig"])): ours.get(theirs[entry["provider_id"]]["dataset_number"])
            for entry in published[number]
            if entry["link_status"] == "linked" and entry["name"] != "Electricity, at grid"
        }
        providers = Counter(provider for provider in linked.values() if provider)
        found = Counter(entry["flow"] for entry in uslci.of(code) if entry["kind"] == "technosphere")
        for provider, count in found.items():
            # They point all electricity of the grid to one dataset, and cut the sheet that consumes itself off.
            aside = provider.startswith("electricity-at-grid") or provider == code == "aluminum-sheet-coated-at-plant"
            assert provider in providers or aside, (code, provider)
            compared += count
    assert compared == uslci.report["exchanges"]["fates"]["linked"]


def test_split_by_amount_the_shares_are_the_published_ones(split: Package) -> None:
    theirs: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows(FOLDER / "normalized" / "processes.csv"):
        if row["allocation_basis"] == "physical:kg":
            theirs[row["dataset_number"], row["product"]].append(float(row["allocation_share"]))
    compared = 0
    for row in split.processes.values():
        share = re.search(r"asked for at the import, share (\S+?)\.( |$)", row["comment"])
        expected = theirs.get((number_of(row), row["product"]))
        if share and expected:
            # A dataset may make one product twice.
            assert any(float(share[1]) == pytest.approx(value, rel=1e-9, abs=0) for value in expected)
            compared += 1
    assert compared > 100
    assert split.report["datasets"]["allocated"] == {"amount": 51}
    assert split.report["datasets"]["reasons"] == {"not_comparable": 38}


def test_the_whole_archive_takes_little_memory(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from footprint.formats.lca import import_lca; import_lca(*map(Path, sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", code, str(ARCHIVE), str(tmp_path / "uslci")], check=True)
    # Kilobytes of the largest child so far: an upper bound, and enough.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_500_000
