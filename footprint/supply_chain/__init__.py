"""The supply chain: the networkx graph, allocation, linking, cut-offs."""

from footprint.supply_chain.allocation import allocate, allocation_shares
from footprint.supply_chain.chain import Activity, CutOffInput, Elementary, SupplyChain, Use
from footprint.supply_chain.conversion import convert
from footprint.supply_chain.graph import build_graph
from footprint.supply_chain.models import build_supply_chain

__all__ = [
    "Activity",
    "CutOffInput",
    "Elementary",
    "SupplyChain",
    "Use",
    "allocate",
    "allocation_shares",
    "build_graph",
    "build_supply_chain",
    "convert",
]
