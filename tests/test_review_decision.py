"""The reviewer's decision as a file, and the formulas of verification."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from footprint.errors import FootprintError, ProblemsFound
from footprint.verification.review import read_decision, read_decision_text
from footprint.verification.review.decision import check_decision_text
from footprint.verification.review.errors import ToleranceNegative
from footprint.verification.review.form import _scalar
from footprint.verification.review.meters import DECIMALS, corrected_reading, shown
from patience import ends

DIGEST = "a" * 64
WHOLE = f"""\
footprint: decision/1
bundle: {DIGEST}
predecessors: [{"b" * 64}]
date: 2026-11-22
verifier: {{organisation: {{en: Body, zh: 机构}}, accreditation: CNAS, reviewer: 王丽, independent_reviewer: 李强}}
level_of_assurance: limited
materiality: 5 %
opinion: modified
qualifications: [{{en: except this, zh: 除此以外}}]
validity: {{from: 2026-11-22, until: 2028-11-21}}
floors: {{primary: 5 %, factor: 20 %}}
nonconformities:
  - {{number: 1, rule: status-primary, parameter: status, conclusion: closed, corrective_action: own data}}
  - {{number: 2, category: site findings, description: scales out of date, conclusion: "closed, not satisfied", reason: small}}
  - {{number: 7, rule: carbon-balance, parameter: processes/kiln, conclusion: open}}
