"""The parts of a report, whatever it is written in: HTML, PDF and Word show the same document.

Everything that is read stands in English and in Chinese (`Text`); numbers stay numbers until a writer prints them, so that a page can
show the exact value on demand and no two writers round differently (`shown`). The document holds data only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from footprint.errors import Language

__all__ = ["Block", "Cell", "Column", "Document", "Facts", "Figure", "Number", "Paragraph", "Row", "Section", "Table", "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """What is read, in both languages; a name that has one language only stands in both.

    Parameters
    ----------
    en, zh
        Plain text, never markup.
    """

    en: str
    zh: str

    def text(self, lang: Language) -> str:
        """Give the text in a language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit.

    Parameters
    ----------
    value
        ``None`` where it is not known.
    unit
        As people write it; ``"%"`` means that `value` is a fraction.
    why
        Why it is not known.
    signed
        Whether a plus sign is printed: changes.
    """

    value: float | None
    unit: str = ""
    why: Text | None = None
    signed: bool = False


Cell = Text | Number | str
"""A string is a name that has no translation: an exchange id, a code, a digest."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers of one unit have it in the heading."""

    title: Text
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Parameters
    ----------
    cells
        As many as the table has columns.
    depth
        Level in a tree; 0 in a plain table.
    total
        Whether the row is the sum of the others, or the remainder that completes it.
    """

    cells: tuple[Cell, ...]
    depth: int = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: Text


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one below the other."""

    rows: tuple[tuple[Text, Cell], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Parameters
    ----------
    name
        Stable name in lower case with hyphens: id in the page, name of the CSV file.
    note
        What has to be said of the table, below it.
    tree
        Whether rows have depths and may be folded.
    """

    name: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Text | None = None
    tree: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture.

    Parameters
    ----------
    name
        Stable name in lower case with hyphens: id in the page, name of the file.
    caption
        What is seen, in one or two sentences: what to take from it.
    alt
        What it shows, for those who do not see it: the main numbers in words.
    spec
        By language: a Vega specification as plain data; ``None`` where `svg` is given.
    svg
        By language: a finished drawing (the supply chain).
    narrow
        By language: the same as `spec`, laid out for a phone (350 px wide in all; `spec` is 860 px).
    """

    name: str
    caption: Text
    alt: Text
    spec: Mapping[Language, Mapping[str, Any]] | None = None
    svg: Mapping[Language, str] | None = None
    narrow: Mapping[Language, Mapping[str, Any]] | None = None


Block = Paragraph | Facts | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading.

    Parameters
    ----------
    name
        Stable name in lower case with hyphens; the anchor in the page.
    blocks
        What it holds, in order.
    sections
        Sections below it.
    """

    name: str
    title: Text
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Parameters
    ----------
    title, subtitle
        Name of the product, and what the report is.
    headline
        The footprint per declared unit.
    key_facts
        What stands beside the headline: declared unit, boundary, period, producer, method.
    sections
        In order of reading.
    notices
        What must be seen on the first page: demonstration data, open errors.
    data
        The result and the analyses as plain data, as ``--json`` prints them; a page carries them along.
    """

    title: Text
    subtitle: Text
    headline: Number
    key_facts: Facts
    sections: tuple[Section, ...]
    notices: tuple[Text, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
