"""The entries of a register, each chained by its digest to the one before.

The digest of an entry is the SHA-256 of its canonical JSON (RFC 8785), in which the digest of the entry before stands: to change one
entry without notice, all that follow would have to be changed, and everything published of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from footprint.files import sha256
from footprint.verification.canonical import canonical_json, read_canonical
from footprint.verification.moments import moment, moment_text
from footprint.verification.register.errors import NumbersExhausted, SeriesNotUsable, UnsuitableContent

__all__ = [
    "CONTENT_LIMIT",
    "EVENTS",
    "FIRST",
    "NUMBER",
    "Entry",
    "Event",
    "canonical",
    "chained",
    "digest",
    "next_number",
    "read_content",
    "series_of",
    "time_text",
    "well_formed_time",
]

Event = Literal["open", "reserve", "issue", "abandon", "supersede", "suspend", "reinstate", "withdraw", "expire"]
EVENTS: tuple[str, ...] = get_args(Event)

SCHEMA = "footprint/register/1"

FIRST = "0" * 64
"""What stands in the first entry for the digest of the one before."""

CONTENT_LIMIT = 100_000
"""Bytes of canonical JSON that one entry may hold."""

NUMBER = re.compile(r"(?P<series>[A-Z0-9]{1,12}(-DEMO)?)-(?P<year>\d{4})-(?P<ordinal>\d{6})", re.ASCII)
"""Form of a number: series, year, ordinal within both."""

_SERIES = re.compile(r"[A-Z0-9]{1,12}", re.ASCII)
_LAST_ORDINAL = 999_999


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a register.

    Parameters
    ----------
    sequence
        Position in the register, from 1 without a gap.
    number
        Number of the statement; empty in the first entry, which opens the register.
    event
        What happened.
    at
        When it was recorded: UTC, whole seconds, ``YYYY-MM-DDTHH:MM:SSZ``.
    reason
        Why; may be empty for what needs no reason.
    content
        What belongs to the event, as JSON: digests and validity of what was issued, the number that supersedes.
    previous
        Digest of the entry before.
    sha256
        Digest of this entry.
    """

    sequence: int
    number: str
    event: str
    at: str
    reason: str
    content: Mapping[str, Any]
    previous: str
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """Give the entry as plain data, as exports hold it."""
        return {**_body(self.sequence, self.number, self.event, self.at, self.reason, self.content, self.previous), "sha256": self.sha256}


def chained(sequence: int, number: str, event: Event, at: str, reason: str, content: Mapping[str, Any], previous: str) -> Entry:
    """Make an entry that follows the one with the digest ``previous``.

    Raises
    ------
    UnsuitableContent
        The content cannot be written as canonical JSON, or is too large or too deep to be read again.
    """
    found = read_content(canonical(content))
    if found is None:
        raise UnsuitableContent(why="it is nested too deeply", why_zh="嵌套过深")
    body = _body(sequence, number, event, at, reason, found, previous)
    return Entry(sequence, number, event, at, reason, found, previous, sha256(canonical_json(body)))


def digest(entry: Entry) -> str:
    """Calculate the digest of an entry from its content, whatever digest stands with it."""
    body = _body(entry.sequence, entry.number, entry.event, entry.at, entry.reason, entry.content, entry.previous)
    return sha256(canonical_json(body))


def _body(sequence: int, number: str, event: str, at: str, reason: str, content: Mapping[str, Any], previous: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "sequence": sequence,
        "number": number,
        "event": event,
        "at": at,
        "reason": reason,
        "content": dict(content),
        "previous": previous,
    }


def canonical(content: Mapping[str, Any]) -> str:
    """Write content as canonical JSON (RFC 8785).

    Raises
    ------
    UnsuitableContent
        It holds what JSON cannot say (NaN, integers beyond 2**53, keys that are no texts), or is too large.
    """
    try:
        written = canonical_json(content)
    except ValueError as error:
        raise UnsuitableContent(why=f"it is not canonical JSON ({error})", why_zh=f"不是规范 JSON（{error}）") from None
    if len(written) > CONTENT_LIMIT:
        raise UnsuitableContent(why=f"it has more than {CONTENT_LIMIT} bytes", why_zh=f"超过 {CONTENT_LIMIT} 字节")
    return written.decode("utf-8")


def read_content(text: str) -> dict[str, Any] | None:
    """Read what stands in the register as content; None where it is not an object in canonical JSON, and so not written by us."""
    try:
        return read_canonical(text.encode("utf-8"), CONTENT_LIMIT)
    except ValueError:
        return None


def time_text(at: datetime) -> str:
    """Write a time as the register does: UTC, whole seconds, ``Z``."""
    return moment_text(at)


def well_formed_time(text: str) -> bool:
    """Tell whether a text is a time as the register writes it."""
    try:
        moment(text)
    except ValueError:
        return False
    return True


def series_of(name: str, kind: str) -> str:
    """Give the series of a kind of statement: demonstrations are numbered apart, so that a number tells what it is.

    Raises
    ------
    SeriesNotUsable
        The name is not made of capital letters and digits.
    """
    if not _SERIES.fullmatch(name):
        raise SeriesNotUsable(series=name)
    return f"{name}-DEMO" if kind == "demonstration" else name


def next_number(series: str, year: str, last: str | None) -> str:
    """Give the number after the last one of a series and year.

    Raises
    ------
    NumbersExhausted
        After 999,999 numbers in a year.
    """
    known = NUMBER.fullmatch(last) if last else None
    ordinal = int(known["ordinal"]) + 1 if known else 1
    if ordinal > _LAST_ORDINAL:
        raise NumbersExhausted(series=f"{series}-{year}")
    return f"{series}-{year}-{ordinal:06d}"
