"""Compact JSON Web Signatures (RFC 7515) in the one form that this project writes and accepts.

Ed25519 (``EdDSA``, RFC 8037), canonical JSON inside, canonical base64url outside. The header holds exactly ``alg``, ``iat``, ``jwk``,
``kid`` and ``typ``; ``kid`` is the thumbprint (RFC 7638) of ``jwk``. That the signature fits the key it names says nothing about whose key
it is: `footprint.verification.signing.jws` asks the trust store for that, and nothing else may call this module to verify.
"""

from __future__ import annotations

import base64
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from footprint.verification.canonical import canonical_json, read_canonical
from footprint.verification.moments import whole_second

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["TEXT_LIMIT", "Opened", "base64url", "from_base64url", "jwk_of", "open_jws", "seal_jws", "thumbprint_of"]

TEXT_LIMIT = 8_000_000
"""Characters that a signed text may have at most; a status file may name many certificates."""

_HEADER_LIMIT = 500
_LATEST = 253402300799  # 9999-12-31T23:59:59Z


@dataclass(frozen=True, slots=True)
class Opened:
    """A signed text whose signature fits the key that it names.

    Parameters
    ----------
    payload
        What was signed.
    public
        The 32 bytes of the Ed25519 key that the header names.
    thumbprint
        Its thumbprint (RFC 7638, SHA-256, base64url).
    signed_at
        When it was signed, as the header says.
    """

    payload: dict[str, Any]
    public: bytes
    thumbprint: str
    signed_at: datetime


def seal_jws(payload: Mapping[str, Any], private: Ed25519PrivateKey, typ: str, at: datetime) -> str:
    """Sign a payload.

    Raises
    ------
    ValueError
        The payload has no canonical JSON.
    """
    from joserfc import jws
    from joserfc.jwk import OKPKey

    public = private.public_key().public_bytes_raw()
    header = {
        "alg": "EdDSA",
        "iat": int(whole_second(at).timestamp()),
        "jwk": jwk_of(public),
        "kid": thumbprint_of(public),
        "typ": typ,
    }
    key = OKPKey.import_key(_private_jwk(private, public))
    with warnings.catch_warnings():
        # RFC 9864 prefers the name Ed25519 for what vc+jwt readers know as EdDSA.
        warnings.simplefilter("ignore")
        # joserfc writes a header in the order it is given; the order above is the canonical one.
        text = jws.serialize_compact(header, canonical_json(payload), key, registry=_registry())
    open_jws(text, typ)
    return text


def open_jws(text: str | bytes, typ: str) -> Opened:
    """Read a signed text and check its signature with the key it names.

    Parameters
    ----------
    text
        Compact serialisation, and nothing before or after it.
    typ
        What the header must say it is.

    Raises
    ------
    ValueError
        It is not in the one accepted form, or the signature does not fit; the message says what.
    """
    segments = _segments(text)
    header = _decoded_json(segments[0], "header", _HEADER_LIMIT)
    if set(header) != {"alg", "iat", "jwk", "kid", "typ"}:
        raise ValueError("the header holds other members than alg, iat, jwk, kid and typ")
    if header["alg"] != "EdDSA" or header["typ"] != typ:
        raise ValueError(f"the header does not say alg EdDSA and typ {typ}")
    issued = header["iat"]
    if not isinstance(issued, int) or isinstance(issued, bool) or not 0 <= issued <= _LATEST:
        raise ValueError("iat is not a time")
    public = _public_of(header["jwk"])
    if header["kid"] != thumbprint_of(public):
        raise ValueError("kid is not the thumbprint of jwk")
    payload = _decoded_json(segments[1], "payload", TEXT_LIMIT)
    if len(from_base64url(segments[2])) != 64:
        raise ValueError("the signature has not 64 bytes")
    _check(b".".join(segments), public)
    return Opened(payload, public, header["kid"], datetime.fromtimestamp(issued, UTC))


def base64url(data: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str | bytes) -> bytes:
    """Read base64url without padding, in its one canonical form.

    Raises
    ------
    ValueError
        Another character, padding, or bits at the end that carry nothing but are not zero.
    """
    written = text.encode("ascii", "replace") if isinstance(text, str) else text
    try:
        data = base64.b64decode(written.translate(_STANDARD) + b"=" * (-len(written) % 4), validate=True)
    except ValueError:
        raise ValueError("it is not base64url") from None
    if base64url(data).encode("ascii") != written:
        raise ValueError("it is not the canonical base64url of its content")
    return data


# A character of the other alphabet becomes one that no alphabet has.
_STANDARD = bytes.maketrans(b"-_+/", b"+/!!")


def jwk_of(public: bytes) -> dict[str, str]:
    """Give an Ed25519 public key as a JSON Web Key."""
    return {"crv": "Ed25519", "kty": "OKP", "x": base64url(public)}


def thumbprint_of(public: bytes) -> str:
    """Give the thumbprint (RFC 7638, SHA-256) of an Ed25519 public key."""
    import hashlib

    return base64url(hashlib.sha256(canonical_json(jwk_of(public))).digest())


def _private_jwk(private: Ed25519PrivateKey, public: bytes) -> dict[str, str | list[str]]:
    return {**jwk_of(public), "d": base64url(private.private_bytes_raw())}


def _public_of(jwk: object) -> bytes:
    if not isinstance(jwk, dict) or set(jwk) != {"crv", "kty", "x"} or not isinstance(jwk["x"], str):
        raise ValueError("jwk is not an Ed25519 public key")
    public = from_base64url(jwk["x"])
    if jwk != jwk_of(public) or len(public) != 32:
        raise ValueError("jwk is not an Ed25519 public key")
    return public


def _segments(text: str | bytes) -> tuple[bytes, bytes, bytes]:
    if len(text) > TEXT_LIMIT:
        raise ValueError(f"it has more than {TEXT_LIMIT} characters")
    try:
        written = text.encode("ascii") if isinstance(text, str) else bytes(text)
    except UnicodeEncodeError:
        raise ValueError("it is not a signed text (header.payload.signature)") from None
    parts = written.split(b".")
    if len(parts) != 3 or not all(parts):
        raise ValueError("it is not a signed text (header.payload.signature)")
    return parts[0], parts[1], parts[2]


def _decoded_json(segment: bytes, what: str, limit: int) -> dict[str, Any]:
    try:
        return read_canonical(from_base64url(segment), limit)
    except ValueError as error:
        raise ValueError(f"the {what}: {error}") from None


def _check(text: bytes, public: bytes) -> None:
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey

    key = OKPKey.import_key(dict(jwk_of(public)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            jws.deserialize_compact(text, key, registry=_registry())
    except (JoseError, ValueError, TypeError):
        raise ValueError("the signature does not fit the text") from None


def _registry() -> Any:
    from joserfc.jws import JWSRegistry
    from joserfc.registry import HeaderParameter

    registry = JWSRegistry({"iat": HeaderParameter("Time of signing", "int")}, algorithms=["EdDSA"])
    registry.max_header_length, registry.max_payload_length = _HEADER_LIMIT, TEXT_LIMIT
    return registry
