"""Derive the package uslci-cn from the linked SI version of USLCI: a reviewed subset on Chinese electricity.

What is chosen, left out and corrected stands in three tables beside this file (`selection.csv`, `exclusions.csv`,
`corrections.csv`); this program holds the rules that apply to every record. Each input that is not linked here as it
was linked there is listed in `changes.csv`, so that whoever wants the published system can restore it.
"""

from __future__ import annotations

import csv
import gzip
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_package import INVENTORY_FORMAT, Exchange, FlowProperty, Process, descriptor, read_rows, shared_folder, write_package

HERE = Path(__file__).resolve().parent
NOTICE = HERE / "NREL_DATA_USE_DISCLAIMER.md"

GRID = ("cn-electricity", "national-average-2024")
# Electricity of the plant's own gas turbine stays; all other electricity comes from the Chinese grid.
OWN_TURBINE = "Electricity, at cogen, for natural gas turbine"
MJ_PER_KWH = 3.6

# Stated in the name of dataset 95103: "Natural gas, combusted in industrial equipment, 1.357 m3/kg, 52.13 MJ/kg".
GAS_M3_PER_KG = 1.357
GAS_BY_MASS = {
    "Natural gas, production mixture, to energy use": "natural-gas-for-energy",
    "Natural gas, production mixture, to material use": "natural-gas-for-feedstock",
}

# Records whose own emissions come from wood, black liquor and fibre residues.
BIOGENIC = {"351", "358", "361", "374"}
# The recycled board states two unlabelled amounts of each gas; the pair that fits its gas and coal is the other one.
BIOGENIC_AMOUNTS = {("378", "Carbon dioxide", "0.06568679"), ("378", "Methane", "2.18e-05")}

SPECIES = {
    "1,1,1-Trichloroethane": "CH3CCl3",
    "CFC-11": "CFC11",
    "CFC-13": "CFC13",
    "Carbon tetrachloride": "CCl4",
    "Carbon tetrafluoride": "CF4",
    "Chloroform": "CHCl3",
    "Chloromethane": "CH3Cl",
    "HCFC-123": "HCFC123",
    "HCFC-22": "HCFC22",
    "HFC-134a": "HFC134a",
    "Hexafluoroethane": "C2F6",
    "Methyl bromide": "CH3Br",
    "Methylene chloride": "CH2Cl2",
    "Sulfur hexafluoride": "SF6",
}
SPECIES_NOT_STATED = {"Chlorofluorocarbons", "Hydrochlorofluorocarbons", "Hydrofluorocarbons"}
AIR = {"air", "emission", "troposphere"}

UNITS = {"t*km": "t km", "m3": "m3", "kg": "kg", "MJ": "MJ"}

ALLOCATION = {
    "single": "One product, nothing allocated.",
    "physical:kg": "Allocated by mass.",
    "physical:kg;other-dimension co-products burden-free": "Co-products in kg by mass; those in other units (energy) carry nothing.",
    "mass(density)": "Allocated by mass, through the densities of the products.",
}

# The source gives no period, or the year 9998: the span of the database as a whole.
SPAN = ("1995-01-01", "2016-12-31")

CARBON_CONTENT = {  # product: (carbon atoms, formula, molar mass in g/mol)
    "acetic acid": (2, "C2H4O2", 60.052),
    "benzene": (6, "C6H6", 78.114),
    "butadiene": (4, "C4H6", 54.092),
    "carbon monoxide": (1, "CO", 28.010),
    "ethylene": (2, "C2H4", 28.054),
    "ethylene glycol": (2, "C2H6O2", 62.068),
    "ethylene oxide": (2, "C2H4O", 44.053),
    "methanol": (1, "CH4O", 32.042),
    "mixed xylenes": (8, "C8H10", 106.168),
    "p-xylene": (8, "C8H10", 106.168),
    "polyethylene terephthalate": (10, "C10H8O4", 192.170),
    "polyethylene, HDPE": (2, "C2H4", 28.054),
    "polyethylene, LDPE": (2, "C2H4", 28.054),
    "polyethylene, LLDPE": (2, "C2H4", 28.054),
    "polypropylene": (3, "C3H6", 42.081),
    "polyvinyl chloride": (2, "C2H3Cl", 62.498),
    "propylene": (3, "C3H6", 42.081),
    "styrene": (8, "C8H8", 104.152),
    "terephthalic acid": (8, "C8H6O4", 166.132),
    "toluene": (7, "C7H8", 92.141),
    "vinyl chloride": (2, "C2H3Cl", 62.498),
}
CARBON = 12.011

