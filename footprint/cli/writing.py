"""What the command line writes to files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from footprint.cli.errors import CannotWrite
from footprint.errors import UnreadableFile

__all__ = ["write_bytes", "write_text", "written"]


@contextmanager
def written(file: Path) -> Iterator[None]:
    """Turn whatever keeps a file from being written into one problem with a name.

    Raises
    ------
    CannotWrite
        The folder is missing, full or not writable.
    """
    try:
        yield
    except UnreadableFile as error:
        raise CannotWrite(file=str(file), why=error.values.get("why", "")) from None
    except OSError as error:
        raise CannotWrite(file=str(file), why=error.strerror or type(error).__name__) from None


def write_text(file: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all.

    Raises
    ------
    CannotWrite
        The folder is missing, full or not writable.
    """
    from footprint.files import write_atomically

    with written(file):
        write_atomically(file, text)


def write_bytes(file: Path, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises
    ------
    CannotWrite
        The folder is missing, full or not writable.
    """
    from footprint.files import write_atomically

    with written(file):
        write_atomically(file, data)
