"""The library: the data packages and methods at hand, read when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from footprint.errors import Place, nearest
from footprint.inventory.errors import MethodNotFound, PackageNotFound, PackageVersion
from footprint.inventory.reader import read_method, read_package
from footprint.inventory.records import Dataset, ElementaryFlow, Method, Package

__all__ = ["Library", "open_library", "shipped_folder"]

FLOWS_PACKAGE = "elementary-flows"


def shipped_folder(name: str) -> Path:
    """Give a folder of data that ships with footprint.

    Parameters
    ----------
    name
        ``inventories`` or ``product_models``: inside the package in a wheel, beside it in a checkout.
    """
    inside = Path(str(resources.files("footprint"))) / name
    return inside if inside.is_dir() else inside.parent.parent / name


class Library:
    """Data packages and methods by name, from one or more folders.

    Parameters
    ----------
    folders
        Each holds package folders and perhaps a folder ``methods``. Earlier folders win where name and version agree.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._packages: dict[Path, Package] = {}
        self._methods: dict[str, Method] = {}
        self._flows: dict[str, ElementaryFlow] | None = None

    def __repr__(self) -> str:
        return f"<Library {', '.join(self.package_names())}>"

    def package_names(self) -> tuple[str, ...]:
        """Name all packages at hand that hold datasets."""
        return tuple(sorted({folder.name for folder in self._package_folders() if (folder / "processes.csv").exists()}))

    def method_names(self) -> tuple[str, ...]:
        """Name all methods at hand."""
        return tuple(sorted({folder.name for folder in self._method_folders()}))

    def package(self, name: str, version: str | None = None, place: Place | None = None) -> Package:
        """Give a package, in the version asked for.

        Raises
        ------
        PackageNotFound
            With the names most like it.
        PackageVersion
            Where another version is at hand.
        ProblemsFound
            Where the package has defects.
        """
        folders = [folder for folder in self._package_folders() if folder.name == name]
        if not folders:
            raise PackageNotFound(place, package=name, suggestions=nearest(name, self.package_names()))
        packages = [self._read(folder) for folder in folders]
        for package in packages:
            if version is None or package.version == version:
                return package
        raise PackageVersion(place, package=name, wanted=version, available=[package.version for package in packages])

    def packages(self) -> Iterator[Package]:
        """Yield every package that holds datasets, by name."""
        for name in self.package_names():
            yield self.package(name)

    def method(self, name: str, place: Place | None = None) -> Method:
        """Give a method.

        Raises
        ------
        MethodNotFound
            With the names most like it.
        """
        if name not in self._methods:
            folders = [folder for folder in self._method_folders() if folder.name == name]
            if not folders:
                known = self.method_names()
                raise MethodNotFound(place, method=name, suggestions=nearest(name, known) or list(known))
            self._methods[name] = read_method(folders[0])
        return self._methods[name]

    def flows(self) -> Mapping[str, ElementaryFlow]:
        """Give all elementary flows: those that ship with footprint and those that packages add."""
        if self._flows is None:
            self._flows = {}
            for folder in self._package_folders():
                if (folder / "flows.csv").exists():
                    for name, flow in self._read(folder).flows.items():
                        self._flows.setdefault(name, flow)
        return self._flows

    def search(self, words: Iterable[str]) -> list[Dataset]:
        """Find datasets whose code or names hold all the words, in any case; best match first."""
        wanted = [word.lower() for word in words]
        found = []
        for package in self.packages():
            for dataset in package.datasets.values():
                text = f"{dataset.key} {dataset.product} {dataset.name_en} {dataset.name_zh}".lower()
                if all(word in text for word in wanted):
                    found.append((len(dataset.code), dataset.key, dataset))
        return [dataset for _, _, dataset in sorted(found, key=lambda item: item[:2])]

    def _package_folders(self) -> Iterator[Path]:
        for folder in self.folders:
            if (folder / "datapackage.json").exists():
                yield folder
            elif folder.is_dir():
                yield from sorted(child for child in folder.iterdir() if (child / "datapackage.json").exists())

    def _method_folders(self) -> Iterator[Path]:
        for folder in self.folders:
            methods = folder / "methods"
            if methods.is_dir():
                yield from sorted(child for child in methods.iterdir() if (child / "datapackage.json").exists())

    def _read(self, folder: Path) -> Package:
        if folder not in self._packages:
            self._packages[folder] = read_package(folder)
        return self._packages[folder]


@cache
def _shipped_library() -> Library:
    return Library((shipped_folder("inventories"),))


def open_library(folders: Sequence[Path | str] = ()) -> Library:
    """Open the shipped packages, with the user's own folders before them."""
    if not folders:
        return _shipped_library()
    return Library((*map(Path, folders), shipped_folder("inventories")))
