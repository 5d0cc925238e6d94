"""Numbers as people read them: four significant digits, no thousands separators; unknown is never shown as zero."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["number", "percent"]


def number(value: float | None, unknown: str = "unknown") -> str:
    """Write a number with four significant digits.

    Parameters
    ----------
    value
        The number, or None where it is not known.
    unknown
        What is written for None.

    Examples
    --------
    >>> number(1530.24), number(0.00012345), number(0), number(12345678.0), number(1.2e-9), number(None)
    ('1530', '0.0001234', '0', '12350000', '1.200e-09', 'unknown')
    """
    if value is None:
        return unknown
    if value == 0:
        return "0"
    if 1e-4 <= abs(value) < 1e9:
        return format(Decimal(f"{value:.3e}"), "f")
    return f"{value:.3e}"


def percent(share: float | None, unknown: str = "unknown", decimals: int = 1) -> str:
    """Write a share of 1 in per cent, with one decimal place or more; a small share is not shown as none.

    Examples
    --------
    >>> percent(0.1234), percent(1.0), percent(0.00001), percent(-0.00001), percent(0), percent(None)
    ('12.3 %', '100.0 %', '<0.1 %', '>-0.1 %', '0.0 %', 'unknown')
    """
    if share is None:
        return unknown
    if share and abs(share) < 0.0005 and decimals == 1:
        return "<0.1 %" if share > 0 else ">-0.1 %"
    return f"{100 * share:.{decimals}f} %"
