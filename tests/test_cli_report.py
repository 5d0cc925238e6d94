"""footprint report: what is written, in which language, and what is refused before anything is calculated."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
import unicodedata
from datetime import date
from itertools import islice
from pathlib import Path

import docx
import pytest

import footprint as fp
from footprint import pipeline
from footprint.cli import main
from footprint.report.errors import ReportPackageMissing, UnknownReportKind
from footprint.report.study.document import Document
from footprint.report.study.shown import shown
from footprint.report.writing import KINDS, figure_files, require_packages, write
from written_reports import sections, tables, words_of

# Loading and unpacking the fonts takes a second: one worker does it for all.
pytestmark = pytest.mark.xdist_group("typeset")

LIME = """\
footprint: product-model/1
product: {name: {en: Quicklime, zh: 生石灰}, flow: lime, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {cn-electricity: "2024.1", cn-processes: "2025.1"}
flows:
  lime: {biogenic_carbon_content: 0 kg/kg, source: a mineral}
parameters:
  stone_rate: {value: 1.80 t/t, min: 1.75 t/t, max: 1.85 t/t, data: assumed}
processes:
  kiln:
    stage: manufacturing
    outputs: {lime: 1 t}
    inputs:
      calcination: {amount: "= 1 t * stone_rate", from: cn-processes/calcination/limestone}
      electricity: {amount: 40 kWh, from: cn-electricity/national-average-2024}
scenarios:
  less: {name: {en: Less stone, zh: 少用石灰石}, data: assumed, set: {stone_rate: 1.76 t/t}}
"""


def report(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(["report", *arguments])
    return int(left.value.code or 0), out.getvalue(), err.getvalue()


@pytest.fixture
def lime(tmp_path: Path) -> Path:
    path = tmp_path / "lime.yaml"
    path.write_text(LIME, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("lime") / "lime.yaml"
    path.write_text(LIME, encoding="utf-8")
    return pipeline.document_of(pipeline.analyse(path, draws=200))


def read_pdf(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, encoding="utf-8", check=True).stdout.replace("\u00a0", " ")


def solid(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def pieces(words: str) -> list[str]:
    """Give what no line end breaks: cells over several lines are interleaved with their neighbours."""
    return [piece for word in words.split() for piece in re.findall(r"[^\u2e80-\uffff/_:·@-]{1,8}|[\u2e80-\uffff]", solid(word))]


def read_docx(path: Path) -> str:
    made = docx.Document(str(path))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in made.paragraphs), *cells)).replace("\u00a0", " ")


def test_one_calculation_is_written_as_page_pdf_word_and_figures(lime: Path, tmp_path: Path, document: Document) -> None:
    files = [str(tmp_path / f"lime{kind}") for kind in KINDS]
    options = [option for file in files for option in ("-o", file)]
    status, out, err = report(str(lime), *options, "--figures", str(tmp_path / "figures"), "--lang", "en", "--draws", "200")
    assert (status, out) == (0, "")
    assert err.count("Written: ") == 4
    value = "815.1"
    assert value in (tmp_path / "lime.html").read_text(encoding="utf-8")
    assert value in read_pdf(tmp_path / "lime.pdf")
    assert value in read_docx(tmp_path / "lime.docx")
    # What was written says what the document says, word for word.
    word, pages = solid(read_docx(tmp_path / "lime.docx")), solid(read_pdf(tmp_path / "lime.pdf"))
    assert not [words for words in words_of(document, "en") if solid(words) not in word]
    assert not [part for words in words_of(document, "en") for part in pieces(words) if part not in pages]
    drawn = {path.name for path in (tmp_path / "figures").iterdir()}
    assert {"sankey.svg", "sankey.png", "stages.svg", "supply-chain.png"} <= drawn
    assert {name.rpartition(".")[0] for name in drawn if name.endswith("png")} == {
        name.rpartition(".")[0] for name in drawn if name.endswith("svg")
    }


def test_the_checklist_names_sections_by_the_numbers_they_have_on_paper(document: Document) -> None:
    headings = {f"{number} {section.title.en}" for number, _, section in sections(document)}
    named = {str(shown(row.cells[1], "en")) for row in tables(document)[-1].rows}
    assert len(named) > 10
    assert {name for name in named if name[0].isdigit()} <= headings


def test_documents_on_paper_are_in_the_language_asked_for(lime: Path, tmp_path: Path) -> None:
    status, _, err = report(str(lime), "-o", str(tmp_path / "x.pdf"), "-o", str(tmp_path / "x.docx"), "--lang", "zh", "--draws", "0")
    assert status == 0
    assert "已写入：" in err
    for text in (read_pdf(tmp_path / "x.pdf"), read_docx(tmp_path / "x.docx")):
        assert "生石灰" in text
        assert "目录" in text
        assert "Contents" not in text


def test_a_title_a_date_a_scenario_and_other_values_are_seen(lime: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    options = ("--title", "Lime of the north works", "--date", "2025-03-01", "--draws", "0", "--lang", "en")
    assert report(str(lime), "-o", str(file), *options, "--scenario", "less")[0] == 0
    text = read_pdf(file)
    assert "Lime of the north works" in text
    assert "2025-03-01" in text
    assert "797.5" in text  # 1.76 t of stone at 440 kg each, and the electricity
    assert report(str(lime), "-o", str(file), "--set", "stone_rate=1.75 t/t", "--draws", "0", "--lang", "en")[0] == 0
    assert "stone_rate = 1.75 t/t" in read_pdf(file)
    assert "2025-03-01" not in read_pdf(file)


def test_several_models_are_reported_in_turn_where_the_name_has_a_place_for_theirs(lime: Path, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(LIME.replace("1.80", "1.82"), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(LIME.replace("footprint: ", "foot: "), encoding="utf-8")
    paths = [str(tmp_path / f"{name}.yaml") for name in ("lime", "broken", "other")]
    status, _, err = report(*paths, "-o", str(tmp_path / "{model}.pdf"), "--draws", "0", "--lang", "en")
    assert status == 2
    assert "broken.yaml" in err
    assert "815.1" in read_pdf(tmp_path / "lime.pdf")
    assert "823.9" in read_pdf(tmp_path / "other.pdf")
    assert not (tmp_path / "broken.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["no-such-model.yaml", "-o", "x.odt"], 2, "T202"),
        (["a.yaml", "b.yaml", "-o", "x.pdf"], 2, "T203"),
        (["one/a.yaml", "two/a.yaml", "-o", "{model}.pdf"], 2, "T203"),
        (["a.yaml", "-o", "no/such/folder/x.pdf"], 2, "C102"),
        (["a.yaml"], 2, "--out"),
        (["a.yaml", "-o", "x.pdf", "--target", "much"], 2, "--target"),
        (["no-such-model", "-o", "x.pdf"], 2, "C101"),
        (["cement", "-o", "x.pdf", "--scenario", "no-such-scenario"], 2, "D401"),
    ],
)
def test_what_cannot_be_written_is_refused(
    arguments: list[str], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = report(*arguments, "--lang", "en")
    assert (status, out) == (code, "")
    assert says in err
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


def test_what_stands_in_the_way_is_named_and_nothing_is_left_behind(lime: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    status, _, err = report(str(lime), "-o", str(tmp_path / "x.pdf"), "--draws", "0", "--lang", "en")
    assert status == 2
    assert "C102" in err
    assert {path.name for path in tmp_path.iterdir()} == {"lime.yaml", "x.pdf"}


def test_json_holds_result_and_analyses_and_names_the_files(lime: Path, tmp_path: Path) -> None:
    status, out, _ = report(str(lime), "-o", str(tmp_path / "x.pdf"), "--json", "--draws", "200", "--lang", "en")
    found = json.loads(out)
    assert status == 0
    assert found["schema"] == "footprint/report/1"
    assert found["files"] == [str(tmp_path / "x.pdf")]
    assert found["result"]["total"]["value"] == pytest.approx(815.108)
    assert {"explanation", "uncertainty", "quality", "levers", "what_if"} <= set(found)
    assert found["uncertainty"]["draws"] == 200


@pytest.mark.parametrize("kind", [".pdf", ".html"])
def test_a_report_of_a_model_gives_the_same_bytes_twice(document: Document, kind: str) -> None:
    assert write(document, kind, "zh", date(2024, 12, 31)) == write(document, kind, "zh", date(2024, 12, 31))


def test_figures_come_as_svg_that_is_the_same_twice_and_as_png(document: Document) -> None:
    first, second = dict(islice(figure_files(document, "en"), 4)), dict(islice(figure_files(document, "en"), 4))
    assert [name.rpartition(".")[2] for name in first] == ["svg", "png"] * 2
    for name, content in first.items():
        assert content.startswith(b"<svg" if name.endswith("svg") else b"\x89PNG")
        assert name.endswith("png") or content == second[name]


def test_python_writes_what_the_command_line_writes(lime: Path, tmp_path: Path) -> None:
    made = fp.write_report(str(lime), tmp_path / "python.pdf", lang="zh", draws=0)
    assert made.headline.value == pytest.approx(815.108)
    assert report(str(lime), "-o", str(tmp_path / "cli.pdf"), "--lang", "zh", "--draws", "0")[0] == 0
    assert (tmp_path / "python.pdf").read_bytes() == (tmp_path / "cli.pdf").read_bytes()
    with pytest.raises(UnknownReportKind):
        fp.write_report("no such file", tmp_path / "x.txt")


def test_a_missing_package_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ReportPackageMissing, match=r"typst.*footprint\[report\]"):
        require_packages([".pdf"])
    require_packages([".docx"])
