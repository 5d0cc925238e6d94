"""The library of a bundle: its own packages and no others, and the licence holder's copies of what is committed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from footprint.inventory import Library
from footprint.inventory.source import BRIGHTWAY, DatasetSource, scheme_of
from footprint.verification.bundle.brightway import ExportedDatabases
from footprint.verification.bundle.bundle import INVENTORIES

__all__ = ["bundle_library", "folders_of_copies"]


def bundle_library(folder: Path, copies: Sequence[Path] = (), sources: Sequence[DatasetSource] = ()) -> Library:
    """Open the library of an extracted bundle. The packages that ship with footprint have no part in it.

    Parameters
    ----------
    folder
        Where the bundle was extracted.
    copies
        Folders of the packages that the bundle only commits to.
    sources
        A Brightway project with the databases that the bundle only commits to.
    """
    project = next((source for source in sources if source.scheme == BRIGHTWAY), None)
    exported = ExportedDatabases(folder / INVENTORIES, project)
    return Library((folder / INVENTORIES, *copies), (exported,) if exported else ())


def folders_of_copies(packages: Mapping[str, str], folders: Sequence[Path | str], disclosed: Collection[str] = ()) -> list[Path]:
    """Find the folders of packages among folders of the licence holder.

    Parameters
    ----------
    packages
        Version by name of what is looked for; Brightway databases are passed over.
    folders
        As ``--inventories`` names them.
    disclosed
        Names that are never taken from there.

    Raises
    ------
    PackageNotFound, PackageVersion
        Where one of them is not there.
    """
    library = Library([Path(folder) for folder in folders])
    wanted = {name: version for name, version in packages.items() if not scheme_of(name) and name not in disclosed}
    return [Path(library.package(name, version).folder) for name, version in sorted(wanted.items())]
