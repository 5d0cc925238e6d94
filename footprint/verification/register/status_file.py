"""The status of every statement at a time, signed by the issuer, and read without the register.

`footprint/status/1`: the issuer, the time, every number with its status, and the last entry of the register, against which a later
state of the register can be checked. It says nothing of numbers that were never issued but that they were not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from footprint.errors import Place
from footprint.verification.register.checking import Head, check_register
from footprint.verification.register.entries import time_text
from footprint.verification.register.errors import NotPublished, RegisterUnsound
from footprint.verification.register.register import Register, states_of
from footprint.verification.register.states import State

if TYPE_CHECKING:
    from footprint.verification.keys import SigningKeys, TrustStore

__all__ = ["STATUS_SCHEMA", "STATUS_TYPE", "export_register", "head_of_export", "head_of_status", "sign_status", "status_list"]

STATUS_SCHEMA = "footprint/status/1"
STATUS_TYPE = "footprint-status+jwt"
EXPORT_SCHEMA = "footprint/register-export/1"


def status_list(register: Register, issuer: str, at: datetime) -> dict[str, Any]:
    """Give the status of every issued statement at a time, as plain data.

    Parameters
    ----------
    register
        The register; it is checked first.
    issuer
        Identifier of the issuer.
    at
        The time.

    Raises
    ------
    RegisterUnsound
        The register is not whole: nothing is published of it.
    """
    check = check_register(register.path)
    if not check.good:
        raise RegisterUnsound(Place(str(register.path)), file=str(register.path), count=len(check.findings))
    entries = register.entries()
    return {
        "schema": STATUS_SCHEMA,
        "issuer": issuer,
        "as_of": time_text(at),
        "register": {"id": entries[0].content["register"], "sequence": len(entries), "sha256": entries[-1].sha256},
        "entries": {number: _published(state) for number, state in sorted(states_of(entries, time_text(at)).items()) if state.issued},
    }


def _published(state: State) -> dict[str, Any]:
    return {
        "status": state.status,
        "since": state.since,
        "reason": state.reason or None,
        "statement_sha256": state.statement_sha256,
        **({"not_valid_since": state.ended} if state.ended else {}),
        **({"by": state.by} if state.status == "superseded" else {}),
    }


def sign_status(register: Register, keys: SigningKeys, at: datetime) -> str:
    """Give the status of every issued statement at a time, signed with the issuer's Ed25519 key.

    Returns
    -------
    str
        A compact JWS, ``typ`` `STATUS_TYPE`; `footprint verify --status FILE` reads it.
    """
    from footprint.verification.signing import jws

    return jws.sign(status_list(register, keys.issuer.id, at), keys, STATUS_TYPE, at)


def export_register(register: Register) -> dict[str, Any]:
    """Give all entries as plain data (``footprint/register-export/1``)."""
    entries = register.entries()
    return {"schema": EXPORT_SCHEMA, "entries": [entry.as_dict() for entry in entries]}


def head_of_status(text: str, trust: TrustStore, name: str) -> Head:
    """Read from a status file which entry was the last one at its time.

    Raises
    ------
    VerificationError
        The file is not signed by a trusted issuer, or no status file.
    """
    from footprint.verification.signing import jws

    payload = jws.verify(text.strip(), STATUS_TYPE, trust).payload
    return _head(payload.get("register"), name)


def head_of_export(text: str, name: str) -> Head:
    """Read from an export which entry was the last one at its time; the export is not signed, so keep it where nobody else writes."""
    try:
        data = json.loads(text)
        last = data["entries"][-1] if data["schema"] == EXPORT_SCHEMA else None
    except (ValueError, RecursionError, KeyError, IndexError, TypeError):
        last = None
    return _head(last, name)


def _head(found: object, name: str) -> Head:
    if isinstance(found, Mapping) and isinstance(found.get("sequence"), int) and isinstance(found.get("sha256"), str):
        return Head(found["sequence"], found["sha256"], os.path.basename(name))
    raise NotPublished(Place(name), file=name)
