"""Problems in the writing of a product model: its YAML, its keys, the form of its values (M1xx).

What a model says wrongly although it is well written is in `footprint.model.rule_errors` (M2xx), and what is wrong
in its monthly tables in `footprint.model.activity_errors` (M3xx).
"""

from __future__ import annotations

from footprint.errors import ModelError

__all__ = [
    "BadDate",
    "BadName",
    "BadNumber",
    "BadReference",
    "BadText",
    "BadTruth",
    "BadYaml",
    "ComplexKey",
    "ControlCharacter",
    "Directive",
    "DuplicateKey",
    "EmptyModel",
    "ExplodingAlias",
    "FormulaHere",
    "ListKey",
    "MergeKey",
    "MissingKey",
    "NoValue",
    "NotAMapping",
    "NumberOutOfRange",
    "RecursiveAlias",
    "SeveralDocuments",
    "SupplierLater",
    "TabIndent",
    "Tag",
    "TooDeep",
    "TooManyParts",
    "TooManyProblems",
    "UndefinedAlias",
    "UnknownChoice",
    "UnknownFormat",
    "UnknownKey",
    "WrongKind",
]


class BadYaml(ModelError):
    """The file is not YAML.

    YAML says structure by indentation, ``key: value`` pairs and brackets. The place is where reading could not go
    on; the cause is there or just above it. Put a text that holds ``: ``, ``#``, or starts with a special
    character, in quotes.
    """

    code = "M101"
    title = {"en": "Not YAML", "zh": "YAML 语法错误"}
    message = {"en": "This is not YAML: {what}.", "zh": "YAML 语法错误：{what_zh}。"}


class DuplicateKey(ModelError):
    """The same key stands twice in one mapping.

    One of the two would be lost without notice. Give each exchange or parameter a name of its own.
    """

    code = "M102"
    title = {"en": "Duplicate key", "zh": "键重复"}
    message = {
        "en": "The key `{key}` stands here a second time; the first is in line {first_line}.",
        "zh": "键 `{key}` 在此重复出现，第一次在第 {first_line} 行。",
    }
    hint = {"en": "Rename or delete one of them.", "zh": "请改名或删除其中一个。"}


class ExplodingAlias(ModelError):
    """YAML aliases multiply the file far beyond its size.

    Each ``*alias`` stands for a copy of what ``&anchor`` marks. Copies of copies grow without bound.
    """

    code = "M103"
    title = {"en": "Aliases explode", "zh": "别名展开过大"}
    message = {
        "en": "The aliases of this file stand for more than {limit} parts.",
        "zh": "本文件的别名展开后超过 {limit} 个节点。",
    }
    hint = {"en": "Write the parts out, or use a parameter.", "zh": "请直接写出内容，或改用参数。"}


class RecursiveAlias(ModelError):
    """A YAML alias stands inside what it stands for, so it never ends."""

    code = "M104"
    title = {"en": "Recursive alias", "zh": "别名递归"}
    message = {"en": "The alias `*{name}` stands inside its own anchor.", "zh": "别名 `*{name}` 位于它自己的锚点之内。"}
    hint = {"en": "Write the part out.", "zh": "请直接写出该部分内容。"}


class UndefinedAlias(ModelError):
    """A YAML alias has no anchor before it. A text that starts with ``*`` needs quotes."""

    code = "M105"
    title = {"en": "Undefined alias", "zh": "别名未定义"}
    message = {"en": "There is no anchor `&{name}` before this alias.", "zh": "在此别名之前没有锚点 `&{name}`。"}
    hint = {"en": "A text that starts with * needs quotes.", "zh": "以 * 开头的文本需要加引号。"}


class MergeKey(ModelError):
    """The merge key ``<<`` of YAML 1.1 is not part of YAML 1.2 and not accepted."""

    code = "M106"
    title = {"en": "Merge key", "zh": "合并键"}
    message = {"en": "The merge key `<<` is not accepted.", "zh": "不支持合并键 `<<`。"}
    hint = {
        "en": "Write the keys out, or give the value to one key by an alias.",
        "zh": "请把各键直接写出，或在单个键上使用别名。",
    }


