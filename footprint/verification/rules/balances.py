"""Rules about balances: the carbon and the energy of every process."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.errors import FootprintError
from footprint.insight.electricity.uses import is_electricity
from footprint.model import Evaluated, evaluate
from footprint.model.schema import Exchange, Process
from footprint.supply_chain.allocation import flow_amounts
from footprint.supply_chain.background import dataset_properties
from footprint.supply_chain.conversion import convert
from footprint.units import parse_unit
from footprint.verification.profile import Profile
from footprint.verification.rules.carbon import CarbonBalance, carbon_balances
from footprint.verification.rules.fuels import Burnt, burnt
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule
from footprint.verification.rules.supply import records

__all__ = ["check_carbon_balance", "check_energy_balance", "check_zero_carbon"]


@rule(
    "carbon-balance",
    "data",
    "Carbon that enters a process leaves it again",
    "各过程碳平衡",
    source="Carbon in fuels, feed and carbonates against products and emissions (steel guideline CETS-AG-03.01, carbon mass balance, V)",
    thresholds=("carbon_balance",),
)
def check_carbon_balance(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare, process by process, the carbon of fuels, feed, carbonates and uptake with that of products, wastes and emissions.

    Contents come from ``flows`` of the model, from the flow properties of data packages, and from the profile. What has no content is
    bounded by its mass: if the balance holds or fails whatever it contains, that is said; otherwise the balance is not assessable, and
    the flows are named whose content is missing.
    """
    limit, found = profile.value("carbon_balance"), False
    nothing: list[CarbonBalance] = []
    for balance in carbon_balances(case, profile):
        found = True
        if balance.turnover:
            yield _carbon(case, balance, limit)
        else:
            nothing.append(balance)
    if nothing:
        yield cannot(
            "No carbon content is known of what enters and leaves: {processes}. Write `carbon_content` with its `source` under `flows:`, "
            "by the name of the flow: {flows}.",
            "以下过程的进出物料均未给出碳含量：{processes}。请在 `flows:` 下按物料名称填写 `carbon_content` 及 `source`：{flows}。",
            processes=[balance.process for balance in nothing],
            missing=(missing := sorted({name for balance in nothing for name in (*balance.unknown_in, *balance.unknown_out)})),
            flows=_flows(case, missing),
            place=case.model.place("flows"),
        )
    if not found:
        yield does_not_apply("No process moves carbon.", "没有过程涉及碳。")


def _carbon(case: Case, balance: CarbonBalance, limit: float) -> Outcome:
    leaving = sum(balance.leaving.values())
    missing = sorted(
        {**balance.unknown_in, **balance.unknown_out}.items(), key=lambda item: -(float("inf") if item[1] is None else item[1])
    )
    scale = balance.turnover
    allowed = limit * scale
    # Of both origins of the carbon that direct emissions release, the one that fits better is told.
    gaps = sorted(balance.gaps(), key=lambda gap: max(0.0, gap[1], -gap[2]) or abs(gap[0] - leaving) * 1e-9)
    entering = gaps[0][0]
    about = {
        "process": balance.process,
        "entering": entering,
        "converted": balance.converted,
        "leaving": leaving,
        "limit_percent": f"{100 * limit:.4g} %",
        "into": {name: round(value, 6) for name, value in balance.entering.items()},
        "out": {name: round(value, 6) for name, value in balance.leaving.items()},
        "missing": [name for name, _ in missing],
        "flows": _flows(case, [name for name, _ in missing]),
        "place": case.model.place(f"processes/{balance.process}"),
    }
    if any(-allowed <= low and high <= allowed for _, low, high in gaps):
        nearest = min(max(abs(low), abs(high)) for _, low, high in gaps)
        return passes(
            "`{process}`: {entering} kg of carbon enter and {leaving} kg leave: at most {percent} apart, the limit is {limit_percent}.",
            "`{process}`：带入碳 {entering} kg，离开 {leaving} kg：相差不超过 {percent}，限值 {limit_percent}。",
            percent=f"{100 * nearest / scale if scale else 0.0:.3g} %",
            **about,
        )
    if all(low > allowed or high < -allowed for _, low, high in gaps):
        least = min(min(abs(low), abs(high)) for _, low, high in gaps)
        return fails(
            "`{process}`: {entering} kg of carbon enter but {leaving} kg leave: at least {percent} apart, the limit is {limit_percent}. "
            "Correct the amounts, or `carbon_content` with its `source` under `flows:`.",
            "`{process}`：带入碳 {entering} kg，而离开 {leaving} kg：至少相差 {percent}，限值 {limit_percent}。"
            "请更正数量，或更正 `flows:` 下的 `carbon_content` 及 `source`。",
            percent=f"{100 * least / scale if scale else 0.0:.3g} %",
            **about,
        )
    return cannot(
        "`{process}`: {entering} kg of carbon are known to enter and {leaving} kg to leave; the content is missing of: {missing}. "
        "Write `carbon_content` with its `source` under `flows:`, by the name of the flow: {flows}.",
        "`{process}`：已知带入碳 {entering} kg、离开 {leaving} kg；以下未给出碳含量：{missing}。"
        "请在 `flows:` 下按物料名称填写 `carbon_content` 及 `source`：{flows}。",
        **about,
    )


