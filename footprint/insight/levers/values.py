"""Levers of values: parameters to the ends of their stated ranges, less input per output, shares of a mix, scenarios of the model."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.errors import FootprintError
from footprint.insight.electricity.uses import is_electricity
from footprint.insight.levers.candidates import Background, Candidate, Way, touched
from footprint.insight.levers.records import LeftOut, Texts
from footprint.insight.sensitivity import sensitivities
from footprint.model.schema import Exchange, Process, Scenario
from footprint.supply_chain.allocation import flow_amounts
from footprint.supply_chain.conversion import convert
from footprint.supply_chain.errors import LinkDimension
from footprint.units import Amount, Formula, parse_unit

__all__ = ["mixes_shifted", "parameters_to_their_ends", "scenarios_of_the_model", "yields_improved"]

MOST = 40
"""Of one kind as many levers are calculated at most, those with the largest effect to first order."""

SMALLER: Texts = {
    "en": f"Not calculated: {MOST} others of this kind move the result more.",
    "zh": f"未计算：同类中有 {MOST} 项对结果影响更大。",
}

RANGE_NOTE: Texts = {
    "en": "The range is the plausible one that the model states: it may be what is not known rather than what the plant can choose.",
    "zh": "该范围为模型给出的合理范围：可能反映数据的不确定，而不是工厂可以选择的范围。",
}


def parameters_to_their_ends(background: Background) -> Iterator[Candidate | LeftOut]:
    """Yield both ends of the range of every parameter that has one and is no formula; of very many those that move the result most."""
    ranged = _ranged(background)
    for name in ranged[MOST:]:
        called = background.parameter(name)
        yield LeftOut(f"parameter:{name}", "parameter", called, SMALLER)
    for name in ranged[:MOST]:
        record, now = background.result.model.parameters[name], background.evaluated.parameters[name]
        for limit in (record.min, record.max):
            if limit is None or limit.base == now.base:
                continue
            called = background.parameter(name)
            title: Texts = {"en": f"{called['en']}: {now} → {limit}", "zh": f"{called['zh']}：{now} → {limit}"}
            yield Candidate(
                id=f"parameter:{name}",
                kind="parameter",
                title=title,
                scenario=Scenario(name=title, amounts={name: limit}),
                way="amounts",
                note=RANGE_NOTE,
                group=f"parameter:{name}",
                touches=frozenset({name}),
            )


def _ranged(background: Background) -> list[str]:
    """Name the parameters with a range, those that move the result most over theirs, to first order, first."""
    model, evaluated = background.result.model, background.evaluated
    found: dict[str, float] = {}
    for name, record in model.parameters.items():
        formula = isinstance(record.value, Formula) and name not in background.result.overrides
        now = evaluated.parameters.get(name)
        if not formula and now is not None and (record.min or record.max) is not None:
            found[name] = max(abs(limit.base - now.base) for limit in (record.min, record.max) if limit is not None)
    if len(found) <= MOST:
        return list(found)
    try:
        slopes = {entry.name: entry for entry in sensitivities(background.result, overrides=background.result.overrides)}
    except FootprintError:  # a formula without a derivative: then the order of the file has to do
        return list(found)
    effect = {name: abs(slopes[name].derivative) * way / parse_unit(slopes[name].unit).factor for name, way in found.items()}
    return sorted(found, key=lambda name: (-effect[name], name))


def yields_improved(background: Background, step: float) -> Iterator[Candidate | LeftOut]:
    """Yield for every process that it takes less of everything for the same output; mixes aside, whose shares sum to 1.

    Where all inputs that have a mass would then weigh less than the products, the step is impossible.

    Parameters
    ----------
    step
        Share by which the inputs fall.
    """
    model = background.result.model
    spent = _spent(background)
    least = background.threshold * abs(background.result.value)
    worth = [
        name for name, process in model.processes.items() if process.kind != "mix" and process.inputs and spent.get(name, 0.0) >= least
    ]
    chosen = set(sorted(worth, key=lambda name: (-spent[name], name))[:MOST])
    for process_id in worth:
        process, name = model.processes[process_id], background.name(process_id)
        title: Texts = {
            "en": f"{100 * step:.3g} % less of all inputs per output of {name['en']}",
            "zh": f"{name['zh']}：单位产出的全部投入减少 {100 * step:.3g} %",
        }
        if process_id not in chosen:
            yield LeftOut(f"yield:{process_id}", "yield", title, SMALLER)
            continue
        mass = _masses(background, process_id, process)
        if mass is not None and mass[0] * (1 - step) < mass[1] <= mass[0] * (1 + 1e-9):
            why: Texts = {
                "en": f"The inputs weigh {mass[0]:.4g} kg for {mass[1]:.4g} kg of products: less would not be enough matter.",
                "zh": f"投入物质量 {mass[0]:.4g} kg，产品质量 {mass[1]:.4g} kg：再减少将不满足物料平衡。",
            }
            yield LeftOut(f"yield:{process_id}", "yield", title, why)
            continue
        outputs = {f"{process_id}/outputs/{output}" for output in process.outputs}
        amounts = {output: _times(background.evaluated.amounts[output], 1 / (1 - step)) for output in sorted(outputs)}
        depends = {name for exchange, _ in _inputs(process_id, process) for name in background.parameters_of(exchange)}
        yield Candidate(
            id=f"yield:{process_id}",
            kind="yield",
            title=title,
            scenario=Scenario(name=title, amounts=amounts),
            way="amounts",
            note={
                "en": "A step to compare processes by, no forecast; written as more output from the same inputs.",
                "zh": "用于比较各过程的设定步长，并非预测；以相同投入得到更多产出的形式计算。",
            },
            touches=frozenset(outputs | depends),
        )


def mixes_shifted(background: Background) -> Iterator[Candidate | LeftOut]:
    """Yield for every mix that all comes from one of its suppliers.

    Products of one process come together and cannot be chosen between, and no more of a co-product can be had than the other products
    bring along; a mix that is the product itself is what is asked for; electricity needs its delivery and has levers of its own.
    """
    model, evaluated = background.result.model, background.evaluated
    chain = background.result.calculation.chain
    electric = {key for key, dataset in chain.datasets.items() if is_electricity(dataset)}
    makers = {output: name for name, process in model.processes.items() for output in process.outputs}
    for process_id, process in model.processes.items():
        taken = {record.source_dataset.text for record in process.inputs.values() if record.source_dataset is not None}
        if process.kind != "mix" or len(process.inputs) < 2 or taken & electric or model.product.flow in process.outputs:
            continue
        own = {name: record.product or name for name, record in process.inputs.items() if record.source_dataset is None}
        making = {f"{process_id}/inputs/{name}": makers.get(product) for name, product in own.items()}
        made = list(making.values())
        amounts = {exchange: evaluated.amounts[exchange] for exchange, _ in _inputs(process_id, process)}
        if len(made) != len(set(made)) or len({amount.dimension for amount in amounts.values()}) > 1:
            continue
        whole = sum(amount.base for amount in amounts.values())
        for chosen, amount in amounts.items():
            values = {
                exchange: Amount(whole / amount.unit.factor if exchange == chosen else 0.0, amount.unit)
                for exchange, amount in amounts.items()
            }
            if amount.base == whole:
                continue
            name, only = background.name(process_id), chosen.rpartition("/")[2]
            title: Texts = {"en": f"{name['en']}: all from {only}", "zh": f"{name['zh']}：全部来自 {only}"}
            maker = making.get(chosen)
            if maker is not None and len(model.processes[maker].outputs) > 1:
                yield LeftOut(f"mix:{process_id}", "mix", title, _bound(background.name(maker)))
                continue
            yield Candidate(
                id=f"mix:{process_id}",
                kind="mix",
                title=title,
                scenario=Scenario(name=title, amounts=values),
                way="amounts",
                note={"en": "Only where the shares of the mix are a choice.", "zh": "仅当组合比例可以选择时适用。"},
                group=f"mix:{process_id}",
                touches=frozenset(values) | {name for exchange in values for name in background.parameters_of(exchange)},
            )


def _bound(maker: Texts) -> Texts:
    return {
        "en": f"A co-product of {maker['en']}: how much of it there is hangs on the other products.",
        "zh": f"{maker['zh']}的联产品：其数量取决于其他产品的产量。",
    }


def scenarios_of_the_model(background: Background) -> Iterator[Candidate]:
    """Yield the scenarios that the model states itself."""
    for name, scenario in background.result.model.scenarios.items():
        title = scenario.name
        yield Candidate(
            id=f"scenario:{name}",
            kind="scenario",
            title={"en": title.text("en") if title else name, "zh": title.text("zh") if title else name},
            scenario=scenario,
            way=_way(background, scenario),
            note={"en": scenario.why, "zh": scenario.why} if scenario.why else None,
            touches=touched(scenario),
        )


def _way(background: Background, scenario: Scenario) -> Way:
    """Tell how the result moves on the way to a scenario: in proportion where only what comes from outside is changed, and goes there."""
    if scenario.allocations or scenario.inventories:
        return "none"
    if not (scenario.sources or scenario.added):
        return "amounts"
    known = background.records
    changed = [known.get(name) for name in (*scenario.sources, *scenario.amounts)]
    return "affine" if all(record is not None and _outside(record) for record in (*changed, *scenario.added.values())) else "none"


def _outside(record: Exchange) -> bool:
    """Tell whether an exchange is with what no process of the model makes."""
    return record.source_dataset is not None or record.declared is not None or bool(record.flow or record.secondary or record.cut_off)


def _inputs(process_id: str, process: Process) -> Iterator[tuple[str, str]]:
    return ((f"{process_id}/inputs/{name}", name) for name in process.inputs)


def _spent(background: Background) -> dict[str, float]:
    """Give what enters by every process itself and by what it is made of: λ x of its products, in kg CO2e per declared unit."""
    calculation = background.result.calculation
    found: dict[str, float] = {}
    for number, key in enumerate(calculation.system.activities):
        activity = calculation.chain.activities[key]
        if activity.origin == "foreground":
            value = float(calculation.proof.intensities[number] * calculation.solution.activity[number]) * activity.reference
            found[activity.process] = found.get(activity.process, 0.0) + abs(value)
    return found


def _masses(background: Background, process_id: str, process: Process) -> tuple[float, float] | None:
    """Give the mass of the inputs and of the products, in kg; None where a product has none, or an input cannot be weighed."""
    kilogram, model = parse_unit("kg"), background.result.model
    totals = []
    for section, records in (("inputs", process.inputs), ("outputs", process.outputs)):
        total = 0.0
        for name, record in records.items():
            if record.packaging:
                continue
            amount = background.evaluated.amounts[f"{process_id}/{section}/{name}"]
            flow = record.product or name
            try:
                total += convert(amount, kilogram, flow_amounts(model, flow), flow, None).value
            except LinkDimension:
                if section == "outputs":
                    return None
        totals.append(total)
    return totals[0], totals[1]


def _times(amount: Amount, factor: float) -> Amount:
    return Amount(amount.value * factor, amount.unit)
