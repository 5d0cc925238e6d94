"""The foreground over the scenario axis: condensed, and solved from the product upwards.

Every process is reached after all that use its product, but for loops, which are solved as blocks. What is collected on
the way are flows across the border: amounts taken from the background and exchanged with the environment, one row per flow.
All indicators are then one product of matrices: scores = C · flows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx
import numpy as np
from numpy.typing import NDArray

from footprint.engine.scenarios.loops import Block, solve_block
from footprint.engine.scenarios.template import Entry, Template
from footprint.units.formula_evaluation import Value

__all__ = ["Foreground", "Levels"]


@dataclass
class Levels:
    """What was found on the way up.

    Parameters
    ----------
    amplification
        Sum over the loops of how many times relative errors can grow in them.
    empty, nearly, gains, singular
        For every block with such a scenario: its members and the mask.
    """

    amplification: Any = 0.0
    empty: list[tuple[Block, NDArray[np.bool_]]] = field(default_factory=list)
    nearly: list[tuple[Block, NDArray[np.bool_]]] = field(default_factory=list)
    gains: list[tuple[Block, NDArray[np.bool_]]] = field(default_factory=list)
    singular: list[tuple[Block, NDArray[np.bool_]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """A flow across the border: level of a column, times its product's share, times an amount that varies.

    ``provider`` is the row of a provider whose intensity varies; it then has the flow to itself.
    """

    column: int
    shared: bool
    exchange: str | None
    provider: int | None
    carried: tuple[tuple[Entry, float], ...]


class Foreground:
    """The equations of the foreground of a template, for a certain set of varying amounts.

    Parameters
    ----------
    template
        Of the model.
    varying
        Exchange ids whose amounts differ between scenarios.
    constants
        Amounts of the others, in base units.
    scaled
        Rows of the providers whose intensities differ between scenarios.
    """

    def __init__(
        self, template: Template, varying: frozenset[str], constants: Mapping[str, float], scaled: frozenset[int] = frozenset()
    ) -> None:
        self.template = template
        self.scaled = scaled
        size = template.foreground
        self.production: dict[int, Entry] = {}
        self.uses: dict[tuple[int, int], list[Entry]] = {}
        self.leaves: list[Entry] = []
        for entry in template.entries:
            if entry.matrix == "A" and entry.exchange.split("/")[1] == "outputs":
                self.production[entry.position[1]] = entry
            elif entry.matrix == "A" and entry.position[0] < size:
                self.uses.setdefault(entry.position, []).append(entry)
            elif entry.matrix in ("A", "B"):
                self.leaves.append(entry)
        self.used_by: dict[int, list[tuple[int, list[Entry]]]] = {}
        for (maker, user), entries in self.uses.items():
            self.used_by.setdefault(user, []).append((maker, entries))
        self.columns = {column: (entry.process, _product(template, column)) for column, entry in self.production.items()}
        self.blocks = self._condensed()
        self.rows = self._rows(varying, constants)

    def _condensed(self) -> tuple[Block, ...]:
        """Order the processes so that each comes after those that use its product; loops stay together."""
        graph = networkx.DiGraph()
        graph.add_nodes_from(self.production)
        graph.add_edges_from((user, maker) for maker, user in self.uses)
        condensed = networkx.condensation(graph)
        blocks = []
        for node in networkx.topological_sort(condensed):
            members = tuple(sorted(condensed.nodes[node]["members"]))
            inside = frozenset(pair for pair in self.uses if pair[0] in members and pair[1] in members)
            blocks.append(Block.of(members, inside))
        return tuple(blocks)

    def _rows(self, varying: frozenset[str], constants: Mapping[str, float]) -> tuple[_Row, ...]:
        """Group the leaves: those with a constant amount share the row of their column, the others have a row each."""
        groups: dict[tuple[int, bool, str | None, int | None], list[tuple[Entry, float]]] = {}
        for entry in self.leaves:
            shared = entry.product is not None
            provider = entry.position[0] if entry.matrix == "A" and entry.position[0] in self.scaled else None
            if entry.exchange in varying:
                groups.setdefault((entry.position[1], shared, entry.exchange, provider), []).append((entry, entry.factor))
            else:
                constant = entry.factor * constants[entry.exchange]
                groups.setdefault((entry.position[1], shared, None, provider), []).append((entry, constant))
        return tuple(_Row(*key, tuple(carried)) for key, carried in groups.items())

    def coefficients(self, carries: Callable[[Entry, float], NDArray[np.float64]]) -> NDArray[np.float64]:
        """Build C, shape (indicators, rows).

        Parameters
        ----------
        carries
            Gives what a leaf entry carries in every indicator, for its factor (times its amount, where that is constant).
        """
        columns = [np.sum([carries(entry, factor) for entry, factor in row.carried], axis=0) for row in self.rows]
        return np.ascontiguousarray(np.column_stack(columns)) if columns else np.zeros((0, 0))

    def flows(
        self,
        amounts: Mapping[str, Value],
        shares: Mapping[tuple[str, str], Value],
        count: int,
        out: NDArray[np.float64],
        scales: Mapping[int, Value] | None = None,
    ) -> Levels:
        """Solve all scenarios and write the flows across the border.

        Parameters
        ----------
        amounts, shares
            Numbers, or arrays over the scenarios.
        out
            Shape (rows, count).
        scales
            What the intensities of providers are multiplied by, by row; on this side of the border the flows are.
        """
        found = Levels()
        levels: dict[int, Any] = {}
        shared: dict[int, Any] = {}
        asked: dict[int, Any] = {self.template.system.demand[0]: self.template.system.demand[1]}
        for block in self.blocks:
            member = block.members[0]
            if len(block.members) == 1 and (member, member) not in self.uses:
                levels[member] = asked.get(member, 0.0) / self._amount(self.production[member], amounts)
                self._share(member, levels, shared, shares)
            else:
                self._loop(block, levels, shared, shares, asked, amounts, found, count)
            for user in block.members:
                self._ask(block, user, levels, shared, asked, amounts)
        for number, row in enumerate(self.rows):
            level = shared[row.column] if row.shared else levels[row.column]
            if row.exchange is None:
                out[number] = level
            else:
                np.multiply(level, amounts[row.exchange], out=out[number])
            if row.provider is not None and scales is not None:
                out[number] *= scales[row.provider]
        return found

    def _amount(self, entry: Entry, amounts: Mapping[str, Value]) -> Any:
        amount: Any = amounts[entry.exchange]
        return amount if entry.factor == 1.0 else amount * entry.factor

    def _share(self, column: int, levels: dict[int, Any], shared: dict[int, Any], shares: Mapping[tuple[str, str], Value]) -> None:
        share: Any = shares.get(self.columns[column])
        shared[column] = levels[column] if share is None else levels[column] * share

    def _ask(
        self,
        block: Block,
        user: int,
        levels: Mapping[int, Any],
        shared: Mapping[int, Any],
        asked: dict[int, Any],
        amounts: Mapping[str, Value],
    ) -> None:
        """Ask the makers of what a process uses for it; what it uses of its own block is settled."""
        for maker, entries in self.used_by.get(user, ()):
            if maker in block.members:
                continue
            for entry in entries:
                level = shared[user] if entry.product is not None else levels[user]
                wanted = amounts[entry.exchange] * level
                wanted = wanted if entry.factor == -1.0 else wanted * -entry.factor
                asked[maker] = asked[maker] + wanted if maker in asked else wanted

    def _loop(
        self,
        block: Block,
        levels: dict[int, Any],
        shared: dict[int, Any],
        shares: Mapping[tuple[str, str], Value],
        asked: Mapping[int, Any],
        amounts: Mapping[str, Value],
        found: Levels,
        count: int,
    ) -> None:
        uses: dict[tuple[int, int], Any] = {}
        for pair in block.uses:
            for entry in self.uses[pair]:
                used = amounts[entry.exchange] * -entry.factor
                share: Any = shares.get(self.columns[pair[1]]) if entry.product is not None else None
                used = used if share is None else used * share
                uses[pair] = uses[pair] + used if pair in uses else used
        production = {member: self._amount(self.production[member], amounts) for member in block.members}
        solved = solve_block(block, production, uses, {member: asked.get(member, 0.0) for member in block.members}, count)
        levels.update(solved.levels)
        for member in block.members:
            self._share(member, levels, shared, shares)
        found.amplification = found.amplification + solved.amplification
        for name in ("empty", "nearly", "gains", "singular"):
            if getattr(solved, name).any():
                getattr(found, name).append((block, getattr(solved, name)))


def _product(template: Template, column: int) -> str:
    """Name the product of a column of the foreground."""
    return template.chain.activities[template.system.activities[column]].product
