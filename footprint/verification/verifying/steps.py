"""The record of a verification: its numbered steps, each OK, FAIL or not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from footprint.errors import Finding, Language
from footprint.verification.statement import Statement

__all__ = ["SCHEMA", "STEP_NAMES", "Step", "StepStatus", "Verification"]

SCHEMA = "footprint/verification/1"

STEP_NAMES: tuple[Mapping[Language, str], ...] = (
    {"en": "open", "zh": "打开"},
    {"en": "signature", "zh": "签名"},
    {"en": "issuer", "zh": "签发方"},
    {"en": "validity and status", "zh": "有效期与状态"},
    {"en": "digests", "zh": "摘要"},
    {"en": "recompilation", "zh": "重新编译"},
    {"en": "recomputation", "zh": "重新计算"},
    {"en": "comparison", "zh": "结果比对"},
    {"en": "rule checks", "zh": "规则检查"},
)
"""What is done, in this order; numbers begin with 1."""


class StepStatus(StrEnum):
    """How a step ended."""

    OK = "ok"
    FAIL = "fail"
    NOT_DONE = "not done"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a verification.

    Parameters
    ----------
    number
        From 1.
    status
        How it ended; a step after one that failed is not done.
    message
        What was found, in both languages.
    findings
        Why it failed, and warnings.
    details
        Values for machines.
    """

    number: int
    status: StepStatus
    message: Mapping[Language, str]
    findings: tuple[Finding, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> Mapping[Language, str]:
        """What the step is called."""
        return STEP_NAMES[self.number - 1]

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the step as plain data."""
        return {
            "number": self.number,
            "name": self.name[lang],
            "status": self.status.value,
            "message": self.message[lang],
            "findings": [finding.as_dict(lang) for finding in self.findings],
            "details": dict(self.details),
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of verifying a file.

    Parameters
    ----------
    file
        The file, as it was named.
    kind
        ``pdf``, ``credential``, ``bundle``, or empty where it is none of these.
    steps
        All nine.
    statement
        What is stated; only where the signature and its issuer are good.
    """

    file: str
    kind: str
    steps: tuple[Step, ...]
    statement: Statement | None = None

    @property
    def good(self) -> bool:
        """Whether every step is OK."""
        return all(step.status is StepStatus.OK for step in self.steps)

    @property
    def failed(self) -> Step | None:
        """The step that failed, if one did."""
        return next((step for step in self.steps if step.status is StepStatus.FAIL), None)

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the verification as plain data for ``--json``."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "kind": self.kind or None,
            "good": self.good,
            "steps": [step.as_dict(lang) for step in self.steps],
            "statement": self.statement,
        }
