"""The file of a register: SQLite, opened with care whoever made it, and written so that it is whole at every instant.

A rollback journal is used, not a write-ahead log: between transactions the one file is the whole register, so that a copy of it lacks
nothing. ``synchronous=EXTRA`` makes every acknowledged transaction survive a loss of power: the folder is synchronised after the
journal is gone, which FULL leaves out in this mode (https://www.sqlite.org/pragma.html#pragma_synchronous).

A file from elsewhere is looked at before SQLite opens it, and its structure must be ours to the letter before anything is asked of
it: then it holds no view, trigger or expression but those below.
"""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from footprint.errors import Place
from footprint.files import sync_folder
from footprint.verification.register.entries import Entry, canonical
from footprint.verification.register.errors import (
    AnotherSchema,
    DamagedRegister,
    ForeignJournal,
    NotARegister,
    RegisterBusy,
    RegisterExists,
    RegisterNotFound,
    RegisterNotWritten,
)

__all__ = ["append", "create", "opened"]

APPLICATION = 0x46505247
"""Marks the file as a register (``FPRG``); SQLite keeps it at byte 68 of the file."""

VERSION = 1

_SCHEMA: tuple[tuple[str, str, str], ...] = (
    (
        "table",
        "entries",
        "CREATE TABLE entries (sequence INTEGER PRIMARY KEY, number TEXT NOT NULL, event TEXT NOT NULL, at TEXT NOT NULL, "
        "reason TEXT NOT NULL, content TEXT NOT NULL, previous TEXT NOT NULL, sha256 TEXT NOT NULL)",
    ),
    ("index", "entries_of_a_number", "CREATE INDEX entries_of_a_number ON entries (number, sequence)"),
    ("index", "reserved_once", "CREATE UNIQUE INDEX reserved_once ON entries (number) WHERE event = 'reserve'"),
    ("index", "issued_once", "CREATE UNIQUE INDEX issued_once ON entries (number) WHERE event = 'issue'"),
    (
        "trigger",
        "entries_follow",
        # INSERT OR REPLACE would delete without asking the trigger below; so nothing may be in its way.
        "CREATE TRIGGER entries_follow BEFORE INSERT ON entries"
        " WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entries)"
        " OR (NEW.sequence > 1 AND NEW.previous IS NOT (SELECT sha256 FROM entries WHERE sequence = NEW.sequence - 1))"
        " OR (NEW.event IN ('reserve', 'issue') AND EXISTS (SELECT 1 FROM entries WHERE number = NEW.number AND event = NEW.event))"
        " BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END",
    ),
    (
        "trigger",
        "entries_never_change",
        "CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries never change'); END",
    ),
    (
        "trigger",
        "entries_never_go",
        "CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries never go'); END",
    ),
)

_MAGIC = b"SQLite format 3\x00"
_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_LENGTH_LIMIT = 1_000_000

# Seconds between two attempts to get at a register that another process writes.
_TURN = 0.001
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

# POSIX drops all locks of a process on a file as soon as it closes any descriptor of it, whichever thread holds them
# (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_): one at a time.
_IN_THIS_PROCESS = threading.Lock()


def create(path: str | os.PathLike[str], first: Entry) -> None:
    """Make the file of a register with its first entry; it appears whole or not at all.

    Raises
    ------
    RegisterExists
        There is such a file.
    RegisterNotWritten
        The folder is missing, full or not writable.
    """
    target = Path(path)
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        os.close(descriptor)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            _configure(connection, True, time.monotonic())
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            for _, _, statement in _SCHEMA:
                connection.execute(statement)
            append(connection, first)
            connection.execute("COMMIT")
        # A link, other than a rename, never replaces a register that another process made in the meantime.
        os.link(temporary, target)
        sync_folder(target.parent)
    except FileExistsError:
        raise RegisterExists(Place(str(target)), file=str(target)) from None
    except (OSError, sqlite3.Error) as error:
        raise RegisterNotWritten(Place(str(target)), file=str(target), why=getattr(error, "strerror", None) or str(error)) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


@contextmanager
def opened(path: str | os.PathLike[str], *, patience: float, durable: bool = True, reading: bool = True) -> Iterator[sqlite3.Connection]:
    """Open a register for one transaction: all that is recorded within the block, or nothing.

    Parameters
    ----------
    path
        The file.
    patience
        Seconds to wait for other processes.
    durable
        Whether an acknowledged transaction survives a loss of power; it survives the end of the process in any case.
    reading
        Whether nothing is to be written; otherwise nobody else writes at the same time.

    Raises
    ------
    RegisterNotFound, NotARegister, AnotherSchema, ForeignJournal
        The file is not there, or not one that may be opened.
    DamagedRegister, RegisterBusy, RegisterNotWritten
        It cannot be worked with; what SQLite complains of becomes an error for people.
    """
    target, deadline = Path(path), time.monotonic() + patience
    connection = None
    with _IN_THIS_PROCESS:
        try:
            _look_at(target)
            connection = sqlite3.connect(f"{target.absolute().as_uri()}?mode=rw", uri=True, timeout=_TURN, isolation_level=None)
            _configure(connection, durable, deadline)
            _patiently(connection, f"PRAGMA query_only = {'ON' if reading else 'OFF'}", deadline)
            _patiently(connection, "BEGIN" if reading else "BEGIN IMMEDIATE", deadline)
            _check_schema(connection, target, deadline)
            yield connection
            _patiently(connection, "COMMIT", deadline)
        except sqlite3.Error as error:
            raise _named(error, target, patience) from None
        finally:
            if connection is not None:
                # A transaction that was not committed is rolled back.
                connection.close()


