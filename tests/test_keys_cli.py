"""``footprint keys`` and ``footprint verify`` as commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from certified_examples import certified
from shared import REPOSITORY
from signed_examples import keys_of

PASSPHRASE = "correct horse battery"


def run(*arguments: str | Path, home: Path, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name not in ("FOOTPRINT_PASSPHRASE", "XDG_CONFIG_HOME")}
    return subprocess.run(
        [sys.executable, "-m", "footprint", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=home,
        env={**known, "HOME": str(home), "PYTHONPATH": str(REPOSITORY), "LC_ALL": "C.UTF-8", **environment},
        input=stdin or "",
        check=False,
    )


def test_keys_are_made_shown_trusted_rotated_and_revoked(tmp_path: Path) -> None:
    secret = {"FOOTPRINT_PASSPHRASE": PASSPHRASE}
    made = run("keys", "new", "issuer", "--name", "大连示例核查机构", home=tmp_path, **secret)
    assert made.returncode == 0, made.stderr
    assert "Fingerprint: " in made.stdout
    shown = run("keys", "show", "issuer", "--json", home=tmp_path)
    (issuer,) = json.loads(shown.stdout)["issuers"]
    fingerprint = issuer["keys"][0]["fingerprint"]
    assert issuer["name"] == "大连示例核查机构"
    assert run("keys", "show", home=tmp_path).returncode == 1
    wrong = run("keys", "trust", "issuer/issuer.json", "--fingerprint", "0" * 64, home=tmp_path)
    assert (wrong.returncode, "K208" in wrong.stderr) == (2, True)
    assert run("keys", "trust", "issuer/issuer.json", "--fingerprint", fingerprint, home=tmp_path).returncode == 0
    assert "current" in run("keys", "show", home=tmp_path).stdout
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    rotated = run("keys", "rotate", "issuer", "--passphrase-file", "passphrase", home=tmp_path)
    assert rotated.returncode == 0, rotated.stderr
    revoked = run("keys", "revoke", "issuer", fingerprint[:16], "--reason", "lost", "--lang", "zh", home=tmp_path, **secret)
    assert "已吊销" in revoked.stdout
    # The key that endorses the new ones is revoked: their fingerprint must be confirmed.
    unconfirmed = run("keys", "trust", "issuer/issuer.json", home=tmp_path)
    assert (unconfirmed.returncode, "K207" in unconfirmed.stderr) == (2, True)
    after = json.loads(run("keys", "show", "issuer", "--json", home=tmp_path).stdout)["issuers"][0]["keys"][1]["fingerprint"]
    assert run("keys", "trust", "issuer/issuer.json", "--fingerprint", after, home=tmp_path).returncode == 0
    known = json.loads(run("keys", "show", "--json", home=tmp_path).stdout)["issuers"][0]["keys"]
    assert [bool(pair["revoked"]) for pair in known] == [True, False]


def test_a_passphrase_is_never_taken_from_the_command_line_and_its_absence_is_said(tmp_path: Path) -> None:
    done = run("keys", "new", "issuer", "--name", "X", home=tmp_path)
    assert (done.returncode, "C107" in done.stderr) == (2, True)
    help_text = run("keys", "new", "--help", home=tmp_path).stdout
    assert "--passphrase-file" in help_text
    assert "--passphrase " not in help_text
    assert not (tmp_path / "issuer").exists()


def test_a_short_or_missing_passphrase_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("1234\n")
    (tmp_path / "empty").write_text("")
    for name, code in (("short", "K105"), ("empty", "K105"), ("nowhere", "G003")):
        done = run("keys", "new", "issuer", "--name", "X", "--passphrase-file", name, home=tmp_path)
        assert (done.returncode, code in done.stderr) == (2, True), done.stderr


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given")
    issued = certified()
    (folder / "certificate.pdf").write_bytes(issued.pdf)
    (folder / "statement.jwt").write_text(issued.credential)
    (folder / "evidence.bundle.zip").write_bytes(issued.bundle.content)
    (folder / "issuer.json").write_bytes(issued.keys.issuer.text())
    return folder


def test_the_steps_are_printed_with_numbers_and_the_status_is_0(given: Path) -> None:
    done = run("verify", "certificate.pdf", "--trust", "issuer.json", "--at", "2026-06-01", home=given)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line[:1].isdigit()]
    assert [line.split()[0] for line in lines] == [str(number) for number in range(1, 10)]
    assert all(": OK" in line for line in lines)
    assert done.stdout.splitlines()[-1].startswith("Verified: DL-2026-000001")
    assert not done.stderr


def test_a_credential_and_its_bundle_are_verified_and_a_bundle_alone_is_not(given: Path) -> None:
    trust = ("--trust", "issuer.json", "--at", "2026-06-01")
    assert run("verify", "statement.jwt", "--bundle", "evidence.bundle.zip", *trust, home=given).returncode == 0
    without = run("verify", "statement.jwt", *trust, home=given)
    assert (without.returncode, "5 digests: FAIL" in without.stdout) == (1, True)
    alone = run("verify", "evidence.bundle.zip", *trust, "--lang", "zh", home=given)
    assert (alone.returncode, "2 签名: 失败" in alone.stdout) == (1, True)


def test_nothing_verifies_before_an_issuer_is_trusted(given: Path) -> None:
    done = run("verify", "certificate.pdf", home=given)
    assert (done.returncode, "K201" in done.stdout) == (1, True)


def test_the_json_names_the_step_that_failed(given: Path) -> None:
    done = run("verify", "certificate.pdf", "--trust", "issuer.json", "--at", "2030-01-01", "--json", home=given)
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert data["good"] is False
    assert [row["status"] for row in data["steps"]] == ["ok"] * 3 + ["fail"] + ["not done"] * 5
    assert data["steps"][3]["findings"][0]["code"] == "K504"


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.pdf", "--trust", "issuer.json"),
        (".", "--trust", "issuer.json"),
        ("certificate.pdf", "--trust", "missing.json"),
        ("certificate.pdf", "--trust", "statement.jwt"),
        ("certificate.pdf", "--trust", "issuer.json", "--status", "missing"),
        ("certificate.pdf", "--trust", "issuer.json", "--bundle", "missing"),
        ("certificate.pdf", "--trust", "issuer.json", "--at", "yesterday"),
        ("certificate.pdf", "--trust", "issuer.json", "--at", "2026-13-01"),
        (),
    ],
    ids=str,
)
def test_what_cannot_be_read_ends_with_status_2_and_no_traceback(given: Path, arguments: tuple[str, ...]) -> None:
    done = run("verify", *arguments, home=given)
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr


def test_verifying_needs_neither_network_nor_typst_nor_a_configuration(given: Path) -> None:
    code = """
import socket, sys
for name in ("typst", "fontTools", "segno", "bw2data", "bw2io", "distributed"):
    sys.modules[name] = None  # as if it were not installed

def refuse(*_, **__):
    raise OSError("no network here")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from footprint.cli import main
main(["verify", "certificate.pdf", "--trust", "issuer.json", "--at", "2026-06-01"])
"""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=given, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_loads_no_cryptography(given: Path) -> None:
    heavy = ("cryptography", "pyhanko", "joserfc", "rfc8785", "asn1crypto", "numpy")
    for command in ("verify", "keys"):
        code = f"""
import sys
from footprint.cli import main
try:
    main([{command!r}, "--help"])
except SystemExit:
    pass
print("loaded:", *sorted(set(sys.modules) & set({heavy!r})))
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=True)
        assert done.stdout.splitlines()[-1] == "loaded:"


def test_the_examples_are_signed_by_the_keys_they_say() -> None:
    assert certified().statement["issuer"]["keys"]["ed25519"] == keys_of().pair.ed25519_thumbprint
