"""The only door to typst.

A document is a fixed source that we wrote and files beside it that hold data. Nothing that a user wrote becomes source: the document reads
it with ``json("data.json")``, and a text in JSON stays a text. typst sees a folder of its own with these files and nothing else, no
fonts but ours, no packages, no network, and the time that it is given: the same input gives the same bytes everywhere.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Final, Literal

from footprint.files import confined
from footprint.typeset.errors import NotTypeset, TypstMissing
from footprint.typeset.fonts import font_folder

__all__ = ["STANDARD", "Standard", "page_count", "require_packages", "typeset"]

Standard = Literal["a-2a", "a-3b", "ua-1"]
"""What a PDF may conform to, in the names of typst."""

STANDARD: Final = "a-3b"
"""PDF/A-3, level B: files may be attached, and what is seen is fixed for good."""


def require_packages() -> None:
    """Make sure that what documents need is installed, before anything is begun that needs one.

    Raises
    ------
    TypstMissing
        With the first package of the extra `certify` that is not there.
    """
    for package, module in (("typst", "typst"), ("fonttools", "fontTools"), ("segno", "segno")):
        try:
            import_module(module)
        except ImportError:
            raise TypstMissing(package=package) from None


def typeset(source: str, files: Mapping[str, bytes], at: datetime, standards: Sequence[Standard] = (STANDARD,)) -> bytes:
    """Typeset a document.

    Parameters
    ----------
    source
        The document in typst; never made from what users write.
    files
        What the document reads, by plain file name.
    at
        The time that the document says it was made; with a time zone.
    standards
        What the PDF conforms to.

    Returns
    -------
    bytes
        A PDF.

    Raises
    ------
    TypstMissing
        The package typst is not installed.
    NotTypeset
        typst refuses the source: a defect of ours.
    """
    try:
        import typst
    except ImportError:
        raise TypstMissing(package="typst") from None
    with tempfile.TemporaryDirectory(prefix="footprint-typeset-") as name:
        folder = Path(name)
        for file, content in files.items():
            confined(folder, file).write_bytes(content)
        (folder / "document.typ").write_text(source, encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())])
        compiler = typst.Compiler(
            input=str(folder / "document.typ"),
            root=name,
            font_paths=fonts,
            package_path=str(folder / "no-packages"),
            package_cache_path=str(folder / "no-packages"),
        )
        try:
            made = compiler.compile(format="pdf", pdf_standards=list(standards), timestamp=int(at.timestamp()))
        except typst.TypstError as error:
            raise NotTypeset(why=str(error).replace(name, "").strip().rstrip(".")[:1000]) from None
    if not isinstance(made, bytes):
        raise NotTypeset(why="no pages")
    return made


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF of ours."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    return int(PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"])
