"""Examine a register: every entry, every link between them, every number, and what was published of it before."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footprint.errors import Finding, FootprintError, Place, Severity
from footprint.verification.register import storage
from footprint.verification.register.entries import (
    EVENTS,
    FIRST,
    NUMBER,
    Entry,
    digest,
    next_number,
    read_content,
    well_formed_time,
)
from footprint.verification.register.errors import (
    AlienEntry,
    BrokenLink,
    DamagedRegister,
    DoubtfulSuccessor,
    EntryAltered,
    EntryOutOfOrder,
    HeadDiffers,
    NumberGap,
    UnissuedNumber,
)
from footprint.verification.register.register import COLUMNS
from footprint.verification.register.states import ALLOWED, State, follow, why_no_successor

__all__ = ["Check", "Head", "check_register"]

_DEFECT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a register at some time, as something published names it.

    Parameters
    ----------
    sequence, sha256
        Position and digest of the entry.
    name
        Where that is published: a status file, an export.
    """

    sequence: int
    sha256: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What an examination of a register gave.

    Parameters
    ----------
    entries, numbers
        How many there are.
    head
        The last entry.
    findings
        Errors, a warning for every successor that cannot be one, and a note for every number that was reserved and never issued.
    """

    entries: int
    numbers: int
    head: Head
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Whether the register is whole."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def check_register(path: str | os.PathLike[str], published: Iterable[Head] = (), *, patience: float = 60.0) -> Check:
    """Examine a register as a whole.

    Parameters
    ----------
    path
        The file.
    published
        Heads from status files and exports that were published before. The chain shows that nothing within it was changed; only they
        show that its end was not cut off, and that it was not rewritten from some point on.
    patience
        Seconds to wait while other processes write.

    Raises
    ------
    RegisterNotFound, NotARegister, AnotherSchema, ...
        The file cannot be examined at all.
    """
    with storage.opened(path, patience=patience) as connection:
        damage = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
        # The table itself is read, whatever an index claims.
        rows: list[tuple[Any, ...]] = connection.execute(f"SELECT {COLUMNS} FROM entries NOT INDEXED ORDER BY sequence").fetchall()
    walk = _Walk(Path(path))
    if damage != ["ok"]:
        walk.find(DamagedRegister(file=str(path), why="; ".join(damage)[:300]))
    for row in rows:
        walk.take(row)
    if not rows:
        walk.find(DamagedRegister(file=str(path), why="it has no entries"))
    walk.compare(published)
    walk.explain_gaps()
    return Check(len(rows), len(walk.states), Head(walk.expected - 1, walk.previous), tuple(walk.findings))


class _Walk:
    """The entries one after the other, and what each must be after those before it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.expected = 1
        self.previous = FIRST
        self.at = ""
        self.states: dict[str, State] = {}
        self.reasons: dict[str, str] = {}
        self.last: dict[tuple[str, str], str] = {}
        self.digests: dict[int, str] = {}

    def find(self, problem: FootprintError) -> None:
        # Of a register that is broken throughout, a hundred defects say enough; every gap is explained.
        if len(self.findings) < _DEFECT_LIMIT or problem.severity is not Severity.ERROR:
            self.findings.append(type(problem)(problem.place or Place(str(self.path)), **problem.values).finding)

    def take(self, row: tuple[Any, ...]) -> None:
        sequence, number, event = row[:3]
        if sequence != self.expected:
            self.find(EntryOutOfOrder(sequence=sequence, expected=self.expected))
        self.expected = (sequence if isinstance(sequence, int) else self.expected) + 1
        about = {"sequence": sequence, "number": number or "-", "event": event}
        known = row[7] if isinstance(row[7], str) else ""
        if row[6] != self.previous:
            self.find(BrokenLink(**about))
        self.previous, self.digests[sequence] = known, known
        entry, why = _read(row)
        if entry is None:
            self.find(AlienEntry(sequence=sequence, why=why))
            return
        if digest(entry) != known:
            self.find(EntryAltered(**about))
        if entry.at < self.at:
            self.find(AlienEntry(sequence=sequence, why=f"its time {entry.at} is before that of the entry before"))
        self.at = max(self.at, entry.at)
        self._event(entry)

    def _event(self, entry: Entry) -> None:
        if entry.event == "open" or entry.sequence == 1:
            if (entry.event, entry.sequence, entry.number) != ("open", 1, ""):
                self.find(AlienEntry(sequence=entry.sequence, why="only the first entry opens the register"))
            return
        state = self.states.get(entry.number, State(entry.number, "", ""))
        if entry.event not in ALLOWED[state.status]:
            self.find(AlienEntry(sequence=entry.sequence, why=f"`{entry.event}` cannot follow `{state.status or 'nothing'}`"))
            return
        if entry.event == "reserve":
            self._number(entry)
        if entry.event == "supersede":
            by = str(entry.content.get("by", ""))[:60]
            why = why_no_successor(entry.number, by, self.states.get(by))
            if why is not None:
                self.find(DoubtfulSuccessor(sequence=entry.sequence, number=entry.number, why_en=why[0], why_zh=why[1]))
        self.states[entry.number] = follow(state, entry)

    def _number(self, entry: Entry) -> None:
        form = NUMBER.fullmatch(entry.number)
        if form is None:
            self.find(AlienEntry(sequence=entry.sequence, why=f"`{entry.number[:60]}` is no number"))
            return
        key = (form["series"], form["year"])
        expected = next_number(*key, self.last.get(key))
        if entry.number != expected:
            self.find(NumberGap(sequence=entry.sequence, number=entry.number, expected=expected))
        self.last[key] = entry.number

    def compare(self, published: Iterable[Head]) -> None:
        for head in published:
            if self.digests.get(head.sequence) != head.sha256:
                found = self.digests.get(head.sequence, "")[:12]
                shown = f"{found}..." if found else "-"
                self.find(HeadDiffers(anchor=head.name or "-", sequence=head.sequence, digest=head.sha256[:12], found=shown))

    def explain_gaps(self) -> None:
        for state in self.states.values():
            if state.status in ("reserved", "abandoned"):
                en, zh = (state.reason, state.reason) if state.reason else ("the issue was interrupted", "签发过程中断")
                self.find(UnissuedNumber(number=state.number, at=state.since, reason_en=en.rstrip("."), reason_zh=zh.rstrip(".")))


def _read(row: tuple[Any, ...]) -> tuple[Entry | None, str]:
    """Make an entry of a row, or say why it is none."""
    sequence, number, event, at, reason, content, previous, known = row
    if not isinstance(sequence, int) or not all(isinstance(text, str) for text in row[1:]):
        return None, "a column is no text"
    if event not in EVENTS:
        return None, f"`{event[:40]}` is no event"
    if not well_formed_time(at):
        return None, f"`{at[:40]}` is no time"
    read: Mapping[str, Any] | None = read_content(content)
    if read is None:
        return None, "its content is not canonical JSON"
    return Entry(sequence, number, event, at, reason, read, previous, known), ""
