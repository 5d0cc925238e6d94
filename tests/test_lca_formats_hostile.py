"""Broken and hostile files of life cycle databases: each ends in a named error, quickly, and writes nothing."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from footprint.cli.main import app
from footprint.errors import FootprintError
from footprint.formats.lca import import_lca
from footprint.inventory import check_package
from lca_formats import CARBON1, ecospold1, ecospold2, intermediate
from patience import ends

HEAD1 = '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01">'
STEEL1 = ecospold1('<exchange number="1" name="steel" unit="kg" meanValue="1"><outputGroup>0</outputGroup></exchange>', CARBON1)
GOOD1 = f"{HEAD1}{STEEL1}</ecoSpold>"
GOOD2 = ecospold2(intermediate("steel", "1", "outputGroup=0"))
SIMAPRO = (
    "{SimaPro 9.0}\n{CSV separator: Semicolon}\n{Decimal separator: .}\n\nProcess\n\nProducts\nsteel;kg;1;100;not defined;Metals;\n\nEnd\n"
)
PROCESS = {
    "@id": "p",
    "name": "steel",
    "exchanges": [
        {"flow": {"@id": "s", "name": "steel"}, "unit": {"name": "kg"}, "amount": 1, "isInput": False, "isQuantitativeReference": True}
    ],
}


def reference(amount: str = "1", unit: str = "kg") -> str:
    exchange = f'<exchange number="1" name="s" unit="{unit}" meanValue="{amount}"><outputGroup>0</outputGroup></exchange>'
    return f"{HEAD1}{ecospold1(exchange, CARBON1)}</ecoSpold>"


def zipped(members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    """Pack members under exactly these names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo("placeholder")
            member.filename = name
            member.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(member)
            archive.writestr(member, data)
    return content.getvalue()


def as_link(member: zipfile.ZipInfo) -> None:
    member.external_attr = (stat.S_IFLNK | 0o777) << 16


def encrypted() -> bytes:
    content = bytearray(zipped({"a.xml": GOOD1.encode()}))
    central = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[central + 8] |= 1
    return bytes(content)


def corrupted() -> bytes:
    content = bytearray(zipped({"a.xml": (GOOD1 + " " * 500).encode()}))
    content[60] ^= 0xFF
    return bytes(content)


def twice() -> bytes:
    return zipped({"a.xml": GOOD1.encode(), "b.xml": GOOD1.encode()}).replace(b"b.xml", b"a.xml")


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><ecoSpold><dataset>&c;</dataset></ecoSpold>'
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]><ecoSpold><dataset>&x;</dataset></ecoSpold>'
PARAMETER = '<?xml version="1.0"?><!DOCTYPE e [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><ecoSpold><dataset/></ecoSpold>'

