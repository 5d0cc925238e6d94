"""``footprint review``: what a verifier must know of an evidence bundle, and what is still open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.moments import moment_of
from footprint.cli.options import BrightwayDir, BrightwayProjectName, Debug, Inventories, Json, Lang, Salts, brightway_project
from footprint.cli.session import Session, open_session
from footprint.cli.writing import write_text, written

if TYPE_CHECKING:
    from footprint.verification.review import Decision, Review

__all__ = ["review"]

DECISION = "decision.yaml"

BundleFile = Annotated[Path, typer.Argument(metavar="BUNDLE", help="The evidence bundle.", show_default=False)]
DecisionFile = Annotated[
    Path | None,
    typer.Option("--decision", metavar="FILE", help="The decision so far, on this bundle or the one before.", show_default=False),
]
Previous = Annotated[
    Path | None, typer.Option("--previous", metavar="BUNDLE", help="The bundle before, to list what was changed.", show_default=False)
]
Others = Annotated[
    list[Path] | None,
    typer.Option(
        "--other",
        metavar="BUNDLE",
        help="Bundle of another model of the same product, to compare with; may be repeated.",
        show_default=False,
    ),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Folder for the lists and the decision.", show_default=False)]
Plan = Annotated[bool, typer.Option("--plan", help="Show the sampling plan in full, with what to look at on site.")]
On = Annotated[
    str | None,
    typer.Option("--at", metavar="DATE", help="Day for which validity is judged; that of the decision, or today.", show_default=False),
]


def review(
    bundle: BundleFile,
    decision: DecisionFile = None,
    previous: Previous = None,
    others: Others = None,
    out: Out = None,
    plan: Plan = False,
    at: On = None,
    inventories: Inventories = None,
    salts: Salts = None,
    project: BrightwayProjectName = None,
    projects: BrightwayDir = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Review an evidence bundle: recompute it, apply its rules, and list what does not conform and what evidence to see.

    --out writes the nonconformity list, the sampling plan and a decision to be completed. Give the decision back with --decision: its
    numbers stay, also for the bundle of a corrected model, with --previous for what was changed. Nothing is closed but by the decision.

    Exit status: 0 nothing is open and the number is reproduced, 1 something is open or differs, 2 the bundle cannot be reviewed.
    """
    day = moment_of(at)
    with open_session(lang, as_json, debug) as session:
        from footprint import pipeline
        from footprint.verification.review import read_decision

        known = None if decision is None else read_decision(decision)
        judged = (day or datetime.now(UTC)).date() if day or known is None or known.date is None else known.date
        with _working(session, bundle):
            done = pipeline.review(
                bundle,
                known,
                inventories or (),
                previous=previous,
                others=others or (),
                salts=salts,
                brightway=brightway_project(project, projects),
                at=judged,
            )
        files = [] if out is None else _write(done, out, decision, session)
        _tell(done, plan, session)
        for file in files:
            session.line(session.say("written", file=file), err=True)
        if not done.good:
            session.worst(1)


@contextmanager
def _working(session: Session, bundle: Path) -> Iterator[None]:
    """Say on a terminal what takes so long: the sampling plan of a large model may take half a minute."""
    if not sys.stderr.isatty():
        yield
        return
    with session.console(err=True).status(session.say("working", path=bundle)):
        yield


def _tell(done: Review, plan: bool, session: Session) -> None:
    if session.as_json:
        from footprint.verification.review.lists import review_as_dict

        session.emit(review_as_dict(done, session.lang))
        return
    from footprint.cli.review_view import in_full, outcome

    for finding in (*done.findings, *done.published):
        session.finding(finding, err=True)
    session.show(in_full(done, session.lang))
    if plan and done.plan is not None:
        session.line()
        session.line(done.plan.text(session.lang).rstrip("\n"))
    session.line()
    for line in outcome(done, session.lang):
        session.line(line)


def _write(done: Review, folder: Path, decision: Path | None, session: Session) -> list[Path]:
    """Write the lists, and the decision to be completed unless it stands there already; it is never written over another one."""
    import json

    from footprint.verification.review import decision_form
    from footprint.verification.review.lists import changes_csv, nonconformities_csv

    lang = session.lang
    lines = [line.as_dict() for line in done.nonconformities]
    texts = {
        "nonconformities.csv": nonconformities_csv(done, lang),
        "nonconformities.json": json.dumps(lines, ensure_ascii=False, indent=2) + "\n",
        DECISION: decision_form(done, lang),
    }
    if done.changes:
        texts["changes.csv"] = changes_csv(done, lang)
    if done.plan is not None:
        texts["sampling-plan.csv"] = "\ufeff" + done.plan.csv(lang)
        texts["sampling-plan.txt"] = done.plan.text(lang)
    if _stands(folder / DECISION, texts[DECISION], done.decision, decision, done):
        del texts[DECISION]
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        write_text(folder / name, text)
    return [folder / name for name in texts]


def _stands(file: Path, text: str, decision: Decision | None, given: Path | None, done: Review) -> bool:
    """Tell whether the folder holds the decision already.

    Raises
    ------
    DecisionExists
        It holds another one.
    """
    from footprint.errors import Place
    from footprint.files import decode_utf8, read_bytes
    from footprint.verification.review.errors import DecisionExists

    if not file.exists():
        return False
    # The reviewer's own file, with comments and in an order of its own, says all there is to say of this bundle.
    complete = (
        decision is not None
        and done.for_this_bundle
        and {line.number for line in decision.nonconformities} == {line.number for line in done.nonconformities}
    )
    if complete and given is not None and file.samefile(given):
        return True
    if decode_utf8(read_bytes(file), str(file)) == text:
        return True
    raise DecisionExists(Place(str(file)), file=str(file))
