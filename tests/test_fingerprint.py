"""The fingerprint of the algorithm: a formula changes it, and nothing else does."""

from __future__ import annotations

import importlib
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from footprint import pipeline
from footprint.errors import FootprintError
from footprint.inventory import Library
from footprint.inventory.checks import check_package
from footprint.model import read
from footprint.verification.comparison import tolerance_of
from footprint.verification.fingerprint import DIGITS, algorithm_fingerprint, golden_numbers, golden_results, suite_folder
from shared import REPOSITORY

SUITE = sorted(suite_folder().glob("*.yaml"))
GOLDEN = REPOSITORY / "tests" / "data" / "fingerprint.json"

PROGRAM = """
import sys
from footprint import pipeline
{change}
print(pipeline.algorithm_fingerprint())
"""

# A place in the engine, and what stands there instead: one changed formula each.
CHANGES: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "the ratio of CO2 to carbon": ("supply_chain.allocation", "CO2_PER_C", lambda real: 3.67),
    "shares by parts of a total": (
        "supply_chain.allocation",
        "parts_of_total",
        lambda real: lambda weights: {name: 1 / len(weights) for name in weights},
    ),
    "the share of heat": (
        "supply_chain.allocation",
        "heat_shares",
        lambda real: lambda heat, products, ratio: {name: 1 - ratio if name == heat else ratio for name in products},
    ),
    "biogenic carbon follows the key": ("supply_chain.allocation", "_carbon_balance", lambda real: lambda *given: {}),
    "the exergy of a product": (
        "supply_chain.allocation",
        "_weight",
        lambda real: lambda process, allocation, *rest: _twice_if(allocation.key == "exergy", real(process, allocation, *rest)),
    ),
    "what is avoided": ("supply_chain.linking", "AVOIDED", lambda real: "inputs"),
    "a factor between units": (
        "supply_chain.conversion",
        "conversion_factor",
        lambda real: lambda one, other: real(one, other) * (1.0001 if "kgce" in one.text else 1),
    ),
    "the way over flow properties": (
        "supply_chain.conversion",
        "_ways",
        lambda real: lambda base, *rest: real(base * (1 + 1e-9), *rest),
    ),
    "the sum of a monthly table": ("model.activity.reader", "math", lambda real: SimpleNamespace(fsum=max, isfinite=math.isfinite)),
    "the sign of a treatment": ("supply_chain.linking", "_Linker._dataset", lambda real: _turned(real)),
    "what the headline sum adds": (
        "engine.system",
        "SUMS",
        lambda real: {**real, "excl_uptake": (*real["excl_uptake"], "uptake")},
    ),
    "which data count as primary": ("insight.contributions", "_factor_data", lambda real: lambda origin: "primary"),
    "the primary data share": (
        "pipeline.calculation",
        "primary_data_share",
        lambda real: lambda leaves, total: real(leaves, total * 2),
    ),
    "how ratings are weighted": (
        "pipeline.calculation",
        "data_quality",
        lambda real: lambda leaves, model: ({name: value and value + 1e-9 for name, value in real(leaves, model)[0].items()}, None),
    ),
    "what a cut-off would have added": (
        "pipeline.calculation",
        "cut_off_bounds",
        lambda real: lambda done: tuple(replace(bound, value=bound.value and -bound.value) for bound in real(done)),
    ),
    "the amount of a leaf": (
        "pipeline.calculation",
        "leaf_contributions",
        lambda real: lambda *given: tuple(replace(leaf, amount=leaf.amount * 2) for leaf in real(*given)),
    ),
    "the exponential": (
        "units.formula_evaluation",
        "scalar_call",
        lambda real: lambda name, values: real(name, values) * (1 + 1e-9 if name == "exp" else 1),
    ),
    "the logarithm": (
        "units.formula_evaluation",
        "scalar_call",
        lambda real: lambda name, values: real(name, values) * (1 + 1e-9 if name == "log" else 1),
    ),
    "the root": (
        "units.formula_evaluation",
        "scalar_call",
        lambda real: lambda name, values: real(name, values) * (1 + 1e-9 if name == "sqrt" else 1),
    ),
    "powers": (
        "units.formula_evaluation",
        "scalar_power",
        lambda real: lambda base, exponent: real(base, exponent) * (1 + 1e-9),
    ),
    "the factors of the method": (
        "engine.system",
        "conversion_factor",
        lambda real: lambda one, other: real(one, other) * 1.001,
    ),
    "the tonnes in a declared footprint": ("supply_chain.linking", "AGGREGATED", lambda real: "carbon dioxide, biogenic"),
}


