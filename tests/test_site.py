"""The documentation as a site: it builds without a warning, leads nowhere wrong, and takes nothing from the network."""

from __future__ import annotations

import doctest
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from chromium import launched
from shared import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "docs" / "site"))

import docstrings
import navigation
import repository
import search_words

# One worker builds the site, once; and one browser runs at a time.
pytestmark = pytest.mark.xdist_group("browser")

DOCS = REPOSITORY / "docs"
# What a browser loads by itself; a link that somebody clicks is not among it.
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "embed": "src", "object": "data", "video": "src", "audio": "src"}
LOADED_LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}


class Read(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.language = ""
        self.alternates: list[str] = []
        self.navigation: list[str] = []
        self.prose: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
            if "site-language" in given.get("class", ""):
                self.alternates.append(given["href"])
            if "md-nav__link" in given.get("class", ""):
                self.navigation.append(given["href"])
        if tag in LOADED and given.get(LOADED[tag]):
            self.loads.append(given[LOADED[tag]])
        if tag == "link" and LOADED_LINKS & set(given.get("rel", "").split()):
            self.loads.append(given["href"])
        if tag not in ("br", "img", "link", "meta", "input", "hr"):
            self._open.append(tag)
        if tag in ("p", "td", "li", "dt", "dd", "h1", "h2", "h3"):
            self.prose.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.prose and not {"code", "pre", "script", "style", "svg"} & set(self._open):
            self.prose[-1] += data


@pytest.mark.parametrize("module", [repository, search_words], ids=lambda module: module.__name__)
def test_the_examples_in_the_tools_of_the_site_are_true(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_links_are_turned_to_where_their_targets_stand_and_code_is_left_alone() -> None:
    known = {name: repository.place_on_the_site(name) for name in ("docs/how-to/batch.md", "README.md", "inventories/cn-fuels/README.md")}
    text = "[a](../../README.md#two-commands) `[b](../../README.md)` [c](../../inventories/cn-fuels/README.md) [d](https://e.org) [e](#h)"
    expected = "[a](../project/readme.md#two-commands) `[b](../../README.md)` [c](../inventories/cn-fuels.md) [d](https://e.org) [e](#h)"
    assert repository.turned(text, "docs/how-to/batch.md", known) == expected
    fenced = "```text\n[a](../../README.md)\n```"
    assert repository.turned(fenced, "docs/how-to/batch.md", known) == fenced


def test_an_index_page_is_read_as_headings_titles_and_targets() -> None:
    text = "[out](x.md)\n## Part\nSee [all](a/index.md).\n### Group\n* [one](a/one.md), [two](a/two.md)\n* [again](a/one.md)\n"
    assert list(navigation.entries(text)) == [
        navigation.Entry(("Part",), "All", "a/index.md"),
        navigation.Entry(("Part", "Group"), "One", "a/one.md"),
        navigation.Entry(("Part", "Group"), "Two", "a/two.md"),
    ]


def test_a_docstring_is_read_into_sections_and_names_that_share_a_text() -> None:
    told = docstrings.read_docstring("First.\n\n    Parameters\n    ----------\n    a, *b\n        Both.\n    c : int\n        One.\n")
    assert told.text == "First."
    assert told.parameters() == {"a": "Both.", "b": "Both.", "c": "One."}
    assert docstrings.prose("A ``b < c`` < d.\n\n    code\n") == "A `b < c` &lt; d.\n\n```text\ncode\n```"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make site` does."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    # No network: a proxy where nobody listens.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(
        command, cwd=REPOSITORY, env={**os.environ, **nowhere, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Read]:
    # The reports that the first pages lead to are pages of their own kind, tested where they are made.
    found = (path for path in sorted(site.rglob("*.html")) if path.parent.name != "reports")
    return {path.relative_to(site).as_posix(): Read(path.read_text(encoding="utf-8")) for path in found}


def relative(pages: dict[str, Read]) -> Iterator[tuple[str, str, str]]:
    """Yield page, target file and anchor of every link within the site."""
    for name, page in pages.items():
        # The page for what is not found stands at no fixed address; its links start at the root.
        if name == "404.html":
            continue
        for link in page.links:
            parts = urlsplit(link)
            if not parts.scheme and not parts.netloc:
                path = os.path.normpath(os.path.join(os.path.dirname(name), unquote(parts.path))) if parts.path else name
                yield name, path, unquote(parts.fragment)


def test_every_link_within_the_site_leads_to_a_file_and_every_anchor_to_a_place(site: Path, pages: dict[str, Read]) -> None:
    broken = set()
    for name, path, anchor in relative(pages):
        if not (site / path).is_file() or (anchor and path in pages and anchor not in pages[path].ids):
            broken.add((name, path, anchor))
    assert broken == set()


def test_every_page_stands_in_the_navigation(pages: dict[str, Read]) -> None:
    led_to = {path for _, path, _ in relative(pages)}
    assert set(pages) - led_to == {"404.html"}
    without = {name for name, page in pages.items() if name != "404.html" and not any("#" not in link for link in page.navigation)}
    assert without == set()


def test_every_page_of_the_documentation_is_on_the_site(pages: dict[str, Read]) -> None:
    for path in DOCS.rglob("*.md"):
        name = path.relative_to(DOCS).as_posix()
        if not name.startswith("models/comparisons/"):
            built = f"zh/{name.removesuffix('.zh.md')}.html" if name.endswith(".zh.md") else f"{name.removesuffix('.md')}.html"
            assert built in pages, name


def test_a_browser_loads_nothing_from_elsewhere(site: Path, pages: dict[str, Read]) -> None:
    elsewhere = {(name, load) for name, page in pages.items() for load in page.loads if re.match(r"(?:[a-z]+:)?//", load)}
    for path in site.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = re.findall(r"(?:@import\s+|url\()[\"']?((?:https?:)?//[^\"')]+)", text)
        elsewhere.update((path.name, load) for load in found)
    assert elsewhere == set()
    for name in pages:
        text = (site / name).read_text(encoding="utf-8")
        assert 'http-equiv="Content-Security-Policy"' in text, name
        # The theme would fetch a library to draw these.
        assert 'class="mermaid"' not in text, name


def test_every_page_says_its_language_and_leads_to_the_same_page_in_the_other(pages: dict[str, Read]) -> None:
    for name, page in pages.items():
        chinese = name.startswith("zh/")
        assert page.language == ("zh" if chinese else "en"), name
        if name == "404.html":
            continue
        twin = name.removeprefix("zh/") if chinese else f"zh/{name}"
        expected = twin if twin in pages else "zh/index.html"
        assert [os.path.normpath(os.path.join(os.path.dirname(name), link)) for link in page.alternates] == [expected], name


def test_a_page_in_two_languages_links_to_its_twin_where_the_repository_is_read() -> None:
    for path in DOCS.rglob("*.zh.md"):
        twin = path.with_name(f"{path.name.removesuffix('.zh.md')}.md")
        assert twin.exists(), path
        assert f"]({twin.name})" in path.read_text(encoding="utf-8"), path
        assert f"]({path.name})" in twin.read_text(encoding="utf-8"), twin


def test_both_index_pages_list_the_same_pages_in_the_same_order() -> None:
    def listed(name: str) -> list[tuple[str, int]]:
        found = []
        level = 0
        for line in (DOCS / name).read_text(encoding="utf-8").splitlines():
            level = len(line) - len(line.lstrip("#")) or level
            found.extend((target.replace(".zh.md", ".md"), level) for target in re.findall(r"\]\(([^)]+)\)", line) if level > 1)
        return list(dict.fromkeys(found))

    assert listed("index.md") == listed("index.zh.md")


def test_no_page_shows_markdown_as_text(pages: dict[str, Read]) -> None:
    shown = [
        (name, text.strip()[:80])
        for name, page in pages.items()
        for text in page.prose
        if re.search(r"^\s*(?:[*-] |\| |```|#+ )|\n\s*(?:[*-] |\| )|\]\(|\{ ?[.#:]\w", text)
    ]
    assert shown == []


def test_the_search_index_knows_words_of_both_languages(site: Path) -> None:
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    words = {word for entry in entries for word in re.split(r"[\s\u200b]+", entry["title"])}
    assert {"核查", "抽样", "mathematics"} <= {word.lower() for word in words}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as found:
        yield found


def opened(browser: Any, file: Path, width: int = 1280) -> tuple[Any, list[str], list[str]]:
    """Open a page from its folder, without network; give it with what it complains of and what it asks for."""
    page = browser.new_context(viewport={"width": width, "height": 900}, offline=True).new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    return page, complaints, requests


@pytest.mark.parametrize("name", ["index.html", "zh/index.html", "models/bearing.html", "reports/cement.zh.html"])
def test_a_page_opens_from_a_folder_without_a_complaint_and_without_network(site: Path, browser: Any, name: str) -> None:
    page, complaints, requests = opened(browser, site / name)
    page.wait_for_load_state("load")
    page.locator("h1, .site-hero__title").first.wait_for()
    assert complaints == []
    assert [request for request in requests if not request.startswith(("file:", "data:", "blob:"))] == []
    page.context.close()


@pytest.mark.parametrize(
    ("start", "words", "expected"), [("index.html", "adjoint", "The mathematics"), ("zh/index.html", "抽样方案", "制定抽样方案")]
)
def test_the_search_finds_words_of_both_languages(site: Path, browser: Any, start: str, words: str, expected: str) -> None:
    page, _, _ = opened(browser, site / start)
    query = page.locator("[data-md-component=search-query]")
    query.click()
    query.fill(words)
    titles = page.locator(".md-search-result__item h1")
    for _ in range(60):
        # The theme looks at what was typed when a key goes up, and not before its index is read.
        query.press("End")
        page.wait_for_timeout(500)
        if titles.count():
            break
    assert expected in [title.inner_text().replace("\u200b", "") for title in titles.all()]
    page.context.close()


def test_the_button_for_the_other_language_leads_there_and_back(site: Path, browser: Any) -> None:
    page, _, _ = opened(browser, site / "how-to" / "batch.html")
    page.locator(".site-language").click()
    page.wait_for_url("**/zh/how-to/batch.html")
    assert page.locator("h1").inner_text().startswith("批量计算")
    page.locator(".site-language").click()
    page.wait_for_url("**/how-to/batch.html")
    page.context.close()


@pytest.mark.parametrize("name", ["index.html", "models/bearing.html", "reference/errors.html", "zh/background/standards.html"])
def test_a_phone_shows_a_page_without_sideways_scrolling(site: Path, browser: Any, name: str) -> None:
    page, _, _ = opened(browser, site / name, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_the_interface_tells_of_every_public_name(pages: dict[str, Read]) -> None:
    import footprint

    anchors = set().union(*(page.ids for name, page in pages.items() if name.startswith("reference/python/")))
    assert {f"footprint.{name}" for name in footprint.__all__ if not name.startswith("__")} <= anchors
    for package in ("model", "inventory", "supply_chain", "engine", "insight.explanation", "verification.review", "units"):
        exported = importlib.import_module(f"footprint.{package}").__all__
        assert {f"footprint.{package}.{name}" for name in exported} <= anchors, package
