"""The fast way from YAML text to plain data, for files without anything unusual.

libyaml composes nodes several times faster than Python follows its events, but it recurses without a bound, and what it
builds no longer tells tags and aliases from other things. So this way is taken only by a text that can hold neither anchors
nor tags and that cannot be nested deeply; whatever else is unusual turns up on the walk through the nodes and sends the text
to the careful reader, `footprint.model.tree`, which alone reports problems. Both give the same document.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import yaml

from footprint.model.limits import DEPTH_LIMIT, PART_LIMIT, SCALAR_LIMIT
from footprint.model.spots import Spot

__all__ = ["compose"]

_LOADER: type[Any] | None = getattr(yaml, "CBaseLoader", None)
# libyaml needs about 3 kB of stack for each level; a thread has 8 MB or less.
_LEVELS = 300
_PLAIN = (None, "")


def compose(text: str) -> tuple[dict[str, Any], dict[str, Spot]] | None:
    """Give the data of a text and the place of every part; nothing where the text needs the careful reader.

    Parameters
    ----------
    text
        Without control characters and directives.
    """
    if _LOADER is None or "&" in text or "!" in text or "%YAML" in text or _nesting(text) > _LEVELS:
        return None
    loader = _LOADER(text)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError:
        return None
    finally:
        loader.dispose()
    if not isinstance(root, yaml.MappingNode):
        return None
    return _walk(root, len(text) > SCALAR_LIMIT)


def _nesting(text: str) -> int:
    """Bound how deeply a text can be nested.

    A bracket opens a level. One that closes is counted only where it cannot be part of a quoted text or a comment. Every other
    level needs a column of its own, or a dash or a question mark in its line.
    """
    brackets = deepest = widest = 0
    for line in text.splitlines():
        opened = line.count("{") + line.count("[")
        if opened:
            deepest = max(deepest, brackets + opened)
            closed = 0 if '"' in line or "'" in line or "#" in line else line.count("}") + line.count("]")
            brackets = max(brackets + opened - closed, 0)
        elif brackets and not ('"' in line or "'" in line or "#" in line):
            brackets = max(brackets - line.count("}") - line.count("]"), 0)
        width = len(line) - len(line.lstrip())
        if "- " in line or "? " in line:
            width += 2 * (line.count("- ") + line.count("? "))
        widest = max(widest, width)
    return deepest + 2 * widest


def _walk(root: yaml.MappingNode, large: bool) -> tuple[dict[str, Any], dict[str, Spot]] | None:
    """Turn nodes into plain data; stop at whatever the careful reader would report."""
    mark = root.start_mark
    data: dict[str, Any] = {}
    spots = {"": Spot(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1, "mapping")}
    waiting: list[tuple[str, Any, Any, int]] = [("", root, data, 1)]
    while waiting:
        path, node, target, depth = waiting.pop()
        if depth > DEPTH_LIMIT:
            return None
        if isinstance(node, yaml.SequenceNode):
            for number, child in enumerate(node.value):
                mark = child.start_mark
                value = _value(child, large)
                if value is None:
                    return None
                child_path = f"{path}/{number}"
                spots[child_path] = _spot(child, mark.line + 1, mark.column + 1, value)
                if type(value) is not str:
                    waiting.append((child_path, child, value, depth + 1))
                target.append(value)
            continue
        for key_node, child in node.value:
            key = key_node.value
            if type(key) is not str or (large and len(key) > SCALAR_LIMIT) or key == "<<":
                return None
            if not key.isascii():
                key = unicodedata.normalize("NFC", key)
            if key in target:
                return None
            value = _value(child, large)
            if value is None:
                return None
            mark = key_node.start_mark
            child_path = f"{path}/{key}" if path else key
            spots[child_path] = _spot(child, mark.line + 1, mark.column + 1, value)
            if type(value) is not str:
                waiting.append((child_path, child, value, depth + 1))
            target[key] = value
    # Each place stands for a value and mostly a key; the careful reader counts both.
    return (data, spots) if len(spots) <= PART_LIMIT // 2 else None


def _value(node: Any, large: bool) -> Any:
    """Give what stands for a node: its text, or an empty mapping or list to be filled; None for a text that is too long."""
    if isinstance(node, yaml.ScalarNode):
        text: str = node.value
        if large and len(text) > SCALAR_LIMIT:
            return None
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    return {} if isinstance(node, yaml.MappingNode) else []


def _spot(node: Any, key_line: int, key_column: int, value: Any) -> Spot:
    mark = node.start_mark
    if type(value) is str:
        return Spot(key_line, key_column, mark.line + 1, mark.column + 1, "text", node.style not in _PLAIN)
    return Spot(key_line, key_column, mark.line + 1, mark.column + 1, "mapping" if type(value) is dict else "list")
