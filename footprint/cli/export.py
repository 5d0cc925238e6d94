"""``footprint export``: product models in the formats of others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.models import model_path
from footprint.cli.options import BrightwayDir, Debug, Inventories, Json, Lang, brightway_project
from footprint.cli.replacing import Force, write_new
from footprint.cli.session import Session, open_session

if TYPE_CHECKING:
    from footprint.formats.brightway import BrightwayExport

__all__ = ["export"]

export = typer.Typer(
    name="export",
    help="Write product models in the formats of others.",
    short_help="Write product models in the formats of others.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)

Model = Annotated[str, typer.Argument(metavar="MODEL", help="Product model file, or name of a shipped product model.", show_default=False)]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="File to write to; the name of the model with .xlsx by default.", show_default=False
    ),
]


@export.callback()
def _group() -> None:
    pass


@export.command(short_help="Write an Excel workbook to fill in.")
def workbook(
    model: Model,
    output: Output = None,
    force: Force = False,
    inventories: Inventories = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Write a product model as an Excel workbook, labelled in Chinese and English, for people to fill in.

    `footprint import workbook` reads it back.
    """
    with open_session(lang, as_json, debug) as session, session.attempt(model):
        import footprint
        from footprint.formats.workbook import export_workbook
        from footprint.inventory import open_library

        path = Path(model_path(model))
        target = output or Path(f"{path.stem}.xlsx")
        write_new(target, export_workbook(footprint.read(path), open_library(inventories or ())), force)
        if as_json:
            session.emit({"schema": "footprint/written/1", "path": model, "files": [str(target)]})
        else:
            session.line(session.say("written", file=target))


Project = Annotated[
    str | None,
    typer.Option(
        "--brightway-project",
        metavar="NAME",
        help="Brightway project to write into, and to take datasets from where the model does so.",
        show_default=False,
    ),
]
ExcelOutput = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Excel file for bw2io to write instead of a database.", show_default=False),
]
Database = Annotated[
    str | None,
    typer.Option("--database", metavar="NAME", help="Name of the database to write; the name of the model by default.", show_default=False),
]
Replace = Annotated[bool, typer.Option("--replace", "--force", help="Replace the database of an earlier export, or the file.")]


@export.command(short_help="Write a Brightway database, or Excel for bw2io.")
def brightway(
    model: Model,
    project: Project = None,
    projects: BrightwayDir = None,
    database: Database = None,
    output: ExcelOutput = None,
    replace: Replace = False,
    inventories: Inventories = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Write a product model as a database of a Brightway project, or as an Excel file that bw2io reads.

    The database holds the model and the datasets of data packages that it uses; datasets of your own Brightway databases are linked.
    """
    if project is None and output is None:
        raise typer.BadParameter("name a project, or a file with -o", param_hint="--brightway-project")
    with open_session(lang, as_json, debug) as session, session.attempt(model):
        import footprint
        from footprint import pipeline
        from footprint.formats.brightway import brightway_export, excel_bytes, write_to_project
        from footprint.inventory.brightway_errors import BrightwayFolderNotFound, BrightwayProjectNotFound

        path = Path(model_path(model))
        read = footprint.read(path)
        try:
            source = brightway_project(project, projects) if project is not None else None
        except (BrightwayFolderNotFound, BrightwayProjectNotFound):
            source = None  # it will be made
        result = pipeline.calculate(read, inventories or (), brightway=source)
        written = brightway_export(result.calculation, read, database or path.stem, source)
        if output is not None:
            write_new(output, excel_bytes(written), replace)
        elif project is not None:
            write_to_project(written, project, projects, replace=replace)
        _tell(session, model, written, result.value, project if output is None else None, output)


def _tell(session: Session, model: str, written: BrightwayExport, score: float, project: str | None, output: Path | None) -> None:
    """Say what was written, and how to get the score from it."""
    code, amount = written.demand
    if session.as_json:
        about = {"schema": "footprint/written/1", "path": model, "files": [] if output is None else [str(output)]}
        key = list(written.method_key("excl_uptake"))
        session.emit(
            {**about, "project": project, "database": written.database, "activity": code, "amount": amount, "method": key, "score": score}
        )
        return
    if output is not None:
        session.line(session.say("written", file=output))
    else:
        session.line(session.say("database_written", database=written.database, project=project))
    demand = f"{{({written.database!r}, {code!r}): {amount!r}}}"
    session.line(f"    bw2calc.LCA({demand}, {written.method_key('excl_uptake')!r})  # {score:.7g} kg CO2e")
