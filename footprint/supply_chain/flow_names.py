"""What may have been meant by a name that is no elementary flow: formulae and Chinese names of gases, then likeness."""

from __future__ import annotations

import re
from collections.abc import Mapping

from footprint.errors import nearest
from footprint.inventory.records import ElementaryFlow
from footprint.units.characters import normalise

__all__ = ["suggest_flows"]

LIMIT = 4
"""How many flows are suggested at most."""

# Formula or common name → how the names of its flows start. A gas alone does not say its origin, so all are offered.
_GASES = {
    "co2": "carbon dioxide",
    "carbondioxide": "carbon dioxide",
    "二氧化碳": "carbon dioxide",
    "ch4": "methane",
    "methane": "methane",
    "甲烷": "methane",
    "天然气": "methane",
    "n2o": "nitrous oxide",
    "nitrousoxide": "nitrous oxide",
    "dinitrogenoxide": "nitrous oxide",
    "氧化亚氮": "nitrous oxide",
    "一氧化二氮": "nitrous oxide",
    "笑气": "nitrous oxide",
    "co2e": "CO2e",
    "co2eq": "CO2e",
    "co2equivalent": "CO2e",
    "co2当量": "CO2e",
    "二氧化碳当量": "CO2e",
    "ghg": "CO2e",
}
_ORIGINS = ("fossil", "biogenic", "uptake", "not stated", "GWP set AR6", "GWP set AR5", "land use change")
"""Origins in the order in which they are likely meant."""
_QUALIFIERS = {
    "fossil": ("fossil", "化石"),
    "biogenic": ("biogenic", "生物"),
    "uptake": ("uptake", "吸收"),
    "land use change": ("land use", "土地利用"),
}


def suggest_flows(name: str, flows: Mapping[str, ElementaryFlow]) -> list[str]:
    """Rank the flows that a name may mean, best first.

    Parameters
    ----------
    name
        What was written, such as ``CO2``, ``甲烷`` or ``carbon dioxide fosil``.
    flows
        All flows, by name.

    Returns
    -------
    list of str
        At most four; those of the gas where the name is one, those with the Chinese name where it is that, and those
        alike otherwise.
    """
    plain = normalise(name).lower()
    gas = _gas(re.split(r"[,，、;(（]", plain)[0])
    if gas:
        return _of_gas(gas, plain, flows)
    chinese = [flow.name for flow in flows.values() if flow.name_zh and name.strip() in (flow.name_zh, flow.name_zh.split("，")[0])]
    if chinese:
        return sorted(chinese)[:LIMIT]
    if not plain.isascii():
        by_name = {flow.name_zh: flow.name for flow in flows.values() if flow.name_zh}
        return [by_name[found] for found in nearest(name, by_name)]
    return nearest(name, flows)


def _gas(text: str) -> str:
    """Give the gas that a name starts with; `fossil CO2` and `化石二氧化碳` name it after the origin."""
    folded = re.sub(r"[\s_\-]+", "", text)
    for words in _QUALIFIERS.values():
        for word in words:
            folded = folded.removeprefix(word).removesuffix(word)
    return _GASES.get(folded.removesuffix("成因").removesuffix("源").removeprefix("源"), "")


def _of_gas(gas: str, plain: str, flows: Mapping[str, ElementaryFlow]) -> list[str]:
    """Give the flows of a gas, those of the origin first that the name states."""
    stated = next((origin for origin, words in _QUALIFIERS.items() if any(word in plain for word in words)), None)

    def rank(name: str) -> tuple[bool, bool, int, str]:
        origin = name.partition(", ")[2]
        place = next((number for number, known in enumerate(_ORIGINS) if origin.endswith(known)), len(_ORIGINS))
        return (stated is not None and origin != stated, "aircraft" in origin or "only" in origin, place if origin else -1, name)

    named = sorted((name for name in flows if name == gas or name.startswith(f"{gas}, ")), key=rank)
    if stated is not None and named and named[0].endswith(stated):
        return named[:1]
    return named[: 3 if gas == "CO2e" else 2]
