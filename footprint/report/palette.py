"""Colours and shapes by kind of node.

Dark text on pale ground and lines darker than 4.5 : 1 against white, as WCAG asks; hues of which no two are confused by
colour-blind people, and a shape of its own for every kind, so that colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["AVOIDED_LINE", "CUT_OFF_LINE", "DECLARED", "FLOW_LINE", "INK", "KINDS", "OTHER", "PRODUCT_LINE", "QUIET_INK", "Look", "look"]

#: Text, captions, and the lines of the three kinds of edges.
INK, QUIET_INK = "#1a1a1a", "#4a4a4a"
FLOW_LINE, PRODUCT_LINE, AVOIDED_LINE, CUT_OFF_LINE = "#5f6b73", "#1b6b3a", "#8b2c66", "#6b6b6b"


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of node looks.

    Parameters
    ----------
    fill, line, ink
        Colours of ground, outline and text.
    mermaid
        What encloses the label in Mermaid, before and after.
    dot
        Shape in Graphviz.
    """

    fill: str
    line: str
    ink: str
    mermaid: tuple[str, str]
    dot: str


KINDS: Mapping[str, Look] = {
    "process": Look("#d6e8f7", "#0b4f7d", INK, ("[", "]"), "box"),
    "product": Look("#ddf0e0", PRODUCT_LINE, INK, ("([", "])"), "ellipse"),
    "dataset": Look("#fbe8c8", "#8a5a00", INK, ("[(", ")]"), "cylinder"),
    "model": Look("#f3ddea", "#8b2c66", INK, ("[[", "]]"), "component"),
    "declared": Look("#e6ddf3", "#5b3a94", INK, ("{{", "}}"), "hexagon"),
    "elementary flow": Look("#e8ebed", "#4a555c", INK, ("[/", "/]"), "parallelogram"),
    "omitted": Look("#ffffff", CUT_OFF_LINE, INK, ("(", ")"), "note"),
    "secondary": Look("#eef3d2", "#5d6b10", INK, ("[\\", "\\]"), "folder"),
}
#: The product whose footprint is asked for.
DECLARED = Look("#1b6b3a", "#0e3d21", "#ffffff", ("([", "])"), "ellipse")
#: A kind this version does not know.
OTHER = Look("#ffffff", "#4a555c", INK, ("[", "]"), "box")


def look(kind: str, declared: bool = False) -> Look:
    """Give the look of a kind of node, or that of the declared product."""
    return DECLARED if declared else KINDS.get(kind, OTHER)