# Product and the dataset whose crude oil per m3 is divided by that per kg: how the linked version turned litres into mass.
DENSITIES = {"diesel": "467", "gasoline": "470", "liquefied petroleum gas": "472", "residual fuel oil": "474"}
BY_MASS = "473"


@dataclass(frozen=True, slots=True)
class Change:
    """An input that is linked here in another way than in the linked version: a row of `changes.csv`."""

    process: str
    input: str
    amount: str
    unit: str
    was: str
    published_score: str
    kind: str
    package: str
    flow: str
    new_amount: str
    new_unit: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One exchange before those between the same two partners are added up."""

    kind: str
    package: str
    flow: str
    amount: str
    unit: str
    comment: str


@dataclass(frozen=True, slots=True)
class Source:
    """The linked version, and the tables that say what to take from it."""

    processes: Mapping[str, Mapping[str, str]]
    exchanges: Mapping[str, list[Mapping[str, str]]]
    scores: Mapping[str, str]
    selection: Mapping[str, Mapping[str, str]]
    exclusions: Mapping[str, str]
    corrections: Mapping[tuple[str, str, float], Mapping[str, str]]

    @classmethod
    def read(cls, shared: Path) -> Source:
        """Read the folder of the linked version and the tables beside this file."""
        folder = shared / "data" / "uslci" / "normalized"
        selection = {row["process_id"]: row for row in read_rows(HERE / "selection.csv")}
        exchanges: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        with gzip.open(folder / "exchanges_CNgrid.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["process_id"] in selection:
                    exchanges[row["process_id"]].append(row)
        return cls(
            processes={row["process_id"]: row for row in read_rows(folder / "processes.csv")},
            exchanges=exchanges,
            scores={row["process_id"]: row["kgCO2e_per_unit_si"] for row in read_rows(folder / "gwp100_ar6_scores_CNgrid.csv")},
            selection=selection,
            exclusions={row["process_id"]: row["reason"] for row in read_rows(HERE / "exclusions.csv")},
            corrections={(row["process_id"], row["input"], float(row["amount"])): row for row in read_rows(HERE / "corrections.csv")},
        )


class Builder:
    """Turns the records of the selection into datasets and remembers every input that it links differently."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.changes: list[Change] = []
        self._corrections_left = dict(source.corrections)

    def datasets(self) -> Iterator[tuple[Process, list[Exchange]]]:
        """Give each dataset with its exchanges, those between the same two partners added up."""
        for identifier in self.source.selection:
            rows = (row for row in self.source.exchanges[identifier] if float(row["amount_si_allocated"]))
            lines = [line for row in rows for line in self._lines(identifier, row)]
            process = self._process(identifier, lines)
            yield process, _added_up(process, lines)
        if self._corrections_left:
            raise ValueError(f"corrections.csv names inputs that are not there: {sorted(self._corrections_left)}")

    def _process(self, identifier: str, lines: Iterable[Line]) -> Process:
        chosen, record = self.source.selection[identifier], self.source.processes[identifier]
        start, end = record["valid_from"], record["valid_to"]
        undated = not start or start >= "9000"
        unlinked = len({line.flow for line in lines if line.kind == "unlinked"})
        remarks = [f"{ALLOCATION[record['allocation_basis']]} Share of the record: {float(record['allocation_share']):.4g}."]
        if unlinked:
            remarks.append(f"Unlinked inputs and wastes: {unlinked}; the score is a lower bound.")
        if undated:
            remarks.append("The source states no period: that of the database is given.")
        if not record["location"]:
            remarks.append("The source states no place: that of the database is given.")
        remarks.append(chosen["note"])
        name = record["product"].strip()
        part = "" if name == record["process_name"].strip() else f', product "{name}"'
        return Process(
            code=chosen["code"],
            product=chosen["product"],
            name_en=name,
            name_zh=chosen["name_zh"],
            amount=record["ref_amount_si"],
            unit=UNITS[record["unit_si"]],
            kind=chosen["kind"],
            basis="footprint",
            status="demo",
            data="secondary",
            capital_goods="excluded",
            geography=record["location"] or "RNA",
            start=SPAN[0] if undated else start,
            end=SPAN[1] if undated else end,
            source=f'USLCI FY21 Q3, dataset {record["dataset_number"]} "{record["process_name"].strip()}"{part}',
            comment=" ".join(remark for remark in remarks if remark),
        )

    def _lines(self, identifier: str, row: Mapping[str, str]) -> Iterator[Line]:
        if row["type"] == "biosphere":
            yield from _emission(identifier, row)
        elif row["type"] == "waste":
            yield _open(row, "Waste: USLCI does not model its treatment.")
        else:
            yield self._input(identifier, row)

    def _input(self, identifier: str, row: Mapping[str, str]) -> Line:
        name, provider = row["name"], row["provider_id"]
        correction = self._corrections_left.pop((identifier, name, float(row["amount_orig"])), None)
        if correction and correction["action"] == "export":
            line = _open(
                row, f"Avoided product of the source, read as an input: {correction['reason']}. No burden, no credit.", " (exported)"
            )
            return self._changed(identifier, row, line, "export", correction["reason"])
        if correction:
            line = self._to_dataset(row, correction["target"])
            return self._changed(identifier, row, line, "repoint", correction["reason"])
        if name.startswith("Electricity") and name != OWN_TURBINE:
            amount = repr(float(row["amount_si_allocated"]) / MJ_PER_KWH)
            line = Line("technosphere", *GRID, amount, "kWh", f"USLCI: {name}")
            return self._changed(identifier, row, line, "electricity", "all electricity of a grid comes from the Chinese average")
        if name in GAS_BY_MASS and row["unit_si"] == "m3":
            amount = repr(float(row["amount_si_allocated"]) / GAS_M3_PER_KG)
            line = Line("technosphere", "", GAS_BY_MASS[name], amount, "kg", f"{row['amount_si_allocated']} m3 at {GAS_M3_PER_KG} m3/kg")
            return self._changed(identifier, row, line, "gas", "the linked version left gas in m3 unlinked from its producer in kg")
        if provider in self.source.selection:
            return self._to_dataset(row, provider)
        return self._left_open(identifier, row)

    def _to_dataset(self, row: Mapping[str, str], identifier: str) -> Line:
        return Line("technosphere", "", self.source.selection[identifier]["code"], row["amount_si_allocated"], UNITS[row["unit_si"]], "")

    def _left_open(self, identifier: str, row: Mapping[str, str]) -> Line:
        provider = row["provider_id"]
        if not provider:
            return _open(row, "No dataset of USLCI supplies it.")
        effect = float(row["amount_si_allocated"]) * float(self.source.scores[provider])
        share = effect / float(self.source.processes[identifier]["ref_amount_si"]) / float(self.source.scores[identifier])
        reason = self.source.exclusions[provider]
        line = _open(row, f"Producer not shipped ({reason}); by its published score {share:.2%} of this dataset.")
        return self._changed(identifier, row, line, "not shipped", reason)

    def _changed(self, identifier: str, row: Mapping[str, str], line: Line, rule: str, reason: str) -> Line:
        provider = row["provider_id"]
        self.changes.append(
            Change(
                process=self.source.selection[identifier]["code"],
                input=row["name"],
                amount=row["amount_si_allocated"],
                unit=row["unit_si"],
                was=provider or row["link_status"],
                published_score=self.source.scores[provider] if provider else "",
                kind=line.kind,
                package=line.package,
                flow=line.flow,
                new_amount=line.amount,
                new_unit=line.unit,
                rule=rule,
                reason=reason,
            )
        )
        return line


