"""Results without the machine they were computed on: files are named as in the bundle, wherever it was extracted."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from footprint.engine import Footprint
from footprint.errors import Finding, FootprintError, ProblemsFound
from footprint.inventory import Library
from footprint.model import ProductModel, read

__all__ = ["Calculate", "calculate_inside"]

Calculate = Callable[[ProductModel, Library], Footprint]
"""Calculates a model with the packages of one library and no others: ``footprint.pipeline.calculate_with``."""


def calculate_inside(folder: Path, member: str, library: Library, calculate: Calculate) -> Footprint:
    """Calculate the model of an extracted bundle.

    Parameters
    ----------
    folder
        Where the bundle was extracted.
    member
        The product model.
    library
        See `footprint.verification.bundle.library.bundle_library`.
    calculate
        The sequence of the pipeline.

    Returns
    -------
    Footprint
        Its files are named as in the bundle.

    Raises
    ------
    ProblemsFound
        Where the model has errors or the result cannot be proved; files are named as in the bundle.
    """
    try:
        model = read(folder / member)
        result = calculate(model, library)
    except FootprintError as error:
        raise ProblemsFound(_inside(finding, folder) for finding in error.findings) from None
    model._source = replace(
        model.source, file=member, folder=None, findings=tuple(_inside(finding, folder) for finding in model.source.findings)
    )
    return replace(result, findings=tuple(_inside(finding, folder) for finding in result.findings))


def _inside(finding: Finding, folder: Path) -> Finding:
    place = finding.place
    if place is not None:
        place = replace(place, file=_text(place.file, folder))
    return replace(finding, place=place, values={key: _value(value, folder) for key, value in finding.values.items()})


def _value(value: Any, folder: Path) -> Any:
    if isinstance(value, str):
        return _text(value, folder)
    if isinstance(value, list | tuple):
        return type(value)(_value(item, folder) for item in value)
    return value


def _text(text: str, folder: Path) -> str:
    root = f"{folder}{os.sep}"
    if root not in text:
        return text
    return text.replace(root, "").replace(os.sep, "/")
