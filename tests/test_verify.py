"""Verification in numbered steps: what is good passes all nine, and every attack fails in its own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from certified_examples import MODEL, Certified, a_bundle, certified
from footprint import pipeline
from footprint.cli.review_view import _own
from footprint.cli.session import visible
from footprint.errors import UnreadableFile
from footprint.files import FileTooLarge, sha256
from footprint.inventory import open_library, shipped_folder
from footprint.verification.bundle import Bundle, open_bundle
from footprint.verification.bundle.archive import pack
from footprint.verification.canonical import canonical_json
from footprint.verification.keys import Revocation, SigningKeys, TrustStore, generate_keys
from footprint.verification.moments import moment_text
from footprint.verification.profile import is_shipped, read_profile
from footprint.verification.published import compare_with_published
from footprint.verification.register import create_register, status_list
from footprint.verification.review import review
from footprint.verification.signing import jws, sign_credential, sign_pdf, statement_digest
from footprint.verification.signing.pdf_gate import PDF_LIMIT
from footprint.verification.verifying import STEP_NAMES, StepStatus, Verification
from patience import ends
from signed_examples import ISSUED, a_document, keys_of, trust_in
from test_pdf_signature import HOSTILE, container_of, hole, with_container

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@cache
def good() -> Certified:
    return certified()


class Verifier:
    """Writes what is given to files and verifies them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        content: bytes | str,
        *,
        trust: TrustStore | None = None,
        clock: datetime = NOW,
        bundle: bytes | None = None,
        status: str | bytes | None = None,
        **options: Any,
    ) -> Verification:
        files = {"given": content, "bundle": bundle, "status": status}
        for name, data in files.items():
            if data is not None:
                (self.folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
        named = {name: self.folder / name for name in ("bundle", "status") if files[name] is not None}
        return pipeline.verify(self.folder / "given", trust or trust_in(), clock=clock, **named, **options)


@pytest.fixture
def verified(tmp_path: Path) -> Verifier:
    return Verifier(tmp_path)


def codes(done: Verification, number: int) -> list[str]:
    return [finding.code for finding in done.steps[number - 1].findings]


def fails_in(done: Verification, number: int) -> None:
    """Assert that this step failed, that those before it are OK and those after it not done."""
    statuses = [step.status for step in done.steps]
    expected = [StepStatus.OK] * (number - 1) + [StepStatus.FAIL] + [StepStatus.NOT_DONE] * (9 - number)
    assert statuses == expected, [(step.number, step.status.value, step.message["en"]) for step in done.steps]
    assert not done.good
    assert done.failed is not None
    assert done.failed.number == number
    assert done.failed.findings
    for finding in done.failed.findings:
        # Reasons from deep down are told in Chinese too; names, codes and times are not words.
        chinese = finding.message("zh")
        assert re.search("[\u4e00-\u9fff]", chinese), chinese
        if finding.code != "K516":  # a rule may quote its source
            assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}", chinese), chinese


# --- what is good


def test_a_pdf_passes_all_nine_steps(verified: Verifier) -> None:
    done = verified(good().pdf)
    assert done.good
    assert [step.number for step in done.steps] == list(range(1, 10))
    assert done.kind == "pdf"
    assert done.statement == good().statement
    assert codes(done, 4) == ["K509"]  # the status is unknown, and said to be


def test_a_credential_with_its_bundle_passes_all_nine_steps(verified: Verifier) -> None:
    done = verified(good().credential, bundle=good().bundle.content)
    assert done.good
    assert done.kind == "credential"


def test_a_pdf_may_be_verified_with_its_bundle_named_beside_it(verified: Verifier) -> None:
    assert verified(good().pdf, bundle=good().bundle.content).good
    other = a_bundle(model=stone(electricity="36 kWh"))
    fails_in(verified(good().pdf, bundle=other.content), 5)


def test_the_record_for_machines_has_a_row_for_every_step(verified: Verifier) -> None:
    data = verified(good().pdf).as_dict("zh")
    assert data["schema"] == "footprint/verification/1"
    assert data["good"] is True
    assert [row["name"] for row in data["steps"]] == [names["zh"] for names in STEP_NAMES]
    assert data["statement"]["number"] == good().statement["number"]
    json.dumps(data, allow_nan=False)


def test_a_statement_is_given_out_only_where_its_issuer_is_believed(verified: Verifier) -> None:
    assert verified(good().pdf, trust=trust_in(keys_of("Another issuer"))).statement is None
    assert verified(good().credential).statement is not None


# --- 1 open, 2 signature


def test_a_bundle_alone_fails_at_the_signature(verified: Verifier) -> None:
    done = verified(good().bundle.content)
    fails_in(done, 2)
    assert codes(done, 2) == ["K502"]


@pytest.mark.parametrize("content", [b"", b"hello", b"\0" * 100, b"{}", b"a.b", "文.本.件".encode()])
def test_what_is_no_certificate_fails_to_open(verified: Verifier, content: bytes) -> None:
    done = verified(content)
    fails_in(done, 1)
    assert codes(done, 1) == ["K501"]


def test_the_first_bytes_say_what_a_file_is(verified: Verifier) -> None:
    for at in range(5):
        changed = bytearray(good().pdf)
        changed[at] ^= 1
        fails_in(verified(bytes(changed)), 1)


