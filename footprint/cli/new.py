"""``footprint new``: start a product model from a few answers, or from one that ships."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, cast

import typer

from footprint.cli.errors import AnswerMissing, FileExists, NameForModel
from footprint.cli.models import model_path
from footprint.cli.options import Debug, Inventories, Lang
from footprint.cli.session import Session, open_session
from footprint.cli.writing import write_bytes
from footprint.errors import FootprintError

if TYPE_CHECKING:
    from footprint.model.start import Answers

__all__ = ["new"]

Value = TypeVar("Value")

# What can be the name of a file on every system.
NAME = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]{0,79}")

Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help="Name of the new model; it is written to NAME.yaml. Asked for on a terminal.", show_default=False),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="MODEL", help="Model to copy: a shipped one such as cement, or a file.", show_default=False)
]
Folder = Annotated[Path, typer.Option("--folder", metavar="DIR", file_okay=False, exists=True, help="Folder to write to.")]


def _answer(option: str, text: str) -> typer.models.OptionInfo:
    info: typer.models.OptionInfo = typer.Option(option, help=text, show_default=False)
    return info


def new(
    name: Name = None,
    source: From = None,
    folder: Folder = Path(),
    product: Annotated[str | None, _answer("--product", "Name of the product.")] = None,
    unit: Annotated[str | None, _answer("--unit", "Declared unit, such as '1 t'.")] = None,
    producer: Annotated[str | None, _answer("--producer", "Who makes it.")] = None,
    place: Annotated[str | None, _answer("--place", "Where it is made.")] = None,
    year: Annotated[str | None, _answer("--year", "Calendar year of the data.")] = None,
    electricity: Annotated[str | None, _answer("--electricity", "Electricity used per declared unit, such as '90 kWh'.")] = None,
    primary: Annotated[bool, typer.Option("--primary", help="The data are the enterprise's own.")] = False,
    inventories: Inventories = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Start a product model: a copy of another one with --from, or a small one made of a few answers.

    What the options do not say is asked for on a terminal. Nothing is overwritten.
    """
    with open_session(lang, False, debug) as session:
        from footprint.model.start import files_of, new_model_text

        if name is None:
            name = _ask_name(session)
        if not NAME.fullmatch(name):
            raise NameForModel(name=name)
        if source is not None:
            files = files_of(Path(model_path(source)), name)
        else:
            given = {"product": product, "unit": unit, "producer": producer, "place": place, "year": year, "electricity": electricity}
            answers = _ask(session, given, primary)
            files = {f"{name}.yaml": new_model_text(answers, *_electricity(answers.year, inventories or ())).encode()}
        _write(session, folder, files, f"{name}.yaml")


def _write(session: Session, folder: Path, files: dict[str, bytes], first: str) -> None:
    for relative, data in files.items():
        path = folder / relative
        if path.exists() and (relative == first or path.read_bytes() != data):
            raise FileExists(file=str(path))
    for relative, data in files.items():
        path = folder / relative
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, data)
            session.line(session.say("written", file=path), err=True)
    session.line(session.say("new_next", file=folder / first), err=True)


def _electricity(year: int, inventories: Sequence[Path]) -> tuple[str, str]:
    """Give the version of the electricity package and the footprint factor of the year, or the latest before or after it."""
    from footprint.inventory import open_library

    package = open_library(inventories).package("cn-electricity")
    years = sorted(int(code.removeprefix("national-average-")) for code in package.datasets if code.startswith("national-average-"))
    nearest = min(years, key=lambda known: (abs(known - year), -known))
    return package.version, f"national-average-{nearest}"


def _ask_name(session: Session) -> str:
    if not sys.stdin.isatty():
        raise AnswerMissing(options=["NAME"])
    return str(typer.prompt(session.say("ask_name"))).strip()


def _ask(session: Session, given: dict[str, str | None], primary: bool) -> Answers:
    """Ask for what the options do not say; without a terminal, name all that is missing."""
    from footprint.model.start import Answers
    from footprint.units import parse_amount

    defaults = {"unit": "1 t", "producer": "示例企业", "place": "大连", "year": "2024", "electricity": "100 kWh"}
    missing = [key for key in given if given[key] is None]
    if missing and not sys.stdin.isatty():
        raise AnswerMissing(options=[f"--{key}" for key in missing])

    def answer(key: str, read: Callable[[str], Value]) -> Value:
        text = given[key]
        if text is not None:
            return read(text)
        return cast(Value, typer.prompt(session.say(f"ask_{key}"), default=defaults.get(key), value_proc=_again(read, session)))

    product = answer("product", str.strip)
    return Answers(
        names={"zh" if any("\u4e00" <= letter <= "\u9fff" for letter in product) else "en": product},
        declared_unit=answer("unit", parse_amount),
        producer=answer("producer", str.strip),
        place=answer("place", str.strip),
        year=answer("year", _year),
        electricity=answer("electricity", parse_amount),
        primary=primary,
    )


def _again(read: Callable[[str], Value], session: Session) -> Callable[[str], Value]:
    """Let a prompt ask again where an answer cannot be read."""

    def checked(text: str) -> Value:
        try:
            return read(text)
        except FootprintError as error:
            found = error.finding
            raise typer.BadParameter(f"{found.message(session.lang)} {found.hint(session.lang)}".strip()) from None

    return checked


def _year(text: str) -> int:
    if not (text.isdigit() and len(text) == 4 and 1990 <= int(text) <= 2100):
        raise typer.BadParameter(f"{text!r} is no calendar year such as 2024", param_hint="--year")
    return int(text)
