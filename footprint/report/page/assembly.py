"""The page as a whole: its frame, its policy, what it carries along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footprint.errors import Language
from footprint.report.page.blocks import Writing, facts, section
from footprint.report.page.captions import CAPTIONS
from footprint.report.page.embedding import font_faces, policy, resource, runtime
from footprint.report.page.markup import attribute, embedded_json, escaped, number, pair
from footprint.report.study.document import Document, Section, Text
from footprint.report.study.shown import shown

__all__ = ["page"]

_TAG = {"en": "en", "zh": "zh-CN"}


def page(document: Document, lang: Language = "en") -> str:
    """Write a report as one HTML page that needs no network.

    The page holds both languages and shows one of them; its figures are drawn by the browser from data in the page; tables
    fold, sort and are saved as CSV; all of `Document.data` is in the element ``page-data``. A content security policy allows only
    the scripts and styles that are part of it, and no request to anywhere.

    Parameters
    ----------
    document
        What the report says. Every text may hold anything: nothing of it becomes markup.
    lang
        Language that is shown first.

    Returns
    -------
    str
        The text of the file, to be written as UTF-8.
    """
    writing = Writing(lang)
    body = "\n".join(_body(document, lang, writing))
    specs = embedded_json(writing.specs)
    fonts = font_faces("".join(sorted({*body, *specs, *_ALWAYS})))
    styles, scripts = (fonts, resource("page.css")), (runtime(), resource("page.js")) if writing.specs else (resource("page.js"),)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{_TAG[lang]}" data-lang="{lang}" data-title-en={attribute(_title(document, "en"))}'
            f" data-title-zh={attribute(_title(document, 'zh'))} data-file={attribute(_file_name(document))}>",
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, styles)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escaped(_title(document, lang))}</title>",
            *(f"<style>{style}</style>" for style in styles),
            "</head>",
            "<body>",
            body,
            f'<script type="application/json" id="page-figures">{specs}</script>',
            f'<script type="application/json" id="page-captions">{_captions()}</script>',
            f'<script type="application/json" id="page-data">{embedded_json(document.data)}</script>',
            *(f"<script>{script}</script>" for script in scripts),
            "</body>",
            "</html>",
            "",
        )
    )


# Letters that the script writes, whatever the report says.
_ALWAYS = "".join(map(chr, range(32, 127))) + "−·×…±≤≥→“”‘’：，。（）、" + "".join(text.en + text.zh for text in CAPTIONS.values())


def _title(document: Document, lang: Language) -> str:
    return f"{document.title.text(lang)} · {document.subtitle.text(lang)}"


def _per(document: Document) -> Text:
    """Say of how much of the product the headline is."""
    declared = next((value for name, value in document.key_facts.rows if name.en == "Declared unit"), None)
    if declared is None:
        return CAPTIONS["per"]
    return Text(f"per {shown(declared, 'en')}", f"/ {shown(declared, 'zh')}")


def _file_name(document: Document) -> str:
    """Name files that the page saves after the product."""
    return re.sub(r"[^a-z0-9]+", "-", document.title.en.lower()).strip("-")[:60] or "footprint"


def _captions() -> str:
    return embedded_json({name: {"en": text.en, "zh": text.zh} for name, text in CAPTIONS.items()})


def _body(document: Document, lang: Language, writing: Writing) -> Iterator[str]:
    yield f'<a class="skip" href="#page-content">{pair(CAPTIONS["skip"])}</a>'
    yield from _bar(document, lang)
    yield '<div class="layout">'
    yield from _contents(document.sections)
    yield '<main id="page-content" tabindex="-1">'
    yield from _cover(document)
    for count, part in enumerate(document.sections, 1):
        yield from section(part, str(count), writing)
    yield "</main></div>"
    yield '<div id="page-tip" role="status" aria-live="polite" hidden></div>'


def _bar(document: Document, lang: Language) -> Iterator[str]:
    yield '<header class="bar">'
    yield f'<p class="running">{pair(document.title)}</p>'
    yield '<div class="tools">'
    yield f'<button type="button" id="page-exact" aria-pressed="false">{pair(CAPTIONS["exact"])}</button>'
    yield f'<button type="button" id="page-save">{pair(CAPTIONS["data"])}</button>'
    yield f'<button type="button" id="page-print">{pair(CAPTIONS["print"])}</button>'
    yield f'<div class="languages" role="group" aria-label={attribute(CAPTIONS["language"].text(lang))}>'
    for code, name in (("en", "English"), ("zh", "中文")):
        yield f'<button type="button" data-switch="{code}" lang="{_TAG[code]}" aria-pressed="{str(code == lang).lower()}">{name}</button>'
    yield "</div></div></header>"


def _contents(sections: tuple[Section, ...]) -> Iterator[str]:
    yield '<nav class="contents"><details open>'
    yield f"<summary>{pair(CAPTIONS['contents'])}</summary><ol>"
    for count, part in enumerate(sections, 1):
        yield f"<li><a href={attribute('#' + part.name)}><span>{count}</span> {pair(part.title)}</a></li>"
    yield "</ol></details></nav>"


def _cover(document: Document) -> Iterator[str]:
    yield '<section class="cover">'
    yield f'<p class="kind">{pair(document.subtitle)}</p>'
    yield f"<h1>{pair(document.title)}</h1>"
    if document.notices:
        yield f'<div class="notices" role="note"><b>{pair(CAPTIONS["notice"])}</b>'
        yield from (f"<p>{pair(notice)}</p>" for notice in document.notices)
        yield "</div>"
    yield f'<p class="headline">{number(document.headline)} <span class="per">{pair(_per(document))}</span></p>'
    yield from facts(document.key_facts)
    yield f"<noscript><p class=note>{pair(CAPTIONS['no script'])}</p></noscript>"
    yield "</section>"
