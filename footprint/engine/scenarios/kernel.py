"""The scenario kernel: all indicators of one model in many scenarios at once.

The work is cut into chunks that fit the processor's cache. In each, formulas are evaluated, rules are checked, the
foreground is solved from the product upwards, and one product of matrices turns flows across the border into scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from footprint.engine.background import UNSPLIT, Intensities
from footprint.engine.errors import IllConditionedLoop, LoopGains, NotFinite, NothingLeft
from footprint.engine.proof import UNIT_ROUNDOFF
from footprint.engine.scenarios.amounts import AmountProgram, not_finite
from footprint.engine.scenarios.compact import compact
from footprint.engine.scenarios.errors import ScenarioNameUnknown, ScenarioUnit
from footprint.engine.scenarios.failures import Broken, Failure, gathered
from footprint.engine.scenarios.foreground import Foreground, Levels
from footprint.engine.scenarios.loops import Block
from footprint.engine.scenarios.rules import RowRules
from footprint.engine.scenarios.template import Entry, Template
from footprint.engine.system import ADDENDS, SUMS
from footprint.errors import EngineError, nearest
from footprint.supply_chain.allocation import CO2_PER_C, product_carbon
from footprint.units import Unit, base_unit
from footprint.units.formula_evaluation import Value

__all__ = ["Kernel", "Scores", "score"]

CACHE = 2**21
"""Bytes that the flows of one chunk may take. Measured: half as many cost a third more in calls, twice as many gain nothing."""

CHUNKS = (256, 16384)
"""Least and greatest number of rows in a chunk."""

STRIP = 250_000
"""Multiplications in one call of the linear algebra library; OpenBLAS starts threads beyond 262,144."""

Array = NDArray[np.float64]

_Key = TypeVar("_Key")


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of n scenarios, in kg CO2e per declared unit; NaN in rows that failed.

    Parameters
    ----------
    categories
        Score by category of the method, shape (n,) each. Where `unknown` says so it is not known, rather than zero.
    sums
        ``excl_uptake``, ``incl_uptake`` (missing where the carbon of the product is not stated) and ``iso_net``.
    unknown
        By category, the rows in which CO2e that does not tell gases and origins apart takes part and nothing else does.
    aggregated
        How much of that CO2e takes part, burdens and credits alike; shape (n,).
    scale
        At least Σ|c b x|, what was added up before anything cancelled; shape (n,).
    numerical_error
        Bound of what rounding can have moved any of the sums, shape (n,).
    failed
        Mask, shape (n,).
    failures
        Why, by cause.
    doubts
        What is questioned in rows that succeed, by cause: values outside their plausible range.
    """

    categories: Mapping[str, Array]
    sums: Mapping[str, Array]
    unknown: Mapping[str, NDArray[np.bool_]]
    aggregated: Array
    scale: Array
    numerical_error: Array
    failed: NDArray[np.bool_]
    failures: tuple[Failure, ...]
    doubts: tuple[Failure, ...] = ()

    @property
    def total(self) -> Array:
        """The headline sum, shape (n,)."""
        return self.sums["excl_uptake"]

    def __len__(self) -> int:
        return len(self.failed)

    def __repr__(self) -> str:
        return f"<Scores of {len(self)} scenarios, {int(self.failed.sum())} failed>"


