"""One issued result scored again: its own model, with the inventories of today in place of those it was made with."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from footprint.batch.radar.errors import ModelElsewhere, ResultNotReproduced
from footprint.batch.radar.issued import Issued, attachments, read_result
from footprint.engine.result import Footprint
from footprint.errors import Finding, FootprintError, Place
from footprint.insight.change import Change, change, change_of_results
from footprint.inventory import Library, open_library, shipped_folder
from footprint.inventory.records import ElementaryFlow, Method, Package
from footprint.inventory.source import scheme_of
from footprint.model import ProductModel, read
from footprint.verification.bundle import Bundle, open_bundle
from footprint.verification.bundle.library import bundle_library
from footprint.verification.bundle.relocation import calculate_inside

__all__ = ["CalculateWith", "Inventories", "Renewal", "Status", "renew"]

Status = Literal["same", "within", "moved", "failed"]

CalculateWith = Callable[[ProductModel, Library], Footprint]

_LIMIT = 1 << 30


@dataclass(frozen=True)
class Renewal:
    """What became of an issued result.

    Parameters
    ----------
    sum
        Which sum was issued.
    stated, now
        Its value as issued and with the inventories of today, in kg CO2e per declared unit.
    status
        ``same``: all that it was made from is as it was; ``within`` and ``moved``: by the threshold; ``failed``: no answer.
    renewed
        What was replaced: package and versions.
    change
        What moved it, for results that moved.
    """

    id: str
    file: str
    product: str
    declared_unit: str
    sum: str
    stated: float | None
    now: float | None
    status: Status
    renewed: tuple[str, ...] = ()
    change: Change | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def difference(self) -> float | None:
        """Now less stated."""
        return None if self.now is None or self.stated is None else self.now - self.stated

    @property
    def relative(self) -> float | None:
        """The difference as a share of what was stated."""
        return self.difference / abs(self.stated) if self.difference is not None and self.stated else None


class Inventories(Library):
    """The inventories of today over those of a bundle: a package or method that is at hand today takes the place of the old one.

    Parameters
    ----------
    own
        What the result was made with.
    today
        Folders of today; the packages that ship with footprint come after them.
    """

    def __init__(self, own: Library | None, today: Sequence[str]) -> None:
        super().__init__(own.folders if own is not None else (), tuple(own.sources.values()) if own is not None else ())
        self._own = own
        self._today = open_library(today)
        self._first = Library([Path(folder) for folder in today]) if today else None

    def package(self, name: str, version: str | None = None, place: Place | None = None) -> Package:
        """Give the package of today under the version that is asked for, as models pin it; otherwise that of the bundle."""
        found = self.current(name)
        if found is not None:
            return replace(found, version=version or found.version)
        return super().package(name, version, place) if self._own is not None else self._today.package(name, version, place)

    def current(self, name: str) -> Package | None:
        """Give the package of today, if there is one: the newest of the user's own folders, or else that ships."""
        for library in (self._first, self._today):
            if library is not None and not scheme_of(name) and name in library.package_names():
                return library.package(name, newest(library.versions(name)))
        return None

    def method(self, name: str, place: Place | None = None) -> Method:
        """Give the method of today, or that of the bundle."""
        for library in (self._first, self._today):
            if library is not None and name in library.method_names():
                return library.method(name, place)
        return super().method(name, place)

    def flows(self) -> Mapping[str, ElementaryFlow]:
        """Give the elementary flows of both."""
        return {**(self._own.flows() if self._own is not None else {}), **self._today.flows()}


def newest(versions: Sequence[str]) -> str:
    """Give the latest of several versions: numbers in them are compared as numbers."""
    return max(
        versions, key=lambda version: [(int(part), "") if part.isdigit() else (-1, part) for part in version.replace("-", ".").split(".")]
    )


def renew(issued: Issued, inventories: Sequence[str], threshold: float, calculate: CalculateWith) -> Renewal:
    """Score an issued result again.

    Parameters
    ----------
    issued
        The result.
    inventories
        Folders with the data packages of today; those that ship with footprint come after them.
    threshold
        Share of the stated value beyond which a result has moved.
    calculate
        Calculates a model with one library, with Brightway.
    """
    if issued.problem is not None:
        return _failed(issued, (issued.problem,))
    stated: Mapping[str, Any] = {}
    try:
        if issued.kind == "result":
            stated = read_result(Path(issued.file))
            return _renew_result(issued, stated, inventories, threshold, calculate)
        file = Path(issued.file)
        bundle = open_bundle(attachments(file)["bundle.zip"] if issued.kind == "certificate" else file)
        stated = bundle.result
        return _renew_bundle(issued, bundle, inventories, threshold, calculate)
    except FootprintError as error:
        return _failed(issued, error.findings, stated)


