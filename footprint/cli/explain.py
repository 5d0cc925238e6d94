"""``footprint explain``: why a footprint is what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.models import model_path
from footprint.cli.options import (
    BrightwayDir,
    BrightwayProjectName,
    Debug,
    Inventories,
    Json,
    Lang,
    ScenarioName,
    Set,
    Target,
    brightway_project,
    overrides_of,
    share_of,
)
from footprint.cli.progress import with_progress
from footprint.cli.session import Session, open_session
from footprint.cli.writing import written

if TYPE_CHECKING:
    from footprint.cli.explanation_view import Part
    from footprint.engine.result import Footprint
    from footprint.insight.explanation import Explanation
    from footprint.inventory.brightway_project import BrightwayProject

__all__ = ["View", "explain"]


class View(StrEnum):
    """What can be shown of an explanation."""

    exchange = "exchange"
    process = "process"
    stage = "stage"
    gas = "gas"
    supplier = "supplier"
    category = "category"
    tree = "tree"
    paths = "paths"
    sensitivities = "sensitivities"
    uncertainty = "uncertainty"
    quality = "quality"
    scenarios = "scenarios"
    electricity = "electricity"
    allocation = "allocation"
    levers = "levers"


DEFAULT_VIEWS = (View.stage, View.tree, View.supplier, View.sensitivities)

Model = Annotated[str, typer.Argument(metavar="PATH", help="Product model file, or name of a shipped product model.", show_default=False)]
By = Annotated[
    list[View] | None,
    typer.Option("--by", help="What to show; may be repeated. By default stage, tree, supplier and sensitivities.", show_default=False),
]
Top = Annotated[int, typer.Option("--top", min=1, metavar="N", help="How many rows of each table to show; the rest is added up.")]
Depth = Annotated[int, typer.Option("--depth", min=0, max=50, metavar="N", help="How many levels of the tree to unfold.")]
CutOff = Annotated[
    float, typer.Option("--cut-off", min=0, max=1, metavar="SHARE", help="Branches and paths below this share of the scale are added up.")
]
Datasets = Annotated[bool, typer.Option("--datasets", help="Unfold datasets, too.")]
Draws = Annotated[
    int, typer.Option("--draws", metavar="N", help="Number of draws of --by uncertainty.", show_default=True, min=100, max=10_000_000)
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="What the draws depend on: the same seed gives the same draws.")]
Stated = Annotated[bool, typer.Option("--stated-only", help="Only uncertainties that the model states; derive none from data quality.")]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="DIR", file_okay=False, help="Write every table in full as CSV into a folder.", show_default=False),
]


def explain(
    path: Model,
    by: By = None,
    as_json: Json = False,
    lang: Lang = None,
    top: Top = 12,
    depth: Depth = 4,
    cut_off: CutOff = 0.005,
    datasets: Datasets = False,
    draws: Draws = 10_000,
    seed: Seed = 1,
    stated_only: Stated = False,
    target: Target = "1/3",
    csv: Csv = None,
    settings: Set = None,
    scenario: ScenarioName = None,
    inventories: Inventories = None,
    project: BrightwayProjectName = None,
    projects: BrightwayDir = None,
    debug: Debug = False,
) -> None:
    """Show what a footprint is made of: by stage, process, exchange, gas and supplier, as a tree, by paths, and what moves it.

    Every table and every branch sums to the footprint: what is too small to be shown stands as one line, and credits keep
    their sign. --json gives all of it, and uncertainty, data quality, scenarios, electricity, allocation and levers where --by names them.
    """
    with open_session(lang, as_json, debug) as session, session.attempt(path):
        import footprint
        from footprint import pipeline
        from footprint.insight import explanation

        aim = share_of(target)
        brightway = brightway_project(project, projects)
        model, overrides = footprint.read(model_path(path)), overrides_of(settings)
        result = pipeline.calculate(model, inventories or (), overrides, scenario=scenario, brightway=brightway)
        views = [view.value for view in by or DEFAULT_VIEWS]
        more: dict[str, Part] = {}
        library = pipeline.library(inventories or (), brightway=brightway)
        if "uncertainty" in views:
            more["uncertainty"] = footprint.uncertainty(result, library, draws=draws, seed=seed, derived=not stated_only)
        if "quality" in views:
            more["quality"] = footprint.quality(result, library)
        again = _calculated_again(result, inventories or (), brightway, aim)
        for name in with_progress(session, [name for name in again if name in views]):
            more[name] = again[name]()
        found = explanation.explain(result, depth=depth, cut_off=cut_off, path_cut_off=cut_off, datasets=datasets)
        if csv is not None:
            _write_tables(session, found, csv, more)
        if as_json:
            session.emit(found.as_dict(session.lang) | {name: part.as_dict(session.lang) for name, part in more.items()})
        else:
            from footprint.cli.explanation_view import show

            session.show(show(found, views, session.lang, top, more))


def _calculated_again(
    result: Footprint, inventories: Sequence[Path], brightway: BrightwayProject | None, target: float
) -> dict[str, Callable[[], Part]]:
    """Give the analyses that calculate the model again, by the name of their view."""
    from footprint.pipeline import explaining

    return {
        "scenarios": lambda: explaining.what_if(result, None, inventories, brightway=brightway),
        "electricity": lambda: explaining.electricity(result, inventories, brightway=brightway),
        "allocation": lambda: explaining.envelope(result, inventories, brightway=brightway),
        "levers": lambda: explaining.levers(result, inventories, target=target, brightway=brightway),
    }


def _write_tables(session: Session, found: Explanation, folder: Path, more: Mapping[str, Part]) -> None:
    from footprint.files import write_atomically
    from footprint.insight.explanation import frames
    from footprint.insight.scenarios import WhatIf

    tables = frames(found) | {name: part.frame() for name, part in more.items()}
    tables |= {f"{name}-by-stage": part.stage_frame() for name, part in more.items() if isinstance(part, WhatIf)}
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in tables.items():
            # Excel takes a CSV file for UTF-8 only where it begins with a byte order mark.
            write_atomically(folder / f"{name}.csv", "\ufeff" + frame.map(_no_formula).to_csv(index=False, lineterminator="\r\n"))
    session.line(session.say("written", file=folder), err=True)


def _no_formula(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
