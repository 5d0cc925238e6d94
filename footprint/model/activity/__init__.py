"""Monthly activity tables: amounts per month become amounts over the period."""

from __future__ import annotations

from footprint.model.activity.reader import read_activities

__all__ = ["read_activities"]
