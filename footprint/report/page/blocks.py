"""The parts of a report as HTML: sections, paragraphs, facts, tables and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from footprint.errors import Language
from footprint.report.page.captions import CAPTIONS
from footprint.report.page.markup import attribute, cell, pair
from footprint.report.study.document import Block, Column, Facts, Figure, Number, Paragraph, Row, Section, Table, Text

__all__ = ["Writing", "blocks", "facts", "section"]

#: Tables of more columns are shown row by row on a phone.
WIDE = 3
#: Tables of more columns are set closer.
MANY = 5


@dataclass(slots=True)
class Writing:
    """What is counted and gathered while a page is written.

    Parameters
    ----------
    lang
        Language that is shown first.
    figures, tables
        How many there were so far.
    specs
        Specifications of the figures, by figure, layout and language: the page draws them.
    """

    lang: Language = "en"
    figures: int = 0
    tables: int = 0
    specs: dict[str, dict[str, Mapping[str, Any]]] = field(default_factory=dict)


def section(part: Section, number: str, writing: Writing, level: int = 2) -> Iterator[str]:
    """Write a section with its number and heading, and those below it."""
    heading = min(level, 6)
    yield f'<section class="section level-{level}" id={attribute(part.name)} data-section={attribute(part.name)}>'
    yield f'<h{heading}><span class="number">{number}</span> {pair(part.title)}</h{heading}>'
    yield from blocks(part.blocks, writing, weigh=part.name == "summary")
    for count, below in enumerate(part.sections, 1):
        yield from section(below, f"{number}.{count}", writing, level + 1)
    yield "</section>"


def blocks(parts: tuple[Block, ...], writing: Writing, weigh: bool = False) -> Iterator[str]:
    """Write what a section holds; `weigh` lets the numbers in its paragraphs stand out."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield f"<p>{pair(part.text, weigh)}</p>"
        elif isinstance(part, Facts):
            yield from facts(part)
        elif isinstance(part, Table):
            yield from _table(part, writing)
        else:
            yield from _figure(part, writing)


def facts(part: Facts) -> Iterator[str]:
    """Write names and values."""
    yield '<dl class="facts">'
    for name, value in part.rows:
        yield f"<div><dt>{pair(name)}</dt><dd>{cell(value)}</dd></div>"
    yield "</dl>"


def _table(part: Table, writing: Writing) -> Iterator[str]:
    writing.tables += 1
    kind = "table tree" if part.tree else "table wide" if len(part.columns) > WIDE else "table"
    if len(part.columns) > MANY:
        kind += " many"
    yield f'<div class="{kind}" id={attribute("table-" + part.name)} data-name={attribute(part.name)}>'
    yield '<div class="above">'
    yield f'<p class="caption"><b>{pair(CAPTIONS["table"])} {writing.tables}</b> {pair(part.caption)}</p>'
    yield f'<div class="tools">{_folding() if part.tree else ""}{_button("csv", CAPTIONS["csv"], CAPTIONS["csv title"])}</div></div>'
    yield '<div class="scroll"><table>'
    yield f'<caption class="unseen">{pair(part.caption)}</caption>'
    yield f"<thead><tr>{''.join(map(_heading, part.columns))}</tr></thead><tbody>"
    shares = _shares(part)
    yield from (_row(row, part, shares) for row in part.rows)
    yield "</tbody></table></div>"
    if part.note is not None:
        yield f'<p class="note">{pair(part.note)}</p>'
    yield "</div>"


def _folding() -> str:
    return _button("unfold", CAPTIONS["unfold"]) + _button("fold", CAPTIONS["fold"])


def _button(name: str, caption: Text, title: Text | None = None) -> str:
    more = "" if title is None else f"<span class=unseen> {pair(title)}</span>"
    return f'<button type="button" class="{name}">{pair(caption)}{more}</button>'


def _heading(column: Column) -> str:
    unit = "" if not column.unit or column.unit == column.title.en else f'<span class="unit">{cell(Text(column.unit, column.unit))}</span>'
    return f'<th scope="col"{_numeric(column)}><span class="title">{pair(column.title)}</span>{unit}</th>'


def _shares(table: Table) -> frozenset[int]:
    """Give the columns that hold shares of the whole and nothing else: there a bar says more than digits."""
    found = set()
    for place in range(1, len(table.columns)):
        numbers = [row.cells[place] for row in table.rows]
        known = [entry for entry in numbers if isinstance(entry, Number) and entry.value is not None]
        if known and all(entry.unit == "%" and not entry.signed and abs(entry.value or 0.0) <= 1.000001 for entry in known):
            found.add(place)
    return frozenset(found)


def _row(row: Row, table: Table, shares: frozenset[int]) -> str:
    written = []
    for place, (column, value) in enumerate(zip(table.columns, row.cells, strict=True)):
        inner = cell(value, column.unit)
        if place == 0:
            written.append(f'<th scope="row"><span class="name">{inner}</span></th>')
            continue
        share = ' data-share="1"' if place in shares and isinstance(value, Number) else ""
        unit = f" ({column.unit})" if column.unit and column.unit != column.title.en else ""
        labels = f" data-en={attribute(column.title.en + unit)} data-zh={attribute(column.title.zh + unit)}"
        written.append(f"<td{_numeric(column)}{labels}{share}>{inner and f'<span>{inner}</span>'}</td>")
    kind = ' class="total"' if row.total else ""
    depth = f' data-depth="{row.depth}"' if table.tree else ""
    return f"<tr{kind}{depth}>{''.join(written)}</tr>"


def _numeric(column: Column) -> str:
    return ' class="number"' if column.numeric else ""


def _figure(part: Figure, writing: Writing) -> Iterator[str]:
    writing.figures += 1
    kind = "drawing" if part.svg is not None else "chart"
    yield f'<figure class="{kind}" id={attribute(f"figure-{part.name}")} data-name={attribute(part.name)}>'
    label = f"aria-label={attribute(part.alt.text(writing.lang))} data-en={attribute(part.alt.en)} data-zh={attribute(part.alt.zh)}"
    if part.svg is not None:
        yield f'<div class="canvas" role="img" tabindex="0" {label}>'
        yield from (f'<div class="{lang}" lang="{lang}">{drawing}</div>' for lang, drawing in part.svg.items())
        yield "</div>"
    else:
        yield f'<div class="canvas" role="img" {label}></div>'
        for layout, specs in (("wide", part.spec), ("narrow", part.narrow)):
            if specs is not None:
                writing.specs.setdefault(part.name, {}).update({f"{layout}-{lang}": spec for lang, spec in specs.items()})
    zoom = "".join(_button(name, CAPTIONS[name]) for name in ("closer", "further", "whole")) if part.svg is not None else ""
    save = _button("svg", CAPTIONS["svg"], CAPTIONS["svg title"])
    yield f"<figcaption><span><b>{pair(CAPTIONS['figure'])} {writing.figures}</b> {pair(part.caption)}</span>"
    yield f'<span class="tools">{zoom}{save}</span></figcaption></figure>'
