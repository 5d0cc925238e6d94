"""The product model of the benchmarks: 20 processes, 60 exchanges beside their 20 products, 12 parameters, two loops, an allocation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["EXCHANGES", "PARAMETERS", "PROCESSES", "model_text", "variants"]

PROCESSES = 20
EXCHANGES = 60
PARAMETERS = {
    "yield_a": ("0.92 kg/kg", "triangular, min: 0.85 kg/kg, max: 0.99 kg/kg"),
    "yield_b": ("0.96 kg/kg", "uniform, min: 0.9 kg/kg, max: 1 kg/kg"),
    "power_a": ("0.35 kWh/kg", "lognormal, gsd2: 1.2"),
    "power_b": ("0.12 kWh/kg", "lognormal, gsd2: 1.3"),
    "heat_a": ("1.8 MJ/kg", "lognormal, gsd2: 1.15"),
    "heat_b": ("0.7 MJ/kg", "normal, sd: 0.05 MJ/kg"),
    "distance": ("300 km", "triangular, min: 100 km, max: 900 km"),
    "load": ("0.8 kg/kg", "uniform, min: 0.6 kg/kg, max: 1 kg/kg"),
    "recycled": ("0.1 kg/kg", "triangular, min: 0 kg/kg, max: 0.3 kg/kg"),
    "solvent": ("0.02 kg/kg", "lognormal, gsd2: 1.5"),
    "reagent": ("0.05 kg/kg", "lognormal, gsd2: 1.4"),
    "leak": ("0.001 kg/kg", "lognormal, gsd2: 2"),
}

# What the inputs of a process take from datasets; the formulas are shared among processes, the datasets are not.
FORMULAS = (
    "= 1 t * reagent / yield_a",
    "= 1 t * solvent * (1 - recycled)",
    "= 1 t * (heat_a + heat_b) / 40 * 1 kg/MJ",
    "= 1 t * power_a * 0.1 kg/kWh / yield_b",
    "= 1 t * min(power_b, 0.5 kWh/kg) * 0.2 kg/kWh",
    "= 1 t * distance / 100 km * 0.002 / load",
)


def model_text(background: int, uncertainty: bool = False, package: str = "synthetic-background") -> str:
    """Write the model.

    Parameters
    ----------
    background
        Number of datasets to choose from.
    uncertainty
        Whether the parameters state theirs.
    """
    random = np.random.default_rng(7)
    datasets = iter(random.permutation(np.arange(background // 2, background)).tolist())
    lines = [
        "footprint: product-model/1",
        "product: {name: {en: Benchmark, zh: 基准}, flow: f0, declared_unit: 1 t}",
        "period: {start: 2024-01-01, end: 2024-12-31}",
        f'inventories: {{{package}: "1"}}',
        "parameters:",
    ]
    for name, (value, how) in PARAMETERS.items():
        lines.append(f"  {name}: {{value: {value}, uncertainty: {{kind: {how}}}}}" if uncertainty else f"  {name}: {value}")
    lines.append("processes:")
    uses = {number: [number + 1] for number in range(PROCESSES - 1)} | {PROCESSES - 1: []}
    uses[0] += [5, 9]
    uses[3] += [7]
    uses[8] += [6]  # closes a loop of 6, 7 and 8
    uses[13] += [12]  # and another of 12 and 13
    left = EXCHANGES - sum(map(len, uses.values()))
    emissions = 10
    count = 0
    for number in range(PROCESSES):
        outputs = f"f{number}: 1 t" + (", g4: 0.2 t" if number == 4 else "")
        lines += [f"  p{number}:", f"    stage: stage {number // 5}", f"    outputs: {{{outputs}}}"]
        if number == 4:
            lines.append("    allocation: {by: economic, why: A benchmark., prices: {f4: 9 CNY/kg, g4: 3 CNY/kg}}")
        lines.append("    inputs:")
        for other in uses[number]:
            amount = '"= 1 t * recycled"' if other < number else '"= 1 t / yield_a * 0.5"' if other % 3 else "400 kg"
            lines.append(f"      f{other}: {amount}")
        inputs = (left - emissions) // PROCESSES + (1 if number < (left - emissions) % PROCESSES else 0)
        for position in range(inputs):
            amount = f'"{FORMULAS[count % len(FORMULAS)]}"' if count % 4 else f"{random.uniform(1, 90):.4g} kg"
            lines.append(f"      in{position}: {{amount: {amount}, from: {package}/p{next(datasets)}}}")
            count += 1
        if number % 2 == 0:
            amount = '"= 1 t * leak"' if number % 4 else "12 kg"
            flow = "methane, fossil" if number % 4 else "carbon dioxide, fossil"
            lines += ["    emissions:", f'      gas: {{flow: "{flow}", amount: {amount}}}']
    return "\n".join(lines) + "\n"


def variants(count: int, seed: int = 1) -> dict[str, NDArray[np.float64]]:
    """Draw values of all parameters around the model's own, in the units that the model states them in."""
    random = np.random.default_rng(seed)
    return {name: float(value.split()[0]) * random.uniform(0.95, 1.04, count) for name, (value, _) in PARAMETERS.items()}
