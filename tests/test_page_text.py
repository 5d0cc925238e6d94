"""The text of a report's page, read without a browser: complete in both languages, equal twice, pointing nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from footprint.errors import Language
from footprint.report.page import page
from footprint.report.page.markup import embedded_json, exact, number
from footprint.report.study.document import Block, Document, Facts, Figure, Number, Paragraph, Section, Table, Text
from footprint.report.study.shown import shown
from page_documents import ATTACKS, hostile, small


class Reader(HTMLParser):
    """Reads what a page says in one language, and every address in it."""

    def __init__(self, lang: Language) -> None:
        super().__init__()
        self.other = "zh" if lang == "en" else "en"
        self.hidden = 0
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.open: list[bool] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.scripts += tag == "script" and known.get("type") != "application/json"
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "href", "action", "data", "poster", "srcset", "xlink:href")
        ]
        if tag in ("meta", "wbr", "br"):
            return
        hides = tag in ("script", "style") or known.get("class") == self.other
        self.open.append(hides)
        self.hidden += hides

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def read(document: Document, lang: Language) -> Reader:
    reader = Reader(lang)
    reader.feed(page(document, lang))
    reader.close()
    assert not reader.open, "every element is closed"
    return reader


def said(document: Document, lang: Language) -> Iterator[str]:
    """Yield everything a report says in a language, as it is written."""
    yield from (document.title.text(lang), document.subtitle.text(lang), shown(document.headline, lang))
    yield from (notice.text(lang) for notice in document.notices)
    yield from _said(document.key_facts, lang)
    for section in document.sections:
        yield from _section(section, lang)


def _section(section: Section, lang: Language) -> Iterator[str]:
    yield section.title.text(lang)
    for block in section.blocks:
        yield from _said(block, lang)
    for below in section.sections:
        yield from _section(below, lang)


def _said(block: Block, lang: Language) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text.text(lang)
    elif isinstance(block, Facts):
        for name, value in block.rows:
            yield from (name.text(lang), shown(value, lang))
    elif isinstance(block, Table):
        yield block.caption.text(lang)
        yield from (column.title.text(lang) for column in block.columns)
        yield from (shown(cell, lang) for row in block.rows for cell in row.cells)
    elif isinstance(block, Figure):
        yield block.caption.text(lang)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("−", "-"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_says_everything_that_the_report_says(lang: Language) -> None:
    document = small()
    words = squeezed("".join(read(document, lang).words))
    assert not [text for text in said(document, lang) if squeezed(text) not in words]


def test_the_same_report_is_the_same_page() -> None:
    assert page(small()) == page(small())


@pytest.mark.parametrize("make", [small, hostile])
def test_a_page_points_nowhere_but_into_itself(make: object) -> None:
    reader = read(make(), "en")  # type: ignore[operator]
    assert {address for address in reader.addresses if not address.startswith("#")} == set()
    assert reader.scripts == 2


def test_the_policy_names_what_is_allowed_and_nothing_else() -> None:
    text = page(small())
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert found
    rules = dict(rule.split(" ", 1) for rule in found[1].replace("&#x27;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in found[1]
    assert all(entry.startswith("'sha256-") for entry in rules["script-src"].split())
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_a_page_without_figures_carries_no_runtime() -> None:
    document = small()
    lean = page(Document(document.title, document.subtitle, document.headline, document.key_facts, document.sections[1:2]))
    assert "vegaEmbed =" not in lean
    assert len(lean) < len(page(document)) / 2


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (Number(0.1234, "%"), "12.34"),
        (Number(0.57, "%"), "57"),
        (Number(1530.2412345678902), "1530.2412345678902"),
        (Number(1e-9), "1E-9"),
        (Number(5e-324), "5E-324"),
        (Number(0.0), "0"),
        (Number(-3.0, signed=True), "-3"),
        (Number(3.0, signed=True), "+3"),
        (Number(None), ""),
    ],
)
def test_exact_numbers_have_all_digits_and_no_more(value: Number, digits: str) -> None:
    assert exact(value).upper() == digits
    if value.value is not None:
        assert float(exact(value)) == pytest.approx(value.value * (100 if value.unit == "%" else 1), rel=1e-15)


def test_what_is_not_known_says_why_and_is_no_number() -> None:
    written = number(Number(None, "kg", why=Text("not weighed", "未称重")))
    assert "unknown (not weighed)" in written
    assert "未知（未称重）" in written
    assert "<data" not in written


def test_data_in_a_page_end_no_script() -> None:
    import json

    data = {attack: [attack] for attack in ATTACKS}
    text = embedded_json(data)
    assert not set("<>&\u2028\u2029") & set(text)
    assert text.encode("utf-8")
    assert json.loads(text) == data
