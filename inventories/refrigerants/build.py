"""Build the leakage of refrigerants: pure gases, and blends by their standard composition."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_package import INVENTORY_FORMAT, Exchange, Process, Tables, decimal_text, descriptor, number, shared_folder, write_package

COMPOSITION = "ANSI/ASHRAE Standard 34-2019, standard composition by mass"

PURE = {
    "r22": "HCFC22",
    "r23": "HFC23",
    "r32": "HFC32",
    "r125": "HFC125",
    "r134a": "HFC134a",
    "r143a": "HFC143a",
    "r152a": "HFC152a",
    "r227ea": "HFC227ea",
    "r245fa": "HFC245fa",
}

BLENDS = {
    "r404a": {"HFC125": "44", "HFC143a": "52", "HFC134a": "4"},
    "r407a": {"HFC32": "20", "HFC125": "40", "HFC134a": "40"},
    "r407c": {"HFC32": "23", "HFC125": "25", "HFC134a": "52"},
    "r407f": {"HFC32": "30", "HFC125": "30", "HFC134a": "40"},
    "r408a": {"HFC125": "7", "HFC143a": "46", "HCFC22": "47"},
    "r409a": {"HCFC22": "60", "HCFC124": "25", "HCFC142b": "15"},
    "r410a": {"HFC32": "50", "HFC125": "50"},
    "r448a": {"HFC32": "26", "HFC125": "26", "HFO1234yf": "20", "HFC134a": "21", "HFO1234ze": "7"},
    "r449a": {"HFC32": "24.3", "HFC125": "24.7", "HFO1234yf": "25.3", "HFC134a": "25.7"},
    "r452a": {"HFC32": "11", "HFC125": "59", "HFO1234yf": "30"},
    "r454b": {"HFC32": "68.9", "HFO1234yf": "31.1"},
    "r502": {"HCFC22": "48.8", "CFC115": "51.2"},
    "r507a": {"HFC125": "50", "HFC143a": "50"},
    "r508b": {"HFC23": "46", "C2F6": "54"},
    "r513a": {"HFO1234yf": "56", "HFC134a": "44"},
}
"""Mass percent. Components whose name starts with HFO have no value in the table of global warming potentials."""


def _process(code: str, source: str, comment: str) -> Process:
    name = code.upper().replace("EA", "ea").replace("FA", "fa")
    name = f"R{name[1:-1]}{name[-1].lower()}" if code in ("r134a", "r143a", "r152a") else name
    return Process(
        code=f"leakage/{code}",
        product=name,
        name_en=f"Leakage of {name}",
        name_zh=f"{name}制冷剂泄漏",
        amount="1",
        unit="kg",
        kind="production",
        basis="direct",
        status="literature",
        data="secondary",
        capital_goods="excluded",
        geography="GLO",
        start="2019-01-01",
        end="2026-12-31",
        source=source,
        comment=comment,
    )


def datasets() -> list[tuple[Process, list[Exchange]]]:
    """Give the leakage of 1 kg of each refrigerant."""
    result = []
    for code, gas in PURE.items():
        process = _process(
            code, f"Definition: {code.upper()} is {gas}", "verified: by definition. The gas that leaks; its making is apart."
        )
        result.append((process, [Exchange(process.code, "elementary", "", gas, "1", "kg", process.source, "")]))
    for code, parts in BLENDS.items():
        if sum(number(share) for share in parts.values()) != 100:
            raise ValueError(f"the composition of {code} does not add up to 100 %")
        unsaturated = [gas for gas in parts if gas.startswith("HFO")]
        comment = "verified-secondary: composition read in the public program openscm-units, which cites the standard. Making is apart."
        if unsaturated:
            comment = f"{comment} {' and '.join(unsaturated)} has no value in the method's table and is left out by name: a lower bound."
        process = _process(code, COMPOSITION, comment)
        result.append((process, [_component(process, gas, share) for gas, share in parts.items()]))
    return result


def _component(process: Process, gas: str, share: str) -> Exchange:
    kind = "unlinked" if gas.startswith("HFO") else "elementary"
    return Exchange(process.code, kind, "", gas, decimal_text(number(share) / 100), "kg", f"{COMPOSITION}: {share} %", "")


def main() -> None:
    """Write the package."""
    _, output = shared_folder("Build the package refrigerants.", Path(__file__).resolve().parent)
    found = datasets()
    package = descriptor(
        name="refrigerants",
        version="1",
        title="Leakage of refrigerants",
        title_zh="制冷剂泄漏",
        format_=INVENTORY_FORMAT,
        description="Pure gases and blends; the method weighs the components.",
        licenses=[{"name": "other-facts", "title": "Facts and figures of a standard"}],
        sources=[{"title": COMPOSITION}, {"title": "openscm-units (BSD-3-Clause), where the compositions were read"}],
        status="literature",
        geography="GLO",
        period={"start": "2019-01-01", "end": "2026-12-31"},
        requires={},
    )
    tables: Tables = {"processes": [process for process, _ in found], "exchanges": [part for _, parts in found for part in parts]}
    write_package(output, package, tables)


if __name__ == "__main__":
    main()
