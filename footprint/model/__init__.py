"""What the user writes: the format of product models, their reader, and their evaluation."""

from __future__ import annotations

from footprint.model.evaluation import Evaluated, evaluate
from footprint.model.fields import DatasetReference
from footprint.model.reader import check_model, check_text, read, read_text
from footprint.model.schema import (
    Activity,
    Allocation,
    AvoidedProduct,
    Changes,
    Correlation,
    CrossCheck,
    CutOff,
    DataQualityRating,
    Exchange,
    FlowProperties,
    Name,
    Parameter,
    Period,
    Process,
    Producer,
    Product,
    ProductModel,
    Scenario,
    Section,
    Site,
    Source,
    Uncertainty,
)

__all__ = [
    "Activity",
    "Allocation",
    "AvoidedProduct",
    "Changes",
    "Correlation",
    "CrossCheck",
    "CutOff",
    "DataQualityRating",
    "DatasetReference",
    "Evaluated",
    "Exchange",
    "FlowProperties",
    "Name",
    "Parameter",
    "Period",
    "Process",
    "Producer",
    "Product",
    "ProductModel",
    "Scenario",
    "Section",
    "Site",
    "Source",
    "Uncertainty",
    "check_model",
    "check_text",
    "evaluate",
    "read",
    "read_text",
]
