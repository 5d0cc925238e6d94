"""The steps that calculate: compile the bundle's model again, solve it with Brightway, compare, and apply the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footprint.errors import Finding, ProblemsFound
from footprint.verification.moments import moment
from footprint.verification.party import party_of
from footprint.verification.statement import Statement
from footprint.verification.verifying.errors import (
    DatapackageDiffers,
    DemonstrationOnly,
    NumberDiffers,
    OtherAlgorithm,
    RecordsUnpublished,
    RuleFails,
    RulesLifted,
)
from footprint.verification.verifying.evidence import Evidence, Found, Request

if TYPE_CHECKING:
    from footprint.model import ProductModel
    from footprint.verification.bundle import Bundle
    from footprint.verification.profile import Profile
    from footprint.verification.rules import Outcome

__all__ = ["assessed", "compared", "recompiled", "recomputed"]

_ROUNDING = 1e-12
"""Relative difference of sums that were added up in another order."""

_SHOWN = 20
"""Differences that are listed."""


def recompiled(request: Request, evidence: Evidence) -> Found:
    """Compile the datapackage from the model of the bundle, and compare it byte for byte.

    Raises
    ------
    ProblemsFound, CommittedRecords
        Licensed records are committed only, and no copy of them is at hand.
    DatapackageDiffers
        Another datapackage comes out.
    """
    from footprint.verification.bundle.commitments import read_salts
    from footprint.verification.recomputation import recompute

    bundle = evidence.bundle
    assert bundle is not None
    salts = None if request.salts is None else read_salts(request.salts, bundle.manifest_sha256)
    evidence.recomputation = made = recompute(bundle, request.calculate, request.inventories, request.sources, salts)
    if not made.datapackage_equal:
        raise ProblemsFound([DatapackageDiffers().finding, *_algorithm(request, evidence)])
    return Found(
        {"en": "the model gives the datapackage of the bundle, byte for byte", "zh": "由模型编译的数据包与证据包中的逐字节一致"},
        (*made.warnings, *_published(request, bundle)),
    )


def _algorithm(request: Request, evidence: Evidence) -> Iterator[Finding]:
    """Say where a difference may come from a change of formulas since; asked only where there is a difference, for it takes a while."""
    from footprint.verification.fingerprint import algorithm_fingerprint

    if algorithm_fingerprint(request.calculate) != evidence.statement["algorithm_fingerprint"]:
        yield OtherAlgorithm(version=evidence.statement["software"].get("footprint", "?")).finding


def _published(request: Request, bundle: Bundle) -> Iterator[Finding]:
    """Warn of records that are not those of the published package, which the issuer's review refuses, or that cannot be compared."""
    from footprint.inventory import open_library
    from footprint.verification.bundle.errors import NotAtHand, RecordsDiffer
    from footprint.verification.published import compare_with_published

    findings = compare_with_published(bundle, open_library(request.inventories))
    members = [str(finding.values["member"]) for finding in findings if finding.error is RecordsDiffer]
    if members:
        yield RecordsUnpublished(count=len(members), members=members[:_SHOWN]).finding
    # A name that is known, with a version that nobody knows, must not pass for what is known.
    yield from (finding for finding in findings if finding.error is NotAtHand)


def recomputed(request: Request, evidence: Evidence) -> Found:
    """Say what Brightway gives for it; the calculation was done, and proved, together with the compilation."""
    assert evidence.recomputation is not None
    result = evidence.recomputation.recomputed
    name = evidence.statement["result"]["headline"]["sum"]
    value = result["sums"][name]
    unit, per = result["total"]["unit"], result["declared_unit"]
    return Found(
        {"en": f"{value:.10g} {unit} per {per}, by Brightway", "zh": f"每 {per} {value:.10g} {unit}（Brightway 计算）"},
        details={"sum": name, "value": value, "unit": unit, "numerical_error": result["numerical_error"]},
    )


def compared(request: Request, evidence: Evidence) -> Found:
    """Compare the numbers of the statement with those of the bundle, which must be equal, and those with what was recomputed.

    Raises
    ------
    ProblemsFound
        Every number that differs.
    """
    assert evidence.bundle is not None
    assert evidence.recomputation is not None
    stated = evidence.bundle.result
    model = evidence.recomputation.result.model
    findings = [
        *_other_subject(evidence.statement, stated),
        *_other_words(evidence.statement, model),
        *_unequal(evidence.statement["result"], stated),
    ]
    for difference in evidence.recomputation.differences:
        values = {"name": difference.name, "stated": difference.stated, "found": difference.recomputed}
        findings.append(NumberDiffers(**values).finding)
    if findings:
        raise ProblemsFound([*findings[:_SHOWN], *_algorithm(request, evidence)])
    return Found(
        {"en": "the recomputed result is the stated one within the tolerance of the proof", "zh": "重算结果与声明一致（在容差之内）"}
    )


