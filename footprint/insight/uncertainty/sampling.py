"""The kernel of a result with everything that is uncertain: draws in, footprints out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footprint.engine.background import intensities
from footprint.engine.result import Footprint
from footprint.engine.scenarios import Kernel, Scores, compile_template
from footprint.errors import Finding
from footprint.insight.at_hand import library_of
from footprint.insight.uncertainty.draws import correlations_of, drawn
from footprint.insight.uncertainty.errors import DrawsNumber, NothingUncertain
from footprint.insight.uncertainty.inputs import FACTOR, UncertainInput, uncertain_inputs
from footprint.inventory import Library
from footprint.model.correlations import CorrelationGroup

__all__ = ["BLOCK", "LEAST", "MOST", "Failed", "Problem", "check_draws", "problem", "sample", "varied"]

BLOCK = 16384
"""Draws of one call of the kernel. Calls begin at multiples of it, so that a draw scores to the same bits however many are asked for."""

LEAST, MOST = 100, 10_000_000

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Failed:
    """Draws that have no result, by cause.

    Parameters
    ----------
    finding
        What is wrong in the first of them.
    count
        How many.
    first
        Numbers of the first ones.
    """

    finding: Finding
    count: int
    first: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Problem:
    """A result ready to be drawn.

    Parameters
    ----------
    result
        At the stated values.
    sum
        Which sum is looked at.
    kernel
        Of its model.
    inputs, groups
        What is uncertain, and what of it varies together.
    """

    result: Footprint
    sum: str
    kernel: Kernel
    inputs: tuple[UncertainInput, ...]
    groups: tuple[CorrelationGroup, ...]

    def score(self, values: Mapping[str, Array | float], rows: int) -> Scores:
        """Score scenarios in which some inputs have other values (base units; multipliers of factors)."""
        amounts = {name: value for name, value in values.items() if not name.startswith(FACTOR)}
        scales = {name.removeprefix(FACTOR): value for name, value in values.items() if name.startswith(FACTOR)}
        return self.kernel.score(amounts, rows, scales)


def problem(result: Footprint, library: Library | None, sum: str | None, derived: bool) -> Problem:
    """Compile a result for draws.

    Raises
    ------
    NothingUncertain
        Where no input varies.
    """
    template = compile_template(result.model, library or library_of(result), result.overrides)
    inputs = uncertain_inputs(result, template, derived=derived)
    if not inputs:
        raise NothingUncertain(result.model.place("parameters"))
    kernel = Kernel(template, intensities(template.system))
    # What only bounds a cut-off has no column.
    inputs = tuple(entry for entry in inputs if entry.kind != "factor" or entry.name.removeprefix(FACTOR) in kernel.providers)
    names = [entry.name for entry in inputs]
    return Problem(result, sum or result.sum, kernel, inputs, correlations_of(result.model, names))


def check_draws(draws: int) -> None:
    """Refuse a number of draws that makes no sense.

    Raises
    ------
    DrawsNumber
        Where there are too few or too many.
    """
    if not LEAST <= draws <= MOST:
        raise DrawsNumber(draws=draws, least=LEAST, most=MOST)


def sample(
    problem: Problem,
    seed: int,
    draws: int,
    key: Callable[[str], str] = str,
    watch: Callable[[int, Mapping[str, Array], Array], None] | None = None,
) -> tuple[Array, tuple[Failed, ...]]:
    """Draw and score.

    Parameters
    ----------
    key
        Identity of a name, as for `footprint.insight.uncertainty.draws.drawn`.
    watch
        Is shown the number of the first draw, the values drawn and the scores of every block.

    Returns
    -------
    scores
        Of the sum, shape (draws,); NaN where a draw failed.
    failed
        Why, by cause, the most frequent first.
    """
    scores = np.full(draws, np.nan)
    causes: dict[tuple[str, str], Failed] = {}
    for start in range(0, draws, BLOCK):
        count = min(BLOCK, draws - start)
        values = drawn(problem.inputs, problem.groups, seed, count, start, key)
        found = problem.score(values, count)
        scores[start : start + count] = np.where(found.failed, np.nan, found.sums[problem.sum])
        for failure in found.failures:
            name = failure.code, failure.place.path if failure.place else ""
            first = tuple(start + row for row in failure.rows[:5].tolist())
            known = causes.get(name)
            if known is None:
                causes[name] = Failed(failure.finding(int(failure.rows[0])), len(failure.rows), first)
            else:
                causes[name] = Failed(known.finding, known.count + len(failure.rows), (*known.first, *first)[:5])
        if watch is not None:
            watch(start, values, scores[start : start + count])
    return scores, tuple(sorted(causes.values(), key=lambda cause: (-cause.count, cause.finding.code)))


def varied(problem: Problem, probability: Sequence[float]) -> dict[str, tuple[float, ...]]:
    """Score every input alone at some of its quantiles, with all others as stated; NaN where that has no result."""
    wanted = np.array(probability)
    number = len(wanted)
    rows = number * len(problem.inputs)
    values: dict[str, Array] = {}
    for position, entry in enumerate(problem.inputs):
        column = np.full(rows, entry.distribution.value)
        column[number * position : number * (position + 1)] = entry.distribution.quantiles(wanted)
        values[entry.name] = column
    scores = problem.score(values, rows)
    found = np.where(scores.failed, np.nan, scores.sums[problem.sum])
    return {entry.name: tuple(found[number * at : number * (at + 1)].tolist()) for at, entry in enumerate(problem.inputs)}
