"""Keys of issuers: private ones encrypted at rest, public ones in ``issuer.json``, and the trust that others put in them."""

from __future__ import annotations

from footprint.verification.keys.issuer import Issuer, KeyPair, Revocation, read_issuer
from footprint.verification.keys.private import SigningKeys, generate_keys, new_keys, open_keys, revoke_keys, rotate_keys
from footprint.verification.keys.trust import TrustStore, default_trust_folder, read_trust, trust_issuer, trusted_file

__all__ = [
    "Issuer",
    "KeyPair",
    "Revocation",
    "SigningKeys",
    "TrustStore",
    "default_trust_folder",
    "generate_keys",
    "new_keys",
    "open_keys",
    "read_issuer",
    "read_trust",
    "revoke_keys",
    "rotate_keys",
    "trust_issuer",
    "trusted_file",
]
