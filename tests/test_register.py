"""The register: numbers that never repeat, events that fit, a chain that shows every change."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc8785

from footprint.errors import FootprintError
from footprint.files import sha256
from footprint.verification.keys import SigningKeys, TrustStore, new_keys
from footprint.verification.register import Head, Register, check_register, create_register, sign_status, status_list
from footprint.verification.register.entries import FIRST
from footprint.verification.register.errors import (
    AnotherSchema,
    ClockSetBack,
    DamagedRegister,
    EntryAltered,
    EventNotAllowed,
    ForeignJournal,
    HeadDiffers,
    NotARegister,
    NotYetExpired,
    NumbersExhausted,
    ReasonMissing,
    RegisterBusy,
    RegisterExists,
    RegisterNotFound,
    SeriesNotUsable,
    UnissuedNumber,
    UnknownNumber,
    UnsuitableContent,
)
from footprint.verification.register.states import ALLOWED, standing
from footprint.verification.register.status_file import export_register, head_of_export, head_of_status
from footprint.verification.verifying.status import read_status
from register_writers import content
from shared import REPOSITORY

WRITERS = REPOSITORY / "tests" / "register_writers.py"
START = datetime(2026, 11, 22, 18, 0, 0, tzinfo=UTC)
COLUMNS = ("sequence", "number", "event", "at", "reason", "content", "previous", "sha256")


class Clock:
    """A clock that goes on by a minute whenever somebody looks at it."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def register(tmp_path: Path) -> Register:
    path = tmp_path / "登记簿 1.db"
    create_register(path, clock=Clock())
    return Register(path, clock=Clock(), durable=False)


def issue(register: Register, kind: str = "statement", until: str = "2028-11-22T00:00:00Z") -> str:
    return register.issue(kind, lambda number: {**content(number), "valid_until": until}).number


def codes(path: Path, *published: Head) -> list[str]:
    return [finding.code for finding in check_register(path, published).findings]


def nested(depth: int) -> list[object]:
    found: list[object] = []
    for _ in range(depth):
        found = [found]
    return found


# Numbers


def test_numbers_follow_each_other_within_a_series_and_a_year(tmp_path: Path) -> None:
    clock = Clock()
    create_register(tmp_path / "r.db", "BX7", clock=clock)
    register = Register(tmp_path / "r.db", clock=clock, durable=False)
    assert [issue(register) for _ in range(3)] == ["BX7-2026-000001", "BX7-2026-000002", "BX7-2026-000003"]
    assert [issue(register, "demonstration") for _ in range(2)] == ["BX7-DEMO-2026-000001", "BX7-DEMO-2026-000002"]
    clock.at = datetime(2027, 1, 1, tzinfo=UTC)
    assert issue(register) == "BX7-2027-000001"
    assert issue(register, "demonstration") == "BX7-DEMO-2027-000001"
    assert codes(tmp_path / "r.db") == []


def test_a_number_whose_certificate_failed_is_explained_and_never_given_again(register: Register) -> None:
    def fails(number: str) -> dict[str, str]:
        raise ReasonMissing(limit=5)

    with pytest.raises(ReasonMissing):
        register.issue("statement", fails)
    assert issue(register) == "DL-2026-000002"
    state = register.state("DL-2026-000001")
    assert state.status == "abandoned"
    assert "R112" in state.reason
    (note,) = check_register(register.path).findings
    assert note.error is UnissuedNumber
    assert check_register(register.path).good


def test_a_reserved_number_that_was_interrupted_is_a_note_and_no_defect(register: Register) -> None:
    register.reserve("statement")
    done = check_register(register.path)
    assert done.good
    assert [finding.error for finding in done.findings] == [UnissuedNumber]
    with pytest.raises(EventNotAllowed):
        register.withdraw("DL-2026-000001", "never was one")


