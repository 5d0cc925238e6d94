"""``footprint register``: the numbers of statements, and what happened to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from footprint.cli.keys import TrustOption
from footprint.cli.moments import At, moment_of
from footprint.cli.options import Debug, Json, KeyFolder, Lang
from footprint.cli.passphrase import PassphraseFile, passphrase
from footprint.cli.session import Session, open_session

if TYPE_CHECKING:
    from footprint.verification.register import Check, Entry, Head, State

__all__ = ["register"]

register = typer.Typer(
    name="register",
    help="The register of statements: numbers that never repeat, and what happened to each; append-only, chained by digests.",
    short_help="Numbers of statements, and what happened to each.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


class Status(StrEnum):
    """What a number stands for, as `register list` filters by it."""

    RESERVED = "reserved"
    ABANDONED = "abandoned"
    VALID = "valid"
    NOT_YET_VALID = "not yet valid"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


File = Annotated[Path, typer.Argument(metavar="REGISTER", help="The register.", show_default=False)]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Number of a statement, such as DL-2026-000001.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence; it is published.", show_default=False)]
Series = Annotated[str, typer.Option("--series", metavar="LETTERS", help="What every number starts with: capital letters and digits.")]
Only = Annotated[Status | None, typer.Option("--status", help="Only numbers of this status.", show_default=False)]
Against = Annotated[
    list[Path] | None,
    typer.Option(
        "--against",
        metavar="FILE",
        help="A status file or an export from before, which names the last entry of its time; may be repeated.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write; standard output by default.", show_default=False)
]
StatusOut = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="File to write.")]
By = Annotated[str, typer.Option("--by", metavar="NUMBER", help="Number of the statement that replaces it.", show_default=False)]


@register.command(short_help="Start a register.")
def new(file: File, series: Series = "DL", as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Start a register in a new file. Keep one register for each issuer, and copies of it elsewhere."""
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.register import create_register

        create_register(file, series)
        if as_json:
            session.emit({"schema": "footprint/register/1", "file": str(file), "series": series})
        else:
            session.line(session.say("register_made", file=file, series=series))