def _open(row: Mapping[str, str], comment: str, suffix: str = "") -> Line:
    return Line("unlinked", "", row["name"] + suffix, row["amount_si_allocated"], UNITS[row["unit_si"]], comment)


def _emission(identifier: str, row: Mapping[str, str]) -> Iterator[Line]:
    """Keep greenhouse gases that go to the air, by their origin; the methods know no other flow."""
    if row["category"] not in AIR or row["subcategory"] == "water":
        return
    name = row["name"]
    if row["direction"] == "input":
        if name == "Carbon dioxide":
            yield Line("elementary", "", "carbon dioxide, uptake", row["amount_si_allocated"], "kg", "")
        return
    if name in SPECIES_NOT_STATED:
        comment = "An emission, not an input: its species is not stated, so it has no global warming potential."
        yield Line("unlinked", "", f"{name} (emission to air)", row["amount_si_allocated"], "kg", comment)
        return
    flow = SPECIES.get(name) or _flow_by_origin(identifier, name, row["amount_orig"])
    if flow:
        yield Line("elementary", "", flow, row["amount_si_allocated"], "kg", "")


def _flow_by_origin(identifier: str, name: str, amount: str) -> str | None:
    """Name carbon dioxide, methane and nitrous oxide by origin: USLCI does not state it."""
    biogenic = identifier in BIOGENIC or (identifier, name, amount.lower().replace("e-5", "e-05")) in BIOGENIC_AMOUNTS
    return {
        "Carbon dioxide": "carbon dioxide, biogenic" if biogenic else "carbon dioxide, fossil",
        "Methane": "methane, biogenic" if biogenic else "methane, fossil",
        "Nitrous oxide": "nitrous oxide, biogenic" if biogenic else "nitrous oxide",
    }.get(name)


