"""Rules about allocation: that it is there, complete, and adds up.

Whether the key can be applied to all products (dimensions, flow properties) is found where it is applied, in
`footprint.supply_chain.allocation`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from footprint.errors import Finding
from footprint.model.evaluation.amounts import Evaluation
from footprint.model.limits import suggest
from footprint.model.rules.allocation_errors import (
    AllocationKeyMissing,
    AllocationKeyUnused,
    AllocationWithoutNeed,
    MissingAllocation,
    NotAnOutput,
    SharesSum,
)
from footprint.model.rules.errors import FigureDimension, NotPositive, OutsideItsRange
from footprint.model.schema import Allocation, Process, ProductModel
from footprint.units import Amount, Dimension, parse_unit

__all__ = [
    "RULES",
    "SHARES_TOLERANCE",
    "check_allocation_complete",
    "check_allocation_has_no_more",
    "check_allocation_is_there",
    "check_heat_ratio",
    "check_prices",
    "check_shares",
]

SHARES_TOLERANCE = 1e-9

# What each key of allocation needs besides `by` and `why`; `|` separates alternatives.
_NEEDS: dict[str, tuple[str, ...]] = {
    "economic": ("prices",),
    "shares": ("shares",),
    "heat_ratio": ("heat", "ratio|boiler_heat"),
    "substitution": ("main", "avoided"),
}
_ALL = ("prices", "shares", "heat", "ratio", "boiler_heat", "main", "avoided")


def check_allocation_is_there(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that a process has an allocation if, and only if, it has several outputs."""
    for process, record in model.processes.items():
        if len(record.outputs) > 1 and record.allocation is None:
            place = model.key_place(f"processes/{process}/outputs")
            yield MissingAllocation(place, process=process, count=len(record.outputs)).finding
        if len(record.outputs) == 1 and record.allocation is not None:
            yield AllocationWithoutNeed(model.key_place(f"processes/{process}/allocation"), process=process).finding


