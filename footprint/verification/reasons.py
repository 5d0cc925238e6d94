"""Why a file of verification is refused, in Chinese too: deep down a reason is found as one sentence in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from footprint.errors import Place, VerificationError

__all__ = ["WithReason", "in_chinese"]

# Patterns of reasons; a group is put in place of {0}, {1} ... and is itself translated where it is a reason.
_CHINESE: Mapping[str, str] = {
    # texts
    r"the header holds other members than (.+)": "头部含有 {0} 之外的成员",
    r"the header does not say alg EdDSA and typ (.+)": "头部未写明 alg 为 EdDSA、typ 为 {0}",
    r"iat is not a time": "iat 不是时间",
    r"kid is not the thumbprint of jwk": "kid 与 jwk 的指纹不符",
    r"jwk is not an Ed25519 public key": "jwk 不是 Ed25519 公钥",
    r"the signature has not 64 bytes": "签名不是 64 字节",
    r"the signature does not fit the text": "签名与文本不符",
    r"it is not a signed text \(header\.payload\.signature\)": "不是签名文本（头部.载荷.签名）",
    r"the header: (.+)": "头部：{0}",
    r"the payload: (.+)": "载荷：{0}",
    r"it is not base64url": "不是 base64url 编码",
    r"it is not the canonical base64url of its content": "不是规范的 base64url 编码",
    r"it has more than (\d+) (?:bytes|characters)": "超过 {0} 字节",
    r"it is nested more than (\d+) deep": "嵌套超过 {0} 层",
    r"it is nested too deeply": "嵌套过深",
    r"it is not UTF-8": "不是 UTF-8 编码",
    r"it is not JSON: .+ at character (\d+)": "不是 JSON（第 {0} 个字符处出错）",
    r"it is not a JSON object": "不是 JSON 对象",
    r"it is not in canonical form \(RFC 8785\)": "不是规范 JSON（RFC 8785）",
    r"the key `(.*)` stands twice": "键 `{0}` 重复出现",
    r"(NaN|-?Infinity) is not JSON": "{0} 不是 JSON",
    r"an integer is too large": "整数过大",
    # credentials
    r"it holds no statement": "其中没有核查声明",
    r"what stands around the statement does not follow from it": "声明之外的内容与声明不符",
    r"it was signed at another time than the statement was issued": "签名时间与声明的签发时间不同",
    r"it is signed with another key than the statement names": "签名密钥不是声明中所写的密钥",
    r"the PDF is signed with another key than its statement names": "PDF 的签名密钥不是声明中所写的密钥",
    r"the statement names another issuer or other keys": "声明中的签发方或密钥不同",
    r"the statement is issued (\S+), the time of signing is (\S+)": "声明的签发时间为 {0}，签名时间为 {1}",
    # PDF
    r"it is not a PDF 1\.7": "不是 PDF 1.7",
    r"it has no signature": "没有签名",
    r"it has (\d+) signatures": "有 {0} 个签名",
    r"the signature does not reach to the end of the file": "签名没有覆盖到文件末尾",
    r"the signature leaves out something other than itself": "签名未覆盖自身以外的内容",
    r"the signature does not say when it was made": "签名没有写明时间",
    r"the signature does not say who signed and when": "签名没有写明签署者和时间",
    r"the signature is not written in its one form": "签名值不是唯一的规范形式",
    r"it is not written in upper-case hexadecimal digits": "不是大写十六进制数字",
    r"what follows it is not zero": "其后的填充不是零",
    r"it cannot be taken apart": "无法解析",
    r"it is not the container of this signature": "不是该签名的容器",
    r"a length is .+|a header is cut off.+": "长度或标签的编码不规范",
    r"it is signed with another certificate": "使用了其他证书签名",
    r"the signature does not cover the whole file": "签名没有覆盖整个文件",
    r"it reads another time of signing": "读出的签名时间不同",
    r"it is encrypted": "文件已加密",
    r"its catalogue has (\S+)": "目录中含有 {0}",
    r"it names other things than attachments and destinations": "含有附件和目标位置以外的命名内容",
    r"it has other fields than its signature": "含有签名以外的表单域",
    r"it has an attachment `(.*)` too many": "多出附件 `{0}`",
    r"the attachment (\S+) has two names": "附件 {0} 有两个名称",
    r"its list of attachments is damaged": "附件列表已损坏",
    r"its metadata name more than one statement": "元数据所载声明不唯一",
    r"there is none": "不存在",
    # issuers and keys
    r"it must have exactly the members (.+)": "其成员应当恰为 {0}",
    r"its schema is not (\S+)": "其格式不是 {0}",
    r"it has no keys, or more than (\d+) pairs": "没有密钥，或超过 {0} 对",
    r"a key stands in it twice": "同一密钥出现两次",
    r"an earlier pair of keys is neither retired nor revoked": "较早的密钥既未停用也未吊销",
    r"it was changed after it was signed": "签名之后被改动",
    r"an endorsement is not that of the pair before": "新密钥的背书不是前一对密钥作出的",
    r"the first pair cannot be endorsed": "首对密钥不可能有背书",
    r"a pair of keys is not written in the one accepted form": "密钥的写法不规范",
    r"its certificate cannot be read \((\w+)\)": "证书无法读取（{0}）",
    r"its certificate is not of a P-256 key": "证书的密钥不是 P-256",
    r"its certificate is not in DER": "证书不是 DER 编码",
    r"its certificate has other dates": "证书的日期不同",
    r"the signature of its certificate does not fit": "证书的签名不成立",
    r"a pair of keys is valid until before it is valid": "密钥的有效期起止颠倒",
    r"not a UTC time such as (\S+)": "不是 {0} 这样的 UTC 时间",
    r"the issuer has no name": "签发方没有名称",
    r"(\w+) is not a line of text of at most (\d+) characters": "{0} 不是不超过 {1} 个字符的一行文字",
    r"(\S+) holds other keys than (\S+) names": "{0} 中的密钥不是 {1} 所写的密钥",
    r"'?(\w+)'? is missing|it lacks '(\w+)'": "缺少 {0}",
    # trust
    r"it is older than what is trusted": "早于已信任的版本",
    r"it lacks keys that are trusted": "缺少已信任的密钥",
    r"it changes keys that are trusted, or takes back a revocation or retirement": "改动了已信任的密钥，或取消了吊销或停用",
    r"no trusted key vouches for its new keys": "没有受信任的密钥为其新密钥背书",
    # status files
    r"it speaks for another issuer than the one that signed it": "所代表的签发方与签名者不同",
    r"it was signed at another time than it says": "签名时间与所写时间不同",
    r"it has no entries": "没有条目",
    r"it has a status that is none of (.+)": "含有 {0} 之外的状态",
    r"an entry is not as it must be": "条目不符合要求",
    r"an entry names no number that supersedes it": "条目未注明替代它的编号",
    r"it is of (.+)": "属于 {0}",
    r"no such number": "没有该编号",
    r"the number is of another statement": "该编号属于另一份声明",
    # system errors as Python words them
    r"No such file or directory": "文件不存在",
    r"Permission denied": "没有权限",
    r"(\S+\.\w+): (.+)": "{0}：{1}",
}

_PATTERNS = tuple((re.compile(pattern), chinese) for pattern, chinese in _CHINESE.items())


def in_chinese(reason: str) -> str:
    """Give a reason in Chinese; one that is not known (such as a library's own words) stays as it is.

    Examples
    --------
    >>> in_chinese("the payload: it is not UTF-8")
    '载荷：不是 UTF-8 编码'
    """
    for pattern, chinese in _PATTERNS:
        found = pattern.fullmatch(reason)
        if found:
            return chinese.format(*(in_chinese(group) for group in found.groups() if group is not None))
    return reason


class WithReason(VerificationError):
    """A problem whose reason, ``why``, was found further down."""

    def __init__(self, place: Place | None = None, **values: Any) -> None:
        if "why" in values:
            values.setdefault("why_zh", in_chinese(str(values["why"])))
        super().__init__(place, **values)
