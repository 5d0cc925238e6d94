"""A study report as PDF: typeset by typst from a fixed source, with the figures as vector drawings."""

from footprint.report.pdf.document import pdf

__all__ = ["pdf"]
