"""Rules about evidence: what proves the figures, second sources, sources of higher priority, declared factors, uncertainty."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.errors import Severity
from footprint.model import evaluate
from footprint.model.schema import CrossCheck, Exchange, Parameter
from footprint.units import Amount, Formula
from footprint.verification.profile import Profile
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule, warns
from footprint.verification.rules.supply import formula_parameters, impact, leaves, records

__all__ = [
    "check_assumptions",
    "check_better_source",
    "check_cross_checks",
    "check_declared_sourced",
    "check_evidence",
    "check_model_warnings",
    "check_monitoring",
    "check_sources",
    "check_uncertainty",
]


def _primary(case: Case) -> Iterator[tuple[str, str, Exchange | Parameter, Amount | None, bool]]:
    """Yield path, name, record, amount and whether a monthly table gives it, for every primary figure; formulas only pass on."""
    evaluated = evaluate(case.model)
    activities = case.model.source.activities
    for exchange, process, section, name, record in case.model.exchanges():
        tabled = process in activities and f"{section}/{name}" in activities[process].amounts
        if record.data == "primary" and (tabled or not isinstance(record.amount, Formula)):
            yield f"processes/{exchange}", exchange, record, evaluated.amounts.get(exchange), tabled
    of_tables = {name for activity in activities.values() for name in activity.parameters}
    for name, parameter in case.model.parameters.items():
        if parameter.data == "primary" and (name in of_tables or not isinstance(parameter.value, Formula)):
            yield f"parameters/{name}", name, parameter, evaluated.parameters.get(name), name in of_tables


def _named(path: str, name: str) -> dict[str, str]:
    return {"exchange": name} if path.startswith("processes/") else {"parameter": name}


@rule(
    "evidence",
    "quality assurance",
    "Primary figures have evidence",
    "初级数据有证据",
    source="National verification guide: documents that prove every parameter (V)",
)
def check_evidence(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that every primary figure names a file or a record that proves it, or comes from a monthly table."""
    found, good = 0, 0
    for path, name, record, _, tabled in _primary(case):
        found += 1
        if record.evidence or tabled:
            good += 1
        else:
            yield fails(
                "`{name}` is primary and has no evidence.",
                "`{name}` 为初级数据，但没有证据。",
                name=name,
                place=case.model.place(path),
                **_named(path, name),
            )
    if not found:
        yield does_not_apply("The model states no primary figure.", "模型没有初级数据。")
    elif good == found:
        yield passes("All primary figures have evidence ({count}).", "{count} 个初级数据均有证据。", count=found)