def _renew_bundle(issued: Issued, bundle: Bundle, inventories: Sequence[str], threshold: float, calculate: CalculateWith) -> Renewal:
    with tempfile.TemporaryDirectory(prefix="footprint-") as made:
        folder = Path(made).resolve()
        bundle.extract(folder)
        copies = [*(Path(name) for name in inventories), shipped_folder("inventories")] if bundle.committed else []
        own = bundle_library(folder, copies)
        today = Inventories(own, inventories)
        known = {name: (package["version"], package["sha256"]) for name, package in bundle.manifest["packages"].items()}
        method = bundle.manifest["method"]
        renewed = _renewed(known, (method["name"], method["sha256"]), today)
        if not renewed:
            return _renewal(issued, bundle.result, bundle.result["total"]["value"], "same", ())
        new = calculate_inside(folder, bundle.model_member, today, calculate)
        status, now = _judged(bundle.result, new, threshold)
        if status != "moved":
            return _renewal(issued, bundle.result, now, status, renewed)
        old = calculate_inside(folder, bundle.model_member, own, calculate)
        total = bundle.result["total"]
        before = old.sums[total["sum"]]
        findings: tuple[Finding, ...] = ()
        if before is None or abs(before - total["value"]) > max(1e-9 * old.calculation.proof.scale, old.numerical_error):
            findings = (ResultNotReproduced(Place(issued.file), stated=repr(total["value"]), recomputed=repr(before)).finding,)
        return _renewal(issued, bundle.result, now, status, renewed, change(old, new), findings)


def _renew_result(
    issued: Issued, stated: Mapping[str, Any], inventories: Sequence[str], threshold: float, calculate: CalculateWith
) -> Renewal:
    named = str(stated["model"]["path"])
    candidates = (Path(issued.file).parent / named, Path(named), Path(issued.file).parent / Path(named).name)
    model = None
    for candidate in candidates:
        if candidate.is_file():
            found = read(candidate)
            if found.source.sha256 == stated["model"].get("sha256"):
                model = found
                break
    if model is None:
        raise ModelElsewhere(Place(issued.file), model=named)
    today = Inventories(None, inventories)
    provenance = stated["provenance"]
    versions = provenance.get("versions", {})
    known = {name: (versions.get(name, ""), digest) for name, digest in provenance["inventories"].items()}
    renewed = _renewed(known, (stated["method"], provenance.get("method", "")), today)
    if not renewed:
        return _renewal(issued, stated, float(stated["total"]["value"]), "same", ())
    new = calculate(model, today)
    status, now = _judged(stated, new, threshold)
    return _renewal(issued, stated, now, status, renewed, change_of_results(stated, new.as_dict(), "") if status == "moved" else None)


def _renewed(known: Mapping[str, tuple[str, str]], method: tuple[str, str], today: Inventories) -> tuple[str, ...]:
    """Name the packages, and the method, that are not what they were."""
    found = []
    for name, (version, digest) in sorted(known.items()):
        package = today.current(name)
        if package is not None and package.sha256 != digest:
            found.append(f"{name} {version} → {package.version}" if package.version != version else f"{name} {version}")
    if today.method(method[0]).sha256 != method[1]:
        found.append(method[0])
    return tuple(found)


def _judged(stated: Mapping[str, Any], new: Footprint, threshold: float) -> tuple[Status, float | None]:
    total = stated["total"]
    now = new.sums[total["sum"]]
    if now is None:
        return "failed", None
    moved = abs(now - total["value"]) > max(threshold * abs(total["value"]), new.numerical_error)
    return ("moved" if moved else "within"), now


def _renewal(
    issued: Issued,
    stated: Mapping[str, Any],
    now: float | None,
    status: Status,
    renewed: tuple[str, ...],
    changed: Change | None = None,
    findings: tuple[Finding, ...] = (),
) -> Renewal:
    names = stated["product"]["name"]
    product = str(names.get("en") or names.get("zh") or "") if isinstance(names, dict) else str(names)
    total = stated["total"]
    return Renewal(
        id=issued.id,
        file=issued.file,
        product=product,
        declared_unit=str(stated["declared_unit"]),
        sum=str(total["sum"]),
        stated=float(total["value"]),
        now=now,
        status=status,
        renewed=renewed,
        change=changed,
        findings=findings,
    )


def _failed(issued: Issued, findings: tuple[Finding, ...], stated: Mapping[str, Any] | None = None) -> Renewal:
    errors = tuple(finding for finding in findings if finding.severity.value == "error") or findings
    if stated:
        return _renewal(issued, stated, None, "failed", (), None, errors)
    return Renewal(issued.id, issued.file, "", "", "", None, None, "failed", (), None, errors)
