"""The table of contents: every stage in order.

read → check → evaluate → graph → allocate → link → compile → solve → prove → interpret → verify → certify
"""

from __future__ import annotations

from footprint.pipeline.calculation import calculate, calculate_with, check, difference, graph, library
from footprint.pipeline.explaining import electricity, envelope, levers, what_if
from footprint.pipeline.many import batch, radar
from footprint.pipeline.reporting import analyse, document_of, write_report
from footprint.pipeline.verification import algorithm_fingerprint, certify, request, review, verify

__all__ = [
    "algorithm_fingerprint",
    "analyse",
    "batch",
    "calculate",
    "calculate_with",
    "certify",
    "check",
    "difference",
    "document_of",
    "electricity",
    "envelope",
    "graph",
    "levers",
    "library",
    "radar",
    "request",
    "review",
    "verify",
    "what_if",
    "write_report",
]
