"""Write an export into a Brightway project, with bw2data."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from footprint.formats.brightway.content import BrightwayExport, ExportedEdge, ExportedProcess
from footprint.formats.brightway.errors import BrightwayMissing, DatabaseStands, DatabaseUnusable, LinkedElsewhere
from footprint.inventory.brightway_storage import brightway_folder

__all__ = ["write_to_project"]

FORMAT = "footprint export"


def write_to_project(export: BrightwayExport, project: str, folder: str | os.PathLike[str] | None = None, *, replace: bool = False) -> bool:
    """Write a database, and the method to calculate it with, into a Brightway project.

    Parameters
    ----------
    export
        What to write.
    project
        Name of the project; it is made where there is none.
    folder
        Folder of the projects; Brightway's own where none is given.
    replace
        Replace a database that an earlier export wrote.

    Returns
    -------
    bool
        Whether the project is new.

    Raises
    ------
    BrightwayMissing
        bw2data is not installed.
    LinkedElsewhere
        The model takes datasets from another project.
    DatabaseStands, DatabaseUnusable
        There is such a database.
    """
    if export.linked and export.project != project:
        raise LinkedElsewhere(databases=list(export.linked), project=export.project)
    with _brightway(brightway_folder(folder), project) as (bw2data, new):
        if export.database in bw2data.databases:
            _may_replace(export, project, bw2data.databases[export.database].get("format"), replace)
        database = bw2data.Database(export.database)
        if export.database not in bw2data.databases:
            database.register(format=FORMAT)
        database.write(_records(export))
        bw2data.databases[export.database]["format"] = FORMAT
        bw2data.databases.flush()
        for part, factors in export.factors.items():
            method = bw2data.Method(export.method_key(part))
            method.register(unit="kg CO2e", description=f"{part} of {export.method}, as footprint calculates it")
            method.write(list(factors.items()))
    return new


def _may_replace(export: BrightwayExport, project: str, made_by: object, replace: bool) -> None:
    values = {"project": project, "database": export.database}
    if export.database in export.linked:
        raise DatabaseUnusable(None, **values, why="the model takes datasets from it", why_zh="模型正在使用其中的数据集")
    if not replace:
        raise DatabaseStands(None, **values)
    if made_by != FORMAT:
        raise DatabaseUnusable(None, **values, why="footprint did not write it", why_zh="它不是由 footprint 写入的")


def _records(export: BrightwayExport) -> dict[tuple[str, str], dict[str, Any]]:
    records: dict[tuple[str, str], dict[str, Any]] = {
        (export.database, flow.code): {
            "name": flow.name,
            "unit": flow.unit,
            "categories": flow.categories,
            "type": "natural resource" if flow.categories[0] == "natural resource" else "emission",
        }
        for flow in export.flows
    }
    records |= {(export.database, process.code): _process(process) for process in export.processes}
    return records


def _process(process: ExportedProcess) -> dict[str, Any]:
    return {
        "name": process.name,
        "reference product": process.product,
        "unit": process.unit,
        "location": process.location,
        "comment": process.comment,
        "exchanges": [_edge(edge) for edge in process.edges],
    }


def _edge(edge: ExportedEdge) -> dict[str, Any]:
    record = {"input": edge.key, "amount": edge.amount, "type": edge.kind, "name": edge.name, "unit": edge.unit}
    return {**record, "comment": edge.comment} if edge.comment else record


@contextmanager
def _brightway(folder: Path, project: str) -> Iterator[tuple[Any, bool]]:
    """Open a project with bw2data, keep its messages off the output, and leave bw2data as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        bw2data = _import(folder)
        projects = bw2data.projects
        before = (projects._base_data_dir, projects._base_logs_dir, projects.current)
        elsewhere = Path(before[0]).resolve() != folder.resolve()
        if elsewhere:
            _move(projects, folder, folder / "logs")
        new = project not in projects
        try:
            projects.set_current(project)
            yield bw2data, new
        finally:
            if not elsewhere:
                projects.set_current(before[2], update=False)
            elif Path(before[0]).is_dir():
                _move(projects, Path(before[0]), Path(before[1]), before[2])


def _move(projects: Any, folder: Path, logs: Path, project: str = "default") -> None:
    logs.mkdir(parents=True, exist_ok=True)
    projects.change_base_directories(folder, logs, project_name=project, update=False)


def _import(folder: Path) -> Any:
    """Import bw2data; at its first import it makes its folders, which must be those that are meant."""
    if sys.modules.get("bw2data") is not None:
        return sys.modules["bw2data"]
    before = os.environ.get("BRIGHTWAY2_DIR")
    if folder != brightway_folder():
        os.environ["BRIGHTWAY2_DIR"] = str(folder)
    try:
        import bw2data
    except ImportError:
        raise BrightwayMissing from None
    finally:
        if before is None:
            os.environ.pop("BRIGHTWAY2_DIR", None)
        else:
            os.environ["BRIGHTWAY2_DIR"] = before
    return bw2data
