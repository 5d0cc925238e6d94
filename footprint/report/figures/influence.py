"""What moves a footprint: exact elasticities, and what each uncertain input does alone."""

from __future__ import annotations

from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.insight.explanation import Explanation
from footprint.insight.uncertainty import Uncertainty
from footprint.inventory import open_library
from footprint.report.figures.bars import Bar, Layout, bar_chart
from footprint.report.figures.composition import number_text, per_declared_unit, share_text
from footprint.report.figures.theme import BURDEN, CREDIT, PALER, figure
from footprint.report.study.document import Figure, Text
from footprint.report.study.names import Names

__all__ = ["influences", "tornado"]

_BESIDE = Text("stated result", "给定值下的结果")


def tornado(explanation: Explanation, top: int = 12) -> Figure | None:
    """Show by how many percent the footprint moves where one value moves by one percent.

    Parameters
    ----------
    explanation
        Of a footprint.
    top
        How many values to show: those that somebody can change, no results of formulas and no outputs.
    """
    result = explanation.result
    names = _names(result)
    moved = [entry for entry in explanation.sensitivities if entry.elasticity and not entry.formula and "/outputs/" not in entry.name]
    shown = [entry for entry in moved[:top] if abs(entry.elasticity or 0.0) >= 0.001] or moved[:3]
    if not shown:
        return None
    bars = [
        Bar(
            entry.name,
            names.quantity(entry.name),
            0.0,
            entry.elasticity or 0.0,
            (_signed(entry.elasticity or 0.0),),
            BURDEN if (entry.elasticity or 0.0) >= 0 else CREDIT,
            facts=(
                (Text(f"stated, {entry.unit}", f"取值，{entry.unit}"), entry.value),
                (Text(f"kg CO2e for each {entry.unit}", f"每 {entry.unit} 的 kg CO2e"), entry.derivative),
                (Text("name in the model", "模型中的名称"), entry.name),
            ),
        )
        for entry in shown
    ]
    first = bars[0]
    caption = Text(
        f"By how many percent the footprint moves where one value moves by 1 %. First: {first.label.en}, {first.cells[0].en} %.",
        f"某一数值增加 1 % 时碳足迹变化的百分比。居首：{first.label.zh}，{first.cells[0].zh} %。",
    )
    rest = len(moved) - len(shown)
    if rest > 0:
        caption = Text(
            f"{caption.en} {rest} values with smaller effects are not shown.", f"{caption.zh}另有 {rest} 个影响较小的数值未列出。"
        )
    alt = _alt(caption, bars, 0)
    layout = Layout(Text("% for +1 %", "+1 % 时的变化（%）"), (Text("%", "%"),), value_name=Text("% for +1 %", "+1 % 时的变化（%）"))
    return figure("sensitivities", caption, alt, lambda lang, width: bar_chart(bars, layout, alt, lang, width))


def influences(uncertainty: Uncertainty, top: int = 12) -> Figure | None:
    """Show the footprint with each uncertain input alone at its 5th and 95th percentile.

    Parameters
    ----------
    uncertainty
        Of a footprint.
    top
        How many inputs to show; the others are counted.
    """
    names = _names(uncertainty.result)
    known = [entry for entry in uncertainty.influences if entry.low is not None and entry.high is not None and entry.low != entry.high]
    if not known:
        return None
    known.sort(key=lambda entry: -abs((entry.high or 0.0) - (entry.low or 0.0)))
    bars = []
    for entry in known[:top]:
        assert entry.low is not None
        assert entry.high is not None
        low, high = min(entry.low, entry.high), max(entry.low, entry.high)
        bars.append(
            Bar(
                entry.name,
                names.quantity(entry.name),
                uncertainty.value,
                high,
                (number_text(low), number_text(high), share_text(entry.share)),
                value=high - low,
                second=(low, uncertainty.value, PALER),
                facts=(
                    (Text("input at 5 %", "投入取第 5 百分位"), entry.low),
                    (Text("input at 95 %", "投入取第 95 百分位"), entry.high),
                    (Text("share of the variance, %", "方差占比（%）"), None if entry.share is None else 100 * entry.share),
                    (Text("name in the model", "模型中的名称"), entry.name),
                ),
            )
        )
    first = bars[0]
    caption = Text(
        "The footprint where one uncertain input alone is at its 5th and 95th percentile. "
        f"The widest: {first.label.en}, {first.cells[0].en} to {first.cells[1].en} kg CO2e.",
        "单个不确定投入取第 5 与第 95 百分位时的碳足迹。"
        f"范围最大者：{first.label.zh}，{first.cells[0].zh} 至 {first.cells[1].zh} kg CO2e。",
    )
    alt = _alt(caption, bars, 2)
    layout = Layout(
        per_declared_unit(uncertainty.result),
        (Text("least", "最小"), Text("greatest", "最大"), Text("of variance", "方差占比")),
        base=(uncertainty.value, _BESIDE),
        from_zero=False,
        value_name=Text("range, kg CO2e", "范围，kg CO2e"),
    )
    return figure("influences", caption, alt, lambda lang, width: bar_chart(bars, layout, alt, lang, width))


def _names(result: Footprint) -> Names:
    return Names(result, open_library(()))


def _signed(value: float) -> Text:
    text = number_text(value)
    return text if value < 0 else Text(f"+{text.en}", f"+{text.zh}")


def _alt(caption: Text, bars: list[Bar], cells: int) -> Text:
    def rows(lang: Language) -> list[str]:
        return [f"{bar.label.text(lang)} {'–'.join(cell.text(lang) for cell in bar.cells[: cells or 1])}" for bar in bars]

    return Text(f"{caption.en} {'; '.join(rows('en'))}.", f"{caption.zh}{'；'.join(rows('zh'))}。")
