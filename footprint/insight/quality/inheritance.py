"""Primary data shares of the other models that a product is made with, from their own exchanges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from footprint.engine import compile_system, prove, solve
from footprint.engine.result import Calculation, Contribution, Footprint
from footprint.errors import FootprintError
from footprint.files import confined
from footprint.insight.contributions import leaf_contributions
from footprint.inventory import Library
from footprint.model import ProductModel, read
from footprint.supply_chain import SupplyChain, build_supply_chain

__all__ = ["inherited", "primary_part"]


def inherited(result: Footprint, library: Library) -> dict[str, float]:
    """Compute what part of the burden of each product of another model is primary in amount and factor.

    Parameters
    ----------
    result
        Of a calculation.
    library
        Where packages are found.

    Returns
    -------
    dict
        Share of Σ|contribution|, 0 to 1, by key of the providers that the foreground takes from other models; these inherit in turn.
        A model that cannot be read any more has none.
    """
    return _inherited(result.calculation.chain, result.model, library)


def primary_part(leaf: Contribution, shares: Mapping[str, float]) -> float:
    """Tell what part of a contribution is primary: none without a primary amount, else what its provider has."""
    if leaf.data != "primary":
        return 0.0
    return shares.get(leaf.provider, float(leaf.factor_data == "primary"))


def _inherited(chain: SupplyChain, model: ProductModel, library: Library) -> dict[str, float]:
    wanted = sorted(
        {
            use.provider
            for use in chain.uses
            if use.exchange and chain.activities[use.provider].origin == "model" and chain.activities[use.consumer].origin == "foreground"
        }
    )
    chains: dict[str, tuple[ProductModel, SupplyChain]] = {}
    found: dict[str, float] = {}
    for provider in wanted:
        file, _, key = provider.partition("#")
        try:
            if file not in chains:
                other = read(confined(Path(model.source.folder or "."), file, model.place("processes")))
                chains[file] = other, build_supply_chain(other, library)
            share = _share(*chains[file], key, library)
        except FootprintError:
            continue
        if share is not None:
            found[provider] = share
    return found


def _share(model: ProductModel, chain: SupplyChain, key: str, library: Library) -> float | None:
    """Ask a model for one of its products and weigh what is primary."""
    asked = replace(chain, demand=(key, 1.0))
    system = compile_system(asked, {name: flow.unit.text for name, flow in library.flows().items()})
    solution = solve(system)
    leaves = leaf_contributions(Calculation(asked, system, solution, prove(system, solution)), model)
    whole = math.fsum(abs(leaf.value) for leaf in leaves)
    shares = _inherited(chain, model, library)
    return math.fsum(abs(leaf.value) * primary_part(leaf, shares) for leaf in leaves) / whole if whole else None
