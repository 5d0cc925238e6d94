"""Read and run the examples of the documentation, and write their output anew.

An example is a fenced block of a page. What is done with it follows from its language:

``yaml``, ``csv``, ``json`` ... with ``title="NAME"``
    is written to the file NAME in the folder of the page. Without a title it is a fragment; YAML must be well formed.
``console``
    lines that start with ``$ `` (``footprint ...`` or ``python FILE``) are run in that folder, one after the other; what
    follows a command is its output. A line ``...`` stands for any lines, ``...`` inside a line for any text. Numbers may
    differ by one in the last digit shown. ``status=1`` after the language says that the last command ends with that exit
    status; otherwise it is 0. A command without output below it is run, and its output is not compared.
``python``
    is run; all such blocks of a page share their names. ``pycon`` is a session with ``>>>`` and the output below.
``sh``
    is not run, because it installs, clones or takes long; a test holds it to a short list of commands.

All examples of a page run in order, in one temporary folder of their own.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Block", "Page", "blocks_of", "matches", "pages", "refresh", "run_page"]

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=indent)```\s*$", re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"(?<![\w.])[-−+]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]*\w)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its attributes, its text and where it stands."""

    language: str
    attributes: dict[str, str]
    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Page:
    """A page of the documentation."""

    path: Path

    @property
    def name(self) -> str:
        """Path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        """What it says."""
        return self.path.read_text(encoding="utf-8")


def pages() -> list[Page]:
    """Give the README, the contributing guide and all pages below docs/."""
    found = [ROOT / "README.md", *(path for path in (ROOT / "CONTRIBUTING.md",) if path.exists()), *sorted(DOCS.rglob("*.md"))]
    return [Page(path) for path in found]


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    for match in FENCE.finditer(text):
        language, _, rest = match["info"].strip().partition(" ")
        attributes = dict(part.split("=", 1) for part in shlex.split(rest) if "=" in part)
        body = re.sub(f"^{match['indent']}", "", match["body"], flags=re.MULTILINE)
        yield Block(language, attributes, body, match.start("body"), match.end("body"), text.count("\n", 0, match.start()) + 1)


def run_page(page: Page, folder: Path) -> list[str]:
    """Run all examples of a page in a folder.

    Returns
    -------
    list of str
        What is wrong: the line of the block, what was expected and what came.
    """
    wrong: list[str] = []
    names: dict[str, Any] = {"__name__": "__page__"}
    for block in blocks_of(page.text):
        where = f"{page.name}:{block.line}"
        if "title" in block.attributes:
            target = folder / block.attributes["title"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            wrong.extend(_compare(block, where, folder))
        elif block.language == "python":
            with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
                exec(compile(block.text, where, "exec"), names)
        elif block.language == "pycon":
            wrong.extend(_session(block, where, folder, names))
    return wrong


def _compare(block: Block, where: str, folder: Path) -> Iterator[str]:
    commands = _commands(block.text)
    for number, (command, expected) in enumerate(commands):
        status, output = _run(command, folder)
        wanted = int(block.attributes.get("status", "0")) if number == len(commands) - 1 else 0
        if status != wanted:
            yield f"{where}: `{command}` ended with {status}, not {wanted}:\n{output}"
        elif expected and not matches(expected, output):
            yield f"{where}: `{command}` printed\n{output}\nwhere the page says\n{expected}"


def _session(block: Block, where: str, folder: Path, names: dict[str, Any]) -> Iterator[str]:
    test = doctest.DocTestParser().get_doctest(block.text, names, where, where, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
    said = io.StringIO()
    with contextlib.chdir(folder):
        runner.run(test, out=said.write, clear_globs=False)
    names.update(test.globs)
    if runner.failures:
        yield f"{where}:\n{said.getvalue()}"


def _commands(text: str) -> list[tuple[str, str]]:
    """Split a console block into commands and the output below each."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and found[-1][0].endswith("\\"):
            found[-1] = (found[-1][0][:-1] + line.strip(), [])
        elif found:
            found[-1][1].append(line)
    return [(command, "\n".join(output).strip("\n")) for command, output in found]


