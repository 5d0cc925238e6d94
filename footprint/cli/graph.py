"""``footprint graph``: the supply chain of a product model as a drawing or as data."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from footprint.cli.models import model_path
from footprint.cli.options import Debug, Inventories, Json, Lang
from footprint.cli.session import open_session
from footprint.cli.writing import write_text

__all__ = ["GraphFormat", "graph"]


# What the ending of a file says about its format.
ENDINGS = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".md": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".graphml": "graphml",
    ".json": "json",
    ".svg": "svg",
}


class GraphFormat(StrEnum):
    """What a supply chain can be written as."""

    mermaid = "mermaid"
    dot = "dot"
    graphml = "graphml"
    json = "json"
    svg = "svg"


Model = Annotated[str, typer.Argument(metavar="PATH", help="Product model file, or name of a shipped product model.", show_default=False)]
Format = Annotated[
    GraphFormat | None,
    typer.Option("--format", help="What to write; by default what the ending of FILE says, else mermaid.", show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="File to write to; standard output by default.", show_default=False),
]


def graph(
    path: Model,
    graph_format: Format = None,
    output: Output = None,
    inventories: Inventories = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Draw the supply chain of a product model: processes, products, datasets and elementary flows.

    --json is short for --format json. --inventories is accepted as everywhere; datasets are drawn by their names alone.
    """
    chosen = _format(graph_format, as_json, output)
    with open_session(lang, as_json, debug) as session, session.attempt(path):
        import footprint
        from footprint import pipeline
        from footprint.report.drawing import draw

        model = footprint.read(model_path(path))
        text = draw(pipeline.graph(model), chosen, session.lang)
        text = text.rstrip("\n") + "\n"
        if output is None:
            session.line(text, newline=False)
        else:
            write_text(output, text)
            session.line(session.say("written", file=output), err=True)


def _format(asked: GraphFormat | None, as_json: bool, output: Path | None) -> str:
    """Choose the format by option or by the ending of the file; refuse where they contradict each other."""
    if as_json and asked not in (None, GraphFormat.json):
        raise typer.BadParameter(f"--json contradicts --format {asked}", param_hint="--format")
    named = "json" if as_json else asked.value if asked is not None else None
    ending = output.suffix.lower() if output is not None else ""
    told = ENDINGS.get(ending)
    if named is None and ending and told is None:
        raise typer.BadParameter(f"the ending {ending} says no format; name one with --format", param_hint="--output")
    if named is not None and told is not None and named != told:
        raise typer.BadParameter(f"{output} is named like {told}, but {named} is asked for", param_hint="--output")
    return named or told or GraphFormat.mermaid.value
