"""``footprint run``: the footprints of product models."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from footprint.cli.models import model_path
from footprint.cli.options import (
    BrightwayDir,
    BrightwayProjectName,
    Debug,
    Inventories,
    Json,
    Lang,
    Models,
    ScenarioName,
    Set,
    brightway_project,
    overrides_of,
)
from footprint.cli.progress import with_progress
from footprint.cli.session import Session, open_session
from footprint.cli.writing import written

__all__ = ["run"]

Top = Annotated[int, typer.Option("--top", min=0, metavar="N", help="How many contributions to show.")]
SaveDatapackage = Annotated[
    Path | None,
    typer.Option("--save-datapackage", metavar="FILE", help="Write the Brightway datapackage (zip) of the one model.", show_default=False),
]


def run(
    paths: Models,
    as_json: Json = False,
    lang: Lang = None,
    top: Top = 10,
    settings: Set = None,
    scenario: ScenarioName = None,
    inventories: Inventories = None,
    project: BrightwayProjectName = None,
    projects: BrightwayDir = None,
    save_datapackage: SaveDatapackage = None,
    debug: Debug = False,
) -> None:
    """Compute the cradle-to-gate footprints of product models with Brightway, and prove them.

    One model is shown in full, several as a table with a row for each. A model that does not pass `footprint check`
    is not computed: its findings are shown and the exit status is 2; the other models are computed all the same. What --set
    or --scenario changes is named in the result, which is then no longer that of the file alone.
    """
    if save_datapackage is not None and len(paths) > 1:
        raise typer.BadParameter("needs exactly one PATH", param_hint="--save-datapackage")
    with open_session(lang, as_json, debug) as session:
        results = []
        brightway = brightway_project(project, projects)
        options = {"inventories": inventories or (), "overrides": overrides_of(settings), "scenario": scenario, "brightway": brightway}
        for path in with_progress(session, paths):
            with session.attempt(path):
                result = _calculate(path, options, save_datapackage, session)
                if as_json:
                    session.emit(result)
                else:
                    results.append((path, result))
        if results:
            from footprint.cli.result_view import in_full, overview

            session.show(in_full(results[0][1], session.lang, top) if len(paths) == 1 else overview(results, session.lang))


def _calculate(path: str, options: Mapping[str, Any], save_datapackage: Path | None, session: Session) -> dict[str, Any]:
    import footprint
    from footprint import pipeline

    model = footprint.read(model_path(path))
    result = pipeline.calculate(model, **options)
    if save_datapackage is not None:
        from footprint import engine

        with written(save_datapackage):
            engine.write_datapackage(result.calculation.system, save_datapackage)
        session.line(session.say("written", file=save_datapackage), err=True)
    return result.as_dict(session.lang)
