"""The document of a statement: pages, words, attachments, and what makes it a PDF/A-3."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from footprint.errors import Language
from footprint.typeset import page_count
from footprint.verification.certificate.content import content
from footprint.verification.certificate.document import Document, certificate_document
from footprint.verification.certificate.errors import DocumentTooLong
from footprint.verification.certificate.figures import decimals_for, figure, percent, scientific
from footprint.verification.statement import statement_digest
from statements import a_statement

pytestmark = pytest.mark.xdist_group("typeset")

BUNDLE = b"PK\x03\x04 the evidence"
CREDENTIAL = "e30.e30.c2ln"
NAMES: tuple[tuple[Language, ...], ...] = (("zh",), ("en",), ("zh", "en"))
CATEGORIES = a_statement()["result"]["categories"]

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


def made(languages: tuple[Language, ...] = ("zh", "en"), **changes: Any) -> Document:
    return certificate_document(a_statement(**changes), CREDENTIAL, BUNDLE, languages)


@cache
def plain(languages: tuple[Language, ...]) -> Document:
    return made(languages)


def text_of(pdf: bytes, tmp_path: Path, *options: str) -> str:
    """Read the words of a PDF with poppler, an independent reader; line ends and spaces are one space."""
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, encoding="utf-8", check=True)
    return " ".join(done.stdout.split())


def tight(text: str) -> str:
    return "".join(text.split())


@needs_poppler
@pytest.mark.parametrize("languages", NAMES, ids="+".join)
def test_the_document_says_all_that_a_statement_must_say(languages: tuple[Language, ...], tmp_path: Path) -> None:
    document = plain(languages)
    assert 1 <= page_count(document.pdf) <= 3
    text = tight(text_of(document.pdf, tmp_path))
    statement = a_statement()
    words = {
        "en": ("Verification statement", "limited assurance", "cradle to gate", "without biogenic uptake", "net, as ISO 14067", "5.0 %"),
        "zh": ("核查声明", "有限保证", "从摇篮到大门", "不计生物吸收", "净值（ISO14067）", "示例水泥厂"),
    }
    everywhere = (
        "729.1",
        "kgCO₂e",
        "DL-2026-000001",
        "2025-01-01",
        "2025-12-31",
        "WangWei",
        "LiNa",
        "EX-0001",
        "2028-03-01",
        "705.5",
        "428.0",
    )
    for expected in (*everywhere, *(word for lang in languages for word in words[lang]), statement_digest(statement)):
        assert tight(expected) in text, expected
    assert "2.3×10⁻¹²" in text
    assert "认证证书" not in text
    assert "认证" not in text


@needs_poppler
def test_every_page_of_a_demonstration_says_that_it_is_one(tmp_path: Path) -> None:
    lifted = [{"code": "V513", "message": {"en": "Only a model of one's own data.", "zh": "仅限企业自有数据。"}}]
    for languages in NAMES:
        pdf = made(languages, demonstration=True, lifted=lifted, model__status="representative").pdf
        for page in range(1, page_count(pdf) + 1):
            # In the order in which it is drawn: the watermark is turned, and would be read letter by letter.
            text = tight(text_of(pdf, tmp_path, "-raw", "-f", str(page), "-l", str(page)))
            for lang, footer, watermark in (("zh", "演示", "演示"), ("en", "Demonstration", "DEMONSTRATION")):
                assert lang not in languages or (footer in text and watermark in text)
        assert tight("仅限企业自有数据。" if "zh" in languages else "Only a model of one's own data.") in tight(text_of(pdf, tmp_path))
    assert "演示" not in tight(text_of(plain(("zh",)).pdf, tmp_path))


def test_bundle_and_credential_are_attached_as_they_are() -> None:
    reader = PdfFileReader(io.BytesIO(plain(("zh", "en")).pdf))
    names = reader.root["/Names"]["/EmbeddedFiles"]
    pairs = list(names["/Names"]) if "/Names" in names else [item for kid in names["/Kids"] for item in kid["/Names"]]
    files = {str(pairs[place]): pairs[place + 1].get_object() for place in range(0, len(pairs), 2)}
    assert set(files) == {"bundle.zip", "statement.jwt"}
    assert files["bundle.zip"]["/EF"]["/F"].data == BUNDLE
    assert files["statement.jwt"]["/EF"]["/F"].data == CREDENTIAL.encode()
    assert {str(file["/AFRelationship"]) for file in files.values()} == {"/Source", "/Data"}
    assert len(reader.root["/AF"]) == 2


def test_the_document_declares_and_keeps_what_pdf_a_3b_asks() -> None:
    pdf = plain(("zh", "en")).pdf
    reader = PdfFileReader(io.BytesIO(pdf))
    metadata = reader.root["/Metadata"].data.decode("utf-8")
    assert re.search(r"<pdfaid:part>3</pdfaid:part>", metadata)
    assert re.search(r"<pdfaid:conformance>B</pdfaid:conformance>", metadata)
    assert f"statement-sha256:{statement_digest(a_statement())}" in metadata
    assert "2026-03-02T08:30:00" in metadata
    intent = reader.root["/OutputIntents"][0]
    assert str(intent["/S"]) == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].data
    assert "/Encrypt" not in reader.trailer
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.root)
    assert reader.root["/MarkInfo"]["/Marked"]
    assert b"/JavaScript" not in pdf
    fonts = 0
    for page in reader.root["/Pages"]["/Kids"]:
        for font in (reference.get_object() for reference in page.get_object()["/Resources"]["/Font"].values()):
            descendant = font["/DescendantFonts"][0]
            assert "/FontFile3" in descendant["/FontDescriptor"] or "/FontFile2" in descendant["/FontDescriptor"]
            assert "/ToUnicode" in font
            fonts += 1
    assert fonts


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert made(("zh", "en")).pdf == plain(("zh", "en")).pdf
    assert made(("en",), number="DL-2026-000002").pdf != plain(("en",)).pdf


@needs_poppler
def test_names_are_data_and_rare_characters_are_shown_or_numbered(tmp_path: Path) -> None:
    hostile = '#read("/etc/passwd") *x* $y$ @z'
    document = made(("zh", "en"), product__name={"en": hostile, "zh": "昇㐂𠮷😀水泥"}, verifier__reviewer="10.0 \u202e0.01")
    text = text_of(document.pdf, tmp_path)
    assert tight(hostile) in tight(text)
    assert "昇㐂𠮷‹U+1F600›水泥" in tight(text)
    assert "10.0‹U+202E›0.01" in tight(text)
    assert document.replaced == ("\u202e", "😀")


LONG_ZH = "大连某某新材料科技（集团）股份有限公司庄河市普兰店区第二联合化工与建筑材料生产基地分公司" * 4
LONG_EN = "The Very Long Named Liaoning Advanced Building Materials and Circular Economy Holding Company (Group) " * 4
FORTY = [
    {
        "exchange": f"process_{i}/inputs/{'unbroken' * 12 if i % 9 == 0 else f'input {i}'}",
        "provider": "p/x",
        "value": 18.0 - i / 3,
        "share": 0.02,
    }
    for i in range(40)
]
STAGES = [{"stage": f"stage {i}", "value": 100.0 * (-1) ** i, "share": 0.1} for i in range(40)]
ZERO = {
    "result__headline": {"sum": "excl_uptake", "value": 0.0, "unit": "kg CO2e"},
    "result__sums": {"excl_uptake": 0.0, "incl_uptake": None, "iso_net": 0.0},
    "result__categories": dict.fromkeys(CATEGORIES, 0.0),
    "result__stages": [],
    "result__contributions": [{"exchange": "a/inputs/b", "provider": "p/x", "value": 0.0, "share": None}],
    "result__remaining": {"count": 0, "value": 0.0},
    "result__numerical_error": 0.0,
    "result__primary_data_share": None,
    "result__data_quality": dict.fromkeys(("technology", "geography", "time", "precision", "rated_share")),
}
CASES: dict[str, dict[str, Any]] = {
    "long names": {
        "product__name": {"en": LONG_EN, "zh": LONG_ZH},
        "responsible_party__name": {"en": LONG_EN, "zh": LONG_ZH},
        "responsible_party__site": LONG_EN,
        "verifier__organisation": {"en": LONG_EN, "zh": LONG_ZH},
        "verifier__reviewer": "欧阳" * 60,
        "verifier__independent_reviewer": "W" * 500,
        "issuer__name": LONG_EN,
        "product__declared_unit": "1 item of a very long unit name " * 9,
        "product__identifiers": {f"code{i}": "9" * 200 for i in range(20)},
    },
    "forty contributions": {"result__contributions": FORTY, "result__stages": STAGES},
    "forty cut-offs": {"result__cut_offs": [{"exchange": f"a/inputs/{i}", "why": "Below 1 %. " * 30, "value": None} for i in range(40)]},
    "zero": ZERO,
    "negative": {
        "result__headline__value": -259607.123,
        "result__sums": {"excl_uptake": -259607.123, "incl_uptake": -1.0, "iso_net": 1e-9},
    },
    "modified": {
        "opinion": "modified",
        "qualifications": [{"en": "The meters of the second mill were read by hand. " * 12, "zh": "第二台磨机电表由人工抄表。" * 12}] * 4,
    },
    "many grounds": {
        "demonstration": True,
        "lifted": [{"code": "V515", "message": {"en": "Nonconformity is open. " * 20, "zh": "不符合项未关闭。" * 20}}] * 60,
    },
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("languages", NAMES, ids="+".join)
def test_the_document_has_at_most_three_pages_whatever_it_must_say(case: str, languages: tuple[Language, ...]) -> None:
    assert 1 <= page_count(made(languages, **CASES[case]).pdf) <= 3


@needs_poppler
def test_forty_contributions_are_listed_one_by_one(tmp_path: Path) -> None:
    rows = [{**row, "exchange": f"process/inputs/i{place:02}"} for place, row in enumerate(FORTY)]
    text = text_of(made(("en",), result__contributions=rows).pdf, tmp_path)
    assert all(row["exchange"] in text for row in rows)


@needs_poppler
def test_qualifications_are_never_shortened(tmp_path: Path) -> None:
    text = text_of(made(("en",), **CASES["modified"]).pdf, tmp_path)
    assert [text.count(word) for word in ("meters", "mill", "hand.")] == [48] * 3
    with pytest.raises(DocumentTooLong):
        made(("en",), opinion="modified", qualifications=[{"en": "word " * 1500}] * 5)


def test_parts_are_listed_and_the_rest_is_counted_so_that_they_sum_to_the_total() -> None:
    for most in (3, 10, 40):
        result = content(a_statement(result__contributions=FORTY), ("en",), most, 3)["result"]
        rest = [row for row in result["contributions"] if row["label"][0]["t"].endswith("more together")]
        assert len(result["contributions"]) == most + 1
        assert rest[0]["label"][0]["t"] == f"{12 + 40 - most} more together"


def test_unknown_is_a_dash_and_zero_is_zero() -> None:
    result = content(a_statement(**ZERO), ("en",), 10, 3)["result"]
    assert [row["value"] for row in result["sums"]] == ["0", "–", "0"]
    assert {row["value"] for row in result["categories"] if not row["part"]} == {"0"}


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (729.0636, 1, "729.1"),
        (1234.5, 1, "1234.5"),
        (12345.6, 0, "12\u202f346"),
        (-259607.1, 0, "−259\u202f607"),
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (0.0004, 3, "<0.001"),
        (-0.0004, 3, ">−0.001"),
        (None, 3, "–"),
        (1.23e15, 0, "1.2 × 10¹⁵"),
    ],
)
def test_numbers_are_written_for_people(value: float | None, decimals: int, expected: str) -> None:
    assert figure(value, decimals) == expected


def test_columns_show_four_digits_of_the_largest_number() -> None:
    assert [decimals_for([value]) for value in (0.9533, 9.999, 68.74, 729.1, 10180.0, 0.0)] == [4, 3, 2, 1, 0, 0]
    assert decimals_for([729.0, None, -0.001]) == 1
    assert (percent(0.5), percent(-0.5), percent(None)) == ("50.0\u202f%", "−50.0\u202f%", "–")
    assert (scientific(2.349e-12), scientific(-4e5), scientific(0)) == ("2.3 × 10⁻¹²", "−4.0 × 10⁵", "0")


@needs_poppler
def test_poppler_lists_the_attachments(tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(plain(("zh", "en")).pdf)
    listed = subprocess.run(["pdfdetach", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    assert "bundle.zip" in listed
    assert "statement.jwt" in listed
    about = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Title: +核查声明 Verification statement DL-2026-000001", about)
    assert re.search(r"Encrypted: +no", about)
