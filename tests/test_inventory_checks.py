"""The library of data packages: versions, variants of one's own, search; and checks that reach beyond one folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from footprint.cli.main import app
from footprint.errors import FootprintError, ProblemsFound, UnreadableFile
from footprint.inventory import Library, check_package, open_library, shipped_folder
from footprint.inventory.errors import MethodNotFound, PackageNotFound, PackageTwice, PackageVersion
from footprint.inventory.examined import bridged
from footprint.units import parse_amount, parse_unit
from shared import REPOSITORY

SOUND = REPOSITORY / "tests" / "broken_inventories" / "sound"
SOUND_METHOD = REPOSITORY / "tests" / "broken_inventories" / "sound-method"
HEADER = "code,product,name_en,name_zh,amount,unit,kind,basis,status,source\n"
EXCHANGES = "process,kind,package,flow,amount,unit\n"


def written(folder: Path, about: dict[str, Any], processes: str = "", exchanges: str = "", **more: str) -> Path:
    """Write a package of few columns; rows are given without their header."""
    folder.mkdir(parents=True)
    described = {"version": "1", "title": folder.name, "status": "demo", "format": "footprint-inventory/1", "name": folder.name, **about}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    if processes:
        (folder / "processes.csv").write_text(HEADER + processes, encoding="utf-8")
        (folder / "exchanges.csv").write_text(EXCHANGES + exchanges, encoding="utf-8")
    for name, content in more.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def process(code: str, amount: str = "1,kg", name: str = "", name_zh: str = "", kind: str = "production") -> str:
    return f"{code},{code},{name},{name_zh},{amount},{kind},footprint,demo,made up\n"


def codes(folder: Path, *folders: Path) -> list[str]:
    return [finding.code for finding in check_package(folder, open_library(folders) if folders else None)]


CO2 = '{},elementary,,"carbon dioxide, fossil",{},kg\n'


def variant(folder: Path, version: str, emission: float) -> Path:
    return written(folder, {"name": "plant", "version": version}, process("lime"), CO2.format("lime", emission))


def test_a_package_is_known_by_its_own_name_and_version_whatever_its_folder(tmp_path: Path) -> None:
    variant(tmp_path / "last year", "2023", 2)
    variant(tmp_path / "this year", "2024", 3)
    library = open_library((tmp_path,))
    assert library.package("plant", "2023").version == "2023"
    assert library.package("plant", "2024").datasets["lime"].exchanges[0].amount.value == 3
    assert [package.version for package in library.packages() if package.name == "plant"] == ["2023", "2024"]
    assert library.package_names().count("plant") == 1
    with pytest.raises(PackageVersion) as raised:
        library.package("plant", "2022")
    assert raised.value.values["available"] == ["2023", "2024"]


def test_a_pin_that_does_not_fit_names_the_versions_at_hand() -> None:
    with pytest.raises(PackageVersion) as raised:
        open_library().package("cn-electricity", "1999.1")
    assert "2024.1" in raised.value.finding.message()


def test_a_name_that_nearly_fits_gets_a_suggestion() -> None:
    with pytest.raises(PackageNotFound) as package:
        open_library().package("cn-electrcity")
    assert package.value.values["suggestions"][0] == "cn-electricity"
    with pytest.raises(MethodNotFound) as method:
        open_library().method("ipcc-ar6")
    assert method.value.values["suggestions"][0] == "ipcc-ar6-gwp100"


def test_a_package_of_ones_own_stands_before_a_shipped_one_under_a_version_of_its_own(tmp_path: Path) -> None:
    written(tmp_path / "mine", {"name": "cn-waste", "version": "1-plant"}, process("lime"), CO2.format("lime", 1))
    library = open_library((tmp_path,))
    assert library.package("cn-waste").version == "1-plant"
    assert library.package("cn-waste", "1").folder == str(shipped_folder("inventories") / "cn-waste")


def test_two_contents_under_one_name_and_version_are_refused_and_equal_ones_are_not(tmp_path: Path) -> None:
    variant(tmp_path / "one" / "plant", "1", 2)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    same = open_library((tmp_path / "one", tmp_path / "two"))
    assert same.package("plant", "1").sha256 == Library((tmp_path / "two",)).package("plant").sha256
    variant(tmp_path / "three" / "plant", "1", 9)
    different = open_library((tmp_path / "one", tmp_path / "three"))
    for version in ("1", None):
        with pytest.raises(PackageTwice) as raised:
            different.package("plant", version)
        assert raised.value.values["second"] == str(tmp_path / "three" / "plant")


def test_two_methods_of_one_name_are_refused_because_models_do_not_pin_them(tmp_path: Path) -> None:
    method = tmp_path / "methods" / "ipcc-ar6-gwp100"
    shutil.copytree(shipped_folder("inventories") / "methods" / "ipcc-ar6-gwp100", method)
    assert open_library((tmp_path,)).method("ipcc-ar6-gwp100").version == "1"
    text = (method / "factors.csv").read_text(encoding="utf-8")
    (method / "factors.csv").write_text(text.replace("29.8", "99.8"), encoding="utf-8")
    with pytest.raises(PackageTwice):
        open_library((tmp_path,)).method("ipcc-ar6-gwp100")


def test_a_folder_that_does_not_exist_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such folder"):
        open_library((tmp_path / "nowhere",))


def test_a_folder_given_may_be_the_package_itself() -> None:
    assert "plant-data" in open_library((SOUND,)).package_names()
    assert "plant-method" in open_library((SOUND_METHOD,)).method_names()


def test_a_broken_package_does_not_stand_in_the_way_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "datapackage.json").write_text("{")
    (tmp_path / "broken" / "processes.csv").write_text("code\n")
    library = open_library((tmp_path,))
    assert library.package("cn-waste", "1").datasets
    with pytest.raises(ProblemsFound):
        library.package("broken", "1")


def test_one_package_is_read_once_and_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = Library._read
    monkeypatch.setattr(Library, "_read", lambda self, folder: (read.append(folder.name), original(self, folder))[1])
    library = Library((shipped_folder("inventories"),))
    library.flows()
    library.method("ipcc-ar6-gwp100")
    assert read == [], "flows and methods need no datasets"
    first = library.package("cn-fuels", "2025.1")
    assert library.package("cn-fuels", "2025.1") is first
    assert read == ["cn-fuels"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["wind", "2024"], "cn-electricity/wind-2024"),
        (["WIND 2024"], "cn-electricity/wind-2024"),
        (["风电"], "cn-electricity/wind-2024"),
        (["２０２４", "wind"], "cn-electricity/wind-2024"),
        (["p-xylene"], "uslci-cn/p-xylene"),
        (["全国", "平均"], "cn-electricity/national-average-2024"),
    ],
)
def test_search_finds_english_and_chinese_words_in_any_case_and_width(words: list[str], found: str) -> None:
    assert found in [dataset.key for dataset in open_library().search(words)]


def test_search_puts_whole_words_before_parts_and_gives_nothing_for_nonsense(tmp_path: Path) -> None:
    written(tmp_path / "plant", {}, process("a", name="Limestone") + process("very-long-code", name="Burnt lime"), CO2.format("a", 1))
    library = Library((tmp_path,))
    assert [dataset.code for dataset in library.search(["lime"])] == ["very-long-code", "a"]
    assert library.search(["lime", "quartz"]) == []
    assert len(library.search([])) == 2


def test_the_folder_given_is_checked_and_not_the_shipped_package_of_that_name(tmp_path: Path) -> None:
    folder = tmp_path / "cn-waste"
    shutil.copytree(shipped_folder("inventories") / "cn-waste", folder)
    assert "I104" not in codes(folder)
    text = (folder / "exchanges.csv").read_text(encoding="utf-8")
    (folder / "exchanges.csv").write_text(text.replace("\n", "\n" + CO2.format("landfill", "nan"), 1), encoding="utf-8")
    found = check_package(folder)
    assert any(str(finding.place).startswith(str(folder)) for finding in found)


def test_packages_that_use_each_other_are_sound_where_their_loop_loses(tmp_path: Path) -> None:
    for share, expected in (("0.5", []), ("1.5", ["I303"])):
        home = tmp_path / share
        first = written(home / "a", {"requires": {"b": "1"}}, process("x"), f"x,technosphere,b,y,1,kg\n{CO2.format('x', 1)}")
        written(home / "b", {"requires": {"a": "1"}}, process("y"), f"y,technosphere,a,x,{share},kg\n")
        assert codes(first, home) == expected
        assert codes(home / "b", home) == expected


def test_a_loop_inside_a_required_package_is_that_packages_defect(tmp_path: Path) -> None:
    user = written(tmp_path / "user", {"requires": {"ring": "1"}}, process("x"), "x,technosphere,ring,y,1,kg\n")
    ring = written(tmp_path / "ring", {}, process("y") + process("z"), "y,technosphere,,z,2,kg\nz,technosphere,,y,2,kg\n")
    assert codes(user, tmp_path) == []
    assert codes(ring, tmp_path) == ["I303"]


def test_a_defective_required_package_is_reported_with_its_own_file(tmp_path: Path) -> None:
    user = written(tmp_path / "user", {"requires": {"bad": "1"}}, process("x"), "x,technosphere,bad,y,1,kg\n")
    written(tmp_path / "bad", {}, process("y", "nan,kg"), CO2.format("y", 1))
    (finding,) = check_package(user, open_library((tmp_path,)))
    assert finding.code == "I104"
    assert finding.place is not None
    assert finding.place.file == str(tmp_path / "bad" / "processes.csv")


def test_the_command_takes_folders_of_required_packages(tmp_path: Path) -> None:
    user = written(tmp_path / "mine" / "user", {"requires": {"base": "1"}}, process("x"), "x,technosphere,base,y,1,kg\n")
    written(tmp_path / "theirs" / "base", {}, process("y"), CO2.format("y", 1))
    run = CliRunner().invoke
    assert run(app, ["inventories", "check", str(user)]).exit_code == 1
    assert run(app, ["inventories", "check", str(user), "--inventories", str(tmp_path / "theirs")]).exit_code == 0


def test_flows_of_ones_own_are_known_and_a_second_dimension_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "smells", {}, flows="flow,unit\nodour,item\n")
    assert open_library((tmp_path,)).flows()["odour"].unit.text == "item"
    written(tmp_path / "stinks", {}, flows="flow,unit\nodour,kg\n")
    with pytest.raises(ProblemsFound) as raised:
        open_library((tmp_path,)).flows()
    (finding,) = raised.value.findings
    assert finding.code == "I210"
    assert finding.values["package"] == "smells"


def test_a_credit_to_oneself_is_no_self_consumption(tmp_path: Path) -> None:
    rows = process("x") + process("t", "-1,kg", kind="treatment")
    exchanges = f"x,technosphere,,x,{{}},kg\nt,technosphere,,t,{{}},kg\n{CO2.format('x', 1)}"
    assert codes(written(tmp_path / "one", {}, rows, exchanges.format("-2", "2"))) == []
    assert codes(written(tmp_path / "two", {}, rows, exchanges.format("0.5", "-0.5"))) == []
    assert codes(written(tmp_path / "three", {}, rows, exchanges.format("1", "-1"))) == ["I301", "I301"]


def test_part_of_the_rules_hold_where_a_cell_is_broken(tmp_path: Path) -> None:
    rows = process("x") + process("y", "many,kg")
    exchanges = f"x,technosphere,,y,1,kg\nx,technosphere,,z,1,kg\n{CO2.format('x', 1)}{CO2.format('y', 1)}"
    assert codes(written(tmp_path / "plant", {}, rows, exchanges)) == ["I205", "I104"], "y exists, though its amount is no number"


@pytest.mark.parametrize(
    ("amount", "unit", "properties", "expected"),
    [
        ("2 kg", "t", {}, 0.002),
        ("71.2 MJ", "Nm3", {"lower_heating_value": "35.6 MJ/Nm3"}, 2.0),
        ("2 L", "MJ", {"density": "0.8 kg/L", "lower_heating_value": "43 MJ/kg"}, 68.8),
        ("2 L", "MJ", {"density": "0.8 kg/L"}, None),
        ("2 L", "MJ", {"density": "0 kg/L", "lower_heating_value": "43 MJ/kg"}, None),
    ],
)
def test_flow_properties_bridge_dimensions_in_at_most_two_steps(
    amount: str, unit: str, properties: dict[str, str], expected: float | None
) -> None:
    found = bridged(parse_amount(amount), parse_unit(unit), {name: parse_amount(text) for name, text in properties.items()})
    assert found == (None if expected is None else pytest.approx(expected, rel=1e-12))


def test_every_problem_of_the_library_is_one_of_ours() -> None:
    for attempt in (
        lambda library: library.package("../../etc"),
        lambda library: library.method("\x00"),
        lambda library: library.package(""),
    ):
        with pytest.raises(FootprintError):
            attempt(open_library())
