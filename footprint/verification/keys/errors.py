"""What can go wrong with keys, issuers and trust."""

from __future__ import annotations

from footprint.errors import VerificationError
from footprint.verification.reasons import WithReason

__all__ = [
    "FingerprintDiffers",
    "IssuerNotTrusted",
    "KeyOfAnother",
    "KeyRetired",
    "KeyRevoked",
    "KeyTimeDiffers",
    "KeysExist",
    "KeysOpenToOthers",
    "NoCurrentKeys",
    "NoIssuerFile",
    "NoKeys",
    "NotAContinuation",
    "NothingTrusted",
    "PassphraseTooShort",
    "UnknownKeys",
    "WrongPassphrase",
]


class KeysExist(VerificationError):
    """Keys are never overwritten: whoever loses a signing key can issue nothing under it again.

    Choose another folder. To replace keys that are in use by new ones, use `footprint keys rotate`.
    """

    code = "K101"
    title = {"en": "Keys exist", "zh": "密钥已存在"}
    message = {"en": "{folder} already holds something; keys are never overwritten.", "zh": "{folder} 中已有内容；密钥绝不覆盖。"}
    hint = {"en": "Name another folder, or use `footprint keys rotate`.", "zh": "请换一个文件夹，或使用 `footprint keys rotate`。"}


class NoKeys(WithReason):
    """A folder does not hold the keys of an issuer: `issuer.json` and a private key for its current pair."""

    code = "K102"
    title = {"en": "No keys", "zh": "没有密钥"}
    message = {"en": "{folder} holds no usable keys: {why}.", "zh": "{folder} 中没有可用的密钥：{why_zh}。"}
    hint = {"en": "`footprint keys new` makes keys.", "zh": "可用 `footprint keys new` 生成密钥。"}


class WrongPassphrase(VerificationError):
    """The private keys cannot be decrypted: the passphrase is wrong, or the file is damaged."""

    code = "K103"
    title = {"en": "Wrong passphrase", "zh": "口令不正确"}
    message = {"en": "{file} cannot be opened with this passphrase.", "zh": "该口令无法打开 {file}。"}
    hint = {
        "en": "Type it again; where it is surely right, restore the file from a copy.",
        "zh": "请重新输入；若口令无误，请用备份恢复该文件。",
    }


class KeysOpenToOthers(VerificationError):
    """The file of a private key can be read by other users of the machine; such a key is not used."""

    code = "K104"
    title = {"en": "Keys open to others", "zh": "密钥可被他人读取"}
    message = {"en": "{file} can be read by others (mode {mode}).", "zh": "{file} 可被其他用户读取（权限 {mode}）。"}
    hint = {
        "en": "Run `chmod 600` on it, and consider whether the key is still yours alone.",
        "zh": "请对其执行 `chmod 600`，并考虑密钥是否已经泄露。",
    }


class PassphraseTooShort(VerificationError):
    """A passphrase protects the private keys on disk and in every copy of the disk; a short one is found by trying."""

    code = "K105"
    title = {"en": "Passphrase too short", "zh": "口令过短"}
    message = {
        "en": "The passphrase has {length} characters; at least {least} are needed.",
        "zh": "口令只有 {length} 个字符，至少需要 {least} 个。",
    }
    hint = {"en": "Several words in a row are easy to keep in mind.", "zh": "可用几个词连成一句，便于记忆。"}


class NoCurrentKeys(VerificationError):
    """Every pair of keys of the issuer was retired or revoked, or is not valid at the time of signing."""

    code = "K106"
    title = {"en": "No current keys", "zh": "没有当前有效的密钥"}
    message = {"en": "`{issuer}` has no keys to sign with at {at}.", "zh": "`{issuer}` 在 {at} 没有可用于签名的密钥。"}
    hint = {"en": "`footprint keys rotate` makes new ones.", "zh": "可用 `footprint keys rotate` 生成新密钥。"}


class UnknownKeys(VerificationError):
    """A pair of keys that is to be revoked is none of the issuer's."""

    code = "K107"
    title = {"en": "Unknown keys", "zh": "未知的密钥"}
    message = {"en": "The issuer has no keys with the fingerprint {fingerprint}.", "zh": "该签发方没有指纹为 {fingerprint} 的密钥。"}
    hint = {"en": "`footprint keys show` lists them.", "zh": "可用 `footprint keys show` 列出。"}


class NothingTrusted(VerificationError):
    """No issuer is trusted, and so nothing can be verified.

    Anyone can make keys and sign with them. Get the public file `issuer.json` from the verifier, compare its fingerprint over
    a second channel, and trust it with `footprint keys trust`.
    """

    code = "K201"
    title = {"en": "Nothing trusted", "zh": "信任库为空"}
    message = {"en": "No issuer is trusted: {where} holds none.", "zh": "没有受信任的签发方：{where} 中没有任何签发方。"}
    hint = {
        "en": "Run `footprint keys trust ISSUER.json`, or name the file with --trust.",
        "zh": "请执行 `footprint keys trust ISSUER.json`，或用 --trust 指定文件。",
    }


