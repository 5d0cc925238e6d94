"""Words of closed lists, in both languages: cells hold `投入 / inputs`, models hold `inputs`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

__all__ = ["CHOICES", "choice_label", "folded", "read_choice", "words_of"]

CHOICES: Mapping[str, Mapping[str, str]] = {
    "section": {"outputs": "产出", "inputs": "投入", "wastes": "废物", "emissions": "排放", "removals": "清除"},
    "kind": {"process": "过程", "mix": "组合"},
    "data": {"primary": "初级", "secondary": "次级", "proxy": "替代", "assumed": "假定"},
    "truth": {"true": "是", "false": "否"},
    "distribution": {
        "lognormal": "对数正态",
        "normal": "正态",
        "triangular": "三角",
        "uniform": "均匀",
        "pert": "PERT",
    },
    "allocation": {
        "mass": "质量",
        "energy": "能量",
        "exergy": "㶲",
        "heat_ratio": "供热比",
        "economic": "经济价值",
        "shares": "给定份额",
        "substitution": "系统扩展替代",
        "property": "流属性",
    },
    "status": {"representative": "代表性", "primary": "初级"},
    "boundary": {"cradle-to-gate": "从摇篮到大门"},
    "change": {"set": "设值", "from": "改数据集", "add": "新增", "allocation": "改分配", "inventories": "改数据包"},
    "proof": {"evidence": "证据", "contract": "合同凭证"},
}
"""Code and Chinese word of every choice, by list. The codes are those of the product model."""

_OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "section": {
        "output": "outputs", "product": "outputs", "products": "outputs", "产品": "outputs", "输出": "outputs",
        "input": "inputs", "输入": "inputs", "消耗": "inputs",
        "waste": "wastes", "废弃物": "wastes", "废料": "wastes",
        "emission": "emissions", "removal": "removals",
    },
    "truth": {"yes": "true", "no": "false", "y": "true", "n": "false", "√": "true", "×": "false"},
}  # fmt: skip


def folded(text: str) -> str:
    """Bring a label to the form in which labels are compared: full width, case, spaces and line breaks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("*:。.")


def choice_label(choices: str, code: str) -> str:
    """Write a choice as cells show it: ``投入 / inputs``; a code that is on no list stays as it is."""
    word = CHOICES[choices].get(code)
    return f"{word} / {code}" if word else code


def words_of(choices: str) -> list[str]:
    """Give what the drop-down list offers."""
    return [choice_label(choices, code) for code in CHOICES[choices]]


def read_choice(choices: str, text: str) -> str:
    """Give the code that a cell means; the text itself where it means none."""
    known = {**{folded(word): code for word, code in _OTHER_WORDS.get(choices, {}).items()}}
    for code, word in CHOICES[choices].items():
        known |= {folded(code): code, folded(word): code, folded(f"{word} / {code}"): code, folded(f"{code} / {word}"): code}
    return known.get(folded(text), text)