def _other_subject(statement: Statement, bundle: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield where the statement is about another product, producer, period or method than the bundle."""
    product, party = statement["product"], statement["responsible_party"] or {"name": {}}
    pairs: list[tuple[str, Any, Any]] = [
        ("product/declared_unit", product["declared_unit"], bundle["declared_unit"]),
        ("product/identifiers", product["identifiers"], bundle["product"]["identifiers"]),
        ("product/version", product["version"], bundle["model"]["version"]),
        ("model/status", statement["model"]["status"], bundle["model"]["status"]),
        ("period", statement["period"], bundle["period"]),
        ("boundary", statement["boundary"], bundle["boundary"]),
        ("method/name", statement["method"]["name"], bundle["method"]),
        ("method/sha256", statement["method"]["sha256"], bundle["provenance"]["method"]),
    ]
    named = (("product", product, bundle["product"]), ("responsible_party", party, bundle.get("producer") or {"name": {}}))
    for what, stated, found in named:
        pairs += [(f"{what}/name/{lang}", text, found["name"].get(lang)) for lang, text in stated["name"].items() if text is not None]
    for name, value, other in pairs:
        if value != other:
            yield NumberDiffers(name=name, stated=value, found=other).finding


def _other_words(statement: Statement, model: ProductModel) -> Iterator[Finding]:
    """Yield where the statement names a code or site that the model does not, or criteria besides the one that was applied."""
    party, (_, *more) = statement["responsible_party"], statement["criteria"]
    own = party_of(model) or {}
    pairs = [(f"responsible_party/{key}", party[key], own.get(key)) for key in ("uscc", "site") if party and party[key] is not None]
    pairs += [(f"criteria/{other['id']}", other["version"], None) for other in more]
    for name, value, other in pairs:
        if value != other:
            yield NumberDiffers(name=name, stated=value, found=other).finding


def _unequal(stated: Mapping[str, Any], bundle: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield where the statement's result is not that of the bundle: these two were never solved apart, so they are equal or wrong."""
    headline, total = stated["headline"], bundle["total"]
    pairs: list[tuple[str, Any, Any]] = [
        ("headline/value", headline["value"], bundle["sums"][headline["sum"]]),
        ("headline/unit", headline["unit"], total["unit"]),
        ("parts_of", stated["parts_of"], total["sum"]),
    ]
    for table in ("sums", "categories", "of_which", "data_quality"):
        names = sorted({*stated[table], *bundle[table]})
        pairs += [(f"{table}/{name}", stated[table].get(name), bundle[table].get(name)) for name in names]
    pairs += [(name, stated[name], bundle[name]) for name in ("numerical_error", "primary_data_share", "biogenic_carbon_content")]
    pairs.append(("uncertainty", stated["uncertainty"], bundle.get("uncertainty")))
    pairs += _rows("stages", ("stage",), stated["stages"], bundle["stages"])
    pairs += _rows("cut_offs", ("exchange",), stated["cut_offs"], bundle["cut_offs"])
    pairs += _rows("contributions", ("exchange", "provider"), stated["contributions"], bundle["contributions"], some=True)
    values = [row["value"] for row in bundle["contributions"]]
    # The largest come first, and none of them is left out.
    ranked = sorted(map(abs, values), reverse=True)[: max(len(stated["contributions"]), 1)]
    pairs += zip(
        [f"contributions/{place}" for place in range(1, len(ranked) + 1)],
        [*(abs(row["value"]) for row in stated["contributions"]), None],
        ranked,
        strict=False,
    )
    rest = sum(values) - sum(row["value"] for row in stated["contributions"])
    remaining = stated["remaining"]
    if abs(remaining["value"] - rest) > _ROUNDING * sum(map(abs, values)):
        pairs.append(("remaining/value", remaining["value"], rest))
    pairs.append(("remaining/count", remaining["count"], len(values) - len(stated["contributions"])))
    for name, value, other in pairs:
        if value != other:
            yield NumberDiffers(name=name, stated=value, found=other).finding


def _rows(
    table: str, keys: tuple[str, ...], stated: Sequence[Mapping[str, Any]], bundle: Sequence[Mapping[str, Any]], *, some: bool = False
) -> Iterator[tuple[str, Any, Any]]:
    """Yield both sides of every row; of some tables the statement has only a part of the rows, and only a part of their columns."""
    waiting: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in bundle:
        waiting.setdefault(tuple(row[key] for key in keys), []).append(row)
    for row in stated:
        name = tuple(row[key] for key in keys)
        found = waiting.get(name) or [{}]
        values = {key: value for key, value in row.items() if key not in keys}
        # An exchange may stand in several rows, where it was allocated; one of them must be this one.
        same = next((other for other in found if all(other.get(key) == value for key, value in values.items())), found[0])
        if same in waiting.get(name, ()):
            waiting[name].remove(same)
        for key, value in values.items():
            yield f"{table}/{'/'.join(map(str, name))}/{key}", value, same.get(key)
    if not some:
        yield from ((f"{table}/{'/'.join(map(str, name))}", None, "a row") for name, rows in waiting.items() for _ in rows)


def assessed(request: Request, evidence: Evidence) -> Found:
    """Apply the rules of the bundle's profile again.

    Raises
    ------
    ProblemsFound
        Rules fail that the statement does not except, or the profile has no rules.
    """
    from footprint.verification.profile import is_shipped

    statement = evidence.statement
    _check_real(evidence)
    profile, outcomes = _outcomes(request, evidence)
    headline = statement["result"]["headline"]["sum"]
    if headline != profile.headline:
        raise NumberDiffers(name="headline/sum", stated=headline, found=profile.headline)
    for lang, text in statement["criteria"][0]["title"].items():
        if text is not None and text != profile.title.get(lang):
            raise NumberDiffers(name=f"criteria/title/{lang}", stated=text, found=profile.title.get(lang))
    failing = [outcome for outcome in outcomes if outcome.status == "fail"]
    excepted = set(statement["nonconformities"]["not_satisfied_rules"]) if statement["opinion"] == "modified" else set()
    lifted = [outcome for outcome in failing if statement["demonstration"] or outcome.rule in excepted]
    wrong = [outcome for outcome in failing if outcome not in lifted]
    if wrong:
        raise ProblemsFound(_finding(outcome) for outcome in wrong[:_SHOWN])
    rules = sorted({outcome.rule for outcome in lifted})
    warnings = (RulesLifted(rules=rules).finding,) if rules else ()
    counts = {status: sum(outcome.status == status for outcome in outcomes) for status in ("pass", "warn", "not assessable")}
    applied = len({outcome.rule for outcome in outcomes})
    shipped = is_shipped(profile)
    english, chinese = _SHIPPED[shipped]
    return Found(
        {
            "en": f"{applied} rules applied; none fails that is not excepted; profile `{profile.id}` {profile.version}, {english}",
            "zh": f"已应用 {applied} 条规则；除例外外均未失败；规则集 `{profile.id}` {profile.version}，{chinese}",
        },
        warnings,
        {
            "rules": applied,
            "profile_shipped": shipped,
            "excepted": rules,
            **{name.replace(" ", "_"): count for name, count in counts.items()},
        },
    )


def _check_real(evidence: Evidence) -> None:
    """Refuse what no statement but a demonstration may stand on, whether or not the profile has a rule for it."""
    assert evidence.recomputation is not None
    if evidence.statement["demonstration"]:
        return
    result = evidence.recomputation.result
    if result.model.status != "primary":
        raise DemonstrationOnly(what_en="a representative model", what_zh="代表性模型")
    demo = sorted(key for key, dataset in result.calculation.chain.datasets.items() if dataset.status == "demo")
    if demo:
        raise DemonstrationOnly(what_en=f"demo records: {', '.join(demo[:5])}", what_zh=f"演示数据：{'、'.join(demo[:5])}")


_SHIPPED: Mapping[bool | None, tuple[str, str]] = {
    True: ("as it ships with footprint", "与 footprint 所附一致"),
    False: ("NOT as it ships with footprint under that name and version", "与 footprint 所附同名同版本者不一致"),
    None: (
        "which does not ship with this footprint: its rules are whatever stands in the bundle",
        "并非本 footprint 所附：以证据包中的规则为准",
    ),
}


@dataclass(frozen=True)
class _Stated:
    """What the rules read of a decision."""

    materiality: float


def _outcomes(request: Request, evidence: Evidence) -> tuple[Profile, tuple[Outcome, ...]]:
    from footprint.verification.review.assessment import assess_bundle

    assert evidence.bundle is not None
    assert evidence.recomputation is not None
    decision: Any = _Stated(evidence.statement["materiality"])
    issued = moment(evidence.statement["issued"]).date()
    return assess_bundle(evidence.bundle, evidence.recomputation.result, decision, at=issued, sources=request.sources)


def _finding(outcome: Outcome) -> Finding:
    english, chinese = (outcome.message[lang].rstrip() for lang in ("en", "zh"))
    return RuleFails(outcome.place, rule=outcome.rule, message_en=english, message_zh=chinese).finding
