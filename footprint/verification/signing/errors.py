"""What can be wrong with a signature, a credential or a signed document."""

from __future__ import annotations

from footprint.errors import VerificationError
from footprint.verification.reasons import WithReason

__all__ = [
    "AlreadySigned",
    "AttachmentMissing",
    "CredentialNotAsIssued",
    "LibraryDisagrees",
    "NotSignable",
    "PdfChanged",
    "PdfNotOneSignature",
    "SignatureContainerNotCanonical",
    "SignatureDoesNotFit",
    "TextSignatureInvalid",
]


class TextSignatureInvalid(WithReason):
    """A signed text (a credential, a status file) was changed, or is not in the one form in which it may be written.

    One content has one text: other base64url, white space, padding, duplicate keys, another order or spelling of the JSON inside, other
    algorithms or header members are refused even where the signature would fit.
    """

    code = "K301"
    title = {"en": "Signature of the text invalid", "zh": "文本签名无效"}
    message = {"en": "The signed text does not hold: {why}.", "zh": "签名文本不成立：{why_zh}。"}
    hint = {"en": "Get the file again from whoever issued it, unchanged.", "zh": "请向签发方重新获取未经改动的文件。"}


class CredentialNotAsIssued(WithReason):
    """A credential is signed, but does not have the form that `footprint certify` gives it, or contradicts the statement in it."""

    code = "K302"
    title = {"en": "Not a credential of this kind", "zh": "不是此类凭证"}
    message = {"en": "The credential is not one of a verification statement: {why}.", "zh": "该凭证不是核查声明凭证：{why_zh}。"}


class NotSignable(WithReason):
    """What is to be signed is not what it must be: a PDF/A-3 without signature, a statement of these keys and this time."""

    code = "K303"
    title = {"en": "Cannot be signed", "zh": "无法签名"}
    message = {"en": "This cannot be signed: {why}.", "zh": "无法签名：{why_zh}。"}


class AlreadySigned(VerificationError):
    """The PDF has a signature already; a certificate has exactly one."""

    code = "K304"
    title = {"en": "Already signed", "zh": "已有签名"}
    message = {"en": "The PDF has a signature already.", "zh": "该 PDF 已有签名。"}


class PdfNotOneSignature(WithReason):
    """A PDF does not have exactly one signature that covers the whole file as far as its end.

    A certificate is signed once, as the last thing that is done to it. Text after the signature, a second signature, or a signature over
    a part of the file would leave room for something that nobody signed.
    """

    code = "K401"
    title = {"en": "Not one signature over the whole file", "zh": "没有覆盖整个文件的唯一签名"}
    message = {"en": "The PDF is not signed once and as a whole: {why}.", "zh": "该 PDF 不是以唯一签名整体签署：{why_zh}。"}
    hint = {
        "en": "Get the PDF again as it was issued; saving it in a program changes it.",
        "zh": "请重新获取签发时的 PDF 原件；用软件另存会改变文件。",
    }


class SignatureContainerNotCanonical(WithReason):
    """The container of the PDF signature (CMS) is not, byte for byte, what the signature, its certificate and the document make it.

    The container itself is not covered by the signature; it is therefore built anew and compared, padding included.
    """

    code = "K402"
    title = {"en": "Signature container changed", "zh": "签名容器被改动"}
    message = {"en": "The signature's container is not as it was made: {why}.", "zh": "签名容器与生成时不一致：{why_zh}。"}
    hint = {"en": "Get the PDF again as it was issued.", "zh": "请重新获取签发时的 PDF 原件。"}


class SignatureDoesNotFit(VerificationError):
    """The signature was not made over this document with the key that it names: the document or the signature was changed."""

    code = "K403"
    title = {"en": "Signature does not fit", "zh": "签名与文件不符"}
    message = {"en": "The signature does not fit the document.", "zh": "签名与文件内容不符。"}
    hint = {"en": "Get the PDF again as it was issued.", "zh": "请重新获取签发时的 PDF 原件。"}


class LibraryDisagrees(WithReason):
    """The second, independent examination of the PDF (pyHanko) does not accept what the first one did."""

    code = "K404"
    title = {"en": "Second examination fails", "zh": "第二道检验未通过"}
    message = {"en": "The signed PDF does not pass pyHanko's validation: {why}.", "zh": "该 PDF 未通过 pyHanko 的验证：{why_zh}。"}


class PdfChanged(WithReason):
    """A signed PDF holds something that has no place in a certificate: encryption, scripts, more attachments than the two."""

    code = "K405"
    title = {"en": "Not a certificate's PDF", "zh": "不是核查声明的 PDF"}
    message = {"en": "The PDF is not built as a certificate is: {why}.", "zh": "该 PDF 的结构不是核查声明应有的结构：{why_zh}。"}


class AttachmentMissing(WithReason):
    """A certificate carries the credential and the evidence bundle as attachments; one is missing, doubled, or too large."""

    code = "K406"
    title = {"en": "Attachment missing", "zh": "缺少附件"}
    message = {"en": "The attachment {name} cannot be read: {why}.", "zh": "无法读取附件 {name}：{why_zh}。"}
