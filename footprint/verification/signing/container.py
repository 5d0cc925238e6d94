"""The container of a PDF signature (CMS, RFC 5652), put together anew from what determines it.

Nothing signs the container itself: algorithm identifiers, the signer's name, the order of sets and the padding behind it could be changed
without breaking the signature. Given certificate, document digest and the two numbers of the ECDSA signature there is exactly one
container that this project writes; whatever else is in its place is refused.
"""

from __future__ import annotations

import hashlib

from footprint.verification.der import context, identifier, integer, null, octets, parts, sequence, set_of

__all__ = ["container", "low_s", "parts_of", "public_point", "signed_attributes"]

_SIGNED_DATA = identifier("1.2.840.113549.1.7.2")
_DATA = identifier("1.2.840.113549.1.7.1")
_CONTENT_TYPE = identifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = identifier("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = identifier("1.2.840.113549.1.9.16.2.47")
_SHA256 = sequence(identifier("2.16.840.1.101.3.4.2.1"), null())
_ECDSA_SHA256 = sequence(identifier("1.2.840.10045.4.3.2"))

# SubjectPublicKeyInfo of a P-256 key (RFC 5480), up to the point.
_P256 = sequence(identifier("1.2.840.10045.2.1"), identifier("1.2.840.10045.3.1.7"))

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of the group of P-256 (FIPS 186-5, SEC 2)."""


def low_s(signature: bytes) -> bytes:
    """Give the one of the two equivalent ECDSA signatures whose s is at most half the order: (r, s) and (r, n − s) both verify."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, _ORDER - s))


def signed_attributes(certificate: bytes, digest: bytes) -> bytes:
    """Give the content of the SET OF attributes that the ECDSA signature is over.

    Parameters
    ----------
    certificate
        The signer's X.509 certificate (DER).
    digest
        SHA-256 of the ranges of the document.

    Raises
    ------
    ValueError
        The certificate cannot be taken apart.
    """
    name, serial = _name_and_serial(certificate)
    # ESSCertIDv2 (RFC 5035): SHA-256 is the default and therefore not written.
    which = sequence(sequence(context(4, name)), serial)
    identified = sequence(sequence(sequence(octets(hashlib.sha256(certificate).digest()), which)))
    attributes = (
        sequence(_CONTENT_TYPE, set_of(_DATA)),
        sequence(_MESSAGE_DIGEST, set_of(octets(digest))),
        sequence(_SIGNING_CERTIFICATE_V2, set_of(identified)),
    )
    return b"".join(sorted(attributes))


def container(certificate: bytes, digest: bytes, signature: bytes) -> bytes:
    """Put the container together (ContentInfo with SignedData, PAdES baseline B-B).

    Parameters
    ----------
    certificate, digest
        As `signed_attributes`.
    signature
        The ECDSA signature (DER).
    """
    name, serial = _name_and_serial(certificate)
    signer = sequence(
        integer(1), sequence(name, serial), _SHA256, context(0, signed_attributes(certificate, digest)), _ECDSA_SHA256, octets(signature)
    )
    signed_data = sequence(integer(1), set_of(_SHA256), sequence(_DATA), context(0, certificate), set_of(signer))
    return sequence(_SIGNED_DATA, context(0, signed_data))


def parts_of(data: bytes) -> tuple[bytes, bytes]:
    """Take certificate and ECDSA signature out of a container; whether the rest is right is for the comparison to say.

    Raises
    ------
    ValueError
        They are not where they should be.
    """
    (_, content, _), *more = parts(data)
    _, (_, explicit, _) = parts(content)
    ((_, signed_data, _),) = parts(explicit)
    _, _, _, (_, certificates, _), (_, signers, _) = parts(signed_data)
    ((_, signer, _),) = parts(signers)
    *_, (_, signature, _) = parts(signer)
    if more:
        raise ValueError("something stands behind the container")
    return certificates, signature


def public_point(certificate: bytes) -> bytes:
    """Give the uncompressed point of the P-256 key of a certificate.

    Raises
    ------
    ValueError
        The certificate cannot be taken apart, or is of another kind of key.
    """
    ((_, content, _),) = parts(certificate)
    (_, to_be_signed, _), *_ = parts(content)
    _, _, _, _, _, _, (_, key_info, _), *_ = parts(to_be_signed)
    (_, _, algorithm), (tag, point, _) = parts(key_info)
    if algorithm != _P256 or tag != 0x03 or len(point) != 66 or point[:2] != b"\0\4":
        raise ValueError("not a P-256 key")
    return point[1:]


def _name_and_serial(certificate: bytes) -> tuple[bytes, bytes]:
    """Give the issuer's name and the serial number of a certificate, encoded as they stand in it."""
    ((_, content, _),) = parts(certificate)
    (_, to_be_signed, _), *_ = parts(content)
    _, (_, _, serial), _, (_, _, name), *_ = parts(to_be_signed)
    return name, serial
