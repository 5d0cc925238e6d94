"""Chinese provinces and grid regions: slugs for codes, names, and geography codes.

The geography code of a province is `CN-` and the two digits of GB/T 2260 (Liaoning is CN-21). ISO 3166-2 had the same
digits until 2017 and now uses letters (CN-LN); the digits are kept because Chinese data speak them. The seven grid
regions have no code and bear `CN`.
"""

from __future__ import annotations

__all__ = ["PROVINCES", "geography_code", "slug"]

PROVINCES = {
    "Beijing": "CN-11",
    "Tianjin": "CN-12",
    "Hebei": "CN-13",
    "Shanxi": "CN-14",
    "Inner Mongolia": "CN-15",
    "Liaoning": "CN-21",
    "Jilin": "CN-22",
    "Heilongjiang": "CN-23",
    "Shanghai": "CN-31",
    "Jiangsu": "CN-32",
    "Zhejiang": "CN-33",
    "Anhui": "CN-34",
    "Fujian": "CN-35",
    "Jiangxi": "CN-36",
    "Shandong": "CN-37",
    "Henan": "CN-41",
    "Hubei": "CN-42",
    "Hunan": "CN-43",
    "Guangdong": "CN-44",
    "Guangxi": "CN-45",
    "Hainan": "CN-46",
    "Chongqing": "CN-50",
    "Sichuan": "CN-51",
    "Guizhou": "CN-52",
    "Yunnan": "CN-53",
    "Shaanxi": "CN-61",
    "Gansu": "CN-62",
    "Qinghai": "CN-63",
    "Ningxia": "CN-64",
    "Xinjiang": "CN-65",
}


def slug(name: str) -> str:
    """Turn an English name into a part of a dataset code."""
    return "national" if name == "China" else name.lower().replace(" ", "-")


def geography_code(name: str) -> str:
    """Give the geography code of a province; `CN` for the country and its grid regions."""
    return PROVINCES.get(name, "CN")
