"""Request verification: gather everything that a result rests on, and prove that it is enough.

What is written was opened again and calculated from nothing but itself before it is given out; the result in it is that of this second
calculation, and its datapackage must be equal to the first one byte for byte.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.engine import Footprint, datapackage_bytes
from footprint.errors import Finding, Place, ProblemsFound
from footprint.files import read_bytes, sha256
from footprint.inventory import Library
from footprint.inventory.source import scheme_of
from footprint.model import read
from footprint.supply_chain import SupplyChain
from footprint.supply_chain.background import collect_background
from footprint.verification.bundle.archive import pack
from footprint.verification.bundle.brightway import database_members
from footprint.verification.bundle.bundle import INVENTORIES, Bundle, open_bundle
from footprint.verification.bundle.commitments import Salts, commit, new_salts, salts_file
from footprint.verification.bundle.errors import DisclosureUnclear, NotReproduced, PackageNotUsed
from footprint.verification.bundle.library import bundle_library
from footprint.verification.bundle.manifest import MANIFEST, SCHEMA, summary_of
from footprint.verification.bundle.model_files import ModelFiles, collect_model_files, references
from footprint.verification.bundle.reduction import method_members, package_members
from footprint.verification.bundle.relocation import Calculate, calculate_inside
from footprint.verification.bundle.texts import REPRODUCE, readme
from footprint.verification.canonical import canonical_json
from footprint.verification.rules import Case, assess, reference_datasets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from footprint.verification.profile import Profile

__all__ = ["SOLVED", "Requested", "disclosed_columns", "request"]

FINDINGS_SCHEMA = "footprint/bundle-findings/1"

SOLVED = ("findings.json", "manifest.json", "result.json")
"""Members with numbers that were solved, or with what depends on them; all others have the same bytes on every machine."""


@dataclass(frozen=True, eq=False)
class Requested:
    """A bundle that was made, not yet written.

    Parameters
    ----------
    bundle
        The bundle, as `open_bundle` gives it.
    salts
        Content of the file of salts where records are committed.
    background
        Datapackage of the committed records; it stays with the licence holder, as the salts do.
    """

    bundle: Bundle
    salts: bytes | None = None
    background: bytes | None = None


def request(
    path: str | os.PathLike[str],
    profile: Profile,
    library: Library,
    calculate: Calculate,
    *,
    fingerprint: str,
    commit_to: Collection[str] = (),
    disclose: Collection[str] = (),
    salts: Salts | None = None,
) -> Requested:
    """Make the evidence bundle of a product model.

    Parameters
    ----------
    path
        The product model.
    profile
        The rule profile that the verification is asked for.
    library
        Where packages and methods are found.
    calculate
        The sequence of the pipeline.
    fingerprint
        Of the algorithm, see `footprint.verification.fingerprint`.
    commit_to
        Names of packages whose records are committed by salted hashes and not disclosed.
    disclose
        Names of packages under the terms of their source whose records may be handed on.
    salts
        Instead of new random ones, so that a request can be repeated byte for byte.

    Raises
    ------
    ProblemsFound
        Where the model has errors, or it is unclear what may be disclosed.
    NotReproduced
        Where the bundle alone does not give the same system.
    """
    model = read(path)
    first = calculate(model, library)
    chain = first.calculation.chain
    committed = _committed(chain, commit_to, disclose)
    files = collect_model_files(model, chain)
    held = _with_references(first, profile, library, committed)
    members = {**files.members, **_inventories(held, library, committed, files)}
    result, outcomes = _from_the_bundle_alone(members, files.model, chain, library, committed, calculate, profile)
    if datapackage_bytes(result.calculation.system) != datapackage_bytes(first.calculation.system):
        raise NotReproduced(Place(os.fspath(path)), model=os.fspath(path))
    disclosed = disclosed_columns(result, committed)
    members |= _results(result, outcomes, profile, committed, disclosed)
    known = salts if salts is not None else new_salts(chain, committed)
    drawn = {name: known.get(name, {}) for name in committed}
    members[MANIFEST] = _manifest(members, files.model, held, result, profile, commit(chain, drawn), fingerprint)
    bundle = open_bundle(pack(members))
    if disclosed is None:
        return Requested(bundle)
    return Requested(bundle, salts_file(drawn, bundle.manifest_sha256), datapackage_bytes(result.calculation.system, ~disclosed))


def disclosed_columns(result: Footprint, committed: Collection[str]) -> NDArray[np.bool_] | None:
    """Tell for every column of a system whether its record is disclosed, shape (n,); None where all are."""
    import numpy as np

    if not committed:
        return None
    datasets, system = result.calculation.chain.datasets, result.calculation.system
    return np.array([key not in datasets or datasets[key].package not in committed for key in system.activities])


def _committed(chain: SupplyChain, commit_to: Collection[str], disclose: Collection[str]) -> tuple[str, ...]:
    """Decide what is committed; refuse to disclose what its terms may not allow."""
    findings: list[Finding] = []
    used = {name: sum(dataset.package == name for dataset in chain.datasets.values()) for name in chain.packages}
    for name in (*commit_to, *disclose):
        if name not in used:
            findings.append(PackageNotUsed(package=name, used=list(used)).finding)
    for name, package in chain.packages.items():
        if name not in commit_to and name not in disclose and _terms_of_the_source(name, package.folder):
            licence = package.licence or "not stated"
            findings.append(DisclosureUnclear(Place(name), package=name, count=used[name], licence=licence).finding)
    if findings:
        raise ProblemsFound(findings)
    return tuple(sorted(set(commit_to)))


def _terms_of_the_source(name: str, folder: str) -> bool:
    if scheme_of(name):
        return True
    licences = json.loads(read_bytes(Path(folder) / "datapackage.json")).get("licenses")
    return isinstance(licences, list) and any(isinstance(item, dict) and item.get("name") == "terms-of-the-source" for item in licences)


def _with_references(result: Footprint, profile: Profile, library: Library, committed: Collection[str]) -> SupplyChain:
    """Add the datasets that rules compare with, so that they need nothing but the bundle either."""
    chain = result.calculation.chain
    roots = []
    for key in reference_datasets(result, profile, library):
        name, _, code = key.partition("/")
        if name not in committed:
            package = library.package(name, chain.packages[name].version if name in chain.packages else None)
            roots += [package.datasets[code]] if code in package.datasets else []
    more = collect_background(roots, library, {name: package.version for name, package in chain.packages.items()})
    return replace(
        chain,
        datasets={**chain.datasets, **more.datasets},
        packages={**more.packages, **chain.packages},
        elementary=(*chain.elementary, *more.elementary),
    )


def _inventories(chain: SupplyChain, library: Library, committed: Collection[str], files: ModelFiles) -> dict[str, bytes]:
    asked = [(f"brightway:{item.package}", item.code) for model in files.models for item in references(model) if item.kind == "brightway"]
    parts = (
        package_members(chain, library, committed),
        method_members(chain, library),
        database_members(chain, library, committed, asked),
    )
    return {f"{INVENTORIES}/{name}": content for part in parts for name, content in part}


def _from_the_bundle_alone(
    members: Mapping[str, bytes],
    model: str,
    chain: SupplyChain,
    library: Library,
    committed: Collection[str],
    calculate: Calculate,
    profile: Profile,
) -> tuple[Footprint, Sequence[Mapping[str, Any]]]:
    """Calculate with what the bundle holds and, where records are committed, with the packages they are from."""
    copies = [Path(chain.packages[name].folder) for name in committed if not scheme_of(name)]
    sources = [library.sources[scheme] for scheme in dict.fromkeys(map(scheme_of, committed)) if scheme]
    with tempfile.TemporaryDirectory(prefix="footprint-") as made:
        folder = Path(made).resolve()
        for name, content in members.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        own = bundle_library(folder, copies, sources)
        result = calculate_inside(folder, model, own, calculate)
        case = Case(result.model, result, result.findings, library=own)
        return result, [outcome.as_dict() for outcome in assess(case, profile)]


def _results(
    result: Footprint,
    outcomes: Sequence[Mapping[str, Any]],
    profile: Profile,
    committed: Collection[str],
    disclosed: NDArray[np.bool_] | None,
) -> dict[str, bytes]:
    """Give the members that follow from the calculation, and those that are for reading."""
    findings = [_both_languages(finding) for finding in result.findings]
    return {
        "datapackage.zip": datapackage_bytes(result.calculation.system, disclosed),
        "findings.json": canonical_json({"schema": FINDINGS_SCHEMA, "findings": findings, "outcomes": list(outcomes)}),
        "profile.yaml": profile.text.encode(),
        "README.txt": readme(result.provenance["notices"], committed),
        "reproduce.py": REPRODUCE.encode(),
        "result.json": canonical_json(result.as_dict("en")),
    }


def _manifest(
    members: Mapping[str, bytes],
    model: str,
    chain: SupplyChain,
    result: Footprint,
    profile: Profile,
    commitments: Mapping[str, list[str]],
    fingerprint: str,
) -> bytes:
    return canonical_json(
        {
            "schema": SCHEMA,
            "model": model,
            "members": {name: sha256(content) for name, content in members.items()},
            "solved": list(SOLVED),
            "software": result.provenance["engine"],
            "packages": {name: _package(chain, name, commitments) for name in chain.packages},
            "method": {"name": chain.method.name, "version": chain.method.version, "sha256": chain.method.sha256},
            "profile": {"id": profile.id, "version": profile.version, "sha256": profile.sha256},
            "commitments": dict(commitments),
            "datapackage": {"sha256": sha256(members["datapackage.zip"]), "scope": "foreground" if commitments else "complete"},
            "algorithm_fingerprint": fingerprint,
            "result": summary_of(result.as_dict("en")),
        }
    )


def _package(chain: SupplyChain, name: str, commitments: Mapping[str, Any]) -> dict[str, Any]:
    """Say of a package what it is as a whole, and how much of it was used."""
    package = chain.packages[name]
    return {
        "version": package.version,
        "title": dict(package.title),
        "sha256": package.sha256,
        "status": package.status,
        "licence": package.licence,
        "records": sum(dataset.package == name for dataset in chain.datasets.values()),
        "of": package.counts.get("datasets", len(package.datasets)),
        "disclosed": name not in commitments,
    }


def _both_languages(finding: Finding) -> dict[str, Any]:
    """Give a finding as plain data, with its texts in both languages."""
    english, chinese = finding.as_dict("en"), finding.as_dict("zh")
    texts = {key: {"en": english[key], "zh": chinese[key]} for key in ("title", "message", "hint")}
    return {**english, **texts}
