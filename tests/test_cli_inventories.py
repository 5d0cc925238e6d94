"""What `footprint inventories` says of datasets: their footprint, how they are found, and which packages are checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from footprint.cli import main
from footprint.engine import compile_system, solve
from footprint.insight.datasets import METHOD, dataset_footprints
from footprint.inventory import open_library
from footprint.inventory.synonyms import alike, variants
from footprint.model.schema import ProductModel
from footprint.supply_chain.models import chain_of_dataset
from shared import REPOSITORY


def footprint(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    code = ended.value.code
    return code if isinstance(code, int) else 0


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    footprint("inventories", *arguments, "--json")
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize(
    "key", ["uslci-cn/p-xylene", "cn-waste/wastewater", "cn-electricity/national-average-2024", "cn-heat/liaoning-2025"]
)
def test_the_footprint_of_a_dataset_is_what_brightway_computes_for_its_reference(key: str) -> None:
    library = open_library()
    package, _, code = key.partition("/")
    found = dataset_footprints([library.package(package).datasets[code]], library)
    units = {name: flow.unit.text for name, flow in library.flows().items()}
    total = solve(compile_system(chain_of_dataset(key, library, METHOD), units)).total
    assert found[key].value == pytest.approx(total, rel=1e-12)


def test_the_method_is_that_of_a_model_which_names_none() -> None:
    assert ProductModel.model_fields["method"].default == METHOD


def test_a_dataset_is_shown_with_its_footprint(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "show", "cn-electricity/national-average-2024", "--lang", "en") == 0
    assert "Carbon footprint  0.5777 kg CO2e (ipcc-ar6-gwp100)\n" in capsys.readouterr().out
    assert footprint("inventories", "show", "uslci-cn/p-xylene", "--lang", "zh") == 0
    assert "至少 1.314 kg CO2e" in capsys.readouterr().out
    about = asked(capsys, "show", "uslci-cn/p-xylene")["footprint"]
    assert (about["unit"], about["method"], about["lower_bound"]) == ("kg CO2e", METHOD, True)


def test_a_co2_factor_has_no_footprint(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "show", "cn-heat/default-co2")["footprint"] is None
    assert footprint("inventories", "show", "cn-heat/default-co2", "--lang", "en") == 0
    assert "Carbon footprint" not in capsys.readouterr().out


def test_co2_factors_come_last_and_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    rows = asked(capsys, "search", "electricity", "2023")["datasets"]
    bases = [row["basis"] == "co2-only" for row in rows]
    assert bases == sorted(bases)
    assert set(bases) == {True, False}
    assert all((row["footprint"] is None) == (row["basis"] == "co2-only") for row in rows)
    assert footprint("inventories", "search", "electricity", "2023", "--lang", "en") == 0
    assert "not for footprints" in capsys.readouterr().out
    assert footprint("inventories", "search", "electricity", "2023", "--lang", "zh") == 0
    assert "不得用于产品碳足迹" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "dataset"),
    [
        (("sulphur",), "uslci-cn/sulfur"),
        (("Sulphuric",), "uslci-cn/sulfuric-acid"),
        (("污水",), "cn-waste/wastewater"),
        (("废水",), "cn-waste/wastewater"),
        (("sewage",), "cn-waste/wastewater"),
        (("卡车", "柴油"), "cn-transport/road-heavy-diesel"),
        (("lorry", "heavy"), "cn-transport/road-heavy-diesel"),
        (("aluminum",), "cn-packaging/aluminium-can"),
    ],
)
def test_a_dataset_is_found_by_other_words_for_it(words: tuple[str, ...], dataset: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dataset in {row["dataset"] for row in asked(capsys, "search", *words)["datasets"]}


def test_a_mistyped_word_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "search", "elektricity", "--lang", "en") == 1
    assert "Did you mean electricity?" in capsys.readouterr().out
    assert footprint("inventories", "search", "elektricity", "2024", "--lang", "zh") == 1
    assert "是否想查 electricity？" in capsys.readouterr().out
    answer = asked(capsys, "search", "ethilene")
    assert answer["datasets"] == []
    assert "ethylene" in answer["suggestions"]
    assert asked(capsys, "search", "qqqqqq")["suggestions"] == []


def test_other_forms_of_a_word_are_no_parts_of_other_words() -> None:
    assert "road" in variants("truck")
    assert variants("carton") == ("cardboard", "corrugated")
    assert variants("cement") == ()
    assert alike("2023", ["2024"]) == []


def test_the_code_of_a_dataset_stands_whole_on_a_line_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert footprint("inventories", "show", "cn-fuels", "--lang", "en") == 0
    first = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line.strip()}
    assert {dataset.key for dataset in open_library().package("cn-fuels").datasets.values()} <= first


def test_terms_of_use_are_one_line_for_a_dataset_and_whole_for_its_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "show", "uslci-cn/p-xylene", "--lang", "en") == 0
    printed = capsys.readouterr().out
    assert "`footprint inventories show uslci-cn`" in printed
    assert "DISCLAIMER" not in printed
    assert footprint("inventories", "show", "uslci-cn", "--lang", "en") == 0
    assert "DISCLAIMER" in capsys.readouterr().out


def test_the_folder_that_holds_packages_checks_each_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("inventories", "check", str(REPOSITORY / "inventories"), "--json") == 0
    paths = [Path(json.loads(line)["path"]) for line in capsys.readouterr().out.splitlines()]
    folders = {file.parent for file in (REPOSITORY / "inventories").rglob("datapackage.json")}
    assert set(paths) == folders
    assert len(paths) == len(folders)
