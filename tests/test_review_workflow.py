"""From a bundle to a decision, and from the decision to the bundle of the corrected model: numbers stay, nothing is closed silently."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bundles import resealed
from certified_examples import MODEL, a_bundle
from footprint import pipeline
from footprint.cli import main
from footprint.inventory import Library, open_library
from footprint.inventory.library import shipped_folder
from footprint.verification.bundle import Bundle, open_bundle, request
from footprint.verification.bundle.errors import RecordsDiffer
from footprint.verification.canonical import canonical_json
from footprint.verification.profile import read_profile
from footprint.verification.review import Decision, Nonconformity, Review, decision_form, read_decision_text, review
from footprint.verification.review.lists import NONCONFORMITY_HEADS, changes_csv, nonconformities_csv, review_as_dict
from footprint.verification.review.published_schema import decision_schema
from footprint.verification.review.values import changes_between, same_value, stated_values

RULES = (("report-complete", "fail"), ("status-primary", "fail"), ("carbon-balance", "fail"), ("cut-off-each", "fail"))
DAY = datetime.date(2026, 11, 22)

POOR = (
    MODEL.replace("status: primary", "status: representative")
    .replace("amount: 1.5 kg, source: fuel records", "amount: 1.5 kg")
    .replace("    emissions:\n", "      media: {amount: 0.2 kg, cut_off: {why: little}}\n    emissions:\n")
)
"""Missing: identifiers, description; not primary; carbon leaves that never entered; a cut-off that nothing bounds."""

CORRECTED = (
    POOR.replace("status: representative", "status: primary")
    .replace("amount: 35 kWh", "amount: 36 kWh")
    .replace("  version: 1", "  version: 1\n  description: ground limestone")
)
"""Status and description are corrected; the electricity was changed, too, which nobody asked for."""


@pytest.fixture(scope="module")
def poor() -> Bundle:
    return a_bundle(POOR, RULES)


@pytest.fixture(scope="module")
def corrected() -> Bundle:
    return a_bundle(CORRECTED, RULES)


@pytest.fixture(scope="module")
def first(poor: Bundle) -> Review:
    return review(poor, None, pipeline.calculate_with, at=DAY)


def reviewed(bundle: Bundle, decision: Decision | str | None, **more: Any) -> Review:
    known = read_decision_text(decision) if isinstance(decision, str) else decision
    return review(bundle, known, pipeline.calculate_with, at=DAY, **more)


def filled(form: str, lines: dict[int, dict[str, Any]], **top: Any) -> str:
    """Fill in a form as a reviewer does: lines by number, keys at the top, and evidence for everything."""
    data = yaml.load(form, Loader=yaml.BaseLoader)
    for line in data["nonconformities"]:
        line.update(lines.get(int(line["number"]), {}))
    for item in data["evidence"] or ():
        item["document"] = "meter records 2025"
    return yaml.safe_dump(emptied({**data, **top}), allow_unicode=True, sort_keys=False)


def emptied(node: Any) -> Any:
    """Leave empty what is not filled in, as YAML has it."""
    if isinstance(node, dict):
        return {key: emptied(value) for key, value in node.items()}
    return [emptied(item) for item in node] if isinstance(node, list) else None if node == "" else node


def by_subject(done: Review) -> dict[str, Nonconformity]:
    return {f"{line.rule} {line.subject}".strip(): line for line in done.nonconformities}


CLOSED = {"conclusion": "closed", "reason": "evidence seen on site"}


# The list


def test_what_the_rules_find_is_listed_open_and_numbered(first: Review) -> None:
    assert [line.number for line in first.nonconformities] == list(range(1, len(first.nonconformities) + 1))
    assert set(by_subject(first)) == {
        "report-complete product/identifiers",
        "report-complete product/description",
        "status-primary status",
        "carbon-balance processes/grinding",
        "cut-off-each grinding/inputs/media",
    }
    assert {line.conclusion for line in first.nonconformities} == {"open"}
    assert first.recomputation.agrees
    assert not first.good


def test_what_cannot_be_assessed_is_on_the_list_and_never_passed_silently(first: Review) -> None:
    line = by_subject(first)["cut-off-each grinding/inputs/media"]
    assert not line.assessable
    assert line.before == "0.2 kg"
    assert line in first.open


def test_the_table_has_the_columns_and_categories_of_the_guide(first: Review) -> None:
    text = nonconformities_csv(first, "zh")
    assert text.startswith("\ufeff"), "Excel reads Chinese in UTF-8 only with a byte order mark"
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][:7] == ["序号", "类别", "不符合项描述", "涉及参数", "原因", "整改措施", "核查结论"]
    assert [english for english, _ in NONCONFORMITY_HEADS][:7] == [
        "Number",
        "Category",
        "Description",
        "Parameter",
        "Cause",
        "Corrective action",
        "Conclusion",
    ]
    assert {row[1] for row in rows[1:]} == {"基本情况", "核算边界", "核算数据"}
    assert {row[6] for row in rows[1:]} == {"未关闭"}


def test_a_cell_is_never_a_formula_of_a_spreadsheet() -> None:
    bundle = a_bundle(POOR.replace("amount: 0.2 kg", 'amount: "= 0.1 kg + 0.1 kg"'), RULES)
    rows = csv.reader(io.StringIO(nonconformities_csv(reviewed(bundle, None, plan=False), "en")))
    assert "'= 0.1 kg + 0.1 kg" in {cell for row in rows for cell in row}


def test_the_same_review_gives_the_same_lists(poor: Bundle, first: Review) -> None:
    again = review(poor, None, pipeline.calculate_with, at=DAY)
    assert nonconformities_csv(again, "en") == nonconformities_csv(first, "en")
    assert decision_form(again) == decision_form(first)
    assert [outcome.as_dict() for outcome in again.outcomes] == [outcome.as_dict() for outcome in first.outcomes]


# The form


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_form_is_a_decision_that_closes_nothing(poor: Bundle, first: Review, lang: Any) -> None:
    decision = read_decision_text(decision_form(first, lang))
    assert decision.bundle == poor.sha256
    assert decision.opinion is None
    assert {line.conclusion for line in decision.nonconformities} == {"open"}
    again = reviewed(poor, decision)
    assert [line.number for line in again.nonconformities] == [line.number for line in first.nonconformities]
    assert decision_form(again, lang) == decision_form(first, lang), "a form that says nothing new is the same form"


def test_an_editor_accepts_the_form_by_the_published_schema(first: Review) -> None:
    schema = Draft202012Validator(decision_schema())
    for form in (decision_form(first), filled(decision_form(first), {1: CLOSED}, opinion="unmodified", date="2026-11-22")):
        # As an editor sees it: empty values are null, days are texts.
        seen = json.loads(json.dumps(yaml.safe_load(form), default=str))
        assert not [error.message for error in schema.iter_errors(seen)]


def test_what_a_reviewer_wrote_is_carried_on_word_for_word(poor: Bundle, corrected: Bundle, first: Review) -> None:
    text = filled(
        decision_form(first),
        {1: {"cause": 'wer: "A" # 是', "corrective_action": "- none\n  really", "reason": "'=1+1'"}},
        date="2026-11-22",
        verifier={
            "organisation": {"en": "Body", "zh": "机构"},
            "accreditation": "CNAS C0: 1",
            "reviewer": "no",
            "independent_reviewer": "王丽",
        },
        level_of_assurance="limited",
        materiality="2.5 %",
        qualifications=["except: this", {"en": "and that", "zh": "以及 #那个"}],
        validity={"from": "2026-12-01", "until": "2028-11-30"},
        supersedes="DL-2025-000003",
        floors={"primary": "3 %", "factor": "15 %"},
        conservative=[{"parameter": "processes/grinding/inputs/electricity/amount", "value": "36 kWh", "reason": "no calibration"}],
        cross_checks=[{"parameter": "grinding/inputs/electricity", "source": "meter", "against": "invoices", "difference": "0.8 %"}],
        site_visits=[{"place": "Dalian", "date": "2026-11-10", "people": "electrician", "seen": "meter 3"}],
        remark="~",
    )
    before = read_decision_text(text)
    after = read_decision_text(decision_form(reviewed(corrected, before)))
    assert after.bundle == corrected.sha256
    assert after.predecessors == (poor.sha256,)
    assert (after.date, after.opinion) == (None, None), "what was decided on one bundle is not decided on the next"
    same = ("verifier", "level_of_assurance", "materiality", "qualifications", "validity", "supersedes", "floors", "conservative")
    for name in (*same, "cross_checks", "site_visits", "remark"):
        assert getattr(after, name) == getattr(before, name), name
    old, new = before.nonconformities[0], after.nonconformities[0]
    assert (new.cause, new.corrective_action, new.reason) == (old.cause, old.corrective_action, old.reason)
    assert {item.input for item in before.evidence if item.document} <= {item.input for item in after.evidence}


# The next bundle


def test_what_vanished_is_proposed_and_only_the_reviewer_closes_it(corrected: Bundle, first: Review) -> None:
    decision = decision_form(first)
    second = reviewed(corrected, decision)
    old, new = by_subject(first), by_subject(second)
    assert {name: line.number for name, line in new.items()} == {name: line.number for name, line in old.items()}
    gone = {name for name, line in new.items() if line.standing == "vanished"}
    assert gone == {"report-complete product/description", "status-primary status"}
    assert all(new[name].proposed_closed and new[name] in second.open for name in gone)
    status = new["status-primary status"]
    assert (status.before, status.after) == ("representative", "primary")
    description = new["report-complete product/description"]
    assert (description.before, description.after) == ("", "ground limestone")
    closed = reviewed(corrected, filled(decision_form(second), {new[name].number: CLOSED for name in gone}))
    assert {line.number for line in closed.open} == {line.number for name, line in new.items() if name not in gone}


def test_new_nonconformities_get_new_numbers(poor: Bundle, corrected: Bundle) -> None:
    start = reviewed(corrected, None)
    own = {"number": "9", "category": "site findings", "description": "the scales are out of date"}
    data = yaml.load(decision_form(start), Loader=yaml.BaseLoader)
    data["nonconformities"].append(own)
    worse = reviewed(poor, yaml.safe_dump(data, allow_unicode=True))
    numbers = {name: line.number for name, line in by_subject(worse).items()}
    for name, line in by_subject(start).items():
        assert numbers[name] == line.number
    new = [line.number for line in worse.nonconformities if line.standing == "new"]
    assert new == [10, 11], "9 is the reviewer's own"
    mine = next(line for line in worse.nonconformities if line.number == 9)
    assert (mine.standing, mine.conclusion, mine.description["zh"]) == ("own", "open", "the scales are out of date")


def test_a_line_closed_although_its_rule_still_finds_it_counts_as_open(poor: Bundle, first: Review) -> None:
    number = by_subject(first)["status-primary status"].number
    done = reviewed(poor, filled(decision_form(first), {number: CLOSED}))
    line = done.nonconformities[number - 1]
    assert (line.conclusion, line.stated_conclusion) == ("open", "closed")
    assert line.still_found
    assert f"number: {number}" in decision_form(done)
    assert "was closed, but the rule still finds it" in decision_form(done)


def test_what_is_not_satisfied_stays_on_the_list_and_names_its_rule(poor: Bundle, first: Review) -> None:
    number = by_subject(first)["status-primary status"].number
    done = reviewed(poor, filled(decision_form(first), {number: {"conclusion": "closed, not satisfied", "reason": "never measured"}}))
    assert number not in {line.number for line in done.open}
    assert done.counts["closed, not satisfied"] == 1
    assert done.not_satisfied_rules == ("status-primary",)


def test_what_could_not_be_assessed_is_closed_by_the_reviewer_with_a_reason(poor: Bundle, first: Review) -> None:
    number = by_subject(first)["cut-off-each grinding/inputs/media"].number
    done = reviewed(poor, filled(decision_form(first), {number: CLOSED}))
    assert number not in {line.number for line in done.open}


def test_a_decision_on_another_bundle_never_makes_a_review_good(corrected: Bundle) -> None:
    good = settled(corrected)
    assert reviewed(corrected, good).good
    other = a_bundle(CORRECTED.replace("Ground stone", "Stone powder"), RULES)
    done = reviewed(other, good)
    assert not done.open
    assert not done.good
    assert [finding.code for finding in done.findings] == ["V320", "V323"]


def settled(bundle: Bundle, **top: Any) -> str:
    """Decide everything that is open: what a rule finds cannot be closed as satisfied."""
    start = reviewed(bundle, None)
    not_satisfied = {"conclusion": "closed, not satisfied", "reason": "accepted"}
    return filled(decision_form(start), {line.number: not_satisfied for line in start.nonconformities}, **top)


# What changed


def test_every_value_that_changed_is_listed_with_its_reason(poor: Bundle, corrected: Bundle, first: Review) -> None:
    number = by_subject(first)["status-primary status"].number
    decision = filled(decision_form(first), {number: {"corrective_action": "own data collected"}})
    done = reviewed(corrected, decision, previous=poor)
    assert {change.parameter: (change.before, change.after, change.reason, change.number) for change in done.changes} == {
        "status": ("representative", "primary", "own data collected", number),
        "processes/grinding/inputs/electricity/amount": ("35 kWh", "36 kWh", "", None),
        "product/description": ("", "ground limestone", "", by_subject(first)["report-complete product/description"].number),
    }
    assert [change.parameter for change in done.unexplained] == [
        "processes/grinding/inputs/electricity/amount",
        "product/description",
    ]
    rows = list(csv.reader(io.StringIO(changes_csv(done, "en").removeprefix("\ufeff"))))
    assert rows[0] == ["Parameter", "Before", "After", "Reason", "Nonconformity"]
    assert ["processes/grinding/inputs/electricity/amount", "35 kWh", "36 kWh", "", ""] in rows


def test_a_change_without_a_reason_keeps_the_review_from_being_good(poor: Bundle, corrected: Bundle) -> None:
    assert not reviewed(corrected, settled(corrected), previous=poor).good
    listed = [
        {"parameter": change.parameter, "before": change.before, "after": change.after} for change in changes_between(poor, corrected, None)
    ]
    reasons = [{**change, "reason": "meter replaced"} for change in listed]
    assert reviewed(corrected, settled(corrected, changes=reasons), previous=poor).good
    assert reviewed(corrected, settled(corrected, changes=reasons)).good
    unsaid = reviewed(corrected, settled(corrected, changes=listed))
    assert [change.parameter for change in unsaid.unexplained] == [change["parameter"] for change in listed]
    assert not unsaid.good, "also where the bundles are not compared now"


def test_a_reason_is_for_one_change_and_asked_anew_for_the_next(poor: Bundle, corrected: Bundle) -> None:
    path = "processes/grinding/inputs/electricity/amount"
    reasons = [
        {"parameter": change.parameter, "before": change.before, "after": change.after, "reason": "meter replaced"}
        for change in changes_between(poor, corrected, None)
    ]
    third = a_bundle(CORRECTED.replace("amount: 36 kWh", "amount: 3.6 kWh"), RULES)
    decided = settled(corrected, changes=reasons)
    for previous in (corrected, poor, None):
        done = reviewed(third, decided, previous=previous)
        assert [(change.parameter, change.after) for change in done.unexplained] == [(path, "3.6 kWh")]
        change = next(change for change in read_decision_text(decision_form(done)).changes if change.parameter == path)
        assert (change.after, change.reason, change.remark) == ("3.6 kWh", None, "35 kWh → 36 kWh: meter replaced")


def test_evidence_for_another_value_is_asked_for_again(corrected: Bundle) -> None:
    name = "grinding/inputs/electricity"
    decided = settled(corrected)
    assert {item.stated for item in read_decision_text(decided).evidence if item.input == name} == {"36 kWh"}
    third = a_bundle(CORRECTED.replace("amount: 36 kWh", "amount: 40 kWh"), RULES)
    done = reviewed(third, decided, previous=corrected)
    assert name in done.unseen
    asked = next(item for item in read_decision_text(decision_form(done)).evidence if item.input == name)
    assert (asked.stated, asked.document, asked.remark) == ("40 kWh", None, "36 kWh, meter records 2025")
    data = yaml.safe_load(decided)
    for item in data["evidence"]:
        del item["stated"]
    unnamed = yaml.safe_dump(data)
    assert not reviewed(corrected, unnamed).unseen
    assert name in reviewed(third, unnamed, previous=corrected).unseen
    assert set(reviewed(third, unnamed).unseen) == {item["input"] for item in data["evidence"]}, "nothing was compared"


def test_a_line_that_is_opened_again_keeps_its_conclusion_as_a_remark_only(corrected: Bundle, first: Review) -> None:
    number = by_subject(first)["status-primary status"].number
    decided = filled(decision_form(reviewed(corrected, decision_form(first))), {number: CLOSED})
    worse = a_bundle(POOR.replace("amount: 35 kWh", "amount: 34 kWh"), RULES)
    done = reviewed(worse, decided, previous=corrected)
    line = done.nonconformities[number - 1]
    assert (line.before, line.after) == ("representative", ""), "the value is that of the bundle reviewed"
    assert (line.conclusion, line.reason, line.remark) == ("open", "", "closed: evidence seen on site")
    carried = read_decision_text(decision_form(done)).nonconformities[number - 1]
    assert (carried.conclusion, carried.reason, carried.after) == ("open", None, None)
    assert carried.remark == "closed: evidence seen on site"


def test_a_bundle_that_was_not_compared_with_the_one_decided_on_is_named(poor: Bundle, corrected: Bundle, first: Review) -> None:
    decision = decision_form(first)
    assert [finding.code for finding in reviewed(corrected, decision, previous=poor).findings] == ["V320"]
    for previous in (None, corrected):
        found = reviewed(corrected, decision, previous=previous).findings
        assert [finding.code for finding in found] == ["V320", "V323"]
        assert poor.sha256[:12] in found[1].message()
    carried = decision_form(reviewed(corrected, decision, previous=poor))
    assert [finding.code for finding in reviewed(corrected, carried).findings] == ["V323"]
    assert not reviewed(corrected, carried, previous=poor).findings


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1 t", "1000 kg", True),
        ("1 t", "1.0 t", True),
        ("36 kWh", "129.6 MJ", True),
        ("5 %", "0.05", True),
        ("1 t", "1001 kg", False),
        ("1 t", "1 MJ", False),
        ("= 1 t * a", "= 1 t * b", False),
        ("coal", "coal", True),
        ("", "0 kg", False),
    ],
)
def test_the_same_value_in_another_unit_is_no_change(one: str, other: str, same: bool) -> None:
    assert same_value(one, other) is same
    assert same_value(other, one) is same


def test_short_and_long_forms_state_the_same() -> None:
    plain = a_bundle(MODEL)
    long = a_bundle(MODEL.replace("{stone: 1 t}", "{stone: {amount: 1000 kg}}"))
    assert stated_values(plain)["processes/grinding/outputs/stone/amount"] == "1 t"
    assert changes_between(plain, long, None) == ()


# Conservative values, evidence, sources


def test_a_conservative_value_must_stand_in_the_model(corrected: Bundle) -> None:
    entry = {"parameter": "processes/grinding/inputs/electricity", "stated": "35 kWh", "reason": "meter without calibration"}
    assert not reviewed(corrected, settled(corrected, conservative=[{**entry, "value": "40 kWh"}])).good
    assert reviewed(corrected, settled(corrected, conservative=[{**entry, "value": "36.0 kWh"}])).good


def test_evidence_is_asked_for_of_everything_the_sampling_plan_names(corrected: Bundle) -> None:
    data = yaml.safe_load(settled(corrected))
    sample = [item["input"] for item in data["evidence"]]
    assert "grinding/inputs/electricity" in sample
    data["evidence"] = data["evidence"][:-1]
    done = reviewed(corrected, yaml.safe_dump(data))
    assert list(done.unseen) == sample[-1:]
    assert not done.good


def test_a_source_that_was_not_checked_against_another_is_disclosed(corrected: Bundle) -> None:
    check = {"parameter": "grinding/inputs/electricity", "source": "meter", "against": "invoices"}
    done = reviewed(corrected, settled(corrected, cross_checks=[check]))
    assert "grinding/inputs/electricity" not in done.single_sources
    assert done.single_sources
    assert review_as_dict(done)["single_sources"] == list(done.single_sources)


def test_a_second_source_that_differs_confirms_nothing_and_is_disclosed(corrected: Bundle) -> None:
    check = {"parameter": "grinding/inputs/electricity", "source": "meter", "against": "invoices"}
    for difference, confirmed in (("4 %", True), ("-40 %", False), ("1 kWh", True), ("9 kWh", False), ("9 kg", False)):
        done = reviewed(corrected, settled(corrected, cross_checks=[{**check, "difference": difference}]))
        assert (check["parameter"] not in done.single_sources) is confirmed, difference
        assert [finding.code for finding in done.findings] == ([] if confirmed else ["V325"]), difference
        assert any("≠ invoices" in text for text in done.disclosed_sources) is not confirmed


def test_an_input_that_the_plan_does_not_know_is_named_with_the_likeliest(corrected: Bundle) -> None:
    data = yaml.safe_load(settled(corrected))
    data["evidence"].append({"input": "grinding/inputs/electricty", "document": "meter"})
    (finding,) = reviewed(corrected, yaml.safe_dump(data)).findings
    assert finding.code == "V324"
    assert finding.values["suggestions"][0] == "grinding/inputs/electricity"


def test_the_floors_and_the_threshold_of_the_decision_are_those_of_the_plan(corrected: Bundle) -> None:
    done = reviewed(corrected, settled(corrected, materiality="2 %", floors={"primary": "30 %"}))
    assert done.plan is not None
    assert done.plan.materiality == 0.02
    assert done.plan.floors.by_kind["primary"] == 0.3


# The number


def test_a_number_that_is_not_reproduced_is_never_good(corrected: Bundle) -> None:
    result = json.loads(corrected.members["result.json"])
    result["categories"]["fossil"] += 1.0
    forged = open_bundle(resealed(corrected, {"result.json": canonical_json(result)}))
    done = reviewed(forged, settled(forged))
    assert not done.recomputation.agrees
    assert not done.good


def test_records_that_are_not_those_published_are_never_good(tmp_path: Path) -> None:
    folder = tmp_path / "inventories"
    for name in ("cn-electricity", "elementary-flows", "methods"):
        shutil.copytree(shipped_folder("inventories") / name, folder / name)
    records = folder / "cn-electricity" / "exchanges.csv"
    records.write_text(records.read_text(encoding="utf-8").replace("0.5777", "0.4777"), encoding="utf-8")
    model = tmp_path / "stone.yaml"
    model.write_text(MODEL, encoding="utf-8")
    own = Library((folder,))
    bundle = request(model, read_profile("iso-14067"), own, pipeline.calculate_with, fingerprint="0" * 64).bundle
    done = review(bundle, None, pipeline.calculate_with, library=open_library(()), at=DAY, plan=False)
    assert done.recomputation.agrees, "a bundle recomputes itself with whatever it holds"
    assert RecordsDiffer in {finding.error for finding in done.published}
    assert not done.good


# The command line


def footprint(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    code = ended.value.code
    return code if isinstance(code, int) else 0


@pytest.fixture
def folder(tmp_path: Path, poor: Bundle, corrected: Bundle) -> Path:
    (tmp_path / "1.bundle.zip").write_bytes(poor.content)
    (tmp_path / "2.bundle.zip").write_bytes(corrected.content)
    return tmp_path


def test_a_review_from_the_request_to_nothing_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("review", folder / "1.bundle.zip", "--out", folder / "r1", "--lang", "en") == 1
    shown = capsys.readouterr()
    assert "Open: 5 nonconformities (1, 2, 3, 4, 5)." in shown.out
    assert {path.name for path in (folder / "r1").iterdir()} == {
        "nonconformities.csv",
        "nonconformities.json",
        "decision.yaml",
        "sampling-plan.csv",
        "sampling-plan.txt",
    }
    command = ("review", folder / "2.bundle.zip", "--decision", folder / "r1" / "decision.yaml", "--previous", folder / "1.bundle.zip")
    assert footprint(*command, "--out", folder / "r2", "--lang", "en") == 1
    shown = capsys.readouterr()
    assert "V320" in shown.err
    assert "Changes without a reason: 3" in shown.out
    assert (folder / "r2" / "changes.csv").exists()
    form = (folder / "r2" / "decision.yaml").read_text(encoding="utf-8")
    data = yaml.load(form, Loader=yaml.BaseLoader)
    for line in data["nonconformities"]:
        line.update({"conclusion": "closed, not satisfied", "reason": "accepted"})
    for item in (*data["changes"], *data["evidence"]):
        item.update({"reason": "meter replaced"} if "parameter" in item else {"document": "invoices"})
    (folder / "r2" / "decision.yaml").write_text("# mine\n" + yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    command = ("review", folder / "2.bundle.zip", "--decision", folder / "r2" / "decision.yaml", "--previous", folder / "1.bundle.zip")
    assert footprint(*command, "--out", folder / "r2", "--lang", "zh") == 0
    assert "无未关闭事项，结果已重现。" in capsys.readouterr().out
    assert (folder / "r2" / "decision.yaml").read_text(encoding="utf-8").startswith("# mine\n"), "a reviewer's file is never written over"


def test_a_decision_that_stands_in_the_folder_is_never_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("review", folder / "1.bundle.zip", "--out", folder / "r") == 1
    before = {path: path.read_bytes() for path in (folder / "r").iterdir()}
    assert footprint("review", folder / "1.bundle.zip", "--out", folder / "r", "--lang", "en") == 1, "the same again"
    capsys.readouterr()
    assert footprint("review", folder / "2.bundle.zip", "--out", folder / "r", "--lang", "en") == 2
    assert "V321" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (folder / "r").iterdir()} == before


def test_a_review_is_one_json_object(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("review", folder / "1.bundle.zip", "--json") == 1
    shown = capsys.readouterr()
    assert shown.err == ""
    found = json.loads(shown.out)
    assert found["schema"] == "footprint/review/1"
    assert found["counts"] == {"open": 5, "closed": 0, "closed, not satisfied": 0}
    assert found["recomputation"]["agrees"] is True
    assert found["sampling_plan"]["schema"] == "footprint/sampling-plan/1"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sampling_plan_is_shown_in_full_when_asked_for(folder: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert footprint("review", folder / "1.bundle.zip", "--plan", "--lang", lang) == 1
    assert ("calibration" if lang == "en" else "检定") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("missing.zip",), "G003"),
        (("1.bundle.zip", "--decision", "missing.yaml"), "G003"),
        (("1.bundle.zip", "--decision", "1.bundle.zip"), "G005"),
        (("1.bundle.zip", "--decision", "model.yaml"), "M125"),
        (("model.yaml",), "V101"),
    ],
)
def test_the_wrong_file_is_named(
    folder: Path, arguments: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "model.yaml").write_text(MODEL, encoding="utf-8")
    assert footprint("review", *arguments, "--lang", "en") == 2
    assert code in capsys.readouterr().err
