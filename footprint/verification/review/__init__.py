"""The review of a bundle: the nonconformity list, the reviewer's decision, and what has changed since the bundle before."""

from footprint.verification.review.decision import read_decision, read_decision_text
from footprint.verification.review.decision_schema import Decision
from footprint.verification.review.form import decision_form
from footprint.verification.review.nonconformities import Nonconformity
from footprint.verification.review.review import Review, review

__all__ = ["Decision", "Nonconformity", "Review", "decision_form", "read_decision", "read_decision_text", "review"]
