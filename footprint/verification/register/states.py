"""What a number stands for at a time: the events of the register, read in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from footprint.verification.register.entries import NUMBER, Entry, Event

__all__ = ["ALLOWED", "EVENT_NAMES", "STATUS_NAMES", "State", "end_of_validity", "follow", "standing", "state_of", "why_no_successor"]

ALLOWED: Mapping[str, tuple[Event, ...]] = {
    "": ("reserve",),
    "reserved": ("issue", "abandon"),
    "abandoned": (),
    "valid": ("supersede", "suspend", "withdraw", "expire"),
    "suspended": ("supersede", "reinstate", "withdraw", "expire"),
    # A statement that ran out may still turn out to have been wrong.
    "expired": ("supersede", "withdraw"),
    "superseded": ("withdraw",),
    "withdrawn": (),
}
"""Which events may follow, by status; the empty status is that of a number not yet given."""

_AFTER: Mapping[str, str] = {
    "reserve": "reserved",
    "issue": "valid",
    "abandon": "abandoned",
    "supersede": "superseded",
    "suspend": "suspended",
    "reinstate": "valid",
    "withdraw": "withdrawn",
    "expire": "expired",
}

STATUS_NAMES: Mapping[str, tuple[str, str]] = {
    "": ("not given", "未编号"),
    "reserved": ("reserved", "已预留"),
    "abandoned": ("never issued", "未签发"),
    "valid": ("valid", "有效"),
    "not yet valid": ("not yet valid", "尚未生效"),
    "suspended": ("suspended", "暂停"),
    "expired": ("expired", "已到期"),
    "superseded": ("superseded", "已替代"),
    "withdrawn": ("withdrawn", "已撤销"),
}

EVENT_NAMES: Mapping[str, tuple[str, str]] = {
    "open": ("opened", "启用登记簿"),
    "reserve": ("reserved", "预留"),
    "issue": ("issued", "签发"),
    "abandon": ("abandoned", "放弃"),
    "supersede": ("superseded", "替代"),
    "suspend": ("suspended", "暂停"),
    "reinstate": ("reinstated", "恢复"),
    "withdraw": ("withdrawn", "撤销"),
    "expire": ("marked as expired", "标记到期"),
}

_OUT_OF_FORCE = ("suspended", "expired", "superseded", "withdrawn")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class State:
    """What a number stands for at a time.

    Parameters
    ----------
    number
        The number.
    status
        ``reserved``, ``abandoned``, ``valid``, ``suspended``, ``superseded``, ``withdrawn`` or ``expired``.
    since
        When that began, UTC.
    reason
        Why; may be empty.
    by
        The number that supersedes it; empty otherwise.
    statement_sha256
        Digest of the statement that was issued; empty where none was.
    valid_until
        End of validity as issued; empty where none is stated.
    valid_from
        Begin of validity as issued; empty where none is recorded.
    ended
        Since when it has not been valid without a break, such as the suspension before a withdrawal; empty where it is valid.
    """

    number: str
    status: str
    since: str
    reason: str = ""
    by: str = ""
    statement_sha256: str = ""
    valid_until: str = ""
    ended: str = ""
    valid_from: str = ""

    @property
    def issued(self) -> bool:
        """Whether a statement of this number was ever issued."""
        return self.status not in ("", "reserved", "abandoned")


def end_of_validity(until: str) -> str:
    """Give the last second of validity: a day counts until its end, UTC."""
    return f"{until}T23:59:59Z" if _DAY.fullmatch(until) else until


def follow(state: State, entry: Entry) -> State:
    """Give what a number stands for after one more event; the events must be in order."""
    content = entry.content
    digest, until, begin = state.statement_sha256, state.valid_until, state.valid_from
    if entry.event == "issue":
        digest, until = str(content.get("statement_sha256", "")), str(content.get("valid_until", ""))
        begin = str(content.get("valid_from", ""))
    by = str(content.get("by", "")) if entry.event == "supersede" else state.by
    status = _AFTER[entry.event]
    ended = (state.ended or _ended(state, entry.at)) if status in _OUT_OF_FORCE else ""
    return State(entry.number, status, entry.at, entry.reason, by, digest, until, ended, begin)


def _ended(state: State, at: str) -> str:
    """Give when a statement that was valid ceased to be: with an event, or before it with its validity."""
    end = end_of_validity(state.valid_until)
    return min(end, at) if end else at


def state_of(number: str, entries: Iterable[Entry], at: str | None = None) -> State:
    """Read the events of one number up to a time.

    Parameters
    ----------
    number
        The number.
    entries
        Its entries, in order.
    at
        UTC time, ``YYYY-MM-DDTHH:MM:SSZ``; what was recorded later does not count. None: now and always, without regard to validity.

    Returns
    -------
    State
        A statement whose validity ended is expired, whether or not that was recorded. The status is empty where nothing was
        recorded up to then.
    """
    state = State(number, "", "")
    for entry in entries:
        if at is None or entry.at <= at:
            state = follow(state, entry)
    end = end_of_validity(state.valid_until)
    if at is not None and end and end < at and state.status in ("valid", "suspended"):
        ended = state.ended or end
        return replace(state, status="expired", since=end, reason="", ended=ended)
    return state


def standing(state: State, at: str) -> str:
    """Give the status of a statement as of a time: that of its state, or ``not yet valid`` before its validity begins.

    What is published says ``valid`` then, too: whoever verifies reads the begin of validity in the statement itself.
    """
    return "not yet valid" if state.status == "valid" and at < state.valid_from else state.status


def why_no_successor(number: str, by: str, other: State | None) -> tuple[str, str] | None:
    """Say in English and Chinese why a statement cannot be superseded by another one, or None where it can.

    Parameters
    ----------
    number, by
        What is superseded, and by what.
    other
        What ``by`` stands for; None where it was never given.
    """
    if by == number:
        return "itself", "自身"
    if other is None or not other.issued:
        return f"{by}, which was never issued", f"未签发的 {by}"
    if _series(number) != _series(by):
        return f"{by}: one of them is a demonstration", f" {by}（两者之一为演示文件）"
    if other.status == "superseded" and other.by == number:
        return f"{by}, which it supersedes itself", f"被其自身替代的 {by}"
    if other.status in ("superseded", "withdrawn"):
        english, chinese = STATUS_NAMES[other.status]
        return f"{by}, which is {english}", f"{chinese}的 {by}"
    return None


def _series(number: str) -> str:
    form = NUMBER.fullmatch(number)
    return form["series"] if form else ""
