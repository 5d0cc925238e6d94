"""What the tests of imported databases share: small files written on the spot, and a look into the package they become."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from footprint.engine import check_structure, compile_system, prove, solve
from footprint.formats.lca import import_lca
from footprint.inventory import check_package, open_library
from footprint.supply_chain.models import chain_of_dataset

__all__ = ["CARBON1", "CARBON2", "Package", "ecospold1", "ecospold2", "errors_of", "imported", "intermediate", "score"]

CARBON1 = (
    '<exchange number="99" name="Carbon dioxide, fossil" category="air" unit="kg" meanValue="2"><outputGroup>4</outputGroup></exchange>'
)
CARBON2 = (
    '<elementaryExchange id="c" amount="2" elementaryExchangeId="co2"><name xml:lang="en">Carbon dioxide, fossil</name>'
    '<unitName xml:lang="en">kg</unitName><compartment><compartment xml:lang="en">air</compartment></compartment>'
    "<outputGroup>4</outputGroup></elementaryExchange>"
)


class Package:
    """An imported package, read from its files."""

    def __init__(self, folder: Path, report: dict[str, Any]) -> None:
        self.folder = folder
        self.report = report
        self.processes = {row["code"]: row for row in rows(folder / "processes.csv")}
        self.exchanges = rows(folder / "exchanges.csv")

    def of(self, code: str) -> list[dict[str, str]]:
        """Give the exchanges of a dataset."""
        assert code in self.processes, sorted(self.processes)
        return [row for row in self.exchanges if row["process"] == code]

    def one(self, code: str, flow: str) -> dict[str, str]:
        """Give the one exchange of a dataset with a flow."""
        (found,) = [row for row in self.of(code) if row["flow"] == flow]
        return found


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def imported(source: Path, folder: Path, **options: Any) -> Package:
    """Import a source, check the account of it, and read the package."""
    made = import_lca(source, folder / "imported", **options)
    report = json.loads((made.folder / "import-report.json").read_text(encoding="utf-8"))
    assert report == made.report
    datasets, exchanges = report["datasets"], report["exchanges"]
    assert datasets["found"] == datasets["imported"] + datasets["left_out"]
    assert datasets["left_out"] == sum(datasets["reasons"].values()) == len(report["datasets_left_out"])
    assert exchanges["found"] == sum(exchanges["fates"].values())
    package = Package(made.folder, report)
    assert report["processes"] == len(package.processes)
    return package


def errors_of(package: Package) -> list[str]:
    """Give the errors that `footprint inventories check` finds, as lines."""
    return [finding.line() for finding in check_package(package.folder) if finding.severity == "error"]


def score(package: Package, code: str, category: str = "fossil") -> float:
    """Compute the score of one reference output of a dataset with the engine."""
    library = open_library((package.folder,))
    system = compile_system(
        chain_of_dataset(f"{package.folder.name}/{code}", library, "ipcc-ar6-gwp100"),
        {name: flow.unit.text for name, flow in library.flows().items()},
    )
    check_structure(system)
    solution = solve(system)
    prove(system, solution)
    return float(solution.scores[category])


def ecospold1(*exchanges: str, name: str = "steel", number: str = "1", more: str = "", location: str = "CN") -> str:
    """Write one EcoSpold 1 dataset."""
    return (
        f'<dataset number="{number}"><metaInformation><processInformation><referenceFunction name="{name}" unit="kg" amount="1"/>'
        f'<geography location="{location}"/></processInformation></metaInformation>'
        f"<flowData>{''.join(exchanges)}{more}</flowData></dataset>"
    )


def intermediate(name: str, amount: str, group: str, *, unit: str = "kg", flow: str = "", link: str = "", inner: str = "") -> str:
    """Write one intermediate exchange of EcoSpold 2; the group is such as ``outputGroup=0``."""
    element, _, number = group.partition("=")
    linked = f' activityLinkId="{link}"' if link else ""
    return (
        f'<intermediateExchange id="e" amount="{amount}" intermediateExchangeId="{flow or name}"{linked}><name xml:lang="en">{name}</name>'
        f'<unitName xml:lang="en">{unit}</unitName>{inner}<{element}>{number}</{element}></intermediateExchange>'
    )


def ecospold2(*exchanges: str, name: str = "steel production", identifier: str = "a") -> str:
    """Write one EcoSpold 2 file."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset><activityDescription>'
        f'<activity id="{identifier}"><activityName xml:lang="en">{name}</activityName></activity></activityDescription>'
        f"<flowData>{''.join(exchanges)}</flowData></activityDataset></ecoSpold>"
    )
