"""A guard against hangs. Tests measure nothing: how long things take is the business of `benchmarks/`."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

__all__ = ["ends"]

PATIENCE = 60.0
"""Seconds of processor time; far beyond what anything takes, far below what a hang would."""


@contextlib.contextmanager
def ends() -> Iterator[None]:
    """Fail where the block takes so much processor time that it would count as hanging."""
    started = time.process_time()
    yield
    assert time.process_time() - started < PATIENCE, "this takes far too long"
