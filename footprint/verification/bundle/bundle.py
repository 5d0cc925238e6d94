"""The evidence bundle as a record: opened with care, written once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from footprint.engine.result import SCHEMA as RESULT_SCHEMA
from footprint.errors import Finding, Place, ProblemsFound, UnreadableFile
from footprint.files import confined, read_bytes, sha256
from footprint.verification.bundle.archive import MEMBER_LIMIT, SIZE_LIMIT, unpack
from footprint.verification.bundle.errors import BundleStands, ManifestUnusable, MemberUnusable
from footprint.verification.bundle.manifest import JSON_LIMIT, MANIFEST, check_members, parse_manifest, summary_of
from footprint.verification.canonical import read_canonical

__all__ = ["ENDING", "INVENTORIES", "Bundle", "open_bundle", "write_bundle"]

ENDING = ".bundle.zip"
INVENTORIES = "inventories"

_FILE_LIMIT = SIZE_LIMIT + MEMBER_LIMIT * 1024


@dataclass(frozen=True, eq=False)
class Bundle:
    """An evidence bundle whose members are all there and unaltered, as the manifest states; nothing was computed again yet.

    Parameters
    ----------
    content
        The bytes of the file.
    members
        Content by name, sorted, the manifest among them.
    manifest
        What ``manifest.json`` says; docs/reference/bundle.md describes it.
    file
        How the file was named.
    """

    content: bytes
    members: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    file: str = "<bundle>"

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the file."""
        return sha256(self.content)

    @cached_property
    def manifest_sha256(self) -> str:
        """SHA-256 of the manifest, which stands for the whole bundle."""
        return sha256(self.members[MANIFEST])

    @property
    def model_member(self) -> str:
        """Name of the member that is the product model."""
        return str(self.manifest["model"])

    @property
    def committed(self) -> tuple[str, ...]:
        """Names of the packages whose records are committed and not disclosed."""
        return tuple(sorted(self.manifest["commitments"]))

    @cached_property
    def result(self) -> dict[str, Any]:
        """The result as it was at the request (schema ``footprint/result/1``)."""
        return read_canonical(self.members["result.json"], JSON_LIMIT)

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """Warnings and notes at the request, in both languages."""
        return list(read_canonical(self.members["findings.json"], JSON_LIMIT)["findings"])

    @cached_property
    def outcomes(self) -> list[dict[str, Any]]:
        """Outcomes of the rules of the profile at the request."""
        return list(read_canonical(self.members["findings.json"], JSON_LIMIT)["outcomes"])

    @property
    def profile_text(self) -> str:
        """The rule profile, as YAML."""
        return self.members["profile.yaml"].decode("utf-8")

    def extract(self, folder: str | os.PathLike[str]) -> Path:
        """Write all members below a folder and give the path of the product model; inventories lie in ``inventories`` beside ``model``.

        Raises
        ------
        UnreadableFile
            The folder cannot be written to.
        """
        for name, content in self.members.items():
            path = confined(folder, name)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except OSError as error:
                raise UnreadableFile(Place(str(path)), file=str(path), why=error.strerror or type(error).__name__) from None
        return Path(folder) / self.model_member

    def __repr__(self) -> str:
        return f"<Bundle {self.file}: {len(self.members)} members, manifest {self.manifest_sha256[:12]}>"


def open_bundle(source: str | os.PathLike[str] | bytes) -> Bundle:
    """Open an evidence bundle and check that it is what its manifest says, byte for byte.

    Parameters
    ----------
    source
        A file, or its bytes.

    Raises
    ------
    ProblemsFound
        With every member that is missing, altered or not listed.
    VerificationError, UnreadableFile, FileTooLarge
        The file is no bundle.
    """
    if isinstance(source, bytes):
        file, content = "<bundle>", source
    else:
        file, content = os.fspath(source), read_bytes(source, _FILE_LIMIT)
    members = unpack(content, file)
    if MANIFEST not in members:
        raise ManifestUnusable(Place(file), why="there is none", why_zh="不存在")
    manifest = parse_manifest(members[MANIFEST])
    findings = list(check_members(members, manifest))
    if not findings:
        findings = _contradictions(members, manifest)
    if findings:
        raise ProblemsFound(findings)
    return Bundle(content, members, manifest, file)


