"""Texts and numbers as HTML: everything escaped, both languages side by side, exact values beside the rounded ones."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from footprint.report.elements import printable
from footprint.report.study.document import Cell, Number, Text
from footprint.report.study.shown import shown

__all__ = ["attribute", "cell", "embedded_json", "escaped", "exact", "number", "pair"]

_DIGEST = re.compile(r"[0-9a-f]{32,}\Z")
_GAS = re.compile(r"CO2(?=e?(?![A-Za-z0-9]))")
_WEIGHTY = re.compile(r"(?<![\w.])[−+-]?\d[\d.]*(?: ?%| (?:kg|t|g) CO2e|(?=(?: to | and | 至 )\d[\d.]* kg CO2e))")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Inside a script element a browser looks for these before it knows of JSON.
_NOT_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def escaped(text: str) -> str:
    """Write a text between tags: one line, printable, escaped."""
    return html.escape(printable(text), quote=True)


def attribute(text: str) -> str:
    """Write a text as the value of an attribute, with its quotation marks."""
    return f'"{escaped(text)}"'


def pair(text: Text, weigh: bool = False) -> str:
    """Write a text in both languages, of which the page shows one; once where they are the same.

    Parameters
    ----------
    text
        What is read.
    weigh
        Whether percentages and footprints stand out.
    """
    english, chinese = _words(text.en, weigh), _words(text.zh, weigh)
    if english == chinese:
        return english
    english_class, chinese_class = f"en{_short(text.en, 16)}", f"zh{_short(text.zh, 9)}"
    return f'<span class="{english_class}" lang="en">{english}</span><span class="{chinese_class}" lang="zh-CN">{chinese}</span>'


def cell(value: Cell, unit: str = "") -> str:
    """Write a cell of a table.

    Parameters
    ----------
    value
        Text, name or number.
    unit
        Stands in the heading already, so that it is not repeated.
    """
    if isinstance(value, Text):
        return pair(value)
    if isinstance(value, Number):
        return number(value, unit)
    if _DIGEST.match(value):
        return f"<code>{escaped(value)}</code>"
    if " " in value or not {"/", "_"} & set(value):
        return escaped(value)
    # Ids and paths may be broken where their parts end.
    return f'<span class="id">{escaped(value).replace("/", "/<wbr>").replace("_", "_<wbr>")}</span>'


def number(value: Number, unit: str = "") -> str:
    """Write a number, rounded, with its exact value beside it; of what is not known that and why."""
    if value.value is None:
        return f'<span class="unknown">{pair(Text(shown(value, "en"), shown(value, "zh")))}</span>'
    if value.unit == "%":
        rounded, sign = shown(value, "en").removesuffix(" %"), "" if unit == "%" else '<span class="unit"> %</span>'
    else:
        rounded = shown(Number(value.value, signed=value.signed), "en")
        sign = "" if not value.unit or value.unit == unit else f'<span class="unit"> {_words(value.unit)}</span>'
    return f"<data value={attribute(repr(value.value))} data-exact={attribute(exact(value))}>{escaped(_minus(rounded))}</data>{sign}"


def exact(value: Number) -> str:
    """Write all digits of a number; of a share those of its per cent."""
    if value.value is None:
        return ""
    digits = Decimal(repr(value.value)) * 100 if value.unit == "%" else Decimal(repr(value.value))
    written = format(digits, "f") if digits == 0 or -7 < digits.adjusted() < 17 else format(digits, "e")
    if "." in written and "e" not in written:
        written = written.rstrip("0").rstrip(".")
    return f"+{written}" if value.signed and value.value > 0 else written


def embedded_json(data: Mapping[str, Any]) -> str:
    """Write plain data as JSON that may stand in a script element."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign, escape in _NOT_IN_SCRIPT.items():
        text = text.replace(sign, escape)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _words(text: str, weigh: bool = False) -> str:
    written = escaped(text)
    if weigh:
        written = _WEIGHTY.sub(r"<b>\g<0></b>", written)
    return _GAS.sub("CO<sub>2</sub>", written)


def _short(text: str, most: int) -> str:
    """Mark what is better not broken: Chinese breaks between any two characters."""
    return " short" if len(text) <= most else ""


def _minus(text: str) -> str:
    """Take the sign that is as wide as a plus."""
    return "−" + text[1:] if text.startswith("-") else text
