"""The command line as a whole: its commands, its version, and the streams it writes to."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from typing import Annotated

import typer

from footprint.cli.batch import batch
from footprint.cli.certify import certify
from footprint.cli.check import check
from footprint.cli.diff import diff
from footprint.cli.explain import explain
from footprint.cli.export import export
from footprint.cli.graph import graph
from footprint.cli.importing import importing
from footprint.cli.inventories import inventories
from footprint.cli.keys import keys
from footprint.cli.new import new
from footprint.cli.register import register
from footprint.cli.report import report
from footprint.cli.request import request
from footprint.cli.review import review
from footprint.cli.run import run
from footprint.cli.verify import verify

__all__ = ["app", "main"]

# Plain help starts in half the time of Rich help; start-up counts.
app = typer.Typer(
    name="footprint",
    help="Product carbon footprints from a model file: computed with Brightway, proved, and traceable to every number's origin.",
    epilog="Exit status: 0 done and good; 1 done, and the answer is no; 2 could not do it.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(short_help="Find all problems of product models.")(check)
app.command(short_help="Compute the footprints of product models.")(run)
app.command(short_help="Compute many models or variants into one table.")(batch)
app.command(short_help="Draw the supply chain of a product model.")(graph)
app.command(short_help="Start a product model.")(new)
app.command(short_help="Show what a footprint is made of, and what moves it.")(explain)
app.command(short_help="Explain the change between two footprints.")(diff)
app.command(short_help="Write the study report: page, PDF, Word document.")(report)
app.command(short_help="Write the evidence bundle of a product model.")(request)
app.command(short_help="Issue the signed statement of a verification.")(certify)
app.command(short_help="Review an evidence bundle.")(review)
app.command(short_help="Verify a certificate.")(verify)
app.add_typer(keys)
app.add_typer(register)
app.add_typer(inventories)
app.add_typer(export)
app.add_typer(importing)


def _show_version(asked: bool) -> None:
    if asked:
        from footprint import __version__

        typer.echo(f"footprint {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave Python with its exit status.

    Parameters
    ----------
    arguments
        What follows the name of the program; that of this process by default.

    Raises
    ------
    SystemExit
        Always; its code is the exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        # The output is UTF-8 whatever the locale says; a file name that is not is shown escaped.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    with warnings.catch_warnings():
        if not sys.warnoptions:
            # Libraries warn programmers; users get findings.
            warnings.simplefilter("ignore")
        _call(list(sys.argv[1:] if arguments is None else arguments))


def _call(arguments: list[str]) -> None:
    command, names = typer.main.get_command(app), ["footprint"]
    asked = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if {"-h", "--help"} & set(asked):
        # Help is asked of the command itself: on the way down Typer would load pydantic to convert the options above it.
        while arguments and arguments[0] in (commands := getattr(command, "commands", {})):
            names.append(arguments.pop(0))
            command = commands[names[-1]]
    command(args=arguments, prog_name=" ".join(names), help_option_names=["-h", "--help"])
