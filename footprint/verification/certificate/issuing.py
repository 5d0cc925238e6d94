"""Issue a certificate: refuse, or make statement, credential and document, verify them, and record them.

Everything is made in a hidden folder beside its place and verified there as a customer does it; the register records the issue; then the
folder gets its name. Whatever interrupts this leaves nothing half: before the record there is a reserved number that explains itself,
after it a hidden folder that `finish_interrupted` gives its name at the next issue.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.errors import Finding, FootprintError, Language, Place, Severity, UnreadableFile
from footprint.files import sha256, write_atomically
from footprint.typeset import require_packages
from footprint.typeset.errors import CharactersReplaced
from footprint.verification.bundle import Bundle, Calculate
from footprint.verification.bundle.commitments import read_salts
from footprint.verification.certificate.document import certificate_document
from footprint.verification.certificate.errors import (
    CertificateRefused,
    IssuedNotVerified,
    KeysOfAnother,
    NothingApplied,
    OutputStands,
    RegisterNeeded,
    VerifierIsNotIssuer,
)
from footprint.verification.certificate.making import make_statement
from footprint.verification.certificate.refusals import Case, grounds
from footprint.verification.moments import whole_second
from footprint.verification.profile_errors import EmptyPolicy
from footprint.verification.register.errors import UnknownNumber
from footprint.verification.review import Decision, review
from footprint.verification.statement import Statement, statement_digest

if TYPE_CHECKING:
    from footprint.inventory import Library
    from footprint.verification.keys import SigningKeys
    from footprint.verification.register import Register
    from footprint.verification.verifying import Verification

__all__ = ["Issued", "certify", "finish_interrupted"]

_PART = ".part"


@dataclass(frozen=True, eq=False)
class Issued:
    """A certificate that was issued.

    Parameters
    ----------
    number
        Its number.
    folder
        Where its files lie: PDF, credential, and the bundle as it was given.
    statement
        What it says.
    verification
        The steps of verifying it, all good.
    findings
        Warnings: characters that are shown by their numbers, an issuer that is not the verifier.
    """

    number: str
    folder: Path
    statement: Statement
    verification: Verification
    findings: tuple[Finding, ...]

    @property
    def pdf(self) -> Path:
        """The signed document."""
        return self.folder / f"{self.number}.pdf"

    @property
    def credential(self) -> Path:
        """The statement as a credential."""
        return self.folder / f"{self.number}.jwt"

    @property
    def bundle(self) -> Path:
        """The evidence bundle."""
        return self.folder / f"{self.number}.bundle.zip"


def certify(
    bundle: Bundle,
    decision: Decision,
    keys: Callable[[], SigningKeys],
    out: str | os.PathLike[str],
    *,
    calculate: Calculate,
    at: datetime,
    register: Register | None = None,
    languages: Sequence[Language] = ("zh", "en"),
    demonstration: bool = False,
    valid_until: date | None = None,
    packages: Sequence[Path | str] = (),
    library: Library | None = None,
    salts: str | os.PathLike[str] | None = None,
) -> Issued:
    """Issue a certificate for a bundle on which a reviewer decided.

    Parameters
    ----------
    bundle, decision
        What was verified, and what the reviewer decided on it.
    keys
        Opens the keys of the issuer; it is called once nothing stands against the issue.
    out
        Folder in which a folder with the number is made.
    calculate
        The sequence of the pipeline.
    at
        Time of issue.
    register
        Gives the number and records the issue; only a demonstration may go without.
    languages
        Of the document, the leading one first.
    demonstration
        Lift the grounds for refusal that can be lifted, and say so on every page and in the credential.
    valid_until
        Last day of validity; that of the decision by default.
    packages
        Folders with copies of packages whose records the bundle only commits to.
    library
        Packages that the verifier trusts; the records of the bundle are compared with them.
    salts
        File of the salts of committed records, to compare them one by one.

    Raises
    ------
    CertificateRefused
        With everything that stands against it.
    IssuedNotVerified, DocumentTooLong, OutputStands, RegisterError, ...
        It could not be made; nothing is left of it but an abandoned number.
    """
    at = whole_second(at)
    case = _case(bundle, decision, calculate, at, valid_until, packages, library, salts)
    against = grounds(case)
    if register is None and not demonstration:
        against = replace(against, always=(*against.always, RegisterNeeded().finding))
    standing = against.standing(demonstration=demonstration)
    if standing:
        raise CertificateRefused(standing)
    require_packages()
    target = Path(out)
    _make_folder(target)
    if register is not None:
        finish_interrupted(target, register)
    work = _Work(
        case,
        keys(),
        target,
        calculate,
        at,
        tuple(languages),
        demonstration,
        against.lifted if demonstration else (),
        tuple(packages),
        salts,
    )
    if not demonstration and (values := work.another_body()):
        raise CertificateRefused([KeysOfAnother(**values).finding])
    if register is None:
        work.prepare(f"DEMO-{bundle.manifest_sha256[:12].upper()}")
    else:
        kind = "demonstration" if demonstration else "statement"
        reason = "superseded by a new statement" if decision.supersedes else ""
        register.issue(kind, work.prepare, supersedes=decision.supersedes, reason=reason)
    return work.publish()


def finish_interrupted(out: str | os.PathLike[str], register: Register) -> tuple[str, ...]:
    """Finish or remove what an interrupted issue left: its hidden folder.

    What the register records as issued gets its place. What it does not is removed, unless a process still works on it.

    Parameters
    ----------
    out
        Folder of certificates.
    register
        Knows what was issued.

    Returns
    -------
    tuple of str
        Numbers that were given their place.
    """
    finished = []
    for folder in sorted(Path(out).glob(f".*{_PART}")):
        number = folder.name[1 : -len(_PART)]
        target = folder.parent / number
        with _alone(folder) as alone:
            if not alone:
                continue
            try:
                state = register.state(number)
            except UnknownNumber:
                continue
            if not state.statement_sha256:
                shutil.rmtree(folder, ignore_errors=True)
            elif _is_whole(folder, number, state.statement_sha256) and not target.exists():
                os.replace(folder, target)
                finished.append(number)
    return tuple(finished)


def _is_whole(folder: Path, number: str, digest: str) -> bool:
    from footprint.verification.signing.credential import examine_credential

    try:
        statement = examine_credential((folder / f"{number}.jwt").read_bytes()).statement
    except (OSError, FootprintError):
        return False
    return statement_digest(statement) == digest and (folder / f"{number}.pdf").exists()


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Lock a folder against other processes; false where one works in it. The lock ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # no such locks: then nothing is touched
        yield False
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        alone = False
    else:
        alone = True
    try:
        yield alone
    finally:
        os.close(descriptor)


def _case(
    bundle: Bundle,
    decision: Decision,
    calculate: Calculate,
    at: datetime,
    valid_until: date | None,
    packages: Sequence[Path | str],
    library: Library | None,
    salts: str | os.PathLike[str] | None,
) -> Case:
    """Review the bundle as of the day of issue; a profile without rules is a ground like the others."""
    try:
        known = None if salts is None else read_salts(os.fspath(salts), bundle.manifest_sha256)
        reviewed = review(bundle, decision, calculate, packages=packages, salts=known, at=at.date(), library=library)
    except FootprintError as error:
        empty = [finding for finding in error.findings if finding.error is EmptyPolicy]
        if not empty:
            raise
        raise CertificateRefused(NothingApplied(profile=finding.values.get("profile", "")).finding for finding in empty) from None
    until = valid_until or (decision.validity.until if decision.validity else None)
    # A day begins first at UTC+14.
    return Case(reviewed, decision, at.date(), until, (at + timedelta(hours=14)).date())


@dataclass
class _Work:
    """One issue in progress."""

    case: Case
    keys: SigningKeys
    out: Path
    calculate: Calculate
    at: datetime
    languages: tuple[Language, ...]
    demonstration: bool
    lifted: tuple[Finding, ...]
    packages: tuple[Path | str, ...]
    salts: str | os.PathLike[str] | None
    made: Issued | None = None

    def prepare(self, number: str) -> Mapping[str, Any]:
        """Make and verify everything in a hidden folder; give what the register records."""
        hidden = self.out / f".{number}{_PART}"
        if (self.out / number).exists():
            raise OutputStands(folder=str(self.out / number))
        try:
            hidden.mkdir()
        except OSError as error:
            raise UnreadableFile(Place(str(hidden)), file=str(hidden), why=error.strerror or type(error).__name__) from None
        try:
            with _alone(hidden):
                return self._prepare(number, hidden)
        except BaseException:
            shutil.rmtree(hidden, ignore_errors=True)
            raise

    def _prepare(self, number: str, hidden: Path) -> Mapping[str, Any]:
        from footprint.verification.signing import sign_credential, sign_pdf

        case, bundle = self.case, self.case.review.bundle
        statement = make_statement(case, number, self.keys.as_statement(), self.at, self.lifted, demonstration=self.demonstration)
        credential = sign_credential(statement, self.keys, self.at)
        document = certificate_document(statement, credential, bundle.content, self.languages)
        reason = "Verification statement" + (" (demonstration)" if self.demonstration else "")
        pdf = sign_pdf(document.pdf, self.keys, self.at, reason=f"{reason} {number}")
        for ending, content in ((".pdf", pdf), (".jwt", credential), (".bundle.zip", bundle.content)):
            write_atomically(hidden / f"{number}{ending}", content)
        verification = self._verified(hidden / f"{number}.pdf", hidden / f"{number}.jwt")
        self.made = Issued(number, hidden, statement, verification, self._warnings(document.replaced))
        return {
            "statement_sha256": statement_digest(statement),
            "valid_from": statement["valid_from"],
            "valid_until": statement["valid_until"],
            "demonstration": self.demonstration,
            "product": dict(statement["product"]["name"]),
            "bundle_sha256": bundle.sha256,
            "pdf_sha256": sha256(pdf),
            "credential_sha256": sha256(credential.encode("ascii")),
        }

    def _verified(self, pdf: Path, credential: Path) -> Verification:
        """Verify what was made as a customer does, trusting this issuer."""
        from footprint.verification.keys import TrustStore
        from footprint.verification.signing import read_credential
        from footprint.verification.verifying import verify

        trust = TrustStore.of(self.keys.issuer)
        copies = tuple(Path(folder) for folder in self.packages)
        # As of the first moment of validity: a statement may be issued ahead.
        start = max(self.at, datetime.combine(self._start(), time(), UTC))
        done = verify(pdf, trust, calculate=self.calculate, clock=start, inventories=copies, salts=self.salts)
        failed = done.failed
        if failed is not None or not done.good:
            number, name, message = (
                (failed.number, failed.name, failed.message) if failed else (0, {"en": "-", "zh": "-"}, {"en": "-", "zh": "-"})
            )
            raise IssuedNotVerified(step=number, name_en=name["en"], name_zh=name["zh"], why_en=message["en"], why_zh=message["zh"])
        read_credential(credential.read_bytes(), trust)
        return done

    def _start(self) -> date:
        decided = self.case.decision.validity
        return decided.start if decided is not None and decided.start is not None else self.at.date()

    def _warnings(self, replaced: Sequence[str]) -> tuple[Finding, ...]:
        found = [finding for finding in self.case.review.published if finding.severity is not Severity.ERROR]
        if replaced:
            found.append(CharactersReplaced(characters=[f"U+{ord(character):04X}" for character in replaced]).finding)
        if values := self.another_body():
            found.append(VerifierIsNotIssuer(**values).finding)
        return tuple(found)

    def another_body(self) -> dict[str, Any]:
        """Give whose keys these are and whom the decision names, where that is not the same body."""
        organisation, issuer = self.case.decision.verifier.organisation, self.keys.issuer.name
        if organisation is None or issuer in (organisation.en, organisation.zh):
            return {}
        return {"issuer": issuer, "organisation": organisation.text()}

    def publish(self) -> Issued:
        """Give the folder its name: the certificate appears whole."""
        assert self.made is not None
        target = self.out / self.made.number
        try:
            os.replace(self.made.folder, target)
        except OSError as error:
            raise UnreadableFile(Place(str(target)), file=str(target), why=error.strerror or type(error).__name__) from None
        return replace(self.made, folder=target)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableFile(Place(str(folder)), file=str(folder), why=error.strerror or type(error).__name__) from None
