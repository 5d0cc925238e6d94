"""Why a certificate does not verify, apart from its signature and its keys."""

from __future__ import annotations

from footprint.errors import Severity, VerificationError
from footprint.verification.reasons import WithReason

__all__ = [
    "BareBundle",
    "BundleNeeded",
    "DatapackageDiffers",
    "Demonstration",
    "DemonstrationOnly",
    "DigestDiffers",
    "EvidenceUnusable",
    "IssuedLater",
    "NotForVerification",
    "NotListed",
    "NumberDiffers",
    "OtherAlgorithm",
    "OutOfForce",
    "RecordsUnpublished",
    "RuleFails",
    "RulesLifted",
    "StatusFileUnusable",
    "StatusOld",
    "StatusRequired",
    "StatusUnknown",
    "ValidityOver",
    "WithdrawnLater",
]


class NotForVerification(VerificationError):
    """The file is no certificate: neither a PDF, nor a credential, nor an evidence bundle."""

    code = "K501"
    title = {"en": "Nothing to verify", "zh": "不是可验证的文件"}
    message = {"en": "{file} is neither a PDF, nor a credential, nor a bundle.", "zh": "{file} 既不是 PDF，也不是凭证或证据包。"}
    hint = {"en": "Is it the file you meant, as it was issued?", "zh": "请确认文件无误，且为签发时的原件。"}


class BareBundle(VerificationError):
    """An evidence bundle alone is signed by nobody: it shows how a number came about, not that someone verified it.

    Verify the PDF certificate, or the credential together with the bundle.
    """

    code = "K502"
    title = {"en": "Bundle without a signature", "zh": "证据包没有签名"}
    message = {"en": "An evidence bundle alone carries no signature.", "zh": "单独的证据包没有签名。"}
    hint = {"en": "Verify the PDF, or the credential with --bundle.", "zh": "请验证 PDF，或用 --bundle 与凭证一起验证。"}


class IssuedLater(VerificationError):
    """The certificate was issued after the time that it is judged at: the clock is wrong, or the certificate is."""

    code = "K503"
    title = {"en": "Issued in the future", "zh": "签发时间在将来"}
    message = {"en": "It was issued {issued}, which is after {now}.", "zh": "签发时间 {issued} 晚于 {now}。"}
    hint = {"en": "Check the clock of this machine, or --at.", "zh": "请检查本机时钟或 --at 的日期。"}


class ValidityOver(VerificationError):
    """The certificate is not yet, or no longer, in its period of validity."""

    code = "K504"
    title = {"en": "Not in its validity", "zh": "不在有效期内"}
    message = {
        "en": "It is valid from {start} until {end}; it is judged as of {now}.",
        "zh": "有效期为 {start} 至 {end}，判断时间为 {now}。",
    }
    hint = {"en": "--at DATE judges it as of another day.", "zh": "可用 --at 日期 按其他时间判断。"}


class OutOfForce(VerificationError):
    """The issuer's status file says that the certificate is no longer in force: withdrawn, suspended, superseded or expired."""

    code = "K505"
    title = {"en": "No longer in force", "zh": "已失效"}
    message = {
        "en": "Its status is {status} since {since}: {reason} (status file of {as_of}).",
        "zh": "自 {since} 起状态为{status_zh}：{reason}（状态文件时间 {as_of}）。",
    }
    hint = {"en": "Ask the issuer for the certificate in force.", "zh": "请向签发方索取现行有效的声明。"}


class NotListed(WithReason):
    """The issuer's status file was made after the issue of this certificate and does not know its number, or knows it of another statement."""

    code = "K506"
    title = {"en": "Not in the register", "zh": "登记册中没有"}
    message = {"en": "The status file of {as_of} does not list {number}: {why}.", "zh": "{as_of} 的状态文件没有该编号 {number}：{why_zh}。"}


class StatusFileUnusable(WithReason):
    """The status file is not one, or not one of the certificate's issuer."""

    code = "K507"
    title = {"en": "Status file not usable", "zh": "状态文件无法使用"}
    message = {"en": "The status file cannot be used: {why}.", "zh": "状态文件无法使用：{why_zh}。"}
    hint = {"en": "Get the issuer's current status file.", "zh": "请获取签发方最新的状态文件。"}


class StatusRequired(WithReason):
    """A status was asked for and is not known: there is no status file, or it is older than the certificate."""

    code = "K508"
    title = {"en": "Status required", "zh": "需要状态文件"}
    message = {"en": "The status is not known: {why}.", "zh": "状态未知：{why_zh}。"}
    hint = {"en": "Name the issuer's current status file with --status.", "zh": "请用 --status 指定签发方最新的状态文件。"}


class StatusUnknown(WithReason):
    """Whether the certificate was withdrawn since its issue is not known; only a status file of the issuer says so."""

    code = "K509"
    severity = Severity.WARNING
    title = {"en": "Status unknown", "zh": "状态未知"}
    message = {"en": "Whether it was withdrawn since is unknown: {why}.", "zh": "签发后是否被撤销未知：{why_zh}。"}
    hint = {"en": "Name the issuer's current status file with --status.", "zh": "请用 --status 指定签发方最新的状态文件。"}


