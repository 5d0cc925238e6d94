"""Issuing: what is made, what is refused, what is recorded, and that nothing half is left."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates import AT, a_bundle, a_decision, a_review, issuer_keys
from footprint import pipeline
from footprint.errors import FootprintError, UnreadableFile
from footprint.files import sha256
from footprint.inventory import open_library
from footprint.units import parse_amount
from footprint.verification.bundle import Bundle
from footprint.verification.certificate.content import content
from footprint.verification.certificate.errors import CertificateRefused, DocumentTooLong, OutputStands
from footprint.verification.certificate.issuing import Issued, certify, finish_interrupted
from footprint.verification.certificate.refusals import Case, grounds
from footprint.verification.keys import TrustStore
from footprint.verification.register import Register, create_register
from footprint.verification.review import Decision
from footprint.verification.review.decision_schema import Change, CrossCheck, SiteVisit, Validity, Wording
from footprint.verification.signing import read_credential
from footprint.verification.statement import statement_digest

pytestmark = pytest.mark.xdist_group("certificates")


@pytest.fixture
def register(tmp_path: Path) -> Register:
    create_register(tmp_path / "register.sqlite", "EX", clock=lambda: AT)
    return Register(tmp_path / "register.sqlite", clock=lambda: AT, durable=False)


def issue(out: Path, decision: Decision | None = None, bundle: Bundle | None = None, **options: Any) -> Issued:
    bundle = bundle or a_bundle()
    chosen = {"calculate": pipeline.calculate_with, "at": AT, "library": open_library(()), **options}
    return certify(bundle, decision or a_decision(bundle), issuer_keys, out, **chosen)


def codes(error: pytest.ExceptionInfo[CertificateRefused]) -> list[str]:
    return sorted(finding.code for finding in error.value.findings)


def test_a_clean_decision_gives_a_statement_that_verifies_and_is_recorded(tmp_path: Path, register: Register) -> None:
    issued = issue(tmp_path / "out", register=register)
    assert issued.number == "EX-2026-000001"
    assert [path.name for path in sorted(issued.folder.iterdir())] == [
        "EX-2026-000001.bundle.zip",
        "EX-2026-000001.jwt",
        "EX-2026-000001.pdf",
    ]
    assert issued.bundle.read_bytes() == a_bundle().content
    statement, _ = read_credential(issued.credential.read_bytes(), TrustStore.of(issuer_keys().issuer))
    assert statement == issued.statement
    assert not statement["demonstration"]
    assert statement["lifted"] == []
    verification = pipeline.verify(issued.pdf, TrustStore.of(issuer_keys().issuer), clock=AT)
    assert verification.good
    state = register.state(issued.number, AT)
    assert (state.status, state.statement_sha256) == ("valid", statement_digest(statement))
    recorded = next(entry for entry in register.entries() if entry.event == "issue").content
    assert recorded["pdf_sha256"] == sha256(issued.pdf.read_bytes())
    assert recorded["bundle_sha256"] == a_bundle().sha256


def test_the_statement_says_what_bundle_and_decision_say(tmp_path: Path, register: Register) -> None:
    statement = issue(tmp_path, register=register).statement
    result = a_bundle().result
    assert statement["result"]["headline"] == {"sum": "iso_net", "value": result["sums"]["iso_net"], "unit": "kg CO2e"}
    assert statement["result"]["sums"] == result["sums"]
    assert statement["result"]["parts_of"] == result["total"]["sum"]
    parts = statement["result"]["contributions"]
    assert sum(part["value"] for part in parts) + statement["result"]["remaining"]["value"] == pytest.approx(result["total"]["value"])
    assert statement["period"] == {"start": "2025-01-01", "end": "2025-12-31"}
    assert statement["verifier"]["organisation"] == {"en": "Example verification body", "zh": "示例核查机构"}
    assert statement["responsible_party"]["site"] == "Dalian, CN-21, CN"
    assert (statement["issued"], statement["valid_until"]) == ("2026-03-02T08:30:15Z", "2027-12-31T23:59:59Z")
    assert statement["materiality"] == 0.05
    assert statement["nonconformities"] == {"closed": 1, "closed_not_satisfied": 0, "open": 0, "not_satisfied_rules": []}
    assert statement["result"]["uncertainty"] is None
    assert set(statement["result"]["reasons"]["uncertainty"]) == {"en", "zh"}


def without(field: str) -> Callable[[Decision], Decision]:
    return lambda decision: decision.model_copy(update={field: None})


def verifier(**changes: Any) -> Callable[[Decision], Decision]:
    return lambda decision: decision.model_copy(update={"verifier": decision.verifier.model_copy(update=changes)})


def starting(day: date) -> Callable[[Decision], Decision]:
    return lambda decision: decision.model_copy(update={"validity": Validity(start=day, until=date(2027, 12, 31))})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (without("level_of_assurance"), ["V511"]),
        (without("materiality"), ["V511"]),
        (without("opinion"), ["V511"]),
        (without("date"), ["V511"]),
        (lambda decision: decision.model_copy(update={"date": date(2025, 12, 30)}), ["V527"]),
        (lambda decision: decision.model_copy(update={"date": date(2026, 3, 3)}), ["V527"]),
        (starting(date(2026, 3, 1)), ["V527"]),
        (lambda decision: decision.model_copy(update={"site_visits": (SiteVisit(place="Dalian", date=date(2026, 3, 3)),)}), ["V527"]),
        (lambda decision: decision.model_copy(update={"changes": (Change(parameter="status", before="x", after="primary"),)}), ["V526"]),
        (without("validity"), ["V511"]),
        (verifier(organisation=None), ["V511"]),
        (verifier(reviewer=None), ["V511"]),
        (verifier(independent_reviewer=None), ["V512"]),
        (lambda decision: decision.model_copy(update={"bundle": "0" * 64}), ["V510", "V525"]),
        (lambda decision: decision.model_copy(update={"nonconformities": ()}), ["V515"]),
        (lambda decision: decision.model_copy(update={"evidence": ()}), ["V525"]),
        (lambda decision: decision.model_copy(update={"opinion": "adverse"}), ["V518"]),
        (lambda decision: decision.model_copy(update={"opinion": "disclaimed"}), ["V518"]),
    ],
)
def test_a_decision_that_leaves_something_open_is_refused(
    change: Callable[[Decision], Decision], expected: list[str], tmp_path: Path, register: Register
) -> None:
    with pytest.raises(CertificateRefused) as refused:
        issue(tmp_path / "out", change(a_decision()), register=register)
    assert codes(refused) == expected
    assert not (tmp_path / "out").exists()
    assert [entry.event for entry in register.entries()] == ["open"]


def test_a_day_that_has_begun_in_the_east_is_not_in_the_future(tmp_path: Path) -> None:
    decision = a_decision(date=date(2026, 3, 3))
    with pytest.raises(CertificateRefused):
        issue(tmp_path, decision, at=AT)
    assert issue(tmp_path, decision, at=AT.replace(hour=16), demonstration=True).statement["lifted"] == []


def test_closed_but_not_satisfied_allows_only_a_modified_opinion(tmp_path: Path, register: Register) -> None:
    decision = a_decision(conclusion="closed, not satisfied")
    with pytest.raises(CertificateRefused) as refused:
        issue(tmp_path / "out", decision.model_copy(update={"opinion": "unmodified"}), register=register)
    assert codes(refused) == ["V517"]
    statement = issue(tmp_path / "out", decision, register=register).statement
    assert statement["opinion"] == "modified"
    assert statement["nonconformities"]["closed_not_satisfied"] == 1
    assert statement["nonconformities"]["not_satisfied_rules"] == ["carbon-balance"]
    assert statement["qualifications"] == [{"en": "Slag.", "zh": "矿渣。"}]


def test_everything_that_stands_against_it_is_said_at_once(tmp_path: Path) -> None:
    bundle = a_bundle(
        ("status: primary", "status: representative"),
        ("cn-processes/clinker-calcination", "uslci-cn/p-xylene"),
        ('  cn-transport: "2024.1"', '  cn-transport: "2024.1"\n  uslci-cn: "1"'),
        ("producer:\n  name: {en: Example cement works, zh: 示例水泥厂}\n  site: {country: CN, subdivision: CN-21, place: Dalian}\n", ""),
    )
    decision = a_decision(bundle, nonconformities=(), evidence=(), opinion="adverse")
    decision = verifier(independent_reviewer=None, reviewer=None)(decision)
    with pytest.raises(CertificateRefused) as refused:
        issue(tmp_path, decision, bundle)
    assert {"V505", "V511", "V512", "V513", "V514", "V515", "V518", "V522", "V525"} <= set(codes(refused))
    with pytest.raises(CertificateRefused) as demonstrated:
        issue(tmp_path, decision, bundle, demonstration=True)
    assert codes(demonstrated) == ["V511"], "what a demonstration lifts is not in the way"


def test_a_demonstration_says_what_it_lifts_and_that_it_is_one(tmp_path: Path, register: Register) -> None:
    bundle = a_bundle(("status: primary", "status: representative"))
    decision = verifier(independent_reviewer=None)(a_decision(bundle, nonconformities=(), evidence=()))
    issued = issue(tmp_path, decision, bundle, demonstration=True, register=register)
    assert issued.number == "EX-DEMO-2026-000001"
    assert issued.statement["demonstration"] is True
    assert {"V512", "V513", "V515", "V525"} <= {ground["code"] for ground in issued.statement["lifted"]}
    assert all(set(ground["message"]) == {"en", "zh"} for ground in issued.statement["lifted"])
    alone = issue(tmp_path / "alone", decision, bundle, demonstration=True)
    assert alone.number == f"DEMO-{bundle.manifest_sha256[:12].upper()}"


def test_validity_is_bounded_by_decision_profile_and_calendar(tmp_path: Path, register: Register) -> None:
    assert issue(tmp_path, valid_until=date(2026, 6, 30), register=register).statement["valid_until"] == "2026-06-30T23:59:59Z"
    with pytest.raises(CertificateRefused) as later:
        issue(tmp_path, valid_until=date(2028, 1, 1), register=register)
    assert codes(later) == ["V523"]
    with pytest.raises(CertificateRefused) as past:
        issue(tmp_path, valid_until=date(2026, 3, 1), register=register)
    assert codes(past) == ["V523"]
    with pytest.raises(CertificateRefused) as beyond:
        issue(tmp_path, a_decision(validity=None), valid_until=date(2029, 1, 1), register=register)
    assert codes(beyond) == ["V523"], "iso-14067 takes data for three years after their end"


def test_a_decision_may_start_the_validity_later(tmp_path: Path, register: Register) -> None:
    decision = a_decision()
    assert decision.validity is not None
    ahead = decision.validity.model_copy(update={"start": date(2026, 4, 1)})
    statement = issue(tmp_path, decision.model_copy(update={"validity": ahead}), register=register).statement
    assert (statement["issued"], statement["valid_from"]) == ("2026-03-02T08:30:15Z", "2026-04-01T00:00:00Z")


def test_a_profile_without_rules_and_a_changed_result_are_grounds() -> None:
    first = replace(a_review(a_bundle()), decision=a_decision())
    empty = replace(first, profile=replace(first.profile, rules={}), outcomes=())
    found = grounds(Case(empty, a_decision(), AT.date(), date(2027, 1, 1)))
    assert "V519" in {finding.code for finding in found.always}
    other = replace(first, recomputation=replace(first.recomputation, datapackage_equal=False))
    found = grounds(Case(other, a_decision(), AT.date(), date(2027, 1, 1)))
    assert "V520" in {finding.code for finding in found.lifted}


def test_a_new_statement_supersedes_the_one_the_decision_names(tmp_path: Path, register: Register) -> None:
    first = issue(tmp_path, register=register)
    second = issue(tmp_path, a_decision(supersedes=first.number), register=register)
    assert second.statement["supersedes"] == first.number
    assert register.state(first.number, AT).status == "superseded"
    assert register.state(second.number, AT).status == "valid"
    with pytest.raises(FootprintError):
        issue(tmp_path, a_decision(supersedes="EX-2026-000099"), register=register)


def test_a_document_that_does_not_fit_leaves_an_explained_gap_and_no_file(tmp_path: Path, register: Register) -> None:
    long = tuple(Wording(en="The meters of the mill were read by hand. " * 80, zh="磨机电表由人工抄表。" * 100) for _ in range(6))
    decision = a_decision(conclusion="closed, not satisfied", qualifications=long)
    with pytest.raises(DocumentTooLong):
        issue(tmp_path / "out", decision, register=register)
    assert list((tmp_path / "out").iterdir()) == []
    assert register.state("EX-2026-000001", AT).status == "abandoned"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    bundle = a_bundle()
    first = issue(tmp_path, demonstration=True)
    before = first.pdf.read_bytes()
    with pytest.raises(OutputStands):
        issue(tmp_path, bundle=bundle, demonstration=True)
    assert first.pdf.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [first.number]


def test_what_was_recorded_and_not_yet_in_place_is_put_there(tmp_path: Path, register: Register) -> None:
    issued = issue(tmp_path / "out", register=register)
    hidden = tmp_path / "out" / f".{issued.number}.part"
    issued.folder.rename(hidden)
    never = tmp_path / "out" / f".{register.reserve('statement')}.part"
    never.mkdir()
    (never / "half.pdf").write_bytes(b"%PDF")
    alien = tmp_path / "out" / ".ZZ-2026-000001.part"
    alien.mkdir()
    assert finish_interrupted(tmp_path / "out", register) == (issued.number,)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [alien.name, issued.number]
    assert pipeline.verify(issued.pdf, TrustStore.of(issuer_keys().issuer), clock=AT).good


def test_what_is_hidden_and_altered_is_not_put_in_place(tmp_path: Path, register: Register) -> None:
    issued = issue(tmp_path / "out", register=register)
    hidden = tmp_path / "out" / f".{issued.number}.part"
    issued.folder.rename(hidden)
    credential = hidden / f"{issued.number}.jwt"
    credential.write_bytes(credential.read_bytes()[:-1])
    assert finish_interrupted(tmp_path / "out", register) == ()
    assert not issued.folder.exists()


def test_a_folder_that_cannot_be_made_costs_no_number(tmp_path: Path, register: Register) -> None:
    out = tmp_path / "out"
    out.write_text("a file")
    with pytest.raises(UnreadableFile):
        issue(out, register=register)
    assert [entry.event for entry in register.entries()] == ["open"]


def test_characters_without_a_glyph_and_a_stranger_as_issuer_are_told(tmp_path: Path) -> None:
    decision = verifier(reviewer="Smile 😀", organisation=Wording(en="Another body", zh=None))(a_decision())
    issued = issue(tmp_path, decision, demonstration=True)
    assert sorted(finding.code for finding in issued.findings) == ["T103", "V530"]
    assert issued.statement["verifier"]["reviewer"] == "Smile 😀"


def test_keys_of_another_body_sign_no_real_statement_and_cost_no_number(tmp_path: Path, register: Register) -> None:
    decision = verifier(organisation=Wording(en="Another body", zh=None))(a_decision())
    with pytest.raises(CertificateRefused) as refused:
        issue(tmp_path, decision, register=register)
    assert codes(refused) == ["V531"]
    assert [entry.event for entry in register.entries()] == ["open"]


def test_the_keys_are_opened_only_when_nothing_stands_against_it(tmp_path: Path) -> None:
    def never() -> Any:
        raise AssertionError("asked for the passphrase")

    with pytest.raises(CertificateRefused):
        certify(a_bundle(), a_decision(opinion="adverse"), never, tmp_path, calculate=pipeline.calculate_with, at=AT)


def test_all_grounds_have_texts_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(CertificateRefused) as refused:
        issue(tmp_path, a_decision(opinion=None, nonconformities=(), evidence=(), materiality=None))
    for finding in refused.value.findings:
        assert "{" not in finding.message("en") + finding.message("zh") + finding.hint("en").replace("{name", "")
    assert json.dumps([finding.as_dict("zh") for finding in refused.value.findings], ensure_ascii=False)


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler is not installed")
def test_poppler_finds_the_signature_valid_and_the_attachments_whole(tmp_path: Path, register: Register) -> None:
    issued = issue(tmp_path, register=register)
    signed = subprocess.run(["pdfsig", str(issued.pdf)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in signed
    assert "Total document signed" in signed
    assert "Signing Hash Algorithm: SHA-256" in signed
    out = tmp_path / "detached"
    out.mkdir()
    subprocess.run(["pdfdetach", "-saveall", "-o", str(out), str(issued.pdf)], capture_output=True, check=True)
    assert (out / "bundle.zip").read_bytes() == issued.bundle.read_bytes()
    assert (out / "statement.jwt").read_bytes() == issued.credential.read_bytes()


def test_signing_keeps_what_makes_it_a_pdf_a(tmp_path: Path) -> None:
    issued = issue(tmp_path, demonstration=True)
    reader = PdfFileReader(io.BytesIO(issued.pdf.read_bytes()))
    metadata = reader.root["/Metadata"].data.decode("utf-8")
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert f"statement-sha256:{statement_digest(issued.statement)}" in metadata
    (field,) = reader.root["/AcroForm"]["/Fields"]
    widget = field.get_object()
    assert int(widget["/F"]) & 0b100, "an annotation of a PDF/A prints"
    assert not int(widget["/F"]) & 0b11, "and is not hidden"
    assert [float(corner) for corner in widget["/Rect"]] == [0.0] * 4, "without an appearance it has no size"


def test_sampling_single_sources_and_what_no_rule_could_assess_are_disclosed(tmp_path: Path, register: Register) -> None:
    statement = issue(tmp_path, register=register).statement
    procedures = statement["procedures"]
    plan = a_review(a_bundle()).plan
    assert plan is not None
    sample = procedures["sample"]
    assert sample["planned"] == sample["seen"] == len(plan.sample)
    assert sample["inputs"] == len(plan.sample) + len(plan.unseen)
    assert 0 < sample["bound"] <= sample["threshold"]
    assert procedures["single_sources"] == [item.name for item in plan.sample]
    assert "carbon-balance" in procedures["not_assessable"]
    assert procedures["site_visits"] == []
    shown = str(content(statement, ("zh", "en"), 10, 10)["procedures"])
    assert "no site visit was made" in shown
    assert "未进行现场核查" in shown


def test_how_far_a_second_source_is_apart_stands_in_the_statement_and_on_the_page(tmp_path: Path) -> None:
    plan = a_review(a_bundle()).plan
    assert plan is not None
    name = plan.sample[0].name
    check = CrossCheck(parameter=name, source="scales", against="purchase invoices", difference=parse_amount("12 %"))
    statement = issue(tmp_path, a_decision(cross_checks=(check,)), demonstration=True).statement
    assert statement["lifted"] == []
    said = f"{name} (12 % ≠ purchase invoices)"
    assert statement["procedures"]["single_sources"][0] == said
    shown = str(content(statement, ("en",), 10, 10)["procedures"]).replace("\\u200b", "")
    assert "Second source differs" in shown
    assert "12 % ≠ purchase invoices" in shown
