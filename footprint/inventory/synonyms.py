"""Other words for what a dataset is called: spellings, names of the trade, and words close to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

__all__ = ["alike", "variants"]

# Parts of words that are spelt in two ways.
_SPELLINGS = (("sulph", "sulf"), ("aluminium", "aluminum"), ("fibre", "fiber"), ("tonne", "ton"), ("grey", "gray"), ("litre", "liter"))
# Words that stand for each other, as a whole where they are English, inside a longer word where they are Chinese.
_GROUPS = (
    ("truck", "lorry", "road"),
    ("train", "rail", "railway"),
    ("ship", "vessel", "sea", "freighter"),
    ("plane", "aircraft", "air", "aviation"),
    ("wastewater", "sewage"),
    ("waste", "refuse", "garbage"),
    ("gasoline", "petrol"),
    ("kerosene", "paraffin", "jet"),
    ("power", "electricity"),
    ("solar", "photovoltaic", "pv"),
    ("soda", "na2co3"),
    ("fertilizer", "fertiliser"),
    ("cardboard", "corrugated", "carton"),
    ("hydrogen", "h2"),
    ("废水", "污水"),
    ("卡车", "货车", "汽车", "公路", "道路"),
    ("火车", "铁路"),
    ("轮船", "海运", "船", "水运"),
    ("飞机", "航空", "空运"),
    ("垃圾", "废物", "废弃物"),
    ("电网", "电力", "用电", "供电"),
    ("蒸汽", "蒸气"),
    ("光伏", "太阳能"),
    ("风力", "风电"),
    ("水力", "水电"),
    ("核能", "核电"),
    ("煤炭", "原煤"),
    ("天燃气", "天然气"),
    ("烧碱", "氢氧化钠"),
    ("纯碱", "碳酸钠"),
    ("化肥", "肥料", "氮肥"),
    ("制冷剂", "冷媒"),
    ("纸箱", "瓦楞"),
    ("托盘", "栈板"),
    ("塑料", "树脂"),
    ("自来水", "新鲜水", "工业水", "供水"),
)


def variants(word: str) -> tuple[str, ...]:
    """Give a word in its other spellings and by its other names, without itself.

    Parameters
    ----------
    word
        In lower case.

    Examples
    --------
    >>> variants("sulphuric"), variants("污水处理"), variants("cement")
    (('sulfuric',), ('废水处理',), ())
    """
    return tuple(dict.fromkeys(other for other in _variants(word) if other and other != word))


def _variants(word: str) -> Iterator[str]:
    for pair in _SPELLINGS:
        for written, other in (pair, pair[::-1]):
            # `ton` is part of `tonne` and of much else.
            if written in word and (written != "ton" or word in ("ton", "tons")):
                yield word.replace(written, other)
    for group in _GROUPS:
        for known in group:
            if word == known or (not known.isascii() and known in word):
                yield from (word.replace(known, other) for other in group if other not in word)


def alike(word: str, known: Iterable[str]) -> list[str]:
    """Give known words that a mistyped one may have meant, best first."""
    candidates = {other for other in known if len(other) > 1 and not other.isdigit()}
    # Two Chinese characters of which one is right are as close as a longer word with one wrong letter.
    cutoff = 0.75 if word.isascii() else 0.5
    return difflib.get_close_matches(word, sorted(candidates), n=3, cutoff=cutoff)
