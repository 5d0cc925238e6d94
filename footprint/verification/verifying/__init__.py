"""Verify a certificate, in numbered steps, from nothing but the file and the issuers that are trusted (design section 9).

1. *open*: it is a PDF, a credential or a bundle.
2. *signature*: it is unchanged, in the one form in which it was signed, under the key that it names.
3. *issuer*: that key belongs to a trusted issuer, was in use when it signed and is not revoked.
4. *validity and status*: the time is within its validity, and the issuer's status file does not say otherwise.
5. *digests*: statement, metadata and bundle are about each other, byte for byte.
6. *recompilation*: the model in the bundle gives the datapackage in the bundle.
7. *recomputation*: Brightway solves it.
8. *comparison*: the stated numbers are those.
9. *rule checks*: the rules of the profile hold, or the statement excepts them.

A step that fails ends it: those after it are not done.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from footprint.errors import FootprintError, Language
from footprint.files import read_bytes
from footprint.verification.bundle.errors import CommittedRecords
from footprint.verification.keys.trust import TrustStore
from footprint.verification.verifying.checks import CHECKS
from footprint.verification.verifying.errors import EvidenceUnusable
from footprint.verification.verifying.evidence import FILE_LIMIT, Evidence, Request, kind_of
from footprint.verification.verifying.steps import STEP_NAMES, Step, StepStatus, Verification

if TYPE_CHECKING:
    from footprint.inventory.source import DatasetSource
    from footprint.verification.bundle import Calculate

__all__ = ["STEP_NAMES", "Step", "StepStatus", "Verification", "verify"]

_MISBUILT = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError, OverflowError)
_STATUS_LIMIT = 8_000_000

PathLike = str | os.PathLike[str]


def verify(
    path: PathLike,
    trust: TrustStore,
    *,
    calculate: Calculate,
    clock: datetime,
    at: datetime | None = None,
    bundle: PathLike | None = None,
    status: PathLike | None = None,
    require_status: bool = False,
    inventories: Sequence[Path] = (),
    salts: PathLike | None = None,
    sources: Sequence[DatasetSource] = (),
) -> Verification:
    """Verify a PDF certificate, a credential or a bundle.

    Parameters
    ----------
    path
        The file.
    trust
        The issuers that are believed; nothing verifies where there are none.
    calculate
        The sequence of the pipeline: a model and a library give a footprint.
    clock
        What time it is.
    at
        Judge as of this time instead; without it now is the later of the clock and the date of the status file.
    bundle
        The evidence bundle of a credential.
    status
        The issuer's status file.
    require_status
        Fail where the status is not known.
    inventories
        Folders with the licence holder's copies of packages whose records the bundle only commits to.
    salts
        File of the salts of those records, to compare them one by one.
    sources
        A Brightway project with databases whose records the bundle only commits to.

    Returns
    -------
    Verification
        All nine steps; `good` where every one is OK.

    Raises
    ------
    UnreadableFile, FileTooLarge
        A file that was named cannot be read.
    """
    file = os.fspath(path)
    request = Request(
        content=read_bytes(file, FILE_LIMIT),
        file=file,
        trust=trust,
        calculate=calculate,
        clock=clock,
        at=at,
        bundle=None if bundle is None else read_bytes(bundle, FILE_LIMIT),
        status=None if status is None else read_bytes(status, _STATUS_LIMIT),
        require_status=require_status,
        inventories=tuple(inventories),
        salts=None if salts is None else _readable(salts),
        sources=tuple(sources),
    )
    try:
        evidence = Evidence(kind_of(request.content, file))
    except FootprintError as error:
        return Verification(file, "", (_failed(1, error), *_not_done(1, error)))
    return _carry_out(request, evidence)


def _readable(path: PathLike) -> Path:
    read_bytes(path, FILE_LIMIT)
    return Path(path)


def _carry_out(request: Request, evidence: Evidence) -> Verification:
    steps: list[Step] = []
    for number, check in enumerate(CHECKS, start=1):
        try:
            found = check(request, evidence)
        except FootprintError as error:
            return _ended(request, evidence, steps, error)
        except _MISBUILT as error:
            # Evidence made to hurt: it is whole and signed, but what is in it is not what it must be.
            why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            return _ended(request, evidence, steps, EvidenceUnusable(why=why))
        steps.append(Step(number, StepStatus.OK, found.message, found.warnings, found.details))
    return _ended(request, evidence, steps)


def _ended(request: Request, evidence: Evidence, steps: list[Step], error: FootprintError | None = None) -> Verification:
    number = len(steps) + 1
    rest = [] if error is None else [_failed(number, error), *_not_done(number, error)]
    believed = evidence.issuer is not None
    return Verification(request.file, evidence.kind, (*steps, *rest), evidence.statement if believed else None)


def _failed(number: int, error: FootprintError) -> Step:
    findings = error.findings
    first = findings[0]
    more = len(findings) - 1
    message: dict[Language, str] = {"en": first.message("en"), "zh": first.message("zh")}
    if more:
        message = {"en": f"{message['en']} ({more} more)", "zh": f"{message['zh']}（另有 {more} 项）"}
    return Step(number, StepStatus.FAIL, message, findings)


def _not_done(number: int, error: FootprintError) -> list[Step]:
    message: dict[Language, str] = {"en": f"not done, because step {number} failed", "zh": f"未进行：第 {number} 步未通过"}
    if any(finding.error is CommittedRecords for finding in error.findings):
        message = {"en": "not done: the licence holder's copy of the records is needed", "zh": "未进行：需要许可持有人的数据"}
    return [Step(later, StepStatus.NOT_DONE, message) for later in range(number + 1, len(STEP_NAMES) + 1)]
