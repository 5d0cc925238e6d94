"""The statement that follows from a review and a decision."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from footprint.engine import Footprint
from footprint.errors import Finding
from footprint.verification.certificate.refusals import Case
from footprint.verification.moments import moment_text
from footprint.verification.party import party_of
from footprint.verification.review import Decision, Review
from footprint.verification.statement import SCHEMA, Statement, read_statement

__all__ = ["CONTRIBUTIONS", "make_statement"]

CONTRIBUTIONS = 40
"""How many contributions a statement lists one by one, largest first."""

_NOT_ASSESSED = {"en": "no uncertainty analysis was carried out", "zh": "未开展不确定性分析"}


def make_statement(
    case: Case, number: str, issuer: Mapping[str, Any], at: datetime, lifted: Sequence[Finding], *, demonstration: bool
) -> Statement:
    """Make the statement.

    Parameters
    ----------
    case
        Review and decision, in which nothing stands against a statement, or which is a demonstration.
    number
        From the register.
    issuer
        As the keys give it.
    at
        Time of issue.
    lifted
        What stands against it but for the demonstration.
    demonstration
        Whether it is one.

    Raises
    ------
    NotAStatement
        Something does not fit; a defect, for the grounds of refusal were asked before.
    """
    review, decision = case.review, case.decision
    made = review.recomputation.result
    model, manifest = made.model, review.bundle.manifest
    assert case.valid_until is not None
    starts = at
    if decision.validity is not None and decision.validity.start is not None:
        starts = max(at, datetime.combine(decision.validity.start, time(), UTC))
    statement = {
        "schema": SCHEMA,
        "number": number,
        "demonstration": demonstration,
        "lifted": [{"code": finding.code, "message": {"en": finding.message("en"), "zh": finding.message("zh")}} for finding in lifted],
        "issued": moment_text(at),
        "valid_from": moment_text(starts),
        "valid_until": moment_text(datetime.combine(case.valid_until, time(23, 59, 59), UTC)),
        "issuer": dict(issuer),
        "verifier": {
            "organisation": decision.verifier.organisation.model_dump(exclude_none=True) if decision.verifier.organisation else None,
            "accreditation": decision.verifier.accreditation,
            "reviewer": decision.verifier.reviewer,
            "independent_reviewer": decision.verifier.independent_reviewer,
        },
        "responsible_party": party_of(model),
        "product": {
            "name": model.product.name.model_dump(exclude_none=True),
            "declared_unit": review.bundle.result["declared_unit"],
            "identifiers": dict(model.product.identifiers),
            "version": model.product.version,
        },
        "model": {"sha256": review.bundle.result["model"]["sha256"], "status": model.status},
        "period": {"start": model.period.start.isoformat(), "end": model.period.end.isoformat()},
        "boundary": model.boundary,
        "method": {"name": model.method, "sha256": made.provenance["method"]},
        "criteria": [_criterion(review)],
        "result": _result(review, made),
        "level_of_assurance": decision.level_of_assurance,
        "materiality": decision.materiality_share,
        "opinion": decision.opinion,
        "qualifications": [item.model_dump(exclude_none=True) for item in decision.qualifications if item.text()],
        "procedures": _procedures(review, decision),
        "nonconformities": {
            "closed": review.counts["closed"],
            "closed_not_satisfied": review.counts["closed, not satisfied"],
            "open": review.counts["open"],
            "not_satisfied_rules": list(review.not_satisfied_rules),
        },
        "bundle": {
            "manifest_sha256": review.bundle.manifest_sha256,
            "file_sha256": review.bundle.sha256,
            "disclosure": "committed" if review.bundle.committed else "full",
        },
        "algorithm_fingerprint": manifest["algorithm_fingerprint"],
        "software": {str(name): str(version) for name, version in made.provenance["engine"].items()},
        "supersedes": decision.supersedes,
    }
    return read_statement(statement)


def _procedures(review: Review, decision: Decision) -> dict[str, Any]:
    """Disclose sampling, single sources, visits, and what no rule could assess."""
    plan = review.plan
    assert plan is not None
    return {
        "sample": {
            "inputs": len(plan.sample) + len(plan.unseen),
            "planned": len(plan.sample),
            "seen": len(plan.sample) - len(review.unseen),
            "threshold": float(plan.threshold),
            "bound": float(plan.bound) if math.isfinite(plan.bound) else None,
        },
        "single_sources": list(review.disclosed_sources),
        "site_visits": [{"place": visit.place, "date": visit.date.isoformat()} for visit in decision.site_visits],
        "conservative": [value.parameter for value in decision.conservative],
        "not_assessable": sorted({outcome.rule for outcome in review.outcomes if outcome.status == "not assessable"}),
    }


def _criterion(review: Review) -> dict[str, Any]:
    profile = review.profile
    return {"id": profile.id, "title": dict(profile.title), "version": profile.version, "sha256": profile.sha256}


def _result(review: Review, made: Footprint) -> dict[str, Any]:
    """Take the numbers as the bundle states them; the recomputation agreed with them."""
    result = review.bundle.result
    name = review.profile.headline
    ranked = sorted(result["contributions"], key=lambda entry: (-abs(entry["value"]), entry["exchange"]))
    rest = ranked[CONTRIBUTIONS:]
    quality = result["data_quality"]
    return {
        "headline": {"sum": name, "value": result["sums"][name], "unit": result["total"]["unit"]},
        "sums": dict(result["sums"]),
        "categories": dict(result["categories"]),
        "of_which": dict(result["of_which"]),
        "parts_of": result["total"]["sum"],
        "stages": [dict(stage) for stage in result["stages"]],
        "biogenic_carbon_content": result["biogenic_carbon_content"],
        "contributions": [{key: entry[key] for key in ("exchange", "provider", "value", "share")} for entry in ranked[:CONTRIBUTIONS]],
        "remaining": {"count": len(rest), "value": float(sum(entry["value"] for entry in rest))},
        "cut_offs": [{key: cut[key] for key in ("exchange", "why", "value")} for cut in result["cut_offs"]],
        "numerical_error": result["numerical_error"],
        "uncertainty": None,
        "data_quality": {key: quality.get(key) for key in ("technology", "geography", "time", "precision", "rated_share")},
        "primary_data_share": result["primary_data_share"],
        "reasons": {"uncertainty": _NOT_ASSESSED, **{path: dict(why) for path, why in sorted(made.reasons.items())}},
    }
