"""Start-up times, side by side in one run: medians of several, and what each costs beyond `import bw2calc`.

    python benchmarks/startup.py [--repeat 5] [--model pet]

The aims: help under 0.4 s; `footprint run` on a shipped model at most 1 s more than `import bw2calc`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

HELP_LIMIT = 0.4
RUN_LIMIT = 1.0


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    passed = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed with status {done.returncode}:\n{done.stderr}")
    return passed


def measure(commands: dict[str, list[str]], repeat: int) -> dict[str, list[float]]:
    """Time the commands in turn, so that a busy moment of the machine meets all of them; the first round only warms up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_number in range(repeat + 1):
        for name, command in commands.items():
            passed = seconds(command)
            if round_number:
                times[name].append(passed)
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--model", default="pet")
    options = parser.parse_args()
    python, footprint = sys.executable, [sys.executable, "-m", "footprint"]
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "footprint --help": [*footprint, "--help"],
        "footprint run --help": [*footprint, "run", "--help"],
        'python -c "import bw2calc"': [python, "-W", "ignore", "-c", "import bw2calc"],
        f"footprint check {options.model}": [*footprint, "check", options.model],
        f"footprint run {options.model}": [*footprint, "run", options.model],
    }
    times = measure(commands, options.repeat)
    medians = {name: statistics.median(values) for name, values in times.items()}
    reference = medians['python -c "import bw2calc"']
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, median of {options.repeat}")
    print(f"{'command':32} {'median s':>9} {'min s':>9} {'max s':>9} {'/ import bw2calc':>17}")
    for name, median in medians.items():
        print(f"{name:32} {median:9.3f} {min(times[name]):9.3f} {max(times[name]):9.3f} {median / reference:17.2f}")
    extra = medians[f"footprint run {options.model}"] - reference
    slowest_help = max(medians["footprint --help"], medians["footprint run --help"])
    print(f"help: {slowest_help:.3f} s (limit {HELP_LIMIT} s); run beyond import bw2calc: {extra:+.3f} s (limit {RUN_LIMIT} s)")
    return 0 if slowest_help < HELP_LIMIT and extra <= RUN_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
