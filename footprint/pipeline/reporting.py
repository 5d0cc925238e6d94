"""From a footprint to a report: everything that is found out about it, written as a page, a PDF, a Word document."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.engine.result import Footprint
from footprint.errors import FootprintError, Language
from footprint.insight.levers import TARGET
from footprint.insight.uncertainty.uncertainty import DRAWS, SEED
from footprint.inventory import open_library
from footprint.inventory.brightway_project import BrightwayProject
from footprint.pipeline.calculation import ModelOrPath, calculate, calculate_with, sources_of
from footprint.units import Amount

if TYPE_CHECKING:
    from footprint.inventory import Library
    from footprint.model import ProductModel
    from footprint.report.study.analysis import Analysis
    from footprint.report.study.document import Document, Text
    from footprint.verification.profile import Profile

__all__ = ["analyse", "document_of", "write_report"]


def analyse(
    model: ModelOrPath | Footprint,
    inventories: Sequence[str | Path] = (),
    overrides: Mapping[str, Amount] | None = None,
    *,
    scenario: str | None = None,
    profile: Profile | str | os.PathLike[str] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    target: float = TARGET,
    brightway: BrightwayProject | str | None = None,
) -> Analysis:
    """Calculate a footprint and find out all that a report says of it.

    Parameters
    ----------
    model
        A product model, its file, or a result.
    inventories, overrides, scenario, brightway
        As for `calculate`; a result is not calculated again.
    profile
        The rule profile whose rules are applied: its name, its file, or as it was read.
    draws, seed
        Of the uncertainty; with 0 draws it is left out.
    target
        Share by which the footprint should fall: how much of each lever would do.

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
    result = model if isinstance(model, Footprint) else calculate(model, inventories, overrides, scenario=scenario, brightway=brightway)
    library = open_library(inventories, sources_of(brightway))
    again, missing = _calculated_again(result, library, target)
    return analysis(result, library, draws=draws, seed=seed, profile=profile, missing=missing, **again)


def _calculated_again(result: Footprint, library: Library, target: float) -> tuple[dict[str, Any], dict[str, Text]]:
    """Calculate the product again with other choices; a choice that there is not, or that fails, is missing with its reason."""
    from footprint.insight.allocation_envelope import envelope
    from footprint.insight.electricity import grid_sensitivity
    from footprint.insight.levers import levers
    from footprint.insight.scenarios import what_if
    from footprint.report.study.analysis import said

    def recalculate(model: ProductModel, values: Mapping[str, Amount]) -> Footprint:
        return calculate_with(model, library, values)

    analyses: dict[str, Callable[[], Any]] = {
        "what_if": lambda: what_if(result, None, recalculate),
        "electricity": lambda: grid_sensitivity(result, library),
        "envelope": lambda: envelope(result, recalculate),
        "levers": lambda: levers(result, library, recalculate, target),
    }
    found: dict[str, Any] = {}
    missing: dict[str, Text] = {}
    for name, analysed in analyses.items():
        try:
            found[name] = analysed()
        except FootprintError as error:
            missing[name] = said(error)
    return found, missing


def document_of(analysis: Analysis, *, title: str | None = None, dated: date | None = None) -> Document:
    """Write the study report of an analysis, with its figures, not yet as a file.

    Parameters
    ----------
    analysis
        As `analyse` gives it.
    title
        Another title than the name of the product.
    dated
        Date that is printed on the first page; by default none.
    """
    from footprint.report.study.document import Facts, Text
    from footprint.report.study.figures import figures_of
    from footprint.report.study.study import study

    document = study(analysis, figures_of(analysis))
    if title is not None and title.strip():
        document = replace(document, title=Text(title, title))
    if dated is not None:
        row = (Text("Date of this report", "报告日期"), dated.isoformat())
        document = replace(document, key_facts=Facts((*document.key_facts.rows, row)))
    return document


def write_report(
    model: ModelOrPath | Footprint | Analysis,
    *files: str | os.PathLike[str],
    lang: Language = "en",
    inventories: Sequence[str | Path] = (),
    overrides: Mapping[str, Amount] | None = None,
    scenario: str | None = None,
    profile: Profile | str | os.PathLike[str] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    target: float = TARGET,
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
    inventories, overrides, scenario, profile, draws, seed, target, brightway
        As for `analyse`.
    title
        Another title than the name of the product.
    at
        Date of the report, on its first page and in its file; by default none is printed, and files bear the last day of the period.

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
        model = analyse(
            model,
            inventories,
            overrides,
            scenario=scenario,
            profile=profile,
            draws=draws,
            seed=seed,
            target=target,
            brightway=brightway,
        )
    document = document_of(model, title=title, dated=at)
    for file, kind in zip(files, kinds, strict=True):
        write_atomically(file, write(document, kind, lang, at or model.result.model.period.end).content)
    return document
