"""A batch from its sources to its output: refused before it starts, or resumed until it is complete."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from footprint.batch.errors import InputChanged, OutputIsInput
from footprint.batch.evaluation import Calculate
from footprint.batch.finishing import check_rows, describe, refuse_changes
from footprint.batch.output import check_output, previous_about, publish
from footprint.batch.planning import Batch, Options, plan_batch
from footprint.batch.report import BatchReport, Cause, Doubt
from footprint.batch.resuming import Reuse, complete_parts, missing_parts, rows_of_models, up_to_date
from footprint.batch.sources import resolve
from footprint.batch.store import Store
from footprint.batch.variants import open_table
from footprint.batch.work import Done, Earlier
from footprint.batch.workers import PreparedModels, compute_here, compute_in_processes, start_processes
from footprint.errors import FootprintError, Place

__all__ = ["Progress", "run_batch"]

_STRETCH = 8
"""Parts that a worker computes at a time at most."""

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and of how many."""


def run_batch(
    paths: Sequence[str], output: str | Path, calculate: Calculate, options: Options = Options(), progress: Progress | None = None
) -> BatchReport:
    """Compute many models, or many variants of models.

    Parameters
    ----------
    paths
        Models, folders, patterns, or one table.
    output
        A file whose name ends with ``.parquet``, ``.csv`` or ``.xlsx``.
    calculate
        Calculates one model, with Brightway.
    progress
        Is told how far the batch is.

    Raises
    ------
    ProblemsFound
        With everything that is wrong with the table; nothing was computed then.
    BatchError
        The batch cannot start or go on.
    """
    started = time.perf_counter()
    sources, target = resolve(paths), Path(output)
    inputs = (sources.table, *sources.models) if sources.table else sources.models
    if any(_same(target, file) for file in inputs):
        raise OutputIsInput(Place(str(target)), file=str(target))
    check_output(target, force=options.force)
    if options.workers > 1 and not options.scheduler:
        start_processes()
    table = open_table(sources.table) if sources.table else None
    store = Store(target)
    with store.opened():
        try:
            batch = plan_batch(sources, table, store, calculate, options)
        except FootprintError:
            if not store.manifest():
                store.remove()
            raise
        return _run(batch, store, options, progress or _silent, started)


def _run(batch: Batch, store: Store, options: Options, progress: Progress, started: float) -> BatchReport:
    job = batch.job
    about = previous_about(store.output)
    if about.get("plan") == batch.plan and up_to_date(batch, about):
        store.remove()
        return _report(batch, store, about, 0, time.perf_counter() - started, 0.0)
    done = complete_parts(batch, store)
    earlier = rows_of_models(batch, store, done) if job.table is None else {}
    if store.manifest() != batch.stamp:
        store.begin(batch.stamp)
    computed = 0
    rows_done = sum(part.rows for part in done.values())
    progress(rows_done, job.rows)
    for part in _compute(batch, store, options, done, earlier):
        if job.table is not None and any(batch.uses[name] != use for name, use in part.uses.items()):
            raise InputChanged(files=sorted(name for name, use in part.uses.items() if batch.uses[name] != use))
        done[part.number] = part
        computed += part.computed
        rows_done += part.rows
        progress(rows_done, job.rows)
    uses = {name: use for part in done.values() for name, use in part.uses.items()} if job.table is None else batch.uses
    refuse_changes(batch, uses)
    begun = time.perf_counter()
    checked = check_rows(batch, done, options.check_rows)
    check_seconds = time.perf_counter() - begun
    parts = [done[number] for number in range(job.parts)]
    about = describe(batch, uses, parts, checked)
    publish(store, [Path(part.path) for part in parts], about, merge=job.table is None)
    store.remove()
    return _report(batch, store, about, computed, time.perf_counter() - started - check_seconds, check_seconds)


def _compute(batch: Batch, store: Store, options: Options, done: Mapping[int, Done], earlier: Earlier) -> Iterator[Done]:
    """Compute the parts that are missing, where the options say."""
    job, reuse = batch.job, Reuse(store)
    workers = options.workers
    if options.scheduler:
        from footprint.batch.cluster import compute_on_cluster

        stretches = list(missing_parts(job, done, _STRETCH if job.parts > 100 * _STRETCH else 1))
        return compute_on_cluster(options.scheduler, batch, _prepared(batch), store, stretches, reuse, earlier)
    if workers == 1:
        stretches = list(missing_parts(job, done, job.parts))
        return compute_here(job, batch.workshop, stretches, store.folder, reuse, earlier)
    longest = max(1, min(_STRETCH, (job.parts - len(done)) // (4 * workers)))
    return compute_in_processes(workers, job, _prepared(batch), list(missing_parts(job, done, longest)), store.folder, reuse, earlier)


def _prepared(batch: Batch) -> PreparedModels:
    """Give the models of a table, to travel ready; those of a batch without table are read where they are computed."""
    return batch.workshop.models.prepared() if batch.job.table is not None else {}


def _report(batch: Batch, store: Store, about: Mapping[str, Any], computed: int, seconds: float, check_seconds: float) -> BatchReport:
    causes = tuple(Cause(**cause) for cause in about["causes"])
    doubts = tuple(Doubt(**doubt) for doubt in about.get("doubts", ()))
    checked = tuple(about["checked"]) if check_seconds else ()
    notes = tuple(batch.workshop.notes)
    rows, failed = about["rows"], about["failed"]
    return BatchReport(str(store.output), rows, failed, computed, causes, doubts, checked, seconds, check_seconds, notes)


def _same(one: Path, other: str) -> bool:
    try:
        return one.exists() and one.samefile(other)
    except OSError:
        return False


def _silent(done: int, total: int) -> None:
    pass
