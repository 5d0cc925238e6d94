"""``footprint report``: everything about a footprint, as a page, a PDF or a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.errors import CannotWrite
from footprint.cli.models import model_path
from footprint.cli.options import (
    BrightwayDir,
    BrightwayProjectName,
    Debug,
    Inventories,
    Json,
    Lang,
    Models,
    ScenarioName,
    Set,
    Target,
    brightway_project,
    overrides_of,
    share_of,
)
from footprint.cli.progress import with_progress
from footprint.cli.session import Session, open_session
from footprint.cli.writing import write_bytes, written

if TYPE_CHECKING:
    from footprint.report.study.document import Document

__all__ = ["report"]

_PLACE = "{model}"

Out = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--out",
        metavar="FILE",
        help="What to write: .html, .pdf or .docx; may be repeated. {model} in it stands for the name of the model.",
        show_default=False,
    ),
]
Figures = Annotated[
    Path | None,
    typer.Option("--figures", metavar="DIR", file_okay=False, help="Write every figure as SVG and PNG into a folder.", show_default=False),
]
ProfileName = Annotated[
    str | None,
    typer.Option("--profile", metavar="PROFILE", help="Apply the rules of a rule profile: its name or its file.", show_default=False),
]
Draws = Annotated[
    int, typer.Option("--draws", metavar="N", min=0, max=10_000_000, help="Number of draws of the uncertainty; 0 leaves it out.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="What the draws depend on: the same seed gives the same draws.")]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="Another title than the name of the product.", show_default=False)
]
Date = Annotated[
    datetime | None,
    typer.Option(
        "--date",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="Date of the report; by default none is printed, and files bear the last day of the model's period.",
        show_default=False,
    ),
]


def report(
    paths: Models,
    out: Out = None,
    figures: Figures = None,
    as_json: Json = False,
    lang: Lang = None,
    profile: ProfileName = None,
    draws: Draws = 10_000,
    seed: Seed = 1,
    target: Target = "1/3",
    title: Title = None,
    day: Date = None,
    settings: Set = None,
    scenario: ScenarioName = None,
    inventories: Inventories = None,
    project: BrightwayProjectName = None,
    projects: BrightwayDir = None,
    debug: Debug = False,
) -> None:
    """Write the study report of a footprint: a page that works offline, a PDF to hand on, a Word document to edit.

    All say the same: results, hotspots, sensitivities, uncertainty, data quality, cut-offs, sources, and what ISO 14067 and GB/T 24067
    ask of a report. The page holds Chinese and English; the others are written in the language of --lang. Several models are
    reported in turn when {model} stands in the name of the file.
    """
    if not out and figures is None and not as_json:
        raise typer.BadParameter("names no file to write", param_hint="--out")
    with open_session(lang, as_json, debug) as session:
        from footprint.report.writing import kind_of, require_packages

        _refuse(session, paths, out or [], figures)
        require_packages([kind_of(file) for file in out or []], figures=figures is not None)
        brightway, overrides, aim = brightway_project(project, projects), overrides_of(settings), share_of(target)
        for path in with_progress(session, paths):
            with session.attempt(path):
                from footprint import pipeline

                analysis = pipeline.analyse(
                    model_path(path),
                    inventories or (),
                    overrides,
                    scenario=scenario,
                    profile=profile,
                    draws=draws,
                    seed=seed,
                    target=aim,
                    brightway=brightway,
                )
                document = pipeline.document_of(analysis, title=title, dated=None if day is None else day.date())
                at = day.date() if day is not None else analysis.result.model.period.end
                files = [_named(one, path) for one in out or []]
                _write(session, document, files, None if figures is None else _named(figures, path), at)
                if as_json:
                    session.emit({"schema": "footprint/report/1", "files": [str(one) for one in files], **analysis.as_dict(session.lang)})


def _refuse(session: Session, paths: Sequence[str], out: Sequence[Path], figures: Path | None) -> None:
    """Refuse before anything is calculated what could not be written."""
    from footprint.report.errors import SeveralModelsOneFile

    for file in (*out, *([] if figures is None else [figures])):
        names = [_named(file, path) for path in paths]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise SeveralModelsOneFile(file=str(twice[0]), count=names.count(twice[0]), pattern=_PLACE)
    for folder in {_named(file, path).parent for file in out for path in paths}:
        if not folder.is_dir():
            raise CannotWrite(file=str(folder), why=session.say("report_no_folder"))


def _named(file: Path, path: str) -> Path:
    """Put the name of a model where its place is in the name of a file."""
    return Path(str(file).replace(_PLACE, Path(path).stem))


def _write(session: Session, document: Document, files: Sequence[Path], figures: Path | None, at: date) -> None:
    from footprint.report.writing import figure_files, kind_of, write

    for file in files:
        made = write(document, kind_of(file), session.lang, at)
        for finding in made.findings:
            session.finding(finding, err=True)
        write_bytes(file, made.content)
        session.line(session.say("written", file=file), err=True)
    if figures is not None:
        with written(figures):
            figures.mkdir(parents=True, exist_ok=True)
        for name, content in figure_files(document, session.lang):
            write_bytes(figures / name, content)
        session.line(session.say("written", file=figures), err=True)