def test_changed_bytes_of_a_credential_fail_at_the_signature(verified: Verifier) -> None:
    text = good().credential.encode()
    for at in range(0, len(text), 41):
        changed = bytearray(text)
        changed[at] ^= 1
        if changed.count(b".") == 2:
            fails_in(verified(bytes(changed), bundle=good().bundle.content), 2)
    fails_in(verified(text + b"\n", bundle=good().bundle.content), 2)


def test_changed_bytes_of_a_pdf_fail_at_the_signature(verified: Verifier) -> None:
    for at in range(9, len(good().pdf), 997):
        changed = bytearray(good().pdf)
        changed[at] ^= 1
        fails_in(verified(bytes(changed)), 2)


def test_bytes_in_the_padding_of_the_pdf_signature_fail_at_the_signature(verified: Verifier) -> None:
    hidden = with_container(good().pdf, container_of(good().pdf) + b"hidden")
    fails_in(verified(hidden), 2)


def test_bytes_after_the_end_of_the_pdf_fail_at_the_signature(verified: Verifier) -> None:
    fails_in(verified(good().pdf + b"\n%%EOF\n"), 2)


def test_a_pdf_signed_by_another_trusted_issuer_than_its_statement_fails_at_the_signature(verified: Verifier) -> None:
    other = keys_of("Another issuer")
    document = a_document(good().credential, good().bundle.content, f"statement-sha256:{statement_digest(good().statement)}")
    done = verified(sign_pdf(document, other, ISSUED), trust=trust_in(keys_of(), other))
    fails_in(done, 2)


def test_a_credential_that_does_not_verify_within_a_good_pdf_fails_at_the_signature(verified: Verifier) -> None:
    other = "B" if good().credential[-20] == "A" else "A"
    for text in ("a.b.c", good().credential + "\n", good().credential[:-20] + other + good().credential[-19:]):
        document = a_document(text, good().bundle.content, f"statement-sha256:{statement_digest(good().statement)}")
        fails_in(verified(sign_pdf(document, keys_of(), ISSUED)), 2)


# --- 3 issuer


def test_another_key_fails_at_the_issuer(verified: Verifier) -> None:
    forger = keys_of("Forger")
    forged = certified(forger)
    fails_in(verified(forged.pdf), 3)
    fails_in(verified(forged.credential, bundle=forged.bundle.content), 3)
    # He takes the names of the issuer too: only the keys differ.
    namesake = generate_keys(keys_of().issuer.name, datetime(2026, 1, 1, tzinfo=UTC), issuer_id=keys_of().issuer.id)
    fails_in(verified(certified(namesake).pdf), 3)


def test_an_empty_trust_store_fails_at_the_issuer(verified: Verifier) -> None:
    done = verified(good().pdf, trust=TrustStore(()))
    fails_in(done, 3)
    assert codes(done, 3) == ["K201"]


def known(**changes: Any) -> TrustStore:
    issuer = keys_of().issuer
    return TrustStore.of(replace(issuer, pairs=(replace(issuer.pairs[0], **changes),)))


def test_certificates_of_retired_keys_hold_as_of_their_signing(verified: Verifier) -> None:
    assert verified(good().pdf, trust=known(retired=ISSUED + timedelta(days=1))).good
    fails_in(verified(good().pdf, trust=known(retired=ISSUED - timedelta(days=1))), 3)


@pytest.mark.parametrize("days", [-10, 0, 10, 1000])
def test_certificates_of_revoked_keys_do_not_hold_whenever_they_were_signed(verified: Verifier, days: int) -> None:
    trust = known(revocation=Revocation(ISSUED + timedelta(days=days), "stolen"))
    for content in (good().pdf, good().credential):
        done = verified(content, trust=trust, bundle=good().bundle.content, at=ISSUED + timedelta(days=1))
        fails_in(done, 3)
        assert codes(done, 3) == ["K203"]


# --- 4 validity and status


def test_an_expired_certificate_fails_and_holds_as_of_a_day_within(verified: Verifier) -> None:
    late = datetime(2028, 3, 2, tzinfo=UTC)
    done = verified(good().pdf, clock=late)
    fails_in(done, 4)
    assert codes(done, 4) == ["K504"]
    assert verified(good().pdf, clock=late, at=datetime(2028, 3, 1, tzinfo=UTC)).good
    fails_in(verified(good().pdf, at=late), 4)


def test_a_clock_before_the_issue_fails(verified: Verifier) -> None:
    done = verified(good().pdf, clock=ISSUED - timedelta(seconds=1))
    fails_in(done, 4)
    assert codes(done, 4) == ["K503"]
    assert verified(good().pdf, clock=ISSUED).good
    fails_in(verified(good().pdf, at=ISSUED - timedelta(days=1)), 4)


def test_a_certificate_that_is_not_yet_valid_fails(verified: Verifier) -> None:
    later = certified(valid_from="2026-07-01T00:00:00Z")
    fails_in(verified(later.credential, bundle=later.bundle.content), 4)