changes: [{{parameter: parameters/heat/value, before: 110 kgce/t, after: 108 kgce/t, reason: new meter}}]
conservative: [{{parameter: parameters/moisture/value, stated: 8 %, value: 0 %, reason: never measured}}]
cross_checks: [{{parameter: coal, source: scales, against: invoices, difference: 0.8 %}}]
evidence: [{{input: coal, document: ledger 2025}}]
site_visits: [{{place: Dalian, date: 2026-11-10, people: operator, seen: scales}}]
"""


def problems(text: str) -> dict[str, int]:
    """Give line by code of every finding; the last one where a code comes twice."""
    decision, findings = check_decision_text(text, "decision.yaml")
    assert decision is None or not findings
    assert all(finding.message("zh") and finding.place for finding in findings)
    return {finding.code: finding.place.line for finding in findings if finding.place}


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_whole_decision_is_read() -> None:
    decision = read_decision_text(WHOLE)
    assert decision.materiality_share == pytest.approx(0.05)
    assert decision.floor_shares == pytest.approx({"primary": 0.05, "factor": 0.2})
    assert decision.verifier.organisation is not None
    assert decision.verifier.organisation.text("zh") == "机构"
    assert [line.number for line in decision.nonconformities] == [1, 2, 7]
    assert decision.place("nonconformities/1").line == line_of(WHOLE, "number: 2")


def test_a_form_that_nobody_filled_in_is_a_decision_in_progress() -> None:
    head = f"footprint: decision/1\nbundle: {DIGEST}\n"
    form = f"{head}verifier:\n  reviewer:\nopinion:\nvalidity:\n  from:\n  until: ~\nchanges: []\nremark: null\n"
    decision = read_decision_text(form)
    assert (decision.opinion, decision.validity, decision.remark, decision.changes) == (None, None, None, ())


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        (f"bundle: {DIGEST}", "bundle: abc", {"V312"}),
        (f"bundle: {DIGEST}", f"bundle: {DIGEST.upper()}", {"V312"}),
        ("b" * 64, DIGEST, {"V313"}),
        ("b" * 64, "xyz", {"V312"}),
        ("independent_reviewer: 李强", "independent_reviewer: 王 丽", {"V309"}),
        ("materiality: 5 %", "materiality: 500 %", {"V310"}),
        ("materiality: 5 %", "materiality: 0 %", {"V310"}),
        ("materiality: 5 %", "materiality: 5 kg", {"V310"}),
        ("materiality: 5 %", "materiality: 5", {"U106"}),
        ("factor: 20 %", "factor: 150 %", {"V310"}),
        ("factor: 20 %", "factors: 20 %", {"M120"}),
        ("until: 2028-11-21", "until: 2025-11-21", {"V311"}),
        ("until: 2028-11-21", "until: 2028-11-31", {"M128"}),
        ("opinion: modified\nqualifications: [{en: except this, zh: 除此以外}]", "opinion: adverse\nqualifications:", {"V307"}),
        ("opinion: modified", "opinion: unmodified", {"V308"}),
        ("opinion: modified", "opinion: modifed", {"M124"}),
        ("number: 7,", "number: 2,", {"V302"}),
        ("number: 7,", "", {"M121"}),
        ("rule: carbon-balance, parameter: processes/kiln", "rule: status-primary, parameter: status", {"V303"}),
        ("category: site findings, ", "", {"V304"}),
        ("description: scales out of date, ", "", {"V304"}),
        ("category: site findings", "category: site finding", {"M124"}),
        ("corrective_action: own data", "cause: haste", {"V305"}),
        ("reason: small", "cause: haste", {"V305"}),
        ("conclusion: open", "conclusion: opened", {"M124"}),
        ("against: invoices", "against: Scales", {"V306"}),
        ("after: 108 kgce/t, reason: new meter}", "after: 108 kgce/t}, {parameter: parameters/heat/value}", {"V303"}),
        ("date: 2026-11-22", "date: 22.11.2026", {"M128"}),
        ("nonconformities:", "nonconformity:", {"M120"}),
        ("decision/1", "decision/2", {"M125"}),
        ("evidence: [{input: coal, document: ledger 2025}]", "evidence: coal", {"M122"}),
    ],
)
def test_every_mistake_has_its_code_and_its_place(old: str, new: str, codes: set[str]) -> None:
    text = WHOLE.replace(old, new, 1)
    found = problems(text)
    assert set(found) == codes
    assert set(found.values()) == {line_of(WHOLE, old.partition("\n")[0])}


def test_all_mistakes_are_found_at_once() -> None:
    text = WHOLE.replace("opinion: modified", "opinion: unmodified").replace("against: invoices", "against: scales").replace("5 %", "500 %")
    assert set(problems(text.replace("李强", "王丽"))) == {"V308", "V306", "V310", "V309"}


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "just text\n", "product: {}\n", "{}\n"])
def test_what_is_no_decision_is_called_so(text: str) -> None:
    assert set(problems(text)) == {"V301"}


def test_hostile_files_are_refused_in_bounded_time(tmp_path: Path) -> None:
    bombs = [
        "a: &a [x, x]\n" + "".join(f"b{number}: &b{number} [*a, *a]\n" for number in range(5)),
        "footprint: decision/1\n" + "x: " + "[" * 5000,
        "footprint: decision/1\nbundle: !!python/object/apply:os.system [id]\n",
        "footprint: decision/1\nremark: " + "x" * 100_000,
        "footprint: decision/1\n" + "".join(f"- {number}\n" for number in range(10)),
        "footprint: decision/1\nnonconformities:\n" + "  - {}\n" * 20_000,
        "footprint: decision/1\nbundle: \x00\n",
    ]
    with ends():
        for number, bomb in enumerate(bombs):
            path = tmp_path / f"{number}.yaml"
            path.write_text(bomb, encoding="utf-8")
            with pytest.raises(FootprintError):
                read_decision(path)
    for number, content in enumerate((b"\xff\xfe\x00f", "结论".encode("gb18030"), b"PK\x03\x04" + b"\x00" * 50)):
        path = tmp_path / f"binary-{number}.yaml"
        path.write_bytes(content)
        with pytest.raises(FootprintError):
            read_decision(path)


@pytest.mark.parametrize("seed", range(8))
def test_a_decision_damaged_anywhere_is_read_or_refused_with_a_name(seed: int) -> None:
    chance = random.Random(seed)
    signs = list("{}[]:,#&*!|>'\"%@`-?\n \tax0：，。~=")
    for _ in range(60):
        text = list(WHOLE)
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(text))
            text[place : place + chance.randrange(3)] = chance.choices(signs, k=chance.randrange(3))
        decision, findings = check_decision_text("".join(text))
        assert decision is not None or findings
        assert all(finding.line("en") and finding.line("zh") for finding in findings)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=60))
def test_a_text_survives_the_form_whatever_is_in_it(text: str) -> None:
    written = yaml.safe_load(f"key: {_scalar(text)}")["key"]
    assert written == text


@pytest.mark.parametrize(
    "text", ["no", "Yes", "null", "~", "1e3", "0x10", "2026-11-22 ", "a: b", "a #b", "- a", "closed, not satisfied", "5 %"]
)
def test_words_that_yaml_reads_otherwise_stay_what_they_are(text: str) -> None:
    data: dict[str, Any] = yaml.safe_load(f"remark: {_scalar(text)}")
    assert data["remark"] == text
    read = read_decision_text(f"footprint: decision/1\nbundle: {DIGEST}\nremark: {_scalar(text)}\n")
    assert read.remark == text.strip()


# The national verification guide: reading × [1 + (actual − required accuracy)], signs reversed for production data.


@pytest.mark.parametrize(
    ("reading", "actual", "required", "consumed", "produced"),
    [
        (1000.0, 0.02, 0.005, 1015.0, 985.0),
        (48.2, 0.0125, 0.01, 48.3205, 48.0795),
        (0.0, 0.5, 0.0, 0.0, 0.0),
        (1000.0, 0.005, 0.005, 1000.0, 1000.0),
        (1000.0, 0.001, 0.005, 1000.0, 1000.0),
    ],
)
def test_a_meter_out_of_tolerance_is_corrected_to_the_conservative_side(
    reading: float, actual: float, required: float, consumed: float, produced: float
) -> None:
    assert corrected_reading(reading, actual, required) == pytest.approx(consumed, rel=1e-12)
    assert corrected_reading(reading, actual, required, production=True) == pytest.approx(produced, rel=1e-12)


@given(st.floats(0, 1e9), st.floats(0, 0.99), st.floats(0, 0.99))
def test_a_correction_never_makes_a_footprint_smaller(reading: float, actual: float, required: float) -> None:
    assert corrected_reading(reading, actual, required) >= reading
    assert 0 <= corrected_reading(reading, actual, required, production=True) <= reading


@pytest.mark.parametrize(
    "figures", [(-1.0, 0.1, 0.1), (1.0, -0.1, 0.1), (1.0, 0.1, 1.0), (1.0, 5.0, 0.1), (math.nan, 0.1, 0.1), (math.inf, 0.1, 0)]
)
def test_figures_that_cannot_be_are_refused(figures: tuple[float, float, float]) -> None:
    with pytest.raises(ToleranceNegative) as refused:
        corrected_reading(*figures)
    assert refused.value.finding.message("zh")


def test_figures_are_shown_with_the_decimals_of_the_guide() -> None:
    assert DECIMALS == {"quantity": 2, "heating_value": 3, "carbon_content": 5, "emissions": 2, "intensity": 4}
    assert [shown(1.23456789, kind) for kind in DECIMALS] == ["1.23", "1.235", "1.23457", "1.23", "1.2346"]  # type: ignore[arg-type]


@pytest.mark.parametrize(("key", "word"), [("opinion", "positive"), ("conclusion", "done"), ("conclusion", "close")])
def test_no_judgement_is_guessed_from_its_spelling(key: str, word: str) -> None:
    line = f"nonconformities: [{{number: 1, rule: status-primary, {key}: {word}}}]" if key == "conclusion" else f"{key}: {word}"
    with pytest.raises(ProblemsFound) as refused:
        read_decision_text(f"footprint: decision/1\nbundle: {'0' * 64}\n{line}\n")
    (finding,) = refused.value.findings
    assert finding.code == "M124"
    assert not finding.values["suggestions"]
    assert "Did you mean" not in finding.hint("en")
    if key == "conclusion":
        assert 'open, closed, "closed, not satisfied"' in finding.hint("en")


def test_all_findings_are_raised_together(tmp_path: Path) -> None:
    path = tmp_path / "decision.yaml"
    path.write_text(WHOLE.replace("reason: small", "cause: haste").replace("against: invoices", "against: scales"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_decision(path)
    assert [finding.code for finding in found.value.findings] == ["V305", "V306"]
