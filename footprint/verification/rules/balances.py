"""Rules about balances: the carbon and the energy of every process."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.errors import FootprintError
from footprint.model import Evaluated, evaluate
from footprint.model.schema import Process
from footprint.supply_chain.conversion import convert
from footprint.units import parse_unit
from footprint.verification.profile import Profile
from footprint.verification.rules.carbon import CarbonBalance, carbon_balances
from footprint.verification.rules.fuels import Burnt, burnt
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule
from footprint.verification.rules.supply import is_electricity

__all__ = ["check_carbon_balance", "check_energy_balance"]


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
            "No carbon content is known of what enters and leaves: {processes}.",
            "以下过程的进出物料均未给出碳含量：{processes}。",
            processes=[balance.process for balance in nothing],
            missing=sorted({name for balance in nothing for name in (*balance.unknown_in, *balance.unknown_out)}),
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
            "`{process}`: {entering} kg of carbon enter but {leaving} kg leave: at least {percent} apart, the limit is {limit_percent}.",
            "`{process}`：带入碳 {entering} kg，而离开 {leaving} kg：至少相差 {percent}，限值 {limit_percent}。",
            percent=f"{100 * least / scale if scale else 0.0:.3g} %",
            **about,
        )
    return cannot(
        "`{process}`: {entering} kg of carbon are known to enter and {leaving} kg to leave; the content is missing of: {missing}.",
        "`{process}`：已知带入碳 {entering} kg、离开 {leaving} kg；以下未给出碳含量：{missing}。",
        **about,
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
