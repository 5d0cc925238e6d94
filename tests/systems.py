"""Product systems for tests of the engine, built without a model file, and an independent dense solution of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footprint.engine import System, compile_system
from footprint.inventory import Method
from footprint.inventory.records import Category
from footprint.supply_chain import Activity, Elementary, SupplyChain, Use
from footprint.units import Amount, parse_unit

__all__ = ["FACTORS", "METHOD", "dense_score", "make_chain", "make_system"]

FACTORS = {
    "carbon dioxide, fossil": ("fossil", 1.0),
    "methane, biogenic": ("biogenic_non_co2", 27.0),
    "carbon dioxide, uptake": ("uptake", -1.0),
}

METHOD = Method(
    name="test",
    version="1",
    title={"en": "Test", "zh": "测试"},
    gwp_set="AR6",
    categories=tuple(
        Category(name, "kg CO2e")
        for name in ("fossil", "biogenic_co2", "biogenic_non_co2", "uptake", "land_use_change", "land_management", "removals")
    ),
    factors={flow: {category: Amount(factor, parse_unit("kg CO2e/kg"))} for flow, (category, factor) in FACTORS.items()},
    sha256="",
)


def make_chain(
    production: Sequence[float],
    uses: dict[tuple[int, int], float],
    emissions: dict[tuple[str, int], float],
    demand: tuple[int, float] = (0, 1.0),
) -> SupplyChain:
    """Make a supply chain of foreground processes ``p0, p1, …``.

    Parameters
    ----------
    production
        Reference output of each process.
    uses
        Amount by (provider, consumer).
    emissions
        Amount by (flow, process).
    demand
        Process and amount.
    """
    names = [f"p{number}" for number in range(len(production))]
    activities = {
        name: Activity(name, name, name, "kg", amount, "foreground", name) for name, amount in zip(names, production, strict=True)
    }
    return SupplyChain(
        activities=activities,
        uses=tuple(
            Use(f"p{consumer}", f"p{provider}", amount, f"p{consumer}/inputs/p{provider}") for (provider, consumer), amount in uses.items()
        ),
        elementary=tuple(
            Elementary(f"p{process}", flow, amount, f"p{process}/emissions/{flow}") for (flow, process), amount in emissions.items()
        ),
        demand=(f"p{demand[0]}", demand[1]),
        cut_offs=(),
        datasets={},
        packages={},
        method=METHOD,
    )


def make_system(*arguments: Any, **named: Any) -> System:
    """Make and compile a supply chain; see `make_chain`."""
    return compile_system(make_chain(*arguments, **named), dict.fromkeys(FACTORS, "kg"))


def dense_score(
    production: Sequence[float],
    uses: dict[tuple[int, int], float],
    emissions: dict[tuple[str, int], float],
    demand: tuple[int, float] = (0, 1.0),
) -> tuple[float, NDArray[np.float64]]:
    """Solve with dense linear algebra from the same figures, sharing no code with the engine.

    Returns
    -------
    score
        Sum of fossil and biogenic non-CO2.
    levels
        Activity levels.
    """
    size = len(production)
    a = np.diag(np.array(production, dtype=float))
    for (provider, consumer), amount in uses.items():
        a[provider, consumer] -= amount
    f = np.zeros(size)
    f[demand[0]] = demand[1]
    levels = np.linalg.solve(a, f)
    score = 0.0
    for (flow, process), amount in emissions.items():
        category, factor = FACTORS[flow]
        if category != "uptake":
            score += factor * amount * levels[process]
    return score, levels
