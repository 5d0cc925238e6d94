"""Private keys as encrypted PKCS#8 (RFC 5958) in PEM: PBES2 with scrypt (RFC 7914) and AES-256-CBC (RFC 8018).

`cryptography` reads this form but writes PBKDF2 with 2,048 rounds only, which is too few; the container is therefore put together here.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from footprint.verification.der import identifier, integer, octets, sequence

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["decrypted_keys", "encrypted_keys"]

# 16 MiB and five passes: as hard as 128 MiB and one (N = 2**17), and within what openssl allows itself by default.
_COST, _BLOCK, _PASSES = 2**14, 8, 5

_PBES2 = "1.2.840.113549.1.5.13"
_SCRYPT = "1.3.6.1.4.1.11591.4.11"
_AES_256_CBC = "2.16.840.1.101.3.4.1.42"

_BLOCKS = re.compile(rb"(-----BEGIN ENCRYPTED PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+\n-----END ENCRYPTED PRIVATE KEY-----\n)")


def encrypted_keys(keys: Sequence[Any], passphrase: bytes) -> bytes:
    """Encrypt private keys, one PEM block each."""
    return b"".join(_encrypted(key, passphrase) for key in keys)


def decrypted_keys(content: bytes, passphrase: bytes) -> tuple[Ed25519PrivateKey, EllipticCurvePrivateKey]:
    """Decrypt the two keys of a private file.

    Raises
    ------
    ValueError
        The passphrase is wrong, or the file is not one of ours.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    blocks = _BLOCKS.findall(content)
    if len(blocks) != 2 or b"".join(blocks) != content:
        raise ValueError("not two encrypted keys")
    try:
        first, second = (load_pem_private_key(_with_our_cost(block), passphrase) for block in blocks)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(str(error)) from None
    if not isinstance(first, Ed25519PrivateKey) or not isinstance(second, EllipticCurvePrivateKey):
        raise ValueError("not an Ed25519 and a P-256 key")
    if not isinstance(second.curve, SECP256R1):
        raise ValueError("not a P-256 key")
    return first, second


def _encrypted(key: Any, passphrase: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    from cryptography.hazmat.primitives.padding import PKCS7
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    salt, start = os.urandom(16), os.urandom(16)
    secret = Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_PASSES).derive(passphrase)
    padder, encryptor = PKCS7(128).padder(), Cipher(algorithms.AES(secret), modes.CBC(start)).encryptor()
    sealed = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    encoded = base64.encodebytes(_container(salt, start, sealed)).replace(b"\n", b"")
    lines = b"\n".join(encoded[i : i + 64] for i in range(0, len(encoded), 64))
    return b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + lines + b"\n-----END ENCRYPTED PRIVATE KEY-----\n"


def _container(salt: bytes, start: bytes, sealed: bytes) -> bytes:
    """EncryptedPrivateKeyInfo of RFC 5958 with the parameters of RFC 7914, section 7."""
    scrypt = sequence(octets(salt), integer(_COST), integer(_BLOCK), integer(_PASSES))
    parameters = sequence(sequence(identifier(_SCRYPT), scrypt), sequence(identifier(_AES_256_CBC), octets(start)))
    return sequence(sequence(identifier(_PBES2), parameters), octets(sealed))


def _with_our_cost(block: bytes) -> bytes:
    """Refuse costs other than ours: a file of someone else's could ask for any amount of memory and time."""
    der = base64.b64decode(b"".join(block.splitlines()[1:-1]), validate=True)
    if identifier(_SCRYPT) not in der[:64] or integer(_COST) + integer(_BLOCK) + integer(_PASSES) not in der[:80]:
        raise ValueError("not encrypted as this version does it")
    return block
