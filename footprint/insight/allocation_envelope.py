"""Allocation envelope: the result under every key by which its processes with several products can be shared.

Which key is right is a question of the rules; how much hangs on it is not. Every admissible key is applied and the whole result
calculated again: all combinations where they are few, else one process at a time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from footprint.engine.notebook import framed, shown
from footprint.engine.result import Footprint
from footprint.errors import FootprintError, Language
from footprint.insight.scenarios import Calculate, apply_scenario
from footprint.model import Evaluated, evaluate
from footprint.model.schema import Allocation, Process, Scenario
from footprint.supply_chain.allocation import allocation_shares, flow_amounts

if TYPE_CHECKING:
    import pandas

__all__ = ["BOUND", "SCHEMA", "Envelope", "EnvelopeCase", "KeyChoice", "SharedProcess", "envelope"]

SCHEMA = "footprint/allocation-envelope/1"

BOUND = 128
"""Combinations that are calculated; with more, one process is changed at a time."""

NO_BASIS = ("density", "normal_volume", "ash_content", "moisture_content", "lower_heating_value", "mass", "exergy")
"""Properties that are no key: bridges between units, and those that have a key of their own."""

_NEEDS: Mapping[str, tuple[tuple[str, ...], Mapping[Language, str]]] = {
    "economic": (("prices",), {"en": "No prices are stated.", "zh": "未给出价格。"}),
    "shares": (("shares",), {"en": "No shares are stated.", "zh": "未给出份额。"}),
    "heat_ratio": (("heat",), {"en": "No heat supply ratio is stated.", "zh": "未给出供热比。"}),
    "substitution": (("avoided",), {"en": "The model does not say what the co-products replace.", "zh": "模型未说明副产品替代何物。"}),
}


@dataclass(frozen=True)
class KeyChoice:
    """A key of allocation for one process.

    Parameters
    ----------
    key
        As `Allocation.key` writes it.
    admissible
        Whether the model has all that it needs.
    why
        Why not; None where it is admissible.
    shares
        What each product bears; None where it is not admissible. With substitution the main product bears all.
    value, delta
        Result with this process alone shared so, and the difference to the base, in kg CO2e per declared unit; None where there is none.
    """

    key: str
    admissible: bool
    why: Mapping[Language, str] | None
    shares: Mapping[str, float] | None
    value: float | None
    delta: float | None


@dataclass(frozen=True)
class SharedProcess:
    """A process with several products, the key that the model uses, and all that could be asked for; the key in use first."""

    process: str
    used: str
    keys: tuple[KeyChoice, ...]


@dataclass(frozen=True)
class EnvelopeCase:
    """The result with one key for each process.

    Parameters
    ----------
    keys
        Key by process.
    value, delta, share
        In kg CO2e per declared unit; share of the base result. None where it cannot be calculated.
    why
        Why it cannot be calculated.
    """

    keys: Mapping[str, str]
    value: float | None
    delta: float | None
    share: float | None
    why: Mapping[Language, str] | None = None


@dataclass(frozen=True)
class Envelope:
    """What hangs on the choice of allocation keys.

    Parameters
    ----------
    processes
        Of the model; none where nothing is shared.
    elsewhere
        Processes with several products of other models that take part: their keys are not changed.
    cases
        All that was calculated, the base first, then by value.
    low, high
        Who gives the least and the greatest result.
    combinations
        How many there are.
    complete
        Whether all of them were calculated; else one process was changed at a time, and the range may be wider.
    bound
        Up to how many combinations are calculated.
    """

    result: Footprint
    processes: tuple[SharedProcess, ...]
    elsewhere: tuple[str, ...]
    cases: tuple[EnvelopeCase, ...]
    low: EnvelopeCase
    high: EnvelopeCase
    combinations: int
    complete: bool
    bound: int

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give everything as plain data."""
        return {
            "schema": SCHEMA,
            "base": self.result.value,
            "unit": "kg CO2e",
            "declared_unit": str(self.result.model.product.declared_unit),
            **self.result.departures,
            "low": _case(self.low, lang),
            "high": _case(self.high, lang),
            "combinations": self.combinations,
            "complete": self.complete,
            "bound": self.bound,
            "processes": [
                {
                    "process": shared.process,
                    "used": shared.used,
                    "keys": [
                        {
                            "key": choice.key,
                            "admissible": choice.admissible,
                            "why": None if choice.why is None else choice.why[lang],
                            "shares": None if choice.shares is None else dict(choice.shares),
                            "value": choice.value,
                            "delta": choice.delta,
                        }
                        for choice in shared.keys
                    ],
                }
                for shared in self.processes
            ],
            "elsewhere": list(self.elsewhere),
            "cases": [_case(case, lang) for case in self.cases],
        }

    def frame(self) -> pandas.DataFrame:
        """Give one row for each case: a column with the key of each process, value, delta and share."""
        import pandas

        names = [shared.process for shared in self.processes]
        rows = [[*(case.keys[name] for name in names), case.value, case.delta, case.share] for case in self.cases]
        return pandas.DataFrame(rows, columns=[*names, "value", "delta", "share"])

    def _repr_html_(self) -> str:
        low, high = self.low.value, self.high.value
        headline = "nothing is shared" if not self.processes else f"{shown(low)} to {shown(high)} kg CO2e over all keys that can be applied"
        return framed(f"Allocation: {self.result.model.product.name.text()}", headline, self.frame())


