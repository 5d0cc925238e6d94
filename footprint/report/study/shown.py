"""How a cell of a report is written, in whatever kind of file."""

from __future__ import annotations

from footprint.errors import Language
from footprint.report.rounding import number, percent
from footprint.report.study.document import Cell, Text

__all__ = ["MINUS", "shown"]

MINUS = "\N{MINUS SIGN}"
"""As figures have it; a hyphen is too short and breaks lines."""


def shown(cell: Cell, lang: Language) -> str:
    """Write a cell: a text in its language, a number with its unit, and of what is not known that and why.

    Examples
    --------
    >>> from footprint.report.study.document import Number
    >>> shown(Number(0.1234, "%"), "en"), shown(Number(12.3456, "kg CO2e", signed=True), "en"), shown("clinker/inputs/coal", "zh")
    ('12.3 %', '+12.35 kg CO2e', 'clinker/inputs/coal')
    >>> shown(Number(None, why=Text("nobody measured", "无人测量")), "zh")
    '未知（无人测量）'
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Text):
        return cell.text(lang)
    if cell.value is None:
        unknown = "未知" if lang == "zh" else "unknown"
        if cell.why is None:
            return unknown
        return f"{unknown}（{cell.why.zh}）" if lang == "zh" else f"{unknown} ({cell.why.en})"
    if cell.unit == "%":
        written = percent(cell.value)
    else:
        written = f"{cell.value if isinstance(cell.value, int) else number(cell.value)} {cell.unit}".rstrip()
    return f"+{written}" if cell.signed and cell.value > 0 and written[0].isdigit() else _with_minus(written)


def _with_minus(written: str) -> str:
    """Set the sign of a number; the exponent keeps its own."""
    lead = len(written) - len(written.lstrip("<>"))
    return written[:lead] + MINUS + written[lead + 1 :] if written[lead : lead + 1] == "-" else written
