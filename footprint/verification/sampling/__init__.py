"""Sampling plans: what a verifier must see so that the unseen rest cannot move the result by more than the threshold."""

from footprint.verification.sampling.floors import DEFAULT_FLOORS, KINDS, Floors
from footprint.verification.sampling.plan import Omitted, PlannedInput, SamplingPlan, sampling_plan

__all__ = ["DEFAULT_FLOORS", "KINDS", "Floors", "Omitted", "PlannedInput", "SamplingPlan", "sampling_plan"]
