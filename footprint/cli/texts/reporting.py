"""Texts of report."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS"]

# key: (English, Chinese).
TEXTS: Mapping[str, tuple[str, str]] = {
    "report_no_folder": ("there is no such folder", "该文件夹不存在"),
}
