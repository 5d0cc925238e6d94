"""What a page carries along so that it needs nothing else: the runtime of its figures and the letters it uses."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterable
from functools import cache
from importlib import resources

from footprint.typeset.fonts import FACES, HEI, SANS, font_bytes

__all__ = ["font_faces", "policy", "resource", "runtime"]

_WEIGHTS = {"Regular": 400, "Bold": 700}


@cache
def resource(name: str) -> str:
    """Give a file of this package: the style sheet or the script."""
    return resources.files("footprint.report.page").joinpath(name).read_text(encoding="utf-8")


@cache
def runtime() -> str:
    """Give the runtime of the figures: Vega with its interpreter of expressions, which needs no ``eval``."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    if "</script" in bundle.lower() or "<!--" in bundle:
        raise ValueError("the runtime of the figures cannot stand in a page")
    # In a function of its own, its hundreds of short names are nobody else's.
    return f'(function () {{\n"use strict";\n{bundle}\n}})();'


def font_faces(text: str) -> str:
    """Give style rules that hold the fonts, reduced to the characters of a text."""
    wanted = frozenset(map(ord, text))
    return "\n".join(_face(face, wanted) for face in FACES)


def _face(face: str, characters: Iterable[int]) -> str:
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff"
    options.notdef_outline = True
    options.layout_features = ["*"]
    options.name_IDs = [0, 1, 2, 13, 14]
    # The time of making would differ from page to page.
    options.recalc_timestamp = False
    font = subset.load_font(io.BytesIO(font_bytes(face)), options, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    written = io.BytesIO()
    subset.save_font(font, written, options)
    family, weight = face.split("-")
    name = SANS if family == "FootprintSans" else HEI
    coded = base64.b64encode(written.getvalue()).decode("ascii")
    return (
        f'@font-face {{ font-family: "{name}"; font-weight: {_WEIGHTS[weight]}; '
        f'src: url("data:font/woff;base64,{coded}") format("woff"); font-display: block; }}'
    )


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Give the content security policy under which only the given scripts and style sheets work, and nothing is fetched."""
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(_digest(text) for text in scripts),
        "style-src": " ".join(_digest(text) for text in styles),
        "font-src": "data:",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
