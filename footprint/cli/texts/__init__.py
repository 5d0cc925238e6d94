"""Every text that the command line prints, in English and Chinese: one module for each group of commands."""

from __future__ import annotations

from collections.abc import Mapping

from footprint.cli.texts import certificates, computing, explaining, recalculating, reporting, reviewing, verifying
from footprint.errors import Language

__all__ = ["TEXTS", "say"]

_BOTH = ("en", "zh")

TEXTS: Mapping[str, tuple[str, str]] = {
    **computing.TEXTS,
    **verifying.TEXTS,
    **certificates.TEXTS,
    **recalculating.TEXTS,
    **explaining.TEXTS,
    **reporting.TEXTS,
    **reviewing.TEXTS,
}


def say(key: str, lang: Language, **values: object) -> str:
    """Give a text in a language, with its values filled in.

    Raises
    ------
    KeyError
        There is no such text; a test calls every key that the command line uses.
    """
    return TEXTS[key][_BOTH.index(lang)].format(**values)
