"""Why a certificate is not issued."""

from __future__ import annotations

from collections.abc import Iterable

from footprint.errors import Finding, ProblemsFound, Severity, VerificationError

__all__ = [
    "CertificateRefused",
    "ChangeWithoutReason",
    "ConservativeValuesMissing",
    "DateImpossible",
    "DecisionIncomplete",
    "DecisionNotForBundle",
    "DemoDataUsed",
    "DocumentTooLong",
    "EvidenceNotSeen",
    "HeadlineUnknown",
    "IndependentReviewMissing",
    "IssuedNotVerified",
    "KeysOfAnother",
    "NoPositiveOpinion",
    "NonconformityOpen",
    "NotRecomputed",
    "NotSatisfiedUnmodified",
    "NothingApplied",
    "OutputStands",
    "RegisterNeeded",
    "ResponsiblePartyMissing",
    "RuleFailed",
    "StatusNotPrimary",
    "ValidityTooLong",
    "VerifierIsNotIssuer",
]


class CertificateRefused(ProblemsFound):
    """A certificate is not issued. All reasons are given together, each with its own code.

    What to do about each stands at its code.
    """

    code = "V500"
    title = {"en": "Certificate refused", "zh": "拒绝签发"}
    message = {"en": "The certificate is refused for {count} reasons.", "zh": "拒绝签发，原因共 {count} 项。"}

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__(findings)

    def __reduce__(self) -> tuple[object, ...]:
        return (CertificateRefused, (self._findings,))


class DocumentTooLong(VerificationError):
    """The statement does not fit on three pages.

    Lists of contributions and of inputs left out are shortened on the pages as far as needed; the verifier's qualifications never are. Write
    them shorter, or issue the document in one language.
    """

    code = "V502"
    title = {"en": "Document too long", "zh": "文档过长"}
    message = {
        "en": "The document would have {pages} pages; a statement has at most {most}.",
        "zh": "文档将有 {pages} 页，核查声明最多 {most} 页。",
    }
    hint = {
        "en": "Shorten the qualifications of the decision, or choose one language for the document.",
        "zh": "请缩短核查决定中的保留事项，或文档只选一种语言。",
    }


class IssuedNotVerified(VerificationError):
    """A certificate that was just made does not verify, and is therefore not issued.

    Everything that was stated is checked once more the way a customer does it, before anything leaves. A failure here is a defect of
    footprint, or the bundle or the keys changed while it worked.
    """

    code = "V503"
    title = {"en": "Made, but does not verify", "zh": "生成后未通过验证"}
    message = {
        "en": "The certificate was made but does not verify; step {step} ({name_en}): {why_en}",
        "zh": "证书已生成但未通过验证；第 {step} 步（{name_zh}）：{why_zh}",
    }
    hint = {"en": "It was not issued. Please report this with the bundle.", "zh": "该证书未签发。请连同证据包一起报告。"}


class OutputStands(VerificationError):
    """There is already a folder for the certificate; nothing is ever overwritten."""

    code = "V504"
    title = {"en": "Output exists", "zh": "输出已存在"}
    message = {"en": "{folder} exists already.", "zh": "{folder} 已存在。"}
    hint = {"en": "Choose another folder with --out.", "zh": "请用 --out 选择其他文件夹。"}


class RegisterNeeded(VerificationError):
    """A statement has a number that never repeats, and only a register can give one.

    Start one with `footprint register new FILE`. Demonstrations may go without.
    """

    code = "V505"
    title = {"en": "Register needed", "zh": "需要登记册"}
    message = {"en": "A statement is numbered by a register, and none is named.", "zh": "声明编号由登记册给出，但未指定登记册。"}
    hint = {
        "en": "Name it with --register FILE; `footprint register new FILE` starts one.",
        "zh": "请用 --register FILE 指定；`footprint register new FILE` 可新建。",
    }


class DecisionNotForBundle(VerificationError):
    """The decision was made on another bundle.

    A decision is about one bundle, byte for byte. Whatever changed since then was not reviewed. Review the new bundle; the decision is
    carried on.
    """

    code = "V510"
    title = {"en": "Decision on another bundle", "zh": "核查决定不对应该证据包"}
    message = {
        "en": "The decision is on the bundle {decided}, this one is {found}.",
        "zh": "核查决定针对证据包 {decided}，而本证据包为 {found}。",
    }
    hint = {
        "en": "Review this bundle: footprint review BUNDLE --decision FILE --out FOLDER.",
        "zh": "请重新评审：footprint review BUNDLE --decision FILE --out FOLDER。",
    }


class DecisionIncomplete(VerificationError):
    """The decision does not say everything that a statement must say."""

    code = "V511"
    title = {"en": "Decision incomplete", "zh": "核查决定不完整"}
    message = {"en": "The decision does not state `{field}`.", "zh": "核查决定未填写 `{field}`。"}
    hint = {"en": "Fill it in in the decision.", "zh": "请在核查决定中填写。"}


