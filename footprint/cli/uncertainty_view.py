"""Uncertainty and data quality as people read them; what is derived is named as derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from footprint.cli.tables import columns, facts
from footprint.cli.texts import say
from footprint.errors import Language
from footprint.report.rounding import number, percent

if TYPE_CHECKING:
    from footprint.insight.quality import Quality
    from footprint.insight.uncertainty import Uncertainty

__all__ = ["draw_quality", "draw_uncertainty"]

INDICATORS = ("technology", "geography", "time", "precision")
SHARES = ("primary", "primary_amount", "proxy", "assumed", "unstated", "demo")


def draw_uncertainty(found: Uncertainty, lang: Language, top: int) -> list[RenderableType]:
    """Draw the range of a result and what makes it uncertain; at most `top` rows of the latter."""
    seen, linear = found.statistics, found.first_order
    low, high = number(seen.percentile(2.5)), number(seen.percentile(97.5))
    head: list[tuple[str, RenderableType | None]] = [
        (say("uncertain_range", lang), Text(say("uncertain_between", lang, low=low, high=high), style="bold")),
        (say("uncertain_median", lang), f"{number(seen.percentile(50.0))}, {number(seen.mean)}"),
        (say("uncertain_sd", lang), number(seen.sd)),
    ]
    if linear is not None:
        head.append((say("uncertain_linear", lang), say("uncertain_linear_value", lang, mean=number(linear.mean), sd=number(linear.sd))))
    elif found.why_not is not None:
        head.append((say("uncertain_linear", lang), found.why_not.finding.message(lang)))
    error = number(seen.mean_error)
    head.append((say("uncertain_draws", lang), say("uncertain_draws_value", lang, draws=found.draws, seed=found.seed, error=error)))
    for cause in found.failed:
        head.append((say("uncertain_failed", lang), f"{cause.count}: {cause.finding.line(lang)}"))
    if found.derived_share is not None:
        share = percent(found.derived_share)
        head.append((say("uncertain_derived", lang), say("uncertain_derived_value", lang, share=share)))
    for names in found.correlated:
        head.append((say("uncertain_correlated", lang), ", ".join(names)))
    heads = [say(f"uncertain_{key}", lang) for key in ("input", "share", "low", "high", "origin")]
    drawn = columns(heads[:1], heads[1:4], heads[4:])
    for entry in found.influences[:top]:
        origin = f"{entry.input.distribution.kind}, {say(f'origin_{entry.input.origin}', lang)}"
        ends = ("–" if end is None else number(end) for end in (entry.low, entry.high))
        drawn.add_row(entry.name, "–" if entry.share is None else percent(entry.share), *ends, origin)
    rest = found.influences[top:]
    if rest:
        name = say("explain_rest_one", lang) if len(rest) == 1 else say("explain_rest", lang, count=len(rest))
        drawn.add_row(name, percent(sum(entry.share or 0.0 for entry in rest)), "", "", "")
    return [facts(head), "", drawn] if found.linear is not False else [facts(head), "", drawn, say("uncertain_curved", lang)]


def draw_quality(found: Quality, lang: Language, top: int) -> list[RenderableType]:
    """Draw data quality as a whole, and of the `top` largest exchanges."""
    means = columns([say("quality_indicator", lang)], [say("quality_mean", lang), say("quality_derived", lang)])
    for name in INDICATORS:
        mean = found.means[name]
        means.add_row(say(f"quality_{name}", lang), "–" if mean is None else f"{mean:.2f}", percent(found.derived[name]))
    shares = columns([say("quality_share", lang)], ["%"])
    for name in SHARES:
        shares.add_row(say(f"quality_{name}", lang), percent(getattr(found.shares, name)))
    for provider, share in found.inherited.items():
        shares.add_row(say("quality_inherited", lang, provider=provider), percent(share))
    exchanges = columns([say("quality_exchange", lang)], ["%", *(say(f"quality_{name}", lang) for name in INDICATORS)])
    for rated, leaf in found.rated[:top]:
        scores = []
        for name in INDICATORS:
            rating = rated.worst(name)
            scores.append("–" if rating is None else f"{rating.value:g}{'*' if rating.origin == 'derived' else ''}")
        exchanges.add_row(rated.exchange, percent(leaf.share), *scores)
    return [means, "", shares, "", exchanges, say("quality_note", lang)]
