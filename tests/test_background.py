"""Intensities of the background: proved by their own residual, kept by content, never trusted."""

from __future__ import annotations

import dataclasses
import io
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from footprint.engine import System, compile_system
from footprint.engine.background import background_of, content_key, intensities, proved_error
from footprint.engine.errors import LoopGains, NothingLeft
from footprint.engine.intensity_cache import CACHE_VARIABLE, IntensityCache, cache_folder
from footprint.engine.intensity_errors import IntensitiesMissing
from footprint.engine.proof import adjoint
from footprint.files import sha256
from footprint.supply_chain import SupplyChain
from systems import FACTORS, make_chain

CO2 = "carbon dioxide, fossil"
RUN = settings(max_examples=60, phases=(Phase.explicit, Phase.generate))

Drawn = tuple[list[float], dict[tuple[int, int], float], dict[tuple[str, int], float]]


def background(production: list[float], uses: dict[tuple[int, int], float], emissions: dict[tuple[str, int], float]) -> System:
    """Make a system whose processes are datasets, but for the first, which uses them all."""
    chain = make_chain(
        [1.0, *production], {(p + 1, c + 1): amount for (p, c), amount in uses.items()}, {(f, p + 1): a for (f, p), a in emissions.items()}
    )
    every = tuple(
        dataclasses.replace(make_chain([1.0, 1.0], {(1, 0): 1.0}, {}).uses[0], provider=f"p{n + 1}") for n in range(len(production))
    )
    activities = {
        key: dataclasses.replace(activity, origin="foreground" if key == "p0" else "dataset") for key, activity in chain.activities.items()
    }
    joined: SupplyChain = dataclasses.replace(chain, activities=activities, uses=(*every, *chain.uses))
    return compile_system(joined, dict.fromkeys(FACTORS, "kg"))


@st.composite
def drawn_systems(draw: st.DrawFn, largest: int = 7, credits: bool = False) -> Drawn:
    size = draw(st.integers(1, largest))
    production = [draw(st.sampled_from([1.0, 1000.0, 0.2, -1.0])) for _ in range(size)]
    uses = {}
    for consumer in range(size):
        for provider in draw(st.lists(st.integers(0, size - 1), max_size=3, unique=True)):
            share = draw(st.floats(0.001, 0.3)) * production[provider]
            uses[provider, consumer] = -share if credits and draw(st.booleans()) else share
    emissions = {
        (flow, process): draw(st.floats(1e-3, 10.0))
        for process in range(size)
        for flow in draw(st.lists(st.sampled_from(sorted(FACTORS)), max_size=2, unique=True))
    }
    emissions.setdefault((CO2, 0), 1.0)
    return production, uses, emissions


def exact(matrix: sparse.csc_matrix, direct: NDArray[np.float64]) -> list[list[Fraction]]:
    """Solve Gᵀ λ = d in fractions, without rounding: shape (n, r)."""
    rows = [[Fraction(value) for value in line] for line in matrix.T.toarray().tolist()]
    right = [[Fraction(value) for value in line] for line in direct.tolist()]
    for pivot in range(len(rows)):
        swap = next(number for number in range(pivot, len(rows)) if rows[number][pivot])
        rows[pivot], rows[swap], right[pivot], right[swap] = rows[swap], rows[pivot], right[swap], right[pivot]
        for number in range(len(rows)):
            if number != pivot and rows[number][pivot]:
                factor = rows[number][pivot] / rows[pivot][pivot]
                rows[number] = [a - factor * b for a, b in zip(rows[number], rows[pivot], strict=True)]
                right[number] = [a - factor * b for a, b in zip(right[number], right[pivot], strict=True)]
    return [[value / rows[number][number] for value in line] for number, line in enumerate(right)]


@RUN
@given(drawn_systems(), st.booleans())
def test_intensities_are_within_their_bound_of_the_exact_solution(drawn: Drawn, credits: bool) -> None:
    system = background(*drawn)
    _, matrix, direct = background_of(system)
    found = intensities(system)
    truth = exact(matrix, direct)
    assert found.proof == "bound"
    for category in range(len(found.categories)):
        for process in range(len(found.keys)):
            difference = abs(Fraction(float(found.values[category, process])) - truth[process][category])
            assert difference <= Fraction(float(found.error[process]))
            assert found.error[process] <= 1e-9 * found.magnitude[process] or found.magnitude[process] == 0


@RUN
@given(drawn_systems(credits=True))
def test_credits_in_the_background_are_solved_all_the_same(drawn: Drawn) -> None:
    system = background(*drawn)
    found, reference = intensities(system), adjoint(system)
    for number, name in enumerate(found.categories):
        assert found.values[number] == pytest.approx(reference[name][1:], rel=1e-9, abs=1e-9 * float(np.max(found.magnitude, initial=0.0)))


