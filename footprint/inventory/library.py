"""The library: the data packages and methods at hand, read when first asked for."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from footprint.errors import Finding, Place, ProblemsFound, UnreadableFile, nearest
from footprint.files import FileTooLarge, read_bytes
from footprint.inventory.brightway_errors import NoBrightwayProject
from footprint.inventory.description import METHOD_FORMAT
from footprint.inventory.errors import FlowTwice, MethodNotFound, PackageNotFound, PackageTwice, PackageVersion
from footprint.inventory.reader import digest_of_folder, read_flows, read_method, read_package
from footprint.inventory.records import Dataset, ElementaryFlow, Method, Package
from footprint.inventory.source import BRIGHTWAY, DatasetSource, scheme_of
from footprint.inventory.synonyms import alike, variants

__all__ = ["Library", "flow_twice", "is_method", "open_library", "shipped_folder"]

_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")
_WORD = re.compile(r"[\W_]+")


def shipped_folder(name: str) -> Path:
    """Give a folder of data that ships with footprint.

    Parameters
    ----------
    name
        ``inventories`` or ``product_models``: inside the package in a wheel, beside it in a checkout.
    """
    inside = Path(str(resources.files("footprint"))) / name
    return inside if inside.is_dir() else inside.parent.parent / name


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands on the cover of a package or method: enough to find it, at the cost of a small JSON file."""

    folder: Path
    name: str
    version: str
    method: bool

    @property
    def has_datasets(self) -> bool:
        return not self.method and (self.folder / "processes.csv").exists()

    @property
    def has_flows(self) -> bool:
        return not self.method and (self.folder / "flows.csv").exists()


