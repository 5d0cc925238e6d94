"""The decision as a form: what the review found, what the decision said so far, and room for what is to be said next.

It is written anew for every bundle and never over another file; remarks of a decision are carried on, comments in its YAML are not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from footprint.errors import Language
from footprint.verification.review.decision_schema import Decision, Wording
from footprint.verification.review.evidence import planned_values
from footprint.verification.review.nonconformities import Nonconformity
from footprint.verification.review.review import DEFAULT_MATERIALITY, Review

__all__ = ["decision_form"]

# Texts that every YAML reader takes for what they are; all others are put in quotes.
_PLAIN = re.compile(r"[A-Za-z一-鿿]([A-Za-z0-9_/., 一-鿿-]*[A-Za-z0-9_/一-鿿])?|\d+(\.\d+)? %|\d{4}-\d{2}-\d{2}|[0-9a-f]{64}", re.ASCII)
_WORDS = ("true", "false", "yes", "no", "on", "off", "y", "n", "null")

_HINTS: Mapping[str, tuple[str, str]] = {
    "head": (
        "Decision on an evidence bundle. Fill in what is empty, then: footprint review BUNDLE --decision FILE",
        "核查决定。请填写空项，然后运行：footprint review BUNDLE --decision FILE",
    ),
    "level_of_assurance": ("reasonable | limited", "reasonable（合理保证）| limited（有限保证）"),
    "opinion": (
        "unmodified | modified | adverse | disclaimed",
        "unmodified（无保留）| modified（保留）| adverse（否定）| disclaimed（无法表示）",
    ),
    "qualifications": (
        "what a modified opinion excepts: - {en: ..., zh: ...}",
        "保留意见所涉事项：- {en: ..., zh: ...}",
    ),
    "validity": ("first and last day of the statement", "声明有效期的首日和末日"),
    "floors": (
        "smallest range that the sampling plan assumes: primary, secondary, proxy, assumed, unstated, factor, such as primary: 5 %",
        "抽样计划采用的最小区间：primary、secondary、proxy、assumed、unstated、factor，如 primary: 5 %",
    ),
    "nonconformities": (
        'conclusion: open | closed | "closed, not satisfied"; add what you find yourself with the next number, category and description',
        'conclusion：open（未关闭）| closed（已关闭）| "closed, not satisfied"（已关闭未满足）；自行发现的问题请续编号并写明类别和描述',
    ),
    "changes": ("why stated values differ from the bundle before", "数值与上一证据包不同的理由"),
    "conservative": (
        "unrectified data set conservatively: - {parameter: PATH, stated: ..., value: ..., reason: ...}",
        "未整改而保守取值的数据：- {parameter: 路径, stated: ..., value: ..., reason: ...}",
    ),
    "cross_checks": (
        "- {parameter: ..., source: ..., against: ..., difference: 0.8 %, remark: ...}; what is not checked is disclosed as single source",
        "- {parameter: ..., source: ..., against: ..., difference: 0.8 %, remark: ...}；未交叉核对的参数将披露为单一来源",
    ),
    "evidence": (
        "the document in which the stated value of each input of the sampling plan was seen",
        "抽样计划中每项输入的声明值所查阅的文件",
    ),
    "site_visits": ("- {place: ..., date: 2026-11-22, people: ..., seen: ...}", "- {place: ..., date: 2026-11-22, people: ..., seen: ...}"),
    "vanished": ("the rule no longer finds this: conclude it as closed if you agree", "规则已不再报告此项；如同意，请将结论改为 closed"),
    "found again": ("this was closed, but the rule still finds it: {now}", "此项曾关闭，但规则仍报告：{now}"),
    "not assessable": ("the rule lacks data to assess this", "规则缺少评估所需的数据"),
}


def decision_form(review: Review, lang: Language = "en") -> str:
    """Write the decision to be completed after a review.

    Parameters
    ----------
    review
        The review; what its decision says is carried on.
    lang
        Language of the comments.

    Returns
    -------
    str
        A decision, ``footprint: decision/1``, that can be read as it is.
    """
    return "\n".join(_lines(review, lang)) + "\n"


def _lines(review: Review, lang: Language) -> Iterator[str]:
    old = review.decision or Decision(footprint="decision/1", bundle=review.bundle.sha256)
    carried_on = old.bundle != review.bundle.sha256

    def hint(key: str) -> str:
        return f"  # {_HINTS[key][lang == 'zh']}"

    yield f"# {_HINTS['head'][lang == 'zh']}"
    yield "footprint: decision/1"
    yield f"bundle: {review.bundle.sha256}"
    predecessors = [*old.predecessors, *([old.bundle] if carried_on else [])]
    yield from _entry("predecessors", predecessors)
    # What was decided on another bundle is not decided on this one.
    yield _line("date", None if carried_on else old.date)
    yield "verifier:"
    yield from _indented(_wording("organisation", old.verifier.organisation), 2)
    for name in ("accreditation", "reviewer", "independent_reviewer"):
        yield _line(f"  {name}", getattr(old.verifier, name))
    yield _line("level_of_assurance", old.level_of_assurance) + hint("level_of_assurance")
    yield _line("materiality", old.materiality or f"{DEFAULT_MATERIALITY * 100:g} %")
    yield _line("opinion", None if carried_on else old.opinion) + hint("opinion")
    yield from _entry("qualifications", [_texts(one) for one in old.qualifications], hint("qualifications"))
    yield f"validity:{hint('validity')}"
    yield _line("  from", old.validity.start if old.validity else None)
    yield _line("  until", old.validity.until if old.validity else None)
    yield _line("supersedes", old.supersedes)
    yield from _entry("floors", {name: str(floor) for name, floor in old.floors.stated().items()}, hint("floors"))
    yield f"nonconformities:{hint('nonconformities')}"
    for line in review.nonconformities:
        yield from _nonconformity(line, lang)
    yield from _changes(review, hint("changes"))
    yield from _entry("conservative", [_record(one) for one in old.conservative], hint("conservative"))
    yield from _entry("cross_checks", [_record(one) for one in old.cross_checks], hint("cross_checks"))
    yield from _evidence(review, old, hint("evidence"))
    yield from _entry("site_visits", [_record(one) for one in old.site_visits], hint("site_visits"))
    yield _line("remark", old.remark)


def _nonconformity(line: Nonconformity, lang: Language) -> Iterator[str]:
    comment = ""
    if line.proposed_closed:
        comment = _HINTS["vanished"][lang == "zh"]
    elif line.still_found:
        comment = _HINTS["found again"][lang == "zh"].format(now=line.now.get(lang, ""))
    elif not line.assessable and line.conclusion == "open":
        comment = _HINTS["not assessable"][lang == "zh"]
    if comment:
        yield f"  # {' '.join(comment.split())}"
    yield f"  - number: {line.number}"
    known = {"rule": line.rule, "exchange": line.exchange, "parameter": line.parameter, "category": line.category}
    for name, value in known.items():
        if value:
            yield _line(f"    {name}", value)
    both = {name: text for name, text in line.description.items() if text}
    yield from _indented(_entry("description", dict(both)), 4)
    if line.before:
        yield _line("    before", line.before)
    if line.after:
        yield _line("    after", line.after)
    for name in ("cause", "corrective_action", "conclusion", "reason"):
        yield _line(f"    {name}", getattr(line, name) or None)
    if line.remark:
        yield _line("    remark", line.remark)
    if line.first_bundle:
        yield _line("    first_bundle", line.first_bundle)


def _changes(review: Review, hint: str) -> Iterator[str]:
    """Write the changes since the bundle before, and earlier ones that are not among them."""
    names = ("parameter", "before", "after", "reason", "remark")
    changes = [{name: text for name in names if (text := getattr(one, name))} for one in (*review.changes, *review.earlier)]
    yield from _entry("changes", changes, hint, blanks=("reason",))


def _evidence(review: Review, old: Decision, hint: str) -> Iterator[str]:
    """Write what is to be seen, each with the value it is seen for; what was seen for another value is a remark from now on."""
    planned = planned_values(review.plan)
    known: dict[str, dict[str, Any]] = {}
    for item in old.evidence:
        value = planned.get(item.input)
        if value is None:
            if item.document:
                known[item.input] = _record(item)
        elif not item.document:
            known[item.input] = {"input": item.input, **_record(item), "stated": value}
        elif item.input in review.unseen:
            earlier = ", ".join(part for part in (item.stated, item.document, item.place) if part)
            remark = "; ".join(part for part in (item.remark, earlier) if part)
            known[item.input] = {"input": item.input, "stated": value, "remark": remark}
        else:
            known[item.input] = {"input": item.input, "stated": value, **{k: v for k, v in _record(item).items() if k != "stated"}}
    entries = list(known.values())
    entries += [{"input": name, "stated": value} for name, value in planned.items() if name not in known]
    yield from _entry("evidence", entries, hint, blanks=("document",))


def _wording(key: str, one: Wording | None) -> Iterator[str]:
    """Write a name or text in as many languages as it has; in one line where it has one."""
    texts = _texts(one) if one is not None else {}
    if set(texts) - {"en"}:
        yield from _entry(key, texts)
    else:
        yield _line(key, texts.get("en"))


def _texts(one: Any) -> dict[str, str]:
    return {name: text for name, text in (("en", one.en), ("zh", one.zh)) if text}


def _record(one: Any) -> dict[str, Any]:
    fields = {info.alias or name: getattr(one, name) for name, info in type(one).model_fields.items()}
    return {name: value for name, value in fields.items() if value is not None}


def _entry(key: str, value: Any, hint: str = "", blanks: tuple[str, ...] = ()) -> Iterator[str]:
    """Write a list of texts or records, or a mapping; an empty one as a key to be filled in."""
    yield f"{key}:{hint}"
    if isinstance(value, Mapping):
        for name, text in value.items():
            yield _line(f"  {name}", text)
        return
    for item in value:
        if not isinstance(item, Mapping):
            yield f"  - {_scalar(item)}"
            continue
        filled = {**item, **{name: item.get(name) for name in blanks}}
        for number, (name, text) in enumerate(filled.items()):
            yield _line(f"  {'- ' if number == 0 else '  '}{name}", text)


def _indented(lines: Iterator[str], spaces: int) -> Iterator[str]:
    return (" " * spaces + line for line in lines)


def _line(key: str, value: Any) -> str:
    return f"{key}:" if value is None or value == "" else f"{key}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    """Write a text so that YAML reads it as that text, whatever is in it."""
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain or isinstance(value, int) else json.dumps(text, ensure_ascii=False)
