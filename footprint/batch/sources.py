"""What a batch is made of: the paths of the command line, become one table or a list of models."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from footprint.batch.errors import NothingToCalculate, SourcesMixed
from footprint.batch.models import is_shipped
from footprint.batch.variants import TABLE_SUFFIXES
from footprint.errors import Place, UnreadableFile
from footprint.units.characters import show

__all__ = ["Sources", "resolve"]

MODEL_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Sources:
    """One table, or models.

    Parameters
    ----------
    table
        Path of the table; empty where there is none.
    models
        Paths of the models, each once, in the order named and sorted within folders and patterns.
    """

    table: str
    models: tuple[str, ...]


def resolve(paths: Sequence[str]) -> Sources:
    """Find what paths, folders and patterns name.

    Raises
    ------
    NothingToCalculate
        A path names nothing.
    SourcesMixed
        A table is named beside something else.
    UnreadableFile
        There is no such file.
    """
    found: dict[str, None] = {}
    for path in paths:
        named = _named(path)
        if not named:
            raise NothingToCalculate(Place(path), path=path)
        found.update(dict.fromkeys(named))
    for path in found:
        if not path.isprintable():
            raise UnreadableFile(Place(path), file=show(path), why="its name holds characters that cannot be shown")
    tables = [path for path in found if path.lower().endswith(TABLE_SUFFIXES)]
    if tables and len(found) > 1:
        raise SourcesMixed(Place(tables[0]), path=tables[0], count=len(found) - 1)
    if not found:
        raise NothingToCalculate(path="—")
    return Sources(tables[0], ()) if tables else Sources("", tuple(found))


def _named(path: str) -> list[str]:
    if os.path.isdir(path):
        inside = (Path(folder) / name for folder, folders, names in _walk(path) for name in names)
        return sorted(str(file) for file in inside if file.suffix.lower() in MODEL_SUFFIXES)
    if not os.path.exists(path) and glob.has_magic(path):
        return sorted(name for name in glob.glob(path, recursive=True) if os.path.isfile(name))
    if not os.path.exists(path) and not is_shipped(path):
        raise UnreadableFile(Place(path), file=path, why="there is no such file")
    return [path]


def _walk(path: str) -> list[tuple[str, list[str], list[str]]]:
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(".parts"))
        found.append((folder, folders, [name for name in names if not name.startswith(".")]))
    return found
