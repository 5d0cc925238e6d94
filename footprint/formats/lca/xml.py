"""XML of others: no document types, no entities, bounded depth; elements by their local names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from footprint.errors import Place
from footprint.formats.lca.errors import DtdRefused, LcaNotReadable, TooMuch, WrongEncoding
from footprint.formats.lca.values import visible

__all__ = ["DEPTH_LIMIT", "attribute", "child", "children", "elements", "local", "path_text", "root_name", "text_in"]

DEPTH_LIMIT = 60
"""Levels of nesting; the formats have a dozen."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_BAD_ENCODING = ("unknown encoding", "encoding specified", "multi-byte")


def local(tag: object) -> str:
    """Give a tag without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def elements(content: bytes, place: Place, *names: str) -> Iterator[Element]:
    """Yield the elements of these local names when they are complete, and forget them afterwards.

    Raises
    ------
    DtdRefused, LcaNotReadable, TooMuch, WrongEncoding
        The file is not to be read, or cannot be.
    """
    depth = 0
    inside = 0
    trail: list[Element] = []
    for event, element in _events(content, place):
        if event == "start":
            depth += 1
            trail.append(element)
            if depth > DEPTH_LIMIT:
                raise TooMuch(place, file=place.file, limit=DEPTH_LIMIT, what_en="levels of nesting", what_zh="嵌套层数")
            inside += local(element.tag) in names
            continue
        depth -= 1
        trail.pop()
        if local(element.tag) in names:
            inside -= 1
            if not inside:
                yield element
        if not inside and depth:
            element.clear()
            if trail:
                trail[-1].remove(element)


def root_name(content: bytes, place: Place) -> tuple[str, str]:
    """Give the local names of the root element and of the first element in it."""
    names: list[str] = []
    for event, element in _events(content, place):
        if event == "start":
            names.append(local(element.tag))
        if len(names) == 2 or event == "end":
            break
    return names[0] if names else "", names[1] if len(names) > 1 else ""


def _events(content: bytes, place: Place) -> Iterator[tuple[str, Element]]:
    try:
        yield from iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise DtdRefused(place, file=place.file) from None
    except ParseError as error:
        reason = str(error).partition(":")[0]
        line, column = error.position
        where = Place(place.file, line, column + 1)
        if any(sign in str(error) for sign in _BAD_ENCODING):
            raise WrongEncoding(where, file=place.file, encoding=_declared(content)) from None
        if "not well-formed" in reason and not _decodes(content):
            raise WrongEncoding(where, file=place.file, encoding=_declared(content)) from None
        raise LcaNotReadable(where, file=place.file, why_en=f"it is not XML ({reason})", why_zh=f"不是格式正确的 XML（{reason}）") from None
    except (LookupError, ValueError):
        raise WrongEncoding(place, file=place.file, encoding=_declared(content)) from None


def _declared(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    head = content[:200].decode("latin-1")
    for quote in "\"'":
        _, found, rest = head.partition(f"encoding={quote}")
        if found:
            return rest.partition(quote)[0][:40]
    return "UTF-8"


def _decodes(content: bytes) -> bool:
    try:
        content.decode(_declared(content))
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def children(element: Element | None, name: str) -> list[Element]:
    """Give the children of a local name."""
    return [] if element is None else [inner for inner in element if local(inner.tag) == name]


def child(element: Element | None, *path: str) -> Element | None:
    """Go down a path of local names; None where it ends early."""
    for name in path:
        found = children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def text_in(element: Element | None, name: str, lang: str = "en") -> str:
    """Give the text of a child; of several, that in the language, else the first without one, else the first.

    A Chinese text is only given where it is asked for, or is the only one.
    """
    found = [inner for inner in children(element, name) if _text(inner)]
    for wanted in (lang, ""):
        for inner in found:
            if inner.get(XML_LANG, "").partition("-")[0].lower() == wanted:
                return _text(inner)
    return _text(found[0]) if found and lang == "en" else ""


def path_text(element: Element | None, *path: str) -> str:
    """Give the text at the end of a path of local names."""
    return text_in(child(element, *path[:-1]) if path[:-1] else element, path[-1])


def attribute(element: Element | None, *names: str) -> str:
    """Give the first of these attributes that is there and not empty, whatever its namespace."""
    if element is None:
        return ""
    for name in names:
        value = element.get(name)
        if value is None:
            value = next((found for key, found in element.attrib.items() if local(key) == name), "")
        shown = visible(value)
        if shown:
            return shown
    return ""


def _text(element: Element) -> str:
    return visible(element.text or "")