class IndependentReviewMissing(VerificationError):
    """Nobody examined the verification independently before its issue.

    ISO 14064-3 asks for an independent review by somebody who did not carry out the verification.
    """

    code = "V512"
    title = {"en": "No independent review", "zh": "缺少独立复核"}
    message = {"en": "The decision names no independent reviewer.", "zh": "核查决定未注明独立复核人。"}
    hint = {"en": "State `verifier: {{independent_reviewer: ...}}`.", "zh": "请填写 `verifier: {{independent_reviewer: ...}}`。"}


class StatusNotPrimary(VerificationError):
    """The model is representative: it stands for a kind of product, and there is nothing historical to verify."""

    code = "V513"
    title = {"en": "Not a primary model", "zh": "非初级数据模型"}
    message = {
        "en": "The model has the status `{status}`; only a `primary` model of a producer's own data can be verified.",
        "zh": "模型状态为 `{status}`；只有基于企业自有数据的 `primary` 模型才能核查。",
    }
    hint = {
        "en": "Model the producer's own data and state `status: primary`, or issue with --demonstration.",
        "zh": "请用企业自有数据建模并填写 `status: primary`，或用 --demonstration 签发演示文件。",
    }


class DemoDataUsed(VerificationError):
    """The footprint stands on demo records. They show how things work; nobody vouches for their figures."""

    code = "V514"
    title = {"en": "Demo data", "zh": "使用演示数据"}
    message = {"en": "The footprint uses {count} demo records: {datasets}.", "zh": "该碳足迹使用了 {count} 条演示数据：{datasets}。"}
    hint = {"en": "Replace them by other datasets.", "zh": "请换用其他数据集。"}


class NonconformityOpen(VerificationError):
    """A nonconformity is open: neither corrected nor concluded otherwise by the reviewer.

    One that the decision closes while the rule still finds it counts as open too.
    """

    code = "V515"
    title = {"en": "Nonconformity open", "zh": "不符合项未关闭"}
    message = {"en": "Nonconformity {number} is open: {what_en}", "zh": "不符合项 {number} 未关闭：{what_zh}"}
    hint = {
        "en": "Correct the model and request anew, or conclude it in the decision.",
        "zh": "请整改模型并重新申请，或在核查决定中给出结论。",
    }


class RuleFailed(VerificationError):
    """A rule of the profile fails, and the decision does not say that it was closed without being satisfied."""

    code = "V516"
    title = {"en": "Rule failed", "zh": "规则未通过"}
    message = {"en": "The rule `{rule}` fails: {what_en}", "zh": "规则 `{rule}` 未通过：{what_zh}"}
    hint = {
        "en": "Correct the model, or conclude the nonconformity in the decision.",
        "zh": "请整改模型，或在核查决定中对该不符合项给出结论。",
    }


class NotSatisfiedUnmodified(VerificationError):
    """Nonconformities are closed without being satisfied; the opinion can then only be modified."""

    code = "V517"
    title = {"en": "Opinion must be modified", "zh": "应为保留意见"}
    message = {
        "en": "Nonconformities {numbers} are closed, not satisfied, and the opinion is `{opinion}`; it can only be `modified`.",
        "zh": "不符合项 {numbers} 已关闭但未满足，意见却为 `{opinion}`；只能为 `modified`。",
    }
    hint = {"en": "Modify the opinion and state the qualifications.", "zh": "请改为保留意见并写明保留事项。"}


class NoPositiveOpinion(VerificationError):
    """The opinion is adverse or disclaimed. There is no certificate of that: the verifier reports it to the client instead."""

    code = "V518"
    title = {"en": "No positive opinion", "zh": "无肯定意见"}
    message = {
        "en": "The opinion is `{opinion}`; no statement that vouches for the footprint follows from it.",
        "zh": "意见为 `{opinion}`；不能据此出具肯定该碳足迹的声明。",
    }
    hint = {"en": "Report the opinion to the client with the nonconformity list.", "zh": "请将意见连同不符合项清单报告给委托方。"}


class NothingApplied(VerificationError):
    """The profile of the bundle applies no rule. An empty policy verifies nothing."""

    code = "V519"
    title = {"en": "Empty policy", "zh": "规则集为空"}
    message = {"en": "The profile `{profile}` of the bundle applies no rule.", "zh": "证据包的规则集 `{profile}` 没有启用任何规则。"}
    hint = {"en": "Request anew with a profile that has rules.", "zh": "请用含有规则的规则集重新申请。"}


class NotRecomputed(VerificationError):
    """The result of the bundle is not what comes out when its model is computed again."""

    code = "V520"
    title = {"en": "Recomputation differs", "zh": "重算结果不一致"}
    message = {
        "en": "Computed again, {name} is {found}; the bundle states {stated}.",
        "zh": "重新计算时{name}为 {found}，证据包声明为 {stated}。",
    }
    hint = {"en": "Request anew with this version of footprint.", "zh": "请用当前版本的 footprint 重新申请。"}


