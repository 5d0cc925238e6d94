"""From a workbook to a product model: read, diagnose, check, and put every finding to its cell."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from footprint.errors import Finding, Place, Severity, UnreadableFile
from footprint.files import confined
from footprint.formats.workbook.archive import open_archive
from footprint.formats.workbook.cells import Doctor, sheet_in_reference
from footprint.formats.workbook.errors import TableMissing
from footprint.formats.workbook.grid import cell_name, read_grids
from footprint.formats.workbook.layout import SHEETS
from footprint.formats.workbook.monthly import MonthlyTable, read_monthly
from footprint.formats.workbook.plain import plain
from footprint.formats.workbook.reading import Spot, Tree
from footprint.formats.workbook.sheets import read_tree
from footprint.formats.workbook.tables import assign_sheets, read_table
from footprint.formats.workbook.yaml_text import yaml_text
from footprint.inventory import Library
from footprint.model import ProductModel, check_text
from footprint.model.activity.errors import MissingMonth, MonthOutside
from footprint.model.errors import MissingKey, TooManyProblems
from footprint.model.evaluation.errors import MissingAmount, MissingParameterValue
from footprint.model.limits import FINDING_LIMIT
from footprint.units.errors import (
    AmbiguousDivision,
    AmbiguousUnit,
    ExponentTooLarge,
    MissingUnit,
    RefusedUnit,
    UnitSyntax,
    UnknownUnit,
)

__all__ = ["Imported", "import_workbook"]

_ABOUT_THE_UNIT = (UnknownUnit, AmbiguousUnit, RefusedUnit, MissingUnit, UnitSyntax, AmbiguousDivision, ExponentTooLarge)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook gave.

    Parameters
    ----------
    file
        The workbook as the user named it.
    model
        The product model; None where it has errors.
    text
        The model as YAML; empty where it has errors.
    tables
        Monthly tables as CSV text, by the name of the file that belongs beside the model.
    findings
        Everything found, each with its cell where it has one.
    """

    file: str
    model: ProductModel | None
    text: str
    tables: Mapping[str, str]
    findings: tuple[Finding, ...]
    _cells: _Cells = field(repr=False)

    @property
    def good(self) -> bool:
        """Whether there are no errors."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def located(self, findings: Iterable[Finding], files: Sequence[str] = ()) -> tuple[Finding, ...]:
        """Put findings about the model to the cells of the workbook.

        Parameters
        ----------
        findings
            Of any stage; those about other files stay as they are.
        files
            Names under which the model was checked.
        """
        return tuple(self._cells.located(finding, files) for finding in findings)


def import_workbook(path: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None, library: Library | None = None) -> Imported:
    """Read a workbook, and find all that is wrong with it; nothing is written.

    Parameters
    ----------
    path
        A workbook that `export_workbook` wrote and people filled in.
    folder
        Where the model would be written: other models that it refers to are looked for there. The workbook's by default.
    library
        Datasets and flows that the model is linked with; without it, what the model refers to is not looked up.

    Raises
    ------
    FootprintError
        Where the file cannot be read as a workbook at all.
    """
    file = os.fspath(path)
    doctor = Doctor(file)
    archive = open_archive(file)
    doctor.findings += archive.notes()
    found, monthly_grids = assign_sheets(read_grids(archive), doctor)
    tables = {sheet.title: table for sheet in SHEETS if sheet.title in found and (table := read_table(sheet, found[sheet.title], doctor))}
    whole = {title: table for title, table in tables.items() if not table.broken}
    tree = read_tree(whole, doctor)
    complete = len(whole) == len(tables) and all(sheet.title in whole for sheet in SHEETS if sheet.required)
    monthly = read_monthly(monthly_grids, tree, doctor)
    cells = _Cells(file, tree, monthly, {title: table.grid.title for title, table in tables.items()})
    model, findings = None, list[Finding]()
    if complete:
        model, findings = _checked(tree, monthly, cells, Path(folder) if folder is not None else Path(file).parent, library)
    findings = sorted((*doctor.findings, *findings), key=_order)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    kept = model if not any(finding.severity is Severity.ERROR for finding in doctor.findings) else None
    if len(errors) > FINDING_LIMIT:
        findings = [*errors[:FINDING_LIMIT], TooManyProblems(Place(file), limit=FINDING_LIMIT).finding]
    text = yaml_text(plain(kept)) if kept is not None else ""
    return Imported(file, kept, text, {table.file: table.text for table in monthly}, tuple(findings), cells)


def _order(finding: Finding) -> Any:
    """Order by sheets as they stand in the workbook, then by row and column."""
    titles = [sheet.title for sheet in SHEETS]
    title = finding.place.cell.rpartition("!")[0] if finding.place else ""
    return (titles.index(title) if title in titles else len(titles) if title else -1, finding.sort_key)


def _checked(
    tree: Tree, monthly: Sequence[MonthlyTable], cells: _Cells, folder: Path, library: Library | None
) -> tuple[ProductModel | None, list[Finding]]:
    """Apply the model's own checks, and those of linking, and put what they find to cells."""
    with tempfile.TemporaryDirectory() as scratch:
        for table in monthly:
            # A name that no file can have leaves its table missing, which is then said.
            with contextlib.suppress(OSError):
                target = confined(scratch, table.file)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(table.text, encoding="utf-8", newline="")
        cells.scratch = scratch
        text = yaml_text(tree.data, short=False)
        model, found = check_text(text, file=cells.file, folder=scratch)
        findings = [*found]
        if library is not None:
            from footprint.formats.workbook.linking import link_findings

            findings += link_findings(text, cells.file, model, folder, library)
    unique: dict[tuple[Any, ...], Finding] = {}
    no_period = any(finding.place and finding.place.path.startswith("period") for finding in findings)
    for finding in findings:
        # Months cannot be compared with a period that is not known.
        follows = no_period and finding.error in (MissingMonth, MonthOutside)
        if not follows and not cells.known_already(finding):
            placed = cells.located(finding)
            unique.setdefault((placed.code, placed.place), placed)
    return model, list(unique.values())


