"""The lists of a review as tables and as plain data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from footprint.errors import Language
from footprint.verification.review.decision_schema import CONCLUSIONS
from footprint.verification.review.review import Review
from footprint.verification.rules import CATEGORIES

__all__ = ["CHANGE_HEADS", "NONCONFORMITY_HEADS", "SCHEMA", "category_name", "changes_csv", "nonconformities_csv", "review_as_dict"]

SCHEMA = "footprint/review/1"

NONCONFORMITY_HEADS: tuple[tuple[str, str], ...] = (
    ("Number", "序号"),
    ("Category", "类别"),
    ("Description", "不符合项描述"),
    ("Parameter", "涉及参数"),
    ("Cause", "原因"),
    ("Corrective action", "整改措施"),
    ("Conclusion", "核查结论"),
    ("Before", "整改前"),
    ("After", "整改后"),
    ("Reason", "结论理由"),
    ("Rule", "规则"),
)
"""Headings of the nonconformity list: the seven columns of the guide, then what goes beyond it."""

CHANGE_HEADS: tuple[tuple[str, str], ...] = (
    ("Parameter", "参数"),
    ("Before", "变更前"),
    ("After", "变更后"),
    ("Reason", "理由"),
    ("Nonconformity", "不符合项"),
)


def nonconformities_csv(review: Review, lang: Language) -> str:
    """Give the nonconformity list as CSV for spreadsheets.

    Parameters
    ----------
    review
        The review.
    lang
        Language of headings, categories, conclusions and of what the rules say.

    Returns
    -------
    str
        With a byte order mark, without which Excel reads Chinese in UTF-8 wrongly; a cell that a spreadsheet would take for a formula
        begins with an apostrophe.
    """
    column = lang == "zh"
    rows = (
        (
            line.number,
            category_name(line.category, lang),
            line.description[lang],
            line.subject,
            line.cause,
            line.corrective_action,
            CONCLUSIONS[line.conclusion][column],
            line.before,
            line.after,
            line.reason,
            line.rule,
        )
        for line in review.nonconformities
    )
    return _table([head[column] for head in NONCONFORMITY_HEADS], rows)


def category_name(category: str, lang: Language) -> str:
    """Name a category of the nonconformity list."""
    return next((names[lang] for name, names in CATEGORIES.items() if name == category), category)


def changes_csv(review: Review, lang: Language) -> str:
    """Give what differs from the bundle before as CSV, as `nonconformities_csv` does."""
    rows = ((change.parameter, change.before, change.after, change.reason, change.number or "") for change in review.changes)
    return _table([head[lang == "zh"] for head in CHANGE_HEADS], rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + written.getvalue()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def review_as_dict(review: Review, lang: Language | None = None) -> dict[str, Any]:
    """Give a review as plain data (``footprint/review/1``).

    Parameters
    ----------
    review
        The review.
    lang
        Language of messages; both without it.
    """
    decision, plan = review.decision, review.plan
    return {
        "schema": SCHEMA,
        "good": review.good,
        "bundle": {"sha256": review.bundle.sha256, "manifest_sha256": review.bundle.manifest_sha256},
        "decision": None if decision is None else {"bundle": decision.bundle, "for_this_bundle": review.for_this_bundle},
        "profile": {"id": review.profile.id, "version": review.profile.version, "sha256": review.profile.sha256},
        "recomputation": {
            "agrees": review.recomputation.agrees,
            "datapackage_equal": review.recomputation.datapackage_equal,
            "differences": [
                {"name": one.name, "stated": one.stated, "recomputed": one.recomputed, "tolerance": one.tolerance}
                for one in review.recomputation.differences
            ],
        },
        "published": [finding.as_dict(lang or "en") for finding in review.published],
        "counts": review.counts,
        "nonconformities": [line.as_dict(lang) for line in review.nonconformities],
        "outcomes": [outcome.as_dict(lang) for outcome in review.outcomes],
        "changes": [change.as_dict() for change in review.changes],
        "unexplained_changes": [change.parameter for change in review.unexplained],
        "conservative_missing": [value.parameter for value in review.conservative_missing],
        "evidence_missing": list(review.unseen),
        "single_sources": list(review.single_sources),
        "sources_apart": [text for text in review.disclosed_sources if text not in review.single_sources],
        "sampling_plan": None if plan is None else plan.as_dict(lang),
        "findings": [finding.as_dict(lang or "en") for finding in review.findings],
    }
