"""A report made by hand, with all that is hard to write: markup, long codes, trees, many rows, characters that no font has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footprint.errors import Language
from footprint.report.study.document import Cell, Column, Document, Facts, Figure, Number, Paragraph, Row, Section, Table, Text
from footprint.report.study.shown import shown

__all__ = ["DOCUMENT", "HOSTILE", "figures", "sections", "tables", "words_of"]

#: A name that would be a command, a formula, a link or a tag to somebody.
HOSTILE = '<b>bold</b> &amp; #panic("x") $x$ *a* _b_ `c` [link](http://example.org) {{7*7}} =1+1 \\u0041 ]]> “quoted”'

_SPEC = {
    "width": 700,
    "height": 120,
    "padding": 10,
    "marks": [
        {
            "type": "rect",
            "encode": {
                "enter": {"x": {"value": 120}, "x2": {"value": 600}, "y": {"value": 20}, "y2": {"value": 60}, "fill": {"value": "#0072B2"}}
            },
        }
    ],
}


def _text(lang: Language, words: str) -> dict[str, object]:
    mark = {
        "type": "text",
        "encode": {"enter": {"x": {"value": 10}, "y": {"value": 45}, "text": {"value": words}, "font": {"value": "Footprint Sans"}}},
    }
    return {**_SPEC, "marks": [*_SPEC["marks"], mark], "description": lang}  # type: ignore[misc]


_TREE = Table(
    "tree",
    Text("What the product is made of", "产品的构成"),
    (Column(Text("Part", "组成")), Column(Text("Contribution", "贡献"), "kg CO2e", True), Column(Text("Share", "占比"), "", True)),
    (
        *(
            Row((f"clinker/inputs/fuel_{place}", Number(400.0 / (place + 1)), Number(0.5 / (place + 1), "%")), depth=place % 4)
            for place in range(90)
        ),
        Row((Text("Total", "合计"), Number(729.1234), Number(1.0, "%")), total=True),
    ),
    note=Text("Credits keep their sign.", "抵扣保留负号。"),
    tree=True,
)
_DIGESTS = Table(
    "digests",
    Text("Digests", "摘要"),
    (Column(Text("File", "文件")), Column(Text("SHA-256", "SHA-256"))),
    tuple(Row((f"inventories/cn-electricity/{place}.csv", f"{place}c5de01a" * 8)) for place in range(3)),
)
_HARD = Table(
    "hard",
    Text("What is hard to set", "难以排版的内容"),
    tuple(Column(Text(f"Column {place}", f"第 {place} 列"), numeric=place > 6) for place in range(9)),
    (
        Row(
            (
                HOSTILE,
                "x" * 300,
                Text("word " * 200, "长文本" * 200),
                "–",
                "a/b",
                "",
                Text("so", "是"),
                Number(None, why=Text("unmeasured", "未测量")),
                Number(-1.0),
            )
        ),
        Row((Text("plain", "普通"), *(str(place) for place in range(6)), Number(1e-9), Number(12.0, "kg", signed=True))),
    ),
)

DOCUMENT = Document(
    title=Text(f"Cement {HOSTILE}", f"水泥 {HOSTILE}"),
    subtitle=Text("Study report", "研究报告"),
    headline=Number(729.0637, "kg CO2e"),
    key_facts=Facts(((Text("Declared unit", "声明单位"), "1 t"), (Text("Producer", "生产者"), Text("Works \U0001f600", "工厂\U0001f600")))),
    notices=(Text("Demonstration data take part.", "结果中含有演示数据。"),),
    sections=(
        Section(
            "summary",
            Text("Summary", "摘要"),
            (
                Paragraph(Text(f"The kiln makes most of it. {HOSTILE}", f"窑炉占大部分。{HOSTILE}")),
                Facts(((Text("Largest part", "最大部分"), Number(428.0, "kg CO2e")),)),
            ),
            (
                Section(
                    "flow",
                    Text("Where it flows", "流向"),
                    (
                        Figure(
                            "bars",
                            Text("One bar", "一根条"),
                            Text("One bar of 480 pixels", "一根 480 像素的条"),
                            spec={"en": _text("en", "Kiln"), "zh": _text("zh", "窑炉")},
                        ),
                    ),
                    (Section("deep", Text("Deeper", "更深"), (_TREE,)),),
                ),
            ),
        ),
        Section("provenance", Text("Provenance", "溯源"), (Paragraph(Text("Documents that are cited:", "引用的文件：")), _DIGESTS, _HARD)),
    ),
    data={"en": {}, "zh": {}},
)


def sections(document: Document) -> Iterator[tuple[str, int, Section]]:
    """Give number, level and section of every section, in order of reading."""

    def below(several: tuple[Section, ...], above: str, level: int) -> Iterator[tuple[str, int, Section]]:
        for place, section in enumerate(several, 1):
            yield f"{above}{place}", level, section
            yield from below(section.sections, f"{above}{place}.", level + 1)

    yield from below(document.sections, "", 1)


def tables(document: Document) -> list[Table]:
    return [block for _, _, section in sections(document) for block in section.blocks if isinstance(block, Table)]


def figures(document: Document) -> list[Figure]:
    return [block for _, _, section in sections(document) for block in section.blocks if isinstance(block, Figure)]


def words_of(document: Document, lang: Language) -> Iterator[str]:
    """Give every text of a report as it is to be read, without the figures' own."""
    yield document.title.text(lang)
    yield document.subtitle.text(lang)
    yield from (notice.text(lang) for notice in document.notices)
    yield from _facts(document.key_facts, lang)
    for _, _, section in sections(document):
        yield section.title.text(lang)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text.text(lang)
            elif isinstance(block, Facts):
                yield from _facts(block, lang)
            elif isinstance(block, Figure):
                yield block.caption.text(lang)
            else:
                yield block.caption.text(lang)
                yield from (column.title.text(lang) for column in block.columns)
                yield from (_cell(cell, lang) for row in block.rows for cell in row.cells)
                yield block.note.text(lang) if block.note else ""


def _facts(facts: Facts, lang: Language) -> Iterator[str]:
    for name, cell in facts.rows:
        yield name.text(lang)
        yield _cell(cell, lang)


def _cell(cell: Cell, lang: Language) -> str:
    return re.sub(r"\s+", " ", shown(cell, lang)).strip()