class Tag(ModelError):
    """A YAML tag such as ``!!float`` or ``!!python/object`` stands before a value.

    The schema of the model tells what every value is; a tag has nothing to add and may be an attack.
    """

    code = "M107"
    title = {"en": "YAML tag", "zh": "YAML 标签"}
    message = {"en": "The YAML tag `{tag}` is not accepted.", "zh": "不接受 YAML 标签 `{tag}`。"}
    hint = {"en": "Delete it; a text that starts with ! needs quotes.", "zh": "请删除该标签；以 ! 开头的文本需要加引号。"}


class SeveralDocuments(ModelError):
    """One file holds several YAML documents, separated by ``---``. A file is one model."""

    code = "M108"
    title = {"en": "Several documents", "zh": "多个文档"}
    message = {"en": "A second YAML document starts here.", "zh": "此处开始了第二个 YAML 文档。"}
    hint = {"en": "Write one model per file.", "zh": "每个文件只写一个模型。"}


class TooDeep(ModelError):
    """The file nests mappings or lists deeper than any model does."""

    code = "M109"
    title = {"en": "Nested too deeply", "zh": "嵌套过深"}
    message = {"en": "More than {limit} levels are nested here.", "zh": "此处嵌套超过 {limit} 层。"}


class TooManyParts(ModelError):
    """The file has more keys and values than footprint reads of one model.

    Split the supply chain into several models that refer to each other by ``from: model:FILE#FLOW``.
    """

    code = "M110"
    title = {"en": "Too many parts", "zh": "内容过多"}
    message = {"en": "The file has more than {limit} keys and values.", "zh": "文件的键和值超过 {limit} 个。"}
    hint = {"en": "Split it into several models.", "zh": "请拆分为多个模型。"}


class EmptyModel(ModelError):
    """The file holds no model: it is empty, or has only comments."""

    code = "M111"
    title = {"en": "Empty file", "zh": "空文件"}
    message = {"en": "The file holds no product model.", "zh": "文件中没有产品模型。"}
    hint = {
        "en": "A model starts with the line `footprint: product-model/1`.",
        "zh": "模型以 `footprint: product-model/1` 一行开头。",
    }


class NotAMapping(ModelError):
    """The file is YAML, but a single text or a list, not keys with values."""

    code = "M112"
    title = {"en": "Not a model", "zh": "不是模型"}
    message = {"en": "A product model is a mapping of keys to values; this is {found}.", "zh": "产品模型应由键值组成，而这里是{found_zh}。"}
    hint = {
        "en": "A model starts with the line `footprint: product-model/1`.",
        "zh": "模型以 `footprint: product-model/1` 一行开头。",
    }


class ControlCharacter(ModelError):
    """The file holds a character that cannot be seen and has no place in text, such as NUL or ESC."""

    code = "M113"
    title = {"en": "Control character", "zh": "控制字符"}
    message = {"en": "The character {character} has no place in a text.", "zh": "文本中不允许出现字符 {character}。"}
    hint = {"en": "Delete it.", "zh": "请删除该字符。"}


class Directive(ModelError):
    """A line starts with ``%``: a YAML directive, which a model does not need (``%YAML 1.2`` at the top is accepted)."""

    code = "M114"
    title = {"en": "YAML directive", "zh": "YAML 指令"}
    message = {"en": "The directive `{directive}` is not accepted.", "zh": "不接受指令 `{directive}`。"}
    hint = {"en": "Delete the line; a text that starts with % needs quotes.", "zh": "请删除该行；以 % 开头的文本需要加引号。"}


class ComplexKey(ModelError):
    """A key is itself a list or a mapping. Keys are plain names. ``{a}`` and ``[a]`` need quotes to be texts."""

    code = "M115"
    title = {"en": "Key is no name", "zh": "键不是名称"}
    message = {"en": "A key is a name, not {found}.", "zh": "键应为名称，而不是{found_zh}。"}
    hint = {"en": "Put a key that starts with [ or {{ in quotes.", "zh": "以 [ 或 {{ 开头的键需要加引号。"}


