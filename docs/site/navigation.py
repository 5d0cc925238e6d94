"""The navigation of the site, read from the pages that list all others.

``docs/index.md`` and ``docs/index.zh.md`` name every page under a heading; the site has a tab for each heading of the second
level, a group for each of the third, and an entry for each link. A page that exists in English only appears in the Chinese
navigation too, marked so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

__all__ = ["INDEX", "Entry", "entries", "language", "navigations", "translation"]

INDEX = {"en": "index.md", "zh": "index.zh.md"}
HOME = {"en": "Home", "zh": "首页"}
IN_ENGLISH = "（英文）"

HEADING = re.compile(r"^(##|###) +(.+?) *$")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s#]+\.md)(?:#[^)]*)?\)")


@dataclass(frozen=True)
class Entry:
    """A page in the navigation: the headings above it, its title there, and where it is, seen from the index page."""

    headings: tuple[str, ...]
    title: str
    target: str


def language(src_uri: str) -> str:
    """Tell the language of a page from its name."""
    return "zh" if src_uri.endswith(".zh.md") else "en"


def translation(src_uri: str) -> str:
    """Name the same page in the other language, whether it exists or not."""
    return src_uri.removesuffix(".zh.md") + ".md" if src_uri.endswith(".zh.md") else src_uri.removesuffix(".md") + ".zh.md"


def entries(text: str) -> Iterator[Entry]:
    """Yield what an index page lists, each page once."""
    headings: list[str] = []
    seen: set[str] = set()
    for line in text.splitlines():
        heading = HEADING.match(line)
        if heading:
            level = len(heading[1]) - 2
            headings = [*headings[:level], heading[2]]
        for title, target in LINK.findall(line) if headings else ():
            if target not in seen:
                seen.add(target)
                yield Entry(tuple(headings), title[0].upper() + title[1:], target)


def navigations(files: Files, listed: dict[str, list[Entry]], below: dict[str, list[str]]) -> dict[str, Navigation]:
    """Build the navigation of each language.

    Parameters
    ----------
    files
        All files of the site; pages have been made for them.
    listed
        What the index page of each language lists, with targets by their path in the site.
    below
        Pages that a listed page leads to and that have an entry after it.

    Returns
    -------
    dict
        A navigation for ``en`` and ``zh``.
    """
    built = {}
    for lang, found in listed.items():
        homepage = _page(files, INDEX[lang])
        homepage.title = HOME[lang]
        items: list[Page | Section | Link] = [homepage]
        for entry in found:
            # A page that is not there is no entry; MkDocs warns of the link in the index page.
            if files.get_file_from_path(entry.target) is None:
                continue
            folder = _section(items, entry.headings)
            folder.append(_item(files, entry, lang))
            for target in below.get(entry.target, ()):
                child = _page(files, target)
                title = _first_heading(child)[lang]
                if lang == "en":
                    child.title = title
                folder.append(child if lang == "en" else Link(title, child.url))
        for item in items:
            _set_parents(item)
        pages = list(_pages(items))
        for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
            page.previous_page, page.next_page = before, after
        navigation = Navigation(items, pages)
        navigation.homepage = homepage
        built[lang] = navigation
    return built


def _page(files: Files, src_uri: str) -> Page:
    file: File | None = files.get_file_from_path(src_uri)
    if file is None or file.page is None:
        raise LookupError(f"{src_uri} is no page of the site")
    return file.page


def _item(files: Files, entry: Entry, lang: str) -> Page | Link:
    page = _page(files, entry.target)
    if language(entry.target) == lang:
        page.title = entry.title
        return page
    # A page stands in one navigation; the other one only points to it.
    marked = entry.title if entry.title.endswith(IN_ENGLISH) else f"{entry.title}{IN_ENGLISH}"
    return Link(marked if lang == "zh" else entry.title, page.url)


def _first_heading(page: Page) -> dict[str, str]:
    """Read the heading of a page; one in both languages has a middle dot between them."""
    heading = re.search(r"^# +(.+?) *$", page.file.content_string, re.MULTILINE)
    english, _, chinese = (heading[1] if heading else page.file.name).partition(" · ")
    return {"en": english, "zh": chinese or english}


def _section(items: list[Page | Section | Link], headings: tuple[str, ...]) -> list[Page | Section | Link]:
    """Give the list of what stands below these headings; make the sections that are missing."""
    for heading in headings:
        section = next((item for item in items if isinstance(item, Section) and item.title == heading), None)
        if section is None:
            section = Section(heading, [])
            items.append(section)
        items = section.children  # type: ignore[assignment]
    return items


def _set_parents(item: Page | Section | Link) -> None:
    for child in item.children or ():
        child.parent = item  # type: ignore[assignment]
        _set_parents(child)  # type: ignore[arg-type]


def _pages(items: Iterable[Page | Section | Link]) -> Iterator[Page]:
    for item in items:
        if isinstance(item, Page):
            yield item
        elif isinstance(item, Section):
            yield from _pages(item.children)  # type: ignore[arg-type]
