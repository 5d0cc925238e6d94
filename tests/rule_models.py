"""Small product models for the tests of the rules of verification: one base, and what is changed in it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from footprint.inventory import open_library
from footprint.model import read_text
from footprint.pipeline import calculate
from footprint.verification.profile import Profile, read_profile
from footprint.verification.profile_schema import RuleUse
from footprint.verification.rules import RULES, Case, Outcome
from footprint.verification.rules.registry import apply_rule

__all__ = ["BASE", "LIBRARY", "case_of", "edited", "outcomes", "strict"]

LIBRARY = open_library()

BASE = """\
footprint: product-model/1
product:
  name: {en: Quicklime, zh: 生石灰}
  flow: lime
  declared_unit: 1 t
  identifiers: {hs: "2522.10"}
  description: Quicklime, lump.
  version: 1
producer:
  name: {en: Lime works, zh: 石灰厂}
  site: {country: CN, subdivision: CN-21, place: Dalian}
period: {start: 2024-01-01, end: 2024-12-31}
status: primary
inventories: {elementary-flows: "1", cn-electricity: "2024.1", cn-fuels: "2025.1", cn-processes: "2025.1"}
flows:
  lime: {carbon_content: 0 kg/kg, biogenic_carbon_content: 0 kg/kg, source: Burnt through}
parameters:
  stone_rate: {value: 1.75 t/t, min: 1.6 t/t, max: 1.9 t/t, data: primary, evidence: scales.csv, source: Weighbridge}
processes:
  kiln:
    name: {en: Kiln, zh: 石灰窑}
    stage: burning
    outputs:
      lime: 1 t
    inputs:
      stone:
        amount: "= 1 t * stone_rate"
        from: cn-processes/limestone
        dqr: {technology: 1, geography: 1, time: 1, precision: 1}
        uncertainty: {kind: normal, sd: 0.01 t}
      calcination:
        amount: "= 1 t * stone_rate"
        from: cn-processes/calcination/limestone
        dqr: {technology: 1, geography: 1, time: 1, precision: 1}
        uncertainty: {kind: normal, sd: 0.01 t}
      gas:
        amount: 100 Nm3
        from: cn-fuels/cets-steel-2025/enterprise/natural-gas
        data: primary
        evidence: gas-bills.pdf
        cross_check: {source: Meter of the kiln, amount: 101 Nm3}
        source: Gas bills
        dqr: {technology: 1, geography: 1, time: 1, precision: 1}
        uncertainty: {kind: normal, sd: 1 Nm3}
      gas_supply:
        amount: 100 Nm3
        from: cn-fuels/upstream/natural-gas-as-nm3
        source: Gas bills
        dqr: {technology: 2, geography: 1, time: 1, precision: 2}
      power:
        amount: 40 kWh
        from: cn-electricity/national-average-2024
        source: Power bills
        dqr: {technology: 1, geography: 1, time: 1, precision: 1}
"""


def edited(*changes: tuple[str, str], base: str = BASE) -> str:
    """Replace parts of a model, each of which must be there."""
    for old, new in changes:
        assert old in base, old
        base = base.replace(old, new)
    return base


def case_of(text: str, folder: Path | None = None, **about: Any) -> Case:
    """Calculate a model and put it before the rules."""
    model = read_text(text, "model.yaml", folder)
    about = {"library": LIBRARY, "at": datetime.date(2026, 1, 15), **about}
    return Case(model, calculate(model), model.source.findings, **about)


def strict(name: str = "iso-14067") -> Profile:
    """Give a shipped profile under which every breach of every rule fails."""
    return replace(read_profile(name), rules={rule: RuleUse(level="fail") for rule in RULES})


def outcomes(rule: str, case: Case, profile: Profile | None = None) -> tuple[Outcome, ...]:
    """Apply one rule."""
    return apply_rule(RULES[rule], case, profile or strict())
