"""From YAML text to plain data, with the place of every part.

YAML is read as a stream of events, not by a loader: every plain scalar stays text (YAML 1.1 would make ``NO`` false,
``1:30`` ninety and ``2024-12-31`` a date), tags and merge keys are refused, duplicate keys are found, and depth,
number of parts and expansion of aliases are bounded before anything is built.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from footprint.errors import Finding, FootprintError, Place
from footprint.model.composed import compose
from footprint.model.errors import (
    BadText,
    ComplexKey,
    ControlCharacter,
    Directive,
    DuplicateKey,
    EmptyModel,
    ExplodingAlias,
    MergeKey,
    NotAMapping,
    RecursiveAlias,
    SeveralDocuments,
    Tag,
    TooDeep,
    TooManyParts,
    TooManyProblems,
    UndefinedAlias,
)
from footprint.model.limits import DEPTH_LIMIT, FINDING_LIMIT, PART_LIMIT, SCALAR_LIMIT
from footprint.model.spots import Kind, Spot
from footprint.model.yaml_errors import syntax_problem

__all__ = ["Document", "Spot", "parse", "parse_with_care"]

# Tab, line feed and carriage return are the only control characters that a text file needs; a byte order mark within
# the text is a leftover of joined files.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_DIRECTIVE = re.compile(r"^%.*", re.MULTILINE)
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """A YAML file as plain data.

    Parameters
    ----------
    file
        As the user named it.
    data
        Mappings, lists and texts.
    spots
        The place of every part by its path: keys joined by ``/``; entries of lists by their number from 0.
    """

    file: str
    data: dict[str, Any]
    spots: dict[str, Spot]

    def place(self, path: str) -> Place:
        """Tell where the value of a path stands, or where its key stands if the value is a mapping or a list."""
        known = self.known(path)
        spot = self.spots[known]
        if spot.kind == "text":
            return Place(self.file, spot.line, spot.column, path)
        return Place(self.file, spot.key_line, spot.key_column, path)

    def key_place(self, path: str) -> Place:
        """Tell where the key of a path stands."""
        spot = self.spots[self.known(path)]
        return Place(self.file, spot.key_line, spot.key_column, path)

    def known(self, path: str) -> str:
        """Give the longest part of a path that is written in the file."""
        while path and path not in self.spots:
            path = path.rpartition("/")[0]
        return path


@dataclass(frozen=True, slots=True)
class _Key:
    text: str
    line: int
    column: int
    keep: bool


@dataclass(slots=True)
class _Node:
    kind: Kind
    line: int
    column: int
    text: str = ""
    quoted: bool = False
    items: list[tuple[str, int, int, _Node]] = field(default_factory=list)
    first_lines: dict[str, int] = field(default_factory=dict)
    anchor: str = ""
    parts: int = 1
    height: int = 1


def parse(text: str, file: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """Read YAML text.

    Parameters
    ----------
    text
        The text, decoded.
    file
        How to call it in findings.

    Returns
    -------
    (Document or None, tuple of Finding)
        No document where reading could not go on; a document with findings where it could, such as after a
        duplicate key.
    """
    try:
        _check_characters(text, file)
    except FootprintError as error:
        return None, error.findings
    composed = compose(text)
    return (Document(file, *composed), ()) if composed is not None else parse_with_care(text, file)


def parse_with_care(text: str, file: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """Read YAML text event by event, as `parse` does where a text is unusual or has a problem."""
    builder = _Builder(file)
    try:
        root = builder.build(text)
        if root is None:
            raise EmptyModel(Place(file, 1, 1))
        if root.kind == "list":
            raise NotAMapping(Place(file, root.line, root.column), found="a list", found_zh="列表")
        if root.kind == "text":
            if not root.text and not root.quoted:
                raise EmptyModel(Place(file, 1, 1))
            raise NotAMapping(Place(file, root.line, root.column), found="a text", found_zh="一段文本")
    except FootprintError as error:
        return None, (*builder.findings, *error.findings)
    data, spots = _flatten(root)
    assert isinstance(data, dict)
    return Document(file, data, spots), tuple(builder.findings)


def _check_characters(text: str, file: str) -> None:
    """Refuse what no model needs and what could make the YAML parser slow."""
    bad = _CONTROL.search(text)
    if bad:
        raise ControlCharacter(_place_at(text, bad.start(), file), character=f"U+{ord(bad.group()):04X}")
    for number, directive in enumerate(_DIRECTIVE.finditer(text)):
        # Tag directives are compared pair by pair by the C parser: a file of them would take hours.
        if number or not re.fullmatch(r"%YAML 1\.[12]\s*", directive.group()):
            raise Directive(_place_at(text, directive.start(), file), directive=directive.group()[:40].rstrip())
    if not text.isascii():
        marks = "".join(character for character in set(text) if unicodedata.combining(character))
        # Normalisation sorts a run of combining marks in quadratic time; Unicode (UAX #15) caps runs at 30 as well.
        run = re.search(f"[{re.escape(marks)}]{{31,}}", text) if marks else None
        if run:
            why, why_zh = "piles up combining marks", "堆叠了过多的组合字符"
            raise BadText(_place_at(text, run.start(), file), why=why, why_zh=why_zh)


def _place_at(text: str, offset: int, file: str) -> Place:
    return Place(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class _Builder:
    """Builds nodes from YAML events, with a stack of its own: no input makes it recurse."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.open: list[_Node] = []
        self.pending: list[_Key | None] = []
        self.anchors: dict[str, _Node] = {}
        self.parts = 0
        self.root: _Node | None = None

    def build(self, text: str) -> _Node | None:
        documents = 0
        for event in self.events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise SeveralDocuments(self.place(event))
            elif isinstance(event, yaml.AliasEvent):
                self.alias(event)
            elif isinstance(event, yaml.ScalarEvent):
                self.scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self.start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.end()
        return self.root

    def events(self, text: str) -> Iterator[Any]:
        loader = None
        try:
            loader = _LOADER(text)
            while loader.check_event():
                yield loader.get_event()
        except yaml.YAMLError as error:
            raise syntax_problem(error, text, self.file) from None
        finally:
            if loader is not None:
                loader.dispose()

    def place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def count(self, parts: int, event: Any) -> None:
        self.parts += parts
        if len(self.findings) >= FINDING_LIMIT:
            raise TooManyProblems(self.place(event), limit=FINDING_LIMIT)
        if self.parts > PART_LIMIT:
            if parts > 1:
                raise ExplodingAlias(self.place(event), limit=PART_LIMIT)
            raise TooManyParts(self.place(event), limit=PART_LIMIT)

    def refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            self.findings.append(Tag(self.place(event), tag=event.tag.replace("tag:yaml.org,2002:", "!!")[:60]).finding)

    def key_expected(self) -> bool:
        return bool(self.open) and self.open[-1].kind == "mapping" and self.pending[-1] is None

    def scalar(self, event: Any) -> None:
        self.count(1, event)
        self.refuse_tag(event)
        mark = event.start_mark
        if len(event.value) > SCALAR_LIMIT:
            why, why_zh = (
                f"has more than {SCALAR_LIMIT} characters; is a quotation mark missing?",
                f"超过 {SCALAR_LIMIT} 个字符，是否缺少引号？",
            )
            raise BadText(self.place(event), why=why, why_zh=why_zh)
        text = event.value if event.value.isascii() else unicodedata.normalize("NFC", event.value)
        quoted = event.style in ("'", '"', "|", ">")
        if self.key_expected():
            self.key(text, quoted, event)
        else:
            self.add(_Node("text", mark.line + 1, mark.column + 1, text, quoted, anchor=event.anchor or ""))

    def key(self, text: str, quoted: bool, event: Any) -> None:
        owner, place = self.open[-1], self.place(event)
        keep = False
        if text == "<<" and not quoted:
            self.findings.append(MergeKey(place).finding)
        elif text in owner.first_lines:
            self.findings.append(DuplicateKey(place, key=text, first_line=owner.first_lines[text]).finding)
        else:
            keep = True
            owner.first_lines[text] = place.line
        if event.anchor:
            self.anchors[event.anchor] = _Node("text", place.line, place.column, text, quoted)
        self.pending[-1] = _Key(text, place.line, place.column, keep)

    def start(self, event: Any) -> None:
        kind: Kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
        self.count(1, event)
        self.refuse_tag(event)
        if self.key_expected():
            found, found_zh = ("a mapping", "键值组") if kind == "mapping" else ("a list", "列表")
            raise ComplexKey(self.place(event), found=found, found_zh=found_zh)
        if len(self.open) >= DEPTH_LIMIT:
            raise TooDeep(self.place(event), limit=DEPTH_LIMIT)
        mark = event.start_mark
        node = _Node(kind, mark.line + 1, mark.column + 1, anchor=event.anchor or "")
        if node.anchor:
            # Known but not closed yet: an alias to it from inside is recursive.
            self.anchors[node.anchor] = node
        self.open.append(node)
        self.pending.append(None)

    def end(self) -> None:
        node = self.open.pop()
        self.pending.pop()
        self.add(node)

    def alias(self, event: Any) -> None:
        target = self.anchors.get(event.anchor)
        if target is None:
            raise UndefinedAlias(self.place(event), name=event.anchor)
        if any(target is node for node in self.open):
            raise RecursiveAlias(self.place(event), name=event.anchor)
        if self.key_expected():
            raise ComplexKey(self.place(event), found="an alias", found_zh="别名")
        self.count(target.parts, event)
        if len(self.open) + target.height > DEPTH_LIMIT:
            raise TooDeep(self.place(event), limit=DEPTH_LIMIT)
        mark = event.start_mark
        copy = _Node(target.kind, mark.line + 1, mark.column + 1, target.text, target.quoted)
        copy.items, copy.parts, copy.height = target.items, target.parts, target.height
        self.add(copy)

    def add(self, node: _Node) -> None:
        if node.anchor:
            self.anchors[node.anchor] = node
        if not self.open:
            self.root = node
            return
        owner = self.open[-1]
        owner.parts += node.parts
        owner.height = max(owner.height, node.height + 1)
        if owner.kind == "list":
            owner.items.append((str(len(owner.items)), node.line, node.column, node))
            return
        pending = self.pending[-1]
        assert pending is not None
        self.pending[-1] = None
        if pending.keep:
            owner.items.append((pending.text, pending.line, pending.column, node))


def _flatten(root: _Node) -> tuple[Any, dict[str, Spot]]:
    """Turn nodes into plain data and a table of places."""
    data: dict[str, Any] = {}
    spots = {"": Spot(root.line, root.column, root.line, root.column, root.kind)}
    waiting: list[tuple[str, _Node, Any]] = [("", root, data)]
    while waiting:
        path, node, target = waiting.pop()
        for key, key_line, key_column, child in node.items:
            child_path = f"{path}/{key}" if path else key
            spots[child_path] = Spot(key_line, key_column, child.line, child.column, child.kind, child.quoted)
            value: Any = child.text
            if child.kind != "text":
                value = {} if child.kind == "mapping" else []
                waiting.append((child_path, child, value))
            if isinstance(target, dict):
                target[key] = value
            else:
                target.append(value)
    return data, spots
