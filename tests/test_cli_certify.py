"""``footprint certify``: what it prints, its exit status, and that a kill leaves nothing half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from certificates import a_review, model_text
from footprint import pipeline
from footprint.cli import main
from footprint.verification.bundle import Bundle
from footprint.verification.certificate.issuing import finish_interrupted
from footprint.verification.keys import new_keys, read_trust
from footprint.verification.register import Register, create_register
from footprint.verification.review import read_decision_text

pytestmark = pytest.mark.xdist_group("certificates")

PASSPHRASE = "only for tests"
KILLS = int(os.environ.get("FOOTPRINT_KILLS", "3"))
"""How often certify is killed; a larger number takes longer and tries more instants."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up a verification body: keys, a bundle of last year's data, a decision on it."""
    folder = tmp_path_factory.mktemp("office")
    last = datetime.now(UTC).year - 1
    (folder / "works.yaml").write_text(model_text().replace("2025-", f"{last}-"), encoding="utf-8")
    bundle = pipeline.request(folder / "works.yaml", "iso-14067").bundle
    (folder / "works.bundle.zip").write_bytes(bundle.content)
    (folder / "decision.yaml").write_text(decided(bundle), encoding="utf-8")
    (folder / "passphrase").write_text(PASSPHRASE)
    new_keys(folder / "keys", "Example verification body", PASSPHRASE, datetime.now(UTC) - timedelta(seconds=5))
    return folder


def decided(bundle: Bundle) -> str:
    """Write a decision that leaves only the validity open."""
    first = a_review(bundle)
    assert first.plan is not None
    lines = []
    for line in first.nonconformities:
        about = f"number: {line.number}, rule: {line.rule}, exchange: {line.exchange}, parameter: {line.parameter}"
        lines.append(f"  - {{{about}, conclusion: closed, reason: Seen.}}")
    seen = [f'  - {{input: "{item.name}", document: Records.}}' for item in first.plan.sample]
    head = f"footprint: decision/1\nbundle: {bundle.sha256}\ndate: {datetime.now(UTC).date()}\n"
    who = "verifier: {organisation: Example verification body, reviewer: Wang Wei, independent_reviewer: Li Na}\n"
    what = "level_of_assurance: reasonable\nmateriality: 5 %\nopinion: unmodified\n"
    text = "\n".join([head + who + what + "nonconformities:", *lines, "evidence:", *seen, ""])
    assert read_decision_text(text)
    return text


def certify(office: Path, out: Path, *options: str, capsys: pytest.CaptureFixture[str], key: str = "keys") -> tuple[int, str, str]:
    words = ["certify", str(office / "works.bundle.zip"), "--decision", str(office / "decision.yaml"), "--key", str(office / key)]
    with pytest.raises(SystemExit) as left:
        main([*words, "--passphrase-file", str(office / "passphrase"), "--out", str(out), *options])
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_it_names_the_files_and_ends_with_0(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create_register(tmp_path / "register.sqlite", "EX")
    options = ("--register", str(tmp_path / "register.sqlite"), "--validity", "1", "--language", "zh", "--lang", "en")
    status, out, err = certify(office, tmp_path / "out", *options, capsys=capsys)
    assert (status, err) == (0, "")
    number = f"EX-{datetime.now(UTC).year}-000001"
    assert f"Verification statement {number} issued:" in out
    for ending in ("pdf", "jwt", "bundle.zip"):
        assert (tmp_path / "out" / number / f"{number}.{ending}").is_file()
        assert f"{number}.{ending}" in out
    trust = read_trust(office / "keys" / "issuer.json")
    assert pipeline.verify(tmp_path / "out" / number / f"{number}.pdf", trust, clock=datetime.now(UTC)).good


def test_refusals_end_with_1_and_stand_in_json(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = certify(office, tmp_path / "out", "--json", "--lang", "zh", capsys=capsys)
    assert (status, err) == (1, "")
    said = json.loads(out)
    assert [finding["code"] for finding in said["findings"]] == ["V505", "V511"]
    assert said["findings"][0]["message"] == "声明编号由登记册给出，但未指定登记册。"
    status, out, err = certify(office, tmp_path / "out", "--lang", "en", capsys=capsys)
    assert (status, out) == (1, "")
    assert "V511" in err
    assert "Not issued. Grounds: 2." in err
    assert not (tmp_path / "out").exists()


def test_a_demonstration_needs_no_register_and_says_so_in_json(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = certify(office, tmp_path / "out", "--demonstration", "--validity", "1", "--json", capsys=capsys)
    said = json.loads(out)
    assert status == 0
    assert said["demonstration"] is True
    assert said["statement"]["demonstration"] is True
    assert Path(said["pdf"]).is_file()


@pytest.mark.parametrize(
    "options",
    [
        ("--validity", "1", "--valid-until", "2099-01-01"),
        ("--valid-until", "tomorrow"),
        ("--valid-until", "20990101"),
        ("--validity", "0"),
        ("--language", "fr"),
    ],
)
def test_options_that_make_no_sense_end_with_2(
    options: tuple[str, ...], office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = certify(office, tmp_path / "out", *options, capsys=capsys)
    assert (status, out) == (2, "")


def test_what_cannot_be_read_ends_with_2_without_a_traceback(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--demonstration", "--validity", "1")
    for words in (("--register", str(tmp_path / "none.sqlite"), *options), ("--key", str(tmp_path / "nowhere"), *options)):
        status, out, err = certify(office, tmp_path / "out", *words, capsys=capsys)
        assert (status, out) == (2, "")
        assert "Traceback" not in err
        assert "G002" not in err
    (tmp_path / "wrong").write_text("another passphrase")
    status, _, err = certify(office, tmp_path / "out", *options, "--passphrase-file", str(tmp_path / "wrong"), capsys=capsys)
    assert status == 2
    assert "Traceback" not in err
    (tmp_path / "salts").write_text('{"manifest_sha256":"","salts":{},"schema":"footprint/salts/1"}')
    status, _, err = certify(office, tmp_path / "out", *options, "--salts", str(tmp_path / "salts"), "--lang", "en", capsys=capsys)
    assert status == 2
    assert "another bundle" in err
    assert list((tmp_path / "out").glob("*")) == []


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL")
def test_a_kill_at_any_instant_leaves_nothing_half(office: Path, tmp_path: Path) -> None:
    create_register(tmp_path / "register.sqlite", "EX")
    register = Register(tmp_path / "register.sqlite")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "footprint", "certify", str(office / "works.bundle.zip"), "--decision", str(office / "decision.yaml")]
    command += ["--key", str(office / "keys"), "--passphrase-file", str(office / "passphrase"), "--register", str(register.path)]
    command += ["--out", str(out), "--validity", "1"]
    for attempt in range(KILLS):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # From the reservation of the number on: that is when there is something to be left half.
        while running.poll() is None and len(register.entries()) < 2 * attempt + 2 and not list(out.glob(".*")):
            time.sleep(0.005)
        time.sleep(attempt * 0.9 / max(1, KILLS - 1))
        running.send_signal(signal.SIGKILL)
        running.wait()
    finish_interrupted(out, register)
    assert not list(out.glob(".*"))
    issued = {entry.number for entry in register.entries() if entry.event == "issue"}
    assert {path.name for path in out.iterdir()} == issued
    trust = read_trust(office / "keys" / "issuer.json")
    for number in issued:
        assert pipeline.verify(out / number / f"{number}.pdf", trust, clock=datetime.now(UTC)).good
