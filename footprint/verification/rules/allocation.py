"""Rules about allocation: the order of the keys, reasons, avoided burden, prices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from footprint.model import evaluate
from footprint.model.schema import Process
from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule, warns
from footprint.verification.rules.supply import leaves

__all__ = ["check_allocation_order", "check_allocation_reason", "check_avoided_burden", "check_price_ratio"]

_PHYSICAL = ("mass", "energy", "exergy", "heat_ratio", "property")
_PLACEHOLDER = re.compile(
    r"(tbd|todo|n/?a|none|unknown|xxx+|why|reason|default|\?+|-+|\.+|…|无|待定|待补充|未知|同上|默认)[.。!！]*", re.IGNORECASE
)
_SHORTEST = 12
"""Characters of a reason, Chinese ones counted three times: below that nobody has given one."""


def _shared(case: Case) -> Iterator[tuple[str, Process]]:
    for name, process in case.model.processes.items():
        if process.allocation is not None and len(process.outputs) > 1:
            yield name, process


@rule(
    "allocation-order",
    "method",
    "Allocation follows the order: physical relation before price",
    "分配遵循顺序：先物理关系，后经济价值",
    source="ISO 14067:2018 6.4.6.2: subdivide, physical relation, other (R); PACT: by its own order (R)",
    choices=("allocation",),
)
def check_allocation_order(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the key of every allocation is allowed, and that one of lower rank is used only where no physical relation is at hand.

    A physical relation is at hand where all products are counted in the same dimension: then price needs more than convenience, and the
    reason given is put before the verifier.
    """
    allowed = [key.partition(":")[0] for key in profile.choice("allocation") or ()]
    found = False
    amounts = evaluate(case.model).amounts
    for name, process in _shared(case):
        assert process.allocation is not None
        key = process.allocation.key.partition(":")[0]
        if key == "substitution":
            continue
        found = True
        dimensions = {str(amounts[f"{name}/outputs/{output}"].dimension) for output in process.outputs}
        about = {
            "process": name,
            "key": process.allocation.key,
            "allowed": allowed,
            "why": process.allocation.why[:200],
            "place": case.model.place(f"processes/{name}/allocation/by"),
        }
        if key not in allowed:
            yield fails(
                "`{process}` is allocated by {key}; allowed are, in this order: {allowed}.",
                "`{process}` 按 {key} 分配；依次允许：{allowed}。",
                **about,
            )
        elif key not in _PHYSICAL and len(dimensions) == 1 and _rank(allowed, key) > min(_rank(allowed, other) for other in _PHYSICAL):
            yield warns(
                "`{process}` is allocated by {key} though all products are counted in {dimension}; the reason given: {why}",
                "`{process}` 按 {key} 分配，而所有产品均可按 {dimension} 计量；所述理由：{why}",
                dimension=next(iter(dimensions)),
                **about,
            )
        else:
            yield passes("`{process}` is allocated by {key}.", "`{process}` 按 {key} 分配。", **about)
    for name, key in _elsewhere(case):
        found = True
        if key != "substitution" and key.partition(":")[0] not in allowed:
            yield fails(
                "`{process}` of another model is allocated by {key}; allowed are: {allowed}.",
                "另一模型的 `{process}` 按 {key} 分配；允许：{allowed}。",
                process=name,
                key=key,
                allowed=allowed,
                place=case.model.place("processes"),
            )
        elif key != "substitution":
            yield passes(
                "`{process}` of another model is allocated by {key}.", "另一模型的 `{process}` 按 {key} 分配。", process=name, key=key
            )
    if not found:
        yield does_not_apply("No process has several products to allocate to.", "没有需要分配的多产品过程。")


def _elsewhere(case: Case) -> Iterator[tuple[str, str]]:
    """Yield process and key of what other product models share that take part."""
    for shared in case.result.allocations:
        if "#" in shared["process"]:
            yield shared["process"], shared["by"]


def _rank(allowed: list[str], key: str) -> int:
    return allowed.index(key) if key in allowed else len(allowed)


