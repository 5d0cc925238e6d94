"""The change between two results as files state them: without matrices, by the contributions.

Each contribution is an amount a per declared unit times a factor φ, so that Δ(aφ) = Δa φ̄ + ā Δφ is exact as well. What a result does not
tell is whether a factor changed because of a dataset or because of the method; the attribution says so where the methods differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from footprint.engine.proof import TOLERANCE
from footprint.insight.change.records import Cause, Change, Part, State
from footprint.insight.change.sides import unit_factor

__all__ = ["METHODS_DIFFER", "change_of_results"]

METHODS_DIFFER = {
    "en": "the methods differ ({old}, {new}): results alone do not tell a change of method from one of datasets; both stand under factors",
    "zh": "两者的特征化方法不同（{old}、{new}）：仅凭结果文件无法区分方法变化与数据集变化，二者均列为排放因子",
}


def change_of_results(old: Mapping[str, Any], new: Mapping[str, Any], name: str | None = None) -> Change:
    """Attribute the difference of two results to inputs, factors and structure.

    Parameters
    ----------
    old, new
        Of the schema ``footprint/result/1``.
    name
        What to call the product.

    Returns
    -------
    Change
        Amounts are per declared unit; ``remainder`` holds what the stated contributions miss of the stated totals.
    """
    before, after = _entries(old), _entries(new)
    parts: dict[tuple[Cause, str], Part] = {}
    for exchange in sorted(before.keys() | after.keys()):
        for part in _parts(exchange, before.get(exchange, []), after.get(exchange, [])):
            known = parts.get((part.cause, part.what))
            parts[part.cause, part.what] = part if known is None else Part(part.cause, part.what, known.value + part.value)
    totals = float(old["total"]["value"]), float(new["total"]["value"])
    scale = max(math.fsum(abs(float(entry["value"])) for entry in side["contributions"]) for side in (old, new))
    shown = [part for part in parts.values() if abs(part.value) > TOLERANCE * scale]
    notes = []
    if old["method"] != new["method"] or old["provenance"].get("method") != new["provenance"].get("method"):
        notes.append({lang: text.format(old=old["method"], new=new["method"]) for lang, text in METHODS_DIFFER.items()})
    return Change(
        name=name or new["product"]["name"].get("en") or new["product"]["name"].get("zh") or "",
        old=totals[0],
        new=totals[1],
        parts=tuple(sorted(shown, key=lambda part: (-abs(part.value), part.what, part.cause))),
        remainder=(totals[1] - totals[0]) - math.fsum(part.value for part in shown),
        scale=scale,
        declared_units=(str(old["declared_unit"]), str(new["declared_unit"])),
        notes=tuple(notes),  # type: ignore[arg-type]  # the keys are the languages
    )


def _entries(result: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    entries: dict[str, list[Mapping[str, Any]]] = {}
    for entry in result["contributions"]:
        entries.setdefault(str(entry["exchange"]), []).append(entry)
    return entries


def _parts(exchange: str, before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> list[Part]:
    """Split the change of one exchange; one that is on one side only, or in other units, is structure."""
    providers = {str(entry["provider"]): entry for entry in after}
    same = {str(entry["provider"]) for entry in before} == providers.keys()
    pairs = [(entry, providers[str(entry["provider"])]) for entry in before] if same else []
    if not same and len(before) == len(after) == 1:
        pairs = [(before[0], after[0])]
    parts: list[Part] = []
    for old, new in pairs:
        factor = unit_factor(str(old["unit"]), str(new["unit"]))
        amounts = float(old["amount"]) * (factor or 1.0), float(new["amount"])
        if factor is None or not any(amounts):
            return _structure(exchange, before, after)
        # Where nothing is used there is no factor to be seen: that of the other side serves.
        known = [float(entry["value"]) / amount for entry, amount in zip((old, new), amounts, strict=True) if amount]
        factors = known[0], known[-1]
        states = [
            State(amount, str(new["unit"]), phi, str(entry["provider"]))
            for amount, phi, entry in zip(amounts, factors, (old, new), strict=True)
        ]
        parts.append(Part("inputs", exchange, (amounts[1] - amounts[0]) * (factors[0] + factors[1]) / 2, *states))
        parts.append(Part("factors", exchange, (factors[1] - factors[0]) * (amounts[0] + amounts[1]) / 2, *states))
    return parts if pairs else _structure(exchange, before, after)


def _structure(exchange: str, before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> list[Part]:
    value = math.fsum(float(entry["value"]) for entry in after) - math.fsum(float(entry["value"]) for entry in before)
    states = [_state(entries[0]) if entries else None for entries in (before, after)]
    return [Part("structure", exchange, value, *states)]


def _state(entry: Mapping[str, Any]) -> State:
    amount = float(entry["amount"])
    return State(amount, str(entry["unit"]), float(entry["value"]) / amount if amount else None, str(entry["provider"]))