@register.command("list", short_help="List all numbers and what they stand for.")
def listing(file: File, status: Only = None, at: At = None, as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """List all numbers and what they stand for, now or at a date."""
    moment = moment_of(at)
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.register import Register
        from footprint.verification.register.states import standing

        now = _now(moment)
        known = Register(file).states(moment).values()
        states = [replace(state, status=standing(state, now)) for state in known]
        states = [state for state in states if status is None or state.status == status.value]
        if as_json:
            for state in states:
                session.emit(_plain(state))
        elif states:
            _show_states(states, session)
        else:
            session.line(session.say("register_none" if status or at else "register_empty"))


@register.command(short_help="Show everything recorded of one number.")
def show(file: File, number: Number, at: At = None, as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Show what a number stands for, now or at a date, and everything recorded of it."""
    moment = moment_of(at)
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.moments import moment_text
        from footprint.verification.register import Register
        from footprint.verification.register.states import standing

        known = Register(file)
        state = known.state(number, moment)
        state = replace(state, status=standing(state, _now(moment)))
        entries = [entry for entry in known.entries() if entry.number == number and (moment is None or entry.at <= moment_text(moment))]
        if as_json:
            session.emit({**_plain(state), "entries": [entry.as_dict() for entry in entries]})
            return
        if not entries:
            session.line(session.say("register_none"))
            return
        _show_states([state], session)
        session.line()
        _show_entries(entries, session)


@register.command(short_help="Check that the register is whole.")
def check(
    file: File, against: Against = None, trust: TrustOption = None, as_json: Json = False, lang: Lang = None, debug: Debug = False
) -> None:
    """Check every entry, every link between them and every number; --against also what was published before.

    Exit status: 0 the register is whole, 1 it is not, 2 it cannot be examined.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.register import check_register

        done = check_register(file, [_head(path, trust) for path in against or ()])
        if as_json:
            session.emit(_checked(done, session))
        else:
            for finding in done.findings:
                session.finding(finding)
            session.line(session.say("register_head", entries=done.entries, numbers=done.numbers, digest=done.head.sha256))
            defects = sum(finding.severity.value == "error" for finding in done.findings)
            session.line(session.say("register_whole" if done.good else "register_broken", count=defects))
            if done.good and not against:
                session.line(session.say("register_not_compared"), err=True)
        if not done.good:
            session.worst(1)


@register.command(short_help="Write all entries as JSON.")
def export(file: File, out: Out = None, lang: Lang = None, debug: Debug = False) -> None:
    """Write all entries as JSON, for the archive: a later `register check --against` compares with it."""
    with open_session(lang, False, debug) as session:
        import json

        from footprint.cli.writing import write_text
        from footprint.verification.register import Register
        from footprint.verification.register.status_file import export_register

        text = json.dumps(export_register(Register(file)), ensure_ascii=False, indent=2) + "\n"
        if out is None:
            session.line(text, newline=False)
        else:
            write_text(out, text)
            session.line(session.say("written", file=out), err=True)


@register.command(short_help="Publish what every statement stands for, signed.")
def status(
    file: File,
    key: KeyFolder,
    out: StatusOut = Path("status.jwt"),
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Write a signed file with the status of every statement as of now; `footprint verify --status` reads it without the register.

    Publish one regularly, and after every change: whoever verifies learns from it what was suspended, superseded or withdrawn.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.cli.writing import write_text
        from footprint.verification.keys import open_keys
        from footprint.verification.moments import moment_text
        from footprint.verification.register import Register, sign_status
        from footprint.verification.register.register import now

        known, moment = Register(file), now()
        keys = open_keys(key, passphrase(session, passphrase_file))
        write_text(out, sign_status(known, keys, moment))
        count = sum(state.issued for state in known.states(moment).values())
        if as_json:
            session.emit({"file": str(out), "as_of": moment_text(moment), "statements": count, "issuer": keys.issuer.id})
        else:
            values = {"count": count, "at": moment_text(moment), "issuer": keys.issuer.name, "file": out}
            session.line(session.say("register_published_one" if count == 1 else "register_published", **values))


@register.command(short_help="Suspend a statement.")
def suspend(file: File, number: Number, reason: Reason, as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Record that a statement is not to be relied on for the time being; `reinstate` ends that."""
    _record("suspend", file, number, reason, as_json, lang, debug)


@register.command(short_help="Reinstate a suspended statement.")
def reinstate(file: File, number: Number, reason: Reason, as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Record that a suspended statement is valid again."""
    _record("reinstate", file, number, reason, as_json, lang, debug)


@register.command(short_help="Withdraw a statement for good.")
def withdraw(file: File, number: Number, reason: Reason, as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Record that a statement is no longer one. This is final."""
    _record("withdraw", file, number, reason, as_json, lang, debug)


@register.command(short_help="Record that another statement replaces one.")
def supersede(file: File, number: Number, by: By, reason: Reason, as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Record that another statement of the register replaces one."""
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.register import Register

        known = Register(file)
        known.supersede(number, by, reason)
        _recorded(known.state(number), session)


@register.command(short_help="Record which statements have run out.")
def expire(file: File, as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Record of every statement whose validity has ended that it did. It counts as expired from that moment, recorded or not."""
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.register import Register

        numbers = [entry.number for entry in Register(file).expire_all()]
        if as_json:
            session.emit({"expired": numbers})
        elif numbers:
            session.line(session.say("register_expired", numbers=session.say("comma").join(numbers)))
        else:
            session.line(session.say("register_nothing_expired"))


def _record(event: str, file: Path, number: str, reason: str, as_json: bool, lang: Lang, debug: bool) -> None:
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.register import Register

        known = Register(file)
        getattr(known, event)(number, reason)
        _recorded(known.state(number), session)


def _now(moment: datetime | None) -> str:
    """Give the time that a register is read at: the one asked for, or now."""
    from footprint.verification.moments import moment_text
    from footprint.verification.register.register import now

    return moment_text(moment or now())


def _recorded(state: State, session: Session) -> None:
    if session.as_json:
        session.emit(_plain(state))
    else:
        session.line(session.say("register_recorded", number=state.number, status=_status(state, session)))


def _head(path: Path, trust: Path | None) -> Head:
    from footprint.files import decode_utf8, read_bytes
    from footprint.verification.keys import read_trust
    from footprint.verification.register.status_file import head_of_export, head_of_status

    text = decode_utf8(read_bytes(path, 1_000_000_000), str(path))
    if text.lstrip().startswith("{"):
        return head_of_export(text, str(path))
    return head_of_status(text, read_trust(trust), str(path))


def _status(state: State, session: Session) -> str:
    from footprint.verification.register.states import STATUS_NAMES

    name = STATUS_NAMES[state.status][session.lang == "zh"]
    by = session.say("register_by", number=state.by)
    return by if state.status == "superseded" and state.by else name


def _show_states(states: list[State], session: Session) -> None:
    from footprint.cli.tables import columns

    heads = [session.say(f"register_{name}") for name in ("number", "status", "since", "until", "reason")]
    table = columns(heads, [], prose=heads[4:])
    for state in states:
        table.add_row(state.number, _status(state, session), state.since, state.valid_until, state.reason)
    session.show(table)


def _show_entries(entries: list[Entry], session: Session) -> None:
    from footprint.cli.tables import columns
    from footprint.verification.register.states import EVENT_NAMES

    heads = [session.say(f"register_{name}") for name in ("entry", "event", "at", "reason", "content")]
    table = columns(heads, [], prose=heads[3:4])
    for entry in entries:
        content = "\n".join(f"{name}: {_said(value, session)}" for name, value in entry.content.items())
        table.add_row(str(entry.sequence), EVENT_NAMES[entry.event][session.lang == "zh"], entry.at, entry.reason, content)
    session.show(table)


def _said(value: Any, session: Session) -> str:
    """Show a text as it is, a name in the language asked for, anything else as JSON."""
    import json

    if isinstance(value, dict) and set(value) <= {"en", "zh"} and value:
        return str(value.get(session.lang) or next(iter(value.values())))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain(state: State) -> dict[str, Any]:
    return {
        "number": state.number,
        "status": state.status or None,
        "since": state.since or None,
        "reason": state.reason or None,
        "superseded_by": state.by or None,
        "statement_sha256": state.statement_sha256 or None,
        "valid_from": state.valid_from or None,
        "valid_until": state.valid_until or None,
    }


def _checked(done: Check, session: Session) -> dict[str, Any]:
    return {
        "schema": "footprint/register-check/1",
        "good": done.good,
        "entries": done.entries,
        "numbers": done.numbers,
        "head": {"sequence": done.head.sequence, "sha256": done.head.sha256},
        "findings": [finding.as_dict(session.lang) for finding in done.findings],
    }
