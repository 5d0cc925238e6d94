"""The page of a report in a real browser: it asks for nothing, does what its buttons say, and shows the numbers it was given."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chromium import launched, visit
from footprint.report.elements import printable
from footprint.report.page import page
from footprint.report.study.document import Column, Document, Number, Row, Section, Table, Text
from page_documents import ATTACKS, BARS, LEAVES, hostile, small

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def plain(folder: Path) -> Path:
    return written(folder / "small.html", small())


@pytest.fixture(scope="module")
def cement(folder: Path) -> tuple[Path, Document]:
    from footprint.pipeline.reporting import analyse, document_of

    document = document_of(analyse("product_models/cement.yaml", draws=200))
    return written(folder / "cement.html", document), document


def written(file: Path, document: Document) -> Path:
    file.write_text(page(document), encoding="utf-8")
    return file


def texts(page: Page, selector: str) -> list[str]:
    """Give the texts of the elements that are seen."""
    found: list[str] = page.evaluate(
        "(selector) => Array.from(document.querySelectorAll(selector))"
        ".filter((e) => e.getClientRects().length).map((e) => (e.innerText ?? e.textContent).trim())",
        selector,
    )
    return found


def saved(page: Page, button: str) -> str:
    with page.expect_download() as waiting:
        page.click(button)
    return waiting.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1440, 820, 390])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_loads_without_complaint_and_asks_for_nothing(
    browser: Browser, cement: tuple[Path, Document], width: int, lang: str
) -> None:
    file, _ = cement
    with visit(browser, file, width, lang=lang) as visited:
        visited.page.mouse.wheel(0, 5000)
        assert visited.complaints == []
        assert [url for url in visited.requests if not url.startswith(("data:", "blob:"))] == [file.as_uri()]
        assert visited.page.locator("figure.chart svg").count() == visited.page.locator("figure.chart").count() > 3


@pytest.mark.parametrize("width", [1440, 820, 390, 320])
def test_no_page_is_scrolled_sideways(browser: Browser, cement: tuple[Path, Document], plain: Path, width: int) -> None:
    for file in (cement[0], plain):
        for lang in ("en", "zh"):
            with visit(browser, file, width, lang=lang) as visited:
                assert visited.page.evaluate("document.documentElement.scrollWidth") == width


def test_the_switch_changes_every_text_that_is_seen(browser: Browser, plain: Path) -> None:
    with visit(browser, plain) as visited:
        seen = visited.page.inner_text("body")
        assert "Test cement" in seen
        assert not re.search("[一-鿿]", seen.replace("中文", ""))
        assert visited.page.title() == "Test cement · Carbon footprint: study report"
        visited.page.click("[data-switch=zh]")
        visited.drawn()
        seen = visited.page.inner_text("body")
        assert "试验水泥" in seen
        assert "Test cement" not in seen
        assert visited.page.title() == "试验水泥 · 碳足迹研究报告"
        assert visited.page.get_attribute("html", "lang") == "zh-CN"
        assert "项：kiln/inputs/coal" in texts(visited.page, "figure.chart text")
        assert visited.page.get_attribute("#figure-bars .canvas", "aria-label") == "五个条形。"
        visited.page.click("[data-switch=en]")
        visited.drawn()
        assert "kiln/inputs/coal" in texts(visited.page, "figure.chart text")


def test_a_page_begins_in_the_language_asked_for(browser: Browser, folder: Path) -> None:
    file = folder / "chinese.html"
    file.write_text(page(small(), "zh"), encoding="utf-8")
    with visit(browser, file) as visited:
        assert "试验水泥" in visited.page.inner_text("h1")
        assert visited.page.get_attribute("[data-switch=zh]", "aria-pressed") == "true"
        assert visited.page.get_attribute("#figure-bars .canvas", "aria-label") == "五个条形。"


def test_a_tree_folds_and_unfolds(browser: Browser, plain: Path) -> None:
    def names() -> list[str]:
        return texts(visited.page, "#table-tree tbody .name")

    everything = ["product", "kiln", "coal", "co2", "rest", "mill", "power"]
    with visit(browser, plain) as visited:
        assert names() == everything
        visited.page.click("#table-tree tr:nth-child(2) .twist")
        assert names() == ["product", "kiln", "mill", "power"]
        visited.page.click("#table-tree tr:nth-child(1) .twist")
        assert names() == ["product"]
        # What was folded below stays folded.
        visited.page.click("#table-tree tr:nth-child(1) .twist")
        assert names() == ["product", "kiln", "mill", "power"]
        visited.page.click("#table-tree .unfold")
        assert names() == everything
        visited.page.click("#table-tree .fold")
        assert names() == ["product"]
        visited.page.focus("#table-tree tr:nth-child(1) .twist")
        visited.page.keyboard.press("Enter")
        assert names() == ["product", "kiln", "mill"]
        assert visited.page.get_attribute("#table-tree tr:nth-child(1) .twist", "aria-expanded") == "true"


def test_tables_are_sorted_with_sums_last_and_unknown_before_them(browser: Browser, plain: Path) -> None:
    def names() -> list[str]:
        return texts(visited.page, "#table-leaves tbody .name")

    rising = [name for name, _ in sorted(BARS, key=lambda bar: bar[1])]
    with visit(browser, plain) as visited:
        original = [name for name, _ in LEAVES] + ["Total"]
        assert names() == original
        button = "#table-leaves thead th:nth-child(2) button"
        visited.page.click(button)
        assert names() == [*reversed(rising), "mill/inputs/bags", "Total"]
        assert visited.page.get_attribute("#table-leaves thead th:nth-child(2)", "aria-sort") == "descending"
        visited.page.click(button)
        assert names() == [*rising, "mill/inputs/bags", "Total"]
        visited.page.click(button)
        assert names() == original


def test_long_tables_show_their_first_rows_until_all_are_asked_for(browser: Browser, plain: Path) -> None:
    with visit(browser, plain) as visited:
        assert len(texts(visited.page, "#table-long tbody tr")) == 12
        visited.page.click("#table-long thead th:nth-child(2) button")
        assert texts(visited.page, "#table-long tbody .name")[0] == "row 29"
        visited.page.click("#table-long .more-rows")
        assert len(texts(visited.page, "#table-long tbody tr")) == 30


def test_exact_numbers_are_those_of_the_report(browser: Browser, plain: Path) -> None:
    with visit(browser, plain) as visited:
        assert texts(visited.page, "#table-leaves tbody td:nth-child(2)")[:2] == ["247.6", "15.70"]
        visited.page.click("#page-exact")
        shown = [text.replace("−", "-") for text in texts(visited.page, "#table-leaves tbody td:nth-child(2) data")]
        assert [float(text) for text in shown] == [*(value for _, value in BARS), sum(value for _, value in BARS)]
        visited.page.click("#page-exact")
        assert texts(visited.page, "#table-leaves tbody td:nth-child(2)")[0] == "247.6"


@pytest.mark.parametrize("exact", [False, True])
def test_what_hovering_shows_equals_the_numbers_of_the_report(browser: Browser, plain: Path, exact: bool) -> None:
    with visit(browser, plain) as visited:
        if exact:
            visited.page.click("#page-exact")
        bars = visited.page.locator("#figure-bars g.bar path")
        assert bars.count() == len(BARS)
        for place, (name, value) in enumerate(BARS):
            bars.nth(place).hover()
            assert visited.page.inner_text("#page-tip b") == name
            assert float(str(visited.page.get_attribute("#page-tip data", "value"))) == value
            text = visited.page.inner_text("#page-tip data").replace("−", "-")
            assert float(text) == (value if exact else pytest.approx(value, rel=5e-4))
        visited.page.keyboard.press("Escape")
        assert visited.page.is_hidden("#page-tip")


def test_hovering_a_real_figure_shows_the_contributions_of_its_json(browser: Browser, cement: tuple[Path, Document]) -> None:
    file, document = cement
    result = document.data["en"]["result"]
    stated = {entry["value"] for entry in result["contributions"]}
    with visit(browser, file) as visited:
        hits = visited.page.locator("#figure-hotspots g.row path")
        tips = []
        for place in range(hits.count()):
            hits.nth(place).hover(force=True)
            numbers = visited.page.locator("#page-tip dl data")
            tips.append(float(str(numbers.first.get_attribute("value"))))
        assert len(tips) > 3
        assert set(tips[:-1]) <= stated
        assert math.fsum(tips) == pytest.approx(result["total"]["value"], rel=1e-12)
        assert visited.complaints == []


def test_a_table_is_saved_as_csv_with_all_its_digits(browser: Browser, plain: Path) -> None:
    with visit(browser, plain) as visited:
        rows = list(csv.reader(io.StringIO(saved(visited.page, "#table-leaves .csv").removeprefix("\ufeff"))))
        assert rows[0] == ["Input or emission", "Footprint (kg CO2e)", "Share"]
        assert [row[0] for row in rows[1:]] == [name for name, _ in LEAVES] + ["Total"]
        assert [row[1] for row in rows[1:-1]] == [
            "unknown (not weighed)" if value is None else f"{value:.17g}" if value == 1 else repr(value).removesuffix(".0")
            for _, value in LEAVES
        ]
        visited.page.click("[data-switch=zh]")
        rows = list(csv.reader(io.StringIO(saved(visited.page, "#table-tree .csv").removeprefix("\ufeff"))))
        assert rows[0] == ["level", "名称", "碳足迹 (kg CO2e)"]
        assert [row[0] for row in rows[1:]] == ["0", "1", "2", "2", "2", "1", "2"]


def test_a_long_table_is_saved_whole_and_in_its_own_order(browser: Browser, plain: Path) -> None:
    with visit(browser, plain) as visited:
        visited.page.click("#table-long thead th:nth-child(2) button")
        rows = list(csv.reader(io.StringIO(saved(visited.page, "#table-long .csv").removeprefix("\ufeff"))))
        assert [row[0] for row in rows[1:]] == [f"row {number}" for number in range(30)]


def test_the_data_are_saved_as_they_are(browser: Browser, cement: tuple[Path, Document], plain: Path) -> None:
    for file, document in (cement, (plain, small())):
        with visit(browser, file) as visited:
            assert json.loads(saved(visited.page, "#page-save")) == json.loads(json.dumps(document.data))


def test_names_that_attack_are_only_read(browser: Browser, folder: Path) -> None:
    with visit(browser, written(folder / "hostile.html", hostile())) as visited:
        for lang in ("zh", "en"):
            visited.page.click(f"[data-switch={lang}]")
            visited.drawn()
            for mark in visited.page.locator("figure g.bar path").all():
                mark.hover()
            assert visited.page.evaluate("window.hurt") is None
            assert visited.complaints == []
            seen = [re.sub(r"\s+", " ", text) for text in texts(visited.page, "#summary > p")]
            assert (
                [re.sub(r"\s+", " ", printable(attack)).strip() for attack in ATTACKS] == seen[: len(ATTACKS)]
                if lang == "en"
                else seen[len(ATTACKS) :]
            )
        rows = list(csv.reader(io.StringIO(saved(visited.page, "#table-names .csv").removeprefix("\ufeff"))))
        assert not [field for row in rows for field in row if field.startswith(("=", "+", "-", "@"))]
        assert not [url for url in visited.requests if not url.startswith(("file:", "data:", "blob:"))]


def test_the_policy_lets_no_other_script_style_or_request_through(browser: Browser, plain: Path) -> None:
    attempt = """() => new Promise((resolve) => {
        const script = document.createElement("script");
        script.textContent = "window.hurt = 1";
        document.body.append(script);
        document.body.setAttribute("onclick", "window.hurt = 2");
        document.body.click();
        let evaluated = true;
        const image = new Image();
        image.onerror = () => fetch("https://example.org/").then(() => resolve("fetched"), () => resolve(window.hurt ?? "nothing"));
        image.onload = () => resolve("loaded");
        image.src = "https://example.org/pixel.png";
    })"""
    with visit(browser, plain) as visited:
        assert visited.page.evaluate(attempt) == "nothing"
        assert sum("Content Security Policy" in complaint for complaint in visited.complaints) >= 4


def test_a_chosen_node_of_the_flow_says_what_goes_in_and_out_and_leads_on(browser: Browser, cement: tuple[Path, Document]) -> None:
    file, _ = cement
    with visit(browser, file, height=1600) as visited:
        nodes = visited.page.locator("#figure-sankey g.node path")
        nodes.nth(1).click()
        panel = visited.page.locator("#figure-sankey .chosen")
        first = panel.locator("p b").inner_text()
        panel.locator("button.lead").first.click()
        visited.page.wait_for_function("(first) => document.querySelector('#figure-sankey .chosen p b')?.textContent !== first", arg=first)
        panel.locator(".clear").click()
        panel.wait_for(state="detached")
        assert visited.complaints == []


def test_a_drawing_is_zoomed_and_moved(browser: Browser, plain: Path) -> None:
    with visit(browser, plain) as visited:
        drawing = visited.page.locator("#figure-chain .en svg")

        def width() -> float:
            box = drawing.bounding_box()
            assert box
            return box["width"]

        whole = width()
        visited.page.click("#figure-chain .closer")
        assert width() == pytest.approx(1.3 * whole, abs=1)
        visited.page.focus("#figure-chain .canvas")
        visited.page.keyboard.press("-")
        assert width() == pytest.approx(whole, abs=1)
        for _ in range(3):
            visited.page.click("#figure-chain .closer")
        box = visited.page.locator("#figure-chain .canvas").bounding_box()
        assert box
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        before = visited.page.evaluate("document.querySelector('#figure-chain .canvas').scrollLeft")
        visited.page.mouse.move(*middle)
        visited.page.mouse.down()
        visited.page.mouse.move(middle[0] - 120, middle[1])
        visited.page.mouse.up()
        assert visited.page.evaluate("document.querySelector('#figure-chain .canvas').scrollLeft") == before + 120
        visited.page.click("#figure-chain .whole")
        assert width() == pytest.approx(whole, abs=1)


def test_figures_are_laid_out_for_the_screen_they_are_on(browser: Browser, plain: Path) -> None:
    with visit(browser, plain, 390) as visited:
        assert visited.page.get_attribute("#figure-bars", "data-layout") == "narrow"
        visited.page.set_viewport_size({"width": 1200, "height": 900})
        visited.page.wait_for_function("document.querySelector('#figure-bars').dataset.layout === 'wide'")


def test_on_paper_everything_is_there_but_the_buttons(browser: Browser, plain: Path, folder: Path) -> None:
    with visit(browser, plain) as visited:
        visited.page.emulate_media(media="print")
        for mark in visited.page.locator("#figure-bars g.bar path").all():
            box = mark.bounding_box()
            assert box
            assert box["width"] > 1
        visited.page.pdf(path=folder / "small.pdf", prefer_css_page_size=True, print_background=True)
    text = subprocess.run(["pdftotext", "-layout", folder / "small.pdf", "-"], capture_output=True, text=True, check=True).stdout
    for expected in (
        "Test cement",
        "Demonstration only.",
        "kiln/inputs/coal",
        "row 29",
        "Without the bags.",
        "supply chain",
        "The contributions.",
    ):
        assert expected in text
    for button in ("Exact numbers", "CSV", "Contents", "Show all"):
        assert button not in text
    size = subprocess.run(["pdfinfo", folder / "small.pdf"], capture_output=True, text=True, check=True).stdout
    assert "A4" in size


def test_three_hundred_processes_are_folded_sorted_and_found(browser: Browser, folder: Path) -> None:
    rows = tuple(Row((f"process {number}", Number(1000.0 / (number + 1))), depth=min(number, 1 + number % 6)) for number in range(300))
    columns = (Column(Text("Name", "名称")), Column(Text("Footprint", "碳足迹"), "kg CO2e", True))
    tree = Table("tree", Text("Tree", "贡献树"), columns, rows, tree=True)
    flat = Table("flat", Text("List", "列表"), columns, tuple(replace(row, depth=0) for row in rows))
    document = replace(small(), sections=(Section("summary", Text("Summary", "摘要"), (tree, flat)),))
    with visit(browser, written(folder / "large.html", document), 390) as visited:
        assert len(texts(visited.page, "#table-tree tbody tr")) < 60
        visited.page.click("#table-tree .unfold")
        assert len(texts(visited.page, "#table-tree tbody tr")) == 300
        visited.page.click("#table-flat thead th:nth-child(2) button")
        visited.page.click("#table-flat thead th:nth-child(2) button")
        assert texts(visited.page, "#table-flat tbody .name")[0] == "process 299"
        assert visited.page.evaluate("document.documentElement.scrollWidth") == 390
        assert visited.complaints == []


def test_a_chain_of_three_hundred_processes_is_followed_from_the_product_to_its_sources(browser: Browser, folder: Path) -> None:
    import footprint as fp
    from figure_models import large_model
    from footprint.model import read_text
    from footprint.report.figures import sankey

    result = fp.calculate(read_text(large_model(300, suppliers=60, loops=4, credits=6)))
    flow = sankey(result)
    assert flow is not None
    document = replace(small(), sections=(Section("summary", Text("Summary", "摘要"), (flow,)),), data=result.as_dict())
    file = written(folder / "three-hundred.html", document)
    for width in (1440, 390):
        with visit(browser, file, width, 1400) as visited:
            product = max(
                visited.page.locator("#figure-sankey g.node path").all(), key=lambda mark: (mark.bounding_box() or {"x": 0.0})["x"]
            )
            product.click()
            visited.page.locator("#figure-sankey .chosen").wait_for()
            stated = visited.page.get_attribute("#figure-sankey .chosen p data", "value")
            assert float(str(stated)) == pytest.approx(result.value, rel=1e-9)
            # Level by level upwards, until nothing goes in.
            steps = 0
            while visited.page.locator("#figure-sankey .chosen div").first.locator("b").inner_text() == "Comes from":
                visited.page.locator("#figure-sankey .chosen div").first.locator("button.lead").first.click()
                steps += 1
                assert steps < 300
            assert steps >= 1
            assert visited.complaints == []


def test_what_can_be_used_has_a_name_and_is_reached_by_keyboard(browser: Browser, cement: tuple[Path, Document]) -> None:
    file, _ = cement
    with visit(browser, file) as visited:
        nameless = visited.page.evaluate(
            "Array.from(document.querySelectorAll('button, a, [role=img], [role=group]'))"
            ".filter((e) => !e.closest('svg') && !(e.innerText || '').trim() && !e.getAttribute('aria-label'))"
            ".map((e) => e.outerHTML.slice(0, 80))"
        )
        assert nameless == []
        visited.page.keyboard.press("Tab")
        assert visited.page.evaluate("document.activeElement.className") == "skip"
        visited.page.keyboard.press("Enter")
        assert visited.page.evaluate("document.activeElement.id") == "page-content"
        levels = visited.page.evaluate("Array.from(document.querySelectorAll('h1, h2, h3, h4, h5, h6')).map((e) => Number(e.tagName[1]))")
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        ids = visited.page.evaluate("Array.from(document.querySelectorAll('[id]')).map((e) => e.id)")
        assert len(ids) == len(set(ids))
        broken = visited.page.evaluate(
            "Array.from(document.querySelectorAll('a[href^=\"#\"]')).filter((e) => !document.querySelector(e.getAttribute('href'))).length"
        )
        assert broken == 0


def test_all_text_has_the_contrast_that_wcag_asks_for(browser: Browser, cement: tuple[Path, Document]) -> None:
    # Relative luminance and contrast as WCAG 2.1 defines them; ground is the nearest one that is not transparent.
    measure = """() => {
        const light = (c) => { const s = c / 255; return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
        const parts = (text) => text.match(/[\\d.]+/g).map(Number);
        const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
        const ground = (e) => {
            for (; e; e = e.parentElement) {
                const colour = parts(getComputedStyle(e).backgroundColor);
                if (colour.length < 4 || colour[3] > 0.5) return colour;
            }
            return [255, 255, 255];
        };
        const poor = new Set();
        for (const e of document.querySelectorAll("body *")) {
            const written = Array.from(e.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
            if (!written || e.closest("svg") || !e.getClientRects().length) continue;
            const a = luminance(parts(getComputedStyle(e).color)), b = luminance(ground(e));
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) poor.add(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
        }
        return Array.from(poor);
    }"""
    with visit(browser, cement[0]) as visited:
        assert visited.page.evaluate(measure) == []
