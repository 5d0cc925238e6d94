"""Moments as the files of verification write them: UTC, whole seconds, ``2026-11-22T18:00:00Z`` and in no other way."""

from __future__ import annotations

import re
from datetime import UTC, datetime

__all__ = ["moment", "moment_text", "whole_second"]

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def moment(text: object) -> datetime:
    """Read a moment.

    Raises
    ------
    ValueError
        It is not written in the one form there is, or no such moment exists.
    """
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        raise ValueError("not a UTC time such as 2026-11-22T18:00:00Z")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def moment_text(at: datetime) -> str:
    """Write a moment; ``at`` must know its time zone."""
    return whole_second(at).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def whole_second(at: datetime) -> datetime:
    """Give a moment in UTC without its fraction of a second.

    Raises
    ------
    ValueError
        ``at`` does not know its time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC).replace(microsecond=0)
