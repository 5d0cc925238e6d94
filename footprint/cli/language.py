"""The language of the output: asked for, or that of the locale."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum

from footprint.errors import Language

__all__ = ["LanguageChoice", "language_of", "locale_language"]


class LanguageChoice(StrEnum):
    """What ``--lang`` accepts."""

    en = "en"
    zh = "zh"


def locale_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Give the language of the locale: Chinese where it starts with ``zh``, English otherwise.

    The variables rank as POSIX ranks them: ``LC_ALL``, ``LC_MESSAGES``, ``LANG``; the first that is set decides.
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def language_of(choice: LanguageChoice | None) -> Language:
    """Give the language asked for, or that of the locale."""
    if choice is None:
        return locale_language()
    return "zh" if choice is LanguageChoice.zh else "en"
