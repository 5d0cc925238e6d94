"""How long figures and whole reports take: a Sankey of 300 processes with loops and credits, and the report of the bearing.

    python benchmarks/report.py [--repeat 3]

A figure counts from the proven result to the SVG; the first one of a process loads Vega and the fonts as well. A report counts from
the command line to the file, with all that it analyses.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from measure import busy, machine, time_of

import footprint as fp
from figure_models import large_model
from footprint.model import read_text
from footprint.report.figures import figure_svg, sankey

AIM = 2.0
"""Seconds for a Sankey of 300 nodes."""

SHAPES = {1: "one long chain", 8: "a chain with side branches", 100: "a wide net"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    print(f"{machine()}. {busy()}")
    met = True
    for spread, shape in SHAPES.items():
        result = fp.calculate(read_text(large_model(300, suppliers=60, loops=4, credits=6, spread=spread)))
        begun = time.perf_counter()
        _draw(result)
        first = time.perf_counter() - begun
        busy_before = time.process_time()
        seconds, _ = time_of(lambda result=result: _draw(result), repeat)
        processor = (time.process_time() - busy_before) / (repeat + 1)
        met &= seconds < AIM
        times = f"{seconds:.2f} s ({processor:.2f} s of processor, {first:.2f} s the first time)"
        print(f"Sankey of 300 processes, {shape}: {times}, aim {AIM:g} s")
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("html", "pdf", "docx"):
            print(f"report of the bearing as {ending}: {_report(Path(folder) / f'bearing.{ending}'):.1f} s")
    return 0 if met else 1


def _draw(result: fp.Footprint) -> str:
    figure = sankey(result)
    assert figure is not None
    return figure_svg(figure, "en")


def _report(file: Path) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "footprint", "report", "bearing", "-o", str(file)], check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
