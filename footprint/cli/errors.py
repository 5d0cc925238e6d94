"""What can be wrong with a command line, beyond its grammar."""

from __future__ import annotations

from footprint.errors import FootprintError, UnreadableFile

__all__ = ["AnswerMissing", "CannotWrite", "DatasetNotFound", "FileExists", "ModelNotFound", "NameForModel", "NoPassphrase"]


class ModelNotFound(UnreadableFile):
    """What was named is neither a file nor a product model that ships with footprint."""

    code = "C101"
    title = {"en": "Model not found", "zh": "找不到模型"}
    message = {
        "en": "There is neither a file nor a shipped product model `{name}`.",
        "zh": "既没有名为 `{name}` 的文件，也没有该名称的随附产品模型。",
    }
    hint = {"en": "Shipped models: {shipped}.", "zh": "随附模型：{shipped}。"}


class CannotWrite(FootprintError):
    """A file cannot be written: the folder is missing, or writing is not allowed."""

    code = "C102"
    title = {"en": "Cannot write", "zh": "无法写入"}
    message = {"en": "{file} cannot be written: {why}.", "zh": "无法写入 {file}：{why}。"}
    hint = {"en": "Name a file in a folder that exists and that you may write to.", "zh": "请指定一个存在且有写入权限的文件夹中的文件。"}


class DatasetNotFound(FootprintError):
    """A package holds no dataset of this code."""

    code = "C103"
    title = {"en": "Dataset not found", "zh": "找不到数据集"}
    message = {"en": "Package `{package}` holds no dataset `{name}`.", "zh": "数据包 `{package}` 中没有数据集 `{name}`。"}
    hint = {
        "en": "`footprint inventories search WORDS` finds datasets by name.",
        "zh": "可用 `footprint inventories search 词语` 按名称查找。",
    }


class AnswerMissing(FootprintError):
    """A new model needs a few answers, and there is no terminal on which to ask for them."""

    code = "C104"
    title = {"en": "Answer missing", "zh": "缺少回答"}
    message = {"en": "A new model needs {options}.", "zh": "新建模型还需要 {options}。"}
    hint = {
        "en": "Give them as options, or copy a shipped model with --from.",
        "zh": "请以选项给出，或用 --from 复制随附模型。",
    }


class FileExists(FootprintError):
    """A file of that name is there already; nothing is overwritten."""

    code = "C105"
    title = {"en": "File exists", "zh": "文件已存在"}
    message = {"en": "{file} is there already.", "zh": "{file} 已存在。"}
    hint = {"en": "Choose another name or folder.", "zh": "请换一个名称或文件夹。"}


class NameForModel(FootprintError):
    """The name of a new model becomes the name of its file: letters, digits, ``-`` and ``_``, Chinese characters too."""

    code = "C106"
    title = {"en": "Unusable name", "zh": "名称不可用"}
    message = {"en": "`{name}` cannot be the name of a model.", "zh": "`{name}` 不能作为模型名称。"}
    hint = {"en": "Use letters, digits, - and _; the ending .yaml is added.", "zh": "请使用汉字、字母、数字、- 和 _；会自动加上 .yaml。"}


class NoPassphrase(FootprintError):
    """Private keys are needed, and there is neither a passphrase nor a terminal on which to ask for it."""

    code = "C107"
    title = {"en": "Passphrase missing", "zh": "缺少口令"}
    message = {"en": "The private keys need their passphrase.", "zh": "使用私钥需要口令。"}
    hint = {
        "en": "Name a file with --passphrase-file, or set {variable}.",
        "zh": "请用 --passphrase-file 指定文件，或设置环境变量 {variable}。",
    }
