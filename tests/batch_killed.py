"""Kills a batch at random instants and lets it go on; ends with 0 where its file is always that of an uninterrupted run.

    python tests/batch_killed.py FOLDER --kills 100 --seed 1 [--workers 2] [--models]

Each run is forked from this process, so that the libraries are loaded once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""


def start(sources: list[str], output: Path, workers: int) -> int:
    """Fork a process that runs the batch; give its number."""
    process = os.fork()
    if process:
        return process
    status = 3
    try:
        if workers > 1:
            os.setpgid(0, 0)
        from footprint import pipeline
        from footprint.batch import Options

        report = pipeline.batch(sources, output, Options(part_rows=3, workers=workers))
        status = 1 if report.failed else 0
    finally:
        os._exit(status)


def ended(process: int, seconds: float) -> bool:
    """Wait for the end of a process; kill it where it does not come in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            assert os.waitstatus_to_exitcode(status) in (0, 1), f"the batch ended with {os.waitstatus_to_exitcode(status)}"
            return True
        time.sleep(0.001)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return False


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("sources", nargs="+")
    asked = parser.parse_args()
    import footprint.batch
    from footprint import pipeline

    # What every run would load for itself; no thread is started by it.
    for model in asked.folder.rglob("*.yaml"):
        pipeline.calculate(model)
    assert footprint.batch

    output = asked.folder / "out.parquet"
    reference = asked.folder / "reference" / "out.parquet"
    reference.parent.mkdir()
    begun = time.monotonic()
    assert ended(start(asked.sources, reference, asked.workers), 100)
    whole, expected = time.monotonic() - begun, digest(reference)
    rng = random.Random(asked.seed)
    kills = resumed = finished = 0
    while kills < asked.kills:
        left = list(output.parent.glob("out.parquet.parts/0*"))
        resumed += bool(left)
        if ended(start(asked.sources, output, asked.workers), rng.uniform(0, 1.3 * whole)):
            assert digest(output) == expected, "the file differs from that of an uninterrupted run"
            finished += 1
            if rng.random() < 0.7:
                output.unlink()
            continue
        kills += 1
        assert digest(output) in ("", expected), "a torn file stands under the name of the output"
        if rng.random() < 0.05:
            shutil.rmtree(output.with_name("out.parquet.parts"), ignore_errors=True)
    assert ended(start(asked.sources, output, asked.workers), 100)
    assert digest(output) == expected
    assert not output.with_name("out.parquet.parts").exists()
    sys.stdout.write(f"{kills} kills, {resumed} runs that went on, {finished} that ended by themselves; one run takes {whole:.2f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
