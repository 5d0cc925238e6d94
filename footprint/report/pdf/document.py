"""The PDF of a report."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from importlib import resources
from typing import Any, Final

from footprint.errors import Language
from footprint.report.figures.drawing import figure_svg
from footprint.report.measuring import breakable, fitted, glued
from footprint.report.printing import WORDS, PrintedBlock, PrintedReport, printed
from footprint.report.study.document import Document
from footprint.typeset import printable, typeset
from footprint.typeset.typesetting import Standard

__all__ = ["Pages", "pdf"]

#: Lines of contents that stand in one column.
_ONE_COLUMN = 24
#: What is not read as words on the page.
_AS_IT_IS = ("file", "name", "kind", "alt", "keywords", "running", "foot", "subtitle", "lang", "words", "document")
#: In drawings, whose letters have been measured, for what the fonts do not have.
_BOX = "□"
#: For archives, and for those who have a page read to them.
_STANDARDS: Final[tuple[Standard, ...]] = ("a-2a", "ua-1")
_SIZE = re.compile(r'<svg\b[^>]*?\sviewBox="[\d.eE+-]+[ ,]+[\d.eE+-]+[ ,]+(?P<width>[\d.eE+]+)[ ,]+(?P<height>[\d.eE+]+)"')


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF, and the characters that its fonts do not have, which it shows by their numbers; drawings show boxes."""

    content: bytes
    replaced: tuple[str, ...]


def pdf(document: Document, lang: Language, at: date) -> Pages:
    """Typeset a report with contents, numbered pages and figures that are no pixels, as PDF/A-2a and PDF/UA-1.

    Parameters
    ----------
    document
        The report.
    lang
        Its language.
    at
        The date that the file says it was made: the same report at the same date gives the same bytes.

    Raises
    ------
    TypstMissing, NotTypeset
        See `footprint.typeset`.
    """
    report = printed(document, lang)
    files = {f"{name}.svg": figure_svg(figure, lang) for name, figure in report.figures.items()}
    checked = printable(_data(report, files))
    drawn = printable(files, instead=_BOX)
    source = resources.files("footprint.report.pdf").joinpath("report.typ").read_text(encoding="utf-8")
    content = {"data.json": json.dumps(_breakable(checked.data), ensure_ascii=False).encode("utf-8")}
    drawings = {name: svg.encode("utf-8") for name, svg in drawn.data.items()}
    pages = typeset(source, {**content, **drawings}, datetime.combine(at, time(), UTC), _STANDARDS)
    return Pages(pages, tuple(sorted({*checked.replaced, *drawn.replaced})))


def _data(report: PrintedReport, files: dict[str, str]) -> dict[str, Any]:
    """Give what the source reads."""
    data = asdict(report)
    del data["figures"]
    data["facts"] = data["facts"]["rows"]
    data["words"] = {name: word[report.lang] for name, word in WORDS.items()}
    data["document"] = report.title.strip() or "–"
    data["keywords"] = [report.subtitle]
    data["running"] = report.title if len(report.title) <= 80 else report.title[:79] + "…"
    data["foot"] = f"{report.value} {report.unit}"
    data["column"] = _second_column(report)
    for section, plain in zip(report.sections, data["sections"], strict=True):
        for block, entry in zip(section.blocks, plain["blocks"], strict=True):
            # What announces the next block stays with it.
            entry["leads"] = block.kind == "paragraph" and block.text.rstrip().endswith((":", "："))
            if block.kind == "figure":
                entry |= _placed(block, files[f"{block.name}.svg"])
    return data


def _second_column(report: PrintedReport) -> int:
    """Give the place of the section that begins the second column of the contents; -1 where one column is enough."""
    listed = [place for place, section in enumerate(report.sections) if section.level < 3]
    if len(listed) <= _ONE_COLUMN:
        return -1
    tops = [place for place in listed if report.sections[place].level == 1]
    return min(tops, key=lambda place: abs(listed.index(place) - len(listed) / 2))


def _placed(block: PrintedBlock, svg: str) -> dict[str, Any]:
    """Say how large a drawing is set."""
    size = _SIZE.search(svg)
    width, height = (float(size["width"]), float(size["height"])) if size else (640.0, 400.0)
    return {"file": f"{block.name}.svg", **asdict(fitted(width, height))}


def _breakable(data: Any) -> Any:
    """Let codes and digests end lines; file names of drawings stay as they are."""
    if isinstance(data, str):
        return breakable(glued(data))
    if isinstance(data, dict):
        return {key: value if key in _AS_IT_IS else _breakable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_breakable(value) for value in data]
    return data
