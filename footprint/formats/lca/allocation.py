"""Split a dataset of several products as its source says, or by amount where the user asks for that; never silently."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from footprint.formats.lca.records import SourceExchange, SourceProcess
from footprint.formats.lca.unit_names import foreign_unit
from footprint.units import parse_unit

__all__ = ["MultiOutput", "Product", "Split", "split"]

MultiOutput = Literal["refuse", "amount"]

SUM_TOLERANCE = Decimal("0.001")
"""How far stated shares may be from adding up to 1: sources round percents."""


@dataclass(frozen=True, slots=True)
class Product:
    """One product of a dataset with the share of each exchange that it bears; `share` holds where no other is stated."""

    exchange: SourceExchange
    share: Decimal
    of_exchange: Mapping[int, Decimal]

    def share_of(self, index: int) -> Decimal:
        """Give its share of an exchange, by the exchange's position in the dataset."""
        return self.of_exchange.get(index, self.share)


@dataclass(frozen=True, slots=True)
class Split:
    """How a dataset is split.

    Parameters
    ----------
    process
        With its exchanges as they count: negative co-products are inputs.
    products
        Empty where the dataset is not to be imported.
    reason
        Why it is not: a key of `footprint.formats.lca.fates.REASONS`.
    basis
        What the shares come from: ``stated``, ``amount`` or nothing.
    repairs
        Repairs that were made.
    """

    process: SourceProcess
    products: tuple[Product, ...] = ()
    reason: str = ""
    basis: str = ""
    repairs: tuple[str, ...] = ()


def split(process: SourceProcess, multi_output: MultiOutput) -> Split:
    """Find the products of a dataset and their shares.

    Parameters
    ----------
    process
        As read.
    multi_output
        What to do where several products are made and the source states no shares.
    """
    if process.defect:
        return Split(process, reason=process.defect)
    process, repairs = _prepared(process)
    references = [exchange for exchange in process.exchanges if exchange.role == "reference"]
    further = [exchange for exchange in process.exchanges if exchange.role == "coproduct" and exchange.amount != 0]
    reason = _defect(references, further)
    if reason:
        return Split(process, reason=reason)
    products = references + further
    if len(products) == 1:
        return Split(process, (Product(products[0], Decimal(1), {}),), repairs=repairs)
    stated = _stated(process, products)
    if stated is not None:
        reason = "" if _add_up(stated) else "shares"
        return Split(process, () if reason else stated, reason, "stated", repairs)
    if multi_output == "refuse":
        return Split(process, reason="not_allocated")
    shares = _by_amount(products)
    if shares is None:
        return Split(process, reason="not_comparable")
    return Split(process, tuple(Product(item, share, {}) for item, share in zip(products, shares, strict=True)), "", "amount", repairs)


def _prepared(process: SourceProcess) -> tuple[SourceProcess, tuple[str, ...]]:
    """Turn negative co-products round, and take the only product as the reference where the source names none."""
    repairs = []
    exchanges = list(process.exchanges)
    for index, exchange in enumerate(exchanges):
        if exchange.role == "coproduct" and exchange.amount is not None and exchange.amount < 0:
            exchanges[index] = replace(exchange, role="input", amount=-exchange.amount, direction="input", provider="")
            repairs.append("negative_coproduct")
    if not any(exchange.role == "reference" for exchange in exchanges):
        candidates = [index for index, exchange in enumerate(exchanges) if exchange.role == "coproduct" and exchange.amount != 0]
        if len(candidates) == 1:
            exchanges[candidates[0]] = replace(exchanges[candidates[0]], role="reference")
            repairs.append("only_product")
    return (replace(process, exchanges=tuple(exchanges)) if repairs else process), tuple(repairs)


def _defect(references: Sequence[SourceExchange], further: Sequence[SourceExchange]) -> str:
    if not references:
        return "no_reference"
    if len(references) > 1 and not any(exchange.shares for exchange in references):
        identical = {(exchange.name, exchange.flow) for exchange in references}
        if len(identical) < len(references):
            return "several_references"
    for exchange in (*references, *further):
        if exchange.amount is None:
            return "reference_amount"
        if exchange.amount == 0:
            return "reference_zero"
        unit = foreign_unit(exchange.unit)
        if unit is None:
            return "reference_unit"
        if not 0 < abs(float(exchange.amount * unit.factor)) < math.inf:
            return "reference_amount"
    return ""


def _stated(process: SourceProcess, products: Sequence[SourceExchange]) -> tuple[Product, ...] | None:
    """Give the shares that the source states; None where it states none for some product or exchange."""
    keys = [product.key for product in products]
    whole = dict(process.shares)
    single: dict[str, dict[int, Decimal]] = {key: {} for key in keys}
    needed = [index for index, exchange in enumerate(process.exchanges) if exchange.role not in ("reference", "coproduct")]
    for index in needed:
        shares: Mapping[str, Decimal] = dict(process.exchanges[index].shares)
        if not shares:
            if any(key not in whole for key in keys):
                return None
            continue
        for key in keys:
            single[key][index] = shares.get(key, Decimal(0))
    if not needed and not whole:
        return None
    return tuple(Product(product, whole.get(product.key, Decimal(0)), single[product.key]) for product in products)


def _add_up(products: Sequence[Product]) -> bool:
    indexes = {index for product in products for index in product.of_exchange}
    sums = [sum((product.of_exchange[index] for product in products), Decimal(0)) for index in indexes]
    whole = sum((product.share for product in products), Decimal(0))
    if whole or not indexes:
        sums.append(whole)
    low = all(share >= 0 for product in products for share in (product.share, *product.of_exchange.values()))
    return low and all(abs(total - 1) <= SUM_TOLERANCE for total in sums)


def _by_amount(products: Sequence[SourceExchange]) -> list[Decimal] | None:
    """Give shares by amount, where all products are counted in one dimension and none is negative."""
    amounts, dimensions = [], set()
    for product in products:
        unit = foreign_unit(product.unit)
        if unit is None or product.amount is None or product.amount < 0:
            return None
        dialect = parse_unit(unit.unit)
        dimensions.add(dialect.dimension)
        amounts.append(product.amount * unit.factor * Decimal(repr(dialect.factor)))
    if len(dimensions) != 1:
        return None
    total = sum(amounts, Decimal(0))
    return [amount / total for amount in amounts]
