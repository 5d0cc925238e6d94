"""Many models, or many variants of models, computed as one batch: resumed where it was interrupted, checked by Brightway."""

from __future__ import annotations

from footprint.batch.planning import Options
from footprint.batch.report import BatchReport
from footprint.batch.running import run_batch

__all__ = ["BatchReport", "Options", "run_batch"]
