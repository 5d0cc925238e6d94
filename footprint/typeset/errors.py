"""What can go wrong when a document is typeset."""

from __future__ import annotations

from footprint.errors import Severity, TypesetError

__all__ = ["CharactersReplaced", "NotTypeset", "TypstMissing"]


class TypstMissing(TypesetError):
    """The program that typesets documents is not installed.

    Verifying needs none of it; issuing certificates does. Install the extra `certify`.
    """

    code = "T101"
    title = {"en": "Typst is not installed", "zh": "未安装 typst"}
    message = {
        "en": "Documents need the package `{package}`, which is not installed.",
        "zh": "生成文档需要软件包 `{package}`，但未安装。",
    }
    hint = {
        "en": "Install it with: python -m pip install 'footprint[certify]'.",
        "zh": "请安装：python -m pip install 'footprint[certify]'。",
    }


class NotTypeset(TypesetError):
    """Typst refused a document of ours.

    That is a defect of footprint, not of what you wrote: texts of models and decisions are data and cannot break a document. Report it with
    the input.
    """

    code = "T102"
    title = {"en": "Document not typeset", "zh": "文档未能排版"}
    message = {"en": "The document could not be typeset: {why}.", "zh": "文档排版失败：{why}。"}
    hint = {"en": "Please report this with what the document was made from.", "zh": "请连同生成该文档所用的文件一起报告。"}


class CharactersReplaced(TypesetError):
    """Characters that the fonts of the document do not have are shown by their numbers, such as ‹U+1F600›.

    The fonts have all characters of GBK, Latin, Greek and Cyrillic. Rare characters of names, emoji and invisible control characters are
    replaced on the page; the attached statement and the credential hold them as they were written.
    """

    code = "T103"
    severity = Severity.WARNING
    title = {"en": "Characters not in the fonts", "zh": "字体缺字"}
    message = {
        "en": "The document shows these characters by their numbers: {characters}.",
        "zh": "文档中下列字符以编码显示：{characters}。",
    }
    hint = {
        "en": "The attached statement holds them as written; use another spelling for the page where there is one.",
        "zh": "附件中的声明保留原字符；如有其他写法，可在文档中改用。",
    }
