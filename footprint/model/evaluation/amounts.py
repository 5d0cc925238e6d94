"""Evaluates the amounts of all exchanges: from the file, from formulas, from monthly tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from footprint.errors import Finding, ProblemsFound, Severity
from footprint.model.errors import TooManyProblems
from footprint.model.evaluation.errors import MissingAmount, NegativeAmount, NoOutputAmount, UnknownOverride
from footprint.model.evaluation.parameters import Parameters, evaluate_formula, parameters_of
from footprint.model.limits import FINDING_LIMIT, suggest
from footprint.model.schema import Allocation, ProductModel
from footprint.units import Amount, Dimension, Formula

__all__ = ["Evaluated", "Evaluation", "amount_path", "evaluate", "examine", "stated_amounts", "stated_in"]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A model with all its numbers.

    Parameters
    ----------
    model
        The model.
    parameters
        Value and unit of every parameter, by name.
    amounts
        Amount of every exchange by its id ``PROCESS/SECTION/NAME``; what an allocation states has the ids
        ``PROCESS/allocation/avoided/NAME``, ``…/prices/NAME``, ``…/shares/NAME``, ``…/ratio`` and ``…/boiler_heat``.
        Plain amounts keep the unit they were written in; a formula's amount is in a readable unit of its dimension.
    """

    model: ProductModel
    parameters: Mapping[str, Amount]
    amounts: Mapping[str, Amount]

    def __repr__(self) -> str:
        return f"<Evaluated {self.model.product.flow}: {len(self.parameters)} parameters, {len(self.amounts)} amounts>"


@dataclass(slots=True)
class Evaluation:
    """What is known of a model's numbers, also where some are wrong.

    Parameters
    ----------
    parameters
        The parameters.
    amounts
        Amounts by exchange id; one with a problem is absent.
    dimensions
        Dimensions by exchange id, also where the value could not be computed.
    findings
        What is wrong.
    """

    parameters: Parameters
    amounts: dict[str, Amount] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def evaluate(model: ProductModel, overrides: Mapping[str, Amount] = MappingProxyType({})) -> Evaluated:
    """Give every parameter and every exchange its amount.

    Parameters
    ----------
    model
        A model as `footprint.model.read` returns it.
    overrides
        Amounts that take the place of the model's own, by name of the parameter or by exchange id.

    Raises
    ------
    ProblemsFound
        A formula has no answer, an override fits nothing, an amount is negative, or a rule of the model does not hold with
        the overrides: shares that no longer sum to 1, a mix that no longer sums to its output.
    """
    evaluation = examine(model, overrides)
    if any(finding.severity is Severity.ERROR for finding in evaluation.findings):
        raise ProblemsFound(evaluation.findings)
    if overrides:
        # The rules read evaluations, so they are imported here; the reader has applied them to the model's own numbers.
        from footprint.model.rules import apply_rules

        broken = [finding for finding in apply_rules(model, evaluation) if finding.severity is Severity.ERROR]
        if broken:
            raise ProblemsFound(broken)
    return Evaluated(model, MappingProxyType(evaluation.parameters.amounts), MappingProxyType(evaluation.amounts))


def examine(model: ProductModel, overrides: Mapping[str, Amount] = MappingProxyType({})) -> Evaluation:
    """Evaluate as far as possible, and collect what is wrong; `evaluate` says more."""
    if overrides:
        return _examine(model, overrides)
    made_of = (model.processes, model.parameters, model.source.activities)
    return model.once("evaluation", made_of, lambda: _examine(model, overrides))


def _examine(model: ProductModel, overrides: Mapping[str, Amount]) -> Evaluation:
    named = {name: amount for name, amount in overrides.items() if "/" not in name}
    parameters = parameters_of(model, named)
    result = Evaluation(parameters, findings=list(parameters.findings))
    stated = stated_amounts(model)
    for exchange in overrides:
        if "/" in exchange and exchange not in stated:
            result.findings.append(UnknownOverride(name=exchange, suggestions=suggest(exchange, stated)).finding)
    for exchange, expression in stated.items():
        if len(result.findings) >= FINDING_LIMIT:
            result.findings.append(TooManyProblems(model.place(f"processes/{exchange}"), limit=FINDING_LIMIT).finding)
            break
        path = amount_path(model, exchange)
        if exchange in overrides:
            amount: Amount | None = overrides[exchange]
        elif isinstance(expression, Formula):
            amount, dimension, findings = evaluate_formula(expression, path, model, parameters)
            result.findings.extend(findings)
            if dimension is not None:
                result.dimensions[exchange] = dimension
        else:
            amount = expression
        if amount is not None:
            result.amounts[exchange] = amount
            result.dimensions[exchange] = amount.dimension
            result.findings.extend(_sign(model, exchange, path, amount))
        elif expression is None:
            process, column = exchange.split("/", 1)
            place = model.key_place(f"processes/{exchange}")
            result.findings.append(MissingAmount(place, exchange=exchange, column=column, process=process).finding)
    return result


def amount_path(model: ProductModel, exchange: str) -> str:
    """Give the path in the file at which the amount of an exchange stands, in the short form as well as in the long one."""
    long = f"processes/{exchange}/amount"
    return long if long in model.source.places else f"processes/{exchange}"


def stated_amounts(model: ProductModel) -> dict[str, Amount | Formula | None]:
    """Give what stands for each amount, by the ids of `Evaluated.amounts`: an amount, a formula, or nothing."""
    stated: dict[str, Amount | Formula | None] = {}
    for exchange, process, section, name, record in model.exchanges():
        activity = model.source.activities.get(process)
        given = activity.amounts.get(f"{section}/{name}") if activity else None
        stated[exchange] = record.amount if given is None else given
    for process_name, process_record in model.processes.items():
        if process_record.allocation is not None:
            for path, expression in stated_in(process_record.allocation):
                stated[f"{process_name}/allocation/{path}"] = expression
    return stated


def stated_in(allocation: Allocation) -> Iterator[tuple[str, Amount | Formula]]:
    """Yield what an allocation states, by the end of its id."""
    for name, product in (allocation.avoided or {}).items():
        yield f"avoided/{name}", product.amount
    for key in ("prices", "shares"):
        for name, expression in (getattr(allocation, key) or {}).items():
            yield f"{key}/{name}", expression
    for key in ("ratio", "boiler_heat"):
        if getattr(allocation, key) is not None:
            yield key, getattr(allocation, key)


def _sign(model: ProductModel, exchange: str, path: str, amount: Amount) -> list[Finding]:
    if amount.value < 0:
        return [NegativeAmount(model.place(path), exchange=exchange, amount=str(amount)).finding]
    if amount.value == 0 and exchange.split("/")[1] == "outputs":
        return [NoOutputAmount(model.place(path), exchange=exchange).finding]
    return []