def test_a_pdf_signed_at_another_time_than_its_statement_fails(verified: Verifier) -> None:
    document = a_document(good().credential, good().bundle.content, f"statement-sha256:{statement_digest(good().statement)}")
    done = verified(sign_pdf(document, keys_of(), ISSUED + timedelta(seconds=1)))
    fails_in(done, 4)
    assert codes(done, 4) == ["K205"]


def a_status(
    state: str = "valid",
    *,
    keys: SigningKeys | None = None,
    as_of: datetime = NOW,
    since: datetime = ISSUED,
    number: str | None = None,
    digest: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> str:
    keys = keys or keys_of()
    entry = {
        "status": state,
        "since": moment_text(since),
        "reason": None if state == "valid" else "a mistake",
        "statement_sha256": digest or statement_digest(good().statement),
    }
    payload = {
        "schema": "footprint/status/1",
        "issuer": keys.issuer.id,
        "as_of": moment_text(as_of),
        "register": {"id": "x", "sequence": 2, "sha256": "0" * 64},
        "entries": {number or good().statement["number"]: entry},
        **(changes or {}),
    }
    return jws.sign(payload, keys, "footprint-status+jwt", as_of)


def test_a_status_file_that_says_valid_is_enough_for_whoever_requires_one(verified: Verifier) -> None:
    done = verified(good().pdf, status=a_status(), require_status=True)
    assert done.good
    assert done.steps[3].details["status"] == "valid"
    assert not done.steps[3].findings
    fails_in(verified(good().credential, bundle=good().bundle.content, require_status=True), 4)


@pytest.mark.parametrize("state", ["withdrawn", "suspended", "superseded", "expired"])
def test_a_certificate_that_is_out_of_force_fails_with_its_status_file(verified: Verifier, state: str) -> None:
    status = a_status(state, since=NOW - timedelta(days=3))
    done = verified(good().pdf, status=status)
    fails_in(done, 4)
    assert codes(done, 4) == ["K505"]
    # As of a day before that it held, which is said together with what came after.
    before = verified(good().pdf, status=status, at=NOW - timedelta(days=4))
    assert before.good
    assert codes(before, 4) == ["K511"]
    fails_in(verified(good().pdf, status=status, at=NOW - timedelta(days=2)), 4)


def test_the_fourth_step_says_of_when_the_status_file_is_and_what_supersedes(verified: Verifier) -> None:
    day = moment_text(NOW)
    assert day in verified(good().pdf, status=a_status()).steps[3].message["zh"]
    entry = {
        "status": "superseded",
        "since": moment_text(NOW - timedelta(days=3)),
        "reason": "a mistake",
        "statement_sha256": statement_digest(good().statement),
        "by": "DL-2026-000007",
    }
    (finding,) = verified(good().pdf, status=a_status(changes={"entries": {good().statement["number"]: entry}})).steps[3].findings
    assert "superseded by DL-2026-000007" in finding.message()
    assert f"status file of {day}" in finding.message()
    assert "被 DL-2026-000007 替代" in finding.message("zh")
    for strange in (7, "x" * 61, "替代"):
        status = a_status(changes={"entries": {good().statement["number"]: {**entry, "by": strange}}})
        done = verified(good().pdf, status=status)
        assert codes(done, 4) == ["K507"]
        assert "条目未注明替代它的编号" in done.steps[3].findings[0].message("zh")


def test_where_a_text_is_no_json_is_said_in_a_sentence() -> None:
    from footprint.verification.canonical import read_canonical

    with pytest.raises(ValueError, match=r"Invalid control character at character \d+$"):
        read_canonical(b'{"a": "\n"}', 100)


@pytest.mark.parametrize("state", ["withdrawn", "expired"])
def test_a_suspension_before_a_withdrawal_counts_as_of_a_day_between_both(verified: Verifier, tmp_path: Path, state: str) -> None:
    register = create_register(tmp_path / "register.sqlite", "DL", clock=lambda: ISSUED)
    number = register.reserve("statement")
    register.record_issue(number, {"statement_sha256": "0" * 64, "valid_until": "2027-03-02T23:59:59Z"})
    register._clock = lambda: ISSUED + timedelta(days=10)
    register.suspend(number, "doubt")
    asked = datetime(2027, 9, 1, tzinfo=UTC)
    if state == "withdrawn":
        register._clock = lambda: asked
        register.withdraw(number, "it was wrong")
    published = {**status_list(register, keys_of().issuer.id, asked)["entries"][number]}
    assert (published["status"], published["not_valid_since"]) == (state, moment_text(ISSUED + timedelta(days=10)))
    published["statement_sha256"] = statement_digest(good().statement)
    status = a_status(as_of=asked, changes={"entries": {good().statement["number"]: published}})
    # Withdrawn long after, but suspended already on the day that is asked about.
    done = verified(good().pdf, status=status, at=ISSUED + timedelta(days=20))
    fails_in(done, 4)
    assert codes(done, 4) == ["K505"]
    assert verified(good().pdf, status=status, at=ISSUED + timedelta(days=5)).good


def test_a_trusted_issuer_that_took_the_identifier_of_another_does_not_speak_for_it(verified: Verifier) -> None:
    other = keys_of("Another issuer")
    posing = replace(other.issuer, id=keys_of().issuer.id)
    payload = {**jws.examine(a_status(), "footprint-status+jwt").payload, "issuer": posing.id}
    status = jws.sign(payload, other, "footprint-status+jwt", NOW)
    done = verified(good().pdf, trust=TrustStore.of(keys_of().issuer, posing), status=status)
    fails_in(done, 4)
    assert codes(done, 4) == ["K507"]


def test_now_is_the_later_of_the_clock_and_the_status_file(verified: Verifier) -> None:
    behind = ISSUED - timedelta(days=500)
    assert verified(good().pdf, clock=behind, status=a_status()).good
    # A clock that was set back does not make an expired certificate good.
    fails_in(verified(good().pdf, clock=behind, status=a_status(as_of=datetime(2028, 6, 1, tzinfo=UTC))), 4)


def test_a_status_file_from_before_the_issue_says_nothing(verified: Verifier) -> None:
    old = a_status(as_of=ISSUED - timedelta(days=1), number="DL-2026-000099")
    done = verified(good().pdf, status=old)
    assert done.good
    assert codes(done, 4) == ["K509"]
    done = verified(good().pdf, status=old, require_status=True)
    fails_in(done, 4)
    assert codes(done, 4) == ["K508"]


def test_an_old_status_file_is_pointed_out(verified: Verifier) -> None:
    done = verified(good().pdf, status=a_status(as_of=NOW - timedelta(days=40)))
    assert done.good
    assert codes(done, 4) == ["K510"]


def test_a_number_that_the_register_does_not_know_fails(verified: Verifier) -> None:
    for status in (a_status(number="DL-2026-000002"), a_status(digest="0" * 64)):
        done = verified(good().pdf, status=status)
        fails_in(done, 4)
        assert codes(done, 4) == ["K506"]


def test_the_status_file_of_another_issuer_fails(verified: Verifier) -> None:
    other = keys_of("Another issuer")
    done = verified(good().pdf, trust=trust_in(keys_of(), other), status=a_status(keys=other))
    fails_in(done, 4)
    assert codes(done, 4) == ["K507"]
    fails_in(verified(good().pdf, status=a_status(keys=other)), 4)
    # Another trusted issuer cannot speak for this one.
    posing = a_status(keys=other, changes={"issuer": keys_of().issuer.id})
    fails_in(verified(good().pdf, trust=trust_in(keys_of(), other), status=posing), 4)


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "footprint/status/2"},
        {"as_of": "2027-01-01T00:00:00Z"},
        {"as_of": 5},
        {"entries": []},
        {"entries": {"DL-2026-000001": {}}},
        {"entries": {"DL-2026-000001": {"status": "fine", "since": "2026-03-02T08:30:00Z", "reason": None, "statement_sha256": "0"}}},
        {"entries": {"DL-2026-000001": None}},
    ],
    ids=str,
)
def test_a_status_file_of_another_form_fails(verified: Verifier, changes: dict[str, Any]) -> None:
    fails_in(verified(good().pdf, status=a_status(changes=changes)), 4)


