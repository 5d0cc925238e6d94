"""The sampling plan: which inputs a verifier must see evidence for, and how far the rest can move the result at the most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.insight.dependence import Foreground, Input, foreground_of, run
from footprint.insight.sensitivity import stated_units
from footprint.units import Amount
from footprint.verification.sampling.errors import BadCoverage, BadMateriality
from footprint.verification.sampling.floors import Floors
from footprint.verification.sampling.ranges import Basis, Range, ranges
from footprint.verification.sampling.selection import Selection, select
from footprint.verification.sampling.visit import Visit, visit_of

__all__ = ["SCHEMA", "UNIT", "Omitted", "PlannedInput", "SamplingPlan", "sampling_plan"]

SCHEMA = "footprint/sampling-plan/1"
UNIT = "kg CO2e"


@dataclass(frozen=True, slots=True)
class PlannedInput:
    """An input of the result, as the plan takes it.

    Parameters
    ----------
    name
        Name of a parameter, exchange id, ``flows/FLOW/PROPERTY``, ``product/mass_per_declared_unit``, ``factor:PROVIDER``, or
        ``formula:NAME`` for what a formula may be wrong by beyond its parameters.
    kind
        ``parameter``, ``amount``, ``formula``, ``property`` or ``factor``.
    data
        Kind of data that its floor is for; ``None`` where it has no range.
    value, unit, low, high
        As stated, and its range; of a formula its result.
    basis
        Whether the range is the floor or what is stated, or why there is none.
    effect
        How far the result moves where this input alone goes to the ends of its range, in kg CO2e; ``None`` where that has no bound.
    seen
        Whether it is on the list.
    visit
        What to look at; only of what is on the list.
    """

    name: str
    kind: Literal["parameter", "amount", "formula", "property", "factor"]
    data: str | None
    value: float
    unit: str
    low: float
    high: float
    basis: Basis
    effect: float | None
    seen: bool
    visit: Visit | None


@dataclass(frozen=True, slots=True)
class Omitted:
    """What the model leaves out with `cut_off`, by the proxies named there; no part of the bound.

    Parameters
    ----------
    value
        What the proxies add, in kg CO2e, absolute values summed.
    share
        Of the result; ``None`` where that is zero.
    without_proxy
        Exchange ids of what nothing bounds.
    free_of_burden
        Exchange ids of secondary materials that enter free of primary burden.
    """

    value: float
    share: float | None
    without_proxy: tuple[str, ...]
    free_of_burden: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SamplingPlan:
    """Which inputs to see, and the bound for the rest.

    Parameters
    ----------
    total, sum
        The result, in kg CO2e per declared unit, and which sum that is.
    materiality, threshold
        As a fraction of the result, and in kg CO2e.
    low, high
        The result lies between these while every input that is not on the list moves within its range.
    bound
        How far it can move away from what is stated, in kg CO2e, numerical error included.
    at_least
        How many inputs every sufficient list has, proved.
    minimal
        Whether none of the list can be spared, tried one by one.
    needed
        Names of those for which a case was found that breaks the threshold when they are unseen, too.
    sample
        The list, the largest effect first.
    unseen
        All other inputs that may move the result.
    fixed
        Inputs without a range.
    zero
        Names of what is stated as zero.
    """

    product: Mapping[str, str]
    declared_unit: str
    model_sha256: str
    total: float
    sum: str
    materiality: float
    threshold: float
    coverage: float
    floors: Floors
    low: float
    high: float
    bound: float
    numerical_error: float
    at_least: int
    minimal: bool
    needed: tuple[str, ...]
    sample: tuple[PlannedInput, ...]
    unseen: tuple[PlannedInput, ...]
    fixed: tuple[PlannedInput, ...]
    zero: tuple[str, ...]
    omitted: Omitted

    @property
    def shortest(self) -> bool:
        """Whether the list is proved to be the shortest."""
        return self.at_least == len(self.sample)

    def as_dict(self, lang: Language | None = None) -> dict[str, Any]:
        """Give the plan as plain data; texts in one language, or in both."""
        from footprint.verification.sampling.writing import as_dict

        return as_dict(self, lang)

    def csv(self, lang: Language = "en") -> str:
        """Give the list as a table with one row per input, for the site visit."""
        from footprint.verification.sampling.writing import as_csv

        return as_csv(self, lang)

    def text(self, lang: Language = "en") -> str:
        """Give the plan as plain text."""
        from footprint.verification.sampling.writing import as_text

        return as_text(self, lang)

    def __repr__(self) -> str:
        return f"<SamplingPlan {len(self.sample)} of {len(self.sample) + len(self.unseen)} inputs, ±{self.bound:.6g} {UNIT}>"


def sampling_plan(
    result: Footprint,
    floors: Mapping[str, float] | Floors | None = None,
    materiality: float = 0.05,
    *,
    coverage: float = 0.95,
    sum: str | None = None,
    overrides: Mapping[str, Amount] | None = None,
) -> SamplingPlan:
    """Choose the shortest list of inputs to see, so that the rest cannot move the result by more than the materiality threshold.

    Parameters
    ----------
    result
        Of a calculation.
    floors
        Least relative half range by kind of data (`footprint.verification.sampling.KINDS`), set by the verifier; kinds that are not
        set have values assumed by this project.
    materiality
        Threshold as a fraction of the result, above 0 and up to 1.
    coverage
        Probability at which stated distributions become ranges.
    sum
        ``excl_uptake``, ``incl_uptake`` or ``iso_net``; that of the result where it is not given.
    overrides
        Those that the result was calculated with.

    Returns
    -------
    SamplingPlan
        Where the result is zero the threshold is, too: the list then has everything that moves it.

    Raises
    ------
    BadMateriality, BadCoverage, ProblemsFound, FloorRewardsSilence
        Where what is asked for makes no sense.
    UnknownSum
        Where the result has no such sum.
    """
    if isinstance(materiality, bool) or not isinstance(materiality, int | float) or not 0 < materiality <= 1:
        raise BadMateriality(value=materiality)
    if isinstance(coverage, bool) or not isinstance(coverage, int | float) or not 0.5 <= coverage <= 0.9999:
        raise BadCoverage(value=coverage)
    floors = Floors.of(floors)
    model = result.model
    foreground = foreground_of(result.calculation, model, sum or result.sum, overrides)
    found = ranges(model, foreground, floors, coverage)
    inputs = foreground.program.inputs
    error = result.calculation.proof.numerical_error
    threshold = materiality * abs(foreground.total)
    chosen = select(foreground, [found[given.name].interval for given in inputs], max(threshold - error, 0.0))
    planned = _planned(result, foreground, found, chosen, overrides or {})
    bound = max(chosen.result.high - foreground.total, foreground.total - chosen.result.low) + error
    return SamplingPlan(
        product=model.product.name.model_dump(exclude_none=True),
        declared_unit=str(model.product.declared_unit),
        model_sha256=model.source.sha256,
        total=foreground.total,
        sum=foreground.sum,
        materiality=materiality,
        threshold=threshold,
        coverage=coverage,
        floors=floors,
        low=chosen.result.low - error,
        high=chosen.result.high + error,
        bound=bound,
        numerical_error=error,
        at_least=chosen.at_least,
        minimal=chosen.minimal,
        needed=tuple(inputs[number].name for number in chosen.seen if number in chosen.needed),
        sample=tuple(planned[number] for number in chosen.seen),
        unseen=_by_effect(entry for entry in planned if not entry.seen and entry.low != entry.high),
        fixed=tuple(entry for entry in planned if entry.low == entry.high),
        zero=tuple(given.name for given in inputs if given.value == 0),
        omitted=_omitted(result),
    )


def _by_effect(entries: Any) -> tuple[PlannedInput, ...]:
    return tuple(sorted(entries, key=lambda entry: (-(entry.effect or 0.0), entry.name)))


def _planned(
    result: Footprint, foreground: Foreground, found: Mapping[str, Range], chosen: Selection, overrides: Mapping[str, Amount]
) -> list[PlannedInput]:
    units = stated_units(result, foreground, overrides)
    inputs = foreground.program.inputs
    values = run(foreground.program, [given.value for given in inputs], slopes=False).values
    seen = set(chosen.seen)

    def planned(number: int, given: Input) -> PlannedInput:
        part = found[given.name]
        unit, scale = units[given.name.removeprefix("formula:")]
        # Of a formula the input is a ratio; it is shown as what the formula gives.
        times = values[foreground.program.named[given.name.removeprefix("formula:")]] if given.kind == "formula" else 1.0
        low, high = sorted((part.interval.low * times / scale, part.interval.high * times / scale))
        visit = visit_of(given, foreground, result.model, result.calculation) if number in seen else None
        return PlannedInput(
            name=given.name,
            kind=given.kind,
            data=part.kind,
            value=given.value * times / scale,
            unit=unit,
            low=low,
            high=high,
            basis=part.basis,
            effect=chosen.effects[number],
            seen=number in seen,
            visit=visit,
        )

    return [planned(number, given) for number, given in enumerate(inputs)]


def _omitted(result: Footprint) -> Omitted:
    values = [abs(cut.value) for cut in result.cut_offs if cut.value is not None]
    total = float(sum(values))
    share = total / abs(result.value) if result.value else None
    return Omitted(total, share, tuple(cut.exchange for cut in result.cut_offs if cut.value is None), result.secondary_materials)