@rule(
    "allocation-reason",
    "method",
    "Every allocation gives a reason, and a source for its figures",
    "每项分配均说明理由和数据来源",
    source="ISO 14067:2018 6.4.6.1: document and justify allocation (R)",
)
def check_allocation_reason(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the reason of an allocation is more than a placeholder, and that prices, shares and ratios name their source."""
    found = False
    for name, process in _shared(case):
        allocation = process.allocation
        assert allocation is not None
        found = True
        why = allocation.why.strip()
        length = sum(3 if character > "\u2e7f" else 1 for character in why)
        figures = [key for key in ("prices", "shares", "ratio") if getattr(allocation, key) is not None]
        about = {"process": name, "why": why[:200], "figures": figures, "place": case.model.place(f"processes/{name}/allocation")}
        if length < _SHORTEST or _PLACEHOLDER.fullmatch(why):
            yield fails("The allocation of `{process}` gives no reason: `{why}`.", "`{process}` 的分配没有给出理由：`{why}`。", **about)
        elif figures and not allocation.source:
            yield fails(
                "The allocation of `{process}` does not say where its {figures} are from.",
                "`{process}` 的分配未注明 {figures} 的来源。",
                **about,
            )
        else:
            yield passes("The allocation of `{process}` is explained.", "`{process}` 的分配有说明。", **about)
    if not found:
        yield does_not_apply("No process has several products.", "没有多产品过程。")


@rule(
    "avoided-burden",
    "method",
    "No burden is avoided where the profile does not allow it",
    "未在不允许处使用替代法",
    source="GB/T 24067-2024 and ISO 14067:2018 6.4.6 (R); PACT: substitution only where a rule prescribes it (R)",
    choices=("substitution",),
)
def check_avoided_burden(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that substitution is used only where the profile allows it; its credits stand among the values."""
    allowed = profile.choice("substitution") or ()
    found = False
    for name, process in case.model.processes.items():
        if process.allocation is None or process.allocation.key != "substitution":
            continue
        found = True
        credit = sum(leaf.entry.value for leaf in leaves(case) if leaf.entry.exchange.startswith(f"{name}/allocation/avoided/"))
        share = abs(credit) / abs(case.result.value) if case.result.value else 0.0
        about: dict[str, Any] = {"process": name, "credit": abs(credit), "percent": f"{100 * share:.3g} %", "share": share}
        about["place"] = case.model.place(f"processes/{name}/allocation")
        if "prescribed" in allowed:
            yield warns(
                "`{process}` takes a credit of {credit} kg CO2e ({percent} of the result): the rule that prescribes it must be named.",
                "`{process}` 获得抵扣 {credit} kg CO2e（占结果 {percent}）：须注明规定采用替代法的规则。",
                **about,
            )
        else:
            yield fails(
                "`{process}` takes a credit of {credit} kg CO2e ({percent} of the result) for what its co-products replace.",
                "`{process}` 因副产品替代获得抵扣 {credit} kg CO2e（占结果 {percent}）。",
                **about,
            )
    for name, key in _elsewhere(case):
        if key == "substitution":
            found = True
            place = case.model.place("processes")
            verdict = warns if "prescribed" in allowed else fails
            yield verdict(
                "`{process}` of another model takes a credit for what its co-products replace.",
                "另一模型的 `{process}` 因副产品替代获得抵扣。",
                process=name,
                place=place,
            )
    if not found:
        yield passes("No burden is avoided.", "未使用替代法。")


@rule(
    "price-ratio",
    "method",
    "Price or physical relation, by the ratio of the co-products' prices",
    "按副产品价格比选择经济或物理分配",
    source="PACT methodology: economic allocation where the price ratio of co-products is above a bound, physical below (R)",
    thresholds=("price_ratio",),
)
def check_price_ratio(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the prices of co-products, where all are counted in the same dimension, and the key with what their ratio asks for."""
    bound, found = profile.value("price_ratio"), False
    amounts = evaluate(case.model).amounts
    for name, process in _shared(case):
        allocation = process.allocation
        assert allocation is not None
        if allocation.key == "substitution":
            continue
        found = True
        about = {"process": name, "key": allocation.key, "bound": bound, "place": case.model.place(f"processes/{name}/allocation")}
        prices = {output: amounts.get(f"{name}/allocation/prices/{output}") for output in process.outputs}
        stated = [price for price in prices.values() if price is not None and price.value > 0]
        if len(stated) < len(prices) or len({price.dimension for price in stated}) > 1:
            yield cannot(
                "The prices of the products of `{process}` are not stated in one unit: whether {key} is the right key cannot be told.",
                "`{process}` 各产品的价格未按同一单位给出，无法判断 {key} 是否合适。",
                **about,
            )
            continue
        ratio = max(price.base for price in stated) / min(price.base for price in stated)
        about["ratio"] = ratio
        if (ratio > bound) != (allocation.key == "economic"):
            yield fails(
                "The prices of `{process}` differ by a factor of {ratio} (bound {bound}); {key} is not the key that asks for.",
                "`{process}` 产品价格相差 {ratio} 倍（界限 {bound}），不应按 {key} 分配。",
                **about,
            )
        else:
            yield passes(
                "The prices of `{process}` differ by a factor of {ratio}; {key} fits.",
                "`{process}` 价格相差 {ratio} 倍，{key} 合适。",
                **about,
            )
    if not found:
        yield does_not_apply("No process has several products to allocate to.", "没有需要分配的多产品过程。")
