"""The rules that a well-written model must keep: one function per rule."""

from __future__ import annotations

from itertools import islice

from footprint.errors import Finding
from footprint.model.evaluation.amounts import Evaluation
from footprint.model.limits import RULE_LIMIT
from footprint.model.rules import allocation, correlations, exchanges, figures, names, products, records, scenarios
from footprint.model.rules.errors import MoreOfTheSame
from footprint.model.schema import ProductModel

__all__ = ["RULES", "apply_rules"]

RULES = (
    *names.RULES,
    *products.RULES,
    *exchanges.RULES,
    *allocation.RULES,
    *figures.RULES,
    *records.RULES,
    *correlations.RULES,
    *scenarios.RULES,
)


def apply_rules(model: ProductModel, numbers: Evaluation) -> list[Finding]:
    """Apply every rule to a model.

    Parameters
    ----------
    model
        The model.
    numbers
        Its parameters and amounts, as far as they could be evaluated; a rule passes over what is absent.
    """
    findings: list[Finding] = []
    for rule in RULES:
        found = rule(model, numbers)
        findings += islice(found, RULE_LIMIT)
        more = next(found, None)
        if more is not None:
            findings.append(Finding(MoreOfTheSame, more.place, {"limit": RULE_LIMIT, "code": more.code}))
    return findings
