"""Tables for people: columns and lists of facts, as wide as what must not be broken needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import Box
from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.table import Table

__all__ = ["columns", "facts", "needed_width", "parts"]

# A line below the headings and no other: what is copied into a text stays readable.
HEAD_LINE = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")

PROSE_WIDTH = 24
BETWEEN = 3


def columns(left: Sequence[str], right: Sequence[str], last: Sequence[str] = (), prose: Sequence[str] = ()) -> Table:
    """Give an empty table: texts on the left, numbers aligned to the right, texts again.

    What people copy, a code or a number with its unit, is never broken over lines; only prose is.

    Parameters
    ----------
    left, right, last
        Headings.
    prose
        Those of the headings whose texts may be broken.
    """
    table = Table(box=HEAD_LINE, show_edge=False, pad_edge=False, padding=(0, 1), header_style="bold")
    for heading in left:
        table.add_column(heading, overflow="fold", no_wrap=heading not in prose)
    for heading in right:
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in last:
        table.add_column(heading, overflow="fold", no_wrap=heading not in prose)
    return table


def facts(pairs: Sequence[tuple[str, RenderableType | None]]) -> Table:
    """Give a list of facts: what it is on the left, what is known on the right; None leaves the line out."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for heading, fact in pairs:
        if fact is not None and fact != "":
            table.add_row(heading, fact)
    return table


def parts(drawing: RenderableType) -> Iterator[RenderableType]:
    """Yield what a drawing is made of: each part is as wide as it needs, whatever the others need."""
    if isinstance(drawing, Group):
        for part in drawing.renderables:
            yield from parts(part)
    else:
        yield drawing


def needed_width(drawing: RenderableType, console: Console) -> int:
    """Measure how wide a table must be for its codes and numbers to stay whole; 0 for anything else."""
    if not isinstance(drawing, Table) or drawing.box is not HEAD_LINE:
        return 0
    options = console.options.update(width=10_000)
    width = BETWEEN * (len(drawing.columns) - 1)
    for column in drawing.columns:
        whole = max((Measurement.get(console, options, cell).maximum for cell in (column.header, *column.cells)), default=0)
        width += whole if column.no_wrap else min(whole, PROSE_WIDTH)
    return width
