"""The rules that a well-written model must keep: one function per rule."""

from __future__ import annotations

from footprint.errors import Finding
from footprint.model.evaluation.amounts import Evaluation
from footprint.model.rules import allocation, exchanges, figures, names, products, records
from footprint.model.schema import ProductModel

__all__ = ["RULES", "apply_rules"]

RULES = (*names.RULES, *products.RULES, *exchanges.RULES, *allocation.RULES, *figures.RULES, *records.RULES)


def apply_rules(model: ProductModel, numbers: Evaluation) -> list[Finding]:
    """Apply every rule to a model.

    Parameters
    ----------
    model
        The model.
    numbers
        Its parameters and amounts, as far as they could be evaluated; a rule passes over what is absent.
    """
    return [finding for rule in RULES for finding in rule(model, numbers)]
