"""The PDF of a verification statement, not yet signed."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from footprint.errors import Language
from footprint.typeset import page_count, printable, typeset
from footprint.typeset.errors import TypstMissing
from footprint.verification.certificate.content import content
from footprint.verification.certificate.errors import DocumentTooLong
from footprint.verification.certificate.words import WORDS
from footprint.verification.statement import Statement, statement_digest

__all__ = ["ATTACHMENTS", "KEYWORD", "MOST_PAGES", "Document", "certificate_document"]

MOST_PAGES = 3
KEYWORD = "statement-sha256:"
"""Keyword of the document that ties its pages to the statement."""

ATTACHMENTS = ("bundle.zip", "statement.jwt")

_FITTINGS = ((40, 30, 9.4), (40, 12, 9.4), (40, 5, 9.4), (25, 5, 9.4), (15, 4, 9.4), (8, 3, 9.4), (8, 3, 8.8), (4, 2, 8.2))
"""How many contributions and other lines are listed, and the size of letters in points: the first that three pages hold."""


@dataclass(frozen=True, slots=True)
class Document:
    """A typeset statement.

    Parameters
    ----------
    pdf
        PDF/A-3b with both attachments, without a signature.
    replaced
        Characters that the fonts do not have and that are shown by their numbers.
    """

    pdf: bytes
    replaced: tuple[str, ...]


def certificate_document(statement: Statement, credential: str, bundle: bytes, languages: Sequence[Language]) -> Document:
    """Typeset a statement on one to three pages.

    Parameters
    ----------
    statement
        What the pages say.
    credential
        The same as a signed credential, which is attached as ``statement.jwt``.
    bundle
        The evidence, which is attached as ``bundle.zip``.
    languages
        ``("zh",)``, ``("en",)`` or both, the leading one first.

    Raises
    ------
    DocumentTooLong
        The qualifications do not fit on three pages; contributions and cut-offs are shortened first.
    TypstMissing, NotTypeset
        See `footprint.typeset`.
    """
    shown = printable(statement)
    digest = statement_digest(statement)
    files = {ATTACHMENTS[0]: bundle, ATTACHMENTS[1]: credential.encode("ascii"), "code.svg": _code(statement, digest)}
    source = resources.files("footprint.verification.certificate").joinpath("document.typ").read_text(encoding="utf-8")
    issued = datetime.strptime(statement["issued"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    pages = 0
    for most, fewer, size in _FITTINGS:
        data = {**content(shown.data, languages, most, fewer), "size": size, **_document(shown.data, digest, languages)}
        pdf = typeset(source, {**files, "data.json": json.dumps(data, ensure_ascii=False).encode("utf-8")}, issued)
        pages = page_count(pdf)
        if pages <= MOST_PAGES:
            return Document(pdf, shown.replaced)
    raise DocumentTooLong(pages=pages, most=MOST_PAGES)


def _document(statement: Statement, digest: str, languages: Sequence[Language]) -> dict[str, Any]:
    title = " ".join(WORDS["title"][lang] for lang in languages)
    return {
        "document": {
            "title": f"{title} {statement['number']}",
            "author": statement["issuer"]["name"],
            "keywords": [f"{KEYWORD}{digest}"],
        },
        "statement_digest": digest,
        "command": "footprint verify FILE.pdf",
        "code_says": f"{statement['number']}, SHA-256 {digest}",
        "attached": [
            {"name": ATTACHMENTS[0], "relationship": "source", "mime": "application/zip", "says": "Evidence bundle"},
            {
                "name": ATTACHMENTS[1],
                "relationship": "data",
                "mime": "application/vc+jwt",
                "says": "Verification statement as a credential",
            },
        ],
    }


def _code(statement: Statement, digest: str) -> bytes:
    """Draw the QR code: number, digest of the statement, and how to verify."""
    try:
        import segno
    except ImportError:
        raise TypstMissing(package="segno") from None
    kind = "DEMONSTRATION " if statement["demonstration"] else ""
    text = f"{kind}{statement['number']}\nsha256:{digest}\nfootprint verify"
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None, omitsize=True)
    return drawn.getvalue()
