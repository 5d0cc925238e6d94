"""The Word document of a report."""

from __future__ import annotations

import io
import struct
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from footprint.errors import Language
from footprint.report.figures.drawing import figure_png
from footprint.report.measuring import fitted
from footprint.report.printing import WORDS, PrintedBlock, PrintedReport, PrintedSection, printed
from footprint.report.study.document import Document
from footprint.report.word.fields import add_contents, add_field, bookmark
from footprint.report.word.package import repacked
from footprint.report.word.styles import set_up_styles
from footprint.report.word.tables import add_facts, add_table, clean

if TYPE_CHECKING:
    import docx.document

__all__ = ["word"]

#: Resolution of figures in dots per pixel of the drawing, and the most characters that stand for one.
_SCALE, _DESCRIBED_IN = 2.5, 4000


def word(document: Document, lang: Language, at: date) -> bytes:
    """Write a report as a Word document.

    Parameters
    ----------
    document
        The report.
    lang
        Its language.
    at
        The date that the file says it was made: the same report at the same date gives the same bytes.
    """
    import docx

    report = printed(document, lang)
    made = docx.Document()
    set_up_styles(made)
    _set_up_page(made, report)
    _first_page(made, report)
    for place, section in enumerate(report.sections):
        heading = made.add_heading(_numbered(section), level=min(section.level, 4))
        bookmark(heading, f"section_{place}", place + 1)
        for block in section.blocks:
            _add(made, report, block)
    moment = datetime.combine(at, time(), UTC).replace(tzinfo=None)
    core = made.core_properties
    core.title, core.subject, core.author, core.last_modified_by = clean(report.title)[:255], clean(report.subtitle)[:255], "", ""
    core.comments, core.keywords, core.language, core.revision = "", "", "zh-CN" if lang == "zh" else "en-GB", 1
    core.created = core.modified = moment
    relations = made.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        # A picture of the empty template.
        del relations[name]
    saved = io.BytesIO()
    made.save(saved)
    return repacked(saved.getvalue())


def _numbered(section: PrintedSection) -> str:
    return f"{section.number}\u2002{clean(section.title)}"


def _set_up_page(made: docx.document.Document, report: PrintedReport) -> None:
    """A4, the title above and the page number below."""
    from docx.shared import Cm

    section = made.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    section.different_first_page_header_footer = False
    head = section.header.paragraphs[0]
    head.style = made.styles["Header"]
    head.add_run(f"{clean(report.title)[:100]} · {clean(report.subtitle)}")
    foot = section.footer.paragraphs[0]
    foot.style = made.styles["Footer"]
    before, _, rest = WORDS["page"][report.lang].partition("{page}")
    between, _, behind = rest.partition("{pages}")
    foot.add_run(before)
    add_field(foot, "PAGE", "1")
    foot.add_run(between)
    add_field(foot, "NUMPAGES", "1")
    foot.add_run(behind)


def _first_page(made: docx.document.Document, report: PrintedReport) -> None:
    made.add_paragraph(clean(report.subtitle), style="Subtitle")
    made.add_paragraph(clean(report.title), style="Title")
    for notice in report.notices:
        made.add_paragraph(clean(notice), style="Report Notice")
    headline = made.add_paragraph(style="Report Headline")
    headline.add_run(report.value)
    headline.add_run(f" {report.unit}").style = made.styles["Report Headline Unit"]
    add_facts(made, report.facts)
    made.add_paragraph(WORDS["contents"][report.lang], style="Report Contents Heading")
    entries = [(section.level, _numbered(section), place) for place, section in enumerate(report.sections)]
    add_contents(made, [(level, text, f"section_{place}") for level, text, place in entries if level <= 2])


def _add(made: docx.document.Document, report: PrintedReport, block: PrintedBlock) -> None:
    if block.kind == "paragraph":
        paragraph = made.add_paragraph(clean(block.text))
        if block.text.rstrip().endswith((":", "：")):
            paragraph.paragraph_format.keep_with_next = True
    elif block.kind == "facts":
        add_facts(made, block)
    elif block.kind == "table":
        _caption(made, report.lang, block, "table")
        add_table(made, block)
        made.add_paragraph(clean(block.note), style="Report Note" if block.note else "Report Space")
    else:
        _figure(made, report, block)


def _caption(made: docx.document.Document, lang: Language, block: PrintedBlock, kind: str) -> None:
    """Add a caption that numbers a table or a figure with a field, so that what an editor inserts is counted, too."""
    caption = made.add_paragraph(style="Caption")
    # The caption of a table stands with the table below it; that of a figure with the picture above.
    caption.paragraph_format.keep_with_next = kind == "table"
    label = caption.add_run(f"{WORDS[kind][lang]} ")
    label.bold = True
    add_field(caption, f"SEQ {kind.capitalize()} \\* ARABIC", str(block.number), bold=True)
    caption.add_run(f"\u2002{clean(block.text)}")


def _figure(made: docx.document.Document, report: PrintedReport, block: PrintedBlock) -> None:
    from docx.shared import Mm

    png = figure_png(report.figures[block.name], report.lang, scale=_SCALE)
    size = fitted(*(pixels / _SCALE for pixels in struct.unpack(">II", png[16:24])))
    if size.turned:
        _turn(made, turned=True)
    paragraph = made.add_paragraph(style="Report Figure")
    picture: Any = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(size.width))
    described = picture._inline.docPr
    described.set("name", block.name)
    described.set("descr", clean(block.alt)[:_DESCRIBED_IN])
    _caption(made, report.lang, block, "figure")
    if size.turned:
        _turn(made, turned=False)


def _turn(made: docx.document.Document, *, turned: bool) -> None:
    """Begin a new page, turned or upright."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section = made.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if turned else (Mm(210), Mm(297))
