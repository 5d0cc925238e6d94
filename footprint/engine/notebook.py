"""How records show themselves in a notebook: a caption, a headline, a table with bars; plain HTML that needs nothing else.

Pictures are made by the upper layers; see `footprint.report.notebook`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

__all__ = ["MOST", "framed", "shown", "table"]

MOST = 12
"""Rows that are shown; the others are counted."""

_QUIET = "color:#56605b"


def framed(caption: str, headline: str, frame: pandas.DataFrame, *, without: Sequence[str] = (), most: int = MOST) -> str:
    """Show a table of a record.

    Parameters
    ----------
    caption, headline
        What it is of, and what to take from it.
    frame
        All rows; columns ``share`` hold fractions.
    without
        Columns that are left out here.
    most
        Rows that are shown.
    """
    columns = [str(name) for name in frame.columns if name not in without]
    rows = frame[columns].itertuples(index=False, name=None) if columns else iter(())
    return table(caption, headline, columns, rows, most=most)


def table(caption: str, headline: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, most: int = MOST) -> str:
    """Show rows below a caption; every text is escaped, and what is not known is called so.

    Parameters
    ----------
    caption, headline
        What is shown, and what to take from it.
    columns
        Their names; a column ``share`` holds fractions, is written in per cent and has bars.
    rows
        As many cells as columns.
    most
        Rows that are shown.
    """
    every = [tuple(row) for row in rows]
    heads = "".join(
        f"<th style='text-align:{_side(every, place)};padding:2px 8px'>{escape(name)}</th>" for place, name in enumerate(columns)
    )
    body = "".join(_row(row, columns) for row in every[:most])
    rest = len(every) - most
    more = f"<div style='{_QUIET}'>… and {rest} more rows</div>" if rest > 0 else ""
    return (
        f"<div style='max-width:60em'><div style='{_QUIET}'>{escape(caption)}</div>"
        f"<div style='font-size:1.35em;font-weight:700'>{escape(headline)}</div>"
        f"<table style='border-collapse:collapse;margin:.4em 0'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}</div>"
    )


def shown(value: object) -> str:
    """Write a value: numbers with four significant digits, ``unknown`` for none.

    Examples
    --------
    >>> shown(1530.24), shown(-0.0123456), shown(3), shown(None), shown(float("nan")), shown("clinker")
    ('1530', '−0.01235', '3', 'unknown', 'unknown', 'clinker')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "unknown"
    if isinstance(value, float):
        return f"{value:.4g}".replace("-", "−", 1) if value < 0 else f"{value:.4g}"
    return str(value)


def _row(row: Sequence[object], columns: Sequence[str]) -> str:
    return f"<tr>{''.join(_cell(value, name) for value, name in zip(row, columns, strict=True))}</tr>"


def _cell(value: object, column: str) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool) or math.isnan(value):
        return f"<td style='text-align:left;vertical-align:top;padding:2px 8px'>{escape(shown(value))}</td>"
    if column != "share":
        return f"<td style='text-align:right;vertical-align:top;padding:2px 8px'>{escape(shown(value))}</td>"
    part, colour = min(abs(value), 1.0) * 100, "#cfe5d6" if value >= 0 else "#f3dccb"
    bar = f"background:linear-gradient(to right,{colour} {part:.2f}%,transparent 0) no-repeat 0 2px/100% 1.3em"
    return f"<td style='text-align:right;vertical-align:top;min-width:7em;padding:2px 8px;{bar}'>{escape(_percent(value))}</td>"


def _percent(share: float) -> str:
    if share and abs(share) < 0.0005:
        return "<0.1 %" if share > 0 else ">−0.1 %"
    return f"{100 * share:.1f} %".replace("-", "−")


def _side(rows: Sequence[Sequence[object]], place: int) -> str:
    return "right" if any(isinstance(row[place], int | float) and not isinstance(row[place], bool) for row in rows) else "left"
