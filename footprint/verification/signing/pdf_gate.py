"""The gate of a signed PDF: what must hold before any PDF library sees it, and what the library must say then.

The first examination reads bytes, not objects: where the signature stands, that its ranges are the whole file but for the signature itself,
that the container is the one container there can be, and that the signature fits. Only a file that a trusted issuer signed is parsed at
all; hostile files never reach the parser. The second examination is pyHanko's, with the pinned certificate and without network.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from footprint.verification.der import tagged, whole_length
from footprint.verification.keys.issuer import Issuer, KeyPair
from footprint.verification.keys.trust import TrustStore, require_good_at
from footprint.verification.signing.container import container, low_s, parts_of, public_point, signed_attributes
from footprint.verification.signing.errors import PdfNotOneSignature, SignatureContainerNotCanonical, SignatureDoesNotFit

__all__ = ["PDF_LIMIT", "ExaminedPdf", "SignedPdf", "check_pdf", "examine_pdf"]

PDF_LIMIT = 300_000_000
"""Bytes that a certificate may have at most."""

_CONTAINER_LIMIT = 65_536

_NUMBER = rb"(0|[1-9][0-9]{0,9})"
_BYTE_RANGE = re.compile(rb"\n/ByteRange \[0 " + rb" ".join((_NUMBER, _NUMBER, _NUMBER)) + rb"\] *\n")
_TIME = re.compile(rb"\n/M \(D(?::|\\072)([0-9]{14})Z\)\n")
_HEX = re.compile(rb"[0-9A-F]+")


@dataclass(frozen=True, slots=True)
class ExaminedPdf:
    """A PDF that is signed once and as a whole with the key that it names, whosoever that is.

    Parameters
    ----------
    certificate
        The X.509 certificate (DER) of the key.
    signed_at
        When it was signed, as the signature dictionary says.
    """

    certificate: bytes
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A PDF that a trusted issuer signed.

    Parameters
    ----------
    issuer, pair
        Whose key it was, and which.
    signed_at
        When, as the signature says.
    attachments
        What is attached, by name.
    statement_digest
        Digest of the statement that the metadata of the document name; empty where they name none.
    """

    issuer: Issuer
    pair: KeyPair
    signed_at: datetime
    attachments: Mapping[str, bytes]
    statement_digest: str

    def __repr__(self) -> str:
        sizes = {name: len(data) for name, data in self.attachments.items()}
        return f"SignedPdf({self.issuer.name!r}, {self.signed_at.isoformat()}, {sizes})"


def examine_pdf(pdf: bytes) -> ExaminedPdf:
    """Examine the bytes of a signed PDF, without parsing it.

    Raises
    ------
    PdfNotOneSignature
        No signature covers the file to its end.
    SignatureContainerNotCanonical
        The container, or the padding behind it, was changed.
    SignatureDoesNotFit
        The document was changed, or the signature is not of the key that it names.
    """
    before, after = _hole(pdf)
    data = _unpadded(pdf[before + 1 : after - 1])
    view = memoryview(pdf)
    hashed = hashlib.sha256(view[:before])
    hashed.update(view[after:])
    digest = hashed.digest()
    try:
        certificate, signature = parts_of(data)
        # Certificate and signature are taken from it; everything else must follow from them and from the document.
        expected = container(certificate, digest, signature)
        lowest = low_s(signature)
    except ValueError:
        raise SignatureContainerNotCanonical(why="it cannot be taken apart") from None
    if lowest != signature:
        raise SignatureContainerNotCanonical(why="the signature is not written in its one form")
    _fits(certificate, digest, signature)
    if expected != data:
        raise SignatureContainerNotCanonical(why="it is not the container of this signature")
    return ExaminedPdf(certificate, _time(pdf[after : after + 4096]))


def check_pdf(pdf: bytes, trust: TrustStore) -> SignedPdf:
    """Check a signed PDF: signed once and as a whole by a trusted issuer, and built as a certificate is.

    Parameters
    ----------
    pdf
        The file.
    trust
        The issuers that are believed.

    Raises
    ------
    PdfNotOneSignature, SignatureContainerNotCanonical, SignatureDoesNotFit
        The first examination fails.
    NothingTrusted, IssuerNotTrusted, KeyRevoked, KeyRetired
        The signer is not to be believed.
    LibraryDisagrees, PdfChanged, AttachmentMissing
        The second examination fails.
    """
    examined = examine_pdf(pdf)
    issuer, pair = trust.by_certificate(examined.certificate)
    require_good_at(issuer, pair, examined.signed_at)
    from footprint.verification.signing.pdf_reading import read_pdf

    attachments, statement_digest = read_pdf(pdf, examined.certificate, examined.signed_at)
    return SignedPdf(issuer, pair, examined.signed_at, attachments, statement_digest)


def _hole(pdf: bytes) -> tuple[int, int]:
    """Find what the signature leaves out: from ``<`` to behind ``>`` of its own container, in the last revision of the file."""
    if not pdf.startswith(b"%PDF-1.7\n"):
        raise PdfNotOneSignature(why="it is not a PDF 1.7")
    found = _BYTE_RANGE.match(pdf, max(0, pdf.rfind(b"\n/ByteRange [")))
    if found is None:
        raise PdfNotOneSignature(why="it has no signature")
    before, after, length = (int(number) for number in found.groups())
    if not 0 < before < after or after + length != len(pdf):
        raise PdfNotOneSignature(why="the signature does not reach to the end of the file")
    own = found.start() == after and pdf[max(0, before - 10) : before] == b"/Contents "
    if not own or pdf[before : before + 1] != b"<" or pdf[after - 1 : after] != b">":
        raise PdfNotOneSignature(why="the signature leaves out something other than itself")
    return before, after


def _unpadded(digits: bytes) -> bytes:
    if len(digits) > 2 * _CONTAINER_LIMIT or len(digits) % 2 or not _HEX.fullmatch(digits):
        raise SignatureContainerNotCanonical(why="it is not written in upper-case hexadecimal digits")
    padded = bytes.fromhex(digits.decode("ascii"))
    try:
        length = whole_length(padded)
    except ValueError as error:
        raise SignatureContainerNotCanonical(why=str(error)) from None
    if length > len(padded) or padded[length:].strip(b"\0"):
        raise SignatureContainerNotCanonical(why="what follows it is not zero")
    return padded[:length]


def _fits(certificate: bytes, digest: bytes, signature: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_point(certificate))
    except ValueError:
        raise SignatureContainerNotCanonical(why="its certificate is not of a P-256 key") from None
    try:
        # RFC 5652, section 5.4: the attributes are signed as a SET OF, whatever their tag in the container.
        key.verify(signature, tagged(0x31, signed_attributes(certificate, digest)), ECDSA(SHA256()))
    except InvalidSignature:
        raise SignatureDoesNotFit() from None


def _time(dictionary: bytes) -> datetime:
    found = _TIME.search(dictionary)
    try:
        if found is None:
            raise ValueError
        return datetime.strptime(found[1].decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise PdfNotOneSignature(why="the signature does not say when it was made") from None
