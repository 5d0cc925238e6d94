"""How a review looks on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from footprint.cli.tables import columns, facts
from footprint.cli.texts import say
from footprint.errors import Language, Severity
from footprint.report.rounding import number

if TYPE_CHECKING:
    from footprint.verification.review import Review

__all__ = ["in_full", "outcome"]

_STATUSES = ("pass", "fail", "warn", "not assessable", "not applicable")
_SHOWN_CHANGES = 30
_SHOWN_TEXT = 320


def in_full(review: Review, lang: Language) -> Group:
    """Give everything about a review but the sampling plan's own text."""
    parts: list[RenderableType] = [_facts(review, lang)]
    for heading, table in (
        ("review_nonconformities", _nonconformities(review, lang)),
        ("review_observations", _observations(review, lang)),
        ("review_changes", _changes(review, lang)),
        ("review_differences", _differences(review, lang)),
        ("review_sample", _sample(review, lang)),
    ):
        if table is not None:
            parts += ["", Text(say(heading, lang), style="bold"), table]
    return Group(*parts)


def outcome(review: Review, lang: Language) -> Iterator[str]:
    """Say line by line what is still to be done; one line where it is nothing."""
    comma = say("comma", lang)
    if not review.recomputation.agrees:
        yield say("review_not_reproduced", lang)
    if any(finding.severity is Severity.ERROR for finding in review.published):
        yield say("review_not_published", lang)
    if review.decision is not None and not review.for_this_bundle:
        yield say("review_other_bundle", lang)
    if review.open:
        yield say("review_open", lang, count=len(review.open), numbers=comma.join(str(line.number) for line in review.open))
    proposed = [str(line.number) for line in review.nonconformities if line.proposed_closed]
    if proposed:
        yield say("review_proposed", lang, numbers=comma.join(proposed))
    again = [str(line.number) for line in review.nonconformities if line.still_found]
    if again:
        yield say("review_found_again", lang, numbers=comma.join(again))
    for key, names in (
        ("review_unexplained", [change.parameter for change in review.unexplained]),
        ("review_conservative", [value.parameter for value in review.conservative_missing]),
        ("review_unseen", list(review.unseen)),
    ):
        if names:
            shown = comma.join(names[:5]) + (" ..." if len(names) > 5 else "")
            yield say(key, lang, count=len(names), names=shown)
    if review.good:
        yield say("review_good", lang)


def _facts(review: Review, lang: Language) -> RenderableType:
    bundle, result, plan = review.bundle, review.recomputation.result, review.plan
    statuses = [one.status for one in review.outcomes]
    rules = say("comma", lang).join(
        say(f"review_{status.replace(' ', '_')}", lang, count=statuses.count(status)) for status in _STATUSES if status in statuses
    )
    value = result.sums[review.profile.headline]
    total = say("review_unknown", lang) if value is None else f"{number(value)} kg CO2e / {result.model.product.declared_unit}"
    return facts(
        [
            (say("review_product", lang), result.model.product.name.text(lang)),
            (say("review_bundle", lang), bundle.sha256),
            (
                say("review_profile", lang),
                f"{review.profile.title[lang]} ({review.profile.id} {review.profile.version}{_own(review, lang)})",
            ),
            (say("review_total", lang), f"{total} ({say(review.profile.headline, lang)})"),
            (say("review_reproduced", lang), say("review_agrees" if review.recomputation.agrees else "review_differs", lang)),
            (say("review_rules", lang), rules),
            (
                say("review_plan", lang),
                None
                if plan is None
                else say(
                    "review_plan_said",
                    lang,
                    seen=len(plan.sample),
                    all=len(plan.sample) + len(plan.unseen),
                    bound=f"{plan.bound:.4g}",
                    threshold=f"{plan.threshold:.4g}",
                    materiality=f"{100 * plan.materiality:g} %{_assumed(review, lang)}",
                ),
            ),
        ]
    )


