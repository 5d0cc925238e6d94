"""The rules that amounts must keep in every scenario: those of the model and of its allocations, on all rows at once.

Each function is the counterpart of one rule for a single model (`footprint.model.rules`, `footprint.supply_chain.allocation`)
and finds the same class of problem; tests compare them row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from footprint.engine.scenarios.failures import Broken
from footprint.engine.scenarios.template import Template
from footprint.model.evaluation.amounts import amount_path
from footprint.model.evaluation.errors import ImplausibleParameter, NegativeAmount, NoOutputAmount, TinyDivisor
from footprint.model.rules.allocation import SHARES_TOLERANCE
from footprint.model.rules.allocation_errors import SharesSum
from footprint.model.rules.errors import EatsOwnOutput, MixShares, NotPositive, OutsideItsRange, UncertaintyOrder
from footprint.model.rules.figures import TINY_SHARE, doubtful_divisors
from footprint.model.rules.products import MIX_TOLERANCE, made_here
from footprint.model.schema import Uncertainty
from footprint.supply_chain.errors import AllocationTotal, HeatRatio
from footprint.units import Unit
from footprint.units.formula_evaluation import Value

__all__ = ["RowRules"]

# A value outside the bounds of its own uncertainty by no more than rounding is within them.
BOUND_TOLERANCE = 1e-12


class RowRules:
    """The rules of one model, as far as they depend on what varies.

    Parameters
    ----------
    template
        Of the model.
    varying
        Exchange ids and parameters whose values differ between rows.
    """

    def __init__(self, template: Template, varying: frozenset[str]) -> None:
        self.template = template
        self.model = template.model
        self.varying = varying
        self.exchanges = tuple((exchange, exchange.split("/")[1] == "outputs") for exchange in template.stated if exchange in varying)
        self.owners = tuple(self._own_uses())
        self.mixes = tuple(self._mixes())
        self.bounds = tuple(self._bounds())
        self.divisors = doubtful_divisors(self.model)

    def unit(self, exchange: str) -> Unit:
        """Give the unit in which an amount is shown."""
        return self.template.evaluated.amounts[exchange].unit

    def signs(self, amounts: Mapping[str, Value]) -> Iterator[Broken]:
        """Find amounts below zero, and outputs of zero."""
        positive: dict[int, bool] = {}
        for exchange, output in self.exchanges:
            amount: Any = amounts[exchange]
            if id(amount) not in positive:  # one array where several exchanges have the same formula
                positive[id(amount)] = bool(np.min(amount) > 0)
            if positive[id(amount)]:
                continue
            place = self.model.place(amount_path(self.model, exchange))
            negative = np.atleast_1d(amount < 0)
            if negative.any():
                yield Broken(NegativeAmount, place, negative, {"exchange": exchange}, {"amount": (amount, self.unit(exchange))})
            zero = np.atleast_1d(amount == 0)
            if output and zero.any():
                yield Broken(NoOutputAmount, place, zero, {"exchange": exchange})

    def model_rules(self, amounts: Mapping[str, Value], parameters: Mapping[str, Value]) -> Iterator[Broken]:
        """Apply the rules of the model: own use, mixes, shares and ratios, uncertainties."""
        yield from self._eats_own_output(amounts)
        yield from self._mix_shares(amounts)
        yield from self._stated_shares(amounts)
        yield from self._uncertainty(amounts, parameters)

    def allocation_rules(self, amounts: Mapping[str, Value]) -> Iterator[Broken]:
        """Find what allocation refuses: keys without a total, ratios of heat outside 0 to 1."""
        for process, rule in self.template.shares.items():
            used = {exchange for term in rule.terms.values() for exchange in (*term.above, *term.below)}
            if not used & self.varying:
                continue
            place = self.model.place(f"processes/{process}/allocation")
            if rule.kind == "parts":
                total: Any = sum(term.value(amounts) for term in rule.terms.values())
                wrong = np.atleast_1d(np.logical_not((total > 0) & np.isfinite(total)))
                if wrong.any():
                    allocation = self.model.processes[process].allocation
                    key = allocation.key if allocation is not None else ""
                    yield Broken(AllocationTotal, place, wrong, {"key": key, "process": process}, {"total": (total, None)})
            elif rule.kind == "heat ratio":
                ratio: Any = rule.terms[rule.heat].value(amounts)
                wrong = np.atleast_1d(np.logical_not((ratio >= 0) & (ratio <= 1)))
                if wrong.any():
                    yield Broken(HeatRatio, place, wrong, {"process": process, "why": "it is outside 0 to 1"})

    def doubts(self, parameters: Mapping[str, Value]) -> Iterator[Broken]:
        """Question values, whether they vary or not, as the rules of one model do: plausible ranges, tiny shares that are divided by."""
        for name, parameter in self.model.parameters.items():
            unit = self.template.evaluated.parameters[name].unit
            value: Any = parameters[name]
            for limit, side, side_zh in ((parameter.min, "below", "低于"), (parameter.max, "above", "高于")):
                if limit is None:
                    continue
                outside = np.atleast_1d(value < limit.base if side == "below" else value > limit.base)
                if outside.any():
                    values = {"name": name, "bound": f"{'min' if side == 'below' else 'max'} {limit}", "side": side, "side_zh": side_zh}
                    yield Broken(
                        ImplausibleParameter, self.model.place(f"parameters/{name}/value"), outside, values, {"amount": (value, unit)}
                    )
            if name in self.divisors and unit.dimension.dimensionless:
                tiny = np.atleast_1d((value > 0) & (value < TINY_SHARE))
                if tiny.any():
                    place = self.model.place(f"parameters/{name}")
                    yield Broken(
                        TinyDivisor, place, tiny, {"name": name}, {"amount": (value, unit), "times": (1 / np.maximum(value, 1e-300), None)}
                    )

    def _own_uses(self) -> Iterator[tuple[str, str, list[str]]]:
        dimensions = {exchange: amount.dimension for exchange, amount in self.template.evaluated.amounts.items()}
        for process, record in self.model.processes.items():
            for product in record.outputs:
                output = f"{process}/outputs/{product}"
                own = [f"{process}/inputs/{name}" for name, exchange in record.inputs.items() if made_here(name, exchange) == product]
                alike = own and all(dimensions[exchange] == dimensions[output] for exchange in own)
                if alike and {output, *own} & self.varying:
                    yield process, product, own

    def _eats_own_output(self, amounts: Mapping[str, Value]) -> Iterator[Broken]:
        for process, product, own in self.owners:
            output: Any = amounts[f"{process}/outputs/{product}"]
            used: Any = sum(amounts[exchange] for exchange in own)
            wrong = np.atleast_1d(used >= output)
            if wrong.any():
                unit = self.unit(f"{process}/outputs/{product}")
                place = self.model.place(amount_path(self.model, own[0]))
                values = {"process": process, "product": product}
                yield Broken(EatsOwnOutput, place, wrong, values, {"output": (output, unit), "input": (used, unit)})

    def _mixes(self) -> Iterator[tuple[str, str, list[str]]]:
        dimensions = {exchange: amount.dimension for exchange, amount in self.template.evaluated.amounts.items()}
        for process, record in self.model.processes.items():
            if record.kind == "mix" and record.outputs:
                output = f"{process}/outputs/{next(iter(record.outputs))}"
                inputs = [f"{process}/inputs/{name}" for name in record.inputs]
                parts = [exchange for exchange in inputs if dimensions[exchange] == dimensions[output]]
                if {output, *parts} & self.varying:
                    yield process, output, parts

    def _mix_shares(self, amounts: Mapping[str, Value]) -> Iterator[Broken]:
        for process, exchange, parts in self.mixes:
            output: Any = amounts[exchange]
            total: Any = sum((amounts[part] for part in parts), start=0.0)
            wrong = np.atleast_1d(np.abs(total - output) > MIX_TOLERANCE * np.abs(output))
            if wrong.any():
                place = self.model.key_place(f"processes/{process}/inputs")
                unit = self.unit(exchange)
                yield Broken(MixShares, place, wrong, {"process": process}, {"sum": (total, unit), "output": (output, unit)})

    def _stated_shares(self, amounts: Mapping[str, Value]) -> Iterator[Broken]:
        for process, record in self.model.processes.items():
            allocation = record.allocation
            if allocation is None:
                continue
            shares = [f"{process}/allocation/shares/{name}" for name in allocation.shares or {}]
            if set(shares) & self.varying:
                outside = yield from self._fractions(shares, amounts)
                total: Any = sum((amounts[share] for share in shares), start=0.0)
                wrong = np.atleast_1d(np.abs(total - 1) > SHARES_TOLERANCE)
                wrong = wrong if outside is None else wrong & ~outside
                if set(allocation.shares or {}) == set(record.outputs) and wrong.any():
                    place = self.model.key_place(f"processes/{process}/allocation/shares")
                    yield Broken(SharesSum, place, wrong, {"process": process}, {"sum": (total, None)})
            ratio, heat = (f"{process}/allocation/{key}" for key in ("ratio", "boiler_heat"))
            if ratio in self.varying:
                yield from self._fractions([ratio], amounts)
            if heat in self.varying:
                amount: Any = amounts[heat]
                wrong = np.atleast_1d(amount <= 0)
                if wrong.any():
                    place = self.model.place(f"processes/{heat}")
                    yield Broken(NotPositive, place, wrong, {"key": "boiler_heat"}, {"amount": (amount, self.unit(heat))})

    def _fractions(self, exchanges: list[str], amounts: Mapping[str, Value]) -> Any:
        outside = None
        for exchange in exchanges:
            amount: Any = amounts[exchange]
            wrong = np.atleast_1d(np.logical_not((amount >= 0) & (amount <= 1)))
            if wrong.any():
                outside = wrong if outside is None else outside | wrong
                values = {"key": exchange.rpartition("/")[2]}
                place = self.model.place(f"processes/{exchange}")
                yield Broken(OutsideItsRange, place, wrong, values, {"amount": (amount, self.unit(exchange))})
        return outside

    def _bounds(self) -> Iterator[tuple[str, str, Uncertainty]]:
        for name, parameter in self.model.parameters.items():
            if parameter.uncertainty is not None and name in self.varying:
                yield f"parameters/{name}", name, parameter.uncertainty
        for exchange, _, _, _, record in self.model.exchanges():
            if record.uncertainty is not None and exchange in self.varying:
                yield f"processes/{exchange}", exchange, record.uncertainty

    def _uncertainty(self, amounts: Mapping[str, Value], parameters: Mapping[str, Value]) -> Iterator[Broken]:
        for path, name, uncertainty in self.bounds:
            value: Any = amounts[name] if "/" in name else parameters[name]
            low = uncertainty.min.base * (1 - BOUND_TOLERANCE) if uncertainty.min is not None else -np.inf
            high = uncertainty.max.base * (1 + BOUND_TOLERANCE) if uncertainty.max is not None else np.inf
            above_zero = uncertainty.kind == "lognormal"
            least = np.min(value)
            if least < low or (above_zero and least <= 0) or np.max(value) > high:
                key, place = path.rpartition("/")[2], self.model.key_place(f"{path}/uncertainty")
                # Said as a single calculation says it, in signs that every language has.
                order = ((value < low, f"< min {uncertainty.min}"), (value > high, f"> max {uncertainty.max}"))
                for found, why in (*order, (above_zero & (value <= 0), "<= 0")):
                    wrong = np.atleast_1d(found)
                    if wrong.any():
                        yield Broken(UncertaintyOrder, place, wrong, {"key": key, "why": f"{key} {why}"})
