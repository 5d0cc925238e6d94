"""Every rule of verification, on small models: what passes, what does not, and what nobody can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from footprint.verification.profile import profile_names, read_profile
from footprint.verification.profile_errors import EmptyPolicy
from footprint.verification.rules import CATEGORIES, RULES, assess
from footprint.verification.rules.registry import OUTCOME_LIMIT
from rule_examples import CORNERS, EXAMPLES, Example
from rule_models import BASE, case_of, outcomes, strict


@pytest.mark.parametrize("example", [*EXAMPLES, *CORNERS], ids=str)
def test_a_rule_answers(example: Example) -> None:
    found = [outcome for outcome in outcomes(example.rule, example.make()) if outcome.status == example.status]
    assert found, outcomes(example.rule, example.make())
    assert any(example.says in outcome.message["en"] for outcome in found), [outcome.message["en"] for outcome in found]
    for outcome in found:
        assert outcome.message["zh"] != outcome.message["en"]
        assert "{" not in outcome.message["en"] + outcome.message["zh"]


ALWAYS_ASSESSABLE = {
    "other-models": "a model takes from others or not",
    "own-data-period": "a model has a period",
    "months-of-tables": "tables name their months",
    "status-primary": "a model has a status",
    "version-named": "a model has a version",
    "declared-unit": "a model has a declared unit",
    "stages-named": "what belongs to no stage is seen",
    "boundary-allowed": "a model has a boundary",
    "secondary-material": "an exchange is marked or not",
    "offsets": "all contributions are known",
    "gwp-set": "a method names its set",
    "biogenic-content": "that it is missing is what the rule refuses",
    "separate-reporting": "what is not told apart is known",
    "flows-counted": "a method has a factor or not",
    "numerical-error": "every result is proved",
    "electricity-delivery": "datasets say what they are",
    "certificates-once": "numbers stand in the model",
    "allocation-order": "an allocation has a key",
    "allocation-reason": "an allocation has a reason",
    "avoided-burden": "an allocation has a key",
    "demo-data": "records have a status",
    "stale-factors": "editions have years",
    "evidence": "an exchange names evidence or not",
    "better-source": "only what the model knows",
    "declared-factor": "an exchange names a source or not",
    "sources": "an exchange names a source or not",
    "assumptions-explained": "an exchange has a comment or not",
    "monitoring": "a process has a table or not",
    "uncertainty-stated": "an exchange has an uncertainty or not",
    "model-warnings": "findings are known",
    "zero-carbon": "what is known otherwise is known or not",
    "energy-balance": "fuels have heating values",
    "co2-factor": "see the test of a profile without factors",
    "headline-known": "see the test of the sum with uptake",
    "report-complete": "see the test of a profile without required fields",
    "secondary-period": "all shipped records have a period",
    "price-ratio": "see the test of prices",
}
"""Rules whose data every valid model has; what lacks in a profile is tested for all rules."""

NEVER_BROKEN = {
    "other-models": "see the test of models of models",
    "boundary-allowed": "the format knows one boundary",
    "headline-known": "unknown is not assessable",
    "numerical-error": "a result that is not proved is an error of the calculation",
    "missing-producers": "what is missing cannot be weighed",
    "primary-data-share": "see the test of PACT",
    "months-of-tables": "see the tests of tables",
    "price-ratio": "see the test of prices",
}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_models_for_each_answer(rule: str) -> None:
    known = {example.status for example in EXAMPLES if example.rule == rule}
    assert known & {"pass", "not applicable"} or rule in NEVER_BROKEN
    assert known & {"fail", "warn"} or rule in NEVER_BROKEN
    assert "not assessable" in known or rule in ALWAYS_ASSESSABLE


@pytest.mark.parametrize("rule", [name for name, entry in RULES.items() if entry.thresholds or entry.choices])
def test_a_rule_is_not_assessable_without_what_it_compares_with(rule: str) -> None:
    profile = strict()
    for name in (*RULES[rule].thresholds, *RULES[rule].choices):
        poorer = replace(
            profile,
            thresholds={key: value for key, value in profile.thresholds.items() if key != name},
            choices={key: value for key, value in profile.choices.items() if key != name},
        )
        (outcome,) = outcomes(rule, BASE_CASE, poorer)
        assert outcome.status == "not assessable"
        assert name in outcome.message["en"]


BASE_CASE = case_of(BASE)


def test_every_rule_is_documented_in_both_languages() -> None:
    for name, entry in RULES.items():
        assert len(entry.description) > 60, name
        assert entry.source, name
        assert entry.category in CATEGORIES, name
        assert entry.title["en"] != entry.title["zh"], name
    assert len(RULES) >= 50


@pytest.mark.parametrize("profile", profile_names())
def test_a_profile_names_every_rule_that_its_figures_are_for(profile: str) -> None:
    read = read_profile(profile)
    used = {name for rule in read.applied for name in (*RULES[rule].thresholds, *RULES[rule].choices)}
    assert set(read.thresholds) | set(read.choices) <= used
    left_out = set(RULES) - set(read.rules)
    assert left_out <= {"price-ratio"}


def test_the_rules_read_the_thresholds_that_they_register() -> None:
    """The registry says what a rule needs; its source must say the same."""
    import inspect

    for name, entry in RULES.items():
        module = inspect.getsource(inspect.getmodule(entry.check))
        for threshold in entry.thresholds:
            stem = "_carbon_" if name == "coal-carbon" else f'"{threshold}"'
            assert stem in module, (name, threshold)


def test_all_rules_of_a_profile_answer_and_in_the_order_of_the_registry() -> None:
    found = assess(BASE_CASE, read_profile("gbt-24067-2024"))
    order = list(dict.fromkeys(outcome.rule for outcome in found))
    assert order == [rule for rule in RULES if rule in read_profile("gbt-24067-2024").applied]


def test_a_warning_level_turns_a_breach_into_a_warning_and_nothing_else() -> None:
    case = case_of(BASE.replace("place: Dalian", "place: Dalian").replace("  description: Quicklime, lump.\n", ""))
    profile = read_profile("iso-14067")
    softer = replace(profile, rules={**profile.rules, "report-complete": profile.rules["version-named"]})
    assert [outcome.status for outcome in outcomes("report-complete", case, profile)] == ["fail"]
    assert [outcome.status for outcome in outcomes("report-complete", case, softer)] == ["warn"]
    (unknown,) = outcomes("unit-outliers", case, softer)
    assert unknown.status == "not assessable"


def test_outcomes_are_plain_data_without_the_folder_of_the_machine() -> None:
    import json

    from footprint.model import read_text
    from footprint.pipeline import calculate
    from footprint.verification.rules import Case

    model = read_text(BASE.replace("  description: Quicklime, lump.\n", ""), "/home/somebody/works/model.yaml")
    found = assess(Case(model, calculate(model)), read_profile("iso-14067"))
    text = json.dumps([outcome.as_dict() for outcome in found], allow_nan=False)
    assert "somebody" not in text
    missing = next(outcome for outcome in found if outcome.status == "fail" and outcome.rule == "report-complete")
    assert missing.as_dict("zh")["message"].startswith("未填写")
    assert missing.as_dict()["place"] == {"file": "model.yaml", "line": 2, "column": 1, "path": "product/description"}


def test_a_long_list_of_outcomes_keeps_what_fails() -> None:
    inputs = "".join(
        f"      m{number}: {{amount: 1 kg, declared: 1 kg CO2e/kg, source: EPD, dqr: {{technology: 1}}}}\n" for number in range(150)
    )
    case = case_of(BASE.replace("      stone:\n", f"{inputs}      bad: {{amount: 1 kg, declared: 1 kg CO2e/kg}}\n      stone:\n"))
    found = outcomes("declared-factor", case)
    assert len(found) == OUTCOME_LIMIT + 1
    assert found[0].status == "fail"
    assert "51 more" in found[-1].message["en"]


def test_a_profile_without_rules_is_refused_where_it_is_applied() -> None:
    with pytest.raises(EmptyPolicy):
        assess(BASE_CASE, replace(strict(), rules={}))