@dataclass(frozen=True, eq=False)
class _Plan:
    """What is prepared once for a set of varying names."""

    program: AmountProgram
    rules: RowRules
    foreground: Foreground
    coefficients: Array
    mixed: Array

    @property
    def chunk(self) -> int:
        rows = max(1, len(self.foreground.rows))
        return int(np.clip(CACHE // (8 * rows), *CHUNKS))


class Kernel:
    """A template with the intensities of its background, ready to score scenarios, and small enough to be pickled.

    Parameters
    ----------
    template
        Of the model.
    intensities
        Of all datasets and other models that it uses.

    Raises
    ------
    IntensitiesMissing
        Where they do not cover the template.
    """

    def __init__(self, template: Template, intensities: Intensities) -> None:
        self.template, self.intensities = compact(template, intensities)
        self.categories = intensities.categories
        self._plans: dict[tuple[frozenset[str], frozenset[int]], _Plan] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (Kernel, (self.template, self.intensities))

    def factor(self, name: str, unit: Unit) -> float:
        """Give the number that brings values of a parameter or an exchange in some unit to base units.

        Raises
        ------
        ScenarioNameUnknown, ScenarioUnit
            Where there is nothing of that name, or it has another dimension.
        """
        evaluated = self.template.evaluated
        if name not in self.template.stated and name not in self.template.parameters:
            raise ScenarioNameUnknown(name=name, suggestions=nearest(name, self.template.names))
        stated = (evaluated.amounts if "/" in name else evaluated.parameters)[name]
        if stated.unit.dimension != unit.dimension:
            found, expected = str(unit.dimension), str(stated.unit.dimension)
            raise ScenarioUnit(name=name, unit=unit.text, found=found, expected=expected)
        return float(unit.exact / base_unit(unit.dimension).exact)

    @cached_property
    def providers(self) -> Mapping[str, int]:
        """Row of every provider outside the model, by key; `score` may vary what one unit of it carries."""
        template = self.template
        return {key: row for row, key in enumerate(template.system.activities) if row >= template.foreground}

    def score(
        self, values: Mapping[str, Array | float], rows: int | None = None, scales: Mapping[str, Array | float] | None = None
    ) -> Scores:
        """Score scenarios.

        Parameters
        ----------
        values
            Values in base units by name of a parameter or by exchange id: arrays of shape (rows,), or numbers.
        rows
            Number of scenarios; needed where no array is given.
        scales
            What the intensities of providers are multiplied by, all categories alike, by key; none is negative.

        Raises
        ------
        ScenarioNameUnknown
            Where a name is none of the model's.
        """
        factors = self._scales(scales or {})
        arrays = {name: np.atleast_1d(np.asarray(value, dtype=np.float64)) for name, value in values.items()}
        for name in arrays:
            if name not in self.template.stated and name not in self.template.parameters:
                raise ScenarioNameUnknown(name=name, suggestions=nearest(name, self.template.names))
        count = rows if rows is not None else max((len(array) for array in (*arrays.values(), *factors.values())), default=1)
        plan = self.plan(frozenset(arrays), frozenset(factors))
        results = np.full((len(plan.coefficients), count), np.nan)
        errors = np.full(count, np.nan)

        found: list[tuple[NDArray[np.int64], Broken]] = []
        doubts: list[tuple[NDArray[np.int64], Broken]] = []
        # One after the other: with two threads chunks of this size wait for the interpreter longer than they compute.
        for start in range(0, count, plan.chunk):
            stop = min(start + plan.chunk, count)
            part = {name: array if len(array) == 1 else array[start:stop] for name, array in arrays.items()}
            scaled = {row: array if len(array) == 1 else array[start:stop] for row, array in factors.items()}
            chunk = _Chunk(self, plan, part, start, stop - start, scaled)
            chunk.run(results, errors)
            found += chunk.found
            doubts += chunk.doubts
        return self._scores(results, errors, gathered(found), gathered(doubts))

    def _scales(self, scales: Mapping[str, Array | float]) -> dict[int, Array]:
        for key in scales:
            if key not in self.providers:
                raise ScenarioNameUnknown(name=key, suggestions=nearest(key, self.providers))
        return {self.providers[key]: np.atleast_1d(np.asarray(value, dtype=np.float64)) for key, value in scales.items()}

    def plan(self, names: frozenset[str], scaled: frozenset[int] = frozenset()) -> _Plan:
        """Prepare for a set of varying names and providers (by row), once."""
        if (names, scaled) not in self._plans:
            program = AmountProgram.of(self.template, names)
            foreground = Foreground(self.template, program.varying, program.constant_amounts, scaled)
            mixed = self._mixed_providers()
            coefficients = foreground.coefficients(lambda entry, factor: self._carries(entry, factor, mixed))
            weights = np.array([self.intensities.aggregated[provider] for provider in mixed])
            self._plans[names, scaled] = _Plan(program, RowRules(self.template, program.varying), foreground, coefficients, weights)
        return self._plans[names, scaled]

    @cached_property
    def rounding(self) -> float:
        """Bound of the relative error of a score whose terms all have one sign: every operation on the way rounds once."""
        operations = 16 + 6 * len(self.template.entries)
        return operations * UNIT_ROUNDOFF / (1 - operations * UNIT_ROUNDOFF)

    def _provider(self, entry: Entry) -> int:
        return self.intensities.column(self.template.system.activities[entry.position[0]])

    def _mixed_providers(self) -> tuple[int, ...]:
        """Find providers of aggregated CO2e that are both used and credited: there, only the net amount takes part."""
        signs: dict[int, set[bool]] = {}
        for entry in self.template.entries:
            if entry.matrix == "A" and entry.position[0] >= self.template.foreground:
                provider = self._provider(entry)
                if self.intensities.aggregated[provider] > 0:
                    signs.setdefault(provider, set()).add(entry.factor < 0)
        return tuple(provider for provider, found in signs.items() if len(found) > 1)

    def _carries(self, entry: Entry, factor: float, mixed: tuple[int, ...]) -> Array:
        """Give what a flow across the border carries: categories, sums, scale, error, aggregate; use and credit of mixed providers."""
        system, known = self.template.system, self.intensities
        net = np.zeros((2, len(mixed)))
        if entry.matrix == "A":
            provider = self._provider(entry)
            scores = -factor * known.values[:, provider]
            size, error = abs(factor) * known.magnitude[provider], abs(factor) * known.error[provider]
            aggregated = abs(factor) * known.aggregated[provider]
            if provider in mixed:
                net[int(factor > 0), mixed.index(provider)], aggregated = abs(factor), 0.0
        else:
            flow = entry.position[0]
            scores = factor * np.array([system.factors[name][flow] for name in self.categories])
            headline = system.characterisation(system.headline)[flow]
            size, error = abs(factor) * max(abs(headline), float(np.max(np.abs(scores / factor), initial=0.0))) if factor else 0.0, 0.0
            aggregated = abs(factor * system.factors[UNSPLIT][flow]) if UNSPLIT in system.factors else 0.0
        sums = [np.sum(scores[[name in parts for name in self.categories]]) for parts in (system.headline, ADDENDS)]
        return np.concatenate([scores, sums, [size, error, aggregated], net.ravel()])

    def _scores(self, results: Array, errors: Array, failures: tuple[Failure, ...], doubts: tuple[Failure, ...]) -> Scores:
        number = len(self.categories)
        categories = {name: results[row] for row, name in enumerate(self.categories)}
        failed = np.isnan(errors)
        aggregated = results[number + 4]
        carbon = product_carbon(self.template.model)
        sums = {"excl_uptake": results[number]}
        if carbon is not None:
            sums["incl_uptake"] = results[number] - CO2_PER_C * carbon
        sums["iso_net"] = results[number + 1]
        takes_part = aggregated > 0
        unknown = {name: takes_part & (categories[name] == 0) for name in SUMS["iso_net"] if name in categories and name != "fossil"}
        return Scores(categories, sums, unknown, aggregated, results[number + 2], errors, failed, failures, doubts)


class _Chunk:
    """One chunk of rows on its way; rows that fail drop out."""

    def __init__(
        self, kernel: Kernel, plan: _Plan, values: Mapping[str, Array], start: int, count: int, scales: Mapping[int, Array]
    ) -> None:
        self.kernel, self.plan, self.values, self.scales = kernel, plan, values, scales
        self.start = start
        self.positions = np.arange(start, start + count)
        self.found: list[tuple[NDArray[np.int64], Broken]] = []
        self.doubts: list[tuple[NDArray[np.int64], Broken]] = []

    def run(self, results: Array, errors: Array) -> None:
        """Score the rows and write what succeeds into the columns of the results."""
        start, count = self.start, len(self.positions)
        self._drop(not_finite(self.values))
        parameters, amounts = self._amounts() if len(self.positions) else ({}, {})
        for rules in (self._model_rules, self._allocation_rules):
            if not len(self.positions):
                return
            parameters, amounts = self._keep(rules(parameters, amounts), parameters, amounts)
        if not len(self.positions):
            return
        judged = self.positions
        scores, numerical = self._solved(amounts)
        self._question(judged, parameters)
        if len(self.positions) == count:
            results[:, start : start + count] = scores
            errors[start : start + count] = numerical
        else:
            results[:, self.positions] = scores
            errors[self.positions] = numerical

    def _question(self, judged: NDArray[np.int64], parameters: Mapping[str, Value]) -> None:
        """Note what is doubtful in the rows that succeeded, of those that were judged."""
        succeeded = True if len(judged) == len(self.positions) else np.isin(judged, self.positions)
        for doubt in self.plan.rules.doubts(parameters):
            rows = doubt.rows & succeeded
            if np.any(rows):
                self.doubts.append((judged, replace(doubt, rows=rows)))

    def _model_rules(self, parameters: Mapping[str, Value], amounts: Mapping[str, Value]) -> Iterator[Broken]:
        return self.plan.rules.model_rules(amounts, parameters)

    def _allocation_rules(self, parameters: Mapping[str, Value], amounts: Mapping[str, Value]) -> Iterator[Broken]:
        return self.plan.rules.allocation_rules(amounts)

    def _amounts(self) -> tuple[dict[str, Value], dict[str, Value]]:
        """Evaluate, with a look at every part only where the flags of the processor ask for it."""
        program = self.plan.program
        try:
            parameters, amounts = program.evaluate(self.values)
            broken: list[Broken] = []
        except FloatingPointError:
            parameters, amounts, broken = program.diagnose(self.values, len(self.positions))
        return self._keep([*broken, *self.plan.rules.signs(amounts)], parameters, amounts)

    def _keep(
        self, broken: Iterable[Broken], parameters: dict[str, Value], amounts: dict[str, Value]
    ) -> tuple[dict[str, Value], dict[str, Value]]:
        """Drop the rows that broke a rule; give what is left."""
        kept = self._drop(list(broken))
        return (parameters, amounts) if kept is None else (_picked(parameters, kept), _picked(amounts, kept))

    def _drop(self, broken: list[Broken]) -> NDArray[np.bool_] | None:
        if not broken:
            return None
        kept = np.ones(len(self.positions), dtype=bool)
        for part in broken:
            kept &= ~np.broadcast_to(part.rows, kept.shape)
            self.found.append((self.positions, part))
        self.positions = self.positions[kept]
        self.values = _picked(self.values, kept)
        self.scales = _picked(self.scales, kept)
        return kept

    def _solved(self, amounts: Mapping[str, Value]) -> tuple[Array, Array]:
        """Solve the foreground and score; rows whose loops have no answer drop out."""
        plan, kernel, count = self.plan, self.kernel, len(self.positions)
        flows = np.empty((len(plan.foreground.rows), count))
        with np.errstate(all="ignore"):
            shares = kernel.template.share_values(amounts)
            levels = plan.foreground.flows(amounts, shares, count, flows, self.scales)
            scores = _product(plan.coefficients, flows)
            number = len(kernel.categories)
            size, error = scores[number + 2], scores[number + 3]
            numerical = 1.01 * kernel.rounding * (1 + levels.amplification) * size + error
            used, credited = np.split(scores[number + 5 :], 2)
            # What differs by rounding alone cancels.
            net = np.where(np.abs(used - credited) > kernel.rounding * (used + credited), np.abs(used - credited), 0.0)
            scores[number + 4] += plan.mixed @ net
        broken = list(_wrong_loops(kernel.template, levels))
        infinite = ~np.isfinite(size)
        for part in broken:
            infinite &= ~np.broadcast_to(part.rows, infinite.shape)
        if infinite.any():
            broken.append(Broken(NotFinite, None, infinite, {"what": "an amount", "processes": [kernel.template.model.product.flow]}))
        kept = self._drop(broken)
        return (scores, numerical) if kept is None else (scores[:, kept], np.broadcast_to(numerical, kept.shape)[kept])


def _product(coefficients: Array, flows: Array) -> Array:
    """Multiply in strips so small that the linear algebra library does not start threads of its own, which cost more than they do."""
    scores = np.zeros((len(coefficients), flows.shape[1]))
    strip = max(64, STRIP // max(1, coefficients.size))
    for start in range(0, flows.shape[1] if len(flows) else 0, strip):
        np.matmul(coefficients, flows[:, start : start + strip], out=scores[:, start : start + strip])
    return scores


def _picked(values: Mapping[_Key, Any], kept: NDArray[np.bool_]) -> dict[_Key, Any]:
    """Take the rows that are left; what is the same for all rows stays as it is."""
    return {name: value[kept] if isinstance(value, np.ndarray) and value.shape == kept.shape else value for name, value in values.items()}


def _wrong_loops(template: Template, levels: Levels) -> list[Broken]:
    """Name what is wrong with loops as the check of a single system does: own use first."""
    broken: list[Broken] = []
    activities = template.system.activities
    done: Any = np.zeros(1, dtype=bool)
    stages: list[tuple[type[EngineError], list[tuple[Block, NDArray[np.bool_]]]]] = [
        (NothingLeft, levels.empty),
        (IllConditionedLoop, levels.nearly),
        (LoopGains, levels.gains),
        (IllConditionedLoop, levels.singular),
    ]
    for error, found in stages:
        for block, mask in found:
            rows = mask & ~done
            done = done | rows
            if rows.any():
                broken.append(Broken(error, _place(template, block), rows, _named(block, activities, template)))
    return broken


def _named(block: Block, activities: tuple[str, ...], template: Template) -> dict[str, Any]:
    names = [activities[member] for member in sorted(block.members)]
    exchanges = sorted(
        {entry.exchange for entry in template.entries if entry.matrix == "A" and entry.position in block.uses and entry.factor < 0}
    )
    unit = template.system.units[min(block.members)]
    return {
        "processes": names,
        "process": names[0],
        "exchanges": exchanges[:10],
        "gain": "1 or more",
        "condition": "1e+08 or more",
        "made": "less",
        "used": "more",
        "unit": unit,
    }


def _place(template: Template, block: Block) -> Any:
    exchanges = sorted(entry.exchange for entry in template.entries if entry.matrix == "A" and entry.position in block.uses)
    return template.model.place(f"processes/{exchanges[0]}") if exchanges else None


def score(template: Template, values: Mapping[str, Array | float], intensities: Intensities, rows: int | None = None) -> Scores:
    """Score scenarios of a template; see `Kernel.score`. To score several batches keep the `Kernel`."""
    return Kernel(template, intensities).score(values, rows)
