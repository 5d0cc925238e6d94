"""Requests: everything that a result rests on is in the bundle, and nothing else is needed to compute it again."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bundles import MODEL, a_bundle, a_profile, library, made, resealed, write_model
from footprint import pipeline
from footprint.cli.main import app
from footprint.engine import Footprint, datapackage_bytes
from footprint.errors import FootprintError, ProblemsFound
from footprint.inventory import Library, check_package, open_library
from footprint.model import ProductModel, read_text
from footprint.verification.bundle import Bundle, open_bundle, request
from footprint.verification.bundle.errors import DuplicateMember, MemberName, ModelNotFromFile, NotReproduced
from footprint.verification.canonical import canonical_json
from footprint.verification.fingerprint import suite_folder
from footprint.verification.published import compare_with_published
from footprint.verification.recomputation import Recomputation, recompute
from shared import REPOSITORY

SHIPPED = sorted((REPOSITORY / "product_models").glob("*.yaml"))
EXAMPLES = sorted((REPOSITORY / "tests" / "models").glob("*.yaml"))


def again(bundle: Bundle) -> Recomputation:
    return recompute(open_bundle(bundle.content), pipeline.calculate_with)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_model_recomputes_from_its_bundle_alone(path: Path, tmp_path: Path) -> None:
    direct = pipeline.calculate(path)
    bundle = request(path, a_profile(), open_library(), pipeline.calculate_with, fingerprint="0" * 64).bundle
    done = again(bundle)
    assert done.datapackage_equal
    assert done.differences == ()
    assert bundle.members["datapackage.zip"] == datapackage_bytes(direct.calculation.system)
    assert done.result.value == direct.value
    # Only what was used: each package of the bundle is a whole one for the ordinary reader, and sound.
    bundle.extract(tmp_path)
    own = Library((tmp_path / "inventories",))
    packages = {package.name: package for package in own.packages()}
    chain = direct.calculation.chain
    assert set(chain.datasets) <= {dataset.key for package in packages.values() for dataset in package.datasets.values()}
    for name, about in bundle.manifest["packages"].items():
        assert len(packages[name].datasets) == about["records"]
        assert about["sha256"] == open_library().package(name).sha256
        assert not [finding for finding in check_package(tmp_path / "inventories" / name, own) if finding.severity == "error"]
    assert compare_with_published(bundle, open_library()) == ()


def test_nothing_is_taken_from_the_installed_inventories(bundle: Bundle, tmp_path: Path) -> None:
    """A model of a bundle that asks for a shipped package finds none: the library of a bundle stands alone."""
    text = MODEL.replace('{suite-data: "1"}', '{suite-data: "1", cn-electricity: "2024.1"}').replace(
        "suite-data/power", "cn-electricity/national-average-2024"
    )
    forged = open_bundle(resealed(bundle, {"model/bar.yaml": text.encode()}))
    with pytest.raises(ProblemsFound) as caught:
        recompute(forged, pipeline.calculate_with)
    assert {finding.code for finding in caught.value.findings} == {"S101"} or "cn-electricity" in str(caught.value)
    assert all(finding.place is None or not finding.place.file.startswith("/") for finding in caught.value.findings)


def test_the_same_request_gives_the_same_bytes_wherever_and_whenever_it_is_made(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b" / "deeper"
    code = "import sys; from pathlib import Path; from bundles import made; sys.stdout.buffer.write(made(Path(sys.argv[1])).bundle.content)"
    contents = []
    for folder, seed, locale in ((first, "0", "C"), (second, "123", "zh_CN.UTF-8")):
        path = write_model(folder)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": str(REPOSITORY / "tests"), "TZ": "UTC+11"}
        command = [sys.executable, "-W", "ignore", "-c", code, path.name]
        done = subprocess.run(command, capture_output=True, cwd=folder, env=environment, check=True)
        contents.append(done.stdout)
    assert contents[0] == contents[1]
    assert contents[0] == made(write_model(tmp_path)).bundle.content


def test_the_bundle_says_nothing_of_the_machine(tmp_path: Path) -> None:
    path = write_model(tmp_path / "secret-folder")
    content = made(path).bundle.content
    for word in ("secret-folder", str(tmp_path), os.path.expanduser("~"), str(REPOSITORY), "/tmp"):
        assert word.encode() not in content


def test_only_members_that_were_solved_depend_on_the_machine(bundle: Bundle) -> None:
    assert set(bundle.manifest["solved"]) == {"findings.json", "manifest.json", "result.json"}
    assert set(bundle.manifest["solved"]) <= set(bundle.members)


def test_another_solver_changes_nothing_but_what_was_solved(bundle: Bundle, tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
import numpy, bw2calc, bw2calc.lca, bw2calc.lca_base
dense = lambda matrix, demand, *rest, **known: numpy.linalg.solve(matrix.toarray(), demand) * (1 + 1e-15)
for module in (bw2calc, bw2calc.lca, bw2calc.lca_base):
    for name in ("spsolve", "factorized"):
        if hasattr(module, name):
            setattr(module, name, dense if name == "spsolve" else (lambda matrix: lambda demand: dense(matrix, demand)))
from bundles import made
sys.stdout.buffer.write(made(Path(sys.argv[1])).bundle.content)
"""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "tests")}
    command = [sys.executable, "-W", "ignore", "-c", code, str(write_model(tmp_path))]
    other = open_bundle(subprocess.run(command, capture_output=True, env=environment, check=True).stdout)
    assert other.content != bundle.content
    different = {name for name, content in bundle.members.items() if other.members[name] != content}
    assert different <= set(bundle.manifest["solved"])
    assert recompute(other, pipeline.calculate_with).agrees


