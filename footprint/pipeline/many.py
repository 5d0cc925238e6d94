"""Many models, many variants, and what new inventories do to issued results."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.pipeline.calculation import calculate_with

if TYPE_CHECKING:
    from footprint.batch import BatchReport, Options
    from footprint.batch.radar import RadarReport
    from footprint.batch.running import Progress

__all__ = ["batch", "radar"]


def batch(paths: Sequence[str], output: str | Path, options: Options | None = None, progress: Progress | None = None) -> BatchReport:
    """Compute many models, or many variants of models, into one file; see `footprint.batch.run_batch`."""
    from footprint.batch import Options, run_batch

    return run_batch(paths, output, calculate_with, options or Options(), progress)


def radar(against: str | os.PathLike[str], **options: Any) -> RadarReport:
    """Score issued results again with inventories of today; see `footprint.batch.radar.run_radar`."""
    from footprint.batch.radar import run_radar

    return run_radar(against, calculate_with, **options)
