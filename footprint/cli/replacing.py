"""Files that are written only where they replace nothing, unless the user says so."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from footprint.cli.writing import written

__all__ = ["Force", "write_new"]

Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


def write_new(file: Path, content: bytes, force: bool, *, only_check: bool = False) -> None:
    """Write a file, whole or not at all; a file with other content is not replaced.

    Parameters
    ----------
    file
        The file; missing folders of its path are made.
    content
        What to write.
    force
        Replace what is there.
    only_check
        Write nothing; only raise what would be raised.

    Raises
    ------
    FileStands
        The file exists and differs.
    CannotWrite
        The folder is not writable.
    """
    from footprint.files import write_atomically
    from footprint.formats.workbook.errors import FileStands

    if not force and file.exists() and (not file.is_file() or file.read_bytes() != content):
        raise FileStands(file=str(file))
    if not only_check:
        with written(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, content)
