"""Why a certificate is not issued."""

from __future__ import annotations

from footprint.errors import VerificationError

__all__ = ["DocumentTooLong"]


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
        "en": "Shorten the qualifications of the decision, or choose one language with --lang.",
        "zh": "请缩短核查决定中的保留事项，或用 --lang 只选一种语言。",
    }
