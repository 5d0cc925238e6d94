"""Floors: how far off a value may be at the least, by kind of data, whatever the client says of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from footprint.errors import Finding, ProblemsFound
from footprint.verification.sampling.errors import BadFloor, FloorRewardsSilence

__all__ = ["DEFAULT_FLOORS", "KINDS", "Floors"]

KINDS = ("primary", "secondary", "proxy", "assumed", "unstated", "factor")
"""Kinds of data of an amount, and `factor`: the footprint of one unit of a dataset, another model's product or a declared footprint."""

DEFAULT_FLOORS: Mapping[str, float] = {"primary": 0.05, "secondary": 0.2, "proxy": 0.5, "assumed": 0.5, "unstated": 0.5, "factor": 0.2}
"""Assumed by this project, from no standard: the verifier sets them."""

LARGEST = 10.0


@dataclass(frozen=True, slots=True)
class Floors:
    """The least relative half range by kind of data: 0.05 means that a value may be 5 % higher or lower.

    Parameters
    ----------
    by_kind
        A value for each of `KINDS`.
    assumed
        The kinds that nobody set, and that therefore have the values assumed by this project.
    """

    by_kind: Mapping[str, float]
    assumed: tuple[str, ...]

    @classmethod
    def of(cls, given: Mapping[str, float] | Floors | None) -> Floors:
        """Complete what the verifier set.

        Raises
        ------
        ProblemsFound
            With `BadFloor` for everything that is no floor, and `FloorRewardsSilence`.
        """
        if isinstance(given, Floors):
            return given
        stated = dict(given or {})
        findings: list[Finding] = []
        for kind, value in stated.items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if kind not in KINDS or not number or not math.isfinite(value) or not 0 <= value <= LARGEST:
                findings.append(BadFloor(kind=kind, value=value).finding)
        if findings:
            raise ProblemsFound(findings)
        floors = {kind: float(stated.get(kind, DEFAULT_FLOORS[kind])) for kind in KINDS}
        others = {kind: floors[kind] for kind in ("primary", "secondary", "proxy", "assumed")}
        highest = max(others, key=lambda kind: others[kind])
        if "unstated" not in stated:
            floors["unstated"] = max(floors["unstated"], others[highest])
        elif floors["unstated"] < others[highest]:
            raise FloorRewardsSilence(unstated=floors["unstated"], kind=highest, value=others[highest])
        return cls(floors, tuple(kind for kind in KINDS if kind not in stated))