def _run(command: str, folder: Path) -> tuple[int, str]:
    """Run ``footprint ...`` in this process, which saves the seconds that Brightway takes to load, or ``python FILE`` in another."""
    from footprint.cli import main

    words = shlex.split(command)
    if words[:1] == ["python"]:
        # Brightway makes folders for its data; a page has its own.
        environment = {**os.environ, "BRIGHTWAY2_DIR": str(folder), "NO_COLOR": "1", "PYTHONWARNINGS": "ignore"}
        done = subprocess.run([sys.executable, *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip("\n") if done.returncode == 0 else done.stdout + done.stderr
    if words[:1] != ["footprint"]:
        raise ValueError(f"examples run `footprint` or `python`, not {command!r}; use a `sh` block for what is not run")
    heard = io.StringIO()
    status: Any = 0
    with contextlib.chdir(folder), contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard), _environment(folder):
        try:
            main(words[1:])
        except SystemExit as leaving:
            status = leaving.code
    lines = (line.rstrip() for line in heard.getvalue().splitlines())
    return int(status or 0), "\n".join(lines).strip("\n")


@contextlib.contextmanager
def _environment(folder: Path) -> Iterator[None]:
    """Make the output that of any machine: English, 120 columns, no colours, nobody trusted yet."""
    fixed = {"LC_ALL": "C", "COLUMNS": "", "NO_COLOR": "1", "XDG_CONFIG_HOME": str(folder / ".config")}
    before = {name: os.environ.get(name) for name in fixed}
    os.environ.update(fixed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def matches(expected: str, output: str) -> bool:
    """Compare an output with what a page shows, as the head of this module says."""
    parts = [part.strip("\n") for part in re.split(r"^\.\.\.$", expected, flags=re.MULTILINE)]
    shown = [part.splitlines() for part in parts]
    lines = output.splitlines()
    position = 0
    for number, chunk in enumerate(shown):
        first, last = number == 0, number == len(shown) - 1
        if not chunk:
            continue
        starts = [0] if first else range(position, len(lines) - len(chunk) + 1)
        if last:
            starts = [start for start in starts if start == len(lines) - len(chunk)] if not first else [0]
        found = next((start for start in starts if _same(chunk, lines[start : start + len(chunk)])), None)
        if found is None:
            return False
        position = found + len(chunk)
    return not shown[-1] or position == len(lines)


def _same(expected: list[str], lines: list[str]) -> bool:
    return len(expected) == len(lines) and all(map(_same_line, expected, lines))


def _same_line(expected: str, line: str) -> bool:
    expected, line = " ".join(expected.split()), " ".join(line.split())
    if expected == line:
        return True
    if "..." in expected:
        return bool(re.fullmatch(".*".join(map(re.escape, expected.split("..."))), line))
    if NUMBER.sub("#", expected) != NUMBER.sub("#", line):
        return False
    return all(map(_same_number, NUMBER.findall(expected), NUMBER.findall(line)))


def _same_number(expected: str, number: str) -> bool:
    mantissa, _, exponent = expected.lower().replace("−", "-").partition("e")
    step = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    wanted, found = (float(text.replace("−", "-")) for text in (expected, number))
    return abs(wanted - found) <= 1.000001 * step if "." in mantissa or exponent else wanted == found


def refresh(page: Page, folder: Path) -> str:
    """Give the text of a page with the output of its console blocks written anew.

    A command without output keeps none; a single line ``?`` below a command asks for all of it. What is
    shortened by a line ``...`` is left as it is; the test says where it no longer fits.
    """
    text, changed, shift = page.text, page.text, 0
    names: dict[str, Any] = {"__name__": "__page__"}
    for block in blocks_of(text):
        if "title" in block.attributes:
            target = folder / block.attributes["title"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
                exec(compile(block.text, page.name, "exec"), names)
        elif block.language == "console":
            new = _refreshed(block, folder)
            changed = changed[: block.start + shift] + new + changed[block.end + shift :]
            shift += len(new) - (block.end - block.start)
    return changed


def _refreshed(block: Block, folder: Path) -> str:
    lines: list[str] = []
    for command, expected in _commands(block.text):
        _, output = _run(command, folder)
        shortened = "..." in (line.strip() for line in expected.splitlines())
        keep = not expected or shortened or (expected != "?" and matches(expected, output))
        lines.append(f"$ {command}")
        lines.extend((expected if keep else output).splitlines())
    return "\n".join(lines) + "\n"
