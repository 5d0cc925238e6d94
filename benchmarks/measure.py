"""Times of several runs, the machine they were taken on, and the table that shows them."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Measure", "busy", "machine", "median", "page", "time_of"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table: what was measured, by what, how long it took, and what was aimed at."""

    section: str
    what: str
    by: str
    figure: str
    aim: str = ""
    met: bool | None = None


def time_of(action: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Give the median of several runs after one that only warms up, in seconds, and the last answer."""
    answer = action()
    times = []
    for _ in range(repeat):
        begun = time.perf_counter()
        answer = action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), answer


def median(values: Sequence[float]) -> float:
    """Give the median."""
    return statistics.median(values)


def machine() -> str:
    """Describe the machine and the versions in one paragraph."""
    from importlib.metadata import version

    model = platform.processor() or platform.machine()
    memory = 0.0
    try:
        cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = next(line.partition(":")[2].strip() for line in cpu.splitlines() if line.startswith("model name"))
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (OSError, StopIteration, ValueError):
        pass
    names = ("numpy", "scipy", "pyarrow", "bw2calc", "bw_processing", "matrix_utils", "footprint-lca", "footprint")
    versions = []
    for name in names:
        try:
            versions.append(f"{name} {version(name)}")
        except Exception:  # a distribution that is not installed has no version to show
            continue
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB; Python {sys.version.split()[0]}, {', '.join(versions)}"


def busy() -> str:
    """Say what else the machine did: processes that wanted to run over the last quarter of an hour, this one among them."""
    load = os.getloadavg()[2]
    return f"Load average over the last 15 minutes: {load:.1f}." + (" The machine was busy; idle it is faster." if load > 2.5 else "")


def page(measures: Sequence[Measure], repeat: int, notes: str) -> str:
    """Write the page of the documentation."""
    lines = [
        "# Benchmarks",
        "",
        "<!-- Written by `python benchmarks/run.py --write`; do not edit. -->",
        "",
        f"Median of {repeat} runs after one that warms up, all in one go. {machine()}. {busy()}",
        "",
        "The large background is SYNTHETIC: random numbers in the size and shape of a large inventory (`benchmarks/synthetic.py`).",
        "Answers are compared before times: every figure below belongs to scores that agree to 1e-9 of their scale, or to the",
        "accuracy that the peer itself states.",
    ]
    section = ""
    for measure in measures:
        if measure.section != section:
            section = measure.section
            lines += ["", f"## {section}", "", "| What | By | Figure | Aim | Met |", "|---|---|---|---|---|"]
        met = "" if measure.met is None else "yes" if measure.met else "**no**"
        lines.append(f"| {measure.what} | {measure.by} | {measure.figure} | {measure.aim} | {met} |")
    return "\n".join([*lines, "", notes.strip(), ""])
