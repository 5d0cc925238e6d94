"""Random product models with parameters, formulas, allocation, loops and a background, as texts, and rows to vary them with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

import footprint as fp
from footprint.engine.background import intensities
from footprint.engine.scenarios import Kernel, Scores, Template, compile_template
from footprint.errors import FootprintError
from footprint.inventory import Library, open_library
from footprint.model import read_text
from footprint.units import Amount

__all__ = ["HEAD", "PACKAGES", "Single", "codes_of", "kernel_of", "library", "random_rows", "scenario_models", "singly"]

PACKAGES = Path(__file__).parent / "models" / "packages"

HEAD = """footprint: product-model/1
product: {name: Product, flow: f0, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {textbook: "1"}
"""
ALLOCATIONS = ("mass", "economic", "shares", "property", "biogenic")


def library() -> Library:
    return open_library([PACKAGES])


@dataclass(frozen=True)
class Single:
    """What a calculation of one row gives: a footprint, or the codes of what is wrong."""

    result: fp.Footprint | None
    codes: frozenset[str]


def singly(template: Template, values: dict[str, NDArray[np.float64]], row: int) -> Single:
    """Calculate one row with the pipeline, which knows nothing of templates."""
    overrides = {}
    for name, array in values.items():
        unit = (template.evaluated.amounts if "/" in name else template.evaluated.parameters)[name].unit
        overrides[name] = Amount(float(array[row]) / unit.factor, unit)
    try:
        return Single(fp.calculate(template.model, [PACKAGES], overrides), frozenset())
    except FootprintError as error:
        return Single(None, frozenset(finding.code for finding in error.findings))


def kernel_of(text: str) -> tuple[Template, Kernel]:
    template = compile_template(read_text(text), library())
    return template, Kernel(template, intensities(template.system))


def codes_of(scores: Scores, row: int) -> frozenset[str]:
    return frozenset(failure.code for failure in scores.failures if row in failure.rows)


@st.composite
def scenario_models(draw: st.DrawFn, largest: int = 6) -> str:
    """Draw a model of up to that many processes; in every process the uses of own products weigh less than a third of what it makes."""
    size = draw(st.integers(1, largest))
    parameters = [f"  q{number}: {draw(st.floats(0.2, 5.0))!r} kg/kg" for number in range(3)]
    flows, processes = [], []
    for number in range(size):
        made = draw(st.sampled_from([1.0, 250.0, 3e4]))
        second = draw(st.sampled_from(["", "", *ALLOCATIONS])) if number else ""
        outputs = [f"f{number}: {made!r} kg"] + ([f"g{number}: {draw(st.floats(0.01, 1.0)) * made!r} kg"] if second else [])
        lines = [f"  p{number}:", f"    outputs: {{{', '.join(outputs)}}}"]
        if second:
            lines.append(f"    allocation: {_allocation(draw, second, number)}")
        if second in ("property", "biogenic"):
            flows.extend(_properties(draw, second, number))
        inputs = []
        for other in draw(st.lists(st.integers(0, size - 1), max_size=3, unique=True)):
            share = draw(st.floats(0.001, 0.1)) * made
            inputs.append(f"use{other}: {{product: f{other}, amount: {_expression(draw, share)}}}")
        if draw(st.booleans()):
            inputs.append(f'heat: {{amount: "{draw(st.floats(0, 10))!r} GJ", from: textbook/boiler-heat}}')
        lines.append(f"    inputs: {{{', '.join(inputs)}}}")
        lines.append("    emissions:")
        lines.append(f'      co2: {{flow: "carbon dioxide, fossil", amount: {_expression(draw, draw(st.floats(0, 500)))}}}')
        if draw(st.booleans()):
            lines.append(f'      ch4: {{flow: "methane, biogenic", amount: "{draw(st.floats(0, 3))!r} kg"}}')
        if second == "biogenic":
            lines.append(f'    removals: {{air: {{flow: "carbon dioxide, uptake", amount: "{draw(st.floats(0, 9))!r} kg"}}}}')
        processes.append("\n".join(lines))
    # Every process is used by the product, so that none is unreachable.
    first = processes[0].replace(
        "    inputs: {", "    inputs: {" + "".join(f"all{n}: {{product: f{n}, amount: 1 g}}, " for n in range(1, size))
    )
    stated = ["flows:", *flows] if flows else []
    return HEAD + "\n".join([*stated, "parameters:", *parameters, "processes:", first, *processes[1:]]) + "\n"


def _expression(draw: st.DrawFn, kilograms: float) -> str:
    """Write an amount plainly, or as a formula of one or two parameters with nearly that value."""
    form = draw(
        st.sampled_from(["{kg!r} kg", "= {kg!r} kg * q0 / q1", "= {kg!r} kg * min(q2, 2 * q0) / (q0 + 1)", "= {kg!r} kg * sqrt(q1)"])
    )
    return f'"{form.format(kg=kilograms / 5)}"'


def _allocation(draw: st.DrawFn, key: str, number: int) -> str:
    first, second = f"f{number}", f"g{number}"
    if key == "economic" or key == "biogenic":
        prices = f"{{{first}: {draw(st.floats(0.1, 9))!r} CNY/kg, {second}: {draw(st.floats(0, 9))!r} CNY/kg}}"
        return f"{{by: economic, why: a test, prices: {prices}}}"
    if key == "shares":
        share = draw(st.floats(0.05, 1.0))
        return f"{{by: shares, why: a test, shares: {{{first}: {100 * share!r} %, {second}: {100 - 100 * share!r} %}}}}"
    return "{by: mass, why: a test}" if key == "mass" else "{by: {property: protein}, why: a test}"


def _properties(draw: st.DrawFn, key: str, number: int) -> list[str]:
    if key == "property":
        return [f"  {flow}{number}: {{other: {{protein: {draw(st.floats(0.01, 1))!r} kg/kg}}, source: a test}}" for flow in "fg"]
    contents = [draw(st.floats(0, 0.5)) for _ in range(2)]
    return [
        f"  {flow}{number}: {{biogenic_carbon_content: {content!r} kg/kg, source: a test}}"
        for flow, content in zip("fg", contents, strict=True)
    ]


def random_rows(template: Template, seed: int, count: int, spread: float = 0.3) -> dict[str, NDArray[np.float64]]:
    """Vary every parameter and some of the stated amounts by random factors."""
    generator = np.random.default_rng(seed)
    plain = [name for name in template.names if isinstance(_base(template, name), float) and "allocation/shares" not in name]
    chosen = [name for name in plain if "/" not in name or generator.random() < 0.5]
    return {name: float(_base(template, name)) * np.exp(generator.normal(0, spread, count)) for name in chosen}


def _base(template: Template, name: str) -> Any:
    return (template.stated if "/" in name else template.parameters)[name]
