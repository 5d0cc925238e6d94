"""What every section of a report is written from: the analysis, the names of its parts, the figures; and how sentences are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from footprint.errors import Language
from footprint.report.study.analysis import Analysis
from footprint.report.study.document import Block, Cell, Figure, Number, Paragraph, Text
from footprint.report.study.names import Names
from footprint.report.study.shown import shown

__all__ = ["CO2E", "Material", "fill", "joined", "kg", "listed", "paragraph", "part_in_words", "quantity", "share"]

CO2E = "kg CO2e"

ZERO = Text("the footprint is zero", "碳足迹为零")

_PARTS = ((1 / 2, Text("half", "一半")), (1 / 3, Text("a third", "三分之一")), (1 / 4, Text("a quarter", "四分之一")))


@dataclass(frozen=True, eq=False)
class Material:
    """What sections are written from."""

    analysis: Analysis
    names: Names
    figures: Mapping[str, Figure]

    def part(self, value: float) -> Number:
        """Give the share of a value in the footprint."""
        total = self.analysis.result.value
        return share(value / total if total else None)

    def figure(self, *names: str) -> tuple[Block, ...]:
        """Give the figures of these names that there are."""
        return tuple(self.figures[name] for name in names if name in self.figures)


def fill(en: str, zh: str, **cells: Cell | float | int) -> Text:
    """Fill a sentence in both languages; numbers are rounded as everywhere."""

    def filled(template: str, lang: Language) -> str:
        texts = {name: str(cell) if isinstance(cell, int) else shown(_cell(cell), lang) for name, cell in cells.items()}
        return template.format(**texts)

    return Text(filled(en, "en"), filled(zh, "zh"))


def paragraph(en: str, zh: str, **cells: Cell | float | int) -> Paragraph:
    """Make a paragraph of filled sentences."""
    return Paragraph(fill(en, zh, **cells))


def joined(texts: Sequence[Text], last_en: str = " and ", last_zh: str = "和", *, between_en: str = ", ", between_zh: str = "、") -> Text:
    """Join names to one enumeration; names that hold commas themselves are set apart by semicolons."""
    return Text(_joined([text.en for text in texts], between_en, last_en), _joined([text.zh for text in texts], between_zh, last_zh))


def listed(texts: Sequence[Text]) -> Text:
    """Join names that may hold commas."""
    return joined(texts, "; ", "；", between_en="; ", between_zh="；")


def quantity(value: float, unit: str) -> Number:
    """Give an amount as its unit is written: per cent as a fraction, nothing for the unit 1."""
    return Number(value / 100, "%") if unit == "%" else Number(value, "" if unit == "1" else unit)


def part_in_words(part: float) -> Text:
    """Say a part of the whole: a third, half, a quarter, or in per cent."""
    for value, text in _PARTS:
        if abs(part - value) < 5e-4:
            return text
    return fill("{part}", "{part}", part=share(part))


def kg(value: float | None, why: Text | None = None, *, signed: bool = False) -> Number:
    """Give a number of kg CO2e for sentences and facts."""
    return Number(value, CO2E, why, signed)


def share(value: float | None, why: Text | None = None, *, signed: bool = False) -> Number:
    """Give a share of 1, shown in per cent; without a reason, one that is missing is missing because the footprint is zero."""
    return Number(value, "%", why or ZERO if value is None else None, signed)


def _joined(texts: list[str], between: str, last: str) -> str:
    return last.join([between.join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def _cell(cell: Cell | float) -> Cell:
    return Number(cell) if isinstance(cell, float) else cell
