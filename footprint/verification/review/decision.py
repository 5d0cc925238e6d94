"""Reads a reviewer's decision: file → text → YAML → records → what must hold between them, with all problems at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from footprint.errors import Finding, ProblemsFound, Severity, VerificationError
from footprint.files import decode_utf8, read_bytes
from footprint.model.errors import EmptyModel, NotAMapping
from footprint.model.tree import Document, parse
from footprint.model.validation import validate_record
from footprint.verification.review.decision_schema import CONCLUSIONS, Decision
from footprint.verification.review.errors import (
    BadDigest,
    ClosedWithoutReason,
    CrossCheckSameSource,
    DescriptionMissing,
    MaterialityOutOfRange,
    NotADecision,
    NumberTwice,
    OpinionContradicts,
    OwnPredecessor,
    QualificationMissing,
    ReviewsOwnWork,
    SubjectTwice,
    ValidityEndsBeforeStart,
)

__all__ = ["check_decision_text", "read_decision", "read_decision_text"]

_DIGEST = re.compile("[0-9a-f]{64}")


def read_decision(path: str | os.PathLike[str]) -> Decision:
    """Read a decision from a file.

    Parameters
    ----------
    path
        A YAML file of the format ``footprint: decision/1``.

    Raises
    ------
    ProblemsFound
        With all findings.
    UnreadableFile, ...
        The file cannot be read, or is no text.
    """
    name = os.fspath(path)
    return read_decision_text(decode_utf8(read_bytes(name), name), name)


def read_decision_text(text: str, file: str = "<decision>") -> Decision:
    """Read a decision from a text; `read_decision` says more.

    Parameters
    ----------
    text
        The YAML text.
    file
        How to call it in findings.
    """
    decision, findings = check_decision_text(text, file)
    if decision is None:
        raise ProblemsFound(findings)
    return decision


def check_decision_text(text: str, file: str = "<decision>") -> tuple[Decision | None, tuple[Finding, ...]]:
    """Read a decision from a text and give all findings; nothing is raised.

    Returns
    -------
    (Decision or None, tuple of Finding)
        No decision if there is an error.
    """
    document, findings = parse(text, file)
    if document is None:
        return None, tuple(_about_decisions(finding) for finding in findings)
    if "footprint" not in document.data:
        problem = NotADecision(
            document.key_place(""), why="it does not start with `footprint: decision/1`", why_zh="开头没有 `footprint: decision/1`"
        )
        return None, (*findings, *problem.findings)
    # A decision is a form: what is left empty in it is not filled in yet, and no mistake.
    document.data = _filled_in(document, document.data)
    decision, problems = validate_record(document, Decision)
    findings = (*findings, *problems)
    if decision is not None:
        _locate(decision, document)
        findings = (*findings, *_check(decision))
    ordered = tuple(sorted(findings, key=lambda finding: finding.sort_key))
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, ordered
    return decision, ordered


def _filled_in(document: Document, node: Any, path: str = "") -> Any:
    """Leave out keys without a value, or with the null of YAML; entries of lists stay, since their places are counted."""

    def at(key: object) -> str:
        return f"{path}/{key}" if path else str(key)

    if isinstance(node, list):
        return [_filled_in(document, item, at(index)) for index, item in enumerate(node)]
    if isinstance(node, dict):
        filled = {key: _filled_in(document, value, at(key)) for key, value in node.items()}
        return {key: value for key, value in filled.items() if value not in ("", {}, [])}
    return "" if node in ("null", "~") and not document.spots[path].quoted else node


def _about_decisions(finding: Finding) -> Finding:
    """Say of what is missing that it is a decision and no product model."""
    if finding.error is EmptyModel:
        return NotADecision(finding.place, why="it is empty", why_zh="文件为空").finding
    if finding.error is NotAMapping:
        found, found_zh = finding.values["found"], finding.values["found_zh"]
        return NotADecision(finding.place, why=f"it is {found}, not keys with values", why_zh=f"这里是{found_zh}，而不是键值组").finding
    return finding


def _locate(decision: Decision, document: Document) -> None:
    decision._file = document.file
    spots = document.spots.items()
    decision._places = {path: (spot.line, spot.column) if spot.kind == "text" else (spot.key_line, spot.key_column) for path, spot in spots}


def _check(decision: Decision) -> Iterator[Finding]:
    """Find what does not hold between the records."""
    for check in (_digests, _verifier, _shares, _validity, _opinion, _nonconformities, _cross_checks, _subjects):
        for problem in check(decision):
            yield problem.finding


def _digests(decision: Decision) -> Iterator[VerificationError]:
    paths = {"bundle": decision.bundle, **{f"predecessors/{index}": value for index, value in enumerate(decision.predecessors)}}
    paths |= {f"nonconformities/{index}/first_bundle": line.first_bundle or "" for index, line in enumerate(decision.nonconformities)}
    for path, value in paths.items():
        if value and not _DIGEST.fullmatch(value):
            yield BadDigest(decision.place(path), value=value[:80])
    if decision.bundle in decision.predecessors:
        index = decision.predecessors.index(decision.bundle)
        yield OwnPredecessor(decision.place(f"predecessors/{index}"), digest=decision.bundle[:12])


def _verifier(decision: Decision) -> Iterator[VerificationError]:
    first, second = decision.verifier.reviewer, decision.verifier.independent_reviewer
    if first and second and _person(first) == _person(second):
        yield ReviewsOwnWork(decision.place("verifier/independent_reviewer"), name=second)


def _person(name: str) -> str:
    return "".join(name.split()).casefold()


def _shares(decision: Decision) -> Iterator[VerificationError]:
    amount = decision.materiality
    if amount is not None and not (amount.dimension.dimensionless and 0 < amount.base <= 1):
        yield MaterialityOutOfRange(
            decision.place("materiality"),
            key="materiality",
            value=str(amount),
            bound="above 0 and at most 100 %",
            bound_zh="大于 0 且不超过 100 %",
        )
    for kind, floor in decision.floors.stated().items():
        if not (floor.dimension.dimensionless and 0 <= floor.base <= 1):
            bound, bound_zh = "from 0 to 100 %", "0 至 100 %"
            yield MaterialityOutOfRange(decision.place(f"floors/{kind}"), key=kind, value=str(floor), bound=bound, bound_zh=bound_zh)


def _validity(decision: Decision) -> Iterator[VerificationError]:
    validity = decision.validity
    start = (validity.start if validity else None) or decision.date
    if validity is not None and validity.until is not None and start is not None and validity.until < start:
        yield ValidityEndsBeforeStart(decision.place("validity/until"), until=validity.until.isoformat(), start=start.isoformat())


def _opinion(decision: Decision) -> Iterator[VerificationError]:
    if decision.opinion not in (None, "unmodified") and not decision.qualifications:
        yield QualificationMissing(decision.place("opinion"), opinion=decision.opinion)
    unsatisfied = [line.number for line in decision.nonconformities if line.conclusion == "closed, not satisfied"]
    if decision.opinion == "unmodified" and unsatisfied:
        yield OpinionContradicts(decision.place("opinion"), numbers=[str(number) for number in unsatisfied])


def _nonconformities(decision: Decision) -> Iterator[VerificationError]:
    seen: set[int] = set()
    free = max((line.number for line in decision.nonconformities), default=0) + 1
    for index, line in enumerate(decision.nonconformities):
        path = f"nonconformities/{index}"
        if line.number in seen:
            yield NumberTwice(decision.place(f"{path}/number"), number=line.number, free=free)
        seen.add(line.number)
        if line.rule is None:
            lacking = [
                pair for pair, given in ((("category", "类别"), line.category), (("description", "描述"), line.description)) if not given
            ]
            if lacking:
                what, what_zh = " and no ".join(en for en, _ in lacking), "、".join(zh for _, zh in lacking)
                yield DescriptionMissing(decision.place(path), number=line.number, what=what, what_zh=what_zh)
        if line.conclusion != "open" and not (line.corrective_action or line.reason):
            en, zh = CONCLUSIONS[line.conclusion]
            yield ClosedWithoutReason(decision.place(f"{path}/conclusion"), number=line.number, conclusion=en, conclusion_zh=zh)


def _cross_checks(decision: Decision) -> Iterator[VerificationError]:
    for index, check in enumerate(decision.cross_checks):
        if _person(check.source) == _person(check.against):
            yield CrossCheckSameSource(decision.place(f"cross_checks/{index}/against"), parameter=check.parameter, source=check.source)


def _subjects(decision: Decision) -> Iterator[VerificationError]:
    """Find what is said twice: only of lines that a rule found and of values can there be no two."""
    lines = [
        ("/".join(part for part in line.key if part), f"nonconformities/{index}")
        for index, line in enumerate(decision.nonconformities)
        if line.rule
    ]
    changes = [(change.parameter, f"changes/{index}") for index, change in enumerate(decision.changes)]
    values = [(value.parameter, f"conservative/{index}") for index, value in enumerate(decision.conservative)]
    kinds = ((lines, "The nonconformity", "不符合项"), (changes, "The change", "变更"), (values, "The conservative value", "保守取值"))
    for entries, what, what_zh in kinds:
        seen: set[str] = set()
        for subject, path in entries:
            if subject in seen:
                yield SubjectTwice(decision.place(path), subject=subject, what_en=what, what_zh=what_zh)
            seen.add(subject)
