"""The captions of drawings, in both languages."""

from __future__ import annotations

from footprint.errors import Language

__all__ = ["stage_name", "word"]

_WORDS: dict[str, dict[Language, str]] = {
    "supply chain": {"en": "Supply chain", "zh": "供应链"},
    "continued": {"en": "continued from the right edge above", "zh": "接上图右缘"},
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


# Stages are named freely by each model; these names are met often enough to have a Chinese one (terms of GB/T 24067).
_STAGES = {
    "raw materials": "原材料获取",
    "raw material": "原材料获取",
    "raw material acquisition": "原材料获取",
    "materials": "原材料获取",
    "production": "生产制造",
    "manufacturing": "生产制造",
    "processing": "加工",
    "transport": "运输",
    "transportation": "运输",
    "distribution": "分销",
    "packaging": "包装",
    "use": "使用",
    "end of life": "生命末期",
    "waste treatment": "废物处置",
    "energy": "能源",
    "electricity": "电力",
    "heat": "热力",
    "steam": "蒸汽",
    "water": "水",
    "auxiliaries": "辅助材料",
    "fuel": "燃料",
    "fuel supply": "燃料供应",
    "refining": "炼制",
    "aromatics": "芳烃生产",
    "crude oil": "原油获取",
    "melting": "熔炼",
    "casting": "铸造",
    "forging": "锻造",
    "forming": "成形",
    "machining": "机械加工",
    "heat treatment": "热处理",
    "rolling": "轧制",
    "grinding": "粉磨",
    "clinker": "熟料煅烧",
    "assembly": "装配",
    "converting": "后加工",
    "paper": "造纸",
    "farming": "养殖",
    "seedlings": "育苗",
    "spat": "苗种",
    "brewing": "酿造",
    "malt": "制麦",
    "barley": "大麦种植",
    "flight": "飞行",
    "ground": "地面环节",
    "metal": "金属材料",
    "steel": "钢材",
    "rolling elements": "滚动体",
    "cages": "保持架",
    "electrolyte": "电解液",
    "stacks": "电堆",
    "plant": "工厂",
    "unspecified": "未说明",
}


def stage_name(stage: str, lang: Language) -> str:
    """Give a life cycle stage in a language; a name that is not in the table stands for itself."""
    return _STAGES.get(stage.strip().lower().replace("-", " ").replace("_", " "), stage) if lang == "zh" else stage


def word(key: str, lang: Language) -> str:
    """Give a caption; what is not in the table stands for itself."""
    return _WORDS[key][lang] if key in _WORDS else key
