"""Units, amounts and formulas.

`units.txt` is the whole dialect: nothing is a unit that is not listed there, and case matters. `refused.csv` lists
what people write and mean differently, with the reason for refusing it.
"""

from __future__ import annotations

from footprint.units.amounts import Amount, parse_amount, quantity
from footprint.units.dimension import DIMENSIONLESS, Dimension
from footprint.units.formula import Formula, check_parameter_name, function_names, parse_expression, parse_formula
from footprint.units.grammar import is_unit_name, parse_unit
from footprint.units.registry import registry
from footprint.units.unit import Unit, base_unit, compose, conversion_factor

__all__ = [
    "DIMENSIONLESS",
    "Amount",
    "Dimension",
    "Formula",
    "Unit",
    "base_unit",
    "check_parameter_name",
    "compose",
    "conversion_factor",
    "function_names",
    "is_unit_name",
    "parse_amount",
    "parse_expression",
    "parse_formula",
    "parse_unit",
    "quantity",
    "registry",
]