def _added_up(process: Process, lines: Iterable[Line]) -> list[Exchange]:
    parallel: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        parallel[line.kind, line.package, line.flow].append(line)
    exchanges = []
    for (kind, package, flow), group in parallel.items():
        units = {line.unit for line in group}
        if len(units) != 1:
            raise ValueError(f"{process.code}: {flow} in {units}")
        amount = group[0].amount if len(group) == 1 else repr(math.fsum(float(line.amount) for line in group))
        comments = [*dict.fromkeys(line.comment for line in group if line.comment)]
        if len(group) > 1:
            comments.append(f"Sum of {len(group)} exchanges: {' + '.join(sorted(line.amount for line in group))}.")
        exchanges.append(Exchange(process.code, kind, package, flow, amount, units.pop(), process.source, " ".join(comments)))
    return exchanges


def flow_properties(source: Source) -> list[FlowProperty]:
    """Give carbon contents by formula, and the densities that the linked version used."""
    properties = [
        FlowProperty(product, "carbon_content", f"{atoms * CARBON / mass:.4f}", "kg/kg", f"{formula}: {atoms} x {CARBON} / {mass}")
        for product, (atoms, formula, mass) in CARBON_CONTENT.items()
    ]
    for product, identifier in DENSITIES.items():
        density = f"{_crude_oil(source, identifier) / _crude_oil(source, BY_MASS):.2f}"
        text = "USLCI FY21 Q3, dataset 67802: crude oil per m3 of the product over crude oil per kg of the mass-allocated co-product"
        properties.append(FlowProperty(product, "density", density, "kg/m3", text))
    gas = f'USLCI FY21 Q3, dataset 95103, in its name "{GAS_M3_PER_KG} m3/kg"'
    properties.append(FlowProperty("natural gas", "density", f"{1 / GAS_M3_PER_KG:.4f}", "kg/m3", gas))
    return properties


def _crude_oil(source: Source, identifier: str) -> float:
    amounts = [float(row["amount_si_allocated"]) for row in source.exchanges[identifier] if row["name"] == "Crude oil, extracted"]
    return amounts[0] / float(source.processes[identifier]["ref_amount_si"])


def _package() -> dict[str, Any]:
    return descriptor(
        name="uslci-cn",
        version="1",
        title="USLCI on Chinese electricity: a reviewed subset for chemicals, polymers, fuels, aluminium and paper",
        title_zh="美国生命周期清单库（USLCI）审查子集，电力改用中国平均：化工、聚合物、燃料、铝与纸",
        format_=INVENTORY_FORMAT,
        description="US unit processes on the Chinese grid; greenhouse gases only. Demonstration: scores are lower bounds.",
        licenses=[{"name": "NREL-DATA-USE-DISCLAIMER", "title": "NREL Data Use Disclaimer Agreement", "path": NOTICE.name}],
        sources=[
            {"title": "U.S. Life Cycle Inventory Database, FY21 Q3, EcoSpold 1 (NREL)", "path": "https://www.nrel.gov/lci/"},
            {"title": "The same, linked and in SI units, 826 products; changed here as README.md and changes.csv say"},
        ],
        status="demo",
        geography="US",
        period={"start": SPAN[0], "end": SPAN[1]},
        requires={"cn-electricity": "2024.1", "elementary-flows": "1"},
        notice=NOTICE.read_text(encoding="utf-8"),
    )


def _write_changes(folder: Path, changes: Iterable[Change]) -> None:
    with (folder / "changes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([entry.name for entry in fields(Change)])
        writer.writerows(sorted(astuple(change) for change in changes))


def main() -> None:
    """Write the package."""
    shared, output = shared_folder("Build the package uslci-cn.", HERE)
    source = Source.read(shared)
    builder = Builder(source)
    datasets = list(builder.datasets())
    tables = {
        "processes": [process for process, _ in datasets],
        "exchanges": [exchange for _, exchanges in datasets for exchange in exchanges],
        "flow_properties": flow_properties(source),
    }
    write_package(output, _package(), tables)
    _write_changes(output, builder.changes)


if __name__ == "__main__":
    main()
