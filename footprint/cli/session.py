"""One run of a command: where its output goes, what its exit status is, and how every error ends.

All errors of all commands are handled here and nowhere else: a problem that footprint names is shown as findings,
anything else as an unexpected error, and no traceback reaches a user who did not ask for it.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from footprint.cli.language import LanguageChoice, language_of
from footprint.cli.texts import say
from footprint.errors import ExitStatus, Finding, FootprintError, Language, Severity, UnexpectedError, UnreadableFile

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["Session", "open_session", "report", "summary", "visible"]

INTERRUPTED = 130
PIPE_CLOSED = 141

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@dataclass
class Session:
    """What the commands print through.

    Parameters
    ----------
    lang
        Language of everything that is printed.
    as_json
        Print one JSON object per line on standard output, and nothing else there.
    debug
        Show the traceback of an unexpected error.
    """

    lang: Language
    as_json: bool = False
    debug: bool = False
    status: int = ExitStatus.GOOD

    def worst(self, status: int) -> None:
        """Raise the exit status to this one, if it is worse."""
        self.status = max(self.status, status)

    def say(self, key: str, **values: object) -> str:
        """Give a text of the command line in the language of the session."""
        return say(key, self.lang, **values)

    def emit(self, data: object) -> None:
        """Print one JSON object on a line of its own."""
        sys.stdout.write(json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n")
        sys.stdout.flush()

    def line(self, text: str = "", *, err: bool = False, newline: bool = True) -> None:
        """Print a line for people; colours only where it goes to a terminal."""
        typer.echo(text, err=err, nl=newline)

    def console(self, *, err: bool = False) -> Console:
        """Give a Rich console; where the output is no terminal its width does not depend on the machine."""
        from rich.console import Console

        stream = sys.stderr if err else sys.stdout
        width = None if stream.isatty() or os.environ.get("COLUMNS") else 120
        return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)

    def show(self, drawing: RenderableType) -> None:
        """Print a table or a group of them on standard output, without spaces at the ends of lines."""
        from footprint.cli.tables import needed_width, parts

        console = self.console()
        base = console.width
        with console.capture() as drawn:
            for part in parts(drawing):
                # A code that is broken over lines cannot be copied: a table may be wider than the terminal.
                console.width = max(base, needed_width(part, console))
                console.print(part)
        for line in drawn.get().splitlines():
            self.line(line.rstrip())

    def finding(self, finding: Finding, *, err: bool = False) -> None:
        """Print ``FILE:LINE:COL: CODE message``, and the hint below it."""
        place = f"{finding.place}: " if finding.place and finding.place.file else ""
        kind = "" if finding.severity is Severity.ERROR else self.say(finding.severity.value) + self.say("colon")
        code = typer.style(finding.code, fg=_COLOURS[finding.severity], bold=True)
        self.line(f"{visible(place)}{code} {kind}{visible(finding.message(self.lang))}", err=err)
        hint = finding.hint(self.lang)
        if hint:
            self.line("    " + typer.style(visible(hint), dim=True), err=err)

    def problems(self, path: str, findings: Sequence[Finding]) -> None:
        """Show what kept a path from being worked on: JSON on standard output, or text on standard error."""
        if self.as_json:
            self.emit(report(path, findings, self.lang))
        else:
            for finding in findings:
                self.finding(finding, err=True)
        self.worst(ExitStatus.COULD_NOT)

    @contextmanager
    def attempt(self, path: str) -> Iterator[None]:
        """Work on one path: an error is shown and raises the status; the other paths go on."""
        try:
            yield
        except FootprintError as error:
            self.problems(path, error.findings)
        except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
            raise
        except Exception as error:
            if self.debug:
                traceback.print_exc()
            what = " ".join(f"{type(error).__name__}: {error}".split())
            self.problems(path, UnexpectedError(what=what[:500].rstrip(".")).findings)


@contextmanager
def open_session(lang: LanguageChoice | None, as_json: bool, debug: bool) -> Iterator[Session]:
    """Run a command's body, then leave with its exit status.

    Raises
    ------
    typer.Exit
        Always, unless everything was good.
    """
    session = Session(language_of(lang), as_json, debug)
    try:
        with session.attempt(""):
            yield session
        sys.stdout.flush()
    except KeyboardInterrupt:
        session.status = INTERRUPTED
    except BrokenPipeError:
        # What reads our output has seen enough; Python must not complain when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        session.status = PIPE_CLOSED
    if session.status:
        raise typer.Exit(int(session.status))


def visible(text: str) -> str:
    """Write characters that steer a terminal or turn the direction of writing as their codes: files have words of strangers."""
    steering = ("Cc", "Cf", "Zl", "Zp")
    if text.isprintable():
        return text
    return "".join(
        one if one in "\n\t" or unicodedata.category(one) not in steering else one.encode("unicode_escape").decode("ascii") for one in text
    )


def report(path: str, findings: Sequence[Finding], lang: Language) -> dict[str, Any]:
    """Give the findings of one path as a JSON object."""
    from footprint.files import FileTooLarge, NotText, NotUtf8

    unreadable = (UnreadableFile, FileTooLarge, NotText, NotUtf8)
    return {
        "schema": "footprint/findings/1",
        "path": path or None,
        "good": not any(finding.severity is Severity.ERROR for finding in findings),
        "unreadable": any(issubclass(finding.error, unreadable) for finding in findings),
        "findings": [finding.as_dict(lang) for finding in findings],
    }


def summary(findings: Iterable[Finding], lang: Language) -> str:
    """Count findings by severity, such as ``2 errors, 1 warning``."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    parts = []
    for severity, count in counts.items():
        if count:
            parts.append(say(f"{severity.value}_count" if count == 1 else f"{severity.value}s_count", lang, count=count))
    return say("comma", lang).join(parts) or say("no_findings", lang)
