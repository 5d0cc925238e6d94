"""Which column of the drawing each node stands in: material flows to the right, also where processes feed each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

__all__ = ["assign_columns", "returning_edges"]


def assign_columns(nodes: Sequence[str], edges: Sequence[tuple[str, str]], makers: Mapping[str, str], last: str | None) -> dict[str, int]:
    """Give every node a column, counted from 0 at the left.

    A node stands as far to the right as its users allow, a product directly behind the process that makes it. Edges that
    close a loop run back to the left; see `returning_edges`.

    Parameters
    ----------
    nodes
        Nodes in the order of the model.
    edges
        Source and target of every edge.
    makers
        Process that makes a product, by product.
    last
        The declared product: where the material goes in the end.
    """
    import networkx

    returning = returning_edges(nodes, edges, last)
    forward = networkx.DiGraph()
    forward.add_nodes_from(nodes)
    forward.add_edges_from(edge for edge in edges if edge not in returning)
    column: dict[str, int] = {}
    for distance, generation in enumerate(networkx.topological_generations(forward.reverse(copy=False))):
        column.update(dict.fromkeys(generation, -distance))
    # By descending distance from the end: a maker is placed before what it makes.
    for node in sorted(nodes, key=column.__getitem__):
        maker = makers.get(node)
        if maker is not None and (maker, node) not in returning:
            column[node] = column[maker] + 1
    first = min(column.values(), default=0)
    return {node: column[node] - first for node in nodes}


def returning_edges(nodes: Sequence[str], edges: Sequence[tuple[str, str]], last: str | None) -> frozenset[tuple[str, str]]:
    """Choose edges without which the graph has no loop; only edges inside a loop are chosen.

    The condensation tells the loops apart. Inside each, a search against the flow starts where the loop is left for the
    declared product: an edge that leads from a node to one it is reached through returns.

    Parameters
    ----------
    nodes, edges, last
        As for `assign_columns`.
    """
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    condensation = networkx.condensation(graph)
    place = {node: number for number, node in enumerate(nodes)}
    distance = _distances(graph, last)
    returning = {(node, node) for node in nodes if graph.has_edge(node, node)}
    for component in condensation:
        members = condensation.nodes[component]["members"]
        if len(members) > 1:
            order = sorted(members, key=lambda node: (distance.get(node, len(nodes)), place[node]))
            returning |= _against_the_flow(graph, order)
    return frozenset(returning)


def _distances(graph: networkx.DiGraph, last: str | None) -> dict[str, int]:
    import networkx

    if last is None or last not in graph:
        return {}
    return dict(networkx.single_source_shortest_path_length(graph.reverse(copy=False), last))


def _against_the_flow(graph: networkx.DiGraph, members: Iterable[str]) -> set[tuple[str, str]]:
    """Search one loop depth first from users to suppliers; without recursion, for loops may be long."""
    inside = dict.fromkeys(members)
    found: set[tuple[str, str]] = set()
    done: set[str] = set()
    for start in inside:
        if start in done:
            continue
        path = {start: None}
        open_suppliers = [(start, iter(graph.pred[start]))]
        while open_suppliers:
            node, suppliers = open_suppliers[-1]
            supplier = next((one for one in suppliers if one in inside and one not in done), None)
            if supplier is None:
                open_suppliers.pop()
                del path[node]
                done.add(node)
            elif supplier in path:
                found.add((supplier, node))
            else:
                path[supplier] = None
                open_suppliers.append((supplier, iter(graph.pred[supplier])))
    return found
