"""Values of the model as cells: a quantity as number and unit, a formula apart, a choice with its Chinese word."""

from __future__ import annotations

from footprint.formats.workbook.choices import choice_label
from footprint.formats.workbook.layout import Column
from footprint.units import parse_amount
from footprint.units.numbers import number_text

__all__ = ["SheetRow", "fill"]

SheetRow = dict[tuple[str, str], str | float]
"""Values of a row by column and part; a number is a number, everything else text."""


def fill(row: SheetRow, column: Column, value: str) -> None:
    """Write a part of a model into the cells of its column.

    Parameters
    ----------
    row
        The row; number, unit, formula or text are added to it.
    column
        Where the part belongs.
    value
        As the YAML of the model has it.
    """
    key = column.path
    if column.formula and value.startswith("="):
        row[key, "formula"] = value
    elif column.has_unit and not value.startswith("="):
        amount = parse_amount(value)
        row[key, ""] = _number(amount.value)
        row[key, "unit"] = amount.unit.text
    elif column.kind in ("number", "whole"):
        row[key, ""] = _number(float(value))
    elif column.choices and column.kind == "choice":
        row[key, ""] = choice_label(column.choices, value)
    else:
        row[key, ""] = value


def _number(value: float) -> str | float:
    """Give a number, or its text where the 15 digits that Excel keeps would change it."""
    return value if float(f"{value:.15g}") == value else number_text(value)
