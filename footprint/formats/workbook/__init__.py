"""Excel workbooks: the way enterprises deliver data. Export writes one from a product model, import reads it back."""

from __future__ import annotations

from footprint.formats.workbook.exporting import export_workbook
from footprint.formats.workbook.importing import Imported, import_workbook

__all__ = ["Imported", "export_workbook", "import_workbook"]
