"""Make the fonts of this folder from their sources. Needed only to renew them; the result is committed.

Sources, all under the SIL Open Font License 1.1 (OFL.txt in this folder):

* Noto Sans CJK SC 2.004, regular and bold: https://github.com/notofonts/noto-cjk, here from Debian's package fonts-noto-cjk
  1:20220127+repack1-1 (``/usr/share/fonts/opentype/noto``). Copyright 2014-2021 Adobe.
* Source Sans 3, 3.052, regular and bold: https://github.com/adobe-fonts/source-sans, here from the npm package source-sans 3.52.0
  (``OTF``). Copyright 2010-2024 Adobe, with Reserved Font Name 'Source'.

What is changed: subset of characters and layout features, no hints, no vertical metrics, one character drawn from others (U+2252), new
names. The licence asks for new names where one was reserved; both families get one, so that no document claims to be set in the originals.

    python -m footprint.typeset.fonts.build --noto DIR --source-sans DIR

The fonts are stored compressed (``.otf.xz``): outlines without subroutines compress to little more than half.
"""

from __future__ import annotations

import argparse
import io
import lzma
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.files import sha256_of_file, write_atomically

if TYPE_CHECKING:
    from fontTools.ttLib import TTCollection, TTFont

__all__ = ["characters_of", "main"]

SOURCES = {
    "NotoSansCJK-Regular.ttc": "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    "NotoSansCJK-Bold.ttc": "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
    "SourceSans3-Regular.otf": "08df266400933d3178d081a45f94a08814c3e55b4b7dd2e0ff69cb1329f13ab6",
    "SourceSans3-Bold.otf": "7776ddb9f3eb58683e59f28d558d8896b768c2d0c80799fb3f1c56c54dfd98c9",
}
"""SHA-256 of every source, so that the same fonts come out."""

CHINESE_FACE = 2
"""Noto Sans CJK SC among the faces of the collection; they share one set of glyphs."""

PROPORTIONAL_FACES = 5
"""Faces of the collection for Japanese, Korean and Chinese of three places; what follows is monospaced."""

FEATURES = ["kern", "ccmp", "mark", "mkmk", "case", "palt", "halt"]
"""Local forms (locl) would bring the Japanese, Korean and Taiwanese form of every character: half of the file."""

LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1. https://openfontlicense.org"


def characters_of(encoding: str) -> Iterator[int]:
    """Yield every character that an encoding of two bytes has, such as ``gbk`` or ``gb2312``."""
    for first in range(0x81, 0xFF):
        for second in range(0x40, 0xFF):
            try:
                text = bytes([first, second]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                yield ord(text)


def _subset(font: TTFont, characters: Iterable[int] | None) -> None:
    from fontTools import subset

    options = subset.Options()
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = FEATURES
    options.name_IDs = [0]
    options.glyph_names = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    maker = subset.Subsetter(options)
    maker.populate(unicodes=set(font.getBestCmap()) if characters is None else set(characters) & set(font.getBestCmap()))
    maker.subset(font)


def _chinese_face(collection: TTCollection) -> TTFont:
    """Give the Chinese face, with the characters that only its sisters map."""
    face = collection.fonts[CHINESE_FACE]
    known = dict(face.getBestCmap())
    for sister in collection.fonts[:PROPORTIONAL_FACES]:
        for character, glyph in sister.getBestCmap().items():
            known.setdefault(character, glyph)
    for table in face["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap = {character: glyph for character, glyph in known.items() if table.format == 12 or character < 0x10000}
    return face


def _han(font: TTFont) -> Iterator[int]:
    """Yield all Han characters of a font: the basic block and its extensions."""
    for character in font.getBestCmap():
        if 0x3400 <= character < 0x4DC0 or 0x4E00 <= character < 0xA000 or 0x20000 <= character < 0x2F800:
            yield character


def _add_image_of(font: TTFont) -> None:
    """Draw U+2252 (≒) from an equals sign and two full stops: the one character of GBK that neither source has."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.transformPen import TransformPen

    glyphs, top = font.getGlyphSet(), font["CFF "].cff[0]
    width, side = font["hmtx"]["equal"]
    pen = T2CharStringPen(width, glyphs)
    glyphs["equal"].draw(pen)
    dot = _bounds(glyphs, "period")
    bars = _bounds(glyphs, "equal")
    gap = 40
    for x, y in ((bars[0], bars[3] + gap), (bars[2] - (dot[2] - dot[0]), bars[1] - gap - (dot[3] - dot[1]))):
        glyphs["period"].draw(TransformPen(pen, (1, 0, 0, 1, x - dot[0], y - dot[1])))
    drawn = pen.getCharString(private=top.Private, globalSubrs=top.GlobalSubrs)
    top.CharStrings.charStringsIndex.append(drawn)
    top.CharStrings.charStrings["uni2252"] = len(top.CharStrings.charStringsIndex) - 1
    top.charset.append("uni2252")
    font["hmtx"]["uni2252"] = (width, side)
    font.setGlyphOrder(top.charset)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap[0x2252] = "uni2252"


def _bounds(glyphs: Any, name: str) -> tuple[float, float, float, float]:
    from fontTools.pens.boundsPen import BoundsPen

    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    bounds: tuple[float, float, float, float] = pen.bounds
    return bounds


def _rename(font: TTFont, family: str, style: str, version: str, origin: str) -> None:
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {
        1: family,
        2: style,
        3: f"{version};{postscript}",
        4: f"{family} {style}",
        5: f"Version {version}",
        6: postscript,
        10: f"Subset of {origin}, made for the documents of footprint.",
        13: LICENCE,
        14: "https://openfontlicense.org",
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff[0]
    top.FamilyName, top.FullName = family, f"{family} {style}"
    # The date would make every build differ.
    font.recalcTimestamp = False
    font["head"].modified = font["head"].created


def _write(font: TTFont, target: Path) -> None:
    plain = io.BytesIO()
    font.save(plain, reorderTables=True)
    write_atomically(target, lzma.compress(plain.getvalue(), preset=9 | lzma.PRESET_EXTREME))
    sys.stdout.write(f"{target.name}: {len(plain.getvalue())} bytes, {target.stat().st_size} compressed\n")


def main(arguments: list[str] | None = None) -> int:
    """Make all four fonts.

    Raises
    ------
    SystemExit
        A source is not the one that this program was written for.
    """
    from fontTools.ttLib import TTCollection, TTFont

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--noto", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    parser.add_argument("--source-sans", type=Path, required=True)
    asked = parser.parse_args(arguments)
    folder = Path(__file__).parent
    for style in ("Regular", "Bold"):
        chinese, latin = asked.noto / f"NotoSansCJK-{style}.ttc", asked.source_sans / f"SourceSans3-{style}.otf"
        for path in (chinese, latin):
            if sha256_of_file(path, 50_000_000) != SOURCES[path.name]:
                parser.error(f"{path} is another version")
        face = _chinese_face(TTCollection(str(chinese)))
        _subset(face, {*characters_of("gbk"), *range(0x20, 0x7F), *(_han(face) if style == "Regular" else ())})
        _rename(face, "Footprint Hei", style, "2.004", "Noto Sans CJK SC")
        _write(face, folder / f"FootprintHei-{style}.otf.xz")
        face = TTFont(str(latin))
        _add_image_of(face)
        _subset(face, None)
        _rename(face, "Footprint Sans", style, "3.052", "Source Sans 3")
        _write(face, folder / f"FootprintSans-{style}.otf.xz")
    return 0


if __name__ == "__main__":
    sys.exit(main())
