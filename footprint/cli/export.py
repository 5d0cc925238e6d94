"""``footprint export``: product models in the formats of others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from footprint.cli.models import model_path
from footprint.cli.options import Debug, Inventories, Json, Lang
from footprint.cli.replacing import Force, write_new
from footprint.cli.session import open_session

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
