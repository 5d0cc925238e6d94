"""The fonts of documents: where they lie once unpacked, and which characters they have.

Two families in two weights: Footprint Sans (Latin, Greek, Cyrillic, sub- and superscripts) and Footprint Hei (all characters of GBK,
and in regular weight those of the extensions of Unicode that the source has, which bold text falls back to). ``build.py`` makes them
and says where they come from; ``OFL.txt`` is their licence.
"""

from __future__ import annotations

import atexit
import io
import lzma
import shutil
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path

from footprint.typeset.errors import TypstMissing

__all__ = ["FACES", "HEI", "SANS", "characters", "font_bytes", "font_folder"]

SANS = "Footprint Sans"
HEI = "Footprint Hei"
FACES = ("FootprintSans-Regular", "FootprintSans-Bold", "FootprintHei-Regular", "FootprintHei-Bold")


@cache
def font_bytes(face: str) -> bytes:
    """Give a font, unpacked, as the bytes of an OpenType file; one of `FACES`."""
    packed = resources.files("footprint.typeset.fonts").joinpath(f"{face}.otf.xz").read_bytes()
    return lzma.decompress(packed)


@cache
def font_folder() -> Path:
    """Give a folder with all fonts unpacked, for this process; it is removed when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="footprint-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for face in FACES:
        (folder / f"{face}.otf").write_bytes(font_bytes(face))
    return folder


@cache
def characters(face: str) -> frozenset[int]:
    """Give the characters of a font, by code point.

    Raises
    ------
    TypstMissing
        The package fonttools is not installed.
    """
    try:
        from fontTools.ttLib import TTFont
    except ImportError:
        raise TypstMissing(package="fonttools") from None
    with TTFont(io.BytesIO(font_bytes(face)), lazy=True) as font:
        return frozenset(font.getBestCmap())
