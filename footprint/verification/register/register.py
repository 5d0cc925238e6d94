"""The register: numbers given once, and everything that happened to them.

An issue takes two entries. The number is reserved and recorded first; then the certificate is made with it, which takes seconds; then
the issue is recorded. Whatever interrupts this leaves a reserved number that was never issued: a gap that the register explains.
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from footprint.errors import FootprintError, Place
from footprint.verification.register import storage
from footprint.verification.register.entries import (
    EVENTS,
    FIRST,
    NUMBER,
    Entry,
    Event,
    chained,
    digest,
    next_number,
    read_content,
    series_of,
    time_text,
)
from footprint.verification.register.errors import (
    ClockSetBack,
    DamagedRegister,
    EntryAltered,
    EventNotAllowed,
    NotYetExpired,
    ReasonMissing,
    UnknownNumber,
    UnsuitableContent,
)
from footprint.verification.register.states import ALLOWED, EVENT_NAMES, STATUS_NAMES, State, end_of_validity, state_of, why_no_successor

__all__ = ["COLUMNS", "REASON_LIMIT", "Register", "create_register", "now", "states_of"]

REASON_LIMIT = 1000
"""Characters of a reason."""

# Clocks are corrected by seconds; an entry then takes the time of the one before it. More is a clock set wrong.
_CORRECTION = timedelta(minutes=5)

COLUMNS = "sequence, number, event, at, reason, content, previous, sha256"

_DIGEST = re.compile("[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)


def now() -> datetime:
    """Give the time of this computer, UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def create_register(path: str | os.PathLike[str], series: str = "DL", *, clock: Callable[[], datetime] = now) -> Register:
    """Start a register in a new file.

    Parameters
    ----------
    path
        The file; its folder must exist.
    series
        What every number starts with: capital letters and digits.
    clock
        Where the time comes from.

    Raises
    ------
    RegisterExists, RegisterNotWritten
        The file is there already, or cannot be written.
    SeriesNotUsable
        The series is not made of capital letters and digits.
    """
    series_of(series, "")
    # The random identity keeps two registers of one series apart in everything that is published of them.
    first = chained(1, "", "open", time_text(clock()), "", {"series": series, "register": secrets.token_hex(16)}, FIRST)
    storage.create(path, first)
    return Register(path, clock=clock)


