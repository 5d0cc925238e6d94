"""The supply chain of a product model as a networkx graph.

Nodes (key: what it is, with attributes):

``process:ID``
    a foreground process; ``kind="process"``, ``process``, ``stage``, ``name``, and ``name_zh`` where the model has one
``product:NAME``
    a product made in the model; ``kind="product"``, ``unit``
``dataset:PACKAGE/CODE``
    a dataset of an inventory; ``kind="dataset"``
``model:FILE#FLOW``
    a product of another model; ``kind="model"``
``declared:EXCHANGE``
    a declared footprint in place of a dataset; ``kind="declared"``
``omitted:EXCHANGE``
    an input that is cut off without a proxy; ``kind="omitted"``
``secondary:EXCHANGE``
    a secondary material that enters free of primary burden; ``kind="secondary"``
``flow:NAME``
    an elementary flow; ``kind="elementary flow"``

Edges point where the material flows: from a product, a dataset or the environment into a process, from a process to
its products, to waste treatment and to the environment. The edge key is the exchange id; attributes are ``exchange``,
``section`` (``inputs``, ``outputs``, ``wastes``, ``emissions``, ``removals``, ``avoided``, ``carbon``), ``process``,
``amount`` (`footprint.units.Amount`), ``quantity`` (`pint.Quantity`), ``cut_off`` (left out of the calculation),
``share`` and ``allocation`` (the allocation applied; 1.0 and ``None`` where there is none).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from footprint.model import Evaluated
from footprint.model.fields import DatasetReference
from footprint.model.schema import Exchange, Name, Process
from footprint.units import Amount

if TYPE_CHECKING:
    import networkx

__all__ = ["AVOIDED", "build_graph", "end_node", "makers"]

AVOIDED = "avoided"


def build_graph(evaluated: Evaluated, into: networkx.MultiDiGraph | None = None) -> networkx.MultiDiGraph:
    """Build the graph of a model, before allocation and linking.

    Parameters
    ----------
    evaluated
        A model with the amounts of all its exchanges.
    into
        An empty graph to fill, of a class of its own; else one is made.

    Returns
    -------
    networkx.MultiDiGraph
        As the head of this module describes; nodes and edges in the order of the file.
    """
    import networkx

    model = evaluated.model
    graph = networkx.MultiDiGraph() if into is None else into
    graph.graph.update(_names(model.product.name), product=f"product:{model.product.flow}", model=model.source.file)
    for process_id, process in model.processes.items():
        names = _names(process.name) if process.name else {"name": process_id}
        graph.add_node(f"process:{process_id}", kind="process", process=process_id, stage=process.stage, **names)
        for output in process.outputs:
            unit = evaluated.amounts[f"{process_id}/outputs/{output}"].unit.text
            graph.add_node(f"product:{output}", kind="product", name=output, unit=unit)
    for exchange_id, process_id, section, name, record in model.exchanges():
        node = end_node(exchange_id, section, name, record)
        kind, _, label = node.partition(":")
        if node not in graph:
            graph.add_node(node, kind="elementary flow" if kind == "flow" else kind, name=label)
        leaves = section in ("outputs", "wastes", "emissions")
        _add_edge(
            graph, f"process:{process_id}", node, leaves, exchange_id, section, evaluated.amounts[exchange_id], record.cut_off is not None
        )
    for process_id, process in model.processes.items():
        for name, node, amount in _avoided(process_id, process, evaluated):
            graph.add_node(node, kind=node.partition(":")[0], name=node.partition(":")[2])
            _add_edge(graph, f"process:{process_id}", node, True, f"{process_id}/allocation/avoided/{name}", AVOIDED, amount, False)
    return graph


def end_node(exchange_id: str, section: str, name: str, record: Exchange) -> str:
    """Name the node at the other end of an exchange."""
    if section in ("emissions", "removals"):
        return f"flow:{record.flow or name}"
    if section == "outputs":
        return f"product:{name}"
    if record.declared is not None:
        return f"declared:{exchange_id}"
    reference = record.source_dataset or (record.cut_off.proxy if record.cut_off else None)
    if reference is not None:
        return _node_of(reference)
    if record.cut_off is not None:
        return f"omitted:{exchange_id}"
    if record.secondary:
        return f"secondary:{exchange_id}"
    return f"product:{record.product or name}"


def _node_of(reference: DatasetReference) -> str:
    return f"model:{reference.text.removeprefix('model:')}" if reference.kind == "model" else f"dataset:{reference.text}"


def makers(graph: networkx.MultiDiGraph) -> dict[str, str]:
    """Map every product node to the node of the process that makes it."""
    return {target: source for source, target, section in graph.edges(data="section") if section == "outputs"}


def _names(name: Name) -> dict[str, str]:
    return {"name": name.text(), **({"name_zh": name.zh} if name.zh and name.en else {})}


def _avoided(process_id: str, process: Process, evaluated: Evaluated) -> list[tuple[str, str, Amount]]:
    """Give what co-products replace: only with substitution, and never for the product that keeps the burden."""
    allocation = process.allocation
    if allocation is None or allocation.key != "substitution" or len(process.outputs) < 2:
        return []
    return [
        (name, _node_of(record.source_dataset), evaluated.amounts[f"{process_id}/allocation/avoided/{name}"])
        for name, record in (allocation.avoided or {}).items()
        if name != allocation.main
    ]


def _add_edge(
    graph: networkx.MultiDiGraph, process: str, node: str, leaves: bool, exchange: str, section: str, amount: Amount, cut_off: bool
) -> None:
    source, target = (process, node) if leaves else (node, process)
    graph.add_edge(
        source,
        target,
        key=exchange,
        exchange=exchange,
        section=section,
        process=process.removeprefix("process:"),
        amount=amount,
        quantity=amount.quantity,
        cut_off=cut_off,
        share=1.0,
        allocation=None,
    )
