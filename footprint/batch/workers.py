"""Processes of this machine that compute parts of a batch; each writes its own."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from footprint.batch.errors import WorkersLost
from footprint.batch.evaluation import Failed, Prepared
from footprint.batch.work import Done, Earlier, Job, Workshop, compute_parts

__all__ = ["PreparedModels", "compute_here", "compute_in_processes", "compute_stretch", "start_processes", "workshop_of"]

_LOSSES = 5
"""How many times in a row processes may be lost without any part in between."""

PreparedModels = Mapping[str, Prepared | Failed]

_WORKSHOPS: dict[str, Workshop] = {}


def workshop_of(job: Job, prepared: PreparedModels) -> Workshop:
    """Give what this process keeps for a run: its library, and its models with those that travelled ready."""
    if job.run not in _WORKSHOPS:
        _WORKSHOPS.clear()
        _WORKSHOPS[job.run] = Workshop(job.setup)
        _WORKSHOPS[job.run].models.take(prepared)
    return _WORKSHOPS[job.run]


def compute_stretch(job: Job, prepared: PreparedModels, numbers: Sequence[int], folder: str, reuse: Any, earlier: Earlier) -> list[Done]:
    """Compute parts in a process that keeps its library and models from one call to the next."""
    return list(compute_parts(job, workshop_of(job, prepared), numbers, Path(folder), reuse, earlier))


def compute_here(
    job: Job, workshop: Workshop, stretches: Sequence[Sequence[int]], folder: Path, reuse: Any, earlier: Earlier
) -> Iterator[Done]:
    """Compute parts in this process."""
    for numbers in stretches:
        yield from compute_parts(job, workshop, numbers, folder, reuse, earlier)


def start_processes() -> None:
    """Let the process from which workers are forked load its libraries, while this one still finds out what is to be done."""
    context = _context()
    if context.get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        context.set_forkserver_preload(["footprint.batch.preloaded"])
        with _without_main():
            ensure_running()


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Start processes that do not run the program of the user once more, as Python would have them do: they need nothing of it."""
    main = sys.modules["__main__"]
    hidden: dict[str, Any] = {name: main.__dict__[name] for name in ("__file__", "__spec__") if name in main.__dict__}
    main.__spec__ = None
    main.__dict__.pop("__file__", None)
    try:
        yield
    finally:
        main.__dict__.update(hidden)


def _context() -> Any:
    # Forked from a process without threads: the libraries are loaded once and no lock is copied in a strange state.
    return get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")


def compute_in_processes(
    count: int, job: Job, prepared: PreparedModels, stretches: Sequence[Sequence[int]], folder: Path, reuse: Any, earlier: Earlier
) -> Iterator[Done]:
    """Compute parts in processes of this machine; what a lost process had not finished is computed again.

    Raises
    ------
    WorkersLost
        Processes are lost again and again.
    """
    waiting = [tuple(numbers) for numbers in stretches]
    losses = 0
    while waiting:
        with ProcessPoolExecutor(min(count, len(waiting)), _context(), _begin, (os.getpid(), job, prepared)) as pool:
            with _without_main():
                futures = {
                    pool.submit(compute_stretch, job, {}, numbers, str(folder), reuse, _part_of(earlier, job, numbers)): numbers
                    for numbers in waiting
                }
            try:
                for future in as_completed(futures):
                    done = future.result()
                    waiting.remove(futures[future])
                    losses = 0
                    yield from done
            except BrokenProcessPool:
                losses += 1
                if losses > _LOSSES:
                    raise WorkersLost(count=losses) from None
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _part_of(earlier: Earlier, job: Job, numbers: Sequence[int]) -> Earlier:
    if not earlier:
        return earlier
    names = job.names[numbers[0] * job.part_rows : (numbers[-1] + 1) * job.part_rows]
    return {name: earlier[name] for name in names if name in earlier}


def _begin(starter: int, job: Job, prepared: PreparedModels) -> None:
    _watch_parent(starter)
    workshop_of(job, prepared)


def _watch_parent(starter: int) -> None:
    """End with the process that started us, however it ended: nobody would read what we write."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent and _alive(starter):
            time.sleep(0.2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
