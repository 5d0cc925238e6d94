"""Draw the layers of the package, and what each imports, as they are today: ``docs/background/architecture.svg``.

The order comes from the test that enforces it, the imports from the code. A dot says that a module of the row imports from
the column; every dot lies left of the diagonal, because a package imports only from those before it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from html import escape
from pathlib import Path

__all__ = ["architecture_drawing", "imports_of", "layers"]

ROOT = Path(__file__).resolve().parent.parent

# From the first layer to the last: group, colour of the group, and what each layer does.
GROUPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "Ground",
        "#4a555c",
        {"errors": "findings with code, place, both languages", "files": "read with care, write whole", "units": "amounts, formulas"},
    ),
    ("Model and data", "#0b4f7d", {"model": "the model file, read and checked", "inventory": "data packages, methods"}),
    ("Calculation", "#1b6b3a", {"supply_chain": "graph, allocation, linking", "engine": "matrices, Brightway, the proof"}),
    ("Insight", "#8a5a00", {"insight": "why, how sure, what changed, what to do"}),
    (
        "Evidence and documents",
        "#8b2c66",
        {
            "typeset": "fonts, typst",
            "verification": "bundle, rules, review, certificate",
            "formats": "workbooks, other programs",
            "report": "figures, page, PDF, Word",
        },
    ),
    (
        "Use",
        "#5b3a94",
        {"batch": "many models, many variants", "pipeline": "every stage in order", "cli": "commands; the only one that prints"},
    ),
)
ROW, TOP, LEFT, NAME, TEXT, STEP = 30, 104, 24, 128, 292, 25
FONT = "font-family=\"'Footprint Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif\""


def layers() -> list[str]:
    """Name the layers that exist, in the order that the test of layering enforces."""
    tree = ast.parse((ROOT / "tests" / "test_layering.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "LAYERS":
            order = ast.literal_eval(node.value)
            return [name for name in order if any(_modules(name))]
    raise LookupError("tests/test_layering.py has no LAYERS")


def _modules(layer: str) -> Iterator[Path]:
    folder = ROOT / "footprint" / layer
    yield from sorted(folder.rglob("*.py")) if folder.is_dir() else [path for path in (folder.with_suffix(".py"),) if path.exists()]


def imports_of(layer: str) -> set[str]:
    """Name the layers that a layer imports from, itself left out."""
    found: set[str] = set()
    for path in _modules(layer):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found.update(name.split(".")[1] for name in names if name.startswith("footprint."))
    return found - {layer}


def architecture_drawing() -> str:
    """Write the drawing as SVG, the last layer on top."""
    order = layers()
    told = {name: (colour, text) for _, colour, members in GROUPS for name, text in members.items()}
    missing = [name for name in order if name not in told]
    if missing:
        raise LookupError(f"docs/architecture_drawing.py does not say what {', '.join(missing)} does")
    matrix = LEFT + NAME + TEXT + 20
    width, height = matrix + STEP * len(order) + 16, TOP + ROW * len(order) + 18
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t" {FONT}>',
        '<title id="t">The layers of footprint: each imports only from those below it</title>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(LEFT, 34, "Layers", 17, "#1a1a1a", bold=True),
        _text(LEFT, 56, "each imports only from those below it", 13, "#4a4a4a"),
        _text(matrix, 34, "imports from", 13, "#4a4a4a"),
    ]
    for number, name in enumerate(order[:-1]):
        x = matrix + STEP * number + STEP / 2
        parts.append(f'<g transform="translate({x + 4} {TOP - 8}) rotate(-52)">{_text(0, 0, name, 11, "#4a4a4a")}</g>')
    for number, name in enumerate(order):
        colour, text = told[name]
        y = TOP + ROW * (len(order) - 1 - number)
        parts += [
            f'<rect x="{LEFT}" y="{y + 2}" width="{NAME + TEXT}" height="{ROW - 4}" rx="5" fill="{colour}" fill-opacity="0.09"/>',
            f'<rect x="{LEFT}" y="{y + 2}" width="5" height="{ROW - 4}" rx="2" fill="{colour}"/>',
            _text(LEFT + 16, y + ROW / 2 + 5, name, 14, colour, bold=True),
            _text(LEFT + NAME, y + ROW / 2 + 5, text, 13, "#1a1a1a"),
        ]
        imported = imports_of(name)
        for column, other in enumerate(order[:number]):
            x, middle = matrix + STEP * column + STEP / 2, y + ROW / 2
            if other in imported:
                parts.append(
                    f'<circle cx="{x}" cy="{middle}" r="6" fill="{told[other][0]}"><title>{name} imports from {other}</title></circle>'
                )
            else:
                parts.append(f'<circle cx="{x}" cy="{middle}" r="1.6" fill="#c3ccd0"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, size: int, colour: str, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{weight}>{escape(text)}</text>'
