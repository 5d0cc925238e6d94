"""Scenarios: one product model at many values of its parameters and amounts, solved together."""

from footprint.engine.scenarios.checking import RowCheck, check_rows, row_overrides
from footprint.engine.scenarios.draws import draw
from footprint.engine.scenarios.failures import Failure
from footprint.engine.scenarios.kernel import Kernel, Scores, score
from footprint.engine.scenarios.template import Entry, ShareRule, Template, Term, compile_template

__all__ = [
    "Entry",
    "Failure",
    "Kernel",
    "RowCheck",
    "Scores",
    "ShareRule",
    "Template",
    "Term",
    "check_rows",
    "compile_template",
    "draw",
    "row_overrides",
    "score",
]
