"""How the result follows from what a model states: a small program from stated amounts to the entries of its matrices."""

from footprint.insight.dependence.foreground import Emission, Foreground, Link, foreground_of
from footprint.insight.dependence.program import Input, Node, Program, Run, run

__all__ = ["Emission", "Foreground", "Input", "Link", "Node", "Program", "Run", "foreground_of", "run"]
