"""Punctuation that YAML reads otherwise than it was meant (M137 to M139)."""

from __future__ import annotations

from footprint.errors import ModelError

__all__ = ["ColonInKey", "CommaInBraces", "CurlyQuotes"]


class CommaInBraces(ModelError):
    """A comma within braces ended a value too early.

    Within ``{...}`` a comma separates entries: ``{amount: 1,165 kWh}`` is read as an amount of 1 and a key ``165 kWh``. A
    number has a decimal point and no separators between thousands. A text or a formula that holds a comma needs quotes.
    """

    code = "M137"
    title = {"en": "Comma in braces", "zh": "花括号内的逗号"}
    message = {
        "en": "Within braces a comma ends the value: `{left},{right}` is read as `{left}` and a key `{right}`.",
        "zh": "花括号内逗号表示值的结束：`{left},{right}` 被读作 `{left}` 和键 `{right}`。",
    }
    hint = {
        "en": "Numbers have a decimal point and no other separators; a text or formula with a comma needs quotes.",
        "zh": "数值只用小数点，不写千位分隔符；含逗号的文本或公式需要加引号。",
    }


class ColonInKey(ModelError):
    """A colon that YAML does not take for one: it is full-width, or no space follows it.

    A key ends with a colon ``:`` and a space. With a Chinese keyboard ``：`` comes out, which is an ordinary letter to YAML.
    """

    code = "M138"
    title = {"en": "Colon not recognised", "zh": "冒号未被识别"}
    message = {
        "en": "`{text}` is read as one word: {why}.",
        "zh": "`{text}` 被读作一个词：{why_zh}。",
    }
    hint = {"en": "A key ends with `:` and a space.", "zh": "键以半角冒号 `:` 加空格结尾。"}


class CurlyQuotes(ModelError):
    """A value stands in quotation marks that YAML does not know: ``“...”`` in place of ``"..."``.

    Word processors and Chinese keyboards write them. To YAML they are letters of the text.
    """

    code = "M139"
    title = {"en": "Curly quotation marks", "zh": "弯引号"}
    message = {
        "en": "`{mark}` is no quotation mark of YAML, but a letter of the text `{text}`.",
        "zh": "`{mark}` 不是 YAML 的引号，而被当作文本 `{text}` 的一部分。",
    }
    hint = {"en": 'Write straight quotation marks: ".', "zh": '请使用半角直引号 "。'}
