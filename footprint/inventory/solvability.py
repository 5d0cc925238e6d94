"""Whether the processes of a package can be solved, together with all that they use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from footprint.errors import Finding, FootprintError, Place
from footprint.inventory.errors import DatasetLoopGains, DatasetSingular
from footprint.inventory.examined import Examined
from footprint.inventory.records import Dataset

__all__ = ["check_solvable"]

NAMED = 12


def check_solvable(examined: Examined) -> Iterator[Finding]:
    """Require that the processes have one set of activity levels and that loops lose, those through other packages too."""
    if examined.missing or examined.reading.partial or not examined.reading.sound or not examined.package.datasets:
        return
    from footprint.inventory.soundness import CONDITION_LIMIT, loops

    datasets = _reached(examined)
    own = len(examined.package.datasets)
    for loop in loops(_technosphere(examined, datasets)):
        members = [datasets[number] for number in loop.members]
        if min(loop.members) >= own:
            continue
        names = [dataset.code if dataset.package == examined.package.name else dataset.key for dataset in members[:NAMED]]
        names += ["…"] * (len(members) > NAMED)
        if loop.gain >= 1 - 1e-12:
            yield DatasetLoopGains(members[0].place, processes=names, gain=f"{loop.per_round:.6g}").finding
        elif loop.condition > CONDITION_LIMIT:
            place = Place(str(Path(examined.package.folder) / "processes.csv"), members[0].place.line)
            yield DatasetSingular(place, count=len(members), processes=names).finding


def _reached(examined: Examined) -> list[Dataset]:
    """Give the package's own datasets, then those of other packages that they lead to."""
    found = {dataset.key: dataset for dataset in examined.package.datasets.values()}
    waiting = list(found.values())
    while waiting:
        dataset = waiting.pop()
        for exchange in dataset.exchanges:
            if exchange.kind == "technosphere" and exchange.flow not in found:
                provider = examined.providers.get(exchange.flow) or _elsewhere(examined, dataset, exchange.flow)
                if provider is not None:
                    found[provider.key] = examined.providers[provider.key] = provider
                    waiting.append(provider)
    return list(found.values())


def _elsewhere(examined: Examined, user: Dataset, key: str) -> Dataset | None:
    """Find a dataset that another package uses; what is wrong with that package is not this one's defect."""
    name, _, code = key.partition("/")
    if name == examined.package.name:
        return examined.package.datasets.get(code)
    if name not in examined.homes:
        home = examined.homes.get(user.package, examined.package)
        try:
            examined.homes[name] = examined.library.package(name, home.requires.get(name))
        except FootprintError:
            return None
    return examined.homes[name].datasets.get(code)


def _technosphere(examined: Examined, datasets: list[Dataset]) -> Any:
    import numpy as np
    import scipy.sparse as sparse

    index = {dataset.key: number for number, dataset in enumerate(datasets)}
    entries = [(number, number, dataset.reference.value) for number, dataset in enumerate(datasets)]
    for dataset in datasets:
        for exchange in dataset.exchanges:
            if exchange.kind == "technosphere" and exchange.flow in index:
                value = examined.in_unit_of(exchange, datasets[index[exchange.flow]])
                if value is not None:
                    entries.append((index[exchange.flow], index[dataset.key], -value))
    rows, columns, values = (np.array(column) for column in zip(*entries, strict=True))
    return sparse.csc_matrix((values.astype(float), (rows, columns)), shape=(len(index), len(index)))
