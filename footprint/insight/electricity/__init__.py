"""Electricity: what a result would be with the average of the grid, or with the residual mix, in place of what is claimed."""

__all__: list[str] = []
