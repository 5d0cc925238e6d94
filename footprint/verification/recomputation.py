"""Recompute the result of a bundle from nothing but the bundle, and compare."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footprint.engine import Footprint, datapackage_bytes
from footprint.errors import Finding, FootprintError, Place, ProblemsFound
from footprint.inventory.source import DatasetSource, scheme_of
from footprint.verification.bundle import Bundle, Calculate
from footprint.verification.bundle.commitments import Salts, compare
from footprint.verification.bundle.errors import CommittedRecords, RecordsDiffer, SaltsMissing
from footprint.verification.bundle.library import bundle_library, folders_of_copies
from footprint.verification.bundle.relocation import calculate_inside
from footprint.verification.bundle.request import disclosed_columns
from footprint.verification.bundle.texts import SCRIPTS
from footprint.verification.comparison import Difference, compare_results

__all__ = ["Difference", "Recomputation", "recompute"]


@dataclass(frozen=True, eq=False)
class Recomputation:
    """What came out when a bundle was compiled and computed again.

    Parameters
    ----------
    result
        The result, proved; its files are named as in the bundle.
    stated, recomputed
        ``footprint/result/1`` as the bundle states it, and as it was computed now.
    datapackage_equal
        Whether the datapackage compiled from the model is that of the bundle, byte for byte.
    differences
        Everything in which the two results differ by more than the tolerance.
    warnings
        What could not be compared, such as committed records without their salts.
    """

    result: Footprint
    stated: Mapping[str, Any]
    recomputed: Mapping[str, Any]
    datapackage_equal: bool
    differences: tuple[Difference, ...]
    warnings: tuple[Finding, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether everything is as stated."""
        return self.datapackage_equal and not self.differences


def recompute(
    bundle: Bundle,
    calculate: Calculate,
    packages: Sequence[Path | str] = (),
    sources: Sequence[DatasetSource] = (),
    salts: Salts | None = None,
) -> Recomputation:
    """Compile and compute the model of a bundle again, from its own records and no others.

    Parameters
    ----------
    bundle
        As `footprint.verification.bundle.open_bundle` gives it.
    calculate
        The sequence of the pipeline.
    packages
        Folders with the licence holder's copies of packages whose records are only committed; nothing else is taken from them.
    sources
        A Brightway project with databases that are only committed.
    salts
        Of the committed records, see `footprint.verification.bundle.commitments.read_salts`.

    Raises
    ------
    ProblemsFound
        Where committed records are not at hand, naming every package that is missing; where the copies do not hold what was committed;
        where the model of the bundle cannot be calculated.
    """
    copies = _copies(bundle, packages, sources)
    with tempfile.TemporaryDirectory(prefix="footprint-") as made:
        folder = Path(made).resolve()
        bundle.extract(folder)
        result = calculate_inside(folder, bundle.model_member, bundle_library(folder, copies, sources), calculate)
    warnings = _check_commitments(bundle, result, salts)
    compiled = datapackage_bytes(result.calculation.system, disclosed_columns(result, bundle.committed))
    recomputed = result.as_dict("en")
    return Recomputation(
        result=result,
        stated=bundle.result,
        recomputed=recomputed,
        datapackage_equal=compiled == bundle.members["datapackage.zip"],
        differences=(*_from_elsewhere(bundle, result), *compare_results(bundle.result, result)),
        warnings=warnings,
    )


def _from_elsewhere(bundle: Bundle, result: Footprint) -> Iterator[Difference]:
    """Compare what the manifest says of packages and method with what the calculation used."""
    chain, manifest = result.calculation.chain, bundle.manifest
    for name, package in chain.packages.items():
        version = manifest["packages"].get(name, {}).get("version")
        if version != package.version:
            yield Difference(f"manifest/packages/{name}/version", version, package.version)
    method = {"name": chain.method.name, "version": chain.method.version, "sha256": chain.method.sha256}
    if manifest["method"] != method:
        yield Difference("manifest/method", manifest["method"], method)
    if bundle.members["reproduce.py"].decode("utf-8", "replace") not in SCRIPTS:
        yield Difference("reproduce.py", "another script", "the script of a release of footprint")
    scope = "foreground" if bundle.committed else "complete"
    if manifest["datapackage"].get("scope") != scope:
        yield Difference("manifest/datapackage/scope", manifest["datapackage"].get("scope"), scope)


def _copies(bundle: Bundle, packages: Sequence[Path | str], sources: Sequence[DatasetSource]) -> list[Path]:
    """Find the licence holder's copy of every package that is only committed."""
    copies: list[Path] = []
    missing = []
    for name in bundle.committed:
        about = bundle.manifest["packages"].get(name, {})
        version = str(about.get("version", ""))
        try:
            if scheme_of(name):
                found = any(source.scheme == scheme_of(name) for source in sources)
            else:
                copies += folders_of_copies({name: version}, packages)
                found = True
        except FootprintError:
            found = False
        if not found:
            count = len(bundle.manifest["commitments"][name])
            missing.append(CommittedRecords(Place(name), package=name, version=version, count=count).finding)
    if missing:
        raise ProblemsFound(missing)
    return copies


def _check_commitments(bundle: Bundle, result: Footprint, salts: Salts | None) -> tuple[Finding, ...]:
    """Compare committed records one by one where there are salts, else the digest of each package."""
    if not bundle.committed:
        return ()
    chain = result.calculation.chain
    if salts is not None:
        findings = compare(chain, salts, bundle.manifest["commitments"])
        if findings:
            raise ProblemsFound(findings)
        return ()
    warnings, wrong = [], []
    for name in bundle.committed:
        if name not in chain.packages or chain.packages[name].sha256 != bundle.manifest["packages"][name]["sha256"]:
            version = str(bundle.manifest["packages"][name].get("version", ""))
            wrong.append(RecordsDiffer(Place(name), member=name, package=name, version=version).finding)
        else:
            warnings.append(SaltsMissing(Place(name), package=name).finding)
    if wrong:
        raise ProblemsFound(wrong)
    return tuple(warnings)
