"""Certificates to look at: ``make demo`` ends with this.

For each product model: request the evidence bundle, write a decision, issue a demonstration certificate, and verify it as a customer
would, with nothing but the PDF and the issuer's public file. Keys, register and certificates are made anew below ``build/demo``; the keys
are worth nothing, their passphrase is forgotten. The models stand for kinds of products and not for anyone's, so that only
demonstrations can be issued: every page and the credential say so.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

DECISION = """\
footprint: decision/1
bundle: {sha256}
date: {day}
verifier: {{organisation: Demonstration verification body, reviewer: Demonstration reviewer, independent_reviewer: Demonstration colleague}}
level_of_assurance: limited
materiality: 5 %
opinion: unmodified
validity: {{until: {last}}}
"""
VALID_UNTIL = "2027-12-31"


def certificate(model: Path, folder: Path, passphrase: str) -> tuple[str, float, str, int, Path]:
    """Take one model from the request to a verified certificate."""
    from footprint import pipeline
    from footprint.verification.bundle import write_bundle
    from footprint.verification.keys import read_trust

    now = datetime.now(UTC)
    requested = folder / "requests" / f"{model.stem}.bundle.zip"
    bundle = pipeline.request(model, "iso-14067").bundle
    write_bundle(requested, bundle.content)
    decision = folder / "requests" / f"{model.stem}.decision.yaml"
    decision.write_text(DECISION.format(sha256=bundle.sha256, day=now.date(), last=VALID_UNTIL), encoding="utf-8")
    issued = pipeline.certify(
        requested,
        decision,
        folder / "keys",
        lambda: passphrase,
        folder / "certificates",
        at=now,
        register=folder / "register.sqlite",
        demonstration=True,
    )
    trust = read_trust(folder / "keys" / "issuer.json")
    verification = pipeline.verify(issued.pdf, trust, clock=datetime.now(UTC))
    good = sum(step.status.value == "ok" for step in verification.steps)
    headline = issued.statement["result"]["headline"]
    return issued.number, headline["value"], headline["sum"], good, issued.pdf


def main(arguments: list[str] | None = None) -> int:
    """Make and verify all certificates; 1 where one does not verify."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("build/demo"))
    parser.add_argument("models", nargs="+", type=Path)
    asked = parser.parse_args(arguments)

    from footprint.report.rounding import number as written
    from footprint.verification.keys import new_keys
    from footprint.verification.register import create_register

    shutil.rmtree(asked.out, ignore_errors=True)
    (asked.out / "requests").mkdir(parents=True)
    passphrase = secrets.token_urlsafe(24)
    new_keys(asked.out / "keys", "Demonstration verification body", passphrase, datetime.now(UTC))
    create_register(asked.out / "register.sqlite", "DL")

    table = Table(box=None, pad_edge=False)
    for name in ("Model", "Number", "kg CO2e", "Sum", "Steps OK"):
        table.add_column(name, no_wrap=True, justify="right" if name == "kg CO2e" else "left")
    started, bad, last = time.monotonic(), 0, None
    for model in asked.models:
        number, value, chosen, good, last = certificate(model, asked.out, passphrase)
        bad += good != 9
        table.add_row(model.stem, number, written(value), chosen, f"{good} of 9")
    console = Console(highlight=False, soft_wrap=True)
    console.print("\nDemonstration certificates, each verified from the PDF and the issuer's public file alone\n")
    console.print(table)
    console.print(
        f"{len(asked.models)} certificates in {time.monotonic() - started:.0f} s, below {asked.out / 'certificates'}. Verify one yourself:"
    )
    console.print(f"  footprint verify {last} --trust {asked.out / 'keys' / 'issuer.json'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
