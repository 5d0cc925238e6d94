"""The public side of an issuer: who it is, which pairs of keys it signs or signed with, and which of them it revoked.

``issuer.json`` is canonical JSON, ``footprint/issuer/1``. A pair is an Ed25519 key for credentials and a P-256 key, with a self-signed
X.509 certificate, for PDF documents. A pair is *current*, *retired* (followed by another: what it signed while in use stays good) or
*revoked* (nothing it signed is good, whenever it claims to have been signed). A later pair is endorsed by the one before it; the whole
is signed by the newest pair that is not revoked.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from footprint.errors import Place
from footprint.verification.canonical import canonical_json, read_canonical
from footprint.verification.jws import base64url, from_base64url, jwk_of, open_jws, thumbprint_of
from footprint.verification.keys.errors import NoIssuerFile
from footprint.verification.moments import moment, moment_text

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["ENDORSEMENT_TYPE", "ISSUER_TYPE", "SCHEMA", "Issuer", "KeyPair", "Revocation", "read_issuer"]

SCHEMA = "footprint/issuer/1"
ISSUER_TYPE = "footprint-issuer+jwt"
ENDORSEMENT_TYPE = "footprint-endorsement+jwt"

_FILE_LIMIT = 1_000_000
_PAIR_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Revocation:
    """When and why a pair of keys was revoked."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The public halves of two keys that an issuer uses together.

    Parameters
    ----------
    ed25519
        Public key (32 bytes) that credentials are signed with.
    certificate
        Self-signed X.509 certificate (DER) of the P-256 key that PDF documents are signed with.
    valid_from, valid_until
        When the pair may sign.
    retired
        When another pair took its place.
    revocation
        Set where the pair was revoked.
    endorsement
        The pair before this one vouches for it; empty for the first and where a pair was lost.
    """

    ed25519: bytes
    certificate: bytes
    valid_from: datetime
    valid_until: datetime
    retired: datetime | None = None
    revocation: Revocation | None = None
    endorsement: str = ""

    def __repr__(self) -> str:
        return f"KeyPair({self.fingerprint[:16]}, {moment_text(self.valid_from)} to {moment_text(self.until)})"

    @property
    def ed25519_thumbprint(self) -> str:
        """Thumbprint (RFC 7638, SHA-256) of the Ed25519 key."""
        return thumbprint_of(self.ed25519)

    @property
    def p256_thumbprint(self) -> str:
        """Thumbprint (RFC 7638, SHA-256) of the P-256 key."""
        return base64url(hashlib.sha256(canonical_json(self.p256_jwk)).digest())

    @property
    def p256_jwk(self) -> dict[str, str]:
        """The P-256 public key as a JSON Web Key."""
        numbers = self.x509().public_key().public_numbers()  # type: ignore[union-attr]
        x, y = (base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))  # type: ignore[union-attr]
        return {"crv": "P-256", "kty": "EC", "x": x, "y": y}

    @property
    def fingerprint(self) -> str:
        """SHA-256 over both thumbprints in hexadecimal: what people compare."""
        both = {"ed25519": self.ed25519_thumbprint, "p256": self.p256_thumbprint}
        return hashlib.sha256(canonical_json(both)).hexdigest()

    @property
    def until(self) -> datetime:
        """Until when the pair signed or may sign."""
        return min(self.valid_until, self.retired) if self.retired else self.valid_until

    def x509(self) -> Certificate:
        """Parse the certificate."""
        from cryptography.x509 import load_der_x509_certificate

        with warnings.catch_warnings():
            # What is odd about a certificate is either refused by who asks for it, or nobody's business.
            warnings.simplefilter("ignore")
            return load_der_x509_certificate(self.certificate)

    def signs_at(self, at: datetime) -> bool:
        """Say whether the pair was in use at a moment, revoked or not."""
        return self.valid_from <= at <= self.until

    def core(self) -> dict[str, Any]:
        """Give what never changes of a pair; an endorsement is over this."""
        return {
            "certificate": base64.b64encode(self.certificate).decode("ascii"),
            "ed25519": jwk_of(self.ed25519),
            "p256": self.p256_jwk,
            "valid_from": moment_text(self.valid_from),
            "valid_until": moment_text(self.valid_until),
        }

    def as_dict(self) -> dict[str, Any]:
        """Give the pair as it stands in ``issuer.json``."""
        revoked = self.revocation and {"at": moment_text(self.revocation.at), "reason": self.revocation.reason}
        retired = self.retired and moment_text(self.retired)
        return {**self.core(), "endorsement": self.endorsement or None, "retired": retired, "revoked": revoked}


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer as others know it.

    Parameters
    ----------
    id
        A URI that stays the same when keys are replaced.
    name, accreditation
        Who it says it is; the trust that is put in the file makes it true.
    pairs
        All its pairs of keys, oldest first.
    updated
        When the description was last changed.
    proof
        Signature over the description.
    """

    id: str
    name: str
    accreditation: str | None
    pairs: tuple[KeyPair, ...]
    updated: datetime
    proof: str = ""

    def __repr__(self) -> str:
        return f"Issuer({self.name!r}, {self.id!r}, {len(self.pairs)} pairs of keys)"

    @property
    def current(self) -> KeyPair | None:
        """The pair that signs now: the newest, unless it was retired or revoked."""
        last = self.pairs[-1]
        return None if last.retired or last.revocation else last

    @property
    def prover(self) -> KeyPair:
        """The pair that signs the description: the newest that is not revoked, or else the newest."""
        return next((pair for pair in reversed(self.pairs) if not pair.revocation), self.pairs[-1])

    def description(self) -> dict[str, Any]:
        """Give what the proof is over."""
        return {
            "accreditation": self.accreditation,
            "id": self.id,
            "keys": [pair.as_dict() for pair in self.pairs],
            "name": self.name,
            "schema": SCHEMA,
            "updated": moment_text(self.updated),
        }

    def text(self) -> bytes:
        """Give the content of ``issuer.json``."""
        return canonical_json({**self.description(), "proof": self.proof})


