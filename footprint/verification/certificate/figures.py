"""Numbers of a certificate as people read them: columns that align, unknown apart from zero, a true minus sign."""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["UNKNOWN", "decimals_for", "figure", "percent", "scientific"]

UNKNOWN = "–"
MINUS = "−"
GROUPS = "\N{NARROW NO-BREAK SPACE}"
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def decimals_for(values: Iterable[float | None], digits: int = 4) -> int:
    """Choose how many decimal places a group of values has, so that the largest one shows so many digits.

    Examples
    --------
    >>> decimals_for([729.06, 1.2]), decimals_for([259231.4]), decimals_for([0.02443, None]), decimals_for([0.0])
    (1, 0, 5, 0)
    """
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    if largest == 0:
        return 0
    return max(0, min(12, digits - 1 - math.floor(math.log10(largest))))


def figure(value: float | None, decimals: int) -> str:
    """Write a number with a fixed number of decimal places, thousands set apart.

    Examples
    --------
    >>> figure(729.06, 1), figure(-0.04, 1), figure(0.0, 1), figure(None, 1), figure(0.04, 0)
    ('729.1', '>−0.1', '0', '–', '<1')
    """
    if value is None:
        return UNKNOWN
    if value == 0:
        return "0"
    if abs(value) >= 1e12:
        return scientific(value)
    written = f"{abs(value):.{decimals}f}"
    if not float(written):
        least = f"{10.0**-decimals:.{decimals}f}"
        return f"<{least}" if value > 0 else f">{MINUS}{least}"
    whole, dot, rest = written.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", GROUPS)
    return f"{MINUS if value < 0 else ''}{whole}{dot}{rest}"


def scientific(value: float) -> str:
    """Write a number with two digits and a power of ten.

    Examples
    --------
    >>> scientific(2.349e-12), scientific(0.0)
    ('2.3 × 10⁻¹²', '0')
    """
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    return f"{mantissa.replace('-', MINUS)} × 10{str(int(exponent)).translate(_RAISED)}"


def percent(share: float | None, decimals: int = 1) -> str:
    """Write a share in per cent; a small one is not shown as none.

    Examples
    --------
    >>> percent(0.5871), percent(None), percent(1e-6), percent(0.0)
    ('58.7 %', '–', '<0.1 %', '0 %')
    """
    return UNKNOWN if share is None else f"{figure(100 * share, decimals)}\N{NARROW NO-BREAK SPACE}%"