@RUN
@given(drawn_systems(), st.floats(1e-8, 1e8), st.integers(0, 10**6))
def test_the_bound_covers_any_wrong_answer(drawn: Drawn, size: float, seed: int) -> None:
    _, matrix, direct = background_of(background(*drawn))
    truth = np.array([[float(value) for value in line] for line in exact(matrix, direct)])
    wrong = truth + size * np.random.default_rng(seed).standard_normal(truth.shape)
    weights = np.linalg.solve(2 * np.diag(np.abs(matrix.diagonal())) - abs(matrix.T.toarray()), np.abs(matrix.diagonal()))
    error = proved_error(matrix, direct, wrong, weights)
    assert error is not None
    assert np.all(np.abs(wrong - truth) <= error[:, None] * (1 + 1e-12))


def test_weights_that_prove_nothing_are_told_apart() -> None:
    matrix = sparse.csc_matrix(np.array([[1.0, -0.5], [-0.5, 1.0]]))
    direct, solved = np.ones((2, 1)), np.full((2, 1), 2.0)
    assert proved_error(matrix, direct, solved, np.array([1.0, 1.0])) is not None
    for weights in ([1.0, 0.1], [-1.0, 1.0], [np.nan, 1.0], [0.0, 0.0], [np.inf, 1.0]):
        assert proved_error(matrix, direct, solved, np.array(weights)) is None
    assert proved_error(sparse.csc_matrix(np.array([[1.0, -1.0], [-1.0, 1.0]])), direct, solved, np.ones(2)) is None


def test_where_no_weights_exist_the_factorisation_answers() -> None:
    # Each credits 1.5 of the other: no M-matrix and no H-matrix, but a system with one solution.
    system = background([1.0, 1.0], {(1, 0): -1.5, (0, 1): -1.5}, {(CO2, 0): 1.0, (CO2, 1): 2.0})
    found = intensities(system)
    assert found.proof == "factorisation"
    assert found.values[0] == pytest.approx(np.linalg.solve([[1.0, 1.5], [1.5, 1.0]], [1.0, 2.0]), rel=1e-12)


@pytest.mark.parametrize(("uses", "error"), [({(1, 0): 1.0, (0, 1): 1.2}, LoopGains), ({(0, 0): 1.0}, NothingLeft)])
def test_a_background_that_gains_or_eats_itself_is_refused(uses: dict[tuple[int, int], float], error: type[Exception]) -> None:
    with pytest.raises(error):
        intensities(background([1.0, 1.0], uses, {(CO2, 0): 1.0, (CO2, 1): 1.0}))


def test_products_far_apart_in_size_are_each_exact() -> None:
    # A chain of products each of which carries a thousandth of the next; a norm of all would not see the small ones.
    size = 12
    system = background([1.0] * size, {(n + 1, n): 1e-3 for n in range(size - 1)}, {(CO2, n): 1e-30 * 1e3**n for n in range(size)})
    found = intensities(system)
    expected = [0.0] * size
    for number in reversed(range(size)):
        expected[number] = 1e-30 * 1e3**number + (1e-3 * expected[number + 1] if number + 1 < size else 0.0)
    assert found.values[0] == pytest.approx(expected, rel=1e-13)


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(IntensitiesMissing) as caught:
        intensities(background([1.0], {}, {(CO2, 0): 1.0})).column("another/dataset")
    assert caught.value.values["process"] == "another/dataset"


LARGE = background([1.0, 2.0, 0.5], {(1, 0): 0.3, (2, 1): 0.1, (0, 2): 0.05}, {(CO2, 0): 1.0, ("methane, biogenic", 2): 0.1})


def the_entry(folder: Path) -> Path:
    (entry,) = folder.glob("*.intensities")
    return entry


def test_what_is_kept_comes_back_the_same(tmp_path: Path) -> None:
    cache = IntensityCache(tmp_path / "new" / "folder")
    first, second = intensities(LARGE, cache), intensities(LARGE, cache)
    assert (first.kept, second.kept) == (False, True)
    assert np.array_equal(first.values, second.values)
    assert np.array_equal(first.error, second.error)
    assert second.notes == ()


def test_other_numbers_have_another_entry(tmp_path: Path) -> None:
    cache = IntensityCache(tmp_path)
    intensities(LARGE, cache)
    other = background([1.0, 2.0, 0.5], {(1, 0): 0.3, (2, 1): 0.1, (0, 2): 0.05}, {(CO2, 0): 1.0, ("methane, biogenic", 2): 0.1000001})
    assert not intensities(other, cache).kept
    assert len(list(tmp_path.glob("*.intensities"))) == 2


