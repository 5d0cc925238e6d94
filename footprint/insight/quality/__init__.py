"""Data quality of a result: what is stated, and beside it what metadata tell where nothing is stated."""

from footprint.insight.quality.quality import SCHEMA, Quality, Shares, quality
from footprint.insight.quality.ratings import INDICATORS, Rated, Rating, rate
from footprint.insight.quality.stated import data_quality, primary_data_share

__all__ = [
    "INDICATORS",
    "SCHEMA",
    "Quality",
    "Rated",
    "Rating",
    "Shares",
    "data_quality",
    "primary_data_share",
    "quality",
    "rate",
]
