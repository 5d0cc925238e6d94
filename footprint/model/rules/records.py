"""Rules about what is said beside the figures: uncertainty, contracts, stages, kinds of data, who makes it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from footprint.errors import Finding
from footprint.model.evaluation.amounts import Evaluation
from footprint.model.rules.errors import (
    AssumedData,
    ContractIncomplete,
    FigureDimension,
    StageMissing,
    UncertaintyIncomplete,
    UncertaintyOrder,
    UsccWrong,
)
from footprint.model.schema import ProductModel, Uncertainty
from footprint.units import Amount

__all__ = [
    "RULES",
    "check_assumed_data",
    "check_contracts",
    "check_stages",
    "check_uncertainty_complete",
    "check_uncertainty_order",
    "check_uscc",
]

_FIGURES = {
    "lognormal": (("gsd",), ("gsd2",)),
    "normal": (("sd",),),
    "triangular": (("min", "max"),),
    "uniform": (("min", "max"),),
    "pert": (("min", "max"),),
}
_ALL_FIGURES = ("gsd", "gsd2", "sd", "min", "max")
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _uncertainties(model: ProductModel, numbers: Evaluation) -> Iterator[tuple[str, Uncertainty, Amount | None]]:
    for name, parameter in model.parameters.items():
        if parameter.uncertainty:
            yield f"parameters/{name}", parameter.uncertainty, numbers.parameters.amounts.get(name)
    for exchange, _, _, _, record in model.exchanges():
        if record.uncertainty:
            yield f"processes/{exchange}", record.uncertainty, numbers.amounts.get(exchange)


def check_uncertainty_complete(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that an uncertainty has the figures of its distribution and no others."""
    for path, uncertainty, _ in _uncertainties(model, numbers):
        stated = tuple(key for key in _ALL_FIGURES if getattr(uncertainty, key) is not None)
        if stated not in _FIGURES[uncertainty.kind]:
            needed = " or ".join(" and ".join(f"`{key}`" for key in keys) for keys in _FIGURES[uncertainty.kind])
            found = ", ".join(f"`{key}`" for key in stated) or "none"
            place = model.key_place(f"{path}/uncertainty")
            yield UncertaintyIncomplete(place, kind=uncertainty.kind, needed=needed, found=found).finding


def check_uncertainty_order(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that the figures of an uncertainty have the dimension of the value and can hold together."""
    for path, uncertainty, amount in _uncertainties(model, numbers):
        wrong = False
        for key in ("sd", "min", "max"):
            figure: Amount | None = getattr(uncertainty, key)
            if figure is not None and amount is not None and figure.dimension != amount.dimension:
                wrong = True
                values = {"key": key, "amount": str(figure), "found": str(figure.dimension)}
                expected = str(amount.dimension)
                place = model.place(f"{path}/uncertainty/{key}")
                yield FigureDimension(place, expected=expected, expected_zh=expected, **values).finding
        why = "" if wrong else _contradiction(uncertainty, amount)
        if why:
            place = model.key_place(f"{path}/uncertainty")
            yield UncertaintyOrder(place, key=path.rpartition("/")[2], why=why).finding


def _contradiction(uncertainty: Uncertainty, amount: Amount | None) -> str:
    """Say in signs, which need no translation, what cannot hold."""
    low, high = uncertainty.min, uncertainty.max
    for key in ("gsd", "gsd2"):
        deviation: float | None = getattr(uncertainty, key)
        if deviation is not None and deviation < 1:
            return f"{key} {deviation} < 1"
    if uncertainty.sd is not None and uncertainty.sd.value < 0:
        return f"sd {uncertainty.sd} < 0"
    if uncertainty.kind == "lognormal" and amount is not None and amount.value <= 0:
        return f"lognormal, {amount} ≤ 0"
    if low is not None and high is not None and low.dimension == high.dimension and low.base > high.base:
        return f"min {low} > max {high}"
    if amount is not None and low is not None and amount.base < low.base * (1 - 1e-12):
        return f"{amount} < min {low}"
    if amount is not None and high is not None and amount.base > high.base * (1 + 1e-12):
        return f"{amount} > max {high}"
    return ""


def check_contracts(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that a contractual instrument states its certificate and the day it was retired."""
    for exchange, _, _, _, record in model.exchanges():
        if record.contract is None:
            continue
        path = f"processes/{exchange}/contract"
        if "certificate" not in record.contract:
            yield ContractIncomplete(model.key_place(path), exchange=exchange, key="certificate").finding
        retired = record.contract.get("retired")
        if retired is None or not _is_day(retired):
            yield ContractIncomplete(model.place(f"{path}/retired"), exchange=exchange, key="retired: YYYY-MM-DD").finding


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def check_stages(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Note processes without a stage; a mix passes its inputs on to the stage that uses them."""
    for process, record in model.processes.items():
        if record.stage is None and record.kind != "mix":
            yield StageMissing(model.key_place(f"processes/{process}"), process=process).finding


def check_assumed_data(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Note in one line which figures are assumed."""
    assumed = [name for name, parameter in model.parameters.items() if parameter.data == "assumed"]
    assumed += [exchange for exchange, _, _, _, record in model.exchanges() if record.data == "assumed"]
    if assumed:
        yield AssumedData(model.key_place("processes"), count=len(assumed), which=assumed).finding


def check_uscc(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check length, letters and check character of a unified social credit code (GB 32100-2015)."""
    uscc = model.producer.uscc if model.producer else None
    problem = _uscc_problem(uscc) if uscc is not None else None
    if uscc is not None and problem:
        yield UsccWrong(model.place("producer/uscc"), uscc=uscc, why=problem[0], why_zh=problem[1]).finding


def _uscc_problem(uscc: str) -> tuple[str, str] | None:
    if len(uscc) != 18:
        return f"it has {len(uscc)} characters instead of 18", f"有 {len(uscc)} 位，应为 18 位"
    strange = [character for character in uscc if character not in _USCC_LETTERS]
    if strange:
        return f"it holds `{strange[0]}`", f"含有字符 `{strange[0]}`"
    total = sum(_USCC_LETTERS.index(character) * pow(3, place, 31) for place, character in enumerate(uscc[:17]))
    check = _USCC_LETTERS[(31 - total % 31) % 31]
    if check != uscc[17]:
        return f"its last character should be {check}", f"末位应为 {check}"
    return None


RULES: tuple[Callable[[ProductModel, Evaluation], Iterator[Finding]], ...] = (
    check_uncertainty_complete,
    check_uncertainty_order,
    check_contracts,
    check_stages,
    check_assumed_data,
    check_uscc,
)