class ConservativeValuesMissing(VerificationError):
    """Data that were not rectified are set conservatively by the verifier, and the model does not have these values."""

    code = "V521"
    title = {"en": "Conservative value missing", "zh": "未采用保守值"}
    message = {
        "en": "The decision sets `{parameter}` to {value}; the model does not have that value.",
        "zh": "核查决定将 `{parameter}` 设为 {value}，但模型未采用。",
    }
    hint = {"en": "Put the value into the model and request anew.", "zh": "请在模型中采用该值并重新申请。"}


class ResponsiblePartyMissing(VerificationError):
    """The model names no producer; a statement is about somebody's product."""

    code = "V522"
    title = {"en": "No responsible party", "zh": "缺少责任方"}
    message = {"en": "The model names no producer.", "zh": "模型未注明生产企业。"}
    hint = {
        "en": "State `producer: {{name: ...}}` in the model and request anew.",
        "zh": "请在模型中填写 `producer: {{name: ...}}` 并重新申请。",
    }


class ValidityTooLong(VerificationError):
    """The statement would be valid for longer than the profile, the decision or the calendar allows."""

    code = "V523"
    title = {"en": "Validity not allowed", "zh": "有效期不允许"}
    message = {
        "en": "The statement would be valid until {until}; {bound_en} {limit}.",
        "zh": "声明有效期将至 {until}；{bound_zh} {limit}。",
    }
    hint = {"en": "State an earlier end, or verify data of a later period.", "zh": "请缩短有效期，或核查更近时段的数据。"}


class HeadlineUnknown(VerificationError):
    """The sum that the profile takes as the result is not known for this product."""

    code = "V524"
    title = {"en": "Result unknown", "zh": "结果未知"}
    message = {"en": "The sum `{sum}` is not known: {why_en}", "zh": "合计 `{sum}` 未知：{why_zh}"}
    hint = {
        "en": "State what is missing in the model, or request with another profile.",
        "zh": "请在模型中补充缺失信息，或改用其他规则集申请。",
    }


class EvidenceNotSeen(VerificationError):
    """The decision does not say which evidence was seen for inputs that the sampling plan names.

    The plan names the inputs without which the rest could move the result by more than the materiality threshold. `footprint review
    BUNDLE --out FOLDER` writes it.
    """

    code = "V525"
    title = {"en": "Evidence not seen", "zh": "未核对证据"}
    message = {
        "en": "The decision names no evidence for {count} inputs of the sampling plan: {inputs}.",
        "zh": "抽样计划中有 {count} 项输入在核查决定中没有证据记录：{inputs}。",
    }
    hint = {"en": "State what was seen under `evidence`.", "zh": "请在 `evidence` 下写明所查证据。"}


class ChangeWithoutReason(VerificationError):
    """A value was changed since the bundle before, and the decision does not say why.

    A reason is for one change: where the value was changed once more, the reason of the change before does not count.
    """

    code = "V526"
    title = {"en": "Change without a reason", "zh": "变更未说明理由"}
    message = {
        "en": "The decision gives no reason why `{parameter}` was changed from {before} to {after}.",
        "zh": "核查决定未说明 `{parameter}` 由 {before} 变为 {after} 的理由。",
    }
    hint = {"en": "State the `reason` under `changes`.", "zh": "请在 `changes` 下填写 `reason`。"}


class DateImpossible(VerificationError):
    """A date of the decision cannot be: a decision before the data end, a decision or visit still to come, a validity from the past.

    Nothing is decided before the period of the data is over, nobody visited a site tomorrow, and a statement is not valid before it is
    issued. A day counts as begun as soon as it has begun anywhere on Earth.
    """

    code = "V527"
    title = {"en": "Date impossible", "zh": "日期不成立"}
    message = {
        "en": "`{field}` is {day}; {bound_en} {limit}.",
        "zh": "`{field}` 为 {day}；{bound_zh} {limit}。",
    }
    hint = {"en": "Correct the date in the decision.", "zh": "请更正核查决定中的日期。"}


class VerifierIsNotIssuer(VerificationError):
    """The keys belong to somebody other than the verification body that the decision names; the document shows both."""

    code = "V530"
    severity = Severity.WARNING
    title = {"en": "Issuer is not the verifier", "zh": "签发方与核查机构不同"}
    message = {
        "en": "The keys are those of `{issuer}`; the decision names `{organisation}` as the verification body.",
        "zh": "密钥属于“{issuer}”，而核查决定中的核查机构为“{organisation}”。",
    }
    hint = {"en": "Check that these are the right keys.", "zh": "请确认使用了正确的密钥。"}


class KeysOfAnother(VerificationError):
    """A real statement is signed by the verification body that the decision names, and by nobody else; a demonstration only tells of it."""

    code = "V531"
    title = {"en": "Keys of another body", "zh": "密钥属于其他机构"}
    message = VerifierIsNotIssuer.message
    hint = {
        "en": "Sign with the keys of the verification body, or correct `verifier: organisation` in the decision.",
        "zh": "请使用核查机构自己的密钥签发，或更正核查决定中的 `verifier: organisation`。",
    }
