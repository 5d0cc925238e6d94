"""What can be wrong with a rule profile (V2xx)."""

from __future__ import annotations

from footprint.errors import VerificationError

__all__ = [
    "BadIdentifier",
    "EmptyPolicy",
    "ExtendsInCircle",
    "NotAProfile",
    "ProfileIncomplete",
    "ThresholdDimension",
    "ThresholdOutOfRange",
    "UnknownModelField",
    "UnknownProfile",
    "UnknownRule",
    "UnknownThreshold",
    "UnknownValue",
    "WithoutReason",
]


class UnknownProfile(VerificationError):
    """There is no rule profile of this name, neither one that ships with footprint nor a file.

    A profile is named by its id (`iso-14067`) or by the path of a file that ends in `.yaml` or `.yml`.
    """

    code = "V201"
    title = {"en": "Unknown rule profile", "zh": "未知的规则集"}
    message = {"en": "There is no rule profile `{name}`.", "zh": "没有名为 `{name}` 的规则集。"}
    hint = {
        "en": "Shipped are: {known}. A profile of your own is named by its file.",
        "zh": "内置规则集：{known}。自建规则集请写文件路径。",
    }


class NotAProfile(VerificationError):
    """A file is empty, or holds something else than the keys of a rule profile."""

    code = "V202"
    title = {"en": "Not a rule profile", "zh": "不是规则集"}
    message = {"en": "The file holds no rule profile.", "zh": "文件中没有规则集。"}
    hint = {
        "en": "A profile starts with the line `footprint: rule-profile/1`.",
        "zh": "规则集以 `footprint: rule-profile/1` 一行开头。",
    }


class EmptyPolicy(VerificationError):
    """A profile applies no rule at all, so that everything would pass it.

    An empty policy verifies nothing and is refused wherever it is met. Name rules below `rules`, or extend a profile that does.
    """

    code = "V203"
    title = {"en": "Empty policy", "zh": "规则集为空"}
    message = {
        "en": "The profile `{profile}` applies no rule; it would verify nothing.",
        "zh": "规则集 `{profile}` 没有启用任何规则，等于什么都不核查。",
    }
    hint = {"en": "Name rules below `rules`, or write `extends: iso-14067`.", "zh": "请在 `rules` 下列出规则，或写 `extends: iso-14067`。"}


class UnknownRule(VerificationError):
    """A profile names a rule that this release does not have.

    A rule that is misspelt would silently not be applied. The reference of the rules lists all of them.
    """

    code = "V204"
    title = {"en": "Unknown rule", "zh": "未知的规则"}
    message = {"en": "There is no rule `{rule}`.", "zh": "没有规则 `{rule}`。"}


class UnknownThreshold(VerificationError):
    """A profile names a threshold, or a choice, that no rule uses."""

    code = "V205"
    title = {"en": "Unknown threshold", "zh": "未知的阈值"}
    message = {"en": "No rule uses `{name}`.", "zh": "没有规则使用 `{name}`。"}
    hint = {"en": "The reference of rule profiles lists all.", "zh": "全部名称见规则集参考文档。"}


class ThresholdDimension(VerificationError):
    """A figure of a profile has another dimension than the rule that uses it."""

    code = "V206"
    title = {"en": "Wrong dimension of a threshold", "zh": "阈值的量纲不符"}
    message = {
        "en": "`{name}` is {amount}, which is {found}; it is compared with amounts such as {example}.",
        "zh": "`{name}` 为 {amount}，量纲为 {found}；应与 {example} 之类的数值同量纲。",
    }


class ThresholdOutOfRange(VerificationError):
    """A figure of a profile lies outside the range in which it means anything, such as a share of 150 %."""

    code = "V207"
    title = {"en": "Threshold out of range", "zh": "阈值超出范围"}
    message = {
        "en": "`{name}` is {amount}; it must lie between {least} and {most}.",
        "zh": "`{name}` 为 {amount}；应在 {least} 与 {most} 之间。",
    }


class UnknownValue(VerificationError):
    """A choice of a profile names a value that the rule does not know."""

    code = "V208"
    title = {"en": "Unknown value of a choice", "zh": "未知的可选值"}
    message = {"en": "`{name}` cannot allow `{value}`.", "zh": "`{name}` 不能包含 `{value}`。"}
    hint = {"en": "It can allow: {known}.", "zh": "可选：{known}。"}


class UnknownModelField(VerificationError):
    """A profile requires a field that product models do not have."""

    code = "V209"
    title = {"en": "Unknown field of the model", "zh": "模型没有该字段"}
    message = {"en": "Product models have no field `{field}`.", "zh": "产品模型没有字段 `{field}`。"}
    hint = {"en": "`{key}` is no key of `{owner}`; known there: {known}.", "zh": "`{owner}` 下没有键 `{key}`；可用：{known}。"}


class ProfileIncomplete(VerificationError):
    """A profile, together with the one it extends, lacks something that every profile must have."""

    code = "V210"
    title = {"en": "Profile incomplete", "zh": "规则集不完整"}
    message = {
        "en": "The profile does not state `{key}`, and extends none that does.",
        "zh": "规则集没有给出 `{key}`，所继承的规则集也没有。",
    }


class ExtendsInCircle(VerificationError):
    """Profiles extend each other in a circle, or too many stand on each other."""

    code = "V211"
    title = {"en": "Profiles extend each other", "zh": "规则集循环继承"}
    message = {"en": "The profiles extend each other: {circle}.", "zh": "规则集互相继承：{circle}。"}


class WithoutReason(VerificationError):
    """A profile switches a rule off without saying why.

    What is not checked must be explained to whoever reads the certificate: write `{level: off, why: ...}`.
    """

    code = "V212"
    title = {"en": "Switched off without a reason", "zh": "停用规则未说明理由"}
    message = {"en": "The rule `{rule}` is switched off without a reason.", "zh": "规则 `{rule}` 被停用，但没有说明理由。"}
    hint = {"en": "Write `{rule}: {{level: off, why: ...}}`.", "zh": "请写 `{rule}: {{level: off, why: ...}}`。"}


class BadIdentifier(VerificationError):
    """The id of a profile is no plain name: lower-case letters, digits, `.`, `_` and `-`, 60 characters at most."""

    code = "V213"
    title = {"en": "Unusable id", "zh": "标识不可用"}
    message = {"en": "`{value}` cannot be the id of a profile.", "zh": "`{value}` 不能作为规则集的标识。"}
    hint = {"en": "Use lower-case letters, digits, `.`, `_` and `-`.", "zh": "请只用小写字母、数字和 `.`、`_`、`-`。"}
