"""How much room text takes, without a font at hand.

The widths are upper bounds over the usual sans-serif fonts (DejaVu Sans is the widest of them), so that text measured
here fits whatever font the reader's machine has.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["CHINESE_FONTS", "FONTS", "text_width", "wrap"]

#: Fonts of every drawing: those that come along, else the first that the reader's machine has.
FONTS = (
    "'Footprint Sans', 'Footprint Hei', Helvetica, Arial, 'Liberation Sans', 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC',"
    " 'Microsoft YaHei', sans-serif"
)

#: The same for texts with Chinese characters: converters take the first for the whole text, and any of the machine for what it lacks.
CHINESE_FONTS = "'Footprint Hei', " + FONTS.replace("'Footprint Hei', ", "")

_NARROW = {0.32: " .,:;!|ijl'I", 0.41: '()[]/\\-"t`r{}f', 0.54: "sczJ*?_"}
_WIDE = {1.0: "mMW@%", 0.88: "w+=<>OQGNHDUC&~#"}
_WIDTHS = {character: width for table in (_NARROW, _WIDE) for width, text in table.items() for character in text}
#: A line may end behind these, if it cannot end at a space.
_SEAMS = "/-_.,;:·"


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Give the width of a line, an upper bound, in the unit of the size.

    Parameters
    ----------
    text
        One line.
    size
        Font size.
    bold
        Whether it is set in bold type.
    """
    return sum(map(_character_width, text)) * size * (1.1 if bold else 1.0)


def wrap(text: str, width: float, size: float, bold: bool = False, lines: int = 3) -> list[str]:
    """Break a text into lines of a width, at spaces, behind hyphens and slashes, and between Chinese characters.

    Parameters
    ----------
    text
        One line.
    width
        Room there is.
    size, bold
        As for `text_width`.
    lines
        How many at most; what does not fit is replaced by an ellipsis.
    """
    wrapped: list[str] = []
    rest = text.strip()
    while rest:
        end = _fitting(rest, width, size, bold)
        if end < len(rest) and len(wrapped) == lines - 1:
            while end > 1 and text_width(rest[:end] + "…", size, bold) > width:
                end -= 1
            return [*wrapped, rest[:end].rstrip() + "…"]
        if end < len(rest):
            end = _seam(rest, end)
        wrapped.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return wrapped


def _fitting(text: str, width: float, size: float, bold: bool) -> int:
    """Count the characters that fit, at least one."""
    room = width / (size * (1.1 if bold else 1.0))
    used = 0.0
    for place, character in enumerate(text):
        used += _character_width(character)
        if used > room:
            return max(place, 1)
    return len(text)


def _seam(text: str, end: int) -> int:
    """Find where to break before `end`: a space if there is one beyond the first third, else a seam, else right there."""
    third = max(end // 3, 1)
    space = text.rfind(" ", third, end + 1)
    if space > 0:
        return space
    for place in range(end, third, -1):
        if text[place - 1] in _SEAMS or (_is_wide(text[place - 1]) and text[place] not in "，。、；：）】》！？"):
            return place
    return end


def _is_wide(character: str) -> bool:
    return not character.isascii() and unicodedata.east_asian_width(character) in "WF"


def _character_width(character: str) -> float:
    if character.isascii():
        return _WIDTHS.get(character, 0.7 if character.isupper() else 0.64)
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.7
