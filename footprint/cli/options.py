"""The options that commands share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from footprint.cli.language import LanguageChoice

__all__ = ["Debug", "Inventories", "Json", "Lang", "Models"]

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
Debug = Annotated[bool, typer.Option("--debug", help="Show the details of an unexpected error.")]
