"""Punctuation that YAML reads otherwise than it was meant: commas in braces, colons and quotation marks of other keyboards."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from footprint.errors import Finding
from footprint.model.limits import suggest
from footprint.model.punctuation_errors import ColonInKey, CommaInBraces, CurlyQuotes
from footprint.model.tree import Document

__all__ = ["comma_in_braces", "key_with_colon", "value_with_slip"]

SIBLINGS_LIMIT = 500
"""A mapping with more keys is written by a program, which makes no slips of the pen."""

_COLON = re.compile(r"(?P<key>[^:：\n]{1,60}?)\s*(?P<colon>[:：])\s*(?P<value>\S[^\n]*)", re.DOTALL)
_QUOTES = "“”‘’„‟«»「」『』"


def comma_in_braces(document: Document, keys: Sequence[str], known: Collection[str]) -> tuple[Finding, list[str]] | None:
    """Tell whether a key without value is the rest of the value before it, cut off by a comma.

    Parameters
    ----------
    document
        The YAML file.
    keys
        Keys from the root to the key without value.
    known
        The keys that could stand there; empty where any name may.

    Returns
    -------
    (Finding, list of str) or None
        What is wrong, and the paths of the value and of all its rests: what is found there follows from it.
    """
    owner = _at(document, keys[:-1])
    if not isinstance(owner, dict) or len(owner) > SIBLINGS_LIMIT:
        return None
    names = list(owner)
    start = names.index(keys[-1])
    while start > 0 and owner[names[start]] == "" and names[start][:1].isdigit():
        start -= 1
    start = min(start, names.index(keys[-1]) - 1)
    rests: list[str] = []
    for name in names[start + 1 :]:
        if owner[name] != "" or (rests and not name[:1].isdigit()):
            break
        rests.append(name)
    left = owner[names[start]] if start >= 0 else ""
    paths = ["/".join([*keys[:-1], name]) for name in (names[start], *rests)]
    if not isinstance(left, str) or not left or keys[-1] not in rests or not _one_line(document, paths):
        return None
    if document.spots[document.known(paths[0])].quoted:
        return None
    numbers = bool(re.search(r"(?<![^\s(+*/-])\d+$", left)) and rests[0][:1].isdigit()
    text = bool(known) and not suggest(rests[0], known) and ":" not in rests[0] and "：" not in rests[0]
    formula = left.startswith("=") and left.count("(") > left.count(")")
    if not (numbers or formula or text):
        return None
    values = {"left": left, "right": ",".join(rests), "suggestions": _written(left, rests, numbers and not formula)}
    return Finding(CommaInBraces, document.place(paths[0]), values), paths


def key_with_colon(document: Document, keys: Sequence[str], known: Collection[str]) -> Finding | None:
    """Tell whether a key without value is a key and its value, joined by a colon that YAML does not take for one.

    Parameters
    ----------
    document, keys, known
        As for `comma_in_braces`.
    """
    return _colon(document, keys, keys[-1], known, document.key_place("/".join(keys)))


def value_with_slip(document: Document, keys: Sequence[str], value: str, known: Collection[str]) -> Finding | None:
    """Tell whether a value cannot be read because of its quotation marks, or because it is a key with its value.

    Parameters
    ----------
    document, keys, known
        As for `comma_in_braces`; keys to the value.
    value
        The text.
    """
    place = document.place("/".join(keys))
    if value[:1] in _QUOTES and value[:1]:
        inner = value.strip(_QUOTES)
        quote = '"' if '"' not in inner else "'"
        return Finding(CurlyQuotes, place, {"mark": value[0], "text": value[:60], "suggestions": [f"{quote}{inner}{quote}"]})
    return _colon(document, keys, value, known, place)


def _colon(document: Document, keys: Sequence[str], text: str, known: Collection[str], place: Any) -> Finding | None:
    match = _COLON.match(text)
    if match is None:
        return None
    wide = match["colon"] == "："
    named = match["key"].strip() in known if known else wide or match["value"][:1] in "0123456789="
    if not named:
        return None
    why, why_zh = ("`：` is a full-width colon", "`：` 是全角冒号") if wide else ("no space follows the colon", "冒号后缺少空格")
    several = len(_COLON.findall(text)) > 1
    suggestions = [] if several else [f"{match['key'].strip()}: {match['value'].strip()}"]
    return Finding(ColonInKey, place, {"text": text[:60], "why": why, "why_zh": why_zh, "suggestions": suggestions})


def _written(left: str, rests: Sequence[str], numbers: bool) -> list[str]:
    """Give what may have been meant: without separators, with a decimal point, or in quotes."""
    if not numbers:
        return [f'"{", ".join([left, *rests])}"']
    groups = [re.split(r"(?<=\d)(?!\d)", rest, maxsplit=1)[0] for rest in rests]
    thousands = [left + "".join(rests)] if all(len(group) == 3 for group in groups) else []
    return [*thousands, *([f"{left}.{rests[0]}"] if len(rests) == 1 else [])]


def _one_line(document: Document, paths: Sequence[str]) -> bool:
    """Tell whether keys stand in one line, as only those in braces do."""
    return len({document.spots[path].key_line for path in paths if path in document.spots}) == 1


def _at(document: Document, keys: Sequence[str]) -> Any:
    node: Any = document.data
    for key in keys:
        node = node[int(key)] if isinstance(node, list) else node[key]
    return node
