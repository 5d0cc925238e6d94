"""Issued results: bundles, certificates and results of a folder, or those that a register holds valid."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from footprint.batch.radar.errors import EvidenceMissing, NothingIssued
from footprint.errors import Finding, FootprintError, Place
from footprint.files import read_bytes, sha256

__all__ = ["Issued", "attachments", "find_issued", "read_result"]

Kind = Literal["bundle", "certificate", "result"]

_KINDS: Mapping[str, Kind] = {".zip": "bundle", ".pdf": "certificate", ".json": "result"}
_LIMIT = 1 << 30
_RESULT = "footprint/result/1"


@dataclass(frozen=True, slots=True)
class Issued:
    """A result that was issued.

    Parameters
    ----------
    id
        Number of the statement, or the name of the file without its ending.
    file
        Where it is.
    problem
        Why it cannot be scored again, where that is known already.
    """

    id: str
    file: str
    kind: Kind
    problem: Finding | None = None


def find_issued(path: str | os.PathLike[str]) -> tuple[Issued, ...]:
    """Find what was issued.

    Parameters
    ----------
    path
        A folder with bundles, certificates and results; one such file; or a register, of which the valid statements count, with
        their evidence in its folder or below.

    Raises
    ------
    NothingIssued
        There is none.
    """
    target = Path(path)
    if target.is_dir():
        found = tuple(_in_folder(target))
    elif target.suffix.lower() in _KINDS:
        found = (Issued(_name(target), str(target), _KINDS[target.suffix.lower()]),)
    else:
        found = tuple(_in_register(target))
    if not found:
        raise NothingIssued(Place(str(target)), path=str(target))
    return found


def _in_folder(folder: Path) -> Iterator[Issued]:
    files = _files(folder)
    # A certificate is issued with its bundle beside it, which is attached to it as well.
    certified = {file.parent / _name(file) for file in files if file.suffix.lower() == ".pdf"}
    for file in files:
        kind = _KINDS[file.suffix.lower()]
        if kind == "bundle" and file.parent / _name(file) in certified:
            continue
        if kind == "certificate":
            yield Issued(_number_of(file) or _name(file), str(file), kind)
        elif kind == "bundle" or _is_result(file):
            yield Issued(_name(file), str(file), kind)


def _in_register(path: Path) -> Iterator[Issued]:
    from footprint.verification.register import Register

    register = Register(path)
    contents = {entry.number: entry.content for entry in register.entries() if entry.event == "issue"}
    valid = [state for state in register.states().values() if state.status == "valid"]
    files = [file for file in _files(path.parent) if _KINDS[file.suffix.lower()] != "result"] if valid else []
    by_number: dict[str, Path] = {}
    by_digest: dict[str, Path] = {}
    for file in files:
        if file.suffix.lower() == ".pdf":
            by_number.setdefault(_number_of(file), file)
        for digest in _digests(file):
            by_digest.setdefault(digest, file)
    for state in sorted(valid, key=lambda state: state.number):
        named = (value for value in contents.get(state.number, {}).values() if isinstance(value, str))
        evidence = by_number.get(state.number) or next((by_digest[value] for value in named if value in by_digest), None)
        if evidence is None:
            problem = EvidenceMissing(Place(str(path)), number=state.number).finding
            yield Issued(state.number, str(path), "certificate", problem)
        else:
            yield Issued(state.number, str(evidence), _KINDS[evidence.suffix.lower()])


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found.extend(Path(root) / name for name in names if Path(name).suffix.lower() in _KINDS and not name.startswith("."))
    return sorted(found)


def _name(file: Path) -> str:
    return file.name.removesuffix(file.suffix).removesuffix(".bundle")


def _digests(file: Path) -> Iterator[str]:
    """Yield the digests by which a register may name a bundle: of the file, and of its manifest."""
    from footprint.verification.bundle import open_bundle

    try:
        content = read_bytes(file, _LIMIT)
        yield sha256(content)
        if file.suffix.lower() == ".zip":
            yield open_bundle(content).manifest_sha256
    except FootprintError:
        return


def _number_of(file: Path) -> str:
    """Give the number that the statement of a certificate bears; empty where it cannot be read."""
    from footprint.verification.signing.credential import examine_credential

    try:
        return str(examine_credential(attachments(file)["statement.jwt"]).statement["number"])
    except (FootprintError, KeyError):
        return ""


def attachments(file: Path) -> Mapping[str, bytes]:
    """Give what is attached to a certificate, whoever signed it.

    Raises
    ------
    FootprintError
        It is not signed as a whole, or not built as a certificate is.
    """
    from footprint.verification.signing.pdf_gate import examine_pdf
    from footprint.verification.signing.pdf_reading import read_pdf

    content = read_bytes(file, _LIMIT)
    examined = examine_pdf(content)
    return read_pdf(content, examined.certificate, examined.signed_at)[0]


def read_result(file: Path) -> dict[str, Any]:
    """Read a result; empty where the file holds something else."""
    try:
        found = json.loads(read_bytes(file))
        fits = isinstance(found, dict) and found["schema"] == _RESULT and isinstance(found["model"]["path"], str)
        return found if fits and isinstance(found["total"]["value"], int | float) and "sum" in found["total"] else {}
    except (FootprintError, ValueError, RecursionError, KeyError, TypeError):
        return {}


def _is_result(file: Path) -> bool:
    return bool(read_result(file))