def write_bundle(path: str | os.PathLike[str], content: bytes, mode: int = 0o444) -> bool:
    """Write a file that must never be replaced, whole or not at all.

    Parameters
    ----------
    path
        The file; its folder must exist.
    content
        Its bytes.
    mode
        Permissions; a bundle is for reading only.

    Returns
    -------
    bool
        Whether the file is new; not so where it stands already with the same bytes.

    Raises
    ------
    BundleStands
        There is such a file with other content.
    UnreadableFile
        The folder is missing, full or not writable.
    """
    target = Path(path)
    try:
        new = _place(target, content)
        if new:
            target.chmod(mode)
    except OSError as error:
        raise UnreadableFile(Place(str(target)), file=str(target), why=error.strerror or type(error).__name__) from None
    if not new:
        found = sha256(read_bytes(target, _FILE_LIMIT))
        if found != sha256(content):
            raise BundleStands(Place(str(target)), file=str(target), found=found)
    return new


def _place(target: Path, content: bytes) -> bool:
    """Write a file that does not exist yet, whole or not at all; tell whether it did not."""
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            # A link is made in one step and never replaces a file, whoever else writes at this moment.
            os.link(temporary, target)
        except FileExistsError:
            return False
        except OSError:
            return _place_without_links(target, content)
        return True
    finally:
        Path(temporary).unlink(missing_ok=True)


def _place_without_links(target: Path, content: bytes) -> bool:
    """Do the same where there are no links, as on memory sticks: the name is taken first, and given up if the writing fails."""
    try:
        stream = target.open("xb")
    except FileExistsError:
        return False
    try:
        with stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        target.unlink(missing_ok=True)
        raise
    return True


def _contradictions(members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> list[Finding]:
    """Find members that are not what they must be, or say other things than the manifest."""
    findings: list[Finding] = []

    def refuse(name: str, why: str, why_zh: str) -> None:
        findings.append(MemberUnusable(Place(name), member=name, why=why, why_zh=why_zh).finding)

    read: dict[str, Any] = {}
    for name in ("result.json", "findings.json"):
        try:
            read[name] = read_canonical(members[name], JSON_LIMIT)
        except ValueError as error:
            refuse(name, f"{error}", f"无法读取（{error}）")
    result, found = read.get("result.json"), read.get("findings.json")
    if result is not None and not _is_result(result):
        refuse("result.json", f"it is no result of the schema {RESULT_SCHEMA}", f"不是 {RESULT_SCHEMA} 格式的结果")
    elif result is not None and summary_of(result) != manifest["result"]:
        refuse("result.json", "its total is not that of the manifest", "其合计与清单不一致")
    if found is not None and not all(isinstance(found.get(key), list) for key in ("findings", "outcomes")):
        refuse("findings.json", "it holds no lists of findings and outcomes", "其中没有问题和规则结果列表")
    for member, about in (("datapackage.zip", manifest["datapackage"]), ("profile.yaml", manifest["profile"])):
        if about.get("sha256") != manifest["members"][member]:
            refuse(member, "the manifest states two digests for it", "清单中有两个不同的摘要")
    if not manifest["model"].startswith("model/"):
        refuse(manifest["model"], "the model does not lie in the folder `model`", "模型不在 `model` 文件夹中")
    try:
        members["profile.yaml"].decode("utf-8")
    except UnicodeDecodeError:
        refuse("profile.yaml", "it is not UTF-8", "不是 UTF-8 编码")
    return findings


def _is_result(result: Mapping[str, Any]) -> bool:
    """Tell whether there is a total to speak of; every other part is compared when the result is computed again."""
    total = result.get("total")
    return result.get("schema") == RESULT_SCHEMA and isinstance(total, dict) and type(total.get("value")) in (int, float)
