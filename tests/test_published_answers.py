"""Answers nobody here wrote: a published input-output model, imported through the inventory format."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from footprint.engine import check_structure, compile_system, solve
from footprint.engine.proof import adjoint, prove
from footprint.inventory import Library, check_package
from footprint.supply_chain.models import chain_of_dataset
from shared import SHARED, needs_shared

GEORGIA = (SHARED or Path()) / "cases" / "georgia-eeio"

pytestmark = needs_shared


def matrix(name: str) -> np.ndarray[Any, Any]:
    return np.array(json.loads((GEORGIA / "matrix" / f"{name}.json").read_text()))


def described(path: Path, about: dict[str, Any]) -> None:
    path.mkdir(parents=True)
    (path / "datapackage.json").write_text(json.dumps(about))


def write_rows(path: Path, rows: list[list[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def georgia(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The Georgia model as an inventory package and a method.

    Sectors and indicators that are no masses or energies (jobs, dollars, toxic units) are counted in `item`, so that the numbers
    stay as published; the dialect of units has no such units.
    """
    folder = tmp_path_factory.mktemp("georgia")
    sectors, flows, indicators = (json.loads((GEORGIA / f"{name}.json").read_text()) for name in ("sectors", "flows", "indicators"))
    codes = [f"s{sector['index']}" for sector in sectors]
    unit = {"kg": "kg", "MJ": "MJ"}
    units = [unit.get(flow["unit"], "item") for flow in flows]
    a, b, c = matrix("A"), matrix("B"), matrix("C")
    described(
        folder / "georgia",
        {"name": "georgia", "version": "2020", "title": "Georgia", "status": "literature", "format": "footprint-inventory/1"},
    )
    header = "code,product,name_en,name_zh,amount,unit,kind,basis,status,data,capital_goods,geography,start,end,source,comment"
    rows = [
        [
            code,
            code,
            sector["name"],
            "",
            1,
            "item",
            "production",
            "footprint",
            "literature",
            "secondary",
            "unknown",
            "US",
            "",
            "",
            "EPA",
            "",
        ]
        for code, sector in zip(codes, sectors, strict=True)
    ]
    write_rows(folder / "georgia" / "processes.csv", [header.split(","), *rows])
    exchanges: list[list[Any]] = [["process", "kind", "package", "flow", "amount", "unit"]]
    exchanges += [[codes[j], "technosphere", "", codes[i], repr(float(a[i, j])), "item"] for i, j in zip(*np.nonzero(a), strict=True)]
    exchanges += [[codes[j], "elementary", "", flows[k]["id"], repr(float(b[k, j])), units[k]] for k, j in zip(*np.nonzero(b), strict=True)]
    write_rows(folder / "georgia" / "exchanges.csv", exchanges)
    write_rows(
        folder / "georgia" / "flows.csv",
        [["flow", "unit"], *([flow["id"], flow_unit] for flow, flow_unit in zip(flows, units, strict=True))],
    )
    described(
        folder / "methods" / "georgia",
        {
            "name": "georgia",
            "version": "2020",
            "title": "Georgia",
            "format": "footprint-method/1",
            "categories": [{"name": indicator["code"], "unit": "item"} for indicator in indicators],
        },
    )
    factors: list[list[Any]] = [["flow", "category", "factor", "unit", "source"]]
    factors += [
        [flows[k]["id"], indicators[i]["code"], repr(float(c[i, k])), f"item/{units[k]}" if units[k] != "item" else "item/item", "EPA"]
        for i, k in zip(*np.nonzero(c), strict=True)
    ]
    write_rows(folder / "methods" / "georgia" / "factors.csv", factors)
    return Library((folder,))


def test_every_sector_and_indicator_of_georgia_has_the_published_total_factor(georgia: Library) -> None:
    published = matrix("N")
    units = {name: flow.unit.text for name, flow in georgia.flows().items()}
    waiting = set(range(146))
    while waiting:
        # Not every sector is reached from every other one; a system holds what its product needs.
        system = compile_system(chain_of_dataset(f"georgia/s{min(waiting)}", georgia, "georgia"), units)
        check_structure(system)
        order = [int(key.removeprefix("georgia/s")) for key in system.activities]
        intensities = adjoint(system)
        for row, category in enumerate(system.categories):
            ours, theirs = intensities[category.name], published[row][order]
            assert np.max(np.abs(ours - theirs)) <= 1e-9 * np.max(np.abs(published[row])), category.name
        waiting -= set(order)


@pytest.mark.parametrize("sector", [0, 5, 8, 72, 73, 145])
def test_brightway_gives_the_published_factors_of_georgia(georgia: Library, sector: int) -> None:
    published = matrix("N")
    chain = chain_of_dataset(f"georgia/s{sector}", georgia, "georgia")
    system = compile_system(chain, {name: flow.unit.text for name, flow in georgia.flows().items()})
    solution = solve(system)
    proof = prove(system, solution)
    assert proof.numerical_error >= 0
    for row, category in enumerate(system.categories):
        assert solution.scores[category.name] == pytest.approx(published[row][sector], rel=1e-9, abs=1e-9 * np.max(np.abs(published[row])))


def test_the_georgia_package_passes_the_package_check(georgia: Library) -> None:
    folder = Path(georgia.package("georgia").folder)
    errors = [finding for finding in check_package(folder, georgia) if finding.severity == "error"]
    assert errors == []
