"""Columns of a flow: the product on the right, everything as far to the left as it is upstream; and which flows run backwards."""

from __future__ import annotations

from dataclasses import dataclass

from footprint.report.figures.sankey.network import TOTAL, Network

__all__ = ["Layers", "layers"]


@dataclass(frozen=True)
class Layers:
    """The columns of a flow.

    Parameters
    ----------
    column
        By node, 0 on the left.
    count
        Number of columns.
    loops
        Flows that run from right to left, as source and target: they close a loop.
    """

    column: dict[str, int]
    count: int
    loops: frozenset[tuple[str, str]]


def layers(network: Network) -> Layers:
    """Put the nodes of a flow into columns.

    Parameters
    ----------
    network
        The flow.
    """
    end = TOTAL if network.into[TOTAL] else next(iter(network.out[TOTAL]), TOTAL)
    order, loops = _upstream(network, end)
    right: dict[str, int] = {}
    # Consumers come before providers in this order: the longest way to the end is known when a node is reached.
    for key in order:
        ways = [right[target] + 1 for target in network.out[key] if target in right and (key, target) not in loops]
        right[key] = max(ways, default=0)
    columns = max(right.values()) + 1
    column = {key: columns - 1 - place for key, place in right.items()}
    beyond = _beyond(network, column, loops)
    return Layers(beyond, max(beyond.values()) + 1, frozenset(loops))


def _upstream(network: Network, end: str) -> tuple[list[str], set[tuple[str, str]]]:
    """Walk upstream from the end, largest flow first; give the nodes, consumers first, and the flows that close a loop."""
    loops: set[tuple[str, str]] = set()
    done: list[str] = []
    state = {end: 1}
    waiting = [(end, _sources(network, end))]
    while waiting:
        key, sources = waiting[-1]
        if sources:
            source = sources.pop()
            if state.get(source) == 1:
                loops.add((source, key))
            elif source not in state:
                state[source] = 1
                waiting.append((source, _sources(network, source)))
        else:
            waiting.pop()
            state[key] = 2
            done.append(key)
    done.reverse()
    return done, loops


def _sources(network: Network, key: str) -> list[str]:
    return sorted(network.into[key], key=lambda source: (network.into[key][source], source))


def _beyond(network: Network, column: dict[str, int], loops: set[tuple[str, str]]) -> dict[str, int]:
    """Place what does not reach the product, credits, to the right of where it comes from."""
    placed = dict(column)
    waiting = [key for key in network.nodes if key not in placed]
    while waiting:
        left = []
        for key in waiting:
            known = [placed[source] for source in network.into[key] if source in placed]
            known += [placed[target] - 2 for target in network.out[key] if target in placed]
            if known:
                placed[key] = max(0, max(known) + 1)
            else:
                left.append(key)
        if len(left) == len(waiting):
            placed.update(dict.fromkeys(left, 0))
            break
        waiting = left
    loops.update((source, target) for source, target, _ in network.links() if placed[source] >= placed[target])
    return placed
