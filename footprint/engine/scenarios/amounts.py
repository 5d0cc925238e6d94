"""Amounts over the scenario axis: formulas on arrays, and the rows where they have no value.

Formulas run without a look at every intermediate result; the processor's own floating-point flags tell whether some
row of the chunk divided by zero or overflowed. Only then the chunk is evaluated once more, with a mask for every part.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footprint.engine.scenarios.errors import ScenarioValueNotFinite
from footprint.engine.scenarios.failures import Broken
from footprint.engine.scenarios.template import Template
from footprint.errors import FootprintError
from footprint.model.evaluation.amounts import amount_path
from footprint.units import Formula
from footprint.units.formula_errors import DivisionByZero, ResultNotFinite
from footprint.units.formula_evaluation import Value, value_of
from footprint.units.formula_tree import Node

__all__ = ["AmountProgram", "not_finite"]

Mask = NDArray[np.bool_]


class _Trusting:
    """Looks at plain numbers only; the flags of the processor watch over arrays."""

    def finite(self, node: Node, value: Value) -> Value:
        if isinstance(value, float) and not math.isfinite(value):
            raise FloatingPointError
        return value

    def divisor(self, node: Node, value: Value) -> Value:
        if isinstance(value, float) and value == 0:
            raise FloatingPointError
        return value


@dataclass
class _Marking:
    """Notes the rows where a part has no finite value, by the first part that has none, and goes on with 1 there."""

    failed: Mask
    causes: list[tuple[type[FootprintError], Node, Mask]] = field(default_factory=list)

    def finite(self, node: Node, value: Value) -> Value:
        return self._mark(ResultNotFinite, node, value, ~np.isfinite(value))

    def divisor(self, node: Node, value: Value) -> Value:
        return self._mark(DivisionByZero, node, value, np.asarray(value) == 0)

    def _mark(self, error: type[FootprintError], node: Node, value: Value, wrong: Any) -> Value:
        if not np.any(wrong):
            return value
        rows = np.broadcast_to(wrong, self.failed.shape) & ~self.failed
        if rows.any():
            self.causes.append((error, node, rows))
            self.failed |= rows
        return np.where(wrong, 1.0, value)


@dataclass(frozen=True, eq=False)
class AmountProgram:
    """What has to be evaluated when certain names vary.

    Parameters
    ----------
    template
        Of the model.
    names
        What is given.
    varying
        Parameters and exchange ids that depend on it.
    constant_parameters, constant_amounts
        Values in base units of what does not depend on them.
    parameters, amounts
        Formulas that depend on them, in order of evaluation. Those of parameters that are given themselves must have a value, too, as
        in a single calculation.
    """

    template: Template
    names: frozenset[str]
    varying: frozenset[str]
    constant_parameters: Mapping[str, float]
    constant_amounts: Mapping[str, float]
    parameters: tuple[tuple[str, Formula], ...]
    amounts: tuple[tuple[str, Formula], ...]

    @cached_property
    def alike(self) -> tuple[tuple[Formula, tuple[str, ...]], ...]:
        """Exchanges by formula: what stands at several exchanges is evaluated once."""
        groups: dict[Formula, list[str]] = {}
        for exchange, formula in self.amounts:
            groups.setdefault(formula, []).append(exchange)
        return tuple((formula, tuple(exchanges)) for formula, exchanges in groups.items())

    @classmethod
    def of(cls, template: Template, names: frozenset[str]) -> AmountProgram:
        """Find out what depends on the names."""
        varying = set(names)
        for name, expression in template.parameters.items():
            if _depends(expression, varying):
                varying.add(name)
        parameters = template.parameter_values({})
        amounts = template.amounts({})
        return cls(
            template,
            names,
            frozenset(varying) | {exchange for exchange, expression in template.stated.items() if _depends(expression, varying)},
            {name: float(value) for name, value in parameters.items() if name not in varying},
            {
                exchange: float(amounts[exchange])
                for exchange, expression in template.stated.items()
                if exchange not in names and not _depends(expression, varying)
            },
            _formulas(template.parameters, frozenset(), varying),
            _formulas(template.stated, names, varying),
        )

    def evaluate(self, values: Mapping[str, NDArray[np.float64]]) -> tuple[dict[str, Value], dict[str, Value]]:
        """Give all parameters and all amounts.

        Raises
        ------
        FloatingPointError
            Where some row has no finite value; `diagnose` says which.
        """
        guard = _Trusting()
        with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
            known: dict[str, Value] = {**self.constant_parameters, **values}
            for name, formula in self.parameters:
                value = value_of(formula.tree, known, formula.source, guard)
                known[name] = values.get(name, value)
            amounts: dict[str, Value] = dict(self.constant_amounts)
            for formula, exchanges in self.alike:
                amounts.update(dict.fromkeys(exchanges, value_of(formula.tree, known, formula.source, guard)))
        for name in self.names:
            if "/" in name:
                amounts[name] = values[name]
        return known, amounts

    def diagnose(self, values: Mapping[str, NDArray[np.float64]], count: int) -> tuple[dict[str, Value], dict[str, Value], list[Broken]]:
        """Evaluate with a look at every part; amounts without a value are NaN, and why is among what was found."""
        model = self.template.model
        found: list[Broken] = []
        tainted: dict[str, Mask] = {}
        known: dict[str, Value] = {**self.constant_parameters, **values}
        amounts: dict[str, Value] = {**self.constant_amounts, **{name: values[name] for name in self.names if "/" in name}}
        steps = [(name, formula, known, _parameter_path(model, name)) for name, formula in self.parameters]
        steps += [(exchange, formula, amounts, amount_path(model, exchange)) for exchange, formula in self.amounts]
        for name, formula, target, path in steps:
            spoiled = np.zeros(count, dtype=bool)
            for used in formula.names & tainted.keys():
                spoiled |= tainted[used]
            guard = _Marking(spoiled.copy())
            with np.errstate(all="ignore"):
                value = value_of(formula.tree, known, formula.source, guard)
            target[name] = values.get(name, value)
            if guard.failed.any() and name not in values:
                tainted[name] = guard.failed
                if target is amounts:
                    target[name] = np.where(guard.failed, np.nan, target[name])
            for error, node, rows in guard.causes:
                part = formula.source[node.span.start : node.span.end]
                found.append(Broken(error, model.place(path), rows, {"right": part, "offset": node.span.start}))
        return known, amounts, found


def _formulas(expressions: Mapping[str, float | Formula], given: frozenset[str], varying: set[str]) -> tuple[tuple[str, Formula], ...]:
    return tuple(
        (name, expression)
        for name, expression in expressions.items()
        if name not in given and isinstance(expression, Formula) and expression.names & varying
    )


def _depends(expression: float | Formula, varying: set[str]) -> bool:
    return isinstance(expression, Formula) and bool(expression.names & varying)


def _parameter_path(model: Any, name: str) -> str:
    long = f"parameters/{name}/value"
    return long if long in model.source.places else f"parameters/{name}"


def not_finite(values: Mapping[str, NDArray[np.float64]]) -> list[Broken]:
    """Find the rows where a value given is not a finite number."""
    found = []
    for name, array in values.items():
        wrong = ~np.isfinite(array)
        if wrong.any():
            found.append(Broken(ScenarioValueNotFinite, None, wrong, {"name": name}))
    return found
