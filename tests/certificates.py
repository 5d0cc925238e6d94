"""A verified cement for tests: the bundle of the tutorial, and a decision on it that leaves nothing open."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from footprint import pipeline
from footprint.verification.bundle import Bundle
from footprint.verification.keys import SigningKeys, generate_keys
from footprint.verification.review import Decision, Review, read_decision_text, review
from shared import REPOSITORY

__all__ = ["AT", "DECISION", "a_bundle", "a_decision", "a_review", "issuer_keys", "model_text"]

AT = datetime(2026, 3, 2, 8, 30, 15, tzinfo=UTC)
"""When certificates of tests are issued; the data of the tutorial are of 2025."""

DECISION = """\
footprint: decision/1
bundle: {bundle}
date: 2026-03-01
verifier:
  organisation: {{en: Example verification body, zh: 示例核查机构}}
  reviewer: Wang Wei
  independent_reviewer: Li Na
level_of_assurance: limited
materiality: 5 %
opinion: {opinion}
qualifications: {qualifications}
validity: {{until: 2027-12-31}}
nonconformities:
{nonconformities}
evidence:
{evidence}
"""


@cache
def model_text() -> str:
    """Give the product model of the tutorial."""
    page = (REPOSITORY / "docs/tutorials/verified-cement.md").read_text(encoding="utf-8")
    found = re.search(r'^```yaml title="cement-works.yaml"\n(.*?)^```', page, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


@cache
def a_bundle(*changes: tuple[str, str]) -> Bundle:
    """Request the bundle of the tutorial's model, or of one in which texts are replaced."""
    text = model_text()
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cement-works.yaml"
        path.write_text(text, encoding="utf-8")
        return pipeline.request(path, "iso-14067").bundle


@cache
def a_review(bundle: Bundle) -> Review:
    """Review a bundle without a decision."""
    return review(bundle, None, pipeline.calculate_with, at=AT.date())


def a_decision(bundle: Bundle | None = None, conclusion: str = "closed", **changes: Any) -> Decision:
    """Decide on a bundle: everything concluded, the evidence of the whole sampling plan seen; then change fields."""
    bundle = bundle or a_bundle()
    first = a_review(bundle)
    lines = [
        f"  - {{number: {line.number}, rule: {line.rule}, exchange: {line.exchange}, parameter: {line.parameter}, "
        f'conclusion: "{conclusion}", reason: Seen on site.}}'
        for line in first.nonconformities
    ]
    clean = conclusion == "closed"
    opinion = {"opinion": "unmodified" if clean else "modified", "qualifications": "[]" if clean else "[{en: Slag., zh: 矿渣。}]"}
    assert first.plan is not None
    seen = [f'  - {{input: "{item.name}", document: Records of the year.}}' for item in first.plan.sample]
    text = DECISION.format(bundle=bundle.sha256, nonconformities="\n".join(lines), evidence="\n".join(seen), **opinion)
    decision = read_decision_text(text, "decision.yaml")
    return decision.model_copy(update=changes) if changes else decision


@cache
def issuer_keys() -> SigningKeys:
    """Give the keys of the issuer."""
    return generate_keys("Example verification body", datetime(2026, 1, 1, tzinfo=UTC))
