"""Numbers, days and texts as the formats write them."""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation

__all__ = ["clean", "days", "decimal_of", "hides_nothing", "uncertainty_text", "visible"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(.*)", re.DOTALL)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_LENGTH = 2000
_OFTEN = 120


def decimal_of(text: str) -> Decimal | None:
    """Read a number exactly; None where it is none, or no float can hold it."""
    written = text.strip()
    if not _NUMBER.fullmatch(written) or len(written) > 200:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    value = float(number)
    if not math.isfinite(value) or (value == 0 and number != 0):
        return None
    return number


def hides_nothing(text: str) -> bool:
    """Tell whether every character of a text can be seen."""
    return _INVISIBLE.search(text) is None


def visible(text: str) -> str:
    """Replace what nobody sees, line ends too, by a space: it makes names differ that look alike, and steers terminals."""
    shown = _INVISIBLE.sub(" ", text).strip() if _INVISIBLE.search(text) else text.strip()
    # Databases say the same names and units a million times over.
    return sys.intern(shown) if len(shown) <= _OFTEN else shown


def clean(text: str, repairs: Counter[str] | None = None, limit: int = _LENGTH) -> str:
    """Put a text on one line, without what nobody sees, and of bounded length."""
    shown = " ".join(_INVISIBLE.sub(" ", text).split())
    if len(shown) > limit:
        if repairs is not None:
            repairs["text_shortened"] += 1
        shown = shown[: limit - 1].rstrip() + "…"
    return shown


def days(start: str, end: str, repairs: Counter[str]) -> tuple[str, str]:
    """Read the period of a dataset: days, months or years, with or without a time or a time zone.

    Returns
    -------
    (str, str)
        Days ``YYYY-MM-DD``; empty where the source has none, or none that is a day of the calendar.
    """
    first, last = _day(start, False, repairs), _day(end, True, repairs)
    if first and last and first > last:
        repairs["period_reversed"] += 1
        return "", ""
    return first, last


def _day(text: str, end: bool, repairs: Counter[str]) -> str:
    written = text.strip()
    if not written:
        return ""
    match = _DAY.fullmatch(written)
    if match:
        if match[4]:
            repairs["date_with_time"] += 1
        written = f"{match[1]}-{match[2]}-{match[3]}"
    elif _MONTH.fullmatch(written):
        repairs["date_from_month"] += 1
        year, month = int(written[:4]), int(written[5:])
        following = (year + month // 12, month % 12 + 1)
        if end and 1 <= month <= 12 and following[0] <= 9999:
            written = date.fromordinal(date(*following, 1).toordinal() - 1).isoformat()
        else:
            written += "-01"
    elif _YEAR.fullmatch(written):
        repairs["date_from_year"] += 1
        written += "-12-31" if end else "-01-01"
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        repairs["date_dropped"] += 1
        return ""


def uncertainty_text(kind: str, **values: str) -> str:
    """State an uncertainty: ``lognormal; sd95 = 1.2, min = 1, max = 3``."""
    stated = ", ".join(f"{name} = {clean(value, limit=40)}" for name, value in values.items() if value)
    return "; ".join(part for part in (kind, stated) if part)
