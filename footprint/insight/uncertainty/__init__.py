"""How sure a footprint is: distributions, correlated draws, Monte Carlo and first-order variance, two products compared."""

from footprint.insight.uncertainty.comparison import Comparison, compare
from footprint.insight.uncertainty.distributions import Distribution, covariance
from footprint.insight.uncertainty.first_order import FirstOrder, first_order, slopes
from footprint.insight.uncertainty.inputs import UncertainInput, uncertain_inputs
from footprint.insight.uncertainty.sampling import Failed
from footprint.insight.uncertainty.statistics import Statistics, statistics
from footprint.insight.uncertainty.uncertainty import SCHEMA, Influence, Uncertainty, uncertainty

__all__ = [
    "SCHEMA",
    "Comparison",
    "Distribution",
    "Failed",
    "FirstOrder",
    "Influence",
    "Statistics",
    "UncertainInput",
    "Uncertainty",
    "compare",
    "covariance",
    "first_order",
    "slopes",
    "statistics",
    "uncertain_inputs",
    "uncertainty",
]
