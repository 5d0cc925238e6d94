"""A change as a document of its own: what it comes to, and part by part."""

from __future__ import annotations

from footprint.insight.change.records import CAUSES, Change
from footprint.report.elements import printable
from footprint.report.figures import waterfall
from footprint.report.study.document import Column, Document, Facts, Number, Row, Section, Table, Text

__all__ = ["change_report"]

_UNIT = "kg CO2e"


def change_report(change: Change, top: int = 15) -> Document:
    """Give the change of a footprint as a document.

    Parameters
    ----------
    change
        As `footprint.insight.change.change` gives it.
    top
        How many parts the waterfall shows one by one; the table has all.
    """
    name = printable(change.name)
    rows = [
        Row((_both(part.what), Text(CAUSES[part.cause]["en"], CAUSES[part.cause]["zh"]), Number(part.value, signed=True)))
        for part in change.parts
    ]
    if change.remainder:
        rows.append(Row((Text("rounding", "舍入"), "", Number(change.remainder, signed=True))))
    rows.append(Row((Text("difference", "差值"), "", Number(change.difference, signed=True)), total=True))
    parts = Table(
        "parts",
        Text("What the change consists of", "变化的构成"),
        (Column(Text("Part", "部分")), Column(Text("Cause", "原因")), Column(Text("Change", "变化"), _UNIT, numeric=True)),
        tuple(rows),
    )
    causes = Table(
        "causes",
        Text("Change by cause", "按原因划分的变化"),
        (Column(Text("Cause", "原因")), Column(Text("Change", "变化"), _UNIT, numeric=True)),
        tuple(
            Row((Text(CAUSES[cause]["en"], CAUSES[cause]["zh"]), Number(value, signed=True))) for cause, value in change.by_cause().items()
        ),
    )
    facts = Facts(
        (
            (Text("Before", "变化前"), Number(change.old, f"{_UNIT} / {change.declared_units[0]}")),
            (Text("After", "变化后"), Number(change.new, f"{_UNIT} / {change.declared_units[1]}")),
        )
    )
    return Document(
        title=Text(name, name),
        subtitle=Text("Change of the carbon footprint", "碳足迹变化"),
        headline=Number(change.difference, _UNIT, signed=True),
        key_facts=facts,
        sections=(Section("change", Text("What changed", "变化情况"), (waterfall(change, top), causes, parts)),),
        notices=tuple(Text(note["en"], note["zh"]) for note in change.notes),
        data={"en": change.as_dict("en"), "zh": change.as_dict("zh")},
    )


def _both(name: str) -> Text:
    return Text("declared unit", "声明单位") if name == "declared unit" else Text(printable(name), printable(name))
