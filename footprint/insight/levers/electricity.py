"""Renewable electricity in place of the average of the grid, with the delivery that the average contains and a plant's factor does not."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.insight.electricity.mixes import chosen, country_of, mixes_of
from footprint.insight.electricity.uses import is_grid_average
from footprint.insight.levers.candidates import Background, Candidate, touched
from footprint.inventory.records import Dataset
from footprint.model.fields import parse_reference
from footprint.model.schema import Exchange, Scenario

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
    added = {}
    for exchange in taken:
        process, section, name = exchange.split("/")
        added[background.free_id(process, section, f"{name}_delivery")] = Exchange(
            amount=background.expression(exchange),
            source_dataset=parse_reference(delivery.key),
            source=delivery.source,
            comment="Delivery of electricity that stands at the plant; the losses are counted in the factor.",
            stage=background.records[exchange].stage,
        )
    kind = source.code.rpartition("-")[0]
    scenario = Scenario(
        name={"en": f"All electricity from {source.name('en')}", "zh": f"全部电力采用{source.name('zh')}"},
        sources={exchange: parse_reference(source.key) for exchange in taken},
        added=added,
        inventories=background.pins(source.package, delivery.package),
        source=source.source,
    )
    return Candidate(
        id=f"electricity:{kind}",
        kind="electricity",
        title={
            "en": f"Renewable electricity ({source.name('en')}) instead of the average of the grid",
            "zh": f"以可再生电力（{source.name('zh')}）替代电网平均电力",
        },
        scenario=scenario,
        way="affine",
        note={
            "en": f"Delivery and losses are added ({delivery.key}). Counts only with certificates that are retired for the period.",
            "zh": f"已计入输配电及线损（{delivery.key}）。须持有在本期间注销的绿证方可采用。",
        },
        touches=touched(scenario),
    )
