"""How wide the columns of a table are on paper, from what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from footprint.report.lettering import text_width

__all__ = ["breakable", "column_widths", "is_tall"]

#: Width of a page between its margins in letters of the size of tables, and the space between columns.
_ROOM, _GAP = 58.0, 1.2
#: How far a level of a tree is moved in.
_STEP = 1.1
#: A text may end a line behind these.
_SEAMS = re.compile(r"(?<=[/_:·@-])(?=[^\s/])")
#: No piece without a seam takes more than this part of the width.
_MOST = 0.3
_LONG = 24
#: A number; what stands in place of one that is not known is words.
_NUMBER = re.compile(r"[<>+−–-]*\d")
#: A row of more lines may be cut between two pages.
_TALL = 24


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
    for place, whole in enumerate(numeric):
        texts = [row[place] for row in rows]
        pieces = max((text_width(piece, 1.0) for text in texts[:1] for piece in _pieces(text)), default=0.0)
        bodies = (text_width(part, 1.0) for text in texts[1:] for part in ((text,) if whole and _NUMBER.match(text) else _pieces(text)))
        moved = [_STEP * depth for depth in depths] if place == 0 and depths else [0.0] * len(texts)
        least.append(min(max(pieces, *bodies, 2.0) + max(moved, default=0.0), _MOST * _ROOM) + _GAP)
        most.append(max(max((text_width(text, 1.0) + far for text, far in zip(texts, moved, strict=True)), default=0.0) + _GAP, least[-1]))
    room = max(_ROOM, sum(least))
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


def is_tall(cells: Sequence[str], widths: Sequence[float]) -> bool:
    """Tell whether a row takes so many lines that it had better be cut between two pages than moved to the next."""
    return any(text_width(text, 1.0) > _TALL * max(width * _ROOM - _GAP, 1.0) for text, width in zip(cells, widths, strict=True))


def breakable(text: str) -> str:
    """Let long codes end a line at their seams, and digests anywhere, by spaces without width."""
    return " ".join("\u200b".join(_parts(word)) if len(word) > 12 else word for word in text.split(" "))


def _pieces(text: str) -> Iterator[str]:
    """Give what is not broken over lines: words, parts of codes, single Chinese characters."""
    for word in text.split():
        for part in _parts(word):
            wide = [one for one in part if unicodedata.east_asian_width(one) in "WF"]
            if wide:
                # Two, for a sign of punctuation stays with the character before it.
                yield wide[0] * 2
                part = max(re.split(r"[^\x00-\u2e7f]+", part), key=len)
            yield part


def _parts(word: str) -> Iterator[str]:
    for part in _SEAMS.split(word):
        if len(part) > _LONG and part.isascii():
            yield from (part[start : start + 8] for start in range(0, len(part), 8))
        else:
            yield part
