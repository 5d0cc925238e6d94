"""What if: a model with other values, datasets and allocations, calculated whole again."""

from __future__ import annotations

from footprint.insight.scenarios.changing import apply_scenario, changed, scenario_named
from footprint.insight.scenarios.checking import scenario_problems
from footprint.insight.scenarios.what_if import Calculate, Outcome, Replaced, StageChange, WhatIf, what_if

__all__ = [
    "Calculate",
    "Outcome",
    "Replaced",
    "StageChange",
    "WhatIf",
    "apply_scenario",
    "changed",
    "scenario_named",
    "scenario_problems",
    "what_if",
]
