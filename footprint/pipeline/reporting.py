"""From a footprint to a report: everything that is found out about it, written as a page, a PDF, a Word document."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.insight.uncertainty.uncertainty import DRAWS, SEED
from footprint.inventory import open_library
from footprint.inventory.brightway_project import BrightwayProject
from footprint.pipeline.calculation import ModelOrPath, calculate, sources_of
from footprint.units import Amount

if TYPE_CHECKING:
    from footprint.report.study.analysis import Analysis
    from footprint.report.study.document import Document
    from footprint.verification.profile import Profile

__all__ = ["analyse", "document_of", "report"]


def analyse(
    model: ModelOrPath | Footprint,
    inventories: Sequence[str | Path] = (),
    overrides: Mapping[str, Amount] | None = None,
    *,
    profile: Profile | str | os.PathLike[str] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    brightway: BrightwayProject | str | None = None,
) -> Analysis:
    """Calculate a footprint and find out all that a report says of it.

    Parameters
    ----------
    model
        A product model, its file, or a result.
    inventories, overrides, brightway
        As for `calculate`; a result is not calculated again.
    profile
        The rule profile whose rules are applied: its name, its file, or as it was read.
    draws, seed
        Of the uncertainty; with 0 draws it is left out.

    Raises
    ------
    ProblemsFound
        Where the model has errors.
    EngineError
        Where the result cannot be proved.
    """
    from footprint.report.study.analysis import analysis
    from footprint.verification.profile import Profile, read_profile

    if profile is not None and not isinstance(profile, Profile):
        profile = read_profile(profile)
    result = model if isinstance(model, Footprint) else calculate(model, inventories, overrides, brightway=brightway)
    return analysis(result, open_library(inventories, sources_of(brightway)), draws=draws, seed=seed, profile=profile)


def document_of(analysis: Analysis, *, title: str | None = None) -> Document:
    """Write the study report of an analysis, with its figures, not yet as a file.

    Parameters
    ----------
    analysis
        As `analyse` gives it.
    title
        Another title than the name of the product.
    """
    from footprint.report.study.document import Text
    from footprint.report.study.study import study

    document = study(analysis)
    return document if title is None else replace(document, title=Text(title, title))


def report(
    model: ModelOrPath | Footprint | Analysis,
    *files: str | os.PathLike[str],
    lang: Language = "en",
    inventories: Sequence[str | Path] = (),
    overrides: Mapping[str, Amount] | None = None,
    profile: Profile | str | os.PathLike[str] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    title: str | None = None,
    at: date | None = None,
    brightway: BrightwayProject | str | None = None,
) -> Document:
    """Write the study report of a product: ``.html``, ``.pdf`` or ``.docx`` by the ending of each file.

    Parameters
    ----------
    model
        A product model, its file, a result, or an analysis.
    files
        What to write; without any the report is only returned.
    lang
        Language of documents on paper; a page has both and begins with this one.
    inventories, overrides, profile, draws, seed, brightway
        As for `analyse`.
    title
        Another title than the name of the product.
    at
        Date that a PDF or a Word document bears; by default the last day of the model's period.

    Returns
    -------
    Document
        What the files say.

    Raises
    ------
    UnknownReportKind, ReportPackageMissing
        Before anything is calculated.
    """
    from footprint.files import write_atomically
    from footprint.report.study.analysis import Analysis
    from footprint.report.writing import kind_of, require_packages, write

    kinds = [kind_of(os.fspath(file)) for file in files]
    require_packages(kinds)
    if not isinstance(model, Analysis):
        model = analyse(model, inventories, overrides, profile=profile, draws=draws, seed=seed, brightway=brightway)
    document = document_of(model, title=title)
    for file, kind in zip(files, kinds, strict=True):
        write_atomically(file, write(document, kind, lang, at or model.result.model.period.end).content)
    return document
