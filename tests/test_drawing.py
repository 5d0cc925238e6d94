"""The supply chain in all formats: what is shown, that it is read back, and that no name does harm."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

import footprint as fp
from footprint.report.drawing import FORMATS, draw
from footprint.report.elements import elements, number, printable
from footprint.report.mermaid import LARGEST_TEXT
from footprint.report.palette import DECLARED, FLOW_LINE, KINDS, PRODUCT_LINE
from patience import ends
from shared import REPOSITORY
from supply_chains import SupplyChainSketch, chinese_loop, tangle

MODELS = sorted((REPOSITORY / "product_models").glob("*.yaml"))
HOSTILE = (
    '"]; click n1 "javascript:alert(1)"',
    "<script>alert(1)</script>",
    '%%{init: {"securityLevel": "loose"}}%%',
    "<img src=x onerror=alert(1)>",
    "a\nb\n  n1 --> n2\r\nsubgraph x",
    "end",
    "1. Mixing",
    "- dash",
    "`**bold**`",
    "\\",
    'x\\"y [label="z"]',
    "&lt;b&gt; &amp; & <b>",
    "#quot;#35;",
    "\ufb02°°60¶ß",
    "{{a}} |b| @{shape: c}",
    "]]> <!-- -->",
    "\x00\x1b[31m\x7f\x85",
    "\u202egnp.exe",
    "\ud800",
    "\ufffe",
    "名称",
    "x" * 5000,
)
SVG = "{http://www.w3.org/2000/svg}"


def hostile() -> networkx.MultiDiGraph:
    sketch = SupplyChainSketch(" ".join(HOSTILE), "")
    for place, name in enumerate(HOSTILE):
        sketch.process(name, name, stage=name)
        sketch.exchange(name, "inputs", f"dataset:{name}", "1 kg", cut_off=place % 2 == 0, share=0.5, allocation=name)
        sketch.exchange(name, "emissions", f"flow:{name}", "1 kg")
    sketch.graph.graph["product"] = f"product:{HOSTILE[0]}"
    return sketch.graph


@pytest.fixture(scope="module", params=[*MODELS, "loop"], ids=lambda model: getattr(model, "stem", model))
def graph(request: pytest.FixtureRequest) -> networkx.MultiDiGraph:
    return chinese_loop() if request.param == "loop" else fp.graph(request.param)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1530.24, "1530"),
        (0.65, "0.65"),
        (859.87654, "859.9"),
        (1000.0, "1000"),
        (25936413.8, "25940000"),
        (8e9, "8e9"),
        (0.00012345, "0.0001234"),
        (1.2e-9, "1.2e-9"),
        (-3.0, "-3"),
        (0.0, "0"),
        (-0.0, "0"),
        (float("nan"), "?"),
    ],
)
def test_amounts_are_shown_with_at_most_four_significant_digits(value: float, text: str) -> None:
    assert number(value) == text


def test_printable_text_is_one_line_without_what_cannot_be_shown() -> None:
    assert printable("a\n\tb\u2028c  d ") == "a b c d"
    assert printable("\x00\ud800\ufffe\u202e\x85") == "\ufffd" * 4
    assert printable("瓶级聚酯切片 (Ω·m²) 𠮷") == "瓶级聚酯切片 (Ω·m²) 𠮷"


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="mermaid, dot, graphml, json, svg"):
        draw(chinese_loop(), "png")


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_graph_gives_the_same_text_in_another_process(format: str) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from footprint.report.drawing import draw; from supply_chains import chinese_loop, tangle\n"
        f"sys.stdout.buffer.write((draw(chinese_loop(), {format!r}, 'zh') + draw(tangle(12, 3, 2), {format!r})).encode())"
    )
    expected = (draw(chinese_loop(), format, "zh") + draw(tangle(12, 3, 2), format)).encode()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PATH": "", "SYSTEMROOT": "C:\\Windows"}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=REPOSITORY, env=environment, check=True)
        assert done.stdout == expected


@pytest.mark.parametrize("format", FORMATS)
def test_drawing_leaves_the_graph_as_it_was(format: str) -> None:
    graph = chinese_loop()
    before = repr((graph.graph, list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))))
    draw(graph, format)
    assert repr((graph.graph, list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True)))) == before


@pytest.mark.parametrize("format", ["mermaid", "dot", "svg"])
def test_an_empty_graph_and_one_without_attributes_are_drawn(format: str) -> None:
    assert draw(networkx.MultiDiGraph(), format)
    bare = networkx.MultiDiGraph()
    bare.add_edge("a", "b")
    assert draw(bare, format)


# What each format shows ---------------------------------------------------------------------------------------------


def test_graphml_is_read_back_by_networkx_with_the_same_nodes_edges_and_amounts(graph: networkx.MultiDiGraph) -> None:
    text = draw(graph, "graphml")
    read = networkx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    assert list(read.nodes) == list(graph.nodes)
    assert set(read.edges(keys=True)) == set(graph.edges(keys=True))
    for source, target, key, edge in graph.edges(keys=True, data=True):
        again = read.edges[source, target, key]
        assert (again["amount"], again["unit"]) == (edge["amount"].value, edge["amount"].unit.text)
        assert (again["exchange"], again["section"], again["cut_off"]) == (edge["exchange"], edge["section"], edge["cut_off"])
    assert {key: node["kind"] for key, node in read.nodes(data=True)} == dict(graph.nodes(data="kind"))
    assert read.graph["name"] == graph.graph["name"]


def test_json_is_read_back_by_networkx_with_the_same_nodes_and_edges(graph: networkx.MultiDiGraph) -> None:
    data = json.loads(draw(graph, "json"))
    assert data["schema"] == "footprint/graph/1"
    read = networkx.node_link_graph(data, edges="edges")
    assert list(read.nodes) == list(graph.nodes)
    assert set(read.edges(keys=True)) == set(graph.edges(keys=True))
    for edge in data["edges"]:
        amount = graph.edges[edge["source"], edge["target"], edge["key"]]["amount"]
        assert edge["quantity"] == {"value": amount.value, "unit": amount.unit.text}
        assert edge["exchange"] == edge["key"]
    assert all(node["kind"] and node["name"] for node in data["nodes"])


@pytest.mark.parametrize("format", ["graphml", "json"])
def test_data_are_the_same_in_every_language_and_on_every_machine(format: str) -> None:
    assert draw(chinese_loop(), format, "en") == draw(chinese_loop(), format, "zh")
    assert "somewhere" not in draw(chinese_loop(), format)


def test_the_picture_shows_every_node_and_every_exchange(graph: networkx.MultiDiGraph) -> None:
    root = ElementTree.fromstring(draw(graph, "svg"))
    boxes = [group for group in root.iter(f"{SVG}g") if group.get("data-node")]
    lines = [group for group in root.iter(f"{SVG}g") if group.get("data-section")]
    assert {box.get("data-node") for box in boxes} == set(graph.nodes)
    assert Counter(line.get("data-exchange") for line in lines) == Counter(key for _, _, key in graph.edges(keys=True))
    shown = " ".join(root.itertext())
    for _, _, edge in graph.edges(data=True):
        assert f"{number(edge['amount'].value)} {edge['amount'].unit.text}" in shown
    tooltips = {line.get("data-exchange"): line.findtext(f"{SVG}title") for line in lines}
    assert all(exchange in str(tooltip) for exchange, tooltip in tooltips.items())


@pytest.mark.parametrize("format", ["mermaid", "dot"])
def test_texts_for_drawing_programs_hold_every_node_and_every_exchange_id(format: str, graph: networkx.MultiDiGraph) -> None:
    text = draw(graph, format)
    if format == "mermaid":
        assert len(re.findall(r"^ +n\d+[^ ]*\S.*:::\w+$", text, re.MULTILINE)) == len(graph)
        arrows = re.findall(r"^  n\d+ (?:-->|-\.->)\|\"[^\"]+\"\| n\d+$", text, re.MULTILINE)
        comments = re.findall(r"^  %% (.+)$", text, re.MULTILINE)
        assert comments == [exchange for _, _, exchange in graph.edges(data="exchange")]
    else:
        assert len(re.findall(r'^ +"[^"]+" \[label=', text, re.MULTILINE)) == len(graph)
        arrows = re.findall(r'^  "[^"]+" -> "[^"]+" \[label="[^"]+", exchange="[^"]+"', text, re.MULTILINE)
        assert all(f'exchange="{exchange}"' in text for _, _, exchange in graph.edges(data="exchange"))
    assert len(arrows) == graph.number_of_edges()
    for _, _, amount in graph.edges(data="amount"):
        assert f'"{number(amount.value)} {amount.unit.text}"' in text


def test_processes_are_grouped_by_stage_and_products_stay_with_them_unless_they_leave() -> None:
    stages = elements(chinese_loop(), "en").stages()
    assert stages == {
        "能源": ("process:power", "product:蒸汽"),
        "制造": ("process:poly", "product:废丝", "process:recycle", "product:再生料"),
    }
    mermaid = draw(chinese_loop(), "mermaid")
    assert mermaid.count("  subgraph ") == mermaid.count("\n  end\n") == 2
    assert 'subgraph s1["能源"]' in mermaid
    dot = draw(chinese_loop(), "dot")
    assert dot.count('subgraph "cluster_') == 2
    assert 'label="能源"' in dot


def test_cut_offs_are_dashed() -> None:
    graph = chinese_loop()
    cut_offs = [exchange for _, _, exchange, cut_off in graph.edges(keys=True, data="cut_off") if cut_off]
    assert len(cut_offs) == 2
    assert draw(graph, "mermaid").count("-.->") == 2
    assert re.findall(r'exchange="([^"]+)".*style=dashed\]$', draw(graph, "dot"), re.MULTILINE) == cut_offs
    root = ElementTree.fromstring(draw(graph, "svg"))
    dashed = [
        group.get("data-exchange")
        for group in root.iter(f"{SVG}g")
        if group.get("data-section") and group.find(f"{SVG}path[@stroke-dasharray]") is not None
    ]
    assert dashed == cut_offs
    assert "Cut-off, not calculated" in " ".join(root.itertext())


def test_chinese_names_and_captions_are_whole() -> None:
    for format in FORMATS:
        text = draw(chinese_loop(), format, "zh")
        for name in ("自备热电厂", "酯化与熔融缩聚", "乙二醇", "催化剂", "瓶级聚酯切片（含回用料）"):
            assert name in text, (format, name)
    assert "单元过程" in draw(chinese_loop(), "svg", "zh")
    assert "单元过程" not in draw(chinese_loop(), "svg", "en")


def test_names_are_shown_in_the_language_asked_for() -> None:
    graph = fp.graph(REPOSITORY / "product_models" / "pet.yaml")
    for format in ("mermaid", "dot", "svg"):
        assert "瓶级聚酯切片" in draw(graph, format, "zh")
        assert "瓶级聚酯切片" not in draw(graph, format, "en")
        assert "Polyethylene terephthalate" in draw(graph, format, "en")


def test_the_declared_product_is_marked() -> None:
    assert '(["聚酯切片"]):::declared_product' in draw(chinese_loop(), "mermaid")
    assert draw(chinese_loop(), "dot").count(f'fillcolor="{DECLARED.fill}"') == 1
    assert "Product of this footprint" in draw(chinese_loop(), "svg")


def test_what_is_particular_about_an_exchange_stands_in_its_tooltip() -> None:
    for format in ("dot", "svg"):
        text = draw(chinese_loop(), format)
        assert "poly/inputs/heat · 1 GJ · share 0.75 · allocation by economic" in text
        assert "Avoided product (credit)" in text


# Hostile names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_written_as_utf_8_whatever_names_hold(format: str) -> None:
    text = draw(hostile(), format)
    text.encode()
    # Data keep what their format can hold; drawings show nothing that cannot be seen.
    unseen = "[\x00-\x08\x0b-\x1f]" if format in ("json", "graphml") else "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ufffe]"
    assert not re.search(unseen, text)


def test_hostile_names_stay_text_in_mermaid() -> None:
    text = draw(hostile(), "mermaid")
    allowed = re.compile(
        r"---|title: \"(?:[^\"\\%<>&`#;{}]|\\.)*\"|flowchart LR|  subgraph s\d+\[\"[^\"<>&%`{}|\[\]]*\"\]|  end"
        r"|  (?:  )?n\d+[\[({/]+\"[^\"<>&%`{}|\[\]]*\"[\])}/]+:::\w+|  %% [^\"<>&%`{}|\[\]]*"
        r"|  n\d+ (?:-->|-\.->)\|\"1 k?[tg]\"\| n\d+|  classDef \w+ [\w#:,\- ]+|  (?:link)?[sS]tyle [\w,]+ [\w#:,.\- ]+"
    )
    wrong = [line for line in text.splitlines() if not allowed.fullmatch(line)]
    assert not wrong
    assert "%%{" not in text
    assert "#60;script#62;alert(1)#60;/script#62;" in text
    assert '["1#46; Mixing"]' in text
    assert '["#45; dash"]' in text


def test_hostile_names_stay_text_in_dot() -> None:
    text = draw(hostile(), "dot")
    string = r'"(?:[^"\\\n]|\\\\|\\")*"'
    value = rf"(?:{string}|[\w.]+)"
    attributes = rf"\[\w+={value}(?:, \w+={value})*\]"
    allowed = re.compile(
        rf"digraph {string} {{|  subgraph {string} {{|  }}|}}|  +(?:graph|node|edge|{string}(?: -> {string})?) {attributes}"
    )
    wrong = [line for line in text.splitlines() if not allowed.fullmatch(line)]
    assert not wrong
    # Graphviz reads entities in labels: what looks like one must come out as it was written.
    assert "&amp;lt;b&amp;gt; &amp;amp; &amp; <b>" in text


def test_hostile_names_stay_text_in_the_picture() -> None:
    text = draw(hostile(), "svg")
    root = ElementTree.fromstring(text)
    known = {"svg", "title", "g", "rect", "path", "polygon", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == known
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or "href" in name or name in ("style", "src")}
    assert "<script>alert(1)</script>" in " ".join(root.itertext())
    assert "url(" not in text


def test_hostile_names_come_back_from_json_and_stay_apart_in_graphml() -> None:
    graph = hostile()
    read = networkx.node_link_graph(json.loads(draw(graph, "json")), edges="edges")
    assert set(read.nodes) == set(graph.nodes)
    again = networkx.read_graphml(io.BytesIO(draw(graph, "graphml").encode()), force_multigraph=True)
    assert (len(again), again.number_of_edges()) == (len(graph), graph.number_of_edges())


def test_nodes_whose_printable_keys_are_the_same_stay_apart() -> None:
    graph = networkx.MultiDiGraph()
    graph.add_edge("product:\x01", "product:\x02")
    assert [node.key for node in elements(graph, "en").nodes] == ["product:\ufffd", "product:\ufffd (2)"]
    for format in ("dot", "svg", "graphml"):
        assert "(2)" in draw(graph, format)


# Size, colour --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_sixty_processes_with_loops_take_no_time(format: str) -> None:
    graph = tangle(60, 4, 6)
    with ends():
        draw(graph, format)


def test_a_mermaid_text_that_programs_would_refuse_is_written_without_comments() -> None:
    text = draw(tangle(60, 8, 8), "mermaid")
    assert len(draw(tangle(40, 4, 4), "mermaid")) <= LARGEST_TEXT
    assert "%%" not in text
    assert text.count("-->") == tangle(60, 8, 8).number_of_edges()


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", [*KINDS, "declared product"])
def test_colours_are_accessible(kind: str) -> None:
    shown = KINDS.get(kind, DECLARED)
    assert contrast(shown.ink, shown.fill) >= 4.5
    assert contrast(shown.line, "#ffffff") >= 4.5
    assert contrast(FLOW_LINE, "#ffffff") >= 4.5
    assert contrast(PRODUCT_LINE, "#ffffff") >= 4.5
    assert len({known.dot for known in KINDS.values()}) == len({known.mermaid for known in KINDS.values()}) == len(KINDS)


def test_the_command_line_draws_in_the_language_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "kelp.svg"
    command = [sys.executable, "-m", "footprint", "graph", "kelp", "--format", "svg", "--lang", "zh", "-o", str(file)]
    subprocess.run(command, check=True, capture_output=True, cwd=REPOSITORY)
    assert file.read_text(encoding="utf-8") == draw(fp.graph(REPOSITORY / "product_models" / "kelp.yaml"), "svg", "zh")


def test_the_diagram_in_the_documentation_is_what_the_model_beside_it_gives(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs" / "how-to" / "draw-the-supply-chain.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^```(yaml|mermaid).*\n((?:.*\n)*?)```$", page, re.MULTILINE))
    model = tmp_path / "paper.yaml"
    model.write_text(blocks["yaml"], encoding="utf-8")
    assert draw(fp.graph(model), "mermaid") == blocks["mermaid"]