@pytest.mark.parametrize(
    "unsuitable",
    [
        {},
        {"statement_sha256": "abc", "valid_until": "2028-01-01"},
        {"statement_sha256": "a" * 64},
        {"statement_sha256": "a" * 64, "valid_until": "next year"},
        {"statement_sha256": "a" * 64, "valid_until": "2028-01-01", "value": float("nan")},
        {"statement_sha256": "a" * 64, "valid_until": "2028-01-01", "count": 2**60},
        {"statement_sha256": "a" * 64, "valid_until": "2028-01-01", "text": "\ud800"},
        {"statement_sha256": "a" * 64, "valid_until": "2028-01-01", "text": "x" * 200_000},
        {"statement_sha256": "a" * 64, "valid_until": "2028-01-01", "path": Path()},
        {"statement_sha256": "a" * 64, "valid_until": "2028-01-01", "deep": nested(30)},
        {"statement_sha256": "a" * 64, "valid_until": "2028-01-01", "deep": nested(5000)},
    ],
)
def test_what_cannot_be_recorded_is_refused_and_leaves_an_explained_gap(register: Register, unsuitable: dict[str, object]) -> None:
    with pytest.raises(UnsuitableContent):
        register.issue("statement", lambda number: unsuitable)
    assert register.state("DL-2026-000001").status == "abandoned"
    assert check_register(register.path).good


def test_a_year_has_999999_numbers_and_no_more(register: Register) -> None:
    from footprint.verification.register.entries import next_number

    assert next_number("DL", "2026", "DL-2026-999998") == "DL-2026-999999"
    with pytest.raises(NumbersExhausted):
        next_number("DL", "2026", "DL-2026-999999")


@pytest.mark.parametrize("series", ["", "dl", "DL-2026", "大连", "DL 1", "A" * 13, "DL\n"])
def test_a_series_is_capital_letters_and_digits(tmp_path: Path, series: str) -> None:
    with pytest.raises(SeriesNotUsable):
        create_register(tmp_path / "r.db", series)
    assert not list(tmp_path.iterdir())


# Events


EVENTS: dict[str, Callable[[Register, str], object]] = {
    "supersede": lambda register, number: register.supersede(number, issue(register), "corrected"),
    "suspend": lambda register, number: register.suspend(number, "examined"),
    "reinstate": lambda register, number: register.reinstate(number, "examined"),
    "withdraw": lambda register, number: register.withdraw(number, "wrong"),
    "issue": lambda register, number: register.record_issue(number, content(number)),
    "abandon": lambda register, number: register.abandon(number, "interrupted"),
    "expire": lambda register, number: register.expire(number),
}


@pytest.mark.parametrize("seed", range(12))
def test_only_events_that_fit_are_recorded_whatever_is_asked_for(register: Register, seed: int) -> None:
    chance = random.Random(seed)
    number = register.reserve("statement")
    status = "reserved"
    after = {"issue": "valid", "suspend": "suspended", "reinstate": "valid", "withdraw": "withdrawn"}
    after |= {"abandon": "abandoned", "supersede": "superseded", "expire": "expired"}
    for event in chance.choices(list(EVENTS), k=12):
        before = len(register.entries())
        allowed = event in ALLOWED[status]
        if allowed and event == "expire":
            with pytest.raises(NotYetExpired):
                register.expire(number)
            continue
        if allowed:
            EVENTS[event](register, number)
            status = after[event]
        else:
            with pytest.raises(EventNotAllowed) as refused:
                EVENTS[event](register, number)
            assert refused.value.finding.message("zh")
            # The statement that should have replaced it was issued before the refusal.
            assert len(register.entries()) - before == (2 if event == "supersede" else 0)
        assert register.state(number).status == status
    assert check_register(register.path).good


def test_a_statement_that_replaces_another_is_recorded_with_it_or_not_at_all(register: Register) -> None:
    old = issue(register)
    entry = register.issue("statement", content, supersedes=old, reason="moisture corrected")
    assert entry.content["supersedes"] == old
    state = register.state(old)
    assert (state.status, state.by, state.reason) == ("superseded", entry.number, "moisture corrected")
    count = len(register.entries())
    with pytest.raises(EventNotAllowed):
        register.issue("statement", content, supersedes=old, reason="again")
    with pytest.raises(ReasonMissing):
        register.issue("statement", content, supersedes=entry.number)
    with pytest.raises(UnknownNumber):
        register.issue("statement", content, supersedes="DL-2020-000001", reason="unknown")
    assert len(register.entries()) == count, "no number is given for what cannot be"