@rule(
    "cross-check",
    "data",
    "Primary figures are cross-checked against a different source",
    "初级数据与不同来源交叉核对",
    source="National verification guide: every parameter is cross-checked against a different source, a single source is disclosed (V)",
    thresholds=("cross_check_gap",),
)
def check_cross_checks(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Disclose primary figures with a single source, refuse a second source that is the first, and compare both figures."""
    limit, single, good, found = profile.value("cross_check_gap"), [], 0, 0
    for path, name, record, amount, _ in _primary(case):
        found += 1
        check: CrossCheck | None = record.cross_check
        if check is None:
            single.append(name)
            continue
        about = {"name": name, "source": check.source, "place": case.model.place(f"{path}/cross_check"), **_named(path, name)}
        first = {text.casefold().strip() for text in (record.evidence, record.source) if text}
        if check.source.casefold().strip() in first:
            yield fails("`{name}` is cross-checked against its own source `{source}`.", "`{name}` 与其自身来源 `{source}` 核对。", **about)
            continue
        if check.amount is None or amount is None:
            yield cannot(
                "The cross-check of `{name}` with `{source}` states no figure.", "`{name}` 与 `{source}` 的核对没有数值。", **about
            )
            continue
        about.update(stated=str(amount), other=str(check.amount), limit_percent=f"{100 * limit:.4g} %")
        if check.amount.dimension != amount.dimension:
            yield fails(
                "`{name}` is {stated}, its cross-check {other}: of different kinds.",
                "`{name}` 为 {stated}，核对值为 {other}：量纲不同。",
                **about,
            )
            continue
        largest = max(abs(amount.base), abs(check.amount.base))
        gap = abs(amount.base - check.amount.base) / largest if largest else 0.0
        if gap > limit:
            yield fails(
                "`{name}` is {stated}; `{source}` says {other}: {percent} apart, the limit is {limit_percent}.",
                "`{name}` 为 {stated}；`{source}` 为 {other}：相差 {percent}，限值 {limit_percent}。",
                percent=f"{100 * gap:.3g} %",
                gap=gap,
                **about,
            )
        else:
            good += 1
    if single:
        yield warns(
            "Primary figures that rest on a single source, which the report must disclose ({count}): {single}.",
            "{count} 个初级数据只有单一来源，须在报告中披露：{single}。",
            count=len(single),
            single=single,
        )
    if not found:
        yield does_not_apply("The model states no primary figure.", "模型没有初级数据。")
    elif good:
        yield passes("Primary figures that agree with a second source: {count}.", "{count} 个初级数据与第二来源一致。", count=good)


@rule(
    "better-source",
    "data",
    "No source of higher priority was left aside",
    "未弃用更高优先级的数据来源",
    source="National verification guide: lower-priority data used although better exists is always a nonconformity (V)",
)
def check_better_source(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Name figures whose model says that a better source exists, and defaults used although the model knows the property itself.

    A heating value or carbon content that the model states for a fuel is measured; burning the fuel by a factor per tonne that was made
    with the default is then of lower priority.
    """
    from footprint.verification.rules.fuels import burnt

    found = 0
    stated: list[tuple[str, str, Exchange | Parameter]] = [(f"processes/{name}", name, record) for name, record in records(case).items()]
    stated += [(f"parameters/{name}", name, parameter) for name, parameter in case.model.parameters.items()]
    for path, name, record in stated:
        if record.better_source is not None:
            found += 1
            about = {"name": name, "better": record.better_source, "place": case.model.place(f"{path}/better_source"), **_named(path, name)}
            yield fails("A better source exists for `{name}`: {better}.", "`{name}` 存在更优数据来源：{better}。", **about)
    for fuel in burnt(case):
        reference = fuel.dataset.reference.unit.dimension
        if reference == fuel.properties["lower_heating_value"].unit.dimension * reference:
            continue
        own = sorted(fuel.own & {"lower_heating_value", "carbon_content"})
        package = case.result.calculation.chain.packages[fuel.dataset.package].properties.get(fuel.product, {})
        differing = [name for name in own if name in package and not _same(fuel.properties[name], package[name].amount)]
        if differing:
            found += 1
            pairs = [f"{name} {fuel.properties[name]} / {package[name].amount}" for name in differing]
            about = {
                "exchange": fuel.exchange,
                "dataset": fuel.dataset.key,
                "pairs": pairs,
                "place": case.model.place(f"processes/{fuel.exchange}/from"),
            }
            yield fails(
                "`{exchange}` burns by `{dataset}`, made with defaults, though the model states its own (own / default): {pairs}.",
                "`{exchange}` 采用按缺省值编制的 `{dataset}`，而模型给出了自有数值（自有 / 缺省）：{pairs}。",
                **about,
            )
    if not found:
        yield passes("No source of higher priority is known that was not used.", "没有已知而未采用的更优来源。")


def _same(first: Amount, second: Amount) -> bool:
    return first.dimension == second.dimension and abs(first.base - second.base) <= 1e-3 * max(abs(first.base), abs(second.base))


@rule(
    "declared-factor",
    "data",
    "Declared factors name their source and quality",
    "声明的因子注明来源和数据质量",
    source="Design section 3: a declared factor takes source and data quality; PACT 3.0.4 (R)",
)
def check_declared_sourced(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that every figure that stands in place of a dataset says where it is from and how good it is."""
    declared = {exchange: record for exchange, record in records(case).items() if record.declared is not None}
    for exchange, record in declared.items():
        lacking = [name for name, value in (("source", record.source or record.evidence), ("dqr", record.dqr)) if not value]
        about = {
            "exchange": exchange,
            "declared": str(record.declared),
            "lacking": lacking,
            "place": case.model.place(f"processes/{exchange}/declared"),
        }
        if lacking:
            yield fails(
                "`{exchange}` declares {declared} without: {lacking}.", "`{exchange}` 声明 {declared}，但缺少：{lacking}。", **about
            )
        else:
            yield passes(
                "`{exchange}` declares {declared} with source and quality.", "`{exchange}` 声明 {declared}，有来源和数据质量。", **about
            )
    if not declared:
        yield does_not_apply("No factor is declared in place of a dataset.", "没有以声明值代替数据集。")


@rule(
    "sources",
    "quality assurance",
    "Amounts name where they are from",
    "数量注明来源",
    source="ISO 14067:2018 6.3.5 and clause 7: sources of data (R); every number can name its origin (style)",
    thresholds=("unsourced_share",),
)
def check_sources(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Add up the impact of amounts that name neither source nor evidence, nor a parameter that does; assumed ones are looked at apart."""
    whole, limit = impact(case), profile.value("unsourced_share")
    if not whole:
        yield cannot("Nothing has an impact.", "没有任何影响。")
        return
    tabled = {f"{process}/{path}" for process, activity in case.model.source.activities.items() for path in activity.amounts}
    without = [
        leaf for leaf in leaves(case) if leaf.record is not None and leaf.entry.exchange not in tabled and not _sourced(case, leaf.record)
    ]
    share = sum(abs(leaf.entry.value) for leaf in without) / whole
    about = {
        "percent": f"{100 * share:.3g} %",
        "share": share,
        "limit_percent": f"{100 * limit:.4g} %",
        "largest": [leaf.entry.exchange for leaf in without[:5]] or ["—"],
        "place": case.model.place("processes"),
    }
    verdict = fails if share > limit else passes
    yield verdict(
        "{percent} of the impact rest on amounts without a source; the limit is {limit_percent}. The largest: {largest}.",
        "{percent} 的影响所依赖的数量没有来源；限值 {limit_percent}。最大项：{largest}。",
        **about,
    )


def _sourced(case: Case, record: Exchange) -> bool:
    if record.source or record.evidence or record.data == "assumed":
        return True
    return any(
        parameter.source or parameter.evidence or parameter.data == "assumed" for parameter in formula_parameters(case.model, record)
    )


@rule(
    "assumptions-explained",
    "quality assurance",
    "Assumed figures are explained",
    "假设数据有说明",
    source="ISO 14067:2018 clause 7.3: value choices and assumptions (R); unrectified data are set conservatively (V)",
)
def check_assumptions(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that every assumed figure has a comment or a source that says on what it rests."""
    stated: list[tuple[str, str, Exchange | Parameter]] = [(f"processes/{name}", name, record) for name, record in records(case).items()]
    stated += [(f"parameters/{name}", name, parameter) for name, parameter in case.model.parameters.items()]
    assumed = [(path, name, record) for path, name, record in stated if record.data == "assumed"]
    bare = [name for _, name, record in assumed if not record.comment and not record.source]
    if not assumed:
        yield does_not_apply("Nothing is assumed.", "没有假设数据。")
    elif bare:
        yield fails(
            "Assumed figures that are not explained ({count}): {bare}.", "{count} 个假设数据没有说明：{bare}。", count=len(bare), bare=bare
        )
    else:
        yield passes("All assumed figures are explained ({count}).", "{count} 个假设数据均有说明。", count=len(assumed))


@rule(
    "monitoring",
    "control plan",
    "Primary amounts are recorded month by month",
    "初级数据按月记录",
    source="National verification guide: control plan and monthly deposits (V)",
)
def check_monitoring(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that processes with primary amounts keep a monthly table, which shows that the amounts are measured as they arise."""
    processes = {process for _, process, _, _, record in case.model.exchanges() if record.data == "primary"}
    if not processes:
        yield does_not_apply("The model states no primary amount.", "模型没有初级数据。")
        return
    without = sorted(processes - set(case.model.source.activities))
    place = case.model.place("processes")
    if without:
        yield fails(
            "Processes with primary amounts and no monthly table: {without}.",
            "有初级数据但没有月度数据表的过程：{without}。",
            without=without,
            place=place,
        )
    else:
        yield passes(
            "All processes with primary amounts have a monthly table ({count}).",
            "{count} 个有初级数据的过程均有月度数据表。",
            count=len(processes),
        )


@rule(
    "uncertainty-stated",
    "quality assurance",
    "Uncertainty is stated where it matters",
    "主要数据给出不确定性",
    source="ISO 14067:2018 6.3.5 and 6.6: assessment of uncertainty (R)",
    thresholds=("uncertainty_share",),
)
def check_uncertainty(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check that amounts with an uncertainty, their own or that of a parameter in their formula, make up enough of the impact."""
    whole, limit = impact(case), profile.value("uncertainty_share")
    if not whole:
        yield cannot("Nothing has an impact.", "没有任何影响。")
        return
    share = sum(abs(leaf.entry.value) for leaf in leaves(case) if leaf.record is not None and _uncertain(case, leaf.record)) / whole
    about = {
        "share": share,
        "percent": f"{100 * share:.3g} %",
        "limit_percent": f"{100 * limit:.4g} %",
        "place": case.model.place("processes"),
    }
    verdict = fails if share < limit else passes
    yield verdict(
        "Amounts with an uncertainty make up {percent} of the impact; {limit_percent} are needed.",
        "给出不确定性的数量占影响的 {percent}；需达到 {limit_percent}。",
        **about,
    )


def _uncertain(case: Case, record: Exchange) -> bool:
    return record.uncertainty is not None or any(parameter.uncertainty is not None for parameter in formula_parameters(case.model, record))


@rule(
    "model-warnings",
    "other",
    "What the checks of the model warn of is looked at",
    "模型检查的警告已处理",
    source="footprint check: findings of reading, linking and calculating",
)
def check_model_warnings(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Pass on the warnings of the model's own checks, once by kind, so that none is lost between calculation and verification."""
    warnings = [finding for finding in (*case.result.findings, *case.findings) if finding.severity is Severity.WARNING]
    kinds: dict[str, list[str]] = {}
    titles = {}
    for finding in warnings:
        message = finding.message()
        if message not in kinds.setdefault(finding.code, []):
            kinds[finding.code].append(message)
        titles[finding.code] = finding.error.title
    for code, messages in kinds.items():
        title = titles[code]
        yield warns(
            "{code} {title} ({count}); first: {first}",
            "{code} {title_zh}，{count} 次；首个：{first_zh}",
            code=code,
            title=title["en"],
            title_zh=title["zh"],
            count=len(messages),
            first=messages[0],
            first_zh=next(finding.message("zh") for finding in warnings if finding.code == code),
        )
    if not kinds:
        yield passes("The checks of the model warn of nothing.", "模型检查没有警告。")
