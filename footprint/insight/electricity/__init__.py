"""Electricity: what a result would be with the average of the grid, or with the residual mix, in place of what is claimed."""

from footprint.insight.electricity.sensitivity import RUN_TITLES, ClaimedUse, GridSensitivity, MixRun, grid_sensitivity

__all__ = ["RUN_TITLES", "ClaimedUse", "GridSensitivity", "MixRun", "grid_sensitivity"]
