"""The manifest of a bundle: canonical JSON (RFC 8785) with the digest of every other member, read without any leniency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from footprint.errors import Finding, Place
from footprint.files import sha256
from footprint.verification.bundle.errors import ManifestUnusable, MemberAltered, MemberMissing, MemberUnlisted, MemberUnusable
from footprint.verification.canonical import read_canonical

__all__ = ["JSON_LIMIT", "MANIFEST", "REQUIRED", "SCHEMA", "check_members", "parse_manifest", "summary_of"]

SCHEMA = "footprint/bundle/1"
MANIFEST = "manifest.json"

JSON_LIMIT = 16 * 1024 * 1024
"""Bytes of a member that is JSON: reading one takes a second or so at most."""

REQUIRED = ("README.txt", "datapackage.zip", "findings.json", "profile.yaml", "reproduce.py", "result.json")
"""Members that every bundle has besides the manifest, the model, its inventories and its method."""

# What the manifest must hold, and of which kind.
_KEYS: Mapping[str, type] = {
    "schema": str,
    "model": str,
    "members": dict,
    "solved": list,
    "software": dict,
    "packages": dict,
    "method": dict,
    "profile": dict,
    "commitments": dict,
    "datapackage": dict,
    "algorithm_fingerprint": str,
    "result": dict,
}


def parse_manifest(content: bytes) -> dict[str, Any]:
    """Read a manifest.

    Raises
    ------
    ManifestUnusable
        It is not canonical, or lacks what a manifest must hold.
    """
    try:
        data = read_canonical(content, JSON_LIMIT)
    except ValueError as error:
        raise _unusable(f"{error}", f"无法读取（{error}）") from None
    if data.get("schema") != SCHEMA:
        raise _unusable(f"its schema is not {SCHEMA}", f"其格式不是 {SCHEMA}")
    wrong = [key for key, kind in _KEYS.items() if not isinstance(data.get(key), kind)]
    if wrong:
        raise _unusable(f"it lacks {', '.join(wrong)}", f"缺少 {'、'.join(wrong)}")
    digests = data["members"].values()
    if not all(isinstance(digest, str) and len(digest) == 64 for digest in digests):
        raise _unusable("a digest is no SHA-256", "存在不是 SHA-256 的摘要")
    if not all(isinstance(about, dict) for about in data["packages"].values()):
        raise _unusable("a package is not described", "存在未说明的数据包")
    commitments = data["commitments"]
    if not all(isinstance(hashes, list) and all(isinstance(one, str) for one in hashes) for hashes in commitments.values()):
        raise _unusable("commitments are no lists of hashes", "承诺值不是哈希列表")
    return data


def check_members(members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[Finding]:
    """Compare the members with the manifest: all there, none besides, none altered."""
    stated: Mapping[str, str] = manifest["members"]
    for name in sorted({*REQUIRED, manifest["model"], *stated} - set(members)):
        yield MemberMissing(Place(name), member=name).finding
    for name in sorted(set(members) - set(stated) - {MANIFEST}):
        yield MemberUnlisted(Place(name), member=name).finding
    for name in sorted(set(stated) & set(members)):
        found = sha256(members[name])
        if found != stated[name]:
            yield MemberAltered(Place(name), member=name, found=found, stated=stated[name]).finding
    if MANIFEST in stated:
        why, why_zh = "it lists itself", "清单列出了自身"
        yield ManifestUnusable(Place(MANIFEST), why=why, why_zh=why_zh).finding
    outside = [name for name in members if "/" in name and not name.startswith(("model/", "inventories/"))]
    for name in outside:
        yield MemberUnusable(Place(name), member=name, why="no bundle has such a folder", why_zh="证据包中不应有该文件夹").finding


def summary_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the manifest repeats of a result."""
    return {name: result.get(name) for name in ("declared_unit", "numerical_error", "total")}


def _unusable(why: str, why_zh: str) -> ManifestUnusable:
    return ManifestUnusable(Place(MANIFEST), why=why, why_zh=why_zh)
