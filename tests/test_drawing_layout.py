"""The picture of the supply chain is readable: nothing overlaps, material flows to the right, loops return below."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import footprint as fp
from footprint.report.columns import assign_columns, returning_edges
from footprint.report.drawing import draw
from footprint.report.lettering import text_width, wrap
from footprint.report.placing import spread
from shared import REPOSITORY
from supply_chains import SupplyChainSketch, chinese_loop, tangle

MODELS = sorted((REPOSITORY / "product_models").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


@pytest.fixture(scope="module", params=[*MODELS, "loop", "tangle"], ids=lambda model: getattr(model, "stem", model))
def picture(request: pytest.FixtureRequest) -> ElementTree.Element:
    named = {"loop": chinese_loop, "tangle": lambda: tangle(25, 3, 4)}
    graph = named[request.param]() if request.param in named else fp.graph(request.param)
    return ElementTree.fromstring(draw(graph, "svg", "zh" if request.param == "loop" else "en"))


def chain(picture: ElementTree.Element) -> ElementTree.Element:
    """Give the part between title and legend."""
    return next(group for group in picture if group.get("transform"))


def outline(group: ElementTree.Element) -> Rectangle:
    shape = next(child for child in group if child.tag in (f"{SVG}rect", f"{SVG}polygon"))
    if shape.tag == f"{SVG}polygon":
        points = [tuple(map(float, point.split(","))) for point in shape.attrib["points"].split()]
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        return min(xs), min(ys), max(xs), max(ys)
    left, top, width, height = (float(shape.attrib[name]) for name in ("x", "y", "width", "height"))
    return left, top, left + width, top + height


def extent(text: ElementTree.Element, size: float, bold: bool) -> Rectangle:
    x, y, anchor = float(text.attrib["x"]), float(text.attrib["y"]), text.get("text-anchor", "start")
    width = text_width(str(text.text), size, bold)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, y - size * 0.8, left + width, y + size * 0.2


def boxes(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return [group for group in chain(picture) if group.get("data-node")]


def amounts(picture: ElementTree.Element) -> list[Rectangle]:
    group = next(group for group in chain(picture) if group.get("font-size"))
    return [extent(text, float(group.attrib["font-size"]), False) for text in group]


def overlap(first: Rectangle, second: Rectangle) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def lines(picture: ElementTree.Element) -> list[tuple[str, list[tuple[float, float]]]]:
    """Give every line as a fine polyline, curves sampled."""
    found = []
    for group in chain(picture):
        if group.get("data-section"):
            path = group.find(f"{SVG}path")
            assert path is not None
            found.append((group.attrib["data-exchange"], polyline(path.attrib["d"])))
    return found


def polyline(path: str) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for command, arguments in re.findall(r"([MHVCQ])([^MHVCQ]*)", path):
        values = [float(value) for value in arguments.split()]
        x, y = points[-1] if points else (0.0, 0.0)
        if command == "M":
            controls = [(values[0], values[1])] * 2
        elif command == "H":
            controls = [(x, y), (values[0], y)]
        elif command == "V":
            controls = [(x, y), (x, values[0])]
        else:
            controls = [(x, y), *zip(values[::2], values[1::2], strict=True)]
        for step in range(41):
            level = controls
            while len(level) > 1:
                level = [(a[0] + (b[0] - a[0]) * step / 40, a[1] + (b[1] - a[1]) * step / 40) for a, b in itertools.pairwise(level)]
            points.append(level[0])
    return points


def test_no_box_overlaps_another(picture: ElementTree.Element) -> None:
    outlines = [outline(box) for box in boxes(picture)]
    assert not [pair for pair in itertools.combinations(outlines, 2) if overlap(*pair)]


def test_text_stays_inside_its_box(picture: ElementTree.Element) -> None:
    for box in boxes(picture):
        left, top, right, bottom = outline(box)
        for text in box.iter(f"{SVG}text"):
            room = extent(text, float(text.attrib["font-size"]), text.get("font-weight") == "bold")
            assert left <= room[0]
            assert room[2] <= right
            assert top <= room[1]
            assert room[3] <= bottom


def test_no_amount_overlaps_a_box_or_another_amount(picture: ElementTree.Element) -> None:
    rooms = amounts(picture)
    outlines = [outline(box) for box in boxes(picture)]
    assert not [(room, box) for room in rooms for box in outlines if overlap(room, box)]
    assert not [pair for pair in itertools.combinations(rooms, 2) if overlap(*pair)]


def test_no_line_crosses_a_box_or_an_amount(picture: ElementTree.Element) -> None:
    obstacles = [(left + 1, top + 1, right - 1, bottom - 1) for left, top, right, bottom in (outline(box) for box in boxes(picture))]
    obstacles += amounts(picture)
    for exchange, points in lines(picture):
        for x, y in points:
            hit = [box for box in obstacles if box[0] < x < box[2] and box[1] < y < box[3]]
            assert not hit, (exchange, x, y, hit)


def test_lines_begin_at_one_box_and_end_at_another(picture: ElementTree.Element) -> None:
    outlines = [outline(box) for box in boxes(picture)]
    for _, points in lines(picture):
        (start_x, start_y), (end_x, end_y) = points[0], points[-1]
        assert any(abs(box[2] - start_x) < 0.2 and box[1] < start_y < box[3] for box in outlines)
        assert any(abs(box[0] - 4 - end_x) < 0.2 and box[1] < end_y < box[3] for box in outlines)


def test_everything_stands_inside_the_picture(picture: ElementTree.Element) -> None:
    width, height = float(picture.attrib["width"]), float(picture.attrib["height"])
    group = chain(picture)
    shift_x, shift_y = map(float, re.findall(r"[\d.]+", group.attrib["transform"]))
    for _, points in lines(picture):
        assert all(0 < x + shift_x < width and 0 < y + shift_y < height for x, y in points)
    for box in boxes(picture):
        left, top, right, bottom = outline(box)
        assert left + shift_x > 0
        assert right + shift_x < width
        assert top + shift_y > 0
        assert bottom + shift_y < height


def test_material_flows_to_the_right_but_for_what_closes_a_loop() -> None:
    picture = ElementTree.fromstring(draw(chinese_loop(), "svg"))
    back = {exchange for exchange, points in lines(picture) if points[-1][0] < points[0][0]}
    assert back == {"mine/inputs/电力", "poly/outputs/废丝"}
    lowest = max(outline(box)[3] for box in boxes(picture))
    for exchange, points in lines(picture):
        if exchange in back:
            assert max(y for _, y in points) > lowest - 1


def test_a_process_that_uses_its_own_product_is_drawn() -> None:
    sketch = SupplyChainSketch("Own use", "power")
    sketch.process("plant", "power", amount="1 MWh")
    sketch.exchange("plant", "inputs", "product:power", "50 kWh")
    picture = ElementTree.fromstring(draw(sketch.graph, "svg"))
    assert len(boxes(picture)) == 2
    assert [exchange for exchange, points in lines(picture) if points[-1][0] < points[0][0]] == ["plant/inputs/power"]


@given(st.integers(2, 12), st.data())
def test_without_the_returning_edges_every_graph_is_free_of_loops(size: int, data: st.DataObject) -> None:
    nodes = [f"n{number}" for number in range(size)]
    edges = data.draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)), max_size=3 * size, unique=True))
    last = data.draw(st.sampled_from([None, *nodes]))
    returning = returning_edges(nodes, edges, last)
    graph = networkx.DiGraph(edges)
    within = {node: number for number, members in enumerate(networkx.strongly_connected_components(graph)) for node in members}
    assert returning <= set(edges)
    assert all(within[source] == within[target] for source, target in returning)
    columns = assign_columns(nodes, edges, {}, last)
    assert min(columns.values()) == 0
    assert all(columns[source] < columns[target] for source, target in edges if (source, target) not in returning)


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(0.01, 100), st.floats(0, 50)), min_size=1, max_size=12))
def test_spreading_keeps_the_order_and_the_room_and_moves_nothing_without_need(items: list[tuple[float, float, float]]) -> None:
    wanted, weights, room = (list(column) for column in zip(*items, strict=True))
    placed = spread(wanted, weights, room)
    for number in range(1, len(placed)):
        assert placed[number] - placed[number - 1] >= room[number] - 1e-6
    fits = all(wanted[number] - wanted[number - 1] >= room[number] for number in range(1, len(wanted)))
    if fits:
        assert placed == pytest.approx(wanted, abs=1e-6)
    # The weighted mean of the displacements is nought, or something could be moved to the better.
    assert sum(w * (p - d) for w, p, d in zip(weights, placed, wanted, strict=True)) == pytest.approx(0, abs=1e-4)


def test_long_texts_are_broken_where_people_would() -> None:
    assert wrap("Solid-state polymerisation", 130, 12, True) == ["Solid-state", "polymerisation"]
    assert wrap("cn-electricity/national-average-2024", 150, 9.5) == ["cn-electricity/national-", "average-2024"]
    assert wrap("", 100, 10) == []
    lines = wrap("对二甲苯氧化制精对苯二甲酸的单元过程说明", 80, 10, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(text_width(line, 10) <= 80 for line in lines)
    assert wrap("x" * 300, 50, 10, lines=3)[-1].endswith("…")


@given(st.text(max_size=60), st.floats(5, 200))
def test_breaking_a_text_ends_and_loses_only_white_space(text: str, width: float) -> None:
    lines = wrap(text, width, 10, lines=100)
    assert "".join("".join(lines).split()) == "".join(text.split())
