"""The study report as one page that works without a network: read, printed, sorted, unfolded, and taken apart into CSV and JSON."""

from footprint.report.page.assembly import page

__all__ = ["page"]
