"""The library of a result: where the packages that it was calculated with are found again."""

from __future__ import annotations

from pathlib import Path

from footprint.engine.result import Footprint
from footprint.inventory import Library, open_library, shipped_folder

__all__ = ["library_of"]


def library_of(result: Footprint) -> Library:
    """Open the shipped packages and those of other folders that a result was calculated with.

    Parameters
    ----------
    result
        Of a calculation. Where it took datasets of a Brightway project, or a method of one's own, its library has to be kept instead.
    """
    shipped = shipped_folder("inventories").resolve()
    folders = [Path(package.folder) for package in result.calculation.chain.packages.values() if package.folder]
    own = [folder for folder in dict.fromkeys(folders) if folder.is_dir() and not folder.resolve().is_relative_to(shipped)]
    return open_library(own)
