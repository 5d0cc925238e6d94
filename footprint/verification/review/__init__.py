"""The review of a bundle: the nonconformity list, the reviewer's decision, and what has changed since the bundle before."""

from footprint.verification.review.decision import read_decision, read_decision_text
from footprint.verification.review.decision_schema import Decision

__all__ = ["Decision", "read_decision", "read_decision_text"]
