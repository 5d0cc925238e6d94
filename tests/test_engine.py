"""The engine: what Brightway solves is what dense linear algebra solves, and nonsense is refused."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from footprint.engine import check_structure, datapackage_bytes, prove, solve, write_datapackage
from footprint.engine.errors import IllConditionedLoop, LoopGains, NegativeActivity, NotFinite, NothingEmitted, NothingLeft, SingularSystem
from footprint.engine.proof import adjoint
from systems import FACTORS, dense_score, make_system

CO2 = "carbon dioxide, fossil"
TEXTBOOK = ([10.0, 100.0], {(1, 0): 2.0}, {(CO2, 0): 1.0, (CO2, 1): 10.0}, (0, 1000.0))


@st.composite
def systems(
    draw: st.DrawFn, cyclic: bool
) -> tuple[list[float], dict[tuple[int, int], float], dict[tuple[str, int], float], tuple[int, float]]:
    """Draw a system of up to 60 processes; every process uses less of what the system makes than it makes, so loops lose."""
    size = draw(st.integers(1, 60))
    amounts = st.floats(1e-3, 10.0)
    production = [draw(st.sampled_from([1.0, 1000.0, 0.2, 7.0])) for _ in range(size)]
    uses: dict[tuple[int, int], float] = {}
    for consumer in range(size):
        providers = draw(st.lists(st.integers(0, size - 1), max_size=3, unique=True))
        for provider in providers:
            if cyclic or provider > consumer:
                # In every column the uses, measured in units of production, sum to less than 0.9: the spectral radius stays below 0.9.
                share = draw(st.floats(0.001, 0.3))
                uses[provider, consumer] = share * production[provider] if cyclic else draw(amounts)
    emissions = {
        (flow, process): draw(amounts)
        for process in range(size)
        for flow in draw(st.lists(st.sampled_from(sorted(FACTORS)), max_size=2, unique=True))
    }
    product = draw(st.integers(0, size - 1))
    emissions.setdefault((CO2, product), 1.0)
    return production, uses, emissions, (product, draw(st.floats(1e-3, 1e4)))


@pytest.mark.parametrize("cyclic", [False, True])
def test_brightway_and_the_proof_agree_with_dense_linear_algebra_on_random_systems(cyclic: bool) -> None:
    @settings(max_examples=60, phases=(Phase.explicit, Phase.generate))  # shrinking a system of equations takes longer than reading it
    @given(systems(cyclic))
    def agrees(drawn: tuple) -> None:  # type: ignore[type-arg]
        expected, levels = dense_score(*drawn)
        system = make_system(*drawn)
        check_structure(system)
        solution = solve(system)
        proof = prove(system, solution)
        assert abs(solution.total - expected) <= max(proof.numerical_error, 1e-9 * proof.scale, 1e-15)
        taking_part = levels[[int(key.removeprefix("p")) for key in system.activities]]
        assert solution.activity == pytest.approx(taking_part, rel=1e-9, abs=1e-9 * float(np.max(np.abs(levels))))

    agrees()


def test_the_textbook_case_of_heijungs_and_suh_is_exact() -> None:
    system = make_system(*TEXTBOOK)
    solution = solve(system)
    assert list(solution.activity) == [100.0, 2.0]
    assert solution.total == 120.0


def test_scaling_the_demand_scales_the_score() -> None:
    production, uses, emissions, _ = TEXTBOOK
    one = solve(make_system(production, uses, emissions, (0, 1.0))).total
    assert solve(make_system(production, uses, emissions, (0, 3e6))).total == pytest.approx(3e6 * one, rel=1e-12)


def test_a_loop_that_loses_is_solved_exactly() -> None:
    # Two processes that use half a unit of each other: x0 = 1/(1 - 1/4), x1 = x0/2.
    system = make_system([1.0, 1.0], {(1, 0): 0.5, (0, 1): 0.5}, {(CO2, 0): 3.0, (CO2, 1): 6.0})
    assert solve(system).total == pytest.approx(3 * 4 / 3 + 6 * 2 / 3, rel=1e-14)


@pytest.mark.parametrize("gain", [1.0, 1.2, 2.0, 100.0])
def test_a_loop_that_feeds_itself_is_refused_though_it_would_solve(gain: float) -> None:
    system = make_system([1.0, 1.0, 1.0], {(1, 0): 1.0, (0, 1): gain, (0, 2): 1.0}, {(CO2, 0): 1.0}, (2, 1.0))
    with pytest.raises(LoopGains) as caught:
        check_structure(system)
    assert caught.value.values["processes"] == ["p0", "p1"]
    assert caught.value.values["exchanges"] == ["p0/inputs/p1", "p1/inputs/p0"]


def test_a_long_loop_with_gain_is_refused_whatever_its_units() -> None:
    size = 30
    production = [10.0 ** (number % 7 - 3) for number in range(size)]
    uses = {((number + 1) % size, number): 1.01 * production[(number + 1) % size] for number in range(size)}
    with pytest.raises(LoopGains):
        check_structure(make_system(production, uses, {(CO2, 0): 1.0}))


def test_a_loop_on_the_edge_is_refused_as_ill_conditioned() -> None:
    system = make_system([1.0, 1.0], {(1, 0): 1.0, (0, 1): 1 - 1e-10}, {(CO2, 0): 1.0})
    with pytest.raises(IllConditionedLoop):
        check_structure(system)


def test_units_far_apart_do_not_make_a_loop_ill_conditioned() -> None:
    system = make_system([1e-6, 1e9], {(1, 0): 0.5e9, (0, 1): 0.5e-6}, {(CO2, 0): 1.0})
    check_structure(system)
    prove(system, solve(system))


@pytest.mark.parametrize("used", [1.0, 1.5])
def test_a_process_that_eats_its_own_output_is_refused(used: float) -> None:
    with pytest.raises(NothingLeft) as caught:
        check_structure(make_system([1.0], {(0, 0): used}, {(CO2, 0): 1.0}))
    assert caught.value.values["process"] == "p0"


def test_a_process_may_use_part_of_its_own_output() -> None:
    system = make_system([1.0], {(0, 0): 0.2}, {(CO2, 0): 1.0})
    check_structure(system)
    assert solve(system).total == pytest.approx(1.25, rel=1e-15)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_amounts_that_are_not_finite_are_refused(value: float) -> None:
    with pytest.raises(NotFinite):
        check_structure(make_system([1.0, 1.0], {(1, 0): value}, {(CO2, 1): 1.0}))


def test_a_singular_system_is_an_error_and_not_a_number() -> None:
    system = make_system([1.0, 1.0], {(1, 0): 1.0, (0, 1): 1.0}, {(CO2, 0): 1.0})
    with pytest.raises((SingularSystem, LoopGains)):
        check_structure(system)
        solve(system)


def test_a_chain_that_emits_nothing_is_refused_rather_than_called_zero() -> None:
    with pytest.raises(NothingEmitted):
        solve(make_system([1.0, 1.0], {}, {(CO2, 1): 1.0}))


def test_a_foreground_process_that_would_run_backwards_is_refused() -> None:
    system = make_system([1.0, 1.0], {(1, 0): -0.5}, {(CO2, 1): 1.0})
    with pytest.raises(NegativeActivity) as caught:
        prove(system, solve(system))
    assert caught.value.values["process"] == "p1"


def test_the_numerical_error_bounds_the_difference_to_rational_arithmetic() -> None:
    from fractions import Fraction

    production, uses, emissions, demand = [3.0, 7.0], {(1, 0): 0.1, (0, 1): 0.3}, {(CO2, 0): 0.7, (CO2, 1): 1.9}, (0, 1.0)
    a = [[Fraction(3.0), -Fraction(0.3)], [-Fraction(0.1), Fraction(7.0)]]
    determinant = a[0][0] * a[1][1] - a[0][1] * a[1][0]
    exact = (Fraction(0.7) * a[1][1] - Fraction(1.9) * a[1][0]) / determinant
    system = make_system(production, uses, emissions, demand)
    solution = solve(system)
    proof = prove(system, solution)
    assert abs(Fraction(solution.total) - exact) <= Fraction(proof.numerical_error) + Fraction(1e-15)
    assert 0 < proof.numerical_error < 1e-12


def test_the_adjoint_gives_the_score_of_every_product() -> None:
    production, uses, emissions, _ = TEXTBOOK
    system = make_system(production, uses, emissions, (0, 1.0))
    intensities = adjoint(system)["fossil"]
    for product in range(2):
        assert intensities[product] == pytest.approx(solve(make_system(production, uses, emissions, (product, 1.0))).total, rel=1e-14)


def test_a_datapackage_is_the_same_bytes_in_every_run() -> None:
    digest = hashlib.sha256(datapackage_bytes(make_system(*TEXTBOOK))).hexdigest()
    code = "import sys; sys.path[:0] = sys.argv[1:]; import hashlib; from test_engine import TEXTBOOK, make_system, datapackage_bytes; "
    code += "print(hashlib.sha256(datapackage_bytes(make_system(*TEXTBOOK))).hexdigest())"
    again = subprocess.run([sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, text=True, check=True)
    assert again.stdout.strip() == digest


def test_stock_brightway_reproduces_the_score_without_footprint(tmp_path: Path) -> None:
    path = tmp_path / "textbook.zip"
    write_datapackage(make_system(*TEXTBOOK), path)
    code = """
import sys, json, warnings
warnings.simplefilter("ignore")
import bw2calc, bw_processing
from fsspec.implementations.zip import ZipFileSystem
package = bw_processing.load_datapackage(ZipFileSystem(sys.argv[1]))
demand = {int(key): value for key, value in package.metadata["footprint"]["demand"].items()}
lca = bw2calc.LCA(demand, data_objs=[package])
lca.lci(); lca.lcia()
assert "footprint" not in sys.modules
print(json.dumps(lca.score))
"""
    done = subprocess.run([sys.executable, "-I", "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == pytest.approx(120.0, rel=1e-12)


def test_parallel_exchanges_between_the_same_processes_add_up_in_stock_brightway() -> None:
    from dataclasses import replace

    from footprint.engine import compile_system
    from systems import make_chain

    chain = make_chain([1.0, 1.0], {(1, 0): 2.0}, {(CO2, 1): 1.0})
    chain = replace(chain, uses=(*chain.uses, replace(chain.uses[0], amount=3.0, exchange="p0/inputs/again")))
    system = compile_system(chain, dict.fromkeys(FACTORS, "kg"))
    assert solve(system).total == pytest.approx(5.0, rel=1e-15)