def test_a_changed_status_file_fails(verified: Verifier) -> None:
    text = a_status("withdrawn").encode()
    for at in range(0, len(text), 13):
        changed = bytearray(text)
        changed[at] ^= 1
        fails_in(verified(good().credential, status=bytes(changed)), 4)
    for content in (b"", b"\0", b"[" * 10_000, good().credential.encode(), text + b"\n"):
        fails_in(verified(good().credential, status=content), 4)


# --- 5 digests


def test_a_credential_alone_needs_its_bundle(verified: Verifier) -> None:
    done = verified(good().credential)
    fails_in(done, 5)
    assert codes(done, 5) == ["K512"]


def test_changed_bytes_of_a_bundle_fail_at_the_digests(verified: Verifier) -> None:
    content = good().bundle.content
    for at in [*range(0, len(content), 577), *range(len(content) - 30, len(content))]:
        changed = bytearray(content)
        changed[at] ^= 1 << (at % 8)
        fails_in(verified(good().credential, bundle=bytes(changed)), 5)


def test_a_bundle_that_was_packed_anew_fails_at_the_digests(verified: Verifier, tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "again.zip"
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(file, "w", compression) as archive:
            for name, content in good().bundle.members.items():
                archive.writestr(name, content)
        fails_in(verified(good().credential, bundle=file.read_bytes()), 5)


def test_swapped_members_and_another_bundle_fail_at_the_digests(verified: Verifier) -> None:
    members = dict(good().bundle.members)
    swapped = {**members, "README.txt": members["reproduce.py"], "reproduce.py": members["README.txt"]}
    fails_in(verified(good().credential, bundle=pack(swapped)), 5)
    fails_in(verified(good().credential, bundle=a_bundle(model=stone(electricity="36 kWh")).content), 5)
    fails_in(verified(good().credential, bundle=b"PK\x03\x04"), 5)
    fails_in(verified(good().credential, bundle=b""), 5)


def test_exchanged_attachments_fail_at_the_digests_even_under_the_issuers_signature(verified: Verifier) -> None:
    digest = statement_digest(good().statement)
    other = certified(bundle=a_bundle(model=stone(electricity="36 kWh")), number="DL-2026-000002")
    cases = [
        (other.credential, other.bundle.content, digest),  # the page names another statement
        (good().credential, other.bundle.content, digest),
        (other.credential, good().bundle.content, statement_digest(other.statement)),
        (good().credential, good().bundle.content, "0" * 64),
    ]
    for credential, bundle, named in cases:
        document = a_document(credential, bundle, f"statement-sha256:{named}")
        fails_in(verified(sign_pdf(document, keys_of(), ISSUED)), 5)
    unnamed = a_document(good().credential, good().bundle.content, "no digest")
    fails_in(verified(sign_pdf(unnamed, keys_of(), ISSUED)), 5)


@pytest.mark.parametrize(
    "change",
    [
        {"bundle__manifest_sha256": "0" * 64},
        {"bundle__file_sha256": "0" * 64},
        {"bundle__disclosure": "committed"},
        {"model__sha256": "0" * 64},
        {"algorithm_fingerprint": "0" * 64},
        {"criteria": [{"id": "few", "title": {"en": "Few rules"}, "version": "1", "sha256": "0" * 64}]},
    ],
    ids=str,
)
def test_a_statement_about_other_evidence_fails_at_the_digests(verified: Verifier, change: dict[str, Any]) -> None:
    about = certified_statement(**change)
    fails_in(verified(about, bundle=good().bundle.content), 5)


# --- 6 recompilation, 7 recomputation, 8 comparison


def stone(electricity: str = "35 kWh", co2: str = "1.5 kg") -> str:
    from certified_examples import MODEL

    return MODEL.replace("35 kWh", electricity).replace("1.5 kg", co2)


def certified_statement(**changes: Any) -> str:
    """Give a credential of the good statement with changes, signed by its issuer; quicker than a whole certificate."""
    statement = deepcopy(good().statement)
    for path, value in changes.items():
        *outer, last = path.split("__")
        record = statement
        for name in outer:
            record = record[name]
        record[last] = value
    return sign_credential(statement, keys_of(), ISSUED)


def remade(members: Mapping[str, bytes], **manifest: Any) -> Bundle:
    """Make a bundle whose manifest agrees with its members, whatever they are, as a dishonest issuer would."""
    data = json.loads(members["manifest.json"])
    data["members"] = {name: sha256(content) for name, content in members.items() if name != "manifest.json"}
    data["datapackage"] = {**data["datapackage"], "sha256": data["members"]["datapackage.zip"]}
    data.update(manifest)
    return open_bundle(pack({**members, "manifest.json": canonical_json(data)}))


def about_bundle(bundle: Bundle, **changes: Any) -> str:
    """Give a credential about a bundle that was tampered with before it was signed."""
    return certified_statement(
        bundle__manifest_sha256=bundle.manifest_sha256,
        bundle__file_sha256=bundle.sha256,
        model__sha256=sha256(bundle.members[bundle.model_member]),
        **changes,
    )


def test_a_datapackage_that_is_not_the_models_fails_at_the_recompilation(verified: Verifier) -> None:
    other = a_bundle(model=stone(co2="1.6 kg"))
    exchanged = remade({**good().bundle.members, "datapackage.zip": other.members["datapackage.zip"]})
    done = verified(about_bundle(exchanged), bundle=exchanged.content)
    fails_in(done, 6)
    assert codes(done, 6) == ["K514"]


def test_a_model_that_is_not_the_datapackages_fails_at_the_recompilation(verified: Verifier) -> None:
    other = a_bundle(model=stone(electricity="350 kWh"))
    name = good().bundle.model_member
    members = {**good().bundle.members, name: other.members[name]}
    result = json.loads(members["result.json"])
    result["model"]["sha256"] = sha256(members[name])
    exchanged = remade({**members, "result.json": canonical_json(result)})
    fails_in(verified(about_bundle(exchanged), bundle=exchanged.content), 6)


def test_a_model_that_cannot_be_calculated_fails_at_the_recompilation(verified: Verifier) -> None:
    for text in (b"not a model", stone().replace("35 kWh", "35 t").encode(), b"", b"a: " + b"[" * 10_000):
        exchanged = remade({**good().bundle.members, good().bundle.model_member: text})
        fails_in(verified(about_bundle(exchanged), bundle=exchanged.content), 6)


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], int | float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from numbers(inner, (*path, position))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


