"""The captions of drawings, in both languages."""

from __future__ import annotations

from footprint.errors import Language

__all__ = ["word"]

_WORDS: dict[str, dict[Language, str]] = {
    "supply chain": {"en": "Supply chain", "zh": "供应链"},
    "colon": {"en": ": ", "zh": "："},
    "process": {"en": "Process", "zh": "单元过程"},
    "product": {"en": "Product", "zh": "产品"},
    "declared product": {"en": "Product of this footprint", "zh": "核算产品"},
    "dataset": {"en": "Inventory dataset", "zh": "清单数据集"},
    "model": {"en": "Another product model", "zh": "其他产品模型"},
    "declared": {"en": "Declared footprint", "zh": "已声明的碳足迹"},
    "elementary flow": {"en": "Elementary flow", "zh": "基本流"},
    "secondary": {"en": "Secondary material, enters free", "zh": "再生/次生原料（不带初级负荷）"},
    "omitted": {"en": "Cut-off without proxy", "zh": "已取舍（无替代数据）"},
    "cut-off": {"en": "Cut-off, not calculated", "zh": "已取舍，未计算"},
    "avoided": {"en": "Avoided product (credit)", "zh": "避免的产品（抵扣）"},
    "proxy": {"en": "proxy", "zh": "替代数据"},
    "share": {"en": "share", "zh": "份额"},
    "allocation": {"en": "allocation by", "zh": "分配依据"},
}


def word(key: str, lang: Language) -> str:
    """Give a caption; what is not in the table stands for itself."""
    return _WORDS[key][lang] if key in _WORDS else key
