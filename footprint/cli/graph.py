"""``footprint graph``: the supply chain of a product model as a drawing or as data."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from footprint.cli.models import model_path
from footprint.cli.options import Debug, Json, Lang
from footprint.cli.session import open_session
from footprint.cli.writing import write_text

__all__ = ["GraphFormat", "graph"]


class GraphFormat(StrEnum):
    """What a supply chain can be written as."""

    mermaid = "mermaid"
    dot = "dot"
    graphml = "graphml"
    json = "json"
    svg = "svg"


Model = Annotated[str, typer.Argument(metavar="PATH", help="Product model file, or name of a shipped product model.", show_default=False)]
Format = Annotated[GraphFormat, typer.Option("--format", help="What to write.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="File to write to; standard output by default.", show_default=False),
]


def graph(
    path: Model,
    graph_format: Format = GraphFormat.mermaid,
    output: Output = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Draw the supply chain of a product model: processes, products, datasets and elementary flows.

    --json is short for --format json.
    """
    with open_session(lang, as_json, debug) as session, session.attempt(path):
        import footprint
        from footprint import pipeline
        from footprint.report.drawing import draw

        model = footprint.read(model_path(path))
        text = draw(pipeline.graph(model), "json" if as_json else graph_format.value, session.lang)
        text = text.rstrip("\n") + "\n"
        if output is None:
            session.line(text, newline=False)
        else:
            write_text(output, text)
            session.line(session.say("written", file=output), err=True)
