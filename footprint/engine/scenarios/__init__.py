"""Scenarios: one product model at many values of its parameters and amounts, solved together."""

from footprint.engine.scenarios.failures import Failure
from footprint.engine.scenarios.kernel import Kernel, Scores, score
from footprint.engine.scenarios.template import Entry, ShareRule, Template, Term, compile_template

__all__ = ["Entry", "Failure", "Kernel", "Scores", "ShareRule", "Template", "Term", "compile_template", "score"]