class Library:
    """Data packages and methods by name, from one or more folders.

    A package is known by the name and version in its ``datapackage.json``, so that several versions can stand side by side in
    folders of any name. Without a version asked for, that in the earliest folder is taken.

    Parameters
    ----------
    folders
        Each holds package folders and perhaps a folder ``methods``, or is a package itself.
    sources
        Further sources of datasets, whose packages are named ``SCHEME:NAME``.

    Raises
    ------
    UnreadableFile
        Where a folder does not exist.
    """

    def __init__(self, folders: Sequence[Path], sources: Sequence[DatasetSource] = ()) -> None:
        self.folders = tuple(folders)
        self.sources = {source.scheme: source for source in sources}
        for folder in self.folders:
            if not folder.is_dir():
                raise UnreadableFile(Place(str(folder)), file=str(folder), why="there is no such folder")
        self._packages: dict[Path, Package] = {}
        self._methods: dict[Path, Method] = {}
        self._chosen: dict[tuple[str, str | None], Package] = {}
        self._flows: dict[str, ElementaryFlow] | None = None
        self._flow_folders: dict[str, Path] = {}

    def __repr__(self) -> str:
        return f"<Library {', '.join(self.package_names())}>"

    def package_names(self) -> tuple[str, ...]:
        """Name all packages at hand that hold datasets."""
        return tuple(sorted({entry.name for entry in self._entries if entry.has_datasets}))

    def versions(self, name: str) -> tuple[str, ...]:
        """Give the versions of a package at hand, those of the earliest folder first."""
        return tuple(dict.fromkeys(entry.version for entry in self._entries if entry.name == name and entry.has_datasets))

    def method_names(self) -> tuple[str, ...]:
        """Name all methods at hand."""
        return tuple(sorted({entry.name for entry in self._entries if entry.method}))

    def package(self, name: str, version: str | None = None, place: Place | None = None) -> Package:
        """Give a package, in the version asked for.

        Raises
        ------
        PackageNotFound
            With the names most like it.
        PackageVersion
            Where another version is at hand.
        PackageTwice
            Where two folders hold different contents under this name and version.
        ProblemsFound
            Where the package has defects.
        NoBrightwayProject
            Where a Brightway database is asked for and no project was named.
        """
        if scheme_of(name):
            return self._of_source(name, version, place)
        if (name, version) not in self._chosen:
            entries = [entry for entry in self._entries if entry.name == name and not entry.method]
            if not entries:
                raise PackageNotFound(place, package=name, suggestions=nearest(name, self.package_names()))
            # A package whose cover cannot be read has no version yet: reading it says what is wrong.
            fitting = [entry for entry in entries if version is None or entry.version in (version, "")]
            if not fitting:
                available = list(dict.fromkeys(entry.version for entry in entries))
                raise PackageVersion(place, package=name, wanted=version, available=available)
            self._unequal([entry for entry in fitting if entry.version == fitting[0].version], place)
            self._chosen[name, version] = self._read(fitting[0].folder)
        return self._chosen[name, version]

    def as_used(self, package: Package, used: Mapping[str, Dataset]) -> Package:
        """Give a package as a calculation used it: one of a further source is then known by the datasets used.

        Parameters
        ----------
        package
            As `package` gives it.
        used
            Its datasets that were used, by code.
        """
        source = self.sources.get(scheme_of(package.name))
        return source.as_used(package, used) if source is not None else package

    def packages(self) -> Iterator[Package]:
        """Yield every package that holds datasets, in every version at hand, by name."""
        for name in self.package_names():
            versions = dict.fromkeys(entry.version for entry in self._entries if entry.name == name and entry.has_datasets)
            for version in versions:
                yield self.package(name, version)

    def method(self, name: str, place: Place | None = None) -> Method:
        """Give a method.

        Raises
        ------
        MethodNotFound
            With the names most like it.
        PackageTwice
            Where two folders hold different methods of this name: models do not pin a method's version.
        ProblemsFound
            Where the method has defects.
        """
        folder = self.folder_of_method(name, place)
        if folder not in self._methods:
            self._methods[folder] = read_method(folder)
        return self._methods[folder]

    def folder_of_method(self, name: str, place: Place | None = None) -> Path:
        """Give the folder that a method is read from; raises as `method` does where there is none, or where two differ."""
        entries = [entry for entry in self._entries if entry.method and entry.name == name]
        if not entries:
            known = self.method_names()
            raise MethodNotFound(place, method=name, suggestions=nearest(name, known) or list(known))
        self._unequal(entries, place)
        return entries[0].folder

    def folders_of_flows(self) -> Mapping[str, Path]:
        """Give the folder of the list that each elementary flow was taken from, by name; raises as `flows` does."""
        self.flows()
        return self._flow_folders

    def flows(self) -> Mapping[str, ElementaryFlow]:
        """Give all elementary flows: those that ship with footprint and those that packages add.

        Raises
        ------
        ProblemsFound
            Where a list of flows has defects, or two count one flow in different dimensions.
        """
        if self._flows is None:
            flows: dict[str, ElementaryFlow] = {}
            homes: dict[str, str] = {}
            findings: list[Finding] = []
            for entry in self._entries:
                if not entry.has_flows:
                    continue
                for name, flow in read_flows(entry.folder).items():
                    known = flows.setdefault(name, flow)
                    home = homes.setdefault(name, entry.name)
                    self._flow_folders.setdefault(name, entry.folder)
                    if known.unit.dimension != flow.unit.dimension:
                        findings.append(flow_twice(Place(str(entry.folder / "flows.csv")), flow, known, home))
            if findings:
                raise ProblemsFound(findings)
            self._flows = flows
        return self._flows

    def search(self, words: Iterable[str]) -> list[Dataset]:
        """Find datasets whose code or names hold all the words, in any case, width and spelling, or by another name.

        A Chinese word is also found in its longer form: 风电 in 风力发电.

        Returns
        -------
        list of Dataset
            Those that hold most of the words as whole words first, then literal before other forms, then by the shortest code.
            CO2 factors, which no footprint may use, come last.
        """
        wanted = {word: _other_forms(word) for word in _parts(words)}
        found: dict[str, tuple[tuple[bool, int, int, int, str], Dataset]] = {}
        for dataset, text in self._texts():
            others = [word for word in wanted if word not in text]
            if dataset.key not in found and all(wanted[word].search(text) for word in others):
                whole = len(set(wanted) & set(_WORD.split(text)))
                rank = (dataset.basis == "co2-only", -whole, len(others), len(dataset.code), dataset.key)
                found[dataset.key] = (rank, dataset)
        return [dataset for _, dataset in sorted(found.values(), key=lambda item: item[0])]

    def words_like(self, words: Iterable[str]) -> list[str]:
        """Give, for words that no dataset holds, the words of datasets most like them."""
        texts = [text for _, text in self._texts()]
        strange = [word for word in _parts(words) if not any(word in text or _other_forms(word).search(text) for text in texts)]
        known = {part for text in texts for part in _WORD.split(text)} if strange else set()
        return list(dict.fromkeys(match for word in strange for match in alike(word, known)))

    def _texts(self) -> Iterator[tuple[Dataset, str]]:
        """Yield every dataset with all that it is called."""
        for package in self.packages():
            for dataset in package.datasets.values():
                yield dataset, _plain(f"{dataset.key} {dataset.product} {dataset.name_en} {dataset.name_zh}")

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        return tuple(_cover(folder) for folder in self._all_folders())

    def _all_folders(self) -> Iterator[Path]:
        for folder in self.folders:
            if (folder / "datapackage.json").exists():
                yield folder
            else:
                for parent in (folder, folder / "methods"):
                    if parent.is_dir():
                        yield from sorted(child for child in parent.iterdir() if (child / "datapackage.json").exists())

    def _of_source(self, name: str, version: str | None, place: Place | None) -> Package:
        source = self.sources.get(scheme_of(name))
        if source is None:
            raise NoBrightwayProject(place, package=name) if scheme_of(name) == BRIGHTWAY else PackageNotFound(place, package=name)
        package = source.package(name, self.flows(), place)
        if version not in (None, package.version):
            raise PackageVersion(place, package=name, wanted=version, available=[package.version or "—"])
        return package

    def _unequal(self, entries: Sequence[_Entry], place: Place | None) -> None:
        """Refuse to choose between different contents under one name."""
        for other in entries[1:]:
            first = entries[0]
            if other.folder.resolve() != first.folder.resolve() and digest_of_folder(other.folder) != digest_of_folder(first.folder):
                values = {"package": first.name, "version": first.version, "first": str(first.folder), "second": str(other.folder)}
                raise PackageTwice(place or Place(str(first.folder)), **values)

    def _read(self, folder: Path) -> Package:
        if folder not in self._packages:
            self._packages[folder] = read_package(folder)
        return self._packages[folder]


