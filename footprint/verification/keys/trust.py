"""Trust: the issuers whose certificates are believed, each a public file in one folder.

An empty store verifies nothing. Anyone can make keys; what makes an issuer is that its fingerprint was compared over a second channel
and its file put here. Updates are taken without asking only where a key that is trusted already vouches for the new one, and a
revocation or retirement is never taken back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from footprint.errors import Place, UnreadableFile
from footprint.files import read_bytes, sha256, write_atomically
from footprint.verification.keys.errors import (
    FingerprintDiffers,
    IssuerNotTrusted,
    KeyOfAnother,
    KeyRetired,
    KeyRevoked,
    NotAContinuation,
    NothingTrusted,
)
from footprint.verification.keys.issuer import Issuer, KeyPair, read_issuer
from footprint.verification.moments import moment_text

__all__ = ["TrustStore", "default_trust_folder", "read_trust", "require_good_at", "trust_issuer", "trusted_file"]

_ISSUER_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The issuers that are trusted.

    Parameters
    ----------
    issuers
        Each with all its pairs of keys.
    where
        Where they were read from, for messages.
    """

    issuers: tuple[Issuer, ...]
    where: str = ""

    @classmethod
    def of(cls, *issuers: Issuer) -> TrustStore:
        """Trust these issuers, without a folder."""
        return cls(issuers)

    def require_any(self) -> None:
        """Make sure that someone is trusted.

        Raises
        ------
        NothingTrusted
            Nobody is.
        """
        if not self.issuers:
            raise NothingTrusted(where=self.where or "-")

    def pairs(self) -> Iterator[tuple[Issuer, KeyPair]]:
        """Yield every pair of keys with its issuer."""
        for issuer in self.issuers:
            for pair in issuer.pairs:
                yield issuer, pair

    def by_ed25519(self, thumbprint: str) -> tuple[Issuer, KeyPair]:
        """Find whose Ed25519 key this is.

        Raises
        ------
        NothingTrusted, IssuerNotTrusted
            Nobody is trusted, or none of those who are has it.
        """
        self.require_any()
        for issuer, pair in self.pairs():
            if pair.ed25519_thumbprint == thumbprint:
                return issuer, pair
        raise IssuerNotTrusted(key=thumbprint)

    def by_certificate(self, certificate: bytes) -> tuple[Issuer, KeyPair]:
        """Find whose certificate (DER, byte for byte) this is; raises as `by_ed25519`."""
        self.require_any()
        for issuer, pair in self.pairs():
            if pair.certificate == certificate:
                return issuer, pair
        raise IssuerNotTrusted(key=f"X.509 SHA-256 {sha256(certificate)}")


def require_good_at(issuer: Issuer, pair: KeyPair, at: datetime) -> None:
    """Make sure that what a pair signed at a moment is good.

    Raises
    ------
    KeyRevoked
        The pair was revoked, whenever that was.
    KeyRetired
        It was not in use at the moment.
    """
    if pair.revocation:
        raise KeyRevoked(issuer=issuer.name, at=moment_text(pair.revocation.at), reason=pair.revocation.reason)
    if not pair.signs_at(at):
        raise KeyRetired(at=moment_text(at), issuer=issuer.name, start=moment_text(pair.valid_from), end=moment_text(pair.until))


def default_trust_folder() -> Path:
    """Give the folder of trusted issuers of this user: ``footprint/trust`` below the configuration folder."""
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or ""
    root = Path(base) if base and Path(base).is_absolute() else Path("~").expanduser() / ".config"
    return root / "footprint" / "trust"


def read_trust(path: str | os.PathLike[str] | None = None) -> TrustStore:
    """Read the trusted issuers.

    Parameters
    ----------
    path
        A folder of public files, one such file, or None for the user's own folder, which may be missing.

    Raises
    ------
    UnreadableFile
        What was named is not there, or cannot be read.
    NoIssuerFile
        A file in it is not the public file of an issuer.
    KeyOfAnother
        Two of them claim the same key.
    """
    source = Path(path) if path is not None else default_trust_folder()
    if path is None and not source.exists():
        return TrustStore((), str(source))
    if not source.is_dir():
        return TrustStore((read_issuer(read_bytes(source), str(source)),), str(source))
    try:
        files = sorted(file for file in source.iterdir() if file.suffix == ".json")[:_ISSUER_LIMIT]
    except OSError as error:
        raise UnreadableFile(Place(str(source)), file=str(source), why=error.strerror or type(error).__name__) from None
    issuers: list[Issuer] = []
    for file in files:
        issuer = read_issuer(read_bytes(file), str(file))
        _keys_of_its_own(issuer, issuers, Place(str(file)))
        issuers.append(issuer)
    return TrustStore(tuple(issuers), str(source))


