"""Characters that people type in place of others, brought to one form before anything is read.

Every replacement is one character for one character, so that an offset into the normalised text is an offset into
the text as written (but for text that is not in Unicode normal form C, which is composed first).
"""

from __future__ import annotations

import unicodedata

__all__ = ["SUPERSCRIPTS", "normalise", "show"]

#: Superscript digits and signs, with what they mean as an exponent.
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))

_REPLACED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # the full-width block of ASCII
_REPLACED |= dict.fromkeys(map(ord, "\u3000\u00a0\u2009\u202f\u2007\t\r\n"), ord(" "))  # spaces that join number and unit
_REPLACED |= {0x2080 + digit: ord("0") + digit for digit in range(10)}  # subscript digits, as in CO₂e
_REPLACED |= {
    0x2212: ord("-"),  # minus sign; hyphens and dashes stay, and are refused
    0x03BC: 0x00B5,  # Greek mu to the micro sign
    0x22C5: 0x00B7,  # dot operator to middle dot
    0x30FB: 0x00B7,  # katakana middle dot to middle dot
    0x2022: 0x00B7,  # bullet to middle dot
}


def normalise(text: str) -> str:
    """Bring full-width characters, special spaces, subscripts and the minus sign to their plain form.

    Parameters
    ----------
    text
        A quantity, a unit or a formula as written.

    Returns
    -------
    str
        The same text in plain characters; superscripts, hyphens and dashes are left as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text).translate(_REPLACED)


def show(text: str, limit: int = 60) -> str:
    """Make a text fit for a message: visible characters only, and not too many of them."""
    visible = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[: limit + 1])
    return visible if len(text) <= limit else visible[:limit] + "…"
