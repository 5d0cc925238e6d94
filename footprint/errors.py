"""The exception tree and the Finding record.

Every problem that `footprint` can name is a class below `FootprintError`: it has a stable code, a title, a
message and a hint in English and Chinese, and it carries values, not only text. The error reference in the
documentation is generated from these classes, so a class without a docstring fails a test.

    FootprintError
    ├── UnexpectedError            a defect of footprint itself
    ├── UnreadableFile             files.py: missing, too large, not text
    ├── ProblemsFound              several findings, reported together
    ├── UnitError                  footprint.units
    ├── ModelError                 footprint.model
    ├── InventoryError             footprint.inventory
    ├── SupplyChainError           footprint.supply_chain
    ├── EngineError                footprint.engine
    ├── InsightError               footprint.insight
    ├── TypesetError               footprint.typeset
    ├── VerificationError          footprint.verification
    └── BatchError                 footprint.batch

A problem may be raised, or collected as a `Finding` when all problems of a file are to be reported at once.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Any, ClassVar, Literal

__all__ = [
    "BatchError",
    "EngineError",
    "ExitStatus",
    "Finding",
    "FootprintError",
    "InsightError",
    "InventoryError",
    "Language",
    "ModelError",
    "Place",
    "ProblemsFound",
    "Severity",
    "SupplyChainError",
    "TypesetError",
    "UnexpectedError",
    "UnitError",
    "UnreadableFile",
    "VerificationError",
    "error_classes",
    "nearest",
    "relocate",
]

Language = Literal["en", "zh"]


class ExitStatus(IntEnum):
    """Exit statuses of the command line (design section 8)."""

    GOOD = 0
    ANSWER_IS_NO = 1
    COULD_NOT = 2


class Severity(StrEnum):
    """How much a finding weighs: an error stops a calculation, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file.

    Parameters
    ----------
    file
        The file as the user named it.
    line, column
        Counted from 1; 0 where the format has no such thing.
    path
        Keys from the root of the document joined by ``/``, such as ``processes/oxidation/inputs/px``; the head of a column for tables.
    cell
        Sheet and cell of a workbook, such as ``Exchanges!F17``.
    """

    file: str
    line: int = 0
    column: int = 0
    path: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file} {self.cell}"
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place, as a record that can be shown to people and machines.

    Parameters
    ----------
    error
        The class that names the problem.
    place
        Where it is, if it has a place.
    values
        What the message speaks of: both sides, both units, names, suggestions.
    """

    error: type[FootprintError]
    place: Place | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code, such as ``M104``."""
        return self.error.code

    @property
    def severity(self) -> Severity:
        """How much the finding weighs."""
        return self.error.severity

    def message(self, lang: Language = "en") -> str:
        """Say what is wrong, in the language asked for."""
        return _fill(self.error.message[lang], self.values, lang)

    def hint(self, lang: Language = "en") -> str:
        """Say what to do about it; empty where there is nothing to say."""
        hint = _fill(self.error.hint[lang], self.values, lang).strip()
        suggestions = self.values.get("suggestions")
        if suggestions:
            asked = "Did you mean {}?" if lang == "en" else "是否想写 {}？"
            hint = f"{asked.format(_either(suggestions, lang))} {hint}".strip()
        return hint

    def line(self, lang: Language = "en") -> str:
        """Give the finding as one line: ``FILE:LINE:COL: CODE message``."""
        head = f"{self.place}: " if self.place else ""
        return f"{head}{self.code} {self.message(lang)}"

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the finding as plain data for ``--json``."""
        place = self.place or Place("")
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": place.file or None,
            "line": place.line or None,
            "column": place.column or None,
            "path": place.path or None,
            **({"cell": place.cell} if place.cell else {}),
            "title": self.error.title[lang],
            "message": self.message(lang),
            "hint": self.hint(lang) or None,
            "values": {key: _plain(value) for key, value in sorted(self.values.items())},
        }

    @property
    def sort_key(self) -> tuple[str, str, int, int, str, str]:
        """Order of reading: by file, sheet of a workbook, line, column, code and text."""
        place = self.place or Place("")
        return (place.file, place.cell.rpartition("!")[0], place.line, place.column, self.code, self.message())


class FootprintError(Exception):
    """The root of all problems that footprint names."""

    code: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.ERROR
    title: ClassVar[Mapping[Language, str]] = {"en": "", "zh": ""}
    message: ClassVar[Mapping[Language, str]] = {"en": "", "zh": ""}
    hint: ClassVar[Mapping[Language, str]] = {"en": "", "zh": ""}

    def __init__(self, place: Place | None = None, **values: Any) -> None:
        self.place = place
        self.values: dict[str, Any] = values
        super().__init__(place, values)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.place, self.values))

    def __str__(self) -> str:
        finding = self.finding
        hint = finding.hint()
        return finding.line() + (f" {hint}" if hint else "")

    @property
    def finding(self) -> Finding:
        """The problem as a record."""
        return Finding(type(self), self.place, self.values)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All problems this error stands for; one, but for `ProblemsFound`."""
        return (self.finding,)

    def at(self, place: Place) -> FootprintError:
        """Give the same problem with a place, where it has none yet."""
        return type(self)(self.place or place, **self.values)


class ProblemsFound(FootprintError):
    """Several problems of one input, reported together."""

    code = "G001"
    title = {"en": "Problems found", "zh": "发现问题"}
    message = {"en": "{count} problems found.", "zh": "发现 {count} 个问题。"}

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = tuple(sorted(findings, key=lambda finding: finding.sort_key))
        super().__init__(None, count=len(self._findings))

    def __reduce__(self) -> tuple[Any, ...]:
        return (ProblemsFound, (self._findings,))

    def __str__(self) -> str:
        return "\n".join(finding.line() for finding in self._findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The problems, in order of reading."""
        return self._findings


