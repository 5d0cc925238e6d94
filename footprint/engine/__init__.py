"""The engine: matrices, datapackages, the only door to Brightway, the proof, the Footprint record."""

from footprint.engine.brightway import Solution, solve
from footprint.engine.datapackage import datapackage_bytes, write_datapackage
from footprint.engine.proof import Proof, check_structure, prove
from footprint.engine.result import Footprint
from footprint.engine.system import System, compile_system

__all__ = [
    "Footprint",
    "Proof",
    "Solution",
    "System",
    "check_structure",
    "compile_system",
    "datapackage_bytes",
    "prove",
    "solve",
    "write_datapackage",
]
