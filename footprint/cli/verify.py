"""``footprint verify``: whether a certificate holds, step by step."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.keys import TrustOption
from footprint.cli.moments import At, moment_of
from footprint.cli.options import BrightwayDir, BrightwayProjectName, Debug, Inventories, Json, Lang, Salts, brightway_project
from footprint.cli.session import Session, open_session, visible

if TYPE_CHECKING:
    from footprint.verification.verifying import Verification

__all__ = ["verify"]

Certificate = Annotated[Path, typer.Argument(metavar="FILE", help="PDF certificate, credential or evidence bundle.", show_default=False)]
BundleFile = Annotated[Path | None, typer.Option("--bundle", metavar="FILE", help="Evidence bundle of a credential.", show_default=False)]
StatusFile = Annotated[
    Path | None,
    typer.Option("--status", metavar="FILE", help="The issuer's status file: which certificates are in force.", show_default=False),
]
RequireStatus = Annotated[bool, typer.Option("--require-status", help="Fail where the status is not known.")]


def verify(
    file: Certificate,
    trust: TrustOption = None,
    status: StatusFile = None,
    require_status: RequireStatus = False,
    at: At = None,
    bundle: BundleFile = None,
    inventories: Inventories = None,
    salts: Salts = None,
    project: BrightwayProjectName = None,
    projects: BrightwayDir = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Verify a certificate: signature, issuer, validity, evidence, and the number itself, which is computed again.

    Nothing but the file and the issuers you trust is needed: no network, no register, no model. Nine numbered steps are done; those
    after one that fails are not. An evidence bundle alone fails, because nobody signed it; a credential needs --bundle.

    Exit status: 0 verified, 1 not verified, 2 a file that was named cannot be read.
    """
    judged = moment_of(at)
    with open_session(lang, as_json, debug) as session:
        from footprint import pipeline
        from footprint.verification.keys import read_trust

        done = pipeline.verify(
            file,
            read_trust(trust),
            clock=datetime.now(UTC),
            at=judged,
            bundle=bundle,
            status=status,
            require_status=require_status,
            inventories=inventories or (),
            salts=salts,
            brightway=brightway_project(project, projects),
        )
        if as_json:
            session.emit(done.as_dict(session.lang))
        else:
            _show(done, session)
        if not done.good:
            session.worst(1)


def _show(done: Verification, session: Session) -> None:
    from footprint.verification.verifying import StepStatus

    signs = {
        StepStatus.OK: typer.style(session.say("verify_ok"), fg="green"),
        StepStatus.FAIL: typer.style(session.say("verify_fail"), fg="red", bold=True),
        StepStatus.NOT_DONE: session.say("verify_not_done"),
    }
    for step in done.steps:
        line = f"{session.say('verify_step', number=step.number, name=step.name[session.lang])}: {signs[step.status]}"
        if step.status is StepStatus.OK:
            line += session.say("verify_because") + visible(step.message[session.lang])
        session.line(line)
        for finding in step.findings:
            session.finding(finding)
    failed = done.failed
    if failed is not None:
        session.line(session.say("verify_bad", number=failed.number, name=failed.name[session.lang]))
    else:
        assert done.statement is not None
        key = "verify_demonstration" if done.statement["demonstration"] else "verify_good"
        session.line(visible(session.say(key, what=_what(done, session))))


def _what(done: Verification, session: Session) -> str:
    from footprint.report.rounding import number

    statement = done.statement
    assert statement is not None
    headline, name = statement["result"]["headline"], statement["product"]["name"]
    return session.say(
        "verify_what",
        number=statement["number"],
        product=name.get(session.lang) or next(iter(name.values())),
        value=number(headline["value"]),
        unit=headline["unit"],
        declared_unit=statement["product"]["declared_unit"],
        sum=session.say(headline["sum"]),
        issuer=statement["issuer"]["name"],
    )
