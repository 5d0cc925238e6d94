"""What a bundle states, value by value, and what has changed since the bundle before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from footprint.errors import FootprintError, ProblemsFound
from footprint.files import decode_table
from footprint.model.tree import parse
from footprint.units import parse_amount
from footprint.verification.bundle import Bundle
from footprint.verification.review.decision_schema import Decision, RecordedNonconformity

__all__ = ["ChangedValue", "carried_changes", "changes_between", "current_value", "same_value", "stated_values", "subjects", "value_path"]


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value that differs from that of the bundle before.

    Parameters
    ----------
    parameter
        Path in the model, or table, month and column.
    before, after
        As stated; empty where the value is new or was taken out.
    reason
        Why, as the decision says; empty where nobody has said.
    number
        Nonconformity that it corrects; none where it belongs to none.
    remark
        What was said of an earlier change of the same value: a reason is for one step from one value to another.
    """

    parameter: str
    before: str
    after: str
    reason: str = ""
    number: int | None = None
    remark: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the change as plain data."""
        return {
            "parameter": self.parameter,
            "before": self.before or None,
            "after": self.after or None,
            "reason": self.reason or None,
            "number": self.number,
            "remark": self.remark or None,
        }


def stated_values(bundle: Bundle) -> dict[str, str]:
    """Give every text of the model by its path, and every cell of its tables by file, row and column.

    The short forms of the model format are given by the path of what they stand for, so that to write a value out is no change.
    Other models that the model refers to are read as well; their paths start with the name of the file.
    """
    found: dict[str, str] = {}
    for name, content in bundle.members.items():
        file = PurePosixPath(name)
        if file.parts[0] != "model" or name == bundle.model_member:
            continue
        label = file.relative_to("model").as_posix()
        if file.suffix in (".yaml", ".yml"):
            found |= {f"{label}:{path}": value for path, value in _of_model(content, name)}
        elif file.suffix == ".csv":
            found |= _of_table(content, label)
        else:
            found[label] = f"{len(content)} bytes"
    return {**dict(_of_model(bundle.members[bundle.model_member], bundle.model_member)), **found}


def _of_model(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    document, findings = parse(content.decode("utf-8"), name)
    if document is None:
        raise ProblemsFound(findings)
    yield from _leaves(document.data, "")


def _leaves(node: Any, path: str) -> Iterator[tuple[str, str]]:
    if not isinstance(node, dict | list):
        yield value_path(path), " ".join(str(node).split())
        return
    for key, child in node.items() if isinstance(node, dict) else enumerate(node):
        yield from _leaves(child, f"{path}/{key}" if path else str(key))


def value_path(path: str) -> str:
    """Give the path of the value that a short form stands for: the amount of an exchange, the value of a parameter."""
    keys = path.split("/")
    if len(keys) == 2 and keys[0] == "parameters":
        return f"{path}/value"
    if len(keys) == 4 and keys[0] == "processes" and keys[2] in ("inputs", "outputs", "wastes", "emissions", "removals"):
        return f"{path}/amount"
    return path


def _of_table(content: bytes, label: str) -> dict[str, str]:
    try:
        text, _ = decode_table(content, label)
        rows = list(csv.reader(io.StringIO(text)))
    except (FootprintError, csv.Error):
        return {label: f"{len(content)} bytes"}
    head = rows[0] if rows else []
    return {
        f"{label}/{row[0].strip()}/{name.strip()}": value.strip()
        for row in rows[1:]
        if row
        for name, value in zip(head[1:], row[1:], strict=False)
    }


def changes_between(previous: Bundle, bundle: Bundle, decision: Decision | None) -> tuple[ChangedValue, ...]:
    """Compare two bundles value by value.

    Parameters
    ----------
    previous, bundle
        The bundle before and the one now.
    decision
        Where the reasons are: of the change itself, or of the nonconformity that is about the same exchange or parameter.
    """
    old, new = stated_values(previous), stated_values(bundle)
    paths = [path for path in (*old, *(path for path in new if path not in old)) if not same_value(old.get(path, ""), new.get(path, ""))]
    return tuple(_explained(path, old.get(path, ""), new.get(path, ""), decision) for path in paths)


def carried_changes(decision: Decision | None, compared: Iterable[ChangedValue], values: Mapping[str, str]) -> tuple[ChangedValue, ...]:
    """Give the changes that the decision lists and the comparison does not: those of earlier rounds, or all where none was made.

    Parameters
    ----------
    decision
        The reviewer's decision so far.
    compared
        Changes since the bundle before.
    values
        What the bundle states; a change that does not lead to its value was overtaken, and its reason is not that of the value.
    """
    known = {value_path(change.parameter) for change in compared}
    found = []
    for change in decision.changes if decision is not None else ():
        path = value_path(change.parameter)
        if path in known:
            continue
        after = values.get(path, change.after or "")
        found.append(_explained(change.parameter, change.before or "", after, decision))
    return tuple(found)


def _explained(path: str, before: str, after: str, decision: Decision | None) -> ChangedValue:
    """Find the reason of a change: its own, or the correction of a nonconformity about the same value."""
    reason, number, remark = "", None, ""
    if decision is not None:
        for line in decision.nonconformities:
            if _is_about(line, path):
                number = line.number
                reason = (line.corrective_action or line.reason or "") if _leads_to(line, path, after) else ""
                break
        for change in decision.changes:
            if value_path(change.parameter) != value_path(path):
                continue
            if _same(change.before, before) and _same(change.after, after):
                reason, remark = change.reason or reason, change.remark or ""
            elif change.reason:
                earlier = f"{change.before or '-'} → {change.after or '-'}: {change.reason}"
                remark = "; ".join(part for part in (change.remark, earlier) if part)
            break
    return ChangedValue(path, before, after, reason, number, remark)


def _same(stated: str | None, found: str) -> bool:
    return same_value(" ".join((stated or "").split()), found)


def _leads_to(line: RecordedNonconformity, path: str, after: str) -> bool:
    """Tell whether what was corrected is this change, and not an earlier one of the same value."""
    direct = any(value_path(subject) == path for subject in subjects(line.exchange, line.parameter))
    if direct and line.after:
        return same_value(line.after, after)
    return line.conclusion == "open" or not line.after


def _is_about(line: RecordedNonconformity, path: str) -> bool:
    """Tell whether a change belongs to a nonconformity; one about a whole process explains no single value of it."""
    whole = [f"processes/{line.exchange}"] if line.exchange else []
    whole += [f"parameters/{line.parameter}"] if line.parameter else []
    return path == line.parameter or any(path.startswith(f"{subject}/") for subject in whole)


def subjects(exchange: str | None, parameter: str | None) -> Iterable[str]:
    """Give the paths in the model of an exchange and of a parameter; a parameter may be a path itself."""
    if exchange:
        yield f"processes/{exchange}"
    if parameter:
        yield f"parameters/{parameter}"
        yield parameter


def same_value(one: str, other: str) -> bool:
    """Tell whether two texts state the same: 1 t is 1000 kg."""
    if one == other:
        return True
    try:
        first, second = parse_amount(one, number_alone=True), parse_amount(other, number_alone=True)
    except FootprintError:
        return False
    return first.dimension == second.dimension and first.base == second.base


def current_value(values: Mapping[str, str], exchange: str | None, parameter: str | None) -> str:
    """Give the value that the model states for an exchange or a parameter; empty where it states none."""
    for path in subjects(exchange, parameter):
        found = values.get(value_path(path))
        if found:
            return found
    return ""
