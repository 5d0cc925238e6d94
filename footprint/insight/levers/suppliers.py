"""What suppliers can do that are models themselves: their electricity, fuels, materials and own scenarios.

The supplier's model is changed and calculated whole; what its product then carries takes the place, as a declared footprint, of what is
taken from the model. Since no other model uses this one, that is the result with the changed supplier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from footprint.engine.result import Footprint
from footprint.errors import Finding, FootprintError
from footprint.files import confined
from footprint.insight.levers.candidates import Background, Candidate, touched
from footprint.insight.levers.electricity import renewable_electricity
from footprint.insight.levers.records import LeftOut, Texts
from footprint.insight.levers.switching import fuels_switched, sources_switched
from footprint.insight.levers.values import scenarios_of_the_model
from footprint.insight.scenarios import Calculate, what_if
from footprint.model import ProductModel, evaluate, read
from footprint.model.fields import DatasetReference
from footprint.model.schema import Exchange, Scenario
from footprint.units import Amount, parse_unit

__all__ = ["suppliers_changed"]

LEAST = 0.01
"""Share of the result below which a supplier is not asked."""

FINDERS: tuple[Callable[[Background], Iterable[Candidate]], ...] = (scenarios_of_the_model, fuels_switched, sources_switched)


@dataclass(frozen=True)
class _Supplier:
    """A product of another model, and what is taken of it here."""

    reference: DatasetReference
    exchanges: tuple[str, ...]
    result: Footprint
    names: Texts


def suppliers_changed(background: Background, calculate: Calculate) -> Iterator[Candidate | LeftOut]:
    """Yield what each supplier that is a model can do, for all that is taken of its product, or why it cannot be asked.

    Parameters
    ----------
    background
        What is to be lowered.
    calculate
        The sequence of the pipeline: suppliers are calculated with it.
    """
    for supplier in _suppliers(background, calculate):
        if isinstance(supplier, LeftOut):
            yield supplier
            continue
        own = Background(supplier.result, background.library, LEAST)
        # All its electricity is switched together, small uses as well, as it is for the model itself.
        whole = Background(supplier.result, background.library, background.threshold)
        found = (*renewable_electricity(whole), *(candidate for finder in FINDERS for candidate in finder(own)))
        candidates = {candidate.id: candidate for candidate in found}
        outcomes = what_if(supplier.result, {name: candidate.scenario for name, candidate in candidates.items()}, calculate).outcomes
        for outcome in outcomes:
            candidate = candidates[outcome.id]
            if outcome.value is not None:
                yield _candidate(background, supplier, candidate, outcome.value)
            else:
                yield LeftOut(_id(supplier, candidate), "supplier", _title(supplier, candidate), _said(outcome.findings[0]))


def _said(finding: Finding) -> Texts:
    return {"en": f"{finding.code} {finding.message('en')}", "zh": f"{finding.code} {finding.message('zh')}"}


def _id(supplier: _Supplier, candidate: Candidate) -> str:
    return f"supplier:{supplier.reference.text.removeprefix('model:')}>{candidate.id}"


def _title(supplier: _Supplier, candidate: Candidate) -> Texts:
    return {
        "en": f"Supplier of {supplier.names['en']}: {candidate.title['en']}",
        "zh": f"{supplier.names['zh']}的供应商：{candidate.title['zh']}",
    }


def _suppliers(background: Background, calculate: Calculate) -> Iterator[_Supplier | LeftOut]:
    taken: dict[str, list[str]] = {}
    worth: dict[str, float] = {}
    references: dict[str, DatasetReference] = {}
    for leaf, record, _, _ in background.inputs():
        if record.source_dataset is not None and record.source_dataset.kind == "model":
            text = record.source_dataset.text
            references[text] = record.source_dataset
            worth[text] = worth.get(text, 0.0) + leaf.value
            if leaf.exchange not in taken.setdefault(text, []):
                taken[text].append(leaf.exchange)
    for text, exchanges in taken.items():
        if worth[text] < LEAST * abs(background.result.value):
            continue
        try:
            other, names = _asked_for(background.result.model, references[text])
            yield _Supplier(references[text], tuple(exchanges), calculate(other, {}), names)
        except FootprintError as error:
            title: Texts = {"en": f"Supplier {text}", "zh": f"供应商 {text}"}
            yield LeftOut(f"supplier:{text.removeprefix('model:')}", "supplier", title, _said(error.findings[0]))


def _asked_for(model: ProductModel, reference: DatasetReference) -> tuple[ProductModel, Texts]:
    """Read the supplier's model, with the flow that is taken as its product, and say what that is called."""
    other = read(confined(Path(model.source.folder or "."), reference.file, None))
    if not reference.flow or reference.flow == other.product.flow:
        name = other.product.name
        return other, {"en": name.text("en").partition(",")[0], "zh": name.text("zh").partition("，")[0]}
    unit = next(amount.unit for key, amount in evaluate(other).amounts.items() if key.endswith(f"/outputs/{reference.flow}"))
    product = other.product.model_copy(update={"flow": reference.flow, "declared_unit": Amount(1.0, unit), "mass_per_declared_unit": None})
    asked = other.model_copy(update={"product": product})
    # A copy shares what the model remembers; most of it does not know of the product, but nothing here should depend on that.
    asked._known = {}
    return asked, {"en": reference.flow, "zh": reference.flow}


def _candidate(background: Background, supplier: _Supplier, candidate: Candidate, value: float) -> Candidate:
    product = supplier.result.model.product
    unit = product.declared_unit.unit
    declared = Amount(
        value / product.declared_unit.value, parse_unit(f"kg CO2e/({unit.text})" if " " in unit.text else f"kg CO2e/{unit.text}")
    )
    amounts: dict[str, Amount] = {}
    added: dict[str, Exchange] = {}
    for exchange in supplier.exchanges:
        process, section, name = exchange.split("/")
        record = background.records[exchange]
        amounts[exchange] = Amount(0.0, background.evaluated.amounts[exchange].unit)
        added[background.free_id(process, section, f"{name}_changed")] = Exchange(
            amount=background.expression(exchange),
            declared=declared,
            data=record.data,
            stage=record.stage,
            source=f"Calculated from {supplier.result.model.source.file}: {candidate.title['en']}",
        )
    title = _title(supplier, candidate)
    scenario = Scenario(name=title, amounts=amounts, added=added)
    return Candidate(
        id=_id(supplier, candidate),
        kind="supplier",
        title=title,
        scenario=scenario,
        way="affine",
        note={
            "en": "The supplier has to do it and to prove it; the whole of the supplier's model is calculated with it.",
            "zh": "须由供应商实施并证明；按供应商模型整体重新计算。",
        },
        touches=touched(scenario),
    )
