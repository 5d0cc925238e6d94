"""The staleness radar: issued results scored again, equal to calculating everything anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import footprint
from footprint import pipeline
from footprint.batch.radar.errors import BadThreshold, NothingIssued
from footprint.batch.radar.sweep import read_threshold
from footprint.verification.bundle import write_bundle
from shared import REPOSITORY
from test_batch import MODEL, folder_with_model

OLD, NEW = "0.5777", "0.2777"


def renewed_electricity(folder: Path, version: str = "2026.1") -> Path:
    """Give the electricity factors of another year: the national average is cut by half."""
    target = folder / "cn-electricity"
    shutil.copytree(REPOSITORY / "inventories" / "cn-electricity", target)
    about = json.loads((target / "datapackage.json").read_text("utf-8"))
    (target / "datapackage.json").write_text(json.dumps({**about, "version": version}), "utf-8")
    lines = (target / "exchanges.csv").read_text("utf-8").split("\n")
    lines = [line.replace(OLD, NEW) if line.startswith("national-average-2024,") else line for line in lines]
    (target / "exchanges.csv").write_text("\n".join(lines), "utf-8")
    return folder


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Issue bundles of two models that differ in how much electricity they take, and a plain result."""
    folder = tmp_path_factory.mktemp("issued")
    folder_with_model(folder)
    (folder / "electric.yaml").write_text(MODEL.replace("60 kWh/t", "6000 kWh/t"), "utf-8")
    for name in ("lime", "electric"):
        write_bundle(folder / f"{name}.bundle.zip", pipeline.request(folder / f"{name}.yaml", "iso-14067").bundle.content)
    result = pipeline.calculate(folder / "electric.yaml").as_dict()
    (folder / "stated.json").write_text(json.dumps(result), "utf-8")
    (folder / "notes.json").write_text("{}", "utf-8")
    return folder


def test_nothing_moves_where_the_inventories_are_the_same(issued: Path) -> None:
    report = pipeline.radar(issued)
    assert [(renewal.id, renewal.status) for renewal in report.renewals] == [("electric", "same"), ("lime", "same"), ("stated", "same")]


def test_who_moved_beyond_the_threshold_is_listed_with_what_moved_it(issued: Path, tmp_path: Path) -> None:
    new = renewed_electricity(tmp_path)
    report = pipeline.radar(issued, inventories=[str(new)], threshold=0.05)
    found = {renewal.id: renewal for renewal in report.renewals}
    assert {name: renewal.status for name, renewal in found.items()} == {"lime": "within", "electric": "moved", "stated": "moved"}
    moved = found["electric"]
    assert moved.difference == pytest.approx(6000 * (float(NEW) - float(OLD)))
    assert moved.renewed == ("cn-electricity 2024.1 → 2026.1",)
    assert moved.change is not None
    assert [(part.cause, part.what) for part in moved.change.parts] == [("factors", "kiln/inputs/power")]
    assert moved.change.parts[0].value == pytest.approx(moved.difference)


