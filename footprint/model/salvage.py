"""The part of a broken model that is well written, so that the rules can be applied to it, too.

A user who made a typing error in one amount and forgot an allocation elsewhere learns of both at once. What had to be
taken out must not cause findings of its own: those are held back.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from footprint.errors import Finding, Severity
from footprint.model.fields import Record, patience
from footprint.model.limits import FINDING_LIMIT, suggest
from footprint.model.rules.allocation_errors import MissingAllocation
from footprint.model.rules.errors import NoOutputs, PackageNotListed, UnknownProduct
from footprint.model.schema import ProductModel
from footprint.model.tree import Document
from footprint.model.validation import field_at, path_in

__all__ = ["consequences_removed", "salvage"]

ROUNDS = 4
"""Taking a part out may make what holds it unusable, which then goes as well."""

# What stands in for required keys, chosen so that no rule finds fault with it.
_STAND_INS: dict[str, Any] = {
    "product": {},
    "name": "-",
    "flow": "-",
    "declared_unit": "1 MJ",
    "period": {},
    "start": "0001-01-01",
    "end": "9999-12-31",
    "why": "-",
}


def salvage(document: Document) -> tuple[ProductModel | None, frozenset[str]]:
    """Take out of a document what the schema refuses, and make a model of the rest.

    Returns
    -------
    (ProductModel or None, frozenset of str)
        No model where something required is missing; the paths that were taken out.
    """
    data = copy.deepcopy(document.data)
    removed: set[str] = set()
    for _ in range(ROUNDS):
        try:
            return ProductModel.model_validate(data, by_alias=True, by_name=False, context=patience()), frozenset(removed)
        except ValidationError as error:
            complaints = error.errors(include_url=False, include_context=False, include_input=False)
        if len(complaints) > FINDING_LIMIT:
            return None, frozenset(removed)
        for complaint in complaints:
            keys = path_in(data, complaint["loc"])
            missing = str(complaint["loc"][-1]) if complaint["type"] == "missing" else ""
            if missing in _STAND_INS:
                owner = _node(data, keys)
                if isinstance(owner, dict):
                    owner[missing] = copy.deepcopy(_STAND_INS[missing])
                removed.add("/".join([*keys, missing]))
                continue
            # Without a known format nothing can be said of the rest.
            if not keys or keys == ["footprint"]:
                return None, frozenset(removed)
            _remove(data, keys)
            removed.add("/".join(keys))
    return None, frozenset(removed)


def consequences_removed(findings: Iterable[Finding], part: ProductModel, removed: frozenset[str]) -> list[Finding]:
    """Keep the errors that do not follow from what was taken out.

    Parameters
    ----------
    findings
        What the rules found in a salvaged model.
    part
        That model.
    removed
        The paths that were taken out of it.
    """
    products_unsure = any(_may_hide_products(part, path.split("/")) for path in removed)
    packages_unsure = any(path.startswith("inventories") for path in removed) or _packages_misspelt(part, removed)
    kept = []
    for finding in findings:
        path = finding.place.path if finding.place else ""
        follows = any(_related(path, part) for part in removed)
        follows |= products_unsure and finding.error is UnknownProduct
        # Outputs and allocation may have stood under a misspelt key.
        follows |= finding.error in (MissingAllocation, NoOutputs) and any(path.startswith(part.rpartition("/")[0]) for part in removed)
        follows |= packages_unsure and finding.error is PackageNotListed
        if finding.severity is Severity.ERROR and not follows:
            kept.append(finding)
    return kept


def _packages_misspelt(part: ProductModel, removed: frozenset[str]) -> bool:
    """Tell whether the packages stand under a key such as ``inventory``, which alone is the mistake."""
    keys = [info.alias or name for name, info in ProductModel.model_fields.items()]
    return not part.inventories and any(suggest(path, keys)[:1] == ["inventories"] for path in removed if "/" not in path)


def _may_hide_products(part: ProductModel, keys: list[str]) -> bool:
    """Tell whether a product may have gone with a part: a whole process, its outputs, or what may have been meant as them."""
    if keys[0] != "processes":
        return False
    process = part.processes.get(keys[1]) if len(keys) > 1 else None
    return process is None or not process.outputs or keys[2:3] == ["outputs"]


def _related(path: str, removed: str) -> bool:
    owner = removed.rpartition("/")[0]
    return path in (removed, owner) or path.startswith(f"{removed}/") or (path != "" and removed.startswith(f"{path}/"))


def _node(data: Any, keys: list[str]) -> Any:
    """Give the mapping or list at a path; nothing where it was taken out already."""
    node = data
    for key in keys:
        try:
            node = node[int(key)] if isinstance(node, list) else node[key]
        except (KeyError, IndexError, TypeError):
            return None
    return node


def _remove(data: Any, keys: list[str]) -> None:
    """Take a part out; a named entry stays as an empty record, so that other parts still find its name."""
    node = _node(data, keys[:-1])
    if node is None:
        return
    record, _ = field_at(keys)
    named = isinstance(node, dict) and isinstance(node.get(keys[-1]), str) and record is not None and _may_be_empty(record, keys)
    if named:
        node[keys[-1]] = {}
    elif isinstance(node, dict):
        node.pop(keys[-1], None)
    else:
        node.clear()


def _may_be_empty(record: type[Record], keys: list[str]) -> bool:
    holder, _ = field_at(keys[:-1])
    return holder is not record and not any(info.is_required() for info in record.model_fields.values())
