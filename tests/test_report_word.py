"""The report as a Word document: real headings, captions and tables, which another program reads again."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from footprint.errors import Language
from footprint.report.study.shown import shown
from footprint.report.word import word
from written_reports import DOCUMENT, figures, sections, tables, words_of

pytestmark = pytest.mark.xdist_group("typeset")

AT = date(2024, 12, 31)
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    return {lang: word(DOCUMENT, lang, AT) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def made(contents: dict[str, bytes]) -> dict[str, Any]:
    return {lang: docx.Document(io.BytesIO(content)) for lang, content in contents.items()}


def solid(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_document_stands_in_the_word_file(made: dict[str, Any], lang: Language) -> None:
    paragraphs = [paragraph.text for paragraph in made[lang].paragraphs]
    cells = [cell.text for table in made[lang].tables for row in table.rows for cell in row.cells]
    text = solid("\n".join((*paragraphs, *cells)))
    missing = [words for words in words_of(DOCUMENT, lang) if solid(words) not in text]
    assert not missing, missing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_are_headings_of_their_level_with_their_number(made: dict[str, Any], lang: Language) -> None:
    found = [(paragraph.style.name, paragraph.text) for paragraph in made[lang].paragraphs if paragraph.style.name.startswith("Heading")]
    assert found == [(f"Heading {level}", f"{number}\u2002{section.title.text(lang)}") for number, level, section in sections(DOCUMENT)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_have_their_rows_in_order_and_a_heading_that_is_repeated(made: dict[str, Any], lang: Language) -> None:
    found = [table for table in made[lang].tables if table.style.name == "Report Table"]
    assert len(found) == len(tables(DOCUMENT))
    for table, stated in zip(found, tables(DOCUMENT), strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert len(rows) == len(stated.rows) + 1
        for cells, row in zip(rows[1:], stated.rows, strict=True):
            assert [solid(cell) for cell in cells] == [solid(shown(cell, lang)) for cell in row.cells]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:2])


def test_units_of_a_column_stand_in_its_heading(made: dict[str, Any]) -> None:
    heads = [cell.text for cell in made["zh"].tables[2].rows[0].cells]
    assert heads == ["组成", "贡献 (kg\u00a0CO2e)", "占比"]


def test_levels_of_a_tree_are_moved_in_and_sums_are_bold(made: dict[str, Any]) -> None:
    table = next(table for table in made["en"].tables if table.style.name == "Report Table")
    indents = [row.cells[0].paragraphs[0].paragraph_format.left_indent or 0 for row in table.rows[1:5]]
    assert indents == sorted(indents)
    assert len(set(indents)) == 4
    assert table.rows[-1].cells[0].paragraphs[0].runs[0].bold


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_have_a_text_in_their_place_and_fit_the_page(made: dict[str, Any], lang: Language) -> None:
    assert len(made[lang].inline_shapes) == len(figures(DOCUMENT))
    for shape, figure in zip(made[lang].inline_shapes, figures(DOCUMENT), strict=True):
        assert shape._inline.docPr.get("descr") == figure.alt.text(lang)
        assert shape.width.cm <= 17.001


def test_captions_are_counted_by_fields_and_contents_lead_to_headings(made: dict[str, Any]) -> None:
    body = made["en"].element.body
    instructions = [element.text.strip() for element in body.iter(qn("w:instrText"))]
    assert instructions.count("SEQ Table \\* ARABIC") == len(tables(DOCUMENT))
    assert instructions.count("SEQ Figure \\* ARABIC") == len(figures(DOCUMENT))
    assert any(instruction.startswith("TOC ") for instruction in instructions)
    targets = {element.get(qn("w:name")) for element in body.iter(qn("w:bookmarkStart"))}
    links = [element.get(qn("w:anchor")) for element in body.iter(qn("w:hyperlink"))]
    assert len(links) == sum(level <= 2 for _, level, _ in sections(DOCUMENT))
    assert set(links) <= targets
    depth = 0
    for element in body.iter(qn("w:fldChar")):
        depth += {"begin": 1, "separate": 0, "end": -1}[element.get(qn("w:fldCharType"))]
        assert depth in (0, 1)
    assert depth == 0


def test_chinese_text_has_a_chinese_font_in_every_style(made: dict[str, Any]) -> None:
    for name in ("Normal", "Title", "Heading 1", "Caption", "Report Cell", "Report Head", "Header"):
        fonts = made["zh"].styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:asciiTheme")) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_document_and_date_give_the_same_bytes(contents: dict[str, bytes], lang: Language) -> None:
    assert word(DOCUMENT, lang, AT) == contents[lang]


def test_the_file_tells_its_title_and_its_date_and_nothing_of_the_machine(contents: dict[str, bytes], made: dict[str, Any]) -> None:
    core = made["zh"].core_properties
    assert core.title == DOCUMENT.title.zh
    assert core.created == core.modified == datetime(2024, 12, 31, tzinfo=UTC)
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(contents["zh"])) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(b"http://example.org" in archive.read(name) for name in archive.namelist() if name.endswith(".rels"))


def test_pictures_are_sharp_on_paper(contents: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(contents["en"])) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert pictures
    # At least 200 dots per inch at the width of the page.
    assert all(struct.unpack(">I", picture[16:20])[0] > 1300 for picture in pictures)
