"""Insight: contributions and data quality of a result."""

from footprint.insight.contributions import contributions
from footprint.insight.quality import data_quality, primary_data_share

__all__ = ["contributions", "data_quality", "primary_data_share"]
