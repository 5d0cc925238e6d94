"""The steps themselves, one function each: raise what is wrong, or return what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from footprint.errors import Finding
from footprint.files import sha256
from footprint.verification.keys.errors import KeyTimeDiffers
from footprint.verification.keys.trust import require_good_at
from footprint.verification.moments import moment, moment_text, whole_second
from footprint.verification.signing.credential import require_issuer
from footprint.verification.statement import statement_digest
from footprint.verification.verifying.errors import (
    BundleNeeded,
    Demonstration,
    DigestDiffers,
    IssuedLater,
    NotListed,
    OutOfForce,
    StatusFileUnusable,
    StatusOld,
    StatusRequired,
    StatusUnknown,
    ValidityOver,
    WithdrawnLater,
)
from footprint.verification.verifying.evidence import Evidence, Found, Request, examine
from footprint.verification.verifying.recalculation import assessed, compared, recompiled, recomputed
from footprint.verification.verifying.status import StatusFile, read_status

__all__ = ["CHECKS", "Check"]

_OLD_DAYS = 30


Check = Callable[[Request, Evidence], Found]

_KINDS: Mapping[str, tuple[str, str]] = {
    "pdf": ("a PDF certificate", "PDF 核查声明"),
    "credential": ("a credential", "可验证凭证"),
    "bundle": ("an evidence bundle", "证据包"),
}


def _open(request: Request, evidence: Evidence) -> Found:
    english, chinese = _KINDS[evidence.kind]
    size = len(request.content)
    return Found(
        {"en": f"{english}, {size} bytes", "zh": f"{chinese}，{size} 字节"}, details={"sha256": sha256(request.content), "bytes": size}
    )


def _signature(request: Request, evidence: Evidence) -> Found:
    examine(request, evidence)
    if evidence.kind == "credential":
        return Found({"en": "Ed25519, canonical, unchanged", "zh": "Ed25519，规范形式，未被改动"})
    english, chinese = "P-256 and SHA-256 over the whole file", "P-256 与 SHA-256，覆盖整个文件"
    if evidence.credential is None:
        return Found({"en": english, "zh": chinese})
    return Found({"en": f"{english}; the credential in it, Ed25519", "zh": f"{chinese}；所附凭证为 Ed25519"})


def _issuer(request: Request, evidence: Evidence) -> Found:
    if evidence.pdf is not None:
        issuer, pair = request.trust.by_certificate(evidence.pdf.certificate)
        require_good_at(issuer, pair, evidence.pdf.signed_at)
    issuer, pair = require_issuer(evidence.statement, request.trust)
    evidence.issuer, evidence.pair = issuer, pair
    warnings = (Demonstration().finding,) if evidence.statement["demonstration"] else ()
    return Found(
        {"en": f"{issuer.name}, key {pair.fingerprint[:16]}", "zh": f"{issuer.name}，密钥 {pair.fingerprint[:16]}"},
        warnings,
        {"id": issuer.id, "name": issuer.name, "fingerprint": pair.fingerprint},
    )


def _validity(request: Request, evidence: Evidence) -> Found:
    statement = evidence.statement
    issued = moment(statement["issued"])
    if evidence.pdf is not None and evidence.pdf.signed_at != issued:
        signed = moment_text(evidence.pdf.signed_at)
        raise KeyTimeDiffers(issued=statement["issued"], signed=signed)
    status = None if request.status is None else read_status(request.status, request.trust)
    evidence.now = now = _now(request, status)
    shown = moment_text(now)
    if now < issued:
        raise IssuedLater(issued=statement["issued"], now=shown)
    if not moment(statement["valid_from"]) <= now <= moment(statement["valid_until"]):
        raise ValidityOver(start=statement["valid_from"], end=statement["valid_until"], now=shown)
    said, warnings = _status(request, evidence, status, now)
    as_of = None if status is None else moment_text(status.as_of)
    by, by_zh = ("", "") if as_of is None else (f" (status file of {as_of})", f"（状态文件时间 {as_of}）")
    english = f"valid from {statement['valid_from']} until {statement['valid_until']}, judged as of {shown}; status: {said}{by}"
    chinese = f"有效期 {statement['valid_from']} 至 {statement['valid_until']}，判断时间 {shown}；状态：{_STATUS_ZH[said]}{by_zh}"
    return Found({"en": english, "zh": chinese}, warnings, {"now": shown, "status": said, "status_as_of": as_of})


_STATUS_ZH = {"valid": "有效", "unknown": "未知", "suspended": "暂停", "superseded": "被替代", "withdrawn": "撤销", "expired": "过期"}


def _now(request: Request, status: StatusFile | None) -> datetime:
    """Give the time to judge at: the day asked for, or else the clock, which cannot be behind what the issuer signed."""
    if request.at is not None:
        return whole_second(request.at)
    clock = whole_second(request.clock)
    return clock if status is None else max(clock, status.as_of)


def _status(request: Request, evidence: Evidence, status: StatusFile | None, now: datetime) -> tuple[str, tuple[Finding, ...]]:
    statement = evidence.statement
    if status is None:
        return _unknown(request, "there is no status file", "没有状态文件")
    assert evidence.issuer is not None
    # Whoever is trusted beside it may have taken its identifier: it is the issuer itself that must have signed.
    if status.issuer != evidence.issuer:
        raise StatusFileUnusable(why=f"it is of {status.issuer.name}")
    entry = status.entries.get(statement["number"])
    as_of = moment_text(status.as_of)
    if entry is None and status.as_of < moment(statement["issued"]):
        return _unknown(request, f"the status file of {as_of} is older than the certificate", f"{as_of} 的状态文件早于本声明")
    if entry is None:
        raise NotListed(number=statement["number"], as_of=as_of, why="no such number")
    if entry.statement_sha256 != statement_digest(statement):
        raise NotListed(number=statement["number"], as_of=as_of, why="the number is of another statement")
    if entry.status != "valid":
        english, chinese = entry.status, _STATUS_ZH[entry.status]
        if entry.by:
            english, chinese = f"superseded by {entry.by}", f"被 {entry.by} 替代"
        since = moment_text(entry.since)
        if request.at is None or entry.ended <= now:
            raise OutOfForce(status=english, status_zh=chinese, since=since, reason=entry.reason or "-", as_of=as_of)
        return "valid", (WithdrawnLater(status=english, status_zh=chinese, since=since).finding,)
    days = (now - status.as_of).days
    old = (StatusOld(as_of=as_of, now=moment_text(now), days=days).finding,) if days > _OLD_DAYS else ()
    return "valid", old


def _unknown(request: Request, english: str, chinese: str) -> tuple[str, tuple[Finding, ...]]:
    if request.require_status:
        raise StatusRequired(why=english, why_zh=chinese)
    return "unknown", (StatusUnknown(why=english, why_zh=chinese).finding,)


def _digests(request: Request, evidence: Evidence) -> Found:
    from footprint.verification.bundle import open_bundle

    statement, stated = evidence.statement, evidence.statement["bundle"]
    if evidence.kind == "pdf":
        _same(
            "the statement named by the PDF's metadata", "PDF 元数据所载声明", evidence.metadata_digest or "-", statement_digest(statement)
        )
        if request.bundle is not None:
            attached = sha256(evidence.attached_bundle or b"")
            _same("the bundle named with --bundle", "--bundle 指定的证据包", attached, sha256(request.bundle))
    content = evidence.attached_bundle
    if content is None:
        raise BundleNeeded(sha256=stated["file_sha256"])
    _same("the bundle", "证据包", stated["file_sha256"], sha256(content))
    bundle = evidence.bundle = open_bundle(content)
    _same("the manifest of the bundle", "证据包清单", stated["manifest_sha256"], bundle.manifest_sha256)
    _same("the product model", "产品模型", statement["model"]["sha256"], sha256(bundle.members[bundle.model_member]))
    _same("the algorithm fingerprint", "算法指纹", statement["algorithm_fingerprint"], str(bundle.manifest["algorithm_fingerprint"]))
    criterion = statement["criteria"][0]
    _same("the rule profile", "规则集", criterion["sha256"], sha256(bundle.members["profile.yaml"]))
    about = bundle.manifest["profile"]
    _same("the name of the rule profile", "规则集名称", f"{criterion['id']} {criterion['version']}", f"{about['id']} {about['version']}")
    disclosure = "committed" if bundle.committed else "full"
    _same("the disclosure of records", "数据披露方式", stated["disclosure"], disclosure)
    count = len(bundle.members)
    return Found(
        {
            "en": f"the bundle has {count} members, all as stated; statement, metadata and attachments agree",
            "zh": f"证据包含 {count} 个文件，均与声明一致；声明、元数据与附件相互一致",
        },
        details={"manifest_sha256": bundle.manifest_sha256, "statement_sha256": statement_digest(statement)},
    )


def _same(english: str, chinese: str, stated: str, found: str) -> None:
    if stated != found:
        raise DigestDiffers(what_en=english, what_zh=chinese, stated=stated, found=found)


CHECKS: tuple[Check, ...] = (_open, _signature, _issuer, _validity, _digests, recompiled, recomputed, compared, assessed)
"""The steps, in the order of their numbers."""
