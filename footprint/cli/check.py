"""``footprint check``: all problems of product models, up to linking."""

from __future__ import annotations

from footprint.cli.models import model_path
from footprint.cli.options import BrightwayDir, BrightwayProjectName, Debug, Inventories, Json, Lang, Models, brightway_project
from footprint.cli.session import Session, open_session, report, summary
from footprint.errors import ExitStatus, Finding

__all__ = ["check", "show_findings"]


def check(
    paths: Models,
    as_json: Json = False,
    lang: Lang = None,
    inventories: Inventories = None,
    project: BrightwayProjectName = None,
    projects: BrightwayDir = None,
    debug: Debug = False,
) -> None:
    """Find all problems of product models, each with its place and a hint.

    Exit status: 0 where there are no errors (warnings may be there); 1 where there are; 2 where a file cannot be read.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint import pipeline

        brightway = brightway_project(project, projects)
        for path in paths:
            with session.attempt(path):
                show_findings(session, path, pipeline.check(model_path(path), inventories or (), brightway=brightway))


def show_findings(session: Session, path: str, findings: tuple[Finding, ...]) -> None:
    """Show the findings about one path as the answer to the question, and set the status."""
    about = report(path, findings, session.lang)
    if session.as_json:
        session.emit(about)
    else:
        for finding in findings:
            session.finding(finding)
        session.line(session.say("checked", path=path, summary=summary(findings, session.lang)))
    if about["unreadable"]:
        session.worst(ExitStatus.COULD_NOT)
    elif not about["good"]:
        session.worst(ExitStatus.ANSWER_IS_NO)
