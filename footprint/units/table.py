"""The public table of units, generated from `units.txt` and `refused.csv` for the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from footprint.units.definitions import Definition, dialect
from footprint.units.numbers import number_text
from footprint.units.unit import base_unit

__all__ = ["UnitRow", "units_page", "units_table"]

_INTRODUCTION = """# Units

<!-- Generated from footprint/units/units.txt and refused.csv; a test fails when this page is out of date. -->

An amount is a number, a space and a unit: `1.5 kWh`, `0.5777 kg CO2e/kWh`, `120 t km`. This page is the whole dialect. What
is not listed here is no unit: there are no prefixes that combine by themselves, no plurals, and case matters.

**Numbers** have a decimal point, no separators between thousands, no leading zeros, and powers of ten as `1.5e3`. The
typographic minus (−) is a minus; hyphens and dashes are refused. A space stands before a unit in Latin letters
(`1e3 kg`, never `1e3kg`); `%`, `‰` and units that begin with a Chinese character may stand directly after the number.
Full-width digits, letters and signs, the ideographic space and non-breaking spaces are read like plain ones.

**Units** are joined by a space, `·` or `*` and divided by one `/`. What is divided by stands in parentheses where it is more
than one unit: `kg CO2e/(t km)`; without them the unit is refused with both readings. Only `CO2e` clings to the mass before
it: `kWh/kg CO2e` is `kWh/(kg CO2e)`. Powers are written `m2`, `m3`, `s^2` or `s²`, from -6 to 6. The unit of plain numbers
is `1`, and `1/a` is one per year.

**Dimensions** never convert into each other. CO2 equivalent, every currency, items, persons, and gas volumes at 0 °C (`Nm3`)
and at 20 °C (`Sm3`) are dimensions of their own. `tce` is an energy and no mass. Only a flow property with a source (heating
value, density, mass per item, Nm3 per Sm3) leads from one to another.

## Accepted

Values are exact fractions; shown are the first digits of the floating-point number. The base units are those with the
value 1.
"""

_REFUSED = """
## Refused

People read these in two ways, or other programs do. They are refused in every case and width, except where the table above
lists that spelling; the message names the reason and the candidates.

| Written | Why | 原因 | Write instead |
|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the table of accepted units.

    Parameters
    ----------
    symbol
        What is printed.
    spellings
        What else is read as this unit.
    value, base
        Its value, and the base unit that it is stated in.
    dimension
        What it measures.
    en, zh, remark
        Meaning in both languages, and the source.
    section_en, section_zh
        The heading it stands under.
    """

    symbol: str
    spellings: tuple[str, ...]
    value: Fraction
    base: str
    dimension: str
    en: str
    zh: str
    remark: str
    section_en: str
    section_zh: str


def units_table() -> list[UnitRow]:
    """Give every unit of the dialect, in the order of `units.txt`."""
    return [_row(definition) for definition in dialect().definitions]


def units_page() -> str:
    """Write the reference page of units in Markdown."""
    parts = [_INTRODUCTION]
    for (en, zh), rows in groupby(units_table(), key=lambda row: (row.section_en, row.section_zh)):
        parts.append(f"\n### {en} · {zh}\n\n| Unit | Also read | Value | Meaning | 含义 | Source or remark |\n|---|---|---|---|---|---|\n")
        parts.extend(_line(row) for row in rows)
    parts.append(_REFUSED)
    for refusal in dialect().refusals.values():
        instead = ", ".join(f"`{suggestion}`" for suggestion in refusal.suggestions)
        parts.append(f"| `{refusal.token}` | {refusal.reason_en} | {refusal.reason_zh} | {instead} |\n")
    return "".join(parts)


def _row(definition: Definition) -> UnitRow:
    printed = definition.written_out or definition.symbol
    return UnitRow(
        symbol=printed,
        spellings=tuple(spelling for spelling in definition.spellings if spelling != printed),
        value=definition.factor,
        base=base_unit(definition.dimension).text,
        dimension=str(definition.dimension),
        en=definition.en,
        zh=definition.zh,
        remark=definition.remark,
        section_en=definition.section_en,
        section_zh=definition.section_zh,
    )


def _line(row: UnitRow) -> str:
    value = float(row.value)
    number = str(int(row.value)) if row.value.denominator == 1 and row.value < 10**7 else number_text(value).replace("e+", "e")
    base = "" if row.base == "1" else f" {row.base}"
    also = ", ".join(f"`{spelling}`" for spelling in row.spellings)
    return f"| `{row.symbol}` | {also} | {number}{base} | {row.en} | {row.zh} | {row.remark} |\n"