def read_issuer(content: bytes, file: str) -> Issuer:
    """Read the public file of an issuer and check that it vouches for itself.

    Parameters
    ----------
    content
        The bytes of ``issuer.json``.
    file
        Its name, for errors.

    Raises
    ------
    NoIssuerFile
        It is another format, not canonical, changed after signing, or its pairs do not agree with their certificates.
    """
    try:
        return _issuer(read_canonical(content, _FILE_LIMIT))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        why = f"{error} is missing" if isinstance(error, KeyError) else str(error) or type(error).__name__
        raise NoIssuerFile(Place(file), file=file, why=why[:300].rstrip(".")) from None


def _issuer(data: Mapping[str, Any]) -> Issuer:
    _members(data, {"accreditation", "id", "keys", "name", "proof", "schema", "updated"})
    if data["schema"] != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}")
    if not isinstance(data["keys"], list) or not 1 <= len(data["keys"]) <= _PAIR_LIMIT:
        raise ValueError(f"it has no keys, or more than {_PAIR_LIMIT} pairs")
    pairs = tuple(_pair(item) for item in data["keys"])
    issuer = Issuer(
        id=_line(data["id"], "id"),
        name=_line(data["name"], "name"),
        accreditation=None if data["accreditation"] is None else _line(data["accreditation"], "accreditation"),
        pairs=pairs,
        updated=moment(data["updated"]),
        proof=data["proof"],
    )
    if len({key for pair in pairs for key in (pair.ed25519_thumbprint, pair.p256_thumbprint)}) != 2 * len(pairs):
        raise ValueError("a key stands in it twice")
    if any(not earlier.retired and not earlier.revocation for earlier in pairs[:-1]):
        raise ValueError("an earlier pair of keys is neither retired nor revoked")
    opened = open_jws(issuer.proof, ISSUER_TYPE)
    if opened.thumbprint != issuer.prover.ed25519_thumbprint or opened.payload != issuer.description():
        raise ValueError("it was changed after it was signed")
    for before, pair in itertools.pairwise(pairs):
        if pair.endorsement:
            endorsed = open_jws(pair.endorsement, ENDORSEMENT_TYPE)
            if endorsed.thumbprint != before.ed25519_thumbprint or endorsed.payload != {"issuer": issuer.id, "keys": pair.core()}:
                raise ValueError("an endorsement is not that of the pair before")
    if pairs[0].endorsement:
        raise ValueError("the first pair cannot be endorsed")
    return issuer


def _pair(item: Any) -> KeyPair:
    _members(item, {"certificate", "ed25519", "endorsement", "p256", "retired", "revoked", "valid_from", "valid_until"})
    revoked = item["revoked"]
    if revoked is not None:
        _members(revoked, {"at", "reason"})
        revoked = Revocation(moment(revoked["at"]), _line(revoked["reason"], "reason"))
    pair = KeyPair(
        ed25519=from_base64url(_line(item["ed25519"]["x"], "x")),
        certificate=base64.b64decode(_line(item["certificate"], "certificate", 8000), validate=True),
        valid_from=moment(item["valid_from"]),
        valid_until=moment(item["valid_until"]),
        retired=None if item["retired"] is None else moment(item["retired"]),
        revocation=revoked,
        endorsement=item["endorsement"] or "",
    )
    _certificate_fits(pair)
    if len(pair.ed25519) != 32 or pair.as_dict() != item:
        raise ValueError("a pair of keys is not written in the one accepted form")
    return pair


def _certificate_fits(pair: KeyPair) -> None:
    """Make sure that the certificate is a self-signed one of a P-256 key, in DER, with the dates of the pair."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        certificate = pair.x509()
        key = certificate.public_key()
    except Exception as error:
        # Of a certificate made to hurt, cryptography raises errors of several unrelated classes.
        raise ValueError(f"its certificate cannot be read ({type(error).__name__})") from None
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError("its certificate is not of a P-256 key")
    if certificate.public_bytes(Encoding.DER) != pair.certificate:
        raise ValueError("its certificate is not in DER")
    if (certificate.not_valid_before_utc, certificate.not_valid_after_utc) != (pair.valid_from, pair.valid_until):
        raise ValueError("its certificate has other dates")
    if not pair.valid_from < pair.valid_until:
        raise ValueError("a pair of keys is valid until before it is valid")
    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, TypeError, UnsupportedAlgorithm):
        raise ValueError("the signature of its certificate does not fit") from None


def _members(data: Any, names: set[str]) -> None:
    if not isinstance(data, dict) or set(data) != names:
        raise ValueError(f"it must have exactly the members {', '.join(sorted(names))}")


def _line(text: Any, what: str, limit: int = 300) -> str:
    if not isinstance(text, str) or not text.strip() or len(text) > limit or any(ord(character) < 32 for character in text):
        raise ValueError(f"{what} is not a line of text of at most {limit} characters")
    return text
