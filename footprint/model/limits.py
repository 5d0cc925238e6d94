"""How much of anything a model may have: far above what people write, and low enough that no file takes two seconds."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from footprint.errors import nearest

__all__ = ["DEPTH_LIMIT", "FINDING_LIMIT", "PART_LIMIT", "RULE_LIMIT", "SCALAR_LIMIT", "TABLES_LIMIT", "suggest"]

DEPTH_LIMIT = 40
"""Mappings and lists within each other."""

PART_LIMIT = 50_000
"""Scalars, mappings and lists of one file, aliases counted as what they stand for."""

SCALAR_LIMIT = 10_000
"""Characters of one scalar; more is a mistake, such as a quotation mark that is never closed."""

FINDING_LIMIT = 300
"""Findings of one stage of reading that are listed; a thousand of them help nobody."""

RULE_LIMIT = 100
"""Findings of one rule that are listed."""

TABLES_LIMIT = 10_000_000
"""Bytes of all monthly tables of one model together."""

_CANDIDATES = 200


def suggest(word: str, known: Iterable[str]) -> list[str]:
    """Rank known words by likeness, as `footprint.errors.nearest` does, in bounded time.

    Parameters
    ----------
    word
        What was written.
    known
        What could have been meant; of many, only those of similar length and start are compared, of thousands none.
    """
    candidates = list(known)
    if len(word) > 100 or len(candidates) > 10 * _CANDIDATES:
        return []
    if len(candidates) > _CANDIDATES:
        start, length = word[:1].lower(), len(word)
        candidates = heapq.nsmallest(_CANDIDATES, candidates, key=lambda name: (abs(len(name) - length), name[:1].lower() != start, name))
    return nearest(word, candidates)
