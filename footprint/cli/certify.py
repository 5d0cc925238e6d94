"""``footprint certify``: the signed statement of a verification, as a document and as a credential."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from footprint.cli.options import Debug, Inventories, Json, KeyFolder, Lang, Salts
from footprint.cli.passphrase import PassphraseFile, passphrase
from footprint.cli.session import Session, open_session, report
from footprint.errors import ExitStatus, Finding, Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from footprint.verification.certificate.issuing import Issued

__all__ = ["certify"]


class DocumentLanguage(StrEnum):
    """What ``--language`` accepts."""

    zh = "zh"
    en = "en"
    both = "both"


_LANGUAGES: dict[DocumentLanguage, tuple[Language, ...]] = {
    DocumentLanguage.zh: ("zh",),
    DocumentLanguage.en: ("en",),
    DocumentLanguage.both: ("zh", "en"),
}

BundleFile = Annotated[Path, typer.Argument(metavar="BUNDLE", help="Evidence bundle that was verified.", show_default=False)]
DecisionFile = Annotated[
    Path, typer.Option("--decision", metavar="FILE", help="The reviewer's decision on this bundle.", show_default=False)
]
RegisterFile = Annotated[
    Path | None,
    typer.Option("--register", metavar="FILE", help="Register that gives the number; demonstrations may go without.", show_default=False),
]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Folder in which a folder with the number is made.")]
InLanguage = Annotated[DocumentLanguage, typer.Option("--language", help="Language of the document; both: Chinese leads.")]
Demonstration = Annotated[
    bool, typer.Option("--demonstration", help="Lift the refusals; every page and the credential say that it is a demonstration.")
]
ValidUntil = Annotated[
    str | None,
    typer.Option(
        "--valid-until",
        metavar="DATE",
        help="Last day of validity, such as 2027-12-31; that of the decision by default.",
        show_default=False,
    ),
]
Years = Annotated[
    int | None,
    typer.Option("--validity", metavar="YEARS", min=1, max=10, help="Years of validity from today, instead of a date.", show_default=False),
]


def certify(
    bundle: BundleFile,
    decision: DecisionFile,
    key: KeyFolder,
    register: RegisterFile = None,
    out: Out = Path("."),
    language: InLanguage = DocumentLanguage.both,
    demonstration: Demonstration = False,
    valid_until: ValidUntil = None,
    validity: Years = None,
    inventories: Inventories = None,
    salts: Salts = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Issue the signed verification statement of a bundle: a PDF with the evidence inside, and the same as a credential.

    The bundle is recomputed and the rules are applied once more. Everything that stands against a statement is said at once: open
    nonconformities, demo data, a representative model, failed rules, a decision that is incomplete or on another bundle. What is made
    is verified before it is recorded and before it appears.

    Exit status: 0 issued, 1 refused, 2 could not be made.
    """
    until = _last_day(valid_until, validity)
    with open_session(lang, as_json, debug) as session, session.attempt(str(bundle)):
        from footprint import pipeline
        from footprint.verification.certificate.errors import CertificateRefused

        try:
            issued = pipeline.certify(
                bundle,
                decision,
                key,
                lambda: passphrase(session, passphrase_file),
                out,
                at=datetime.now(UTC),
                register=register,
                languages=_LANGUAGES[language],
                demonstration=demonstration,
                valid_until=until,
                inventories=inventories or (),
                salts=salts,
            )
        except CertificateRefused as refused:
            _refuse(refused.findings, bundle, session)
        else:
            _tell(issued, session)


def _last_day(day: str | None, years: int | None) -> date | None:
    if day is not None and years is not None:
        raise typer.BadParameter("give one of --valid-until and --validity", param_hint="--validity")
    if day is not None:
        try:
            if len(day) != len("2026-11-22"):
                raise ValueError
            return date.fromisoformat(day)
        except ValueError:
            raise typer.BadParameter("is no date such as 2026-11-22", param_hint="--valid-until") from None
    if years is None:
        return None
    from datetime import timedelta

    today = datetime.now(UTC).date()
    try:
        same = today.replace(year=today.year + years)
    except ValueError:  # the 29th of February
        same = today.replace(year=today.year + years, month=3, day=1)
    return same - timedelta(days=1)


def _refuse(findings: Sequence[Finding], bundle: Path, session: Session) -> None:
    if session.as_json:
        session.emit(report(str(bundle), findings, session.lang))
    else:
        for finding in findings:
            session.finding(finding, err=True)
        session.line(session.say("certify_refused", count=len(findings)), err=True)
    session.worst(ExitStatus.ANSWER_IS_NO)


def _tell(issued: Issued, session: Session) -> None:
    if session.as_json:
        session.emit(_as_dict(issued, session.lang))
        return
    for finding in issued.findings:
        session.finding(finding, err=True)
    kind = "certify_demonstration" if issued.statement["demonstration"] else "certify_issued"
    session.line(session.say(kind, number=issued.number))
    for file in (issued.pdf, issued.credential, issued.bundle):
        session.line(f"  {file}")
    lifted = issued.statement["lifted"]
    if lifted:
        session.line(session.say("certify_lifted", count=len(lifted), codes=", ".join(sorted({ground["code"] for ground in lifted}))))


def _as_dict(issued: Issued, lang: Language) -> dict[str, Any]:
    return {
        "schema": "footprint/issued/1",
        "number": issued.number,
        "demonstration": issued.statement["demonstration"],
        "pdf": str(issued.pdf),
        "credential": str(issued.credential),
        "bundle": str(issued.bundle),
        "findings": [finding.as_dict(lang) for finding in issued.findings],
        "statement": issued.statement,
    }
