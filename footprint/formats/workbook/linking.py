"""What linking finds in a model from a workbook, also where the model has errors elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from footprint.errors import Finding, FootprintError, UnreadableFile, nearest
from footprint.insight.scenarios import scenario_problems
from footprint.inventory import Library
from footprint.model import ProductModel
from footprint.model.salvage import salvage
from footprint.model.schema import Source
from footprint.model.tree import parse
from footprint.supply_chain import build_supply_chain
from footprint.supply_chain.errors import (
    Co2FactorInFootprint,
    LinkDimension,
    PackageNotPinned,
    TreatmentAsInput,
    UnknownDataset,
    UnknownElementaryFlow,
    WasteToProduction,
)

__all__ = ["link_findings"]

# What each of these says does not follow from an error in another row.
_OF_THEIR_OWN = (
    Co2FactorInFootprint,
    LinkDimension,
    PackageNotPinned,
    TreatmentAsInput,
    UnknownDataset,
    UnknownElementaryFlow,
    WasteToProduction,
)


def link_findings(text: str, file: str, model: ProductModel | None, folder: Path, library: Library) -> tuple[Finding, ...]:
    """Link a model and give what is found.

    Parameters
    ----------
    text, file
        The YAML of the model and its name in findings.
    model
        The model, where it has no errors; otherwise what is well written of it is linked, so that a wrong unit in one
        row does not hide an unknown dataset in another.
    folder
        Where other models lie that this one refers to.
    library
        The data packages at hand.
    """
    if model is not None:
        model._source = replace(model.source, folder=str(folder))
        try:
            found = build_supply_chain(model, library).findings
            known = (*model.source.findings, *found)
            return (*found, *scenario_problems(model, known, lambda other, values: build_supply_chain(other, library, values).findings))
        except FootprintError as error:
            return tuple(_of_other_model(finding, model, folder) for finding in error.findings)
    document, _ = parse(text, file)
    part, removed = salvage(document) if document is not None else (None, frozenset[str]())
    if part is None:
        return ()
    part._source = Source(file=file, folder=str(folder))
    found = (*_linked(part, library), *_datasets(part, library))
    return tuple(
        finding for finding in found if issubclass(finding.error, _OF_THEIR_OWN) and not any(_related(finding, path) for path in removed)
    )


def _of_other_model(finding: Finding, model: ProductModel, folder: Path) -> Finding:
    """Put what is wrong with the file of another model to the exchange that names it, where that file cannot be read."""
    if not issubclass(finding.error, UnreadableFile) or finding.place is None:
        return finding
    for exchange, _, _, _, record in model.exchanges():
        for reference, where in ((record.source_dataset, "from"), (record.cut_off.proxy if record.cut_off else None, "cut_off/proxy")):
            if reference is not None and reference.kind == "model" and str(folder / reference.file) == finding.place.file:
                return replace(finding, place=model.place(f"processes/{exchange}/{where}"))
    return finding


def _linked(part: ProductModel, library: Library) -> tuple[Finding, ...]:
    try:
        return build_supply_chain(part, library).findings
    except FootprintError as error:
        return error.findings


def _datasets(part: ProductModel, library: Library) -> Iterator[Finding]:
    """Look up every dataset by itself, for linking stops where an amount is missing."""
    for exchange, _, _, _, record in part.exchanges():
        for reference, where in ((record.source_dataset, "from"), (record.cut_off.proxy if record.cut_off else None, "cut_off/proxy")):
            if reference is None or reference.kind != "package" or reference.package not in part.inventories:
                continue
            place = part.place(f"processes/{exchange}/{where}")
            version = part.inventories[reference.package]
            try:
                package = library.package(reference.package, version)
            except FootprintError:
                continue  # said where the package is listed
            if reference.code not in package.datasets:
                like = [f"{package.name}/{code}" for code in nearest(reference.code, package.datasets, limit=4)]
                values = {"dataset": reference.code, "package": package.name, "version": package.version, "suggestions": like}
                yield Finding(UnknownDataset, place, values)


def _related(finding: Finding, removed: str) -> bool:
    path = finding.place.path if finding.place else ""
    return path.startswith(removed) or removed.startswith(path)
