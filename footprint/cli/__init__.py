"""The command line: one file per command group; the only package that prints."""

from __future__ import annotations

from footprint.cli.main import main

__all__ = ["main"]
