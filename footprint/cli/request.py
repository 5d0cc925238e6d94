"""``footprint request``: the evidence bundle of a product model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from footprint.cli.models import model_path
from footprint.cli.options import BrightwayDir, BrightwayProjectName, Debug, Inventories, Json, Lang, brightway_project
from footprint.cli.session import Session, open_session
from footprint.cli.writing import written

if TYPE_CHECKING:
    from footprint.verification.bundle import Requested

__all__ = ["request"]

Model = Annotated[str, typer.Argument(metavar="MODEL", help="Product model file, or name of a shipped product model.", show_default=False)]
ProfileName = Annotated[
    str, typer.Option("--profile", metavar="NAME|FILE", help="Rule profile: name of a shipped one, or a file of your own.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="File to write; MODEL.bundle.zip by default.", show_default=False),
]
Commit = Annotated[
    list[str] | None,
    typer.Option(
        "--commit",
        metavar="PACKAGE",
        help="Do not disclose the records of this package, commit to them by salted hashes; may be repeated.",
        show_default=False,
    ),
]
Disclose = Annotated[
    list[str] | None,
    typer.Option(
        "--disclose",
        metavar="PACKAGE",
        help="Disclose the records of this package, whose terms of its source allow it; may be repeated.",
        show_default=False,
    ),
]
Salts = Annotated[
    Path | None,
    typer.Option("--salts", metavar="FILE", help="Salts of an earlier request, to repeat it byte for byte.", show_default=False),
]


def request(
    model: Model,
    profile: ProfileName = "iso-14067",
    out: Out = None,
    commit: Commit = None,
    disclose: Disclose = None,
    salts: Salts = None,
    inventories: Inventories = None,
    project: BrightwayProjectName = None,
    projects: BrightwayDir = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Request verification: write the evidence bundle of a product model.

    The bundle holds the model, the inventory records used, the method, the profile, the compiled system and the result, so
    that anyone can recompute the number from it alone. It is never replaced: an existing file with other content is an error.
    Where records are committed, FILE.salts and FILE.background.zip are written beside it; they stay with the licence holder.
    """
    with open_session(lang, as_json, debug) as session, session.attempt(model):
        from footprint import pipeline
        from footprint.verification.bundle import ENDING

        file = out if out is not None else Path(Path(model_path(model)).stem + ENDING)
        made = pipeline.request(
            model_path(model),
            profile,
            inventories or (),
            commit_to=commit or (),
            disclose=disclose or (),
            salts=salts,
            brightway=brightway_project(project, projects),
        )
        _write(made, file, session)


def _write(made: Requested, file: Path, session: Session) -> None:
    from footprint.verification.bundle import BACKGROUND_ENDING, SALTS_ENDING, write_bundle

    bundle = made.bundle
    beside = [(SALTS_ENDING, made.salts, 0o600), (BACKGROUND_ENDING, made.background, 0o600)]
    files = [(file.with_name(file.name + ending), content, mode) for ending, content, mode in beside if content is not None]
    with written(file):
        new = write_bundle(file, bundle.content)
        for other, content, mode in files:
            write_bundle(other, content, mode)
    if session.as_json:
        session.emit(_report(made, file, [str(other) for other, _, _ in files], new))
        return
    total = bundle.result["total"]
    session.line(session.say("requested" if new else "requested_before", file=file))
    session.line(session.say("bundle_sha256", digest=bundle.sha256))
    session.line(session.say("bundle_manifest", digest=bundle.manifest_sha256))
    session.line(
        session.say("bundle_total", value=f"{total['value']:.6g}", unit=total["unit"], declared_unit=bundle.result["declared_unit"])
    )
    for other, _, _ in files:
        session.line(session.say("keep_secret", file=other))
    failed = [outcome for outcome in bundle.outcomes if outcome["status"] == "fail"]
    session.line(session.say("rules_failed" if failed else "rules_passed", count=len(failed), profile=bundle.manifest["profile"]["id"]))


def _report(made: Requested, file: Path, beside: list[str], new: bool) -> dict[str, Any]:
    bundle = made.bundle
    return {
        "schema": "footprint/request/1",
        "file": str(file),
        "new": new,
        "sha256": bundle.sha256,
        "manifest_sha256": bundle.manifest_sha256,
        "beside": beside,
        "committed": list(bundle.committed),
        "result": bundle.manifest["result"],
        "profile": bundle.manifest["profile"],
        "outcomes": bundle.outcomes,
    }
