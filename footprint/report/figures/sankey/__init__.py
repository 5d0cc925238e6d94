"""The footprint as a flow from suppliers and emissions through the processes to the product, all widths in proportion."""

from __future__ import annotations

from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.report.figures.sankey.drawing import sankey_chart
from footprint.report.figures.sankey.merging import Room, fit
from footprint.report.figures.sankey.network import Network, embodied
from footprint.report.figures.theme import NARROW, WIDE, figure
from footprint.report.rounding import number, percent
from footprint.report.study.document import Figure, Text

__all__ = ["sankey"]

_ROOMS = {WIDE: Room(columns=6, rows=16, least=0.004), NARROW: Room(columns=3, rows=12, least=0.01)}


def sankey(result: Footprint) -> Figure | None:
    """Show where the footprint comes from and the way it takes; ``None`` where nothing counts.

    Parameters
    ----------
    result
        Of a calculation.
    """
    network = embodied(result)
    sources = [key for key in network.nodes if not network.into[key] and network.out[key]]
    if not sources:
        return None
    largest = max(sources, key=lambda key: (network.value(key), key))
    credits = sum(network.value(key) for key, node in network.nodes.items() if node.kind == "credit")
    name, value = network.nodes[largest].name, network.value(largest)
    share = f" ({percent(value / result.value)})" if result.value > 0 else ""
    less = Text("", "")
    if credits:
        less = Text(
            f" Credits of {number(credits)} kg CO2e leave the chain on their way.",
            f"其中抵扣 {number(credits)} kg CO2e，在途中离开供应链。",
        )
    caption = Text(
        "The way of the footprint from suppliers and emissions on the left to the product on the right; every width is in proportion,"
        " and what is too small to be shown is in the remainder."
        f" The largest source is “{name.en}” with {number(value)} kg CO2e{share}.{less.en}",
        "碳足迹自左侧的供应来源与排放，经各过程流向右侧的产品；宽度与数值成比例，过小而未单列者计入其余。"
        f"最大来源为“{name.zh}”：{number(value)} kg CO2e{share}。{less.zh}",
    )
    top = sorted(sources, key=lambda key: (-network.value(key), key))[:8]
    parts = [(network.nodes[key].name, number(network.value(key))) for key in top]
    alt = Text(
        f"Flow diagram. {'; '.join(f'{text.en}: {amount} kg CO2e' for text, amount in parts)}. Product: {number(result.value)} kg CO2e.",
        f"流向图。{'；'.join(f'{text.zh}：{amount} kg CO2e' for text, amount in parts)}。产品：{number(result.value)} kg CO2e。",
    )
    fitted = {}
    for width, room in _ROOMS.items():
        own = _copy(network)
        fitted[width] = own, fit(own, room)
    if any(node.inner and node.merged for own, _ in fitted.values() for node in own.nodes.values()):
        caption = Text(
            f"{caption.en} A plus sign with a number counts the processes that are drawn together with the next one.",
            f"{caption.zh}加号后的数字为与下一过程合并绘制的过程数。",
        )

    def draw(lang: Language, width: float) -> dict[str, object]:
        return sankey_chart(*fitted[width], alt, lang, width)

    return figure("sankey", caption, alt, draw)


def _copy(network: Network) -> Network:
    return Network(
        dict(network.nodes),
        {key: dict(ends) for key, ends in network.out.items()},
        {key: dict(ends) for key, ends in network.into.items()},
        network.total,
    )
