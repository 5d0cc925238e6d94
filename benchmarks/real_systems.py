"""The real systems of the benchmarks, straight from their files into matrices: USLCI (linked, SI) and the Georgia input-output model."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footprint.engine.system import System
from footprint.inventory.records import Category

__all__ = ["georgia", "uslci"]


def _system(
    name: str,
    a: tuple[list[int], list[int], list[float]],
    size: int,
    b: tuple[list[int], list[int], list[float]],
    c: dict[str, NDArray[np.float64]],
    demand: int,
) -> System:
    diagonal = list(range(size))
    rows, columns, values = a
    flows = len(next(iter(c.values())))
    count = size + len(rows)
    return System(
        activities=tuple(f"{name}/{number}" for number in range(size)),
        origins=("dataset",) * size,
        units=("kg",) * size,
        flows=tuple(f"flow {number}" for number in range(flows)),
        flow_units=("kg",) * flows,
        technosphere=(
            np.array(diagonal + rows),
            np.array(diagonal + columns),
            np.concatenate([np.ones(size), -np.array(values, dtype=np.float64)]),
        ),
        biosphere=(np.array(b[0]), np.array(b[1]), np.array(b[2], dtype=np.float64)),
        exchanges=("",) * count,
        biosphere_exchanges=("",) * len(b[0]),
        avoided=(False,) * count,
        categories=tuple(Category(category, "kg CO2e") for category in c),
        factors=c,
        demand=(demand, 1.0),
        method=name,
    )


def georgia(shared: Path) -> System:
    """Read the 146 sectors, 1,581 flows and all indicators; the sum of all indicators stands for a headline."""
    folder = shared / "cases" / "georgia-eeio"
    a, b, c = (np.array(json.loads((folder / "matrix" / f"{name}.json").read_text()), dtype=np.float64) for name in "ABC")
    names = [indicator["code"] for indicator in json.loads((folder / "indicators.json").read_text())]
    users, makers = np.nonzero(a)
    flows, processes = np.nonzero(b)
    return _system(
        "georgia",
        (users.tolist(), makers.tolist(), a[users, makers].tolist()),
        len(a),
        (flows.tolist(), processes.tolist(), b[flows, processes].tolist()),
        {name: row.copy() for name, row in zip(names, c, strict=True)},
        0,
    )


def uslci(shared: Path) -> System:
    """Read the 826 products of USLCI; the one that consumes all of its own output is given none of it, so that it can be solved."""
    folder = shared / "data" / "uslci" / "normalized"
    with (folder / "processes.csv").open(newline="", encoding="utf-8") as stream:
        amounts = {int(row["process_id"]): float(row["ref_amount_si"]) for row in csv.DictReader(stream)}
    position = {process: number for number, process in enumerate(sorted(amounts))}
    with gzip.open(folder / "biosphere_flows.csv.gz", "rt", newline="", encoding="utf-8") as stream:
        factors: dict[tuple[str, ...], float] = {}
        for row in csv.DictReader(stream):
            factors[row["name"], row["category"], row["subcategory"], row["direction"]] = float(row["gwp100_ar6"] or 0)
    flows = {key: number for number, key in enumerate(factors)}
    a: tuple[list[int], list[int], list[float]] = ([], [], [])
    b: tuple[list[int], list[int], list[float]] = ([], [], [])
    with gzip.open(folder / "exchanges_CNgrid.csv.gz", "rt", newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            process = int(row["process_id"])
            if process not in position:
                continue
            amount = float(row["amount_si_allocated"]) / amounts[process]
            key = (row["name"], row["category"], row["subcategory"], row["direction"])
            if row["provider_id"]:
                provider = int(float(row["provider_id"]))
                if provider in position and row["link_status"].startswith("linked"):
                    for side, value in zip(a, (position[provider], position[process], amount), strict=True):
                        side.append(value)  # type: ignore[arg-type]
            elif row["type"] == "biosphere" and key in flows:
                for side, value in zip(b, (flows[key], position[process], amount), strict=True):
                    side.append(value)  # type: ignore[arg-type]
    return _system("uslci", a, len(position), b, {"fossil": np.array(list(factors.values()))}, 0)
