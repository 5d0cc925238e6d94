"""What worker processes need, loaded once in the process from which they are forked. Nothing is started by it."""

from __future__ import annotations

import pyarrow.compute
import pyarrow.parquet
import scipy.sparse.linalg

import footprint.batch.workers
import footprint.units.registry

__all__: list[str] = []

LOADED = (pyarrow.compute, pyarrow.parquet, scipy.sparse.linalg, footprint.batch.workers, footprint.units.registry)
