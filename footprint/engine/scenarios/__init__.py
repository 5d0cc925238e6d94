"""Scenarios: one product model at many values of its parameters and amounts, solved together."""

from footprint.engine.scenarios.template import Entry, ShareRule, Template, Term, compile_template

__all__ = ["Entry", "ShareRule", "Template", "Term", "compile_template"]
