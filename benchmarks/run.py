"""All benchmarks of batches side by side in one run, medians of several, answers compared before times.

    python benchmarks/run.py [--small] [--repeat 3] [--only intensities variants files draws scaling] [--shared ../shared]
                             [--pardiso PYTHON] [--write docs/background/benchmarks.md] [--folder FOLDER]

`--pardiso` names a Python with bw2calc and pypardiso, which `FastScoresOnlyMultiLCA` needs; without it that peer is left out.
`--small` takes a hundredth of everything: it shows that all answers agree, and its times mean nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import peers
import real_systems
from measure import Measure, median, page, time_of
from model_files import model_files
from synthetic import synthetic, synthetic_system
from variants_case import Case, draws, prepare, scaling, variants_of_one_template

from footprint.engine.background import intensities
from footprint.engine.intensity_cache import IntensityCache
from footprint.engine.system import System
from footprint.inventory import open_library

NOTES = """
## What the figures say, and what they do not

* The scenario kernel computes all categories and sums with a numerical error per row, and checks every rule of the model in every
  row. The floor evaluates the formulas alone and writes a table of the same shape: it neither solves nor checks anything.
* `bw2calc.LCA` with arrays solves the whole system anew for every scenario, with SuperLU where no other solver is installed. It is
  the reference for every answer, not a competitor: nothing in it knows that the background stays the same.
* `FastScoresOnlyMultiLCA` refuses to run without PARDISO or UMFPACK; neither is a dependency of this project.
* Of the time from Parquet to Parquet the kernel takes about a sixth. The rest is what makes a batch safe: ids are checked to be unique,
  the table is digested before and after, every part is written, synchronised and digested before it counts, and joined at the end.
  The floor does none of it. By processor time, which a busy machine disturbs less, a million variants took 1.9 s, the kernel 0.3 s
  of it, and the floor 0.3 s.
* Two processes gain only where two cores are idle; on a busy machine of two cores they share one.
* Of the time for a model file a third goes into libyaml and the walk through its nodes, a fifth into validating records and parsing
  amounts and formulas, the rest into evaluating, the rules, the graph, linking, compiling and the proof of every single result. A reader
  that follows events in Python took twice as long in all; listing exchanges, evaluating and combining dimensions once each halved the rest.
* Preparing a model on a large inventory is reading its CSV. Its intensities come from the cache.
* Threads inside the kernel were tried and left out: with two of them chunks wait for the interpreter lock longer than they
  compute. Processes pay: they read and write files of their own.
* Inner products of BLAS and products of matrices beyond 262,144 multiplications start threads of OpenBLAS. On a busy machine of
  two cores that made both ten times slower, so that the kernel cuts its products into strips and BiCGSTAB goes without BLAS.
