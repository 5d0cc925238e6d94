"""Where a model came from: its file, its monthly tables, and what was changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from footprint.errors import Finding

__all__ = ["Activity", "Changes", "Source"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What stands in a model in place of what its file says.

    Parameters
    ----------
    scenarios
        Names of the scenarios of the model that were applied, one upon the other.
    sources
        Where inputs and wastes are from or go to now, by exchange id, as ``from`` names it.
    added
        What was added, by exchange id: where it is from, or its elementary flow.
    allocations
        The key that a process is allocated by now, by process.
    inventories
        The version that a data package is pinned to now, by name.
    """

    scenarios: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, str] = field(default_factory=dict)
    allocations: Mapping[str, str] = field(default_factory=dict)
    inventories: Mapping[str, str] = field(default_factory=dict)

    @property
    def scenario(self) -> str | None:
        """The scenarios in one text; None where what was changed is no scenario of the model."""
        return " + ".join(self.scenarios) or None

    def as_dict(self) -> dict[str, dict[str, str]]:
        """Give what was changed by the key under which a scenario states it, in order of the names; what was not is absent."""
        parts = {"from": self.sources, "add": self.added, "allocation": self.allocations, "inventories": self.inventories}
        return {key: dict(sorted(part.items())) for key, part in parts.items() if part}


@dataclass(frozen=True, slots=True)
class Activity:
    """What the monthly table of one process gives.

    Parameters
    ----------
    file
        The table as the model names it.
    sha256
        Digest of its bytes.
    amounts
        Amount over the period by ``SECTION/NAME`` of the exchange.
    parameters
        Production-weighted mean by name of the parameter.
    months
        The months that the table covers, as ``YYYY-MM``.
    """

    file: str
    sha256: str
    amounts: Mapping[str, Any]
    parameters: Mapping[str, Any]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model came from: its file, digest and the place of every part.

    Parameters
    ----------
    file, folder
        The file as the user named it, and the folder it lies in (none for a model that was not read from a file).
    sha256
        Digest of the bytes of the file.
    places
        Line and column of every part by its path: of the value of a text, of the key of a mapping.
    keys
        Line and column of the key of every part.
    quoted
        Paths of texts in quotes, whose first character stands one column after their place.
    activities
        Monthly tables by name of the process.
    findings
        Warnings and notes of the reader; they go with every result of the model.
    changes
        What was replaced since the file was read; none where the model is what the file says.
    """

    file: str = "<model>"
    folder: str | None = None
    sha256: str = ""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    keys: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    quoted: frozenset[str] = frozenset()
    activities: Mapping[str, Activity] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    changes: Changes | None = None
