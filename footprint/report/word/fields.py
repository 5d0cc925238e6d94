"""Fields of a Word document: what Word computes itself, with the text that stands there until it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import docx.document
    from docx.text.paragraph import Paragraph

__all__ = ["add_contents", "add_field", "bookmark"]


def add_field(paragraph: Paragraph, instruction: str, shown: str, *, bold: bool = False) -> None:
    """Add a field to a paragraph.

    Parameters
    ----------
    paragraph
        Where.
    instruction
        Such as ``PAGE``.
    shown
        What stands there until Word computes it.
    bold
        Whether it is set in bold type.
    """
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if bold:
            run.bold = True
        if kind == "shown":
            run.text = text
        elif kind:
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
        else:
            instructed = _element("w:instrText", {"xml:space": "preserve"})
            instructed.text = f" {text} "
            run._r.append(instructed)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Make a paragraph a target of links."""
    start = _element("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    first = paragraph._p.find(_qualified("w:r"))
    assert first is not None
    first.addprevious(start)
    paragraph._p.append(_element("w:bookmarkEnd", {"w:id": str(number)}))


def add_contents(made: docx.document.Document, entries: Sequence[tuple[int, str, str]]) -> None:
    """Add a table of contents that leads to the headings at once, and gets its page numbers when its field is updated (F9).

    Parameters
    ----------
    made
        The document.
    entries
        Level, text and bookmark of each heading.
    """
    for place, (level, text, target) in enumerate(entries):
        paragraph = made.add_paragraph(style=f"toc {level}")
        if place == 0:
            _append_chars(paragraph, "begin", r'TOC \o "1-2" \h \z \u', "separate")
        link = _element("w:hyperlink", {"w:anchor": target, "w:history": "1"})
        run = paragraph.add_run(text)
        link.append(run._r)
        paragraph._p.append(link)
        if place == len(entries) - 1:
            _append_chars(paragraph, "end")


def _append_chars(paragraph: Paragraph, *parts: str) -> None:
    for part in parts:
        run = paragraph.add_run()
        if part in ("begin", "separate", "end"):
            run._r.append(_element("w:fldChar", {"w:fldCharType": part}))
        else:
            instructed = _element("w:instrText", {"xml:space": "preserve"})
            instructed.text = f" {part} "
            run._r.append(instructed)


def _element(tag: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set("{http://www.w3.org/XML/1998/namespace}space" if name == "xml:space" else _qualified(name), value)
    return element


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))
