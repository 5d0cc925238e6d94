"""Datasets that rules compare with although the model does not use them: what a bundle must hold besides."""

from __future__ import annotations

from footprint.engine.result import Footprint
from footprint.errors import FootprintError
from footprint.inventory import Library
from footprint.verification.profile import Profile
from footprint.verification.rules.data import newer_siblings
from footprint.verification.rules.grid import average_of

__all__ = ["reference_datasets"]


def reference_datasets(result: Footprint, profile: Profile, library: Library) -> tuple[str, ...]:
    """Name the datasets that the rules need besides those of the result, so that a bundle with them gives the same outcomes.

    Parameters
    ----------
    result
        The calculated footprint.
    profile
        Names the average electricity of the sensitivity run.
    library
        Where they are found.

    Returns
    -------
    tuple of str
        Keys ``PACKAGE/CODE``, sorted: the average electricity, and later editions of what the model uses.
    """
    found = set()
    average = average_of(result.model, profile, result, library)
    if average is not None:
        found.add(average.key)
    for key, dataset in result.calculation.chain.datasets.items():
        if dataset.package.partition(":")[1]:
            continue  # datasets of further sources, such as a Brightway project, have no editions
        try:
            package = library.package(dataset.package, result.calculation.chain.packages[dataset.package].version)
        except FootprintError:
            continue
        found.update(other.key for other in newer_siblings(dataset, package, result.model.period)[:1])
        found.discard(key)
    return tuple(sorted(found - set(result.calculation.chain.datasets)))
