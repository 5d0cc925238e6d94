"""What MkDocs does differently for this site: files of the repository, two languages, drawings instead of Mermaid.

MkDocs calls each function here by its name at that point of the build; mkdocs.yml names this file. The modules beside it can be imported.
"""

from __future__ import annotations

import logging
import posixpath
import re
from pathlib import Path
from typing import Any

import drawings
import navigation
import repository
from interface import FOLDER, interface_pages, interface_summary
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from pymdownx.slugs import slugify
from search_words import write_word_ends

__all__ = ["on_files", "on_nav", "on_page_content", "on_page_context", "on_page_markdown", "on_post_build", "on_post_page"]

LOG = logging.getLogger("mkdocs.hooks.footprint")
ASSETS = Path(__file__).resolve().parent / "assets"
MERMAID = re.compile(r"^```mermaid\n.*?^```$", re.DOTALL | re.MULTILINE)
# `console status=1` is a remark to docs/examples.py; the site would take it for an option.
REMARK = re.compile(r"^( *```\w+) status=\d+$", re.MULTILINE)

# The line that leads to the other language in the repository; the site has a button for it.
TWIN = re.compile(r"^[(（]?\[(?:中文|English)\]\([^)]+\)[)）]?\n", re.MULTILINE)

# Where the figure of a model comes.
PLACE = '<div class="site-figure"></div>'

# What later steps of one build need of earlier ones.
known: dict[str, str] = {}
names: dict[str, str] = {}
navigation_of: dict[str, Navigation] = {}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what stands outside ``docs/``; give Chinese pages their folder; draw the supply chains of the models."""
    known.clear()
    pages = [Path(file.abs_src_path) for file in files.documentation_pages() if file.abs_src_path]
    for name in sorted(repository.outside(pages)):
        place = repository.place_on_the_site(name)
        files.append(File.generated(config, place, abs_src_path=str(repository.ROOT / name)))
        known[name] = place
    for asset in sorted(ASSETS.iterdir()):
        files.append(File.generated(config, f"assets/{asset.name}", abs_src_path=str(asset)))
    for face, content in drawings.fonts().items():
        files.append(File.generated(config, f"assets/fonts/{face}", content=content))
    for file in files:
        if file.abs_src_path and Path(file.abs_src_path).is_relative_to(repository.DOCS):
            known[Path(file.abs_src_path).relative_to(repository.ROOT).as_posix()] = file.src_uri
        if file.src_uri.endswith(".zh.md"):
            file.dest_uri = f"zh/{file.src_uri.removesuffix('.zh.md')}.html"
    for path in sorted((repository.ROOT / "product_models").glob("*.yaml")):
        files.append(File.generated(config, f"models/{path.stem}.svg", content=drawings.supply_chain(path)))
    for page, text in interface_pages(_error_link).items():
        files.append(File.generated(config, f"{FOLDER}/{page}.md", content=text))
    names.clear()
    names.update({place: name for name, place in known.items()})
    return files


def _error_link(cls: type[Any]) -> str:
    """Link to an error class in the error reference, or nowhere for a root that has no entry."""
    if not cls.code:
        return ""
    severity = "" if cls.severity.value == "error" else f" ({cls.severity.value})"
    heading = f"{cls.code}: {cls.title['en']} · {cls.title['zh']}{severity}".replace("`", "")
    return f"../errors.md#{slugify(case='lower')(heading, '-')}"


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Take the navigation from the index pages."""
    listed, below = {}, {}
    for lang, index in navigation.INDEX.items():
        text = (repository.DOCS / index).read_text(encoding="utf-8")
        listed[lang] = [
            navigation.Entry(entry.headings, entry.title, repository.place_on_the_site(posixpath.normpath(f"docs/{entry.target}")))
            for entry in navigation.entries(text)
        ]
    for file in files.documentation_pages():
        folder, base = posixpath.split(file.src_uri)
        if base == "index.md" and folder:
            text = (repository.DOCS / file.src_uri).read_text(encoding="utf-8")
            below[file.src_uri] = [posixpath.join(folder, name) for name in dict.fromkeys(repository.links(text)) if "/" not in name]
    packages = (place for place in known.values() if place.startswith("inventories/") and place.endswith(".md"))
    below["reference/inventories.md"] = sorted(packages)
    below["reference/python-api.md"] = [file.src_uri for file in files.documentation_pages() if file.src_uri.startswith(f"{FOLDER}/")]
    navigation_of.update(navigation.navigations(files, listed, below))
    shown = {page.file.src_uri for page in _all_pages()}
    for file in files.documentation_pages():
        if file.src_uri not in shown:
            LOG.warning("%s is in no index page (docs/index.md, docs/index.zh.md) and so not in the navigation", file.src_uri)
    return navigation_of["en"]


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links to where things stand on the site; show drawings of a model; name the pages of the Python interface."""
    name = names.get(page.file.src_uri)
    if name is None:
        return markdown
    folder, base = posixpath.split(page.file.src_uri)
    drawing = f"{base.removesuffix('.md')}.svg"
    if folder == "models" and files.get_file_from_path(f"models/{drawing}"):
        title = "Supply chain · 供应链"
        markdown = MERMAID.sub(f"[![{title}]({drawing}){{ .drawing }}]({drawing})", markdown)
        markdown = markdown.replace("\n## Hotspots", f"\n{PLACE}\n\n## Hotspots", 1)
    if page.file.src_uri == "reference/python-api.md":
        markdown += "\n## All packages\n\n" + "".join(
            f"* [{page}](python/{page}.md): {told}\n" for page, told in interface_summary().items()
        )
    return REMARK.sub(r"\1", repository.turned(TWIN.sub("", markdown, count=1), name, known))


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give each page the navigation of its language and the way to the other one."""
    lang = navigation.language(page.file.src_uri)
    if page.file.src_uri == navigation.INDEX[lang]:
        context["hero_drawing"] = [drawings.sankey(_model("cement"), lang, narrow) for narrow in (False, True)]
        context["report"] = "reports/cement.html" if lang == "en" else "reports/cement.zh.html"
        context["first_model"] = _in_language("tutorials/first-model.md", lang).url
    context["nav"] = navigation_of[lang]
    context["language"] = lang
    context["translations"] = _translations(page, lang)
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put the figure of a model into its page: so late, that the search does not take its labels for text."""
    if PLACE not in output:
        return output
    drawing = drawings.sankey(_model(page.file.name), "en")
    caption = "Where it comes from, kg CO2e per declared unit · 从何而来"
    return output.replace(PLACE, f'<figure class="site-figure"><div>{drawing}</div><figcaption>{caption}</figcaption></figure>')


def _model(name: str) -> Path:
    return repository.ROOT / "product_models" / f"{name}.yaml"


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lay the first page out in cards: one for each group of pages."""
    if page.file.src_uri not in navigation.INDEX.values():
        return html
    page.meta["template"] = "home.html"
    heading, *sections = re.split(r"(?=<h2)", html)
    # What stands before the first section says the same as the top of this page, but for those who read it in the repository.
    title = heading.partition("</h1>")[0] + "</h1>"
    return title + "".join(f'<section class="site-section">{_cards(section)}</section>' for section in sections)


