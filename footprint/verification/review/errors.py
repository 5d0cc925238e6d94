"""What can be wrong with a decision, and with what it says of a bundle (V3xx)."""

from __future__ import annotations

from footprint.errors import Severity, VerificationError

__all__ = [
    "BadDigest",
    "ClosedWithoutReason",
    "CrossCheckDiffers",
    "CrossCheckSameSource",
    "DecisionExists",
    "DecisionForAnotherBundle",
    "DescriptionMissing",
    "MaterialityOutOfRange",
    "NotADecision",
    "NumberTwice",
    "OpinionContradicts",
    "OwnPredecessor",
    "PreviousNotCompared",
    "QualificationMissing",
    "ReviewsOwnWork",
    "SubjectTwice",
    "ToleranceNegative",
    "UnknownInput",
    "UnknownRule",
    "ValidityEndsBeforeStart",
]


class NotADecision(VerificationError):
    """The file is no decision of a reviewer.

    `footprint review BUNDLE --out FOLDER` writes one to be filled in.
    """

    code = "V301"
    title = {"en": "Not a decision", "zh": "不是核查决定"}
    message = {"en": "This is not a decision: {why}.", "zh": "这不是核查决定：{why_zh}。"}
    hint = {
        "en": "A decision starts with the line `footprint: decision/1`; `footprint review BUNDLE --out FOLDER` writes one.",
        "zh": "核查决定以 `footprint: decision/1` 一行开头；可用 `footprint review BUNDLE --out FOLDER` 生成。",
    }


class NumberTwice(VerificationError):
    """Two nonconformities have the same number. Numbers are stable: reports and letters refer to them."""

    code = "V302"
    title = {"en": "Number twice", "zh": "编号重复"}
    message = {"en": "Nonconformity {number} stands here a second time.", "zh": "不符合项 {number} 在此重复出现。"}
    hint = {"en": "Give it the next free number: {free}.", "zh": "请使用下一个可用编号：{free}。"}


class SubjectTwice(VerificationError):
    """Two entries are about the same thing, and nobody could tell which of them counts."""

    code = "V303"
    title = {"en": "Same subject twice", "zh": "对象重复"}
    message = {"en": "{what_en} of `{subject}` stands here a second time.", "zh": "`{subject}` 的{what_zh}在此重复出现。"}
    hint = {"en": "Keep one of them.", "zh": "请只保留一个。"}


class DescriptionMissing(VerificationError):
    """A nonconformity that no rule found needs a category and a description of the reviewer's own."""

    code = "V304"
    title = {"en": "Description missing", "zh": "缺少描述"}
    message = {"en": "Nonconformity {number} has no rule and no {what}.", "zh": "不符合项 {number} 既无规则，也无{what_zh}。"}
    hint = {"en": "State its category and description, or the rule it comes from.", "zh": "请写明类别和描述，或其对应的规则。"}


class ClosedWithoutReason(VerificationError):
    """A nonconformity is closed by a correction or for a reason; neither is stated."""

    code = "V305"
    title = {"en": "Closed without reason", "zh": "关闭无依据"}
    message = {
        "en": "Nonconformity {number} is concluded as `{conclusion}` without a corrective action or a reason.",
        "zh": "不符合项 {number} 结论为“{conclusion_zh}”，但既无整改措施，也无理由。",
    }
    hint = {"en": "State `corrective_action` or `reason`.", "zh": "请填写 `corrective_action` 或 `reason`。"}


class CrossCheckSameSource(VerificationError):
    """A parameter was compared with the source that it is from. A cross-check needs a different one."""

    code = "V306"
    title = {"en": "Same source twice", "zh": "交叉核对来源相同"}
    message = {"en": "`{parameter}` is checked against its own source `{source}`.", "zh": "`{parameter}` 用其自身来源“{source}”进行核对。"}
    hint = {
        "en": "Name a different source; where there is none, leave the check out: a single source is then disclosed.",
        "zh": "请使用不同来源；若没有，请删去该项，报告将披露其为单一来源。",
    }


class QualificationMissing(VerificationError):
    """A modified opinion says what it excepts; an adverse or disclaimed one says why."""

    code = "V307"
    title = {"en": "Qualification missing", "zh": "缺少保留事项"}
    message = {"en": "The opinion is {opinion}, and no qualification says why.", "zh": "意见为 {opinion}，但未说明保留事项。"}
    hint = {"en": "State it under `qualifications`.", "zh": "请在 `qualifications` 下写明。"}


class OpinionContradicts(VerificationError):
    """What is closed without being satisfied allows only a modified opinion."""

    code = "V308"
    title = {"en": "Opinion contradicts", "zh": "意见与结论矛盾"}
    message = {
        "en": "The opinion is unmodified, but nonconformity {numbers} is closed without being satisfied.",
        "zh": "意见为 unmodified，但不符合项 {numbers} 的结论为“已关闭（未满足）”。",
    }
    hint = {"en": "Modify the opinion and state the qualification.", "zh": "请改为 modified，并写明保留事项。"}


class ReviewsOwnWork(VerificationError):
    """The independent reviewer is the reviewer. Somebody else examines the verification before it is issued."""

    code = "V309"
    title = {"en": "Reviews own work", "zh": "自我复核"}
    message = {"en": "`{name}` is both reviewer and independent reviewer.", "zh": "“{name}”同时是核查员和独立复核人。"}
    hint = {"en": "Name somebody else.", "zh": "请由其他人员复核。"}


