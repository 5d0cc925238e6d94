"""``footprint import``: product models from the formats of others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.options import Debug, Inventories, Json, Lang
from footprint.cli.replacing import Force, write_new
from footprint.cli.session import Session, open_session, report, summary
from footprint.errors import ExitStatus

if TYPE_CHECKING:
    from footprint.formats.workbook import Imported

__all__ = ["importing"]

importing = typer.Typer(
    name="import",
    help="Read product models from the formats of others.",
    short_help="Read product models from the formats of others.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)

Workbook = Annotated[Path, typer.Argument(metavar="FILE", help="Excel workbook (.xlsx).", show_default=False)]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="MODEL", help="Model file to write; FILE with .yaml by default.", show_default=False),
]


@importing.callback()
def _group() -> None:
    pass


@importing.command(short_help="Read a filled-in Excel workbook.")
def workbook(
    file: Workbook,
    output: Output = None,
    force: Force = False,
    inventories: Inventories = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Read a product model from an Excel workbook, and name every problem with its sheet and cell.

    Monthly tables are written as CSV beside the model.
    Exit status: 0 where all is well; 1 where the model was written but does not link; 2 where nothing was written.
    """
    with open_session(lang, as_json, debug) as session, session.attempt(str(file)):
        from footprint.formats.workbook import import_workbook
        from footprint.inventory import open_library

        target = output or file.with_suffix(".yaml")
        imported = import_workbook(file, target.parent, open_library(inventories or ()))
        files = _write(imported, target, force)
        _show(session, imported, files)


def _write(imported: Imported, target: Path, force: bool) -> list[Path]:
    """Write the model and its tables, none of them if one cannot be."""
    if imported.model is None:
        return []
    from footprint.files import confined

    contents = {confined(target.parent, name): text for name, text in imported.tables.items()} | {target: imported.text}
    for check in (True, False):
        for path, text in contents.items():
            write_new(path, text.encode("utf-8"), force, only_check=check)
    return list(contents)


def _show(session: Session, imported: Imported, files: list[Path]) -> None:
    if session.as_json:
        session.emit({**report(imported.file, imported.findings, session.lang), "files": [str(path) for path in files]})
    else:
        for finding in imported.findings:
            session.finding(finding, err=not files)
        session.line(session.say("checked", path=imported.file, summary=summary(imported.findings, session.lang)), err=not files)
        for path in files:
            session.line(session.say("written", file=path))
    if not files:
        session.worst(ExitStatus.COULD_NOT)
    elif not imported.good:
        session.worst(ExitStatus.ANSWER_IS_NO)
