"""Rules about electricity and purchased heat: the kind of factor, delivery, green power, the average of the grid."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from footprint.insight.electricity.mixes import day
from footprint.insight.electricity.uses import DirectUse, claims, is_delivery, is_electricity, kilowatt_hours
from footprint.inventory.records import Dataset
from footprint.model.schema import Exchange
from footprint.units import parse_unit
from footprint.verification.profile import Profile
from footprint.verification.rules.grid import grid_run
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule, warns
from footprint.verification.rules.supply import direct_uses, records

__all__ = [
    "check_certificates",
    "check_certificates_once",
    "check_co2_factor",
    "check_delivery",
    "check_grid_sensitivity",
]

_SAME = 0.005
"""Two figures are taken for the same factor within half a per cent: factors are quoted with four digits at most."""


@rule(
    "co2-factor",
    "method",
    "No CO2 factor of enterprise reports is used in the footprint",
    "碳足迹未使用企业核算用的二氧化碳因子",
    source="MEE announcements: footprint and CO2 factors of electricity are two things (V); purchased heat 0.11 t CO2/GJ is direct CO2 (S)",
)
def check_co2_factor(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that neither a dataset nor a declared figure is a factor of direct CO2.

    Datasets say so themselves. A declared figure is compared with the CO2 factors that the profile names, because 0.5306 kg/kWh typed as
    kg CO2e/kWh looks like a footprint factor and is none.
    """
    if not profile.co2_factors:
        yield cannot("The profile {profile} names no CO2 factors.", "规则集 {profile} 未列出二氧化碳因子。", profile=profile.id)
        return
    looked, good = 0, 0
    for key, intensity in _per_energy(case).items():
        looked += 1
        same = [name for name, factor in profile.co2_factors.items() if _alike(intensity, factor.value.base)]
        if case.result.calculation.chain.datasets[key].basis == "co2-only":
            yield fails("`{dataset}` is a CO2 factor, no footprint factor.", "`{dataset}` 是二氧化碳因子，不是碳足迹因子。", dataset=key)
        elif same:
            yield fails(
                "`{dataset}` carries as much as the CO2 factor `{factor}`: direct CO2 without upstream emissions.",
                "`{dataset}` 的数值与二氧化碳因子 `{factor}` 相同：仅为直接排放，不含上游。",
                dataset=key,
                factor=same[0],
                place=case.model.place("inventories"),
            )
        else:
            good += 1
    energy, per_energy = parse_unit("kWh").dimension, parse_unit("kg CO2e/kWh")
    for exchange, record in records(case).items():
        if record.declared is None or record.declared.dimension * energy != per_energy.dimension * energy:
            continue
        looked += 1
        same = [name for name, factor in profile.co2_factors.items() if _alike(record.declared.base, factor.value.base)]
        about = {"exchange": exchange, "declared": str(record.declared), "place": case.model.place(f"processes/{exchange}/declared")}
        if same:
            factor = profile.co2_factors[same[0]]
            yield fails(
                "`{exchange}` declares {declared}, which is the CO2 factor `{factor}` ({figure}): direct CO2 without upstream emissions.",
                "`{exchange}` 声明为 {declared}，与二氧化碳因子 `{factor}`（{figure}）相同：仅为直接排放，不含上游。",
                factor=same[0],
                figure=str(factor.value),
                source=factor.source,
                **about,
            )
        else:
            yield passes(
                "`{exchange}` declares {declared}, no known CO2 factor.",
                "`{exchange}` 声明为 {declared}，不是已知的二氧化碳因子。",
                **about,
            )
    if good:
        yield passes(
            "No dataset of electricity or heat carries a CO2 factor ({count} looked at).",
            "{count} 个电或热数据集均非二氧化碳因子。",
            count=good,
        )
    if not looked:
        yield does_not_apply("No electricity or heat is bought by a factor per energy.", "没有按能量因子外购的电或热。")


def _per_energy(case: Case) -> dict[str, float]:
    """Give what the datasets that are taken from carry per energy, in kg per J, by key; burning a fuel carries its own CO2 rightly."""
    calculation = case.result.calculation
    index = {key: number for number, key in enumerate(calculation.system.activities)}
    energy = parse_unit("kWh").dimension
    found = {}
    for use in direct_uses(case):
        if use.dataset is not None and use.dataset.basis != "direct" and use.dataset.reference.unit.dimension == energy:
            found[use.provider] = float(calculation.proof.intensities[index[use.provider]]) / use.dataset.reference.unit.factor
    return found


