"""The documentation is true: its examples run, its generated parts are current, and nothing is undocumented."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml

import footprint as fp
from footprint.errors import FootprintError
from shared import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "docs"))

import generate
from examples import Page, blocks_of, matches, pages, run_page

PAGES = pages()
DOCS = REPOSITORY / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
LANGUAGES = {"yaml", "json", "csv", "console", "python", "pycon", "sh", "text", "mermaid", "dot", ""}
# What a block of `sh` may hold: it installs, clones or takes long, and is not run.
NOT_RUN = re.compile(
    r"make \w+|\. \.venv/bin/activate|git clone \S+|cd \S+|footprint --(version|install-completion)|(\S*python\S*) -(m|c) .+"
)


def names(page: Page) -> str:
    return page.name


def anchors(text: str) -> set[str]:
    """Give the anchors that a Markdown page has, as GitHub makes them."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", prose, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_example_of_a_page_runs_and_prints_what_the_page_shows(page: Page, tmp_path: Path) -> None:
    if "import bw2data" in page.text:
        pytest.importorskip("bw2data")
    wrong = run_page(page, tmp_path)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_the_generated_parts_of_a_page_are_current(page: Page) -> None:
    assert generate.current(page), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_relative_link_of_a_page_leads_somewhere(page: Page) -> None:
    broken = []
    prose = re.sub(r"^```.*?^```", "", page.text, flags=re.DOTALL | re.MULTILINE)
    for link in LINK.findall(re.sub(r"`[^`\n]*`", "", prose)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.path.parent / path).resolve() if path else page.path
        known = anchors(target.read_text(encoding="utf-8")) if target.suffix == ".md" and target.exists() else set()
        if not target.exists() or (anchor and anchor not in known):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_fenced_block_has_a_known_language_and_every_fragment_is_well_formed(page: Page) -> None:
    for block in blocks_of(page.text):
        where = f"{page.name}:{block.line}"
        assert block.language in LANGUAGES, where
        if block.language == "yaml" and "title" not in block.attributes:
            yaml.safe_load(block.text)
        if block.language == "json":
            json.loads(block.text)
        if block.language == "sh":
            assert [line for line in block.text.splitlines() if not NOT_RUN.fullmatch(line)] == [], where


def test_every_make_target_that_a_page_names_exists() -> None:
    known = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {target for page in PAGES for target in re.findall(r"(?:^|`|    )make ([a-z]+)", page.text, flags=re.MULTILINE)}
    assert named <= known, "a page names a target that the Makefile does not have"


def test_every_error_class_is_explained_and_documented_in_two_languages() -> None:
    page = (DOCS / "reference" / "errors.md").read_text(encoding="utf-8")
    for cls in generate.error_classes_of_all_modules():
        assert cls.__doc__, cls
        assert cls.__doc__ != FootprintError.__doc__, cls
        for texts in (cls.title, cls.message):
            assert texts["en"], cls
            assert texts["zh"], cls
        assert bool(cls.hint["en"]) == bool(cls.hint["zh"]), cls
        assert f"### {cls.code}: {cls.title['en']} · {cls.title['zh']}" in page, cls


def test_no_two_error_classes_share_a_code() -> None:
    codes = [cls.code for cls in generate.error_classes_of_all_modules()]
    assert sorted(codes) == sorted(set(codes))


def test_every_command_is_documented() -> None:
    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    for words in generate.command_names():
        assert f"## {' '.join(('footprint', *words))}\n" in page


def test_every_page_can_be_reached_from_the_index() -> None:
    reached: set[Path] = set()
    waiting = [DOCS / "index.md", DOCS / "index.zh.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md" and page.is_file():
            reached.add(page)
            links = LINK.findall(page.read_text(encoding="utf-8"))
            # The index leads to pages, and a list of pages leads on; a link in passing is no way to find something.
            waiting.extend((page.parent / link.partition("#")[0]).resolve() for link in links if page.name in ("index.md", "index.zh.md"))
    parts = DOCS / "models" / "comparisons"  # taken into the generated pages
    assert [page.name for page in PAGES if page.path not in reached and page.path.parent != parts] == []


def test_every_dependency_is_named_with_its_purpose() -> None:
    page = (DOCS / "background" / "dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)}
    expected = {re.split(r"[<>=\[; ]", name)[0] for name in named}
    assert set(re.findall(r"^\| `([\w-]+)` \|", page, flags=re.MULTILINE)) == expected


@pytest.mark.parametrize("name", ["cement", "chp", "kelp", "pet"])
def test_the_result_of_a_shipped_model_fits_the_published_schema(name: str) -> None:
    schema = json.loads((DOCS / "reference" / "result.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    result = fp.calculate(REPOSITORY / "product_models" / f"{name}.yaml").as_dict()
    validator = jsonschema.Draft202012Validator(schema)
    printed = json.loads(json.dumps(result, allow_nan=False))
    assert [(list(error.path), error.message) for error in validator.iter_errors(printed)] == []


def test_an_output_is_compared_with_its_gaps_and_to_the_digits_shown() -> None:
    assert matches("a\n...\nz", "a\nb\nc\nz")
    assert matches("...\nz", "z")
    assert matches("x ... z", "x anything z")
    assert matches("2.34 kg   of 3.1.0", "2.35 kg of 3.1.0")
    assert not matches("2.34 kg of 3.1.0", "2.34 kg of 3.1.1")
    assert not matches("2.34", "2.36")
    assert not matches("15:3: M120", "15:4: M120")
    assert not matches("a\n...\nz", "a\nz\nb")
    assert not matches("a", "a\nb")


@pytest.mark.parametrize(("path", "text"), generate.whole_files().items(), ids=lambda part: part.name if isinstance(part, Path) else "")
def test_a_file_that_is_generated_as_a_whole_is_current(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run `make docs`"
