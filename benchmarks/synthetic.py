"""A SYNTHETIC background with the size and shape of a large inventory: it says nothing about the world.

23,500 processes and about 220,000 exchanges: a few hundred hub markets that everybody uses, blocks of sectors whose members
feed each other, long supply chains and few loops. Sizes of units differ by many orders of magnitude, as kilograms, items and
kilowatt hours do. Measured in impact no process passes on more than 80 % of what it carries, so that all loops lose.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footprint.engine.system import System, flow_factors
from footprint.inventory import Library

__all__ = ["FLOWS", "NAME", "Synthetic", "synthetic", "synthetic_system", "write_package"]

NAME = "synthetic-background"
FLOWS = (
    "carbon dioxide, fossil",
    "methane, fossil",
    "nitrous oxide",
    "carbon dioxide, biogenic",
    "methane, biogenic",
    "carbon dioxide, uptake",
)


@dataclass(frozen=True, eq=False)
class Synthetic:
    """Uses (provider, consumer, amount per unit) and emissions (flow, process, amount per unit); every process makes one unit."""

    size: int
    providers: NDArray[np.int64]
    consumers: NDArray[np.int64]
    amounts: NDArray[np.float64]
    flows: NDArray[np.int64]
    processes: NDArray[np.int64]
    emissions: NDArray[np.float64]


def synthetic(size: int = 23_500, exchanges: int = 220_000, seed: int = 1) -> Synthetic:
    """Draw a background; the same seed gives the same one."""
    random = np.random.default_rng(seed)
    hubs = max(3, size // 80)
    sector = random.integers(0, max(2, size // 390), size)
    members = [np.flatnonzero(sector == number) for number in range(int(sector.max()) + 1)]
    scale = np.exp(random.normal(0.0, 4.0, size))
    popularity = 1.0 / np.arange(1, hubs + 1) ** 1.1
    popularity /= popularity.sum()
    counts = np.maximum(1, random.poisson(np.minimum(random.gamma(1.4, 1.15 * exchanges / size / 1.4, size), 80)))
    pairs: set[tuple[int, int]] = set()
    for consumer in range(size):
        count = int(counts[consumer])
        common = random.choice(hubs, size=(count + 1) // 2, p=popularity)
        near = members[sector[consumer]]
        # Within its sector a process buys from those before it; one purchase in fifty goes the other way round and closes a loop.
        before = near[near < consumer]
        pool = before if len(before) and random.random() > 0.02 else near
        own = random.choice(pool, size=count // 2)
        pairs.update((int(provider), consumer) for provider in (*common, *own) if provider != consumer)
    providers, consumers = (np.array(side, dtype=np.int64) for side in zip(*sorted(pairs), strict=True))
    shares = random.gamma(0.5, 1.0, len(pairs))
    totals = np.bincount(consumers, shares, size)
    passed_on = random.uniform(0.2, 0.8, size)
    shares *= (passed_on / np.where(totals > 0, totals, 1.0))[consumers]
    amounts = shares * scale[consumers] / scale[providers]
    flows, processes, emissions = [], [], []
    for number in range(len(FLOWS)):
        chosen = np.flatnonzero(random.random(size) < (0.7 if number == 0 else 0.15))
        flows.append(np.full(len(chosen), number))
        processes.append(chosen)
        emissions.append((1.0 if number == 0 else 0.005) * scale[chosen] * np.exp(random.normal(-1.5, 1.0, len(chosen))))
    return Synthetic(size, providers, consumers, amounts, np.concatenate(flows), np.concatenate(processes), np.concatenate(emissions))


def synthetic_system(data: Synthetic, library: Library, method: str = "ipcc-ar6-gwp100") -> System:
    """Give the background as matrices, without the way through files; the product asked for is the last process."""
    about = library.method(method)
    diagonal = np.arange(data.size)
    units = {name: flow.unit.text for name, flow in library.flows().items()}
    return System(
        activities=tuple(f"{NAME}/p{number}" for number in range(data.size)),
        origins=("dataset",) * data.size,
        units=("kg",) * data.size,
        flows=FLOWS,
        flow_units=tuple(units[name] for name in FLOWS),
        technosphere=(
            np.concatenate([diagonal, data.providers]),
            np.concatenate([diagonal, data.consumers]),
            np.concatenate([np.ones(data.size), -data.amounts]),
        ),
        biosphere=(data.flows, data.processes, data.emissions),
        exchanges=("",) * (data.size + len(data.amounts)),
        biosphere_exchanges=("",) * len(data.emissions),
        avoided=(False,) * (data.size + len(data.amounts)),
        categories=about.categories,
        factors=flow_factors(about, FLOWS, units),
        demand=(data.size - 1, 1.0),
        method=about.name,
    )


def write_package(data: Synthetic, folder: Path) -> Path:
    """Write the background as a data package that models can use; give its folder."""
    target = folder / NAME
    target.mkdir(parents=True)
    about = {
        "name": NAME,
        "version": "1",
        "title": "SYNTHETIC background for benchmarks",
        "title_zh": "基准测试用合成背景数据",
        "format": "footprint-inventory/1",
        "status": "demo",
        "geography": "GLO",
        "period": {"start": "2024-01-01", "end": "2024-12-31"},
        "licenses": [{"name": "CC0-1.0", "title": "Random numbers"}],
        "sources": [{"title": "benchmarks/synthetic.py"}],
        "resources": [{"name": "processes", "path": "processes.csv"}, {"name": "exchanges", "path": "exchanges.csv"}],
        "requires": {"elementary-flows": "1"},
    }
    (target / "datapackage.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    (target / "README.md").write_text("# SYNTHETIC\n\nRandom numbers for benchmarks.\n", encoding="utf-8")
    with (target / "processes.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        head = "code,product,name_en,name_zh,amount,unit,kind,basis,status,data,capital_goods,geography,start,end,source,comment"
        writer.writerow(head.split(","))
        rest = ["kg", "production", "footprint", "demo", "secondary", "excluded", "GLO", "2024-01-01", "2024-12-31", "synthetic", ""]
        writer.writerows(
            [f"p{number}", f"product {number}", f"Synthetic process {number}", f"合成过程 {number}", 1, *rest]
            for number in range(data.size)
        )
    with (target / "exchanges.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["process", "kind", "package", "flow", "amount", "unit", "source", "comment"])
        for provider, consumer, amount in zip(data.providers.tolist(), data.consumers.tolist(), data.amounts.tolist(), strict=True):
            writer.writerow([f"p{consumer}", "technosphere", "", f"p{provider}", repr(amount), "kg", "synthetic", ""])
        for flow, process, amount in zip(data.flows.tolist(), data.processes.tolist(), data.emissions.tolist(), strict=True):
            writer.writerow([f"p{process}", "elementary", "", FLOWS[flow], repr(amount), "kg", "synthetic", ""])
    return target