class UnexpectedError(FootprintError):
    """footprint itself failed: a defect worth reporting, never the user's fault."""

    code = "G002"
    title = {"en": "Unexpected error", "zh": "意外错误"}
    message = {"en": "footprint failed unexpectedly: {what}.", "zh": "footprint 意外出错：{what}。"}
    hint = {
        "en": "Please report this with the input file; run again with --debug for the details.",
        "zh": "请连同输入文件一起报告；加 --debug 再运行可查看细节。",
    }


class UnreadableFile(FootprintError):
    """A file cannot be opened: it is missing, a folder, or not allowed to be read."""

    code = "G003"
    title = {"en": "Unreadable file", "zh": "文件无法读取"}
    message = {"en": "{file} cannot be read: {why}.", "zh": "无法读取 {file}：{why}。"}
    hint = {"en": "Check the name and the permissions.", "zh": "请检查文件名和读取权限。"}


class UnitError(FootprintError):
    """A unit, a quantity or a formula cannot be accepted as written."""


class ModelError(FootprintError):
    """A product model says something that cannot be right."""


class InventoryError(FootprintError):
    """A data package or a method has a defect, or is not there."""


class SupplyChainError(FootprintError):
    """The supply chain cannot be built, allocated or linked."""


class EngineError(FootprintError):
    """A system cannot be compiled or solved, or its answer cannot be proved."""


class InsightError(FootprintError):
    """A result cannot be interpreted as asked, or two results cannot be compared."""


class TypesetError(FootprintError):
    """A document cannot be typeset."""


class VerificationError(FootprintError):
    """A request, a review, a certificate, a key or the register is not as it must be."""


class BatchError(FootprintError):
    """A batch cannot be started, or cannot go on."""


def error_classes(root: type[FootprintError] = FootprintError) -> Iterator[type[FootprintError]]:
    """Yield every error class that has a code, ordered by code.

    Only classes of modules that were imported are known; the generator of the error reference imports all of them.
    """
    seen: set[type[FootprintError]] = set()
    waiting = [root]
    while waiting:
        cls = waiting.pop()
        if cls not in seen:
            seen.add(cls)
            waiting.extend(cls.__subclasses__())
    yield from sorted((cls for cls in seen if cls.code), key=lambda cls: cls.code)


def nearest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Rank the known words most like a word, best first.

    Parameters
    ----------
    word
        What was written.
    known
        What could have been meant.
    limit
        How many to give at most.

    Returns
    -------
    list of str
        Empty where nothing is close (similarity below 0.5).
    """
    lowered: dict[str, str] = {}
    for candidate in sorted(known):
        lowered.setdefault(candidate.lower(), candidate)
    found = difflib.get_close_matches(word.lower(), list(lowered), n=limit, cutoff=0.5)
    return [lowered[match] for match in found]


def _rebuild(cls: type[FootprintError], place: Place | None, values: dict[str, Any]) -> FootprintError:
    return cls(place, **values)


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    return str(value)


def _either(words: Sequence[str], lang: Language) -> str:
    quoted = [f"`{word}`" for word in words]
    if len(quoted) == 1:
        return quoted[0]
    joint = " or " if lang == "en" else " 或 "
    separator = ", " if lang == "en" else "、"
    return separator.join(quoted[:-1]) + joint + quoted[-1]


def _fill(template: str, values: Mapping[str, Any], lang: Language) -> str:
    shown = {
        key: (", " if lang == "en" else "、").join(map(str, value)) if isinstance(value, list | tuple) else value
        for key, value in values.items()
    }
    if lang == "zh":
        dimensions = {key: _dimension_zh(value) for key, value in shown.items() if key.endswith("dimension") and isinstance(value, str)}
        shown = {**shown, **dimensions}
    return template.format_map(shown)


# As `footprint.units.Dimension` writes them, longer names first.
_DIMENSIONS_ZH = {
    "standard volume": "标准体积",
    "normal volume": "标况体积",
    "substance": "物质的量",
    "volume": "体积",
    "energy": "能量",
    "length": "长度",
    "person": "人",
    "mass": "质量",
    "area": "面积",
    "item": "件数",
    "time": "时间",
}


def _dimension_zh(text: str) -> str:
    """Give a dimension in Chinese: ``mass·CO2e/energy`` becomes 质量·CO2e/能量, and 1 a plain number."""
    if text == "1":
        return "1（无量纲）"
    for name, chinese in _DIMENSIONS_ZH.items():
        text = re.sub(rf"(?<![\w]){name}(?![a-z])", chinese, text)
    return text


def relocate(finding: Finding, place: Place) -> Finding:
    """Give a finding a place where it has none."""
    return finding if finding.place else replace(finding, place=place)
