"""Rules about where an exchange is from and what may be said of it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from footprint.errors import Finding
from footprint.model.errors import SupplierLater
from footprint.model.evaluation.amounts import Evaluation
from footprint.model.limits import suggest
from footprint.model.rules.errors import (
    KeyOutOfPlace,
    MissingFlow,
    PackageNotListed,
    TwoSources,
    UnusedPackage,
    WasteWithoutTreatment,
)
from footprint.model.rules.products import makers
from footprint.model.rules.references import all_references, scenario_references
from footprint.model.schema import ProductModel

__all__ = [
    "RULES",
    "check_elementary_flow",
    "check_keys_in_place",
    "check_one_source",
    "check_packages_listed",
    "check_packages_used",
    "check_suppliers",
    "check_waste_has_treatment",
]

ALIKE = 0.8
"""Likeness from which the name of a package is taken for a misspelt one."""

# Key → attribute, and the sections in which the key has a meaning; what is not named here may stand everywhere.
_BOUGHT = ("inputs", "wastes")
_PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "from": ("source_dataset", _BOUGHT),
    "declared": ("declared", _BOUGHT),
    "cut_off": ("cut_off", _BOUGHT),
    "secondary": ("secondary", ("inputs",)),
    "product": ("product", _BOUGHT),
    "contract": ("contract", _BOUGHT),
    "capital_good": ("capital_good", _BOUGHT),
    "packaging": ("packaging", _BOUGHT),
    "on_site": ("on_site", ("inputs",)),
    "flow": ("flow", ("emissions", "removals")),
}


def check_keys_in_place(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that an exchange has only keys that mean something in its section."""
    for exchange, _, section, _, record in model.exchanges():
        for key, (attribute, sections) in _PLACES.items():
            if section not in sections and getattr(record, attribute) is not None:
                place = model.key_place(f"processes/{exchange}/{key}")
                yield KeyOutOfPlace(place, key=key, section=section, sections=list(sections)).finding


def check_one_source(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that an input or a waste says in one way where it is from or goes to.

    ``product`` beside a dataset names the flow whose properties hold, so it must not be a product of this model; the flow of
    another model is named by ``model:FILE#FLOW``.
    """
    made = makers(model)
    for exchange, _, section, _, record in model.exchanges():
        if section not in _BOUGHT:
            continue
        keys = [key for key in ("from", "declared", "cut_off", "secondary") if getattr(record, _PLACES[key][0])]
        reference = record.source_dataset
        if (keys and record.product in made) or (record.product and reference and reference.kind == "model"):
            keys.append("product")
        if len(keys) > 1:
            place = model.key_place(f"processes/{exchange}/{keys[1]}")
            yield TwoSources(place, exchange=exchange, keys=[f"`{key}`" for key in keys]).finding


def check_elementary_flow(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that emissions and removals name an elementary flow."""
    for exchange, _, section, _, record in model.exchanges():
        if section in ("emissions", "removals") and record.flow is None:
            yield MissingFlow(model.key_place(f"processes/{exchange}"), exchange=exchange).finding


def check_waste_has_treatment(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that every waste goes somewhere."""
    for exchange, _, section, _, record in model.exchanges():
        if section == "wastes" and not (record.source_dataset or record.declared or record.cut_off):
            yield WasteWithoutTreatment(model.key_place(f"processes/{exchange}"), exchange=exchange).finding


def check_packages_listed(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that every package named is pinned to a version."""
    further = {path: scenario.inventories for path, _, scenario in scenario_references(model)}
    for path, reference in all_references(model):
        pinned = {**model.inventories, **further.get(path, {})}
        if reference.kind == "package" and reference.package not in pinned:
            suggestions = [name for name in suggest(reference.package, model.inventories) if _alike(name, reference.package)]
            yield PackageNotListed(model.place(path), package=reference.package, suggestions=suggestions).finding


def _alike(name: str, written: str) -> bool:
    """Tell a slip of the pen from another package: names of packages share parts, such as their country."""
    return difflib.SequenceMatcher(None, name, written).ratio() >= ALIKE


def check_packages_used(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Note a package that no exchange names; elementary flows are named by emissions."""
    used = {reference.package for _, reference in all_references(model)} | {"elementary-flows"}
    for package in model.inventories:
        if package not in used:
            yield UnusedPackage(model.key_place(f"inventories/{package}"), package=package).finding


def check_suppliers(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Say that suppliers' files cannot be read yet."""
    for path, reference in all_references(model):
        if reference.kind == "supplier":
            yield SupplierLater(model.place(path), value=reference.text).finding


RULES: tuple[Callable[[ProductModel, Evaluation], Iterator[Finding]], ...] = (
    check_keys_in_place,
    check_one_source,
    check_elementary_flow,
    check_waste_has_treatment,
    check_packages_listed,
    check_packages_used,
    check_suppliers,
)