def trusted_file(issuer: Issuer, folder: str | os.PathLike[str] | None = None) -> Path:
    """Give the file of an issuer within a folder of trusted ones; the user's own folder by default."""
    return (Path(folder) if folder is not None else default_trust_folder()) / f"{sha256(issuer.id.encode())[:32]}.json"


def trust_issuer(issuer: Issuer, folder: str | os.PathLike[str] | None = None, fingerprint: str | None = None) -> Issuer | None:
    """Trust an issuer, or take over what is new of one that is trusted already.

    Parameters
    ----------
    issuer
        Read from its public file.
    folder
        The folder of trusted issuers; the user's own by default. It is made if it is missing.
    fingerprint
        What the issuer told over a second channel; it must then be that of the newest pair of keys.

    Returns
    -------
    Issuer or None
        What was trusted of this issuer before.

    Raises
    ------
    FingerprintDiffers
        The stated fingerprint is not that of the newest pair.
    NotAContinuation
        No trusted key vouches for the file, or it takes something back.
    KeyOfAnother
        It claims a key of another trusted issuer.
    """
    target = Path(folder) if folder is not None else default_trust_folder()
    newest = issuer.pairs[-1]
    stated = (fingerprint or "").replace(" ", "").replace(":", "").lower()
    if fingerprint is not None and stated != newest.fingerprint:
        raise FingerprintDiffers(found=newest.fingerprint, stated=stated)
    file = trusted_file(issuer, target)
    before = read_issuer(read_bytes(file), str(file)) if file.exists() else None
    if before is not None:
        _continues(before, issuer, confirmed=fingerprint is not None)
    if target.exists():
        _keys_of_its_own(issuer, (other for other in read_trust(target).issuers if other.id != issuer.id))
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UnreadableFile(Place(str(target)), file=str(target), why=error.strerror or type(error).__name__) from None
    write_atomically(file, issuer.text())
    return before


def _keys_of_its_own(issuer: Issuer, others: Iterable[Issuer], place: Place | None = None) -> None:
    own = {key for pair in issuer.pairs for key in (pair.ed25519_thumbprint, pair.p256_thumbprint)}
    for other in others:
        if any(pair.ed25519_thumbprint in own or pair.p256_thumbprint in own for pair in other.pairs):
            raise KeyOfAnother(place, issuer=issuer.name, other=other.name)


def _continues(before: Issuer, after: Issuer, *, confirmed: bool) -> None:
    if after.updated < before.updated:
        raise NotAContinuation(issuer=before.name, why="it is older than what is trusted")
    if len(after.pairs) < len(before.pairs):
        raise NotAContinuation(issuer=before.name, why="it lacks keys that are trusted")
    for old, new in zip(before.pairs, after.pairs, strict=False):
        known = replace(new, retired=old.retired or new.retired, revocation=old.revocation or new.revocation)
        if old.core() != new.core() or known != new or old.endorsement != new.endorsement:
            raise NotAContinuation(issuer=before.name, why="it changes keys that are trusted, or takes back a revocation or retirement")
    if confirmed:
        return
    vouched = [pair.ed25519_thumbprint for pair in after.pairs[: len(before.pairs)]]
    for earlier, pair in zip(after.pairs[len(before.pairs) - 1 :], after.pairs[len(before.pairs) :], strict=False):
        if pair.endorsement and earlier.ed25519_thumbprint in vouched and not earlier.revocation:
            vouched.append(pair.ed25519_thumbprint)
    if after.prover.ed25519_thumbprint not in vouched:
        raise NotAContinuation(issuer=before.name, why="no trusted key vouches for its new keys")
