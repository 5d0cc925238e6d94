"""Rules about the method: offsets, GWP, biogenic carbon, what is reported apart, numerical error."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footprint.supply_chain.allocation import CO2_PER_C
from footprint.supply_chain.warnings import GWP_SET
from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule, warns
from footprint.verification.rules.supply import leaves, records

__all__ = [
    "check_biogenic_balance",
    "check_biogenic_content",
    "check_flows_counted",
    "check_gwp",
    "check_gwp_of_aggregates",
    "check_headline",
    "check_numerical_error",
    "check_offsets",
    "check_separate",
]

_OFFSET = re.compile(
    r"\b(offset(s|ting)?|ccers?|carbon credits?|credits? retired|allowances?|carbon sinks?|afforestation"
    r"|reforestation|vcs|verra|gold standard"
    r"|(carbon|climate)[- ]neutral|net[- ]zero)\b"
    r"|碳中和|零碳|碳汇|碳信用|碳抵消|抵消量|配额|减排量|核证自愿",
    re.IGNORECASE,
)


@rule(
    "offsets",
    "method",
    "Offsets, allowances and sinks are not subtracted",
    "未扣减碳抵消、配额或碳汇",
    source="GB/T 24067-2024 (S); ISO 14067:2018 6.3.4.1 (R)",
)
def check_offsets(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Look for credits that are no part of the product system: negative declared figures, and removals or credits that speak of offsets.

    What is bought to compensate may stand in the block ``climate_contribution`` of the model, which changes no number.
    """
    suspects: dict[str, str] = {}
    unclear: list[str] = []
    claimed: dict[str, str] = {}
    for leaf in leaves(case):
        record, entry = leaf.record, leaf.entry
        if record is not None and record.declared is not None and record.declared.value < 0:
            suspects[entry.exchange] = f"{record.declared}"
        said = _OFFSET.search(_said(case, entry.exchange, entry.provider))
        if entry.value >= 0 and not entry.categories.get("uptake", 0.0) < 0:
            if record is not None and record.declared is not None and said is not None:
                claimed[entry.exchange] = said[0]
            continue
        if said is not None:
            suspects[entry.exchange] = said[0]
        elif entry.categories.get("removals", 0.0) < 0:
            unclear.append(entry.exchange)
    values = {leaf.entry.exchange: abs(leaf.entry.value) for leaf in leaves(case)}
    for exchange, why in suspects.items():
        about = {"exchange": exchange, "why": why, "value": values[exchange], "place": case.model.place(f"processes/{exchange}")}
        yield fails(
            "`{exchange}` subtracts {value} kg CO2e and speaks of `{why}`: offsets, allowances and sinks are never subtracted.",
            "`{exchange}` 扣减 {value} kg CO2e，涉及“{why}”：碳抵消、配额和碳汇不得扣减。",
            **about,
        )
    for exchange in unclear:
        about = {"exchange": exchange, "value": values[exchange], "place": case.model.place(f"processes/{exchange}")}
        yield warns(
            "`{exchange}` counts {value} kg CO2e as a removal: it must take place in the product system and last.",
            "`{exchange}` 计入清除量 {value} kg CO2e：应发生在产品系统内并长期保持。",
            **about,
        )
    for exchange, why in claimed.items():
        about = {"exchange": exchange, "why": why, "value": values[exchange], "place": case.model.place(f"processes/{exchange}/declared")}
        yield warns(
            "The declared footprint of `{exchange}` speaks of `{why}`: offsets of the supplier must not be in it.",
            "`{exchange}` 的声明碳足迹涉及“{why}”：其中不得含供应商的碳抵消。",
            **about,
        )
    if not suspects and not unclear and not claimed:
        apart = list(case.model.climate_contribution)
        yield passes("Nothing is subtracted; stated apart: {apart}.", "没有扣减；另行列出：{apart}。", apart=apart or ["—"])


