"""A report as a file: which kind it is follows from the ending of its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

from footprint.errors import Finding, Language
from footprint.report.errors import ReportPackageMissing, UnknownReportKind
from footprint.report.study.document import Document, Figure, Section
from footprint.typeset.errors import CharactersReplaced

__all__ = ["KINDS", "Written", "figure_files", "kind_of", "require_packages", "write"]

#: Endings of files, with what has to be installed for each: names of packages and of their modules.
KINDS = {
    ".html": (("vl-convert-python", "vl_convert"), ("fonttools", "fontTools")),
    ".pdf": (("typst", "typst"), ("fonttools", "fontTools"), ("vl-convert-python", "vl_convert")),
    ".docx": (("python-docx", "docx"), ("vl-convert-python", "vl_convert")),
}
FIGURES = (("vl-convert-python", "vl_convert"),)


@dataclass(frozen=True, slots=True)
class Written:
    """A report as the content of a file, and what has to be said of it."""

    content: bytes
    findings: tuple[Finding, ...] = ()


def kind_of(file: str | Path) -> str:
    """Give the ending of a report's file in lower case.

    Raises
    ------
    UnknownReportKind
        It is none of `KINDS`.
    """
    ending = Path(file).suffix.lower()
    if ending not in KINDS:
        raise UnknownReportKind(file=str(file), kinds=list(KINDS))
    return ending


def require_packages(kinds: Iterable[str], *, figures: bool = False) -> None:
    """Make sure that what reports need is installed, before anything is calculated for one.

    Raises
    ------
    ReportPackageMissing
        With the first package that is not there.
    """
    for package, module in (*(pair for kind in kinds for pair in KINDS[kind]), *(FIGURES if figures else ())):
        try:
            import_module(module)
        except ImportError:
            raise ReportPackageMissing(package=package) from None


def write(document: Document, kind: str, lang: Language, at: date) -> Written:
    """Write a report.

    Parameters
    ----------
    document
        The report.
    kind
        One of `KINDS`.
    lang
        Language of what is on paper; a page has both and begins with this one.
    at
        Date of the report: the same report of the same date gives the same bytes.

    Raises
    ------
    ReportPackageMissing
        See `require_packages`.
    """
    require_packages([kind])
    if kind == ".pdf":
        from footprint.report.pdf import pdf

        made = pdf(document, lang, at)
        return Written(made.content, (CharactersReplaced(characters=list(made.replaced)).finding,) if made.replaced else ())
    if kind == ".docx":
        from footprint.report.word import word

        return Written(word(document, lang, at))
    from footprint.report.page import page

    return Written(page(document, lang).encode("utf-8"))


def figure_files(document: Document, lang: Language) -> Iterator[tuple[str, bytes]]:
    """Give every figure of a report as SVG and as PNG, with the names of their files.

    Raises
    ------
    ReportPackageMissing
        See `require_packages`.
    """
    require_packages((), figures=True)
    from footprint.report.figures.drawing import figure_png, figure_svg

    for figure in _figures(document.sections):
        yield f"{figure.name}.svg", figure_svg(figure, lang).encode("utf-8")
        yield f"{figure.name}.png", figure_png(figure, lang)


def _figures(sections: Iterable[Section]) -> Iterator[Figure]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Figure))
        yield from _figures(section.sections)