def flow_twice(place: Place, flow: ElementaryFlow, known: ElementaryFlow, home: str) -> Finding:
    """Say that a flow is known already, in another dimension."""
    return FlowTwice(
        place,
        flow=flow.name,
        unit=flow.unit.text,
        dimension=str(flow.unit.dimension),
        other_unit=known.unit.text,
        other_dimension=str(known.unit.dimension),
        package=home,
    ).finding


def is_method(folder: Path) -> bool:
    """Tell whether a folder holds a method rather than an inventory package."""
    return _cover(folder).method


def _cover(folder: Path) -> _Entry:
    """Read name and version; a broken description gives the folder's name, and its defects show when the package is read."""
    path = folder / "datapackage.json"
    try:
        about = json.loads(read_bytes(path))
    except (UnreadableFile, FileTooLarge, ValueError, RecursionError):
        about = None
    texts = {key: value for key, value in about.items() if isinstance(value, str) and value} if isinstance(about, dict) else {}
    method = texts.get("format") == METHOD_FORMAT or (folder / "factors.csv").exists()
    return _Entry(folder, texts.get("name", folder.name), texts.get("version", ""), method)


def _parts(words: Iterable[str]) -> list[str]:
    return [part for word in words for part in _plain(word).split()]


def _other_forms(word: str) -> re.Pattern[str]:
    """Match a word in other spellings and by other names, and a Chinese one in its longer form; English names as whole words."""
    forms = [word, *variants(word)]
    patterns = [".{0,3}".join(map(re.escape, form)) if _CHINESE.fullmatch(form) else re.escape(form) for form in forms]
    bounded = [pattern if not form.isascii() else rf"(?<![a-z0-9]){pattern}" for form, pattern in zip(forms, patterns, strict=True)]
    return re.compile("|".join(bounded))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _shipped_library() -> Library:
    return Library((shipped_folder("inventories"),))


def open_library(folders: Sequence[Path | str] = (), sources: Sequence[DatasetSource] = ()) -> Library:
    """Open the shipped packages, with the user's own folders before them and further sources beside them."""
    if not folders and not sources:
        return _shipped_library()
    return Library((*map(Path, folders), shipped_folder("inventories")), sources)