def check_allocation_complete(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that an allocation has what its key needs, for every output, and names outputs only."""
    for process, record, allocation in _allocations(model):
        path = f"processes/{process}/allocation"
        values = {"process": process, "by": allocation.key}
        for need in _NEEDS.get(allocation.key, ()):
            if all(getattr(allocation, key) is None for key in need.split("|")):
                needed = need.replace("|", "` or `")
                yield AllocationKeyMissing(model.key_place(path), needed=needed, **values).finding
        for key in ("prices", "shares", "avoided"):
            stated: Mapping[str, object] | None = getattr(allocation, key)
            for name in stated or ():
                if name not in record.outputs:
                    place = model.key_place(f"{path}/{key}/{name}")
                    yield NotAnOutput(place, name=name, process=process, suggestions=suggest(name, record.outputs)).finding
            if stated is None or key not in _NEEDS.get(allocation.key, ()):
                continue
            for output in record.outputs:
                # With substitution the main product keeps the burden and replaces nothing.
                if output not in stated and not (key == "avoided" and output == allocation.main):
                    yield AllocationKeyMissing(model.key_place(f"{path}/{key}"), needed=f"{key}/{output}", **values).finding
        for key in ("heat", "main"):
            name = getattr(allocation, key)
            if name is not None and name not in record.outputs:
                suggestions = suggest(name, record.outputs)
                yield NotAnOutput(model.place(f"{path}/{key}"), name=name, process=process, suggestions=suggestions).finding


def check_allocation_has_no_more(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Warn of what an allocation states and its key does not use."""
    for process, _, allocation in _allocations(model):
        used = {key for need in _NEEDS.get(allocation.key, ()) for key in need.split("|")}
        for key in _ALL:
            doubled = key == "boiler_heat" and allocation.ratio is not None
            if getattr(allocation, key) is not None and (key not in used or doubled):
                place = model.key_place(f"processes/{process}/allocation/{key}")
                yield AllocationKeyUnused(place, by=allocation.key, key=key).finding
        if allocation.main is not None and allocation.main in (allocation.avoided or {}):
            place = model.key_place(f"processes/{process}/allocation/avoided/{allocation.main}")
            yield AllocationKeyUnused(place, by=allocation.key, key=f"avoided/{allocation.main}").finding


def check_shares(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that stated shares are plain numbers from 0 to 1 that sum to 1."""
    for process, record, allocation in _allocations(model):
        shares = _known(numbers, f"{process}/allocation/shares", allocation.shares)
        findings = [
            finding
            for name, share in shares.items()
            for finding in _fraction(model, f"processes/{process}/allocation/shares/{name}", share)
        ]
        yield from findings
        total = math.fsum(share.base for share in shares.values())
        if not findings and shares and set(shares) == set(record.outputs) and abs(total - 1) > SHARES_TOLERANCE:
            yield SharesSum(model.key_place(f"processes/{process}/allocation/shares"), process=process, sum=f"{total:.12g}").finding


def check_heat_ratio(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that a heat supply ratio is a plain number from 0 to 1, and boiler heat an energy above zero."""
    energy = parse_unit("MJ").dimension
    for process, _, _ in _allocations(model):
        path = f"processes/{process}/allocation"
        ratio, heat = (numbers.amounts.get(f"{process}/allocation/{key}") for key in ("ratio", "boiler_heat"))
        if ratio is not None:
            yield from _fraction(model, f"{path}/ratio", ratio)
        if heat is not None:
            if heat.dimension != energy:
                yield _dimension(model, f"{path}/boiler_heat", heat, "an energy", "能量")
            elif heat.value <= 0:
                yield NotPositive(model.place(f"{path}/boiler_heat"), key="boiler_heat", amount=str(heat)).finding


def check_prices(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that prices are money per amount of the product, in one currency, and not negative."""
    for process, _, allocation in _allocations(model):
        currency: Dimension | None = None
        for name, price in _known(numbers, f"{process}/allocation/prices", allocation.prices).items():
            path = f"processes/{process}/allocation/prices/{name}"
            output = numbers.dimensions.get(f"{process}/outputs/{name}")
            if output is None:
                continue
            money = price.dimension * output
            if not _is_currency(money):
                yield _dimension(model, path, price, f"money per {output}", f"货币/{output}")
            elif currency is not None and money != currency:
                yield _dimension(model, path, price, f"in {currency}, as the first price", f"与首个价格相同的货币（{currency}）")
            currency = currency or money


def _allocations(model: ProductModel) -> Iterator[tuple[str, Process, Allocation]]:
    for process, record in model.processes.items():
        if record.allocation is not None:
            yield process, record, record.allocation


def _known(numbers: Evaluation, path: str, stated: Mapping[str, object] | None) -> dict[str, Amount]:
    """Give the amounts that could be evaluated."""
    return {name: numbers.amounts[f"{path}/{name}"] for name in stated or () if f"{path}/{name}" in numbers.amounts}


def _fraction(model: ProductModel, path: str, amount: Amount) -> Iterator[Finding]:
    if not amount.dimension.dimensionless:
        yield _dimension(model, path, amount, "a plain number", "纯数")
    elif not 0 <= amount.base <= 1:
        yield OutsideItsRange(model.place(path), key=path.rpartition("/")[2], amount=str(amount)).finding


def _dimension(model: ProductModel, path: str, amount: Amount, expected: str, expected_zh: str) -> Finding:
    values = {"key": path.rpartition("/")[2], "amount": str(amount), "found": str(amount.dimension)}
    return FigureDimension(model.place(path), expected=expected, expected_zh=expected_zh, **values).finding


def _is_currency(dimension: Dimension) -> bool:
    powers = dimension.powers
    # Currencies are base dimensions called like their ISO 4217 code.
    return len(powers) == 1 and all(power == 1 and len(name) == 3 and name.isupper() for name, power in powers.items())


RULES: tuple[Callable[[ProductModel, Evaluation], Iterator[Finding]], ...] = (
    check_allocation_is_there,
    check_allocation_complete,
    check_allocation_has_no_more,
    check_shares,
    check_heat_ratio,
    check_prices,
)
