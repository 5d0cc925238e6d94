"""The private side of an issuer: a folder with ``issuer.json`` and, encrypted, the private keys of each pair.

A private file holds two PEM blocks, Ed25519 and P-256, each an encrypted PKCS#8 key (PBES2 with scrypt, RFC 7914, and AES-256-CBC,
RFC 8018), so that ``openssl pkcs8`` opens it too. The folder has mode 0700, the files 0600; nothing is ever overwritten.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import unicodedata
import warnings
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.errors import Place, UnreadableFile
from footprint.files import read_bytes, write_atomically
from footprint.verification.jws import seal_jws, thumbprint_of
from footprint.verification.keys.encryption import decrypted_keys, encrypted_keys
from footprint.verification.keys.errors import (
    KeysExist,
    KeysOpenToOthers,
    NoCurrentKeys,
    NoIssuerFile,
    NoKeys,
    PassphraseTooShort,
    UnknownKeys,
    WrongPassphrase,
)
from footprint.verification.keys.issuer import ENDORSEMENT_TYPE, ISSUER_TYPE, Issuer, KeyPair, Revocation, read_issuer
from footprint.verification.moments import moment_text, whole_second

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = [
    "ISSUER_FILE",
    "PASSPHRASE_LENGTH",
    "SigningKeys",
    "generate_keys",
    "new_keys",
    "open_keys",
    "read_own_issuer",
    "revoke_keys",
    "rotate_keys",
]

ISSUER_FILE = "issuer.json"
PASSPHRASE_LENGTH = 8
"""Characters that a passphrase must have at least."""

_PRIVATE_LIMIT = 20_000


@dataclass(frozen=True)
class SigningKeys:
    """An issuer with the private keys of its current pair.

    Parameters
    ----------
    issuer
        The public side.
    pair
        The pair that signs.
    ed25519, p256
        Its private keys.
    """

    issuer: Issuer
    pair: KeyPair
    ed25519: Ed25519PrivateKey
    p256: EllipticCurvePrivateKey

    def __repr__(self) -> str:
        return f"SigningKeys({self.issuer.name!r}, {self.pair.fingerprint[:16]})"

    def as_statement(self) -> dict[str, Any]:
        """Give the issuer as it stands in a statement."""
        keys = {"ed25519": self.pair.ed25519_thumbprint, "p256": self.pair.p256_thumbprint}
        return {"id": self.issuer.id, "name": self.issuer.name, "accreditation": self.issuer.accreditation, "keys": keys}

    def require_use_at(self, at: datetime) -> None:
        """Make sure that the pair may sign at a moment.

        Raises
        ------
        NoCurrentKeys
            It may not.
        """
        if not self.pair.signs_at(whole_second(at)):
            raise NoCurrentKeys(issuer=self.issuer.name, at=moment_text(at))


def new_keys(
    folder: str | os.PathLike[str],
    name: str,
    passphrase: str,
    at: datetime,
    *,
    issuer_id: str | None = None,
    accreditation: str | None = None,
    years: int = 5,
) -> SigningKeys:
    """Make the keys of a new issuer.

    Parameters
    ----------
    folder
        Where they go; it must not exist, or be empty.
    name, accreditation
        Who the issuer is, as its certificates say.
    passphrase
        Protects the private keys on disk.
    at
        From when on the keys are valid.
    issuer_id
        A URI of one's own; without it one is made from the first key (RFC 9278).
    years
        How long the keys may sign.

    Raises
    ------
    KeysExist
        The folder holds something.
    PassphraseTooShort
        The passphrase is too short.
    NoIssuerFile
        The name or the id cannot stand in the public file.
    UnreadableFile
        The folder cannot be made.
    """
    target = Path(folder)
    _long_enough(passphrase)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise KeysExist(folder=str(target))
    keys = generate_keys(name, at, issuer_id=issuer_id, accreditation=accreditation, years=years)
    private = encrypted_keys((keys.ed25519, keys.p256), _normal(passphrase))
    staging = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.")
        _write_private(Path(staging) / _private_name(keys.pair), private)
        write_atomically(Path(staging) / ISSUER_FILE, keys.issuer.text())
        # Replaces nothing but an empty folder: either all files are there, or none.
        os.rename(staging, target)
        staging = ""
    except OSError as error:
        if target.exists() and target.is_dir() and any(target.iterdir()):
            raise KeysExist(folder=str(target)) from None
        raise UnreadableFile(Place(str(target)), file=str(target), why=error.strerror or type(error).__name__) from None
    finally:
        if staging:
            shutil.rmtree(staging, ignore_errors=True)
    return keys


def generate_keys(
    name: str, at: datetime, *, issuer_id: str | None = None, accreditation: str | None = None, years: int = 5
) -> SigningKeys:
    """Make the keys of a new issuer in memory only, for demonstrations and trials; `new_keys` explains the parameters.

    Raises
    ------
    NoIssuerFile
        The name or the id cannot stand in the public file.
    """
    try:
        pair, ed25519, p256 = _made(name, at, years)
    except ValueError as error:
        raise NoIssuerFile(file=ISSUER_FILE, why=str(error)[:200]) from None
    issuer_id = issuer_id or f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{pair.ed25519_thumbprint}"
    return SigningKeys(_proved(Issuer(issuer_id, name, accreditation, (pair,), whole_second(at)), ed25519), pair, ed25519, p256)


def open_keys(folder: str | os.PathLike[str], passphrase: str) -> SigningKeys:
    """Open the current pair of an issuer for signing.

    Raises
    ------
    NoKeys
        The folder does not hold keys, or not those that ``issuer.json`` names.
    KeysOpenToOthers
        The private file can be read by others.
    WrongPassphrase
        It cannot be decrypted.
    NoCurrentKeys
        Every pair was retired or revoked.
    """
    issuer = read_own_issuer(folder)
    if issuer.current is None:
        raise NoCurrentKeys(issuer=issuer.name, at=moment_text(issuer.updated))
    return _opened(Path(folder), issuer, issuer.current, passphrase)


def read_own_issuer(folder: str | os.PathLike[str]) -> Issuer:
    """Read the public side of the keys in a folder; raises `NoKeys` and `NoIssuerFile`."""
    file = Path(folder) / ISSUER_FILE
    try:
        content = read_bytes(file)
    except UnreadableFile as error:
        raise NoKeys(Place(str(file)), folder=str(folder), why=f"{ISSUER_FILE}: {error.values.get('why', '')}") from None
    return read_issuer(content, str(file))


def rotate_keys(folder: str | os.PathLike[str], passphrase: str, at: datetime, *, years: int = 5) -> SigningKeys:
    """Replace the current pair by a new one that it endorses; what the old one signed so far stays good.

    Raises
    ------
    NoKeys, KeysOpenToOthers, WrongPassphrase
        As `open_keys`. Where the newest pair was revoked, the new one stands without endorsement.
    """
    _long_enough(passphrase)
    issuer = read_own_issuer(folder)
    at = whole_second(at)
    old, endorsement = issuer.pairs[-1], ""
    new, ed25519, p256 = _made(issuer.name, at, years)
    pairs: tuple[KeyPair, ...] = issuer.pairs
    if not old.revocation:
        keys = _opened(Path(folder), issuer, old, passphrase)
        endorsement = seal_jws({"issuer": issuer.id, "keys": new.core()}, keys.ed25519, ENDORSEMENT_TYPE, at)
        pairs = (*pairs[:-1], replace(old, retired=max(at, old.valid_from)))
    pair = replace(new, endorsement=endorsement)
    issuer = _proved(replace(issuer, pairs=(*pairs, pair), updated=at), ed25519)
    _write_private(Path(folder) / _private_name(pair), encrypted_keys((ed25519, p256), _normal(passphrase)))
    write_atomically(Path(folder) / ISSUER_FILE, issuer.text())
    return SigningKeys(issuer, pair, ed25519, p256)


def revoke_keys(folder: str | os.PathLike[str], passphrase: str, fingerprint: str, reason: str, at: datetime) -> Issuer:
    """Revoke a pair of keys: nothing it ever signed is good any longer.

    Parameters
    ----------
    fingerprint
        The pair's fingerprint, or at least its first 8 digits.

    Raises
    ------
    UnknownKeys
        No pair, or more than one, begins so.
    NoKeys, KeysOpenToOthers, WrongPassphrase
        As `open_keys`.
    """
    issuer = read_own_issuer(folder)
    stated = fingerprint.replace(" ", "").replace(":", "").lower()
    found = [pair for pair in issuer.pairs if len(stated) >= 8 and pair.fingerprint.startswith(stated)]
    if len(found) != 1:
        raise UnknownKeys(fingerprint=fingerprint)
    at = whole_second(at)
    pairs = tuple(
        replace(pair, revocation=pair.revocation or Revocation(at, reason)) if pair is found[0] else pair for pair in issuer.pairs
    )
    changed = replace(issuer, pairs=pairs, updated=at)
    # Where no other pair is left, the revoked one signs its own revocation; whoever stole it gains nothing by that.
    prover = _opened(Path(folder), issuer, changed.prover, passphrase)
    changed = _proved(changed, prover.ed25519)
    write_atomically(Path(folder) / ISSUER_FILE, changed.text())
    return changed


def _made(name: str, at: datetime, years: int) -> tuple[KeyPair, Ed25519PrivateKey, EllipticCurvePrivateKey]:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from cryptography.hazmat.primitives.serialization import Encoding

    credential_key, document_key = ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())
    start = whole_second(at)
    end = start + timedelta(days=365 * years)
    certificate = _certificate(name, document_key, start, end).public_bytes(Encoding.DER)
    return KeyPair(credential_key.public_key().public_bytes_raw(), certificate, start, end), credential_key, document_key


def _certificate(name: str, key: EllipticCurvePrivateKey, start: datetime, end: datetime) -> Any:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    if not name.strip():
        raise ValueError("the issuer has no name")
    # X.520 allows 64 characters, of which cryptography thinks as bytes; the full name stands in issuer.json and in the statement.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64], _validate=False)])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _proved(issuer: Issuer, key: Ed25519PrivateKey) -> Issuer:
    """Sign the description, and read it again as others will."""
    proved = replace(issuer, proof=seal_jws(issuer.description(), key, ISSUER_TYPE, issuer.updated))
    return read_issuer(proved.text(), ISSUER_FILE)


def _opened(folder: Path, issuer: Issuer, pair: KeyPair, passphrase: str) -> SigningKeys:
    file = folder / _private_name(pair)
    try:
        content = read_bytes(file, _PRIVATE_LIMIT)
        mode = stat.S_IMODE(file.stat().st_mode)
    except UnreadableFile as error:
        raise NoKeys(Place(str(file)), folder=str(folder), why=f"{file.name}: {error.values.get('why', '')}") from None
    if os.name == "posix" and mode & 0o077:
        raise KeysOpenToOthers(Place(str(file)), file=str(file), mode=f"{mode:04o}")
    try:
        ed25519, p256 = decrypted_keys(content, _normal(passphrase))
    except ValueError:
        raise WrongPassphrase(Place(str(file)), file=str(file)) from None
    if thumbprint_of(ed25519.public_key().public_bytes_raw()) != pair.ed25519_thumbprint or p256.public_key() != pair.x509().public_key():
        raise NoKeys(Place(str(file)), folder=str(folder), why=f"{file.name} holds other keys than {ISSUER_FILE} names")
    return SigningKeys(issuer, pair, ed25519, p256)


def _private_name(pair: KeyPair) -> str:
    return f"private-{pair.fingerprint[:16]}.pem"


def _write_private(file: Path, content: bytes) -> None:
    """Write a private file whole or not at all; fail where there is one already."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(file, flags, 0o600)
    except OSError as error:
        raise UnreadableFile(Place(str(file)), file=str(file), why=error.strerror or type(error).__name__) from None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _long_enough(passphrase: str) -> None:
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise PassphraseTooShort(length=len(passphrase), least=PASSPHRASE_LENGTH)


def _normal(passphrase: str) -> bytes:
    # The same characters may be typed composed or decomposed on another machine.
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
