"""The rules of verification: one function each, grouped by subject; a profile says which are applied and with what thresholds."""

from __future__ import annotations

from footprint.verification.profile import Profile
from footprint.verification.profile_errors import EmptyPolicy
from footprint.verification.rules import allocation, balances, boundary, data, electricity, evidence, facts, methods, own_data, plausibility
from footprint.verification.rules.references import reference_datasets
from footprint.verification.rules.registry import CATEGORIES, RULES, Case, Category, Outcome, Rule, Status, apply_rule

__all__ = ["CATEGORIES", "RULES", "Case", "Category", "Outcome", "Rule", "Status", "assess", "reference_datasets"]

# Importing a module registers its rules; they are applied in this order.
for _module in (facts, boundary, methods, electricity, allocation, data, own_data, evidence, balances, plausibility):
    for _entry in [entry for entry in RULES.values() if entry.check.__module__ == _module.__name__]:
        RULES[_entry.id] = RULES.pop(_entry.id)


def assess(case: Case, profile: Profile) -> tuple[Outcome, ...]:
    """Apply the rules of a profile.

    Parameters
    ----------
    case
        The model with its result.
    profile
        Says which rules are applied, what a breach means, and what the rules compare with.

    Returns
    -------
    tuple of Outcome
        At least one for every rule that the profile applies, in the order of the registry. The same case and profile give the same
        outcomes anywhere: no clock, no network, nothing outside the two is read.

    Raises
    ------
    EmptyPolicy
        Where the profile applies no rule.
    """
    applied = [RULES[name] for name in profile.applied]
    if not applied:
        raise EmptyPolicy(profile=profile.id)
    return tuple(outcome for entry in applied for outcome in apply_rule(entry, case, profile))
