"""Codes of datasets: from their names, told apart by product, place and identifier, the same in every run."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

__all__ = ["codes_of", "slug"]

_LENGTH = 90


def slug(text: str) -> str:
    """Turn a name into a part of a code: lower-case ASCII letters and digits, joined by ``-``; empty where none are left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LENGTH].rstrip("-")


def codes_of(names: Sequence[tuple[str, str, str, str]]) -> list[str]:
    """Give each dataset a code of its own.

    Parameters
    ----------
    names
        Name, product, location and identifier of each dataset.

    Returns
    -------
    list of str
        As short as tells them apart: the name; else the name with the product; else with the location, the identifier, and at
        last a number.
    """
    variants = [_variants(*entry) for entry in names]
    level = [0] * len(names)
    for step in range(4):
        counts = Counter(variants[index][level[index]] for index in range(len(names)))
        for index in range(len(names)):
            if counts[variants[index][level[index]]] > 1 and level[index] == step:
                level[index] += 1
    codes: list[str] = []
    taken: set[str] = set()
    for index, steps in enumerate(variants):
        code, number = steps[level[index]], 2
        while code in taken:
            code = f"{steps[level[index]]}-{number}"
            number += 1
        taken.add(code)
        codes.append(code)
    return codes


def _variants(name: str, product: str, location: str, identifier: str) -> list[str]:
    unique = slug(identifier) or "dataset"
    base = slug(name) or slug(product) or f"dataset-{unique}"
    made = slug(product)
    second = f"{base}/{made}" if made and made != base else base
    third = f"{second}-{slug(location)}" if slug(location) else second
    return [base, second, third, f"{third}-{unique}", f"{third}-{unique}"]
