"""A report in one language, as it stands on paper: numbered, every cell a text, columns with widths.

The PDF and the Word document are both made from this, so that they say the same under the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from footprint.errors import Language
from footprint.report.measuring import column_widths, is_crowded, is_tall
from footprint.report.study.document import Block, Cell, Column, Document, Facts, Figure, Number, Paragraph, Section, Table
from footprint.report.study.shown import shown

__all__ = ["WORDS", "PrintedBlock", "PrintedReport", "PrintedRow", "PrintedSection", "printed"]

#: Words that a writer on paper adds.
WORDS: dict[str, dict[Language, str]] = {
    "contents": {"en": "Contents", "zh": "目录"},
    "table": {"en": "Table", "zh": "表"},
    "figure": {"en": "Figure", "zh": "图"},
    "page": {"en": "Page {page} of {pages}", "zh": "第 {page} 页，共 {pages} 页"},
}


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a table: its texts, its level in a tree, whether it is a sum, and whether it may be cut between two pages."""

    cells: tuple[str, ...]
    depth: int = 0
    total: bool = False
    tall: bool = False


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block of a section.

    Parameters
    ----------
    kind
        ``paragraph`` (only `text`), ``facts`` (rows of two cells), ``table`` or ``figure``.
    name
        Of the table or the figure.
    number
        Of the table or the figure, counted through the report.
    text
        The sentences, or the caption.
    heads, numeric, widths, rows
        Of a table: the texts above the columns, which hold numbers, and their parts of the width, which sum to 1.
    note
        Below a table.
    small
        Whether a table is set in smaller letters.
    alt
        Of a figure: its content in words.
    """

    kind: Literal["paragraph", "facts", "table", "figure"]
    text: str = ""
    name: str = ""
    number: int = 0
    heads: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    widths: tuple[float, ...] = ()
    rows: tuple[PrintedRow, ...] = ()
    note: str = ""
    small: bool = False
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A heading and what stands below it up to the next: `level` counts from 1, `number` is such as ``2.1``."""

    level: int
    number: str
    name: str
    title: str
    blocks: tuple[PrintedBlock, ...]


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A whole report in one language.

    Parameters
    ----------
    value, unit
        The headline.
    facts
        What stands beside it.
    sections
        All of them in order of reading, those below another one behind it.
    figures
        By name.
    """

    lang: Language
    title: str
    subtitle: str
    value: str
    unit: str
    facts: PrintedBlock
    notices: tuple[str, ...]
    sections: tuple[PrintedSection, ...]
    figures: dict[str, Figure]


@dataclass
class _Counts:
    table: int = 0
    figure: int = 0


def printed(document: Document, lang: Language) -> PrintedReport:
    """Put numbers to a report and write all of it in one language.

    Parameters
    ----------
    document
        The report.
    lang
        Language of everything that is read.
    """
    counts, figures = _Counts(), {}
    sections = tuple(_sections(document.sections, "", 1, lang, counts))
    for figure in _figures(document.sections):
        figures[figure.name] = figure
    headline = document.headline
    return PrintedReport(
        lang=lang,
        title=document.title.text(lang),
        subtitle=document.subtitle.text(lang),
        value=shown(replace(headline, unit=""), lang),
        unit=headline.unit,
        facts=_facts(document.key_facts, lang),
        notices=tuple(notice.text(lang) for notice in document.notices),
        sections=sections,
        figures=figures,
    )


def _sections(sections: tuple[Section, ...], above: str, level: int, lang: Language, counts: _Counts) -> Iterator[PrintedSection]:
    for place, section in enumerate(sections, 1):
        number = f"{above}{place}"
        blocks = tuple(_block(block, lang, counts) for block in section.blocks)
        yield PrintedSection(level, number, section.name, section.title.text(lang), blocks)
        yield from _sections(section.sections, f"{number}.", level + 1, lang, counts)


def _figures(sections: tuple[Section, ...]) -> Iterator[Figure]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Figure))
        yield from _figures(section.sections)


def _block(block: Block, lang: Language, counts: _Counts) -> PrintedBlock:
    if isinstance(block, Paragraph):
        return PrintedBlock("paragraph", block.text.text(lang))
    if isinstance(block, Facts):
        return _facts(block, lang)
    if isinstance(block, Table):
        counts.table += 1
        return _table(block, lang, counts.table)
    counts.figure += 1
    return PrintedBlock("figure", block.caption.text(lang), block.name, counts.figure, alt=block.alt.text(lang))


def _facts(facts: Facts, lang: Language) -> PrintedBlock:
    widths = (0.3, 0.7)
    texts = ((name.text(lang), shown(cell, lang)) for name, cell in facts.rows)
    rows = tuple(PrintedRow(cells, tall=is_tall(cells, widths)) for cells in texts)
    return PrintedBlock("facts", numeric=(False, False), widths=widths, rows=rows)


def _table(table: Table, lang: Language, number: int) -> PrintedBlock:
    heads = tuple(_head(column, lang) for column in table.columns)
    texts = [tuple(_cells(row.cells, table.columns, lang)) for row in table.rows]
    numeric = tuple(column.numeric for column in table.columns)
    widths = column_widths([heads, *texts], numeric, [0, *(row.depth for row in table.rows)])
    rows = (PrintedRow(cells, row.depth, row.total, is_tall(cells, widths)) for cells, row in zip(texts, table.rows, strict=True))
    return PrintedBlock(
        "table",
        table.caption.text(lang),
        table.name,
        number,
        heads,
        numeric,
        widths,
        tuple(rows),
        table.note.text(lang) if table.note else "",
        is_crowded([heads, *texts]),
    )


def _head(column: Column, lang: Language) -> str:
    title = column.title.text(lang)
    # Half-width brackets in Chinese, too: a line may end before them.
    return f"{title} ({column.unit})" if column.unit else title


def _cells(cells: tuple[Cell, ...], columns: tuple[Column, ...], lang: Language) -> Iterator[str]:
    for cell, column in zip(cells, columns, strict=True):
        # The unit of a column stands above it, once.
        if isinstance(cell, Number) and column.unit and cell.unit == column.unit and cell.unit != "%":
            cell = replace(cell, unit="")
        yield shown(cell, lang)
