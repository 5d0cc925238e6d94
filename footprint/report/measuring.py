"""How wide the columns of a table are on paper, from what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from footprint.report.lettering import text_width

__all__ = ["PIXEL", "Fitted", "breakable", "column_widths", "fitted", "glued", "is_crowded", "is_tall"]

#: Size of a pixel on paper, in millimetres.
PIXEL = 25.4 / 96
#: Room for a drawing between the margins in millimetres, upright and turned; the height leaves its caption on the page.
_UPRIGHT, _TURNED = (170.0, 210.0), (257.0, 138.0)
#: A drawing so many times wider than high, and than the page, gets a page that is turned.
_MUCH = 1.5

#: Width of a page between its margins in the widths of `text_width`, which are upper bounds, in letters of the size of tables and in
#: smaller ones; and the space between columns.
_ROOM, _SMALL_ROOM, _GAP = 66.0, 75.0, 1.2
#: How far a level of a tree is moved in.
_STEP = 1.1
#: A text may end a line behind these.
_SEAMS = re.compile(r"(?<=[/_:·@-])(?=[^\s/])")
#: A number keeps its unit, and a unit its substance.
_UNIT = re.compile(
    r"(?<=\d) (?=(?:%|kg|g|t|tkm|km|m|m2|m3|Nm3|Sm3|L|h|kWh|MWh|MJ|GJ|kgce|tce)(?![A-Za-z\d]))|(?<=\b[kt]g) (?=CO2e)|(?<=\bt) (?=CO2e)"
)
#: No piece without a seam takes more than this part of the width.
_MOST = 0.3
_LONG = 24
#: A code this short stays whole.
_SHORT = 16
#: A number; what stands in place of one that is not known is words.
_NUMBER = re.compile(r"[<>+−–-]*\d")
#: A row of more lines may be cut between two pages.
_TALL = 24
#: From so many columns on, or with texts that would fill the width so many times, letters are smaller.
_MANY, _FULL = 7, 2.5
_WIDE = re.compile(r"[\u2e80-\uffef]+")
_WORD = 6


@dataclass(frozen=True, slots=True)
class Fitted:
    """Width and height of a drawing on paper, in millimetres, and whether its page is turned."""

    width: float
    height: float
    turned: bool


def column_widths(rows: Sequence[Sequence[str]], numeric: Sequence[bool], depths: Sequence[int] = ()) -> tuple[float, ...]:
    """Share the width of a table among its columns as browsers do: each at least its longest piece, the rest by need.

    Parameters
    ----------
    rows
        The texts, those of the heading first.
    numeric
        Which columns hold numbers, whose texts are not broken; their headings are.
    depths
        How far the first cell of each row is moved in, that of the heading first; by default not at all.

    Returns
    -------
    tuple of float
        Parts of the width, which sum to 1.
    """
    least, most = [], []
    page = _SMALL_ROOM if is_crowded(rows) else _ROOM
    for place, whole in enumerate(numeric):
        texts = [row[place] for row in rows]
        pieces = max((text_width(piece, 1.0, bold=True) for text in texts[:1] for piece in _pieces(text)), default=0.0)
        bodies = (
            text_width(part, 1.0)
            for text in texts[1:]
            for part in ((text,) if whole and len(text) <= _SHORT and _NUMBER.match(text) else _pieces(text))
        )
        moved = [_STEP * depth for depth in depths] if place == 0 and depths else [0.0] * len(texts)
        least.append(min(max(pieces, *bodies, 2.0) + max(moved, default=0.0), _MOST * page) + _GAP)
        most.append(max(max((text_width(text, 1.0) + far for text, far in zip(texts, moved, strict=True)), default=0.0) + _GAP, least[-1]))
    room = max(page, sum(least))
    wanted = sum(most) - sum(least)
    spare = room - sum(least)
    if wanted <= 0:
        widths = [width * room / sum(least) for width in least]
    else:
        # Where all fits, what is left over goes to the words: numbers far from their names are read in the wrong row.
        part = min(spare / wanted, 1.0)
        widths = [low + part * (high - low) for low, high in zip(least, most, strict=True)]
        left = room - sum(widths)
        words = [width for width, whole in zip(widths, numeric, strict=True) if not whole]
        if left > 0:
            widths = [
                width + (left * width / sum(words) if words and not whole else 0.0 if words else left / len(widths))
                for width, whole in zip(widths, numeric, strict=True)
            ]
    return tuple(width / sum(widths) for width in widths)


def is_crowded(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table is to be set in smaller letters: many columns, or long texts that have little room beside the rest."""
    columns = list(zip(*rows, strict=True))
    needed = [max(max((text_width(text, 1.0) for text in column), default=0.0), 2.0) + _GAP for column in columns]
    return len(columns) > _MANY or (len(columns) > _MANY - 2 and sum(needed) > _FULL * _ROOM)


def is_tall(cells: Sequence[str], widths: Sequence[float]) -> bool:
    """Tell whether a row takes so many lines that it had better be cut between two pages than moved to the next."""
    return any(text_width(text, 1.0) > _TALL * max(width * _ROOM - _GAP, 1.0) for text, width in zip(cells, widths, strict=True))


def fitted(width: float, height: float) -> Fitted:
    """Fit a drawing on a page: one that is small stays small, and one that is much wider than a page is high gets a page that is turned.

    Parameters
    ----------
    width, height
        Of the drawing in pixels.
    """
    turned = width > _MUCH * height and width * PIXEL > _MUCH * _UPRIGHT[0]
    room = _TURNED if turned else _UPRIGHT
    scale = min(PIXEL, room[0] / width, room[1] / height)
    return Fitted(width * scale, height * scale, turned)


def breakable(text: str) -> str:
    """Let long codes end a line at their seams, and digests anywhere, by spaces without width."""
    return " ".join(word if "\u00a0" in word else "\u200b".join(_parts(word)) for word in text.split(" "))


def glued(text: str) -> str:
    """Keep a number and its unit on one line."""
    return _UNIT.sub("\u00a0", text)


def _pieces(text: str) -> Iterator[str]:
    """Give what is not broken over lines: words, parts of codes, single Chinese characters."""
    for word in glued(text).split(" "):
        for part in _parts(word):
            runs = _WIDE.findall(part)
            if runs:
                # A short Chinese word stays whole; a sentence is broken anywhere.
                yield max(runs, key=len)[:_WORD]
                # Brackets of full width stay with what they enclose.
                part = max(_WIDE.split(part), key=len)
                part = f"（{part}）" if part else part
            yield part


def _parts(word: str) -> Iterator[str]:
    if len(word) <= _SHORT:
        yield word
        return
    for part in _SEAMS.split(word):
        if len(part) > _LONG and part.isascii():
            yield from (part[start : start + 8] for start in range(0, len(part), 8))
        else:
            yield part