def test_scores_equal_a_full_recalculation_with_the_new_inventories(tmp_path: Path) -> None:
    # A shipped model that takes electricity itself, by USLCI processes, and by another model that pins the old factors too.
    issued = tmp_path / "issued"
    issued.mkdir()
    shipped = REPOSITORY / "product_models"
    write_bundle(issued / "pet.bundle.zip", pipeline.request(shipped / "pet.yaml", "iso-14067").bundle.content)
    # The full way: models that pin the new version, and packages that need it.
    everything = tmp_path / "everything"
    shutil.copytree(REPOSITORY / "inventories", everything, ignore=shutil.ignore_patterns("cn-electricity"))
    renewed_electricity(everything)
    for name in ("pet.yaml", "chp.yaml"):
        text = (shipped / name).read_text("utf-8").replace('cn-electricity: "2024.1"', 'cn-electricity: "2026.1"')
        (tmp_path / name).write_text(text, "utf-8")
    for about in everything.glob("*/datapackage.json"):
        content = json.loads(about.read_text("utf-8"))
        if "cn-electricity" in content.get("requires", {}):
            content["requires"]["cn-electricity"] = "2026.1"
            about.write_text(json.dumps(content), "utf-8")
    from footprint.inventory import Library

    expected = pipeline.calculate_with(footprint.read(tmp_path / "pet.yaml"), Library([everything]))
    report = pipeline.radar(issued, inventories=[str(renewed_electricity(tmp_path / "new"))], threshold=0.001)
    (renewal,) = report.renewals
    assert renewal.status == "moved"
    assert renewal.now == pytest.approx(expected.value, rel=1e-9)
    assert renewal.change is not None
    assert sum(part.value for part in renewal.change.parts) + renewal.change.remainder == pytest.approx(renewal.difference, rel=1e-9)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_the_radar_writes_a_table(issued: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"radar.{ending}"
    pipeline.radar(issued, output=out)
    first = out.read_bytes()
    pipeline.radar(issued, output=out)
    assert out.read_bytes() == first


def test_a_broken_bundle_is_a_row_and_the_others_go_on(issued: Path, tmp_path: Path) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    content = bytearray((issued / "lime.bundle.zip").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "broken.bundle.zip").write_bytes(content)
    shutil.copy(issued / "lime.bundle.zip", folder)
    report = pipeline.radar(folder)
    assert [(renewal.id, renewal.status) for renewal in report.renewals] == [("broken", "failed"), ("lime", "same")]
    assert report.renewals[0].findings[0].code.startswith("V1")


def test_a_result_whose_model_has_changed_cannot_be_scored_again(tmp_path: Path) -> None:
    folder_with_model(tmp_path)
    (tmp_path / "stated.json").write_text(json.dumps(pipeline.calculate(tmp_path / "lime.yaml").as_dict()), "utf-8")
    (tmp_path / "lime.yaml").write_text(MODEL.replace("60 kWh/t", "61 kWh/t"), "utf-8")
    (renewal,) = pipeline.radar(tmp_path).renewals
    assert (renewal.status, renewal.findings[0].code) == ("failed", "J403")


def test_an_empty_folder_and_a_strange_threshold_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingIssued):
        pipeline.radar(tmp_path)
    assert read_threshold("5%") == read_threshold("0.05") == 0.05
    for text in ("five", "", "nan", "-1%", "150%"):
        with pytest.raises(BadThreshold):
            read_threshold(text)


@pytest.mark.xdist_group("certificates")
def test_certificates_of_a_register_are_scored_again_and_only_valid_ones(tmp_path: Path) -> None:
    from certificates import AT
    from footprint.verification.register import Register, create_register
    from test_certificate_issuing import issue

    create_register(tmp_path / "register.sqlite", "EX", clock=lambda: AT)
    register = Register(tmp_path / "register.sqlite", clock=lambda: AT, durable=False)
    first, second = (issue(tmp_path / "issued", register=register) for _ in range(2))
    register.withdraw(second.number, "for a test")
    lost = register.issue(
        "statement", lambda number: {"statement_sha256": "0" * 64, "valid_until": "2029-12-31", "bundle_sha256": "1" * 64}
    )
    new = renewed_electricity(tmp_path / "new")
    report = pipeline.radar(tmp_path / "register.sqlite", inventories=[str(new)], threshold=0.0001)
    found = {renewal.id: renewal for renewal in report.renewals}
    assert list(found) == [first.number, lost.number]
    assert found[first.number].status == "moved"
    assert found[first.number].file == str(first.pdf)
    assert found[first.number].stated == pytest.approx(first.statement["result"]["headline"]["value"])
    assert found[lost.number].findings[0].code == "J402"
    # The folder: a certificate counts once, its bundle lies beside it.
    report = pipeline.radar(tmp_path / "issued", inventories=[str(new)], threshold=0.0001)
    assert [renewal.id for renewal in report.renewals] == [first.number, second.number]