def test_other_models_and_monthly_tables_come_along(tmp_path: Path) -> None:
    for name in ("bridges.yaml", "formulas.yaml", "formulas.csv"):
        target = tmp_path / "parts" / "more" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(suite_folder() / name, target)
    middle = MODEL.replace("paint: {", 'part: {amount: 2 item, from: "model:more/bridges.yaml#part"}\n      paint: {')
    write_model(tmp_path, middle, "parts/middle.yaml")
    top = MODEL.replace(
        "paint: {",
        'rod: {amount: 0.1 t, from: "model:parts/middle.yaml#bar"}\n      paste: {amount: 1 kg, from: "model:./parts/more/formulas.yaml"}\n'
        "      paint: {",
    )
    bundle = made(write_model(tmp_path, top, "top.yaml")).bundle
    files = {name for name in bundle.members if name.startswith("model/")}
    assert files == {
        "model/top.yaml",
        "model/parts/middle.yaml",
        "model/parts/more/bridges.yaml",
        "model/parts/more/formulas.yaml",
        "model/parts/more/formulas.csv",
    }
    assert again(bundle).agrees
    shutil.rmtree(tmp_path / "parts")
    assert again(bundle).agrees


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_models_of_the_tests_recompute_too(path: Path) -> None:
    try:
        pipeline.calculate(path)
    except FootprintError:
        pytest.skip("needs inventories of its own")
    bundle = request(path, a_profile(), open_library(), pipeline.calculate_with, fingerprint="0" * 64).bundle
    assert again(bundle).agrees


def test_a_model_with_errors_is_not_requested(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        made(write_model(tmp_path, MODEL.replace("suite-data/power", "suite-data/powr")))


def test_a_file_that_changes_while_the_request_is_made_is_noticed(tmp_path: Path) -> None:
    path = write_model(tmp_path)

    def calculate(model: ProductModel, own: Library) -> Footprint:
        result = pipeline.calculate_with(model, own)
        write_model(tmp_path, MODEL.replace("7 kg", "8 kg"))
        return result

    with pytest.raises(NotReproduced):
        request(path, a_profile(), library(), calculate, fingerprint="0" * 64)


def test_two_files_that_are_one_on_other_systems_are_refused(tmp_path: Path) -> None:
    write_model(tmp_path, name="BAR.yaml")
    text = MODEL.replace("paint: {", 'rod: {amount: 1 kg, from: "model:BAR.yaml#bar"}\n      paint: {')
    if (tmp_path / "bar.yaml").exists():
        pytest.skip("this is such a system")
    with pytest.raises(DuplicateMember):
        made(write_model(tmp_path, text))


def test_a_file_name_that_not_every_system_can_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MemberName):
        made(write_model(tmp_path, name="a:b.yaml"))


