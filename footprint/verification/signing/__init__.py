"""Signatures: of JSON (status files), of credentials, and of PDF documents."""

from __future__ import annotations

from footprint.verification.signing.credential import read_credential, sign_credential
from footprint.verification.signing.pdf_gate import check_pdf
from footprint.verification.signing.pdf_signature import sign_pdf
from footprint.verification.statement import statement_digest

__all__ = ["check_pdf", "read_credential", "sign_credential", "sign_pdf", "statement_digest"]
