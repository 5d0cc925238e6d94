"""Moments on the command line: a day, or a time to the second."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

__all__ = ["At", "moment_of"]

At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="DATE",
        help="As of the end of this day (or a time such as 2026-11-22T18:00:00Z); now by default.",
        show_default=False,
    ),
]


def moment_of(text: str | None) -> datetime | None:
    """Read what stands after ``--at``: a day counts until its last second, UTC.

    Raises
    ------
    typer.BadParameter
        It is neither.
    """
    if text is None:
        return None
    from footprint.verification.moments import moment

    try:
        if len(text) == len("2026-11-22"):
            return moment(f"{text}T00:00:00Z") + timedelta(days=1, seconds=-1)
        return moment(text)
    except (ValueError, OverflowError):
        raise typer.BadParameter("is no date such as 2026-11-22, and no time such as 2026-11-22T18:00:00Z", param_hint="--at") from None
