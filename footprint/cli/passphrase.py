"""The passphrase of the private keys: from a file, the environment or a prompt, never from the command line, where others can read it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from footprint.cli.errors import NoPassphrase
from footprint.cli.session import Session

__all__ = ["VARIABLE", "PassphraseFile", "passphrase"]

VARIABLE = "FOOTPRINT_PASSPHRASE"

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help=f"File whose first line is the passphrase; without it {VARIABLE} is taken, or it is asked for.",
        show_default=False,
    ),
]


def passphrase(session: Session, file: Path | None, *, new: bool = False) -> str:
    """Get the passphrase.

    Parameters
    ----------
    session
        Gives the language of the prompt.
    file
        Holds it in its first line.
    new
        Ask twice, because nobody can check it yet.

    Raises
    ------
    NoPassphrase
        There is none, and nobody to ask.
    UnreadableFile
        The file cannot be read.
    """
    if file is not None:
        from footprint.files import decode_utf8, read_bytes

        return (decode_utf8(read_bytes(file, 10_000), str(file)).splitlines() or [""])[0]
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise NoPassphrase(variable=VARIABLE)
    answer: str = typer.prompt(session.say("passphrase"), hide_input=True, err=True)
    if new and typer.prompt(session.say("passphrase_again"), hide_input=True, err=True) != answer:
        raise typer.BadParameter(session.say("passphrases_differ"), param_hint="passphrase")
    return answer