@pytest.mark.parametrize("other", ["DL-2026-000001", "DL-2026-000002"])
def test_nothing_is_superseded_by_itself_or_by_what_was_never_issued(register: Register, other: str) -> None:
    number = issue(register)
    register.reserve("statement")
    with pytest.raises(UnsuitableContent):
        register.supersede(number, other, "corrected")
    assert register.state(number).status == "valid"


def test_a_statement_is_not_superseded_in_a_circle(register: Register) -> None:
    first, second = issue(register), issue(register)
    register.supersede(first, second, "corrected")
    with pytest.raises(UnsuitableContent, match="which it supersedes itself") as refused:
        register.supersede(second, first, "back")
    assert "被其自身替代" in refused.value.finding.message("zh")
    third = issue(register)
    with pytest.raises(UnsuitableContent, match="which is superseded"):
        register.supersede(third, first, "round")
    assert codes(register.path) == []


def test_a_withdrawn_statement_supersedes_nothing(register: Register) -> None:
    first, second = issue(register), issue(register)
    register.withdraw(second, "wrong")
    with pytest.raises(UnsuitableContent, match="which is withdrawn"):
        register.supersede(first, second, "corrected")
    assert register.state(first).status == "valid"


def test_a_demonstration_and_a_statement_never_supersede_each_other(register: Register) -> None:
    real, shown = issue(register), issue(register, "demonstration")
    for number, other in ((real, shown), (shown, real)):
        with pytest.raises(UnsuitableContent, match="demonstration"):
            register.supersede(number, other, "corrected")
    count = len(register.entries())
    for kind, number in (("demonstration", real), ("statement", shown)):
        with pytest.raises(UnsuitableContent, match="demonstration"):
            register.issue(kind, content, supersedes=number, reason="corrected")
    assert len(register.entries()) == count, "no number is given for what cannot be"
    assert register.issue("demonstration", content, supersedes=shown, reason="corrected").content["supersedes"] == shown


def test_a_check_names_successors_that_an_older_version_recorded_and_calls_the_register_whole(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, shown = issue(register), issue(register), issue(register, "demonstration")
    monkeypatch.setattr(Register, "_fits", staticmethod(lambda *anything: None))
    register.supersede(first, second, "corrected")
    register.supersede(second, first, "back")
    register.supersede(shown, first, "mixed")
    check = check_register(register.path)
    assert check.good, "what stands there was recorded by footprint and cannot be taken back"
    assert [finding.code for finding in check.findings] == ["R211", "R211"]
    said = [finding.message() for finding in check.findings]
    assert "DL-2026-000002 is superseded by DL-2026-000001, which it supersedes itself" in said[0]
    assert "one of them is a demonstration" in said[1]


def test_a_statement_whose_validity_begins_later_is_not_yet_valid_and_published_as_valid(register: Register) -> None:
    number = register.issue("statement", lambda number: {**content(number), "valid_from": "2027-01-01T00:00:00Z"}).number
    state = register.state(number)
    assert [standing(state, at) for at in ("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z")] == ["not yet valid", "valid"]
    assert status_list(register, "urn:example", START + timedelta(days=1))["entries"][number]["status"] == "valid"
    register.suspend(number, "examined")
    assert standing(register.state(number), "2026-12-31T23:59:59Z") == "suspended"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001, "a\x1b[31mred", "line\nline"])
def test_a_reason_is_a_sentence(register: Register, reason: str) -> None:
    number = issue(register)
    with pytest.raises(ReasonMissing):
        register.withdraw(number, reason)
    assert register.state(number).status == "valid"