class StatusOld(VerificationError):
    """The status file is more than 30 days older than the time of judging; the certificate may have been withdrawn since."""

    code = "K510"
    severity = Severity.WARNING
    title = {"en": "Status file is old", "zh": "状态文件较旧"}
    message = {"en": "The status file is of {as_of}, {days} days before {now}.", "zh": "状态文件日期为 {as_of}，比 {now} 早 {days} 天。"}
    hint = {"en": "Get a newer one from the issuer.", "zh": "请向签发方获取较新的状态文件。"}


class WithdrawnLater(VerificationError):
    """At the day asked for the certificate was in force; it no longer is."""

    code = "K511"
    severity = Severity.WARNING
    title = {"en": "In force then, not any longer", "zh": "当时有效，现已失效"}
    message = {"en": "Since {since} its status is {status}.", "zh": "自 {since} 起其状态为{status_zh}。"}


class BundleNeeded(VerificationError):
    """A credential does not carry its evidence; without the bundle the number cannot be recomputed."""

    code = "K512"
    title = {"en": "Bundle needed", "zh": "需要证据包"}
    message = {"en": "The evidence bundle {sha256} is not at hand.", "zh": "没有证据包 {sha256}。"}
    hint = {"en": "Name it with --bundle, or verify the PDF, which carries it.", "zh": "请用 --bundle 指定，或验证附有证据包的 PDF。"}


class DigestDiffers(VerificationError):
    """Two things that must be the same are not: an attachment was exchanged, or the statement is about something else."""

    code = "K513"
    title = {"en": "Digests differ", "zh": "摘要不一致"}
    message = {"en": "{what_en}: stated is {stated}, found {found}.", "zh": "{what_zh}：声明为 {stated}，实际为 {found}。"}


class DatapackageDiffers(VerificationError):
    """The datapackage compiled anew from the model is not, byte for byte, the one in the bundle."""

    code = "K514"
    title = {"en": "Recompilation differs", "zh": "重新编译结果不一致"}
    message = {
        "en": "The datapackage compiled from the model is not the one in the bundle.",
        "zh": "由模型重新编译的数据包与证据包中的不一致。",
    }


class NumberDiffers(VerificationError):
    """The statement, the bundle and the recomputation do not say the same: a number, or what the number is about."""

    code = "K515"
    title = {"en": "Stated otherwise", "zh": "声明与证据不一致"}
    message = {"en": "{name}: stated {stated}, found {found}.", "zh": "{name}：声明为 {stated}，实际为 {found}。"}


class RuleFails(VerificationError):
    """A rule of the profile fails, and the statement does not except it."""

    code = "K516"
    title = {"en": "Rule fails", "zh": "规则未通过"}
    message = {"en": "{rule}: {message_en}", "zh": "{rule}：{message_zh}"}


class RulesLifted(VerificationError):
    """Rules fail, and count for nothing because the statement is a demonstration, or because its opinion excepts them."""

    code = "K518"
    severity = Severity.WARNING
    title = {"en": "Rules excepted", "zh": "规则例外"}
    message = {"en": "Excepted by the statement: {rules}.", "zh": "声明中列为例外的规则：{rules}。"}


class Demonstration(VerificationError):
    """The certificate is a demonstration: everything is done as for a real one, and it says nothing about any product."""

    code = "K519"
    severity = Severity.WARNING
    title = {"en": "Demonstration", "zh": "演示"}
    message = {"en": "This is a demonstration and of no value as a statement.", "zh": "这是演示文件，不具有声明效力。"}


class DemonstrationOnly(VerificationError):
    """The statement claims to be real and stands on what only a demonstration may: a representative model, or demo records.

    No issuer that works with this software can sign such a statement, whatever its profile says.
    """

    code = "K523"
    title = {"en": "For demonstrations only", "zh": "仅可用于演示"}
    message = {
        "en": "The statement is no demonstration and stands on {what_en}.",
        "zh": "该声明并非演示文件，却依据{what_zh}。",
    }


class EvidenceUnusable(WithReason):
    """The evidence is whole and signed, and yet not built as evidence is: it cannot be worked with."""

    code = "K520"
    title = {"en": "Evidence not usable", "zh": "证据无法使用"}
    message = {"en": "The evidence is not built as it must be: {why}.", "zh": "证据的结构不符合要求：{why_zh}。"}


class RecordsUnpublished(VerificationError):
    """Records in the bundle are not those of the package of that name and version that is at hand here.

    The number follows from the records in the bundle all the same. Ask the issuer where they are from.
    """

    code = "K521"
    severity = Severity.WARNING
    title = {"en": "Records not as published", "zh": "数据与已发布版本不一致"}
    message = {"en": "{count} members differ from the package at hand: {members}.", "zh": "{count} 个文件与本机的数据包不一致：{members}。"}
    hint = {"en": "Ask the issuer where these records are from.", "zh": "请向签发方核实数据来源。"}


class OtherAlgorithm(VerificationError):
    """The version of footprint at hand calculates otherwise than the one that the certificate was made with.

    The fingerprint of an algorithm changes where a formula does. A difference in the number may come from that: verify with the version
    that the statement names under `software` before you blame the certificate.
    """

    code = "K522"
    severity = Severity.WARNING
    title = {"en": "Other algorithm", "zh": "算法版本不同"}
    message = {
        "en": "The certificate was made with footprint {version}, whose algorithm has another fingerprint than this one's.",
        "zh": "该声明由 footprint {version} 生成，其算法指纹与本版本不同。",
    }
    hint = {"en": "Verify again with that version.", "zh": "请用该版本再次验证。"}
