"""The report as PDF: it says what the document says, and nothing that it says is taken for a command."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from footprint.errors import Language
from footprint.report.measuring import breakable, column_widths
from footprint.report.pdf import pdf
from footprint.report.study.document import Column, Document, Facts, Number, Paragraph, Row, Section, Table, Text
from footprint.typeset import page_count
from written_reports import DOCUMENT, figures, sections, tables, words_of

# Loading and unpacking the fonts takes a second: one worker does it for all.
pytestmark = pytest.mark.xdist_group("typeset")

AT = date(2024, 12, 31)
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {lang: pdf(DOCUMENT, lang, AT).content for lang in LANGUAGES}


def read(content: bytes, folder: Path, *options: str) -> str:
    (folder / "report.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", *options, str(folder / "report.pdf"), "-"], capture_output=True, encoding="utf-8", check=True)
    return unicodedata.normalize("NFKC", done.stdout)


def solid(text: str) -> str:
    """Leave out what a line end may replace or add, and what is no longer told apart once it is on paper."""
    return re.sub(r"[\s\u200b\u00ad]", "", unicodedata.normalize("NFKC", text)).replace("\U0001f600", "‹U+1F600›")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_document_stands_in_the_pdf(made: dict[str, bytes], lang: Language, tmp_path: Path) -> None:
    text = solid(read(made[lang], tmp_path))
    # Cells that are broken over lines are interleaved with their neighbours: what cannot be broken is there whole.
    missing = [
        part
        for words in words_of(DOCUMENT, lang)
        for word in words.split()
        for part in re.findall(r"[^\u2e80-\uffff]{1,8}|[\u2e80-\uffff]", solid(word))
        if part not in text
    ]
    assert not missing, missing[:10]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_has_numbered_headings_contents_captions_and_pages(made: dict[str, bytes], lang: Language, tmp_path: Path) -> None:
    text = read(made[lang], tmp_path, "-layout")
    for number, level, section in sections(DOCUMENT):
        found = re.findall(rf"^\s*{re.escape(number)}\s+{re.escape(section.title.text(lang))}", text, re.MULTILINE)
        assert len(found) == (2 if level < 3 else 1), (number, found)
    word, picture = {"en": ("Table", "Figure"), "zh": ("表", "图")}[lang]
    for place, table in enumerate(tables(DOCUMENT), 1):
        assert re.search(rf"{word}\s*{place}\s+{re.escape(table.caption.text(lang))}", text)
    for place, figure in enumerate(figures(DOCUMENT), 1):
        assert re.search(rf"{picture}\s*{place}\s+{re.escape(figure.caption.text(lang))}", text)
    pages = page_count(made[lang])
    last = {"en": f"Page {pages} of {pages}", "zh": f"第 {pages} 页,共 {pages} 页"}[lang]
    assert solid(last) in solid(text)


def test_the_heading_of_a_table_is_repeated_on_every_page(made: dict[str, bytes], tmp_path: Path) -> None:
    pages = read(made["en"], tmp_path, "-layout").split("\f")
    with_rows = [page for page in pages if re.search(r"clinker/inputs/fuel_\d", page)]
    assert len(with_rows) > 1
    assert all(re.search(r"Part\s+Contribution \(kg CO2e\)\s+Share", page) for page in with_rows)


def test_rows_of_a_table_stand_in_their_order_with_their_numbers(made: dict[str, bytes], tmp_path: Path) -> None:
    text = read(made["en"], tmp_path, "-layout")
    rows = re.findall(r"clinker/inputs/fuel_(\d+)\s+([\d.]+)\s+([\d.]+ %)", text)
    assert [int(row[0]) for row in rows] == list(range(90))
    assert rows[0][1:] == ("400.0", "50.0 %")


def test_a_total_does_not_stand_alone_on_a_page(tmp_path: Path) -> None:
    columns = (Column(Text("Part", "部分")), Column(Text("Share", "占比"), numeric=True))
    total = Row((Text("All of them", "合计"), Number(1.0, "%")), total=True)
    # With one of these lengths, the page ends right above the total.
    for count in range(55, 61):
        rows = [Row((f"row-{place}", Number(1 / count, "%"))) for place in range(count)]
        table = Table("parts", Text("Parts", "组成"), columns, (*rows, total))
        content = pdf(replace(DOCUMENT, sections=(Section("parts", Text("Parts", "组成"), (table,)),)), "en", AT).content
        page = next(page for page in read(content, tmp_path, "-layout").split("\f") if "All of them" in page)
        assert f"row-{count - 1}" in page


def test_a_code_is_copied_from_the_page_as_it_is(made: dict[str, bytes], tmp_path: Path) -> None:
    text = read(made["zh"], tmp_path)
    assert "inventories/cn-electricity/0.csv" in text
    assert "0c5de01a" * 8 in text
    assert "\u200b" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_document_and_date_give_the_same_bytes(made: dict[str, bytes], lang: Language) -> None:
    assert pdf(DOCUMENT, lang, AT).content == made[lang]
    assert pdf(DOCUMENT, lang, date(2025, 1, 1)).content != made[lang]


def test_the_file_names_its_title_its_date_and_is_tagged(made: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(made["zh"])
    told = subprocess.run(
        ["pdfinfo", str(tmp_path / "report.pdf")],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"TZ": "UTC", "PATH": "/usr/bin:/bin"},
    ).stdout
    assert re.search(r"Title: +水泥 <b>bold</b>", told)
    assert re.search(r"CreationDate: +Tue Dec 31 00:00:00 2024", told)
    assert re.search(r"Tagged: +yes", told)
    assert b"pdfuaid" in made["zh"]


def test_characters_without_glyph_are_shown_by_number_and_named(made: dict[str, bytes], tmp_path: Path) -> None:
    assert pdf(DOCUMENT, "en", AT).replaced == ("\U0001f600",)
    assert "‹U+1F600›" in read(made["en"], tmp_path)


def test_a_report_with_next_to_nothing_in_it_is_a_report(tmp_path: Path) -> None:
    nothing = Document(
        Text("", ""), Text("", ""), Number(None), Facts(()), (Section("one", Text("One", "一"), (Paragraph(Text("", "")),)),)
    )
    assert "unknown" in read(pdf(nothing, "en", AT).content, tmp_path)


def test_widths_of_columns_sum_to_the_page_and_follow_their_contents() -> None:
    widths = column_widths([("Name", "Value"), ("a rather long name of something", "1.0")], (False, True))
    assert sum(widths) == pytest.approx(1)
    assert widths[0] > widths[1]
    crowded = column_widths([["heading"] * 12, ["x" * 200] * 12], [False] * 12)
    assert sum(crowded) == pytest.approx(1)
    assert min(crowded) > 0.05


def test_long_codes_may_end_a_line_at_their_seams_and_words_may_not() -> None:
    assert breakable("understandable internationally") == "understandable internationally"
    assert breakable("oxidation/inputs/px") == "oxidation/\u200binputs/\u200bpx"
    assert breakable("0123456789abcdef" * 4).count("\u200b") == 7
    assert breakable("short/a") == "short/a"
