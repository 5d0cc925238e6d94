"""Parameters and formulas become amounts with units: once for the dimensions, once for the values."""

from __future__ import annotations

from footprint.model.evaluation.amounts import Evaluated, evaluate, examine
from footprint.model.evaluation.parameters import Parameters, order_of_evaluation

__all__ = ["Evaluated", "Parameters", "evaluate", "examine", "order_of_evaluation"]
