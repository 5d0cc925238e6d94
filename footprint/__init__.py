"""Product carbon footprints from a model file: computed with Brightway, proved, and traceable to the origin of every number.

>>> import footprint as fp
>>> model = fp.read("product_models/pet.yaml")     # doctest: +SKIP
>>> result = fp.calculate(model)                   # doctest: +SKIP

Importing this package does no work: each name is loaded from its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from footprint.engine import Footprint
    from footprint.errors import Finding, FootprintError, ProblemsFound
    from footprint.insight import contributions
    from footprint.insight.explanation import explain
    from footprint.insight.quality import quality
    from footprint.insight.uncertainty import compare, uncertainty
    from footprint.model import ProductModel, read
    from footprint.pipeline import calculate, check, difference, graph, levers, what_if, write_report
    from footprint.report.notebook import show

__all__ = [
    "Finding",
    "Footprint",
    "FootprintError",
    "ProblemsFound",
    "ProductModel",
    "__version__",
    "calculate",
    "check",
    "compare",
    "contributions",
    "difference",
    "explain",
    "graph",
    "levers",
    "quality",
    "read",
    "show",
    "uncertainty",
    "what_if",
    "write_report",
]

__version__ = "0.1.0"

_HOME = {
    "Finding": "footprint.errors",
    "Footprint": "footprint.engine",
    "FootprintError": "footprint.errors",
    "ProblemsFound": "footprint.errors",
    "ProductModel": "footprint.model",
    "calculate": "footprint.pipeline",
    "check": "footprint.pipeline",
    "compare": "footprint.insight.uncertainty",
    "contributions": "footprint.insight",
    "difference": "footprint.pipeline",
    "explain": "footprint.insight.explanation",
    "graph": "footprint.pipeline",
    "levers": "footprint.pipeline",
    "quality": "footprint.insight.quality",
    "read": "footprint.model",
    "show": "footprint.report.notebook",
    "uncertainty": "footprint.insight.uncertainty",
    "what_if": "footprint.pipeline",
    "write_report": "footprint.pipeline",
}


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
