"""Everything that explains one footprint, in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footprint.engine.notebook import table
from footprint.engine.result import Footprint
from footprint.errors import Language
from footprint.insight.explanation.paths import Paths, supply_paths
from footprint.insight.explanation.tables import Table, contribution_tables
from footprint.insight.explanation.tree import Branch, contribution_tree
from footprint.insight.sensitivity import Sensitivity, sensitivities

if TYPE_CHECKING:
    import pandas

__all__ = ["SCHEMA", "Explanation", "explain", "frames"]

SCHEMA = "footprint/explanation/1"


@dataclass(frozen=True)
class Explanation:
    """Why a footprint is what it is.

    Parameters
    ----------
    result
        What is explained.
    tables
        The footprint cut by exchange, process, stage, gas, supplier and category.
    tree
        Unfolded from the product upwards.
    paths
        The ways from the product to single emissions.
    sensitivities
        How the result moves with everything the model states, largest elasticity first.
    """

    result: Footprint
    tables: Mapping[str, Table]
    tree: Branch
    paths: Paths
    sensitivities: tuple[Sensitivity, ...]

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the explanation as plain data, as ``footprint explain --json`` prints it."""
        product = self.result.model.product
        return {
            "schema": SCHEMA,
            "model": {"path": self.result.model.source.file, "sha256": self.result.model.source.sha256},
            "product": {"name": product.name.model_dump(exclude_none=True)},
            "declared_unit": str(product.declared_unit),
            "method": self.result.model.method,
            **self.result.departures,
            "total": {"value": self.result.value, "unit": "kg CO2e", "sum": self.result.sum},
            "tables": {by: table.as_dict() for by, table in self.tables.items()},
            "tree": self.tree.as_dict(),
            "paths": self.paths.as_dict(),
            "sensitivities": [
                {
                    "name": entry.name,
                    "kind": entry.kind,
                    "value": entry.value,
                    "unit": entry.unit,
                    "derivative": entry.derivative,
                    "elasticity": entry.elasticity,
                }
                for entry in self.sensitivities
            ],
        }

    def __repr__(self) -> str:
        product = self.result.model.product
        return f"<Explanation {product.name.text()}: {self.result.value:.6g} kg CO2e per {product.declared_unit}>"

    def _repr_html_(self) -> str:
        product = self.result.model.product
        headline = f"{self.result.value:.6g} kg CO2e per {product.declared_unit}"
        rows = (
            (
                "\u2003" * depth + (f"{branch.name} smaller ones" if branch.kind == "rest" else branch.name),
                branch.exchange,
                branch.amount,
                branch.unit,
                branch.value,
                branch.share,
            )
            for depth, branch in self.tree.walk()
        )
        columns = ("name", "exchange", "amount", "unit", "kg CO2e", "share")
        return table(f"Explanation: {product.name.text()}", headline, columns, rows, most=40)


def explain(
    result: Footprint, *, depth: int = 6, cut_off: float = 0.001, path_cut_off: float = 0.005, datasets: bool = False
) -> Explanation:
    """Explain a footprint.

    Parameters
    ----------
    result
        Of a calculation.
    depth, cut_off
        Of the tree: levels to unfold, and the share of the scale below which a branch is put into the rest.
    path_cut_off
        Share of the scale below which a way is not followed.
    datasets
        Whether to unfold datasets, too.
    """
    return Explanation(
        result=result,
        tables=contribution_tables(result),
        tree=contribution_tree(result, depth=depth, cut_off=cut_off, datasets=datasets),
        paths=supply_paths(result, cut_off=path_cut_off, datasets=datasets),
        sensitivities=tuple(
            sorted(sensitivities(result, overrides=result.overrides), key=lambda entry: (-abs(entry.elasticity or 0.0), entry.name))
        ),
    )


def frames(found: Explanation) -> dict[str, pandas.DataFrame]:
    """Give every table of an explanation in full, by name.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``by-exchange`` and the other five cuts, ``tree`` (one row for each node, with its depth), ``paths``, ``sensitivities``. Values in
        kg CO2e per declared unit.
    """
    import pandas

    tables = {f"by-{by}": table.frame() for by, table in found.tables.items()}
    nodes = [
        {
            "depth": depth,
            **{name: getattr(branch, name) for name in ("kind", "exchange", "name", "amount", "unit", "value", "share")},
        }
        for depth, branch in found.tree.walk()
    ]
    ways = [
        {"value": path.value, "share": path.share, "path": " ← ".join(step.exchange or step.name for step in path.steps)}
        for path in found.paths.paths
    ]
    share = found.paths.hidden / found.paths.total if found.paths.total else None
    ways.append({"value": found.paths.hidden, "share": share, "path": ""})
    moved = [
        {name: getattr(entry, name) for name in ("name", "kind", "value", "unit", "derivative", "elasticity")}
        for entry in found.sensitivities
    ]
    return {**tables, "tree": pandas.DataFrame(nodes), "paths": pandas.DataFrame(ways), "sensitivities": pandas.DataFrame(moved)}