class IssuerNotTrusted(VerificationError):
    """The signature was made with a key that belongs to no trusted issuer."""

    code = "K202"
    title = {"en": "Issuer not trusted", "zh": "签发方不受信任"}
    message = {
        "en": "The key {key} belongs to none of the trusted issuers.",
        "zh": "密钥 {key} 不属于任何受信任的签发方。",
    }
    hint = {
        "en": "Trust the issuer only after comparing its fingerprint over a second channel.",
        "zh": "请先通过另一渠道核对指纹，再信任该签发方。",
    }


class KeyRevoked(VerificationError):
    """The issuer revoked the key: whatever it signed counts for nothing, whenever it claims to have been signed.

    A revoked key may be in the hands of someone else, who can write any time into a signature.
    """

    code = "K203"
    title = {"en": "Key revoked", "zh": "密钥已吊销"}
    message = {"en": "{issuer} revoked this key on {at}: {reason}.", "zh": "{issuer} 已于 {at} 吊销该密钥：{reason}。"}
    hint = {"en": "Ask the issuer for a new certificate.", "zh": "请向签发方索取新的核查声明。"}


class KeyRetired(VerificationError):
    """The signature claims a time at which the issuer did not sign with this key, because it was not yet or no longer in use."""

    code = "K204"
    title = {"en": "Key not in use", "zh": "密钥不在使用期"}
    message = {
        "en": "Signed at {at}, but {issuer} used this key from {start} to {end} only.",
        "zh": "签名时间为 {at}，但 {issuer} 仅在 {start} 至 {end} 使用该密钥。",
    }


class KeyTimeDiffers(VerificationError):
    """Statement and signature tell the time of signing differently."""

    code = "K205"
    title = {"en": "Times differ", "zh": "签名时间不一致"}
    message = {
        "en": "The statement says {issued}, the PDF signature {signed}.",
        "zh": "声明的签发时间为 {issued}，PDF 签名时间为 {signed}。",
    }


class NoIssuerFile(WithReason):
    """A file does not describe an issuer: it is of another format, was changed, or is not signed by the issuer's own key."""

    code = "K206"
    title = {"en": "Not an issuer's file", "zh": "不是签发方文件"}
    message = {"en": "{file} is not the public file of an issuer: {why}.", "zh": "{file} 不是签发方的公开文件：{why_zh}。"}
    hint = {"en": "Ask the issuer for its `issuer.json`.", "zh": "请向签发方索取 `issuer.json`。"}


class NotAContinuation(WithReason):
    """A file updates an issuer that is trusted already, but no trusted key vouches for it, or it takes back what was said.

    New keys are accepted without asking where an earlier, trusted key endorsed them. Revocations and retirements are never
    taken back. Where the issuer lost its keys, compare the new fingerprint over a second channel and state it with --fingerprint.
    """

    code = "K207"
    title = {"en": "Not a continuation", "zh": "不是已信任签发方的延续"}
    message = {
        "en": "The file does not continue what is trusted of `{issuer}`: {why}.",
        "zh": "该文件不能延续已信任的 `{issuer}`：{why_zh}。",
    }
    hint = {
        "en": "Compare the fingerprint with the issuer over a second channel, then state it with --fingerprint.",
        "zh": "请通过另一渠道与签发方核对指纹，再用 --fingerprint 写明。",
    }


class FingerprintDiffers(VerificationError):
    """The fingerprint that was stated is not that of the issuer's current keys."""

    code = "K208"
    title = {"en": "Fingerprint differs", "zh": "指纹不一致"}
    message = {"en": "The file has the fingerprint {found}, stated was {stated}.", "zh": "文件的指纹为 {found}，而给出的是 {stated}。"}
    hint = {"en": "Do not trust this file.", "zh": "请勿信任该文件。"}


class KeyOfAnother(VerificationError):
    """Two issuers claim the same key. Only one of them can have it; the other may want to speak for it, or to revoke it.

    An issuer's file holds public keys, which anyone can copy into a file of his own.
    """

    code = "K209"
    title = {"en": "Key of another issuer", "zh": "他方的密钥"}
    message = {"en": "`{issuer}` claims a key of `{other}`, who is trusted.", "zh": "`{issuer}` 使用了受信任的 `{other}` 的密钥。"}
    hint = {"en": "Do not trust this file; ask both.", "zh": "请勿信任该文件，并向双方核实。"}
