"""Contributions: what every leaf exchange, stage and gas adds; they sum to the total, loops included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from footprint.engine.errors import PartsDisagree
from footprint.engine.proof import TOLERANCE
from footprint.engine.result import Calculation, Contribution, CutOffBound, Footprint, Gas, Stage
from footprint.model.schema import Exchange, ProductModel

if TYPE_CHECKING:
    import pandas

__all__ = ["UNSPECIFIED", "contributions", "cut_off_bounds", "gases", "leaf_contributions", "stages"]

UNSPECIFIED = "unspecified"
"""Stage of what belongs to none."""


def contributions(result: Footprint) -> pandas.DataFrame:
    """Give the contributions as a table.

    Parameters
    ----------
    result
        Of a calculation.

    Returns
    -------
    pandas.DataFrame
        One row per leaf exchange, largest first: exchange, process, stage, section, provider, amount, unit, value (kg CO2e per
        declared unit), share, data, factor_data, and one column per category. ``value`` sums to the total.
    """
    import pandas

    rows = [
        {
            **{
                name: getattr(entry, name)
                for name in ("exchange", "process", "stage", "section", "provider", "amount", "unit", "value", "share")
            },
            "data": entry.data,
            "factor_data": entry.factor_data,
            **entry.categories,
        }
        for entry in result.contributions
    ]
    return pandas.DataFrame(rows)


def leaf_contributions(calculation: Calculation, model: ProductModel) -> tuple[Contribution, ...]:
    """Compute what each leaf exchange adds: λ of the provider, or the factor of the flow, times the amount per declared unit.

    Returns
    -------
    tuple of Contribution
        Largest absolute value first, then by exchange id.

    Raises
    ------
    PartsDisagree
        Where they do not sum to the total within the tolerance of the proof.
    """
    chain, system, solution, proof = calculation.chain, calculation.system, calculation.solution, calculation.proof
    records = {exchange_id: record for exchange_id, _, _, _, record in model.exchanges()}
    index = {key: number for number, key in enumerate(system.activities)}
    levels = solution.activity
    amounts: dict[tuple[str, str], float] = {}
    values: dict[tuple[str, str], dict[str, float]] = {}

    def add(exchange: str, provider: str, amount: float, by_category: Mapping[str, float]) -> None:
        key = (exchange, provider)
        amounts[key] = amounts.get(key, 0.0) + amount
        known = values.setdefault(key, dict.fromkeys(by_category, 0.0))
        for name, value in by_category.items():
            known[name] += value

    for use in chain.uses:
        if use.exchange and use.consumer in index and chain.activities[use.provider].origin != "foreground":
            flow = use.amount * float(levels[index[use.consumer]])
            row = index[use.provider]
            add(use.exchange, use.provider, flow, {name: float(array[row]) * flow for name, array in proof.by_category.items()})
    flow_index = {name: number for number, name in enumerate(system.flows)}
    for entry in chain.elementary:
        if entry.exchange and entry.activity in index:
            flow = entry.amount * float(levels[index[entry.activity]])
            row = flow_index[entry.flow]
            add(entry.exchange, entry.flow, flow, {name: float(array[row]) * flow for name, array in system.factors.items()})
    leaves = [_leaf(calculation, model, records, *key, amounts[key], by_category) for key, by_category in values.items()]
    total = sum(leaf.value for leaf in leaves)
    if abs(total - solution.total) > TOLERANCE * proof.scale:
        raise PartsDisagree(parts="contributions", sum=repr(total), total=repr(solution.total))
    return tuple(sorted(leaves, key=lambda leaf: (-abs(leaf.value), leaf.exchange)))


def _leaf(
    calculation: Calculation,
    model: ProductModel,
    records: Mapping[str, Exchange],
    exchange: str,
    provider: str,
    amount: float,
    by_category: Mapping[str, float],
) -> Contribution:
    """Describe one leaf exchange with its provider."""
    chain, system, total = calculation.chain, calculation.system, calculation.solution.total
    value = sum(by_category[part] for part in system.headline if part in by_category)
    process, section, _ = exchange.split("/", 2)
    record = records.get(exchange)
    activity = chain.activities.get(provider)
    dataset = chain.datasets.get(provider)
    return Contribution(
        exchange=exchange,
        process=process,
        stage=(record.stage if record else None) or model.processes[process].stage or UNSPECIFIED,
        section=section,
        provider=provider,
        amount=amount,
        unit=activity.unit if activity else system.flow_units[system.flows.index(provider)],
        value=value,
        share=value / total if total else None,
        categories=by_category,
        data=record.data if record else None,
        factor_data=dataset.data if dataset else _factor_data(activity.origin if activity else "flow"),
        source=_source(record, model) if activity is not None and activity.origin == "declared" else None,
    )


def stages(leaves: tuple[Contribution, ...], model: ProductModel, total: float) -> tuple[Stage, ...]:
    """Sum contributions by life cycle stage, in the order in which the model names the stages."""
    order = dict.fromkeys(process.stage or UNSPECIFIED for process in model.processes.values())
    sums = dict.fromkeys([*order, *(leaf.stage for leaf in leaves)], 0.0)
    for leaf in leaves:
        sums[leaf.stage] += leaf.value
    used = {leaf.stage for leaf in leaves}
    return tuple(Stage(name, value, value / total if total else None) for name, value in sums.items() if name in used)


def gases(calculation: Calculation) -> tuple[Gas, ...]:
    """Give the elementary flows of the whole system, g = B x, with what they count; largest first."""
    system = calculation.system
    inventory = system.b @ calculation.solution.activity
    factors = system.characterisation(system.headline)
    found = [
        Gas(
            flow=name,
            amount=float(inventory[number]),
            unit=system.flow_units[number],
            value=float(factors[number] * inventory[number]),
            categories={
                category: float(array[number] * inventory[number]) for category, array in system.factors.items() if array[number] != 0
            },
        )
        for number, name in enumerate(system.flows)
        if inventory[number] != 0
    ]
    return tuple(sorted(found, key=lambda gas: (-abs(gas.value), -abs(gas.amount), gas.flow)))


def cut_off_bounds(calculation: Calculation) -> tuple[CutOffBound, ...]:
    """Give what every input left out would have added per declared unit, by its proxy; ``None`` where no proxy is named.

    The parts of an allocated process add up: each is used as much as its product is.
    """
    index = {key: number for number, key in enumerate(calculation.system.activities)}
    total = calculation.solution.total
    amounts: dict[str, float] = {}
    bounds: dict[str, CutOffBound] = {}
    for cut in calculation.chain.cut_offs:
        level = float(calculation.solution.activity[index[cut.activity]]) if cut.activity in index else 0.0
        amounts[cut.exchange] = amounts.get(cut.exchange, 0.0) + cut.written.value * level
        value = None
        if cut.proxy is not None:
            value = float(calculation.proof.intensities[index[cut.proxy]]) * cut.amount * level
        known = bounds.get(cut.exchange)
        if known is not None and known.value is not None and value is not None:
            value += known.value
        share = None if value is None or not total else value / total
        text = f"{amounts[cut.exchange]:.6g} {cut.written.unit.text}".rstrip()
        bounds[cut.exchange] = CutOffBound(cut.exchange, cut.why, text, cut.proxy, value, share)
    return tuple(bounds[exchange] for exchange in sorted(bounds))


def _source(record: Exchange | None, model: ProductModel) -> str | None:
    """Give the source of a declared figure; a short key is resolved in ``sources``."""
    source = record.source if record is not None else None
    return model.sources.get(source, source) if source is not None else None


def _factor_data(origin: str) -> str:
    """Tell the kind of a factor: an emission needs none but the method's, a declared footprint is its supplier's own."""
    return "primary" if origin in ("flow", "declared") else "secondary"
