"""Signed texts: sign with an issuer's Ed25519 key, verify against the trust store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from footprint.verification.jws import Opened, open_jws, seal_jws
from footprint.verification.keys.issuer import Issuer, KeyPair
from footprint.verification.keys.private import SigningKeys
from footprint.verification.keys.trust import TrustStore, require_good_at
from footprint.verification.signing.errors import NotSignable, TextSignatureInvalid

__all__ = ["Signed", "examine", "sign", "verify"]


@dataclass(frozen=True, slots=True)
class Signed:
    """A text that a trusted issuer signed.

    Parameters
    ----------
    payload
        What was signed.
    issuer, pair
        Whose key it was, and which.
    signed_at
        When, as the signature says.
    """

    payload: dict[str, Any]
    issuer: Issuer
    pair: KeyPair
    signed_at: datetime


def sign(payload: Mapping[str, Any], keys: SigningKeys, typ: str, at: datetime) -> str:
    """Sign a payload as a compact JWS.

    Parameters
    ----------
    payload
        Plain JSON data; what is signed is its canonical form.
    keys
        The issuer's keys.
    typ
        What the text is, such as ``vc+jwt``.
    at
        The time of signing; the keys must be in use then.

    Raises
    ------
    NoCurrentKeys
        They are not.
    NotSignable
        The payload has no canonical JSON.
    """
    keys.require_use_at(at)
    try:
        return seal_jws(payload, keys.ed25519, typ, at)
    except ValueError as error:
        raise NotSignable(why=str(error)[:300].rstrip(".")) from None


def examine(text: str | bytes, typ: str) -> Opened:
    """Check that a signed text is whole and fits the key it names, whosoever that is.

    Raises
    ------
    TextSignatureInvalid
        It is not, or does not.
    """
    try:
        return open_jws(text, typ)
    except ValueError as error:
        raise TextSignatureInvalid(why=str(error)[:300].rstrip(".")) from None


def verify(text: str | bytes, typ: str, trust: TrustStore) -> Signed:
    """Verify a signed text: whole, by a trusted issuer, with a key that was in use when it was signed and is not revoked.

    Raises
    ------
    TextSignatureInvalid
        The text was changed.
    NothingTrusted, IssuerNotTrusted, KeyRevoked, KeyRetired
        The key is not one to be believed.
    """
    opened = examine(text, typ)
    issuer, pair = trust.by_ed25519(opened.thumbprint)
    require_good_at(issuer, pair, opened.signed_at)
    return Signed(opened.payload, issuer, pair, opened.signed_at)
