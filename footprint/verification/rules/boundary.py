"""Rules about the boundary: what is left out, and what is counted twice or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule, warns
from footprint.verification.rules.supply import records, used_datasets

__all__ = [
    "check_boundary",
    "check_capital_goods",
    "check_cut_off_each",
    "check_cut_off_total",
    "check_fuel_supply",
    "check_missing_producers",
    "check_other_models",
    "check_secondary_material",
]


@rule(
    "boundary-allowed",
    "boundary",
    "The system boundary is one that the profile knows",
    "系统边界符合规则集",
    source="PACT methodology: cradle to gate (R); ISO 14067:2018 6.3.4 (R)",
    choices=("boundaries",),
)
def check_boundary(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that the boundary of the model is one of those that the profile allows."""
    allowed = profile.choice("boundaries") or ()
    about = {"boundary": case.model.boundary, "allowed": list(allowed), "place": case.model.place("boundary")}
    if case.model.boundary in allowed:
        yield passes("The boundary is {boundary}.", "系统边界为 {boundary}。", **about)
    else:
        yield fails("The boundary is {boundary}; allowed are: {allowed}.", "系统边界为 {boundary}；允许：{allowed}。", **about)


@rule(
    "cut-off-each",
    "boundary",
    "No single input left out weighs too much",
    "单项取舍不超过阈值",
    source="GB/T 44905-2024: each below 1 % (S); ISO 14067:2018 6.3.4.3 (R)",
    thresholds=("cut_off_each",),
)
def check_cut_off_each(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Bound every input that is left out by its proxy, and compare the bound with the result.

    An input without a proxy has no bound: whether it is small cannot be told.
    """
    limit, total = profile.value("cut_off_each"), abs(case.result.value)
    if not case.result.cut_offs:
        yield does_not_apply("Nothing is left out.", "没有取舍。")
    for cut in case.result.cut_offs:
        about = {"exchange": cut.exchange, "amount": cut.amount, "why": cut.why, "limit": limit, "limit_percent": f"{100 * limit:.4g} %"}
        about["place"] = case.model.place(f"processes/{cut.exchange}/cut_off")
        if cut.value is None or not total:
            yield cannot(
                "`{exchange}` ({amount}) is left out without a proxy: nothing bounds it. Write one with the reason, as in "
                "`cut_off:` with `why: …` and `proxy: PACKAGE/CODE`.",
                "`{exchange}`（{amount}）被舍去且没有替代数据集，无法给出上界。请在 `cut_off:` 中填写 `why: …` 和 `proxy: PACKAGE/CODE`。",
                **about,
            )
            continue
        share = abs(cut.value) / total
        about.update(share=share, percent=f"{100 * share:.3g} %", proxy=cut.proxy or "", bound=abs(cut.value))
        verdict = fails if share > limit else passes
        yield verdict(
            "`{exchange}` would add at most {percent} of the result by `{proxy}`; the limit is {limit_percent}.",
            "`{exchange}` 按 `{proxy}` 估算最多占结果的 {percent}；限值为 {limit_percent}。",
            **about,
        )


@rule(
    "cut-off-total",
    "boundary",
    "All inputs left out together do not weigh too much",
    "取舍合计不超过阈值",
    source="GB/T 44905-2024: 5 % in total (S); PACT and Catena-X: 3 to 5 % (R)",
    thresholds=("cut_off_total",),
)
def check_cut_off_total(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Add up the bounds of all inputs that are left out: the upper bound of the omitted share.

    With the bounds O and the result T the omitted share of the whole is at most O/(T + O). Where an input has no bound, the share of
    the others is a lower bound only: enough to fail, never enough to pass.
    """
    limit, total, cuts = profile.value("cut_off_total"), abs(case.result.value), case.result.cut_offs
    if not cuts:
        yield does_not_apply("Nothing is left out.", "没有取舍。")
        return
    known = sum(abs(cut.value) for cut in cuts if cut.value is not None)
    without = [cut.exchange for cut in cuts if cut.value is None]
    share = known / (total + known) if total + known else 0.0
    about = {
        "count": len(cuts),
        "bound": known,
        "result": case.result.value,
        "share": share,
        "percent": f"{100 * share:.3g} %",
        "limit": limit,
        "limit_percent": f"{100 * limit:.4g} %",
        "without_bound": without,
        "place": case.model.place("processes"),
    }
    if share > limit:
        yield fails(
            "What is left out ({count}) may be {percent} of the whole; the limit is {limit_percent}.",
            "{count} 项取舍合计可达总量的 {percent}；限值为 {limit_percent}。",
            **about,
        )
    elif without or not total:
        yield cannot(
            "What is left out with a proxy is at most {percent} of the whole; without one are: {without_bound}.",
            "有替代数据集的取舍最多占 {percent}；以下没有替代数据集：{without_bound}。",
            **about,
        )
    else:
        yield passes(
            "What is left out ({count}) is at most {percent} of the whole; the limit is {limit_percent}.",
            "{count} 项取舍合计最多占总量的 {percent}；限值为 {limit_percent}。",
            **about,
        )


@rule(
    "missing-producers",
    "boundary",
    "The background has no inputs that nobody makes",
    "背景数据没有缺失供应者的输入",
    source="ISO 14044:2006 4.2.3.3: completeness of the system (R)",
    thresholds=("noticeable_share",),
)
def check_missing_producers(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Name the datasets that have inputs without a producer: what they carry is a lower bound, and nothing bounds what is missing."""
    omitted = case.result.calculation.chain.omitted
    if not omitted:
        yield passes("Every input of every dataset has a producer.", "所有数据集的输入均有供应者。")
        return
    level = profile.value("noticeable_share")
    heavy = [(dataset.key, share) for dataset, share, _ in used_datasets(case) if dataset.key in omitted and share >= level]
    about = {"count": sum(omitted.values()), "datasets": len(omitted), "place": case.model.place("inventories")}
    yield cannot(
        "Inputs without a producer: {count} (datasets: {datasets}), so that the result is a lower bound; directly used: {heavy}.",
        "{datasets} 个数据集共有 {count} 个输入没有供应者，结果为下限；直接使用的有：{heavy}。",
        heavy=[f"{key} ({100 * share:.2g} %)" for key, share in heavy] or ["—"],
        **about,
    )


@rule(
    "other-models",
    "boundary",
    "Other product models that take part are verified, too",
    "所引用的其他产品模型同样经过核查",
    source="ISO 14067:2018 6.3.8 (R): the whole product system is under verification",
)
def check_other_models(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Name the other product models that inputs are taken from: their balances and evidence are looked at by requests of their own.

    Their datasets, electricity, allocations and cut-offs are looked at here.
    """
    models = list(case.result.calculation.chain.models)
    if models:
        yield warns(
            "Inputs are taken from other models, to be verified by requests of their own: {models}.",
            "部分输入来自其他模型，须各自请求核查：{models}。",
            models=models,
            place=case.model.place("processes"),
        )
    else:
        yield does_not_apply("No other product model takes part.", "没有引用其他产品模型。")


_KINDS_ZH = {"included": "含", "excluded": "不含", "unknown": "未说明"}


@rule(
    "capital-goods",
    "boundary",
    "Capital goods are in all datasets or in none",
    "资本货物处理一致",
    source="Design section 3: mixing kinds is a finding; PACT 3.0.4 (R)",
    choices=("capital_goods",),
)
def check_capital_goods(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that datasets with and without capital goods are not mixed, and that the model has none of its own where the profile has none.

    Datasets of direct emissions have none to include. Where datasets do not say, nobody can tell.
    """
    upstream = [(dataset, share) for dataset, share, _ in used_datasets(case) if dataset.basis != "direct"]
    kinds = {kind: {d.key: share for d, share in upstream if d.capital_goods == kind} for kind in ("included", "excluded", "unknown")}
    own = [exchange for exchange, record in records(case).items() if record.capital_good]
    wanted = profile.choice("capital_goods") or ()
    shares = {kind: sum(found.values()) for kind, found in kinds.items()}
    about = {
        **{kind: list(found) for kind, found in kinds.items()},
        "own": own,
        "shares": [f"{kind} {100 * share:.3g} %" for kind, share in shares.items()],
        "shares_zh": [f"{_KINDS_ZH[kind]} {100 * share:.3g} %" for kind, share in shares.items()],
        "wanted": list(wanted),
        "place": case.model.place("inventories"),
    }
    if not upstream and not own:
        yield does_not_apply("The model takes nothing that could include capital goods.", "模型未使用可能含资本货物的数据。", **about)
    elif kinds["included"] and kinds["excluded"]:
        yield fails(
            "Capital goods are in some datasets and not in others, by impact: {shares}. With them: {included}; without: {excluded}.",
            "部分数据集含资本货物而部分不含，按影响：{shares_zh}。含：{included}；不含：{excluded}。",
            **about,
        )
    elif own and "included" not in wanted:
        yield fails(
            "The model counts capital goods, which the profile leaves out: {own}.", "模型计入了规则集排除的资本货物：{own}。", **about
        )
    elif kinds["unknown"]:
        yield cannot(
            "Datasets do not say whether they include capital goods: {unknown}.", "数据集未说明是否含资本货物：{unknown}。", **about
        )
    else:
        yield passes("Capital goods are treated alike in all datasets.", "所有数据集对资本货物的处理一致。", **about)


@rule(
    "secondary-material",
    "boundary",
    "Secondary material that enters free of burden is explained",
    "无负荷进入的再生材料有说明",
    source="Cut-off of recycled content: GB/T 24067-2024 and ISO 14067:2018 6.4.6 (R)",
    choices=("secondary_materials",),
)
def check_secondary_material(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that every input marked as secondary names its source.

    It carries nothing: a product bought as a waste would hide here.
    """
    found = {exchange: record for exchange, record in records(case).items() if record.secondary}
    if not found:
        yield does_not_apply("No secondary material enters.", "没有再生材料输入。")
    for exchange, record in found.items():
        about = {"exchange": exchange, "place": case.model.place(f"processes/{exchange}/secondary")}
        if record.source or record.evidence:
            yield passes("`{exchange}` says where it is from.", "`{exchange}` 注明了来源。", **about)
        else:
            yield fails(
                "`{exchange}` enters free of burden and names no source that shows it to be secondary.",
                "`{exchange}` 以无负荷方式进入，但没有注明证明其为再生材料的来源。",
                **about,
            )


@rule(
    "fuel-supply",
    "boundary",
    "Fuels that are burnt are also supplied",
    "燃料燃烧同时计入其供应链排放",
    source="In a footprint upstream emissions of fuels are added (domain, R); ISO 14067:2018 6.3.4",
    thresholds=("fuel_supply_gap",),
)
def check_fuel_supply(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that a fuel burnt by direct emissions comes with its supply in the same amount, from a dataset or from another process.

    Gas, waste and residues that arise in the plant and are burnt there need none: ``on_site: true`` says so.
    """
    from footprint.verification.rules.fuels import burnt_and_supplied

    limit = profile.value("fuel_supply_gap")
    found = False
    for fuel in burnt_and_supplied(case):
        found = True
        about = {
            "process": fuel.process,
            "fuel": fuel.product,
            "burnt": fuel.burnt,
            "supplied": fuel.supplied,
            "unit": fuel.unit,
            "exchange": fuel.exchange,
            "limit_percent": f"{100 * limit:.4g} %",
            "limit": limit,
            "place": case.model.place(f"processes/{fuel.exchange}"),
        }
        if fuel.supplied is None:
            yield cannot(
                "The supply of {fuel} in `{process}` is counted in units that do not convert.",
                "`{process}` 中 {fuel} 的供应量单位无法换算。",
                **about,
            )
        elif fuel.supplied == 0:
            yield fails(
                "`{exchange}` burns {burnt} {unit} of {fuel}, whose supply is not counted; what arises in the plant has `on_site: true`.",
                "`{exchange}` 燃烧 {fuel} {burnt} {unit}，但未计入其供应；厂内产生的请写 `on_site: true`。",
                **about,
            )
        elif abs(fuel.burnt - fuel.supplied) > limit * max(fuel.burnt, fuel.supplied):
            yield fails(
                "`{process}` burns {burnt} {unit} of {fuel} and takes {supplied} {unit}; the limit is {limit_percent}.",
                "`{process}` 燃烧 {fuel} {burnt} {unit}，而供应 {supplied} {unit}；限值为 {limit_percent}。",
                **about,
            )
        else:
            yield passes("{fuel} of `{process}` is supplied as it is burnt.", "`{process}` 的 {fuel} 供应与消耗一致。", **about)
    if not found:
        yield does_not_apply("The model burns no fuel by direct emissions.", "模型没有以直接排放计的燃料燃烧。")
