"""What a node of a Brightway database makes: its reference product, and the exchanges that relate to it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from footprint.errors import Place
from footprint.inventory.brightway_errors import BrightwayAmount, BrightwayNotAProcess, BrightwayReference, BrightwaySeveralProducts
from footprint.inventory.brightway_storage import Edge, Key, Node, Storage

__all__ = ["CONSUMED", "PROCESSES", "Reference", "reference_of"]

PROCESSES = ("process", "processwithreferenceproduct")
PRODUCTS = ("product",)
PRODUCED = ("production", "generic production")
CONSUMED = ("technosphere", "generic consumption")
_COUNTED = (*PRODUCED, *CONSUMED, "substitution", "biosphere")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a dataset is made of.

    Parameters
    ----------
    process
        The node whose exchanges count.
    product
        The node that others take from; often the process itself.
    amount
        Reference output in the unit of the product; negative where the process treats it.
    edges
        All other exchanges.
    """

    process: Node
    product: Node
    amount: float
    edges: tuple[Edge, ...]


def reference_of(node: Node, storage: Storage, find: Callable[[Key], Node | None], place: Place) -> Reference:
    """Find out what a process makes, or which process makes a product.

    Raises
    ------
    BrightwayNotAProcess
        Where the node makes nothing.
    BrightwaySeveralProducts
        Where there is more than one product or more than one maker.
    BrightwayReference
        Where the reference output is zero or missing.
    """
    process = node if _is_process(node) else _maker(node, storage, find, place)
    edges = [edge for edge in storage.edges_into(process.key) if edge.kind in _COUNTED]
    candidates = _candidates(edges)
    if not candidates:
        if any(edge.kind == "substitution" for edge in edges):
            # Brightway gives no implicit output to a process that has a substitution; neither do we.
            why = {"why": "it has substitution exchanges only", "why_zh": "仅有 substitution 交换"}
            raise BrightwayReference(place, dataset=place.file, name=node.text("name"), **why)
        return Reference(process, process, 1.0, tuple(edges))
    made = {edge.input for edge in candidates}
    if len(made) > 1:
        names = sorted(_name(find(key), key) for key in made)
        why = {"why": f"it makes {', '.join(names)}", "why_zh": f"它生产 {'、'.join(names)}"}
        raise BrightwaySeveralProducts(place, dataset=place.file, name=process.text("name"), **why)
    (key,) = made
    product = process if key == process.key else _product(key, process, storage, find, place)
    amount = sum(_signed(edge, place) for edge in candidates)
    if amount == 0:
        why = {"why": "its production amounts to zero", "why_zh": "其产出为零"}
        raise BrightwayReference(place, dataset=place.file, name=process.text("name"), **why)
    return Reference(process, product, amount, tuple(edge for edge in edges if edge not in candidates))


def _is_process(node: Node) -> bool:
    return node.kind in ("", *PROCESSES)


def _candidates(edges: list[Edge]) -> list[Edge]:
    """Give the exchanges that say what a process is for: those marked functional, or else its production.

    A production exchange beside a functional one of another product makes that product too.
    """
    produced = [edge for edge in edges if edge.kind in PRODUCED]
    taken = [edge for edge in edges if edge.kind in CONSUMED and edge.functional]
    return [*produced, *taken]


def _maker(node: Node, storage: Storage, find: Callable[[Key], Node | None], place: Place) -> Node:
    """Find the one process that makes a product, or treats it."""
    values = {"dataset": place.file, "name": node.text("name")}
    if node.kind not in PRODUCTS:
        why = {"why": f"its type is `{node.kind}`", "why_zh": f"其类型为 `{node.kind}`"}
        if node.kind == "multifunctional":
            why = {"why": "it is multifunctional", "why_zh": "它是多功能过程"}
            raise BrightwaySeveralProducts(place, **values, **why)
        raise BrightwayNotAProcess(place, **values, **why)
    makers = _makers(node.key, storage)
    if not makers:
        raise BrightwayNotAProcess(place, **values, why="no process makes it", why_zh="没有过程生产它")
    if len(makers) > 1:
        why = {"why": f"{len(makers)} processes make it", "why_zh": f"有 {len(makers)} 个过程生产它"}
        raise BrightwaySeveralProducts(place, **values, **why)
    (key,) = makers
    maker = find(key)
    if maker is None or not _is_process(maker):
        raise BrightwayNotAProcess(place, **values, why="what makes it is no process", why_zh="生产它的不是过程")
    return maker


def _makers(product: Key, storage: Storage) -> set[Key]:
    edges = storage.edges_out_of(product, (*PRODUCED, *CONSUMED))
    return {edge.output for edge in edges if edge.kind in PRODUCED or edge.functional}


def _product(key: Key, process: Node, storage: Storage, find: Callable[[Key], Node | None], place: Place) -> Node:
    """Give the product node of a process, which must be its own."""
    product = find(key)
    values = {"dataset": place.file, "name": process.text("name")}
    if product is None or product.kind not in PRODUCTS:
        name = _name(product, key)
        why = {"why": f"what it makes is another dataset, {name}", "why_zh": f"它生产的是另一个数据集 {name}"}
        raise BrightwaySeveralProducts(place, **values, **why)
    makers = _makers(key, storage)
    if len(makers) > 1:
        name = _name(product, key)
        why = {"why": f"{len(makers)} processes make its product {name}", "why_zh": f"其产品 {name} 由 {len(makers)} 个过程生产"}
        raise BrightwaySeveralProducts(place, **values, **why)
    return product


def _signed(edge: Edge, place: Place) -> float:
    amount = edge.data.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not math.isfinite(amount):
        raise BrightwayAmount(place, dataset=place.file, input="itself", amount=str(amount))
    return float(amount) if edge.kind in PRODUCED else -float(amount)


def _name(node: Node | None, key: Key) -> str:
    return node.text("name") if node is not None and node.text("name") else f"{key[0]}/{key[1]}"
