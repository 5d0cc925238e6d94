"""Compare the records in a bundle with the packages they are said to be from, where those are at hand.

A bundle recomputes itself with whatever it holds: a factor that was changed in it consistently would pass every other step.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from footprint.errors import Finding, FootprintError, Place
from footprint.inventory import Library
from footprint.inventory.source import scheme_of
from footprint.verification.bundle import Bundle
from footprint.verification.bundle.bundle import INVENTORIES
from footprint.verification.bundle.errors import NotAtHand, RecordsDiffer
from footprint.verification.bundle.reduction import reduced_package
from footprint.verification.profile import is_shipped, read_profile_text

__all__ = ["compare_with_published"]


def compare_with_published(bundle: Bundle, library: Library) -> tuple[Finding, ...]:
    """Compare every disclosed record of a bundle with the package of that name and version, and the method with that of its name.

    Parameters
    ----------
    bundle
        As opened.
    library
        Packages that the verifier trusts: those that ship with footprint, and others from their publishers.

    Returns
    -------
    tuple of Finding
        `RecordsDiffer` (an error) for what is otherwise than published, `NotAtHand` (a warning) for what could not be compared.
    """
    findings: list[Finding] = []
    for name, about in sorted(bundle.manifest["packages"].items()):
        if about.get("disclosed"):
            findings += _package(bundle, name, str(about.get("version", "")), str(about.get("sha256", "")), library)
    findings += _method(bundle, library)
    findings += _flows(bundle, library)
    findings += _unlisted(bundle)
    findings += _profile(bundle)
    return tuple(findings)


def _package(bundle: Bundle, name: str, version: str, stated: str, library: Library) -> Iterator[Finding]:
    place = f"{INVENTORIES}/{name}"
    try:
        published = None if scheme_of(name) else library.package(name, version)
    except FootprintError:
        published = None
    if published is None:
        yield NotAtHand(Place(place), package=name, version=version).finding
        return
    if published.sha256 != stated:
        yield RecordsDiffer(Place(f"{place}/datapackage.json"), member=f"{place}/datapackage.json", package=name, version=version).finding
        return
    codes, products = _column(bundle, f"{place}/processes.csv", "code"), _column(bundle, f"{place}/flow_properties.csv", "product")
    # A process without a product of its own is its own product, as the reader has it.
    products |= _column(bundle, f"{place}/processes.csv", "product") | codes
    flows = _column(bundle, f"{place}/flows.csv", "flow")
    folder = Path(published.folder)
    beside = {member.split("/")[1].partition("@")[0] for member in bundle.members if member.startswith(f"{INVENTORIES}/")}
    present = beside | set(bundle.manifest["packages"])
    reduced = reduced_package(folder, name, codes, products, flows, published, present)
    members = {f"{INVENTORIES}/{path}": text for path, text in reduced.items()}
    held = {member for member in bundle.members if member.startswith(f"{place}/")}
    for member in sorted(held | set(members)):
        if bundle.members.get(member) != members.get(member):
            yield RecordsDiffer(Place(member), member=member, package=name, version=version).finding


def _method(bundle: Bundle, library: Library) -> Iterator[Finding]:
    name, version = str(bundle.manifest["method"].get("name", "")), str(bundle.manifest["method"].get("version", ""))
    place = f"{INVENTORIES}/methods/{name}"
    try:
        folder = library.folder_of_method(name) if library.method(name).version == version else None
    except FootprintError:
        folder = None
    if folder is None:
        yield NotAtHand(Place(place), package=name, version=version).finding
        return
    for file in ("datapackage.json", "factors.csv"):
        if bundle.members.get(f"{place}/{file}") != (folder / file).read_bytes():
            yield RecordsDiffer(Place(f"{place}/{file}"), member=f"{place}/{file}", package=name, version=version).finding


def _flows(bundle: Bundle, library: Library) -> Iterator[Finding]:
    """Compare the units of elementary flows: a flow counted in another unit would change every amount of it."""
    known = library.flows()
    for member in sorted(name for name in bundle.members if name.endswith("/flows.csv")):
        for row in _rows(bundle, member):
            flow = known.get(row.get("flow", "").strip())
            if flow is not None and flow.unit.text != row.get("unit", "").strip():
                yield RecordsDiffer(Place(member), member=member, package=flow.name, version=flow.unit.text).finding


def _profile(bundle: Bundle) -> Iterator[Finding]:
    """Compare a profile that has name and version of one that ships: whoever asks for verification writes the bundle."""
    try:
        own = read_profile_text(bundle.profile_text, "profile.yaml")
    except FootprintError:
        return  # whoever applies its rules says what is wrong with it
    if is_shipped(own) is False:
        yield RecordsDiffer(Place("profile.yaml"), member="profile.yaml", package=own.id, version=own.version).finding


def _unlisted(bundle: Bundle) -> Iterator[Finding]:
    """Name data that the manifest does not account for: no package, no list of flows, not the method."""
    listed = {f"{INVENTORIES}/{name}" for name in bundle.manifest["packages"]}
    listed.add(f"{INVENTORIES}/methods/{bundle.manifest['method'].get('name')}")
    for member in bundle.members:
        folder, _, file = member.rpartition("/")
        exported = folder.startswith(f"{INVENTORIES}/brightway.")
        flows = f"{folder}/flows.csv" in bundle.members and file in ("datapackage.json", "flows.csv")
        if folder.startswith(f"{INVENTORIES}/") and folder not in listed and not exported and not flows:
            yield RecordsDiffer(Place(member), member=member, package=folder.rpartition("/")[2], version="").finding


def _column(bundle: Bundle, member: str, column: str) -> set[str]:
    return {row[column].strip() for row in _rows(bundle, member) if row.get(column)}


def _rows(bundle: Bundle, member: str) -> Iterator[dict[str, str]]:
    text = bundle.members.get(member, b"").decode("utf-8", "replace")
    yield from csv.DictReader(io.StringIO(text, newline=""))
