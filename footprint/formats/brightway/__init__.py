"""Brightway: the linked supply chain of a model as a Brightway database, in a project or as an Excel file."""

from __future__ import annotations

from footprint.formats.brightway.content import BrightwayExport, brightway_export
from footprint.formats.brightway.excel import excel_bytes
from footprint.formats.brightway.project import write_to_project

__all__ = ["BrightwayExport", "brightway_export", "excel_bytes", "write_to_project"]
