"""Find the process that an input comes from, by what its format links with; what fits twice is linked to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from footprint.formats.lca.records import Format, SourceExchange, SourceProcess
from footprint.units import Dimension

__all__ = ["Finding", "Links", "Output"]


@dataclass(frozen=True, slots=True)
class Output:
    """A product of a process of the source, as a thing to link to.

    Parameters
    ----------
    code
        Code of its dataset in the package; empty where the process was left out.
    negative
        Whether the dataset treats it: its reference amount is negative.
    """

    code: str
    process: SourceProcess
    exchange: SourceExchange
    dimension: Dimension | None
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """The outputs that fit an input, and what they were found by."""

    outputs: tuple[Output, ...]
    by: str


class Links:
    """All outputs of a source, by what each format links with.

    Parameters
    ----------
    format_
        Of the source.
    outputs
        Those of the processes left out too: an input that one of them would serve must not go to another.
    """

    def __init__(self, format_: Format, outputs: Iterable[Output]) -> None:
        self._flow: dict[str, list[Output]] = defaultdict(list)
        self._name: dict[str, list[Output]] = defaultdict(list)
        self._activity: dict[str, list[Output]] = defaultdict(list)
        for output in outputs:
            if output.exchange.flow:
                self._flow[output.exchange.flow].append(output)
            self._name[_plain(output.exchange.name)].append(output)
            self._activity[output.process.identifier].append(output)
        strategies: dict[Format, Callable[[SourceExchange, Dimension | None], Finding]] = {
            "ecospold1": self._by_name_and_number,
            "ecospold2": self._by_activity,
            "simapro": self._by_flow,
            "ilcd": self._by_flow,
            "openlca": self._by_activity,
            "openlca-xlsx": self._by_activity,
        }
        self._strategy = strategies[format_]

    def find(self, exchange: SourceExchange, dimension: Dimension | None) -> Finding:
        """Find the outputs that fit an input: one where it can be linked."""
        return self._strategy(exchange, dimension)

    def _by_activity(self, exchange: SourceExchange, dimension: Dimension | None) -> Finding:
        if exchange.provider:
            made = self._activity.get(exchange.provider, [])
            return Finding(tuple(output for output in made if output.exchange.flow == exchange.flow), "provider")
        return self._by_flow(exchange, dimension)

    def _by_flow(self, exchange: SourceExchange, dimension: Dimension | None) -> Finding:
        if not exchange.flow:
            return self._by_name(exchange, dimension)
        found = _narrowed(self._flow.get(exchange.flow, []), lambda output: output.process.location == exchange.location)
        return Finding(tuple(found), "flow")

    def _by_name(self, exchange: SourceExchange, dimension: Dimension | None) -> Finding:
        return Finding(tuple(self._name.get(_plain(exchange.name), ())), "name")

    def _by_name_and_number(self, exchange: SourceExchange, dimension: Dimension | None) -> Finding:
        """Link by name; of several by location, then by dimension of the unit, number, and the dataset's own name."""
        found = self._name.get(_plain(exchange.name), [])
        if exchange.location:
            placed = [output for output in found if output.exchange.location == exchange.location]
            if not placed and any(output.exchange.location for output in found):
                # A producer elsewhere is another producer; but programs also leave the location of a product out.
                found = [output for output in found if not output.exchange.location]
            else:
                found = placed or found
        found = _narrowed(found, lambda output: output.dimension == dimension)
        found = _narrowed(found, lambda output: exchange.key in (output.process.identifier, output.exchange.key))
        found = _narrowed(found, lambda output: exchange.key == output.process.identifier)
        name = _plain(exchange.name)
        found = _narrowed(found, lambda output: _plain(output.process.name) == name)
        return Finding(tuple(found), "name")


def _narrowed(found: list[Output], fits: Callable[[Output], bool]) -> list[Output]:
    """Keep those of several that fit better, if any do."""
    if len(found) < 2:
        return found
    return [output for output in found if fits(output)] or found


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
