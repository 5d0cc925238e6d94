"""Docstrings in the style of numpy, read into their sections and written as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

__all__ = ["Docstring", "definitions", "prose", "read_docstring"]

SECTIONS = ("Parameters", "Returns", "Yields", "Raises", "Notes", "Examples")
RULE = re.compile(r"-{3,}")
CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)


@dataclass(frozen=True)
class Docstring:
    """A docstring: what stands before the first section, and the lines of each section."""

    text: str
    sections: dict[str, str] = field(default_factory=dict)

    def parameters(self) -> dict[str, str]:
        """Give what is said of each parameter; several names before one text share it."""
        return {
            name.strip().lstrip("*"): text for names, text in definitions(self.sections.get("Parameters", "")) for name in names.split(",")
        }


def read_docstring(text: str | None) -> Docstring:
    """Read a docstring into its sections."""
    lines = inspect.cleandoc(text or "").splitlines()
    before: list[str] = []
    sections: dict[str, list[str]] = {}
    into = before
    for number, line in enumerate(lines):
        underlined = number + 1 < len(lines) and RULE.fullmatch(lines[number + 1])
        if underlined and line in SECTIONS:
            into = sections.setdefault(line, [])
        elif not (RULE.fullmatch(line) and lines[number - 1] in SECTIONS):
            into.append(line)
    return Docstring("\n".join(before).strip(), {name: "\n".join(body).strip() for name, body in sections.items()})


def definitions(section: str) -> Iterator[tuple[str, str]]:
    """Yield term and text of a section such as Parameters: the text is indented below its term."""
    term, body = "", list[str]()
    for line in [*section.splitlines(), "\0"]:
        if line.strip() and not line.startswith(" "):
            if term:
                yield term, inspect.cleandoc("\n".join(["", *body]))
            term, body = line.partition(" : ")[0].strip(), []
        else:
            body.append(line)


def prose(text: str, code: Callable[[str], str] = lambda code: f"`{code}`") -> str:
    """Write a text of a docstring as Markdown: indented blocks and sessions become code, angle brackets stay what they are."""
    written: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        lines = paragraph.splitlines()
        if lines and lines[0].lstrip().startswith(">>>"):
            session = re.sub(r" +# doctest:.*", "", inspect.cleandoc(paragraph))
            written.append(f"```pycon\n{session}\n```")
        elif lines and all(line.startswith("    ") for line in lines):
            written.append("```text\n" + inspect.cleandoc("\n" + paragraph) + "\n```")
        elif paragraph.strip():
            written.append(_inline(paragraph, code))
    return "\n\n".join(written)


def _inline(text: str, code: Callable[[str], str]) -> str:
    parts: list[str] = []
    end = 0
    for match in CODE.finditer(text):
        parts += [text[end : match.start()].replace("<", "&lt;"), code(match[2])]
        end = match.end()
    return "".join([*parts, text[end:].replace("<", "&lt;")])
