"""``footprint batch``: many models, or many variants of models, to one file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.options import Debug, Inventories, Json, Lang
from footprint.cli.replacing import Force
from footprint.cli.session import Session, open_session

if TYPE_CHECKING:
    from footprint.batch import BatchReport
    from footprint.batch.running import Progress

__all__ = ["batch"]

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Models, folders with models, patterns, or one table of variants (.csv, .parquet, .xlsx).",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where the results go: .parquet, .csv or .xlsx.", show_default=False, dir_okay=False),
]
ModelsFolder = Annotated[
    Path | None,
    typer.Option(
        "--models",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Folder from which a table names its models; by default the folder of the table.",
        show_default=False,
    ),
]
CheckRows = Annotated[int, typer.Option("--check-rows", min=0, max=1000, metavar="N", help="How many rows Brightway recomputes.")]
PartRows = Annotated[
    int,
    typer.Option("--part-rows", min=0, max=10_000_000, metavar="N", help="Rows of a part, the unit of resuming; 0 lets footprint choose."),
]
Workers = Annotated[int, typer.Option("--workers", min=1, max=256, metavar="N", help="Processes of this machine that compute.")]
Against = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar="REGISTER|DIR",
        exists=True,
        help="Score issued results again: a register, or a folder with bundles, certificates or results.",
        show_default=False,
    ),
]
Threshold = Annotated[str, typer.Option("--threshold", metavar="SHARE", help="Share of its value beyond which an issued result has moved.")]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers compute, such as tcp://10.0.0.1:8786.", show_default=False
    ),
]


def batch(
    paths: Sources = None,
    out: Out = None,
    models: ModelsFolder = None,
    inventories: Inventories = None,
    workers: Workers = 1,
    scheduler: Scheduler = "",
    check_rows: CheckRows = 3,
    part_rows: PartRows = 0,
    force: Force = False,
    against: Against = None,
    threshold: Threshold = "5%",
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Compute many models, or many variants of models, and write one row for each.

    A table has the columns `id` and `model`, and parameters or exchange ids with their unit, such as `px_rate [kg/kg]`. What is wrong
    with the table is said before anything is computed. A row that fails is a row with its finding, and the exit status is 1. The same
    command goes on where an interrupted one stopped, and computes only what has changed since.

    With --against no model is named: the results that a register or a folder holds are scored again with the inventories of today, and
    those that moved beyond the threshold are listed with what moved them; then the exit status is 1.
    """
    if against is None and not paths:
        raise typer.BadParameter("name models or a table, or --against", param_hint="PATH")
    if against is not None and paths:
        raise typer.BadParameter("takes no PATH", param_hint="--against")
    if against is None and out is None:
        raise typer.BadParameter("is needed", param_hint="--out")
    with open_session(lang, as_json, debug) as session:
        if against is not None:
            _radar(session, against, threshold, out, inventories, workers, force)
            return
        assert paths is not None
        assert out is not None
        from footprint import pipeline
        from footprint.batch import Options

        folders = tuple(str(folder) for folder in inventories or ())
        options = Options(folders, str(models or ""), part_rows, check_rows, session.lang, force, workers, scheduler)
        with _progress(session) as progress:
            report = pipeline.batch(paths, out, options, progress)
        if report.failed:
            session.worst(1)
        if as_json:
            session.emit(report.as_dict())
        else:
            _show(report, session)


def _radar(
    session: Session, against: Path, threshold: str, out: Path | None, inventories: list[Path] | None, workers: int, force: bool
) -> None:
    from footprint import pipeline
    from footprint.batch.radar.sweep import read_threshold

    folders = tuple(str(folder) for folder in inventories or ())
    limit = read_threshold(threshold)
    with _progress(session) as progress:
        report = pipeline.radar(
            against, inventories=folders, threshold=limit, output=out, workers=workers, lang=session.lang, force=force, progress=progress
        )
    if report.count("moved") or report.count("failed"):
        session.worst(1)
    if session.as_json:
        session.emit(report.as_dict(session.lang))
        return
    from footprint.cli.radar_view import radar_table

    if report.moved:
        session.show(radar_table(report, session.lang))
    for renewal in report.renewals:
        for finding in renewal.findings:
            session.finding(finding)
    counts = {status: report.count(status) for status in ("same", "within", "moved", "failed")}
    session.line(session.say("radar_done", total=len(report.renewals), threshold=f"{limit:.4g}", share=f"{100 * limit:.4g} %", **counts))


def _show(report: BatchReport, session: Session) -> None:
    rate = report.computed / report.seconds if report.seconds else 0.0
    good = report.rows - report.failed
    session.line(session.say("batch_done", file=report.output, rows=f"{report.rows:,}", good=f"{good:,}", failed=f"{report.failed:,}"))
    for cause in report.causes:
        key = "batch_cause" if cause.rows == 1 else "batch_causes"
        session.line(session.say(key, rows=f"{cause.rows:,}", codes=cause.codes, id=cause.first, finding=cause.finding))
    for doubt in report.doubts:
        session.line(session.say("batch_doubt", rows=f"{doubt.rows:,}", codes=doubt.codes, id=doubt.first))
    for note in report.notes:
        session.finding(note, err=True)
    times = {"computed": f"{report.computed:,}", "seconds": f"{report.seconds:.1f}", "rate": f"{rate:,.0f}"}
    session.line(session.say("batch_time", **times), err=True)
    if report.checked:
        session.line(session.say("batch_checked", count=len(report.checked), seconds=f"{report.check_seconds:.1f}"), err=True)


@contextmanager
def _progress(session: Session) -> Iterator[Progress | None]:
    """Show how far the batch is, how fast, and how long it will take; on a terminal only."""
    if not sys.stderr.isatty() or (session.as_json and sys.stdout.isatty()):
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    rate = TextColumn("{task.fields[rate]}")
    with Bar(BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(), console=session.console(err=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def show(done: int, total: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=total, rate=session.say("batch_rate", rate=f"{speed:,.0f}") if speed else "")

        yield show
