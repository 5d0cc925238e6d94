"""Make a template small enough to travel: of the background only what the foreground touches, with its intensities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from footprint.engine.background import Intensities
from footprint.engine.scenarios.template import Entry, Template
from footprint.engine.system import System
from footprint.model import Evaluated

__all__ = ["compact"]


def compact(template: Template, intensities: Intensities) -> tuple[Template, Intensities]:
    """Cut away all of the background but the activities that the foreground uses.

    Parameters
    ----------
    template
        Of a model.
    intensities
        Of all that it uses.

    Returns
    -------
    (Template, Intensities)
        Plain records of a few kilobytes, which can be pickled. What the foreground uses has neither inputs nor emissions in the
        system any more: its intensities stand for them.

    Raises
    ------
    IntensitiesMissing
        Where they do not cover the template.
    """
    first, system = template.foreground, template.system
    used = sorted({entry.position[0] for entry in template.entries if entry.matrix == "A" and entry.position[0] >= first})
    columns = [intensities.column(system.activities[row]) for row in used]
    kept = [*range(first), *used]
    flows = sorted({entry.position[0] for entry in template.entries if entry.matrix == "B"})
    smaller, numbers = _reduced(system, kept, flows, first)
    rows = {"A": {old: new for new, old in enumerate(kept)}, "B": {old: new for new, old in enumerate(flows)}}
    entries = tuple(
        replace(entry, number=numbers[entry.matrix][entry.number], position=(rows[entry.matrix][entry.position[0]], entry.position[1]))
        if entry.matrix in ("A", "B")
        else _demand(entry, rows["A"])
        for entry in template.entries
    )
    evaluated = template.evaluated
    return (
        replace(
            template,
            evaluated=Evaluated(evaluated.model, dict(evaluated.parameters), dict(evaluated.amounts)),
            chain=replace(
                template.chain,
                activities={key: template.chain.activities[key] for key in smaller.activities},
                uses=(),
                elementary=(),
                datasets={},
                packages={},
                findings=(),
            ),
            system=smaller,
            entries=entries,
            overrides=dict(template.overrides),
        ),
        replace(
            intensities,
            keys=smaller.activities[first:],
            values=np.ascontiguousarray(intensities.values[:, columns]),
            magnitude=intensities.magnitude[columns],
            aggregated=intensities.aggregated[columns],
            error=intensities.error[columns],
            notes=(),
        ),
    )


def _demand(entry: Entry, rows: dict[int, int]) -> Entry:
    return replace(entry, position=(rows[entry.position[0]], 0)) if entry.matrix == "f" else entry


def _reduced(system: System, kept: list[int], flows: list[int], first: int) -> tuple[System, dict[str, dict[int, int]]]:
    """Take the foreground's columns, and of the others the production alone; give the new numbers of the triplets, too."""
    rows, columns, values = system.technosphere
    uses = np.flatnonzero((np.arange(len(values)) >= system.size) & (columns < first))
    position = np.full(system.size, -1, dtype=np.int64)
    position[kept] = np.arange(len(kept))
    flow_rows, flow_columns, flow_values = system.biosphere
    emissions = np.flatnonzero(flow_columns < first)
    flow_position = np.full(len(system.flows), -1, dtype=np.int64)
    flow_position[flows] = np.arange(len(flows))
    production = np.array(kept, dtype=np.int64)
    picked = np.concatenate([production, uses])
    numbers = {
        "A": {int(old): new for new, old in enumerate(picked)},
        "B": {int(old): new for new, old in enumerate(emissions)},
    }
    smaller = replace(
        system,
        activities=tuple(system.activities[number] for number in kept),
        origins=tuple(system.origins[number] for number in kept),
        units=tuple(system.units[number] for number in kept),
        flows=tuple(system.flows[number] for number in flows),
        flow_units=tuple(system.flow_units[number] for number in flows),
        technosphere=(position[rows[picked]], position[columns[picked]], values[picked]),
        biosphere=(flow_position[flow_rows[emissions]], flow_columns[emissions], flow_values[emissions]),
        exchanges=tuple(system.exchanges[number] for number in picked),
        biosphere_exchanges=tuple(system.biosphere_exchanges[number] for number in emissions),
        avoided=tuple(system.avoided[number] for number in picked),
        factors={name: factors[flows] for name, factors in system.factors.items()},
        demand=(int(position[system.demand[0]]), system.demand[1]),
    )
    return smaller, numbers
