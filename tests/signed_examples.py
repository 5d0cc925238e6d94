"""Keys, credentials and signed PDF documents for tests; made once for each process that runs tests."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from footprint.verification.keys import SigningKeys, TrustStore, generate_keys
from footprint.verification.signing import sign_credential, sign_pdf, statement_digest
from statements import a_statement

__all__ = ["ISSUED", "ISSUER_NAME", "a_credential", "a_document", "a_signed_pdf", "keys_of", "stated_by", "trust_in"]

ISSUED = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""When the statements of `statements.a_statement` are issued."""

ISSUER_NAME = "大连示例核查机构 Example Verification Body"

_DOCUMENT = """
#set document(title: "Statement", date: datetime(year: 2026, month: 3, day: 2), keywords: (sys.inputs.keyword,))
#pdf.attach("statement.jwt", bytes(sys.inputs.statement), relationship: "data", mime-type: "application/vc+jwt", description: "s")
#pdf.attach("bundle.zip", read("/bundle.zip", encoding: none), relationship: "source", mime-type: "application/zip", description: "b")
= Statement
A document.
"""


@cache
def keys_of(name: str = ISSUER_NAME) -> SigningKeys:
    """Give keys that were made before the statements were issued; the same ones for the same name."""
    return generate_keys(name, datetime(2026, 1, 1, tzinfo=UTC))


def trust_in(*keys: SigningKeys) -> TrustStore:
    """Trust the issuers of these keys."""
    return TrustStore.of(*(one.issuer for one in keys or (keys_of(),)))


def stated_by(keys: SigningKeys, **changes: Any) -> dict[str, Any]:
    """Give a statement of an issuer."""
    return a_statement(issuer=keys.as_statement(), **changes)


def a_credential(keys: SigningKeys | None = None, **changes: Any) -> str:
    """Give a credential."""
    keys = keys or keys_of()
    return sign_credential(stated_by(keys, **changes), keys, ISSUED)


def a_document(statement_jwt: str, bundle: bytes, keyword: str, source: str = _DOCUMENT) -> bytes:
    """Typeset a PDF/A-3 with two attachments, as short as possible."""
    inputs = {"statement": statement_jwt, "keyword": keyword}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.typ").write_text(source, encoding="utf-8")
        (Path(folder) / "bundle.zip").write_bytes(bundle)
        return bytes(typst.compile(str(Path(folder) / "main.typ"), root=folder, sys_inputs=inputs, pdf_standards="a-3b"))


@cache
def a_signed_pdf() -> bytes:
    """Give a signed PDF with a credential and something in place of a bundle."""
    keys = keys_of()
    statement = stated_by(keys)
    credential = sign_credential(statement, keys, ISSUED)
    document = a_document(credential, b"PK not a bundle", f"statement-sha256:{statement_digest(statement)}")
    return sign_pdf(document, keys, ISSUED, reason="Verification statement")
