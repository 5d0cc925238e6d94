"""The study report: whole sums, both languages, numbers as analysed, reasons for what is missing."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import footprint
from footprint import pipeline
from footprint.insight.allocation_envelope import envelope
from footprint.insight.electricity import grid_sensitivity
from footprint.insight.explanation import Branch
from footprint.insight.levers import levers
from footprint.insight.scenarios import what_if
from footprint.pipeline.calculation import calculate_with
from footprint.report.study.analysis import Analysis, analysis
from footprint.report.study.checklist import ITEMS
from footprint.report.study.document import Document, Facts, Figure, Number, Paragraph, Row, Section, Table, Text
from footprint.report.study.figures import figures_of
from footprint.report.study.shown import shown
from footprint.report.study.study import study
from footprint.units import Amount, parse_unit
from footprint.verification.profile import read_profile
from shared import REPOSITORY

MODELS = REPOSITORY / "product_models"
pytestmark = pytest.mark.xdist_group("study")


@cache
def analysed(name: str) -> Analysis:
    """Analyse a shipped model in full, with few draws."""
    library = pipeline.library()
    result = footprint.calculate(MODELS / f"{name}.yaml")

    def calculate(model: footprint.ProductModel, values: Any) -> footprint.Footprint:
        return calculate_with(model, library, values)

    return analysis(
        result,
        library,
        draws=200,
        profile=read_profile("gbt-24067-2024"),
        what_if=what_if(result, None, calculate) if result.model.scenarios else None,
        electricity=grid_sensitivity(result, library),
        envelope=envelope(result, calculate),
        levers=levers(result, library, calculate),
    )


@cache
def report(name: str) -> Document:
    return study(analysed(name))


def bare(path: Path, **values: Amount) -> Document:
    """Write the report of a model with nothing but its result."""
    return study(analysis(footprint.calculate(path, overrides=values), pipeline.library(), draws=0))


def sections(document: Document) -> Iterator[Section]:
    def walk(found: tuple[Section, ...]) -> Iterator[Section]:
        for section in found:
            yield section
            yield from walk(section.sections)

    return walk(document.sections)


def tables(document: Document) -> dict[str, Table]:
    found = [block for section in sections(document) for block in section.blocks if isinstance(block, Table)]
    assert len({table.name for table in found}) == len(found), "names of tables are ids in the page"
    return {table.name: table for table in found}


def cells(document: Document) -> Iterator[tuple[str, Any]]:
    for section in sections(document):
        for block in section.blocks:
            if isinstance(block, Table):
                yield from ((block.name, cell) for row in block.rows for cell in row.cells)
            elif isinstance(block, Facts):
                yield from ((section.name, cell) for _, cell in block.rows)


def texts(document: Document) -> Iterator[Text]:
    """Give all that is read and is no name: headings, sentences, captions, heads of columns."""
    yield from (document.title, document.subtitle, *document.notices, *(name for name, _ in document.key_facts.rows))
    for section in sections(document):
        yield section.title
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Facts):
                yield from (name for name, _ in block.rows)
            elif isinstance(block, Table):
                yield from (block.caption, *(column.title for column in block.columns), *([block.note] if block.note else ()))


def numbers(data: Any) -> Iterator[float]:
    """Give all numbers of plain data."""
    if isinstance(data, bool) or data is None:
        return
    if isinstance(data, int | float):
        yield float(data)
    elif isinstance(data, dict):
        for part in data.values():
            yield from numbers(part)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from numbers(part)


def value(row: Row, column: int) -> float:
    cell = row.cells[column]
    assert isinstance(cell, Number)
    assert cell.value is not None
    return cell.value


@pytest.mark.parametrize("name", ["cement", "bearing"])
@pytest.mark.parametrize("table", ["main-contributions", "stages", "gases", "contributions"])
def test_the_rows_of_a_table_sum_to_the_footprint(name: str, table: str) -> None:
    found, total = tables(report(name))[table], analysed(name).result.value
    column = next(place for place, column in enumerate(found.columns) if column.unit == "kg CO2e")
    shares = len(found.columns) - 1
    parts = [row for row in found.rows[:-1] if row.depth == 0]
    assert found.rows[-1].total
    assert value(found.rows[-1], column) == total
    assert math.fsum(value(row, column) for row in parts) == pytest.approx(total, rel=1e-9)
    assert math.fsum(value(row, shares) for row in parts) == pytest.approx(1.0, rel=1e-9)


@pytest.mark.parametrize("name", ["cement", "bearing", "refined-oil", "vrfb"])
def test_the_rows_below_a_row_sum_to_it_unless_there_are_none(name: str) -> None:
    document = bare(MODELS / f"{name}.yaml")
    for table in ("tree", "main-contributions"):
        found = tables(document)[table]
        column = next(place for place, column in enumerate(found.columns) if column.unit == "kg CO2e")
        for place, row in enumerate(found.rows):
            below: list[float] = []
            for later in found.rows[place + 1 :]:
                if later.depth <= row.depth:
                    break
                if later.depth == row.depth + 1:
                    below.append(value(later, column))
            if below:
                assert math.fsum(below) == pytest.approx(value(row, column), rel=1e-9, abs=1e-9)


def test_rounding_is_no_row_of_the_tree() -> None:
    def rests(found: Analysis) -> list[Row]:
        return [row for row in tables(study(found))["tree"].rows if shown(row.cells[0], "en").startswith("rest: ")]

    found = analysed("bearing")
    tree = found.explanation.tree
    before = rests(found)
    assert "rest: 1 smaller part" in {shown(row.cells[0], "en") for row in before}
    noise = Branch("1", "", "rest", None, "", -2.8e-14, None)
    noisy = replace(found, explanation=replace(found.explanation, tree=replace(tree, children=(*tree.children, noise))))
    assert rests(noisy) == before


@pytest.mark.parametrize("name", ["cement", "bearing"])
def test_numbers_in_tables_are_those_of_the_analyses(name: str) -> None:
    known = set(numbers(analysed(name).as_dict("en")))
    checked = {
        "stages": (1,),
        "contributions": (3, 5, 6),
        "tree": (1, 2, 3),
        "sensitivities": (3,),
        "influences": (2, 3, 4),
        "levers": (2, 3, 4),
        "combined-levers": (1, 2),
        "electricity-choices": (1, 2, 3, 4),
        "data-quality": (1, 2),
        "cut-offs": (4, 5),
        "categories": (1,),
        "sums": (1,),
    }
    found = tables(report(name))
    seen = 0
    for table, columns in checked.items():
        for row in found[table].rows:
            for column in columns:
                cell = row.cells[column]
                if isinstance(cell, Number) and cell.value is not None and not (row.total and cell.unit == "%"):
                    assert cell.value in known, (table, row)
                    seen += 1
    assert seen > 100


@pytest.mark.parametrize("name", ["cement", "bearing", "scallop"])
def test_everything_is_said_in_both_languages(name: str) -> None:
    document = report(name) if name != "scallop" else bare(MODELS / "scallop.yaml")
    notices = set(analysed("bearing").result.provenance["notices"])
    for text in texts(document):
        assert bool(text.en) == bool(text.zh), text
        assert "{" not in text.en + text.zh, text
        quoted = any(text.en[:60] in " ".join(notice.split()) for notice in notices)
        names = re.fullmatch(r"[\w./:() –%-]*", text.en) is not None and text.en == text.zh
        if not (quoted or names):
            assert re.search(r"[\u4e00-\u9fff]", text.zh), text
            assert text.en != text.zh, text
            assert not re.search(r"[\u4e00-\u9fff][,;:!?](?! )", text.zh), f"Chinese sentences have Chinese punctuation: {text.zh}"
            assert not re.search(r"[，。；：、（）]", text.en), text.en


@pytest.mark.parametrize("name", ["cement", "bearing"])
def test_a_number_that_is_missing_says_why(name: str) -> None:
    for document in (report(name), bare(MODELS / f"{name}.yaml")):
        for where, cell in cells(document):
            if isinstance(cell, Number) and cell.value is None:
                assert cell.why is not None, where
                assert shown(cell, "zh").startswith("未知（")


def test_categories_give_a_reason_once() -> None:
    rows = tables(bare(MODELS / "cement.yaml"))["categories"].rows
    unknown = [row.cells[1].why.en for row in rows if isinstance(row.cells[1], Number) and row.cells[1].why is not None]
    assert "come from factors that do not tell gases" in unknown[0]
    assert len(unknown) > 2
    assert set(unknown[1:]) == {"as above"}


def test_an_analysis_that_is_missing_says_why() -> None:
    document = bare(MODELS / "cement.yaml")
    for name in ("reduction", "uncertainty", "scenarios", "electricity-sensitivity", "allocation-envelope", "rules"):
        section = next(section for section in sections(document) if section.name == name)
        assert isinstance(section.blocks[0], Paragraph)
        assert section.blocks[0].text.en.startswith("This analysis is not part of the report.")
    data = document.data["en"]
    assert data["missing"]["uncertainty"]
    assert "uncertainty" not in data


def test_the_checklist_says_where_everything_is_and_what_is_to_be_added() -> None:
    full, little = tables(report("cement"))["checklist"], tables(bare(MODELS / "cement.yaml"))["checklist"]
    assert len(full.rows) == len(ITEMS) > 30

    def state(table: Table, item: str) -> str:
        return next(shown(row.cells[2], "en") for row in table.rows if shown(row.cells[0], "en") == item)

    assert state(full, "Assessment of uncertainty") == "given"
    assert state(little, "Assessment of uncertainty") == "to be added"
    assert state(full, "Direct land use change") == "to be added", "factors without gases leave it unknown"
    assert state(full, "Critical review or verification") == "to be added"
    assert state(full, "Sensitivity to the choice of allocation") == "does not apply", "nothing is allocated"
    assert state(little, "Sensitivity to the choice of allocation") == "to be added"
    counted = next(row for row in full.rows if shown(row.cells[0], "en") == "Greenhouse gases that are counted")
    assert shown(counted.cells[1], "en") == "3.8 Greenhouse gases and method", "where all of them are named"
    for row in full.rows:
        if shown(row.cells[2], "en") in ("partly", "to be added"):
            assert shown(row.cells[3], "en")
            assert shown(row.cells[3], "zh")


def test_the_first_page_says_where_to_cut_a_third() -> None:
    found = analysed("bearing").levers
    assert found is not None
    assert found.combined is not None
    first = report("bearing").sections[0]
    said = " ".join(block.text.en for block in first.blocks if isinstance(block, Paragraph))
    assert found.combined.needed == 1
    best = found.lever(found.combined.steps[0].lever)
    assert best.title["en"] in said
    assert shown(Number(best.share, "%", signed=True), "en") in said
    assert "Electricity, 4139 kWh in all, is used most in: Grinding and superfinishing (13.5 %)" in said


def test_the_table_of_ratings_says_why_the_result_has_other_means() -> None:
    found = analysed("cement")
    note = next(table.note for name, table in tables(report("cement")).items() if "rating" in name or "quality" in name)
    assert note is not None
    assert found.quality is not None
    assert (found.quality.means["precision"] or 0) != pytest.approx(found.result.data_quality["precision"])
    assert "gives the mean of stated ratings alone" in note.en


def test_where_to_cut_does_not_send_the_reader_to_itself() -> None:
    for section in sections(report("bearing")):
        said = " ".join(block.text.en + block.text.zh for block in section.blocks if isinstance(block, Paragraph))
        inside = section.name == "reduction"
        assert ("said in “Where to cut”" in said) == (section.name in ("summary", "conclusions"))
        assert ("said in the table of conditions below" in said) == inside
        assert ("见下文前提条件表" in said) == inside


def test_a_lever_that_is_the_same_as_another_names_it_in_quotes() -> None:
    reasons = [row.cells[1] for row in tables(report("cement"))["levers-left-out"].rows]
    assert any(shown(why, "en").startswith("The same as “") and shown(why, "zh").startswith("与“") for why in reasons)


def test_what_cannot_reach_the_target_is_said_to_be_out_of_reach() -> None:
    found = analysis(
        footprint.calculate(MODELS / "cement.yaml"),
        pipeline.library(),
        draws=0,
        levers=levers(
            footprint.calculate(MODELS / "cement.yaml"),
            pipeline.library(),
            lambda model, values: calculate_with(model, pipeline.library(), values),
            target=0.9,
        ),
    )
    first = study(found).sections[0]
    said = [block.text.en for block in first.blocks if isinstance(block, Paragraph)]
    assert any("90.0 % less is out of reach" in text for text in said)


def test_values_set_from_outside_are_on_the_first_page() -> None:
    document = bare(MODELS / "cement.yaml", clinker_share=Amount(0.75, parse_unit("t/t")))
    assert "Clinker in the cement = 0.75 t/t" in document.notices[0].en
    assert "水泥中熟料掺量 = 0.75 t/t" in document.notices[0].zh


def test_a_report_of_a_scenario_says_that_it_is_one() -> None:
    result = footprint.calculate(MODELS / "cement.yaml", scenario="wind-power")
    document = study(analysis(result, pipeline.library(), draws=0))
    assert document.notices[0].en.startswith("This is a scenario and not the product as it is: Wind power")
    assert document.notices[0].zh.startswith("本报告为情景分析结果")
    assert document.data["en"]["result"]["scenario"] == "wind-power"


def test_biogenic_carbon_that_changes_the_sum_is_on_the_first_page() -> None:
    document = bare(MODELS / "kelp.yaml")
    net = document.data["en"]["result"]["sums"]["iso_net"]
    said = [block.text.en for block in document.sections[0].blocks if isinstance(block, Paragraph)]
    assert net < 0
    assert any(shown(Number(net, "kg CO2e"), "en") in text for text in said)


def test_allocations_are_listed_with_their_reason() -> None:
    found = tables(bare(MODELS / "scallop.yaml"))["allocation"]
    assert [row.cells[2] for row in found.rows] == ["muscle", "mantle", "shell"]
    assert math.fsum(value(row, 3) for row in found.rows) == pytest.approx(1.0)
    assert "Scallops are farmed for the muscle" in shown(found.rows[0].cells[4], "en")


def test_a_product_may_have_any_name(tmp_path: Path) -> None:
    name = "{total} <b>&amp;</b> % \\{x} “钢”"
    text = (MODELS / "cement.yaml").read_text(encoding="utf-8")
    lines = [f"  name: '{name}'" if line.startswith('  name: {en: "Ordinary') else line for line in text.splitlines()]
    path = tmp_path / "odd.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    document = bare(path)
    assert document.title == Text(name, name)
    first = document.sections[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert name in first.text.en


@pytest.mark.parametrize("name", ["cement", "bearing"])
def test_every_figure_stands_in_the_report_once(name: str) -> None:
    found = figures_of(analysed(name))
    document = study(analysed(name), found)
    placed = [block.name for section in sections(document) for block in section.blocks if isinstance(block, Figure)]
    assert sorted(placed) == sorted(figure.name for figure in found.values())
    assert {"sankey", "stages", "levers", "distribution", "sensitivities"} <= set(found)


@pytest.mark.parametrize("name", ["cement", "bearing"])
def test_the_data_of_a_report_are_plain_json(name: str) -> None:
    data = report(name).data
    assert set(data) == {"en", "zh"}
    for lang in ("en", "zh"):
        again = json.loads(json.dumps(data[lang], allow_nan=False))
        assert again["result"]["total"]["value"] == analysed(name).result.value
        assert set(numbers(again["levers"])) == set(numbers(data["en"]["levers"]))


def test_sections_have_names_of_their_own() -> None:
    names = [section.name for section in sections(report("bearing"))]
    assert len(set(names)) == len(names)
    assert names[0] == "summary"


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_model_has_a_report(path: Path) -> None:
    document = bare(path)
    assert document.headline.value == document.data["en"]["result"]["total"]["value"]
    for _, cell in cells(document):
        assert shown(cell, "en") is not None
        assert not (isinstance(cell, Number) and cell.value is not None and not math.isfinite(cell.value))
