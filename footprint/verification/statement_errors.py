"""What can be wrong with a verification statement."""

from __future__ import annotations

from footprint.errors import VerificationError

__all__ = ["NotAStatement"]


class NotAStatement(VerificationError):
    """A verification statement does not have the fields that its format asks for.

    The format is `footprint/statement/1`; its JSON Schema is published with the documentation. A statement is never
    written by hand: `footprint certify` makes it.
    """

    code = "V501"
    title = {"en": "Not a verification statement", "zh": "不是核查声明"}
    message = {
        "en": "The statement is not of the format footprint/statement/1: {where}: {why}.",
        "zh": "该声明不符合 footprint/statement/1 格式：{where}：{why}。",
    }
    hint = {"en": "Statements are made by `footprint certify`.", "zh": "声明由 `footprint certify` 生成。"}