def _case(case: EnvelopeCase, lang: Language) -> dict[str, Any]:
    why = None if case.why is None else case.why[lang]
    return {"keys": dict(case.keys), "value": case.value, "delta": case.delta, "share": case.share, "why": why}


def envelope(result: Footprint, calculate: Calculate, *, bound: int = BOUND) -> Envelope:
    """Give the range of a result over all admissible allocation keys.

    Parameters
    ----------
    result
        Of a calculation.
    calculate
        The sequence of the pipeline: model and values in, result out.
    bound
        Up to how many combinations all are calculated.
    """
    model, evaluated = result.model, evaluate(result.model, result.overrides)
    shared = {name: process for name, process in model.processes.items() if process.allocation is not None and len(process.outputs) > 1}
    choices = {name: tuple(_choices(name, process, evaluated)) for name, process in shared.items()}
    used = {name: process.allocation.key for name, process in shared.items() if process.allocation is not None}
    admissible = {name: [choice.key for choice in found if choice.admissible] for name, found in choices.items()}
    combinations = math.prod(len(keys) for keys in admissible.values())
    complete = combinations <= bound
    known: dict[tuple[str, ...], EnvelopeCase] = {tuple(used.values()): EnvelopeCase(used, result.value, 0.0, 0.0)}

    def case(keys: Mapping[str, str]) -> EnvelopeCase:
        name = tuple(keys.values())
        if name not in known:
            known[name] = _calculated(result, shared, used, keys, calculate)
        return known[name]

    processes = []
    for name, found in choices.items():
        alone = {choice.key: case({**used, name: choice.key}) for choice in found if choice.admissible}
        keys = tuple(
            replace(choice, value=alone[choice.key].value, delta=alone[choice.key].delta) if choice.key in alone else choice
            for choice in found
        )
        processes.append(SharedProcess(name, used[name], keys))
    if complete:
        for combined in product(*admissible.values()):
            case(dict(zip(admissible, combined, strict=True)))
    base, *others = known.values()
    values = [case for case in known.values() if case.value is not None]
    return Envelope(
        result=result,
        processes=tuple(processes),
        elsewhere=tuple(str(entry["process"]) for entry in result.allocations if "#" in entry["process"]),
        cases=(base, *sorted(others, key=lambda case: (case.value is None, case.value or 0.0))),
        low=min(values, key=lambda case: case.value or 0.0),
        high=max(values, key=lambda case: case.value or 0.0),
        combinations=combinations,
        complete=complete,
        bound=bound,
    )


def _choices(name: str, process: Process, evaluated: Evaluated) -> Iterator[KeyChoice]:
    """Yield every key that could be asked for, with the shares that it gives or the reason why it gives none."""
    assert process.allocation is not None, "only what is shared is asked for"
    used = process.allocation.key
    properties = [set(flow_amounts(evaluated.model, output)) for output in process.outputs]
    own = [f"property:{key}" for key in sorted(set.union(*properties) - set(NO_BASIS))]
    keys = dict.fromkeys([used, "mass", "energy", "exergy", "heat_ratio", "economic", "shares", "substitution", *own])
    for key in keys:
        needs, missing = _NEEDS.get(key, ((), None))
        if missing is not None and any(getattr(process.allocation, need) is None for need in needs):
            yield KeyChoice(key, False, missing, None, None, None)
            continue
        changed = process.model_copy(update={"allocation": _allocation(process, key)})
        try:
            shares = allocation_shares(name, changed, evaluated)
        except FootprintError as error:
            yield KeyChoice(key, False, _said(error), None, None, None)
        else:
            yield KeyChoice(key, True, None, shares, None, None)


def _allocation(process: Process, key: str) -> Allocation:
    """Give the allocation of a process by another key, with what that key needs of what is stated."""
    assert process.allocation is not None, "only what is shared is asked for"
    by = {"property": key.removeprefix("property:")} if key.startswith("property:") else key
    kept = {
        "economic": ("prices",),
        "shares": ("shares",),
        "heat_ratio": ("heat", "ratio", "boiler_heat"),
        "substitution": ("main", "avoided"),
    }.get(key, ())
    stated = {name: getattr(process.allocation, name) for name in kept}
    return Allocation.model_validate({"by": by, "why": "Allocation envelope: every key that can be applied.", **stated}, by_name=True)


def _calculated(
    result: Footprint, shared: Mapping[str, Process], used: Mapping[str, str], keys: Mapping[str, str], calculate: Calculate
) -> EnvelopeCase:
    allocations = {name: _allocation(shared[name], key) for name, key in keys.items() if key != used[name]}
    try:
        model, values = apply_scenario(result.model, Scenario(allocations=allocations), result.overrides)
        value = calculate(model, values).value
    except FootprintError as error:
        return EnvelopeCase(keys, None, None, None, _said(error))
    delta = value - result.value
    return EnvelopeCase(keys, value, delta, delta / result.value if result.value else None)


def _said(error: FootprintError) -> Mapping[Language, str]:
    finding = error.findings[0]
    return {"en": finding.message("en"), "zh": finding.message("zh")}