def _cards(section: str) -> str:
    before, *groups = re.split(r"(?=<h3)", section)
    # A section without groups is one card.
    if not groups:
        before, heading_end, rest = section.partition("</h2>")
        before, groups = before + heading_end, [rest]
    return (
        f"<div>{before}</div>"
        + '<div class="site-cards">'
        + "".join(f'<div class="site-card">{group}</div>' for group in groups)
        + "</div>"
    )


def _in_language(src_uri: str, lang: str) -> Page:
    """Find a page in this language, or in English."""
    wanted = navigation.translation(src_uri) if lang == "zh" else src_uri
    return next(page for name in (wanted, src_uri) for page in _all_pages() if page.file.src_uri == name)


def _translations(page: Page, lang: str) -> list[dict[str, Any]]:
    other = "en" if lang == "zh" else "zh"
    twin = next((found for found in _all_pages() if found.file.src_uri == navigation.translation(page.file.src_uri)), None)
    target = twin or navigation_of[other].homepage
    assert target is not None
    named = {"en": "English", "zh": "中文"}
    return [
        {"lang": lang, "name": named[lang], "url": page.url, "same": True},
        {"lang": other, "name": named[other], "url": target.url, "same": twin is not None},
    ]


def _all_pages() -> list[Page]:
    return [page for built in navigation_of.values() for page in built.pages]


@event_priority(-50)
def on_post_build(config: MkDocsConfig) -> None:
    """Mark the words of Chinese texts, after the search has written its index; write the report to look at."""
    write_word_ends(Path(config.site_dir) / "search" / "search_index.json")
    drawings.reports(_model("cement"), Path(config.site_dir) / "reports")
