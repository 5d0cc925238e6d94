"""The models of a batch: found, read and prepared once, with the digests of all that their results follow from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from footprint.batch.errors import RowModelUnusable
from footprint.batch.evaluation import Failed, Prepared
from footprint.errors import Finding, FootprintError, ProblemsFound
from footprint.files import confined, sha256_of_file
from footprint.inventory import Library, shipped_folder
from footprint.inventory.reader import digest_of_folder
from footprint.model import ProductModel, read
from footprint.model.evaluation.amounts import examine
from footprint.supply_chain import SupplyChain
from footprint.units import Dimension

__all__ = ["KEPT", "Models", "changed_files", "find_model", "is_shipped", "settable", "use_of"]

Prepare = Callable[[str, ProductModel], Prepared]

KEPT = 2000
"""Prepared models that are kept at a time."""


@dataclass(slots=True)
class Models:
    """Gives the models of a table by the name the table has for them.

    Parameters
    ----------
    folder
        Where their paths start; ``None`` where they are paths as the user named them.
    prepare
        Makes a model ready for its rows.
    kept
        How many are kept at a time.
    """

    folder: str | None
    prepare: Prepare
    kept: int = KEPT
    uses: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _known: OrderedDict[str, Prepared | Failed] = field(default_factory=OrderedDict)

    def __call__(self, named: str) -> Prepared | Failed:
        """Give a model, ready for its rows, or why it cannot be calculated."""
        if named not in self._known:
            self._known[named] = self._make(named)
            self.uses[named] = self._known[named].use
            if len(self._known) > self.kept:
                self._known.popitem(last=False)
        return self._known[named]

    def prepared(self) -> dict[str, Prepared | Failed]:
        """Give the models that are ready, for another process."""
        return dict(self._known)

    def take(self, prepared: Mapping[str, Prepared | Failed]) -> None:
        """Take models that another process made ready."""
        self._known.update(prepared)
        self.uses.update({named: model.use for named, model in prepared.items()})

    def _make(self, named: str) -> Prepared | Failed:
        path = None
        try:
            path = find_model(named, self.folder)
            return self.prepare(named, read(path))
        except FootprintError as error:
            findings = _errors(error.findings)
            return Failed(named, str(path or ""), findings, {} if path is None else _use_of_failed(path, findings))


def find_model(named: str, folder: str | None) -> Path:
    """Find the file of a model as a table names it: a path below a folder, or the name of a shipped one.

    Raises
    ------
    RowModelUnusable, OutsideFolder
        There is none, or it leads out of the folder.
    """
    if folder is None:
        return _shipped(named) if is_shipped(named) else Path(named)
    if not named:
        raise RowModelUnusable(model="")
    path = confined(folder, named)
    if path.is_file():
        return path
    if is_shipped(named):
        return _shipped(named)
    raise RowModelUnusable(model=named)


def is_shipped(named: str) -> bool:
    """Tell whether a text is the name of a model that ships with footprint, and no file that stands here."""
    plain = named.replace("-", "").replace("_", "").isalnum()
    return plain and not Path(named).exists() and _shipped(named).is_file()


def _shipped(named: str) -> Path:
    return shipped_folder("product_models") / f"{named}.yaml"


def settable(model: ProductModel) -> dict[str, Dimension]:
    """Give what may be varied in a model, parameters and exchange ids, with its dimension."""
    evaluation = examine(model)
    return {**evaluation.parameters.dimensions, **evaluation.dimensions}


def use_of(model: ProductModel, chain: SupplyChain) -> dict[str, Any]:
    """Give the digests of everything that the results of a model follow from.

    Returns
    -------
    dict
        ``files``: SHA-256 of the model, of other models and of monthly tables, by their way from the folder of the model (steps through
        other models are joined by ``#``); ``packages``: version and SHA-256 by name; ``method``: its name and SHA-256. All of it is JSON.
    """
    files = {Path(model.source.file).name: model.source.sha256, **chain.models, **chain.activity_tables}
    packages = {name: {"version": package.version, "sha256": package.sha256} for name, package in chain.packages.items()}
    return {
        "files": dict(sorted(files.items())),
        "packages": dict(sorted(packages.items())),
        "method": {"name": chain.method.name, "sha256": chain.method.sha256},
    }


def changed_files(use: Mapping[str, Any], folder: Path, library: Library, fresh: Library, seen: dict[str, str]) -> list[str]:
    """Name what is not on the disk as it was used.

    Parameters
    ----------
    use
        As `use_of` gives it.
    folder
        Folder of the model.
    library
        The library it was calculated with; it knows where its packages are.
    fresh
        A library of the same folders that was opened just now.
    seen
        Digests that were taken already, by path; more are added.
    """
    changed = []
    for named, digest in use.get("files", {}).items():
        file = _below(folder, named)
        if _digest(str(file), seen, sha256_of_file, file) != digest:
            changed.append(str(file))
    for name, package in use.get("packages", {}).items():
        if _digest(f"package:{name}", seen, _package, library, name, package["version"]) != package["sha256"]:
            changed.append(name)
    method = use.get("method", {})
    if method and _digest(f"method:{method['name']}", seen, _method, fresh, method["name"]) != method["sha256"]:
        changed.append(method["name"])
    return changed


def _package(library: Library, name: str, version: str) -> str:
    return digest_of_folder(Path(library.package(name, version).folder))


def _method(library: Library, name: str) -> str:
    return library.method(name).sha256


def _below(folder: Path, named: str) -> Path:
    """Give the path of a file that other models lead to: each step starts in the folder of the model before."""
    path = folder
    for step in named.split("#"):
        path = folder / step
        folder = path.parent
    return path


def _use_of_failed(path: Path, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """Give the digest of a model that cannot be calculated, and why: that may lie in another file, and change with it."""
    try:
        digest = sha256_of_file(path)
    except FootprintError:
        digest = ""
    return {"files": {path.name: digest}, "packages": {}, "method": {}, "causes": [finding.line() for finding in findings]}


def _digest(key: str, seen: dict[str, str], take: Callable[..., str], *arguments: Any) -> str:
    if key not in seen:
        try:
            seen[key] = take(*arguments)
        except FootprintError:
            seen[key] = ""
    return seen[key]


def _errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    errors = tuple(finding for finding in findings if finding.severity.value == "error")
    return errors or findings or ProblemsFound(findings).findings
