"""Draws of everything that is uncertain, correlated where the model says so.

A draw of a value is a function of seed, name and number, and of the names it is correlated with: independent normal scores
e = Φ⁻¹(u) of identity-keyed uniforms u become z = L e with C = L Lᵀ, and z goes through Φ and the inverse distribution function. What has
no correlation keeps the very draws of `footprint.engine.scenarios.draw`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from footprint.engine.scenarios.draws import uniforms
from footprint.insight.uncertainty.inputs import UncertainInput
from footprint.model.correlations import CorrelationGroup, correlation_groups
from footprint.model.schema import ProductModel

__all__ = ["correlations_of", "drawn", "probabilities"]

Array = NDArray[np.float64]


def correlations_of(model: ProductModel, names: Sequence[str]) -> tuple[CorrelationGroup, ...]:
    """Give the groups of names that vary together, of those that are uncertain."""
    known = set(names)
    pairs = {(entry.between[0], entry.between[1]): entry.coefficient for entry in model.correlations if known.issuperset(entry.between)}
    return correlation_groups(pairs)


def probabilities(
    names: Sequence[str], groups: Sequence[CorrelationGroup], seed: int, count: int, start: int = 0, key: Callable[[str], str] = str
) -> dict[str, Array]:
    """Draw a probability between 0 and 1 for every name.

    Parameters
    ----------
    names
        What is drawn.
    groups
        Which of them vary together.
    seed, count, start
        As for `footprint.engine.scenarios.draw`.
    key
        Gives the identity of a name; equal identities have equal draws.

    Returns
    -------
    dict
        Arrays of shape (count,).
    """
    from scipy.special import ndtr, ndtri

    found = {name: uniforms(seed, key(name), count, start) for name in names}
    for group in groups:
        scores = [ndtri(found[name]) if name in found else ndtri(uniforms(seed, key(name), count, start)) for name in group.names]
        for position, name in enumerate(group.names):
            if name in found and position:
                # One addend after the other, in the order of the names: the same bits on every machine.
                total = np.zeros(count)
                for weight, score in zip(group.factor[position], scores, strict=True):
                    if weight:
                        total += weight * score
                found[name] = np.clip(ndtr(total), 2.0**-53, 1 - 2.0**-53)
    return found


def drawn(
    inputs: Sequence[UncertainInput],
    groups: Sequence[CorrelationGroup],
    seed: int,
    count: int,
    start: int = 0,
    key: Callable[[str], str] = str,
) -> Mapping[str, Array]:
    """Draw values in base units (multipliers, of factors) by name; see `probabilities`."""
    chances = probabilities([entry.name for entry in inputs], groups, seed, count, start, key)
    return {entry.name: entry.distribution.quantiles(chances[entry.name]) for entry in inputs}
