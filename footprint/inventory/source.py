"""Sources of datasets other than data packages: what the library asks of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from footprint.errors import Place
from footprint.inventory.records import Dataset, ElementaryFlow, Package

__all__ = ["BRIGHTWAY", "DatasetSource", "scheme_of"]

BRIGHTWAY = "brightway"


class DatasetSource(Protocol):
    """Gives datasets that are read when they are asked for, such as those of a Brightway project.

    Its packages are named ``SCHEME:NAME``, so that a dataset has the key ``SCHEME:NAME/CODE`` everywhere.
    """

    @property
    def scheme(self) -> str:
        """What stands before the colon, such as ``brightway``."""

    def package(self, name: str, flows: Mapping[str, ElementaryFlow], place: Place | None = None) -> Package:
        """Give a package by its full name; its datasets are read when they are looked up.

        Parameters
        ----------
        name
            ``SCHEME:NAME``.
        flows
            The elementary flows that the library knows.
        place
            Where the package is asked for.
        """

    def as_used(self, package: Package, used: Mapping[str, Dataset]) -> Package:
        """Give the package with only the datasets that a calculation used, by code, their digest, and what there is to say about them."""


def scheme_of(name: str) -> str:
    """Give what stands before the colon in the name of a package; empty for a data package."""
    scheme, colon, _ = name.partition(":")
    return scheme if colon else ""