def _alike(first: float, second: float) -> bool:
    return abs(first - second) <= _SAME * abs(second)


@rule(
    "electricity-delivery",
    "method",
    "Delivery by the grid is counted once",
    "输配电只计一次",
    source="MEE announcements, tables 1 to 3 (V): the national average contains delivery (inferred from the generation shares)",
)
def check_delivery(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the electricity of single sources with the delivery that is added to it, per declared unit.

    The average of a grid contains its delivery; a factor at the plant does not. So as much delivery is needed as there is electricity of
    single sources that the grid brought; electricity made on the site (``on_site: true``) needs none.
    """
    power = [use for use in direct_uses(case) if use.dataset is not None and is_electricity(use.dataset) and not use.avoided]
    if not power:
        yield does_not_apply("No electricity is taken from datasets.", "没有使用电力数据集。")
        return
    brought = [use for use in power if claims(use) and not (use.record and use.record.on_site)]
    delivery = [use for use in power if use.dataset is not None and is_delivery(use.dataset)]
    needed, counted = _kwh(brought), _kwh(delivery)
    kinds = sorted({"with" if "with-losses" in use.provider else "without" for use in delivery if "losses" in use.provider})
    about = {
        "needed": needed,
        "counted": counted,
        "at_plant": list(dict.fromkeys(use.exchange for use in brought)),
        "delivery": list(dict.fromkeys(use.exchange for use in delivery)),
        "place": case.model.place(f"processes/{(delivery or brought or power)[0].exchange}"),
    }
    if len(kinds) > 1:
        yield fails("Delivery is counted with losses and without: {delivery}.", "输配电同时按含线损和不含线损计算：{delivery}。", **about)
    elif counted > needed * (1 + _SAME):
        yield fails(
            "Delivery is counted for {counted} kWh, but only {needed} kWh come from single sources: the average of the grid contains it.",
            "输配电计了 {counted} kWh，而单一电源电量仅 {needed} kWh：电网平均因子已含输配电。",
            **about,
        )
    elif counted < needed * (1 - _SAME):
        yield fails(
            "{needed} kWh come from single sources at the plant ({at_plant}), but delivery is counted for {counted} kWh.",
            "单一电源（厂端）电量为 {needed} kWh（{at_plant}），但输配电只计了 {counted} kWh。",
            **about,
        )
    else:
        yield passes("Delivery is counted for the {needed} kWh that need it.", "需计输配电的 {needed} kWh 均已计入。", **about)


def _kwh(found: list[DirectUse]) -> float:
    return sum(kilowatt_hours(use) for use in found)


@rule(
    "green-power",
    "data",
    "Electricity of a single source is proved by a certificate that was retired",
    "单一电源电力有已注销的绿证等凭证",
    source="Green electricity needs a certificate number and a retirement date; the certificate is the sole proof (S)",
)
def check_certificates(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that electricity of one source has a certificate number and a day of retirement that fits the period.

    Electricity made on the site needs no certificate, but evidence that its attributes were not sold. A certificate retired before the
    period began cannot stand for its electricity.
    """
    found = {use.exchange: use for use in direct_uses(case) if not use.avoided and (claims(use) or _contract(use))}
    if not found:
        yield does_not_apply("No electricity of a single source is claimed.", "未主张单一电源电力。")
    for exchange, use in found.items():
        if use.record is None:
            yield cannot(
                "`{exchange}` claims `{dataset}`; its certificate stands in another model, which is verified by its own request.",
                "`{exchange}` 主张 `{dataset}`；其凭证在另一模型中，须通过该模型的请求核查。",
                exchange=exchange,
                dataset=use.provider,
                place=case.model.place("processes"),
            )
        else:
            yield _proved(case, exchange, use.record, use.dataset)


def _contract(use: DirectUse) -> bool:
    return use.record is not None and use.record.contract is not None


def _proved(case: Case, exchange: str, record: Exchange | None, dataset: Dataset | None) -> Outcome:
    contract: Mapping[str, str] = (record.contract if record else None) or {}
    certificate, retired = contract.get("certificate"), day(contract.get("retired", ""))
    start: datetime.date = case.model.period.start
    about = {
        "exchange": exchange,
        "dataset": dataset.key if dataset else str(record.declared if record else ""),
        "certificate": certificate,
        "retired": retired.isoformat() if retired else None,
        "start": start.isoformat(),
        "place": case.model.place(f"processes/{exchange}/contract"),
    }
    if record is not None and record.on_site and not contract:
        if record.evidence:
            return passes("`{exchange}` is made on the site, with evidence.", "`{exchange}` 为厂内自发电，有证据。", **about)
        return cannot(
            "`{exchange}` is made on the site; nothing shows that its attributes were not sold.",
            "`{exchange}` 为厂内自发电，但没有证据表明其环境属性未出售。",
            **about,
        )
    if not certificate or retired is None:
        return fails(
            "`{exchange}` claims `{dataset}` without a certificate number and the day it was retired; the average of the grid holds.",
            "`{exchange}` 主张 `{dataset}`，但没有凭证编号和注销日期；否则应采用电网平均因子。",
            **about,
        )
    if retired < start:
        return fails(
            "The certificate {certificate} of `{exchange}` was retired on {retired}, before the period began on {start}.",
            "`{exchange}` 的凭证 {certificate} 于 {retired} 注销，早于期间开始日 {start}。",
            **about,
        )
    return passes(
        "`{exchange}`: certificate {certificate}, retired on {retired}.", "`{exchange}`：凭证 {certificate}，{retired} 注销。", **about
    )


@rule(
    "certificates-once",
    "data",
    "No certificate is claimed twice",
    "凭证未被重复主张",
    source="The certificate is the sole proof of the attribute (S): it can be claimed once",
)
def check_certificates_once(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that a certificate number stands in one exchange only, in this model and in the others that are given."""
    claims: dict[str, list[str]] = {}
    models = [("", case.model), *((f"{number}:", other.model) for number, other in enumerate(case.others, 1))]
    for prefix, model in models:
        for exchange, _, _, _, record in model.exchanges():
            certificate = (record.contract or {}).get("certificate")
            if certificate:
                claims.setdefault(certificate, []).append(prefix + exchange)
    twice = {certificate: where for certificate, where in claims.items() if len(where) > 1}
    if not claims:
        yield does_not_apply("No certificate is named.", "没有凭证。")
    for certificate, where in twice.items():
        about = {"certificate": certificate, "where": where, "place": case.model.place(f"processes/{where[0]}/contract")}
        yield fails("The certificate {certificate} is claimed by: {where}.", "凭证 {certificate} 被多处主张：{where}。", **about)
    if claims and not twice:
        yield passes("Every certificate is claimed once ({count}).", "{count} 个凭证均只主张一次。", count=len(claims))


@rule(
    "grid-sensitivity",
    "method",
    "The result with average electricity is stated",
    "给出采用电网平均电力的敏感性结果",
    source="A grid-average sensitivity run is required where electricity is claimed from single sources (domain, R)",
    thresholds=("materiality",),
)
def check_grid_sensitivity(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compute the footprint with all claimed electricity replaced by the average of the grid, its delivery left out.

    The run is exact: what claimed electricity delivers is λ of its dataset, which is replaced by λ of the average; background never uses
    foreground, so nothing else changes. Both results stand among the values. A difference above the materiality is a warning.
    """
    run = grid_run(case, profile)
    if run is None:
        yield does_not_apply("No electricity is claimed from single sources.", "没有主张单一电源电力。")
        return
    about = {"country": run.country or "—", "average": run.average, "replaced": list(run.replaced), "stated": case.result.value}
    about["place"] = case.model.place(f"processes/{run.replaced[0]}") if run.replaced else None
    if run.value is None:
        yield cannot(
            "No average electricity of the country ({country}) and the period is at hand, so that the sensitivity cannot be computed.",
            "缺少所在国家（{country}）在该期间的平均电力数据集，无法计算敏感性。",
            **about,
        )
        return
    change = run.value - case.result.value
    share = abs(change) / abs(case.result.value) if case.result.value else float("inf")
    about.update(value=run.value, difference=change, share=share, percent=f"{100 * share:.3g} %")
    verdict = warns if share > profile.value("materiality") else passes
    yield verdict(
        "With `{average}` in place of {replaced} the result is {value} instead of {stated} kg CO2e ({percent} apart).",
        "以 `{average}` 替换 {replaced} 后，结果由 {stated} 变为 {value} kg CO2e（相差 {percent}）。",
        **about,
    )