# File name, content, code of the error.
CASES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.xml", b"", "L102"),
    "white space": ("a.xml", b" \n ", "L102"),
    "text": ("a.xml", b"hello", "L102"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "L101"),
    "another xml": ("a.xml", b"<html><body/></html>", "L101"),
    "no dataset": ("a.xml", f"{HEAD1}</ecoSpold>".encode(), "L101"),
    "cut off": ("a.xml", GOOD1[:-40].encode(), "L102"),
    "cut off in a tag": ("a.spold", GOOD2[: len(GOOD2) // 2].encode(), "L102"),
    "two roots": ("a.xml", (GOOD1 + GOOD1).encode(), "L102"),
    "attribute twice": ("a.xml", GOOD1.replace('unit="kg" amount', 'unit="kg" unit="kg" amount').encode(), "L102"),
    "unbound prefix": ("a.xml", GOOD1.replace("<flowData>", "<x:flowData>").encode(), "L102"),
    "control character": ("a.xml", GOOD1.replace("steel", "st\x01eel").encode(), "L102"),
    "doctype": ("a.xml", b"<!DOCTYPE ecoSpold>" + GOOD1.encode(), "L103"),
    "billion laughs": ("a.xml", LAUGHS.encode(), "L103"),
    "external entity": ("a.spold", EXTERNAL.encode(), "L103"),
    "parameter entity": ("a.xml", PARAMETER.encode(), "L103"),
    "external subset": ("a.xml", b'<!DOCTYPE e SYSTEM "http://127.0.0.1:9/e.dtd">' + GOOD1.encode(), "L103"),
    "laughs in UTF-16": ("a.xml", LAUGHS.encode("utf-16"), "L103"),
    "undeclared entity": ("a.xml", GOOD1.replace("steel", "&steel;").encode(), "L102"),
    "deep": ("a.xml", (HEAD1 + "<dataset>" + "<a>" * 100_000).encode(), "L105"),
    "deep below the root": ("a.spold", ("<ecoSpold><activityDataset>" + "<a>" * 200 + "</a>" * 200).encode(), "L105"),
    "latin-1 said to be UTF-8": ("a.xml", GOOD1.replace("steel", "Zürich").encode("latin-1"), "L108"),
    "unknown encoding": ("a.xml", f'<?xml version="1.0" encoding="klingon"?>{GOOD1}'.encode(), "L108"),
    "zero": ("a.xml", reference("0").encode(), "L106"),
    "not a number": ("a.xml", reference("NaN").encode(), "L106"),
    "infinite": ("a.xml", reference("1e999").encode(), "L106"),
    "huge exponent": ("a.xml", reference("1e99999999999").encode(), "L106"),
    "vanishing": ("a.xml", reference("1e-999").encode(), "L106"),
    "decimal comma": ("a.xml", reference("1,5").encode(), "L106"),
    "unknown unit": ("a.xml", reference("1", "furlong").encode(), "L106"),
    "nothing but a product": ("a.spold", GOOD2.encode(), "L106"),
    "no exchanges": ("a.xml", f"{HEAD1}{ecospold1()}</ecoSpold>".encode(), "L106"),
    "no exchanges in EcoSpold 2": ("a.spold", ecospold2().encode(), "L106"),
    "empty archive": ("a.zip", zipped({}), "L101"),
    "archive of nothing known": ("a.zip", zipped({"readme.md": b"hello"}), "L101"),
    "climbing": ("a.zip", zipped({"../a.xml": GOOD1.encode()}), "L104"),
    "climbing inside": ("a.zip", zipped({"x/../../a.xml": GOOD1.encode()}), "L104"),
    "climbing with backslashes": ("a.zip", zipped({"..\\a.xml": GOOD1.encode()}), "L104"),
    "absolute": ("a.zip", zipped({"/etc/a.xml": GOOD1.encode()}), "L104"),
    "drive": ("a.zip", zipped({"C:/a.xml": GOOD1.encode()}), "L104"),
    "link": ("a.zip", zipped({"a.xml": b"/etc/passwd"}, as_link), "L104"),
    "bomb": ("a.zip", zipped({"a.xml": b" " * 30_000_000}), "L104"),
    "encrypted": ("a.zip", encrypted(), "L104"),
    "one name twice": ("a.zip", twice(), "L104"),
    "newline in a name": ("a.zip", zipped({"a\n.xml": GOOD1.encode()}), "L104"),
    "damaged archive": ("a.zip", corrupted(), "L102"),
    "cut archive": ("a.zip", zipped({"a.xml": GOOD1.encode()})[:-30], "L102"),
    "no archive": ("a.zip", b"PK\x03\x04 nonsense", "L102"),
    "laughs in an archive": ("a.zip", zipped({"a.xml": LAUGHS.encode()}), "L103"),
    "two formats": ("a.zip", zipped({"a.xml": GOOD1.encode(), "b.spold": GOOD2.encode()}), "L101"),
    "broken json": ("a.zip", zipped({"processes/a.json": b'{"name": '}), "L102"),
    "json list": ("a.zip", zipped({"processes/a.json": b"[1]"}), "L102"),
    "deep json": ("a.zip", zipped({"processes/a.json": b'{"a":' * 100_000 + b"1" + b"}" * 100_000}), "L105"),
    "json in latin-1": ("a.zip", zipped({"processes/a.json": '{"name": "Zürich"}'.encode("latin-1")}), "L108"),
    "openLCA without amount": (
        "a.zip",
        zipped({"processes/a.json": json.dumps(PROCESS).replace('"amount": 1', '"amount": null').encode()}),
        "L106",
    ),
    "ILCD without flows": (
        "a.zip",
        zipped({"processes/a.xml": b"<processDataSet><exchanges><exchange/></exchanges></processDataSet>"}),
        "L106",
    ),
    "SimaPro without end": ("a.csv", SIMAPRO.replace("End", "").encode(), "L102"),
    "SimaPro without header": ("a.csv", b"{nothing}\n" + SIMAPRO.split("\n", 1)[1].encode(), "L102"),
    "SimaPro with few cells": ("a.csv", SIMAPRO.replace("steel;kg;1;100;not defined;Metals;", "steel").encode(), "L102"),
    "SimaPro separator": ("a.csv", SIMAPRO.replace("Semicolon", "Hyphen").encode(), "L102"),
    "SimaPro decimal": ("a.csv", SIMAPRO.replace("{Decimal separator: .}", "{Decimal separator: ;}").encode(), "L102"),
    "SimaPro binary": ("a.csv", SIMAPRO.replace("Metals", "\x00").encode(), "L102"),
    "SimaPro formula": ("a.csv", SIMAPRO.replace("kg;1;", "kg;=cmd()*2;").encode(), "L106"),
    "a spreadsheet": ("a.csv", b"name;amount\nsteel;1\n", "L101"),
    "no workbook": ("a.xlsx", zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "L102"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_ends_in_a_named_error_and_writes_nothing(case: str, tmp_path: Path) -> None:
    name, content, code = CASES[case]
    source = tmp_path / name
    source.write_bytes(content)
    with ends(), pytest.raises(FootprintError) as caught:
        import_lca(source, tmp_path / "package")
    (finding,) = caught.value.findings
    assert finding.code == code
    for lang in ("en", "zh"):
        message = finding.message(lang)
        assert message
        assert "Traceback" not in message
        assert "\x00" not in message
    assert finding.message("en") != finding.message("zh")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_shows_the_error_with_its_code_and_leaves_with_2(lang: str, tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(LAUGHS, encoding="utf-8")
    arguments = ["inventories", "import", str(source), "-o", str(tmp_path / "package"), "--lang", lang]
    shown = CliRunner().invoke(app, arguments)
    assert shown.exit_code == 2
    assert "L103" in shown.output
    assert "Traceback" not in shown.output
    as_data = CliRunner().invoke(app, [*arguments, "--json"])
    assert as_data.exit_code == 2
    assert json.loads(as_data.stdout)["findings"][0]["code"] == "L103"


def test_the_command_prints_the_report_as_text_and_as_data(tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(GOOD1, encoding="utf-8")
    text = CliRunner().invoke(app, ["inventories", "import", str(source), "-o", str(tmp_path / "one"), "--lang", "en"])
    assert (text.exit_code, "1 found, 1 imported" in text.output) == (0, True)
    arguments = ["inventories", "import", str(source), "-o", str(tmp_path / "two"), "--name", "mine", "--json"]
    data = json.loads(CliRunner().invoke(app, arguments).stdout)
    assert data["schema"] == "footprint/inventory-import/1"
    assert data["package"] == {"name": "mine", "version": "1"}
    assert CliRunner().invoke(app, ["inventories", "check", str(tmp_path / "two")]).exit_code == 0


def test_a_folder_in_use_is_never_touched(tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(GOOD1, encoding="utf-8")
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FootprintError) as caught:
        import_lca(source, folder)
    assert caught.value.code == "L107"
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["Two Words", "../up", "名", "-x", "a/b"])
def test_a_name_that_no_package_may_have_is_refused(name: str, tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(GOOD1, encoding="utf-8")
    with pytest.raises(FootprintError) as caught:
        import_lca(source, tmp_path / "package", name=name)
    assert caught.value.code == "L109"


def test_links_in_a_folder_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(GOOD1, encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xml").symlink_to(secret)
    with pytest.raises(FootprintError) as caught:
        import_lca(folder, tmp_path / "package")
    assert caught.value.code == "L104"


def test_what_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.zip", Path("/dev/null")):
        with pytest.raises(FootprintError) as caught:
            import_lca(path, tmp_path / "package")
        assert caught.value.code == "G003"


def test_text_of_a_source_cannot_steer_a_terminal_or_forge_lines(tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    odd = "&#x9b;31m&#xd;&#xa;forged,row&#x202e;"
    carbon = CARBON1.replace('category="air" unit="kg"', f'category="air{odd}" unit="kg{odd}"').replace(", fossil", "")
    text = GOOD1.replace('name="steel"', f'name="steel{odd}"').replace("</flowData>", f"{carbon}</flowData>")
    source.write_text(text.replace('location="CN"', f'location="CN{odd}"').replace('number="1"', f'number="1{odd}"'), encoding="utf-8")
    made = import_lca(source, tmp_path / "package", all_flows=True)
    assert made.report["exchanges"]["fates"] == {"reference": 1, "gas": 1, "unit": 1}
    assert len((made.folder / "processes.csv").read_text(encoding="utf-8").splitlines()) == 2
    for path in made.folder.iterdir():
        assert not {"\x9b", "\u202e", "\r"} & set(path.read_text(encoding="utf-8")), path.name
    assert not [finding for finding in check_package(made.folder) if finding.severity == "error"]


@pytest.mark.parametrize(("amount", "unit"), [("1e306", "kt"), ("1e-322", "mg"), ("1e-323", "ng")])
def test_amounts_at_the_ends_of_floats_never_make_an_unsound_package(amount: str, unit: str, tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    extra = f'<exchange number="5" name="coal" unit="{unit}" meanValue="{amount}"><inputGroup>5</inputGroup></exchange>'
    source.write_text(GOOD1.replace("</flowData>", f"{extra}</flowData>"), encoding="utf-8")
    made = import_lca(source, tmp_path / "package")
    assert sum(made.report["exchanges"]["fates"].values()) == 3
    assert not [finding for finding in check_package(made.folder) if finding.severity == "error"]
