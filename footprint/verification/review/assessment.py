"""The rules of a bundle's own profile, applied to its recomputed result with its own records and no others."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Sequence
from pathlib import Path

from footprint.engine import Footprint
from footprint.inventory.source import DatasetSource
from footprint.verification.bundle import Bundle
from footprint.verification.bundle.library import bundle_library
from footprint.verification.profile import Profile, read_profile_text
from footprint.verification.review.decision_schema import Decision
from footprint.verification.rules import Case, Outcome, assess

__all__ = ["assess_bundle"]


def assess_bundle(
    bundle: Bundle,
    result: Footprint,
    decision: Decision | None = None,
    *,
    others: Sequence[Footprint] = (),
    at: datetime.date | None = None,
    sources: Sequence[DatasetSource] = (),
) -> tuple[Profile, tuple[Outcome, ...]]:
    """Apply the rules of the bundle's profile.

    Parameters
    ----------
    bundle
        The bundle.
    result
        Its recomputed result.
    decision
        The reviewer's decision so far, for its materiality.
    others
        Footprints of other models of the same product, to compare with.
    at
        Day for which validity is judged; that of the decision by default.
    sources
        A Brightway project with databases that are only committed.

    Returns
    -------
    (Profile, tuple of Outcome)
        The profile as the bundle holds it, and at least one outcome of every rule.
    """
    profile = read_profile_text(bundle.profile_text, "profile.yaml")
    day = at or (decision.date if decision else None)
    with tempfile.TemporaryDirectory(prefix="footprint-") as made:
        folder = Path(made).resolve()
        bundle.extract(folder)
        library = bundle_library(folder, (), sources)
        case = Case(result.model, result, result.findings, decision, tuple(others), library, day)
        return profile, assess(case, profile)