def test_any_damage_is_noticed_and_repaired(tmp_path: Path) -> None:
    cache = IntensityCache(tmp_path)
    whole = intensities(LARGE, cache)
    entry = the_entry(tmp_path)
    content = entry.read_bytes()
    generator = np.random.default_rng(1)
    damaged = [b"", content[:10], content[:-1], content[: len(content) // 2], content + b"\0", bytes(len(content)), b"\x80\x04K\x01."]
    for place in generator.integers(0, len(content), 60).tolist():
        damaged.append(content[:place] + bytes([content[place] ^ (1 << int(generator.integers(8)))]) + content[place + 1 :])
    for broken in damaged:
        entry.write_bytes(broken)
        again = intensities(LARGE, cache)
        assert not again.kept
        assert [note.code for note in again.notes] == ["E321"]
        assert np.array_equal(again.values, whole.values)
        assert entry.read_bytes() == content


def test_an_entry_of_another_key_or_kind_is_not_taken(tmp_path: Path) -> None:
    cache = IntensityCache(tmp_path)
    intensities(LARGE, cache)
    entry = the_entry(tmp_path)
    content = entry.read_bytes()
    head, body = content[:24], content[24 + 65 + 65 :]
    assert head == b"footprint-intensities/1\n"

    def sealed(key: str, array: bytes) -> bytes:
        rest = f"{key}\n".encode() + array
        return head + f"{sha256(rest)}\n".encode() + rest

    pickled = io.BytesIO()
    np.save(pickled, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    narrow = io.BytesIO()
    np.save(narrow, np.zeros((2, 2), dtype=np.float32))
    for forged in (sealed("0" * 64, body), sealed(entry.stem, pickled.getvalue()), sealed(entry.stem, narrow.getvalue())):
        entry.write_bytes(forged)
        again = intensities(LARGE, cache)
        assert not again.kept
        assert [note.code for note in again.notes] == ["E321"]


def test_a_well_formed_lie_is_found_by_the_residual(tmp_path: Path) -> None:
    cache = IntensityCache(tmp_path)
    honest = intensities(LARGE, cache)
    _, matrix, direct = background_of(LARGE)
    key = content_key(matrix, direct)
    kept, _ = cache.get(key, (direct.shape[1] + 1, len(honest.keys)))
    assert kept is not None
    lie = kept.copy()
    lie[0, 1] *= 1 + 1e-9
    cache.put(key, lie)
    again = intensities(LARGE, cache)
    assert not again.kept
    assert np.array_equal(again.values, honest.values)


def test_the_least_recently_used_entries_go_first(tmp_path: Path) -> None:
    array = np.zeros((4, 1000))
    cache = IntensityCache(tmp_path, limit=100_000)
    keys = [f"{number:064x}" for number in range(4)]
    for age, key in enumerate(keys[:3]):
        cache.put(key, array)
        os.utime(cache.path(key), (1000 + age, 1000 + age))
    assert cache.get(keys[0], array.shape)[0] is not None
    cache.put(keys[3], array)
    assert [cache.path(key).exists() for key in keys] == [True, False, True, True]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= cache.limit
    assert IntensityCache(tmp_path, limit=1000).put("f" * 64, array) == ()
    assert not cache.path("f" * 64).exists()


def test_a_folder_that_cannot_be_written_is_noted_and_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    found = intensities(LARGE, IntensityCache(blocked / "below"))
    assert [note.code for note in found.notes] == ["E322"]
    assert found.values[0, 0] > 0


def test_the_folder_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "mine"))
    assert IntensityCache().folder == tmp_path / "mine"
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "footprint"


def _write_and_read(folder: str, seed: int) -> bool:
    """Solve and keep the same systems as others do at the same time; damage some entries on the way."""
    generator = np.random.default_rng(seed)
    cache = IntensityCache(Path(folder), limit=20_000)
    reference = intensities(LARGE)
    for _ in range(20):
        found = intensities(LARGE, cache)
        if not np.array_equal(found.values, reference.values):
            return False
        if generator.random() < 0.3:
            for entry in Path(folder).glob("*.intensities"):
                entry.write_bytes(b"torn" * int(generator.integers(200)))
    return True


def test_programs_that_write_and_damage_at_the_same_time_all_get_right_answers(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3) as pool:
        assert all(pool.map(_write_and_read, [str(tmp_path)] * 3, range(3)))


def test_a_program_killed_while_writing_leaves_no_entry(tmp_path: Path) -> None:
    program = (
        "import os, sys, signal\n"
        "import footprint.files as files\n"
        "from pathlib import Path\n"
        "import numpy as np\n"
        "from footprint.engine.intensity_cache import IntensityCache\n"
        "os.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)\n"
        "IntensityCache(Path(sys.argv[1])).put('a' * 64, np.zeros((4, 1000)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, timeout=120)
    assert done.returncode < 0
    assert list(tmp_path.glob("*.intensities")) == []
    assert IntensityCache(tmp_path).put("a" * 64, np.zeros((4, 1000))) == ()
