"""Make the certificates that are kept for a release: ``python tests/keep_certificates.py``, once, before it is published.

What is written below ``tests/data/certificates/VERSION`` is never made again: `test_kept_certificates.py` shows in every later release that
it verifies as of its signing, and fails where it must. The private keys are forgotten.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import secrets
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "docs")]

KEPT = HERE / "data" / "certificates"
TUTORIAL = "tutorials/verified-cement.md"

DECISION = """\
footprint: decision/1
bundle: {sha256}
date: {day}
verifier:
  organisation: {{en: Example verification body, zh: 示例核查机构}}
  reviewer: Wang Wei
  independent_reviewer: Li Na
level_of_assurance: limited
materiality: 5 %
opinion: unmodified
"""


def main() -> int:
    """Make everything anew below a temporary folder, and move it to its place."""
    from footprint import __version__

    target = KEPT / __version__
    if target.exists() and "--again" not in sys.argv:
        sys.stdout.write(f"{target} is there; --again makes it anew, which is right only for a version that nobody has.\n")
        return 1
    with tempfile.TemporaryDirectory() as made:
        kept = make(Path(made))
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(kept, target)
    sys.stdout.write(f"{target}: {sum(file.stat().st_size for file in target.iterdir()):,} bytes\n")
    return 0


def make(folder: Path) -> Path:
    """Make certificates, trust and status files, and the list of what must come of them."""
    kept = folder / "kept"
    kept.mkdir()
    statement = real_statement(folder, kept)
    demonstrations(folder, kept)
    number, issued = statement["number"], statement["issued"]
    status_and_keys(folder, kept, number)
    rows = [
        row("statement.pdf", at=issued),
        row("statement.jwt", at=issued, bundle="statement.bundle.zip"),
        row("statement.pdf", at=issued, status="status.jwt", require_status=True),
        row("statement.pdf", at=issued, trust="issuer-rotated.json", status="status-rotated.jwt"),
        row("statement.jwt", at=issued, failed=5),
        row("statement.bundle.zip", at=issued, failed=2),
        row("statement.pdf", at=issued, require_status=True, failed=4),
        row("statement.pdf", at=issued, status="status-withdrawn.jwt", trust="issuer-rotated.json", warnings=["K511"]),
        row("statement.pdf", status="status-withdrawn.jwt", trust="issuer-rotated.json", failed=4),
        row("statement.pdf", at=issued, trust="issuer-revoked.json", failed=3),
        row("statement.pdf", at=issued, trust="other-issuer.json", failed=3),
        row("statement.pdf", at="2020-01-01T00:00:00Z", failed=4),
        row("demonstration.pdf", at=issued, warnings=["K519"]),
        row("committed.pdf", at=issued, failed=6),
        row("committed.pdf", at=issued, inventories=True, warnings=["K519"]),
    ]
    # Demonstrations are issued a little later than the statement.
    for entry in rows:
        if entry["file"] in ("demonstration.pdf", "committed.pdf"):
            entry["at"] = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    (kept / "expected.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return kept


def row(
    file: str,
    *,
    at: str | None = None,
    trust: str = "issuer.json",
    bundle: str | None = None,
    status: str | None = None,
    require_status: bool = False,
    inventories: bool = False,
    failed: int | None = None,
    warnings: list[str] | None = None,
) -> dict[str, Any]:
    """Give one verification and what must come of it: the step that fails, if one does, and warnings among others."""
    return dict(locals())


def real_statement(folder: Path, kept: Path) -> dict[str, Any]:
    """Issue a statement that is no demonstration, by the tutorial, as anyone would."""
    from examples import pages, run_page

    (page,) = [page for page in pages() if page.name.endswith(TUTORIAL)]
    wrong = run_page(page, folder)
    assert not wrong, "\n".join(wrong)
    (pdf,) = folder.glob("certificates/*/*.pdf")
    for ending in ("pdf", "jwt", "bundle.zip"):
        shutil.copy(pdf.with_name(f"{pdf.stem}.{ending}"), kept / f"statement.{ending}")
    shutil.copy(folder / "keys" / "issuer.json", kept / "issuer.json")
    from footprint.verification.keys import read_trust
    from footprint.verification.signing import read_credential

    return read_credential((kept / "statement.jwt").read_text(), read_trust(kept / "issuer.json"))[0]


def demonstrations(folder: Path, kept: Path) -> None:
    """Issue a demonstration in Chinese, with biogenic carbon, and one with committed records."""
    from footprint import pipeline
    from footprint.inventory import shipped_folder
    from footprint.verification.bundle import write_bundle

    models, inventories = shipped_folder("product_models"), shipped_folder("inventories")
    for name, model, commit in (("demonstration", "kelp", ()), ("committed", "soda-ash", ("cn-electricity",))):
        bundle = pipeline.request(models / f"{model}.yaml", "gbt-24067-2024", commit_to=commit).bundle
        file, decision = folder / f"{name}.bundle.zip", folder / f"{name}.yaml"
        write_bundle(file, bundle.content)
        now = datetime.now(UTC)
        decision.write_text(DECISION.format(sha256=bundle.sha256, day=now.date()), encoding="utf-8")
        issued = pipeline.certify(
            file,
            decision,
            folder / "keys",
            lambda: passphrase(folder),
            folder / name,
            at=now,
            register=folder / "register.sqlite",
            languages=("zh",),
            demonstration=True,
            valid_until=(now + timedelta(days=365)).date(),
            inventories=[inventories] if commit else [],
        )
        shutil.copy(issued.pdf, kept / f"{name}.pdf")


def passphrase(folder: Path) -> str:
    """Give the passphrase of the tutorial's keys."""
    return (folder / "passphrase.txt").read_text().strip()


def status_and_keys(folder: Path, kept: Path, number: str) -> None:
    """Publish the status, rotate, withdraw, revoke: each stage of trust and status is kept."""
    from footprint.verification.keys import generate_keys, open_keys, revoke_keys, rotate_keys
    from footprint.verification.register import Register, sign_status

    keys, secret = folder / "keys", passphrase(folder)
    register = Register(folder / "register.sqlite")
    later = datetime.now(UTC) + timedelta(minutes=2)
    first = open_keys(keys, secret)
    (kept / "status.jwt").write_text(sign_status(register, first, later))
    second = rotate_keys(keys, secret, later + timedelta(minutes=1))
    (kept / "issuer-rotated.json").write_bytes((keys / "issuer.json").read_bytes())
    (kept / "status-rotated.jwt").write_text(sign_status(register, second, later + timedelta(minutes=2)))
    register.withdraw(number, "made to be withdrawn")
    (kept / "status-withdrawn.jwt").write_text(sign_status(register, second, later + timedelta(minutes=3)))
    revoke_keys(keys, secret, first.pair.fingerprint, "made to be revoked", later + timedelta(minutes=4))
    (kept / "issuer-revoked.json").write_bytes((keys / "issuer.json").read_bytes())
    other = generate_keys("Another issuer", later)
    (kept / "other-issuer.json").write_bytes(other.issuer.text())


if __name__ == "__main__":
    os.environ.setdefault("FOOTPRINT_PASSPHRASE", secrets.token_hex(8))
    with contextlib.redirect_stdout(io.StringIO()) as said:
        ended = main()
    sys.stdout.write(said.getvalue())
    sys.exit(ended)
