"""What keeps a file of a life cycle database from being imported.

What is wrong with single datasets stands in the report of an import; an error is what stops it as a whole.
"""

from __future__ import annotations

from footprint.errors import FootprintError

__all__ = [
    "ArchiveRefused",
    "DtdRefused",
    "FolderInTheWay",
    "FormatUnknown",
    "LcaError",
    "LcaNotReadable",
    "NameRefused",
    "NothingToImport",
    "TooMuch",
    "WrongEncoding",
]


class LcaError(FootprintError):
    """A file of a life cycle database cannot be imported."""


class FormatUnknown(LcaError):
    """A file is in none of the formats that can be imported, or in several at once.

    EcoSpold 1 and 2 are recognised by their root element, ILCD and openLCA by their folders of datasets, SimaPro CSV by
    the lines in braces it begins with. Say which it is with ``--format`` where a folder holds several.
    """

    code = "L101"
    title = {"en": "Unknown format", "zh": "无法识别的格式"}
    message = {"en": "{file} is not recognised: {why_en}.", "zh": "无法识别 {file}：{why_zh}。"}
    hint = {
        "en": "Import reads EcoSpold 1, EcoSpold 2, SimaPro CSV, ILCD and openLCA (JSON-LD, process workbook).",
        "zh": "可导入 EcoSpold 1、EcoSpold 2、SimaPro CSV、ILCD 和 openLCA（JSON-LD、过程工作簿）。",
    }


class LcaNotReadable(LcaError):
    """A file is broken: not well-formed, cut off, or not laid out as its format asks.

    Export it again from the program that made it; a file that was cut short when it was copied is the usual cause.
    """

    code = "L102"
    title = {"en": "Broken file", "zh": "文件损坏"}
    message = {"en": "{file} cannot be read: {why_en}.", "zh": "无法读取 {file}：{why_zh}。"}


class DtdRefused(LcaError):
    """An XML file declares a document type or entities.

    No format of life cycle data needs them, and they can make a program read other files or fill its memory. Remove the
    declaration (``<!DOCTYPE …>``) if you trust the file.
    """

    code = "L103"
    title = {"en": "Document type refused", "zh": "拒绝文档类型声明"}
    message = {"en": "{file} declares a document type or entities.", "zh": "{file} 含有文档类型或实体声明。"}
    hint = {"en": "Remove the declaration if you trust the file.", "zh": "若信任该文件，请删除该声明。"}


class ArchiveRefused(LcaError):
    """An archive, or a folder, holds something that is not opened.

    Members must have relative paths inside the archive, be plain files, unencrypted and of different names, and shrink no
    more than text does. Pack the datasets alone into a new zip.
    """

    code = "L104"
    title = {"en": "Archive refused", "zh": "拒绝该压缩包"}
    message = {"en": "{file} is not opened: {why_en}.", "zh": "拒绝打开 {file}：{why_zh}。"}


class TooMuch(LcaError):
    """A file is larger or more deeply nested, or an archive has more members, than any real database has."""

    code = "L105"
    title = {"en": "Too large or too deep", "zh": "过大或嵌套过深"}
    message = {"en": "{file} has more than {limit} {what_en}.", "zh": "{file} 的{what_zh}超过 {limit}。"}


class NothingToImport(LcaError):
    """No dataset of the file can be imported, or none of them has an input or a greenhouse gas; the message says why.

    Results of impact assessments and lists of flows are no processes. Datasets of several products are refused unless they
    state an allocation; ``--multi-output amount`` splits them by amount.
    """

    code = "L106"
    title = {"en": "Nothing to import", "zh": "没有可导入的数据集"}
    message = {"en": "{file} has no dataset that can be imported: {why_en}.", "zh": "{file} 中没有可导入的数据集：{why_zh}。"}


class FolderInTheWay(LcaError):
    """The folder to write to exists and holds files already.

    An import never mixes with what is there, or overwrites it. Name a new folder, or remove the old package first.
    """

    code = "L107"
    title = {"en": "Folder in the way", "zh": "目标文件夹已存在"}
    message = {"en": "{folder} exists and is not empty.", "zh": "{folder} 已存在且非空。"}
    hint = {"en": "Name a new folder.", "zh": "请指定一个新文件夹。"}


class WrongEncoding(LcaError):
    """A file is not in the encoding it declares, or declares one that is not known."""

    code = "L108"
    title = {"en": "Wrong encoding", "zh": "编码不符"}
    message = {"en": "{file} is not text in {encoding}.", "zh": "{file} 不是 {encoding} 编码的文本。"}
    hint = {
        "en": "XML may be UTF-8, UTF-16 or ISO 8859-1 as it declares; SimaPro CSV may be UTF-8 or Windows-1252.",
        "zh": "XML 可用其声明的 UTF-8、UTF-16 或 ISO 8859-1；SimaPro CSV 可用 UTF-8 或 Windows-1252。",
    }


class NameRefused(LcaError):
    """A data package has a name of lower-case letters, digits, ``.``, ``_`` and ``-``, beginning with a letter or digit."""

    code = "L109"
    title = {"en": "Name not allowed", "zh": "名称不允许"}
    message = {"en": "`{name}` cannot be the name of a data package.", "zh": "`{name}` 不能用作数据包名称。"}
    hint = {
        "en": "Use lower-case letters, digits, `.`, `_` and `-`; --name sets it.",
        "zh": "请只用小写字母、数字、`.`、`_` 和 `-`；可用 --name 指定。",
    }
