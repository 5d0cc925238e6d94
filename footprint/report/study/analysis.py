"""Everything that a study report is made from, in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from footprint.engine.result import Footprint
from footprint.errors import FootprintError, Language
from footprint.insight.allocation_envelope import Envelope
from footprint.insight.electricity import GridSensitivity
from footprint.insight.explanation import Explanation, explain
from footprint.insight.levers import Levers
from footprint.insight.quality import Quality, quality
from footprint.insight.scenarios import WhatIf
from footprint.insight.uncertainty import Uncertainty, uncertainty
from footprint.insight.uncertainty.uncertainty import DRAWS, SEED
from footprint.inventory import Library
from footprint.report.study.document import Text
from footprint.verification.profile import Profile
from footprint.verification.rules import Case, Outcome, assess

__all__ = ["Analysis", "analysis", "said"]


@dataclass(frozen=True, eq=False)
class Analysis:
    """A footprint with everything that was found out about it.

    Parameters
    ----------
    result
        What is reported.
    library
        Where its packages are found: names of flows and of proxies come from there.
    explanation
        Contributions, tree, paths and sensitivities.
    uncertainty, quality
        ``None`` where they could not be computed.
    what_if, electricity, envelope, levers
        Scenarios of the model, average electricity in place of contracts, other keys of allocation, and what reduces the footprint;
        ``None`` where they were not computed.
    profile, outcomes
        The rule profile, and what its rules found.
    missing
        Why an analysis is missing, by its field.
    """

    result: Footprint
    library: Library
    explanation: Explanation
    uncertainty: Uncertainty | None = None
    quality: Quality | None = None
    what_if: WhatIf | None = None
    electricity: GridSensitivity | None = None
    envelope: Envelope | None = None
    levers: Levers | None = None
    profile: Profile | None = None
    outcomes: tuple[Outcome, ...] = ()
    missing: Mapping[str, Text] = field(default_factory=dict)

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the result and the analyses as plain data, as ``run --json`` and ``explain --json`` print them.

        Analyses that are missing are left out; ``missing`` says why.
        """
        parts = {name: getattr(self, name) for name in ("uncertainty", "quality", "what_if", "electricity", "envelope", "levers")}
        return {
            "result": self.result.as_dict(lang),
            "explanation": self.explanation.as_dict(lang),
            **{name: part.as_dict(lang) for name, part in parts.items() if part is not None},
            **(
                {"profile": {"id": self.profile.id, "version": self.profile.version, "sha256": self.profile.sha256}} if self.profile else {}
            ),
            **({"outcomes": [outcome.as_dict(lang) for outcome in self.outcomes]} if self.profile else {}),
            "missing": {name: why.text(lang) for name, why in sorted(self.missing.items())},
        }


def analysis(
    result: Footprint,
    library: Library,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    profile: Profile | None = None,
    **more: Any,
) -> Analysis:
    """Analyse a footprint for a report; what cannot be computed is missing with its reason and never stops the report.

    Parameters
    ----------
    result
        Of a calculation.
    library
        Where its packages are found.
    draws, seed
        Of the uncertainty; with ``draws=0`` it is left out.
    profile
        The rule profile whose rules are applied.
    more
        The other fields of `Analysis`: ``what_if``, ``electricity``, ``envelope``, ``levers``.
    """
    missing: dict[str, Text] = dict(more.pop("missing", {}))
    uncertain = None
    if draws:
        try:
            uncertain = uncertainty(result, library, draws=draws, seed=seed)
        except FootprintError as error:
            missing["uncertainty"] = said(error)
    else:
        missing["uncertainty"] = Text("It was not asked for.", "未要求进行该项分析。")
    rated = quality(result, library)
    outcomes: tuple[Outcome, ...] = ()
    if profile is None:
        missing["profile"] = Text("No rule profile was named.", "未指定规则集。")
    else:
        outcomes = assess(Case(result.model, result, result.findings, library=library), profile)
    return Analysis(result, library, explain(result), uncertain, rated, profile=profile, outcomes=outcomes, missing=missing, **more)


def said(error: FootprintError) -> Text:
    """Give the message of an error in both languages."""
    finding = error.finding
    return Text(finding.message("en"), finding.message("zh"))
