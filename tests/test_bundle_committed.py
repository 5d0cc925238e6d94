"""Licensed backgrounds: committed by salted hashes, or disclosed where that is allowed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bundles import MODEL, library, made, resealed, write_model
from footprint import pipeline
from footprint.cli.main import app
from footprint.errors import FootprintError, ProblemsFound
from footprint.files import sha256
from footprint.inventory import Library, open_library
from footprint.verification.bundle import Bundle, Requested, open_bundle, read_salts
from footprint.verification.bundle.commitments import Salts
from footprint.verification.canonical import canonical_json
from footprint.verification.fingerprint import suite_folder
from footprint.verification.published import compare_with_published
from footprint.verification.recomputation import Recomputation, recompute

INVENTORIES = suite_folder() / "inventories"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("requested")


@pytest.fixture(scope="module")
def requested(folder: Path) -> Requested:
    """A request whose only package of datasets is committed; the list of flows and the method are in the bundle."""
    done = made(write_model(folder), commit_to=("suite-data",))
    assert done.salts is not None
    assert done.background is not None
    (folder / "bar.salts").write_bytes(done.salts)
    (folder / "background.zip").write_bytes(done.background)
    return done


@pytest.fixture(scope="module")
def bundle(requested: Requested) -> Bundle:
    return open_bundle(requested.bundle.content)


@pytest.fixture(scope="module")
def salts(requested: Requested, folder: Path) -> Salts:
    return read_salts(folder / "bar.salts", requested.bundle.manifest_sha256)


def again(bundle: Bundle, *packages: Path, salts: Salts | None = None) -> Recomputation:
    return recompute(bundle, pipeline.calculate_with, packages, salts=salts)


def codes(error: pytest.ExceptionInfo[FootprintError]) -> list[str]:
    return [finding.code for finding in error.value.findings]


def test_no_record_is_disclosed(bundle: Bundle) -> None:
    assert bundle.committed == ("suite-data",)
    assert bundle.manifest["packages"]["suite-data"]["disclosed"] is False
    assert not [name for name in bundle.members if name.startswith("inventories/suite-data")]
    # Names of records that the model does not name itself, their amounts, and what they emit per unit.
    for word in (b"odorant", b"0.015625", b"1.6,g", b"lower_heating_value", b"0.9375"):
        assert word not in bundle.content


def test_the_datapackage_holds_the_foreground_only(bundle: Bundle, requested: Requested, tmp_path: Path) -> None:
    import numpy as np

    rows = {}
    for name, content in (("foreground", bundle.members["datapackage.zip"]), ("background", requested.background)):
        assert content is not None
        (tmp_path / f"{name}.zip").write_bytes(content)
        with np.load(tmp_path / f"{name}.zip") as arrays:
            rows[name] = set(arrays["technosphere.indices"]["col"].tolist())
    assert rows["foreground"] == {1}
    assert len(rows["background"]) == 3
    assert not rows["foreground"] & rows["background"]
    assert bundle.manifest["datapackage"]["scope"] == "foreground"


def test_without_the_copy_it_is_said_what_cannot_be_done_and_why(bundle: Bundle, tmp_path: Path) -> None:
    for packages in ((), (tmp_path,)):
        with pytest.raises(ProblemsFound) as caught:
            again(bundle, *packages)
        assert codes(caught) == ["V114"]
        (finding,) = caught.value.findings
        assert finding.values == {"package": "suite-data", "version": "1", "count": 3}
        assert "recompilation and recomputation" in finding.message("en")
        assert "--inventories" in finding.hint("en")


def test_with_the_copy_and_the_salts_everything_is_recomputed(bundle: Bundle, salts: Salts) -> None:
    done = again(bundle, INVENTORIES, salts=salts)
    assert done.agrees
    assert done.warnings == ()
    assert done.result.value == pytest.approx(167)


def test_with_the_copy_alone_a_warning_is_left(bundle: Bundle) -> None:
    done = again(bundle, INVENTORIES)
    assert done.agrees
    assert [finding.code for finding in done.warnings] == ["V117"]


def altered(folder: Path, old: str, new: str) -> Path:
    shutil.copytree(INVENTORIES, folder)
    table = folder / "suite-data" / "exchanges.csv"
    assert old in table.read_text()
    table.write_text(table.read_text().replace(old, new, 1))
    return folder


def test_another_copy_is_found_record_by_record(bundle: Bundle, salts: Salts, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        again(bundle, altered(tmp_path / "less", "0.5,kg", "0.4,kg"), salts=salts)
    assert codes(caught) == ["V115"]
    assert caught.value.findings[0].values["records"] == ["power"]
    with pytest.raises(ProblemsFound) as caught:
        again(bundle, tmp_path / "less")
    assert codes(caught) == ["V120"]


def test_a_change_in_records_that_were_not_used_does_not_matter_with_salts(bundle: Bundle, salts: Salts, tmp_path: Path) -> None:
    other = altered(tmp_path / "other", "elementary,,nitrous oxide,1.6", "elementary,,nitrous oxide,1.7")
    # Its digest is another one, which stands in the result; each record used is the one that was committed.
    done = again(bundle, other, salts=salts)
    assert {difference.name for difference in done.differences} == {"provenance/inventories"}


def test_salts_are_random_and_of_their_bundle(requested: Requested, salts: Salts, folder: Path, tmp_path: Path) -> None:
    second = made(write_model(tmp_path), commit_to=("suite-data",))
    assert second.bundle.manifest["commitments"] != requested.bundle.manifest["commitments"]
    drawn = [salt for by_code in salts.values() for salt in by_code.values()]
    assert all(len(salt) == 32 for salt in drawn)
    assert len(set(drawn)) == len(drawn)
    with pytest.raises(FootprintError) as caught:
        read_salts(folder / "bar.salts", second.bundle.manifest_sha256)
    assert codes(caught) == ["V116"]
    again_made = made(write_model(tmp_path), commit_to=("suite-data",), salts=salts)
    assert again_made.bundle.content == requested.bundle.content
    assert again_made.salts == requested.salts


def test_a_hash_cannot_be_guessed_from_the_record(bundle: Bundle, requested: Requested) -> None:
    """Without the salt even the right record gives another hash: nothing in the bundle depends on the record alone."""
    from footprint.verification.bundle.commitments import _record

    hashes = set(bundle.manifest["commitments"]["suite-data"])
    datasets = library().package("suite-data").datasets
    records = [canonical_json(_record(dataset, library().package("suite-data"))) for dataset in datasets.values()]
    assert not {sha256(record) for record in records} & hashes
    assert not {sha256(bytes(32) + record) for record in records} & hashes


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"schema":"footprint/salts/1"}',
        b'{"manifest_sha256":"x","salts":{"a":{"b":"00"}},"schema":"footprint/salts/1"}',
    ],
)
def test_files_that_are_no_salts_are_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.salts").write_bytes(content)
    with pytest.raises(FootprintError) as caught:
        read_salts(tmp_path / "x.salts")
    assert codes(caught) == ["V116"]


def test_commitments_cannot_be_taken_away(bundle: Bundle, salts: Salts) -> None:
    hashes = bundle.manifest["commitments"]["suite-data"]
    fewer = open_bundle(resealed(bundle, {}, commitments={"suite-data": hashes[1:]}))
    with pytest.raises(ProblemsFound) as caught:
        again(fewer, INVENTORIES, salts=salts)
    assert codes(caught) == ["V115"]
    more = open_bundle(resealed(bundle, {}, commitments={"suite-data": [*hashes, "0" * 64]}))
    with pytest.raises(ProblemsFound) as caught:
        again(more, INVENTORIES, salts=salts)
    assert codes(caught) == ["V115"]
    none = open_bundle(resealed(bundle, {}, commitments={}))
    with pytest.raises(FootprintError):
        again(none, INVENTORIES, salts=salts)


def test_committed_records_are_not_compared_with_what_is_published(bundle: Bundle) -> None:
    assert compare_with_published(bundle, library()) == ()


def test_the_script_takes_the_background_of_the_licence_holder(bundle: Bundle, requested: Requested, tmp_path: Path) -> None:
    bundle.extract(tmp_path)
    assert requested.background is not None
    (tmp_path / "background.zip").write_bytes(requested.background)
    command = [sys.executable, "-W", "ignore", "reproduce.py"]
    alone = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert alone.returncode != 0, "a part of the system must not look like the whole"
    done = subprocess.run([*command, "background.zip"], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert float(done.stdout.split()[0]) == pytest.approx(bundle.result["total"]["value"], rel=1e-12)


def test_some_packages_may_be_committed_and_others_disclosed(tmp_path: Path) -> None:
    own = tmp_path / "own" / "licensed"
    shutil.copytree(INVENTORIES / "suite-data", own)
    about = json.loads((own / "datapackage.json").read_text())
    about |= {"name": "licensed", "licenses": [{"name": "terms-of-the-source", "title": "For one user"}], "requires": {"suite-data": "1"}}
    (own / "datapackage.json").write_text(json.dumps(about))
    table = own / "exchanges.csv"
    table.write_text(table.read_text().replace("fuel-oil,technosphere,,power", "fuel-oil,technosphere,suite-data,power"))
    text = MODEL.replace('{suite-data: "1"}', '{suite-data: "1", licensed: "1"}').replace(
        "paint: {", "oil: {amount: 2 kg, from: licensed/fuel-oil}\n      paint: {"
    )
    path = write_model(tmp_path, text)
    both = Library((tmp_path / "own", INVENTORIES))
    with pytest.raises(ProblemsFound) as caught:
        made(path, both)
    assert codes(caught) == ["V112"]
    assert "For one user" in caught.value.findings[0].message("en")
    disclosed = made(path, both, disclose=("licensed",)).bundle
    assert again(disclosed).agrees
    requested = made(path, both, commit_to=("licensed",))
    held = requested.bundle
    assert [name for name in held.members if name.startswith("inventories/suite-data/")]
    assert not [name for name in held.members if name.startswith("inventories/licensed")]
    with pytest.raises(ProblemsFound) as caught:
        again(held)
    assert codes(caught) == ["V114"]
    assert again(held, tmp_path / "own").agrees
    # What is disclosed is taken from the bundle, never from the folder of the licence holder.
    shutil.copytree(INVENTORIES / "suite-data", tmp_path / "own" / "suite-data")
    other = tmp_path / "own" / "suite-data" / "exchanges.csv"
    other.write_text(other.read_text().replace("0.5,kg", "9.5,kg", 1))
    assert again(held, tmp_path / "own").agrees


def test_a_package_that_is_not_used_cannot_be_committed_or_disclosed(tmp_path: Path) -> None:
    path = write_model(tmp_path)
    for choice in ({"commit_to": ("suite-date",)}, {"disclose": ("suite-date",)}):
        with pytest.raises(ProblemsFound) as caught:
            made(path, **choice)
        assert codes(caught) == ["V113"]
        assert "suite-data" in caught.value.findings[0].hint("en")


def test_the_command_keeps_salts_and_background_from_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_model(tmp_path)
    arguments = ["request", str(path), "--inventories", str(INVENTORIES), "--commit", "suite-data", "--profile", "pact-3"]
    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["committed"] == ["suite-data"]
    assert said["beside"] == ["bar.bundle.zip.salts", "bar.bundle.zip.background.zip"]
    for name in said["beside"]:
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    bundle = open_bundle("bar.bundle.zip")
    assert again(bundle, INVENTORIES, salts=read_salts("bar.bundle.zip.salts", bundle.manifest_sha256)).agrees
    # New salts would make another bundle; with the old ones it is the same.
    assert CliRunner().invoke(app, arguments).exit_code == 2
    assert CliRunner().invoke(app, [*arguments, "--salts", "bar.bundle.zip.salts"]).exit_code == 0


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("bw2data")
    from test_brightway_project import ENERGY, FLOWS, MATERIALS, WRITE, in_brightway

    folder = tmp_path_factory.mktemp("brightway")
    in_brightway(folder, WRITE, {"bio 3": FLOWS, "energy": ENERGY, "materials": MATERIALS})
    return folder


class TestBrightway:
    """Databases of a Brightway project, with codes that no data package could have."""

    @pytest.fixture
    def model(self, tmp_path: Path) -> Path:
        from test_brightway_project import MODEL as GEAR

        return write_model(tmp_path, GEAR, "gear.yaml")

    def test_disclosure_must_be_allowed_explicitly(self, base: Path, model: Path) -> None:
        from footprint.inventory.brightway_project import BrightwayProject

        with pytest.raises(ProblemsFound) as caught:
            pipeline.request(model, "iso-14067", brightway=BrightwayProject("steel study", base))
        assert codes(caught) == ["V112", "V112"]
        assert {finding.values["package"] for finding in caught.value.findings} == {"brightway:energy", "brightway:materials"}

    def test_disclosed_records_recompute_without_the_project(self, base: Path, model: Path, tmp_path: Path) -> None:
        from footprint.inventory.brightway_project import BrightwayProject

        project = BrightwayProject("steel study", base)
        direct = pipeline.calculate(model, brightway=project)
        both = ("brightway:energy", "brightway:materials")
        bundle = open_bundle(pipeline.request(model, "iso-14067", disclose=both, brightway=project).bundle.content)
        done = again(bundle)
        assert done.agrees
        assert done.result.value == direct.value
        # What was found in reading the project stands in the result still, and the digests of the records.
        assert [finding.code for finding in done.result.findings] == [finding.code for finding in direct.findings]
        assert [finding.message("zh") for finding in done.result.findings] == [finding.message("zh") for finding in direct.findings]
        assert done.result.provenance["inventories"] == direct.provenance["inventories"]
        assert done.result.provenance["counts"] == direct.provenance["counts"]
        # Each exported package is an ordinary one.
        bundle.extract(tmp_path / "open")
        own = Library((tmp_path / "open" / "inventories",))
        assert {name for name in own.package_names() if name.startswith("brightway")} == {"brightway.1", "brightway.2"}
        assert [finding.code for finding in compare_with_published(bundle, open_library())] == ["V121", "V121"]

    def test_committed_databases_need_the_project(self, base: Path, model: Path) -> None:
        from footprint.inventory.brightway_project import BrightwayProject

        project = BrightwayProject("steel study", base)
        requested = pipeline.request(
            model, "iso-14067", commit_to=("brightway:energy",), disclose=("brightway:materials",), brightway=project
        )
        bundle = open_bundle(requested.bundle.content)
        with pytest.raises(ProblemsFound) as caught:
            again(bundle)
        assert codes(caught) == ["V114"]
        assert "--brightway-project" in caught.value.findings[0].hint("en")
        done = recompute(bundle, pipeline.calculate_with, sources=(BrightwayProject("steel study", base),))
        assert done.agrees
        assert [finding.code for finding in done.warnings] == ["V117"]

    @pytest.mark.parametrize(
        "change",
        [
            ('"database"', '"databas"'),
            ('"code": "B', '"code": "X'),
            ('"findings": [', '"findings": [1, '),
            ('"counts": {', '"counts": {"x": "y", '),
            ('"brightway": {', '"brightways": {'),
        ],
    )
    def test_a_damaged_export_is_a_problem_with_a_name(self, base: Path, model: Path, change: tuple[str, str]) -> None:
        from footprint.inventory.brightway_project import BrightwayProject

        both = ("brightway:energy", "brightway:materials")
        project = BrightwayProject("steel study", base)
        bundle = pipeline.request(model, "iso-14067", disclose=both, brightway=project).bundle
        text = {name: content for name, content in bundle.members.items() if name.endswith("brightway.2/datapackage.json")}
        damaged = {name: content.replace(change[0].encode(), change[1].encode(), 1) for name, content in text.items()}
        assert damaged != text
        with pytest.raises(FootprintError):
            again(open_bundle(resealed(bundle, damaged)))