def _said(case: Case, exchange: str, provider: str) -> str:
    """Join all that an exchange, its process and its dataset say about themselves."""
    record = records(case).get(exchange)
    activity = case.result.calculation.chain.activities.get(provider)
    dataset = case.result.calculation.chain.datasets.get(provider)
    texts = [exchange.replace("_", " ").replace("-", " "), provider, activity.name if activity else ""]
    if record is not None:
        texts += [record.source or "", record.comment or "", record.evidence or "", *(record.contract or {})]
    if dataset is not None:
        texts += [dataset.name_en, dataset.name_zh, dataset.product]
    return " ".join(texts)


@rule(
    "gwp-set",
    "method",
    "GWP of the IPCC report that the profile names",
    "采用规则集规定的 IPCC 报告的 GWP",
    source="ISO 14067:2018 6.5.2 and PACT 3: GWP100 of the latest IPCC report (R)",
    choices=("gwp_sets",),
)
def check_gwp(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the characterisation method counts with a GWP set that the profile allows."""
    gwp_set, allowed = case.result.calculation.chain.method.gwp_set, list(profile.choice("gwp_sets") or ())
    about = {"set": gwp_set, "allowed": allowed, "place": case.model.place("method")}
    if gwp_set in allowed:
        yield passes("The method counts with {set}.", "方法采用 {set}。", **about)
    else:
        yield fails("The method counts with {set}; allowed are: {allowed}.", "方法采用 {set}；允许：{allowed}。", **about)


@rule(
    "gwp-of-aggregates",
    "method",
    "Aggregated factors were made with an allowed GWP set",
    "汇总因子采用允许的 GWP 版本",
    source="ISO 14067:2018 6.5.2 (R); design section 4: aggregated CO2e flows carry the GWP set they were made with",
    thresholds=("other_gwp_set",),
    choices=("gwp_sets",),
)
def check_gwp_of_aggregates(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Add up the impact that comes from CO2e which somebody else aggregated with another set.

    Aggregates of a set that is not stated cannot be told from those of another.
    """
    method = case.result.calculation.chain.method
    allowed = profile.choice("gwp_sets") or ()
    shares: dict[str, float] = {}
    whole = sum(abs(gas.value) for gas in case.result.gases)
    for gas in case.result.gases:
        if gas.flow.startswith(GWP_SET) and whole:
            name = gas.flow.removeprefix(GWP_SET).partition(",")[0]
            shares[name] = shares.get(name, 0.0) + abs(gas.value) / whole
    stated = {name: share for name, share in shares.items() if name not in (*allowed, "not stated")}
    limit = profile.value("other_gwp_set")
    other, unstated = sum(stated.values()), shares.get("not stated", 0.0)
    about = {
        "set": method.gwp_set,
        "allowed": list(allowed),
        "other": [f"{name} {100 * share:.3g} %" for name, share in stated.items()],
        "unstated": unstated,
        "unstated_percent": f"{100 * unstated:.3g} %",
        "limit_percent": f"{100 * limit:.4g} %",
        "place": case.model.place("method"),
    }
    if other > limit:
        yield fails(
            "Aggregates of other GWP sets make up {other}; the limit is {limit_percent}.",
            "其他 GWP 版本的汇总因子占 {other}；限值为 {limit_percent}。",
            **about,
        )
    elif unstated > limit:
        yield cannot(
            "{unstated_percent} of the impact are aggregates that do not state their GWP set; the limit is {limit_percent}.",
            "{unstated_percent} 的影响来自未说明 GWP 版本的汇总因子；限值 {limit_percent}。",
            **about,
        )
    else:
        yield passes(
            "Aggregates of other GWP sets: {other}; of none that is stated: {unstated_percent}; the limit is {limit_percent}.",
            "其他 GWP 版本的汇总因子：{other}；未说明的：{unstated_percent}；限值 {limit_percent}。",
            **{**about, "other": about["other"] or ["—"]},
        )


@rule(
    "biogenic-content",
    "method",
    "The biogenic carbon content of the product is stated",
    "给出产品的生物碳含量",
    source="ISO 14067:2018 6.4.9.3 and clause 7 (R); PACT 3.0.4: biogenicCarbonContent",
)
def check_biogenic_content(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the biogenic carbon content of the product is stated, zero where there is none: it is reported apart."""
    content, flow = case.result.biogenic_carbon_content, case.model.product.flow
    about = {"content": content, "flow": flow, "place": case.model.place(f"flows/{flow}/biogenic_carbon_content")}
    if content is None:
        yield fails("The biogenic carbon content of `{flow}` is not stated.", "未给出 `{flow}` 的生物碳含量。", **about)
    else:
        yield passes(
            "The product holds {content} kg of biogenic carbon per declared unit.", "每声明单位产品含生物碳 {content} kg。", **about
        )


@rule(
    "biogenic-balance",
    "method",
    "Uptake of biogenic carbon agrees with what the product holds",
    "生物碳吸收与产品含碳量相符",
    source="ISO 14067:2018 6.4.9.2: uptake −1, emission +1 (R); uptake = −44/12 × content",
    thresholds=("biogenic_balance",),
)
def check_biogenic_balance(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the CO2 taken up, less what is given off again, with 44/12 of the biogenic carbon in the product.

    Biogenic methane takes carbon with it, too: 44/16 kg of CO2 for each kg.
    """
    scores, content = case.result.calculation.solution.scores, case.result.biogenic_carbon_content
    uptake, emitted = abs(scores.get("uptake", 0.0)), scores.get("biogenic_co2", 0.0)
    methane = sum(gas.amount for gas in case.result.gases if gas.flow == "methane, biogenic") * 44 / 16.04
    if not uptake and not emitted and not content:
        if content is None:
            yield cannot(
                "The biogenic carbon content of the product is not stated.", "未给出产品的生物碳含量。", place=case.model.place("flows")
            )
        else:
            yield does_not_apply("The product and its system hold no biogenic carbon.", "产品及其系统不含生物碳。")
        return
    flow = case.model.product.flow
    about = {"uptake": uptake, "emitted": emitted, "methane": methane, "place": case.model.place(f"flows/{flow}/biogenic_carbon_content")}
    if content is None:
        yield cannot(
            "{uptake} kg CO2 are taken up and {emitted} kg given off, but the biogenic carbon content of the product is not stated.",
            "吸收 CO2 {uptake} kg、释放 {emitted} kg，但未给出产品的生物碳含量。",
            **about,
        )
        return
    held, limit = CO2_PER_C * content, profile.value("biogenic_balance")
    taken, left = uptake, emitted + methane + held
    gap = abs(taken - left) / max(taken, left)
    about.update(held=held, gap=gap, percent=f"{100 * gap:.3g} %", limit_percent=f"{100 * limit:.4g} %")
    reasons = case.result.reasons
    if gap > limit and ("categories/uptake" in reasons or "categories/biogenic_co2" in reasons) and taken < left:
        yield cannot(
            "{uptake} kg CO2 are taken up, {emitted} kg given off and {held} kg held by the product; aggregated factors may hide the rest.",
            "吸收 CO2 {uptake} kg、释放 {emitted} kg、产品含 {held} kg；其余可能包含在汇总因子中。",
            **about,
        )
        return
    verdict = fails if gap > limit else passes
    yield verdict(
        "{uptake} kg CO2 are taken up; {emitted} kg are given off, {methane} kg leave as methane, and the product holds {held} kg: "
        "{percent} apart, the limit is {limit_percent}.",
        "吸收 CO2 {uptake} kg；释放 {emitted} kg，以甲烷带走 {methane} kg，产品含 {held} kg：相差 {percent}，限值 {limit_percent}。",
        **about,
    )


@rule(
    "separate-reporting",
    "method",
    "Fossil, biogenic, land use and aircraft emissions are told apart",
    "化石、生物、土地利用和航空排放分别报告",
    source="ISO 14067:2018 clause 7.2 (R); PACT 3.0.4 schema",
    thresholds=("other_gwp_set",),
)
def check_separate(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the categories are known: what aggregated factors hold is unknown, not zero."""
    limit = profile.value("other_gwp_set")
    whole = sum(abs(gas.value) for gas in case.result.gases)
    unsplit = sum(abs(gas.value) for gas in case.result.gases if gas.categories.get("unsplit"))
    share = unsplit / whole if whole else 0.0
    unknown = [name for name, value in case.result.categories.items() if value is None]
    about = {"unknown": unknown, "share": share, "percent": f"{100 * share:.3g} %", "limit_percent": f"{100 * limit:.4g} %"}
    about["place"] = case.model.place("method")
    if share > limit:
        yield fails(
            "{percent} of the impact come from factors that do not tell gases and origins apart; not known are: {unknown}.",
            "{percent} 的影响来自不区分气体和来源的因子；无法给出：{unknown}。",
            **about,
        )
    else:
        yield passes(
            "{percent} of the impact come from factors that do not tell gases apart.", "{percent} 的影响来自不区分气体的因子。", **about
        )


@rule(
    "headline-known",
    "method",
    "The sum that the profile asks for is known",
    "规则集要求的合计值已知",
    source="Design section 7: the rule profile picks the headline sum",
)
def check_headline(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the headline sum of the profile can be stated; the two others stand beside it."""
    value = case.result.sums.get(profile.headline)
    about = {"sum": profile.headline, "value": value, **case.result.sums}
    if value is None:
        why = case.result.reasons.get(f"sums/{profile.headline}", {"en": "unknown", "zh": "未知"})
        place = case.model.place("flows")
        yield cannot(
            "The sum `{sum}` is not known: {why}.", "合计 `{sum}` 未知：{why_zh}。", why=why["en"], why_zh=why["zh"], place=place, **about
        )
    else:
        yield passes("The sum `{sum}` is {value} kg CO2e.", "合计 `{sum}` 为 {value} kg CO2e。", **about)


@rule(
    "flows-counted",
    "method",
    "Every emission of the model counts in the method",
    "模型的每项排放均被方法计入",
    source="ISO 14067:2018 6.5.2: all greenhouse gases of the IPCC report (R)",
)
def check_flows_counted(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Name emissions and removals of the model itself for which the method has no factor: they count nothing."""
    chain = case.result.calculation.chain
    found = dict.fromkeys(
        (entry.flow, entry.exchange) for entry in chain.elementary if entry.exchange and entry.flow not in chain.method.factors
    )
    own = [entry for entry in chain.elementary if entry.exchange]
    for flow, exchange in found:
        about = {"flow": flow, "exchange": exchange, "place": case.model.place(f"processes/{exchange}")}
        yield fails(
            "`{flow}` of `{exchange}` has no factor in the method: it counts nothing.",
            "`{exchange}` 的 `{flow}` 在方法中没有因子，未计入。",
            **about,
        )
    if not own:
        yield does_not_apply("The model has no emissions of its own.", "模型没有直接排放。")
    elif not found:
        yield passes("All emissions of the model count ({count}).", "模型的 {count} 项排放均已计入。", count=len(own))


@rule(
    "numerical-error",
    "method",
    "The numerical error is far below what is material",
    "数值误差远低于实质性门槛",
    source="Design section 6: the proof of a result; ISO 14064-3: materiality (R)",
    thresholds=("numerical_error", "materiality"),
)
def check_numerical_error(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the bound of the rounding error with the materiality of the decision, or else of the profile."""
    materiality = _materiality(case, profile)
    limit = profile.value("numerical_error") * materiality * abs(case.result.value)
    about = {"error": case.result.numerical_error, "limit": limit, "materiality": materiality, "result": case.result.value}
    verdict = passes if case.result.numerical_error <= limit else fails
    yield verdict(
        "The numerical error is at most {error} kg CO2e; {limit} would matter.",
        "数值误差不超过 {error} kg CO2e；达到 {limit} 才有影响。",
        **about,
    )


def _materiality(case: Case, profile: Profile) -> float:
    stated = getattr(case.decision, "materiality", None)
    stated = getattr(stated, "base", stated)
    return float(stated) if isinstance(stated, int | float) else profile.value("materiality")
