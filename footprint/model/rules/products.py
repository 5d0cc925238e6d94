"""Rules about who makes what in a model."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from footprint.errors import Finding
from footprint.model.evaluation.amounts import Evaluation, amount_path
from footprint.model.limits import suggest
from footprint.model.rules.errors import (
    EatsOwnOutput,
    MadeTwice,
    MixShares,
    MostlyOwnUse,
    NoOutputs,
    UnknownProduct,
    UnreachableProcess,
)
from footprint.model.schema import Exchange, ProductModel

__all__ = [
    "MIX_TOLERANCE",
    "RULES",
    "check_inputs_are_made",
    "check_made_once",
    "check_mixes",
    "check_own_consumption",
    "check_process_has_output",
    "check_product_is_made",
    "check_reachable",
    "made_here",
    "makers",
]

MIX_TOLERANCE = 1e-9

LARGE_OWN_USE = 0.5
"""Share of its output above which own use is questioned; a power plant needs 5 to 10 %, a recycle loop is written net."""


def made_here(name: str, exchange: Exchange) -> str | None:
    """Give the product of this model that an input names, or none where it is from elsewhere.

    Parameters
    ----------
    name, exchange
        Id and record of the input.
    """
    if exchange.source_dataset or exchange.declared or exchange.cut_off or exchange.secondary:
        return None
    return exchange.product or name


def makers(model: ProductModel) -> dict[str, str]:
    """Give the process that makes each product; the first one where there are two."""
    found: dict[str, str] = {}
    for process, record in model.processes.items():
        for output in record.outputs:
            found.setdefault(output, process)
    return found


def check_product_is_made(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that some process makes the product of the model."""
    made = makers(model)
    flow = model.product.flow
    if flow not in made:
        yield UnknownProduct(model.place("product/flow"), product=flow, suggestions=suggest(flow, made)).finding


def check_inputs_are_made(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that an input without another source is a product of the model; a near miss is no match."""
    made = makers(model)
    for exchange, _, section, name, record in model.exchanges():
        product = made_here(name, record) if section == "inputs" else None
        if product is not None and product not in made:
            path = f"processes/{exchange}"
            place = model.place(f"{path}/product") if record.product else model.key_place(path)
            yield UnknownProduct(place, product=product, exchange=exchange, suggestions=suggest(product, made)).finding


def check_made_once(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that each product is made by one process."""
    first = makers(model)
    for process, record in model.processes.items():
        for output in record.outputs:
            if first[output] != process:
                place = model.key_place(f"processes/{process}/outputs/{output}")
                yield MadeTwice(place, product=output, first=first[output], second=process).finding


def check_process_has_output(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that each process makes something."""
    for process, record in model.processes.items():
        if not record.outputs:
            yield NoOutputs(model.key_place(f"processes/{process}"), process=process).finding


def check_own_consumption(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that no process consumes as much of its product as it makes, and warn where it consumes the larger half."""
    for process, record in model.processes.items():
        for product in record.outputs:
            output = numbers.amounts.get(f"{process}/outputs/{product}")
            own = [f"{process}/inputs/{name}" for name, exchange in record.inputs.items() if made_here(name, exchange) == product]
            amounts = [numbers.amounts[exchange] for exchange in own if exchange in numbers.amounts]
            if output is None or not amounts or any(amount.dimension != output.dimension for amount in amounts):
                continue
            used = math.fsum(amount.base for amount in amounts)
            place = model.place(amount_path(model, own[0]))
            values = {"process": process, "product": product, "output": str(output), "input": " + ".join(map(str, amounts))}
            if used >= output.base:
                yield EatsOwnOutput(place, **values).finding
            elif used > output.base * LARGE_OWN_USE:
                share, times = used / output.base, output.base / (output.base - used)
                yield MostlyOwnUse(place, share=f"{share:.3%}".replace("%", " %"), times=f"{times:.3g}", **values).finding


def check_mixes(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that the inputs of a mix sum to its output; they are never scaled to fit."""
    for process, record in model.processes.items():
        if record.kind != "mix" or not record.outputs:
            continue
        exchange = f"{process}/outputs/{next(iter(record.outputs))}"
        output = numbers.amounts.get(exchange)
        inputs = [f"{process}/inputs/{name}" for name in record.inputs]
        # Without all amounts a sum would accuse the wrong one.
        if output is None or any(name not in numbers.amounts for name in inputs):
            continue
        parts = [numbers.amounts[name] for name in inputs if numbers.amounts[name].dimension == output.dimension]
        total = math.fsum(part.base for part in parts)
        if abs(total - output.base) > MIX_TOLERANCE * abs(output.base):
            place = model.key_place(f"processes/{process}/inputs")
            shown = f"{total / output.unit.factor:.10g} {output.unit.text}"
            yield MixShares(place, process=process, sum=shown, output=str(output)).finding


def check_reachable(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that each process is in the chain of the product."""
    made = makers(model)
    if model.product.flow not in made:
        return
    reached: set[str] = set()
    waiting = [made[model.product.flow]]
    while waiting:
        process = waiting.pop()
        if process in reached:
            continue
        reached.add(process)
        for name, exchange in model.processes[process].inputs.items():
            product = made_here(name, exchange)
            if product in made:
                waiting.append(made[product])
    for process in model.processes:
        if process not in reached:
            yield UnreachableProcess(model.key_place(f"processes/{process}"), process=process, product=model.product.flow).finding


RULES: tuple[Callable[[ProductModel, Evaluation], Iterator[Finding]], ...] = (
    check_product_is_made,
    check_inputs_are_made,
    check_made_once,
    check_process_has_output,
    check_own_consumption,
    check_mixes,
    check_reachable,
)