def test_records_of_own_packages_and_own_flows_are_reduced_to_what_was_used(tmp_path: Path) -> None:
    """Two lists define one flow in different units; the earlier one counts, in the bundle too."""
    own = tmp_path / "own" / "plant"
    own.mkdir(parents=True)
    about = {"name": "plant", "version": "3", "title": "Plant", "format": "footprint-inventory/1", "status": "literature"}
    (own / "datapackage.json").write_text(json.dumps({**about, "licenses": [{"name": "own", "title": "Own"}]}))
    (own / "flows.csv").write_text('flow,unit\n"carbon dioxide, fossil",t\nnever used,kg\n')
    (own / "processes.csv").write_text(
        "code,product,amount,unit,kind,basis,status,source\n"
        "rest,rest,1,kg,production,footprint,literature,nothing\n"
        "coke,coke,1,t,production,footprint,literature,measured\n"
    )
    (own / "exchanges.csv").write_text(
        'process,kind,package,flow,amount,unit\ncoke,elementary,,"carbon dioxide, fossil",3,t\ncoke,technosphere,,rest,1,kg\n'
    )
    text = MODEL.replace('{suite-data: "1"}', '{suite-data: "1", plant: "3"}').replace(
        "paint: {", "coke: {amount: 10 kg, from: plant/coke}\n      paint: {"
    )
    path = write_model(tmp_path, text)
    both = Library((tmp_path / "own", suite_folder() / "inventories"))
    bundle = made(path, both).bundle
    assert again(bundle).agrees
    assert bundle.result["total"]["value"] == pytest.approx(167 + 30)
    assert "never used" not in bundle.members["inventories/plant/flows.csv"].decode()
    assert compare_with_published(bundle, both) == ()
    # Used alone, the record without inputs and emissions is a package without a table of exchanges.
    rest = text.replace("plant/coke", "plant/rest")
    bare = made(write_model(tmp_path, rest), both).bundle
    assert "inventories/plant/exchanges.csv" not in bare.members
    assert again(bare).agrees


def changed(member: str, old: str, new: str) -> Callable[[Bundle], dict[str, bytes]]:
    def change(bundle: Bundle) -> dict[str, bytes]:
        text = bundle.members[member].decode()
        assert old in text
        return {member: text.replace(old, new, 1).encode()}

    return change


@pytest.mark.parametrize(
    "change",
    [
        changed("model/bar.yaml", "100 kWh", "90 kWh"),
        changed("model/bar.yaml", "7 kg", "6 kg"),
        changed("inventories/suite-data/exchanges.csv", "0.5,kg", "0.4,kg"),
        changed("inventories/suite-data/flow_properties.csv", "0.9375", "0.9475"),
        changed("inventories/methods/suite-gwp/factors.csv", ",32,", ",28,"),
    ],
    ids=["amount", "emission", "record", "flow property", "method"],
)
def test_a_forger_who_reseals_the_bundle_is_found_by_computing_again(bundle: Bundle, change: Callable[[Bundle], dict[str, bytes]]) -> None:
    done = recompute(open_bundle(resealed(bundle, change(bundle))), pipeline.calculate_with)
    assert not done.datapackage_equal
    assert not done.agrees
    assert done.differences


def test_a_bundle_cannot_bring_a_script_of_its_own(bundle: Bundle) -> None:
    """Who verifies may run it: only the scripts of releases are accepted."""
    forged = resealed(bundle, {"reproduce.py": bundle.members["reproduce.py"] + b"import os\n"})
    done = recompute(open_bundle(forged), pipeline.calculate_with)
    assert [difference.name for difference in done.differences] == ["reproduce.py"]