def altered(data: Any, path: Sequence[Any], value: Any) -> Any:
    changed = deepcopy(data)
    record = changed
    for name in path[:-1]:
        record = record[name]
    record[path[-1]] = value
    return changed


def one_digit_more(value: float) -> float:
    """Change a digit that counts, about the sixth."""
    if isinstance(value, int):
        return value + 1
    return value * (1 + 1e-5) if value else 1e-3


def test_every_number_of_a_statement_counts(verified: Verifier) -> None:
    result = good().statement["result"]
    paths = [path for path, _ in numbers(result) if path[0] not in ("headline", "sums")]
    assert len(paths) >= 12
    for path in paths:
        value = one_digit_more(dict(numbers(result))[path])
        done = verified(certified_statement(result=altered(result, path, value)), bundle=good().bundle.content)
        fails_in(done, 8)
        assert codes(done, 8) == ["K515"] * len(codes(done, 8))
    for name in ("excl_uptake", "iso_net"):
        value = one_digit_more(result["sums"][name])
        changed = altered(result, ("sums", name), value)
        if name == result["headline"]["sum"]:
            changed = altered(changed, ("headline", "value"), value)
        fails_in(verified(certified_statement(result=changed), bundle=good().bundle.content), 8)


def test_the_last_digit_of_the_headline_counts(verified: Verifier) -> None:
    import math

    result = good().statement["result"]
    value = math.nextafter(result["headline"]["value"], 100)
    changed = altered(altered(result, ("headline", "value"), value), ("sums", "iso_net"), value)
    fails_in(verified(certified_statement(result=changed), bundle=good().bundle.content), 8)


