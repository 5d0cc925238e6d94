"""Small supply chains built by hand, as `footprint.supply_chain.graph` describes them."""

from __future__ import annotations

import random
from typing import Any

import networkx

from footprint.units import parse_amount

__all__ = ["SupplyChainSketch", "chinese_loop", "tangle"]


class SupplyChainSketch:
    """A supply chain in the making."""

    def __init__(self, name: str, product: str) -> None:
        self.graph = networkx.MultiDiGraph(name=name, product=f"product:{product}", model="/somewhere/else/sketch.yaml")

    def process(self, process: str, *outputs: str, stage: str | None = None, name: str = "", amount: str = "1 t") -> None:
        self.graph.add_node(f"process:{process}", kind="process", process=process, stage=stage, name=name or process)
        for output in outputs:
            self.graph.add_node(f"product:{output}", kind="product", name=output, unit="t")
            self.exchange(process, "outputs", f"product:{output}", amount)

    def exchange(self, process: str, section: str, node: str, amount: str, name: str = "", **attributes: Any) -> None:
        kind, _, label = node.partition(":")
        if node not in self.graph:
            self.graph.add_node(node, kind={"flow": "elementary flow"}.get(kind, kind), name=label)
        inside = "allocation/avoided" if section == "avoided" else section
        exchange = f"{process}/{inside}/{name or label}"
        leaves = section in ("outputs", "wastes", "emissions", "avoided")
        source, target = (f"process:{process}", node) if leaves else (node, f"process:{process}")
        value = parse_amount(amount)
        about = {"exchange": exchange, "section": section, "process": process, "amount": value, "quantity": value.quantity}
        defaults = {"cut_off": False, "share": 1.0, "allocation": None}
        self.graph.add_edge(source, target, key=exchange, **about, **{**defaults, **attributes})


def chinese_loop() -> networkx.MultiDiGraph:
    """Draw everything there is: two loops, every kind of node and section, a process without a stage, Chinese names."""
    sketch = SupplyChainSketch("瓶级聚酯切片（含回用料）", "聚酯切片")
    sketch.process("power", "电力", "蒸汽", stage="能源", name="自备热电厂", amount="1 MWh")
    sketch.process("mine", "coal", name="Coal mine")
    sketch.process("poly", "聚酯切片", "废丝", stage="制造", name="酯化与熔融缩聚")
    sketch.process("recycle", "再生料", stage="制造", name="废丝回收再生")
    sketch.exchange("power", "inputs", "product:coal", "0.4 t")
    sketch.exchange("mine", "inputs", "product:电力", "30 kWh")
    sketch.exchange("poly", "inputs", "dataset:uslci-cn/terephthalic-acid", "859.87654 kg", "PTA")
    sketch.exchange("poly", "inputs", "product:电力", "230 kWh")
    sketch.exchange("poly", "inputs", "product:再生料", "40 kg")
    sketch.exchange("poly", "inputs", "declared:poly/inputs/乙二醇", "345 kg", "乙二醇")
    sketch.exchange("poly", "inputs", "dataset:uslci-cn/acetic-acid", "0.35 kg", "催化剂", cut_off=True)
    sketch.exchange("poly", "inputs", "omitted:poly/inputs/水", "1.3 t", "水", cut_off=True)
    sketch.exchange("poly", "inputs", "model:chp.yaml#heat", "1 GJ", "heat", share=0.75, allocation="economic")
    sketch.exchange("poly", "wastes", "dataset:cn-waste/landfill-inert", "2 kg", "渣")
    sketch.exchange("recycle", "inputs", "product:废丝", "1.05 t")
    sketch.exchange("recycle", "inputs", "product:电力", "120 kWh")
    sketch.exchange("power", "emissions", "flow:carbon dioxide, fossil", "850 kg", "co2")
    sketch.exchange("power", "emissions", "flow:carbon dioxide, fossil", "3 kg", "co2-of-limestone")
    sketch.exchange("power", "removals", "flow:carbon dioxide, uptake", "2 kg", "uptake")
    sketch.exchange("power", "avoided", "dataset:cn-heat/liaoning-2025", "3 GJ", "heat")
    return sketch.graph


def tangle(processes: int, inputs: int, ends: int, seed: int = 1) -> networkx.MultiDiGraph:
    """Draw processes that feed each other at random, loops included."""
    chance = random.Random(seed)
    sketch = SupplyChainSketch("Tangle", f"p{processes - 1}")
    for number in range(processes):
        sketch.process(f"q{number}", f"p{number}", stage=f"stage {number * 5 // processes}", name=f"Process number {number}")
    for number in range(processes):
        for other in sorted(set(chance.sample(range(processes), inputs)) - {number}):
            sketch.exchange(f"q{number}", "inputs", f"product:p{other}", f"{chance.random():.3f} kg")
        for end in range(ends):
            sketch.exchange(f"q{number}", "inputs", f"dataset:pkg/d{chance.randrange(40)}", "0.1 kg", f"in{end}")
    return sketch.graph
