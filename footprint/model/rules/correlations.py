"""Rules about values that vary together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from footprint.errors import Finding, nearest
from footprint.model.correlations import NotPositiveSemidefinite, correlation_groups
from footprint.model.evaluation.amounts import Evaluation
from footprint.model.rules.correlation_errors import CorrelationImpossible, CorrelationOfComputed, CorrelationPair, CorrelationUnknown
from footprint.model.schema import ProductModel
from footprint.units import Formula

__all__ = ["RULES", "check_correlations", "check_correlations_possible"]


def check_correlations(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that a correlation is between two different values of the model, and stated once."""
    known = [*model.parameters, *(exchange for exchange, *_ in model.exchanges())]
    computed = {name for name, parameter in model.parameters.items() if isinstance(parameter.value, Formula) and not parameter.uncertainty}
    computed |= {name for name, *_, record in model.exchanges() if isinstance(record.amount, Formula) and not record.uncertainty}
    seen: set[frozenset[str]] = set()
    for number, correlation in enumerate(model.correlations):
        place = model.place(f"correlations/{number}/between")
        pair = frozenset(correlation.between)
        if len(correlation.between) != 2 or len(pair) != 2 or pair in seen:
            yield CorrelationPair(place, between=", ".join(correlation.between)).finding
        seen.add(pair)
        for name in correlation.between:
            if name not in known:
                yield CorrelationUnknown(place, name=name, suggestions=nearest(name, known)).finding
            elif name in computed:
                yield CorrelationOfComputed(place, name=name).finding


def check_correlations_possible(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that the coefficients can hold together: their matrix is positive semidefinite."""
    pairs = [correlation for correlation in model.correlations if len(set(correlation.between)) == 2 == len(correlation.between)]
    try:
        correlation_groups({(pair.between[0], pair.between[1]): pair.coefficient for pair in pairs})
    except NotPositiveSemidefinite as error:
        yield CorrelationImpossible(model.key_place("correlations"), names=list(error.names)).finding


RULES: tuple[Callable[[ProductModel, Evaluation], Iterator[Finding]], ...] = (check_correlations, check_correlations_possible)
