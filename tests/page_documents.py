"""Reports to make pages of: a small one of which every number is known, and one whose every name is an attack."""

from __future__ import annotations

from footprint.report.study.document import (
    Block,
    Column,
    Document,
    Facts,
    Figure,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)

__all__ = ["ATTACKS", "BARS", "LEAVES", "hostile", "small"]

#: What the small report says of its leaves; one is a credit, one is unknown.
LEAVES: tuple[tuple[str, float | None], ...] = (
    ("kiln/inputs/coal", 247.60312345678902),
    ("kiln/inputs/power", 15.7),
    ("mill/inputs/power", 21.953),
    ("kiln/emissions/co2", 428.0),
    ("mill/outputs/heat", -3.25),
    ("mill/inputs/bags", None),
)

BARS = tuple((name, value) for name, value in LEAVES if value is not None)

#: Texts that were written to break out of wherever they are put.
ATTACKS = (
    "<script>window.hurt = 1</script>",
    "</script><script>window.hurt = 2</script>",
    "\"><img src=x onerror='window.hurt = 3'>",
    "' onmouseover='window.hurt = 4' x='",
    "</style><svg onload='window.hurt = 5'>",
    "<!-- --><template><b>",
    "javascript:window.hurt = 6",
    '=HYPERLINK("http://example.org")',
    "]]>&lt;b&gt;&#60;script&#62;",
    "{{constructor.constructor('window.hurt = 7')()}}",
    "\u202eright to left\u2028and on\x00\x1b[2J",
    "half a pair \ud800 and \U0001f9ea",
)


def small() -> Document:
    """Make a report of a few parts of every kind."""
    known = sum(value for _, value in BARS)
    leaves = Table(
        "leaves",
        Text("Contributions", "贡献"),
        (
            Column(Text("Input or emission", "投入或排放")),
            Column(Text("Footprint", "碳足迹"), "kg CO2e", True),
            Column(Text("Share", "占比"), "", True),
        ),
        (
            *(
                Row((name, Number(value, why=Text("not weighed", "未称重")), Number(None if value is None else value / known, "%")))
                for name, value in LEAVES
            ),
            Row((Text("Total", "合计"), Number(known), Number(1.0, "%")), total=True),
        ),
        note=Text("Without the bags.", "不含包装袋。"),
    )
    long = Table(
        "long",
        Text("Many rows", "多行"),
        (
            Column(Text("Name", "名称")),
            Column(Text("Place", "位次"), "", True),
            Column(Text("Half", "一半"), "kg", True),
            Column(Text("Remark", "备注")),
        ),
        tuple(Row((f"row {number}", Number(float(number)), Number(number / 2), "")) for number in range(30)),
    )
    return Document(
        title=Text("Test cement", "试验水泥"),
        subtitle=Text("Carbon footprint: study report", "碳足迹研究报告"),
        headline=Number(known, "kg CO2e"),
        key_facts=Facts(
            ((Text("Declared unit", "声明单位"), "1 t"), (Text("Boundary", "系统边界"), Text("cradle to gate", "从摇篮到大门")))
        ),
        sections=(
            Section("summary", Text("Summary", "摘要"), (Paragraph(Text("Coal carries 34.9 %.", "煤占 34.9 %。")), _bars())),
            Section("tree", Text("Made of", "构成"), (_tree(),)),
            Section(
                "tables",
                Text("Tables", "表格"),
                (),
                (Section("plain", Text("Plain", "普通"), (leaves,)), Section("more", Text("More", "更多"), (long, _chain()))),
            ),
        ),
        notices=(Text("Demonstration only.", "仅供示范。"),),
        data={"total": known, "leaves": [{"exchange": name, "value": value} for name, value in LEAVES]},
    )


def _tree() -> Table:
    rows = (
        (0, "product", 710.0),
        (1, "kiln", 691.3),
        (2, "coal", 247.6),
        (2, "co2", 428.0),
        (2, "rest", 15.7),
        (1, "mill", 18.7),
        (2, "power", 18.7),
    )
    return Table(
        "tree",
        Text("Tree", "贡献树"),
        (Column(Text("Name", "名称")), Column(Text("Footprint", "碳足迹"), "kg CO2e", True)),
        tuple(Row((name, Number(value)), depth=depth) for depth, name, value in rows),
        tree=True,
    )


def _bars() -> Figure:
    rows = [{"name": name, "value": value, "label": {"en": name, "zh": f"项：{name}"}} for name, value in BARS]
    return Figure(
        "bars",
        Text("The contributions.", "各项贡献。"),
        Text("Five bars.", "五个条形。"),
        spec={"en": _spec(rows, "en", 860), "zh": _spec(rows, "zh", 860)},
        narrow={"en": _spec(rows, "en", 350), "zh": _spec(rows, "zh", 350)},
    )


def _spec(rows: list[dict[str, object]], lang: str, width: int) -> dict[str, object]:
    values = [{**row, "label": row["label"][lang], "place": place} for place, row in enumerate(rows)]  # type: ignore[index]
    return {
        "width": width,
        "height": 30 * len(rows),
        "autosize": "none",
        "data": [{"name": "rows", "values": values}],
        "scales": [{"name": "x", "type": "linear", "domain": [-10, 450], "range": "width"}],
        "marks": [
            {
                "type": "rect",
                "name": "bar",
                "from": {"data": "rows"},
                "encode": {
                    "enter": {
                        "x": {"scale": "x", "value": 0},
                        "x2": {"scale": "x", "field": "value"},
                        "y": {"signal": "datum.place * 30"},
                        "height": {"value": 20},
                        "fill": {"value": "#0072b2"},
                        "tooltip": {"signal": "{title: datum.label, 'kg CO2e': datum.value}"},
                    }
                },
            },
            {
                "type": "text",
                "interactive": False,
                "from": {"data": "rows"},
                "encode": {"enter": {"text": {"field": "label"}, "y": {"signal": "datum.place * 30 + 12"}, "x": {"value": 40}}},
            },
        ],
    }


def _chain() -> Figure:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="300" viewBox="0 0 1200 300">'
        '<rect width="1200" height="300" fill="#ffffff"/><text x="20" y="40">{}</text></svg>'
    )
    svg = {"en": drawing.format("supply chain"), "zh": drawing.format("供应链")}
    return Figure("chain", Text("The chain.", "供应链。"), Text("One box.", "一个框。"), svg=svg)


def hostile() -> Document:
    """Make a report in which every text attacks."""
    blocks: list[Block] = [Paragraph(Text(attack, attack)) for attack in ATTACKS]
    blocks += [Paragraph(Text("plain", attack)) for attack in ATTACKS]
    both = [Text(attack, attack) for attack in ATTACKS]
    figures = []
    for place, attack in enumerate(both):
        rows = [{"name": attack.en, "value": 100.0, "label": {"en": attack.en, "zh": attack.zh}}]
        figures.append(Figure(f"figure-{place}", attack, attack, spec={"en": _spec(rows, "en", 860), "zh": _spec(rows, "zh", 860)}))
    table = Table(
        "names",
        both[0],
        tuple(Column(text, text.en) for text in both[:3]),
        tuple(Row((attack.en, attack, Number(None, attack.en, why=attack)), total=place == 3) for place, attack in enumerate(both)),
        note=both[1],
    )
    return Document(
        title=both[1],
        subtitle=both[2],
        headline=Number(1.0, ATTACKS[0]),
        key_facts=Facts(tuple((attack, attack.en) for attack in both)),
        sections=(Section("summary", both[0], (*blocks, table, *figures)),),
        notices=tuple(both),
        data={attack: attack for attack in ATTACKS},
    )
