"""How long broken models and packages take to be refused, each by itself: the aim is never more than 2 s.

python benchmarks/broken_input.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from footprint.inventory import check_package
from footprint.model import check_model

AIM = 2.0
TESTS = Path(__file__).resolve().parent.parent / "tests"


def main() -> None:
    """Time every file of the corpora; print the slowest ones."""
    jobs: list[tuple[str, Callable[[], object]]] = []
    for path in sorted((TESTS / "broken").glob("*.yaml")):
        jobs.append((path.name, lambda path=path: check_model(path)))
    for folder in sorted(path for path in (TESTS / "broken_inventories").iterdir() if path.is_dir()):
        jobs.append((folder.name, lambda folder=folder: check_package(folder)))
    times = []
    for name, job in jobs:
        started = time.process_time()
        job()
        times.append((time.process_time() - started, name))
    times.sort(reverse=True)
    print(f"{len(times)} broken files and packages; the slowest, in seconds of processor time (aim: {AIM:.0f} s):")
    for seconds, name in times[:5]:
        print(f"{seconds:8.3f}  {name}")


if __name__ == "__main__":
    main()
