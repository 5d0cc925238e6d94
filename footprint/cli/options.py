"""The options that commands share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.language import LanguageChoice

if TYPE_CHECKING:
    from footprint.inventory.brightway_project import BrightwayProject
    from footprint.units import Amount

__all__ = [
    "BrightwayDir",
    "BrightwayProjectName",
    "Debug",
    "Inventories",
    "Json",
    "KeyFolder",
    "Lang",
    "Models",
    "Salts",
    "ScenarioName",
    "Set",
    "Target",
    "brightway_project",
    "overrides_of",
    "share_of",
]

Models = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Product model files, or names of shipped product models such as pet.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines, one object per line.")]
Lang = Annotated[
    LanguageChoice | None, typer.Option("--lang", help="Language of the output; the default is that of the locale.", show_default=False)
]
Inventories = Annotated[
    list[Path] | None,
    typer.Option(
        "--inventories",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Folder with data packages of your own; may be repeated.",
        show_default=False,
    ),
]
BrightwayProjectName = Annotated[
    str | None,
    typer.Option(
        "--brightway-project",
        metavar="NAME",
        help="Brightway project whose databases the models take datasets from; it is only read.",
        show_default=False,
    ),
]
BrightwayDir = Annotated[
    Path | None,
    typer.Option(
        "--brightway-dir",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Folder of the Brightway projects, where it is not BRIGHTWAY2_DIR or the usual one.",
        show_default=False,
    ),
]
Salts = Annotated[
    Path | None,
    typer.Option("--salts", metavar="FILE", help="Salts of committed records, from the licence holder.", show_default=False),
]
KeyFolder = Annotated[Path, typer.Option("--key", metavar="FOLDER", help="Folder of the issuer's keys.", show_default=False)]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=AMOUNT",
        help='Another value for a parameter or an exchange, such as px_rate="0.65 kg/kg"; may be repeated.',
        show_default=False,
    ),
]
ScenarioName = Annotated[
    str | None,
    typer.Option("--scenario", metavar="NAME", help="Calculate this scenario of the model; --set has the last word.", show_default=False),
]
Target = Annotated[str, typer.Option("--target", metavar="SHARE", help="Reduction that levers aim at, such as 33% or 1/3.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the details of an unexpected error.")]


def brightway_project(name: str | None, folder: Path | None) -> BrightwayProject | None:
    """Open the Brightway project that the options name, once for all models of a command.

    Raises
    ------
    typer.BadParameter
        Where a folder is named but no project.
    BrightwayFolderNotFound, BrightwayProjectNotFound
        Where there is no such project.
    """
    if name is None:
        if folder is not None:
            raise typer.BadParameter("needs --brightway-project as well", param_hint="--brightway-dir")
        return None
    from footprint.inventory.brightway_project import BrightwayProject

    return BrightwayProject(name, folder)


def overrides_of(settings: list[str] | None) -> dict[str, Amount]:
    """Read what ``--set`` gives: NAME=AMOUNT each.

    Raises
    ------
    typer.BadParameter
        Without a name, or the same name twice.
    UnitError
        The amount cannot be read.
    """
    from footprint.units import parse_amount

    found: dict[str, Amount] = {}
    for setting in settings or ():
        name, sign, text = setting.replace("＝", "=", 1).partition("=")
        if not sign or not name.strip():
            raise typer.BadParameter(f"{setting!r} is not NAME=AMOUNT", param_hint="--set")
        if name.strip() in found:
            raise typer.BadParameter(f"{name.strip()} is set twice", param_hint="--set")
        found[name.strip()] = parse_amount(text.strip())
    return found


def share_of(text: str) -> float:
    """Read what ``--target`` gives: ``33%``, ``0.33`` or ``1/3``.

    Raises
    ------
    typer.BadParameter
        For what is no share, or lies outside 0 to 100 %.
    """
    first, slash, second = text.strip().replace("％", "%").removesuffix("%").partition("/")
    try:
        share = float(first) / (float(second) if slash else 1.0) / (100.0 if text.strip().endswith(("%", "％")) else 1.0)
    except (ValueError, ZeroDivisionError):
        raise typer.BadParameter(f"{text!r} is no share such as 33% or 1/3", param_hint="--target") from None
    if not 0 < share < 1:
        meant = f"; did you mean {text.strip()}%?" if 1 < share < 100 and text.strip().replace(".", "", 1).isdecimal() else ""
        raise typer.BadParameter(f"{text!r} lies outside 0 to 100 %{meant}", param_hint="--target")
    return share
