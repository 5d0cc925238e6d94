"""The second examination of a signed PDF, by pyHanko, and what is taken out of it.

Only files that passed the first examination with the key of a trusted issuer come here. Decoding is bounded all the same.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from footprint.verification.signing.coroutines import completed
from footprint.verification.signing.errors import AttachmentMissing, LibraryDisagrees, PdfChanged

__all__ = ["ATTACHMENTS", "BUNDLE_ATTACHMENT", "STATEMENT_ATTACHMENT", "read_pdf"]

STATEMENT_ATTACHMENT = "statement.jwt"
BUNDLE_ATTACHMENT = "bundle.zip"

ATTACHMENTS: Mapping[str, int] = {STATEMENT_ATTACHMENT: 8_000_000, BUNDLE_ATTACHMENT: 256 * 1024 * 1024}
"""What a certificate carries, and how many bytes each may have."""

_DIGEST = re.compile(r"statement-sha256:([0-9a-f]{64})(?![0-9a-f])")
_DEPTH = 8


def read_pdf(pdf: bytes, certificate: bytes, signed_at: datetime) -> tuple[dict[str, bytes], str]:
    """Validate a signed PDF with pyHanko and take out its attachments.

    Parameters
    ----------
    pdf
        The file.
    certificate
        The certificate that it must be signed with, the only one that is trusted here.
    signed_at
        The time that its signature says.

    Returns
    -------
    (dict of bytes, str)
        The attachments by name, and the digest of the statement that the document's metadata name (empty without).

    Raises
    ------
    LibraryDisagrees
        pyHanko does not accept the signature, or not over the whole file.
    PdfChanged
        The document holds what a certificate does not.
    AttachmentMissing
        An attachment is missing or too large.
    """
    from pyhanko.pdf_utils.misc import PdfError

    try:
        reader = _reader(pdf)
        _validate(reader, certificate, signed_at)
        _plain(reader)
        return _attachments(reader), _stated_digest(reader)
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, NotImplementedError, RecursionError) as error:
        why = " ".join((str(error) or type(error).__name__).split())
        raise LibraryDisagrees(why=why[:300].rstrip(".")) from None


def _reader(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.decode_limits import DecodeLimits
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(io.BytesIO(pdf), strict=True, decode_limits=DecodeLimits.for_untrusted_input())


def _validate(reader: Any, certificate: bytes, signed_at: datetime) -> None:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signatures = list(reader.embedded_signatures)
    if len(signatures) != 1:
        raise LibraryDisagrees(why=f"it has {len(signatures)} signatures")
    pinned = Certificate.load(certificate)
    context = ValidationContext(trust_roots=[pinned], allow_fetching=False, moment=signed_at, revocation_mode="soft-fail")
    status = completed(async_validate_pdf_signature(signatures[0], context))
    if status.signing_cert.dump() != certificate:
        raise LibraryDisagrees(why="it is signed with another certificate")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise LibraryDisagrees(why="the signature does not cover the whole file")
    if not (status.intact and status.valid and status.trusted and status.bottom_line):
        raise LibraryDisagrees(why=status.summary())
    if status.signer_reported_dt != signed_at:
        raise LibraryDisagrees(why="it reads another time of signing")


def _plain(reader: Any) -> None:
    """Refuse what could show or do other things than the signed text says."""
    if reader.encrypted:
        raise PdfChanged(why="it is encrypted")
    root = reader.root
    for name in ("/OpenAction", "/AA", "/Collection", "/OCProperties"):
        if name in root:
            raise PdfChanged(why=f"its catalogue has {name}")
    if set(root["/Names"]) - {"/EmbeddedFiles", "/Dests"}:
        raise PdfChanged(why="it names other things than attachments and destinations")
    if "/XFA" in root["/AcroForm"] or len(root["/AcroForm"]["/Fields"]) != 1:
        raise PdfChanged(why="it has other fields than its signature")


def _attachments(reader: Any) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, specification in _names(reader.root["/Names"]["/EmbeddedFiles"], _DEPTH):
        if name not in ATTACHMENTS or name in found:
            raise PdfChanged(why=f"it has an attachment `{name[:100]}` too many")
        if str(specification["/UF"]) != name or str(specification["/F"]) != name:
            raise PdfChanged(why=f"the attachment {name} has two names")
        stream = specification["/EF"]["/F"]
        data = bytes(stream.data)
        if len(data) > ATTACHMENTS[name]:
            raise AttachmentMissing(name=name, why=f"it has more than {ATTACHMENTS[name]} bytes")
        found[name] = data
    for name in ATTACHMENTS:
        if name not in found:
            raise AttachmentMissing(name=name, why="there is none")
    return found


def _names(node: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a name tree; more than a handful are refused by who reads them."""
    entries = list(node["/Names"]) if "/Names" in node else []
    if len(entries) % 2 or depth == 0:
        raise PdfChanged(why="its list of attachments is damaged")
    for position in range(0, len(entries), 2):
        specification = node["/Names"][position + 1]
        yield str(entries[position]), specification
    for kid in node.get("/Kids", ()):
        yield from _names(kid, depth - 1)


def _stated_digest(reader: Any) -> str:
    """Read the digest of the statement from both places where the metadata must say it."""
    information = str(reader.trailer["/Info"].get("/Keywords", ""))
    packet = bytes(reader.root["/Metadata"].data).decode("utf-8", "replace")
    stated = {frozenset(_DIGEST.findall(text)) for text in (information, packet)}
    if len(stated) != 1 or len(digests := stated.pop()) > 1:
        raise PdfChanged(why="its metadata name more than one statement")
    return next(iter(digests), "")