class MaterialityOutOfRange(VerificationError):
    """The materiality threshold is a share of the total above 0 and at most 1, such as ``5 %``; floors lie between 0 and 1."""

    code = "V310"
    title = {"en": "Share out of range", "zh": "比例超出范围"}
    message = {"en": "`{key}` is {value}; it is a share {bound}, such as 5 %.", "zh": "`{key}` 为 {value}；应为{bound_zh}的比例，如 5 %。"}


class ValidityEndsBeforeStart(VerificationError):
    """The validity ends before it starts."""

    code = "V311"
    title = {"en": "Ends before it starts", "zh": "有效期倒置"}
    message = {"en": "The validity ends on {until}, before it starts on {start}.", "zh": "有效期止于 {until}，早于起始日 {start}。"}


class BadDigest(VerificationError):
    """A digest is 64 hexadecimal digits in lower case, as `sha256sum` prints them."""

    code = "V312"
    title = {"en": "Not a digest", "zh": "不是摘要"}
    message = {"en": "`{value}` is no SHA-256 digest.", "zh": "`{value}` 不是 SHA-256 摘要。"}
    hint = {"en": "Copy what `footprint review` or `sha256sum` prints.", "zh": "请复制 `footprint review` 或 `sha256sum` 的输出。"}


class OwnPredecessor(VerificationError):
    """A bundle is named as its own predecessor."""

    code = "V313"
    title = {"en": "Own predecessor", "zh": "前后相同"}
    message = {"en": "The bundle {digest}... stands among its own predecessors.", "zh": "证据包 {digest}... 出现在自己的前身之中。"}


class DecisionForAnotherBundle(VerificationError):
    """The decision was made for another bundle.

    A decision is about one bundle, byte for byte. When the enterprise hands in a corrected one, review that with the decision so far
    and a folder: the decision is carried on in a new file, with the same numbers.
    """

    code = "V320"
    severity = Severity.WARNING
    title = {"en": "Decision for another bundle", "zh": "决定对应另一个证据包"}
    message = {
        "en": "The decision was made for the bundle {decided}..., this is {found}...; it is carried on, and nothing new is closed.",
        "zh": "该决定针对证据包 {decided}...，而此包为 {found}...；决定将延续，新问题均未关闭。",
    }
    hint = {
        "en": "Complete the new decision that `--out FOLDER` writes.",
        "zh": "请在 `--out FOLDER` 生成的新决定中继续填写。",
    }


class DecisionExists(VerificationError):
    """The folder holds a decision already, other than the one that would be written. Decisions are never overwritten."""

    code = "V321"
    title = {"en": "Decision exists", "zh": "已有核查决定"}
    message = {"en": "{file} is there already, and differs.", "zh": "{file} 已存在且内容不同。"}
    hint = {
        "en": "Name it with --decision to carry it on, or choose another folder.",
        "zh": "请用 --decision 指定该文件以延续，或换一个文件夹。",
    }


class UnknownRule(VerificationError):
    """The decision names a rule that this release does not have; the line is kept, and nothing checks it."""

    code = "V322"
    severity = Severity.WARNING
    title = {"en": "Unknown rule", "zh": "未知规则"}
    message = {
        "en": "Nonconformity {number} names the rule `{rule}`, which does not exist.",
        "zh": "不符合项 {number} 引用的规则 `{rule}` 不存在。",
    }
    hint = {"en": "Correct the name; leave `rule` out for what you found yourself.", "zh": "请更正名称；自行发现的问题请不要填写 `rule`。"}


class PreviousNotCompared(VerificationError):
    """The decision comes from an earlier bundle, and this one was not compared with it: values may have changed that nobody spoke of."""

    code = "V323"
    severity = Severity.WARNING
    title = {"en": "Earlier bundle not compared", "zh": "未与前一证据包比对"}
    message = {
        "en": "What changed since the bundle {before}... was not listed.",
        "zh": "未列出自证据包 {before}... 以来的变更。",
    }
    hint = {"en": "Name that bundle with --previous.", "zh": "请用 --previous 指定该证据包。"}


class UnknownInput(VerificationError):
    """The decision names an input that the sampling plan does not know. What was seen of it counts for nothing else."""

    code = "V324"
    severity = Severity.WARNING
    title = {"en": "Unknown input", "zh": "未知输入"}
    message = {"en": "The sampling plan has no input `{input}`.", "zh": "抽样计划中没有输入 `{input}`。"}
    hint = {"en": "Name it as the sampling plan does.", "zh": "请使用抽样计划中的名称。"}


class CrossCheckDiffers(VerificationError):
    """A second source differs by more than the materiality threshold. It does not confirm the value.

    The input stays among those from a single source, and the difference is disclosed.
    """

    code = "V325"
    severity = Severity.WARNING
    title = {"en": "Second source differs", "zh": "第二来源不一致"}
    message = {
        "en": "`{parameter}` differs from {against} by {difference}, beyond the threshold of {materiality}: it is not confirmed.",
        "zh": "`{parameter}` 与“{against}”相差 {difference}，超出 {materiality} 的重要性阈值，不能视为已证实。",
    }
    hint = {
        "en": "Find out which is right; raise a nonconformity, or set the value conservatively.",
        "zh": "请查明哪一数据正确；应提出不符合项，或保守取值。",
    }


class ToleranceNegative(VerificationError):
    """A reading, an error of a meter or its required accuracy is negative or not a number."""

    code = "V330"
    title = {"en": "Meter figures out of range", "zh": "计量数据超出范围"}
    message = {"en": "`{name}` cannot be {value}.", "zh": "`{name}` 不能为 {value}。"}
    hint = {"en": "State errors as shares, such as 0.012 for 1.2 %.", "zh": "误差请以比例表示，如 1.2 % 写作 0.012。"}
