"""What keeps issued results from being scored again."""

from __future__ import annotations

from footprint.errors import BatchError

__all__ = ["BadThreshold", "EvidenceMissing", "ModelElsewhere", "NothingIssued", "ResultNotReproduced"]


class NothingIssued(BatchError):
    """A folder or a register holds no issued result.

    Looked for are evidence bundles (``.zip``), certificates (``.pdf``) and results (``.json``).
    """

    code = "J401"
    title = {"en": "Nothing issued", "zh": "没有已签发的结果"}
    message = {"en": "{path} holds no issued result.", "zh": "{path} 中没有已签发的结果。"}
    hint = {
        "en": "Name a register, or a folder with bundles, certificates or results.",
        "zh": "请指定登记簿，或含有证据包、证书、结果文件的文件夹。",
    }


class EvidenceMissing(BatchError):
    """A register names a valid statement whose bundle or certificate is not at hand.

    They are looked for in the folder of the register and below.
    """

    code = "J402"
    title = {"en": "Evidence not at hand", "zh": "找不到证据"}
    message = {
        "en": "Neither the certificate nor the bundle of {number} is in the folder of the register.",
        "zh": "登记簿所在文件夹中既没有 {number} 的证书，也没有其证据包。",
    }
    hint = {"en": "Copy it there, or name its folder instead of the register.", "zh": "请复制到该文件夹，或直接指定其所在文件夹。"}


class ModelElsewhere(BatchError):
    """A result states only the path of its model, and the file that stands there is missing or another one.

    An evidence bundle holds its model; a result alone does not.
    """

    code = "J403"
    title = {"en": "Model of a result not at hand", "zh": "找不到结果对应的模型"}
    message = {"en": "The model `{model}` of the result is not at hand as it was.", "zh": "结果对应的模型 `{model}` 不存在或已改动。"}
    hint = {
        "en": "Use the evidence bundle, or put the model where the result names it.",
        "zh": "请使用证据包，或把模型放回结果所写的位置。",
    }


class ResultNotReproduced(BatchError):
    """An issued result is not what its own bundle gives today, so that a change cannot be told from a mistake."""

    code = "J404"
    title = {"en": "Issued result not reproduced", "zh": "已签发结果无法复现"}
    message = {
        "en": "Its own bundle gives {recomputed} where {stated} is stated.",
        "zh": "按其证据包重算得 {recomputed}，而声明值为 {stated}。",
    }
    hint = {"en": "Verify the certificate with `footprint verify`.", "zh": "请用 `footprint verify` 核验证书。"}


class BadThreshold(BatchError):
    """The threshold of the radar is no share between 0 and 1."""

    code = "J405"
    title = {"en": "Unusable threshold", "zh": "阈值不可用"}
    message = {"en": "`{text}` is no share such as `5%` or `0.05`.", "zh": "`{text}` 不是 `5%` 或 `0.05` 这样的比例。"}