def _own(review: Review, lang: Language) -> str:
    """Say of the rules that they are not those of a profile that ships: the requester chose them, under whatever title."""
    from footprint.verification.profile import is_shipped

    return "" if is_shipped(review.profile) else say("review_own_profile", lang)


def _assumed(review: Review, lang: Language) -> str:
    """Say of the threshold that nobody has set it yet."""
    stated = review.decision is not None and review.decision.materiality is not None
    return "" if stated else say("review_assumed", lang)


def _short(text: str) -> str:
    """Cut what would fill the screen; lists and JSON have it whole."""
    return text if len(text) <= _SHOWN_TEXT else f"{text[:_SHOWN_TEXT].rstrip()} ..."


def _nonconformities(review: Review, lang: Language) -> RenderableType | None:
    from footprint.verification.review.decision_schema import CONCLUSIONS
    from footprint.verification.review.lists import category_name

    if not review.nonconformities:
        return None
    heads = [say(f"review_{name}", lang) for name in ("number", "category", "conclusion", "parameter", "description")]
    table = columns(heads, [], prose=heads[4:])
    for line in review.nonconformities:
        conclusion = CONCLUSIONS[line.conclusion][lang == "zh"]
        standing = say(f"review_{line.standing}", lang) if line.standing in ("new", "vanished") else ""
        shown = f"{conclusion} ({standing})" if standing else conclusion
        table.add_row(str(line.number), category_name(line.category, lang), shown, line.subject, _short(line.description[lang]))
    return table


def _observations(review: Review, lang: Language) -> RenderableType | None:
    """Give what is no nonconformity and still worth a look: warnings, and what could not be assessed and would only warn."""
    from footprint.verification.review.lists import category_name

    listed = {(line.rule, line.exchange) for line in review.nonconformities}
    rows = [one for one in review.outcomes if one.status in ("warn", "not assessable") and (one.rule, one.exchange) not in listed]
    if not rows:
        return None
    heads = [say(f"review_{name}", lang) for name in ("rule", "outcome", "category", "description")]
    table = columns(heads, [], prose=heads[3:])
    for one in rows:
        table.add_row(
            one.rule, say(f"review_{one.status.replace(' ', '_')}_one", lang), category_name(one.category, lang), one.message[lang]
        )
    return table


def _changes(review: Review, lang: Language) -> RenderableType | None:
    if not review.changes:
        return None
    heads = [say(f"review_{name}", lang) for name in ("number", "parameter", "before", "after", "reason")]
    table = columns(heads, [], prose=heads[2:])
    for change in review.changes[:_SHOWN_CHANGES]:
        table.add_row(
            str(change.number or ""), change.parameter, change.before, change.after, change.reason or say("review_no_reason", lang)
        )
    if len(review.changes) > _SHOWN_CHANGES:
        table.add_row("", say("review_more", lang, count=len(review.changes) - _SHOWN_CHANGES), "", "", "")
    return table


def _differences(review: Review, lang: Language) -> RenderableType | None:
    differences = review.recomputation.differences
    if review.recomputation.agrees:
        return None
    heads = [say(f"review_{name}", lang) for name in ("value", "stated", "recomputed")]
    table = columns(heads, [])
    if not review.recomputation.datapackage_equal:
        table.add_row("datapackage.zip", "", say("review_differs", lang))
    for one in differences:
        table.add_row(one.name, str(one.stated), str(one.recomputed))
    return table


def _sample(review: Review, lang: Language) -> RenderableType | None:
    if review.plan is None or not review.plan.sample:
        return None
    seen = {item.input: item.document for item in review.decision.evidence if item.document} if review.decision else {}
    heads = [say(f"review_{name}", lang) for name in ("input", "stated", "range", "effect", "evidence")]
    table = columns(heads[:1], heads[1:4], heads[4:], prose=heads[4:])
    for item in review.plan.sample:
        effect = say("review_unknown", lang) if item.effect is None else f"{number(item.effect)} kg CO2e"
        span = f"{number(item.low)} – {number(item.high)}"
        table.add_row(item.name, f"{number(item.value)} {item.unit}", span, effect, seen.get(item.name, ""))
    return table
