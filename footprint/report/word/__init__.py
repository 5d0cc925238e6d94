"""A study report as a Word document: headings, captions and tables that can be edited."""

from footprint.report.word.document import word

__all__ = ["word"]