class Register:
    """A register in a file; many processes may work with it at once.

    Parameters
    ----------
    path
        The file, made by `create_register`.
    clock
        Where the time comes from.
    patience
        Seconds to wait while other processes write.
    durable
        False: entries survive the end of the process, but perhaps not a loss of power. For tests and demonstrations only.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, clock: Callable[[], datetime] = now, patience: float = 60.0, durable: bool = True
    ) -> None:
        self.path = Path(path)
        self._clock = clock
        self._patience = patience
        self._durable = durable

    def __repr__(self) -> str:
        return f"Register({str(self.path)!r})"

    def issue(self, kind: str, prepare: Callable[[str], Mapping[str, Any]], *, supersedes: str | None = None, reason: str = "") -> Entry:
        """Give a number, let the certificate be made with it, and record the issue.

        Parameters
        ----------
        kind
            ``statement``, or ``demonstration``, which is numbered apart.
        prepare
            Makes the certificate for a number, and gives what is recorded: JSON with at least ``statement_sha256`` and ``valid_until``.
            It is called without any lock on the register. Where it fails, the number is recorded as abandoned, and the error goes on.
        supersedes
            A number that the new statement replaces; that is recorded together with the issue.
        reason
            Why, where something is superseded.

        Returns
        -------
        Entry
            The entry of the issue; it is recorded when this returns.

        Raises
        ------
        UnknownNumber, EventNotAllowed, ReasonMissing
            What is to be superseded is not there or cannot be superseded.
        UnsuitableContent
            What ``prepare`` gave cannot be recorded, or a demonstration is to supersede a statement or the reverse.
        RegisterBusy, RegisterNotWritten, ClockSetBack, ...
            The register cannot be written.
        """
        if supersedes is not None:
            self._check_reason(reason)
            self._allowed(self.state(supersedes), "supersede")
            own = NUMBER.fullmatch(supersedes)
            if own is None or own["series"].endswith("-DEMO") != (kind == "demonstration"):
                raise _no_successor(supersedes, ("the new one: one of them is a demonstration", "新声明（两者之一为演示文件）"))
        number = self.reserve(kind)
        try:
            content = prepare(number)
            return self.record_issue(number, content, supersedes=supersedes, reason=reason)
        except BaseException as error:
            with suppress(FootprintError, sqlite3.Error):
                self.abandon(number, _why(error))
            raise

    def reserve(self, kind: str) -> str:
        """Give a number that was never given before, and record it."""
        with self._writing() as (connection, at):
            series = series_of(_series(connection, self.path), kind)
            prefix = f"{series}-{at[:4]}-"
            query = "SELECT max(number) FROM entries WHERE number >= ? AND number < ? AND event = 'reserve'"
            last = connection.execute(query, (prefix, f"{prefix}:")).fetchone()[0]
            number = next_number(series, at[:4], last)
            self._append(connection, number, "reserve", at, "", {"kind": kind})
        return number

    def record_issue(self, number: str, content: Mapping[str, Any], *, supersedes: str | None = None, reason: str = "") -> Entry:
        """Record that a reserved number was issued, and what it supersedes, both or neither."""
        _check_content(content)
        if supersedes is not None:
            self._check_reason(reason)
        with self._writing() as (connection, at):
            self._allowed(self._state(connection, number), "issue")
            entry = self._append(connection, number, "issue", at, "", {**content, **({"supersedes": supersedes} if supersedes else {})})
            if supersedes is not None:
                self._allowed(self._state(connection, supersedes), "supersede")
                self._fits(supersedes, number, self._state(connection, number))
                self._append(connection, supersedes, "supersede", at, reason, {"by": number})
        return entry

    def abandon(self, number: str, reason: str) -> Entry:
        """Record why a reserved number is not going to be issued."""
        return self._event(number, "abandon", reason[:REASON_LIMIT])

    def supersede(self, number: str, by: str, reason: str) -> Entry:
        """Record that another statement of this register replaces one."""
        self._check_reason(reason)
        with self._writing() as (connection, at):
            self._allowed(self._state(connection, number), "supersede")
            self._fits(number, by, self._state(connection, by))
            return self._append(connection, number, "supersede", at, reason.strip(), {"by": by})

    def suspend(self, number: str, reason: str) -> Entry:
        """Record that a statement is not to be relied on for the time being."""
        self._check_reason(reason)
        return self._event(number, "suspend", reason)

    def reinstate(self, number: str, reason: str) -> Entry:
        """Record that a suspended statement is valid again."""
        self._check_reason(reason)
        return self._event(number, "reinstate", reason)

    def withdraw(self, number: str, reason: str) -> Entry:
        """Record that a statement is no longer one; this is final."""
        self._check_reason(reason)
        return self._event(number, "withdraw", reason)

    def expire(self, number: str) -> Entry:
        """Record that the validity of a statement ended."""
        with self._writing() as (connection, at):
            state = self._state(connection, number)
            self._allowed(state, "expire")
            if not state.valid_until or end_of_validity(state.valid_until) >= at:
                raise NotYetExpired(number=number, until=state.valid_until or "?")
            return self._append(connection, number, "expire", at, "", {})

    def expire_all(self) -> tuple[Entry, ...]:
        """Record for all statements whose validity ended that it did."""
        with self._writing() as (connection, at):
            states = states_of(_entries(connection, self.path))
            ended = [
                state.number
                for state in states.values()
                if state.status in ("valid", "suspended") and state.valid_until and end_of_validity(state.valid_until) < at
            ]
            return tuple(self._append(connection, number, "expire", at, "", {}) for number in ended)

    def entries(self) -> tuple[Entry, ...]:
        """Give all entries in order.

        Raises
        ------
        DamagedRegister
            An entry cannot be read at all; `check_register` says more.
        """
        with storage.opened(self.path, patience=self._patience) as connection:
            return tuple(_entries(connection, self.path))

    def state(self, number: str, at: datetime | None = None) -> State:
        """Tell what a number stands for, now or at a time.

        Raises
        ------
        UnknownNumber
            The register never gave the number; it may have given it later than the time asked for, which gives an empty status.
        """
        with storage.opened(self.path, patience=self._patience) as connection:
            return self._state(connection, number, time_text(at or self._clock()))

    def states(self, at: datetime | None = None) -> dict[str, State]:
        """Tell of every number what it stands for, now or at a time, in the order in which the numbers were given."""
        return states_of(self.entries(), time_text(at or self._clock()))

    def _event(self, number: str, event: Event, reason: str) -> Entry:
        with self._writing() as (connection, at):
            self._allowed(self._state(connection, number), event)
            return self._append(connection, number, event, at, reason.strip(), {})

    @contextmanager
    def _writing(self) -> Iterator[tuple[sqlite3.Connection, str]]:
        """Write alone; gives the connection, and the time of what is recorded, which is never before that of the last entry."""
        with storage.opened(self.path, patience=self._patience, durable=self._durable, reading=False) as connection:
            last, found = _last(connection, self.path).at, self._clock()
            if time_text(found + _CORRECTION) < last:
                raise ClockSetBack(now=time_text(found), last=last)
            yield connection, max(time_text(found), last)

    def _append(self, connection: sqlite3.Connection, number: str, event: Event, at: str, reason: str, content: Mapping[str, Any]) -> Entry:
        last = _last(connection, self.path)
        entry = chained(last.sequence + 1, number, event, at, reason, content, last.sha256)
        storage.append(connection, entry)
        return entry

    def _state(self, connection: sqlite3.Connection, number: str, at: str | None = None) -> State:
        query = f"SELECT {COLUMNS} FROM entries WHERE number = ? ORDER BY sequence"
        history = [_entry(row, self.path) for row in connection.execute(query, (number,))]
        if not history or not NUMBER.fullmatch(number):
            raise UnknownNumber(number=number[:60])
        return state_of(number, history, at)

    @staticmethod
    def _allowed(state: State, event: Event) -> None:
        possible = ALLOWED[state.status]
        if event not in possible:
            (status_en, status_zh), (event_en, event_zh) = STATUS_NAMES[state.status], EVENT_NAMES[event]
            names = [EVENT_NAMES[one] for one in possible]
            raise EventNotAllowed(
                number=state.number,
                status_en=status_en,
                status_zh=status_zh,
                event_en=event_en,
                event_zh=event_zh,
                possible_en=", ".join(name for name, _ in names) or "nothing",
                possible_zh="、".join(name for _, name in names) or "无",
            )

    @staticmethod
    def _fits(number: str, by: str, other: State) -> None:
        why = why_no_successor(number, by, other)
        if why is not None:
            raise _no_successor(number, why)

    @staticmethod
    def _check_reason(reason: str) -> None:
        if not reason.strip() or len(reason) > REASON_LIMIT or not reason.isprintable():
            raise ReasonMissing(limit=REASON_LIMIT)


def _entry(row: tuple[Any, ...], path: Path) -> Entry:
    """Make an entry of a row, or say that it is none."""
    sequence, number, event, at, reason, content, previous, known = row
    texts = (number, event, at, reason, content, previous, known)
    read = read_content(content) if all(isinstance(text, str) for text in texts) else None
    if read is None or event not in EVENTS:
        raise DamagedRegister(Place(str(path)), file=str(path), why=f"entry {sequence} was not recorded by footprint")
    return Entry(sequence, number, event, at, reason, read, previous, known)


def _entries(connection: sqlite3.Connection, path: Path) -> Iterator[Entry]:
    for row in connection.execute(f"SELECT {COLUMNS} FROM entries NOT INDEXED ORDER BY sequence"):
        yield _entry(row, path)


def _last(connection: sqlite3.Connection, path: Path) -> Entry:
    """Give the last entry, and make sure that it is what it was: nothing is chained to an altered one."""
    row = connection.execute(f"SELECT {COLUMNS} FROM entries ORDER BY sequence DESC LIMIT 1").fetchone()
    if row is None:
        raise DamagedRegister(Place(str(path)), file=str(path), why="it has no entries")
    entry = _entry(row, path)
    if digest(entry) != entry.sha256:
        raise EntryAltered(Place(str(path)), sequence=entry.sequence, number=entry.number or "-", event=entry.event)
    return entry


def _series(connection: sqlite3.Connection, path: Path) -> str:
    row = connection.execute(f"SELECT {COLUMNS} FROM entries WHERE sequence = 1").fetchone()
    series = _entry(row, path).content.get("series") if row else None
    if not isinstance(series, str):
        raise DamagedRegister(Place(str(path)), file=str(path), why="its first entry does not open it")
    return series


def states_of(entries: Iterable[Entry], at: str | None = None) -> dict[str, State]:
    """Read what every number stands for, now and always or at a time, in the order in which the numbers were given."""
    histories: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.number:
            histories.setdefault(entry.number, []).append(entry)
    states = {number: state_of(number, history, at) for number, history in histories.items()}
    return {number: state for number, state in states.items() if state.status}


def _check_content(content: Mapping[str, Any]) -> None:
    known = content.get("statement_sha256") if isinstance(content, Mapping) else None
    if not isinstance(known, str) or not _DIGEST.fullmatch(known):
        raise UnsuitableContent(why="it has no statement_sha256", why_zh="缺少 statement_sha256")
    until = content.get("valid_until")
    if not isinstance(until, str) or not _TIME.fullmatch(until):
        raise UnsuitableContent(why="it has no valid_until", why_zh="缺少 valid_until")


def _no_successor(number: str, why: tuple[str, str]) -> UnsuitableContent:
    return UnsuitableContent(why=f"{number} cannot be superseded by {why[0]}", why_zh=f"{number} 不能由{why[1]}替代")


def _why(error: BaseException) -> str:
    if isinstance(error, FootprintError):
        return "; ".join(f"{finding.code} {finding.message()}" for finding in error.findings)
    return type(error).__name__
