"""Texts of request, review, certify, verify, keys and register."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS"]

# key: (English, Chinese). Terms follow GB/T 24067 and ISO 14067.
TEXTS: Mapping[str, tuple[str, str]] = {
    # certify
    "certify_issued": ("Verification statement {number} issued:", "已签发核查声明 {number}："),
    "certify_demonstration": ("Demonstration {number} made, without value as a statement:", "已生成演示文件 {number}，不具核查效力："),
    "certify_lifted": ("Grounds for refusal that were lifted: {count} ({codes}).", "已豁免的拒绝签发原因：{count} 项（{codes}）。"),
    "certify_refused": ("Not issued. Grounds: {count}.", "未签发。原因共 {count} 项。"),
    # request
    "requested": ("Evidence bundle {file} written.", "已生成证据包 {file}。"),
    "requested_before": ("{file} stands already, with the same bytes.", "{file} 已存在，内容相同。"),
    "bundle_sha256": ("SHA-256 of the file:     {digest}", "文件 SHA-256：{digest}"),
    "bundle_manifest": ("SHA-256 of the manifest: {digest}", "清单 SHA-256：{digest}"),
    "bundle_total": ("Carbon footprint: {value} {unit} per {declared_unit}", "产品碳足迹：每 {declared_unit} {value} {unit}"),
    "keep_secret": ("{file} stays with the licence holder: do not hand it on.", "{file} 由许可持有人保存，不得外传。"),
    "rules_passed": ("No rule of profile {profile} failed.", "规则集 {profile} 未发现不符合项。"),
    "rules_failed": (
        "Rules of profile {profile} that failed: {count}. `footprint review` lists them.",
        "规则集 {profile} 有 {count} 项不符合，详见 `footprint review`。",
    ),
}
