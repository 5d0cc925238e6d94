"""Reduction levers: what would lower a result, each calculated whole, and how much of each a target needs."""

from footprint.insight.levers.ranking import STEP, TARGET, levers
from footprint.insight.levers.records import KINDS, Combined, LeftOut, Lever, Levers, Needed, Step

__all__ = ["KINDS", "STEP", "TARGET", "Combined", "LeftOut", "Lever", "Levers", "Needed", "Step", "levers"]
