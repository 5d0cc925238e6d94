"""Renewable electricity in place of the average of the grid, with the delivery that the average contains and a plant's factor does not."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.insight.electricity.mixes import chosen, country_of, mixes_of
from footprint.insight.electricity.uses import is_grid_average
from footprint.insight.levers.candidates import Background, Candidate, touched
from footprint.insight.levers.records import Texts
from footprint.inventory.records import Dataset
from footprint.model.fields import parse_reference
from footprint.model.schema import Exchange, Scenario
from footprint.units import Amount, Formula, parse_expression

__all__ = ["renewable_electricity"]


def renewable_electricity(background: Background) -> Iterator[Candidate]:
    """Yield one change for each renewable source: all electricity that the processes of the model take from an average.

    The amount is not changed; delivery and its losses are added by the factor that the announcement gives for it.
    """
    taken = [leaf.exchange for leaf, _, _, dataset in background.inputs() if dataset is not None and is_grid_average(dataset)]
    model, result, library = background.result.model, background.result, background.library
    country = country_of(model)
    delivery = chosen([mix.dataset for mix in mixes_of(country, "delivery")], model, result, library)
    if not taken or delivery is None:
        return
    kinds: dict[str, list[str]] = {}
    for mix in mixes_of(country, "renewable"):
        kinds.setdefault(mix.dataset.rpartition("-")[0], []).append(mix.dataset)
    for editions in kinds.values():
        source = chosen(editions, model, result, library)
        if source is not None:
            yield _candidate(background, taken, source, delivery)


def _candidate(background: Background, taken: list[str], source: Dataset, delivery: Dataset) -> Candidate:
    added = {name: record for exchange in taken for name, record in _delivered(background, exchange, delivery).items()}
    kind = source.code.rpartition("-")[0]
    made = source.name("en").removeprefix("Electricity from ").partition(", at the plant")[0]
    title: Texts = {
        "en": f"Electricity from {made}",
        "zh": f"电力改用{source.name('zh').partition('，')[0]}",
    }
    scenario = Scenario(
        name=title,
        sources={exchange: parse_reference(source.key) for exchange in taken},
        added=added,
        inventories=background.pins(source.package, delivery.package),
        source=source.source,
    )
    return Candidate(
        id=f"electricity:{kind}",
        kind="electricity",
        title=title,
        scenario=scenario,
        way="affine",
        note={
            "en": f"Delivery and losses are added ({delivery.key}). Counts only with certificates that are retired for the period.",
            "zh": f"已计入输配电及线损（{delivery.key}）。须持有本期间核销的绿证方可采用。",
        },
        touches=touched(scenario),
    )


def _delivered(background: Background, exchange: str, delivery: Dataset) -> dict[str, Exchange]:
    """Give the delivery of what an exchange takes: beside it, or beside each use of a mix, whose own inputs sum to its output."""
    process, _, name = exchange.split("/")
    model = background.result.model
    record = model.processes[process]
    if record.kind != "mix":
        return dict([_delivery(background, exchange, background.expression(exchange), f"{name}_delivery", delivery)])
    (output,) = record.outputs
    share = background.evaluated.amounts[exchange].base / background.evaluated.amounts[f"{process}/outputs/{output}"].base
    found = {}
    for user, _, section, used, taker in model.exchanges():
        if section == "inputs" and taker.source_dataset is None and (taker.product or used) == output:
            expression = background.expression(user)
            text = f"({expression.text})" if isinstance(expression, Formula) else f"{expression.value!r} {expression.unit.text}"
            key, added = _delivery(background, user, parse_expression(f"= {text} * {share!r}"), f"{used}_{name}_delivery", delivery)
            found[key] = added
    return found


def _delivery(background: Background, beside: str, amount: Amount | Formula, name: str, delivery: Dataset) -> tuple[str, Exchange]:
    process, section, _ = beside.split("/")
    record = Exchange(
        amount=amount,
        source_dataset=parse_reference(delivery.key),
        source=delivery.source,
        comment="Delivery of electricity that stands at the plant; the losses are counted in the factor.",
        stage=background.records[beside].stage,
    )
    return background.free_id(process, section, name), record
