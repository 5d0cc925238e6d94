"""The folder ../shared: published cases and figures that tests compare with, where it is present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["REPOSITORY", "SHARED", "needs_shared", "shared_folder"]

REPOSITORY = Path(__file__).resolve().parent.parent


def _find() -> Path | None:
    named = os.environ.get("FOOTPRINT_SHARED")
    candidates = [Path(named)] if named else [REPOSITORY.parent / "shared"]
    return next((path for path in candidates if (path / "cases").is_dir()), None)


SHARED = _find()
needs_shared = pytest.mark.skipif(SHARED is None, reason="the folder ../shared is absent")


def shared_folder() -> Path:
    """Give the folder, or skip the test that asks for it."""
    if SHARED is None:
        pytest.skip("the folder ../shared is absent")
    return SHARED
