"""What is being worked on, for people who wait."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from footprint.cli.session import Session

__all__ = ["with_progress"]


def with_progress(session: Session, paths: Sequence[str]) -> Iterator[str]:
    """Yield the paths; on a terminal say on standard error what is being computed."""
    if not sys.stderr.isatty() or (session.as_json and sys.stdout.isatty()):
        yield from paths
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=session.console(err=True), transient=True) as progress:
        task = progress.add_task("", total=len(paths))
        for path in paths:
            progress.update(task, description=session.say("working", path=path))
            yield path
            progress.advance(task)
