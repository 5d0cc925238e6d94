"""Formats of others: workbooks, files of LCA programs, Brightway projects."""

from __future__ import annotations

__all__: list[str] = []
