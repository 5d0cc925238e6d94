"""Texts of keys and verify."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS"]

# key: (English, Chinese).
TEXTS: Mapping[str, tuple[str, str]] = {
    "passphrase": ("Passphrase", "口令"),
    "passphrase_again": ("Passphrase again", "再次输入口令"),
    "passphrases_differ": ("The two passphrases differ.", "两次输入的口令不一致。"),
    "keys_made": ("Keys of {name} in {folder}.", "已在 {folder} 中生成 {name} 的密钥。"),
    "keys_rotated": ("New keys of {name} in {folder}; the old ones are retired.", "已在 {folder} 中为 {name} 换用新密钥，旧密钥停用。"),
    "keys_revoked": ("Keys {fingerprint} of {name} are revoked.", "{name} 的密钥 {fingerprint} 已吊销。"),
    "keys_hand_out": (
        "Give {file} to whoever shall verify, and tell them the fingerprint over a second channel.",
        "请把 {file} 交给需要验证的人，并通过另一渠道告知指纹。",
    ),
    "keys_hand_out_again": (
        "Give {file} anew to whoever verifies.",
        "请把新的 {file} 再次交给需要验证的人。",
    ),
    "fingerprint": ("Fingerprint: {fingerprint}", "指纹：{fingerprint}"),
    "issuer_name": ("Issuer", "签发方"),
    "issuer_id": ("Identifier", "标识"),
    "issuer_accreditation": ("Accreditation", "认可"),
    "issuer_pair": ("Keys", "密钥"),
    "issuer_fingerprint": ("Fingerprint", "指纹"),
    "issuer_use": ("In use", "使用期"),
    "issuer_state": ("State", "状态"),
    "keys_current": ("current", "使用中"),
    "keys_retired": ("retired {at}", "{at} 停用"),
    "keys_revoked_on": ("revoked {at}: {reason}", "{at} 吊销：{reason}"),
    "issuers_none": ("No issuer is trusted in {where}.", "{where} 中没有受信任的签发方。"),
    "issuer_trusted": ("{name} is trusted now.", "现已信任 {name}。"),
    "issuer_updated": ("{name} was trusted already; its file was renewed.", "{name} 此前已受信任；已更新其文件。"),
    "issuer_compare": (
        "Compare the fingerprint with {name} over a second channel; if it differs, delete {where}.",
        "请通过另一渠道与 {name} 核对指纹；若不一致，请删除 {where}。",
    ),
    "verify_step": ("{number} {name}", "{number} {name}"),
    "verify_ok": ("OK", "通过"),
    "verify_fail": ("FAIL", "失败"),
    "verify_not_done": ("-", "-"),
    "verify_because": (", ", "，"),
    "verify_good": ("Verified: {what}", "验证通过：{what}"),
    "verify_demonstration": ("Verified, as a DEMONSTRATION of no value: {what}", "验证通过，但仅为演示，不具有声明效力：{what}"),
    "verify_bad": ("NOT VERIFIED: step {number}, {name}, failed.", "验证未通过：第 {number} 步（{name}）失败。"),
    "verify_what": (
        "{number}: {product}, {value} {unit} per {declared_unit} ({sum}), {issuer}",
        "{number}：{product}，每 {declared_unit} {value} {unit}（{sum}），{issuer}",
    ),
}
