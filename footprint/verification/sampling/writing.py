"""Sampling plans as plain data, as a table and as text."""

from __future__ import annotations

import csv
import io
from typing import Any

from footprint.errors import Language
from footprint.verification.sampling.plan import SCHEMA, UNIT, PlannedInput, SamplingPlan
from footprint.verification.sampling.wording import ACTIONS, HEADS, LIMITS, SENTENCES

__all__ = ["as_csv", "as_dict", "as_text", "sentences"]


def as_dict(plan: SamplingPlan, lang: Language | None) -> dict[str, Any]:
    """Give a plan as plain data, as JSON holds it.

    Parameters
    ----------
    plan
        The plan.
    lang
        Language of the texts; both, as mappings, where it is not given.
    """
    statements: Any = sentences(plan, lang) if lang else {"en": sentences(plan, "en"), "zh": sentences(plan, "zh")}
    return {
        "schema": SCHEMA,
        "product": {"name": dict(plan.product)},
        "declared_unit": plan.declared_unit,
        "model": {"sha256": plan.model_sha256},
        "total": {"value": plan.total, "unit": UNIT, "sum": plan.sum},
        "materiality": plan.materiality,
        "threshold": plan.threshold,
        "coverage": plan.coverage,
        "floors": dict(plan.floors.by_kind),
        "floors_assumed": list(plan.floors.assumed),
        "bound": {"value": plan.bound, "low": plan.low, "high": plan.high, "numerical_error": plan.numerical_error},
        "proof": {"at_least": plan.at_least, "minimal": plan.minimal, "needed": len(plan.needed), "shortest": plan.shortest},
        "statements": statements,
        "sample": [_input(entry, plan, lang) for entry in plan.sample],
        "unseen": [_input(entry, plan, lang) for entry in plan.unseen],
        "fixed": [_input(entry, plan, lang) for entry in plan.fixed],
        "stated_as_zero": list(plan.zero),
        "omitted": {
            "value": plan.omitted.value,
            "share": plan.omitted.share,
            "without_proxy": list(plan.omitted.without_proxy),
            "free_of_burden": list(plan.omitted.free_of_burden),
        },
    }


def as_csv(plan: SamplingPlan, lang: Language) -> str:
    """Give the list as CSV with one row per input; cells that a spreadsheet would take for a formula begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([head[lang] for head in HEADS.values()])
    for number, entry in enumerate(plan.sample, 1):
        visit = entry.visit
        assert visit is not None, "what is on the list has a visit"
        row = [
            number,
            entry.name,
            visit.function[lang],
            f"{entry.value:.6g}",
            entry.unit,
            f"{entry.low:.6g}",
            f"{entry.high:.6g}",
            entry.data or "",
            "" if entry.effect is None else f"{entry.effect:.6g}",
            "" if entry.effect is None or not plan.total else f"{entry.effect / abs(plan.total):.4f}",
            "; ".join(visit.documents) or SENTENCES["no document"][lang],
            visit.place[lang],
            ", ".join(visit.used_in),
            *(visit.checks[action][lang] for action in ACTIONS),
        ]
        writer.writerow([_harmless(str(cell)) for cell in row])
    return out.getvalue()


def as_text(plan: SamplingPlan, lang: Language) -> str:
    """Give a plan as text: what it says, then the list with what to check."""
    name = plan.product.get(lang) or next(iter(plan.product.values()), "")
    lines = [f"{SENTENCES['title'][lang]}: {name}", "", *sentences(plan, lang), ""]
    for number, entry in enumerate(plan.sample, 1):
        visit = entry.visit
        assert visit is not None, "what is on the list has a visit"
        share = (
            "∞" if entry.effect is None else f"{100 * entry.effect / abs(plan.total):.1f} %" if plan.total else f"{entry.effect:.4g} {UNIT}"
        )
        lines.append(f"{number}. {entry.name}: {entry.value:.6g} {entry.unit} ({entry.low:.6g} – {entry.high:.6g}), {share}")
        lines.append(f"   {visit.function[lang]}; {visit.place[lang]}")
        lines.append(f"   {'; '.join(visit.documents) or SENTENCES['no document'][lang]}")
        lines += [f"   {text[lang]}: {visit.checks[action][lang]}" for action, text in ACTIONS.items()]
    return "\n".join(lines) + "\n"


def sentences(plan: SamplingPlan, lang: Language) -> list[str]:
    """Say in sentences what a plan proves, and what it does not."""
    total = abs(plan.total)

    def share(value: float) -> str:
        return f"{100 * value / total:.2f} %" if total else "–"

    def say(name: str, **values: object) -> str:
        return SENTENCES[name][lang].format(unit=UNIT, **values)

    floors = ", ".join(f"{kind} ±{100 * value:.4g} %" for kind, value in plan.floors.by_kind.items())
    seen, moving = len(plan.sample), len(plan.sample) + len(plan.unseen)
    found = [
        say("result", total=f"{plan.total:.6g}", sum=plan.sum),
        say("threshold", share=f"{100 * plan.materiality:.4g} %", value=f"{plan.threshold:.6g}"),
        say("list", seen=seen, moving=moving),
        say("bound", low=f"{plan.low:.6g}", high=f"{plan.high:.6g}", bound=f"{plan.bound:.6g}", share=share(plan.bound)),
        say("shortest") if plan.shortest else say("at_least", at_least=plan.at_least, seen=seen, needed=len(plan.needed)),
        say("floors", floors=floors, assumed=", ".join(plan.floors.assumed) or "–"),
        *(limit[lang] for limit in LIMITS),
    ]
    if plan.omitted.value:
        found.append(say("omitted", value=f"{plan.omitted.value:.6g}", share=share(plan.omitted.value)))
    if plan.omitted.without_proxy:
        found.append(say("unproxied", names=", ".join(plan.omitted.without_proxy)))
    if plan.omitted.free_of_burden:
        found.append(say("free", names=", ".join(plan.omitted.free_of_burden)))
    if plan.zero:
        found.append(say("zero", names=", ".join(plan.zero)))
    return found


def _input(entry: PlannedInput, plan: SamplingPlan, lang: Language | None) -> dict[str, Any]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "data": entry.data,
        "value": entry.value,
        "unit": entry.unit,
        "low": entry.low,
        "high": entry.high,
        "basis": entry.basis,
        "effect": entry.effect,
        "share": None if entry.effect is None or not plan.total else entry.effect / abs(plan.total),
        **({"visit": entry.visit.as_dict(lang)} if entry.visit is not None else {}),
    }


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and not _is_number(cell)) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
