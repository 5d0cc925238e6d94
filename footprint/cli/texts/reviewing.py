"""Texts of register and review."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS"]

# key: (English, Chinese). Terms follow GB/T 24067 and ISO 14067.
TEXTS: Mapping[str, tuple[str, str]] = {
    # register
    "register_made": ("Register {file} started; its numbers begin with {series}.", "已启用登记簿 {file}，编号以 {series} 开头。"),
    "register_number": ("Number", "编号"),
    "register_status": ("Status", "状态"),
    "register_since": ("Since", "起始时间"),
    "register_until": ("Valid until", "有效期至"),
    "register_reason": ("Reason", "理由"),
    "register_by": ("superseded by {number}", "由 {number} 替代"),
    "register_event": ("Event", "事件"),
    "register_at": ("Recorded (UTC)", "登记时间（UTC）"),
    "register_entry": ("Entry", "序号"),
    "register_empty": ("The register holds no numbers.", "登记簿中还没有编号。"),
    "register_none": ("The register holds no such numbers.", "登记簿中没有此类编号。"),
    "register_content": ("Recorded", "登记内容"),
    "register_head": (
        "Entries: {entries}, numbers: {numbers}, last entry {digest}.",
        "记录 {entries} 条，编号 {numbers} 个，末条摘要 {digest}。",
    ),
    "register_whole": ("The register is whole.", "登记簿完整。"),
    "register_broken": ("The register is not whole: {count} defects.", "登记簿不完整：{count} 处缺陷。"),
    "register_not_compared": (
        "Only the chain itself was checked. Give --against an earlier status file or export to see whether entries at its end are missing.",
        "仅检查了链条本身。请用 --against FILE 与以前公布的状态文件或导出文件比对，以发现末尾缺失的记录。",
    ),
    "register_recorded": ("{number} is now {status}.", "{number} 现为“{status}”。"),
    "register_expired": ("Recorded as expired: {numbers}.", "已标记到期：{numbers}。"),
    "register_nothing_expired": ("Nothing has run out.", "没有到期的声明。"),
    "register_published": (
        "Status of {count} statements as of {at}, signed by {issuer}: {file}.",
        "{count} 份声明截至 {at} 的状态，由 {issuer} 签名：{file}。",
    ),
}