def test_every_number_of_the_bundles_result_is_computed_again(verified: Verifier) -> None:
    result = json.loads(good().bundle.members["result.json"])
    paths = [path for path, _ in numbers(result) if path[0] in ("sums", "categories", "stages", "gases", "contributions")]
    assert len(paths) > 12
    for path in paths:
        value = one_digit_more(dict(numbers(result))[path])
        changed = altered(result, path, value)
        exchanged = remade({**good().bundle.members, "result.json": canonical_json(changed)})
        done = verified(about_bundle(exchanged), bundle=exchanged.content)
        fails_in(done, 8)


def test_a_number_changed_everywhere_consistently_is_found_by_recomputation(verified: Verifier) -> None:
    # The dishonest issuer writes 10 % less into result, manifest and statement alike: only the recomputation says otherwise.
    def less(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: less(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [less(inner) for inner in value]
        return value * 0.9 if isinstance(value, float) else value

    result = json.loads(good().bundle.members["result.json"])
    for name in ("sums", "categories", "of_which", "stages", "total", "gases", "contributions"):
        result[name] = less(result[name])
    manifest = json.loads(good().bundle.members["manifest.json"])["result"]
    exchanged = remade({**good().bundle.members, "result.json": canonical_json(result)}, result={**manifest, "total": result["total"]})
    from certified_examples import result_in_statement

    text = about_bundle(exchanged, result=result_in_statement(result))
    done = verified(text, bundle=exchanged.content)
    fails_in(done, 8)


def test_a_difference_that_another_algorithm_may_explain_says_so(verified: Verifier) -> None:
    result = json.loads(good().bundle.members["result.json"])
    changed = altered(result, ("gases", 0, "value"), one_digit_more(result["gases"][0]["value"]))
    exchanged = remade({**good().bundle.members, "result.json": canonical_json(changed)}, algorithm_fingerprint="0" * 64)
    done = verified(about_bundle(exchanged, algorithm_fingerprint="0" * 64), bundle=exchanged.content)
    fails_in(done, 8)
    assert "K522" in codes(done, 8)


@pytest.mark.parametrize(
    "change",
    [
        {"product__name": {"en": "Gold", "zh": "黄金"}},
        {"product__declared_unit": "1 kg"},
        {"product__identifiers": {"hs": "7108.12"}},
        {"product__version": 2},
        {"responsible_party__name": {"en": "Another quarry"}},
        {"period": {"start": "2024-01-01", "end": "2024-12-31"}},
        {"method__name": "ipcc-ar5-gwp100"},
        {"method__sha256": "0" * 64},
    ],
    ids=str,
)
def test_a_statement_about_another_subject_fails_at_the_comparison(verified: Verifier, change: dict[str, Any]) -> None:
    fails_in(verified(certified_statement(**change), bundle=good().bundle.content), 8)


@pytest.mark.parametrize("member", ["result.json", "findings.json", "profile.yaml", "datapackage.zip"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"sums":{}}', b"\xff\xfe", b"[" * 5000])
def test_evidence_made_to_hurt_ends_in_a_finding(verified: Verifier, member: str, content: bytes) -> None:
    try:
        exchanged = remade({**good().bundle.members, member: content})
    except Exception:
        return  # it does not even open
    criteria = [{**good().statement["criteria"][0], "sha256": sha256(exchanged.members["profile.yaml"])}]
    with ends():
        done = verified(about_bundle(exchanged, criteria=criteria), bundle=exchanged.content)
    if member == "findings.json":
        return  # what was found at the request is not relied on
    assert done.failed is not None
    assert done.failed.number in (6, 8, 9)


# --- 9 rule checks


def with_rules(level: str) -> Bundle:
    """Give a bundle whose profile applies a rule that the model breaks: it names no primary data for its electricity factor."""
    from certified_examples import MODEL

    return a_bundle(MODEL, rules=(("own-data-period", level), ("site-named", level), ("report-complete", level)))


def test_a_rule_that_fails_fails_the_rule_checks(verified: Verifier) -> None:
    bundle = with_rules("fail")
    failing = sorted({row["rule"] for row in bundle.outcomes if row["status"] == "fail"})
    assert failing, "the example must break a rule"
    issued = certified(bundle=bundle)
    done = verified(issued.pdf)
    fails_in(done, 9)
    assert set(codes(done, 9)) == {"K516"}
    assert verified(certified(bundle=with_rules("warn")).pdf).good


def test_a_modified_opinion_excepts_the_rules_that_it_names_and_no_others(verified: Verifier) -> None:
    bundle = with_rules("fail")
    failing = sorted({row["rule"] for row in bundle.outcomes if row["status"] == "fail"})
    modified = {"opinion": "modified", "qualifications": [{"en": "Except for what is named."}]}
    counts = {"closed": 0, "closed_not_satisfied": len(failing), "open": 0}
    issued = certified(bundle=bundle, nonconformities={**counts, "not_satisfied_rules": failing}, **modified)
    done = verified(issued.pdf)
    assert done.good
    assert codes(done, 9) == ["K518"]
    fewer = certified(bundle=bundle, nonconformities={**counts, "not_satisfied_rules": failing[1:]}, **modified)
    fails_in(verified(fewer.pdf), 9)


def test_a_demonstration_says_so_and_lifts_the_rules(verified: Verifier) -> None:
    done = verified(certified(bundle=with_rules("fail"), demonstration=True).pdf)
    assert done.good
    assert codes(done, 3) == ["K519"]
    assert codes(done, 9) == ["K518"]


def test_a_real_statement_on_demo_records_fails_whatever_its_profile_says(verified: Verifier) -> None:
    from certified_examples import MODEL

    paper = "      paper: {amount: 1 kg, from: cn-waste/landfill}\n"
    model = MODEL.replace('inventories: {cn-electricity: "2024.1"}', 'inventories: {cn-electricity: "2024.1", cn-waste: "1"}')
    bundle = a_bundle(model.replace("    emissions:\n", f"    wastes:\n{paper}    emissions:\n"))
    assert verified(certified(bundle=bundle, demonstration=True).pdf).good
    assert codes(verified(certified(bundle=bundle).pdf), 9) == ["K523"]


def test_an_empty_policy_fails_the_rule_checks(verified: Verifier) -> None:
    text = good().bundle.profile_text
    import yaml

    data = yaml.safe_load(text)
    for rules in ({name: {"level": "off", "why": "none"} for name in data["rules"]}, {}):
        profile = yaml.safe_dump({**data, "rules": rules}, allow_unicode=True).encode()
        manifest = json.loads(good().bundle.members["manifest.json"])["profile"]
        exchanged = remade({**good().bundle.members, "profile.yaml": profile}, profile={**manifest, "sha256": sha256(profile)})
        criteria = [{**good().statement["criteria"][0], "sha256": sha256(profile)}]
        fails_in(verified(about_bundle(exchanged, criteria=criteria), bundle=exchanged.content), 9)


# --- committed records


def test_committed_records_need_the_licence_holders_copy_and_verify_with_it(verified: Verifier, tmp_path: Path) -> None:
    bundle = a_bundle(commit_to=("cn-electricity",))
    issued = certified(bundle=bundle, bundle__disclosure="committed")
    done = verified(issued.pdf)
    fails_in(done, 6)
    assert codes(done, 6) == ["V114"]
    assert "cn-electricity" in done.steps[5].message["en"]
    assert "licence" in done.steps[6].message["en"]
    copies = [shipped_folder("inventories")]
    with_copy = verified(issued.pdf, inventories=copies)
    assert with_copy.good
    assert codes(with_copy, 6) == ["V117"]  # compared as a whole package only
    # The salts are the licence holder's: they are not in the bundle, and those of another request do not fit.
    (tmp_path / "salts").write_text("{}")
    fails_in(verified(issued.pdf, inventories=copies, salts=tmp_path / "salts"), 6)


def test_records_that_are_not_the_published_ones_are_pointed_out(verified: Verifier, tmp_path: Path) -> None:
    # A package under the name and version of a shipped one: consistent in itself, and not what it says.
    for name in ("cn-electricity", "elementary-flows", "methods"):
        shutil.copytree(shipped_folder("inventories") / name, tmp_path / "own" / name)
    table = tmp_path / "own" / "cn-electricity" / "exchanges.csv"
    text = table.read_text(encoding="utf-8")
    assert "0.5777" in text
    table.write_text(text.replace("0.5777", "0.0577"), encoding="utf-8")
    bundle = a_bundle(packages=str(tmp_path / "own"))
    done = verified(certified(bundle=bundle).pdf)
    assert done.good
    assert codes(done, 6) == ["K521"]
    assert codes(verified(good().pdf), 6) == []


# --- hostile files


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_pdfs_end_in_a_failed_step(verified: Verifier, name: str) -> None:
    with ends():
        done = verified(HOSTILE[name])
    assert done.failed is not None
    assert done.failed.number in (1, 2)


def test_files_that_cannot_be_read_raise_and_name_the_file(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.pdf", tmp_path):
        with pytest.raises(UnreadableFile):
            pipeline.verify(path, trust_in(), clock=NOW)
    large = tmp_path / "large.pdf"
    with large.open("wb") as stream:
        stream.truncate(PDF_LIMIT + 1)
    with pytest.raises(FileTooLarge):
        pipeline.verify(large, trust_in(), clock=NOW)
    (tmp_path / "given").write_bytes(good().pdf)
    with pytest.raises(UnreadableFile):
        pipeline.verify(tmp_path / "given", trust_in(), clock=NOW, status=tmp_path / "no-status")


def test_the_signature_is_not_looked_for_in_what_it_does_not_cover() -> None:
    # The helpers above mean what they say.
    before, after = hole(good().pdf)
    assert good().pdf[before : before + 5] == b"<3082"
    assert good().pdf[after - 2 : after] == b"0>"


# --- what an issuer says that the evidence does not


def _words() -> Iterator[tuple[str, dict[str, Any]]]:
    statement = good().statement
    criterion, result = statement["criteria"][0], statement["result"]
    party, everything = statement["responsible_party"], good().bundle.result["contributions"]
    yield "uscc", {"responsible_party": {**party, "uscc": "91210200MA0000000X"}}
    yield "site", {"responsible_party": {**party, "site": "Elsewhere"}}
    yield "another criterion", {"criteria": [criterion, {**criterion, "id": "iso-14067"}]}
    hidden = {"contributions": [], "remaining": {"count": len(everything), "value": sum(row["value"] for row in everything)}}
    yield "contributions left out", {"result": {**result, **hidden}}
    smaller = {"contributions": result["contributions"][1:], "remaining": {"count": 1, "value": everything[0]["value"]}}
    yield "the largest contribution left out", {"result": {**result, **smaller}}
    uncertainty = {"low": 20.1, "high": 20.2, "level": 0.95, "how": {"en": "Nobody knows."}}
    yield "uncertainty", {"result": {**result, "uncertainty": uncertainty}}


@pytest.mark.parametrize("what", [name for name, _ in _words()])
def test_what_the_evidence_does_not_say_fails_in_the_comparison(verified: Verifier, what: str) -> None:
    fails_in(verified(certified(**dict(_words())[what]).pdf), 8)


def test_the_title_of_the_criteria_is_that_of_the_profile(verified: Verifier) -> None:
    criterion = {**good().statement["criteria"][0], "title": {"en": "ISO 14067:2018"}}
    fails_in(verified(certified(criteria=[criterion]).pdf), 9)


def test_site_and_code_of_the_party_may_be_stated_as_the_model_has_them(verified: Verifier) -> None:
    party = {**good().statement["responsible_party"], "site": "Dalian, CN-21, CN"}
    assert verified(certified(responsible_party=party).pdf).good


def test_a_weaker_profile_under_the_name_of_a_shipped_one_is_named(verified: Verifier, tmp_path: Path) -> None:
    """Who asks for verification writes the bundle: its profile may call itself ISO 14067 and apply a single rule."""
    shipped = read_profile("iso-14067")
    model, own = tmp_path / "stone.yaml", tmp_path / "weak.yaml"
    model.write_text(MODEL, encoding="utf-8")
    rules = dict.fromkeys(shipped.rules, "{level: off, why: a test}") | {"boundary-allowed": "fail"}
    listed = "".join(f"  {rule}: {level}\n" for rule, level in rules.items())
    head = f'footprint: rule-profile/1\nid: iso-14067\nversion: "{shipped.version}"\nextends: iso-14067\nrules:\n'
    own.write_text(head + listed, encoding="utf-8")
    weak = read_profile(own)
    assert is_shipped(shipped) is True
    assert is_shipped(weak) is False
    bundle = pipeline.request(model, own).bundle
    # The issuer's review and issue refuse it, as they refuse records that are not the published ones.
    refused = [finding for finding in compare_with_published(bundle, open_library()) if finding.code == "V120"]
    assert [finding.values["member"] for finding in refused] == ["profile.yaml"]
    text = "".join(_own(review(one, None, pipeline.calculate_with), "en") for one in (bundle, good().bundle))
    assert text == 2 * ", not one that ships here"
    # Where an issuer does not, the customer is told.
    criterion = {"id": weak.id, "title": dict(weak.title), "version": weak.version, "sha256": weak.sha256}
    done = verified(certified(bundle=bundle, criteria=[criterion]).pdf)
    assert "K521" in codes(done, 6)
    assert "NOT as it ships" in done.steps[8].message["en"]
    assert done.steps[8].details["profile_shipped"] is False
    assert verified(good().pdf).steps[8].details["profile_shipped"] is None


def test_records_of_a_version_that_nobody_has_are_named(verified: Verifier, tmp_path: Path) -> None:
    """Half the factor, under the name of a shipped package and a version that there is not: nothing to compare it with."""
    good().bundle.extract(tmp_path)
    package = tmp_path / "inventories" / "cn-electricity"
    for name, old, new in (("datapackage.json", '"2024.1"', '"2024.9"'), ("exchanges.csv", ",0.5777,", ",0.2888,")):
        text = (package / name).read_text(encoding="utf-8")
        assert old in text
        (package / name).write_text(text.replace(old, new), encoding="utf-8")
    bundle = a_bundle(stone().replace('"2024.1"', '"2024.9"'), packages=str(tmp_path / "inventories"))
    done = verified(certified(bundle=bundle).pdf)
    assert [finding.values["version"] for finding in done.steps[5].findings if finding.code == "V121"] == ["2024.9"]
    assert "V121" not in codes(verified(good().pdf), 6)


def test_words_of_a_stranger_do_not_steer_the_terminal() -> None:
    assert visible("one\x1b[2J \u202etwo\x9b") == "one\\x1b[2J \\u202etwo\\x9b"
    assert visible("石粉\u3000a\tb\nc") == "石粉\u3000a\tb\nc"
