"""The flow as a specification in Vega: ribbons, nodes and labels, with what lies upstream and downstream of a chosen node lit up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from footprint.errors import Language
from footprint.report.figures.sankey.layers import Layers
from footprint.report.figures.sankey.network import Network, Node
from footprint.report.figures.sankey.placing import Box, Placement, Ribbon, place
from footprint.report.figures.theme import BASE, CREDIT, DIRECT, REST, SMALL, TOTAL, halo, mark, specification, text_mark, text_row, tip
from footprint.report.lettering import text_width, wrap
from footprint.report.palette import INK, KINDS, QUIET_INK
from footprint.report.rounding import number, percent
from footprint.report.study.document import Text

__all__ = ["KIND_NAMES", "sankey_chart"]

Way = tuple[set[str], set[str]]

_BAR, _LINE, _LEFT, _LEGEND, _BEND = 11.0, 13.5, 4.0, 20.0, 4.0

_LARGE = 0.1
"""Share of the footprint from which on a name may take a third line."""

_COLOURS: Mapping[str, str] = {
    "product": KINDS["product"].line,
    "process": TOTAL,
    "model": KINDS["model"].line,
    "dataset": KINDS["process"].line,
    "declared": KINDS["declared"].line,
    "direct": DIRECT,
    "credit": CREDIT,
    "rest": REST,
}

KIND_NAMES: Mapping[str, Text] = {
    "direct": Text("direct emissions", "直接排放"),
    "dataset": Text("dataset", "数据集"),
    "declared": Text("supplier's declaration", "供应商声明"),
    "model": Text("process of another model", "其他模型的过程"),
    "process": Text("process", "单元过程"),
    "credit": Text("credit, taken off", "抵扣（扣除）"),
    "rest": Text("remainder", "其余"),
    "product": Text("product", "产品"),
}
_VALUE, _SHARE = "kg CO2e", "%"
_WORDS = {
    "from": Text("from", "来自"),
    "to": Text("to", "流向"),
    "kind": Text("kind", "类型"),
    "merged": Text("includes", "包括"),
    "loop": Text("loop", "循环"),
    "loop_tip": Text("a loop: goes back upstream", "循环：返回上游"),
}


def sankey_chart(network: Network, found: Layers, alt: Text, lang: Language, width: float) -> dict[str, Any]:
    """Draw a flow.

    Parameters
    ----------
    network
        Merged to what there is room for.
    found
        Its columns.
    alt
        What screen readers say.
    lang
        Language of all texts.
    width
        In pixels, everything included.
    """
    pitch = (width - _LEFT) / found.count
    lines = {key: _label(network, key, lang, pitch - _BAR - 8) for key in network.nodes}
    labels = {key: len(found_lines) * _LINE + 2 for key, found_lines in lines.items()}
    columns: dict[int, float] = {}
    for key, column in found.column.items():
        columns[column] = columns.get(column, 0.0) + labels[key] + 8
    height = min(max(1.25 * max(columns.values()), 0.36 * width, 200.0), 980.0)
    placed = place(network, found, labels=labels, pitch=pitch, bar=_BAR, height=height, left=_LEFT)
    ways = _ways(network)
    legend, top = _legend(network, lang, width)
    legend_rows = [{key: value for key, value in row.items() if key != "key"} for row in legend]
    texts = [
        *legend_rows,
        *_loop_texts(placed, top, lang),
        *(row for key, box in placed.boxes.items() for row in _texts(box, lines[key], top)),
    ]
    return specification(
        width,
        top + placed.height + 6,
        alt.text(lang),
        {
            "links": [_link(network, ribbon, ways, top, lang) for ribbon in placed.ribbons],
            "nodes": [_node(network, found, box, ways, top, pitch, lang) for box in placed.boxes.values()],
            "texts": texts,
            "keys": [{"x": row["x"] - 15, "y": row["y"] - 5, "colour": row["key"]} for row in legend],
        },
        _marks(),
        signals=[
            {
                "name": "chosen",
                "value": None,
                "on": [{"events": "click", "update": "datum && datum.id ? (chosen === datum.id ? null : datum.id) : null"}],
            }
        ],
    )


def _marks() -> list[dict[str, Any]]:
    lit = "!chosen || indexof(datum.ways, chosen) >= 0"
    return [
        mark(
            "path",
            "links",
            name="link",
            path="@path",
            fill="@colour",
            stroke="@line",
            strokeWidth=0.8,
            strokeDash="@dash",
            fillOpacity=f"= ({lit}) ? 0.38 : 0.06",
            strokeOpacity=f"= ({lit}) ? 1 : 0.1",
            tooltip="@tip",
            hover={"fillOpacity": 0.65},
        ),
        mark(
            "rect",
            "nodes",
            name="area",
            x="@x",
            y="@top",
            width="@room",
            height="@slot",
            fill="#ffffff",
            fillOpacity=0,
            cursor="pointer",
            tooltip="@tip",
        ),
        mark(
            "rect",
            "nodes",
            name="node",
            x="@x",
            y="@y",
            width=_BAR,
            height="@height",
            fill="@colour",
            stroke="@colour",
            strokeWidth=0.8,
            fillOpacity=f"= ({lit}) ? 1 : 0.25",
            cursor="pointer",
            tooltip="@tip",
            hover={"stroke": BASE},
        ),
        mark("rect", "keys", x="@x", y="@y", width=10, height=10, fill="@colour"),
        halo("texts"),
        text_mark("texts"),
    ]


def _label(network: Network, key: str, lang: Language, room: float) -> list[tuple[str, bool, str]]:
    """Give the lines of a label: name, and value with share."""
    node, value = network.nodes[key], network.value(key)
    name = node.name.text(lang)
    if node.kind == "rest":
        count = len(node.merged)
        name = f"Remainder ({count})" if lang == "en" else f"其余（{count} 项）"
    elif node.kind == "direct":
        name = KIND_NAMES["direct"].text(lang)
        name = name[0].upper() + name[1:]
    elif node.merged:
        name += f" (+{len(node.merged)})"
    taken = node.kind == "credit" or bool(network.into[key] and not network.out[key] and node.kind == "rest")
    if node.kind == "product" and network.total < 0:
        taken = True
    text = ("−" if taken else "") + number(value)
    if network.total > 0 and node.kind != "product":
        share = f" · {percent((-value if taken else value) / network.total).replace('-', '−')}"
        if text_width(text + share, SMALL) <= room:
            text += share
    else:
        text += " kg CO2e" if text_width(text + " kg CO2e", SMALL, True) <= room else ""
    bold = node.kind == "product"
    most = 3 if value >= _LARGE * abs(network.total) else 2
    return [*((line, bold, INK) for line in wrap(name, room, SMALL, bold, lines=most)), (text, bold, QUIET_INK)]


def _texts(box: Box, lines: list[tuple[str, bool, str]], top: float) -> list[dict[str, Any]]:
    y = top + (box.slot[0] + box.slot[1]) / 2 - (len(lines) - 1) * _LINE / 2
    return [
        {**text_row(box.x + _BAR + 4, y + number * _LINE, text, size=SMALL, bold=bold, colour=colour), "id": box.key}
        for number, (text, bold, colour) in enumerate(lines)
    ]


def _node(network: Network, found: Layers, box: Box, ways: Mapping[str, Way], top: float, pitch: float, lang: Language) -> dict[str, Any]:
    node, value = network.nodes[box.key], network.value(box.key)
    share = value / network.total if network.total else None
    return {
        "id": box.key,
        "name": box.key.partition(":")[2] or box.key,
        "label": node.name.text(lang),
        "kind": node.kind,
        "value": value,
        "share": share,
        "level": found.count - 1 - box.column,
        "x": round(box.x, 2),
        "y": round(top + box.y, 2),
        "height": box.height,
        "top": round(top + box.slot[0], 2),
        "slot": round(box.slot[1] - box.slot[0], 2),
        "room": round(pitch - 4, 2),
        "colour": _COLOURS[node.kind],
        "ways": sorted(ways[box.key][0] | ways[box.key][1] | {box.key}),
        "tip": tip(
            node.name.text(lang),
            (_VALUE, value),
            (_SHARE, None if share is None else 100 * share),
            (_WORDS["kind"].text(lang), KIND_NAMES[node.kind].text(lang)),
            (_WORDS["merged"].text(lang), _merged(node, lang)),
        ),
    }


def _merged(node: Node, lang: Language, most: int = 6) -> str | None:
    """Say what is in a node, the largest first."""
    if not node.merged:
        return None
    parts = sorted(node.merged.values(), key=lambda part: -part[1])
    texts = [f"{name.text(lang)} {number(value)}" for name, value in parts[:most]]
    if len(parts) > most:
        texts.append("…")
    return ("; " if lang == "en" else "；").join(texts)


def _link(network: Network, ribbon: Ribbon, ways: Mapping[str, Way], top: float, lang: Language) -> dict[str, Any]:
    source, target = network.nodes[ribbon.source], network.nodes[ribbon.target]
    kind = "credit" if target.kind == "credit" or _is_credit(network, ribbon) else source.kind
    share = ribbon.value / network.total if network.total else None
    return {
        "source": ribbon.source,
        "target": ribbon.target,
        "kind": kind,
        "value": ribbon.value,
        "share": share,
        "width": ribbon.width,
        "loop": ribbon.loop is not None,
        "colour": _COLOURS[kind],
        "line": CREDIT if kind == "credit" else None,
        "dash": [4, 3],
        "ways": sorted(ways[ribbon.source][0] | ways[ribbon.target][1] | {ribbon.source, ribbon.target}),
        "path": _loop_path(ribbon, top) if ribbon.loop is not None else _path(ribbon, top),
        "tip": tip(
            f"{source.name.text(lang)} → {target.name.text(lang)}",
            (_VALUE, -ribbon.value if kind == "credit" else ribbon.value),
            (_SHARE, None if share is None else 100 * share),
            ("", _WORDS["loop_tip"].text(lang) if ribbon.loop is not None else None),
        ),
    }


def _is_credit(network: Network, ribbon: Ribbon) -> bool:
    target = network.nodes[ribbon.target]
    return target.kind == "rest" or (network.nodes[ribbon.source].kind == "product")


def _path(ribbon: Ribbon, top: float) -> str:
    """Draw a ribbon that leaves and arrives level, as wide as its flow at both ends."""
    (x0, x1), (y0, y1), width = ribbon.x, (top + ribbon.y[0], top + ribbon.y[1]), ribbon.width
    middle = (x0 + x1) / 2
    there = f"M{x0:.2f},{y0:.3f}C{middle:.2f},{y0:.3f} {middle:.2f},{y1:.3f} {x1:.2f},{y1:.3f}"
    back = f"L{x1:.2f},{y1 + width:.3f}C{middle:.2f},{y1 + width:.3f} {middle:.2f},{y0 + width:.3f} {x0:.2f},{y0 + width:.3f}Z"
    return there + back


def _loop_path(ribbon: Ribbon, top: float) -> str:
    """Draw a loop: out on the right, down, back below everything, and in from the left."""
    assert ribbon.loop is not None
    (x0, x1), (y0, y1), width = ribbon.x, (top + ribbon.y[0], top + ribbon.y[1]), ribbon.width
    above, below = top + ribbon.loop - width / 2, top + ribbon.loop + width / 2
    inner, outer = _BEND, _BEND + width
    return (
        f"M{x0:.2f},{y0:.3f}A{outer:.3f},{outer:.3f} 0 0 1 {x0 + outer:.2f},{y0 + outer:.3f}V{below - outer:.3f}"
        f"A{outer:.3f},{outer:.3f} 0 0 1 {x0:.2f},{below:.3f}H{x1:.2f}"
        f"A{outer:.3f},{outer:.3f} 0 0 1 {x1 - outer:.2f},{below - outer:.3f}V{y1 + outer:.3f}"
        f"A{outer:.3f},{outer:.3f} 0 0 1 {x1:.2f},{y1:.3f}V{y1 + width:.3f}"
        f"A{inner:.3f},{inner:.3f} 0 0 0 {x1 - inner:.2f},{y1 + width + inner:.3f}V{above - inner:.3f}"
        f"A{inner:.3f},{inner:.3f} 0 0 0 {x1:.2f},{above:.3f}H{x0:.2f}"
        f"A{inner:.3f},{inner:.3f} 0 0 0 {x0 + inner:.2f},{above - inner:.3f}V{y0 + width + inner:.3f}"
        f"A{inner:.3f},{inner:.3f} 0 0 0 {x0:.2f},{y0 + width:.3f}Z"
    )


def _loop_texts(placed: Placement, top: float, lang: Language) -> list[dict[str, Any]]:
    return [
        text_row(
            (ribbon.x[0] + ribbon.x[1]) / 2,
            top + ribbon.loop,
            f"{_WORDS['loop'].text(lang)} {number(ribbon.value)}",
            size=SMALL,
            align="center",
        )
        for ribbon in placed.ribbons
        if ribbon.loop is not None
    ]


def _ways(network: Network) -> dict[str, Way]:
    """Give for every node what lies upstream and downstream of it."""

    def reached(key: str, flows: Mapping[str, Mapping[str, float]]) -> set[str]:
        found: set[str] = set()
        waiting = list(flows[key])
        while waiting:
            end = waiting.pop()
            if end not in found:
                found.add(end)
                waiting.extend(flows[end])
        return found

    return {key: (reached(key, network.into), reached(key, network.out)) for key in network.nodes}


def _legend(network: Network, lang: Language, width: float) -> tuple[list[dict[str, Any]], float]:
    """Name the colours that occur, in as many rows as the width asks for."""
    present = {node.kind for node in network.nodes.values()}
    rows, x, y = [], _LEFT, 12.0
    for kind, name in KIND_NAMES.items():
        if kind not in present:
            continue
        room = 15 + text_width(name.text(lang), SMALL) + 14
        if x > _LEFT and x + room > width:
            x, y = _LEFT, y + _LEGEND
        rows.append({**text_row(x + 15, y, name.text(lang), size=SMALL, colour=QUIET_INK), "key": _COLOURS[kind]})
        x += room
    return rows, y + _LEGEND