def test_the_status_is_told_as_of_any_date(register: Register) -> None:
    number = issue(register, until="2027-11-22")
    issued = register.entries()[-1].at
    register.suspend(number, "meter examined")
    suspended = register.entries()[-1].at
    register.reinstate(number, "meter in tolerance")

    def status(text: str) -> str:
        return register.state(number, datetime.fromisoformat(text)).status

    assert status(issued) == "valid"
    assert status(suspended) == "suspended"
    assert status("2026-11-23T00:00:00Z") == "valid"
    assert status("2027-11-22T23:59:59Z") == "valid", "the last day counts"
    assert status("2027-11-23T00:00:00Z") == "expired", "whether or not that was recorded"
    assert status("2026-01-01T00:00:00Z") == "", "it was not given yet"
    assert register.states(datetime(2026, 1, 1, tzinfo=UTC)) == {}
    assert list(register.states(datetime(2026, 12, 1, tzinfo=UTC))) == [number]


def test_what_has_run_out_is_recorded_once(tmp_path: Path) -> None:
    clock = Clock()
    create_register(tmp_path / "r.db", clock=clock)
    register = Register(tmp_path / "r.db", clock=clock, durable=False)
    short, long = issue(register, until="2027-01-01"), issue(register, until="2029-01-01")
    with pytest.raises(NotYetExpired):
        register.expire(short)
    assert register.expire_all() == ()
    clock.at = datetime(2027, 6, 1, tzinfo=UTC)
    assert [entry.number for entry in register.expire_all()] == [short]
    assert register.expire_all() == ()
    with pytest.raises(NotYetExpired):
        register.expire(long)
    assert register.withdraw(short, "it was wrong from the start").event == "withdraw"


def test_an_entry_never_stands_before_the_one_it_follows(tmp_path: Path) -> None:
    clock = Clock()
    create_register(tmp_path / "r.db", clock=clock)
    register = Register(tmp_path / "r.db", clock=clock, durable=False)
    issue(register)
    last = register.entries()[-1].at
    clock.at -= timedelta(minutes=3)
    issue(register)
    assert register.entries()[-1].at == last, "a clock that was corrected a little does no harm"
    clock.at -= timedelta(hours=1)
    with pytest.raises(ClockSetBack):
        issue(register)
    assert check_register(register.path).good


# Many at once, and interrupted


