"""Workers of a Dask cluster that compute parts of a batch.

What models and inventories the rows need travels to every worker once. Where all workers see the folder of the batch, they read
the table and write their parts themselves; otherwise rows travel to them and parts back. A part that a lost worker had not
finished is computed by another one.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from footprint.batch.errors import ClusterApart, ClusterUnreachable, ClusterVersions, DaskMissing, WorkersLost
from footprint.batch.models import files_of, find_model
from footprint.batch.planning import Batch, software
from footprint.batch.store import Store, write_part
from footprint.batch.variants import Rows
from footprint.batch.work import Done, Earlier, Job, Made, Workshop, make_part
from footprint.batch.workers import compute_stretch
from footprint.errors import FootprintError

__all__ = ["compute_on_cluster"]

PATIENCE = 20
"""Seconds that a scheduler may take to answer."""

_WAITING = 3
"""Tasks that wait at each worker: enough to keep it busy, so few that rows do not pile up."""

_WORKSHOPS: dict[str, Workshop] = {}


@dataclass(frozen=True)
class Baggage:
    """Models and inventories as they travel: a zip, and its digest.

    Parameters
    ----------
    content
        Members ``models/…`` and ``inventories/N/…``.
    """

    content: bytes
    sha256: str
    inventories: int


def compute_on_cluster(
    address: str, batch: Batch, store: Store, stretches: Sequence[Sequence[int]], reuse: Any, earlier: Earlier
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
        if all(client.run(_sees, str(store.folder / "manifest.json"), batch.plan).values()):
            held = client.scatter(job, broadcast=True, hash=False)
            whole: Iterator[tuple[Any, ...]] = (
                (_stretch, held, tuple(numbers), str(store.folder), reuse, earlier) for numbers in stretches
            )
            for done in _finished(client, whole):
                yield from done
            return
        if job.table is None:
            raise ClusterApart
        held = client.scatter((_without_table(job), _packed(batch)), broadcast=True, hash=False)
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


def _stretch(job: Job, numbers: Sequence[int], folder: str, reuse: Any, earlier: Earlier) -> list[Done]:
    return compute_stretch(job, numbers, folder, reuse, earlier)


def _remote(held: tuple[Job, Baggage], number: int, rows: Rows) -> tuple[int, int, Made]:
    """Compute a part from rows that travelled."""
    job, baggage = held
    if baggage.sha256 not in _WORKSHOPS:
        folder = _unpacked(baggage)
        inventories = tuple(str(folder / "inventories" / str(number)) for number in range(baggage.inventories))
        _WORKSHOPS.clear()
        _WORKSHOPS[baggage.sha256] = Workshop(replace(job.setup, inventories=inventories, folder=str(folder / "models")))
    return number, len(rows), make_part(rows, job, _WORKSHOPS[baggage.sha256])


def _without_table(job: Job) -> Job:
    """Leave out where the rows are read from: the worker does not see it."""
    assert job.table is not None
    return replace(job, table=replace(job.table, store=""))


def _packed(batch: Batch) -> Baggage:
    """Pack the models of a table with all they refer to, and the user's own inventories."""
    setup, sink = batch.job.setup, io.BytesIO()
    members: dict[str, Path] = {}
    for name, use in batch.uses.items():
        try:
            model = find_model(name, setup.folder)
        except FootprintError:
            continue
        shipped = setup.folder is not None and not (Path(setup.folder) / name).is_file()
        if not shipped:
            members.update({f"models/{_slashed(Path(name).parent / where)}": file for where, file in files_of(use, model.parent).items()})
    for number, folder in enumerate(setup.inventories):
        inside = (Path(root) / file for root, _, files in os.walk(folder) for file in files)
        members.update({f"inventories/{number}/{_slashed(file.relative_to(folder))}": file for file in inside})
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member, file in sorted(members.items()):
            archive.write(file, member)
    content = sink.getvalue()
    return Baggage(content, hashlib.sha256(content).hexdigest(), len(setup.inventories))


def _slashed(path: Path) -> str:
    return path.as_posix()


def _unpacked(baggage: Baggage) -> Path:
    """Unpack into a temporary folder of this process."""
    folder = Path(tempfile.mkdtemp(prefix="footprint-"))
    (folder / "models").mkdir()
    with zipfile.ZipFile(io.BytesIO(baggage.content)) as archive:
        archive.extractall(folder)
    return folder
