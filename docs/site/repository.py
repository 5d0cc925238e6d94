"""Files of the repository that pages link to and that stand outside ``docs/``.

The pages are read in two places: on the site, and in the repository itself. Their links are right for the repository. Here
every file that a page links to outside ``docs/`` gets a place on the site, and the links are turned to it.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

__all__ = ["DOCS", "ROOT", "links", "outside", "place_on_the_site", "turned"]

DOCS = Path(__file__).resolve().parent.parent
ROOT = DOCS.parent
# A fenced block, code in a line, or the target of a link.
SPAN = re.compile(
    r"(?P<code>^(?P<indent> *)```.*?^(?P=indent)```[^\n]*$|`[^`\n]+`)|(?P<before>\]\()(?P<target>[^)\s]+)", re.DOTALL | re.MULTILINE
)
SCHEME = re.compile(r"[a-z][a-z+.-]*:|#")
# Files that are plain text and have no ending that a browser knows.
WITHOUT_ENDING = {"LICENSE", "NOTICE"}


def links(text: str) -> Iterator[str]:
    """Yield the targets of the relative links of a page, without anchors."""
    for match in SPAN.finditer(text):
        target = match["target"]
        if target and not SCHEME.match(target):
            yield target.partition("#")[0]


def outside(pages: Iterable[Path]) -> set[str]:
    """Find the files outside ``docs/`` that these pages link to, also by way of each other.

    Parameters
    ----------
    pages
        Markdown files.

    Returns
    -------
    set of str
        Paths from the root of the repository. What does not exist is not among them: the link stays, and the build fails.
    """
    found: set[str] = set()
    waiting = list(pages)
    while waiting:
        page = waiting.pop()
        for target in links(page.read_text(encoding="utf-8")):
            path = Path(os.path.normpath(page.parent / target))
            if not path.is_file() or path.is_relative_to(DOCS) or not path.is_relative_to(ROOT):
                continue
            name = path.relative_to(ROOT).as_posix()
            if name not in found:
                found.add(name)
                waiting.extend([path] if path.suffix == ".md" else [])
    return found


def place_on_the_site(name: str) -> str:
    """Say where a file of the repository stands on the site.

    >>> place_on_the_site("docs/how-to/batch.md"), place_on_the_site("README.md")
    ('how-to/batch.md', 'project/readme.md')
    >>> place_on_the_site("inventories/cn-fuels/README.md"), place_on_the_site("product_models/pet.yaml")
    ('inventories/cn-fuels.md', 'product_models/pet.yaml')
    """
    folder, base = posixpath.split(name)
    if folder == "docs" or folder.startswith("docs/"):
        return name.removeprefix("docs/")
    if base == "README.md" and folder:
        return f"{folder}.md"
    if name.endswith(".md"):
        return posixpath.join(folder or "project", base if folder else base.lower())
    return posixpath.join("project", f"{base}.txt") if base in WITHOUT_ENDING else name


def turned(text: str, name: str, known: Mapping[str, str]) -> str:
    """Turn the links of a page to where their targets stand on the site.

    Parameters
    ----------
    text
        The page, as the repository has it.
    name
        Its path from the root of the repository.
    known
        Path of a file in the repository to its place on the site.
    """
    here = posixpath.dirname(known[name])

    def turn(match: re.Match[str]) -> str:
        target = match["target"]
        if not target or SCHEME.match(target):
            return match[0]
        path, hash, anchor = target.partition("#")
        there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if there not in known:
            return match[0]
        return f"{match['before']}{posixpath.relpath(known[there], here or '.')}{hash}{anchor}"

    return SPAN.sub(turn, text)
