"""Sign a PDF certificate: PAdES baseline B-B (ETSI EN 319 142-1) with P-256 and SHA-256, through pyHanko.

The signature is the last thing that is done to the file, as a certification signature that permits no change. Its field is invisible,
with an empty rectangle: PDF/A-3 asks no appearance of such a field. Title, dates and the metadata stream stay those of the document, so
that it stays PDF/A; everything but the ECDSA signature itself is a function of document, keys and time.
"""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from typing import Any

from footprint.verification.keys.private import SigningKeys
from footprint.verification.moments import whole_second
from footprint.verification.signing.container import low_s
from footprint.verification.signing.coroutines import completed
from footprint.verification.signing.errors import AlreadySigned, NotSignable

__all__ = ["BYTES_RESERVED", "FIELD", "sign_pdf"]

FIELD = "Statement"
"""Name of the signature field."""

BYTES_RESERVED = 4096
"""Bytes kept free for the signature's container; what it does not need is zero."""


def sign_pdf(pdf: bytes, keys: SigningKeys, at: datetime, *, reason: str = "") -> bytes:
    """Sign a PDF as a certificate.

    Parameters
    ----------
    pdf
        A PDF/A-3 without signature, with its attachments.
    keys
        The issuer's keys.
    at
        The time of signing; it stands in the signature dictionary, which is signed.
    reason
        What the signature says it is for.

    Returns
    -------
    bytes
        The document with one incremental update.

    Raises
    ------
    NoCurrentKeys
        The keys are not in use at that time.
    AlreadySigned
        The document has a signature.
    NotSignable
        It is no PDF that can be signed, or its signature would not pass `check_pdf`.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    from footprint.errors import VerificationError
    from footprint.verification.signing.pdf_gate import examine_pdf

    keys.require_use_at(at)
    try:
        signed = _signed(pdf, keys, whole_second(at), reason)
    except (PdfError, SigningError, ValueError, KeyError, TypeError, IndexError) as error:
        raise NotSignable(why=(str(error) or type(error).__name__)[:300].rstrip(".")) from None
    try:
        # Nothing leaves here that would not be accepted there.
        examined = examine_pdf(signed)
    except VerificationError as error:
        raise NotSignable(why=error.finding.message().rstrip(".")) from None
    if examined.certificate != keys.pair.certificate or examined.signed_at != whole_second(at):
        raise NotSignable(why="the signature does not say who signed and when")
    return signed


def _signed(pdf: bytes, keys: SigningKeys, at: datetime, reason: str) -> bytes:
    from pyhanko.sign import fields, signers
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=keys.issuer.name,
        reason=reason or None,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    signer = signers.PdfSigner(metadata, signer=_signer(keys), new_field_spec=fields.SigFieldSpec(FIELD, invis_sig_settings=_invisible()))
    writer = _writer(pdf, at)
    session = signer.init_signing_session(writer)
    session.system_time = at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * BYTES_RESERVED)
    output = io.BytesIO()
    document_digest = document.digest_tbs_document(output=output)[0].document_digest

    # PAdES takes the time from the signature dictionary and forbids the attribute of CMS.
    completed(document.perform_signature(document_digest, PdfCMSSignedAttributes(signing_time=None)))
    return output.getvalue()


def _invisible() -> Any:
    from pyhanko.sign.fields import InvisSigSettings

    # PDF/A: annotations must print and must not be hidden.
    return InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=False)


def _writer(pdf: bytes, at: datetime) -> Any:
    """Give a writer of an incremental update that leaves metadata alone and invents nothing."""
    from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    changed = hashlib.sha256(pdf + at.isoformat().encode("ascii")).digest()[:16]

    class Writer(IncrementalPdfFileWriter):
        @classmethod
        def _handle_id(cls, prev: Any) -> Any:
            first = prev.trailer["/ID"][0]
            return ArrayObject([ByteStringObject(getattr(first, "original_bytes", first)), ByteStringObject(changed)])

        def _update_meta(self) -> None:
            pass

        def ensure_output_version(self, version: tuple[int, int]) -> None:
            # PDF/A-3 stands on PDF 1.7, whatever curve the key is on.
            pass

        def register_extension(self, ext: Any) -> None:
            if ext.prefix_name == "/ESIC":
                super().register_extension(ext)

    writer = Writer(io.BytesIO(pdf))
    if writer.prev.embedded_signatures:
        raise AlreadySigned()
    return writer


def _signer(keys: SigningKeys) -> Any:
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class LowSigner(SimpleSigner):
        def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
            return low_s(super().sign_raw(data, digest_algorithm))

    private = keys.p256.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return LowSigner(Certificate.load(keys.pair.certificate), PrivateKeyInfo.load(private), SimpleCertificateStore())  # type: ignore[no-untyped-call]