"""


LIGHT = 800
"""Processes of a background of the size of the packages that ship, and of USLCI."""

LARGE = 23_500


@dataclass(frozen=True)
class Run:
    """What was asked for."""

    small: bool
    repeat: int
    shared: Path
    pardiso: str
    folder: Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sections: dict[str, Callable[[Run, Any], list[Measure]]] = {
        "intensities": measure_intensities,
        "variants": lambda run, case: variants_of_one_template(case(LIGHT), case(LARGE), run.repeat),
        "files": lambda run, case: model_files(run.folder, run.small, run.repeat),
        "draws": lambda run, case: draws(case(LARGE), run.repeat),
        "scaling": lambda run, case: scaling(case(LIGHT), run.repeat),
    }
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=sections, default=list(sections))
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--pardiso", default="")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--write", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run = Run(options.small, options.repeat, options.shared, options.pardiso, options.folder or Path(scratch))
        prepared: dict[int, Case] = {}

        def case(size: int) -> Case:
            size = size // 100 + 100 if run.small else size
            if size not in prepared:
                prepared[size] = prepare(run.folder, size, run.small)
            return prepared[size]

        measures: list[Measure] = []
        for name in options.only:
            found = sections[name](run, case)
            measures += found
            for measure in found:
                met = "" if measure.met is None else "  met" if measure.met else "  NOT MET"
                print(f"{measure.section:24} {measure.what:58} {measure.by:44} {measure.figure:>28}  {measure.aim}{met}", flush=True)
    if options.write:
        options.write.write_text(page(measures, run.repeat, NOTES), encoding="utf-8")
    return 0


def measure_intensities(run: Run, case: Any) -> list[Measure]:
    """Solve the backgrounds for all indicators, take them from the cache, and have Brightway score products of them."""
    size = 235 if run.small else 23_500
    systems: dict[str, System] = {f"synthetic, {size:,} processes": synthetic_system(synthetic(size, size * 220 // 23), open_library())}
    if (run.shared / "cases").is_dir():
        systems["USLCI, 826 products"] = real_systems.uslci(run.shared)
        systems["Georgia, 146 sectors, 1,581 flows"] = real_systems.georgia(run.shared)
    measures: list[Measure] = []
    for number, (name, system) in enumerate(systems.items()):
        measures += _intensities_of(run, f"Intensities: {name}", system, large=number == 0 and not run.small)
    return measures


def _intensities_of(run: Run, section: str, system: System, large: bool) -> list[Measure]:
    system.a, system.b, system.absolute_b  # noqa: B018  # "from loaded matrices"
    seconds, found = time_of(lambda: intensities(system), run.repeat)
    cache = IntensityCache(run.folder / "cache")
    intensities(system, cache)
    kept_seconds, kept = time_of(lambda: intensities(system, cache), run.repeat)
    assert kept.kept
    assert np.array_equal(kept.values, found.values)
    worst = float(np.max(found.error / np.where(found.magnitude > 0, found.magnitude, 1.0)))
    aims = [("< 500 ms", seconds < 0.5), ("< 50 ms", kept_seconds < 0.05)] if large else [("", None), ("", None)]
    indicators = f"all products, {len(found.categories)} indicators"
    measures = [
        Measure(section, f"{indicators}, proved to {worst:.0e}", "footprint", f"{1e3 * seconds:.1f} ms", *aims[0]),
        Measure(section, f"{indicators}, from the cache, proved again", "footprint", f"{1e3 * kept_seconds:.1f} ms", *aims[1]),
    ]
    headline = np.sum([found.values[number] for number, name in enumerate(found.categories) if name in system.headline], axis=0)
    columns = [system.size - 1, system.size // 2, system.size // 3, 1]
    for kind in ("LCA", "IterativeLCA"):
        scores, times = peers.one_by_one(system, columns, kind)
        tolerance = 1e-9 if kind == "LCA" else 1e-5
        assert np.all(np.abs(np.array(scores) - headline[columns]) <= tolerance * found.magnitude[columns]), (
            f"{kind} disagrees on {section}"
        )
        measures.append(
            Measure(section, "one product, one indicator: the first, with loading", f"bw2calc.{kind}", f"{1e3 * times[0]:.1f} ms")
        )
        measures.append(
            Measure(section, "one product, one indicator: each further one", f"bw2calc.{kind}", f"{1e3 * median(times[1:]):.1f} ms")
        )
    if run.pardiso:
        answer = _with_pardiso(run, system)
        if "error" in answer:
            measures.append(Measure(section, "all products, one indicator", "bw2calc.FastScoresOnlyMultiLCA, adjoint", answer["error"]))
        else:
            scores = np.array(answer["scores"])
            assert np.all(np.abs(scores - headline) <= 1e-6 * np.max(np.abs(headline))), "FastScoresOnlyMultiLCA disagrees"
            by = "bw2calc.FastScoresOnlyMultiLCA, adjoint, PARDISO"
            measures.append(Measure(section, "all products, one indicator, from loaded matrices", by, f"{1e3 * answer['solving']:.1f} ms"))
    return measures


def _with_pardiso(run: Run, system: System) -> dict[str, Any]:
    """Run `FastScoresOnlyMultiLCA` with a Python that has PARDISO; the system travels as a pickle that we wrote ourselves."""
    import pickle

    path = run.folder / "system.pickle"
    path.write_bytes(pickle.dumps(system))
    program = (
        "import sys, json, pickle; sys.path.insert(0, sys.argv[1]); import peers\n"
        "scores, loading, solving = peers.adjoint_scores(pickle.load(open(sys.argv[2], 'rb')))\n"
        "print(json.dumps({'scores': scores.tolist(), 'loading': loading, 'solving': solving}))"
    )
    command = [run.pardiso, "-W", "ignore", "-c", program, str(Path(__file__).parent), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "more than 600 s"}
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {"error": done.stderr.strip().splitlines()[-1][:100]}  # type: ignore[no-any-return]


if __name__ == "__main__":
    sys.exit(main())