class TabIndent(ModelError):
    """A tab stands where YAML expects spaces: YAML never indents by tabs."""

    code = "M116"
    title = {"en": "Tab", "zh": "制表符"}
    message = {"en": "A tab stands where only spaces are allowed.", "zh": "此处使用了制表符，而这里只允许空格。"}
    hint = {"en": "Indent with spaces.", "zh": "请用空格缩进。"}


class UnknownKey(ModelError):
    """A key is not part of the format.

    Keys are checked so that a misspelt one is not silently without effect. Names of your own stand only below
    ``processes``, ``parameters``, ``flows`` and the sections of a process.
    """

    code = "M120"
    title = {"en": "Unknown key", "zh": "未知的键"}
    message = {"en": "`{key}` is no key of {owner}.", "zh": "`{key}` 不是{owner_zh}的键。"}
    hint = {"en": "Known here: {known}.", "zh": "此处可用的键：{known}。"}


class MissingKey(ModelError):
    """A key that is required is missing."""

    code = "M121"
    title = {"en": "Missing key", "zh": "缺少键"}
    message = {"en": "`{key}` is missing from {owner}.", "zh": "{owner_zh}缺少 `{key}`。"}
    hint = {"en": "{what}", "zh": "{what_zh}"}


class WrongKind(ModelError):
    """A value has the wrong kind: a text where keys with values are expected, a list where a text is expected ..."""

    code = "M122"
    title = {"en": "Wrong kind of value", "zh": "值的类型不对"}
    message = {"en": "`{key}` is {expected}, not {found}.", "zh": "`{key}` 应为{expected_zh}，而不是{found_zh}。"}


class ListKey(ModelError):
    """A list (lines that start with ``-``, or ``[...]``) stands where named entries are expected.

    Inputs, outputs, emissions and so on are mappings, so that every exchange has a stable name: write
    ``px: {amount: 1 t, from: ...}`` instead of ``- {name: px, ...}``.
    """

    code = "M123"
    title = {"en": "List instead of names", "zh": "应为命名条目而非列表"}
    message = {"en": "`{key}` is a list; each entry needs a name of its own.", "zh": "`{key}` 是列表；每个条目都需要自己的名称。"}
    hint = {"en": "Write `name: ...` instead of `- ...`.", "zh": "请用 `名称: ...` 代替 `- ...`。"}


class UnknownChoice(ModelError):
    """A value is none of those that the key accepts."""

    code = "M124"
    title = {"en": "Unknown choice", "zh": "不在可选值之内"}
    message = {"en": "`{key}` cannot be `{value}`.", "zh": "`{key}` 不能是 `{value}`。"}
    hint = {"en": "It is one of: {known}.", "zh": "可选值：{known}。"}


class UnknownFormat(ModelError):
    """The file names another format, or another version, than this release of footprint reads."""

    code = "M125"
    title = {"en": "Unknown format", "zh": "未知格式"}
    message = {
        "en": "The format is `{value}`; this release reads `{known}`.",
        "zh": "格式为 `{value}`；本版本只读取 `{known}`。",
    }


class BadNumber(ModelError):
    """A value that is a plain number without unit cannot be read, or is NaN or infinite."""

    code = "M126"
    title = {"en": "Not a number", "zh": "不是数"}
    message = {"en": "`{value}` is not {expected}.", "zh": "`{value}` 不是{expected_zh}。"}


class NumberOutOfRange(ModelError):
    """A plain number lies outside the range that the key accepts."""

    code = "M127"
    title = {"en": "Number out of range", "zh": "数值超出范围"}
    message = {"en": "`{key}` is {value}; it must be {bound}.", "zh": "`{key}` 为 {value}；应 {bound}。"}


class BadDate(ModelError):
    """A date is not written as YYYY-MM-DD, or is no day of the calendar."""

    code = "M128"
    title = {"en": "Not a date", "zh": "不是日期"}
    message = {"en": "`{value}` is not a date.", "zh": "`{value}` 不是日期。"}
    hint = {"en": "Write YYYY-MM-DD, such as 2024-12-31.", "zh": "请写成 YYYY-MM-DD，例如 2024-12-31。"}


