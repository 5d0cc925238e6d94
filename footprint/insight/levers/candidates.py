"""What might lower a result: changes to be calculated, each with what it is called and under which condition it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from footprint.engine.result import Contribution, Footprint
from footprint.insight.levers.records import Texts
from footprint.inventory.library import Library
from footprint.inventory.records import Dataset
from footprint.model import Evaluated, evaluate
from footprint.model.schema import Exchange, Scenario
from footprint.supply_chain.chain import Activity
from footprint.units import Amount, Formula

__all__ = ["Background", "Candidate", "Way", "touched"]

Way = Literal["affine", "amounts", "none"]


@dataclass(frozen=True, eq=False)
class Candidate:
    """A change that may be a lever.

    Parameters
    ----------
    group
        Of candidates of one group only the best is kept: both ends of a range, both directions of a mix.
    way
        How the result moves on the way to the whole change: ``affine`` where part of an amount is taken from elsewhere; ``amounts`` where
        values move, and the result is calculated on the way; ``none`` where there is no way in between.
    """

    id: str
    kind: str
    title: Texts
    scenario: Scenario
    way: Way
    note: Texts | None = None
    group: str = ""
    touches: frozenset[str] = frozenset()


class Background:
    """What candidates are found in: a result, and the library that holds what might take a place in it.

    Parameters
    ----------
    result
        What is to be lowered.
    library
        Where other datasets are found.
    threshold
        Share of the result below which an exchange is not worth a change.
    """

    def __init__(self, result: Footprint, library: Library, threshold: float = 0.001) -> None:
        self.result = result
        self.library = library
        self.threshold = threshold

    @cached_property
    def evaluated(self) -> Evaluated:
        """The model with its numbers."""
        return evaluate(self.result.model, self.result.overrides)

    @cached_property
    def records(self) -> Mapping[str, Exchange]:
        """Record of every exchange by id."""
        return {exchange: record for exchange, _, _, _, record in self.result.model.exchanges()}

    def inputs(self) -> Iterator[tuple[Contribution, Exchange, Activity, Dataset | None]]:
        """Yield the inputs that are worth a change, with who provides them: largest first."""
        chain = self.result.calculation.chain
        least = self.threshold * abs(self.result.value)
        for leaf in self.result.contributions:
            record = self.records.get(leaf.exchange)
            provider = chain.activities.get(leaf.provider)
            if record is None or provider is None or leaf.section != "inputs" or leaf.value < least:
                continue
            yield leaf, record, provider, chain.datasets.get(leaf.provider)

    def intensity(self, key: str) -> float | None:
        """Give the footprint of one unit of a dataset that takes part, in kg CO2e."""
        calculation = self.result.calculation
        keys = list(calculation.system.activities)
        return float(calculation.proof.intensities[keys.index(key)]) if key in keys else None

    def expression(self, exchange: str) -> Amount | Formula:
        """Give what an exchange's amount is: what it is set to, its formula, or what its table gives."""
        given = self.result.overrides.get(exchange)
        stated = self.records[exchange].amount
        if given is not None:
            return given
        return stated if stated is not None else self.evaluated.amounts[exchange]

    def pins(self, *packages: str) -> dict[str, str]:
        """Give the versions of packages that the model does not pin yet."""
        pinned = self.result.model.inventories
        return {name: self.library.package(name).version for name in dict.fromkeys(packages) if name not in pinned}

    def free_id(self, process: str, section: str, name: str) -> str:
        """Give an exchange id that the process does not have."""
        taken = getattr(self.result.model.processes[process], section)
        number, found = 1, name
        while found in taken:
            number += 1
            found = f"{name}_{number}"
        return f"{process}/{section}/{found}"

    def name(self, process: str) -> Texts:
        """Give the name of a process, or its id."""
        record = self.result.model.processes[process].name
        return {"en": record.text("en") if record else process, "zh": record.text("zh") if record else process}

    def parameter(self, name: str) -> Texts:
        """Give what a parameter is called, or its name in formulas."""
        record = self.result.model.parameters[name].name
        return {"en": record.text("en") if record else name, "zh": record.text("zh") if record else name}

    def parameters_of(self, exchange: str) -> frozenset[str]:
        """Give the parameters that an amount depends on, through all formulas."""
        expression = self.expression(exchange)
        waiting = list(expression.names) if isinstance(expression, Formula) else []
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            value = self.result.model.parameters[name].value if name not in self.result.overrides else None
            if isinstance(value, Formula):
                waiting.extend(value.names)
        return frozenset(found)


def touched(scenario: Scenario) -> frozenset[str]:
    """Give what a scenario changes: names of amounts, exchanges, processes."""
    parts = (scenario.amounts, scenario.sources, scenario.added, (f"{process}/allocation" for process in scenario.allocations))
    return frozenset(name for part in parts for name in part)