def run_writers(*arguments: object) -> list[str]:
    done = subprocess.run([sys.executable, str(WRITERS), *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert isinstance(told, list)
    return told


@pytest.mark.parametrize(
    ("processes", "issues", "durable"),
    # Durability against a loss of power costs several synchronisations of the disk an entry, some milliseconds each, and changes nothing
    # about who may write when: eight processes with 500 issues each go without, fewer with.
    [(8, 500, False), (8, 5, True)],
)
@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_eight_processes_issue_at_once(tmp_path: Path, processes: int, issues: int, durable: bool) -> None:
    path = tmp_path / "r.db"
    create_register(path)
    told = run_writers("many", path, processes, issues, int(durable))
    done = check_register(path)
    assert done.findings == ()
    assert sorted(told) == sorted(state.number for state in Register(path).states().values() if state.status == "valid")
    assert len(set(told)) == len(told) == done.numbers == processes * issues
    assert done.entries == 1 + 2 * len(told)


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_nothing_acknowledged_is_lost_when_200_writers_are_killed(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    create_register(path)
    kills = int(os.environ.get("FOOTPRINT_KILLS", "200"))
    told = run_writers("kill", path, kills, 20261122)
    done = check_register(path)
    assert done.good
    states = Register(path).states()
    assert len(told) == len(set(told)) > 0
    assert all(states[number].status == "valid" for number in told)
    gaps = [state for state in states.values() if state.status != "valid"]
    assert all(finding.error is UnissuedNumber for finding in done.findings)
    assert len(gaps) == len(done.findings) <= kills, "a writer that is killed leaves one gap at most"
    assert list(states) == [f"DL-{number[3:7]}-{ordinal:06d}" for ordinal, number in enumerate(states, 1)]
    assert issue(Register(path)) not in states
    assert not path.with_name("r.db-journal").exists(), "what was interrupted is rolled back"


def test_threads_of_one_process_do_not_take_each_others_locks_away(register: Register) -> None:
    told: list[str] = []

    def work() -> None:
        told.extend(issue(register) for _ in range(15))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(told)) == 60
    assert codes(register.path) == []


def test_whoever_waits_too_long_is_told_that_the_register_is_in_use(register: Register) -> None:
    with closing(sqlite3.connect(register.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RegisterBusy):
            Register(register.path, patience=0.05).entries()
        with pytest.raises(RegisterBusy):
            Register(register.path, patience=0.05).reserve("statement")
    assert issue(register) == "DL-2026-000001"


def test_a_register_is_made_once_and_never_in_passing(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with pytest.raises(RegisterNotFound):
        Register(path).reserve("statement")
    assert not path.exists()
    create_register(path)
    before = path.read_bytes()
    with pytest.raises(RegisterExists):
        create_register(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["r.db"]


# Tampering


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as somebody who wants to change it would: without its triggers, which are put back afterwards."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, statement in triggers:
            connection.execute(statement)


@pytest.fixture
def written(register: Register) -> Path:
    """A register with one of everything."""
    old = issue(register)
    new = register.issue("statement", content, supersedes=old, reason="corrected").number
    register.suspend(new, "examined")
    register.reinstate(new, "in order")
    issue(register, "demonstration")
    register.reserve("statement")
    return register.path


@pytest.mark.parametrize("column", COLUMNS)
def test_every_change_of_every_entry_is_found(written: Path, column: str, tmp_path: Path) -> None:
    count = len(Register(written).entries())
    for sequence in range(1, count + 1):
        copy = tmp_path / "copy.db"
        shutil.copyfile(written, copy)
        with unguarded(copy) as connection:
            changed = "sequence + 1000" if column == "sequence" else f"replace({column}, substr({column}, -1), 'x') || 'y'"
            connection.execute(f"UPDATE entries SET {column} = {changed} WHERE sequence = ?", (sequence,))
        assert not check_register(copy).good, f"{column} of entry {sequence}"


def test_entries_taken_out_put_in_or_exchanged_are_found(written: Path, tmp_path: Path) -> None:
    count = len(Register(written).entries())
    changes = {f"DELETE FROM entries WHERE sequence = {sequence}": sequence for sequence in range(1, count)}
    for sequence in range(1, count):
        moves = (
            f"UPDATE entries SET sequence = {target} WHERE sequence = {source}"
            for source, target in ((sequence, 1000), (sequence + 1, sequence), (1000, sequence + 1))
        )
        changes["; ".join(moves)] = sequence
    changes[
        "INSERT INTO entries SELECT sequence + 1, 'DL-2026-000009', event, at, reason, content, sha256, sha256 FROM entries"
        " ORDER BY sequence DESC LIMIT 1"
    ] = count
    for change, about in changes.items():
        copy = tmp_path / "copy.db"
        shutil.copyfile(written, copy)
        with unguarded(copy) as connection:
            connection.executescript(change)
        assert not check_register(copy).good, (change, about)


def test_an_end_cut_off_and_a_register_rewritten_are_found_by_what_was_published(written: Path, keys: SigningKeys, tmp_path: Path) -> None:
    register = Register(written)
    export = json.dumps(export_register(register))
    status = sign_status(register, keys, START + timedelta(days=1))
    heads = [head_of_export(export, "export.json"), head_of_status(status, TrustStore.of(keys.issuer), "status.jwt")]
    assert check_register(written, heads).good
    cut = tmp_path / "cut.db"
    shutil.copyfile(written, cut)
    with unguarded(cut) as connection:
        connection.execute("DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)")
    assert check_register(cut).good, "the chain alone cannot tell"
    for head in heads:
        assert [finding.error for finding in check_register(cut, [head]).findings] == [HeadDiffers]
    rewritten = tmp_path / "rewritten.db"
    shutil.copyfile(written, rewritten)
    with unguarded(rewritten) as connection:
        rewrite(connection, reason="nothing happened")
    assert check_register(rewritten).good, "somebody who has the file can make a new chain"
    for head in heads:
        assert HeadDiffers in {finding.error for finding in check_register(rewritten, [head]).findings}


def rewrite(connection: sqlite3.Connection, reason: str) -> None:
    """Change a reason, and chain everything after it anew, from the documented form of an entry."""
    previous = FIRST
    for row in connection.execute(f"SELECT {', '.join(COLUMNS)} FROM entries ORDER BY sequence").fetchall():
        entry = dict(zip(COLUMNS, row, strict=True))
        body = {**entry, "schema": "footprint/register/1", "content": json.loads(entry["content"]), "previous": previous}
        del body["sha256"]
        if entry["event"] == "suspend":
            body["reason"] = reason
        assert previous != entry["previous"] or body["reason"] != entry["reason"] or sha256(rfc8785.dumps(body)) == entry["sha256"]
        new = sha256(rfc8785.dumps(body))
        change = "UPDATE entries SET reason = ?, previous = ?, sha256 = ? WHERE sequence = ?"
        connection.execute(change, (body["reason"], previous, new, entry["sequence"]))
        previous = new


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_refused_or_says_the_same_as_before(written: Path, seed: int, tmp_path: Path) -> None:
    chance, whole = random.Random(seed), written.read_bytes()
    entries = Register(written).entries()
    copy = tmp_path / "copy.db"
    for _ in range(60):
        damaged = bytearray(whole)
        position = chance.randrange(len(damaged))
        damaged[position] ^= 1 << chance.randrange(8)
        copy.write_bytes(damaged)
        # Whatever it is, it is a problem with a name, never an exception of SQLite or Python.
        with suppress(FootprintError):
            assert not check_register(copy).good or Register(copy).entries() == entries, position


@pytest.mark.parametrize("length", [0, 1, 16, 99, 100, 512, 4096, 5000, 8192, 12288])
def test_a_truncated_file_is_an_error_for_people(written: Path, length: int) -> None:
    written.write_bytes(written.read_bytes()[:length])
    for work in (check_register, lambda path: Register(path).entries(), lambda path: Register(path).reserve("statement")):
        with pytest.raises((NotARegister, DamagedRegister, AnotherSchema)):
            work(written)


@pytest.mark.parametrize("garbage", [b"hello\n" * 100, b"%PDF-1.7\n" + b"x" * 200, b"SQLite format 3\x00" + b"\xff" * 4096, b"\x00" * 9000])
def test_garbage_is_no_register(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "r.db"
    path.write_bytes(garbage)
    with pytest.raises(NotARegister):
        check_register(path)
    with pytest.raises(NotARegister):
        Register(path).reserve("statement")
    assert path.read_bytes() == garbage


def test_the_file_of_another_application_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 252006673")
        connection.execute("CREATE TABLE entries (sequence INTEGER PRIMARY KEY, number TEXT)")
    before = path.read_bytes()
    with pytest.raises(NotARegister) as refused:
        Register(path).reserve("statement")
    assert "another application" in str(refused.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("what", ["folder", "pipe", "missing"])
def test_only_files_are_registers(tmp_path: Path, what: str) -> None:
    path = tmp_path / "r.db"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        if sys.platform == "win32":
            pytest.skip("no pipes")
        os.mkfifo(path)
    with pytest.raises(RegisterNotFound if what == "missing" else NotARegister):
        check_register(path)


HOSTILE = {
    "trigger": "CREATE TRIGGER more AFTER INSERT ON entries BEGIN DELETE FROM entries WHERE sequence = 1; END",
    "view": "CREATE VIEW more AS SELECT load_extension('/tmp/evil') FROM entries",
    "table": "CREATE TABLE more (a)",
    "index": "CREATE INDEX more ON entries (length(content))",
    "dropped trigger": "DROP TRIGGER entries_never_go",
    "dropped index": "DROP INDEX reserved_once",
    "renamed column": "ALTER TABLE entries RENAME COLUMN reason TO why",
    "entries as a view": "ALTER TABLE entries RENAME TO hidden; CREATE VIEW entries AS SELECT * FROM hidden",
    "weakened trigger": "DROP TRIGGER entries_never_go; CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN SELECT 1; END",
}


@pytest.mark.parametrize("change", HOSTILE)
def test_a_file_with_another_structure_is_refused_and_nothing_of_it_is_done(written: Path, change: str) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.executescript(HOSTILE[change])
    before = written.read_bytes()
    for work in (check_register, lambda path: Register(path).entries(), lambda path: Register(path).reserve("statement")):
        with pytest.raises(AnotherSchema):
            work(written)
    assert written.read_bytes() == before


def test_a_write_ahead_log_is_refused_because_a_copy_without_it_would_lack_entries(written: Path) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(NotARegister):
        check_register(written)


def test_a_journal_that_names_another_file_is_refused_before_sqlite_deletes_that_file(written: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("precious", encoding="utf-8")
    name = str(victim).encode()
    magic = bytes.fromhex("d9d505f920a163d7")
    header = magic + (0).to_bytes(4, "big") + b"\x00" * 8 + (512).to_bytes(4, "big") + (4096).to_bytes(4, "big")
    end = b"\x00" * 4 + name + len(name).to_bytes(4, "big") + (sum(name) & 0xFFFFFFFF).to_bytes(4, "big") + magic
    written.with_name(f"{written.name}-journal").write_bytes(header.ljust(512, b"\x00") + end)
    with pytest.raises(ForeignJournal):
        check_register(written)
    assert victim.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET reason = 'x'",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)",
        "INSERT INTO entries SELECT 99, number, 'withdraw', at, reason, content, previous, sha256 FROM entries WHERE sequence = 2",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE sequence = 2",
        "INSERT OR REPLACE INTO entries SELECT max(sequence) + 1, number, 'reserve', at, reason, content, previous, sha256 FROM entries",
        "REPLACE INTO entries SELECT max(sequence), number, event, at, 'x', content, previous, sha256 FROM entries",
        "UPDATE OR REPLACE entries SET sequence = 1 WHERE sequence = 2",
    ],
)
def test_the_file_itself_refuses_changes(written: Path, statement: str) -> None:
    before = Register(written).entries()
    with closing(sqlite3.connect(written)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    assert Register(written).entries() == before


def test_nothing_is_chained_to_an_altered_entry(written: Path) -> None:
    with unguarded(written) as connection:
        connection.execute("UPDATE entries SET reason = 'x' WHERE sequence = (SELECT max(sequence) FROM entries)")
    with pytest.raises(EntryAltered):
        Register(written).reserve("statement")


# Published


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> SigningKeys:
    return new_keys(tmp_path_factory.mktemp("keys") / "k", "测试机构", "correct horse", START)


def test_the_signed_status_is_read_without_the_register(written: Path, keys: SigningKeys) -> None:
    at = START + timedelta(days=1)
    text = sign_status(Register(written), keys, at)
    known = read_status(text.encode(), TrustStore.of(keys.issuer))
    assert known.as_of == at
    assert {number: entry.status for number, entry in known.entries.items()} == {
        "DL-2026-000001": "superseded",
        "DL-2026-000002": "valid",
        "DL-DEMO-2026-000001": "valid",
    }
    assert known.entries["DL-2026-000001"].reason == "corrected"
    assert known.entries["DL-2026-000002"].statement_sha256 == content("DL-2026-000002")["statement_sha256"]


def test_the_status_list_has_the_published_form(written: Path) -> None:
    listed = status_list(Register(written), "urn:example:issuer", START + timedelta(days=1))
    last = Register(written).entries()[-1]
    assert listed["schema"] == "footprint/status/1"
    assert listed["as_of"] == "2026-11-23T18:00:00Z"
    assert (listed["register"]["sequence"], listed["register"]["sha256"]) == (last.sequence, last.sha256)
    assert listed["entries"]["DL-2026-000001"]["by"] == "DL-2026-000002"
    assert set(listed["entries"]["DL-2026-000002"]) == {"status", "since", "reason", "statement_sha256"}


def test_nothing_is_published_of_a_register_that_is_not_whole(written: Path, keys: SigningKeys) -> None:
    with unguarded(written) as connection:
        connection.execute("UPDATE entries SET reason = 'nothing' WHERE event = 'suspend'")
    with pytest.raises(FootprintError) as refused:
        sign_status(Register(written), keys, START)
    assert refused.value.code == "R118"
