"""Text checked against the fonts before it is typeset.

typst ends with an error where a glyph is missing in PDF/A, and shows an empty box elsewhere. So every character that the fonts
cannot show is replaced by its number between ‹ and ›, where everyone sees it. Characters that are not seen at all but change what is
seen (direction of writing, joining, line ends) are replaced as well: a name must not turn the number beside it around.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from footprint.typeset.fonts import characters

__all__ = ["Printable", "printable"]

_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Printable:
    """Data whose texts the fonts can show, and what had to be replaced.

    Parameters
    ----------
    data
        As it was given, with other texts.
    replaced
        Each character that was replaced, once, in order of its number.
    """

    data: Any
    replaced: tuple[str, ...]


def printable(data: Any, instead: str = "") -> Printable:
    """Replace in all texts of JSON data what the fonts cannot show.

    Parameters
    ----------
    data
        Texts, mappings, sequences and whatever else is no text; keys of mappings stay as they are.
    instead
        What stands in place of such a character where a drawing has no room for its number.

    Returns
    -------
    Printable
        Texts are in Unicode normal form C, and white space of any kind is a plain space.
    """
    replaced: set[str] = set()
    shown = _shown(data, replaced, instead)
    return Printable(shown, tuple(sorted(replaced)))


def _shown(data: Any, replaced: set[str], instead: str) -> Any:
    if isinstance(data, str):
        return "".join(_pieces(unicodedata.normalize("NFC", data), replaced, instead))
    if isinstance(data, dict):
        return {key: _shown(value, replaced, instead) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_shown(value, replaced, instead) for value in data]
    return data


def _pieces(text: str, replaced: set[str], instead: str) -> Iterator[str]:
    latin, chinese = characters("FootprintSans-Regular"), characters("FootprintHei-Regular")
    before = ""
    for character in text:
        category, number = unicodedata.category(character), ord(character)
        if character.isspace():
            yield " "
        elif category in _INVISIBLE or (number not in latin and number not in chinese):
            replaced.add(character)
            yield instead or f"‹U+{number:04X}›"
        elif category.startswith("M") and not (number in latin and before and ord(before) in latin):
            # A mark is set in the font of the letter that bears it.
            replaced.add(character)
            yield instead or f"‹U+{number:04X}›"
        else:
            yield character
        before = character