def test_what_the_datapackage_does_not_hold_is_compared_as_well(bundle: Bundle) -> None:
    """What is left out by a cut-off has no part in the matrices."""
    change = changed("model/bar.yaml", "{amount: 1 kg, cut_off", "{amount: 2 kg, cut_off")(bundle)
    done = recompute(open_bundle(resealed(bundle, change)), pipeline.calculate_with)
    names = {difference.name for difference in done.differences}
    assert done.datapackage_equal
    assert {"cut_offs/rolling/inputs/paint/amount", "cut_offs/rolling/inputs/paint/value"} <= names


def test_a_forger_who_computes_everything_anew_is_found_by_the_published_package(bundle: Bundle, tmp_path: Path) -> None:
    """A lower factor, with a datapackage and a result that fit, recomputes; it is not the factor that was published."""
    shutil.copytree(suite_folder() / "inventories", tmp_path / "inventories")
    table = tmp_path / "inventories" / "suite-data" / "exchanges.csv"
    table.write_text(table.read_text().replace("0.5,kg\n", "0.1,kg\n", 1))
    forged = made(write_model(tmp_path), Library((tmp_path / "inventories",))).bundle
    assert again(forged).agrees
    assert forged.result["total"]["value"] < bundle.result["total"]["value"]
    assert "V120" in {finding.code for finding in compare_with_published(forged, library())}
    # The digest of the published package does not help him.
    packages = {**forged.manifest["packages"]}
    packages["suite-data"] = {**packages["suite-data"], "sha256": bundle.manifest["packages"]["suite-data"]["sha256"]}
    names = ("datapackage.json", "processes.csv", "flow_properties.csv")
    honest = {f"inventories/suite-data/{name}": bundle.members[f"inventories/suite-data/{name}"] for name in names}
    resealed_again = open_bundle(resealed(forged, honest, packages=packages))
    found = compare_with_published(resealed_again, library())
    assert [finding.values["member"] for finding in found] == ["inventories/suite-data/exchanges.csv"]


def test_a_record_that_the_manifest_does_not_account_for_is_named(bundle: Bundle) -> None:
    more = {"inventories/other/processes.csv": b"code\n", "inventories/other/datapackage.json": b"{}"}
    found = compare_with_published(open_bundle(resealed(bundle, more)), library())
    assert {finding.values["member"] for finding in found} == set(more)
    method = {"inventories/methods/other/factors.csv": b"flow\n"}
    assert compare_with_published(open_bundle(resealed(bundle, method)), library())


def test_packages_that_are_not_at_hand_are_a_warning(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = compare_with_published(bundle, Library((tmp_path / "empty",)))
    assert {finding.code for finding in found} == {"V121"}
    assert {finding.severity for finding in found} == {"warning"}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_altered_in_a_resealed_bundle_is_found_or_refused_by_name(bundle: Bundle, seed: int) -> None:
    """Twenty-five bytes somewhere in what is computed: never another exception, never agreement."""
    source = random.Random(seed)
    names = [name for name in bundle.members if name.startswith(("model/", "inventories/")) or name == "result.json"]
    for _ in range(25):
        name = source.choice(names)
        content = bytearray(bundle.members[name])
        content[source.randrange(len(content))] = source.choice(b'0159 \n",:{}[]#-xA\xff\x00')
        if bytes(content) == bundle.members[name]:
            continue
        try:
            done = recompute(open_bundle(resealed(bundle, {name: bytes(content)})), pipeline.calculate_with)
        except FootprintError:
            continue
        # The name of a flow that nothing emits does not matter.
        assert "suite-flows" in name or not done.agrees, (name, bytes(content))


def test_a_manifest_cannot_say_another_method_or_version(bundle: Bundle) -> None:
    method = {**bundle.manifest["method"], "sha256": "0" * 64}
    done = recompute(open_bundle(resealed(bundle, {}, method=method)), pipeline.calculate_with)
    assert [difference.name for difference in done.differences] == ["manifest/method"]
    done = recompute(open_bundle(resealed(bundle, {}, packages={})), pipeline.calculate_with)
    assert [difference.name for difference in done.differences] == ["manifest/packages/suite-data/version"]


def test_the_script_of_the_bundle_gives_the_number_without_footprint(bundle: Bundle, tmp_path: Path) -> None:
    bundle.extract(tmp_path)
    assert len(bundle.members["reproduce.py"].decode().splitlines()) == 10
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['footprint'] = None\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "HOME": str(tmp_path)}
    check = [sys.executable, "-c", "import footprint"]
    assert subprocess.run(check, capture_output=True, env=environment, cwd=tmp_path, check=False).returncode != 0
    command = [sys.executable, "-W", "ignore", str(tmp_path / "reproduce.py")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=True)
    value, *unit = done.stdout.split()
    assert float(value) == pytest.approx(bundle.result["total"]["value"], rel=1e-12)
    assert unit == ["kg", "CO2e"]


