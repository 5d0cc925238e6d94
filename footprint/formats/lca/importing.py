"""Import a file of a life cycle database as an inventory package: recognise, read, convert, write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from footprint.errors import Place
from footprint.files import sha256_of_file
from footprint.formats.lca.allocation import MultiOutput
from footprint.formats.lca.container import FILE_LIMIT, Container, open_container
from footprint.formats.lca.conversion import Converted, convert
from footprint.formats.lca.errors import FormatUnknown, NothingToImport
from footprint.formats.lca.fates import REASONS
from footprint.formats.lca.package import PackageName, write_package
from footprint.formats.lca.recognition import recognised
from footprint.formats.lca.records import Format, SourceDatabase
from footprint.formats.lca.report import readme_of, report_as_dict
from footprint.formats.lca.values import clean

__all__ = ["Imported", "import_lca", "read_lca"]

_READERS: Mapping[Format, tuple[str, str]] = {
    "ecospold1": ("ecospold1", "read_ecospold1"),
    "ecospold2": ("ecospold2", "read_ecospold2"),
    "simapro": ("simapro", "read_simapro"),
    "ilcd": ("ilcd", "read_ilcd"),
    "openlca": ("openlca", "read_openlca"),
    "openlca-xlsx": ("openlca_workbook", "read_openlca_workbook"),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made.

    Parameters
    ----------
    folder
        Of the package.
    report
        As `footprint.formats.lca.report.report_as_dict` gives it.
    """

    folder: Path
    report: Mapping[str, Any]


def import_lca(
    path: Path,
    folder: Path,
    *,
    name: str = "",
    version: str = "1",
    format_: Format | None = None,
    multi_output: MultiOutput = "refuse",
    all_flows: bool = False,
) -> Imported:
    """Import a file, folder or zip archive.

    Parameters
    ----------
    path
        What to import.
    folder
        Where the package is written; must not exist, or be empty.
    name, version
        Of the package; the name is that of the folder by default.
    format_
        Format of the source; recognised by default.
    multi_output
        ``refuse`` leaves out datasets of several products that state no allocation, ``amount`` splits them by amount.
    all_flows
        Keep elementary flows that are no greenhouse gases.

    Raises
    ------
    FootprintError
        The source cannot be read, holds nothing to import, or the package cannot be written.
    """
    digest = sha256_of_file(path, FILE_LIMIT * 4) if path.is_file() else ""
    package = PackageName(name or _name_from(folder), version, clean(path.resolve().name, limit=200), digest)
    converted = convert(read_lca(path, format_), multi_output=multi_output, all_flows=all_flows)
    if not any(row.exchanges for row in converted.rows):
        raise _nothing(path, converted)
    report = report_as_dict(converted, package)
    write_package(folder, package, converted, report, readme_of(report))
    return Imported(folder, report)


def read_lca(path: Path, format_: Format | None = None) -> SourceDatabase:
    """Read a source into the intermediate record, without linking or converting anything.

    Raises
    ------
    FootprintError
        It is not to be read, or cannot be.
    """
    container = open_container(path)
    try:
        found = format_ or recognised(container)
        database = _reader(found)(container)
    finally:
        if container.archive is not None:
            container.archive.close()
    if not database.processes:
        why = {"why_en": f"no dataset of a process in {found}", "why_zh": f"其中没有 {found} 过程数据集"}
        raise FormatUnknown(Place(str(path)), file=str(path), **why)
    return database


def _reader(format_: Format) -> Callable[[Container], SourceDatabase]:
    """Load the reader of one format alone."""
    module, name = _READERS[format_]
    reader: Callable[[Container], SourceDatabase] = getattr(import_module(f"footprint.formats.lca.{module}"), name)
    return reader


def _name_from(folder: Path) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", folder.resolve().name.lower()).strip("-._")


def _nothing(path: Path, converted: Converted) -> NothingToImport:
    counts: dict[str, int] = {}
    for item in converted.left_out:
        counts[item.reason] = counts.get(item.reason, 0) + 1
    if converted.rows:
        why = {"why_en": "none has an input or a greenhouse gas", "why_zh": "均无投入和温室气体"}
        return NothingToImport(Place(str(path)), file=str(path), **why)
    why_en = "; ".join(f"{count} × {REASONS[reason]['en']}" for reason, count in sorted(counts.items()))
    why_zh = "；".join(f"{count} × {REASONS[reason]['zh']}" for reason, count in sorted(counts.items()))
    return NothingToImport(Place(str(path)), file=str(path), why_en=why_en, why_zh=why_zh)