def _flows(case: Case, exchanges: list[str]) -> list[str]:
    """Give the names under which the model states properties of what exchanges move."""
    known = records(case)
    return list(dict.fromkeys(_flow(exchange, known[exchange]) for exchange in exchanges if exchange in known))


def _flow(exchange: str, record: Exchange) -> str:
    return record.product or exchange.rpartition("/")[2]


@rule(
    "zero-carbon",
    "data",
    "Nothing that holds carbon is stated as holding none",
    "含碳物料未填写为零碳",
    source="A stated content of zero closes any carbon balance; it is compared with what is known of the material otherwise",
)
def check_zero_carbon(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Look at every flow of which the model states a carbon content of zero, and at what else is known of it.

    Where its dataset releases fossil CO2, or the data package or the profile knows a content of the same product, zero is no statement
    that the carbon balance may rest on.
    """
    datasets, packages = case.result.calculation.chain.datasets, case.result.calculation.chain.packages
    looked, broken = 0, False
    for exchange, record in records(case).items():
        own = flow_amounts(case.model, _flow(exchange, record))
        if not any(name in own and own[name].value == 0 for name in ("carbon_content", "carbon_content_per_energy")):
            continue
        looked += 1
        dataset = datasets.get(record.source_dataset.text) if record.source_dataset is not None else None
        dataset = None if record.data == "proxy" else dataset
        product = record.product or (dataset.product if dataset is not None else _flow(exchange, record))
        default = dataset_properties(packages[dataset.package], dataset) if dataset is not None else {}
        stated = profile.carbon_contents.get(product)
        if (
            dataset is not None
            and dataset.basis == "direct"
            and any(part.flow.startswith("carbon dioxide, fossil") for part in dataset.exchanges)
        ):
            why, why_zh = f"`{dataset.key}` releases fossil CO2 of it", f"`{dataset.key}` 由其排放化石 CO2"
        elif any(name in default and default[name].value > 0 for name in ("carbon_content", "carbon_content_per_energy")):
            why, why_zh = "the data package states a content of it", "数据包给出其碳含量"
        elif stated is not None and stated.value.value > 0 and not stated.at_most:
            why, why_zh = f"the profile knows {stated.value}", f"规则集给出 {stated.value}"
        else:
            continue
        broken = True
        flow = _flow(exchange, record)
        place = case.model.place(f"flows/{flow}")
        yield fails(
            "The carbon content of `{flow}` is stated as 0, but {why}: state what was measured, with its `source`, under `flows:`.",
            "`{flow}` 的碳含量填写为 0，但{why_zh}：请在 `flows:` 下填写实测 `carbon_content` 及 `source`。",
            exchange=exchange,
            flow=flow,
            why=why,
            why_zh=why_zh,
            place=place,
        )
    if not looked:
        yield does_not_apply("No carbon content is stated as zero.", "没有填写为零的碳含量。")
    elif not broken:
        yield passes(
            "Nothing else is known of what is stated to hold no carbon ({count}).", "填写为零碳的物料（{count}）无相反信息。", count=looked
        )


@rule(
    "energy-balance",
    "data",
    "No process gives more energy than its fuels hold",
    "能量产出不超过燃料能量",
    source="(MWh × 3.6 + GJ heat)/Σ fuel energy < 1 for CHP, < 0.46 for condensing units: national verification guide for power plants (V)",
    thresholds=("energy_output", "condensing_output"),
)
def check_energy_balance(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the electricity and heat that a process gives with the energy of the fuels it burns.

    A unit that gives electricity only and burns coal is a condensing one, with a bound of its own; heat alone may be all that its fuel
    holds, where the model counts heat by fuel. Where the electricity that a process buys is more than a tenth of its fuels, both count.
    """
    evaluated = evaluate(case.model)
    fuels: dict[str, list[Burnt]] = {}
    for fuel in burnt(case):
        fuels.setdefault(fuel.process, []).append(fuel)
    found = False
    for name, process in case.model.processes.items():
        outputs = _energy_outputs(evaluated, name, process)
        if not outputs or name not in fuels:
            continue
        found = True
        yield _energy(case, profile, evaluated, name, process, fuels[name], outputs)
    if not found:
        yield does_not_apply("No process makes electricity or heat of fuels.", "没有以燃料生产电或热的过程。")


def _energy_outputs(evaluated: Evaluated, name: str, process: Process) -> dict[str, float]:
    """Give the products that are counted in energy, in GJ."""
    gigajoule = parse_unit("GJ")
    amounts = {output: evaluated.amounts[f"{name}/outputs/{output}"] for output in process.outputs}
    return {output: amount.to("GJ").value for output, amount in amounts.items() if amount.dimension == gigajoule.dimension}


def _energy(
    case: Case, profile: Profile, evaluated: Evaluated, name: str, process: Process, fuels: list[Burnt], outputs: dict[str, float]
) -> Outcome:
    about = {
        "process": name,
        "outputs": {output: round(value, 6) for output, value in outputs.items()},
        "fuels": [fuel.exchange for fuel in fuels],
        "place": case.model.place(f"processes/{name}"),
    }
    try:
        energy = sum(convert(fuel.amount, parse_unit("GJ"), fuel.properties, fuel.product).value for fuel in fuels)
    except FootprintError:
        return cannot("The energy of the fuels of `{process}` is not known: {fuels}.", "`{process}` 的燃料能量未知：{fuels}。", **about)
    bought = _bought(case, evaluated, name, process)
    power = [output for output in outputs if "electric" in output.casefold() or "power" in output.casefold() or "电" in output]
    coal = all("coal" in fuel.product or fuel.product in ("lignite", "anthracite") for fuel in fuels)
    condensing = len(power) == len(process.outputs) and coal
    limit = profile.value("condensing_output" if condensing else "energy_output")
    whole = energy + bought if bought > 0.1 * energy else energy
    given = sum(outputs.values())
    ratio = given / whole if whole else float("inf")
    about.update(given=given, energy=energy, bought=bought, ratio=ratio, limit=limit, kind="condensing" if condensing else "energy")
    verdict = passes if ratio < limit or (not power and ratio <= limit * (1 + 1e-9)) else fails
    return verdict(
        "`{process}` gives {given} GJ and burns {energy} GJ: {ratio}, which must be below {limit}.",
        "`{process}` 产出能量 {given} GJ，燃料能量 {energy} GJ：比值 {ratio}，应低于 {limit}。",
        **about,
    )


def _bought(case: Case, evaluated: Evaluated, name: str, process: Process) -> float:
    """Add up the electricity that a process takes from datasets, in GJ."""
    datasets = case.result.calculation.chain.datasets
    total = 0.0
    for key, record in process.inputs.items():
        dataset = datasets.get(record.source_dataset.text) if record.source_dataset is not None else None
        if dataset is not None and is_electricity(dataset) and dataset.kind != "transport":
            total += evaluated.amounts[f"{name}/inputs/{key}"].to("GJ").value
    return total
