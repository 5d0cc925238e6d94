"""What is verified: the file as it was opened, taken apart as far as its signature allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from footprint.errors import Finding, Language
from footprint.verification.keys.issuer import Issuer, KeyPair
from footprint.verification.keys.trust import TrustStore
from footprint.verification.signing.credential import Credential, examine_credential
from footprint.verification.signing.errors import CredentialNotAsIssued
from footprint.verification.signing.pdf_gate import PDF_LIMIT, ExaminedPdf, examine_pdf
from footprint.verification.statement import Statement
from footprint.verification.verifying.errors import BareBundle, NotForVerification

if TYPE_CHECKING:
    from footprint.inventory.source import DatasetSource
    from footprint.verification.bundle import Bundle, Calculate
    from footprint.verification.recomputation import Recomputation

__all__ = ["FILE_LIMIT", "Evidence", "Found", "Kind", "Request", "examine", "kind_of"]

FILE_LIMIT = PDF_LIMIT
"""Bytes that a file to be verified may have at most."""

Kind = Literal["pdf", "credential", "bundle"]


@dataclass(frozen=True)
class Request:
    """What is to be verified, and how.

    Parameters
    ----------
    content, file
        The bytes of the file, and how it was named.
    trust
        The issuers that are believed.
    calculate
        The sequence of the pipeline.
    clock
        What time it is.
    at
        The time to judge at, where it is not now.
    bundle, status
        Content of a bundle and of a status file that were named beside the file.
    require_status
        Fail where the status is not known.
    inventories
        Folders with licence holders' copies of packages.
    salts
        File of the salts of committed records.
    sources
        A Brightway project with databases that are only committed.
    """

    content: bytes
    file: str
    trust: TrustStore
    calculate: Calculate
    clock: datetime
    at: datetime | None = None
    bundle: bytes | None = None
    status: bytes | None = None
    require_status: bool = False
    inventories: Sequence[Path] = ()
    salts: Path | None = None
    sources: Sequence[DatasetSource] = ()


@dataclass
class Evidence:
    """What the steps found so far; each step relies on those before it."""

    kind: Kind
    pdf: ExaminedPdf | None = None
    credential: Credential | None = None
    attached_bundle: bytes | None = None
    metadata_digest: str = ""
    issuer: Issuer | None = None
    pair: KeyPair | None = None
    now: datetime | None = None
    bundle: Bundle | None = None
    recomputation: Recomputation | None = None

    @property
    def statement(self) -> Statement:
        """The statement; only steps after the signature may ask."""
        assert self.credential is not None
        return self.credential.statement


@dataclass(frozen=True, slots=True)
class Found:
    """What a step found, where nothing was wrong."""

    message: Mapping[Language, str]
    warnings: tuple[Finding, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def kind_of(content: bytes, file: str) -> Kind:
    """Say what a file is.

    Raises
    ------
    NotForVerification
        It is none of the three.
    """
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "bundle"
    # Everything else that a credential's text was changed into fails at its signature.
    if content.count(b".") == 2 and content.isascii() and len(content) < 8_000_000:
        return "credential"
    raise NotForVerification(file=file)


def examine(request: Request, evidence: Evidence) -> None:
    """Check the signature with the key that it names; of a trusted issuer's PDF also by pyHanko, and what is attached to it."""
    if evidence.kind == "bundle":
        raise BareBundle()
    if evidence.kind == "credential":
        evidence.credential = examine_credential(request.content)
        evidence.attached_bundle = request.bundle
        return
    evidence.pdf = examine_pdf(request.content)
    known = next((pair for _, pair in request.trust.pairs() if pair.certificate == evidence.pdf.certificate), None)
    if known is None:
        # The parser sees nothing of an issuer that is not trusted; the next step says so.
        return
    from footprint.verification.signing.pdf_reading import BUNDLE_ATTACHMENT, STATEMENT_ATTACHMENT, read_pdf

    attachments, evidence.metadata_digest = read_pdf(request.content, evidence.pdf.certificate, evidence.pdf.signed_at)
    evidence.credential = examine_credential(attachments[STATEMENT_ATTACHMENT])
    evidence.attached_bundle = attachments[BUNDLE_ATTACHMENT]
    if evidence.statement["issuer"]["keys"]["p256"] != known.p256_thumbprint:
        raise CredentialNotAsIssued(why="the PDF is signed with another key than its statement names")
