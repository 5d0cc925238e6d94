"""Where the parts of a YAML file stand."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["Kind", "Spot"]

Kind = Literal["text", "mapping", "list"]


class Spot(NamedTuple):
    """Where a part stands: line and column of its key and of its value, from 1, and whether it is quoted."""

    key_line: int
    key_column: int
    line: int
    column: int
    kind: Kind = "text"
    quoted: bool = False