def _twice_if(wanted: bool, weight: tuple[float, Any]) -> tuple[float, Any]:
    return (weight[0] ** 2, weight[1]) if wanted else weight


def _turned(real: Callable[..., None]) -> Callable[..., None]:
    def link(self: Any, activity: str, name: str, amount: Any, exchange: str, section: str) -> None:
        real(self, activity, name, amount, exchange, section)
        if section == "wastes":
            self.uses[-1] = replace(self.uses[-1], amount=-self.uses[-1].amount)

    return link


def fingerprint_of(change: str = "", **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM.format(change=change)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=environment.get("HOME", REPOSITORY),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def test_the_suite_is_sound() -> None:
    library = Library((suite_folder() / "inventories",))
    for name in ("suite-data", "suite-flows", "methods/suite-gwp"):
        found = [finding for finding in check_package(suite_folder() / "inventories" / name, library) if finding.severity == "error"]
        assert not found


@pytest.mark.parametrize("path", SUITE, ids=lambda path: path.stem)
def test_no_golden_number_is_near_the_edge_of_rounding(path: Path) -> None:
    result = pipeline.calculate_with(read(path), Library((suite_folder() / "inventories",)))
    # The numerical error of the total, relative to the sum of what was added up, holds for every number of these small systems.
    relative = result.numerical_error / result.calculation.proof.scale
    assert tolerance_of(result) < 1e-8 * result.calculation.proof.scale
    for name, value, _ in golden_numbers(result):
        if value is None or abs(value) < 1e-12:
            assert value is None or abs(value) < 1e-15, f"{name} is neither zero nor a number: {value}"
            continue
        last_digit = 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1)
        distance = abs(abs(value) / last_digit % 1 - 0.5) * last_digit
        assert distance > 10 * relative * abs(value), f"{name} = {value!r} is {distance:.2g} from an edge"
        assert distance > 0.09 * last_digit, f"{name} = {value!r}"


def test_the_fingerprint_is_that_of_the_golden_results() -> None:
    """A change of a formula on purpose writes this file anew; anything else must not."""
    known = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden_results(pipeline.calculate_with) == known["results"]
    assert algorithm_fingerprint(pipeline.calculate_with) == known["fingerprint"]


def test_another_process_elsewhere_gives_the_same_fingerprint(tmp_path: Path) -> None:
    ours = pipeline.algorithm_fingerprint()
    assert fingerprint_of(PYTHONHASHSEED="7", LC_ALL="C", TZ="Asia/Shanghai", HOME=str(tmp_path)) == ours


def test_the_solver_does_not_change_the_fingerprint() -> None:
    """Another order of elimination gives other last digits, and the same fingerprint."""
    other = """
import scipy.sparse.linalg as linalg
real = linalg.splu
linalg.splu = lambda matrix, *rest, **known: real(matrix, *rest, **{**known, "permc_spec": "NATURAL", "diag_pivot_thresh": 0.0})
import numpy, bw2calc, bw2calc.lca_base, bw2calc.lca
dense = lambda matrix, demand, *rest, **known: numpy.linalg.solve(matrix.toarray(), demand)
factorized = lambda matrix: lambda demand: numpy.linalg.solve(matrix.toarray(), demand)
for module in (bw2calc, bw2calc.lca_base, bw2calc.lca):
    for name in ("spsolve", "factorized"):
        if hasattr(module, name):
            setattr(module, name, dense if name == "spsolve" else factorized)
"""
    assert fingerprint_of(other) == pipeline.algorithm_fingerprint()


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_changed_formula_changes_the_golden_results(
    change: tuple[str, str, Callable[[Any], Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, replacement = change
    place: Any = importlib.import_module(f"footprint.{module}")
    *path, last = name.split(".")
    for step in path:
        place = getattr(place, step)
    monkeypatch.setattr(place, last, replacement(getattr(place, last)))
    try:
        changed = golden_results(pipeline.calculate_with)
    except FootprintError:
        return  # the result could not even be proved
    assert changed != json.loads(GOLDEN.read_text(encoding="utf-8"))["results"]


def test_a_changed_formula_changes_the_fingerprint_of_a_process() -> None:
    change = "from footprint.supply_chain import allocation; allocation.CO2_PER_C = 3.67"
    assert fingerprint_of(change) != pipeline.algorithm_fingerprint()
