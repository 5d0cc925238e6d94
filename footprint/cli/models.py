"""Product models by path, or by the name of one that ships with footprint."""

from __future__ import annotations

import os
from pathlib import Path

from footprint.cli.errors import ModelNotFound
from footprint.errors import nearest

__all__ = ["model_path", "shipped_models"]


def shipped_models() -> dict[str, Path]:
    """Give the product models that ship with footprint, by name."""
    from footprint.inventory import shipped_folder

    return {path.stem: path for path in sorted(shipped_folder("product_models").glob("*.yaml"))}


def model_path(named: str) -> str:
    """Find the file of what was named on the command line: a path, or else the name of a shipped model.

    Raises
    ------
    ModelNotFound
        It looks like a name, and is neither; with the shipped names most like it.
    """
    if Path(named).is_file():
        return named
    is_name = not any(separator and separator in named for separator in (os.sep, os.altsep)) and not Path(named).suffix
    if not is_name or Path(named).exists():
        # What is wrong with the file is for its reader to say.
        return named
    models = shipped_models()
    if named in models:
        return str(models[named])
    raise ModelNotFound(name=named, shipped=list(models) or ["-"], suggestions=nearest(named, models))
