"""Product models for figures: as large, deep, looped and credited as is asked for."""

from __future__ import annotations

import random

__all__ = ["large_model", "looped_model"]


def large_model(processes: int, *, suppliers: int = 0, loops: int = 0, credits: int = 0, spread: int = 8, seed: int = 1) -> str:
    """Write a model whose processes take from earlier ones: a deep chain with side branches.

    Parameters
    ----------
    processes
        How many; the last makes the product.
    suppliers
        How many take electricity of the grid.
    loops
        How many early processes take a little from a late one.
    credits
        How many take something out of the air.
    spread
        From how far back a process takes; 1 is one long chain.
    seed
        For everything that is left to chance.
    """
    chance = random.Random(seed)
    lines = [
        "footprint: product-model/1",
        f"product: {{name: {{en: Large product, zh: 大型产品}}, flow: p{processes - 1}, declared_unit: 1 t}}",
        "period: {start: 2024-01-01, end: 2024-12-31}",
        'inventories: {cn-electricity: "2024.1"}',
        "processes:",
    ]
    powered = set(chance.sample(range(processes), min(suppliers, processes)))
    late = {number: chance.randrange(processes // 2, processes) for number in chance.sample(range(processes // 4 or 1), loops)}
    cleaned = set(chance.sample(range(processes), credits))
    takes: list[set[int]] = [set() for _ in range(processes)]
    for number in range(processes - 1):
        takes[min(processes - 1, number + 1 + chance.randrange(spread))].add(number)
    for number in range(1, processes):
        if not takes[number]:
            takes[number].add(max(0, number - 1))
    for number in range(processes):
        inputs = [f"p{other}: {chance.uniform(0.2, 0.6):.3f} t" for other in sorted(takes[number])]
        if number in late:
            inputs.append(f"p{late[number]}: {chance.uniform(0.01, 0.1):.3f} t")
        if number in powered:
            inputs.append(f"power: {{amount: {chance.uniform(10, 400):.1f} kWh, from: cn-electricity/national-average-2024}}")
        lines.append(f"  q{number}:")
        lines.append(f"    name: {{en: Process number {number}, zh: 第 {number} 号过程}}")
        lines.append(f"    stage: stage {number * 5 // processes}")
        lines.append(f"    outputs: {{p{number}: 1 t}}")
        if inputs:
            lines.append(f"    inputs: {{{', '.join(inputs)}}}")
        lines.append(f'    emissions: {{co2: {{flow: "carbon dioxide, fossil", amount: {chance.lognormvariate(3, 1.5):.3f} kg}}}}')
        if number in cleaned:
            lines.append(f'    removals: {{air: {{flow: "carbon dioxide, removal", amount: {chance.uniform(1, 60):.2f} kg}}}}')
    return "\n".join(lines) + "\n"


def looped_model(back: float, co2: tuple[float, float], credit: float = 0.0, removal: float = 0.0) -> str:
    """Write two processes that feed each other; the second may replace electricity elsewhere, the first take something out of the air."""
    allocation, outputs = "", "{b: 1 t}"
    if credit:
        outputs = "{b: 1 t, power: 500 kWh}"
        allocation = (
            "    allocation: {by: substitution, why: test, main: b, "
            f"avoided: {{power: {{amount: {credit!r} kWh, from: cn-electricity/national-average-2024}}}}}}\n"
        )
    removals = f'    removals: {{air: {{flow: "carbon dioxide, removal", amount: {removal!r} kg}}}}\n' if removal else ""
    return f"""footprint: product-model/1
product: {{name: {{en: Product A, zh: 产品甲}}, flow: a, declared_unit: 1 t}}
period: {{start: 2024-01-01, end: 2024-12-31}}
inventories: {{cn-electricity: "2024.1"}}
processes:
  first:
    stage: one
    outputs: {{a: 1 t}}
    inputs: {{b: 0.5 t}}
    emissions: {{co2: {{flow: "carbon dioxide, fossil", amount: {co2[0]!r} kg}}}}
{removals}  second:
    stage: two
    outputs: {outputs}
{allocation}    inputs: {{a: {back!r} t}}
    emissions: {{co2: {{flow: "carbon dioxide, fossil", amount: {co2[1]!r} kg}}}}
"""