def _patiently(connection: sqlite3.Connection, statement: str, deadline: float) -> list[tuple[Any, ...]]:
    """Execute a statement, again and again while other processes are at work.

    SQLite itself waits up to a tenth of a second between two attempts, which with eight processes is most of the time that they take.
    """
    while True:
        try:
            return connection.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY or time.monotonic() > deadline:
                raise
        time.sleep(random.uniform(_TURN, 4 * _TURN))


def append(connection: sqlite3.Connection, entry: Entry) -> None:
    """Write one entry within a transaction."""
    row = (entry.sequence, entry.number, entry.event, entry.at, entry.reason, canonical(entry.content), entry.previous, entry.sha256)
    connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _configure(connection: sqlite3.Connection, durable: bool, deadline: float) -> None:
    # Nothing of the file's own making is run: no functions with side effects in its schema, no file mapped, none attached.
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LENGTH_LIMIT)
    synchronous = "EXTRA" if durable else "OFF"
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", f"synchronous = {synchronous}", "fullfsync = ON"):
        _patiently(connection, f"PRAGMA {setting}", deadline)


def _look_at(target: Path) -> None:
    """Refuse a file that is none of ours by its first bytes, before SQLite reads it."""
    place = Place(str(target))
    try:
        if not stat.S_ISREG(target.stat().st_mode):
            raise NotARegister(place, file=str(target), why="it is no file", why_zh="它不是文件")
        with target.open("rb") as stream:
            head = stream.read(100)
    except (FileNotFoundError, NotADirectoryError):
        raise RegisterNotFound(place, file=str(target)) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise NotARegister(place, file=str(target), why=why, why_zh=why) from None
    if not head.startswith(_MAGIC) or len(head) < 100:
        what = ("it is empty", "文件为空") if not head else ("it is no SQLite database", "它不是 SQLite 数据库")
        raise NotARegister(place, file=str(target), why=what[0], why_zh=what[1])
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise NotARegister(place, file=str(target), why="it belongs to another application", why_zh="它属于其他应用程序")
    if int.from_bytes(head[60:64], "big") != VERSION:
        version = int.from_bytes(head[60:64], "big")
        raise NotARegister(
            place,
            file=str(target),
            why=f"its version is {version}, this release knows {VERSION}",
            why_zh=f"其版本为 {version}，本版本只支持 {VERSION}",
        )
    if head[18:20] != b"\x01\x01":
        # A write-ahead log beside the file would be part of it, and ours have none.
        raise NotARegister(place, file=str(target), why="it uses a write-ahead log", why_zh="它使用预写日志")
    _look_at_journal(target)


def _look_at_journal(target: Path) -> None:
    """Refuse a journal that names a file: SQLite would delete that one after rolling back."""
    journal = target.with_name(f"{target.name}-journal")
    try:
        with journal.open("rb") as stream:
            stream.seek(-8, os.SEEK_END)
            named = stream.read(8) == _SUPER_JOURNAL
    except (OSError, ValueError):
        return
    if named:
        raise ForeignJournal(Place(str(journal)), file=str(journal))


def _check_schema(connection: sqlite3.Connection, target: Path, deadline: float) -> None:
    found = _patiently(connection, "SELECT type, name, sql FROM main.sqlite_master LIMIT 100", deadline)
    strange = sorted({str(name) for _, name, _ in set(found) ^ set(_SCHEMA)})
    if strange or len(found) != len(_SCHEMA):
        raise AnotherSchema(Place(str(target)), file=str(target), what=", ".join(strange[:5])[:200] or "entries")


def _named(error: sqlite3.Error, target: Path, patience: float) -> Exception:
    """Give the error for people that an error of SQLite stands for."""
    place, code = Place(str(target)), getattr(error, "sqlite_errorcode", 0) & 0xFF
    make: dict[int, Callable[[], Exception]] = {
        sqlite3.SQLITE_BUSY: lambda: RegisterBusy(place, file=str(target), seconds=f"{patience:g}"),
        sqlite3.SQLITE_LOCKED: lambda: RegisterBusy(place, file=str(target), seconds=f"{patience:g}"),
        sqlite3.SQLITE_NOTADB: lambda: NotARegister(place, file=str(target), why=str(error), why_zh=str(error)),
    }
    unwritable = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
    if code in unwritable:
        return RegisterNotWritten(place, file=str(target), why=str(error))
    return make.get(code, lambda: DamagedRegister(place, file=str(target), why=str(error)))()
