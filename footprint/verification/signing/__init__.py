"""Signatures: of JSON (status files), of credentials, and of PDF documents."""

from __future__ import annotations

from footprint.verification.signing.credential import read_credential, sign_credential
from footprint.verification.statement import statement_digest

__all__ = ["read_credential", "sign_credential", "statement_digest"]
