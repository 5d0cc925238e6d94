"""Processes of this machine that compute parts of a batch; each writes its own."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from footprint.batch.errors import WorkersLost
from footprint.batch.work import Done, Earlier, Job, Workshop, compute_parts

__all__ = ["compute_here", "compute_in_processes", "compute_stretch"]

_LOSSES = 5
"""How many times in a row processes may be lost without any part in between."""

_WORKSHOPS: dict[Any, Workshop] = {}


def compute_stretch(job: Job, numbers: Sequence[int], folder: str, reuse: Any, earlier: Earlier) -> list[Done]:
    """Compute parts in a process that keeps its library and models from one call to the next."""
    workshop = _WORKSHOPS.get(job.context)
    if workshop is None or workshop.setup != job.setup:
        _WORKSHOPS.clear()
        workshop = _WORKSHOPS[job.context] = Workshop(job.setup)
    return list(compute_parts(job, workshop, numbers, Path(folder), reuse, earlier))


def compute_here(
    job: Job, workshop: Workshop, stretches: Sequence[Sequence[int]], folder: Path, reuse: Any, earlier: Earlier
) -> Iterator[Done]:
    """Compute parts in this process."""
    for numbers in stretches:
        yield from compute_parts(job, workshop, numbers, folder, reuse, earlier)


def compute_in_processes(
    count: int, job: Job, stretches: Sequence[Sequence[int]], folder: Path, reuse: Any, earlier: Earlier
) -> Iterator[Done]:
    """Compute parts in processes of this machine; what a lost process had not finished is computed again.

    Raises
    ------
    WorkersLost
        Processes are lost again and again.
    """
    waiting = [tuple(numbers) for numbers in stretches]
    losses = 0
    # Forked from a process without threads: the libraries are loaded once and no lock is copied in a strange state.
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([__name__])  # type: ignore[attr-defined,unused-ignore]
    while waiting:
        with ProcessPoolExecutor(min(count, len(waiting)), context, _watch_parent, (os.getpid(),)) as pool:
            futures = {
                pool.submit(compute_stretch, job, numbers, str(folder), reuse, _part_of(earlier, job, numbers)): numbers
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