class _Cells:
    """Finds the cell that a finding about the model speaks of."""

    def __init__(self, file: str, tree: Tree, monthly: Sequence[MonthlyTable], titles: Mapping[str, str]) -> None:
        self.file = file
        self.scratch = ""
        self._tree = tree
        self._monthly = {table.file: table for table in monthly}
        self._titles = titles

    def known_already(self, finding: Finding) -> bool:
        """Tell whether a finding follows from a cell that was found unusable."""
        place = finding.place
        if place is None:
            return False
        if issubclass(finding.error, MissingKey) and f"{place.path}/{finding.values.get('key')}" in self._tree.strange:
            return True
        if issubclass(finding.error, UnreadableFile) and place.path.endswith("/activity") and self._tree.table_unread:
            return True
        table = self._table(place)
        if table is not None:
            return (place.line, place.path) in table.named
        return any(place.path == path or (path.startswith(f"{place.path}/") and place.path.count("/") > 2) for path in self._tree.named)

    def located(self, finding: Finding, files: Sequence[str] = ()) -> Finding:
        """Give a finding with its cell."""
        place = finding.place
        if place is not None and issubclass(finding.error, UnreadableFile) and place.path.endswith("/activity"):
            file = str(finding.values.get("file", ""))
            finding = Finding(TableMissing, place, {"table": self._without_scratch(file)})
        values = {key: self._without_scratch(value) for key, value in finding.values.items()}
        if place is None:
            return replace(finding, place=Place(self.file), values=values)
        table = self._table(place)
        if table is not None:
            row, column = table.cell(place.line, place.path)
            where = f"{sheet_in_reference(table.title)}!{cell_name(row, column)}"
            return Finding(finding.error, Place(self.file, row, column, place.path, where), values)
        if place.file != self.file and place.file not in files:
            return replace(finding, values=values)
        spot = self._spot(finding, place.path)
        if spot is None:
            return Finding(finding.error, Place(self.file, path=place.path), values)
        grid, row, column = spot
        where = f"{sheet_in_reference(grid.title)}!{cell_name(row, column)}"
        return Finding(finding.error, Place(self.file, row, column, place.path, where), values)

    def _spot(self, finding: Finding, path: str) -> Spot | None:
        spots = self._tree.spots
        for error, key in ((MissingAmount, "amount"), (MissingParameterValue, "value")):
            if issubclass(finding.error, error) and f"{path}/{key}" in spots:
                return spots[f"{path}/{key}"]
        if issubclass(finding.error, MissingKey):
            owned = f"{path}/{finding.values.get('key', '')}".lstrip("/")
            for known in (owned, f"{owned}/zh"):
                if known in spots:
                    return spots[known]
        if issubclass(finding.error, _ABOUT_THE_UNIT) and path in self._tree.units:
            return self._tree.units[path]
        while path and path not in spots:
            path = path.rpartition("/")[0]
        return spots.get(path)

    def _table(self, place: Place) -> MonthlyTable | None:
        if not self.scratch or not place.file.startswith(Path(self.scratch).as_posix() + "/"):
            return None
        return self._monthly.get(place.file.removeprefix(Path(self.scratch).as_posix() + "/"))

    def _without_scratch(self, value: Any) -> Any:
        return value.replace(Path(self.scratch).as_posix() + "/", "") if self.scratch and isinstance(value, str) else value
