"""A package under examination, with what it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from footprint.errors import nearest
from footprint.inventory.library import Library
from footprint.inventory.reader import BRIDGING, Reading
from footprint.inventory.records import Dataset, DatasetExchange, ElementaryFlow, Package
from footprint.units import Amount, Dimension, Unit

__all__ = ["Examined", "bridged"]

COMPARED = 20_000


@dataclass(slots=True)
class Examined:
    """A package with what it refers to.

    Parameters
    ----------
    reading
        The package as read, with the defects that were met.
    library
        Other packages.
    providers
        Datasets that technosphere exchanges name, by key.
    homes
        Packages that were found, by name.
    missing
        Whether some provider could not be found.
    """

    reading: Reading
    package: Package
    library: Library
    providers: dict[str, Dataset] = field(default_factory=dict)
    homes: dict[str, Package] = field(default_factory=dict)
    missing: bool = False
    compared: int = 0

    def technosphere(self) -> Iterator[tuple[Dataset, DatasetExchange]]:
        """Yield the inputs of all datasets."""
        for dataset in self.package.datasets.values():
            for exchange in dataset.exchanges:
                if exchange.kind == "technosphere":
                    yield dataset, exchange

    def flow(self, name: str) -> ElementaryFlow | None:
        """Find an elementary flow, the package's own ones first."""
        return self.package.flows.get(name) or self.library.flows().get(name)

    def suggest(self, word: str, known: Iterable[str]) -> list[str]:
        """Rank what may have been meant, as long as that takes no noticeable time."""
        candidates = list(known)
        self.compared += len(candidates)
        return nearest(word, candidates) if self.compared <= COMPARED else []

    def in_unit_of(self, exchange: DatasetExchange, provider: Dataset) -> float | None:
        """Give the amount of an input in the unit of its provider, over flow properties where needed and stated."""
        home = self.package if provider.package == self.package.name else self.homes.get(provider.package)
        stated = home.properties.get(provider.product, {}) if home else {}
        properties = {name: stated[name].amount for name in BRIDGING if name in stated}
        return bridged(exchange.amount, provider.reference.unit, properties)


def bridged(amount: Amount, unit: Unit, properties: Mapping[str, Amount]) -> float | None:
    """Convert an amount, over at most two flow properties; None where there is no way."""
    if amount.unit.dimension == unit.dimension:
        return amount.base / unit.factor
    ways: list[tuple[float, Dimension, tuple[str, ...]]] = [(amount.base, amount.unit.dimension, ())]
    for _ in range(2):
        further = []
        for value, dimension, used in ways:
            for name, property_ in properties.items():
                if name not in used and property_.base != 0:
                    per = property_.unit.dimension
                    further.append((value * property_.base, dimension * per, (*used, name)))
                    further.append((value / property_.base, dimension / per, (*used, name)))
        for value, dimension, _ in further:
            if dimension == unit.dimension:
                return value / unit.factor
        ways = further
    return None
