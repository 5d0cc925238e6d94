"""The status file of an issuer, read offline: which of its statements are still in force, as of a moment that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from footprint.verification.keys.issuer import Issuer
from footprint.verification.keys.trust import TrustStore
from footprint.verification.moments import moment
from footprint.verification.signing import jws
from footprint.verification.verifying.errors import StatusFileUnusable

__all__ = ["SCHEMA", "TYPE", "Entry", "StatusFile", "read_status"]

SCHEMA = "footprint/status/1"
TYPE = "footprint-status+jwt"

_STATUSES = ("valid", "suspended", "superseded", "withdrawn", "expired")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an issuer says about one of its statements.

    ``ended`` is when it last ceased to be valid, which may be before ``since``; ``by`` is the number that supersedes it, where known.
    """

    status: str
    since: datetime
    ended: datetime
    reason: str
    statement_sha256: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class StatusFile:
    """What an issuer says about all its statements.

    Parameters
    ----------
    issuer
        Who says it.
    as_of
        When.
    entries
        By number of the statement.
    """

    issuer: Issuer
    as_of: datetime
    entries: Mapping[str, Entry]


def read_status(text: bytes, trust: TrustStore) -> StatusFile:
    """Read a status file.

    Raises
    ------
    TextSignatureInvalid, NothingTrusted, IssuerNotTrusted, KeyRevoked, KeyRetired
        It was changed, or is not of a trusted issuer.
    StatusFileUnusable
        It is signed, but no status file.
    """
    signed = jws.verify(text, TYPE, trust)
    payload = signed.payload
    try:
        if payload["schema"] != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
        if payload["issuer"] != signed.issuer.id:
            raise ValueError("it speaks for another issuer than the one that signed it")
        if moment(payload["as_of"]) != signed.signed_at:
            raise ValueError("it was signed at another time than it says")
        if not isinstance(payload["entries"], dict):
            raise ValueError("it has no entries")
        entries = {number: _entry(item) for number, item in payload["entries"].items()}
    except (KeyError, ValueError, TypeError) as error:
        why = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        raise StatusFileUnusable(why=why[:200]) from None
    return StatusFile(signed.issuer, signed.signed_at, entries)


def _entry(item: Any) -> Entry:
    if not isinstance(item, dict):
        raise ValueError("an entry is not as it must be")
    if item["status"] not in _STATUSES:
        raise ValueError(f"it has a status that is none of {', '.join(_STATUSES)}")
    reason, digest = item["reason"], item["statement_sha256"]
    if not isinstance(reason, str | None) or not isinstance(digest, str):
        raise ValueError("an entry is not as it must be")
    since, by = moment(item["since"]), item.get("by") if item["status"] == "superseded" else None
    if not isinstance(by, str | None) or (by and not (len(by) <= 60 and by.isascii() and by.isprintable())):
        raise ValueError("an entry names no number that supersedes it")
    return Entry(item["status"], since, min(since, moment(item.get("not_valid_since") or item["since"])), reason or "", digest, by or "")
