"""``footprint diff``: what changed between two footprints, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footprint.cli.models import model_path
from footprint.cli.options import Debug, Inventories, Json, Lang
from footprint.cli.session import Session, open_session
from footprint.cli.writing import write_bytes, write_text, written

if TYPE_CHECKING:
    from footprint.engine import Footprint
    from footprint.errors import Language
    from footprint.insight.change import Change
    from footprint.units import Amount

__all__ = ["diff"]

TABLES, DRAWINGS = (".csv", ".parquet"), (".svg", ".png", ".html")
"""What can be written of two batches, and of one product."""

_SIDE = "A model (or the name of a shipped one), an evidence bundle, results of run --json, a folder of them, or a result of batch."
Old = Annotated[str, typer.Argument(metavar="OLD", help=_SIDE, show_default=False)]
New = Annotated[str, typer.Argument(metavar="NEW", help="The same for the other side.", show_default=False)]
OldInventories = Annotated[
    list[Path] | None,
    typer.Option(
        "--old-inventories", metavar="DIR", exists=True, file_okay=False, help="As --inventories, for OLD alone.", show_default=False
    ),
]
NewInventories = Annotated[
    list[Path] | None,
    typer.Option(
        "--new-inventories", metavar="DIR", exists=True, file_okay=False, help="As --inventories, for NEW alone.", show_default=False
    ),
]
Top = Annotated[int, typer.Option("--top", min=1, metavar="N", help="How many parts, or rows of batches, to show one by one.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--out",
        metavar="FILE",
        help="Write the waterfall of the one product: .svg, .png or .html. Of two batches the change of every row: .csv or .parquet.",
        show_default=False,
    ),
]
Svg = Annotated[
    Path | None,
    typer.Option("--svg", metavar="FILE", help="Draw the waterfall of the one product, as SVG.", show_default=False),
]


def diff(
    old: Old,
    new: New,
    as_json: Json = False,
    lang: Lang = None,
    top: Top = 15,
    svg: Svg = None,
    out: Out = None,
    inventories: Inventories = None,
    old_inventories: OldInventories = None,
    new_inventories: NewInventories = None,
    debug: Debug = False,
) -> None:
    """Attribute the change of footprints to inputs, factors, methods and structure; the parts sum to the difference.

    Products are paired by the names of their files; a single file on each side is always paired. Models and bundles are
    computed anew, so that a change of factors is followed into the datasets; results are compared by what they state. Two
    results of batch are compared row by row; the rows that moved most are attributed where their inputs are still at hand.
    """
    if out is not None and out.suffix.lower() not in (*TABLES, *DRAWINGS):
        raise typer.BadParameter(f"ends in none of {', '.join((*DRAWINGS, *TABLES))}", param_hint="--out")
    with open_session(lang, as_json, debug) as session:
        from footprint.batch.comparands import compare, pair_up
        from footprint.batch.moved import is_batch_result
        from footprint.insight.change.errors import NoCounterpart

        both = inventories or []
        sides = [[*both, *(own or [])] for own in (old_inventories, new_inventories)]
        if is_batch_result(Path(old)) and is_batch_result(Path(new)):
            if out is not None and out.suffix.lower() not in TABLES:
                raise typer.BadParameter("two results of batch are written as .csv or .parquet", param_hint="--out")
            _batches(session, Path(old), Path(new), sides, top, out)
            return
        pairs = pair_up(Path(model_path(old)), Path(model_path(new)))
        drawings = [file for file in (svg, out) if file is not None]
        if drawings and len(pairs) > 1:
            raise typer.BadParameter("draws one product; there are several", param_hint="--svg" if svg is not None else "--out")
        if out is not None and out.suffix.lower() not in DRAWINGS:
            raise typer.BadParameter(".csv and .parquet are for two results of batch", param_hint="--out")
        for side, alone in ((old, [pair.name for pair in pairs if not pair.new]), (new, [pair.name for pair in pairs if not pair.old])):
            if alone:
                session.finding(NoCounterpart(side=side, names=alone).finding, err=True)
        changes: list[tuple[str, Change]] = []
        for pair in pairs:
            if pair.old is None or pair.new is None:
                continue
            with session.attempt(pair.name):
                calculate_old, calculate_new = (_Calculation(own) for own in sides)
                found = compare(pair, calculate_old, calculate_new, session.lang)
                if as_json:
                    session.emit(found.as_dict(session.lang))
                changes.append((pair.name, found))
        _show(session, changes, top, drawings)


def _batches(session: Session, old: Path, new: Path, sides: Sequence[Sequence[Path]], top: int, out: Path | None) -> None:
    """Compare two results of batch."""
    from footprint.batch.moved import compare_batches

    found = compare_batches(old, new, *(_Calculation(own) for own in sides), top=top)
    if session.as_json:
        session.emit(found.as_dict(session.lang))
    else:
        from footprint.cli.change_view import moved_rows

        session.show(moved_rows(found, session.lang))
    if out is not None:
        from footprint.files import write_atomically

        with written(out):
            if out.suffix.lower() == ".csv":
                write_atomically(out, "\ufeff" + found.table.to_csv(index=False, lineterminator="\r\n"))
            else:
                write_atomically(out, found.table.to_parquet(index=False))
        session.line(session.say("written", file=out), err=True)


def _show(session: Session, changes: Sequence[tuple[str, Change]], top: int, drawings: Sequence[Path]) -> None:
    if changes and not session.as_json:
        from footprint.cli.change_view import in_full, overview

        session.show(in_full(changes[0][1], session.lang, top) if len(changes) == 1 else overview(changes, session.lang))
    for file in drawings if changes else ():
        with session.attempt(str(file)):
            _draw(changes[0][1], session.lang, file, top)
            session.line(session.say("written", file=file), err=True)


def _draw(change: Change, lang: Language, file: Path, top: int) -> None:
    """Draw the waterfall as what the ending of the file says; anything else is SVG."""
    from footprint.report.figures import figure_png, figure_svg, waterfall

    suffix = file.suffix.lower()
    if suffix == ".html":
        from footprint.report.page import page
        from footprint.report.study.changes import change_report

        write_text(file, page(change_report(change, top), lang))
    elif suffix == ".png":
        write_bytes(file, figure_png(waterfall(change, top), lang))
    else:
        write_text(file, figure_svg(waterfall(change, top), lang))


class _Calculation:
    """Calculates a model, or recomputes a bundle, with the data packages of one side."""

    def __init__(self, inventories: Sequence[Path]) -> None:
        self.inventories = inventories

    def __call__(self, path: Path, overrides: Mapping[str, Amount] | None = None) -> Footprint:
        from footprint import pipeline

        if path.suffix.lower() != ".zip":
            return pipeline.calculate(path, self.inventories, overrides)
        from footprint.verification.bundle import open_bundle
        from footprint.verification.recomputation import recompute

        return recompute(open_bundle(path), pipeline.calculate_with, self.inventories).result