class BadTruth(ModelError):
    """A yes-or-no value is neither ``true`` nor ``false``; ``yes``, ``on`` and ``1`` are texts in YAML 1.2."""

    code = "M129"
    title = {"en": "Neither true nor false", "zh": "不是 true 或 false"}
    message = {"en": "`{value}` is neither true nor false.", "zh": "`{value}` 既不是 true 也不是 false。"}
    hint = {"en": "Write true or false.", "zh": "请写 true 或 false。"}


class NoValue(ModelError):
    """A key has nothing after its colon. Unknown is said by leaving the key out."""

    code = "M130"
    title = {"en": "No value", "zh": "没有值"}
    message = {"en": "`{key}` has no value.", "zh": "`{key}` 没有值。"}
    hint = {"en": "Write a value, or delete the key.", "zh": "请填写值，或删除该键。"}


class BadText(ModelError):
    """A text is too long or holds control characters or line breaks that cannot be printed."""

    code = "M131"
    title = {"en": "Unusable text", "zh": "文本不可用"}
    message = {"en": "This text {why}.", "zh": "该文本{why_zh}。"}


class BadReference(ModelError):
    """What stands after ``from`` names no dataset.

    Four forms are known: ``PACKAGE/CODE`` for a dataset of an inventory, ``model:FILE#FLOW`` for another model's
    product, ``supplier:FILE`` for a supplier's declared footprint, ``brightway:DATABASE/CODE``.
    """

    code = "M132"
    title = {"en": "Not a dataset reference", "zh": "不是数据集引用"}
    message = {"en": "`{value}` does not name a dataset: {why}.", "zh": "`{value}` 不是数据集引用：{why_zh}。"}
    hint = {
        "en": "Write PACKAGE/CODE, model:FILE#FLOW or brightway:DATABASE/CODE.",
        "zh": "请写成 PACKAGE/CODE、model:FILE#FLOW 或 brightway:DATABASE/CODE。",
    }


class SupplierLater(ModelError):
    """``from: supplier:FILE`` is part of the format, but this release cannot read suppliers' declarations yet.

    Until then take the declared figure over by ``declared: 12.1 kg CO2e/kg`` with its ``source``.
    """

    code = "M133"
    title = {"en": "Suppliers' files come later", "zh": "暂不支持供应商文件"}
    message = {
        "en": "`{value}`: suppliers' declarations cannot be read yet.",
        "zh": "`{value}`：暂不能读取供应商的声明文件。",
    }
    hint = {
        "en": "Write `declared: ... kg CO2e/kg` with a `source` instead.",
        "zh": "请改写 `declared: ... kg CO2e/kg` 并注明 `source`。",
    }


class BadName(ModelError):
    """A name of an entry cannot be used.

    Names become parts of ids such as ``oxidation/inputs/px``: they have 1 to 100 characters, no ``/`` and no ``#``,
    no control characters, and neither start nor end with a space. Names of parameters stand in formulas: they are
    letters, digits and ``_``, and do not start with a digit.
    """

    code = "M134"
    title = {"en": "Unusable name", "zh": "名称不可用"}
    message = {"en": "The name `{name}` cannot be used: {why}.", "zh": "名称 `{name}` 不可用：{why_zh}。"}


class FormulaHere(ModelError):
    """A formula stands where only a plain quantity is accepted.

    Formulas are known in ``parameters`` and in the amounts of exchanges; elsewhere a figure is a figure.
    """

    code = "M135"
    title = {"en": "No formula here", "zh": "此处不能用公式"}
    message = {"en": "`{value}` is a formula; a plain quantity is expected here.", "zh": "`{value}` 是公式；此处只能写数量。"}


class TooManyProblems(ModelError):
    """The file has more problems than are listed. Repair the first ones and check again."""

    code = "M136"
    title = {"en": "More problems", "zh": "还有更多问题"}
    message = {"en": "There are more problems than the {limit} listed here.", "zh": "问题超过此处列出的 {limit} 个。"}
