"""Documents: the fonts that ship, the characters they have, and what typst is given."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from footprint.files import OutsideFolder
from footprint.typeset import page_count, printable, typeset
from footprint.typeset.errors import NotTypeset
from footprint.typeset.fonts import FACES, characters, font_bytes
from footprint.typeset.fonts.build import characters_of
from shared import REPOSITORY

# Loading and unpacking the fonts takes a second: one worker does it for all.
pytestmark = pytest.mark.xdist_group("typeset")

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
SHOW = '#set text(font: ("Footprint Sans", "Footprint Hei"))\n#let data = json("data.json")\n#data.text *#data.text*'


def shown(text: str) -> bytes:
    return typeset(SHOW, {"data.json": json.dumps({"text": text}).encode()}, AT)


def words(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


def test_the_fonts_have_all_of_gbk_latin_greek_and_the_signs_of_formulas() -> None:
    regular = characters("FootprintHei-Regular") | characters("FootprintSans-Regular")
    assert set(characters_of("gbk")) <= regular
    signs = "₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻·–—“”‘’…×÷±≤≥≈→°℃㎡αβγΔΩμ−‹›€£¥ŁłŠšğşőűßøåÆ½‰"
    assert {ord(sign) for sign in signs} <= regular
    assert set(characters_of("gbk")) <= characters("FootprintHei-Bold") | characters("FootprintSans-Bold")


@pytest.mark.parametrize("face", FACES)
def test_a_font_states_its_licence_and_bears_no_reserved_name(face: str) -> None:
    with TTFont(io.BytesIO(font_bytes(face))) as font:
        assert "Open Font License" in font["name"].getDebugName(13)
        for number in (1, 3, 4, 6):
            assert "Source" not in font["name"].getDebugName(number)
            assert "Noto" not in font["name"].getDebugName(number)
        assert "Adobe" in font["name"].getDebugName(0)


def test_the_licence_stands_beside_the_fonts_and_the_files_stay_small() -> None:
    folder = REPOSITORY / "footprint/typeset/fonts"
    licence = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name" in licence
    assert sum(path.stat().st_size for path in folder.glob("*.xz")) < 8_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昇", "昇"),
        ("H₂O, 10⁻³", "H₂O, 10⁻³"),
        ("㐂", "㐂"),
        ("𠮷野", "𠮷野"),
        ("𠔜", "‹U+2051C›"),
        ("a😀b", "a‹U+1F600›b"),
        ("safe\u202e10.0", "safe‹U+202E›10.0"),
        ("zero\u200bwidth", "zero‹U+200B›width"),
        ("two\nlines\tand\u00a0more", "two lines and more"),
        ("\x00", "‹U+0000›"),
        ("e\u0301", "é"),
        ("中\u0301", "中‹U+0301›"),
        ("\ue000", "‹U+E000›"),
    ],
)
def test_what_the_fonts_cannot_show_is_shown_by_its_number(text: str, expected: str) -> None:
    assert printable({"name": [text]}).data == {"name": [expected]}


def test_what_was_replaced_is_told_once() -> None:
    assert printable(["𠔜𠔜", {"x": "😀"}, 1.5, None]).replaced == ("😀", "𠔜")


def test_every_character_that_passes_can_be_typeset() -> None:
    regular = sorted(characters("FootprintHei-Regular") | characters("FootprintSans-Regular"))
    text = printable("".join(map(chr, regular))).data
    assert page_count(shown(text)) > 5


def test_every_combining_mark_that_passes_can_be_typeset() -> None:
    marks = [chr(number) for number in range(0x300, 0x370)]
    text = " ".join(letter + mark for letter in "aqЖ中あ₂" for mark in marks)
    assert page_count(shown(printable(text).data)) >= 1


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#{ panic("x") }',
        '"); #read("document.typ")',
        "*bold* _italic_ `raw` $x^2$ <label> @label",
        "= heading",
        '#image("data.json")',
        "\\u{41} // comment /* x */",
    ],
)
def test_texts_are_never_read_as_source(hostile: str, tmp_path: Path) -> None:
    assert hostile in words(shown(printable(hostile).data), tmp_path).replace("\n", " ").replace("  ", " ")


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    program = f"""
import hashlib, json
from datetime import UTC, datetime
from footprint.typeset import typeset
made = typeset({SHOW!r}, {{"data.json": json.dumps({{"text": "CO₂ 水泥"}}).encode()}}, datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
print(hashlib.sha256(made).hexdigest())
"""
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert runs[0] == runs[1]


def test_a_document_reads_nothing_outside_its_folder() -> None:
    with pytest.raises(NotTypeset):
        typeset('#read("/../../../../etc/passwd")', {}, AT)
    with pytest.raises(NotTypeset):
        typeset('#import "@preview/cetz:0.3.0"', {}, AT)
    with pytest.raises(OutsideFolder):
        typeset("x", {"../x.json": b"{}"}, AT)


def test_a_document_that_fails_says_why_without_naming_folders_of_this_machine() -> None:
    with pytest.raises(NotTypeset, match="missing") as caught:
        typeset('#json("missing.json")', {}, AT)
    assert "/tmp" not in str(caught.value)