def test_a_bundle_of_an_earlier_release_still_recomputes() -> None:
    """Kept for good: what is changed in footprint must leave it verifiable."""
    kept = sorted((REPOSITORY / "tests" / "data" / "bundles").glob("*.bundle.zip"))
    assert kept
    for path in kept:
        done = recompute(open_bundle(path), pipeline.calculate_with)
        assert done.agrees, (path.name, done.differences)


def test_a_model_made_in_python_has_no_file_to_request() -> None:
    from footprint.verification.bundle.model_files import collect_model_files

    model = read_text(MODEL)
    chain = pipeline.calculate_with(model, library()).calculation.chain
    with pytest.raises(ModelNotFromFile):
        collect_model_files(model, chain)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["request", *arguments])


def test_the_command_writes_a_bundle_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_model(tmp_path)
    inventories = str(suite_folder() / "inventories")
    first = run(str(path), "--inventories", inventories, "--json")
    assert first.exit_code == 0, first.output
    said = json.loads(first.stdout)
    bundle = open_bundle("bar.bundle.zip")
    assert said["sha256"] == bundle.sha256
    assert said["manifest_sha256"] == bundle.manifest_sha256
    assert said["new"]
    assert said["result"] == bundle.manifest["result"]
    assert bundle.manifest["profile"]["id"] == "iso-14067"
    assert bundle.manifest["algorithm_fingerprint"] == pipeline.algorithm_fingerprint()
    same = run(str(path), "--inventories", inventories, "--lang", "zh")
    assert same.exit_code == 0
    assert "已存在" in same.stdout
    write_model(tmp_path, MODEL.replace("7 kg", "8 kg"))
    other = run(str(path), "--inventories", inventories)
    assert other.exit_code == 2
    assert "V111" in other.stderr
    assert open_bundle("bar.bundle.zip").sha256 == bundle.sha256
    assert run(str(path), "--inventories", inventories, "--out", "second.zip").exit_code == 0
    assert again(open_bundle("second.zip")).agrees


def test_the_command_says_what_it_cannot_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_model(tmp_path)
    for arguments, code in (
        (("absent",), "C101"),
        ((str(path), "--inventories", str(suite_folder() / "inventories"), "--profile", "iso-1406"), "V20"),
        ((str(path), "--inventories", str(suite_folder() / "inventories"), "--commit", "cn-fuels"), "V113"),
        ((str(path), "--inventories", str(suite_folder() / "inventories"), "--out", "absent/x.zip"), "C102"),
        ((str(path), "--inventories", str(suite_folder() / "inventories"), "--salts", str(path)), "V116"),
    ):
        done = run(*arguments)
        assert done.exit_code == 2, arguments
        assert code in done.stderr, done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["bar.yaml"]


def test_a_forged_result_stands_out_even_when_everything_else_fits(bundle: Bundle) -> None:
    result = {**bundle.result, "total": {**bundle.result["total"], "value": 150.0}}
    done = recompute(open_bundle(resealed(bundle, {"result.json": canonical_json(result)})), pipeline.calculate_with)
    assert done.datapackage_equal
    assert [difference.name for difference in done.differences] == ["total/value"]
