"""Workers of a Dask cluster that compute parts of a batch.

Models travel to every worker once, ready for their rows: with them all that the rows need of the inventories. Where all workers
see the folder of the batch, they read the table and write their parts themselves; otherwise rows travel to them and parts back. A
part that a lost worker had not finished is computed by another one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from footprint.batch.errors import ClusterApart, ClusterUnreachable, ClusterVersions, DaskMissing, WorkersLost
from footprint.batch.planning import Batch, software
from footprint.batch.store import Store, write_part
from footprint.batch.variants import Rows
from footprint.batch.work import Done, Earlier, Job, Made, make_part
from footprint.batch.workers import PreparedModels, compute_stretch, workshop_of

__all__ = ["compute_on_cluster"]

PATIENCE = 20
"""Seconds that a scheduler may take to answer."""

_WAITING = 3
"""Tasks that wait at each worker: enough to keep it busy, so few that rows do not pile up."""


def compute_on_cluster(
    address: str, batch: Batch, prepared: PreparedModels, store: Store, stretches: Sequence[Sequence[int]], reuse: Any, earlier: Earlier
) -> Iterator[Done]:
    """Compute parts on the workers of a Dask cluster.

    Parameters
    ----------
    address
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    DaskMissing, ClusterUnreachable, ClusterVersions, ClusterApart
        The cluster cannot be used.
    WorkersLost
        Workers are lost again and again over the same part.
    """
    try:
        import distributed
    except ImportError:
        raise DaskMissing from None
    try:
        library: Any = distributed
        client = library.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterUnreachable(address=address, why=str(error)[:200] or type(error).__name__) from None
    with client:
        _check_versions(client)
        job = batch.job
        seen = all(client.run(_sees, str(store.folder / "manifest.json"), batch.plan).values())
        if not seen and (job.table is None or len(prepared) < len(batch.uses)):
            raise ClusterApart
        # What does not differ from part to part travels to every worker once.
        held = client.scatter((job if seen else _without_table(job), prepared), broadcast=True, hash=False)
        if seen:
            whole: Iterator[tuple[Any, ...]] = (
                (_stretch, held, tuple(numbers), str(store.folder), reuse, earlier) for numbers in stretches
            )
            for done in _finished(client, whole):
                yield from done
            return
        tasks: Iterator[tuple[Any, ...]] = ((_remote, held, number, rows) for number, rows in _rows(job, stretches))
        for number, count, made in _finished(client, tasks):
            path = write_part(store.folder, number, made.key, made.content)
            yield Done(number, made.key[:32], str(path), count, made.computed, made.uses)


def _check_versions(client: Any) -> None:
    here = software()
    found = client.run(software)
    if not found:
        raise ClusterUnreachable(address=client.scheduler.address, why="it has no workers")
    for worker, versions in found.items():
        if versions != here:
            differ = [f"{name} {versions.get(name)} ≠ {version}" for name, version in here.items() if versions.get(name) != version]
            raise ClusterVersions(worker=worker, differ=differ)


def _sees(manifest: str, plan: str) -> bool:
    try:
        return plan in Path(manifest).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _finished(client: Any, tasks: Iterator[tuple[Any, ...]]) -> Iterator[Any]:
    """Submit tasks, a few for each worker at a time, and yield what they give as they end."""
    import distributed

    library: Any = distributed
    pending: set[Any] = set()
    ended = library.as_completed(loop=client.loop)
    try:
        while True:
            room = _WAITING * max(1, sum(client.nthreads().values())) - len(pending)
            for task in itertools.islice(tasks, max(0, room)):
                future = client.submit(*task, pure=False, retries=2)
                pending.add(future)
                ended.add(future)
            if not pending:
                return
            future = next(ended)
            pending.discard(future)
            yield future.result()
            future.release()
    except (library.KilledWorker, library.CancelledError, TimeoutError):
        raise WorkersLost(count="3 or more") from None
    finally:
        client.cancel(list(pending))


def _rows(job: Job, stretches: Sequence[Sequence[int]]) -> Iterator[tuple[int, Rows]]:
    for numbers in stretches:
        yield from zip(numbers, job.read(numbers[0], numbers[-1] + 1), strict=True)


def _stretch(held: tuple[Job, PreparedModels], numbers: Sequence[int], folder: str, reuse: Any, earlier: Earlier) -> list[Done]:
    """Compute parts of a table that this worker reads itself."""
    return compute_stretch(*held, numbers, folder, reuse, earlier)


def _remote(held: tuple[Job, PreparedModels], number: int, rows: Rows) -> tuple[int, int, Made]:
    """Compute a part from rows that travelled."""
    return number, len(rows), make_part(rows, held[0], workshop_of(*held))


def _without_table(job: Job) -> Job:
    """Leave out where the rows are read from: the worker does not see it."""
    assert job.table is not None
    return replace(job, table=replace(job.table, store=""))
